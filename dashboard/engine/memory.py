"""Rows of events held in memory: a few of a long table, or a short table whole."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.engine.cells import COUNTED, NOWHERE, Cells
from dashboard.engine.counts import Counts, counts_of_rows
from dashboard.engine.cubes import LED, SQUARE, Squares, squares_in
from dashboard.engine.events import MAP_COLUMNS, POINT_COLUMNS, Where
from dashboard.engine.map_frames import FRAMES
from dashboard.engine.ranking import RANKED
from dashboard.filter_table import FILTERED_COLUMNS, ROW_FILTERS
from dashboard.filters import Words
from dashboard.searching import asked
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES

FILTERED = ("event_date", *FILTERED_COLUMNS, "country", "mark")


class HeldRows:
    """Rows of the store's columns in order of day, from which a selection is taken at once."""

    def __init__(self, events: pd.DataFrame, counted: Sequence[str] = FILTERED) -> None:
        """Code the columns `counted`, at least those that filters look at; nothing is changed."""
        self.events = events.set_axis(pd.RangeIndex(len(events)))
        self.every = counts_of_rows(self.events, counted)

    def counts(self, selection: Selection) -> Counts:
        """Return the rows that pass every filter as counts, of which each is a cell."""
        return self.holding_words(self.every.of(selection), selection)

    def holding_words(self, found: Counts, selection: Selection) -> Counts:
        """Return the cells of rows that a search finds."""
        for row in ROW_FILTERS:
            if isinstance(row, Words) and (search := asked(row.value(selection))):
                texts = self.events[row.column].to_numpy()[found.places].tolist()
                held = [search.holds(text) for text in texts]
                found = replace(found, rows=found.places[np.array(held, dtype=bool)])
        return found

    @cached_property
    def _none(self) -> pd.DataFrame:
        return self.events.iloc[:0]

    def of(self, selection: Selection) -> pd.DataFrame:
        """Return the rows that pass every filter."""
        return self.at(self.counts(selection).places)

    def at(self, places: np.ndarray) -> pd.DataFrame:
        """Return the rows at some places."""
        # Pandas takes as long for none as for many.
        return _numbered(self.events.take(places)) if len(places) else self._none


class MemoryEvents:
    """A table of events that is in memory whole; answers what `Events` says."""

    def __init__(self, events: pd.DataFrame, with_figures: Collection[str] = ()) -> None:
        """Hold `events`, with the store's derived columns, in order of day.

        `with_figures` are the keys of those of which figures.csv has a figure.
        """
        self._held = HeldRows(events.assign(**_derived(events)), (*COUNTED, *RANKED))
        self._cells = Cells(self._held.every)
        self._events = self._held.events[events.columns]
        self._figured = events["event_id"].isin(list(with_figures)).to_numpy()
        self.total = len(events)

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day on which an event began."""
        days = self._events["event_date"]
        return (days.iloc[0], days.iloc[-1]) if len(days) else None

    def every(self, cube: str = "months") -> Counts:
        """Return the counts of all events: each is a cell of its own."""
        return self._cells.all_of(cube)

    def named(self, column: str) -> Counter[str]:
        """Count all events by a column of words, whatever the filters; "" stands for a blank."""
        return self._held.every.by(column)

    def in_period(self, selection: Selection) -> int:
        """Return how many events the source counted has in the period, whatever the filters."""
        return self._held.every.within(selection).counting(selection).total

    def counts(self, selection: Selection, cube: str = "") -> Counts:
        """Return the counts of the chosen events: each is a cell of its own."""
        return self._held.holding_words(self._cells.of(selection, cube), selection)

    def sources(self, selection: Selection, where: Where | None = None) -> Counter[str]:
        """Count the chosen events by source, most first; of equals the first reported."""
        found = self._where(selection, where)
        return Counter(dict(Counter(found.values("source_id").tolist()).most_common()))

    def rows(
        self, selection: Selection, most: int, first: int = 0, where: Where | None = None
    ) -> pd.DataFrame:
        """Return the chosen events, at most `most` from place `first` on."""
        return self._at(self._where(selection, where).places[first : first + most])

    def rows_on_map(self, selection: Selection, frame: str, most: int) -> pd.DataFrame:
        """Return the chosen events in a frame, with the columns of a map."""
        places = self._where(selection, {"frame": frame}).places[:most]
        return _numbered(self._on_map.take(places))

    def rows_of(self, event_ids: Collection[str], most: int = 1000) -> pd.DataFrame:
        """Return the events with these keys."""
        asked = (self._place_of[key] for key in set(event_ids) if key in self._place_of)
        return self._at(np.array(sorted(asked)[:most], dtype=np.int64))

    def rows_related_to(self, event_ids: Collection[str], most: int) -> pd.DataFrame:
        """Return the events that name one of these keys as `related_event_id`."""
        related = self._events["related_event_id"].isin(list(event_ids)).to_numpy()
        return self._at(np.flatnonzero(related)[:most])

    def with_figures(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen events of which there is a figure."""
        places = self._held.counts(selection).places
        return self._at(places[self._figured[places]])

    def leaders(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen event of each country that weighs most."""
        return _numbered(self._led.take(self._cells.leaders(self._held.counts(selection))))

    def squares(self, selection: Selection, frame: str = "") -> pd.DataFrame:
        """Count the chosen events with coordinates by square of the map and mark."""
        return self._squares.of(self.counts(selection, "places"), frame)

    def points(self, selection: Selection, most: int) -> pd.DataFrame:
        """Return the chosen events with coordinates."""
        places = self.counts(selection, "places").places[:most]
        return _numbered(self._events[list(POINT_COLUMNS)].take(places))

    def _where(self, selection: Selection, where: Where | None) -> Counts:
        return self._held.counts(selection).where(**(where or {}))

    def _at(self, places: np.ndarray) -> pd.DataFrame:
        return _numbered(self._events.take(places))

    @cached_property
    def _squares(self) -> Squares:
        return squares_in(self._cells.all_of("months").columns)

    @cached_property
    def _led(self) -> pd.DataFrame:
        return self._events[list(LED)].copy()

    @cached_property
    def _on_map(self) -> pd.DataFrame:
        return self._events[list(MAP_COLUMNS)].copy()

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._events["event_id"].tolist())}


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return some rows numbered from 0, as those of an engine are."""
    rows.index = pd.RangeIndex(len(rows))
    return rows


def _derived(events: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the derived columns that are counted and not shown."""
    latitude, longitude = events["latitude"], events["longitude"]
    place = events["place_country"]
    frame = np.where(FRAMES["region"].holds(events), "region", "outside").astype(object)
    frame[(latitude.isna() | longitude.isna()).to_numpy()] = "none"
    return {
        "frame": frame,
        "home": (place.isna() | place.isin(list(COUNTRIES))).to_numpy(bool),
        "row": np.floor(latitude / SQUARE).fillna(NOWHERE).to_numpy(int),
        "column": np.floor(longitude / SQUARE).fillna(NOWHERE).to_numpy(int),
    }
