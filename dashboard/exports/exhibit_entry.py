"""One exhibit as it stands in a document: its words, its picture or its table, or its trouble.

How it is set is left to `docx` and `pdf`.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.exports.briefing_text import Cited, Notes, shown_words
from dashboard.exports.cells import columns_on_paper
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.text_metrics import TableType, shared_width
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Table
from dashboard.wording import N_, say

MOST_ROWS = 40
MOST_CHARACTERS = 600
# Points on A4, upright and on its side.
PORTRAIT, LANDSCAPE = 505.0, 750.0
TYPE = TableType(8, 8, 12, longest_word=90, readable=46, widest=260)
ROWS_FOLLOW = N_("What the chart shows follows as a table.")


@dataclass(frozen=True)
class Picture:
    """A drawn chart and what is said about it to those who cannot see it."""

    content: bytes
    alt: str


@dataclass(frozen=True)
class SetTable:
    """A table ready for a page: `shares` of the width add up to 1, `note` says what is left out."""

    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    shares: tuple[float, ...] = ()
    numeric: tuple[bool, ...] = ()
    is_wide: bool = False
    note: str = ""


@dataclass(frozen=True)
class ExhibitEntry:
    """One exhibit as it stands in a document: a picture, a table, or why there is neither."""

    number: str
    title: str
    subject: str
    comment: tuple[str, ...]
    picture: Picture | None
    trouble: str
    table: SetTable | None
    caption: str
    small_print: tuple[str, ...]
    marks: tuple[Cited, ...]
    link: str


def exhibit_entry(
    briefing: Briefing, notes: Notes, place: int, pictures: ChartPictures, image_format: str
) -> ExhibitEntry:
    """Return the exhibit at `place`; its picture in the format "svg" or "png".

    A chart that cannot be drawn stands there with the reason, and with its rows if it has any.
    """
    page, exhibit = briefing.charts[place], briefing.charts[place].exhibit
    picture, trouble = None, page.trouble
    if exhibit is None:
        trouble = trouble or say("This chart could not be made.")
    elif exhibit.draw is not None:
        try:
            draw = pictures.svg if image_format == "svg" else pictures.png
            picture = Picture(draw(page), exhibit.alt or exhibit.caption or page.title)
        except PictureUnavailable:
            # Why is for who makes the document, not for its readers.
            trouble = say(ROWS_FOLLOW)
    return ExhibitEntry(
        say("Exhibit {number} of {many}", number=place + 1, many=len(briefing.charts)),
        page.title or (exhibit.title if exhibit else say("A chart")),
        _subject(page),
        tuple(line for line in page.comment.splitlines() if line.strip()),
        picture,
        trouble,
        set_table(exhibit.table) if exhibit is not None and picture is None else None,
        exhibit.notes if exhibit else "",
        _small_print(page, exhibit),
        notes.marks(page.citations),
        page.link,
    )


def set_table(
    rows: pd.DataFrame | Table,
    most: int = MOST_ROWS,
    longest: int = MOST_CHARACTERS,
    whole: str = "",
) -> SetTable:
    """Set the first rows of a table, on a page on its side if its columns need that.

    `most` rows and `longest` letters of a cell; `whole` says which file has all rows.
    """
    columns = columns_on_paper(rows, most)
    if not columns or not columns[0].cells:
        return SetTable(note=say("No rows."))
    texts = [tuple(_cut(text, longest) for text in column.texts) for column in columns]
    # Heads of words may be broken too: a page upright holds more columns than on a screen.
    needs = [
        TYPE.needs(column.title, cells, is_numeric=True)
        for column, cells in zip(columns, texts, strict=True)
    ]
    is_wide = sum(least for least, _ in needs) > PORTRAIT
    widths = shared_width(needs, LANDSCAPE if is_wide else PORTRAIT)
    note = ""
    if len(rows) > most:
        note = say(
            "First {most} of {every} rows; {whole} all.",
            most=f"{most:,}",
            every=f"{len(rows):,}",
            whole=whole or say("the evidence pack holds"),
        )
    return SetTable(
        tuple(column.title for column in columns),
        tuple(zip(*texts, strict=True)),
        tuple(round(width / sum(widths), 4) for width in widths),
        tuple(column.is_numeric for column in columns),
        is_wide,
        note,
    )


def _subject(page: ChartPage) -> str:
    """Return what the panel is called and counts, under a title that is a sentence."""
    if page.exhibit is None:
        return ""
    name = page.exhibit.title if page.exhibit.title != page.title else ""
    return " · ".join(part for part in (name, page.exhibit.unit) if part)


def _small_print(page: ChartPage, exhibit: Exhibit | None) -> tuple[str, ...]:
    lines = [exhibit.sources.sentence()] if exhibit else []
    return tuple(line for line in (*lines, shown_words(page)) if line)


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
