"""What silence means, as a panel: topics by country and month, for the months chosen."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from dashboard.charts.silence import MOST_FULL, MOST_NUMBERED, silence_grid, silence_height
from dashboard.exhibits.about_headlines import silence_headline
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.prepared import KEPT_PACKAGES
from dashboard.exhibits.protest_words import joined
from dashboard.measures.silence import (
    NONE_REPORTED,
    SILENCE_TOPICS,
    UNCOVERED,
    Told,
    silence,
    told_by_month,
)
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import counted

MOST_MONTHS = 24
HEADS = (
    *("Topic", "Month", "Country", "Events", "Sources", "Paragraphs"),
    *("Sources that cover the month", "What it means"),
)
TABLES = ("events", "event_sources", "figures", "sources", "covid_daily", "rates")


def coverage_topics(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show, topic by topic, what is reported, what is not, and where no source looks."""
    told = told_in(package)
    months = selection.months[-MOST_MONTHS:]
    countries = [code for code in COUNTRIES if code in selection.countries]
    rows = silence(told, countries, months)
    shown = {
        event
        for (country, month, _), cell in told.cells.items()
        if country in countries and month in months
        for event in cell.events
    }
    states = Counter(rows["state"].tolist())
    period = selection.over(months[0], months[-1])
    return Exhibit(
        key="coverage_topics",
        title="What silence means",
        unit=f"{_cell_words(len(months) * len(countries))}, {period.period}",
        rows=_table(rows),
        caption=joined(
            "Empty: no source covers this month. Pale 0: sources cover it and report none. Dark 0: "
            "a series or figure tells of the topic, no event does. A clash or an agreement counts "
            "for each side; web pages have no paragraph numbers. Not in the grid: events about the "
            "region as a whole, or whose month is not known.",
            f"The last {MOST_MONTHS} of {len(selection.months)} months."
            if len(selection.months) > MOST_MONTHS
            else "",
            "Follows the filters for countries and months, unlike the rest of this page; no other "
            "filter, as what is only claimed or planned is no silence.",
        ),
        sources=(),
        shown=len(shown),
        total=int(period.within(package.table("events")["event_date"]).sum()),
        noun="events of these months",
        draw=partial(silence_grid, rows),
        height=silence_height(len(SILENCE_TOPICS)),
        alt=f"Grid of {len(SILENCE_TOPICS)} topics by country and month: of "
        f"{counted(len(rows), 'cell')} {states[NONE_REPORTED]} report none and "
        f"{states[UNCOVERED]} have no source.",
        headline=silence_headline(states, period),
        behind=partial(_in_order, shown),
    )


def _in_order(events: set[str]) -> tuple[str, ...]:
    return tuple(sorted(events))


def _cell_words(columns: int) -> str:
    if columns <= MOST_FULL:
        return "events / sources / paragraphs"
    return "events" if columns <= MOST_NUMBERED else "the darker, the more events"


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    names = [country_name(code) for code in rows["country"].tolist()]
    return rows.assign(country=names).set_axis(HEADS, axis=1)


@lru_cache(maxsize=KEPT_PACKAGES)
def told_in(package: Package) -> Told:
    """Return what the data tells of by country, month and topic; worked out once a data version."""
    return told_by_month({name: package.table(name) for name in TABLES})
