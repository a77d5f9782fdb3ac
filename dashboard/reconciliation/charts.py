"""Gaps between reported figures and the series by day: a lane a country, a shape a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.charts.scales import month_ticks
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.reconciliation.view import GapPoint
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import short_day

LANE_HEIGHT = 86
HALF = 0.4
SEASON_DAYS = 100
# For placing labels, in pixels: the plot at its narrowest, a letter, a line, a mark's half.
PLOT_WIDTH, LETTER, LINE, MARK = 520, 6.2, 13, 9
Box = tuple[float, float, float]
# A verdict's shape, and the same as a sign for a table.
SHAPES = {
    "no official series": ("x-thin-open", "✕"),
    "agrees": ("circle", "●"),
    "agrees a day apart": ("circle-open", "○"),
    "part of a day": ("circle-open-dot", "⊙"),
    "different definition": ("square-open", "□"),
    "known fault of the series": ("triangle-down-open", "▽"),
    "revised later": ("triangle-up-open", "△"),
    "stale": ("bowtie-open", "⋈"),
    "unexplained": ("diamond", "◆"),
}
SIZES = {"agrees": 6, "unexplained": 12}
TOP, BOTTOM, LEFT, RIGHT = 6, 26, 150, 150
LIMITS = (5, 10, 20, 50, 100)
MONTH_DAYS, MOST_TICKS = 35, 10


@dataclass(frozen=True)
class Lane:
    """A country's figures; without a series its lane is hatched and gaps are not drawn."""

    country: str
    words: str
    points: tuple[GapPoint, ...]
    has_series: bool


def height_of(percent: float, limit: int) -> float:
    """Return how far above its lane's line a mark stands, by the square root, at most at the edge.

    Totals are off by a few percent, daily numbers by half: the root shows both.
    """
    if np.isnan(percent):
        return 0.0
    return float(np.copysign(HALF * np.sqrt(min(abs(percent) / limit, 1.0)), percent))


def lane_labels(
    place: int,
    lane: Lane,
    limit: int,
    window: tuple[pd.Timestamp, pd.Timestamp],
    theme: str,
) -> list[dict[str, Any]]:
    """Return the labels of a lane that run into no mark and no label of a larger gap."""
    in_words = (window[1] - window[0]).days <= SEASON_DAYS
    look, colour = tokens(theme), country_colour(lane.country, theme, text=True)
    points = sorted(lane.points, key=lambda point: -abs(point.percent)) if lane.has_series else []
    marks = [
        (
            PLOT_WIDTH * ((point.day - window[0]) / (window[1] - window[0])),
            height_of(point.percent, limit) * LANE_HEIGHT,
        )
        for point in points
    ]
    taken: list[Box] = []
    notes = []
    for point, (at, level) in zip(points, marks, strict=True):
        words = f"{point.label} {point.verdict}" if in_words else point.label
        reach = MARK + len(words) * LETTER
        for side, start in (("left", at + MARK), ("right", at - reach)):
            box = (start, start + reach - MARK, level)
            if point.percent and _is_free(box, [*taken, *((x - 5, x + 5, y) for x, y in marks)]):
                taken.append(box)
                where = {"xanchor": side, "xshift": MARK if side == "left" else -MARK}
                height = place - height_of(point.percent, limit)
                back = {"bgcolor": look.background, "borderpad": 0, "yanchor": "middle"}
                notes.append(label(point.day, height, words, colour, **where, **back))
                break
    return notes


def _is_free(box: Box, others: Sequence[Box]) -> bool:
    """Say whether a box of a line's height lies inside the plot and touches no other."""
    start, end, level = box
    return (
        start >= 0
        and end <= PLOT_WIDTH
        and not any(
            start < far and end > near and abs(level - other) < LINE for near, far, other in others
        )
    )


def gap_lanes(
    lanes: Sequence[Lane], first: pd.Timestamp, last: pd.Timestamp, theme: str
) -> go.Figure:
    """Draw each lane about its line of no gap, all to one scale; gaps beyond it stand at the edge.

    Labels: the marks that do not equal the series, the largest gaps first, where there is room.
    """
    limit = scale_limit(lanes)
    margin = (last - first) * 0.012 + pd.Timedelta(hours=12)
    window = (first - margin, last + margin)
    look = tokens(theme)
    layout = {
        "hovermode": "closest",
        "shapes": [
            line for place, lane in enumerate(lanes) for line in _guides(place, lane, limit, look)
        ],
        "annotations": [
            note
            for place, lane in enumerate(lanes)
            for note in (
                *_names(place, lane, limit, theme),
                *lane_labels(place, lane, limit, window, theme),
            )
        ],
        "xaxis": {**_days(first, last), "range": list(window), "showline": True}
        | {"linecolor": look.faint},
        "yaxis": {"visible": False, "range": [max(len(lanes), 1) - 0.5, -0.5], "showgrid": False},
    }
    traces = [
        trace
        for place, lane in enumerate(lanes)
        for trace in (*_hatch(place, lane, window, look), _marks(place, lane, limit, theme))
    ]
    frame = {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM}
    return figure_of(traces, layout, theme, height=lanes_height(len(lanes)), **frame)


def lanes_height(lanes: int) -> int:
    """Return the figure's height in pixels for so many lanes."""
    return max(lanes, 1) * LANE_HEIGHT + TOP + BOTTOM


def scale_limit(lanes: Sequence[Lane]) -> int:
    """Return the percent at a lane's edge: the least step that holds nine tenths of all gaps."""
    sizes = [
        abs(point.percent)
        for lane in lanes
        for point in lane.points
        if point.percent and np.isfinite(point.percent)
    ]
    most = float(np.quantile(sizes, 0.9)) if sizes else 0.0
    return next((limit for limit in LIMITS if most <= limit), LIMITS[-1])


def _days(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    if (last - first).days > MONTH_DAYS:
        ticks = month_ticks(first, last, MOST_TICKS)
        return {name: ticks[name] for name in ("tickvals", "ticktext")}
    days = pd.date_range(first, last, freq="7D")
    return {"tickvals": days, "ticktext": [short_day(when) for when in days]}


def _steps(limit: int) -> tuple[int, ...]:
    """Return the percents that a lane marks, from the edge above to the edge below."""
    return (limit, limit // 5, 0, -limit // 5, -limit)


def _guides(place: int, lane: Lane, limit: int, look: Any) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": place - height_of(step, limit),
            "y1": place - height_of(step, limit),
            "layer": "below",
            "line": {"color": look.grid if step else look.faint, "width": 1},
        }
        for step in (_steps(limit) if lane.has_series else ())
    ]


def _names(place: int, lane: Lane, limit: int, theme: str) -> list[dict[str, Any]]:
    look, colour = tokens(theme), country_colour(lane.country, theme, text=True)
    name = f"<b>{COUNTRIES[lane.country].name}</b>"
    edge = {"xref": "paper", "yanchor": "middle"}
    notes = [
        label(0, place, name, colour, **edge, xanchor="left", xshift=-LEFT, size=13),
        label(1, place, lane.words, look.text, **edge, xanchor="left", xshift=8),
    ]
    if lane.has_series:
        notes += [
            label(
                0,
                place - height_of(step, limit),
                f"{step:+}%".replace("-", "−") if step else "0",
                look.muted,
                **edge,
                xanchor="right",
                xshift=-6,
            )
            for step in _steps(limit)
        ]
    return notes


def _hatch(
    place: int, lane: Lane, window: tuple[pd.Timestamp, pd.Timestamp], look: Any
) -> list[dict[str, Any]]:
    if lane.has_series:
        return []
    pattern = {"shape": "/", "fgcolor": look.hatch, "bgcolor": "rgba(0,0,0,0)", "size": 6}
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": [place],
        "base": [window[0]],
        "x": [(window[1] - window[0]).total_seconds() * 1000],
        "width": 2 * HALF,
        "hoverinfo": "skip",
        "name": lane.country,
        "marker": {
            "pattern": {**pattern, "solidity": 0.15},
            "color": "rgba(0,0,0,0)",
            "line": {"color": look.hatch, "width": 1},
        },
    }
    return [bar]


def _marks(place: int, lane: Lane, limit: int, theme: str) -> dict[str, Any]:
    points = lane.points
    return {
        "type": "scatter",
        "mode": "markers",
        "name": lane.country,
        "x": [point.day for point in points],
        "y": [place - height_of(point.percent, limit) for point in points],
        "cliponaxis": False,
        "marker": {
            "symbol": [SHAPES[point.verdict][0] for point in points],
            "size": [SIZES.get(point.verdict, 9) for point in points],
            "color": country_colour(lane.country, theme),
            "line": {"width": 1.6, "color": country_colour(lane.country, theme)},
            "opacity": 1,
        },
        "hovertext": [point.hover for point in points],
        "customdata": [point.key for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
