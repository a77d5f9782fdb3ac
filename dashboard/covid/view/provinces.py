"""COVID-19 counts by province, as of the last day with any in the months chosen."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.covid.view.data import official_of
from dashboard.covid.view.timeline import Days
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection

A_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Provinces:
    """The counts of a day, a row a province, the most cases first.

    `rows` have `new_cases` since `before`, the last day before the months chosen; missing without
    one. `matched` is the day on which the official series has the same total of cases: the day
    itself or the one before it; None where it has neither. `reach` are the first and the last day
    of the whole table, and `countries` whose provinces it has.
    """

    rows: pd.DataFrame
    total: int
    day: pd.Timestamp | None
    before: pd.Timestamp | None
    matched: pd.Timestamp | None
    reach: Days | None
    countries: tuple[str, ...]

    @property
    def cases(self) -> int:
        """The cases of all provinces together."""
        return int(self.rows["total_cases"].sum())

    @property
    def deaths(self) -> int:
        """The deaths of all provinces together."""
        return int(self.rows["total_deaths"].sum())


@lru_cache(maxsize=KEPT_SELECTIONS)
def provinces_of(package: Package, selection: Selection) -> Provinces:
    """Return the counts of the provinces of the countries chosen. Raises `DataUnavailable`."""
    named = package.table("provinces")[["admin1", "name", "country"]]
    every = package.table("covid_provinces").merge(named, on="admin1", how="left")
    reach = (every["date"].min(), every["date"].max()) if len(every) else None
    own = every[every["country"].isin(selection.countries)]
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    day = own.loc[own["date"].between(first, last), "date"].max()
    shown = own[own["date"].eq(day)].sort_values(["total_cases", "admin1"], ascending=[False, True])
    earlier = own[own["date"].eq(first - A_DAY)].set_index("admin1")["total_cases"]
    rows = shown.assign(new_cases=shown["total_cases"] - shown["admin1"].map(earlier))
    return Provinces(
        rows=rows.reset_index(drop=True),
        total=own["admin1"].nunique(),
        day=None if pd.isna(day) else day,
        before=first - A_DAY if len(earlier) else None,
        matched=_matched(package, rows, day),
        reach=reach,
        countries=tuple(every["country"].dropna().unique()),
    )


def _matched(package: Package, rows: pd.DataFrame, day: pd.Timestamp) -> pd.Timestamp | None:
    """Return the day, of this one and the one before, with the same total in the series."""
    country = rows["country"].unique()
    series = official_of(package)["cases"].get(country[0]) if len(country) == 1 else None
    if series is None:
        return None
    totals = pd.Series(series.total, pd.DatetimeIndex(series.days))
    same = (each for each in (day, day - A_DAY) if totals.get(each) == rows["total_cases"].sum())
    return next(same, None)
