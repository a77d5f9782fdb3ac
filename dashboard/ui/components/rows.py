"""A typed table as marked-up rows: cells wrap, numbers stand flush right, cells lead on.

How rows become blocks in a narrow window, how they are sorted and that a frame ends on a whole row
is left to `house.css` and `tables.js`.
"""

import html
from collections.abc import Mapping, Sequence

from dashboard.exports.cells import readable_text
from dashboard.panels.table import Column, Kind, Table
from dashboard.ui.components.table import Head, table_markup

TALL = "30rem"
# Kinds whose cells are not broken where there is room.
WHOLE = (Kind.DAY, Kind.COUNTRY, Kind.MONTH)


def rows_markup(
    table: Table,
    shown: Sequence[str],
    *,
    name: str,
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the columns `shown` of a table, by key, in a frame that scrolls and can be sorted.

    `links` has for some columns the address that each row's cell leads to, "" for none; the first
    of these columns is what its rows are about.
    """
    links = links or {}
    columns = [table.column(key) for key in shown]
    about = next(iter(links), "")
    heads = [Head(html.escape(column.title), _kind(column, about)) for column in columns]
    cells = [_cells(table, column, links.get(column.key)) for column in columns]
    rows = zip(*cells, strict=True)
    return table_markup("words rows", heads, [[*row] for row in rows], name=name, tallest=TALL)


def _kind(column: Column, about: str) -> str:
    if column.key == about:
        return "title"
    if column.is_numeric:
        return "figure"
    return "whole" if column.kind in WHOLE else ""


def _cells(table: Table, column: Column, addresses: Sequence[str] | None) -> list[str]:
    words = [html.escape(readable_text(cell)) for cell in table.shown[column.title].tolist()]
    if addresses is None:
        return words
    return [
        _anchor(address, word) if address else word
        for address, word in zip(addresses, words, strict=True)
    ]


def _anchor(address: str, words: str) -> str:
    outside = address.startswith("http")
    where = (
        'target="_blank" rel="noopener noreferrer"' if outside else 'class="trace" target="_self"'
    )
    return f'<a href="{html.escape(address)}" {where}>{words}</a>'
