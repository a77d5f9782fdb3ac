"""A table drawn as a figure, its cells wrapped, for exhibits whose rows are the picture.

The sheet around it is left to `sheet`. Lengths are in pixels.
"""

import html
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.exports.cells import columns_on_paper
from dashboard.exports.pictures.sheet import EDGE, MOST_ROWS, SHEET_WIDTH
from dashboard.exports.text_metrics import (
    LINE_HEIGHT,
    TableType,
    shared_width,
    text_width,
    wrap_text,
)
from dashboard.palette import Tokens, tokens
from dashboard.panels.plot import figure_of
from dashboard.panels.table import Table
from dashboard.wording import say

TALLEST = 4500
NARROWEST, WIDEST = SHEET_WIDTH - 2 * EDGE, 1500 - 2 * EDGE
SIZE = 12.5
GAP, ROW_GAP = 18, 9
TYPE = TableType(SIZE, SIZE, GAP, longest_word=160, readable=90, widest=900)


@dataclass(frozen=True)
class SetColumn:
    """One column set in type: the lines of its heading and cells, and where it stands."""

    head: list[str]
    cells: list[list[str]]
    left: float
    right: float
    is_numeric: bool


def table_figure(
    rows: pd.DataFrame | Table, theme: str = "light", width: int = 0, tallest: float = TALLEST
) -> go.Figure:
    """Draw the first rows of a table; when not all fit, the last line says how many of how many.

    It is `width` wide, or wider where its words need it; without one as wide as is easily read.
    """
    look = tokens(theme)
    width, columns = _set_in_type(rows, width)
    if not columns or not columns[0].cells:
        return _figure([_text(0, [0], [say("No rows.")], look.muted, "right")], [], width, 30, look)
    tallest -= SIZE * LINE_HEIGHT + 2 * ROW_GAP if tallest < TALLEST else 0
    heights = [
        max(len(column.cells[row]) for column in columns) * SIZE * LINE_HEIGHT + ROW_GAP
        for row in range(len(columns[0].cells))
    ]
    tops = [max(len(column.head) for column in columns) * SIZE * LINE_HEIGHT + ROW_GAP]
    for height in heights:
        if len(tops) > 1 and tops[-1] + height > tallest:
            break
        tops.append(tops[-1] + height)
    shown, total = len(tops) - 1, max(len(rows), len(columns[0].cells))
    traces = [trace for column in columns for trace in _column_traces(column, tops[:shown], look)]
    bottom = tops[-1] + ROW_GAP
    if shown < total:
        note = say("First {most} of {every} rows; the CSV has all.", most=shown, every=total)
        traces.append(_text(0, [bottom], [note], look.text, "right"))
        bottom += SIZE * LINE_HEIGHT + ROW_GAP
    return _figure(traces, tops, width, bottom, look)


def _set_in_type(rows: pd.DataFrame | Table, room: int) -> tuple[int, list[SetColumn]]:
    """Choose column widths and break the cells to fit; return the table's width and the columns."""
    shown = columns_on_paper(rows, MOST_ROWS)
    needs = []
    for each in shown:
        least, most = TYPE.needs(each.title, each.texts, is_numeric=each.is_numeric)
        needs.append((least, max(most, text_width(each.title, SIZE, bold=True) + GAP)))
    wanted = sum(most for _, most in needs)
    width = round(min(max(NARROWEST, wanted), WIDEST))
    if room:
        width = max(room, round(sum(each for each, _ in needs)))
    columns, left = [], 0.0
    # A table with few columns keeps them together.
    for column, space in zip(shown, shared_width(needs, min(width, wanted)), strict=True):
        across = space - GAP + 1
        lines = [wrap_text(text, across, SIZE) for text in column.texts]
        title = wrap_text(column.title, across, SIZE, bold=True)
        columns.append(SetColumn(title, lines, left, left + space - GAP, column.is_numeric))
        left += space
    return width, columns


def _column_traces(column: SetColumn, tops: list[float], look: Tokens) -> list[dict[str, object]]:
    place, side = (column.right, "left") if column.is_numeric else (column.left, "right")
    head = f"<b>{_joined(column.head)}</b>" if column.head else ""
    return [
        _text(place, [0], [head], look.muted, side),
        _text(
            place, tops, [_joined(lines) for lines in column.cells[: len(tops)]], look.text, side
        ),
    ]


def _joined(lines: list[str]) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def _text(
    x: float, tops: list[float], texts: list[str], colour: str, side: str
) -> dict[str, object]:
    """Return a trace that writes texts below points at `x`, to their `side`."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(tops),
        "y": [top + ROW_GAP / 2 for top in tops],
        "text": texts,
        "textposition": f"bottom {side}",
        "textfont": {"size": SIZE, "color": colour},
        "cliponaxis": False,
    }


def _figure(
    traces: list[dict[str, object]], tops: list[float], width: float, height: float, look: Tokens
) -> go.Figure:
    rules = [
        {
            "type": "line",
            "x0": 0,
            "x1": width,
            "y0": top,
            "y1": top,
            "line": {"width": 1, "color": look.faint if number == 0 else look.rule},
        }
        for number, top in enumerate(tops)
    ]
    hidden = {"visible": False, "fixedrange": True}
    layout = {
        "width": width,
        "shapes": rules,
        "xaxis": {**hidden, "range": [0, width]},
        "yaxis": {**hidden, "range": [round(height), 0]},
    }
    frame = {"height": round(height), "left": 0, "right": 0, "top": 0, "bottom": 0}
    return figure_of(traces, layout, look.name, **frame)
