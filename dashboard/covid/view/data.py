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


@lru_cache(maxsize=KEPT_SELECTIONS)
def stringency_of(package: Package, selection: Selection) -> Stringency:
    """Return the index of the chosen countries. Raises `DataUnavailable`."""
    every = package.table("stringency").sort_values(["iso_code", "date"], kind="stable")
    reach = (every["date"].min(), every["date"].max()) if len(every) else None
    window = shown_window(selection, reach)
    band = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    chosen = every["iso_code"].isin(selection.countries)
    rows = every[chosen & every["date"].between(*window)] if window else every.iloc[:0]
    own = {
        code: rows[rows["iso_code"].eq(code)]
        for code in selection.countries
        if rows["iso_code"].eq(code).any()
    }
    inside = {code: part[part["date"].between(*band)] for code, part in own.items()}
    return Stringency(
        rows=rows,
        total=len(every),
        reach=reach,
        window=window,
        band=band,
        lines={
            code: (part["date"].to_numpy("datetime64[D]"), part["stringency_index"].to_numpy())
            for code, part in own.items()
        },
        last=tuple(
            Level(code, part["date"].iloc[-1], float(part["stringency_index"].iloc[-1]))
            for code, part in inside.items()
            if len(part)
        ),
    )
