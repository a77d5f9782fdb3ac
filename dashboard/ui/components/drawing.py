"""A plotly figure on screen, which the next figure of its panel is redrawn into.

Streamlit's own chart takes every other figure for another element: it throws the drawing away and
draws the new one twice. What is drawn comes with the exhibit; `drawing.js` is what runs in the
browser.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import plotly.io
import streamlit as st
from streamlit.components.v2 import component

SCRIPT = Path(__file__).with_suffix(".js")
PROGRAM = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# What the server gives the browser, by name; the addresses change with what is in the files.
FILES = {"drawing.js": SCRIPT, "plotly.js": PROGRAM}
# The script goes by address, because Streamlit sends the text of a component with every run.
LOADER = (
    "const script = import("
    f"`${{location.origin}}/drawing/drawing.js?{sha256(SCRIPT.read_bytes()).hexdigest()[:12]}`);\n"
    "export default (asked) => script.then("
    f"(each) => each.default(asked, '/drawing/plotly.js?{plotly.__version__}'));"
)
# More than any mark carries with it: parts, and letters in one.
MOST_PARTS, MOST_TOLD = 40, 2_000
# A chart less wide, in pixels, is one for a narrow window where there is such a one.
NARROW_BELOW = 560
CHART = component("drawing", js=LOADER, isolate_styles=False)


@dataclass(frozen=True)
class Choices:
    """A list to choose a mark from without a click in the chart.

    `label` is for who hears the page, `prompt` stands while nothing is chosen; `names` are what
    the list says, by key. `opened` is what tells of the mark whose list or card is open.
    """

    label: str
    prompt: str
    names: Mapping[str, str]
    chosen: str
    opened: Any


def show_drawing(
    key: str,
    figures: Sequence[go.Figure],
    *,
    alt: str,
    caption: str,
    wide: bool,
    on_pick: Callable[[Any], None] | None,
    choices: Choices | None,
) -> None:
    """Show a figure and its caption; of two figures the second stands in a narrow window.

    `on_pick` is called with the custom data of a mark that is clicked, or the key chosen from the
    list, which is "" when nothing is, before the page runs again.
    """
    listed = choices and {
        "label": choices.label,
        "prompt": choices.prompt,
        "names": list(choices.names.items()),
        "chosen": choices.chosen,
    }
    figure, *narrow = figures
    CHART(
        key=key,
        data={
            "figure": plotly.io.to_json(figure, validate=False),
            "narrow": {
                "figure": plotly.io.to_json(narrow[0], validate=False),
                "below": NARROW_BELOW,
            }
            if narrow
            else None,
            "height": figure.layout.height,
            "alt": alt,
            "caption": caption,
            "wide": wide,
            "picks": on_pick is not None,
            "choices": listed,
        },
        on_picked_change=partial(_take, key, on_pick),
    )


def told_of(picked: object) -> Any:
    """Return what tells of a mark: the key chosen for it, its custom data, or its line's key.

    A line carries a key for all its marks, with "{}" for the day, as its `legendgroup`: a text a
    day would be more to send than the line itself. None for anything but what `drawing.js` sends:
    a browser may say what it likes.
    """
    if not isinstance(picked, dict):
        return None
    group, day = picked.get("legendgroup"), picked.get("x")
    told = picked.get("choice", picked.get("customdata"))
    if told is None and isinstance(group, str) and isinstance(day, str) and "{}" in group:
        told = group.replace("{}", day[:10])
    if isinstance(told, list):
        return told if told and len(told) <= MOST_PARTS and all(map(_is_part, told)) else None
    return told if isinstance(told, str) and _is_part(told) else None


def _is_part(told: object) -> bool:
    if isinstance(told, str):
        return len(told) <= MOST_TOLD
    return told is None or isinstance(told, int | float)


def _take(key: str, on_pick: Callable[[Any], None] | None) -> None:
    told = told_of(st.session_state[key].picked)
    if told is not None and on_pick is not None:
        on_pick(told)
