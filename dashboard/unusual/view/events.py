"""Events of each kind, and the people reported of them, by month, country and province."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.engine.counts import Counts
from dashboard.marks import MARKS, TOPIC_OF_MARK, PeopleCount
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SOURCES, every_counted, figures_counted
from dashboard.panels.sources import plain_publishers
from dashboard.protests.measures.counts import DATED, Reported, people
from dashboard.protests.view.chosen import read_view
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.unusual.measures import LEAST_EVENTS, MEASURES, Measure, sums
from dashboard.unusual.view.past import Compared, Past, Series
from dashboard.values import total
from dashboard.vocabulary import COUNTRIES

DAY, MONTH = "datetime64[D]", "datetime64[M]"
PEOPLE = ("detained", "killed")
OF_MARKS = tuple(each for each in MEASURES.values() if each.mark)
BY_MARK = {each.mark: each for each in OF_MARKS}


def series_of_events(package: Package, past: Past) -> Iterator[Series]:
    """Count events of each mark by country, and by province where they are enough."""
    countries, home = past.selection.countries, provinces(package)
    counts = package.events.counts(past.window, "provinces")
    found = _by_month(counts, counts.numbers, past, tuple(home))
    for place, measure in enumerate(OF_MARKS):
        for which, country in enumerate(countries):
            found[place, which, :, ~past.covered(package, measure.topics, country)] = np.nan
    values, new, names = sums(found, past.length), NewSources(package, past), (*home, "")
    for place, which in np.ndindex(len(OF_MARKS), len(countries)):
        measure, country = OF_MARKS[place], countries[which]
        if past.asks(measure.topics):
            own = values[place, which]
            for admin1 in np.flatnonzero(own[:, 0] >= measure.floor).tolist():
                # How many of them a province has is not counted: at most all.
                added = partial(new.events, measure.mark, country, most=float(own[admin1, 0]))
                if home.get(names[admin1], "") in ("", country):
                    yield Series(measure.key, country, names[admin1], own[admin1], from_new=added)
            if not own[-1, 0] >= measure.floor:
                yield Series(measure.key, country, "", own[-1])


def _by_month(counts: Counts, numbers: np.ndarray, past: Past, home: tuple[str, ...]) -> np.ndarray:
    """Return a number of each cell by mark, country chosen, province and month, the latest first.

    After the provinces of `home` stands all of the country, wherever it was.
    """
    lists = (tuple(each.mark for each in OF_MARKS), past.selection.countries, home)
    codes = [
        _places(counts, name, own)
        for name, own in zip(("mark", "country", "admin1"), lists, strict=True)
    ]
    days, words = counts.coded("event_date")
    months = (np.datetime64(past.months[0], "M") - words.astype(MONTH)).astype(int)[days]
    shape = (len(lists[0]), len(lists[1]), len(home) + 1, len(past.months))
    # What is of no province of ours goes to the last.
    codes[2] = np.where(codes[2] < 0, len(home), codes[2])
    kept = (codes[0] >= 0) & (codes[1] >= 0)
    if not kept.any():
        return np.zeros(shape)
    cells = np.ravel_multi_index([each[kept] for each in (*codes, months)], shape)
    found = np.bincount(cells, numbers[kept], int(np.prod(shape))).reshape(shape)
    found[:, :, -1] = found.sum(axis=2)
    return found.astype(float)


def _places(counts: Counts, name: str, wanted: Sequence[str]) -> np.ndarray:
    """Return for each cell the place of its word among those wanted; -1 for any other."""
    codes, words = counts.coded(name)
    known = {word: place for place, word in enumerate(wanted)}
    return np.array([known.get(word, -1) for word in words.tolist()], int)[codes]


@lru_cache(maxsize=KEPT_PACKAGES)
def provinces(package: Package) -> Mapping[str, str]:
    """Return the country of each province of the five countries."""
    table = package.table("provinces")
    pairs = zip(table["admin1"].tolist(), table["country"].tolist(), strict=True)
    return {admin1: country for admin1, country in pairs if country in COUNTRIES}


class NewSources:
    """The publishers that report on a country in the period and reported nothing on it before.

    One that is said to cover earlier days of the country is not new, whatever it reported.
    """

    def __init__(self, package: Package, past: Past) -> None:
        """Look at the sources only when one is asked for."""
        self._package, self._selection = package, past.selection
        self._first_day = np.datetime64(past.selection.first_day, "D")

    def has(self, source: str, country: str) -> bool:
        """Say whether a source is new for a country."""
        publisher = plain_publishers(self._package)[source]
        began = self._begun.get((publisher, country))
        return began is None or bool(began >= self._first_day)

    def events(self, mark: str, country: str, most: float) -> float:
        """Return how many events of a mark and country new sources report in the period."""
        return min(self._events[mark, country], most)

    def people(self, country: str, number: float) -> float:
        """Return a number of people where new sources report any event of a country, else 0."""
        has_new = any(self._events[mark, country] for mark in BY_MARK)
        return number if has_new else 0.0

    @property
    def _begun(self) -> Mapping[tuple[str, str], np.datetime64]:
        return _reporting_since(self._package, self._selection.source)

    @cached_property
    def _events(self) -> Counter[tuple[str, str]]:
        last_day = np.datetime64(self._selection.last_day, "D")
        found: Counter[tuple[str, str]] = Counter()
        if not any(self._first_day <= began <= last_day for began in self._begun.values()):
            return found
        counts = self._package.events.counts(self._selection, "sources")
        for (country, mark, source), number in counts.by("country", "mark", "source_id").items():
            if self.has(source, country):
                found[mark, country] += number
        return found


@lru_cache(maxsize=KEPT_SOURCES)
def _reporting_since(package: Package, source: str) -> Mapping[tuple[str, str], np.datetime64]:
    """Return since when each publisher reports on each country, or is said to cover it.

    Of the source that is counted where one is; from the first of the month of its first event.
    """
    counts = every_counted(package, Selection(source=source), "sources")
    (sources, names), (codes, countries) = counts.coded("source_id"), counts.coded("country")
    # The cells are in order of day.
    pairs, firsts = np.unique(sources.astype(int) * len(countries) + codes, return_index=True)
    days = counts.values("event_date")[firsts].astype(MONTH).astype(DAY)
    found: dict[tuple[str, str], np.datetime64] = {}
    publishers = plain_publishers(package)
    for pair, day in zip(pairs.tolist(), days, strict=True):
        name, country = str(names[pair // len(countries)]), str(countries[pair % len(countries)])
        key = publishers[name], country
        found[key] = min(day, found.get(key, day))
    covering = package.table("sources")[["publisher", "covers_countries", "covers_from"]].dropna()
    for publisher, places, first in covering.itertuples(index=False, name=None):
        day = np.datetime64(first.date(), "D")
        for country in places.split(";"):
            found[publisher, country] = min(day, found.get((publisher, country), day))
    return found


def series_of_people(package: Package, past: Past) -> Iterator[Series]:
    """Add up the people detained and killed, by country and by province.

    Where the figures are too many to be held, the dead are counted by the cube of them.
    """
    try:
        figures = figures_counted(package, past.selection.source)
    except DataUnavailable:
        yield from _of_cube(package, past)
        return
    events = package.events.with_figures(past.window)
    reported = people(events, figures, *PEOPLE)
    names = ("event_id", "event_date", "admin1", "source_id")
    rows = cells_of(events, *names)
    known = {key: _Event(past.place(day), admin1, source) for key, day, admin1, source in rows}
    new, home = NewSources(package, past), provinces(package)
    for measure in (own for key in PEOPLE if past.asks((own := MEASURES[key]).topics)):
        here: dict[tuple[str, str], list[Reported]]
        here = {(code, ""): [] for code in past.selection.countries}
        for each in reported:
            if each.measure == measure.key and (each.country, "") in here:
                here[each.country, ""].append(each)
                admin1 = known[each.event_id].admin1
                if home.get(admin1) == each.country:
                    here.setdefault((each.country, admin1), []).append(each)
        topics = _topics(measure, {each.mark for own in here.values() for each in own})
        for (country, admin1), own in here.items():
            by_month = _summed(own, known, len(past.months))
            by_month[~past.covered(package, topics, country)] = np.nan
            now = [each for each in own if known[each.event_id].month < past.length]
            keys = tuple(dict.fromkeys(each.event_id for each in now))
            yield Series(
                *(measure.key, country, admin1, sums(by_month, past.length), keys),
                is_lone=len(keys) < LEAST_EVENTS,
                from_new=partial(_from_new, new, now, known, country),
                complete=partial(_with_bounds, package, past.selection, now),
            )


def _of_cube(package: Package, past: Past) -> Iterator[Series]:
    """Count the dead, at least, of each event by the engine's own column; nobody detained."""
    countries, names = past.selection.countries, (*provinces(package), "")
    unknown = np.full(len(past.months) // past.length, np.nan)
    yield from (Series("detained", country, "", unknown) for country in countries)
    measure, new = MEASURES["killed"], NewSources(package, past)
    if not past.asks(measure.topics):
        return
    counts = package.events.counts(past.window, "fatalities").isin(mark=[*BY_MARK])
    at_home = [each.key for each in MARKS.values() if each.people is PeopleCount.AT_HOME]
    abroad = np.isin(counts.values("mark"), at_home) & ~counts.values("home").astype(bool)
    numbers = np.where(abroad, 0, counts.numbers)
    events = _by_month(counts, numbers, past, names[:-1]).sum(axis=0)
    dead = _by_month(counts, numbers * counts.values("fatalities"), past, names[:-1])
    topics = _topics(measure, [mark for mark, own in zip(BY_MARK, dead, strict=True) if own.any()])
    for which, country in enumerate(countries):
        own = dead[:, which].sum(axis=0)
        own[:, ~past.covered(package, topics, country)] = np.nan
        values = sums(own, past.length)
        for place in np.flatnonzero(values[:, 0] >= 0).tolist():
            if names[place] and not values[place, 0] >= measure.floor:
                continue
            yield Series(
                *(measure.key, country, names[place], values[place]),
                is_lone=events[which, place, : past.length].sum() < LEAST_EVENTS,
                # How many of them new sources report is not counted: all, where any is new.
                from_new=partial(new.people, country, float(values[place, 0])),
            )
        if np.isnan(values[-1, 0]):
            yield Series(measure.key, country, "", values[-1])


class _Event(NamedTuple):
    """In which of the months an event was, in which province, and who reports it."""

    month: int
    admin1: str
    source: str


def _topics(measure: Measure, marks: Collection[str]) -> tuple[str, ...]:
    """Return what must be covered: the topics of the measure, and of all events with people."""
    return tuple(dict.fromkeys((*measure.topics, *(TOPIC_OF_MARK[mark] for mark in marks))))


def _summed(rows: Iterable[Reported], known: Mapping[str, _Event], size: int) -> np.ndarray:
    found = np.zeros(size)
    for each in rows:
        found[known[each.event_id].month] += each.amount.central or 0
    return found


def _from_new(
    new: NewSources, now: Iterable[Reported], known: Mapping[str, _Event], country: str
) -> float:
    """Return how many of some people are of events that new sources report."""
    own = (each for each in now if new.has(known[each.event_id].source, country))
    return sum((each.amount.central or 0 for each in own), 0.0)


def _with_bounds(
    package: Package, selection: Selection, now: Sequence[Reported], number: Compared
) -> Compared:
    """Return a number of people with their bounds."""
    unstated = 0
    if not number.admin1:
        by_country = read_view(package, selection, DATED).unstated_by_country
        unstated = by_country.get(number.measure, Counter())[number.country]
    return replace(number, shown=total([each.amount for each in now], unstated))
