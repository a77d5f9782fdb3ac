"""The Global Terrorism Database and tables in its shape: day 0 is a month, month 0 a year."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.days import WrongDay, month_end, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import Count, WrongNumber, exactly, read_whole, text_of
from dashboard.sources.reading.outcomes import Choices, Elsewhere, Lost, Outcome, Refused
from dashboard.sources.reading.places import FIVE, GTD, country_code
from dashboard.sources.reading.tables import Record, column_names, records
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
EXPLOSION = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
ATTACK = ("Violence against civilians", "Attack")
KINDS = {"3": EXPLOSION, "6": ABDUCTION, "5": ABDUCTION}
# How exactly a place is known (`specificity`); 5 is a country: no point to draw.
PLACES = {"1": 1, "2": 2, "3": 2, "4": 3, "": 1}


def _recognise(file: SourceFile) -> str:
    if {"iyear", "imonth", "iday", "attacktype1"} <= column_names(file):
        return say("it has the columns iyear, imonth, iday and attacktype1 of the GTD")
    return ""


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    seen: Counter[str] = Counter()
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        number = text_of(record["country"])
        code = GTD.get(number, "") if number.isdigit() else country_code(number)
        if code in FIVE:
            yield from _event(record, code, seen, choices)
        else:
            yield Elsewhere(record.row)


def _event(record: Record, code: str, seen: Counter[str], choices: Choices) -> Iterator[Outcome]:
    printed = "-".join(text_of(record[name]) for name in ("iyear", "imonth", "iday"))
    try:
        first, last = _window(record)
    except (WrongDay, WrongNumber, ValueError) as fault:
        rule = str(fault) if isinstance(fault, WrongDay) else "not_a_date"
        yield Refused(Lost.ROW, record.row, "iyear", printed, rule)
        return
    kind = KINDS.get(text_of(record["attacktype1"]), ATTACK)
    specificity = text_of(record["specificity"])
    is_placed = specificity in PLACES
    try:
        figures = [("killed", _count(record, "nkill")), ("injured", _count(record, "nwound"))]
    except WrongNumber as fault:
        yield Refused(Lost.CELL, record.row, "nkill", text_of(record["nkill"]), *fault.args)
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
    year, month, day = (read_whole(record[name]) or 0 for name in ("iyear", "imonth", "iday"))
    first = read_day(date(year, month or 1, day or 1))
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
        text_of(record[name])
        for name in ("iyear", "imonth", "iday", "country", "latitude", "longitude", "attacktype1")
    )
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    seen[digest] += 1
    return f"gtd:{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")


FORMATS = (
    Format(
        key="gtd",
        name="Global Terrorism Database",
        origin=ORIGIN,
        recognise=_recognise,
        read=_read,
        meaning=MEANING,
    ),
)
