"""What stands for a count: a bar, its name, the events it counts, and how they are fetched.

Which bars a chart has is in `bars`, for long packages in `long_bars`; the rows behind one of those
are fetched when its list is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.coverage.measures.coverage import in_one_month
from dashboard.datapackage.store import Package
from dashboard.events.measures import places_in
from dashboard.protests.measures.people import about_people
from dashboard.protests.view.listed import acts_begun_before
from dashboard.selection import Selection
from dashboard.wording import window

OF_ALL_MONTHS = "protests of all months"
OF_WORDS = "protests of the chart"
OF_UNSTATED = "events without a number"
NO_SINGLE_DAY = "No single day that fits a bar"
# How many rows a list behind a bar holds, and through how many it looks for them.
MOST_BEHIND = 200
MOST_LOOKED_THROUGH = 2_000
Keeps = Callable[[pd.DataFrame], np.ndarray]
Where = tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True)
class Bar:
    """A bar or a number, and the keys of the events it counts.

    `of` says what its chart counts in all; `told` has the words of each event's own number, under
    `heading`; `note` says what the list leaves out. Of a long package a bar may have no keys:
    `many` says how many events it counts, and `rows` fetches the first of them.
    """

    key: str
    name: str
    events: tuple[str, ...] = ()
    of: str = "events of the chart"
    what: str = "bar"
    heading: str = ""
    told: tuple[str, ...] = ()
    note: str = ""
    many: int = 0
    rows: Callable[[], pd.DataFrame] | None = None

    @property
    def total(self) -> int:
        """How many events the bar counts."""
        return self.many if self.rows else len(self.events)


def days_of(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write the days of a bar: a whole month by its name."""
    whole = start.day == 1 and end.day == end.days_in_month
    return f"{start:%B %Y}" if whole else window(start, end, 1, year=True)


@dataclass(frozen=True)
class Behind:
    """Where the events behind a bar are found.

    Among the events of `selection` whose columns have the values of `where`, from the day `since`
    on, those that it `keeps`; with `earlier` also those begun before the period.
    """

    package: Package
    selection: Selection
    where: Where
    keeps: Keeps | None = None
    since: pd.Timestamp | None = None
    earlier: bool = False

    def __call__(self) -> pd.DataFrame:
        """Return the first rows in order of day, at most `MOST_BEHIND`."""
        most = MOST_LOOKED_THROUGH if self.keeps else MOST_BEHIND
        found = self.package.events.rows(
            self.selection, most, self._first(), where=dict(self.where)
        )
        rows = found[self.keeps(found)] if self.keeps else found
        return pd.concat([*self._begun_before(), rows]).iloc[:MOST_BEHIND]

    def _first(self) -> int:
        """Return how many events there are before the first day looked at."""
        if self.since is None:
            return 0
        counts = self.package.events.counts(self.selection, "days").where(**dict(self.where))
        days = counts.columns["event_date"].words
        before = days[days < np.datetime64(self.since, "D")].tolist()
        return counts.isin(event_date=before).total

    def _begun_before(self) -> list[pd.DataFrame]:
        if not self.earlier:
            return []
        keys = acts_begun_before(self.package, self.selection).events["event_id"].tolist()
        rows = self.package.events.rows_of(keys, len(keys))
        for name, value in self.where:
            rows = rows[rows[name].eq(value)]
        # Whatever its days, one begun before the period is in no bar of days.
        kept = self.keeps if self.keeps and not isinstance(self.keeps, FitsNone) else None
        return [rows[kept(rows)] if kept else rows]


@dataclass(frozen=True)
class Fits:
    """Keeps the events whose days lie within one bin of `cut`."""

    cut: pd.DataFrame
    place: int

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Return True for them."""
        place, fits = places_in(rows, self.cut)
        return fits & (place == self.place)


@dataclass(frozen=True)
class FitsNone:
    """Keeps the events whose days lie within no bin of `cut`."""

    cut: pd.DataFrame

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Return True for them."""
        return ~places_in(rows, self.cut)[1]


@dataclass(frozen=True)
class InMonth:
    """Keeps the protests whose month is told, or with `told` False the others."""

    told: bool = True

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Return True for them."""
        known = in_one_month(rows) | rows["time_precision"].ne(3)
        return known.eq(self.told).to_numpy(dtype=bool)


@dataclass(frozen=True)
class Blank:
    """Keeps the events of which a column says nothing."""

    column: str

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Return True for them."""
        return rows[self.column].isna().to_numpy()


@dataclass(frozen=True)
class Without:
    """Keeps the events whose people count and that are not among those with a figure."""

    told: frozenset[str]

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Return True for them."""
        counting = rows["event_id"].isin(about_people(rows)["event_id"])
        return (counting & ~rows["event_id"].isin(list(self.told))).to_numpy()
