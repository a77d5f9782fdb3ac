"""One exhibit as it stands in a document: its words, its picture or its table, or its trouble.

How it is set is left to `word` and `typeset`.
"""

from dataclasses import dataclass

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.exports.browser import PictureUnavailable
from dashboard.exports.chart_pictures import ChartPictures
from dashboard.exports.documents.tables import SetTable, set_table
from dashboard.exports.documents.words import Cited, citation_marks, shown_words
from dashboard.panels.exhibit import Exhibit

ROWS_FOLLOW = "Its rows follow."


@dataclass(frozen=True)
class Picture:
    """A drawn chart and what is said about it to those who cannot see it."""

    content: bytes
    alt: str


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
    briefing: Briefing, place: int, pictures: ChartPictures, image_format: str
) -> ExhibitEntry:
    """Return the exhibit at `place`; its picture in the format "svg" or "png".

    A chart that cannot be drawn stands there with the reason, and with its rows if it has any.
    """
    page, exhibit = briefing.charts[place], briefing.charts[place].exhibit
    picture, trouble = None, page.trouble
    if exhibit is None:
        trouble = trouble or "This chart could not be made."
    elif exhibit.draw is not None:
        try:
            draw = pictures.svg if image_format == "svg" else pictures.png
            picture = Picture(draw(page), exhibit.alt or exhibit.caption or page.title)
        except PictureUnavailable as failure:
            trouble = f"{failure} {ROWS_FOLLOW}"
    return ExhibitEntry(
        f"Exhibit {place + 1} of {len(briefing.charts)}",
        page.title or (exhibit.title if exhibit else "A chart"),
        _subject(page),
        tuple(line for line in page.comment.splitlines() if line.strip()),
        picture,
        trouble,
        set_table(exhibit.rows) if exhibit is not None and picture is None else None,
        exhibit.caption if exhibit else "",
        _small_print(page, exhibit),
        citation_marks(page.citations, {citation.number for citation in briefing.citations}),
        page.link,
    )


def _subject(page: ChartPage) -> str:
    """Return what the panel is called and counts, under a title that is a sentence."""
    if page.exhibit is None:
        return ""
    name = page.exhibit.title if page.exhibit.title != page.title else ""
    return " · ".join(part for part in (name, page.exhibit.unit) if part)


def _small_print(page: ChartPage, exhibit: Exhibit | None) -> tuple[str, ...]:
    lines = [exhibit.source_line] if exhibit else []
    return tuple(line for line in (*lines, shown_words(page)) if line)
