"""ACLED's counts by month, as HDX passes them on: figures of a country and month, never events."""

from collections.abc import Iterator
from datetime import date

from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.days import MONTHS, WrongDay, month_end, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import WrongNumber, read_whole, text_of
from dashboard.sources.reading.outcomes import (
    Choices,
    Elsewhere,
    LeftOut,
    Lost,
    Outcome,
    Refused,
    Row,
)
from dashboard.sources.reading.places import FIVE, country_code
from dashboard.sources.reading.tables import Record, column_names, records
from dashboard.wording import say

ORIGIN = Origin(
    source_id="acled-hdx",
    title="ACLED events by country and month, on the Humanitarian Data Exchange",
    publisher="ACLED",
    address="https://data.humdata.org/organization/acled",
    licence="ACLED's terms of use: rows may not be passed on",
    attribution="ACLED aggregates by way of HDX (data.humdata.org)",
    may_be_passed_on=False,
)
MEANING = (
    "How many events ACLED counts in a country and month. Civilian targeting is part of political "
    "violence: the two are never added up. A month without a row is not a zero."
)
KINDS = {
    "civilian_targeting": "civilian targeting events",
    "demonstration": "demonstration events",
    "political_violence": "political violence events",
}


def _recognise_months(file: SourceFile) -> str:
    if {"country", "month", "year", "events"} <= column_names(file):
        return say("it has the columns Country, Month, Year and Events of ACLED's counts on HDX")
    return ""


def _read_months(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    kind = next((each for each in KINDS if each in file.name.lower()), "")
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        code = country_code(record["Country"])
        if code not in FIVE:
            yield Elsewhere(record.row)
        elif text_of(record["Admin1"]):
            yield LeftOut(record.row, "part_of_country")
        else:
            yield _month(record, code, kind)


def _month(record: Record, code: str, kind: str) -> Outcome:
    month, year = text_of(record["Month"]), text_of(record["Year"])
    try:
        number = MONTHS.index(month[:3].lower()) + 1
        first = read_day(date(int(year), number, 1))
    except (ValueError, WrongDay):
        return Refused(Lost.ROW, record.row, "Month", f"{month} {year}", "not_a_date")
    return _count(record, code, kind, month_end(first), "Events")


def _recognise_hapi(file: SourceFile) -> str:
    names = column_names(file)
    if {"location_code", "event_type", "events", "reference_period_end"} <= names:
        return say("it has the columns of HDX HAPI's conflict events: location_code, event_type")
    return ""


def _read_hapi(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        code, kind = country_code(record["location_code"]), text_of(record["event_type"])
        if code not in FIVE:
            yield Elsewhere(record.row)
        elif text_of(record["admin_level"]) not in ("", "0"):
            yield LeftOut(record.row, "part_of_country")
        elif kind not in KINDS:
            yield Refused(Lost.ROW, record.row, "event_type", kind, "unknown_type")
        else:
            yield _period(record, code, kind)


def _period(record: Record, code: str, kind: str) -> Outcome:
    end = record["reference_period_end"]
    try:
        last = read_day(end)
    except WrongDay as fault:
        return Refused(Lost.ROW, record.row, "reference_period_end", text_of(end), *fault.args)
    return _count(record, code, kind, last, "events")


def _count(record: Record, code: str, kind: str, last: date, column: str) -> Outcome:
    shown = text_of(record[column])
    try:
        events = read_whole(record[column])
    except WrongNumber as fault:
        return Refused(Lost.ROW, record.row, column, shown, *fault.args)
    if events is None:
        return LeftOut(record.row, "no_value")
    values = {
        "figure_id": f"{ORIGIN.source_id}:{code}:{kind or 'events'}:{last:%Y-%m}",
        "country": code,
        "as_of": last,
        "measure": "count",
        "low": events,
        "best": events,
        "high": events,
        "unit": "item",
        "qualifier": "exact",
        "as_reported": shown,
        "definition": f"{KINDS.get(kind, 'events')} of {last:%B %Y}",
        "confidence": "medium",
        "source_id": ORIGIN.source_id,
    }
    return Row("figures", record.row, values)


FORMATS = tuple(
    Format(
        key=key,
        name=name,
        table="figures",
        origin=ORIGIN,
        recognise=recognise,
        read=read,
        meaning=MEANING,
    )
    for key, name, recognise, read in (
        ("acled-hapi", "ACLED counts, HDX HAPI", _recognise_hapi, _read_hapi),
        ("acled-months", "ACLED counts by month, HDX", _recognise_months, _read_months),
    )
)
