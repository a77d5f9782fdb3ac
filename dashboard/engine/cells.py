"""Every event as a cell of its own: what answers filters that no cube counts by.

A short table is coded in memory. Of a long one that DuckDB keeps, the codes of each column are a
file, in the order of the sorted events, of which a selection reads the days that it needs.
"""

from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.engine.columns import Table
from dashboard.engine.counts import Coded, Counts, coded_column
from dashboard.engine.cubes import SQUARE
from dashboard.engine.events import LONGEST_BY_DAY
from dashboard.engine.opening import answer
from dashboard.engine.ranking import weight
from dashboard.filter_table import FILTERED_COLUMNS, NARROWED_COLUMNS
from dashboard.marks import ACT_MARKS
from dashboard.selection import Selection

COUNTED = (
    *("event_date", "end_date", "country", *FILTERED_COLUMNS, "mark", "time_precision", "abroad"),
    *("home", "frame", "source_id", "place_country", "row", "column", *NARROWED_COLUMNS),
)
RANKED = ("mark", "event_type", "confidence")
# Which events a cube has, where not all.
HELD_IN = {
    "places": {"frame": ("region", "outside")},
    "outside": {"frame": ("outside",)},
    "acts": {"mark": ACT_MARKS},
    "actors": {"mark": ACT_MARKS},
}
BY_DAY, DAYS = "days", ("event_date", "end_date")
NOWHERE = -32_768
# Of one selection the days and the months; an answer may be of nearly all events.
KEPT_ANSWERS = 2
FOLDER = "cells"


class Cells:
    """All events as cells, in order of day."""

    def __init__(self, every: Counts) -> None:
        """Hold the cells, which have the columns `COUNTED`."""
        self.every = every
        self._found = lru_cache(maxsize=KEPT_ANSWERS)(self._look)

    def all_of(self, cube: str) -> Counts:
        """Return the counts of all events of a cube."""
        return _held(self._cubes[cube == BY_DAY], cube)

    def of(self, selection: Selection, cube: str = "") -> Counts:
        """Return the counts of the chosen events, but for a search for words."""
        by_day = cube == BY_DAY or (not cube and len(selection.months) <= LONGEST_BY_DAY)
        return _held(self._found(selection, by_day), cube)

    def holding(self, selection: Selection, held: np.ndarray, cube: str = "") -> Counts:
        """Return the counts of the chosen events of those for which `held` is true."""
        by_day = cube == BY_DAY or (not cube and len(selection.months) <= LONGEST_BY_DAY)
        inside = self._cubes[by_day].within(selection)
        places = inside.places
        found = replace(inside, rows=places[held[places]])
        return _held(found.passing(selection), cube)

    def leaders(self, found: Counts) -> np.ndarray:
        """Return of some cells that of each country that weighs most; of equals the earliest."""
        places, columns = found.places, self.every.columns
        codes = [columns[name].codes[places] for name in RANKED]
        shape = tuple(max(len(columns[name].words), 1) for name in RANKED)
        kinds, kind_of = np.unique(np.ravel_multi_index(codes, shape), return_inverse=True)
        words = [
            columns[name].words[each].tolist()
            for name, each in zip(RANKED, np.unravel_index(kinds, shape), strict=True)
        ]
        weights = np.array([weight(*kind) for kind in zip(*words, strict=True)])[kind_of]
        countries = columns["country"].codes[places]
        chosen = [
            own[np.argmax(weights[own])]
            for code in np.unique(countries)
            if len(own := np.flatnonzero(countries == code))
        ]
        return np.sort(places[np.array(chosen, dtype=np.int64)])

    def _look(self, selection: Selection, by_day: bool) -> Counts:
        return self._cubes[by_day].of(selection)

    @cached_property
    def _cubes(self) -> tuple[Counts, Counts]:
        """The cells by month, and by day."""
        months = {name: _in_months(self.every.columns[name]) for name in DAYS}
        return replace(self.every, columns={**self.every.columns, **months}), self.every


def _held(found: Counts, cube: str) -> Counts:
    """Return of some cells those that a cube has."""
    if cube == "fatalities":
        numbers = found.columns["fatalities"].words
        return found.isin(fatalities=numbers[numbers > 0].tolist())
    return found.isin(**HELD_IN.get(cube, {}))


def taken(found: Counts) -> Counts:
    """Return counts that hold their own cells alone, whatever they were taken from."""
    rows = found.rows
    columns = {name: Coded(each.codes[rows], each.words) for name, each in found.columns.items()}
    return Counts(columns, found.numbers, slice(0, len(found.numbers)))


def write_cells(engine: Any, events: Table, folder: Path) -> None:
    """Write the codes and the words of each column of the sorted `events`, in their order."""
    folder.mkdir()
    squares = {
        name: (events[degrees] / SQUARE).floor().cast("int64").fill_null(NOWHERE)
        for name, degrees in (("row", "latitude"), ("column", "longitude"))
    }
    for name in dict.fromkeys((*COUNTED, *RANKED)):
        column = squares[name] if name in squares else events[name]
        if column.type().is_string():
            column = column.fill_null("")
        table: pa.Table = answer(engine, events.select(**{name: column}))
        coded = coded_column(table[name])
        np.save(_file(folder, name, "codes"), coded.codes)
        words = coded.words
        np.save(_file(folder, name, "words"), words.astype(str) if words.dtype == object else words)


def read_cells(folder: Path) -> Cells | None:
    """Return the cells kept; None where none were."""
    if not folder.is_dir():
        return None
    columns = {name: _read(folder, name) for name in dict.fromkeys((*COUNTED, *RANKED))}
    number = len(columns["event_date"].codes)
    # Each cell is one event, which takes no memory to say.
    return Cells(Counts(columns, np.broadcast_to(np.int64(1), number), slice(0, number)))


def _read(folder: Path, name: str) -> Coded:
    codes = np.load(_file(folder, name, "codes"), mmap_mode="r")
    words = np.load(_file(folder, name, "words"))
    return Coded(codes, words.astype(object) if words.dtype.kind == "U" else words)


def _file(folder: Path, name: str, part: str) -> Path:
    return folder / f"{name}.{part}.npy"


def _in_months(days: Coded) -> Coded:
    """Return days as the first of their months."""
    months, places = np.unique(days.words.astype("datetime64[M]"), return_inverse=True)
    return Coded(places.astype(np.int32)[days.codes], months.astype("datetime64[D]"))
