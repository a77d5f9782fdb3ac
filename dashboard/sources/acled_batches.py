"""ACLED's CSV by columns, a batch of rows at once; what is odd in any way goes row by row.

What `acled_records` makes of a cell, or of cells that belong together, is worked out once and kept;
so both ways give the same rows and faults, in the same order.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from dashboard.sources import acled_records as acled
from dashboard.sources.reading.events import Event, rows_of, title_of
from dashboard.sources.reading.files import Cell, SourceFile
from dashboard.sources.reading.numbers import Count, WrongNumber, exactly, read_count, text_of
from dashboard.sources.reading.outcomes import (
    Batch,
    Choices,
    Elsewhere,
    NoRow,
    NotData,
    Notice,
    Outcome,
    Row,
    cell_text,
)
from dashboard.sources.reading.places import FIVE, spell_of
from dashboard.sources.reading.tables import Header, Record, no_rows, outcomes_of_each, record_of
from dashboard.vocabulary import DEFINITIONS

# Rows at once, and of how many cells it is kept what was made of them.
AT_ONCE, MOST_KEPT = 5_000, 50_000
# The first rows are read one by one: they are shown to the user.
SHOWN = 40
OF_DAY = ("event_date", "end_date", "time_precision")
OF_KIND = ("event_type", "sub_event_type", "acled_eligible", "acled_reason")
OF_PLACE = ("place_country", "admin1", "location", "latitude", "longitude", "geo_precision")
OF_COUNT = ("low", "best", "high", "qualifier", "as_reported")
COUNTRY = ("iso3", "iso", "country", "gwno")
PLACE = ("admin1", "location", "latitude", "longitude", "geo_precision")
ANY_DAY = date(2020, 1, 1)
Texts = tuple[str, ...]
_Numbered = tuple[int, Sequence[str]]


BLANK = Event(
    row=0,
    event_id="",
    first=ANY_DAY,
    last=ANY_DAY,
    time_precision=1,
    event_type="Protests",
    sub_event_type="",
    country=FIVE[0],
    source_id=acled.SOURCE,
)


class _Columns:
    """Some columns of a table: their cells of a row, and a record of these alone."""

    def __init__(self, header: Header, *names: str) -> None:
        places = {name: place for place, name in enumerate(header.names)}
        self._names = [name for name in names if name in places]
        self._places = [places[name] for name in self._names]

    def of(self, rows: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
        """Return the cells of each row."""
        if len(self._places) > 1:
            return map(itemgetter(*self._places), rows)
        return [tuple(cells[place] for place in self._places) for cells in rows]

    def record(self, cells: Sequence[Cell]) -> Record:
        """Return a record of these cells alone."""
        return Record(0, dict(zip(self._names, cells, strict=True)))


def cells_of(header: Header, name: str, rows: Sequence[Sequence[str]]) -> Sequence[str | None]:
    """Return a column's cells; nothing for each row where there is no such column."""
    if name not in header.names:
        return [None] * len(rows)
    place = header.names.index(name)
    return [cells[place] for cells in rows]


class _Day(NamedTuple):
    """The texts of an event's days, and in which spell of names they are."""

    texts: Texts
    spell: int


class _Place(NamedTuple):
    """The texts of an event's place, and the rules that its names break: column, value, rule."""

    texts: Texts
    doubts: tuple[Texts, ...]


def survey_by_columns(file: SourceFile, header: Header) -> acled.Survey:
    """Read a table of ACLED's, or a span, for what only the whole tells; rows count from 1.

    Raises `Unreadable`, `Torn`.
    """
    found, width = acled.Survey(), len(header.names)
    country = _Columns(header, *COUNTRY)
    codes = lru_cache(maxsize=MOST_KEPT)(lambda cells: acled.country_of(country.record(cells)))
    # Behind another span there is no row above the header's.
    header = replace(header, row=-1) if file.start else header
    for first, rows in file.batches(AT_ONCE):
        found.length += len(rows)
        own = [
            (number, cells)
            for number, cells in enumerate(rows, start=first)
            if len(cells) == width and number > header.row
        ]
        known = [codes(each) for each in country.of([cells for _, cells in own])]
        if not all(known):  # a blank row, the header again, or a record of nowhere
            own = [
                (number, cells)
                for (number, cells), code in zip(own, known, strict=True)
                if code or isinstance(record_of(number, cells, header, is_ragged=True), Record)
            ]
        rows = [cells for _, cells in own]
        found.days.update(filter(None, cells_of(header, "event_date", rows)))
        found.years.update(map(text_of, set(cells_of(header, "year", rows))))
        stamped = acled.stamps_of(cells_of(header, "timestamp", rows))
        found.add([number for number, _ in own], cells_of(header, "event_id_cnty", rows), stamped)
    return found


def read_by_columns(
    file: SourceFile, header: Header, whole: acled.Whole, choices: Choices
) -> Iterator[Outcome]:
    """Yield what a table of ACLED's gives; the first rows one by one, so many as are `SHOWN`.

    Every column has a name of its own. Of a span nothing says that there are no rows. Raises
    `Unreadable`, `Torn`.
    """
    reader = _Reader(header, whole, choices)
    found = False
    for first, rows in file.batches(AT_ONCE):
        one_by_one = max(0, min(len(rows), header.row + SHOWN - first + 1))
        for number, cells in enumerate(rows[:one_by_one], start=first):
            for outcome in reader.one(number, cells):
                found = found or not isinstance(outcome, NotData)
                yield outcome
        for outcome in reader.many(first + one_by_one, rows[one_by_one:]):
            found = found or not isinstance(outcome, NotData)
            yield outcome
    if not (found or file.start or file.stop):
        yield no_rows(header)


class _Waiting:
    """Rows of one table that are yielded up to a row of the file, then up to the next."""

    def __init__(
        self, table: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str]]
    ) -> None:
        self._table, self._numbers, self._columns = table, numbers, columns
        self._done = 0

    def before(self, number: int) -> Iterator[Batch]:
        """Yield the rows that stand before a row of the file and were not yielded yet."""
        start, self._done = self._done, bisect_left(self._numbers, number)
        if start == self._done:
            return
        part = slice(start, self._done)
        columns = {name: texts[part] for name, texts in self._columns.items()}
        yield Batch(self._table, self._numbers[part], columns)


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, header: Header, whole: acled.Whole, choices: Choices) -> None:
        self._header, self._whole, self._choices = header, whole, choices
        self._outcomes = partial(acled.outcomes_of_record, whole=whole, choices=choices)
        self._country = _Columns(header, *COUNTRY)
        self._day = _Columns(header, "event_date", "time_precision")
        self._kind = _Columns(header, "event_type", "sub_event_type", "inter1", "inter2")
        self._place = _Columns(
            header, "admin1", "location", "latitude", "longitude", "geo_precision"
        )
        self._day_in: dict[int, date] = {0: ANY_DAY}
        kept = lru_cache(maxsize=MOST_KEPT)
        self._codes = kept(self._code_of)
        self._days = kept(self._day_of)
        self._kinds = kept(self._kind_of)
        self._spots = kept(self._place_of)
        self._titles = kept(self._title_of)
        self._texts = kept(text_of)
        self._tags = kept(acled.size_in_tags)
        self._counts = kept(lambda words: _figure_texts(read_count(words)))
        self._dead = kept(_dead_of)
        made = rows_of(replace(BLANK, figures=[("killed", exactly(1))]), choices)
        self._same = {
            each.table: {name: cell_text(value) for name, value in each.values.items()}
            for each in made
            if isinstance(each, Row)
        }

    def one(self, number: int, cells: Sequence[str]) -> Iterator[Outcome]:
        """Yield what one row gives."""
        if each := record_of(number, cells, self._header, is_ragged=True):
            yield from outcomes_of_each([each], self._outcomes)

    def many(self, first: int, rows: Sequence[Sequence[str]]) -> Iterator[Outcome]:
        """Yield what consecutive rows give, those in which nothing is odd together."""
        numbered = list(enumerate(rows, start=first))
        odd = [each for each in numbered if len(each[1]) != len(self._header.names)]
        if odd:
            numbered = [each for each in numbered if len(each[1]) == len(self._header.names)]
        codes = [self._codes(cells) for cells in self._country.of([cells for _, cells in numbered])]
        odd += [each for each, code in zip(numbered, codes, strict=True) if not code]
        is_own = [code in FIVE for code in codes]
        if elsewhere := len(codes) - codes.count("") - sum(is_own):
            yield Elsewhere(first, elsewhere)
        numbered, codes = list(compress(numbered, is_own)), list(compress(codes, is_own))
        batches, doubts, more = self._batches(numbered, codes)
        yield from doubts
        odd += more
        odd.sort(key=itemgetter(0))
        for number, cells in odd:
            for batch in batches:
                yield from batch.before(number)
            yield from self.one(number, cells)
        for batch in batches:
            yield from batch.before(first + len(rows))

    def _batches(
        self, numbered: Sequence[_Numbered], codes: Sequence[str]
    ) -> tuple[list[_Waiting], list[Notice], list[_Numbered]]:
        """Return the rows of events and figures, doubts about them, and rows that are odd."""
        rows = [cells for _, cells in numbered]
        days = [self._days(cells) for cells in self._day.of(rows)]
        kinds = [self._kinds(cells) for cells in self._kind.of(rows)]
        spells = [day.spell if day else 0 for day in days]
        spots = [self._spots(key) for key in zip(codes, spells, self._place.of(rows), strict=True)]
        dead = [self._dead(cell) for cell in cells_of(self._header, "fatalities", rows)]
        keys = [text_of(cell) for cell in cells_of(self._header, "event_id_cnty", rows)]
        older = self._whole.older
        is_plain = [
            bool(day and kind and spot and killed is not None and key) and number not in older
            for (number, _), day, kind, spot, killed, key in zip(
                numbered, days, kinds, spots, dead, keys, strict=True
            )
        ]
        odd = [each for each, is_one in zip(numbered, is_plain, strict=True) if not is_one]
        kept = zip(numbered, codes, days, kinds, spots, dead, keys, strict=True)
        if not any(is_plain):
            return [], [], odd
        numbered, codes, days, kinds, spots, dead, keys = zip(
            *compress(kept, is_plain), strict=True
        )
        numbers, rows = zip(*numbered, strict=True)
        doubts = [
            Notice(number, *each)
            for number, spot in zip(numbers, spots, strict=True)
            if spot and spot.doubts
            for each in spot.doubts
        ]
        events = self._events(rows, keys, days, kinds, spots)
        events["country"] = codes
        counts = zip(self._crowds(rows), dead, strict=True)
        return (
            [_Waiting("events", numbers, events), self._figures(numbers, events, counts)],
            doubts,
            odd,
        )

    def _events(
        self,
        rows: Sequence[Sequence[str]],
        keys: Sequence[str],
        days: Sequence[_Day | None],
        kinds: Sequence[Texts | None],
        spots: Sequence[_Place | None],
    ) -> dict[str, Sequence[str]]:
        """Return the columns of events in which nothing is odd."""
        texts = self._texts
        columns: dict[str, Sequence[str]] = {
            name: [text] * len(rows) for name, text in self._same["events"].items()
        }
        columns |= _named(OF_DAY, [day.texts for day in days if day])
        columns |= _named(OF_KIND, [kind for kind in kinds if kind])
        columns |= _named(OF_PLACE, [spot.texts for spot in spots if spot])
        named = zip(
            columns["event_type"], columns["sub_event_type"], columns["location"], strict=True
        )
        return columns | {
            "event_id": [f"acled:{key}" for key in keys],
            "title": [self._titles(each) for each in named],
            "actor1": [texts(cell) for cell in cells_of(self._header, "actor1", rows)],
            "actor2": [texts(cell) for cell in cells_of(self._header, "actor2", rows)],
            "reported_by": [texts(cell) for cell in cells_of(self._header, "source", rows)],
            "updated_at": acled.updated_texts(
                acled.stamps_of(cells_of(self._header, "timestamp", rows))
            ),
            "notes": [acled.notes_of(cell) for cell in cells_of(self._header, "notes", rows)],
        }

    def _crowds(self, rows: Sequence[Sequence[str]]) -> list[Texts]:
        """Return how many took part in each event: of the tags, or else of the notes."""
        tags = [self._tags(cell) for cell in cells_of(self._header, "tags", rows)]
        notes = cells_of(self._header, "notes", rows)
        sizes = [
            acled.size_in_notes(note) if tag is None else tag
            for tag, note in zip(tags, notes, strict=True)
        ]
        return [self._counts(words) for words in sizes]

    def _figures(
        self,
        numbers: Sequence[int],
        events: Mapping[str, Sequence[str]],
        counts: Iterable[tuple[Texts, Texts | None]],
    ) -> _Waiting:
        """Return the rows of the figures of events: who took part, who was killed."""
        about = [events[name] for name in ("event_id", "country", "end_date", "updated_at")]
        made = [
            (number, f"{event}:{measure}", event, country, day, updated, measure, *count)
            for number, event, country, day, updated, each in zip(
                numbers, *about, counts, strict=True
            )
            for measure, count in zip(("participants", "killed"), each, strict=True)
            if count
        ]
        names = ("figure_id", "event_id", "country", "as_of", "updated_at", "measure", *OF_COUNT)
        of_rows = [each[0] for each in made]
        columns: dict[str, Sequence[str]] = {
            name: [text] * len(made) for name, text in self._same["figures"].items()
        }
        columns |= _named(names, [each[1:] for each in made])
        columns["definition"] = [DEFINITIONS[measure] for measure in columns["measure"]]
        return _Waiting("figures", of_rows, columns)

    def _code_of(self, cells: Texts) -> str:
        return acled.country_of(self._country.record(cells))

    def _day_of(self, cells: Texts) -> _Day | None:
        record = self._day.record(cells)
        try:
            first, last, precision = acled.days_of(record, self._whole.order)
        except NoRow:
            return None
        spell = spell_of(first)
        self._day_in[spell] = first
        return _Day((cell_text(first), cell_text(last), str(precision)), spell)

    def _kind_of(self, cells: Texts) -> Texts | None:
        try:
            kind, sub_kind = acled.kind_of(self._kind.record(cells))
        except NoRow:
            return None
        event = replace(BLANK, event_type=kind, sub_event_type=sub_kind)
        (row,) = [each for each in rows_of(event, self._choices) if isinstance(each, Row)]
        return tuple(cell_text(row.values[name]) for name in OF_KIND)

    def _place_of(self, key: tuple[str, int, Texts]) -> _Place | None:
        code, spell, cells = key
        place = acled.place_of(self._place.record(cells))
        event = replace(
            BLANK, country=code, first=self._day_in[spell], last=self._day_in[spell], **place
        )
        outcomes = list(rows_of(event, self._choices))
        row = outcomes[-1]
        doubts = [each for each in outcomes[:-1] if isinstance(each, Notice)]
        if not isinstance(row, Row) or len(doubts) < len(outcomes) - 1:
            return None
        return _Place(
            tuple(cell_text(row.values[name]) for name in OF_PLACE),
            tuple((each.column, each.value, each.rule) for each in doubts),
        )

    def _title_of(self, key: Texts) -> str:
        kind, sub_kind, location = key
        return title_of(replace(BLANK, event_type=kind, sub_event_type=sub_kind, location=location))


def _named(names: Sequence[str], rows: Sequence[Texts]) -> dict[str, Sequence[str]]:
    """Return rows as columns."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, columns, strict=True))


def _dead_of(cell: Cell) -> Texts | None:
    try:
        return _figure_texts(acled.dead_of(Record(0, {"fatalities": cell})))
    except WrongNumber:
        return None


def _figure_texts(count: Count | None) -> Texts:
    return tuple(cell_text(getattr(count, name)) for name in OF_COUNT) if count else ()
