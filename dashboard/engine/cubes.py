"""The cubes: what is counted once a data version, as expressions any engine can work out.

Each is a small table whose rows say how many events (`events`) share the values of its dimensions.
How the counts are held and added up is in `counts`. The squares of the map that events lie in are
coded once, so that counting them is one addition; they are drawn larger in `maps.measures`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
# What is told of an event that stands out, and what it is chosen by.
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


def by_day(events: Table) -> Table:
    """Count events by the first and last day of their window and what kind they are."""
    return _counted(events, DAYS)


def by_month(events: Table) -> Table:
    """Count as `by_day`, both days moved to the first of their month."""
    return _counted(_in_months(events), DAYS)


def by_source(events: Table) -> Table:
    """Count events by month, kind and the source that tells of them."""
    return _counted(_in_months(events), (*SOURCES, "source_id"))


def by_place(events: Table) -> Table:
    """Count events with coordinates by month, kind and the square of the earth they lie in.

    `row` and `column` number the squares of `SQUARE` degrees, from the equator and from Greenwich.
    """
    placed = _in_months(events.filter(events.frame != "none"))
    squared = placed.mutate(
        row=(placed.latitude / SQUARE).floor().cast("int64"),
        column=(placed.longitude / SQUARE).floor().cast("int64"),
    )
    return _counted(squared, (*PLACES, "row", "column"))


def by_place_abroad(events: Table) -> Table:
    """Count the events outside the map of the region by month, kind and country of the place."""
    beyond = _in_months(events.filter(events.frame == "outside"))
    named = beyond.mutate(place_country=beyond.place_country.fill_null(""))
    return _counted(named, (*ABROAD, "place_country"))


def by_act(events: Table) -> Table:
    """Count protests, arrests, sentences and clashes by month, issue and response of the state."""
    acts = _in_months(events.filter(events.mark.isin(list(ACT_MARKS))))
    issue, response = (acts[name].fill_null("") for name in ("issue", "state_response"))
    return _counted(acts.mutate(issue=issue, state_response=response), ACTS)


def by_actor(events: Table) -> Table:
    """Count protests, arrests, sentences and clashes by month and actors: both sides, "A;B"."""
    return _counted(_in_months(events.filter(events.mark.isin(list(ACT_MARKS)))), ACTORS)


def by_province(events: Table) -> Table:
    """Count events by month, kind and the province they took place in, "" where none is stated.

    `admin1` is an ISO 3166-2 code; of an event abroad it is that of a province of another country.
    """
    return _counted(_in_months(events.mutate(admin1=events.admin1.fill_null(""))), PROVINCES)


def by_fatalities(events: Table) -> Table:
    """Count events with dead by month, kind, province and how many of them are told of.

    `home`: it took place in one of the five countries, or where is not said.
    """
    deadly = events.filter(events.fatalities > 0)
    return _counted(_in_months(deadly.mutate(admin1=deadly.admin1.fill_null(""))), FATALITIES)


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


CUBES = {
    "days": by_day,
    "months": by_month,
    "sources": by_source,
    "places": by_place,
    "outside": by_place_abroad,
    "acts": by_act,
    "actors": by_actor,
    "provinces": by_province,
    "fatalities": by_fatalities,
}


def _in_months(events: Table) -> Table:
    return events.mutate(
        event_date=events.event_date.truncate("M"), end_date=events.end_date.truncate("M")
    )


def _counted(events: Table, dimensions: tuple[str, ...]) -> Table:
    return events.group_by(list(dimensions)).aggregate(events=lambda rows: rows.count())


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
