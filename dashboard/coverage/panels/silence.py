"""What silence means, as a panel: topics by country and month, for the months chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from dashboard.coverage.charts.grids import MOST_FULL, MOST_NUMBERED, silence_grid, silence_height
from dashboard.coverage.measures.coverage import months_of_cells
from dashboard.coverage.measures.silence import (
    NONE_REPORTED,
    SILENCE_TOPICS,
    UNCOVERED,
    ReportedCells,
    reported_by_counts,
    reported_by_month,
    silence,
)
from dashboard.coverage.words import silence_headline
from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of_chosen
from dashboard.panels.covering import covered_months
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import (
    KEPT_SOURCES,
    every_counted,
    figures_counted,
    over_all_months,
)
from dashboard.panels.sources import Sources, sources_of, sources_of_chosen
from dashboard.panels.table import COUNTRY, Column, Kind, Table
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, CURRENCIES, STATUSES
from dashboard.wording import joined, say, say_many

MOST_MONTHS = 24
COLUMNS = (
    Column("topic", "Topic"),
    Column("month", "Month", Kind.MONTH),
    COUNTRY,
    Column("events", "Events", Kind.COUNT),
    Column("sources", "Sources", Kind.COUNT),
    Column("paragraphs", "Paragraphs", Kind.COUNT),
    Column("state", "What it means"),
)
# More events are counted, not read one by one: their paragraphs are then not.
MOST_READ = 20_000
TABLES = ("event_sources", "figures", "covid_daily", "rates")


def coverage_topics(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show, topic by topic, what is reported, what is not, and where no source looks."""
    reported = reported_cells(package, selection.source)
    months = selection.months[-MOST_MONTHS:]
    countries = [code for code in COUNTRIES if code in selection.countries]
    rows = silence(reported, covered_months(package, selection.source), countries, months)
    shown = _shown(package, selection, reported, countries, months)
    states = Counter(rows["state"].tolist())
    period = selection.over(months[0], months[-1])
    return Exhibit(
        key="coverage_topics",
        title=say("Coverage by topic"),
        unit=f"{_cell_words(len(months) * len(countries), reported)}, {period.period}",
        table=Table(COLUMNS, _with_reasons(rows).rename(columns={"country": "iso_code"})),
        caption=say(
            "Empty: not covered. 0: sources review the topic and report no event. "
            "Dash: figures only."
        ),
        reading=_reading(reported, selection),
        sources=_sources(package, period),
        shown=shown if isinstance(shown, int) else len(shown),
        total=package.events.in_period(period),
        noun=say("events of these months"),
        draw=partial(silence_grid, rows),
        height=silence_height(len(SILENCE_TOPICS)),
        alt=say(
            "Grid of {topics} topics by country and month: of {cells} {silent} report none and "
            "{uncovered} are not covered.",
            topics=len(SILENCE_TOPICS),
            cells=say_many("{count} cell", "{count} cells", len(rows)),
            silent=str(states[NONE_REPORTED]),
            uncovered=str(states[UNCOVERED]),
        ),
        headline=silence_headline(states, period),
        behind=partial(keys_of_chosen, package, _unfiltered(period))
        if isinstance(shown, int)
        else lambda: tuple(sorted(shown)),
    )


def _reading(reported: ReportedCells, selection: Selection) -> str:
    """Say what counts as covered, and what is not in the grid."""
    return joined(
        say(
            "A topic is covered where a source reviews it for the whole month and country; "
            "an article, a news page or a case counter covers nothing but itself."
        ),
        say(
            "A clash or an agreement counts for each side; {sources}.",
            sources=_sources_words(reported),
        ),
        say("Not in the grid: events about the region as a whole, or whose month is not known."),
        say("The last {shown} of {all} months.", shown=MOST_MONTHS, all=len(selection.months))
        if len(selection.months) > MOST_MONTHS
        else "",
        say("Follows the filters for countries and months only."),
    )


def _unfiltered(period: Selection) -> Selection:
    """Return the countries, months and counted source alone: the filters that the grid follows."""
    return Selection(
        countries=period.countries,
        first_month=period.first_month,
        last_month=period.last_month,
        source=period.source,
        statuses=STATUSES,
    )


@dataclass(frozen=True)
class _CountedRows:
    """The day, the country and the source of each row that is counted beside events."""

    days: np.ndarray
    countries: np.ndarray
    sources: np.ndarray


@lru_cache(maxsize=KEPT_SOURCES)
def _rows_beside(package: Package, source: str) -> _CountedRows:
    """Return the figures of the source counted, then the rows of official series, then the rates.

    A country is its place among the five; -1 is another.
    """
    figures, daily = figures_counted(package, source), package.table("covid_daily")
    rates = package.table("rates")
    owners = rates["currency"].map({each.code: each.country for each in CURRENCIES.values()})
    tables = (
        (figures["as_of"], figures["country"], figures["source_id"]),
        (daily["date"], daily["iso_code"], daily["source_id"]),
        (rates["date"], owners, rates["source_id"]),
    )
    days, countries, sources = (np.concatenate(each) for each in zip(*tables, strict=True))
    return _CountedRows(days, pd.Index(COUNTRIES).get_indexer(pd.Index(countries)), sources)


def _sources(package: Package, period: Selection) -> Sources:
    """Return the sources of what the grid counts: events, figures, official series, rates."""
    rows = _rows_beside(package, period.source)
    first, last = np.datetime64(period.first_day), np.datetime64(period.last_day)
    # The last place is that of -1, of no country.
    is_chosen = np.array([*(code in period.countries for code in COUNTRIES), False])
    own = (rows.days >= first) & (rows.days <= last) & is_chosen[rows.countries]
    events = sources_of_chosen(package, _unfiltered(period))
    return events + sources_of(package, rows.sources[own].tolist())


def _shown(
    package: Package,
    selection: Selection,
    reported: ReportedCells,
    countries: Sequence[str],
    months: Sequence[str],
) -> set[str] | int:
    """Return the events in the grid, each once; of data only counted how many they are."""
    if reported.has_paragraphs:
        return {
            event
            for (country, month, _), cell in reported.cells.items()
            if country in countries and month in months
            for event in cell.events
        }
    found = months_of_cells(every_counted(package, selection), "concerned")
    return sum(
        number
        for (month, concerned), number in found.items()
        if month in months and any(code in countries for code in concerned.split(";"))
    )


def _sources_words(reported: ReportedCells) -> str:
    if reported.has_paragraphs:
        return say("web pages have no paragraph numbers")
    return say("sources are those from which events are coded, by the month in which these began")


def _cell_words(columns: int, reported: ReportedCells) -> str:
    if columns <= MOST_FULL:
        if reported.has_paragraphs:
            return say("events / sources / paragraphs")
        return say("events / sources")
    return say("events") if columns <= MOST_NUMBERED else say("the darker, the more events")


def _with_reasons(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, without zeros where a topic is not covered."""
    missing, names = Absent(Reason.NOT_COVERED), ("events", "sources", "paragraphs")
    numbers = []
    for *own, is_covered, state in cells_of(rows, *names, "covered", "state"):
        events, *rest = own
        no_events = events == 0 and not is_covered
        shown = [missing] * len(rest) if state == UNCOVERED else rest
        numbers.append((missing if no_events else events, *shown))
    shown_numbers = pd.DataFrame(numbers, columns=names, dtype=object)
    words = {state: say(state) for state in rows["state"].unique()}
    columns = {name: shown_numbers[name] for name in names}
    return rows.assign(**columns, state=rows["state"].map(words.__getitem__))


@lru_cache(maxsize=KEPT_SOURCES)
def reported_cells(package: Package, source: str = "") -> ReportedCells:
    """Return what the source counted reports by country, month and topic; worked out once."""
    every = over_all_months(package, Selection(statuses=STATUSES, source=source))
    events, tables = package.events, {name: package.table(name) for name in TABLES}
    tables["figures"] = figures_counted(package, source)
    if events.total <= MOST_READ:
        return reported_by_month({**tables, "events": events.rows(every, MOST_READ)})
    counts = (every_counted(package, every, cube) for cube in ("months", "sources"))
    return reported_by_counts({**tables, "events": events.with_figures(every)}, *counts)
