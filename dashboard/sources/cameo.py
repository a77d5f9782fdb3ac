"""Events that machines code from the news in CAMEO's codes: GDELT 1.0 and 2.0, and ICEWS."""

from collections.abc import Iterator
from datetime import date

from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.days import WrongDay, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import Cell, Cells, Content, SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, Elsewhere, LeftOut, Lost, Outcome, Refused
from dashboard.sources.reading.places import FIPS, FIVE, country_code
from dashboard.sources.reading.tables import Record, column_names, records
from dashboard.wording import say

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
# How many columns a row has, and where the place of the event begins; 1.0 came without the
# report's address at first.
LAYOUTS = {57: (49, 1), 58: (49, 1), 61: (51, 2)}
TOWN_KINDS, AREA_KINDS = ("3", "4"), ("2", "5")
MOST_DAYS_LATE = 366


def kind_of(code: str) -> tuple[str, str] | None:
    """Return our type and sub-type of a CAMEO code; None for no such code.

    >>> kind_of("145"), kind_of("043"), kind_of("999")
    (('Riots', 'Violent demonstration'), ('Diplomacy', 'Meeting or visit'), None)
    """
    return next(((kind, sub) for start, kind, sub in CODES if code.startswith(start)), None)


def _layout(cells: Cells) -> str:
    """Return whose layout a row has: "1.0", "2.0", "" for neither."""
    is_coded = (
        len(cells) in LAYOUTS
        and str(cells[0]).isdigit()
        and len(str(cells[1])) == 8
        and str(cells[1]).isdigit()
        and kind_of(str(cells[26])) is not None
    )
    return {1: "1.0", 2: "2.0"}[LAYOUTS[len(cells)][1]] if is_coded else ""


def _recognise_gdelt(file: SourceFile, version: str) -> str:
    if file.content is not Content.TABLE or not file.head:
        return ""
    row = next((cells for _, cells in file.head if any(cells)), [])
    if _layout(row) == version:
        return say(
            "{columns} columns without a header, with a CAMEO code in the 27th: GDELT {version}",
            columns=len(row),
            version=version,
        )
    return ""


def _read_gdelt(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    for row, cells in file.rows():
        if not any(cells):
            continue
        if len(cells) not in LAYOUTS:
            shown = f"{len(cells)} fields"
            is_long = len(cells) > max(LAYOUTS)
            rule = "too_many_fields" if is_long else "too_few_fields"
            yield Refused(Lost.ROW, row, "", shown, rule)
            continue
        yield from _gdelt_event(row, cells, choices)


def _gdelt_event(row: int, cells: Cells, choices: Choices) -> Iterator[Outcome]:
    start, version = LAYOUTS[len(cells)]
    kind, name, country = (text_of(cell) for cell in cells[start : start + 3])
    latitude, longitude, _, added = cells[start + 3 + version : start + 7 + version]
    code = FIPS.get(country, "")
    if code not in FIVE:
        yield Elsewhere(row)
        return
    day = _day(cells[1])
    reported = _day(str(added)[:8])
    what = kind_of(text_of(cells[26]))
    if isinstance(day, str):
        yield Refused(Lost.ROW, row, "SQLDATE", text_of(cells[1]), day)
    elif what is None:
        yield Refused(Lost.ROW, row, "EventCode", text_of(cells[26]), "unknown_type")
    elif isinstance(reported, date) and (reported - day).days > MOST_DAYS_LATE:
        yield LeftOut(row, "misread_date")
    else:
        is_town = kind in TOWN_KINDS
        is_placed = is_town or kind in AREA_KINDS
        yield from rows_of(
            Event(
                row=row,
                event_id=f"gdelt:{text_of(cells[0])}",
                first=day,
                last=day,
                time_precision=1,
                event_type=what[0],
                sub_event_type=what[1],
                country=code,
                location=name.split(",")[0] if is_placed else "",
                latitude=latitude if is_placed else None,
                longitude=longitude if is_placed else None,
                geo_precision=1 if is_town else 3,
                actor1=text_of(cells[6]),
                actor2=text_of(cells[16]),
                reported_by=text_of(cells[-1]) if len(cells) > min(LAYOUTS) else "",
                status="claimed",
                confidence="low",
                source_id=GDELT.source_id,
            ),
            choices,
        )


def _day(cell: Cell) -> date | str:
    """Return the day, or the rule that it breaks."""
    try:
        return read_day(cell)
    except WrongDay as fault:
        return str(fault)


def _recognise_icews(file: SourceFile) -> str:
    if {"event id", "event date", "cameo code", "source name"} <= column_names(file):
        return say("it has ICEWS's columns Event ID, Event Date and CAMEO Code")
    return ""


def _read_icews(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        code = country_code(record["Country"])
        if code in FIVE:
            yield from _icews_event(record, code, choices)
        else:
            yield Elsewhere(record.row)


def _icews_event(record: Record, code: str, choices: Choices) -> Iterator[Outcome]:
    day = _day(record["Event Date"])
    printed = text_of(record["CAMEO Code"])
    what = kind_of(printed) or kind_of(f"0{printed}")
    if isinstance(day, str):
        yield Refused(Lost.ROW, record.row, "Event Date", text_of(record["Event Date"]), day)
        return
    if what is None:
        yield Refused(Lost.ROW, record.row, "CAMEO Code", printed, "unknown_type")
        return
    levels = [(place, text_of(record[place])) for place in ("City", "District", "Province")]
    known = [(level, name) for level, (_, name) in enumerate(levels, start=1) if name]
    level, name = known[0] if known else (None, "")
    yield from rows_of(
        Event(
            row=record.row,
            event_id=f"icews:{text_of(record['Event ID'])}",
            first=day,
            last=day,
            time_precision=1,
            event_type=what[0],
            sub_event_type=what[1],
            country=code,
            location=name,
            latitude=record["Latitude"] if level else None,
            longitude=record["Longitude"] if level else None,
            geo_precision=level,
            actor1=text_of(record["Source Name"]),
            actor2=text_of(record["Target Name"]),
            reported_by=text_of(record["Publisher"]),
            status="claimed",
            confidence="low",
            source_id=ICEWS.source_id,
        ),
        choices,
    )


def _recognise_first(file: SourceFile) -> str:
    return _recognise_gdelt(file, "1.0")


def _recognise_second(file: SourceFile) -> str:
    return _recognise_gdelt(file, "2.0")


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
        ("gdelt-1", "GDELT 1.0", GDELT, _recognise_first, _read_gdelt),
        ("gdelt-2", "GDELT 2.0", GDELT, _recognise_second, _read_gdelt),
        ("icews", "ICEWS", ICEWS, _recognise_icews, _read_icews),
    )
)
