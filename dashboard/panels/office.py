"""A chart in the terms that office programs draw themselves, with its numbers inside.

What it looks like on screen is left to a subject's `charts`; how it gets into a file to the
exports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from dashboard.palette import mark_colour
from dashboard.vocabulary import MARKS

Kind = Literal["line", "column", "stacked_column", "bar", "stacked_bar", "points"]
Value = float | None


@dataclass(frozen=True)
class Series:
    """One line, one colour of bars, or one kind of points.

    `values` has one number a category, None where nothing is known. For points `at` holds where
    each stands on the horizontal axis, a day or a number, in order if a line joins them. `colour`
    is "#RRGGBB", as on white; `dash` is as on screen, "none" for marks that no line joins; `marker`
    is plotly's word, empty for none.
    """

    name: str
    values: tuple[Value, ...]
    colour: str
    dash: str = "solid"
    marker: str = ""
    at: tuple[date | float, ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """One chart; an exhibit of small multiples has several.

    `categories` are the words or days of the horizontal axis (of the vertical one for bars); points
    have none. `number_format` is a spreadsheet's; `lanes` names the whole numbers of the vertical
    axis from 0 up, where these stand for words. Without series there is nothing to draw: the title
    says why, e.g. "Turkmenistan: officially none, no series".
    """

    kind: Kind
    categories: tuple[str | date, ...]
    series: tuple[Series, ...]
    title: str = ""
    unit: str = ""
    number_format: str = "#,##0"
    log: bool = False
    lanes: tuple[str, ...] = ()


def bin_names(cut: pd.DataFrame) -> tuple[str | date, ...]:
    """Return the names of the bins as under the bars; months as days where names would repeat."""
    labels = cut["label"].tolist()
    if len(set(labels)) == len(labels):
        return tuple(labels)
    return tuple(start.date() for start in cut["start"])


def marks_series(mark: str, values: Sequence[Value]) -> Series:
    """Return the counts of one mark as bars of its name and colour."""
    return Series(MARKS[mark].label, tuple(values), mark_colour(mark, "light"))
