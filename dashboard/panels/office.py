"""A chart in the terms that office programs draw themselves, with its numbers inside.

What it looks like on screen is left to a subject's `charts`; how it gets into a file to the
exports.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from dashboard.marks import MARKS, STACK
from dashboard.palette import mark_colour
from dashboard.wording import MINUS, say

# A spreadsheet's format of gaps and changes: negative ones have the sign of print (`MINUS`).
SIGNED_FORMAT = f'0.0;"{MINUS}"0.0'
Kind = Literal["line", "column", "stacked_column", "bar", "stacked_bar", "points"]
Value = float | None
# What plotly calls dashes and marks, and what office programs call the nearest.
DASHES = {"dash": "dash", "dot": "round_dot", "dashdot": "dash_dot", "longdash": "long_dash"}
MARKERS = {
    **{name: name for name in ("square", "diamond", "star", "x")},
    **{"triangle-up": "triangle", "triangle-down": "triangle", "cross": "plus"},
    **{"line-ns": "dash", "line-ew": "dash"},
}


@dataclass(frozen=True)
class Series:
    """One line, one colour of bars, or one kind of points.

    `values` has one number a category, None where nothing is known. For points `at` holds where
    each stands on the horizontal axis, a day or a number, in order if a line joins them. `colour`
    is "#RRGGBB", as on white; `dash` is as on screen, "none" for marks that no line joins; `marker`
    is plotly's word, empty for none. `number_format` is for the labels of its bars, where they say
    more than the chart's ("≤ 1,000").
    """

    name: str
    values: tuple[Value, ...]
    colour: str
    dash: str = "solid"
    marker: str = ""
    at: tuple[date | float, ...] = ()
    number_format: str = ""


@dataclass(frozen=True)
class NativeChart:
    """One chart; an exhibit of small multiples has several.

    `categories` are the words or days of the horizontal axis (of the vertical one for bars); points
    have none. `number_format` is a spreadsheet's; `lanes` names the whole numbers of the vertical
    axis from 0 up, where these stand for words. `subtitle` says what is counted where the panel's
    own unit speaks of its look on screen. Small multiples with `shared_scale` can be compared with
    each other. Without a `legend` its rows or bars name the series. Without series there is nothing
    to draw: the title says why, e.g. "Turkmenistan: officially none, no series". `marked` are the
    first and last of the chosen days where more are drawn.
    """

    kind: Kind
    categories: tuple[str | date, ...]
    series: tuple[Series, ...]
    title: str = ""
    unit: str = ""
    number_format: str = "#,##0"
    log: bool = False
    lanes: tuple[str, ...] = ()
    subtitle: str = ""
    shared_scale: bool = False
    legend: bool = True
    marked: tuple[date, date] | None = None


def office_dash(dash: str) -> str:
    """Return the office programs' nearest dash, so that it stays a choice in their menus.

    >>> [office_dash(each) for each in ("solid", "10px,3px", "5px,3px", "2px,3px")]
    ['solid', 'long_dash', 'dash', 'round_dot']
    >>> office_dash("9px,3px,2px,3px"), office_dash("dot")
    ('long_dash_dot', 'round_dot')
    """
    lengths = [float(part) for part in re.findall(r"[\d.]+", dash)]
    if not lengths:
        return DASHES.get(dash, "solid")
    if len(lengths) > 2:
        return "long_dash_dot"
    if lengths[0] >= 8:
        return "long_dash"
    return "dash" if lengths[0] > 3 else "round_dot"


def office_marker(marker: str) -> str:
    """Return the office programs' mark that is most like one of plotly's, hollow or filled.

    >>> office_marker("square-open"), office_marker("line-ns-open"), office_marker("hexagon")
    ('square', 'dash', 'circle')
    """
    return MARKERS.get(marker.removesuffix("-open").removesuffix("-thin"), "circle")


@dataclass(frozen=True)
class Look:
    """How a series is drawn: colour "#RRGGBB" as on white, dash as on screen, plotly's marker.

    `number_format` is a spreadsheet's, for the labels of its bars.
    """

    colour: str
    dash: str = "solid"
    marker: str = ""
    number_format: str = ""


def office_chart(
    chart: NativeChart,
    rows: pd.DataFrame,
    *,
    x: str,
    y: str,
    series: str,
    looks: Mapping[Any, Look],
    names: Mapping[Any, str] | None = None,
) -> NativeChart:
    """Return `chart` with the series of a long frame: a row has a place, a number and a series.

    `x`, `y` and `series` are columns of `rows`. `looks` gives the series in their order, by the
    values of the column `series`; one without rows is left out. `names` are what they are called,
    else their own keys. Points stand at `x`; other kinds have the categories of `chart`, by default
    the places in the order in which they come. A number that is missing, or not above 0 on a log
    scale, is not drawn.

    >>> rows = pd.DataFrame({"month": ["May", "June"], "mark": ["arrest"] * 2, "events": [1, None]})
    >>> plain = NativeChart("column", (), ())
    >>> look = {"arrest": Look("#2B3A55")}
    >>> made = office_chart(plain, rows, x="month", y="events", series="mark", looks=look)
    >>> made.categories, made.series[0].name, made.series[0].values
    (('May', 'June'), 'arrest', (1.0, None))
    """
    known = rows[rows[y].notna() & (rows[y].gt(0) if chart.log else True)]
    grouped = dict(iter(known.groupby(series, sort=False)))
    is_points = chart.kind == "points"
    places = () if is_points else chart.categories or tuple(rows[x].drop_duplicates())
    drawn = []
    for key, look in looks.items():
        own = grouped.get(key)
        if own is None:
            continue
        values, at = own[y].tolist(), own[x].tolist()
        if not is_points:
            found = dict(zip(at, values, strict=True))
            values, at = [found.get(place) for place in places], []
        name = (names or {}).get(key, str(key))
        dressed = (look.colour, look.dash, look.marker, tuple(at), look.number_format)
        drawn.append(Series(name, tuple(values), *dressed))
    return replace(chart, categories=places, series=tuple(drawn))


def bin_names(cut: pd.DataFrame) -> tuple[str | date, ...]:
    """Return the names of the bins as under the bars; months as days where names would repeat."""
    labels = cut["label"].tolist()
    if len(set(labels)) == len(labels):
        return tuple(labels)
    return tuple(start.date() for start in cut["start"])


def marks_chart(chart: NativeChart, rows: pd.DataFrame, *, x: str, y: str) -> NativeChart:
    """Return `chart` with the bars of each `mark` of a long frame, in its name and colour."""
    looks = {mark: Look(mark_colour(mark, "light")) for mark in STACK}
    names = {mark: say(MARKS[mark].label) for mark in STACK}
    return office_chart(chart, rows, x=x, y=y, series="mark", looks=looks, names=names)
