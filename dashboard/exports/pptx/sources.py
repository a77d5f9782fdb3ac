"""Citations in a deck: numbers in brackets, words for notes, and the slides of sources.

The list of sources is as large as few slides allow, in two columns where they are many.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

from dashboard.briefing.content import Briefing, Line
from dashboard.briefing.tray import clean_text
from dashboard.exports.briefing_text import (
    SOURCES,
    CitedPlace,
    CitedSource,
    citation_marks,
    cited_sources,
)
from dashboard.exports.pptx.frame import LINE, Frame, lines_high
from dashboard.exports.pptx.stage import Stage
from dashboard.exports.pptx.text import (
    MOST_LETTERS,
    Paragraph,
    Piece,
    add_foot,
    add_text,
    body_under,
    plain,
    set_title,
    share_out,
)
from dashboard.wording import N_, say

SIZES = (12, 11, 10, 9, 8)
FEW_SLIDES = 2
# Two columns from here on; a line of small letters across a whole slide is hard to follow.
TWO_COLUMNS, COLUMN_GAP = 700, 28
AFTER, BETWEEN = 0.6, 0.25
FEW_LINES = 4
# So many spans of citations stand behind a sentence on a slide.
MOST_MARKS = 6
CITED_HERE = N_(
    "Cited by the sentences of this deck; those of each chart are in its notes · Data version "
    "{version}"
)


def cited(numbers: Sequence[int]) -> str:
    """Write citation numbers in brackets, neighbours as ranges; nothing for none.

    >>> cited([4, 1, 2, 3, 9])
    '[1–4, 9]'
    """
    marks = "".join(mark.text for mark in citation_marks(numbers, ()))
    return f"[{marks.replace(',', ', ')}]" if marks else ""


def cited_briefly(numbers: Sequence[int]) -> str:
    """Write citation numbers in brackets, of very many only the first; the notes have them all.

    >>> cited_briefly(range(1, 60, 2))
    '[1, 3, 5, 7, 9, 11 …]'
    """
    marks = cited(numbers).split(", ")
    return ", ".join(marks) if len(marks) <= MOST_MARKS else f"{', '.join(marks[:MOST_MARKS])} …]"


def numbered(title: str, number: int, many: int) -> str:
    """Return a slide's title with its number, where it is one of several.

    >>> numbered("Sources", 1, 1), numbered("Sources", 2, 3)
    ('Sources', 'Sources (2 of 3)')
    """
    if many < 2:
        return title
    return say("{title} ({number} of {many})", title=title, number=number, many=many)


def in_words(numbers: Iterable[int], briefing: Briefing) -> list[str]:
    """Write each source of some citations in full: publisher, title, day, places, address."""
    lines = []
    for source in cited_sources(briefing, numbers):
        places = "; ".join(map(_place, source.places))
        lines.append(f"{places} {', '.join(filter(None, (source.words, source.address)))}")
    return lines


def line_notes(lines: Sequence[Line], briefing: Briefing) -> str:
    """Return sentences with their citations, and these in words."""
    notes = [f"{line.text} {cited(line.citations)}".strip() for line in lines]
    numbers = [number for line in lines for number in line.citations]
    return "\n".join([*notes, *in_words(numbers, briefing)])


def publishers_of(briefing: Briefing) -> list[str]:
    """Return the publishers, those with most sources first."""
    if "publisher" not in briefing.sources.columns:
        return []
    counts = briefing.sources["publisher"].dropna().astype(str).value_counts(sort=False)
    return sorted(counts.index, key=lambda name: (-int(counts[name]), name))


def on_slides(briefing: Briefing) -> frozenset[int]:
    """Return the numbers of the citations that have their place on the slides of sources.

    Those of sentences and key figures; a chart names its publishers and has the rest in its notes.
    """
    figures = [each for part in briefing.review for each in part.key_figures]
    return frozenset(number for each in (*briefing.lines, *figures) for number in each.citations)


def _place(place: CitedPlace) -> str:
    return f"[{place.number}] {place.words}".rstrip()


@dataclass(frozen=True)
class _Setting:
    """All sources set at one size: the paragraphs of each column, and the columns of a slide."""

    size: float
    columns: tuple[Frame, ...]
    filled: list[list[Paragraph]]

    @property
    def slides(self) -> int:
        return ceil(len(self.filled) / len(self.columns))


def add_sources(stage: Stage, briefing: Briefing) -> None:
    """Add the citations of the deck, source by source; no slide without any."""
    sources = cited_sources(briefing, on_slides(briefing))
    if not sources:
        return
    layout = _chosen(stage, sources)
    for number in range(layout.slides):
        slide = stage.new_slide()
        set_title(stage, slide, numbered(say(SOURCES), number + 1, layout.slides))
        first = number * len(layout.columns)
        here = layout.filled[first : first + len(layout.columns)]
        for frame, page in zip(layout.columns, here, strict=False):
            add_text(slide, frame, page, layout.size, name=say(SOURCES))
        add_foot(stage, slide, say(CITED_HERE, version=briefing.data_version))


def _chosen(stage: Stage, sources: Sequence[CitedSource]) -> _Setting:
    """Return the largest setting that takes few slides, else the one that takes fewest."""
    body = body_under(stage, say(SOURCES))
    ways = [(SIZES[0], 1), *((size, 2 if body.width >= TWO_COLUMNS else 1) for size in SIZES)]

    @cache
    def set_at(way: int) -> _Setting:
        size, columns = ways[way]
        width = (body.width - COLUMN_GAP * (columns - 1)) / columns
        frames = tuple(
            replace(body, left=body.left + place * (width + COLUMN_GAP), width=width)
            for place in range(columns)
        )
        return _Setting(size, frames, _filled(sources, frames[0], size, stage.stretch))

    # Smaller letters never take more slides: the largest that takes as few is found by halving.
    few = max(FEW_SLIDES, set_at(len(ways) - 1).slides)
    places = range(len(ways))
    return set_at(bisect_left(places, True, key=lambda way: set_at(way).slides <= few))


def _filled(
    sources: Sequence[CitedSource], frame: Frame, size: float, stretch: float
) -> list[list[Paragraph]]:
    items = (item for each in sources for item in _items(each, frame.width, size, stretch))
    return share_out(
        ((item, _high(item, frame.width, size, stretch)) for item in items), frame.height
    )


def _items(source: CitedSource, width: float, size: float, stretch: float) -> list[Paragraph]:
    """Write one source and the places cited in it, in paragraphs of a few lines each."""
    head = Piece(clean_text(source.words, MOST_LETTERS), bold=True)
    text = clean_text(source.address, MOST_LETTERS)
    address = [Piece(text, muted=not source.web, link=source.web)] if text else []
    if len(source.places) == 1:
        place = source.places[0]
        rest = f", {place.words}" if place.words else ""
        said = Paragraph((Piece(f"[{place.number}] "), head, Piece(rest)))
        pieces = _with_address(said, address, width, size, stretch)
        return [Paragraph(pieces, after=size * AFTER)]
    lines: list[str] = []
    for place in map(_place, source.places):
        longer = f"{lines[-1]};  {place}" if lines else place
        if lines and lines_high(longer, width, size, stretch) < size * FEW_LINES:
            lines[-1] = longer
        else:
            lines.append(place)
    # The source and its first places are one paragraph: no column ends between them.
    pieces = _with_address(Paragraph((head,)), address, width, size, stretch)
    first = Paragraph((*pieces, Piece(f"\n{lines[0]}")), after=size * BETWEEN)
    paragraphs = [first, *(plain(line, after=size * BETWEEN) for line in lines[1:])]
    return [*paragraphs[:-1], replace(paragraphs[-1], after=size * AFTER)]


def _with_address(
    said: Paragraph, address: Sequence[Piece], width: float, size: float, stretch: float
) -> tuple[Piece, ...]:
    """Add an address to words: beside them on one line, or on a line of its own.

    Programs differ in how they break a line inside an address, but begin one before it alike.
    """
    beside = Paragraph((*said.pieces, Piece("  "), *address))
    if not address or _high(beside, width, size, stretch) <= size * LINE:
        return beside.pieces if address else said.pieces
    return (*said.pieces, Piece("\n"), *address)


def _high(item: Paragraph, width: float, size: float, stretch: float) -> float:
    """Return how high a paragraph is, the line of its bold words as bold."""
    bold = any(piece.bold for piece in item.pieces)
    first, _, rest = item.text.partition("\n")
    high = lines_high(first, width, size, stretch, bold=bold)
    return high + (lines_high(rest, width, size, stretch) if rest else 0)
