"""Johns Hopkins: the time series with a column a day, and the daily reports since January 2020.

The day of a daily report is its file's name; when a row was last updated is another thing.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from dashboard.sources.format import Origin, covid_format
from dashboard.sources.reading.days import Order, WrongDay, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, Elsewhere, LeftOut, Lost, Outcome, Refused
from dashboard.sources.reading.places import FIVE, country_code
from dashboard.sources.reading.tables import Record, column_names, header_of, records
from dashboard.sources.reading.totals import Total, rows_of_totals
from dashboard.wording import say

ORIGIN = Origin(
    source_id="jhu-csse",
    title="COVID-19 Data Repository: confirmed cases and deaths",
    publisher="Johns Hopkins CSSE",
    address="https://github.com/CSSEGISandData/COVID-19",
    licence="CC BY 4.0",
    attribution="COVID-19 Data Repository, CSSE at Johns Hopkins University, CC BY 4.0",
    may_be_passed_on=True,
)
CASES = (
    "Confirmed cases since the start, collected from what the authorities of each country "
    "published; what they count changes on known days."
)
DEATHS = (
    "Reported deaths since the start, collected from what the authorities of each country "
    "published; what they count changes on known days."
)
MONTH_FIRST = Order(day_first=False)
DAY_COLUMN = re.compile(r"\d{1,2}/\d{1,2}/\d{2}(\d{2})?")
DAY_IN_NAME = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")
WIDE = {"province/state", "country/region"}


def _recognise_wide(file: SourceFile) -> str:
    days = sum(bool(DAY_COLUMN.fullmatch(name)) for name in column_names(file))
    if column_names(file) >= WIDE and days:
        return say("it has Johns Hopkins’ columns Country/Region and one for each day")
    return ""


def _read_wide(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    ours = "total_deaths" if "death" in file.name.lower() else "total_cases"
    if "recovered" in file.name.lower():
        yield Refused(Lost.FILE, 0, "", file.name, "no_total_of_ours")
        return
    yield from rows_of_totals(_wide_totals(file, ours), ORIGIN.source_id)


def _wide_totals(file: SourceFile, ours: str) -> Iterator[Total | Outcome]:
    days = [name for name in header_of(file).names if DAY_COLUMN.fullmatch(name)]
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        code = _country(record, "Country/Region", "Province/State")
        if code not in FIVE:
            yield _no_country(record, code)
            continue
        for name in days:
            try:
                day = read_day(name, MONTH_FIRST)
            except WrongDay as fault:
                yield Refused(Lost.CELL, record.row, name, name, str(fault))
                continue
            yield Total(record.row, code, day, {ours: (name, record[name])})


def _recognise_daily(file: SourceFile) -> str:
    names = {name.replace("_", "/").replace(" ", "/") for name in column_names(file)}
    if {"country/region", "last/update", "confirmed", "deaths"} <= names:
        return say(
            "it has Johns Hopkins’ columns of a daily report: Confirmed, Deaths, Last Update"
        )
    return ""


def _read_daily(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    day = _day_of(file.name)
    if day is None:
        yield Refused(Lost.FILE, 0, "", file.name, "day_in_name")
        return
    yield from rows_of_totals(_daily_totals(file, day), ORIGIN.source_id)


def _daily_totals(file: SourceFile, day: date) -> Iterator[Total | Outcome]:
    names = {name.lower().replace("_", "/"): name for name in header_of(file).names}
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        code = _country(record, names["country/region"], names.get("province/state", ""))
        if code not in FIVE:
            yield _no_country(record, code)
            continue
        cells = {
            "total_cases": (names["confirmed"], record[names["confirmed"]]),
            "total_deaths": (names["deaths"], record[names["deaths"]]),
        }
        yield Total(record.row, code, day, cells)


def _country(record: Record, country: str, province: str) -> str:
    """Return the code of a row's country, in small letters when the row is a part of it."""
    code = country_code(record[country])
    return code.lower() if text_of(record[province]) else code


def _no_country(record: Record, code: str) -> Outcome:
    if code.upper() in FIVE:
        return LeftOut(record.row, "part_of_country")
    return Elsewhere(record.row)


def _day_of(name: str) -> date | None:
    found = DAY_IN_NAME.search(PurePath(name).stem)
    try:
        return read_day("/".join(found.groups()), MONTH_FIRST) if found else None
    except WrongDay:
        return None


FORMATS = tuple(
    covid_format(key, name, ORIGIN, (CASES, DEATHS), recognise, read, "jhu")
    for key, name, recognise, read in (
        ("jhu_wide", "Johns Hopkins, time series", _recognise_wide, _read_wide),
        ("jhu_daily", "Johns Hopkins, daily report", _recognise_daily, _read_daily),
    )
)
