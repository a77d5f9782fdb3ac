"""COVID-19 totals of one country: Kazakhstan's hourly counts, and a desk's own table.

Of the hourly counts the last of a day in Kazakhstan is read; the regions beside the country are
parts of it. Of a desk's table the country may stand in the file's name only.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from dashboard.sources import desk
from dashboard.sources.format import Origin, covid_format
from dashboard.sources.reading.days import WrongDay, day_column, named_columns, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, LeftOut, Lost, Outcome, Refused
from dashboard.sources.reading.places import FIVE, country_code
from dashboard.sources.reading.tables import Record, column_names, records
from dashboard.sources.reading.totals import Total, rows_of_totals
from dashboard.wording import say

KAZAKHSTAN = "KAZ"
# Its largest time zone: UTC+6, since 1 March 2024 UTC+5.
CLOCK = ZoneInfo("Asia/Almaty")
OF_HOURLY = Origin(
    source_id="coronavirus2020-kz",
    title="Counts of Kazakhstan by region, several times a day",
    publisher="coronavirus2020.kz",
    address="https://www.coronavirus2020.kz",
    licence="official counts",
    attribution="coronavirus2020.kz",
    may_be_passed_on=True,
)
CASES = ("cases", "total_cases", "confirmed", "total cases", "случаи")
DEATHS = ("deaths", "total_deaths", "total deaths", "умершие")
DAYS = ("date", "day", "дата")
COUNTRIES = ("country", "iso_code", "location", "country/region", "страна", "iso3")


def _recognise_hourly(file: SourceFile) -> str:
    if column_names(file) == {"date", "confirmed", "recovered", "deaths", "region"}:
        return say("it has the columns Date, Confirmed, Recovered, Deaths and Region of Kazakhstan")
    return ""


def _read_hourly(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    yield from rows_of_totals(_hourly_totals(file), OF_HOURLY.source_id)


def _hourly_totals(file: SourceFile) -> Iterator[Total | Outcome]:
    names = named_columns(file)
    last: dict[date, tuple[datetime, Record]] = {}
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        if country_code(record[names["region"]]) != KAZAKHSTAN:
            yield LeftOut(record.row, "part_of_country")
            continue
        try:
            moment = _moment(record[names["date"]])
            day = read_day(moment.astimezone(CLOCK).date())
        except (WrongDay, ValueError, OverflowError) as fault:
            rule = str(fault) if isinstance(fault, WrongDay) else "not_a_date"
            shown = text_of(record[names["date"]])
            yield Refused(Lost.ROW, record.row, names["date"], shown, rule)
            continue
        earlier = last.get(day)
        if earlier is None or moment >= earlier[0]:
            last[day], dropped = (moment, record), earlier[1] if earlier else None
        else:
            dropped = record
        if dropped is not None:
            yield LeftOut(dropped.row, "earlier_same_day")
    for day, (_, record) in last.items():
        cells = {
            ours: (names[column], record[names[column]])
            for ours, column in (("total_cases", "confirmed"), ("total_deaths", "deaths"))
        }
        yield Total(record.row, KAZAKHSTAN, day, cells)


def _moment(cell: object) -> datetime:
    """Return a moment of the world's clock; one without a zone is UTC's. Raises `ValueError`."""
    moment = datetime.fromisoformat(str(cell).strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _recognise_desk(file: SourceFile) -> str:
    found = _columns(file)
    code = country_code(PurePath(file.name).stem)
    if code in FIVE and {"date", "total_cases"} <= found.keys():
        return say(
            "a table of days and {cases}, the country in the file’s name",
            cases=found["total_cases"],
        )
    return ""


def _columns(file: SourceFile) -> dict[str, str]:
    """Return our columns with the file's; none where the table itself names countries."""
    names = named_columns(file)
    if any(name in names for name in COUNTRIES):
        return {}
    known = {"date": DAYS, "total_cases": CASES, "total_deaths": DEATHS}
    found = {ours: [names[name] for name in ways if name in names] for ours, ways in known.items()}
    return {ours: ways[0] for ours, ways in found.items() if ways}


def _read_desk(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    code = country_code(choices.country) or country_code(PurePath(file.name).stem)
    columns = _columns(file)
    if code not in FIVE or "date" not in columns:
        yield Refused(Lost.FILE, 0, "", file.name, "country_in_name")
        return
    yield from rows_of_totals(_desk_totals(file, code, columns, choices), desk.ORIGIN.source_id)


def _desk_totals(
    file: SourceFile, code: str, columns: dict[str, str], choices: Choices
) -> Iterator[Total | Outcome]:
    day = columns["date"]
    order, questions = day_column(file, day, choices)
    yield from questions
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        try:
            when = read_day(record[day], order)
        except WrongDay as fault:
            yield Refused(Lost.ROW, record.row, day, text_of(record[day]), str(fault))
            continue
        cells = {ours: (name, record[name]) for ours, name in columns.items() if ours != "date"}
        yield Total(record.row, code, when, cells)


FORMATS = (
    covid_format(
        "kz_hourly",
        "Kazakhstan, counts by region and hour",
        OF_HOURLY,
        (
            "Confirmed cases since the start, the last count of a day in Kazakhstan.",
            "Reported deaths since the start, the last count of a day in Kazakhstan.",
        ),
        *(_recognise_hourly, _read_hourly, "kz-hourly"),
    ),
    covid_format(
        "desk_cases",
        "COVID-19 totals of the desk's own",
        desk.ORIGIN,
        (
            "Cases since the start, as the desk has them.",
            "Deaths since the start, as the desk has them.",
        ),
        *(_recognise_desk, _read_desk, "desk"),
    ),
)
