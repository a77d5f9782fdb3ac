"""What stands for a count: a bar, its name, how many events it counts, and how they are fetched.

Which bars a chart has is in `panels`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from dashboard.coverage.measures.coverage import in_one_month
from dashboard.datapackage.store import Package
from dashboard.events.measures import places_in
from dashboard.marks import ACT_MARKS
from dashboard.protests.measures.counts import about_people
from dashboard.protests.view.listed import list_begun_before
from dashboard.selection import Selection
from dashboard.wording import N_

# How many rows a list behind a bar holds, and through how many it looks for them.
MOST_BEHIND = 200
MOST_LOOKED_THROUGH = 2_000
Keeps = Callable[[pd.DataFrame], np.ndarray]
Where = tuple[tuple[str, str | bool | None], ...]


@dataclass(frozen=True)
class Bar:
    """A bar, band, mark, row or number that counts `total` events, and what fetches them.

    `rows` fetches at most `MOST_BEHIND` in order of day. `events` are their keys where these are
    known beforehand. `of` says what the chart counts in all, `what` the bar is, both as `say` is
    given them; `measure` names the figures that the list shows of each event, of the people of
    `country`; `note` says what the list leaves out; `parts` are the keys of the bars that it is
    made of.
    """

    key: str
    name: str
    total: int
    rows: Callable[[], pd.DataFrame]
    events: tuple[str, ...] = ()
    of: str = N_("events of the chart")
    what: str = N_("bar")
    measure: str = ""
    country: str = ""
    note: str = ""
    parts: tuple[str, ...] = ()


def rows_of_keys(package: Package, keys: tuple[str, ...]) -> Callable[[], pd.DataFrame]:
    """Return what fetches the first events of some keys."""
    return partial(package.events.rows_of, keys[:MOST_BEHIND], MOST_BEHIND)


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
        keys = list_begun_before(self.package, self.selection).events["event_id"].tolist()
        rows = self.package.events.rows_of(keys, len(keys))
        for name, value in self.where:
            rows = rows[rows[name].isna() if value is None else rows[name].eq(value)]
        return [rows[self.keeps(rows)] if self.keeps else rows]


def fits(cut: pd.DataFrame, place: int) -> Keeps:
    """Keep the events whose days lie within one bin of `cut`."""

    def keeps(rows: pd.DataFrame) -> np.ndarray:
        found, is_within = places_in(rows, cut)
        return is_within & (found == place)

    return keeps


def fits_none(cut: pd.DataFrame) -> Keeps:
    """Keep those whose days lie within no bin of `cut`, and all begun before the first."""

    def keeps(rows: pd.DataFrame) -> np.ndarray:
        found, is_within = places_in(rows, cut)
        return ~is_within | (found < 0)

    return keeps


def in_month(rows: pd.DataFrame) -> np.ndarray:
    """Keep the protests whose month is known."""
    return (in_one_month(rows) | rows["time_precision"].ne(3)).to_numpy(dtype=bool)


def in_provinces(codes: tuple[str, ...]) -> Keeps:
    """Keep the events in one of some provinces."""
    return lambda rows: rows["admin1"].isin(codes).to_numpy(dtype=bool)


def names_actor(actor: str) -> Keeps:
    """Keep the protests, arrests, sentences and clashes that name an actor on either side."""

    def keeps(rows: pd.DataFrame) -> np.ndarray:
        named = [actor in map(str.strip, both.split(";")) for both in rows["actors"]]
        return (rows["mark"].isin(ACT_MARKS) & np.array(named, dtype=bool)).to_numpy()

    return keeps


def without_figure(stated: frozenset[str]) -> Keeps:
    """Keep the events whose people count and that are not among those with a figure."""

    def keeps(rows: pd.DataFrame) -> np.ndarray:
        counting = rows["event_id"].isin(about_people(rows)["event_id"])
        return (counting & ~rows["event_id"].isin(list(stated))).to_numpy()

    return keeps
