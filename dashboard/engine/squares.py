"""The squares of the map that events lie in: coded once, so that counting them is one addition.

How a square is numbered is in `cubes`; squares are drawn larger in `maps.measures`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.engine.counts import Coded, Counts
from dashboard.engine.cubes import SQUARE

CODED = ("row", "column", "mark", "frame")
AT_ONCE = 1 << 15


@dataclass(frozen=True, eq=False)
class Squares:
    """The squares and marks of a cube of places.

    `places` has for each cell of the cube its line in `frames`, the frame of each square and mark;
    `starts` are the lines at which another row of `table` begins.
    """

    places: np.ndarray
    frames: np.ndarray
    starts: np.ndarray
    table: pd.DataFrame

    def of(self, counts: Counts, frame: str = "") -> pd.DataFrame:
        """Count by square and mark what is in a `frame`, or anywhere; only those with any."""
        if not len(self.starts):
            return self.table.assign(events=np.array([], np.int64))
        sums = self._sums(counts).astype(np.int64)
        if frame:
            sums[self.frames != frame] = 0
        events = np.add.reduceat(sums, self.starts)
        found = np.flatnonzero(events)
        return self.table.take(found).reset_index(drop=True).assign(events=events[found])

    def _sums(self, counts: Counts) -> np.ndarray:
        """Add up, some cells at a time: what is taken of large arrays at once costs new memory."""
        sums = np.zeros(len(self.frames))
        rows = counts.rows
        first, stop = (rows.start, rows.stop) if isinstance(rows, slice) else (0, len(rows))
        for start in range(first, stop, AT_ONCE):
            some = slice(start, min(start + AT_ONCE, stop))
            cells = some if isinstance(rows, slice) else rows[some]
            weights = counts.number[cells]
            sums += np.bincount(self.places[cells], weights=weights, minlength=len(sums))
        return sums


def squares_in(columns: Mapping[str, Coded]) -> Squares:
    """Return the squares and marks that occur in the columns of a cube of places.

    `table`: latitude and longitude of the middle, mark; in order of place.
    """
    coded = [columns[name] for name in CODED]
    shape = tuple(max(len(column.words), 1) for column in coded)
    cells = np.ravel_multi_index([column.codes for column in coded], shape)
    present, places = np.unique(cells, return_inverse=True)
    frames = shape[-1]
    starts = np.flatnonzero(np.diff(present // frames, prepend=-1))
    row, column, mark, _ = np.unravel_index(present[starts], shape)
    table = pd.DataFrame(
        {
            "latitude": (coded[0].words[row] + 0.5) * SQUARE,
            "longitude": (coded[1].words[column] + 0.5) * SQUARE,
            "mark": pd.Series(coded[2].words[mark], dtype=object),
        }
    )
    return Squares(places.astype(np.int32), coded[3].words[present % frames], starts, table)
