"""What several panels need, worked out once a data package, or once a package and selection.

Panels of one page ask for the same rows; the last few answers are kept, and are never changed by
those who read them.
"""

from functools import lru_cache

import pandas as pd

from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.columns import ORDER
from dashboard.engine.counts import Counts
from dashboard.engine.cubes import LED
from dashboard.selection import Selection, month_of
from dashboard.wording import number

KEPT_PACKAGES = 2
KEPT_SELECTIONS = 32
# More events than these are counted, not listed.
MOST_LISTED = 2_000


@lru_cache(maxsize=KEPT_SELECTIONS)
def chosen_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events that pass the filters, one by one.

    Raises `TooManyEvents` where they stay in an engine and are more than `MOST_LISTED`.
    """
    if package.long_events is None:
        return package.events.rows(selection, package.events.total)
    total = chosen_counts(package, selection).total
    if total > MOST_LISTED:
        raise TooManyEvents(
            f"{number(total)} events are chosen, more than can be shown here one by one "
            f"(at most {number(MOST_LISTED)}). Narrow the filters, or open the page Events."
        )
    return package.long_events.rows(selection, MOST_LISTED)


@lru_cache(maxsize=KEPT_SELECTIONS)
def chosen_counts(package: Package, selection: Selection) -> Counts:
    """Return the counts of the events that pass the filters, however many they are."""
    return package.events.counts(selection)


@lru_cache(maxsize=KEPT_SELECTIONS)
def told_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the chosen events that have figures; of a short package all chosen ones."""
    return (
        package.events.told(selection) if package.long_events else chosen_events(package, selection)
    )


def first_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the chosen events, of a long package the first `MOST_LISTED` in order of day."""
    if package.long_events is None:
        return chosen_events(package, selection)
    return package.long_events.rows(selection, MOST_LISTED)


def leading_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the chosen events among which the one of each country is that stands out.

    Of a long package those that weigh most and those whose figures may lift them above.
    """
    if package.long_events is None:
        return chosen_events(package, selection)
    long = package.long_events
    leaders, told = long.leaders(selection), long.told(selection)
    further = told[~told["event_id"].isin(leaders["event_id"])]
    if further.empty:
        return leaders
    found = pd.concat([each[list(LED)] for each in (leaders, further)])
    return found.sort_values(list(ORDER), kind="stable")


@lru_cache(maxsize=KEPT_SELECTIONS)
def event_named(package: Package, event_id: str) -> pd.DataFrame:
    """Return the row of an event by its key; none when there is no such event."""
    return package.events.rows_of([event_id], 1)


def over_all_months(package: Package, selection: Selection) -> Selection:
    """Return the same filters over every month in which an event began."""
    days = package.events.days
    return selection.over(*map(month_of, days)) if days else selection


def are_listed(package: Package, selection: Selection, most: int = MOST_LISTED) -> bool:
    """Return whether the chosen events are few enough to be shown one by one."""
    return chosen_counts(package, selection).total <= most
