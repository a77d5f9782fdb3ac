"""The cover of a deck: its title and facts, in the layout's subtitle where these fit."""

from dataclasses import replace

from pptx.enum.shapes import PP_PLACEHOLDER

from dashboard.briefing.content import Briefing
from dashboard.briefing.tray import clean_text
from dashboard.dates import day
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.pptx.frame import Frame, cut_to, frame_of, lines_high
from dashboard.exports.pptx.stage import TITLES, Stage
from dashboard.exports.pptx.text import (
    COVER_TITLE_SIZES,
    MOST_LETTERS,
    Paragraph,
    Piece,
    add_text,
    fill_text,
    set_notes,
    set_title,
)

MOST_PUBLISHERS = 8
COVER_SIZES = (16, 14, 13, 12)
COVER_INSETS, COVER_AFTER, LONGEST_FACT = (15, 8), 0.45, 2.6


def add_cover(stage: Stage, briefing: Briefing) -> None:
    """Add the cover; where the layout's subtitle is too small for it, the plain layout serves."""
    facts = _facts(briefing)
    frame = _subtitle(stage)
    size = _size(facts, frame, stage) if frame else 0
    if frame is None or not size:
        frame, stage = stage.body, replace(stage, cover_layout=stage.layout)
        size = _size(facts, frame, stage) or COVER_SIZES[-1]
    slide = stage.new_slide(cover=True)
    title = briefing.title or f"{PRODUCT}, {briefing.period}"
    box = slide.shapes.title
    room = (frame_of(box) if box is not None else None) or stage.title
    is_cut = set_title(stage, slide, title, room, COVER_TITLE_SIZES)
    paragraphs = [_set(name, text, frame, size, stage) for name, text in facts]
    subtitles = [
        shape
        for shape in slide.placeholders
        if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE
    ]
    if subtitles:
        fill_text(slide, subtitles[0], paragraphs, size)
    else:
        add_text(slide, frame, paragraphs, size)
    set_notes(slide, _notes(briefing, title if is_cut else ""))


def _facts(briefing: Briefing) -> list[tuple[str, str]]:
    publishers = _publishers(briefing)
    named = ", ".join(publishers[:MOST_PUBLISHERS])
    if len(publishers) > MOST_PUBLISHERS:
        named += f" and {len(publishers) - MOST_PUBLISHERS} more"
    facts = [
        ("Period", briefing.period),
        ("Filters", briefing.filters),
        ("Sources", named),
        ("Made on", f"{day(briefing.made_on)}, with {PRODUCT}"),
        ("Data version", briefing.data_version),
    ]
    return [(name, clean_text(text, MOST_LETTERS)) for name, text in facts if text]


def _publishers(briefing: Briefing) -> list[str]:
    """Return the publishers, those with most sources first."""
    if "publisher" not in briefing.sources.columns:
        return []
    counts = briefing.sources["publisher"].dropna().astype(str).value_counts(sort=False)
    return sorted(counts.index, key=lambda name: (-int(counts[name]), name))


def _subtitle(stage: Stage) -> Frame | None:
    kinds = {shape.placeholder_format.type: shape for shape in stage.cover_layout.placeholders}
    if PP_PLACEHOLDER.SUBTITLE not in kinds or not any(kind in kinds for kind in TITLES):
        return None
    frame = frame_of(kinds[PP_PLACEHOLDER.SUBTITLE])
    return frame if stage.holds(frame) else None


def _size(facts: list[tuple[str, str]], frame: Frame, stage: Stage) -> float:
    """Return the largest size at which all facts fit, each cut to a few lines; 0 for none."""
    for size in COVER_SIZES:
        texts = [_set(name, text, frame, size, stage).text for name, text in facts]
        width = frame.width - COVER_INSETS[0]
        high = sum(
            lines_high(text, width, size, stage.stretch) + size * COVER_AFTER for text in texts
        )
        if high <= frame.height - COVER_INSETS[1]:
            return size
    return 0


def _set(name: str, text: str, frame: Frame, size: float, stage: Stage) -> Paragraph:
    room = frame.width - COVER_INSETS[0], size * LONGEST_FACT
    label = f"{name}: "
    fitting = cut_to(f"{label}{text}", room, size, stage.stretch)
    pieces = (Piece(label, muted=True), Piece(fitting[len(label) :]))
    return Paragraph(pieces, after=size * COVER_AFTER)


def _notes(briefing: Briefing, title: str) -> str:
    lines = [
        f"Full title: {title}" if title else "",
        f"Filters: {briefing.filters}",
        f"Publishers: {', '.join(_publishers(briefing))}",
        f"Data version: {briefing.data_version}",
        f"Made on: {day(briefing.made_on)}",
        f"Link: {briefing.link}" if briefing.link else "",
    ]
    return "\n".join(line for line in lines if line)
