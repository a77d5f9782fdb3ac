"""What a table of events answers, wherever it is kept: the one protocol that every panel asks.

Two classes implement it: `memory.MemoryEvents` for a table short enough to be read whole, and
`queries.EngineEvents` for one that stays in its engine, counted beforehand. Their answers and
limits are the same, so that nobody asks which of the two it is.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.filter_table import FILTERED_COLUMNS
from dashboard.selection import Selection

Where = Mapping[str, str | bool | None]
"""Values that further columns must have; None asks for a blank."""

# Periods of more months are counted by month, as their charts are.
LONGEST_BY_DAY = 3
POINT_COLUMNS = ("event_id", "latitude", "longitude", "mark", "status", "abroad", "geo_precision")
MAP_COLUMNS = (
    *("event_id", "title", "event_date", "end_date", "time_precision", "date_basis"),
    *("event_type", "country"),
    *(*FILTERED_COLUMNS, "mark", "place_country", "abroad", "admin1", "location"),
    *("latitude", "longitude", "geo_precision", "confidence", "source_id"),
)


class Events(Protocol):
    """The events of one data version. They are not changed; several threads may ask at once.

    Rows have the columns of events.csv and the derived `mark`, `topic`, `concerned`, `exact`,
    `searched` and `abroad`, in order of first day, last day and key, where nothing else is said.
    Every list of rows has a limit; how many there are in all is said by the counts.
    """

    @property
    def total(self) -> int:
        """How many events there are."""
        ...

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day on which an event began; None without events."""
        ...

    def every(self, cube: str = "months") -> Counts:
        """Return the counts of all events, whatever the filters, by a cube, see `counts`."""
        ...

    def named(self, column: str) -> Counter[str]:
        """Count all events by a column of words, whatever the filters; "" stands for a blank."""
        ...

    def in_period(self, selection: Selection) -> int:
        """Return how many events the source counted has in the period, whatever the filters."""
        ...

    def counts(self, selection: Selection, cube: str = "") -> Counts:
        """Return the counts of the events that pass every filter.

        A `cube` (`cubes.CUBES`) says by what they are counted, which of them, and whether by day
        or by month: "days", "months", "sources", "places" (with coordinates), "outside" (the map
        of the region), "acts", "actors" (the same, by `actors`), "provinces" (of all events, by
        `admin1`) or "fatalities" (those with dead, by `admin1` and how many). Of these only "days"
        has days. Without a name it is "days" for periods up to `LONGEST_BY_DAY` months, else
        "months".
        """
        ...

    def sources(self, selection: Selection, where: Where | None = None) -> Counter[str]:
        """Count the chosen events by `source_id`, most first."""
        ...

    def rows(
        self, selection: Selection, most: int, first: int = 0, where: Where | None = None
    ) -> pd.DataFrame:
        """Return the chosen events, at most `most` from place `first` on.

        `where` may name any column, derived ones too: `exact` (one known day), `home` (in one of
        the five, or not said), `frame` ("region", "outside" or "none": which map has the place).
        """
        ...

    def rows_on_map(self, selection: Selection, frame: str, most: int) -> pd.DataFrame:
        """Return the chosen events in a `frame`, at most `most`, with the `MAP_COLUMNS` only."""
        ...

    def rows_of(self, event_ids: Collection[str], most: int = 1000) -> pd.DataFrame:
        """Return the events with these keys; one that is not there is passed over."""
        ...

    def rows_related_to(self, event_ids: Collection[str], most: int) -> pd.DataFrame:
        """Return the events that name one of these keys as `related_event_id`, at most `most`."""
        ...

    def with_figures(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen events of which figures.csv has a figure: all of them."""
        ...

    def leaders(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen event of each country that weighs most, further sources not counted.

        Of equals the earliest. The columns are those of `cubes.LED`.
        """
        ...

    def squares(self, selection: Selection, frame: str = "") -> pd.DataFrame:
        """Count the chosen events with coordinates by square of the map and mark.

        One row a square and mark with any: `latitude` and `longitude` of the middle in degrees,
        `mark`, `events`. A `frame` ("region" or "outside") counts those in it alone.
        """
        ...

    def points(self, selection: Selection, most: int) -> pd.DataFrame:
        """Return the chosen events with coordinates, at most `most`, with the `POINT_COLUMNS`."""
        ...
