"""An exhibit's rows as CSV and as an XLSX workbook, with their papers inside.

Pictures and pages are left to others.
"""

from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.exports.cells import exact_text, harmless_text, is_blank, is_day, is_number
from dashboard.exports.papers import Papers
from dashboard.exports.sheets import SHEET_ROWS, fill_facts, fill_rows, open_workbook
from dashboard.panels.exhibit import Exhibit


def make_csv(exhibit: Exhibit, papers: Papers) -> bytes:
    """Write the rows as CSV for Excel and for programs.

    The papers come first, one `# name,"text"` line each, then an empty line: Excel shows two
    columns, `pandas.read_csv(comment="#")` passes over them. Text is quoted, so that a `#` inside
    a cell is safe.
    """
    head = [f"# {name},{_quoted(text)}" for name, text in papers.facts(exhibit).items()]
    return _joined([*head, "", *_csv_lines(exhibit.rows)])


def make_plain_csv(rows: pd.DataFrame) -> bytes:
    """Write a table as CSV without papers, which stand beside it."""
    return _joined(_csv_lines(rows))


def make_xlsx(exhibit: Exhibit, papers: Papers) -> bytes:
    """Write a workbook: the rows with real numbers and dates on "Data", the papers on "About"."""
    buffer = BytesIO()
    book, looks = open_workbook(buffer, exhibit.title, papers.made_on)
    with book:
        fill_rows(book.add_worksheet("Data"), exhibit.rows, looks)
        facts = papers.facts(exhibit)
        if len(exhibit.rows) > SHEET_ROWS:
            facts["Cut"] = f"First {SHEET_ROWS:,} of {len(exhibit.rows):,} rows; the CSV has all."
        fill_facts(book.add_worksheet("About"), facts, looks)
    return buffer.getvalue()


def _csv_lines(rows: pd.DataFrame) -> list[str]:
    head = ",".join(_quoted(str(name)) for name in rows.columns)
    cells = rows.itertuples(index=False, name=None)
    return [head, *(",".join([_csv_cell(value) for value in row]) for row in cells)]


def _joined(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if is_blank(value):
        return ""
    text = exact_text(value)
    return text if is_number(value) or is_day(value) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + harmless_text(text).replace('"', '""') + '"'
