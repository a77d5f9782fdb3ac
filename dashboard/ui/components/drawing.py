"""A plotly figure on screen, which the next figure of its panel is redrawn into.

Streamlit's own chart takes every other figure for another element: it throws the drawing away and
draws the new one twice. What is drawn comes with the exhibit; `drawing.js` is what runs in the
browser. A chart with an axis of days can be narrowed to some of them, by a drag over it or the
slider under it (`slider.js`): all such charts of a page show the same days, which the address has
as `zoom`. So do lines named at their ends that a click has stand out or hides, as `lines`.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import plotly
import plotly.io
import streamlit as st
from streamlit.components.v2 import component

from dashboard.dates import days
from dashboard.marks import MARKS
from dashboard.panels.analyst_notes import takes_notes, takes_values
from dashboard.panels.exhibit import MEDIUM_FROM, NARROW_BELOW, Exhibit, kept_by_exhibit
from dashboard.panels.plot import with_opened
from dashboard.ui.address import recalled_option, remember_option
from dashboard.vocabulary import CURRENCIES, country_name
from dashboard.wording import join_words, say

SCRIPTS = [Path(__file__).with_name(name) for name in ("drawing.js", "slider.js")]
PROGRAM = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# What the server gives the browser, by name; the addresses change with what is in the files.
FILES = {file.name: file for file in SCRIPTS} | {"plotly.js": PROGRAM}
VERSION = sha256(b"".join(file.read_bytes() for file in SCRIPTS)).hexdigest()[:12]
# The script goes by address, because Streamlit sends the text of a component with every run.
LOADER = (
    f"const script = import(new URL('drawing/{VERSION}/drawing.js', document.baseURI));\n"
    "export default (asked) => script.then("
    f"(each) => each.default(asked, 'drawing/{plotly.__version__}/plotly.js'));"
)
# More than any mark carries with it: parts, and letters in one.
MOST_PARTS, LONGEST_PART = 40, 2_000
ZOOM, LINES = "zoom", "lines"
# Lines and parts of stacks by their codes; a hidden one has a minus before it.
LINE_WORD = re.compile(r"-?[A-Za-z_]{1,30}")
MOST_LINES = 20
# The days last shown, and the months chosen then.
ZOOMED_FOR = "zoomed_for"
CHART = component("drawing", js=LOADER, isolate_styles=False)


@dataclass(frozen=True)
class Choices:
    """A list to choose a mark from without a click in the chart.

    `label` is for who hears the page, `prompt` stands while nothing is chosen; `names` are what
    the list says, by key. `opened` is what tells of the mark whose list or card is open, `parts` of
    the marks that it is made of.
    """

    label: str
    prompt: str
    names: Mapping[str, str]
    chosen: str
    opened: Any
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class Drawing:
    """What a browser draws of an exhibit: a figure, and others for narrower places if it has them.

    `narrower` has with each the width in pixels below which it stands, the narrowest first. `names`
    are those that stand in the figure, its lines among them. It `takes_notes` of the analyst's at
    its days, and `takes_values`: at values too.
    """

    figure: str
    narrower: Sequence[tuple[int, str]]
    height: float | None
    names: frozenset[str]
    takes_notes: bool
    takes_values: bool


def drawing_of(exhibit: Exhibit, theme: str, choices: Choices | None = None) -> Drawing:
    """Return an exhibit as it is drawn in a theme; a mark that is open stands out."""
    if choices is None:
        return _drawing(exhibit, theme, None, ())
    opened = choices.opened
    opened_key = tuple(opened) if isinstance(opened, list) else opened
    return _drawing(exhibit, theme, opened_key, tuple(choices.parts))


@kept_by_exhibit
def _drawing(
    exhibit: Exhibit, theme: str, opened: str | tuple[str, ...] | None, parts: tuple[str, ...]
) -> Drawing:
    opened_key = list(opened) if isinstance(opened, tuple) else opened
    figures = [with_opened(figure, opened_key, parts) for figure in exhibit.drawn(theme)]
    texts = [str(plotly.io.to_json(figure, validate=False)) for figure in figures]
    names = frozenset(note.name for note in figures[0].layout.annotations if note.name)
    limits = (NARROW_BELOW,) if len(texts) == 2 else (MEDIUM_FROM, NARROW_BELOW)
    others = (without_shared(texts[0], text) for text in texts[1:])
    narrower = tuple(zip(limits, others, strict=False))
    notes = takes_notes(figures[0]), takes_values(figures[0])
    return Drawing(texts[0], narrower, figures[0].layout.height, names, *notes)


def show_drawing(
    key: str,
    drawing: Drawing,
    *,
    alt: str,
    caption: str,
    wide: bool,
    on_pick: Callable[[Any], None] | None,
    choices: Choices | None,
) -> None:
    """Show a drawing and its caption.

    `on_pick` is called with the custom data of a mark that is clicked, or the key chosen from the
    list, which is "" when nothing is, before the page runs again. An axis of days shows those
    that the address asks for, both included, where it has them.
    """
    listed = choices and {
        "label": choices.label,
        "prompt": choices.prompt,
        "names": list(choices.names.items()),
        "chosen": choices.chosen,
    }
    lines = lines_of(recalled_option(LINES))
    CHART(
        key=key,
        data={
            "figure": drawing.figure,
            "narrower": drawing.narrower,
            "height": drawing.height,
            "alt": alt,
            "caption": caption,
            "wide": wide,
            "picks": on_pick is not None,
            "choices": listed,
            "days": recalled_option(ZOOM),
            "lines": ",".join(lines),
            "words": _words(drawing.names, days_of(recalled_option(ZOOM)), lines),
        },
        on_picked_change=partial(_take, key, on_pick),
        on_zoomed_change=partial(_take_zoom, key),
        on_lined_change=partial(_take_lines, key),
    )


def without_shared(wide: str, narrow: str) -> str:
    """Return a narrow chart without what its traces have alike with those of the wide one.

    It is then `alike`, and `drawing.js` puts the rest back: the same numbers are sent once. One
    whose traces are others is returned as it is.
    """
    chart, traces = json.loads(narrow), json.loads(wide)["data"]
    if [*map(set, chart["data"])] != [*map(set, traces)]:
        return narrow
    pairs = zip(chart["data"], traces, strict=True)
    data = [{key: own[key] for key in own if own[key] != other[key]} for own, other in pairs]
    return json.dumps(chart | {"data": data, "alike": True}, separators=(",", ":"))


def _words(
    named: Collection[str], zoom: tuple[date, date] | None, lines: Sequence[str]
) -> dict[str, str | list[str]]:
    """Return what a chart says of what it leaves out, and of the ways to change that."""
    words: dict[str, str | list[str]] = {
        "days": say("Shown: {days}.", days=days(*zoom)) if zoom else "",
        "whole": say("Whole period"),
        "lines": "",
        "all": say("Show all"),
        "tip": say("Click or Enter: stands out. Double click or Shift+Enter: hidden."),
        "tip_stack": say("Click or Enter: stands out."),
        "hidden": say("hidden"),
        "slider": [say("First day shown"), say("Last day shown")],
    }
    if lines:
        known = [line for line in lines if line.strip("-") in named and line[1:] not in MARKS]
        out = join_words([_line_name(line) for line in known if line[0] != "-"])
        away = join_words([_line_name(line[1:]) for line in known if line[0] == "-"])
        sentences = (
            say("Standing out: {names}.", names=out) if out else "",
            say("Hidden: {names}.", names=away) if away else "",
        )
        words["lines"] = " ".join(filter(None, sentences))
    return words


def _line_name(code: str) -> str:
    """Return what the line of a code is of: a country, also by its currency, or a kind of event."""
    if code in MARKS:
        return say(MARKS[code].label)
    return country_name(CURRENCIES[code].country if code in CURRENCIES else code)


def keep_shown(months: str) -> None:
    """Keep which lines charts show, and the days, these until other `months` are chosen.

    Called before the charts are drawn.
    """
    remember_option(LINES, ",".join(lines_of(recalled_option(LINES))))
    asked = recalled_option(ZOOM)
    zoomed, then = st.session_state.get(ZOOMED_FOR, (asked, months))
    zoom = days_of(asked) if zoomed != asked or then == months else None
    st.session_state[ZOOMED_FOR] = (remember_option(ZOOM, _written(*zoom) if zoom else ""), months)


def days_of(zoom: object) -> tuple[date, date] | None:
    """Return the days of a text like 2020-03-01:2020-05-09; None when it is none, or backwards.

    >>> days_of("2020-03-01:2020-05-09"), days_of("yesterday")
    ((datetime.date(2020, 3, 1), datetime.date(2020, 5, 9)), None)
    """
    try:
        first, last = map(date.fromisoformat, str(zoom).split(":"))
    except ValueError:
        return None
    return (first, last) if first < last else None


def lines_of(text: object) -> list[str]:
    """Return the lines of a text that stand out or, with a minus before them, are hidden.

    >>> lines_of("UZB,-KAZ"), lines_of("UZB,<b>"), lines_of(None)
    (['UZB', '-KAZ'], ['UZB'], [])
    """
    words = text.split(",") if isinstance(text, str) else []
    return [word for word in dict.fromkeys(words) if LINE_WORD.fullmatch(word)][:MOST_LINES]


def _written(first: date, last: date) -> str:
    return f"{first.isoformat()}:{last.isoformat()}"


def _take_zoom(key: str) -> None:
    zoom = days_of(st.session_state[key].zoomed)
    remember_option(ZOOM, _written(*zoom) if zoom else "")


def _take_lines(key: str) -> None:
    remember_option(LINES, ",".join(lines_of(st.session_state[key].lined)))


def picked_key(picked: object) -> Any:
    """Return what stands for a mark: the key chosen for it, its custom data, or its line's key.

    A line carries a key for all its marks, with "{}" for the day, as its `legendgroup`: a text a
    day would be more to send than the line itself. None for anything but what `drawing.js` sends:
    a browser may say what it likes.
    """
    if not isinstance(picked, dict):
        return None
    group, day = picked.get("legendgroup"), picked.get("x")
    key = picked.get("choice", picked.get("customdata"))
    if key is None and isinstance(group, str) and isinstance(day, str) and "{}" in group:
        key = group.replace("{}", day[:10])
    if isinstance(key, list):
        return key if key and len(key) <= MOST_PARTS and all(map(_is_part, key)) else None
    return key if isinstance(key, str) and _is_part(key) else None


def _is_part(part: object) -> bool:
    if isinstance(part, str):
        return len(part) <= LONGEST_PART
    return part is None or isinstance(part, int | float)


def _take(key: str, on_pick: Callable[[Any], None] | None) -> None:
    picked = picked_key(st.session_state[key].picked)
    if picked is not None and on_pick is not None:
        on_pick(picked)
