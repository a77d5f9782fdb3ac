"""Days as files print them: ISO, day or month first, serials, months by name in any language.

Whether `03/06/2020` begins with the day is decided by the whole column (`order_of`), never by a
cell; asked is only where the column does not tell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import dateparser

from dashboard.sources.reading.files import Cell, SourceFile
from dashboard.sources.reading.outcomes import Choices, NoRow, Question
from dashboard.sources.reading.tables import Record, records

FIRST_YEAR = 1900
EXCEL_START = date(1899, 12, 30)
LANGUAGES = ["en", "ru", "uz"]
PRINTED = re.compile(r"(\d{1,4})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ,]{1,2}(\d{1,4})")
AMERICAN = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), ?(\d{4})")
# A day, a month by name and a year, in any language: only such is worth asking dateparser.
WORD = r"[^\W\d_]{3,12}\.?"
NAMED = re.compile(
    rf"(\d{{1,2}}\W{{0,3}}{WORD}|{WORD}\W{{0,3}}\d{{1,2}})\W{{1,3}}\d{{4}}\W{{0,2}}\w{{0,4}}\.?"
)
CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class WrongDay(ValueError):
    """A cell that is no day that we accept; carries the rule that it breaks."""


@dataclass(frozen=True)
class Order:
    """How the numbers of a column's days stand: `day_first`, or the year first (`year_first`).

    `is_certain` is false where no row of the column tells; day first is then taken.
    """

    day_first: bool = True
    is_certain: bool = True
    year_first: bool = False


def order_of(cells: Iterable[Cell], years: Iterable[Cell] = ()) -> Order:
    """Decide by a whole column of days, and the column of their years where there is one.

    >>> order_of(["03/06/2020", "25/06/2020"]).day_first, order_of(["6/3/2020", "6/25/2020"])
    (True, Order(day_first=False, is_certain=True, year_first=False))
    >>> order_of(["03/06/2020"]).is_certain
    False
    """
    first = second = mixed = False  # a day with dots, as 03.06.2020, always begins with the day
    printed = {str(cell).strip() for cell in cells if isinstance(cell, str)}
    for text in printed:
        parts = re.split(r"[-/]", CLOCK.sub("", text))
        if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) <= 2:
            mixed = True
            first = first or int(parts[0]) > 12
            second = second or int(parts[1]) > 12
    if mixed and first and _years_stand_first(printed, years):
        return Order(year_first=True)
    return Order(day_first=first or not second, is_certain=first or second or not mixed)


def _years_stand_first(printed: set[str], years: Iterable[Cell]) -> bool:
    short = {str(year).strip()[-2:] for year in years if str(year).strip()}
    return bool(short) and all(text[:2] in short for text in printed if text)


def read_day(cell: Cell, order: Order = Order()) -> date:
    """Return the day that a cell shows. Raises `WrongDay`.

    >>> read_day("9-May-20"), read_day("3/12/20", Order(day_first=False)), read_day(43994)
    (datetime.date(2020, 5, 9), datetime.date(2020, 3, 12), datetime.date(2020, 6, 12))
    >>> read_day("12 июня 2020"), read_day("Aug 30, 2019"), read_day("20200601")
    (datetime.date(2020, 6, 12), datetime.date(2019, 8, 30), datetime.date(2020, 6, 1))
    """
    if isinstance(cell, datetime):
        return _accepted(cell.date())
    if isinstance(cell, date):
        return _accepted(cell)
    if isinstance(cell, bool) or cell is None:
        raise WrongDay("not_a_date")
    if isinstance(cell, int | float):
        return _accepted(_of_number(cell))
    return _of_text(cell, order)


def day_in(record: Record, column: str, order: Order = Order()) -> date:
    """Return the day that a record has in a column. Raises `NoRow`."""
    try:
        return read_day(record[column], order)
    except WrongDay as fault:
        raise NoRow(record.refused(column, fault)) from fault


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _of_number(cell: float) -> date:
    """Read milliseconds since 1970, YYYYMMDD, or a workbook's serial."""
    try:
        if cell > 1e11:
            return datetime.fromtimestamp(cell / 1000, UTC).date()
        if 1e7 < cell < 1e8:
            return date(int(cell) // 10000, int(cell) // 100 % 100, int(cell) % 100)
        return EXCEL_START + timedelta(days=int(cell))
    except (ValueError, OverflowError, OSError) as trouble:
        raise WrongDay("not_a_date") from trouble


@lru_cache(maxsize=100_000)
def _of_text(text: str, order: Order) -> date:
    shown = CLOCK.sub("", " ".join(text.split()).replace("\u202f", " "))
    if re.fullmatch(r"\d{8}", shown):
        shown = f"{shown[:4]}-{shown[4:6]}-{shown[6:]}"
    elif re.fullmatch(r"\d{5}(\.\d+)?", shown):
        return _accepted(_of_number(float(shown)))
    if american := AMERICAN.fullmatch(shown):
        shown = f"{american[2]} {american[1]} {american[3]}"
    if found := PRINTED.fullmatch(shown):
        own = Order() if "." in shown else order
        return _of_parts(found[1], found[2], found[3], own)
    meant = _in_words(shown)
    if meant is None:
        raise WrongDay("not_a_date")
    return _accepted(meant)


@lru_cache(maxsize=100_000)
def _in_words(shown: str) -> date | None:
    """Return a day whose month is a word, as 12 июня 2020; None for none, remembered as well."""
    if not NAMED.fullmatch(shown):
        return None
    parts = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    meant = dateparser.parse(shown, languages=LANGUAGES, settings={**parts})
    return meant.date() if meant else None


def _of_parts(first: str, second: str, third: str, order: Order) -> date:
    if not second.isdigit():
        names = [name for name in MONTHS if second.lower().startswith(name)]
        if not names:
            raise WrongDay("not_a_date")
        month, (day, year) = MONTHS.index(names[0]) + 1, (first, third)
        if len(first) > 2:
            day, year = third, first
    elif len(first) > 2 or (order.year_first and len(third) <= 2):
        year, month, day = first, int(second), third
    elif order.day_first:
        day, month, year = first, int(second), third
    else:
        month, day, year = int(first), second, third
    full = int(year) + (_century(int(year)) if len(year) <= 2 else 0)
    if not FIRST_YEAR <= full <= _last_year():
        raise WrongDay("year_out_of_range")
    try:
        return date(full, month, int(day))
    except ValueError as trouble:
        raise WrongDay("not_a_date") from trouble


def _century(year: int) -> int:
    return 2000 if 2000 + year <= _last_year() else 1900


def _last_year() -> int:
    return datetime.now(UTC).year + 1


def _accepted(day: date) -> date:
    if not FIRST_YEAR <= day.year <= _last_year():
        raise WrongDay("year_out_of_range")
    return day


def order_for(choices: Choices, cells: Iterable[Cell], years: Iterable[Cell] = ()) -> Order:
    """Return the order of a column's days: the one chosen, else the one that the column shows."""
    if choices.day_first is not None:
        return Order(day_first=choices.day_first)
    return order_of(cells, years)


def questions_of(order: Order, column: str) -> list[Question]:
    """Ask about the order of a column that does not tell; day first is taken meanwhile."""
    return [] if order.is_certain else [Question("day_first", column, "true")]


def day_column(file: SourceFile, column: str, choices: Choices) -> tuple[Order, list[Question]]:
    """Return the order of the days in a column of a table, and what is asked of it."""
    cells = (each[column] for each in records(file) if isinstance(each, Record))
    order = order_for(choices, cells)
    return order, questions_of(order, column)
