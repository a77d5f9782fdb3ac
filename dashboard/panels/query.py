"""What several panels need, worked out once a data package, or once a package and selection.

Panels of one page ask for the same rows; the last few answers are kept, and are never changed by
those who read them.
"""

from functools import lru_cache
from operator import itemgetter

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.columns import ORDER
from dashboard.engine.counts import Counts
from dashboard.engine.cubes import LED
from dashboard.engine.memory import HeldRows
from dashboard.schema import cells_of
from dashboard.selection import Selection, month_of
from dashboard.vocabulary import CODED

KEPT_PACKAGES = 2
KEPT_SELECTIONS = 32
# Of each package, as many sources that are counted.
KEPT_SOURCES = 8
# More events than these are counted, not listed.
MOST_LISTED = 2_000


@lru_cache(maxsize=KEPT_SELECTIONS)
def chosen_counts(package: Package, selection: Selection) -> Counts:
    """Return the counts of the events that pass the filters, however many they are."""
    return package.events.counts(selection)


@lru_cache(maxsize=KEPT_SELECTIONS)
def figured_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the chosen events of which there are figures."""
    return package.events.with_figures(selection)


def first_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the first `MOST_LISTED` of the chosen events in order of day."""
    return package.events.rows(selection, MOST_LISTED)


def leading_events(package: Package, selection: Selection) -> pd.DataFrame:
    """Return a few of the chosen events, among them the one of each country that matters most.

    They are those of most points by themselves, and all that a second source may lift above these.
    """
    leaders = package.events.leaders(selection)
    several = _of_several_sources(package).of(selection)
    further = several.loc[~several["event_id"].isin(leaders["event_id"]), list(LED)]
    if further.empty:
        return leaders
    both = pd.concat([leaders[list(LED)], further], ignore_index=True)
    order = sorted(enumerate(cells_of(both, *ORDER)), key=itemgetter(1))
    return both.iloc[[place for place, _ in order]].reset_index(drop=True)


@lru_cache(maxsize=KEPT_PACKAGES)
def _of_several_sources(package: Package) -> HeldRows:
    """Return the events of which more than one source tells."""
    links = package.tables.get("event_sources")
    keys = set() if links is None else {*links["event_id"]}
    return HeldRows(package.events.rows_of(keys, max(len(keys), 1)))


@lru_cache(maxsize=KEPT_SELECTIONS)
def event_named(package: Package, event_id: str) -> pd.DataFrame:
    """Return the row of an event by its key; none when there is no such event."""
    return package.events.rows_of([event_id], 1)


def dataset_of(source_ids: pd.Series, is_imported: pd.Series) -> pd.Series:
    """Return whose events they are, as the column `dataset` of events says it."""
    return source_ids.where(is_imported, CODED)


def every_counted(package: Package, selection: Selection, cube: str = "months") -> Counts:
    """Return the counts of all events of the source counted (`selection.source`), unfiltered."""
    return package.events.every(cube).counting(selection)


@lru_cache(maxsize=KEPT_SOURCES)
def figures_counted(package: Package, source: str) -> pd.DataFrame:
    """Return the figures but those of the sources of events that are not counted."""
    figures, sources = package.table("figures"), package.table("sources")
    if not source:
        return figures
    imported = sources.loc[sources["attribution"].notna(), "source_id"]
    own = dataset_of(figures["source_id"], figures["source_id"].isin(imported))
    others = {*package.events.every("sources").by("dataset")} - {source}
    return figures[~own.isin(others)]


def over_all_months(package: Package, selection: Selection) -> Selection:
    """Return the same filters over every month in which an event began."""
    days = package.events.days
    return selection.over(*map(month_of, days)) if days else selection
