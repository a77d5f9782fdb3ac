"""Counts of events by their kinds, held as numbers for words: a filter costs the same at any size.

Which kinds are counted is in `cubes`; what the counts mean on a page is left to the measures. By
month they are held as running sums, so that ten years are counted as fast as one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.filter_table import ROW_FILTERS
from dashboard.selection import Selection

DAY = "datetime64[D]"


@dataclass(frozen=True, eq=False)
class Coded:
    """One column: `codes` of each row, and the `words` they stand for."""

    codes: np.ndarray
    words: np.ndarray

    def keeps(self, wanted: Sequence[object]) -> np.ndarray:
        """Return True for each word that is wanted."""
        known = set(wanted)
        return np.array([word in known for word in self.words.tolist()], dtype=bool)


@dataclass(frozen=True, eq=False)
class Counts:
    """Cells of a cube in order of their first day; `rows` are those still looked at.

    `columns` and `number` (how many events a cell holds) belong to all selections of one cube and
    are never changed.
    """

    columns: Mapping[str, Coded]
    number: np.ndarray
    rows: np.ndarray | slice

    @property
    def total(self) -> int:
        """How many events are counted."""
        return int(self.number[self.rows].sum())

    def of(self, selection: Selection) -> "Counts":
        """Return the counts of what passes every filter that has a column here."""
        return self.within(selection).passing(selection)

    def passing(self, selection: Selection) -> "Counts":
        """Return the counts of what passes every filter but the period that has a column here."""
        return self._keeping(self.wanted(selection))

    def wanted(self, selection: Selection) -> dict[str, Sequence[object]]:
        """Return the words that pass by column, of the columns of which not all may."""
        wanted: dict[str, Sequence[object]] = {}
        for row in ROW_FILTERS:
            if row.column not in self.columns:
                continue
            words = row.wanted(row.value(selection), partial(self._words, row.column))
            if words is not None:
                wanted[row.column] = words
        return wanted

    def counting(self, selection: Selection) -> "Counts":
        """Return the counts of the source that is counted, whatever the other filters."""
        return self.isin(dataset=[selection.source]) if selection.source else self

    def within(self, selection: Selection) -> "Counts":
        """Return the counts of what began in the period, whatever the other filters.

        Asked of all cells only: those of a selection are no longer in order of day.
        """
        days = self.columns["event_date"]
        first, last = (np.datetime64(day, "D") for day in (selection.first_day, selection.last_day))
        bounds = np.searchsorted(days.words, [first, last + 1])
        # In numbers of the codes' size: else all of them, ten million, are first made wider.
        begin, stop = np.searchsorted(days.codes, bounds.astype(days.codes.dtype))
        return Counts(self.columns, self.number, slice(int(begin), int(stop)))

    def where(self, **values: object) -> "Counts":
        """Return the counts of the cells whose columns have these values; None: a blank."""
        return self._keeping({name: ["" if v is None else v] for name, v in values.items()})

    def isin(self, **values: Sequence[object]) -> "Counts":
        """Return the counts of the cells whose columns have one of these values."""
        return self._keeping(values)

    @property
    def places(self) -> np.ndarray:
        """The places of the cells, in order of their first day where nothing else was asked."""
        rows = self.rows
        return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows

    def by(self, *names: str) -> Counter[Any]:
        """Count by one column (its words are the keys) or by several (tuples of words)."""
        columns = [self.columns[name] for name in names]
        shape = tuple(len(column.words) for column in columns)
        codes = [column.codes[self.rows] for column in columns]
        if not len(codes[0]):
            return Counter()
        cells = np.ravel_multi_index(codes, shape) if len(codes) > 1 else codes[0]
        counts, cells = _summed(cells, self.number[self.rows], int(np.prod(shape)))
        places = np.unravel_index(cells, shape)
        words = [
            column.words[place].tolist() for column, place in zip(columns, places, strict=True)
        ]
        keys = zip(*words, strict=True) if len(words) > 1 else words[0]
        return Counter(dict(zip(keys, counts.tolist(), strict=True)))

    def values(self, name: str) -> np.ndarray:
        """Return a column, one value a cell."""
        column = self.columns[name]
        return column.words[column.codes[self.rows]]

    def coded(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a column as numbers, one a cell, and the words in order that they stand for."""
        column = self.columns[name]
        return column.codes[self.rows], column.words

    @property
    def numbers(self) -> np.ndarray:
        """How many events each cell holds."""
        return self.number[self.rows]

    def _words(self, name: str) -> list[object]:
        return self.columns[name].words.tolist()

    def _keeping(self, wanted: Mapping[str, Sequence[object]]) -> "Counts":
        asked = [
            (self.columns[name], self.columns[name].keeps(words)) for name, words in wanted.items()
        ]
        asked = [(column, keeps) for column, keeps in asked if not keeps.all()]
        if not asked:
            return self
        # What keeps the fewest words goes first: the others then look at less.
        asked.sort(key=lambda each: each[1].mean())
        rows = self.rows
        for column, keeps in asked:
            places = np.flatnonzero(keeps[column.codes[rows]])
            rows = places + rows.start if isinstance(rows, slice) else rows[places]
        return Counts(self.columns, self.number, rows)


def counts_of_cells(cells: pa.Table) -> Counts:
    """Return the counts in a cube's table, whose last column is `events`."""
    names = [name for name in cells.column_names if name != "events"]
    columns = {name: coded_column(cells[name]) for name in names}
    return _in_order(columns, cells["events"].to_numpy().astype(np.int64))


def counts_of_rows(events: pd.DataFrame, names: Sequence[str]) -> Counts:
    """Return the counts of single events, in the order of the rows: each is a cell of its own."""
    columns = {}
    for name in names:
        values = events[name]
        plain = values.to_numpy(DAY) if values.dtype.kind == "M" else values.to_numpy()
        codes, words = pd.factorize(plain, sort=name in ("event_date", "end_date"))
        if (codes < 0).any():
            codes, words = pd.factorize(np.where(pd.isna(plain), "", plain))
        columns[name] = Coded(codes, np.asarray(words))
    return Counts(columns, np.ones(len(events), np.int64), slice(0, len(events)))


def coded_column(column: pa.ChunkedArray) -> Coded:
    """Return a column of an engine's answer as codes for its words in order."""
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.date32())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    chunks = column.unify_dictionaries().chunks
    if not chunks:
        return Coded(np.array([], np.int8), np.array([], column.type.value_type.to_pandas_dtype()))
    words = chunks[0].dictionary.to_numpy(zero_copy_only=False)
    if pa.types.is_date(chunks[0].dictionary.type):
        words = words.astype(DAY)
    codes = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in chunks])
    order = np.argsort(words, kind="stable")
    ranks = np.empty(len(order), _small(len(words)))
    ranks[order] = np.arange(len(order))
    return Coded(ranks[codes], words[order])


def _in_order(columns: Mapping[str, Coded], number: np.ndarray) -> Counts:
    order = np.argsort(columns["event_date"].codes, kind="stable")
    ordered = {name: Coded(each.codes[order], each.words) for name, each in columns.items()}
    return Counts(ordered, number[order], slice(0, len(number)))


def _summed(cells: np.ndarray, number: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the sums of cells that occur, and the cells, in order."""
    if size <= max(4 * len(cells), 1 << 16):
        sums = np.bincount(cells, weights=number, minlength=size).astype(np.int64)
        present = np.flatnonzero(np.bincount(cells, minlength=size))
        return sums[present], present
    present, places = np.unique(cells, return_inverse=True)
    return np.bincount(places, weights=number).astype(np.int64), present


def _small(size: int) -> type[np.signedinteger]:
    return np.int8 if size < 1 << 7 else np.int16 if size < 1 << 15 else np.int32


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
