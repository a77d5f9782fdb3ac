"""How many people, on a log scale: bounds drawn as bounds, words left as words.

Reads no figures itself.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import figure_of, label

ROW_HEIGHT = 19
LEFT, RIGHT, TOP, BOTTOM = 156, 168, 4, 24
CLEAR = "rgba(0,0,0,0)"
POWERS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


def people_bars(rows: pd.DataFrame, theme: str) -> go.Figure:
    """Draw one line a row. `rows`: kind, name, country, low, best, high, words, hover.

    `kind` is "heading", "word" (no number) or a figure's qualifier. A solid bar reaches the lower
    bound and ends in an arrow when it is open; a dotted one runs to the upper bound and ends in a
    stop.
    """
    look = tokens(theme)
    records = rows.to_dict("records")
    for place, row in enumerate(records):
        row |= {"y": place, "colour": country_colour(row["country"], theme)}
    drawn = [row for row in records if row["kind"] != "heading"]
    traces = [_solid(drawn), _dotted(drawn), _marks(drawn, theme)]
    most = max([10.0, *(value for row in drawn for value in _numbers(row))])
    span = _log_range(most)
    ticks = [power for power in POWERS if power <= 10 ** span[1]]
    layout = {
        "barmode": "overlay",
        "annotations": [
            label(
                0,
                row["y"],
                f"<b>{row['name']}</b>",
                look.text,
                xref="paper",
                xanchor="left",
                xshift=-LEFT,
                size=13,
            )
            for row in records
            if row["kind"] == "heading"
        ],
        "xaxis": {
            "type": "log",
            "range": span,
            "tickvals": ticks,
            "ticktext": [f"{tick:,}" for tick in ticks],
            "showgrid": True,
            "gridcolor": look.grid,
        },
        "yaxis": {
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "tickvals": [row["y"] for row in drawn],
            "ticktext": [_tick(row, theme) for row in drawn],
            "ticklabelstandoff": 6,
        },
    }
    height = people_height(len(rows))
    return figure_of(
        traces, layout, theme, height=height, left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM
    )


def people_height(rows: int) -> int:
    """Return the figure's height in pixels for so many rows."""
    return max(rows, 2) * ROW_HEIGHT + TOP + BOTTOM


def _log_range(most: float) -> list[float]:
    """Return the exponents of the axis: from just under 1 to just past the largest number."""
    digits = len(str(int(most)))
    exponent = digits - 1 if most <= 10 ** (digits - 1) else digits
    return [-0.06, exponent + 0.12]


def _numbers(row: dict[Any, Any]) -> list[float]:
    return [row[name] for name in ("low", "best", "high") if row[name] == row[name]]


def _solid(rows: Sequence[dict[Any, Any]]) -> dict[str, Any]:
    """Return the bars up to lower bounds, and the thin shafts of the arrows of open ones."""
    bars = [(row, 1.0, row["low"], 0.5) for row in rows if row["kind"] in ("at_least", "range")]
    shafts = [
        (row, row["low"], row["low"] * 1.55, 0.12) for row in rows if row["kind"] == "at_least"
    ]
    return _bars(
        [*bars, *shafts],
        {"color": [row["colour"] for row, *_ in [*bars, *shafts]], "line": {"width": 0}},
    )


def _dotted(rows: Sequence[dict[Any, Any]]) -> dict[str, Any]:
    """Return the bars that run from what is known to the upper bound."""
    reach = [
        (row, row["low"] if row["kind"] == "range" else 1.0, row["high"], 0.5)
        for row in rows
        if row["kind"] in ("at_most", "range")
    ]
    pattern = {
        "shape": "|",
        "fgcolor": [row["colour"] for row, *_ in reach],
        "bgcolor": CLEAR,
        "size": 5,
        "solidity": 0.4,
    }
    return _bars(reach, {"color": CLEAR, "pattern": pattern, "line": {"width": 0}})


def _bars(
    bars: Sequence[tuple[dict[Any, Any], float, float, float]], marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row["y"] for row, *_ in bars],
        "base": [start for _, start, _, _ in bars],
        "x": [end - start for _, start, end, _ in bars],
        "width": [width for *_, width in bars],
        "marker": marker,
        "hovertext": [row["hover"] for row, *_ in bars],
        "customdata": [_told(row) for row, *_ in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(rows: Sequence[dict[Any, Any]], theme: str) -> dict[str, Any]:
    """Return dots, arrow heads and stops with their words; a word without a number is at 1."""
    symbols = {"exact": "circle", "at_least": "triangle-right", "about": "circle-open"}
    ends = {"exact": "low", "at_least": "low", "about": "best", "at_most": "high", "range": "high"}
    places = [row[ends[row["kind"]]] if row["kind"] in ends else 1.0 for row in rows]
    stretch = [1.6 if row["kind"] == "at_least" else 1.0 for row in rows]
    look = tokens(theme)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [max(place, 1.0) * more for place, more in zip(places, stretch, strict=True)],
        "y": [row["y"] for row in rows],
        "marker": {
            "symbol": [symbols.get(row["kind"], "line-ns") for row in rows],
            "size": [9 if row["kind"] in symbols else 13 for row in rows],
            "color": [row["colour"] if row["kind"] in ends else CLEAR for row in rows],
            "line": {
                "width": [
                    2.5 if row["kind"] in ("at_most", "range", "about") else 0 for row in rows
                ],
                "color": [row["colour"] for row in rows],
            },
            "opacity": 1,
        },
        "text": [f"\u2002{row['words']}" for row in rows],
        "textposition": "middle right",
        "textfont": {
            "size": 12,
            "color": [look.text if row["kind"] in ends else look.muted for row in rows],
        },
        "cliponaxis": False,
        "hovertext": [row["hover"] for row in rows],
        "customdata": [_told(row) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _told(row: dict[Any, Any]) -> str | list[str]:
    """Return the key of a row that stands for several events, else its event's in a list."""
    return row.get("bar") or [row.get("event_id", "")]


def _tick(row: dict[Any, Any], theme: str) -> str:
    colour = (
        country_colour(row["country"], theme, text=True) if row["country"] else tokens(theme).muted
    )
    return f'<span style="color:{colour}">{row["name"]}</span>'
