"""Rows and facts put on the sheets of a workbook: real numbers, real dates, no formulas.

Which sheets a workbook has is left to those that make one.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from numbers import Integral
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import (
    exact_text,
    holds_counts,
    is_blank,
    is_day,
    is_number,
    whole_number,
)
from dashboard.exports.papers import PRODUCT

SHEET_ROWS = 1_048_575
CELL_LETTERS = 32_767
LARGEST_EXACT_NUMBER = 2**53
FIRST_SHEET_YEAR = 1900
NARROWEST, WIDEST = 8, 60
Looks = Mapping[str, Format]
LOOKS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
}


def open_workbook(buffer: BytesIO, title: str, made_on: date) -> tuple[xlsxwriter.Workbook, Looks]:
    """Begin a workbook in `buffer`, to be closed by the caller; return it and its cells' looks."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    created = datetime.combine(made_on, time())
    book.set_properties({"title": title[:255], "author": PRODUCT, "created": created})
    return book, {name: book.add_format(look) for name, look in LOOKS.items()}


def fill_rows(sheet: Worksheet, rows: pd.DataFrame, looks: Looks) -> None:
    """Write a table under a heading that stays in view, as many rows as a sheet holds."""
    rows = rows.head(SHEET_ROWS)
    names = [str(name) for name in rows.columns]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name[:CELL_LETTERS], looks["head"])
        # Thousands are set off, but 2,020 is no year.
        whole = looks["number" if "year" in name.lower() else "count"]
        width = _letters(name)
        values = rows.iloc[:, column]
        counts = holds_counts(values)
        for line, value in enumerate(values, start=1):
            if counts and (number := whole_number(value)) is not None:
                sheet.write_number(line, column, number, whole)
                width = max(width, _letters(value))
            elif not is_blank(value):
                _write_cell(sheet, (line, column), value, {**looks, "count": whole})
                width = max(width, _letters(exact_text(value)))
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    _fit_for_print(sheet)
    if names:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)


def fill_facts(sheet: Worksheet, facts: Mapping[str, str], looks: Looks) -> None:
    """Write names and what they stand for, side by side."""
    for line, (name, text) in enumerate(facts.items()):
        sheet.write_string(line, 0, name, looks["head"])
        sheet.write_string(line, 1, text[:CELL_LETTERS], looks["text"])
    _fit_for_print(sheet)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)


def _fit_for_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: Any, looks: Looks) -> None:
    """Write a number or a day as such where a sheet can hold it exactly, anything else as text."""
    if is_number(value) and abs(value) <= LARGEST_EXACT_NUMBER:
        whole = isinstance(value, Integral) or float(value).is_integer()
        sheet.write_number(*place, float(value), looks["count" if whole else "number"])
    elif is_day(value) and value.year > FIRST_SHEET_YEAR:
        sheet.write_datetime(*place, datetime.combine(value, time()), looks["date"])
    else:
        sheet.write_string(*place, exact_text(value)[:CELL_LETTERS], looks["text"])


def _letters(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)
