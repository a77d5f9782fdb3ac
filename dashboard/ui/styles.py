"""The style sheet of the house: `house.css` with the colours of the theme in use."""

from functools import lru_cache
from pathlib import Path

from dashboard.palette import tokens

RULES = Path(__file__).with_name("house.css")


@lru_cache(maxsize=2)
def styles(theme: str) -> str:
    """Return the style sheet for a theme."""
    look = tokens(theme)
    variables = {
        "ink": look.text,
        "muted": look.muted,
        "faint": look.faint,
        "rule": look.rule,
        "hatch": look.hatch,
        "paper": look.background,
        "panel": look.panel,
        "band": look.band,
    }
    values = " ".join(f"--{name}: {colour};" for name, colour in variables.items())
    return f":root {{ {values} }}\n{RULES.read_text('utf-8')}"
