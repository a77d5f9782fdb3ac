"""What a table of events answers that is short enough to be held in memory whole.

The same questions as `events` asks of an engine, with the same answers.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.engine.coded_rows import CodedRows
from dashboard.engine.counts import Counts, counts_of_rows
from dashboard.engine.cubes import LED, SQUARE
from dashboard.engine.map_frames import FRAMES
from dashboard.engine.squares import Squares, squares_in
from dashboard.selection import FILTERED_COLUMNS, Selection
from dashboard.vocabulary import COUNTRIES

COUNTED = (
    *("event_date", "end_date", "country", *FILTERED_COLUMNS, "mark", "time_precision", "abroad"),
    *("home", "frame", "issue", "state_response", "source_id", "place_country", "row", "column"),
)
PLACED = ("region", "outside")
NOWHERE = -32_768
POINT_COLUMNS = ["event_id", "latitude", "longitude", "mark", "status", "abroad", "geo_precision"]


class MemoryEvents:
    """The events of a package, in memory. They are not changed."""

    def __init__(self, events: pd.DataFrame) -> None:
        """Hold `events`, with the store's derived columns, in order of day."""
        self.events = events
        self.total = len(events)

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day on which an event began."""
        days = self.events["event_date"]
        return (days.iloc[0], days.iloc[-1]) if len(days) else None

    def every(self, cube: str = "") -> Counts:
        """Return the counts of all events, whatever the filters. `cube` makes no difference."""
        return self._counts

    def in_period(self, selection: Selection) -> int:
        """Return how many events the period has, whatever the other filters."""
        return self._counts.within(selection).total

    def counts(self, selection: Selection, cube: str = "") -> Counts:
        """Return the counts of the chosen events. `cube` makes no difference."""
        found = self._counts.of(selection)
        if not selection.text.split():
            return found
        kept = selection.matches(self.events).to_numpy()
        return found.among(np.flatnonzero(kept))

    def rows(
        self,
        selection: Selection,
        most: int,
        first: int = 0,
        where: Mapping[str, str | bool] | None = None,
    ) -> pd.DataFrame:
        """Return rows of the chosen events, at most `most` from place `first`, in order of day."""
        return self.events.iloc[self._places(selection, where)[first : first + most]]

    def rows_on_map(self, selection: Selection, frame: str, most: int) -> pd.DataFrame:
        """Return the chosen events in a `frame` ("region" or "outside"), at most `most`."""
        return self.rows(selection, most, where={"frame": frame})

    def rows_of(self, event_ids: Collection[str], most: int = 1000) -> pd.DataFrame:
        """Return the rows of some events by their keys, in order of day."""
        return self.events[self.events["event_id"].isin(list(event_ids))].iloc[:most]

    def leaders(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen event of each country that weighs most, its people not weighed."""
        return CodedRows(self.rows(selection, self.total)).heaviest(selection)[list(LED)]

    def told(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen events that may have figures: here all."""
        return self.rows(selection, self.total)

    def sources(
        self, selection: Selection, where: Mapping[str, str | bool] | None = None
    ) -> Counter:
        """Count the chosen events by source, most first; of equals the first told."""
        found = self.counts(selection).where(**(where or {}))
        return Counter(dict(Counter(found.values("source_id").tolist()).most_common()))

    def squares(self, selection: Selection, frame: str = "") -> pd.DataFrame:
        """Count the chosen events with coordinates by square of the map and mark."""
        placed = self.counts(selection).isin(frame=PLACED)
        return self._squares.of(placed, frame)

    def points(self, selection: Selection, most: int) -> pd.DataFrame:
        """Return the chosen events with coordinates as points, at most `most`, in order of day."""
        rows = self.events[POINT_COLUMNS].iloc[self._places(selection)]
        placed = rows[rows["latitude"].notna() & rows["longitude"].notna()]
        return placed.iloc[:most].reset_index(drop=True)

    def _places(
        self, selection: Selection, where: Mapping[str, str | bool] | None = None
    ) -> np.ndarray:
        """Return where in the table the chosen events stand: each is a cell of the counts."""
        rows = self.counts(selection).where(**(where or {})).rows
        return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows

    @cached_property
    def _counts(self) -> Counts:
        return counts_of_rows(self.events.assign(**self._derived), COUNTED)

    @cached_property
    def _squares(self) -> Squares:
        return squares_in(self._counts.columns)

    @cached_property
    def _derived(self) -> dict[str, pd.Series]:
        events = self.events
        latitude, longitude, place = (
            events[name] for name in ("latitude", "longitude", "place_country")
        )
        frame = np.where(FRAMES["region"].holds(events), "region", "outside")
        known = (latitude.notna() & longitude.notna()).to_numpy()
        return {
            "frame": pd.Series(np.where(known, frame, "none"), index=events.index, dtype=object),
            "home": place.isna() | place.isin(list(COUNTRIES)),
            "row": np.floor(latitude / SQUARE).fillna(NOWHERE).astype(int),
            "column": np.floor(longitude / SQUARE).fillna(NOWHERE).astype(int),
        }
