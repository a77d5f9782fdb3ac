"""What silence means, as a panel: topics by country and month, for the months chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

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
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, STATUSES, currency_of
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


def _sources(package: Package, period: Selection) -> Sources:
    """Return the sources of what the grid counts: events, figures, official series, rates."""
    days = pd.Timestamp(period.first_day), pd.Timestamp(period.last_day)
    every = _unfiltered(period)
    figures, daily = figures_counted(package, period.source), package.table("covid_daily")
    rates = package.table("rates")
    currencies = [currency_of(code) for code in period.countries]
    own = [
        figures[figures["as_of"].between(*days) & figures["country"].isin(period.countries)],
        daily[daily["date"].between(*days) & daily["iso_code"].isin(period.countries)],
        rates[rates["date"].between(*days) & rates["currency"].isin(currencies)],
    ]
    beside = Counter(source for rows in own for source in rows["source_id"].tolist())
    return sources_of_chosen(package, every) + sources_of(package, beside.elements())


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
    bare = rows["state"].eq(UNCOVERED)
    without = {"events": rows["events"].eq(0) & ~rows["covered"], "sources": bare}
    numbers = {
        name: rows[name].astype(object).mask(rest, Absent(Reason.NOT_COVERED))
        for name, rest in {**without, "paragraphs": bare}.items()
    }
    return rows.assign(**numbers, state=rows["state"].map(say))


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
