"""What several panels need, worked out once a data package, or once a package and selection.

Panels of one page ask for the same rows; the last few answers are kept, and are never changed by
those who read them.
"""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from dashboard.measures.covid import SERIES, OfficialSeries, official_series
from dashboard.measures.covid_reports import TOTAL_MEASURES, Printed, printed_figures
from dashboard.measures.month import CountryMonth, side_by_side
from dashboard.selection import Selection
from dashboard.store import Package

KEPT_PACKAGES = 2
KEPT_SELECTIONS = 32


@lru_cache(maxsize=KEPT_SELECTIONS)
def chosen_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events that pass the filters."""
    return selection.apply(package.table("events"))


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_columns(package: Package, selection: Selection) -> list[CountryMonth]:
    """Return what the side-by-side table says, one column a country."""
    return side_by_side(
        chosen_events(package, selection),
        package.table("figures"),
        printed_of(package),
        official_of(package),
        package.table("rates"),
        selection,
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def official_of(package: Package) -> Mapping[str, Mapping[str, OfficialSeries]]:
    """Return the official series by "cases" and "deaths", then by country."""
    daily, breaks = package.table("covid_daily"), package.table("covid_breaks")
    return {series: official_series(daily, breaks, series) for series in SERIES}


@lru_cache(maxsize=KEPT_PACKAGES)
def printed_of(package: Package) -> Mapping[str, tuple[Printed, ...]]:
    """Return the printed totals by "cases" and "deaths", in order of day."""
    figures, sources = package.table("figures"), package.table("sources")
    return {
        series: printed_figures(figures, sources, measure)
        for series, measure in TOTAL_MEASURES.items()
    }


@lru_cache(maxsize=KEPT_PACKAGES)
def publishers_of(package: Package) -> Mapping[str, str]:
    """Return source_id -> publisher, with the licence where it is open."""
    sources = package.table("sources")
    return {
        source: f"{publisher} ({licence})" if free else publisher
        for source, publisher, licence, free in zip(
            sources["source_id"],
            sources["publisher"],
            sources["licence"],
            sources["redistributable"],
            strict=True,
        )
    }
