"""Squares of the map with many events, joined to larger ones until they are few enough to draw.

Handed the engine's squares of 0.25 degrees; how a circle stands for one is left to charts.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.engine.map_frames import Frame
from dashboard.vocabulary import MARKS

SIDE = 0.25
MOST_SQUARES = 600
LARGEST_SIDE = 64
# More than the earth has, so that row and column make one number.
COLUMNS = 4096
KM_A_DEGREE = 111.32
MIDDLE_LATITUDE = 45.0


@dataclass(frozen=True, eq=False)
class MapSquares:
    """Squares with events, the fullest first: all of one `side` in degrees.

    `table`: latitude and longitude of the middle, events, and a column a mark.
    """

    side: float
    table: pd.DataFrame

    @property
    def total(self) -> int:
        """How many events the squares hold."""
        return int(self.table["events"].sum())

    @property
    def largest(self) -> int:
        """How many events the fullest square holds."""
        return int(self.table["events"].max()) if len(self.table) else 0


def map_squares(
    squares: pd.DataFrame,
    frame: Frame | None = None,
    most: int = MOST_SQUARES,
    least_side: float = SIDE,
) -> MapSquares:
    """Return squares of at least `least_side`, doubled in side until there are at most `most`.

    `squares`: latitude and longitude of the middle, mark, events. A `frame` leaves out what it
    does not hold.
    """
    if frame is not None:
        squares = squares[frame.holds(squares)]
    side = SIDE
    row, column = (
        np.floor(squares[name].to_numpy(float) / SIDE).astype(np.int64)
        for name in ("latitude", "longitude")
    )
    cells, places = np.unique(_numbered(row, column), return_inverse=True)
    while side < least_side or (len(cells) > most and side < LARGEST_SIDE):
        side *= 2
        row, column = (each // 2 for each in _unnumbered(cells))
        cells, joined = np.unique(_numbered(row, column), return_inverse=True)
        places = joined[places]
    row, column = _unnumbered(cells)
    names = list(MARKS)
    marks = pd.Categorical(squares["mark"], names).codes.astype(np.int64)
    counts = np.bincount(
        places * len(names) + marks, squares["events"].to_numpy(), len(cells) * len(names)
    ).astype(np.int64)
    by_mark = counts.reshape(-1, len(names))
    events = by_mark.sum(axis=1)
    order = np.argsort(-events, kind="stable")
    table = pd.DataFrame(
        {
            "latitude": (row[order] + 0.5) * side,
            "longitude": (column[order] + 0.5) * side,
            "events": events[order],
            **{name: by_mark[order, place] for place, name in enumerate(names)},
        }
    )
    return MapSquares(side, table)


def _numbered(row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return row * COLUMNS + column + COLUMNS // 2


def _unnumbered(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return cells // COLUMNS, cells % COLUMNS - COLUMNS // 2


def side_km(side: float) -> tuple[int, int]:
    """Return how wide and how high a square of some degrees is in the middle of the region, in km.

    >>> side_km(0.25), side_km(1.0)
    ((20, 28), (79, 111))
    """
    high = side * KM_A_DEGREE
    return round(high * math.cos(math.radians(MIDDLE_LATITUDE))), round(high)
