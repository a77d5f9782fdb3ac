"""Events of each kind, and the people of whom they tell, by month, country and province."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.marks import TOPIC_OF_MARK
from dashboard.panels.covering import cover
from dashboard.panels.query import KEPT_PACKAGES, figures_counted
from dashboard.protests.measures.counts import DATED
from dashboard.protests.measures.people import Reported, people
from dashboard.protests.view.sheet import read_sheet
from dashboard.unusual.measures import MEASURES, Measure, Period, Value
from dashboard.unusual.view.past import NOT_COVERED, Compared, Past, Where, compare
from dashboard.values import total

MONTH = "datetime64[M]"
PEOPLE = ("detained", "killed")
BY_MARK = {each.mark: each for each in MEASURES.values() if each.mark}


class NewSources:
    """The publishers that tell of a country in the period and told of nothing of it before.

    One that is said to cover earlier days of the country is not new, whatever it told of.
    """

    def __init__(self, package: Package, past: Past) -> None:
        """Look at the sources only when one is asked for."""
        self._package, self._past = package, past

    def has(self, source: str, country: str) -> bool:
        """Say whether a source is new for a country."""
        return (self._publishers.get(source, source), country) not in self._known

    def events(self, mark: str, country: str) -> int:
        """Return how many events of a mark and country new sources tell of in the period."""
        return sum(
            number
            for (code, kind, source), number in self._now.items()
            if (code, kind) == (country, mark) and self.has(source, country)
        )

    @cached_property
    def _publishers(self) -> Mapping[Any, str]:
        sources = self._package.table("sources")
        names = (sources[name].tolist() for name in ("source_id", "publisher"))
        return dict(zip(*names, strict=True))

    @cached_property
    def _now(self) -> Mapping[tuple[str, str, str], int]:
        told = self._package.events.counts(self._past.selection, "sources")
        return told.by("country", "mark", "source_id")

    @cached_property
    def _known(self) -> frozenset[tuple[str, str]]:
        told = self._package.events.counts(self._past.told_before, "sources")
        before = told.by("country", "source_id")
        speaking = ((self._publishers.get(source, source), code) for code, source in before)
        return frozenset((*speaking, *self._covering()))

    def _covering(self) -> Iterator[tuple[str, str]]:
        columns = ["publisher", "covers_countries", "covers_from"]
        rows = self._package.table("sources")[columns].dropna()
        for publisher, countries, first in rows.itertuples(index=False, name=None):
            if first.date() < self._past.selection.first_day:
                yield from ((publisher, country) for country in countries.split(";"))


def numbers_of_events(package: Package, past: Past) -> Iterator[Compared]:
    """Count events of each mark by country, and by province where they are unusual."""
    counts = package.events.counts(past.window, "provinces").isin(mark=list(BY_MARK))
    new = NewSources(package, past)
    by_country = _by_month(counts, past, "mark", "country")
    for measure in BY_MARK.values():
        for country in past.selection.countries:
            months = by_country.get((measure.mark, country), [0.0] * len(past.months))
            yield _of_count(package, past, measure, (country, ""), months, new)
    home = provinces(package)
    of_provinces = _by_month(counts.isin(admin1=list(home)), past, "mark", "country", "admin1")
    for (mark, country, admin1), months in of_provinces.items():
        measure = BY_MARK[mark]
        is_asked = home[admin1] == country and country in past.selection.countries
        if is_asked and sum(months[: past.length]) >= measure.floor:
            found = _of_count(package, past, measure, (country, admin1), months, new)
            if found.signal:
                yield found


def _of_count(
    package: Package,
    past: Past,
    measure: Measure,
    where: Where,
    months: Sequence[float],
    new: NewSources,
) -> Compared:
    values = past.periods(_where_covered(months, package, past, measure.topics, where[0]))
    found = compare(past, measure, where, values)
    if found.signal is None:
        return found
    # How many of them a province has is not counted: at most all.
    from_new = min(new.events(measure.mark, where[0]), found.signal.value)
    now = Period(found.signal.value, from_new)
    return compare(past, measure, where, values, now) if from_new else found


def _by_month(counts: Counts, past: Past, *names: str) -> Mapping[tuple[str, ...], list[float]]:
    """Return events by month, the latest first, for each set of words of some columns."""
    coded = [counts.coded(name) for name in names]
    days, words = counts.coded("event_date")
    if not len(days):
        return {}
    months = (np.datetime64(past.months[0], "M") - words.astype(MONTH)).astype(int)[days]
    shape = tuple(len(own) for _, own in coded)
    cells = np.ravel_multi_index([codes for codes, _ in coded], shape)
    kinds, kind_of = np.unique(cells, return_inverse=True)
    size = len(past.months)
    found = np.bincount(kind_of * size + months, counts.numbers, len(kinds) * size).astype(float)
    sums: list[list[float]] = found.reshape(len(kinds), size).tolist()
    named = zip(coded, np.unravel_index(kinds, shape), strict=True)
    keys = zip(*(own[places].tolist() for (_, own), places in named), strict=True)
    return dict(zip(keys, sums, strict=True))


def _where_covered(
    months: Sequence[float], package: Package, past: Past, topics: Sequence[str], country: str
) -> list[Value]:
    """Return numbers by month; none of a month that no source covers."""
    covered = frozenset(cover(package, past.window, topics, country).covered)
    pairs = zip(past.months, months, strict=True)
    return [value if month in covered else NOT_COVERED for month, value in pairs]


@lru_cache(maxsize=KEPT_PACKAGES)
def provinces(package: Package) -> Mapping[str, str]:
    """Return the country of each province."""
    table = package.table("provinces")
    return dict(zip(table["admin1"].tolist(), table["country"].tolist(), strict=True))


def numbers_of_people(package: Package, past: Past) -> Iterator[Compared]:
    """Add up the people detained and killed, by country, and by province where it is unusual."""
    events = package.events.with_figures(past.window)
    told = people(events, figures_counted(package, past.selection.source), *PEOPLE)
    names = ("event_id", "event_date", "admin1")
    rows = zip(*(events[name].tolist() for name in names), strict=True)
    places = {key: (past.place(day), admin1) for key, day, admin1 in rows}
    new, home = NewSources(package, past), provinces(package)
    for measure in (MEASURES[key] for key in PEOPLE):
        own = [each for each in told if each.measure == measure.key]
        here: dict[Where, list[Reported]] = defaultdict(list)
        for each in own:
            here[each.country, ""].append(each)
            admin1 = places[each.event_id][1]
            if home.get(admin1) == each.country:
                here[each.country, admin1].append(each)
        topics = _topics(measure, {each.mark for each in own})
        wheres = [(country, "") for country in past.selection.countries]
        wheres += [where for where in here if where[1] and where[0] in past.selection.countries]
        for where in wheres:
            months = {each.event_id: places[each.event_id][0] for each in here[where]}
            sums = _summed(here[where], months, len(past.months))
            values = past.periods(_where_covered(sums, package, past, topics, where[0]))
            now = [each for each in here[where] if months[each.event_id] < past.length]
            found = _of_reported(package, past, measure, where, values, now, new)
            if found.signal or not where[1]:
                yield found


def _topics(measure: Measure, marks: Collection[str]) -> tuple[str, ...]:
    """Return what must be covered: the topics of the measure, and of all that tell of people."""
    return tuple(dict.fromkeys((*measure.topics, *(TOPIC_OF_MARK[mark] for mark in marks))))


def _summed(rows: Sequence[Reported], months: Mapping[str, int], size: int) -> list[float]:
    sums = [0.0] * size
    for each in rows:
        sums[months[each.event_id]] += each.amount.central or 0
    return sums


def _of_reported(
    package: Package,
    past: Past,
    measure: Measure,
    where: Where,
    values: Sequence[Value],
    rows: Sequence[Reported],
    new: NewSources,
) -> Compared:
    unstated = 0
    if not where[1]:
        sheet = read_sheet(package, past.selection, DATED)
        unstated = sheet.unstated_by_country.get(measure.key, {}).get(where[0], 0)
    shown = total([each.amount for each in rows], unstated)
    from_new = 0.0
    if values[0]:
        from_new = sum(
            each.amount.central or 0
            for each in rows
            if all(new.has(source, where[0]) for source in each.sources)
        )
    events = len({each.event_id for each in rows})
    now = Period(values[0], from_new, events)
    keys = tuple(dict.fromkeys(each.event_id for each in rows))
    known = values[0] if values[0] == NOT_COVERED else shown
    return compare(past, measure, where, values, now, known, keys)
