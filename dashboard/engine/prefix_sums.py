"""Running sums over a cube's months, so that ten years are counted as fast as one.

For cubes by month whose days nobody asks for again: sources, squares of the map.
"""

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from dashboard.engine.counts import Coded, Counts
from dashboard.selection import Selection

DAYS = ("event_date", "end_date")
# Months between two sums kept: fewer would take more memory, more would leave more to add up.
STEP = 3
# Shorter periods are added up faster cell by cell.
SHORTEST = 12


class RunningSums:
    """How many events of each kind began before each quarter of a cube; kinds have no days."""

    def __init__(self, cube: Counts) -> None:
        """Hold the cells of a cube in order of month; they are summed when first asked for."""
        self._cube = cube

    def of(self, selection: Selection) -> Counts:
        """Return the counts of what passes every filter but the search for words, without days."""
        begin, end = self._months(selection)
        first, last = -(-begin // STEP), end // STEP
        if last <= first:
            number = self._added(begin, end)
        else:
            whole = self._sums[last] - self._sums[first]
            number = whole + self._added(begin, first * STEP) + self._added(last * STEP, end)
        found = np.flatnonzero(number)
        return Counts(self.columns, number, found).passing(selection)

    @cached_property
    def columns(self) -> Mapping[str, Coded]:
        """The columns of the kinds."""
        present, coded = self._kinds[0], self._dimensions
        places = np.unravel_index(present, [len(each.words) for each in coded.values()])
        return {
            name: Coded(place.astype(each.codes.dtype), each.words)
            for (name, each), place in zip(coded.items(), places, strict=True)
        }

    @cached_property
    def _dimensions(self) -> Mapping[str, Coded]:
        return {name: each for name, each in self._cube.columns.items() if name not in DAYS}

    @cached_property
    def _kinds(self) -> tuple[np.ndarray, np.ndarray]:
        """The kinds that occur, and the kind of each cell by its place among them."""
        coded = self._dimensions.values()
        shape = [len(each.words) for each in coded]
        cells = np.ravel_multi_index([each.codes for each in coded], shape)
        present, kind = np.unique(cells, return_inverse=True)
        return present, kind.astype(np.int32)

    @cached_property
    def _starts(self) -> np.ndarray:
        """The cell at which each month of the cube begins, and one more: where the last ends."""
        months = self._cube.columns["event_date"]
        return np.searchsorted(months.codes, np.arange(len(months.words) + 1))

    @cached_property
    def _sums(self) -> np.ndarray:
        """One line a quarter: how many events of each kind came before it."""
        steps = range(0, len(self._starts), STEP)
        sums = np.zeros((len(steps), len(self._kinds[0])), np.int32)
        for line, start in enumerate(steps[:-1]):
            sums[line + 1] = sums[line] + self._added(start, start + STEP)
        return sums

    def _months(self, selection: Selection) -> tuple[int, int]:
        """Return the place of the first month of a period in the cube, and of that after it."""
        months = self._cube.columns["event_date"].words
        days = [np.datetime64(day, "D") for day in (selection.first_day, selection.last_day)]
        begin, end = np.searchsorted(months, [days[0], days[1] + 1])
        return int(begin), int(end)

    def _added(self, begin: int, end: int) -> np.ndarray:
        """Count the kinds from one month of the cube to another, the latter not included."""
        cells = slice(self._starts[begin], self._starts[end])
        kinds, number = self._kinds[1][cells], self._cube.number[cells]
        sums = np.bincount(kinds, weights=number, minlength=len(self._kinds[0]))
        return sums.astype(np.int32)
