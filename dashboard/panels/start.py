"""What every page, file and command begins with: the default filters, in the data's own month."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.filters import DEFAULT_MONTH, is_month
from dashboard.panels.covering import covered_months
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SOURCES
from dashboard.selection import MOST_MONTHS, Selection, month_name, month_of, shift_month
from dashboard.vocabulary import CODED, DEFAULT_STATUSES, dataset_name
from dashboard.wording import say

# Series that tell a month where no event does, with their column of days.
SERIES = {"covid_daily": "date", "rates": "date"}


@lru_cache(maxsize=KEPT_PACKAGES)
def start_of(package: Package) -> Selection:
    """Return the default filters over the month that the data opens with.

    That is the month its descriptor names (`default_month`), if there are events in it; else the
    last with events; without events the last of the data's own series.
    """
    source = datasets_of(package)[0] if len(datasets_of(package)) > 1 else ""
    months = months_of_events(package, source) or _last_months_of_series(package)
    named = package.descriptor.get("default_month")
    month = named if is_month(named) and named in months else max(months, default=DEFAULT_MONTH)
    return Selection(first_month=month, last_month=month, source=source)


def selection_in(package: Package, query: Mapping[str, str]) -> Selection:
    """Return the filters of an address; what it leaves open is as every page begins."""
    return Selection.from_query(query, start_of(package), datasets_of(package))


def with_source_counted(package: Package, selection: Selection) -> Selection:
    """Return the same filters with a source counted that the data has, where it has several."""
    return selection.counting(start_of(package), datasets_of(package))


@lru_cache(maxsize=KEPT_PACKAGES)
def datasets_of(package: Package) -> tuple[str, ...]:
    """Return whose events the data has, as its column `dataset` says it: the first is counted.

    Those coded from articles and reviews come first, then those imported in their order.
    """
    try:
        held = package.events.every("sources").by("dataset")
    except DataUnavailable:
        return ()
    sources = package.tables.get("sources")
    order = [CODED] if sources is None else [CODED, *sources["source_id"]]
    rank = {dataset: place for place, dataset in enumerate(order)}
    return tuple(sorted(held, key=lambda each: (rank.get(each, len(rank)), each)))


def counted_words(package: Package) -> str:
    """Say which of several sources of events is counted; "" where there are no two."""
    known = datasets_of(package)
    if len(known) < 2:
        return ""
    counted, *others = map(dataset_name, known)
    return say(
        "Of the events, those of {counted} are counted, never added to those of {others}; "
        "{label} in the sidebar of every page chooses another source.",
        counted=counted,
        others=others,
        label=say("Source counted"),
    )


@lru_cache(maxsize=KEPT_SOURCES)
def months_of_events(package: Package, source: str = "") -> tuple[str, ...]:
    """Return the months with events that count unless a filter says else, in order."""
    try:
        counts = package.events.every().isin(status=DEFAULT_STATUSES)
    except DataUnavailable:
        return ()
    if source:
        counts = counts.isin(dataset=[source])
    return tuple(sorted({month_of(day) for day in counts.by("event_date")}))


@lru_cache(maxsize=KEPT_SOURCES)
def named_periods(package: Package, today: date, source: str = "") -> Mapping[str, tuple[str, str]]:
    """Return periods as people name them, in words: their first and last months as `YYYY-MM`.

    Those before `today`, the last month that sources cover, each year with events, and all of it:
    of the `source` that is counted where there are several.
    """
    this = month_of(today)
    months = months_of_events(package, source)
    covered = sorted(set().union(*covered_months(package, source).values()))
    named = {say("Latest covered month"): (covered[-1], covered[-1])} if covered else {}
    named |= {
        say("This month"): (this, this),
        say("Last month"): (shift_month(this, -1), shift_month(this, -1)),
        say("Last 3 months"): (shift_month(this, -3), shift_month(this, -1)),
        say("Last 12 months"): (shift_month(this, -12), shift_month(this, -1)),
        say("This year"): (f"{this[:4]}-01", this),
    }
    for year in sorted({month[:4] for month in months}, reverse=True):
        named[say("All of {year}", year=year)] = (f"{year}-01", f"{year}-12")
    if months:
        first = max(months[0], shift_month(months[-1], 1 - MOST_MONTHS))
        named[say("All months with events")] = (first, months[-1])
    return named


@lru_cache(maxsize=KEPT_SOURCES)
def months_in_words(package: Package, source: str, months: Sequence[str]) -> Mapping[str, str]:
    """Write months for a list, and whether sources cover them in full or no event is of them."""
    covered = set().union(*covered_months(package, source).values())
    with_events = {*months_of_events(package, source)}
    words = {}
    for month in months:
        name = month_name(month)
        if month in covered:
            name = say("{month} · covered", month=name)
        elif month not in with_events:
            name = say("{month} · no events", month=name)
        words[month] = name
    return words


def _last_months_of_series(package: Package) -> tuple[str, ...]:
    """Return the last month of each series that the data brings along."""
    own = (name for name in SERIES if name not in package.borrowed and name in package.tables)
    last = [package.tables[name][SERIES[name]].max() for name in own]
    return tuple(month_of(day) for day in last if not pd.isna(day))
