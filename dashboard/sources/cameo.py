"""Events that machines code from the news in CAMEO's codes: GDELT 1.0 and 2.0, and ICEWS."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from dashboard.sources.format import Format, Origin, by_columns
from dashboard.sources.reading.days import WrongDay, day_in, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import Cell, Content, SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, LeftOut, NoRow, Outcome, Refused
from dashboard.sources.reading.places import FIPS, country_code, one_of_five
from dashboard.sources.reading.tables import (
    Record,
    outcomes_of_each,
    ragged,
    records_in_small_letters,
)
from dashboard.wording import N_, say

GDELT = Origin(
    source_id="gdelt",
    title="GDELT events",
    publisher="The GDELT Project",
    address="https://www.gdeltproject.org",
    licence="free for any use with attribution",
    attribution="The GDELT Project, gdeltproject.org",
    may_be_passed_on=True,
)
ICEWS = Origin(
    source_id="icews",
    title="ICEWS Coded Event Data",
    publisher="Harvard Dataverse",
    address="https://dataverse.harvard.edu/dataverse/icews",
    licence="ICEWS's own terms: rows may not be passed on",
    attribution="ICEWS Coded Event Data, Harvard Dataverse",
    may_be_passed_on=False,
)
MEANING = (
    "What a machine takes from a news report as an event. One happening may give many rows, and "
    "none was checked: each is a claim of low confidence, and counts are of reports."
)
# CAMEO's codes by how they begin; the longer stands before the shorter.
CODES = (
    ("145", "Riots", "Violent demonstration"),
    ("14", "Protests", "Peaceful protest"),
    ("173", "Strategic developments", "Arrests"),
    ("17", "Strategic developments", "Other"),
    ("15", "Strategic developments", "Other"),
    ("181", "Violence against civilians", "Abduction/forced disappearance"),
    ("18", "Violence against civilians", "Attack"),
    ("20", "Violence against civilians", "Attack"),
    ("195", "Explosions/Remote violence", "Air/drone strike"),
    ("194", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("19", "Battles", "Armed clash"),
    ("07", "Foreign aid", "Grant or donation"),
    ("09", "Government", "Other"),
    ("03", "Diplomacy", "Pledge"),
    ("04", "Diplomacy", "Meeting or visit"),
    ("16", "Diplomacy", "Dispute"),
    ("01", "Diplomacy", "Statement"),
    ("02", "Diplomacy", "Statement"),
    ("10", "Diplomacy", "Statement"),
    ("11", "Diplomacy", "Statement"),
    ("12", "Diplomacy", "Statement"),
    ("13", "Diplomacy", "Statement"),
    ("05", "Diplomacy", "Other"),
    ("06", "Diplomacy", "Other"),
    ("08", "Diplomacy", "Other"),
)
# GDELT has no header: where the columns stand that are read, by how many a row has. 1.0 came
# without the report's address at first.
FIRST = {
    "GLOBALEVENTID": 0,
    "SQLDATE": 1,
    "Actor1Name": 6,
    "Actor2Name": 16,
    "EventCode": 26,
    "ActionGeo_Type": 49,
    "ActionGeo_FullName": 50,
    "ActionGeo_CountryCode": 51,
    "ActionGeo_Lat": 53,
    "ActionGeo_Long": 54,
    "DATEADDED": 56,
}
SECOND = FIRST | {
    "ActionGeo_Type": 51,
    "ActionGeo_FullName": 52,
    "ActionGeo_CountryCode": 53,
    "ActionGeo_Lat": 56,
    "ActionGeo_Long": 57,
    "DATEADDED": 59,
    "SOURCEURL": 60,
}
LAYOUTS = {57: FIRST, 58: FIRST | {"SOURCEURL": 57}, 61: SECOND}
VERSIONS = {57: "1.0", 58: "1.0", 61: "2.0"}
TOWN_KINDS, AREA_KINDS = ("3", "4"), ("2", "5")
MOST_DAYS_LATE = 366


def kind_of(code: str) -> tuple[str, str] | None:
    """Return our type and sub-type of a CAMEO code; None for no such code.

    >>> kind_of("145"), kind_of("043"), kind_of("999")
    (('Riots', 'Violent demonstration'), ('Diplomacy', 'Meeting or visit'), None)
    """
    return next(((kind, sub) for start, kind, sub in CODES if code.startswith(start)), None)


def _recognise_gdelt(version: str, file: SourceFile) -> str:
    row = next((cells for _, cells in file.head if any(cells)), [])
    if file.content is not Content.TABLE or VERSIONS.get(len(row)) != version:
        return ""
    key, day, code = (str(row[FIRST[name]]) for name in ("GLOBALEVENTID", "SQLDATE", "EventCode"))
    if not (key.isdigit() and day.isdigit() and len(day) == 8 and kind_of(code)):
        return ""
    return say(
        "{columns} columns without a header, with a CAMEO code in the 27th: GDELT {version}",
        columns=len(row),
        version=version,
    )


def _read_gdelt(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    return outcomes_of_each(_gdelt_rows(file), lambda record: _gdelt_event(record, choices))


def _gdelt_rows(file: SourceFile) -> Iterator[Record | Refused]:
    for row, cells in file.rows():
        if places := LAYOUTS.get(len(cells)):
            yield Record(row, {name: cells[place] for name, place in places.items()})
        elif any(cells):
            yield ragged(row, cells, max(LAYOUTS))


def _gdelt_event(record: Record, choices: Choices) -> Iterator[Outcome]:
    code = one_of_five(record.row, FIPS.get(text_of(record["ActionGeo_CountryCode"]), ""))
    day = day_in(record, "SQLDATE")
    what = kind_of(text_of(record["EventCode"]))
    if what is None:
        raise NoRow(record.refused("EventCode", "unknown_type"))
    if _is_late(record["DATEADDED"], day):
        raise NoRow(LeftOut(record.row, "misread_date"))
    place = text_of(record["ActionGeo_Type"])
    is_placed = place in TOWN_KINDS + AREA_KINDS
    yield from rows_of(
        Event(
            row=record.row,
            event_id=f"gdelt:{text_of(record['GLOBALEVENTID'])}",
            first=day,
            last=day,
            time_precision=1,
            event_type=what[0],
            sub_event_type=what[1],
            country=code,
            location=text_of(record["ActionGeo_FullName"]).split(",")[0] if is_placed else "",
            latitude=record["ActionGeo_Lat"] if is_placed else None,
            longitude=record["ActionGeo_Long"] if is_placed else None,
            geo_precision=1 if place in TOWN_KINDS else 3,
            actor1=text_of(record["Actor1Name"]),
            actor2=text_of(record["Actor2Name"]),
            reported_by=text_of(record["SOURCEURL"]),
            status="claimed",
            confidence="low",
            source_id=GDELT.source_id,
        ),
        choices,
    )


def _is_late(added: Cell, day: date) -> bool:
    try:
        return (read_day(str(added)[:8]) - day).days > MOST_DAYS_LATE
    except WrongDay:
        return False


def _read_icews(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    return outcomes_of_each(
        records_in_small_letters(file), lambda record: _icews_event(record, choices)
    )


def _icews_event(record: Record, choices: Choices) -> Iterator[Outcome]:
    code = one_of_five(record.row, country_code(record["country"]))
    day, printed = day_in(record, "event date"), text_of(record["cameo code"])
    what = kind_of(printed) or kind_of(f"0{printed}")
    if what is None:
        raise NoRow(record.refused("cameo code", "unknown_type"))
    levels = enumerate(("city", "district", "province"), start=1)
    known = [(level, name) for level, place in levels if (name := text_of(record[place]))]
    level, name = known[0] if known else (None, "")
    yield from rows_of(
        Event(
            row=record.row,
            event_id=f"icews:{text_of(record['event id'])}",
            first=day,
            last=day,
            time_precision=1,
            event_type=what[0],
            sub_event_type=what[1],
            country=code,
            location=name,
            latitude=record["latitude"] if level else None,
            longitude=record["longitude"] if level else None,
            geo_precision=level,
            actor1=text_of(record["source name"]),
            actor2=text_of(record["target name"]),
            reported_by=text_of(record["publisher"]),
            status="claimed",
            confidence="low",
            source_id=ICEWS.source_id,
        ),
        choices,
    )


IS_ICEWS = by_columns(
    N_("it has ICEWS's columns Event ID, Event Date and CAMEO Code"),
    *("event id", "event date", "cameo code", "source name"),
)
FORMATS = tuple(
    Format(
        key=key,
        name=name,
        origin=origin,
        recognise=recognise,
        read=read,
        meaning=MEANING,
    )
    for key, name, origin, recognise, read in (
        ("gdelt-1", "GDELT 1.0", GDELT, partial(_recognise_gdelt, "1.0"), _read_gdelt),
        ("gdelt-2", "GDELT 2.0", GDELT, partial(_recognise_gdelt, "2.0"), _read_gdelt),
        ("icews", "ICEWS", ICEWS, IS_ICEWS, _read_icews),
    )
)
