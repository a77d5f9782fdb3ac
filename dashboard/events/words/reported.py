"""Reported figures in words: the number with its bounds, its unit, how sure it is.

Which figures are looked at is the caller's choice; sums of people are in `people`.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import bound, length, number

QUALIFIER_WORDS = {
    "exact": "exact",
    "at_least": "at least",
    "at_most": "at most",
    "about": "about",
    "range": "a range",
    "vague": "a word, no number",
    "officially_none": "officially none",
}
UNIT_WORDS = {"person": "people", "percent": "per cent", "megahertz": "megahertz"}
ONE_UNIT = {"person": "person", "percent": "per cent", "megahertz": "megahertz"}
COLUMNS = ("country", "as_of", "measure", "low", "best", "high", "unit", "qualifier", "as_reported")


def figure_number(figure: Mapping[Any, Any]) -> str:
    """Write the number of a row of figures.csv: bounds stay bounds, a word stays a word.

    >>> nan = float("nan")
    >>> share = {"low": 42.5, "best": 42.5, "high": 42.5, "qualifier": "exact"}
    >>> term = {"low": 134, "best": 134, "high": 134, "qualifier": "exact"}
    >>> figure_number(share | {"measure": "share", "unit": "percent", "as_reported": "42.5%"})
    '42.5'
    >>> figure_number(term | {"measure": "sentence_length", "unit": "month", "as_reported": ""})
    '11 y 2 m'
    >>> figure_number({"low": 0, "best": 0, "high": 0, "qualifier": "officially_none"})
    'officially 0'
    """
    if figure["qualifier"] == "officially_none":
        return "officially 0"
    low, best, high = figure["low"], figure["best"], figure["high"]
    values = [value for value in (low, best, high) if pd.notna(value)]
    in_months = figure["measure"] == "sentence_length" and figure["unit"] == "month"
    if values and (in_months or any(value % 1 for value in values)):
        return _bound(low, best, high, length if in_months else _fraction)
    return bound(low, best, high, figure["as_reported"])


def figure_unit(figure: Mapping[Any, Any], written: str = "") -> str:
    """Write the unit after a number: in the singular after "1"; none after a word or a length.

    >>> figure_unit({"unit": "person"}, "≥ 100"), figure_unit({"unit": "person"}, "1")
    ('people', 'person')
    >>> figure_unit({"unit": "USD"}, "≥ 100"), figure_unit({"unit": "month"}, "11 y 2 m")
    ('USD', '')
    """
    unit = str(figure["unit"])
    if written.startswith("“") or written.endswith((" y", " m")):
        return ""
    if unit.isupper():
        return unit
    return ONE_UNIT.get(unit, unit) if written == "1" else UNIT_WORDS.get(unit, f"{unit}s")


def figures_in_words(figures: pd.DataFrame) -> pd.DataFrame:
    """Return country, as_of, measure, number and unit of figures as a reader sees them."""
    told = []
    for values in zip(*(figures[name].tolist() for name in COLUMNS), strict=True):
        figure = dict(zip(COLUMNS, values, strict=True))
        written = figure_number(figure)
        told.append(
            (
                country_name(figure["country"]),
                figure["as_of"],
                MEASURES[figure["measure"]],
                written,
                figure_unit(figure, written),
            )
        )
    columns = ["country", "as_of", "measure", "number", "unit"]
    words = pd.DataFrame(told, columns=columns, index=figures.index)
    return words.astype({"as_of": "datetime64[us]"})


def locator(paragraph: Any, footnotes: Any) -> str:
    """Say where in its source a row stands; empty when nothing is known.

    >>> locator(45, "35;36"), locator(7, None), locator(pd.NA, None)
    ('paragraph 45, footnotes 35 and 36', 'paragraph 7', '')
    """
    parts = [f"paragraph {paragraph}"] if pd.notna(paragraph) else []
    if isinstance(footnotes, str) and footnotes:
        notes = footnotes.split(";")
        several = f"footnotes {', '.join(notes[:-1])} and {notes[-1]}"
        parts.append(several if len(notes) > 1 else f"footnote {notes[0]}")
    return ", ".join(parts)


def _fraction(value: float) -> str:
    return number(value) if value % 1 == 0 else f"{value:,}"


def _bound(low: float, best: float, high: float, write: Any) -> str:
    """Write bounds as `wording.bound` does, each number by `write`."""
    if pd.notna(low) and pd.notna(high):
        return write(low) if low == high else f"{write(low)}–{write(high)}"
    if pd.notna(low):
        return f"≥ {write(low)}"
    return f"≤ {write(high)}" if pd.notna(high) else f"about {write(best)}"
