"""Finds room for labels beside lines, at the narrowest and widest a chart is shown. Draws nothing.

A chart does not know its width, so a place is good only if it is good at both.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

PLOT_WIDTHS = (528, 880)
LETTER = 6.1
LINE = 15.6
POINT_COST, OVERLAP_COST, OUTSIDE_COST, LATER_COST = 5.0, 400.0, 50.0, 0.1
LEADER_POINTS = np.linspace(0, 1, 24)
LEADER_CROSSING, LEADER_LENGTH = 120.0, 0.3


def text_size(lines: Sequence[str]) -> tuple[float, float]:
    """Estimate the width and height in pixels of 12 px text, one string a line."""
    return max(len(line) for line in lines) * LETTER, len(lines) * LINE + 3


class Crowd:
    """What already stands in a plot: the points of its lines, and the labels placed so far.

    Across, a place is a share of the plot (0 to 1) and a shift in pixels; upwards it is pixels from
    the bottom.
    """

    def __init__(
        self,
        points: np.ndarray,
        lowest: float,
        highest: float,
        widths: tuple[int, int] = PLOT_WIDTHS,
    ) -> None:
        """Take points as rows of (share, height, weight); a missing height is left out.

        `widths` are the narrowest and the widest that the plot is shown.
        """
        known = points[~np.isnan(points[:, 1])]
        self.shares, self.heights, self.weights = known.T
        self.lowest, self.highest, self.widths = lowest, highest, widths
        self.taken: list[tuple[float, float, float, float, float]] = []

    def settle(
        self,
        share: float,
        places: np.ndarray,
        size: ArrayLike,
        leaders: np.ndarray | None = None,
    ) -> int:
        """Choose the place with the least overlap, take it, and return its row.

        `places` are (shift, bottom) of the box's lower left corner from `share`; earlier rows go
        first among equals. `leaders` are, for each place, the height at which a leader begins at
        `share`, and the shift and height of its end: it should be short and cross no other label.
        """
        sizes = np.broadcast_to(np.asarray(size, dtype="float64"), places.shape)
        cost = np.arange(len(places)) * LATER_COST
        tips = np.empty((len(places), 0, 2)) if leaders is None else _points(leaders)
        for plot_width in self.widths:
            cost = (
                cost
                + self._cost(plot_width, share, places, sizes)
                + self._crossings(plot_width, share, tips)
            )
        if leaders is not None:
            cost = cost + np.hypot(leaders[:, 1], leaders[:, 2] - leaders[:, 0]) * LEADER_LENGTH
        best = int(cost.argmin())
        shift, bottom = places[best]
        width, height = sizes[best]
        self.taken.append((share, float(shift), float(bottom), float(width), float(height)))
        self.taken += [(share, float(x), float(y), 2.0, 2.0) for x, y in tips[best][::4]]
        return best

    def _crossings(self, plot_width: int, share: float, tips: np.ndarray) -> np.ndarray:
        """Return what it costs that points of the leaders lie in labels placed before."""
        x, y = share * plot_width + tips[:, :, 0], tips[:, :, 1]
        cost = np.zeros(len(tips))
        for other_share, shift, bottom, width, height in self.taken:
            left = other_share * plot_width + shift
            inside = (
                (x >= left - 2) & (x <= left + width + 2) & (y >= bottom) & (y <= bottom + height)
            )
            cost = cost + inside.sum(axis=1) * LEADER_CROSSING
        return cost

    def _cost(
        self, plot_width: int, share: float, places: np.ndarray, sizes: np.ndarray
    ) -> np.ndarray:
        left, bottom = share * plot_width + places[:, :1], places[:, 1:]
        right, top = left + sizes[:, :1], bottom + sizes[:, 1:]
        x = self.shares * plot_width
        inside = (
            (x >= left - 3)
            & (x <= right + 3)
            & (self.heights >= bottom - 2)
            & (self.heights <= top + 2)
        )
        outside = np.maximum(-left, 0) + np.maximum(right - plot_width, 0)
        outside = outside + np.maximum(self.lowest - bottom, 0) + np.maximum(top - self.highest, 0)
        cost = inside @ self.weights * POINT_COST + outside[:, 0] * OUTSIDE_COST
        for other_share, shift, other_bottom, width, height in self.taken:
            other_left = other_share * plot_width + shift
            apart = (right + 4 < other_left) | (left - 4 > other_left + width)
            apart |= (top < other_bottom) | (bottom > other_bottom + height)
            cost = cost + np.where(apart[:, 0], 0.0, OVERLAP_COST)
        return cost


def _points(leaders: np.ndarray) -> np.ndarray:
    """Return points along each leader as (shift, height)."""
    start, shift, end = leaders.T
    heights = start[:, None] + (end - start)[:, None] * LEADER_POINTS
    return np.stack([shift[:, None] * LEADER_POINTS, heights], axis=2)
