"""COVID-19 totals: Our World in Data, WHO, the Data Hub, Johns Hopkins, Kazakhstan, a desk's own.

Running totals are read, never new counts; a blank stays blank. Each format finds the totals of
countries and days (`Total`), `reading.totals` holds them to what a running total must be.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import PurePath
from zoneinfo import ZoneInfo

from dashboard.sources import desk
from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.days import Order, WrongDay, day_column, day_in, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, LeftOut, Lost, NoRow, Outcome, Refused
from dashboard.sources.reading.places import FIVE, country_code, one_of_five
from dashboard.sources.reading.tables import (
    Record,
    header_of,
    named_columns,
    outcomes_of_each,
    records,
)
from dashboard.sources.reading.totals import Total, totals_format
from dashboard.wording import say

Found = Iterator[Total | Outcome]
CASES, DEATHS = "total_cases", "total_deaths"


def _total(
    record: Record, code: str, day: date, columns: Mapping[str, str], new: Iterable[str] = ()
) -> Total:
    """Return a record's totals of a day; `columns` are the file's by ours."""
    cells = {ours: (name, record[name]) for ours, name in columns.items()}
    return Total(record.row, code, day, cells, tuple(record[name] for name in new))


def _country(record: Record, column: str, is_part: bool) -> str:
    """Return the code of the record's country, one of the five and the whole. Raises `NoRow`."""
    code = one_of_five(record.row, country_code(record[column]))
    if is_part:
        raise NoRow(LeftOut(record.row, "part_of_country"))
    return code


# A row is a country on a day: Our World in Data, WHO, the Data Hub.
@dataclass(frozen=True)
class Layout:
    """The columns of a table, in small letters; `new` are the new counts beside the totals.

    `level` tells 1 for a whole country.
    """

    country: str
    day: str
    cases: str
    deaths: str
    new: tuple[str, ...] = ()
    level: str = ""
    sign: str = ""  # a column that is only asked for to know the layout by

    @property
    def known_by(self) -> frozenset[str]:
        """The columns that a file of this layout cannot lack."""
        needed = (self.country, self.day, self.cases, self.deaths, self.level, self.sign)
        return frozenset(filter(None, needed))


NEW = ("new_cases", "new_deaths")
OWID = (
    Layout("iso_code", "date", "total_cases", "total_deaths", NEW),
    Layout("code", "date", "total_cases", "total_deaths", NEW, sign="continent"),
)
WHO = (
    Layout("country_code", "date_reported", "cumulative_cases", "cumulative_deaths", NEW),
    Layout("country", "day", "cumulativeconfirmed", "cumulativedeaths"),  # of April 2020
)
HUB = (Layout("iso_alpha_3", "date", "confirmed", "deaths", level="administrative_area_level"),)
OF_OWID = Origin(
    source_id="owid",
    title="Coronavirus pandemic data set",
    publisher="Our World in Data",
    address="https://ourworldindata.org/coronavirus",
    licence="CC BY 4.0",
    attribution="Our World in Data, CC BY 4.0, and the source that it names",
    may_be_passed_on=True,
)
OF_WHO = Origin(
    source_id="who",
    title="COVID-19 dashboard: cases and deaths reported to WHO",
    publisher="World Health Organization",
    address="https://data.who.int/dashboards/covid19/data",
    licence="WHO's terms",
    attribution="World Health Organization, COVID-19 dashboard, under WHO's terms",
    may_be_passed_on=True,
)
OF_HUB = Origin(
    source_id="covid19datahub",
    title="COVID-19 Data Hub",
    publisher="COVID-19 Data Hub (Guidotti and Ardia)",
    address="https://covid19datahub.io",
    licence="as each of its sources says",
    attribution="COVID-19 Data Hub, covid19datahub.io (Guidotti and Ardia 2020)",
    may_be_passed_on=True,
)


def _layout_of(file: SourceFile, layouts: tuple[Layout, ...]) -> Layout | None:
    names = named_columns(file).keys()
    return next((each for each in layouts if each.known_by <= names), None)


def _recognise_long(layouts: tuple[Layout, ...], name: str, file: SourceFile) -> str:
    layout = _layout_of(file, layouts)
    if layout is None:
        return ""
    return say(
        "it has the columns {day}, {cases} and {deaths} of {name}",
        day=layout.day,
        cases=layout.cases,
        deaths=layout.deaths,
        name=name,
    )


def _long_totals(layouts: tuple[Layout, ...], file: SourceFile, choices: Choices) -> Found:
    layout, names = _layout_of(file, layouts) or layouts[0], named_columns(file)
    columns = {CASES: names[layout.cases], DEATHS: names[layout.deaths]}
    new = [names[name] for name in layout.new if name in names]
    country, day = names[layout.country], names[layout.day]
    order, questions = day_column(file, day, choices)
    yield from questions

    def total(record: Record) -> Iterator[Total]:
        is_part = bool(layout.level) and text_of(record[names[layout.level]]) != "1"
        code = _country(record, country, is_part)
        yield _total(record, code, day_in(record, day, order), columns, new)

    yield from outcomes_of_each(records(file), total)


# Johns Hopkins: the time series with a column a day, and the daily reports since January 2020.
OF_JHU = Origin(
    source_id="jhu-csse",
    title="COVID-19 Data Repository: confirmed cases and deaths",
    publisher="Johns Hopkins CSSE",
    address="https://github.com/CSSEGISandData/COVID-19",
    licence="CC BY 4.0",
    attribution="COVID-19 Data Repository, CSSE at Johns Hopkins University, CC BY 4.0",
    may_be_passed_on=True,
)
MEANT_BY_JHU = (
    "Confirmed cases since the start, collected from what the authorities of each country "
    "published; what they count changes on known days.",
    "Reported deaths since the start, collected from what the authorities of each country "
    "published; what they count changes on known days.",
)
MONTH_FIRST = Order(day_first=False)
DAY_COLUMN = re.compile(r"\d{1,2}/\d{1,2}/\d{2}(\d{2})?")
DAY_IN_NAME = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")


def _recognise_wide(file: SourceFile) -> str:
    names = named_columns(file).keys()
    if names >= {"province/state", "country/region"} and any(map(DAY_COLUMN.fullmatch, names)):
        return say("it has Johns Hopkins’ columns Country/Region and one for each day")
    return ""


def _wide_totals(file: SourceFile, choices: Choices) -> Found:
    if "recovered" in file.name.lower():
        yield Refused(Lost.FILE, 0, "", file.name, "no_total_of_ours")
        return
    ours = DEATHS if "death" in file.name.lower() else CASES
    days = [name for name in header_of(file).names if DAY_COLUMN.fullmatch(name)]

    def totals(record: Record) -> Found:
        is_part = bool(text_of(record["Province/State"]))
        code = _country(record, "Country/Region", is_part)
        for name in days:
            try:
                day = read_day(name, MONTH_FIRST)
            except WrongDay as fault:
                yield Refused(Lost.CELL, record.row, name, name, str(fault))
                continue
            yield _total(record, code, day, {ours: name})

    yield from outcomes_of_each(records(file), totals)


def _recognise_daily(file: SourceFile) -> str:
    names = {name.replace("_", "/").replace(" ", "/") for name in named_columns(file)}
    if {"country/region", "last/update", "confirmed", "deaths"} <= names:
        return say(
            "it has Johns Hopkins’ columns of a daily report: Confirmed, Deaths, Last Update"
        )
    return ""


def _daily_totals(file: SourceFile, choices: Choices) -> Found:
    """Yield a daily report's: its day is the file's name; Last Update is another thing."""
    day = _day_of(file.name)
    if day is None:
        yield Refused(Lost.FILE, 0, "", file.name, "day_in_name")
        return
    names = named_columns(file)
    country = names["country_region" if "country_region" in names else "country/region"]
    province = names.get("province_state") or names.get("province/state", "")
    columns = {CASES: names["confirmed"], DEATHS: names["deaths"]}

    def total(record: Record) -> Iterator[Total]:
        code = _country(record, country, is_part=bool(text_of(record[province])))
        yield _total(record, code, day, columns)

    yield from outcomes_of_each(records(file), total)


def _day_of(name: str) -> date | None:
    found = DAY_IN_NAME.search(PurePath(name).stem)
    try:
        return read_day("/".join(found.groups()), MONTH_FIRST) if found else None
    except WrongDay:
        return None


# One country: Kazakhstan's counts by the hour, and a desk's own table.
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
WAYS = {
    "date": ("date", "day", "дата"),
    CASES: ("cases", "total_cases", "confirmed", "total cases", "случаи"),
    DEATHS: ("deaths", "total_deaths", "total deaths", "умершие"),
}
COUNTRIES = ("country", "iso_code", "location", "country/region", "страна", "iso3")


def _recognise_hourly(file: SourceFile) -> str:
    if named_columns(file).keys() == {"date", "confirmed", "recovered", "deaths", "region"}:
        return say("it has the columns Date, Confirmed, Recovered, Deaths and Region of Kazakhstan")
    return ""


def _hourly_totals(file: SourceFile, choices: Choices) -> Found:
    """Yield of each day in Kazakhstan the last count; regions are parts of the country."""
    names = named_columns(file)
    region, when = names["region"], names["date"]
    columns = {CASES: names["confirmed"], DEATHS: names["deaths"]}
    last: dict[date, tuple[datetime, Record]] = {}

    def earlier(record: Record) -> Iterator[LeftOut]:
        if country_code(record[region]) != KAZAKHSTAN:
            raise NoRow(LeftOut(record.row, "part_of_country"))
        try:
            moment = _moment(record[when])
            day = read_day(moment.astimezone(CLOCK).date())
        except (ValueError, OverflowError) as fault:
            rule = str(fault) if isinstance(fault, WrongDay) else "not_a_date"
            raise NoRow(record.refused(when, rule)) from fault
        before = last.get(day)
        if before and moment < before[0]:
            yield LeftOut(record.row, "earlier_same_day")
            return
        last[day] = moment, record
        if before:
            yield LeftOut(before[1].row, "earlier_same_day")

    yield from outcomes_of_each(records(file), earlier)
    for day, (_, record) in last.items():
        yield _total(record, KAZAKHSTAN, day, columns)


def _moment(cell: object) -> datetime:
    """Return a moment of the world's clock; one without a zone is UTC's. Raises `ValueError`."""
    moment = datetime.fromisoformat(str(cell).strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _recognise_desk(file: SourceFile) -> str:
    found = _columns(file)
    code = country_code(PurePath(file.name).stem)
    if code in FIVE and {"date", CASES} <= found.keys():
        return say(
            "a table of days and {cases}, the country in the file’s name", cases=found[CASES]
        )
    return ""


def _columns(file: SourceFile) -> dict[str, str]:
    """Return our columns with the file's; none where the table itself names countries."""
    names = named_columns(file)
    if any(name in names for name in COUNTRIES):
        return {}
    found = {ours: [names[name] for name in ways if name in names] for ours, ways in WAYS.items()}
    return {ours: ways[0] for ours, ways in found.items() if ways}


def _desk_totals(file: SourceFile, choices: Choices) -> Found:
    code = country_code(choices.country) or country_code(PurePath(file.name).stem)
    columns = _columns(file)
    if code not in FIVE or "date" not in columns:
        yield Refused(Lost.FILE, 0, "", file.name, "country_in_name")
        return
    day = columns.pop("date")
    order, questions = day_column(file, day, choices)
    yield from questions

    def total(record: Record) -> Iterator[Total]:
        yield _total(record, code, day_in(record, day, order), columns)

    yield from outcomes_of_each(records(file), total)


def _long_format(key: str, name: str, origin: Origin, layouts: tuple[Layout, ...]) -> Format:
    publisher = origin.publisher
    cases = say("Confirmed cases since the start, as {name} has them.", name=publisher)
    deaths = say("Reported deaths since the start, as {name} has them.", name=publisher)
    recognise = partial(_recognise_long, layouts, publisher)
    return totals_format(
        key, name, origin, recognise, partial(_long_totals, layouts), (cases, deaths)
    )


FORMATS = (
    totals_format(
        *("jhu_wide", "Johns Hopkins, time series", OF_JHU, _recognise_wide, _wide_totals),
        *(MEANT_BY_JHU, "jhu"),
    ),
    totals_format(
        *("jhu_daily", "Johns Hopkins, daily report", OF_JHU, _recognise_daily, _daily_totals),
        *(MEANT_BY_JHU, "jhu"),
    ),
    _long_format("owid", "Our World in Data, COVID-19", OF_OWID, OWID),
    _long_format("who", "World Health Organization, COVID-19", OF_WHO, WHO),
    _long_format("covid19datahub", "COVID-19 Data Hub", OF_HUB, HUB),
    totals_format(
        *("kz_hourly", "Kazakhstan, counts by region and hour", OF_HOURLY),
        *(_recognise_hourly, _hourly_totals),
        (
            "Confirmed cases since the start, the last count of a day in Kazakhstan.",
            "Reported deaths since the start, the last count of a day in Kazakhstan.",
        ),
        "kz-hourly",
    ),
    totals_format(
        *("desk_cases", "COVID-19 totals of the desk's own", desk.ORIGIN),
        *(_recognise_desk, _desk_totals),
        (
            "Cases since the start, as the desk has them.",
            "Deaths since the start, as the desk has them.",
        ),
        "desk",
    ),
)
