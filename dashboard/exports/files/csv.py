"""An exhibit's rows as CSV: for programs, for Excel with a decimal comma, and as on the screen."""

import csv
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow.csv import WriteOptions, write_csv

from dashboard.exports.cells import (
    exact_text,
    harmless_text,
    is_blank,
    is_day,
    is_number,
)
from dashboard.exports.metadata import Metadata
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Table
from dashboard.panels.tidy import tidy

# As R, pandas, DuckDB and spreadsheets all read them.
FLAGS = {True: "TRUE", False: "FALSE"}

WRITERS: Mapping[str, Callable[[Any], str]] = {
    "string": harmless_text,
    "bool": lambda cell: FLAGS[cell],
}


def make_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the rows as data: one header, commas, decimal points, UTF-8 without a mark before it.

    R and Google Sheets would read such a mark as part of the first column's name.
    """
    buffer = BytesIO()
    write_csv(_as_texts(tidy(exhibit.table).rows), buffer, WriteOptions(quoting_style="needed"))
    return buffer.getvalue()


def make_comma_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the same data as Excel reads it where a comma parts the decimals.

    That is: semicolons between columns, a mark before UTF-8.
    """
    rows = _as_texts(tidy(exhibit.table).rows)
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(rows.column_names)
    columns = [[_with_comma(cell) for cell in column.to_pylist()] for column in rows.columns]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8-sig")


def make_shown_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the rows as on the screen, for pasting.

    The metadata comes first, one `# name,"text"` line each, then an empty line. Text is quoted, so
    that a `#` inside a cell is safe.
    """
    head = [f"# {name},{_quoted(text)}" for name, text in metadata.facts(exhibit).items()]
    return _joined([*head, "", *_lines(exhibit.table)])


def make_plain_csv(rows: pd.DataFrame) -> bytes:
    """Write rows of the data, whose metadata stands beside them."""
    flags = {str(name): rows[name].map(FLAGS) for name in rows.select_dtypes(bool)}
    return _joined(_lines(rows.assign(**flags)), "utf-8")


def _as_texts(rows: pa.Table) -> pa.Table:
    """Write yes and no in words, and a text so that no spreadsheet reads it as a formula."""
    for place, (name, column) in enumerate(zip(rows.column_names, rows.columns, strict=True)):
        write = WRITERS.get(str(column.type))
        if write:
            texts = [None if cell is None else write(cell) for cell in column.to_pylist()]
            rows = rows.set_column(place, name, pa.array(texts, pa.string()))
    return rows


def _with_comma(value: object) -> str:
    text = exact_text(value)
    return text.replace(".", ",") if isinstance(value, float) else text


def _lines(rows: pd.DataFrame | Table) -> list[str]:
    shown = rows.shown if isinstance(rows, Table) else rows
    head = ",".join(_quoted(str(name)) for name in shown.columns)
    cells = shown.itertuples(index=False, name=None)
    return [head, *(",".join([_cell(value) for value in row]) for row in cells)]


def _joined(lines: Iterable[str], encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([*lines, ""]).encode(encoding)


def _cell(value: object) -> str:
    # Most cells are words, which are asked nothing more.
    if isinstance(value, str):
        return _quoted(value)
    if is_blank(value):
        return ""
    text = exact_text(value)
    return text if is_number(value) or is_day(value) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + harmless_text(text).replace('"', '""') + '"'
