"""What silence means: what is reported of a country's month by topic, and which of it is covered.

"Not covered" is not "sources cover it and report none". Nothing is drawn here.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.coverage.measures.coverage import in_one_month, months_of_cells
from dashboard.engine.counts import Counts
from dashboard.marks import ALL_OTHERS, HEALTH, TOPIC_OF_MARK, covered_topic
from dashboard.vocabulary import COUNTRIES, CURRENCIES
from dashboard.wording import N_

CURRENCY = N_("Currency rates")
SILENCE_TOPICS = (*TOPIC_OF_MARK.values(), HEALTH, CURRENCY, ALL_OTHERS)
COVID_MEASURES = frozenset(
    (
        *("cumulative_cases", "new_cases", "cumulative_deaths", "new_deaths", "active_cases"),
        *("recovered", "hospitalised", "home_isolation", "medical_workers_infected"),
        *("cases_without_symptoms", "pneumonia_cases", "tests"),
    )
)
REPORTED, NONE_REPORTED, UNCOVERED = N_("reported"), N_("none reported"), N_("not covered")
Place = tuple[str, str]
Paragraph = tuple[str, int]


@dataclass
class Cell:
    """What is reported of a country's month: events, sources and paragraphs, each once.

    `counted` are events without their keys, of data that are too long for them.
    """

    events: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    paragraphs: set[Paragraph] = field(default_factory=set)
    counted: int = 0

    @property
    def number(self) -> int:
        """How many events are reported."""
        return len(self.events) + self.counted


@dataclass(frozen=True)
class ReportedCells:
    """What is reported, by (country, month, topic).

    `has_paragraphs` is False where paragraphs were not counted.
    """

    cells: Mapping[tuple[str, str, str], Cell]
    has_paragraphs: bool = True


def reported_by_month(tables: Mapping[str, pd.DataFrame]) -> ReportedCells:
    """Gather who reports what of each country, month and topic.

    Wants `events`, `event_sources`, `figures`, `covid_daily` and `rates`. An event belongs to the
    month of its first day and to every country under which it is found; one whose month is not
    known to none.
    """
    cells: dict[tuple[str, str, str], Cell] = {}
    _of_figures(tables["figures"], _of_events(tables, cells), cells)
    _of_series(tables, cells)
    return ReportedCells(cells)


def reported_by_counts(
    tables: Mapping[str, pd.DataFrame], events: Counts, events_by_source: Counts
) -> ReportedCells:
    """Gather the same of events that are only counted: by days, and by month and source.

    Of `tables` the `events` are those with figures. Sources are those from which events are coded,
    by the month in which these began; paragraphs are not counted.
    """
    cells: dict[tuple[str, str, str], Cell] = {}
    for (month, concerned, topic), number in months_of_cells(events, "concerned", "topic").items():
        for code in _of_the_five(concerned):
            cells.setdefault((code, month, covered_topic(topic)), Cell()).counted += number
    telling: dict[tuple[object, str, str], list[str]] = {}
    for *place, source in events_by_source.by("event_date", "concerned", "topic", "source_id"):
        telling.setdefault((place[0], place[1], place[2]), []).append(source)
    for (begun, concerned, topic), sources in telling.items():
        for code in _of_the_five(concerned):
            if cell := cells.get((code, f"{begun:%Y-%m}", covered_topic(topic))):
                cell.sources.update(sources)
    _of_figures(tables["figures"], _of_events(tables, {}), cells)
    _of_series(tables, cells)
    return ReportedCells(cells, has_paragraphs=False)


def silence(
    reported: ReportedCells,
    covered: Mapping[Place, Collection[str]],
    countries: Sequence[str],
    months: Sequence[str],
) -> pd.DataFrame:
    """Return one row a topic, month and country, in the order given.

    `covered` are the months that sources cover by (topic, country), see `covering.covered_months`.
    `events`, `sources`, `paragraphs` are of the topic, `covered` or not. `state` is "reported" (an
    event, or a source on it), "none reported" (covered, nothing reported) or "not covered".
    """
    rows = []
    for topic in SILENCE_TOPICS:
        for month in months:
            for country in countries:
                cell = reported.cells.get((country, month, topic))
                looked = month in covered.get((topic, country), ())
                paragraphs = len(cell.paragraphs) if cell else 0
                numbers = (
                    *((cell.number, len(cell.sources)) if cell else (0, 0)),
                    paragraphs if reported.has_paragraphs else math.nan,
                )
                state = REPORTED if cell else NONE_REPORTED if looked else UNCOVERED
                rows.append((topic, month, country, *numbers, looked, state))
    columns = ["topic", "month", "country", "events", "sources", "paragraphs", "covered", "state"]
    return pd.DataFrame(rows, columns=columns)


def _of_events(
    tables: Mapping[str, pd.DataFrame],
    cells: dict[tuple[str, str, str], Cell],
) -> dict[str, tuple[list[Place], str]]:
    """Fill in the events; return event -> the country months it belongs to, and its topic."""
    events = tables["events"]
    more: dict[str, list[str]] = {}
    links = tables["event_sources"]
    for event, source in zip(links["event_id"].tolist(), links["source_id"].tolist(), strict=True):
        more.setdefault(event, []).append(source)
    placed = events[in_one_month(events)]
    places = {}
    names = ("event_id", "concerned", "topic", "source_id", "paragraph")
    for month, event, concerned, topic, source, paragraph in zip(
        _months(placed["event_date"]), *(placed[name].tolist() for name in names), strict=True
    ):
        own = [(code, month) for code in _of_the_five(concerned)]
        places[event] = (own, covered_topic(topic))
        for place in own:
            cell = cells.setdefault((*place, covered_topic(topic)), Cell())
            cell.events.add(event)
            _add(cell, [source, *more.get(event, ())], [(source, paragraph)])
    return places


def _of_figures(
    figures: pd.DataFrame,
    places: Mapping[str, tuple[list[Place], str]],
    cells: dict[tuple[str, str, str], Cell],
) -> None:
    """Add who reports the numbers: to the event of each, a statistic to its country and topic."""
    names = ("event_id", "country", "measure", "source_id", "paragraph")
    for month, event, country, measure, source, paragraph in zip(
        _months(figures["as_of"]), *(figures[name].tolist() for name in names), strict=True
    ):
        if isinstance(event, str):
            own, topic = places.get(event, ([], ALL_OTHERS))
        else:
            own = [(country, month)] if country in COUNTRIES and month else []
            topic = HEALTH if measure in COVID_MEASURES else ALL_OTHERS
        for code, at in own:
            _add(cells.setdefault((code, at, topic), Cell()), [source], [(source, paragraph)])


def _of_series(tables: Mapping[str, pd.DataFrame], cells: dict[tuple[str, str, str], Cell]) -> None:
    """Add the sources of the daily series and of the rates to their own topics."""
    covid = tables["covid_daily"]
    days = zip(
        covid["iso_code"].tolist(), _months(covid["date"]), covid["source_id"].tolist(), strict=True
    )
    for country, month, source in dict.fromkeys(days):
        _add(cells.setdefault((country, month, HEALTH), Cell()), [source], [])
    rates = tables["rates"]
    owners = {each.code: each.country for each in CURRENCIES.values()}
    names = ("currency", "source_id", "paragraph")
    for month, currency, source, paragraph in zip(
        _months(rates["date"]), *(rates[name].tolist() for name in names), strict=True
    ):
        cell = cells.setdefault((owners[currency], month, CURRENCY), Cell())
        _add(cell, [source], [(source, paragraph)])


def _add(cell: Cell, sources: Iterable[str], paragraphs: Iterable[tuple[str, object]]) -> None:
    cell.sources.update(sources)
    cell.paragraphs.update(
        (source, place) for source, place in paragraphs if isinstance(place, int)
    )


def _months(days: pd.Series) -> list[str]:
    """Return the months as YYYY-MM; empty for a blank."""
    known = days.notna().tolist()
    months = days.to_numpy("datetime64[M]").astype(str).tolist()
    return [month if is_known else "" for month, is_known in zip(months, known, strict=True)]


def _of_the_five(concerned: str) -> list[str]:
    """Return the countries of the five that an event concerns, each once."""
    return [code for code in dict.fromkeys(concerned.split(";")) if code in COUNTRIES]
