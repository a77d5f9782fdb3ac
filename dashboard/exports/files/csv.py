"""An exhibit's rows as CSV, for Excel and for programs, with its metadata inside."""

import pandas as pd

from dashboard.exports.cells import exact_text, harmless_text, is_blank, is_day, is_number
from dashboard.exports.metadata import Metadata
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Table


def make_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the rows of an exhibit.

    The metadata comes first, one `# name,"text"` line each, then an empty line: Excel shows two
    columns, `pandas.read_csv(comment="#")` passes over them. Text is quoted, so that a `#` inside
    a cell is safe.
    """
    head = [f"# {name},{_quoted(text)}" for name, text in metadata.facts(exhibit).items()]
    return _joined([*head, "", *_lines(exhibit.table)])


def make_plain_csv(rows: pd.DataFrame) -> bytes:
    """Write a table without metadata, which stands beside it."""
    return _joined(_lines(rows))


def _lines(rows: pd.DataFrame | Table) -> list[str]:
    shown = rows.shown if isinstance(rows, Table) else rows
    head = ",".join(_quoted(str(name)) for name in shown.columns)
    cells = shown.itertuples(index=False, name=None)
    return [head, *(",".join([_cell(value) for value in row]) for row in cells)]


def _joined(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


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
