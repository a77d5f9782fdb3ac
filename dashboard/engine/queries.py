"""What a table of events kept in an engine answers: counts from the cubes, rows by a query.

Nothing here reads the whole table: every query has a limit or gives counts.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from weakref import finalize

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.engine.cells import FOLDER, Cells, read_cells, taken
from dashboard.engine.columns import ORDER, Column, Engine, Table, searched_text
from dashboard.engine.counts import SHORTEST, Counts, RunningSums, counts_of_cells
from dashboard.engine.cubes import CUBES, LED, Squares, leaders, squares_in
from dashboard.engine.events import LONGEST_BY_DAY, MAP_COLUMNS, POINT_COLUMNS, Where
from dashboard.engine.filters import chosen, holding, within
from dashboard.engine.memory import FILTERED, HeldRows
from dashboard.engine.opening import answer
from dashboard.engine.preparing import LEADERS, cube_file
from dashboard.engine.ranking import RANKED, points_of
from dashboard.engine.word_index import FOLDER as WORDS
from dashboard.engine.word_index import read_words
from dashboard.filter_table import NARROWED_COLUMNS
from dashboard.searching import asked
from dashboard.selection import Selection

# Cubes whose months nobody asks for again.
WITHOUT_DAYS = ("sources", "places", "outside")
KEPT_ANSWERS = 64
# Counts of one page: each is a number for every cell that is counted.
KEPT_COUNTS = 16
# Answers of more rows are not kept: 64 of them would be more than all else in memory.
MOST_KEPT_ROWS = 200
# As many events as are named to DuckDB one by one.
MOST_BY_PLACE = 2_000
# Rows of the map in memory, without their notes: some 40 MB.
MOST_HELD = 100_000
NOT_SHOWN = ("home", "frame")


class EngineEvents:
    """A table of events that stays in its engine; answers what `Events` says."""

    def __init__(
        self, engine: Engine, events: Table, folder: Path, with_figures: Collection[str] = ()
    ) -> None:
        """Hold the `events` (with derived columns) of `engine`, and the cubes in `folder`.

        `with_figures` are the keys of those of which figures.csv has a figure: their rows are held
        in memory.
        """
        self._engine, self._events = engine, events
        # Events that nobody holds any longer let go of their engine; at the end all ends anyway.
        self._let_go = finalize(self, engine.disconnect)
        self._let_go.atexit = False
        self._cubes = {name: _read_cube(cube_file(folder, name)) for name in CUBES}
        self._leaders = _led_rows(pq.read_table(cube_file(folder, LEADERS)))
        self._running = {name: RunningSums(self._cubes[name]) for name in WITHOUT_DAYS}
        self._known = self._cubes["months"].columns["concerned"].words.tolist()
        self.total = self._cubes["months"].total
        kept = lru_cache(maxsize=KEPT_ANSWERS)
        self._counted, self._fetched = kept(self._counted_by_engine), kept(self._fetched_rows)
        self._led, self._on_map = kept(self._leaders_by_engine), kept(self._rows_on_map)
        self._held = kept(self._held_rows)
        self._of_cubes = lru_cache(maxsize=KEPT_COUNTS)(self._added_up)
        self._cells = read_cells(folder / FOLDER)
        self._words = read_words(folder / WORDS, self.total)
        self._figured = HeldRows(
            self.rows_of(with_figures, len(with_figures)), (*FILTERED, *NARROWED_COLUMNS)
        )

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day on which an event began."""
        days = self._cubes["days"].columns["event_date"].words
        return (pd.Timestamp(days[0]), pd.Timestamp(days[-1])) if len(days) else None

    def every(self, cube: str = "months") -> Counts:
        """Return the counts of all events, whatever the filters."""
        return self._cubes[cube]

    def named(self, column: str) -> Counter[str]:
        """Count all events by a column of words, whatever the filters; "" stands for a blank."""
        if self._cells:
            return self._cells.every.by(column)
        words = self._events[column].fill_null("").name("word")
        counted = answer(
            self._engine, self._events.group_by(words).agg(events=self._events.count()), apart=True
        )
        return Counter(dict(zip(*(each.to_pylist() for each in counted.columns), strict=True)))

    def in_period(self, selection: Selection) -> int:
        """Return how many events the source counted has in the period, whatever the filters."""
        return self._cubes["months"].within(selection).counting(selection).total

    def counts(self, selection: Selection, cube: str = "") -> Counts:
        """Return the counts of the chosen events.

        Of sources, places and outside the counts of long periods have no days. What cubes do not
        count by is looked up in the codes of each event, or asks the engine; all else is answered
        from memory.
        """
        name = cube or ("days" if len(selection.months) <= LONGEST_BY_DAY else "months")
        if (found := self._of_cells(selection, cube)) is not None:
            return found
        if not selection.in_cubes:
            return self._counted(name, selection)
        return self._of_cubes(name, selection)

    def sources(self, selection: Selection, where: Where | None = None) -> Counter[str]:
        """Count the chosen events by source, most first."""
        counts = self.counts(selection, "sources").where(**(where or {}))
        return Counter(dict(counts.by("source_id").most_common()))

    def rows(
        self, selection: Selection, most: int, first: int = 0, where: Where | None = None
    ) -> pd.DataFrame:
        """Return the chosen events, at most `most` from place `first` on."""
        places = self._places(selection, where or {})
        if places is not None and most <= MOST_BY_PLACE:
            return self._at(places[first : first + most])
        fetch = self._fetched if most <= MOST_KEPT_ROWS else self._fetched_rows
        return fetch(selection, most, first, tuple(sorted((where or {}).items())))

    def rows_on_map(self, selection: Selection, frame: str, most: int) -> pd.DataFrame:
        """Return the chosen events in a frame, with the columns of a map.

        Where the frame has few events in all, they are held in memory, and only what cubes do not
        count by asks the engine.
        """
        held = self._held(frame) if selection.in_cubes else None
        if held is not None:
            return held.of(selection)[:most]
        places = self._places(selection, {"frame": frame}) if most <= MOST_BY_PLACE else None
        if places is None or self._cells is None:
            return self._on_map(selection, frame, most)
        return self._cells.shown(places[:most], MAP_COLUMNS)

    def rows_of(self, event_ids: Collection[str], most: int = 1000) -> pd.DataFrame:
        """Return the events with these keys."""
        keys = list(event_ids)
        if self._cells is None:
            return self._first(self._events.event_id.isin(keys), most)
        # A list that DuckDB joins: 20,000 keys written into a query take longer than to find them.
        query = (
            f"FROM ({self._statement}) WHERE event_id IN (SELECT unnest($keys::VARCHAR[])) "
            "ORDER BY place LIMIT $most"
        )
        found = self._engine.con.cursor().sql(query, params={"keys": keys, "most": most})
        return plain_frame(found.to_arrow_table().drop_columns("place"))

    def rows_related_to(self, event_ids: Collection[str], most: int) -> pd.DataFrame:
        """Return the events that name one of these keys as `related_event_id`."""
        return self._first(self._events.related_event_id.isin(list(event_ids)), most)

    def with_figures(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen events of which there is a figure."""
        return self._figured.of(selection)

    def leaders(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen event of each country that weighs most."""
        if self._cells and (found := self._of_cells(selection)) is not None:
            return self._cells.shown(self._cells.leaders(found), LED)
        held = self._leaders if selection.in_cubes else self._led(selection)
        # What cubes do not count by, the engine has looked at.
        return held.at(Cells(held.every).leaders(held.every.of(selection)))

    def squares(self, selection: Selection, frame: str = "") -> pd.DataFrame:
        """Count the chosen events with coordinates by square of the map and mark."""
        counts = self.counts(selection, "places")
        if self._cells and counts.columns["row"] is self._cells.every.columns["row"]:
            counts = taken(counts)
        return self._squares_of(counts).of(counts, frame)

    def points(self, selection: Selection, most: int) -> pd.DataFrame:
        """Return the chosen events with coordinates."""
        found = self._chosen(selection)
        placed = found.filter(found.frame != "none").order_by(list(ORDER)).limit(most)
        return plain_frame(answer(self._engine, placed.select(*POINT_COLUMNS), apart=True))

    def close(self) -> None:
        """Let go of the engine."""
        self._let_go()

    def _added_up(self, name: str, selection: Selection) -> Counts:
        long = name in WITHOUT_DAYS and len(selection.months) > SHORTEST
        return (self._running if long else self._cubes)[name].of(selection)

    def _squares_of(self, counts: Counts) -> Squares:
        if counts.columns is self._cubes["places"].columns:
            return self._squares
        if counts.columns is self._running["places"].columns:
            return self._running_squares
        return squares_in(counts.columns)

    def _of_cells(self, selection: Selection, cube: str = "") -> Counts | None:
        """Return the counts where cells answer: no cube does, and words searched are listed."""
        if selection.in_cubes or self._cells is None:
            return None
        search = asked(selection.text)
        if not search:
            return self._cells.of(selection, cube)
        held = self._words.holding(search) if self._words else None
        return None if held is None else self._cells.holding(selection, held, cube)

    def _places(self, selection: Selection, where: Where) -> np.ndarray | None:
        """Return the places of the chosen events in the sorted table, where cells know them."""
        if self._cells is None or not set(where) <= set(self._cells.every.columns):
            return None
        if not selection.in_cubes:
            found = self._of_cells(selection)
        else:
            short = len(selection.months) <= LONGEST_BY_DAY
            found = self._cells.of(selection) if short else None
        return None if found is None else found.where(**where).places

    def _at(self, places: np.ndarray) -> pd.DataFrame:
        """Return the events at a few places of the table, which DuckDB keeps in order of day."""
        rows = self._engine.con.cursor().sql(self._statement)
        # From a list unnested DuckDB fetches these rows; of a list of numbers it reads all rows.
        listed = f"place IN (SELECT unnest({places.tolist()}::BIGINT[]))"
        return plain_frame(
            rows.filter(listed).order("place").to_arrow_table().drop_columns("place")
        )

    @cached_property
    def _statement(self) -> str:
        """The SQL of the columns of `rows`, and of the place; Ibis takes its time to make it."""
        return self._engine.compile(_whole(self._events.mutate(place=self._events.rowid())))

    @cached_property
    def _squares(self) -> Squares:
        return squares_in(self._cubes["places"].columns)

    @cached_property
    def _running_squares(self) -> Squares:
        return squares_in(self._running["places"].columns)

    def _chosen(self, selection: Selection) -> Table:
        return chosen(self._events, selection, self._known)

    def _held_rows(self, frame: str) -> HeldRows | None:
        if self._cubes["places"].where(frame=frame).total > MOST_HELD:
            return None
        rows = self._events.filter(self._events.frame == frame).order_by(list(ORDER))
        return HeldRows(_with_shared_words(self._narrow(rows)))

    def _rows_on_map(self, selection: Selection, frame: str, most: int) -> pd.DataFrame:
        rows = holding(self._chosen(selection), {"frame": frame})
        return plain_frame(self._narrow(rows.order_by(list(ORDER)).limit(most)))

    def _narrow(self, rows: Table) -> pa.Table:
        return answer(self._engine, rows.select(*MAP_COLUMNS), apart=True)

    def _fetched_rows(
        self,
        selection: Selection,
        most: int,
        first: int,
        where: Sequence[tuple[str, str | bool | None]],
    ) -> pd.DataFrame:
        rows = holding(self._chosen(selection), dict(where))
        if first and not where:
            # The counts say on which days the rows asked for lie: the engine sorts those days only.
            numbers = sorted(self.counts(selection, "days").by("event_date").items())
            rows, first = _days_holding(rows, numbers, first, most)
        return self._asked(rows.order_by(list(ORDER)).limit(most, offset=first))

    def _first(self, condition: Column, most: int) -> pd.DataFrame:
        rows = self._events.filter(condition)
        return self._asked(rows.order_by(list(ORDER)).limit(most))

    def _asked(self, rows: Table) -> pd.DataFrame:
        return plain_frame(answer(self._engine, _whole(rows), apart=True))

    def _leaders_by_engine(self, selection: Selection) -> HeldRows:
        found = self._chosen(selection)
        heaviest = leaders(found, points_of(found)).order_by(list(ORDER))
        return _led_rows(answer(self._engine, heaviest, apart=True))

    def _counted_by_engine(self, cube: str, selection: Selection) -> Counts:
        cells = CUBES[cube].count(self._chosen(selection))
        return counts_of_cells(answer(self._engine, cells, apart=True))


def _whole(rows: Table) -> Table:
    """Return events with all columns; kept with each word once, the searched text is made again."""
    return rows.drop(*NOT_SHOWN).mutate(searched=searched_text(rows))


def plain_frame(table: pa.Table) -> pd.DataFrame:
    """Return rows as the store holds its tables: text as Python strings, days as datetime64."""
    columns: dict[str, object] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        kind = column.type
        if pa.types.is_temporal(kind):
            columns[name] = column.to_pandas().astype("datetime64[us]")
        elif pa.types.is_integer(kind):
            columns[name] = pd.Int64Dtype().__from_arrow__(column.cast(pa.int64()))
        elif pa.types.is_boolean(kind) or pa.types.is_floating(kind):
            columns[name] = column.to_pandas()
        else:
            words = column.cast(pa.string()).to_numpy(zero_copy_only=False).astype(object)
            if column.null_count:
                words[column.is_null().to_numpy(zero_copy_only=False)] = float("nan")
            columns[name] = pd.Series(words, dtype=object)
    return pd.DataFrame(columns)


def _led_rows(table: pa.Table) -> HeldRows:
    return HeldRows(plain_frame(table), (*FILTERED, *RANKED))


def _with_shared_words(table: pa.Table) -> pd.DataFrame:
    """Return rows as `plain_frame` does, equal words being one object: a place's name once."""
    words = [field.name for field in table.schema if _is_text(field.type)]
    rows = plain_frame(table.drop_columns(words))
    for name in words:
        coded = table[name].cast(pa.string()).combine_chunks().dictionary_encode()
        known = np.array([*coded.dictionary.to_pylist(), np.nan], dtype=object)
        places = coded.indices.fill_null(len(coded.dictionary)).to_numpy()
        rows[name] = pd.Series(known[places], dtype=object)
    return rows[table.column_names]


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind)


def _read_cube(file: Path) -> Counts:
    """Read a cube; words stay coded as they are in the file, which takes a tenth of the memory."""
    kinds = pq.read_schema(file)
    words = [field.name for field in kinds if pa.types.is_string(field.type)]
    return counts_of_cells(pq.read_table(file, read_dictionary=words))


def _days_holding(
    rows: Table, numbers: Sequence[tuple[date, int]], first: int, most: int
) -> tuple[Table, int]:
    """Return the rows of the days that hold places `first` to `first + most`, and the new place."""
    before, begin, end, skipped = 0, None, None, 0
    for day, number in numbers:
        if begin is None and before + number > first:
            begin, skipped = day, before
        if begin is not None:
            end = day
        before += number
        if before >= first + most:
            break
    if begin is None or end is None:
        return rows.filter(False), 0
    return within(rows, begin, end), first - skipped
