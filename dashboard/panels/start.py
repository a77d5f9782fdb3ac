"""What every page, file and command begins with: the default filters, in the data's own month."""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.filters import DEFAULT_MONTH, is_month
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.selection import Selection, month_of
from dashboard.vocabulary import DEFAULT_STATUSES

# Series that tell a month where no event does, with their column of days.
SERIES = {"covid_daily": "date", "rates": "date"}


@lru_cache(maxsize=KEPT_PACKAGES)
def start_of(package: Package) -> Selection:
    """Return the default filters over the month that the data opens with.

    That is the month its descriptor names (`default_month`), if there are events in it; else the
    last with events; without events the last of the data's own series.
    """
    months = months_of_events(package) or _last_months_of_series(package)
    named = package.descriptor.get("default_month")
    month = named if is_month(named) and named in months else max(months, default=DEFAULT_MONTH)
    return Selection().over(month, month)


def selection_in(package: Package, query: Mapping[str, str]) -> Selection:
    """Return the filters of an address; what it leaves open is as every page begins."""
    return Selection.from_query(query, start_of(package))


@lru_cache(maxsize=KEPT_PACKAGES)
def months_of_events(package: Package) -> tuple[str, ...]:
    """Return the months with events that count unless a filter says else, in order."""
    try:
        counts = package.events.every().isin(status=DEFAULT_STATUSES)
    except DataUnavailable:
        return ()
    return tuple(sorted({month_of(day) for day in counts.by("event_date")}))


def _last_months_of_series(package: Package) -> tuple[str, ...]:
    """Return the last month of each series that the data brings along."""
    own = (name for name in SERIES if name not in package.borrowed and name in package.tables)
    last = [package.tables[name][SERIES[name]].max() for name in own]
    return tuple(month_of(day) for day in last if not pd.isna(day))
