"""What silence means: who covers a country's month, and what they report on each topic.

"No source covers this month" is not "sources cover it and report none". Nothing is drawn here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.coverage.measures.coverage import in_one_month, months_of_cells
from dashboard.engine.counts import Counts
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
    """What is told of a country's month: events, sources and paragraphs, each once.

    `counted` are events without their keys, of data that are too long for them.
    """

    events: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    paragraphs: set[Paragraph] = field(default_factory=set)
    counted: int = 0

    @property
    def number(self) -> int:
        """How many events are told of."""
        return len(self.events) + self.counted


@dataclass(frozen=True)
class Told:
    """What is told by (country, month) and topic, and who covers each (country, month).

    `has_paragraphs` is False where paragraphs were not counted.
    """

    cells: Mapping[tuple[str, str, str], Cell]
    covering: Mapping[Place, frozenset[str]]
    has_paragraphs: bool = True


def told_by_month(tables: Mapping[str, pd.DataFrame]) -> Told:
    """Gather who tells what of each country, month and topic.

    Wants `events`, `event_sources`, `figures`, `sources`, `covid_daily` and `rates`. An event
    belongs to the month of its first day and to every country under which it is found; one whose
    month is not known to none. Series tell of their own topic and cover nothing else.
    """
    cells: dict[tuple[str, str, str], Cell] = {}
    covering: dict[Place, set[str]] = {}
    places = _of_events(tables, cells, covering)
    events = tables["events"]
    pairs = zip(events["source_id"].tolist(), events["country"].tolist(), strict=True)
    _of_the_rest(tables, places, set(pairs), cells, covering)
    return Told(cells, {place: frozenset(sources) for place, sources in covering.items()})


def told_by_counts(tables: Mapping[str, pd.DataFrame], events: Counts, told: Counts) -> Told:
    """Gather the same of events that are only counted: by days, and as `told` by month and source.

    Of `tables` the `events` are those with figures. Sources are those from which events are coded,
    by the month in which these began; paragraphs are not counted.
    """
    cells: dict[tuple[str, str, str], Cell] = {}
    covering: dict[Place, set[str]] = {}
    for (month, concerned, topic), number in months_of_cells(events, "concerned", "topic").items():
        for code in _of_the_five(concerned):
            cells.setdefault((code, month, _topic(topic)), Cell()).counted += number
    telling: dict[tuple[object, str, str], list[str]] = {}
    for *place, source in told.by("event_date", "concerned", "topic", "source_id"):
        telling.setdefault((place[0], place[1], place[2]), []).append(source)
    for (begun, concerned, topic), sources in telling.items():
        for code in _of_the_five(concerned):
            if cell := cells.get((code, f"{begun:%Y-%m}", _topic(topic))):
                cell.sources.update(sources)
                covering.setdefault((code, f"{begun:%Y-%m}"), set()).update(sources)
    places = _of_events(tables, {}, {})
    _of_the_rest(tables, places, told.by("source_id", "country"), cells, covering)
    known = {place: frozenset(sources) for place, sources in covering.items()}
    return Told(cells, known, has_paragraphs=False)


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
                paragraphs = len(cell.paragraphs) if cell else 0
                numbers = (
                    *((cell.number, len(cell.sources)) if cell else (0, 0)),
                    paragraphs if told.has_paragraphs else math.nan,
                )
                state = REPORTED if cell else NONE_REPORTED if covering else UNCOVERED
                rows.append((topic, month, country, *numbers, covering, state))
    columns = ["topic", "month", "country", "events", "sources", "paragraphs", "covering", "state"]
    return pd.DataFrame(rows, columns=columns)


def _of_the_rest(
    tables: Mapping[str, pd.DataFrame],
    places: Mapping[str, tuple[list[Place], str]],
    pairs: Iterable[tuple[str, str]],
    cells: dict[tuple[str, str, str], Cell],
    covering: dict[Place, set[str]],
) -> None:
    """Fill in what figures, publication and series add; `pairs` are the events' (source, country).

    `places` are those of the events with figures.
    """
    _of_figures(tables["figures"], places, cells, covering)
    _of_publication(tables, pairs, covering)
    _of_series(tables, cells)


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
        own = [(code, month) for code in _of_the_five(concerned)]
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


def _of_publication(
    tables: Mapping[str, pd.DataFrame],
    pairs: Iterable[tuple[str, str]],
    covering: dict[Place, set[str]],
) -> None:
    """Let a source cover the month in which it was published, for the countries it tells of."""
    sources = tables["sources"]
    published = {
        source: str(day)[:7]
        for source, day in zip(
            sources["source_id"].tolist(), sources["published"].tolist(), strict=True
        )
        if isinstance(day, str) and len(day) >= len("2020-06")
    }
    figures = tables["figures"]
    further = zip(figures["source_id"].tolist(), figures["country"].tolist(), strict=True)
    for source, country in {*pairs, *further}:
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
    return [month if told else "" for month, told in zip(months, known, strict=True)]


def _of_the_five(concerned: str) -> list[str]:
    """Return the countries of the five that an event concerns, each once."""
    return [code for code in dict.fromkeys(concerned.split(";")) if code in COUNTRIES]


def _topic(topic: str) -> str:
    if topic in TOPIC_OF_MARK.values():
        return topic
    return COVID if topic == "Public health" else OTHER
