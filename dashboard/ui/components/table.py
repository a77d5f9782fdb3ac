"""A typed table as marked-up text: cells wrap, numbers stand flush right, cells lead on.

How rows become blocks in a narrow window, how they are sorted and that a frame ends on a whole row
is left to `house.css` and `tables.js`.
"""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.exports.cells import readable_text
from dashboard.palette import country_colour
from dashboard.panels.table import Column, Kind, Table
from dashboard.ui.plain_text import web_link
from dashboard.vocabulary import COUNTRIES


@dataclass(frozen=True)
class Head:
    """The head of a column: marked-up words, the class of the column's cells, its width."""

    words: str
    kind: str = ""
    width: str = ""

    def markup(self) -> str:
        """Return the cell of the head."""
        style = f' style="width: {self.width}"' if self.width else ""
        return f'<th{_class(self.kind)} scope="col"{style}>{self.words}</th>'


@dataclass(frozen=True)
class Span:
    """A marked-up cell over several columns, which says why there is nothing in them."""

    words: str
    columns: int


def table_markup(
    look: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[str | Span]],
    *,
    name: str = "",
    tallest: str = "",
    named_rows: bool = False,
) -> str:
    """Return rows of marked-up cells under their heads, in a frame of a `look` of the style sheet.

    A table with a `name` can be scrolled by keyboard; one that is `tallest` scrolls in its frame.
    With `named_rows` the first cell of a row is its head.
    """
    lines = []
    for row in rows:
        kinds = iter(heads)
        cells = [_cell(cell, kinds) for cell in row]
        if named_rows:
            cells[0] = f'<th scope="row">{row[0]}</th>'
        lines.append(f"<tr>{''.join(cells)}</tr>")
    role = f' tabindex="0" role="region" aria-label="{html.escape(name)}"' if name else ""
    style = f' style="--tallest: {tallest}"' if tallest else ""
    head = "".join(head.markup() for head in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="{look}"{role}{style}>{table}</div>'


def _cell(cell: str | Span, heads: Iterator[Head]) -> str:
    """Return one cell; it takes as many of the `heads` as it has columns."""
    if isinstance(cell, Span):
        for _ in range(cell.columns):
            next(heads)
        return f'<td colspan="{cell.columns}" class="no_rate">{cell.words}</td>'
    return f"<td{_class(next(heads).kind)}>{cell}</td>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def country_head(code: str, theme: str, *, coloured: bool = False) -> str:
    """Return a country's glyph in its colour and its name, which may be coloured too."""
    name = COUNTRIES[code].name
    if coloured:
        name = f'<span style="color:{country_colour(code, theme, text=True)}">{name}</span>'
    return f"{country_glyph(code, theme)} {name}"


def country_glyph(code: str, theme: str) -> str:
    """Return a country's glyph in its colour."""
    return f'<i style="color:{country_colour(code, theme)}">{COUNTRIES[code].glyph}</i>'


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
        return "figure term" if column.kind is Kind.TERM else "figure"
    return "whole" if column.kind in WHOLE else "window" if column.kind is Kind.WINDOW else ""


def _cells(table: Table, column: Column, addresses: Sequence[str] | None) -> list[str]:
    words = [html.escape(readable_text(cell)) for cell in table.shown_cells(column.key)]
    if addresses is None:
        return words
    return [
        _anchor(address, word) if address else word
        for address, word in zip(addresses, words, strict=True)
    ]


def _anchor(address: str, words: str) -> str:
    if address.startswith("http"):
        return web_link(words, address)
    return f'<a href="{html.escape(address)}" class="trace" target="_self">{words}</a>'
