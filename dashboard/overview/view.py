"""What the panels of the Overview share: one column of readings a country."""

from functools import lru_cache

from dashboard.covid.measures.series import METRICS
from dashboard.covid.view import covid_data
from dashboard.datapackage.store import Package
from dashboard.overview.measures import CountryMonth, side_by_side
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts, figured_events
from dashboard.selection import Selection


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_columns(package: Package, selection: Selection) -> list[CountryMonth]:
    """Return what the side-by-side table says, one column a country."""
    return side_by_side(
        chosen_counts(package, selection),
        figured_events(package, selection),
        package.table("figures"),
        {metric: covid_data(package, metric) for metric in METRICS},
        package.table("rates"),
        selection,
    )
