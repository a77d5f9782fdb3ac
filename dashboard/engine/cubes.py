"""The cubes: what is counted once a data version, as expressions any engine can work out.

Each is a small table whose rows say how many events (`events`) share the values of its dimensions.
How the counts are held and added up is in `counts`. The squares of the map that events lie in are
coded once, so that counting them is one addition; they are drawn larger in `maps.measures`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ibis
import numpy as np
import pandas as pd

from dashboard.engine.columns import ORDER, Column, Table
from dashboard.engine.counts import Coded, Counts
from dashboard.engine.ranking import (
    ANY,
    DOUBT,
    DOUBTFUL,
    KILLED,
    OFFICES,
    PEOPLE,
    RANKED,
    SUB_TYPES,
    TYPES,
)
from dashboard.filter_table import FILTERED_COLUMNS
from dashboard.marks import ACT_MARKS, MARKS

# Every cube has the columns that filters look at, so that any filter can be answered from it.
KINDS = ("country", *FILTERED_COLUMNS, "mark", "time_precision", "abroad", "home", "frame")
DAYS = ("event_date", "end_date", *KINDS)
SOURCES = ("event_date", "country", *FILTERED_COLUMNS, "mark", "frame")
PLACES = ("event_date", *FILTERED_COLUMNS, "mark", "frame")
ACTS = (
    *("event_date", "end_date", "country", *FILTERED_COLUMNS, "mark", "time_precision", "abroad"),
    *("issue", "state_response"),
)
ABROAD = ("event_date", "country", *FILTERED_COLUMNS, "mark")
ACTORS = (*ACTS[:-2], "actors")
PROVINCES = ("event_date", "country", *FILTERED_COLUMNS, "mark", "admin1")
FATALITIES = (*PROVINCES, "home", "fatalities")
# The side of a square on the map, in degrees.
SQUARE = 0.25
# What is shown of an event that stands out, and what it is chosen by.
LED = (
    *("event_id", "event_date", "end_date", "time_precision", "date_basis", "country"),
    *(*FILTERED_COLUMNS, "mark", "title", "source_id"),
    *(name for name in RANKED if name not in FILTERED_COLUMNS),
)
LEADING = ("country", *FILTERED_COLUMNS)
# All that decides what is in the cubes: what was counted otherwise is of another version.
SHAPE = (
    *(DAYS, SOURCES, PLACES, ACTS, ABROAD, ACTORS, PROVINCES, FATALITIES, LED, LEADING, SQUARE),
    *(SUB_TYPES, TYPES, ANY, OFFICES, KILLED, PEOPLE, DOUBT, DOUBTFUL),
    tuple(
        (mark.key, mark.topic, mark.types, mark.sub_types, mark.people) for mark in MARKS.values()
    ),
)


# Columns that may be blank, which a cube counts as "".
BLANK = ("place_country", "issue", "state_response", "admin1")


@dataclass(frozen=True)
class Cube:
    """What events are counted by, and which: those whose columns have one of the words it `holds`.

    Both days of an event are moved to the first of their month, unless it counts `by_day`.
    """

    dimensions: tuple[str, ...]
    holds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by_day: bool = False

    def count(self, events: Table) -> Table:
        """Return the counts, as an expression."""
        conditions = [events[name].isin(list(words)) for name, words in self.holds.items()]
        if "fatalities" in self.dimensions:
            conditions.append(events.fatalities > 0)
        found = events.filter(*conditions) if conditions else events
        made = {name: found[name].fill_null("") for name in BLANK if name in self.dimensions}
        if not self.by_day:
            made |= {name: found[name].truncate("M") for name in ("event_date", "end_date")}
        if "row" in self.dimensions:
            for name, degrees in (("row", found.latitude), ("column", found.longitude)):
                made[name] = (degrees / SQUARE).floor().cast("int64")
        counted = found.mutate(**made).group_by(list(self.dimensions))
        return counted.aggregate(events=lambda rows: rows.count())


CUBES = {
    "days": Cube(DAYS, by_day=True),
    "months": Cube(DAYS),
    "sources": Cube((*SOURCES, "source_id")),
    # The squares of `SQUARE` degrees, numbered from the equator and from Greenwich.
    "places": Cube((*PLACES, "row", "column"), {"frame": ("region", "outside")}),
    # Outside the map of the region, by country of the place.
    "outside": Cube((*ABROAD, "place_country"), {"frame": ("outside",)}),
    # Protests, arrests, sentences and clashes; of their actors both sides, "A;B".
    "acts": Cube(ACTS, {"mark": ACT_MARKS}),
    "actors": Cube(ACTORS, {"mark": ACT_MARKS}),
    # `admin1` is an ISO 3166-2 code; of an event abroad it is that of another country's province.
    "provinces": Cube(PROVINCES),
    # Events with dead, by how many of them are told of.
    "fatalities": Cube(FATALITIES),
}


def leaders(events: Table, weight: Column) -> Table:
    """Return, for each month and kind, the event of the highest weight; of equals the earliest.

    With every filter but a search for words, the event that stands out is then among them.
    """
    month = events.event_date.truncate("M")
    # Ranked without their words, which are the most of a row.
    ranked = events.select(*ORDER, *LEADING, weight=weight, month=month)
    window = ibis.window(
        group_by=["month", *LEADING],
        order_by=[ranked.weight.desc(), *(ranked[name] for name in ORDER)],
    )
    first = ranked.mutate(place=ibis.row_number().over(window)).filter(lambda rows: rows.place == 0)
    return events.semi_join(first, list(ORDER)).select(*LED)


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
