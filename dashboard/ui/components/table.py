"""A table as marked-up text, the one way to lay one out."""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.palette import country_colour
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
    country = COUNTRIES[code]
    name = country.name
    if coloured:
        name = f'<span style="color:{country_colour(code, theme, text=True)}">{name}</span>'
    return f'<i style="color:{country_colour(code, theme)}">{country.glyph}</i> {name}'
