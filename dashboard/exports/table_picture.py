"""A table drawn as a figure, its cells wrapped, for exhibits whose rows are the picture.

The sheet around it is left to `framing`.
"""

import html
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.exports.cells import is_flush_right, readable_text
from dashboard.exports.framing import EDGE, SHEET_WIDTH
from dashboard.exports.lettering import LINE_HEIGHT, text_width, wrap_text
from dashboard.palette import LIGHT
from dashboard.panels.plot import figure_of

MOST_ROWS = 40
TALLEST = 3000
WIDEST_SHEET = 1500
SIZE = 12.5
CELL_GAP = 18
ROW_GAP = 9


@dataclass(frozen=True)
class Column:
    """One column set in type: the lines of its heading and cells, and where it stands in pixels."""

    head: list[str]
    cells: list[list[str]]
    left: float
    right: float
    is_numeric: bool


def table_figure(rows: pd.DataFrame) -> go.Figure:
    """Draw the first rows of a table; when not all fit, the last line says how many of how many."""
    if rows.columns.empty or rows.empty:
        return _figure([_text(0, [0], ["No rows."], LIGHT.muted, "right")], [], SHEET_WIDTH, 30)
    width, columns = _set_in_type(rows.head(MOST_ROWS))
    heights = [
        max(len(column.cells[row]) for column in columns) * SIZE * LINE_HEIGHT + ROW_GAP
        for row in range(min(len(rows), MOST_ROWS))
    ]
    tops = [max(len(column.head) for column in columns) * SIZE * LINE_HEIGHT + ROW_GAP]
    for height in heights:
        if len(tops) > 1 and tops[-1] + height > TALLEST:
            break
        tops.append(tops[-1] + height)
    shown = len(tops) - 1
    traces = [trace for column in columns for trace in _column_traces(column, tops[:shown])]
    bottom = tops[-1] + ROW_GAP
    if shown < len(rows):
        note = f"First {shown:,} of {len(rows):,} rows; the CSV has all."
        traces.append(_text(0, [bottom], [note], LIGHT.text, "right"))
        bottom += SIZE * LINE_HEIGHT + ROW_GAP
    return _figure(traces, tops, width, bottom)


def _set_in_type(rows: pd.DataFrame) -> tuple[float, list[Column]]:
    """Choose column widths and break the cells to fit; return the sheet's width and the columns."""
    heads = [str(name) for name in rows.columns]
    numeric = [is_flush_right(rows.iloc[:, place]) for place in range(len(heads))]
    cells = [[readable_text(value) for value in rows.iloc[:, place]] for place in range(len(heads))]
    natural = [
        max(text_width(head, SIZE, bold=True), *(text_width(text, SIZE) for text in texts))
        + CELL_GAP
        for head, texts in zip(heads, cells, strict=True)
    ]
    width = min(max(SHEET_WIDTH, sum(natural) + 2 * EDGE), WIDEST_SHEET)
    widths = _shared_out(natural, width - 2 * EDGE)
    columns, left = [], 0.0
    for head, texts, space, is_numeric in zip(heads, cells, widths, numeric, strict=True):
        room = space - CELL_GAP + 1
        lines = [wrap_text(text, room, SIZE) for text in texts]
        title = wrap_text(head, room, SIZE, bold=True)
        columns.append(Column(title, lines, left, left + space - CELL_GAP, is_numeric))
        left += space
    return width, columns


def _shared_out(wanted: list[float], room: float) -> list[float]:
    """Give each column what it wants if that fits; else cut the widest down to one common width.

    >>> _shared_out([50, 300, 400], 450)
    [50, 200.0, 200.0]
    """
    given: dict[int, float] = {}
    for place in sorted(range(len(wanted)), key=lambda place: wanted[place]):
        share = (room - sum(given.values())) / (len(wanted) - len(given))
        given[place] = min(wanted[place], share)
    return [given[place] for place in range(len(wanted))]


def _column_traces(column: Column, tops: list[float]) -> list[dict[str, Any]]:
    place, side = (column.right, "left") if column.is_numeric else (column.left, "right")
    head = f"<b>{_joined(column.head)}</b>" if column.head else ""
    return [
        _text(place, [0], [head], LIGHT.muted, side),
        _text(
            place, tops, [_joined(lines) for lines in column.cells[: len(tops)]], LIGHT.text, side
        ),
    ]


def _joined(lines: list[str]) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def _text(x: float, tops: list[float], texts: list[str], colour: str, side: str) -> dict[str, Any]:
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
    traces: list[dict[str, Any]], tops: list[float], width: float, height: float
) -> go.Figure:
    rules = [
        {
            "type": "line",
            "x0": 0,
            "x1": width - 2 * EDGE,
            "y0": top,
            "y1": top,
            "line": {"width": 1, "color": LIGHT.faint if number == 0 else LIGHT.rule},
        }
        for number, top in enumerate(tops)
    ]
    hidden = {"visible": False, "fixedrange": True}
    layout = {
        "width": width,
        "shapes": rules,
        "xaxis": {**hidden, "range": [0, width - 2 * EDGE]},
        "yaxis": {**hidden, "range": [round(height), 0]},
    }
    frame = {"height": round(height), "left": 0, "right": 0, "top": 0, "bottom": 0}
    return figure_of(traces, layout, "light", **frame)
