"""An exhibit's rows as CSV and as an XLSX workbook, with their papers inside.

Pictures and pages are left to others.
"""

from datetime import datetime, time
from io import BytesIO
from numbers import Integral
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exhibits.exhibit import Exhibit
from dashboard.exports.cells import (
    exact_text,
    harmless_text,
    holds_counts,
    is_blank,
    is_day,
    is_number,
    whole_number,
)
from dashboard.exports.papers import PRODUCT, Papers

SHEET_ROWS = 1_048_575
CELL_LETTERS = 32_767
LARGEST_EXACT_NUMBER = 2**53
FIRST_SHEET_YEAR = 1900
NARROWEST, WIDEST = 8, 60
FORMATS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
}


def make_csv(exhibit: Exhibit, papers: Papers) -> bytes:
    """Write the rows as CSV for Excel and for programs.

    The papers come first, one `# name,"text"` line each, then an empty line: Excel shows two
    columns, `pandas.read_csv(comment="#")` passes over them. Text is quoted, so that a `#` inside
    a cell is safe.
    """
    lines = [f"# {name},{_quoted(text)}" for name, text in papers.facts(exhibit).items()]
    lines += ["", ",".join(_quoted(str(name)) for name in exhibit.rows.columns)]
    for row in exhibit.rows.itertuples(index=False, name=None):
        lines.append(",".join([_csv_cell(value) for value in row]))
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def make_xlsx(exhibit: Exhibit, papers: Papers) -> bytes:
    """Write a workbook: the rows with real numbers and dates on "Data", the papers on "About"."""
    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.combine(papers.made_on, time())
        book.set_properties({"title": exhibit.title[:255], "author": PRODUCT, "created": created})
        formats = {name: book.add_format(look) for name, look in FORMATS.items()}
        _fill_data(book.add_worksheet("Data"), exhibit, formats)
        _fill_about(book.add_worksheet("About"), exhibit, papers, formats)
    return buffer.getvalue()


def _csv_cell(value: Any) -> str:
    if is_blank(value):
        return ""
    text = exact_text(value)
    return text if is_number(value) or is_day(value) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + harmless_text(text).replace('"', '""') + '"'


def _fill_data(sheet: Worksheet, exhibit: Exhibit, formats: dict[str, Format]) -> None:
    rows = exhibit.rows.head(SHEET_ROWS)
    names = [str(name) for name in rows.columns]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name[:CELL_LETTERS], formats["head"])
        # Thousands are set off, but 2,020 is no year.
        whole = formats["number" if "year" in name.lower() else "count"]
        width = _letters(name)
        values = rows.iloc[:, column]
        counts = holds_counts(values)
        for line, value in enumerate(values, start=1):
            if counts and (number := whole_number(value)) is not None:
                sheet.write_number(line, column, number, whole)
                width = max(width, _letters(value))
            elif not is_blank(value):
                _write_cell(sheet, (line, column), value, formats | {"count": whole})
                width = max(width, _letters(exact_text(value)))
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if names:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], value: Any, formats: dict[str, Format]
) -> None:
    """Write a number or a day as such where a sheet can hold it exactly, anything else as text."""
    if is_number(value) and abs(value) <= LARGEST_EXACT_NUMBER:
        whole = isinstance(value, Integral)
        sheet.write_number(*place, float(value), formats["count" if whole else "number"])
    elif is_day(value) and value.year > FIRST_SHEET_YEAR:
        sheet.write_datetime(*place, datetime.combine(value, time()), formats["date"])
    else:
        sheet.write_string(*place, exact_text(value)[:CELL_LETTERS], formats["text"])


def _fill_about(
    sheet: Worksheet, exhibit: Exhibit, papers: Papers, formats: dict[str, Format]
) -> None:
    facts = papers.facts(exhibit)
    if len(exhibit.rows) > SHEET_ROWS:
        facts["Cut"] = f"First {SHEET_ROWS:,} of {len(exhibit.rows):,} rows; the CSV has all."
    for line, (name, text) in enumerate(facts.items()):
        sheet.write_string(line, 0, name, formats["head"])
        sheet.write_string(line, 1, text[:CELL_LETTERS], formats["text"])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)


def _letters(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)
