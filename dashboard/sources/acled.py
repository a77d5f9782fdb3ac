"""ACLED's events of every generation since 2015: CSV, workbook, the API's JSON, ArcGIS GeoJSON.

So are the lists of events that ACLED has deleted since.
"""

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from dashboard.sources.crowds import Count, exactly, read_count
from dashboard.sources.days import Order, WrongDay, month_end, order_of, read_day
from dashboard.sources.events import Event, rows_of
from dashboard.sources.files import Cell, Content, SourceFile
from dashboard.sources.format import Format, Kind, Origin
from dashboard.sources.lands import FIVE, GWNO, country_code
from dashboard.sources.numbers import WrongNumber, read_whole, text_of
from dashboard.sources.outcomes import (
    Choices,
    Deleted,
    Elsewhere,
    LeftOut,
    Lost,
    NotData,
    Outcome,
    Question,
    Refused,
)
from dashboard.sources.tables import (
    Record,
    header_of,
    in_small_letters,
    items,
    names_of,
    records,
)
from dashboard.spellings import folded
from dashboard.vocabulary import ACLED_TYPES
from dashboard.wording import say

ORIGIN = Origin(
    source_id="acled",
    title="Armed Conflict Location & Event Data",
    publisher="ACLED",
    address="https://acleddata.com",
    licence="ACLED's terms of use: rows may not be passed on",
    attribution="Armed Conflict Location & Event Data (ACLED), acleddata.com",
    may_be_passed_on=False,
)
MEANING = (
    "Events of political violence and protest as ACLED codes them from reports; one event "
    "stands for a day and a place. Counts of crowds and dead are as reported; 0 dead may mean that "
    "none was reported."
)
OLD_TYPES = {
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": (
        "Battles",
        "Non-state actor overtakes territory",
    ),
    "remote violence": ("Explosions/Remote violence", "Other"),
    "violence against civilians": ("Violence against civilians", "Attack"),
    "strategic development": ("Strategic developments", "Other"),
    "headquarters or base established": (
        "Strategic developments",
        "Headquarters or base established",
    ),
    "non-violent transfer of territory": (
        "Strategic developments",
        "Non-violent transfer of territory",
    ),
}
TYPES = {folded(each): each for each in ACLED_TYPES}
SUB_TYPES = {folded(sub): sub for subs in ACLED_TYPES.values() for sub in subs}
SIZE = re.compile(r"\[\s*size\s*=([^\]]*)\]", re.IGNORECASE)
TAG = re.compile(r"crowd size\s*=([^;]*)", re.IGNORECASE)
LATEST_STAMP = 4_000_000_000
NEEDED = frozenset(("event_id_cnty", "event_date", "event_type", "country"))
OF_DELETED = frozenset(("event_id_cnty", "deleted_timestamp"))


@dataclass(frozen=True)
class Column:
    """What the whole file says: the order of its days, and the newest of keys used twice."""

    order: Order
    newest: Mapping[str, tuple[int, int]]  # key -> (timestamp, row)


def _recognise(file: SourceFile) -> str:
    if file.content is Content.JSON:
        if names_of(file) >= NEEDED:
            return say("its records have ACLED's names: event_id_cnty, event_date, event_type")
        answer = file.json
        is_empty = isinstance(answer, dict) and {"success", "status"} <= set(answer)
        is_empty = is_empty and not answer.get("data")
        return say("it is an answer of ACLED's API") if is_empty else ""
    if names_of(file) >= NEEDED:
        return say("it has ACLED's columns event_id_cnty, event_date and event_type")
    return ""


def _recognise_deleted(file: SourceFile) -> str:
    if names_of(file) >= OF_DELETED:
        return say("it has ACLED's columns event_id_cnty and deleted_timestamp")
    return ""


def _read_deleted(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    for record in _records(file):
        if not isinstance(record, Record):
            yield record
        elif key := text_of(record["event_id_cnty"]):
            yield Deleted(record.row, f"acled:{key}")
        else:
            yield Refused(Lost.ROW, record.row, "event_id_cnty", "", "value_missing")


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    if file.content is Content.JSON and isinstance(file.json, dict):
        answer = file.json
        if answer.get("success") is False or answer.get("error"):
            shown = str(answer.get("error") or answer.get("messages") or "")[:200]
            yield Refused(Lost.FILE, 0, "success", shown, "not_successful")
            return
    column = _column(file, choices)
    if not column.order.is_certain and choices.day_first is None:
        yield Question("day_first", "event_date", ("true", "false"), "true")
    for record in _records(file):
        if isinstance(record, Record):
            yield from _event(record, column, choices)
        else:
            yield record


def _records(file: SourceFile) -> Iterator[Record | Refused | NotData]:
    if file.content is not Content.JSON:
        yield from records(file, in_small_letters(header_of(file)))
        return
    for each in items(file):
        yield Record(each.row, {name.lower(): cell for name, cell in each.cells.items()})


def _column(file: SourceFile, choices: Choices) -> Column:
    """Read the file once for what only the whole of it tells."""
    days: set[str] = set()
    years: set[str] = set()
    hashes, stamps = array("q"), array("q")
    for record in _records(file):
        if isinstance(record, Record):
            day = record["event_date"]
            if isinstance(day, str):
                days.add(day)
                years.add(text_of(record["year"]))
            hashes.append(hash(text_of(record["event_id_cnty"])))
            stamps.append(_stamp(record))
    twice = _repeated(hashes)
    newest: dict[str, tuple[int, int]] = {}
    if twice:
        for record in _records(file):
            if isinstance(record, Record):
                key = text_of(record["event_id_cnty"])
                if hash(key) in twice:
                    known = newest.get(key, (-1, 0))
                    newest[key] = max(known, (_stamp(record), record.row))
    order = order_of(days, years)
    if choices.day_first is not None:
        order = Order(day_first=choices.day_first)
    return Column(order, newest)


def _repeated(hashes: "array[int]") -> set[int]:
    values, counts = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return set(values[counts > 1].tolist())


def _stamp(record: Record) -> int:
    try:
        return read_whole(record["timestamp"]) or 0
    except WrongNumber:
        return 0


def _updated(record: Record) -> str:
    """Return when ACLED last changed the row, as text; "" where it does not say."""
    stamp = _stamp(record)
    if not 0 < stamp < LATEST_STAMP:
        return ""
    return f"{datetime.fromtimestamp(stamp, UTC).isoformat()[:19]}Z"


def _event(record: Record, column: Column, choices: Choices) -> Iterator[Outcome]:
    code, key = _country(record), text_of(record["event_id_cnty"])
    newest = column.newest.get(key)
    if code not in FIVE:
        yield _of_elsewhere(record, code)
    elif not key:
        yield Refused(Lost.ROW, record.row, "event_id_cnty", "", "value_missing")
    elif newest and newest[1] != record.row:
        yield LeftOut(record.row, "older_version")
    else:
        try:
            event = _told(record, code, key, column.order)
        except WrongDay as fault:
            shown = text_of(record["event_date"])
            yield Refused(Lost.ROW, record.row, "event_date", shown, *fault.args)
            return
        except _UnknownKind as fault:
            yield Refused(Lost.ROW, record.row, fault.column, fault.value, "unknown_type")
            return
        try:
            event.figures.append(("killed", _dead(record)))
        except WrongNumber as fault:
            shown = text_of(record["fatalities"])
            yield Refused(Lost.CELL, record.row, "fatalities", shown, *fault.args)
        yield from rows_of(event, choices)


def _told(record: Record, code: str, key: str, order: Order) -> Event:
    """Return what a record says. Raises `WrongDay`, `_UnknownKind`."""
    day = read_day(record["event_date"], order)
    kind, sub_kind = _kind(record)
    precision = _one_to_three(record["time_precision"])
    is_month = precision == 3
    return Event(
        row=record.row,
        event_id=f"acled:{key}",
        first=day.replace(day=1) if is_month else day,
        last=month_end(day) if is_month else day,
        time_precision=precision,
        event_type=kind,
        sub_event_type=sub_kind,
        country=code,
        admin1=text_of(record["admin1"]),
        location=text_of(record["location"]),
        latitude=record["latitude"],
        longitude=record["longitude"],
        geo_precision=_one_to_three(record["geo_precision"]),
        actor1=text_of(record["actor1"]),
        actor2=text_of(record["actor2"]),
        notes=_notes(record["notes"]),
        reported_by=text_of(record["source"]),
        updated_at=_updated(record),
        source_id=ORIGIN.source_id,
        figures=[("participants", _crowd(record))],
    )


def _of_elsewhere(record: Record, code: str) -> Outcome:
    if code:
        return Elsewhere(record.row)
    named = text_of(record["country"]) or text_of(record["iso"]) or text_of(record["gwno"])
    return Refused(Lost.ROW, record.row, "country", named, "unknown_country")


class _UnknownKind(ValueError):
    """An event type that no generation of ACLED has."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(value)
        self.column, self.value = column, value


def _country(record: Record) -> str:
    return (
        country_code(record["iso3"])
        or country_code(record["iso"])
        or country_code(record["country"])
        or GWNO.get(text_of(record["gwno"]), "")
    )


def _kind(record: Record) -> tuple[str, str]:
    kind, sub_kind = text_of(record["event_type"]), text_of(record["sub_event_type"])
    plain = folded(kind)
    if sub_kind or plain in ("battles", "protests", "riots"):
        known, known_sub = TYPES.get(plain), SUB_TYPES.get(folded(sub_kind))
        if known is None:
            raise _UnknownKind("event_type", kind)
        if known_sub is None or known_sub not in ACLED_TYPES[known]:
            raise _UnknownKind("sub_event_type", sub_kind)
        return known, known_sub
    if plain == "riots/protests":
        return _riot_or_protest(text_of(record["inter1"]), text_of(record["inter2"]))
    if plain not in OLD_TYPES:
        raise _UnknownKind("event_type", kind)
    return OLD_TYPES[plain]


def _riot_or_protest(first: str, second: str) -> tuple[str, str]:
    """Tell riots from protests as ACLED's own numbers for actors do: 5 rioters, 6 protesters."""
    if first == "5":
        is_mob = second in ("5", "7")
        return "Riots", "Mob violence" if is_mob else "Violent demonstration"
    return "Protests", "Protest with intervention" if second == "1" else "Peaceful protest"


def _one_to_three(cell: Cell) -> int:
    text = text_of(cell)
    return int(text) if text in ("1", "2", "3") else 1


def _notes(cell: Cell) -> str:
    return "" if cell is None else str(cell).replace("\0", "").replace("\u00a0", " ").strip()


def _crowd(record: Record) -> Count | None:
    tags = text_of(record["tags"])
    if tags and (tag := TAG.search(tags)):
        return read_count(tag[1])
    told = record["notes"]
    size = SIZE.search(told) if isinstance(told, str) else None
    return read_count(size[1]) if size else None


def _dead(record: Record) -> Count | None:
    dead = read_whole(record["fatalities"])
    return exactly(dead) if dead else None


FORMATS = (
    Format(
        key="acled_deleted",
        name=say("ACLED, deleted events"),
        kind=Kind.EVENTS,
        tables=("events", "figures"),
        origin=ORIGIN,
        recognise=_recognise_deleted,
        read=_read_deleted,
    ),
    Format(
        key="acled",
        name="ACLED",
        kind=Kind.EVENTS,
        tables=("events", "figures"),
        origin=ORIGIN,
        recognise=_recognise,
        read=_read,
        meaning=MEANING,
        covers=("Protests", "Clashes and attacks"),
    ),
)
