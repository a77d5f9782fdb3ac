"""The slides of words: key judgements, what is left out; and the foot of every slide.

Cover, charts and sources are left to their own modules.
"""

from collections.abc import Sequence

from pptx.slide import Slide

from dashboard.briefing.content import Briefing, Line
from dashboard.briefing.tray import clean_text
from dashboard.exports.documents.words import JUDGEMENTS, LEFT_OUT
from dashboard.exports.papers import PRODUCT
from dashboard.exports.pptx.citing import cited, in_words
from dashboard.exports.pptx.fit import fitted, lines_high
from dashboard.exports.pptx.frame import Frame
from dashboard.exports.pptx.paragraphs import Paragraph, Piece, plain
from dashboard.exports.pptx.stage import Stage
from dashboard.exports.pptx.text import add_text, body_under, set_notes, set_title

JUDGEMENT_SIZE, LEFT_OUT_SIZE, FOOT_SIZE = 18, 16, 10
AFTER = 0.6
INDENT = 16
# A single item that would fill a slide is cut; the notes have it whole.
TALLEST = 0.9
MOST_LETTERS = 20_000


def add_judgements(stage: Stage, briefing: Briefing) -> None:
    """Add the key judgements, each with its citations; no slide without any."""
    _add_lines(stage, briefing, JUDGEMENTS, briefing.judgements, JUDGEMENT_SIZE)


def add_left_out(stage: Stage, briefing: Briefing) -> None:
    """Add what the filters left out; no slide when that is nothing."""
    _add_lines(stage, briefing, LEFT_OUT, briefing.left_out, LEFT_OUT_SIZE)


def add_foot(stage: Stage, slide: Slide, *lines: str) -> None:
    """Write the source line and what goes with it along the foot of a slide, two lines at most."""
    high = stage.foot.height / max(len(lines), 1)
    texts = [
        fitted(
            clean_text(line, MOST_LETTERS),
            Frame(0, 0, stage.foot.width, high),
            (FOOT_SIZE, FOOT_SIZE),
            stage.stretch,
        )[0]
        for line in lines
    ]
    words = [plain(text, muted=True) for text in texts if text]
    add_text(slide, stage.foot, words, FOOT_SIZE, name="Source", low=True)


def _add_lines(
    stage: Stage, briefing: Briefing, title: str, lines: Sequence[Line], size: float
) -> None:
    items = [_item(line, stage, size) for line in lines]
    place = 0
    for slide, page in _pages(stage, title, items, size):
        add_text(slide, body_under(stage, title), page, size, name=title)
        add_foot(stage, slide, f"{PRODUCT} · Filters: {briefing.filters}")
        here = lines[place : place + len(page)]
        place += len(page)
        notes = [f"{line.text} {cited(line.citations)}".strip() for line in here]
        numbers = [number for line in here for number in line.citations]
        set_notes(slide, "\n".join([*notes, *in_words(numbers, briefing)]))


def _item(line: Line, stage: Stage, size: float) -> Paragraph:
    marks = cited(line.citations)
    frame = Frame(0, 0, stage.body.width - INDENT, stage.body.height * TALLEST)
    text, _ = fitted(clean_text(line.text, MOST_LETTERS), frame, (size, size), stage.stretch)
    pieces = [Piece(text)]
    if marks:
        pieces.append(Piece(f"\u00a0{marks}", muted=True, raised=True))
    return Paragraph(tuple(pieces), after=size * AFTER, bullet=True)


def _pages(
    stage: Stage, title: str, items: Sequence[Paragraph], size: float
) -> list[tuple[Slide, list[Paragraph]]]:
    """Share paragraphs out over as many slides as they need, and add the slides."""
    pages: list[list[Paragraph]] = []
    left = 0.0
    for item in items:
        width = stage.body.width - (INDENT if item.bullet else 0)
        high = lines_high(item.text, width, size, stage.stretch) + item.after
        if not pages or high - item.after > left:
            pages.append([])
            left = body_under(stage, title).height
        pages[-1].append(item)
        left -= high
    made = []
    for number, page in enumerate(pages, start=1):
        slide = stage.new_slide()
        set_title(stage, slide, f"{title} ({number} of {len(pages)})" if len(pages) > 1 else title)
        made.append((slide, page))
    return made
