"""Rows as a native table: the columns and rows that fit, wrapped, and a line on what does not.

What stands around the table is left to `charts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Pt

from dashboard.briefing.tray import clean_text
from dashboard.exports.cells import ShownColumn, columns_of, columns_on_paper
from dashboard.exports.pptx.frame import LINE, Frame, shortened
from dashboard.exports.pptx.text import FAINT, SPACES, TEXT, Paragraph, Piece, paragraph_xml
from dashboard.exports.text_metrics import TableType, shared_width, wrap_text
from dashboard.panels.table import Table
from dashboard.wording import say

SIZES = (14, 13, 12, 11, 10)
# Heads are longer than what stands under them.
HEAD_SIZES = {14: 12, 13: 11}
CELL_GAP, ROW_GAP = 16, 8
# Of more rows than these each stands closer to the next.
MANY_ROWS, SMALL_ROW_GAP = 9, 3
LONGEST_WORD, READABLE, WIDEST = 110, 66, 330
MOST_CELL_LINES = 4
MOST_CELL_LETTERS = 600
LOOKED_AT = 60
NEARLY = 0.75
NOTE_HEIGHT = 22
# A table that goes on takes no more than these.
MOST_SLIDES = 4
# Kept for programs; the evidence pack has them.
KEYS = ("Event key", "Key")
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class TableFit:
    """What of a table fits its frame; `note` says what was left out, if anything.

    `whole` says that all rows are there with all their words.
    """

    heads: list[str]
    rows: list[list[str]]
    widths: list[float]
    heights: list[float]
    numeric: list[bool]
    size: float
    note: str
    whole: bool
    row_gap: float = ROW_GAP

    @property
    def head_size(self) -> float:
        """The size of the column names."""
        return HEAD_SIZES.get(round(self.size), self.size)


def fit_tables(rows: pd.DataFrame | Table, frame: Frame, stretch: float) -> list[TableFit]:
    """Return what of a table fits its frame on a slide, or on several; none without rows.

    A table that is turned goes on: each of its rows is a number that the panel tells. Of a list the
    first rows are enough. Columns of details are left to the notes.
    """
    if isinstance(rows, Table):
        rows = Table(tuple(each for each in rows.columns if not each.is_detail), rows.frame)
    columns = columns_on_paper(rows, LOOKED_AT)
    if not columns or not columns[0].cells:
        return []
    total = max(len(rows), len(columns[0].cells))
    first = _best(columns, total, frame, stretch)
    if len(first.rows) == total or not columns[-1].is_turned:
        return [first]
    parts, place = [first], len(first.rows)
    while place < total and len(parts) < MOST_SLIDES:
        rest = [column.after(place) for column in columns]
        parts.append(_fit(rest, total - place, frame, stretch, first.size))
        place += len(parts[-1].rows)
    is_whole = place == total and all(part.heads == first.heads for part in parts)
    return [replace(part, note="") for part in parts] if is_whole else [first]


def details_of(table: Table) -> list[tuple[str, str]]:
    """Return what the columns of details say, by their titles, each cell after its row's name."""
    shown = {column.title: column.texts for column in columns_of(table, LOOKED_AT)}
    names = next(iter(shown.values()), [])
    return [
        (
            column.title,
            "; ".join(
                f"{name} {text}"
                for name, text in zip(names, shown[column.title], strict=True)
                if text
            ),
        )
        for column in table.columns
        if column.is_detail
    ]


def _best(columns: Sequence[ShownColumn], total: int, frame: Frame, stretch: float) -> TableFit:
    """Choose the largest size at which all fits, or about as many rows as at any size."""
    fits = [_fit(columns, total, frame, stretch, size) for size in SIZES]
    most_columns = max(len(fit.heads) for fit in fits)
    whole = [fit for fit in fits if len(fit.heads) == most_columns]
    most = max(len(fit.rows) for fit in whole)
    about = (fit for fit in whole if len(fit.rows) >= most * NEARLY)
    return next((fit for fit in whole if fit.whole), None) or next(about)


def add_table(slide: Slide, frame: Frame, fit: TableFit, words: str) -> None:
    """Add a table without stripes or boxes: thin rules between the rows, numbers flush right."""
    height = sum(fit.heights)
    place = Frame(frame.left, frame.top, sum(fit.widths), height)
    shape = slide.shapes.add_table(1, 1, *place.emu)
    shape.name = "Table"
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean_text(words, MOST_CELL_LETTERS))
    table = shape._element.find(".//{*}tbl")
    table.getparent().replace(table, parse_xml(_table_xml(fit)))


def _fit(
    columns: Sequence[ShownColumn], total: int, frame: Frame, stretch: float, size: float
) -> TableFit:
    shown = [column for column in columns if column.title not in KEYS] or columns
    heads = [clean_text(column.title, MOST_CELL_LETTERS) for column in shown]
    texts = [[clean_text(t, MOST_CELL_LETTERS, lines=True) for t in c.texts] for c in shown]
    head_size = HEAD_SIZES.get(round(size), size)
    table_type = TableType(size, head_size, CELL_GAP, LONGEST_WORD, READABLE, WIDEST, stretch)
    needs = [
        table_type.needs(head, cells, is_numeric=column.is_numeric)
        for head, cells, column in zip(heads, texts, shown, strict=True)
    ]
    while len(needs) > 1 and sum(least for least, _ in needs) > frame.width:
        needs.pop()
    widths = shared_width(needs, frame.width)
    out, heads, texts = heads[len(widths) :], heads[: len(widths)], texts[: len(widths)]
    rooms = [(width - CELL_GAP) / stretch for width in widths]
    head_lines = max(
        len(wrap_text(head, room, head_size, bold=True))
        for head, room in zip(heads, rooms, strict=True)
    )
    gap = SMALL_ROW_GAP if total > MANY_ROWS else ROW_GAP
    top = max(head_lines, 1) * head_size * LINE + gap
    rows_set = [
        [_cell(text, room, size) for text, room in zip(row, rooms, strict=True)]
        for row in zip(*texts, strict=True)
    ]
    lines = [max(count for _, count in cells) for cells in rows_set]
    heights = _heights(lines, size, frame.height - NOTE_HEIGHT - top, gap)
    body = [[text for text, _ in cells] for cells in rows_set[: len(heights)]]
    note = _note(len(body), total, out)
    whole = total == len(body) and [list(row) for row in zip(*texts, strict=True)] == body
    numeric = [column.is_numeric for column in shown[: len(heads)]]
    return TableFit(heads, body, widths, [top, *heights], numeric, size, note, whole, gap)


def _heights(lines: Sequence[int], size: float, room: float, gap: float) -> list[float]:
    """Return the heights of the rows that fit: all alike if all fit so, else each its own."""
    heights = [count * size * LINE + gap for count in lines]
    if max(heights) * len(heights) <= room:
        return [max(heights)] * len(heights)
    fits = [place for place in range(1, len(heights) + 1) if sum(heights[:place]) <= room]
    return heights[: max(fits, default=1)]


def _cell(text: str, room: float, size: float) -> tuple[str, int]:
    """Return a cell's text, cut if it is long, and its lines."""
    lines = [line for part in text.split("\n") for line in wrap_text(part, room, size) or [""]]
    if len(lines) > MOST_CELL_LINES:
        return shortened(text, lines[:MOST_CELL_LINES]), MOST_CELL_LINES
    return text, len(lines)


def _note(shown: int, total: int, columns_out: Sequence[str]) -> str:
    names = ", ".join(f"“{name}”" for name in columns_out)
    if shown < total and columns_out:
        return say(
            "First {most} of {every} rows, without {names}; the evidence pack holds all.",
            most=shown,
            every=total,
            names=names,
        )
    if shown < total:
        return say(
            "First {most} of {every} rows; the evidence pack holds all.", most=shown, every=total
        )
    return say("Without {names}; the evidence pack holds all.", names=names) if names else ""


def _table_xml(fit: TableFit) -> str:
    grid = "".join(f'<a:gridCol w="{Pt(width)}"/>' for width in fit.widths)
    lines = [_row_xml(fit, 0, fit.heads)]
    lines += [_row_xml(fit, number, row) for number, row in enumerate(fit.rows, start=1)]
    return (
        f'<a:tbl {SPACES}><a:tblPr firstRow="1"><a:tableStyleId>{NO_STYLE}</a:tableStyleId>'
        f"</a:tblPr><a:tblGrid>{grid}</a:tblGrid>{''.join(lines)}</a:tbl>"
    )


def _row_xml(fit: TableFit, number: int, cells: list[str]) -> str:
    colour, width = (TEXT, 9525) if number == 0 else (FAINT, 6350)
    below = f'<a:lnB w="{width}"><a:solidFill>{colour}</a:solidFill></a:lnB>'
    sides = "".join(f"<a:ln{side}><a:noFill/></a:ln{side}>" for side in "LRT")
    gap = Pt(fit.row_gap / 2)
    inset = f'marL="0" marR="{Pt(CELL_GAP)}" marT="{gap}" marB="{gap}"'
    made, side = [], "b" if number == 0 else "t"
    for text, numeric in zip(cells, fit.numeric, strict=True):
        is_head = number == 0
        said = Paragraph((Piece(text, bold=is_head),), right=numeric)
        words = paragraph_xml(said, fit.head_size if is_head else fit.size)
        made.append(
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
            f'<a:tcPr {inset} anchor="{side}">{sides}{below}<a:noFill/></a:tcPr></a:tc>'
        )
    return f'<a:tr h="{Pt(fit.heights[number])}">{"".join(made)}</a:tr>'
