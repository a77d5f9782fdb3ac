"""ACLED's events of every generation since 2015: CSV, workbook, the API's JSON, ArcGIS GeoJSON.

So are the lists of events that ACLED has deleted since, and its counts by month.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dashboard.sources.acled_batches import read_by_columns, survey_by_columns
from dashboard.sources.acled_records import SOURCE, Survey, Whole, outcomes_of_record, stamp_of
from dashboard.sources.format import Exchange, Format, Origin, by_columns
from dashboard.sources.reading.days import (
    MONTHS,
    day_in,
    month_end,
    order_for,
    questions_of,
    read_day,
)
from dashboard.sources.reading.files import Content, SourceFile, Torn
from dashboard.sources.reading.numbers import WrongNumber, read_whole, text_of
from dashboard.sources.reading.outcomes import (
    Choices,
    Deleted,
    LeftOut,
    Lost,
    NoRow,
    Outcome,
    Refused,
    Row,
)
from dashboard.sources.reading.places import country_code, one_of_five
from dashboard.sources.reading.tables import (
    Record,
    has_names_twice,
    header_of,
    in_small_letters,
    names_of,
    outcomes_of_each,
    records_in_small_letters,
)
from dashboard.wording import N_, say

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
    return outcomes_of_each(records_in_small_letters(file), _deleted)


def _deleted(record: Record) -> Iterator[Deleted]:
    key = text_of(record["event_id_cnty"])
    if not key:
        raise NoRow(record.refused("event_id_cnty", "value_missing"))
    yield Deleted(record.row, f"acled:{key}")


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    """Yield what each record gives, one by one."""
    failure = failure_of(file.json) if file.content is Content.JSON else None
    if failure is not None:
        yield Refused(Lost.FILE, 0, "success", failure, "not_successful")
        return
    whole = _whole(_survey(file), choices)
    yield from questions_of(whole.order, "event_date")
    yield from outcomes_of_each(
        records_in_small_letters(file), lambda record: outcomes_of_record(record, whole, choices)
    )


def _read_span(file: SourceFile, choices: Choices, exchange: Exchange) -> Iterator[Outcome]:
    """Yield the same as `_read` of a span of the file, of text many rows at once."""
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
        yield from questions_of(whole.order, "event_date")
    yield from read_by_columns(replace(file, first_row=before + 1), header, whole, choices)


def failure_of(answer: object) -> str | None:
    """Return what an answer of ACLED's API says of its failure; None of one that has not failed."""
    if isinstance(answer, dict) and (answer.get("success") is False or answer.get("error")):
        message = answer.get("error") or answer.get("messages") or answer.get("message") or ""
        return str(message)[:200]
    return None


def _survey(file: SourceFile) -> Survey:
    """Read the file once for what only the whole of it tells."""
    own = [record for record in records_in_small_letters(file) if isinstance(record, Record)]
    dated = [record for record in own if isinstance(record["event_date"], str)]
    found = Survey()
    found.days = {str(record["event_date"]) for record in dated}
    found.years = {text_of(record["year"]) for record in dated}
    keys, stamps = (
        [record["event_id_cnty"] for record in own],
        [stamp_of(record["timestamp"]) for record in own],
    )
    found.add([record.row for record in own], keys, stamps)
    return found


def _whole(found: Survey, choices: Choices) -> Whole:
    return Whole(order_for(choices, found.days, found.years), found.older)


# Counts by month, as HDX passes them on: figures of a country and month, never events.
OF_COUNTS = Origin(
    source_id="acled-hdx",
    title="ACLED events by country and month, on the Humanitarian Data Exchange",
    publisher="ACLED",
    address="https://data.humdata.org/organization/acled",
    licence="ACLED's terms of use: rows may not be passed on",
    attribution="ACLED aggregates by way of HDX (data.humdata.org)",
    may_be_passed_on=False,
)
MEANING_OF_COUNTS = (
    "How many events ACLED counts in a country and month. Civilian targeting is part of political "
    "violence: the two are never added up. A month without a row is not a zero."
)
KINDS = {
    "civilian_targeting": "civilian targeting events",
    "demonstration": "demonstration events",
    "political_violence": "political violence events",
}


def _read_months(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    kind = next((each for each in KINDS if each in file.name.lower()), "")
    return outcomes_of_each(records_in_small_letters(file), lambda record: _month(record, kind))


def _month(record: Record, kind: str) -> Iterator[Row]:
    code = one_of_five(record.row, country_code(record["country"]))
    if text_of(record["admin1"]):
        raise NoRow(LeftOut(record.row, "part_of_country"))
    month, year = text_of(record["month"]), text_of(record["year"])
    try:
        number = MONTHS.index(month[:3].lower()) + 1
        first = read_day(date(int(year), number, 1))
    except ValueError as fault:
        shown = f"{month} {year}"
        raise NoRow(Refused(Lost.ROW, record.row, "month", shown, "not_a_date")) from fault
    yield from _count(record, code, kind, month_end(first), "events")


def _read_hapi(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    return outcomes_of_each(records_in_small_letters(file), _period)


def _period(record: Record) -> Iterator[Row]:
    code = one_of_five(record.row, country_code(record["location_code"]))
    kind = text_of(record["event_type"])
    if text_of(record["admin_level"]) not in ("", "0"):
        raise NoRow(LeftOut(record.row, "part_of_country"))
    if kind not in KINDS:
        raise NoRow(record.refused("event_type", "unknown_type"))
    yield from _count(record, code, kind, day_in(record, "reference_period_end"), "events")


def _count(record: Record, code: str, kind: str, last: date, column: str) -> Iterator[Row]:
    """Yield the figure of a country and month. Raises `NoRow`."""
    try:
        events = read_whole(record[column])
    except WrongNumber as fault:
        raise NoRow(record.refused(column, fault)) from fault
    if events is None:
        raise NoRow(LeftOut(record.row, "no_value"))
    values = {
        "figure_id": f"{OF_COUNTS.source_id}:{code}:{kind or 'events'}:{last:%Y-%m}",
        "country": code,
        "as_of": last,
        "measure": "count",
        "low": events,
        "best": events,
        "high": events,
        "unit": "item",
        "qualifier": "exact",
        "as_reported": text_of(record[column]),
        "definition": f"{KINDS.get(kind, 'events')} of {last:%B %Y}",
        "confidence": "medium",
        "source_id": OF_COUNTS.source_id,
    }
    yield Row("figures", record.row, values)


FORMATS = (
    Format(
        key="acled_deleted",
        name="ACLED, deleted events",
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
        read_span=_read_span,
        meaning=MEANING,
        covers=("Protests", "Clashes and attacks"),
    ),
    Format(
        key="acled-hapi",
        name="ACLED counts, HDX HAPI",
        table="figures",
        origin=OF_COUNTS,
        recognise=by_columns(
            N_("it has the columns of HDX HAPI's conflict events: location_code, event_type"),
            *("location_code", "event_type", "events", "reference_period_end"),
        ),
        read=_read_hapi,
        meaning=MEANING_OF_COUNTS,
    ),
    Format(
        key="acled-months",
        name="ACLED counts by month, HDX",
        table="figures",
        origin=OF_COUNTS,
        recognise=by_columns(
            N_("it has the columns Country, Month, Year and Events of ACLED's counts on HDX"),
            *("country", "month", "year", "events"),
        ),
        read=_read_months,
        meaning=MEANING_OF_COUNTS,
    ),
)
