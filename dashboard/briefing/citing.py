"""Citations: places in sources, numbered in the order in which a briefing first rests on them.

A place is a paragraph of a document, or a source as a whole. What is said of it is left to others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from dashboard.briefing.content import About, Citation, Line, Run
from dashboard.datapackage.store import Package
from dashboard.events.words import text_of
from dashboard.panels.keys import DAY_KINDS, DayKey, MalformedKey, RateKey, SeriesKey, read_key
from dashboard.panels.query import KEPT_PACKAGES, event_named
from dashboard.panels.sources import safe_address
from dashboard.schema import TableRow
from dashboard.wording import say

PLACE_COLUMNS = ("source_id", "paragraph", "footnotes")


class Place(NamedTuple):
    """Where a row stands; `paragraph` is None where the source has none."""

    source_id: str
    paragraph: int | None = None
    footnotes: str = ""


class Citing:
    """The citations of one briefing so far; each call that cites gives their numbers."""

    def __init__(self, package: Package) -> None:
        """Begin with none."""
        self._package = package
        self._learnt: dict[str, tuple[Place, ...]] = {}
        self._numbers: dict[tuple[str, int | None], int] = {}
        self._keys: dict[tuple[str, int | None], dict[str, None]] = {}
        self._notes: dict[tuple[str, int | None], set[str]] = {}

    def cite(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Cite the places of events, figures, days of the series or rates, by their keys.

        An event's further sources are cited too. A key that the data does not have is passed over.
        """
        numbers: list[int] = []
        asked = list(keys)
        self._look_up(asked)
        for key in asked:
            places = self._learnt.get(key) or places_of(self._package, key)
            numbers += [self.place(place, key) for place in places]
        return tuple(sorted(set(numbers)))

    def line(self, runs: Iterable[Run], about: About = About.EVENTS) -> Line:
        """Return a sentence that cites what its runs rest on."""
        line = Line(tuple(runs), about=about)
        return replace(line, citations=self.cite(line.keys))

    def learn(self, events: pd.DataFrame) -> None:
        """Take the places of events that are at hand, so that they need not be looked up."""
        self._learnt |= _places_of_events(self._package, events)

    def place(self, place: Place, key: str = "") -> int:
        """Cite one place for a key."""
        at = (place.source_id, place.paragraph)
        kept = self._keys.setdefault(at, {})
        if key:
            kept[key] = None
        self._notes.setdefault(at, set()).update(filter(None, place.footnotes.split(";")))
        return self._numbers.setdefault(at, len(self._numbers) + 1)

    def _look_up(self, keys: Iterable[str]) -> None:
        """Fetch the events among some keys, all at once."""
        known = _figure_places(self._package).keys() | self._learnt.keys()
        asked = [key for key in keys if key not in known and not is_value(key)]
        if asked and "events" not in self._package.unavailable:
            self.learn(self._package.events.rows_of(asked, len(asked)))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in the order of their numbers."""
        known = _sources(self._package)
        return tuple(
            _citation(number, at, known.get(at[0], {}), self._notes[at], tuple(keys))
            for (at, keys), number in zip(self._keys.items(), self._numbers.values(), strict=True)
        )


def places_of(package: Package, key: str) -> tuple[Place, ...]:
    """Return the places that a key's row rests on, the row's own first; none for an unknown key."""
    try:
        asked = read_key(key)
    except MalformedKey:
        return ()
    if isinstance(asked, SeriesKey):
        source = _series_sources(package).get((asked.country, asked.day))
        return (Place(source),) if source else ()
    if isinstance(asked, RateKey):
        place = _rate_places(package).get((asked.currency, asked.day, asked.source_id))
        return (place,) if place else ()
    if isinstance(asked, DayKey):
        return _first_source(package, asked.table)
    if found := _figure_places(package).get(key):
        return found
    return _places_of_events(package, event_named(package, key)).get(key, ())


def publisher_of(package: Package, source_id: str) -> str:
    """Name the publisher of a source."""
    return text_of(_sources(package).get(source_id, {}).get("publisher")) or source_id


@lru_cache(maxsize=KEPT_PACKAGES)
def _sources(package: Package) -> Mapping[str, TableRow]:
    return {row["source_id"]: row for row in package.table("sources").to_dict("records")}


def _rows(package: Package, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a table; none where it could not be loaded."""
    if (rows := package.tables.get(table)) is not None:
        yield from zip(*(rows[each].tolist() for each in columns), strict=True)


@lru_cache(maxsize=KEPT_PACKAGES)
def _figure_places(package: Package) -> Mapping[str, tuple[Place, ...]]:
    rows = _rows(package, "figures", "figure_id", *PLACE_COLUMNS)
    return {key: (_placed(*place),) for key, *place in rows}


def _places_of_events(package: Package, events: pd.DataFrame) -> dict[str, tuple[Place, ...]]:
    further = _further_places(package)
    columns = (events[each].tolist() for each in ("event_id", *PLACE_COLUMNS))
    return {
        key: (_placed(*place), *further.get(key, ())) for key, *place in zip(*columns, strict=True)
    }


@lru_cache(maxsize=KEPT_PACKAGES)
def _further_places(package: Package) -> Mapping[str, tuple[Place, ...]]:
    """Return the further sources that tell of an event, by its key."""
    places: dict[str, tuple[Place, ...]] = {}
    for event, source in _rows(package, "event_sources", "event_id", "source_id"):
        places[event] = (*places.get(event, ()), Place(source))
    return places


def is_value(key: str) -> bool:
    """Say whether a key is that of a day of a series or of a rate, or looks like one."""
    return key.startswith(("series:", "rate:", *(f"{kind}:" for kind in DAY_KINDS)))


@lru_cache(maxsize=KEPT_PACKAGES)
def _series_sources(package: Package) -> Mapping[tuple[str, pd.Timestamp], str]:
    rows = _rows(package, "covid_daily", "iso_code", "date", "source_id")
    return {(code, day): source for code, day, source in rows}


@lru_cache(maxsize=KEPT_PACKAGES)
def _first_source(package: Package, table: str) -> tuple[Place, ...]:
    return tuple(Place(source) for (source,) in _rows(package, table, "source_id"))[:1]


@lru_cache(maxsize=KEPT_PACKAGES)
def _rate_places(package: Package) -> Mapping[tuple[str, pd.Timestamp, str], Place]:
    rows = _rows(package, "rates", "currency", "date", "source_id", "paragraph")
    return {
        (currency, day, source): _placed(source, paragraph, "")
        for currency, day, source, paragraph in rows
    }


def _placed(source: str, paragraph: Any, footnotes: Any) -> Place:
    return Place(source, None if pd.isna(paragraph) else int(paragraph), text_of(footnotes))


def _title(source: TableRow) -> str:
    """Return a source's title; imported data is cited with the day of access, as its terms want."""
    title = text_of(source.get("title"))
    if not text_of(source.get("attribution")) or pd.isna(source.get("retrieved")):
        return title
    return say("{title}, accessed {day}", title=title, day=source["retrieved"])


def _citation(
    number: int,
    at: tuple[str, int | None],
    source: TableRow,
    notes: set[str],
    keys: tuple[str, ...],
) -> Citation:
    return Citation(
        number=number,
        source_id=at[0],
        publisher=text_of(source.get("publisher")) or at[0],
        title=_title(source),
        published=text_of(source.get("published")),
        address=safe_address(source.get("address")),
        paragraph=at[1],
        footnotes=";".join(sorted(notes, key=lambda note: (len(note), note))),
        keys=keys,
        is_headline=source.get("titled_by") == "publisher",
    )
