"""Events of violence that people code: UCDP's (GED) and those of the Global Terrorism Database.

UCDP's are CSV, with HXL tags or not, and JSON. The GTD has day 0 for a month, month 0 for a year.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from dashboard.sources.format import Format, Origin, by_columns
from dashboard.sources.reading.days import WrongDay, day_in, month_end, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import Count, WrongNumber, exactly, read_whole, text_of
from dashboard.sources.reading.outcomes import Choices, Lost, NoRow, Outcome, Refused
from dashboard.sources.reading.places import GTD, GWNO, country_code, one_of_five
from dashboard.sources.reading.tables import (
    Record,
    names_of,
    outcomes_of_each,
    records_in_small_letters,
)
from dashboard.wording import N_, say

UCDP = Origin(
    source_id="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    publisher="Uppsala Conflict Data Program",
    address="https://ucdp.uu.se",
    licence="CC BY 4.0",
    attribution="Uppsala Conflict Data Program, UCDP GED, CC BY 4.0",
    may_be_passed_on=True,
)
MEANING_OF_UCDP = (
    "Events of organised violence with at least one death, by a group that killed at least 25 in a "
    "year. Deaths have a low, a best and a high estimate. Protests are not in it."
)
IN_UCDP = frozenset(("id", "type_of_violence", "date_start", "date_end", "where_prec", "best"))
VIOLENCE = {
    "1": ("Battles", "Armed clash"),
    "2": ("Battles", "Armed clash"),
    "3": ("Violence against civilians", "Attack"),
}
# How exactly the place is known; 6 is a country, 7 the sea or the air: no point to draw.
WHERE = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 2}
PRECISION = {"1": 1, "2": 2, "3": 2}


def _recognise_ucdp(file: SourceFile) -> str:
    if names_of(file) >= IN_UCDP:
        return say("it has the columns of UCDP GED: type_of_violence, where_prec, best")
    return ""


def _read_ucdp(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    found = records_in_small_letters(file)
    return outcomes_of_each(found, lambda record: _ucdp_event(record, choices))


def _ucdp_event(record: Record, choices: Choices) -> Iterator[Outcome]:
    code = one_of_five(
        record.row,
        country_code(record["iso3"])
        or country_code(record["country"])
        or GWNO.get(text_of(record["country_id"]), ""),
    )
    first, last = day_in(record, "date_start"), day_in(record, "date_end")
    violence, where = text_of(record["type_of_violence"]), text_of(record["where_prec"])
    if violence not in VIOLENCE:
        raise NoRow(record.refused("type_of_violence", "unknown_type"))
    dead = _dead(record)
    if isinstance(dead, Refused):
        yield dead
        dead = None
    is_placed = where in WHERE
    yield from rows_of(
        Event(
            row=record.row,
            event_id=f"ucdp:{text_of(record['id'])}",
            first=first,
            last=last,
            time_precision=PRECISION.get(text_of(record["date_prec"]), 3),
            event_type=VIOLENCE[violence][0],
            sub_event_type=VIOLENCE[violence][1],
            country=code,
            location=text_of(record["where_coordinates"]) if is_placed else "",
            latitude=record["latitude"] if is_placed else None,
            longitude=record["longitude"] if is_placed else None,
            geo_precision=WHERE.get(where),
            actor1=text_of(record["side_a"]),
            actor2=text_of(record["side_b"]),
            reported_by=text_of(record["source_office"]),
            source_id=UCDP.source_id,
            last_column="date_end",
            last_printed=text_of(record["date_end"]),
            figures=[("killed", dead)],
        ),
        choices,
    )


def _dead(record: Record) -> Count | Refused | None:
    numbers = []
    for name in ("low", "best", "high"):
        try:
            numbers.append(read_whole(record[name]))
        except WrongNumber as fault:
            return record.refused(name, fault, Lost.CELL)
    low, best, high = numbers
    if best is None or not (best or high):
        return None
    if low is None or high is None or low == best == high:
        return exactly(best)
    if not low <= best <= high:
        return record.refused("best", "bounds_out_of_order", Lost.CELL)
    return Count(low, best, high, "range", f"{low} / {best} / {high}")


OF_GTD = Origin(
    source_id="gtd",
    title="Global Terrorism Database",
    publisher="START, University of Maryland",
    address="https://www.start.umd.edu/gtd",
    licence="GTD's own terms: rows may not be passed on",
    attribution="START, Global Terrorism Database, University of Maryland",
    may_be_passed_on=False,
)
MEANING_OF_GTD = (
    "Attacks by groups or persons other than states, as the Global Terrorism Database codes them."
)
DAY = ("iyear", "imonth", "iday")
EXPLOSION = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
ATTACK = ("Violence against civilians", "Attack")
ATTACKS = {"3": EXPLOSION, "6": ABDUCTION, "5": ABDUCTION}
# How exactly a place is known (`specificity`); 5 is a country: no point to draw.
SPECIFICITY = {"1": 1, "2": 2, "3": 2, "4": 3, "": 1}


def _read_gtd(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    seen: Counter[str] = Counter()
    return outcomes_of_each(
        records_in_small_letters(file), lambda record: _gtd_event(record, seen, choices)
    )


def _gtd_event(record: Record, seen: Counter[str], choices: Choices) -> Iterator[Outcome]:
    number = text_of(record["country"])
    known = GTD.get(number, "") if number.isdigit() else country_code(number)
    code = one_of_five(record.row, known)
    first, last = _window(record)
    kind = ATTACKS.get(text_of(record["attacktype1"]), ATTACK)
    specificity = text_of(record["specificity"])
    is_placed = specificity in SPECIFICITY
    figures = []
    for measure, column in (("killed", "nkill"), ("injured", "nwound")):
        try:
            figures.append((measure, _count(record, column)))
        except WrongNumber as fault:
            yield record.refused(column, fault, Lost.CELL)
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
            geo_precision=SPECIFICITY.get(specificity),
            actor1=text_of(record["gname"]),
            notes=text_of(record["summary"]),
            source_id=OF_GTD.source_id,
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
        key="ucdp-ged",
        name="UCDP GED",
        origin=UCDP,
        recognise=_recognise_ucdp,
        read=_read_ucdp,
        meaning=MEANING_OF_UCDP,
    ),
    Format(
        key="gtd",
        name="Global Terrorism Database",
        origin=OF_GTD,
        recognise=by_columns(
            N_("it has the columns iyear, imonth, iday and attacktype1 of the GTD"),
            *(*DAY, "attacktype1"),
        ),
        read=_read_gtd,
        meaning=MEANING_OF_GTD,
    ),
)
