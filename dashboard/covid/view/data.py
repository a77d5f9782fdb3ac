"""What the COVID-19 panels work from, read once a data package, and the page's switches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.covid.measures import printed as covid_reports
from dashboard.covid.measures import series as covid
from dashboard.covid.measures.printed import TOTAL_MEASURES, Comparison, Printed, printed_figures
from dashboard.covid.measures.series import (
    SERIES,
    Cut,
    OfficialSeries,
    QuietStretch,
    official_series,
)
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES, publishers_of
from dashboard.selection import Selection

CHOICES = {
    "covid_show": {"total": "Total", "new": "New"},
    "covid_of": {"cases": "Cases", "deaths": "Deaths"},
    "covid_per": {"persons": "Persons", "million": "Per million"},
    "covid_scale": {"log": "Log", "linear": "Linear"},
    "covid_days": {"average": "7-day average", "daily": "Daily"},
}


@dataclass(frozen=True)
class Switches:
    """What the switches say: `series` is "cases" or "deaths", `column` is total, new or mean."""

    series: str
    column: str
    per_million: bool
    log: bool

    @classmethod
    def read(cls, options: Mapping[str, str]) -> "Switches":
        """Read the switches from the address; an unknown word counts as the first choice."""
        words = {name: options.get(name, "") for name in CHOICES}
        words = {
            name: word if word in CHOICES[name] else next(iter(CHOICES[name]))
            for name, word in words.items()
        }
        rate = "mean" if words["covid_days"] == "average" else "new"
        return cls(
            series=words["covid_of"],
            column="total" if words["covid_show"] == "total" else rate,
            per_million=words["covid_per"] == "million",
            log=words["covid_scale"] == "log",
        )

    @property
    def title(self) -> str:
        """The panel's title without its unit."""
        if self.column == "total":
            return "Confirmed cases, total" if self.series == "cases" else "Reported deaths, total"
        return f"New {self.series} a day" + (", 7-day average" if self.column == "mean" else "")

    @property
    def scale(self) -> str:
        """The kind of scale."""
        return "log" if self.log else "linear"

    @property
    def unit(self) -> str:
        """What one unit of the scale is."""
        return "per million people" if self.per_million else "persons"

    @property
    def noun(self) -> str:
        """What a value is, for hover texts and column heads."""
        words = f"total {self.series}" if self.column == "total" else f"new {self.series} a day"
        words += " (7-day average)" if self.column == "mean" else ""
        return words + (" per million" if self.per_million else "")


@dataclass(frozen=True)
class CovidData:
    """One series ("cases" or "deaths") with its cuts, and what reports print.

    `source` names who publishes the series, with the licence where it is open; `claims` are the
    first and last day of "officially none" by country.
    """

    series: str
    source: str
    official: Mapping[str, OfficialSeries]
    cuts: tuple[Cut, ...]
    quiet: tuple[QuietStretch, ...]
    totals: Mapping[str, tuple[Printed, ...]]
    new: tuple[Printed, ...]
    claims: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]]
    reach: tuple[pd.Timestamp, pd.Timestamp] | None
    population: Mapping[str, float]
    titles: Mapping[str, str]

    def compared(self, selection: Selection) -> tuple[Comparison, ...]:
        """Return each chosen country's last printed total of the period beside the series."""
        return covid_reports.beside_the_series(self.totals, self.official, selection, self.series)

    def window(self, selection: Selection) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """Return the days to draw; None when the months chosen lie outside the series."""
        return covid.shown_window(selection, self.reach)


@lru_cache(maxsize=4)
def covid_data(package: Package, series: str) -> CovidData:
    """Read a series and the printed figures of a package, once."""
    figures, sources = package.table("figures"), package.table("sources")
    countries, breaks = package.table("countries"), package.table("covid_breaks")
    official, totals = official_of(package)[series], printed_of(package)
    return CovidData(
        series=series,
        source=series_source(package),
        official=official,
        cuts=covid.cuts(breaks, official, series),
        quiet=covid.quiet_stretches(breaks, series),
        totals=totals,
        new=covid_reports.printed_figures(figures, sources, covid_reports.NEW_MEASURES[series]),
        claims=covid_reports.claims_of_none(totals["cases"]),
        reach=covid.series_days(official),
        population=dict(
            zip(countries["iso_code"], countries["population"].astype("float64"), strict=True)
        ),
        titles=dict(zip(sources["source_id"], sources["title"], strict=True)),
    )


def outside_words(data: CovidData, selection: Selection) -> str:
    """Say why nothing can be drawn: no country, or months before or after the series."""
    if not selection.countries:
        return "No country is chosen."
    if data.reach is None:
        return "There is no official series in the data."
    first, last = data.reach
    if pd.Timestamp(selection.last_day) < first:
        return f"The official series begins on {first.day} {first:%B %Y}."
    return f"The official series ends on {last.day} {last:%B %Y}."


@lru_cache(maxsize=KEPT_PACKAGES)
def official_of(package: Package) -> Mapping[str, Mapping[str, OfficialSeries]]:
    """Return the official series by "cases" and "deaths", then by country."""
    daily, breaks = package.table("covid_daily"), package.table("covid_breaks")
    return {series: official_series(daily, breaks, series) for series in SERIES}


@lru_cache(maxsize=KEPT_PACKAGES)
def series_source(package: Package) -> str:
    """Name who publishes the official series, with the licence where it is open."""
    names = publishers_of(package)
    used = package.table("covid_daily")["source_id"].unique()
    return ", ".join(dict.fromkeys(names[source] for source in used))


@lru_cache(maxsize=KEPT_PACKAGES)
def printed_of(package: Package) -> Mapping[str, tuple[Printed, ...]]:
    """Return the printed totals by "cases" and "deaths", in order of day."""
    figures, sources = package.table("figures"), package.table("sources")
    return {
        series: printed_figures(figures, sources, measure)
        for series, measure in TOTAL_MEASURES.items()
    }
