"""Every event as a cell of its own: what answers filters that no cube counts by.

A short table is coded in memory. Of a long one that DuckDB keeps, the codes of each column are a
file, in the order of the sorted events, of which a selection reads the days that it needs. Where
the words of a column are many, lists say which events have one. What maps and short lists show of
an event is read from such files too: DuckDB unpacks two thousand rows for one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.engine.columns import Engine, Table
from dashboard.engine.counts import Coded, Counts, coded_column
from dashboard.engine.cubes import CUBES, SQUARE
from dashboard.engine.events import LONGEST_BY_DAY
from dashboard.engine.opening import answer, in_parts
from dashboard.engine.ranking import RANKED, points_at
from dashboard.filter_table import FILTERED_COLUMNS, NARROWED_COLUMNS
from dashboard.selection import Selection

COUNTED = (
    *("event_date", "end_date", "country", *FILTERED_COLUMNS, "mark", "time_precision", "abroad"),
    *("home", "frame", "source_id", "place_country", "row", "column", *NARROWED_COLUMNS),
)
# What is shown of an event and not counted by: of few words, or a text of its own each.
SHOWN = ("date_basis", "geo_precision", "latitude", "longitude")
TEXTS = ("event_id", "title")
# The columns of which lists say where each word stands.
LISTED = ("admin1", "location", "actors")
BY_DAY, DAYS = "days", ("event_date", "end_date")
NOWHERE = -32_768
# Of one selection the days and the months; an answer may be of nearly all events.
KEPT_ANSWERS = 2
FOLDER = "cells"
# Texts are kept in parts of so many events.
PART = 1 << 16


@dataclass(frozen=True, eq=False)
class Lists:
    """The places of the cells in order of their word, those of each from its one of `starts` on."""

    places: np.ndarray
    starts: np.ndarray

    def among(self, words: np.ndarray, rows: slice) -> np.ndarray:
        """Return the places among some rows that have one of some words, by their numbers."""
        ends = np.array([rows.start, rows.stop], self.places.dtype)
        found = []
        for start, stop in zip(self.starts[words], self.starts[words + 1], strict=True):
            own = self.places[start:stop]
            first, last = np.searchsorted(own, ends)
            found.append(own[first:last])
        return np.sort(np.concatenate(found)) if found else self.places[:0]


class Cells:
    """All events as cells, in order of day."""

    def __init__(
        self,
        every: Counts,
        lists: Mapping[str, Lists] | None = None,
        texts: Mapping[str, Sequence[pa.Array]] | None = None,
    ) -> None:
        """Hold the cells, which have the columns `COUNTED`.

        `lists` are those of `LISTED`, and `texts` those of `TEXTS` in parts, where they are kept.
        """
        self.every, self._lists, self._texts = every, lists or {}, texts or {}
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
        weights = points_at(columns, places)
        countries = columns["country"].codes[places]
        chosen = [
            own[np.argmax(weights[own])]
            for code in np.unique(countries)
            if len(own := np.flatnonzero(countries == code))
        ]
        return np.sort(places[np.array(chosen, dtype=np.int64)])

    def shown(self, places: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
        """Return columns of the events at some places, as `queries.plain_frame` gives them."""
        # One index for all, which pandas then does not fit to each other.
        index = pd.RangeIndex(len(places))
        frame = {
            name: pd.Series(self._text(name, places), index, dtype=object)
            if name in self._texts
            else _shown(self.every.columns[name], places, index)
            for name in names
        }
        return pd.DataFrame(frame, index)

    def _text(self, name: str, places: np.ndarray) -> list[str]:
        parts = self._texts[name]
        return [parts[place // PART][place % PART].as_py() for place in places.tolist()]

    def _look(self, selection: Selection, by_day: bool) -> Counts:
        inside = self._cubes[by_day].within(selection)
        return self._by_lists(inside, selection).passing(selection)

    def _by_lists(self, inside: Counts, selection: Selection) -> Counts:
        """Return of the cells of a period those that the list of the rarest word wanted names."""
        rows, wanted, columns = inside.rows, inside.wanted(selection), self.every.columns
        if not isinstance(rows, slice):
            return inside
        found = [
            lists.among(np.flatnonzero(columns[name].keeps(wanted[name])), rows)
            for name, lists in self._lists.items()
            if name in wanted
        ]
        return replace(inside, rows=min(found, key=len)) if found else inside

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
    return found.isin(**CUBES[cube].holds) if cube else found


def taken(found: Counts) -> Counts:
    """Return counts that hold their own cells alone, whatever they were taken from."""
    rows = found.rows
    columns = {name: Coded(each.codes[rows], each.words) for name, each in found.columns.items()}
    return Counts(columns, found.numbers, slice(0, len(found.numbers)))


def write_cells(engine: Engine, events: Table, folder: Path) -> None:
    """Write the codes and the words of each column of the sorted `events`, in their order."""
    folder.mkdir()
    squares = {
        name: (events[degrees] / SQUARE).floor().cast("int64").fill_null(NOWHERE)
        for name, degrees in (("row", "latitude"), ("column", "longitude"))
    }
    for name in _coded_names():
        column = squares[name] if name in squares else events[name]
        if column.type().is_string():
            column = column.fill_null("")
        elif column.type().is_numeric():
            column = column.fill_null(NOWHERE)
        table: pa.Table = answer(engine, events.select(**{name: column}))
        coded = coded_column(table[name])
        np.save(_file(folder, name, "codes"), coded.codes)
        words = coded.words
        np.save(_file(folder, name, "words"), words.astype(str) if words.dtype == object else words)
        if name in LISTED:
            order = np.argsort(coded.codes, kind="stable").astype(np.int32)
            np.save(_file(folder, name, "places"), order)
            numbers = np.bincount(coded.codes, minlength=len(words))
            np.save(_file(folder, name, "starts"), np.concatenate([[0], np.cumsum(numbers)]))
    for name in TEXTS:
        schema = pa.schema([(name, pa.string())])
        with (
            pa.OSFile(str(_text_file(folder, name)), "wb") as file,
            pa.ipc.new_file(file, schema) as kept,
        ):
            for part in in_parts(engine, events.select(name), PART):
                kept.write_table(part.cast(schema), PART)


def read_cells(folder: Path) -> Cells | None:
    """Return the cells kept; None where none were."""
    if not folder.is_dir():
        return None
    columns = {name: _read(folder, name) for name in _coded_names()}
    lists = {
        name: Lists(
            np.load(_file(folder, name, "places"), mmap_mode="r"),
            np.load(_file(folder, name, "starts")),
        )
        for name in LISTED
    }
    number = len(columns["event_date"].codes)
    # Each cell is one event, which takes no memory to say.
    every = Counts(columns, np.broadcast_to(np.int64(1), number), slice(0, number))
    return Cells(every, lists, {name: [*_texts(folder, name)] for name in TEXTS})


def _coded_names() -> list[str]:
    return [*dict.fromkeys((*COUNTED, *RANKED, *SHOWN))]


def _texts(folder: Path, name: str) -> Iterator[pa.Array]:
    file = pa.ipc.open_file(pa.memory_map(str(_text_file(folder, name))))
    for place in range(file.num_record_batches):
        yield file.get_batch(place).column(0)


def _shown(column: Coded, places: np.ndarray, index: pd.Index) -> pd.Series:
    """Return a column at some places; what it has no code for is missing."""
    values: Any = column.words[column.codes[places]]
    if values.dtype.kind == "M":
        values = values.astype("datetime64[us]")
    elif values.dtype.kind == "i":
        values = pd.arrays.IntegerArray(values.astype(np.int64), values == NOWHERE)
    elif values.dtype.kind == "f":
        values = np.where(values == NOWHERE, np.nan, values)
    elif values.dtype.kind == "O":
        return pd.Series(np.where(values == "", np.nan, values), index, dtype=object)
    return pd.Series(values, index)


def _text_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.arrow"


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
