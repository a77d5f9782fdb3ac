"""ACLED's events of every generation since 2015: CSV, workbook, the API's JSON, ArcGIS GeoJSON.

So are the lists of events that ACLED has deleted since.
"""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.sources.acled_batches import read_by_columns, survey_by_columns
from dashboard.sources.acled_records import SOURCE, Survey, Whole, outcomes_of_record, stamp_of
from dashboard.sources.format import Exchange, Format, Origin
from dashboard.sources.reading.days import Order, order_of
from dashboard.sources.reading.files import Content, SourceFile, Torn
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import (
    Choices,
    Deleted,
    Lost,
    NotData,
    Outcome,
    Question,
    Refused,
)
from dashboard.sources.reading.tables import (
    Record,
    has_names_twice,
    header_of,
    in_small_letters,
    items,
    names_of,
    records,
)
from dashboard.wording import say

ORIGIN = Origin(
    source_id=SOURCE,
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
NEEDED = frozenset(("event_id_cnty", "event_date", "event_type", "country"))
OF_DELETED = frozenset(("event_id_cnty", "deleted_timestamp"))


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
    """Yield what each record gives, one by one."""
    if refused := _not_successful(file):
        yield refused
        return
    whole = _whole(_survey(file), choices)
    yield from _open_question(whole, choices)
    for record in _records(file):
        if isinstance(record, Record):
            yield from outcomes_of_record(record, whole, choices)
        else:
            yield record


def _read_many(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    """Yield the same as `_read`: of text, many rows at once."""
    yield from _read_span(file, choices, lambda own: [own])


def _read_span(file: SourceFile, choices: Choices, exchange: Exchange) -> Iterator[Outcome]:
    """Yield what a span of the file gives, with what the others tell of the whole."""
    is_json = file.content is Content.JSON
    table = replace(file, start=0, stop=0)
    header = None if is_json else in_small_letters(header_of(table))
    if header is None or file.content is Content.WORKBOOK or has_names_twice(header):
        if file.start or file.stop:
            raise Torn(file.name)
        yield from _read(file, choices)
        return
    spans = exchange(survey_by_columns(file, header))
    before = spans[0].length if file.start else 0
    found = Survey()
    for each in spans:
        found.extend(each)
    whole = _whole(found, choices)
    if not file.start:
        yield from _open_question(whole, choices)
    yield from read_by_columns(replace(file, first_row=before + 1), header, whole, choices)


def _not_successful(file: SourceFile) -> Refused | None:
    if file.content is Content.JSON and isinstance(file.json, dict):
        answer = file.json
        if answer.get("success") is False or answer.get("error"):
            shown = str(answer.get("error") or answer.get("messages") or "")[:200]
            return Refused(Lost.FILE, 0, "success", shown, "not_successful")
    return None


def _open_question(whole: Whole, choices: Choices) -> Iterator[Question]:
    if not whole.order.is_certain and choices.day_first is None:
        yield Question("day_first", "event_date", "true")


def _records(file: SourceFile) -> Iterator[Record | Refused | NotData]:
    if file.content is not Content.JSON:
        yield from records(file, in_small_letters(header_of(file)))
        return
    for each in items(file):
        yield Record(each.row, {name.lower(): cell for name, cell in each.cells.items()})


def _survey(file: SourceFile) -> Survey:
    """Read the file once for what only the whole of it tells."""
    found = Survey()
    own = [record for record in _records(file) if isinstance(record, Record)]
    found.days = {day for record in own if isinstance(day := record["event_date"], str)}
    found.years = {
        text_of(record["year"]) for record in own if isinstance(record["event_date"], str)
    }
    keys, stamps = (
        [record["event_id_cnty"] for record in own],
        [stamp_of(each["timestamp"]) for each in own],
    )
    found.add([record.row for record in own], keys, stamps)
    return found


def _whole(found: Survey, choices: Choices) -> Whole:
    order = order_of(found.days, found.years)
    if choices.day_first is not None:
        order = Order(day_first=choices.day_first)
    return Whole(order, found.older)


FORMATS = (
    Format(
        key="acled_deleted",
        name=say("ACLED, deleted events"),
        origin=ORIGIN,
        recognise=_recognise_deleted,
        read=_read_deleted,
    ),
    Format(
        key="acled",
        name="ACLED",
        origin=ORIGIN,
        recognise=_recognise,
        read=_read,
        read_many=_read_many,
        read_span=_read_span,
        meaning=MEANING,
        covers=("Protests", "Clashes and attacks"),
    ),
)
