"""One metric's series and what is reported of it, read once a package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.measures.comparison import Comparison, beside_the_series
from dashboard.covid.measures.reported import (
    Printed,
    claims_of_none,
    last_in_period,
    printed_figures,
)
from dashboard.covid.measures.series import (
    METRICS,
    Cut,
    OfficialSeries,
    QuietStretch,
    cuts,
    official_series,
    quiet_stretches,
    series_days,
)
from dashboard.covid.measures.totals import CountryTotal, Growth, country_total, growth
from dashboard.covid.view.timeline import Days
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.selection import Selection, shift_month
from dashboard.values import Absent

MONTHS_BEFORE, MONTHS_AFTER = 2, 6


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

    def window(self, selection: Selection) -> Days | None:
        """Return the days to draw; None when no country is chosen, or no month of the series."""
        return shown_window(selection, self.reach) if selection.countries else None


def shown_window(selection: Selection, reach: Days | None) -> Days | None:
    """Return the days to draw: two months before those chosen to six after, within the series.

    None when the months chosen lie outside the series.
    """
    if (
        reach is None
        or pd.Timestamp(selection.first_day) > reach[1]
        or pd.Timestamp(selection.last_day) < reach[0]
    ):
        return None
    start = pd.Timestamp(f"{shift_month(selection.first_month, -MONTHS_BEFORE)}-01")
    after = pd.Timestamp(f"{shift_month(selection.last_month, MONTHS_AFTER + 1)}-01")
    return max(start, reach[0]), min(after - pd.Timedelta(days=1), reach[1])


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
