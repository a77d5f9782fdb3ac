"""The Global Terrorism Database and tables in its shape: day 0 is a month, month 0 a year."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from dashboard.sources.format import Format, Origin, by_columns
from dashboard.sources.reading.days import WrongDay, month_end, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import Count, WrongNumber, exactly, read_whole, text_of
from dashboard.sources.reading.outcomes import Choices, Lost, NoRow, Outcome, Refused
from dashboard.sources.reading.places import GTD, country_code, one_of_five
from dashboard.sources.reading.tables import Record, outcomes_of_each, records
from dashboard.wording import say

ORIGIN = Origin(
    source_id="gtd",
    title="Global Terrorism Database",
    publisher="START, University of Maryland",
    address="https://www.start.umd.edu/gtd",
    licence="GTD's own terms: rows may not be passed on",
    attribution="START, Global Terrorism Database, University of Maryland",
    may_be_passed_on=False,
)
MEANING = (
    "Attacks by groups or persons other than states, as the Global Terrorism Database codes them."
)
DAY = ("iyear", "imonth", "iday")
EXPLOSION = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
ATTACK = ("Violence against civilians", "Attack")
KINDS = {"3": EXPLOSION, "6": ABDUCTION, "5": ABDUCTION}
# How exactly a place is known (`specificity`); 5 is a country: no point to draw.
PLACES = {"1": 1, "2": 2, "3": 2, "4": 3, "": 1}


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    seen: Counter[str] = Counter()
    return outcomes_of_each(records(file), lambda record: _event(record, seen, choices))


def _event(record: Record, seen: Counter[str], choices: Choices) -> Iterator[Outcome]:
    number = text_of(record["country"])
    known = GTD.get(number, "") if number.isdigit() else country_code(number)
    code = one_of_five(record.row, known)
    first, last = _window(record)
    kind = KINDS.get(text_of(record["attacktype1"]), ATTACK)
    specificity = text_of(record["specificity"])
    is_placed = specificity in PLACES
    try:
        figures = [("killed", _count(record, "nkill")), ("injured", _count(record, "nwound"))]
    except WrongNumber as fault:
        yield record.refused("nkill", fault, Lost.CELL)
        figures = []
    yield from rows_of(
        Event(
            row=record.row,
            event_id=_key(record, seen),
            first=first,
            last=last,
            time_precision=1 if first == last else 3,
            event_type=kind[0],
            sub_event_type=kind[1],
            country=code,
            location=text_of(record["city"]),
            latitude=record["latitude"] if is_placed else None,
            longitude=record["longitude"] if is_placed else None,
            geo_precision=PLACES.get(specificity),
            actor1=text_of(record["gname"]),
            notes=text_of(record["summary"]),
            source_id=ORIGIN.source_id,
            figures=figures,
        ),
        choices,
    )


def _window(record: Record) -> tuple[date, date]:
    """Return the first and the last day. Raises `NoRow`."""
    try:
        year, month, day = (read_whole(record[name]) or 0 for name in DAY)
        first = read_day(date(year, month or 1, day or 1))
    except ValueError as fault:
        printed = "-".join(text_of(record[name]) for name in DAY)
        rule = str(fault) if isinstance(fault, WrongDay) else "not_a_date"
        raise NoRow(Refused(Lost.ROW, record.row, "iyear", printed, rule)) from fault
    if day:
        return first, first
    return first, month_end(first) if month else date(year, 12, 31)


def _count(record: Record, column: str) -> Count | None:
    value = read_whole(record[column])
    return exactly(value) if value else None


def _key(record: Record, seen: Counter[str]) -> str:
    """Return the database's key, or a stable one made of what the record says."""
    if own := text_of(record["eventid"]):
        return f"gtd:{own}"
    said = "|".join(
        text_of(record[name]) for name in (*DAY, "country", "latitude", "longitude", "attacktype1")
    )
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    seen[digest] += 1
    return f"gtd:{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")


FORMATS = (
    Format(
        key="gtd",
        name="Global Terrorism Database",
        origin=ORIGIN,
        recognise=by_columns(
            say("it has the columns iyear, imonth, iday and attacktype1 of the GTD"),
            *(*DAY, "attacktype1"),
        ),
        read=_read,
        meaning=MEANING,
    ),
)
