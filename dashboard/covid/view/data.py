"""What the COVID-19 panels read of the data, once: series, reports, provinces, stringency."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import (
    Comparison,
    Printed,
    beside_the_series,
    claims_of_none,
    last_in_period,
    printed_figures,
)
from dashboard.covid.measures.series import (
    A_DAY,
    METRICS,
    Cut,
    Days,
    OfficialSeries,
    QuietStretch,
    cuts,
    official_series,
    quiet_stretches,
    series_days,
    shown_window,
)
from dashboard.covid.measures.totals import CountryTotal, Growth, country_total, growth
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.values import Absent


@dataclass(frozen=True)
class CovidData:
    """One metric's series with its cuts, and what reports say: totals by metric, new a day.

    `claims` are the reports of "officially none" by country, `reach` the days of the series.
    """

    metric: str
    official: Mapping[str, OfficialSeries]
    cuts: tuple[Cut, ...]
    quiet: tuple[QuietStretch, ...]
    totals: Mapping[str, tuple[Printed, ...]]
    new: tuple[Printed, ...]
    claims: Mapping[str, tuple[Printed, ...]]
    reach: Days | None
    population: Mapping[str, Mapping[int, float]]
    titles: Mapping[str, str]

    def compared(self, selection: Selection) -> tuple[Comparison, ...]:
        """Return each chosen country's last reported total of the period beside the series."""
        return beside_the_series(self.totals, self.official, selection, self.metric)

    def totals_in(self, selection: Selection) -> tuple[CountryTotal, ...]:
        """Return each chosen country's total at the end of the period."""
        reported = last_in_period(self.totals[self.metric], selection)
        return tuple(
            country_total(
                *(code, self.metric, self.official.get(code), self.cuts, reported.get(code)),
                *(self.claims.get(code, ()), selection),
            )
            for code in selection.countries
        )

    def people_in(self, country: str, year: int) -> float:
        """Return a country's population of a year, else of the nearest known; NaN without any."""
        known = self.population.get(country, {})
        return known[self.census_year(country, year)] if known else np.nan

    def census_year(self, country: str, year: int) -> int:
        """Return the year that has a country's population and is nearest to another."""
        return min(
            self.population.get(country, {}), key=lambda each: abs(each - year), default=year
        )

    def growth_in(self, country: str, selection: Selection) -> Growth | Absent:
        """Return what a country's total grows by over the period."""
        return growth(self.official.get(country), selection)


@lru_cache(maxsize=KEPT_PACKAGES)
def official_of(package: Package) -> Mapping[str, Mapping[str, OfficialSeries]]:
    """Return the official series by "cases" and "deaths", then by country."""
    daily, breaks = package.table("covid_daily"), package.table("covid_breaks")
    return {metric: official_series(daily, breaks, metric) for metric in METRICS}


@lru_cache(maxsize=KEPT_PACKAGES)
def printed_of(package: Package) -> Mapping[str, tuple[Printed, ...]]:
    """Return the reported totals by "cases" and "deaths", in order of day."""
    figures, sources = package.held_figures, package.table("sources")
    return {
        metric.key: printed_figures(figures, sources, metric.reported["total"])
        for metric in METRICS.values()
    }


@lru_cache(maxsize=4)
def covid_data(package: Package, metric: str) -> CovidData:
    """Read a series and the reported figures of a package, once."""
    figures, sources = package.held_figures, package.table("sources")
    countries, breaks = package.table("countries"), package.table("covid_breaks")
    official, totals = official_of(package)[metric], printed_of(package)
    return CovidData(
        metric=metric,
        official=official,
        cuts=cuts(breaks, official, metric),
        quiet=quiet_stretches(breaks, metric),
        totals=totals,
        new=printed_figures(figures, sources, METRICS[metric].reported["new"]),
        claims=claims_of_none(totals["cases"]),
        reach=series_days(official),
        population=_population(countries, package.table("population")),
        titles=dict(zip(sources["source_id"], sources["title"], strict=True)),
    )


def _population(countries: pd.DataFrame, by_year: pd.DataFrame) -> dict[str, dict[int, float]]:
    """Return the population by country and year; of a country without years that of its own row."""
    own = countries.rename(columns={"population_year": "year"})
    known = set(by_year["iso_code"])
    found: dict[str, dict[int, float]] = {}
    for table in (own[~own["iso_code"].isin(known)], by_year):
        columns = (table[name].tolist() for name in ("iso_code", "year", "population"))
        for code, year, people in zip(*columns, strict=True):
            found.setdefault(code, {})[int(year)] = float(people)
    return found


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


@lru_cache(maxsize=KEPT_PACKAGES)
def _province_counts(package: Package) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the counts by day, each day's most cases first, and the countries that have any."""
    named = package.table("provinces")[["admin1", "name", "country"]]
    counts = package.table("covid_provinces").merge(named, on="admin1", how="left")
    by_day = counts.sort_values(["date", "total_cases", "admin1"], ascending=[True, False, True])
    return by_day, tuple(counts["country"].dropna().unique())


@lru_cache(maxsize=KEPT_SELECTIONS)
def provinces_of(package: Package, selection: Selection) -> Provinces:
    """Return the counts of the provinces of the countries chosen. Raises `DataUnavailable`."""
    every, countries = _province_counts(package)
    own = every[every["country"].isin(selection.countries)]
    days = pd.DatetimeIndex(own["date"])
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    start, end = map(int, days.searchsorted([first, last + A_DAY]))
    day = days[end - 1] if end > start else None
    shown = own.iloc[start if day is None else days.searchsorted(day) : end]
    before = own.iloc[days.searchsorted(first - A_DAY) : start]
    earlier = dict(zip(before["admin1"], before["total_cases"], strict=True))
    cases = zip(shown["admin1"], shown["total_cases"], strict=True)
    new = [total - earlier.get(code, pd.NA) for code, total in cases]
    rows = shown.reset_index(drop=True).assign(new_cases=pd.array(new, dtype="Int64"))
    return Provinces(
        rows=rows,
        total=own["admin1"].nunique(),
        day=day,
        before=first - A_DAY if len(before) else None,
        matched=_matched(package, rows, day),
        reach=(every["date"].iloc[0], every["date"].iloc[-1]) if len(every) else None,
        countries=countries,
    )


def _matched(package: Package, rows: pd.DataFrame, day: pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the day, of this one and the one before, with the same total in the series."""
    country = rows["country"].unique()
    series = official_of(package)["cases"].get(country[0]) if len(country) == 1 else None
    if series is None or day is None:
        return None
    total = rows["total_cases"].sum()
    same = (each for each in (day, day - A_DAY) if series.total_on(each) == total)
    return next(same, None)


@dataclass(frozen=True)
class Level:
    """A country's index on a day, 0 to 100."""

    country: str
    day: pd.Timestamp
    index: float


@dataclass(frozen=True)
class Stringency:
    """The index around the months chosen: `lines` are days and values by country.

    `last` are the levels on the last day with one in the months chosen. `reach` are the first and
    the last day of the whole table; None when it is empty.
    """

    rows: pd.DataFrame
    total: int
    reach: Days | None
    window: Days | None
    band: Days
    lines: Mapping[str, tuple[np.ndarray, np.ndarray]]
    last: tuple[Level, ...]


@dataclass(frozen=True)
class _Indices:
    """The index of every country by day: `rows`, of these `days` and `values`, and whose is which.

    `reach` are the first and the last day; None when the table is empty.
    """

    rows: pd.DataFrame
    days: np.ndarray
    values: np.ndarray
    of_country: Mapping[str, slice]
    reach: Days | None

    def places(self, country: str, first: pd.Timestamp, last: pd.Timestamp) -> slice:
        """Return the places of a country's days from one day to another, both included."""
        own = self.of_country[country]
        ends = np.array([first, last + A_DAY], "datetime64[D]")
        start, end = self.days[own].searchsorted(ends)
        return slice(own.start + int(start), own.start + int(end))


@lru_cache(maxsize=KEPT_PACKAGES)
def _indices(package: Package) -> _Indices:
    rows = package.table("stringency").sort_values(["iso_code", "date"], kind="stable")
    codes = rows["iso_code"].to_numpy(dtype=str)
    return _Indices(
        rows=rows,
        days=rows["date"].to_numpy("datetime64[D]"),
        values=rows["stringency_index"].to_numpy(),
        of_country={
            str(code): slice(int(codes.searchsorted(code)), int(codes.searchsorted(code, "right")))
            for code in np.unique(codes)
        },
        reach=(rows["date"].min(), rows["date"].max()) if len(rows) else None,
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def stringency_of(package: Package, selection: Selection) -> Stringency:
    """Return the index of the chosen countries. Raises `DataUnavailable`."""
    every = _indices(package)
    window = shown_window(selection, every.reach)
    band = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    known = [code for code in selection.countries if code in every.of_country]
    shown = {code: every.places(code, *window) for code in known} if window else {}
    own = {code: places for code, places in shown.items() if places.stop > places.start}
    inside = {code: every.places(code, *band) for code in own}
    places = [np.arange(own[code].start, own[code].stop) for code in sorted(own)]
    return Stringency(
        rows=every.rows.iloc[np.concatenate(places) if places else []],
        total=len(every.rows),
        reach=every.reach,
        window=window,
        band=band,
        lines={code: (every.days[part], every.values[part]) for code, part in own.items()},
        last=tuple(
            Level(code, every.rows["date"].iloc[part.stop - 1], float(every.values[part.stop - 1]))
            for code, part in inside.items()
            if part.stop > part.start
        ),
    )
