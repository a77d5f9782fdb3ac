"""The worksheet inside a native chart: real numbers and days, words that are never formulas.

How the chart looks is left to the other `chart_` modules.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.briefing.tray import clean_text
from dashboard.panels.office import NativeChart, Series, Value

SHEET = "Sheet1"
DAY_FORMAT, MONTH_FORMAT = "d mmm yyyy", "mmm yyyy"
LONGEST_NAME = 255
WIDEST = 40
FIRST_DAY = date(1899, 12, 30)
Cell = str | date | Value


@dataclass(frozen=True)
class Column:
    """One column of the sheet, its name in the first row; `number_format` is a spreadsheet's."""

    name: str
    cells: tuple[Cell, ...]
    number_format: str = "General"


@dataclass(frozen=True)
class Placed:
    """A series, the columns of the sheet that hold its places and its values, and their rows.

    All series of a chart have as many rows, blank at the end: LibreOffice loses shorter ones.
    """

    series: Series
    across: int
    up: int
    rows: int


def sheet_of(chart: NativeChart, more: Sequence[Series] = ()) -> tuple[list[Column], list[Placed]]:
    """Lay a chart out as columns; return them and where each series stands among them.

    Points have a column of places for each series, or one for all if they share them.
    """
    series = [*chart.series, *more]
    if chart.kind != "points":
        days = [label for label in chart.categories if isinstance(label, date)]
        written = MONTH_FORMAT if days and all(day.day == 1 for day in days) else DAY_FORMAT
        first = Column("", chart.categories, written if days else "General")
        columns = [first, *(_values(each, chart) for each in series)]
        rows = len(chart.categories)
        return columns, [Placed(each, 0, n, rows) for n, each in enumerate(series, start=1)]
    rows = max((len(each.values) for each in series), default=0)
    columns: list[Column] = []
    placed: list[Placed] = []
    places: dict[tuple[date | float, ...], int] = {}
    for each in series:
        if each.at not in places:
            days = any(isinstance(place, date) for place in each.at)
            places[each.at] = len(columns)
            columns.append(Column("", each.at, DAY_FORMAT if days else "General"))
        columns.append(_values(each, chart))
        placed.append(Placed(each, places[each.at], len(columns) - 1, rows))
    return columns, placed


def head_address(column: int) -> str:
    """Return the address of a column's name.

    >>> head_address(1)
    'Sheet1!$B$1'
    """
    return f"{SHEET}!${xl_col_to_name(column)}$1"


def cells_address(column: int, count: int) -> str:
    """Return the address of a column's cells.

    >>> cells_address(1, 3)
    'Sheet1!$B$2:$B$4'
    """
    name = xl_col_to_name(column)
    return f"{SHEET}!${name}$2:${name}${count + 1}"


def sheet_bytes(columns: Sequence[Column]) -> bytes:
    """Write the columns as a workbook."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(SHEET)
        for place, column in enumerate(columns):
            look = book.add_format({"num_format": column.number_format})
            if column.name:
                sheet.write_string(0, place, column.name)
            letters = [len(column.name), *(len(c) for c in column.cells if isinstance(c, str)), 10]
            sheet.set_column(place, place, min(max(letters) + 2, WIDEST))
            for row, cell in enumerate(column.cells, start=1):
                if isinstance(cell, date):
                    sheet.write_number(row, place, day_number(cell), look)
                elif isinstance(cell, str):
                    sheet.write_string(row, place, clean_text(cell, LONGEST_NAME))
                elif (number := known(cell)) is not None:
                    sheet.write_number(row, place, number, look)
    return buffer.getvalue()


def known(value: Value) -> float | None:
    """Return a value that can be drawn, None for a gap.

    >>> known(float("nan")), known(0)
    (None, 0.0)
    """
    return None if value is None or not math.isfinite(value) else float(value)


def day_number(place: date | float) -> float:
    """Return where a day or a number stands on an axis, days as a spreadsheet counts them.

    >>> day_number(date(2020, 6, 30))
    44012.0
    """
    if isinstance(place, date):
        return float((date(place.year, place.month, place.day) - FIRST_DAY).days)
    return float(place)


def plain_name(series: Series) -> str:
    """Return a series' name as a file can hold it."""
    return clean_text(series.name, LONGEST_NAME)


def _values(series: Series, chart: NativeChart) -> Column:
    return Column(plain_name(series), series.values, chart.number_format)
