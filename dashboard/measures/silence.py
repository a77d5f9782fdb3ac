"""What silence means: who covers a country's month, and what they report on each topic.

"No source covers this month" is not "sources cover it and report none". Nothing is drawn here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.measures.coverage import in_one_month
from dashboard.vocabulary import COUNTRIES, CURRENCIES, TOPIC_OF_MARK

COVID, CURRENCY, OTHER = "COVID-19 and health", "Currency rates", "All other topics"
SILENCE_TOPICS = (*TOPIC_OF_MARK.values(), COVID, CURRENCY, OTHER)
COVID_MEASURES = frozenset(
    (
        *("cumulative_cases", "new_cases", "cumulative_deaths", "new_deaths", "active_cases"),
        *("recovered", "hospitalised", "home_isolation", "medical_workers_infected"),
        *("cases_without_symptoms", "pneumonia_cases", "tests"),
    )
)
REPORTED, NONE_REPORTED, UNCOVERED = "reported", "none reported", "no source"
Place = tuple[str, str]
Paragraph = tuple[str, int]


@dataclass
class Cell:
    """What is told of a country's month: events, sources and paragraphs, each once."""

    events: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    paragraphs: set[Paragraph] = field(default_factory=set)


@dataclass(frozen=True)
class Told:
    """What is told by (country, month) and topic, and who covers each (country, month)."""

    cells: Mapping[tuple[str, str, str], Cell]
    covering: Mapping[Place, frozenset[str]]


def told_by_month(tables: Mapping[str, pd.DataFrame]) -> Told:
    """Gather who tells what of each country, month and topic.

    Wants `events`, `event_sources`, `figures`, `sources`, `covid_daily` and `rates`. An event
    belongs to the month of its first day and to every country under which it is found; one whose
    month is not known to none. Series tell of their own topic and cover nothing else.
    """
    cells: dict[tuple[str, str, str], Cell] = {}
    covering: dict[Place, set[str]] = {}
    places = _of_events(tables, cells, covering)
    _of_figures(tables["figures"], places, cells, covering)
    _of_publication(tables, covering)
    _of_series(tables, cells)
    return Told(cells, {place: frozenset(sources) for place, sources in covering.items()})


def silence(told: Told, countries: Sequence[str], months: Sequence[str]) -> pd.DataFrame:
    """Return one row a topic, month and country, in the order given.

    `events`, `sources`, `paragraphs` tell of the topic; `covering` is how many sources cover the
    country in that month at all. `state` is "reported" (an event, or a source tells of the topic),
    "none reported" (covered, nothing on the topic) or "no source". Rates come from their own
    sources alone: a review that prints none is no source of rates.
    """
    rows = []
    for topic in SILENCE_TOPICS:
        for month in months:
            for country in countries:
                cell = told.cells.get((country, month, topic))
                own = topic == CURRENCY
                covering = 0 if own else len(told.covering.get((country, month), ()))
                numbers = (
                    (len(cell.events), len(cell.sources), len(cell.paragraphs))
                    if cell
                    else (0, 0, 0)
                )
                state = REPORTED if cell else NONE_REPORTED if covering else UNCOVERED
                rows.append((topic, month, country, *numbers, covering, state))
    columns = ["topic", "month", "country", "events", "sources", "paragraphs", "covering", "state"]
    return pd.DataFrame(rows, columns=columns)


def _of_events(
    tables: Mapping[str, pd.DataFrame],
    cells: dict[tuple[str, str, str], Cell],
    covering: dict[Place, set[str]],
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
        own = [(code, month) for code in concerned.split(";") if code in COUNTRIES]
        places[event] = (own, _topic(topic))
        for place in own:
            cell = cells.setdefault((*place, _topic(topic)), Cell())
            cell.events.add(event)
            _add(cell, [source, *more.get(event, ())], [(source, paragraph)])
            covering.setdefault(place, set()).update([source, *more.get(event, ())])
    return places


def _of_figures(
    figures: pd.DataFrame,
    places: Mapping[str, tuple[list[Place], str]],
    cells: dict[tuple[str, str, str], Cell],
    covering: dict[Place, set[str]],
) -> None:
    """Add who reports the numbers: to the event of each, a statistic to its country and topic."""
    names = ("event_id", "country", "measure", "source_id", "paragraph")
    for month, event, country, measure, source, paragraph in zip(
        _months(figures["as_of"]), *(figures[name].tolist() for name in names), strict=True
    ):
        if isinstance(event, str):
            own, topic = places.get(event, ([], OTHER))
        else:
            own = [(country, month)] if country in COUNTRIES and month else []
            topic = COVID if measure in COVID_MEASURES else OTHER
        for code, at in own:
            _add(cells.setdefault((code, at, topic), Cell()), [source], [(source, paragraph)])
        if country in COUNTRIES and month:
            covering.setdefault((country, month), set()).add(source)


def _of_publication(tables: Mapping[str, pd.DataFrame], covering: dict[Place, set[str]]) -> None:
    """Let a source cover the month in which it was published, for the countries it tells of."""
    sources = tables["sources"]
    published = {
        source: str(day)[:7]
        for source, day in zip(
            sources["source_id"].tolist(), sources["published"].tolist(), strict=True
        )
        if isinstance(day, str) and len(day) >= len("2020-06")
    }
    for name in ("events", "figures"):
        table = tables[name]
        pairs = zip(table["source_id"].tolist(), table["country"].tolist(), strict=True)
        for source, country in set(pairs):
            if source in published and country in COUNTRIES:
                covering.setdefault((country, published[source]), set()).add(source)


def _of_series(tables: Mapping[str, pd.DataFrame], cells: dict[tuple[str, str, str], Cell]) -> None:
    """Add the sources of the daily series and of the rates to their own topics."""
    covid = tables["covid_daily"]
    days = zip(
        covid["iso_code"].tolist(), _months(covid["date"]), covid["source_id"].tolist(), strict=True
    )
    for country, month, source in dict.fromkeys(days):
        _add(cells.setdefault((country, month, COVID), Cell()), [source], [])
    rates = tables["rates"]
    owners = {currency: country for country, currency in CURRENCIES.items()}
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
    return [month if told else "" for month, told in zip(months, known, strict=True)]


def _topic(topic: str) -> str:
    if topic in TOPIC_OF_MARK.values():
        return topic
    return COVID if topic == "Public health" else OTHER
