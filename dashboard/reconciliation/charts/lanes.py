"""The lanes of the chart of gaps: what they hold, how high a mark stands, where labels find room.

The figure itself is in `gaps`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import label
from dashboard.reconciliation.view.figures import GapPoint

LANE_HEIGHT = 86
HALF = 0.4
SEASON_DAYS = 100
# For placing labels, in pixels: the plot at its narrowest, a letter, a line, a mark's half.
PLOT_WIDTH, LETTER, LINE, MARK = 520, 6.2, 13, 9
Box = tuple[float, float, float]


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
