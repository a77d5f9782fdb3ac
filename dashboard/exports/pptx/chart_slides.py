"""The slides of charts: title, unit, chart, comment, caption, source line, notes.

What is shown is prepared by `prepare`; a chart that fails costs its own slide only. The analyst's
notes over a chart are boxes, arrows and bands that can be moved in PowerPoint; where a chart has no
axis of days that can be measured, the box names the day and has no arrow.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Emu, Pt

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.briefing.tray import clean_text
from dashboard.exports.briefing_text import shown_words
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.axes import across_scale, day_number
from dashboard.exports.pptx.charts import Plan, Room, add_chart, plan_of
from dashboard.exports.pptx.frame import LINE, Frame, fitted, lines_high
from dashboard.exports.pptx.prepare import Part, is_drawn, prepare, without_values
from dashboard.exports.pptx.sources import cited, in_words, numbered, on_slides
from dashboard.exports.pptx.stage import Stage
from dashboard.exports.pptx.tables import add_table, details_of
from dashboard.exports.pptx.text import (
    MOST_LETTERS,
    add_foot,
    add_text,
    add_text_on_white,
    body_under,
    describe,
    plain,
    set_notes,
    set_title,
)
from dashboard.palette import LIGHT, house_accent
from dashboard.panels.exhibit import AnalystNote, Exhibit
from dashboard.panels.office import NativeChart
from dashboard.wording import N_, say

UNIT_SIZES, COMMENT_SIZES, SAID_SIZE, SMALL = (14, 12), (14, 12), 18, 12
GAP = 8
SIDE_SHARE, SIDE_GAP, WIDE = 0.27, 28, 700
CAPTION_LINES, COMMENT_LINES = 3, 5
# An analyst's note: its box, how far it is from its place and from others, how far up it stands.
NOTE_SIZE, NOTE_WIDTH, NOTE_AWAY, NOTES_APART = 11, 150, 34, 6
BAND_TEXT, DAY_TEXT = 0.92, 0.97
OPACITY = 14_000
FAILED = N_("This chart could not be made for PowerPoint; its rows are in the evidence pack.")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Layout:
    """The frames of a chart's slide and what stands in its frames of words, cut to fit."""

    exhibit: Exhibit
    subject: str
    unit: Frame
    content: Frame
    comment: Frame
    caption: Frame
    unit_text: tuple[str, float]
    comment_text: tuple[str, float]
    caption_text: str
    whole_caption: str


def add_chart_slides(
    stage: Stage, briefing: Briefing, page: ChartPage, pictures: ChartPictures
) -> None:
    """Add the slide of one chart; one that fails says so on a slide of its own."""
    if page.exhibit is None:
        _add_trouble(stage, briefing, page, page.trouble)
        return
    before = len(stage.deck.slides)
    try:
        charts = page.exhibit.native() if page.exhibit.native is not None else ()
        layout = _lay_out(stage, page, page.exhibit, charts)
        room = (layout.content, stage.stretch)
        parts = prepare(page, page.exhibit, charts, room, pictures)
        for number, part in enumerate(parts, start=1):
            title = numbered(title_of(page), number, len(parts))
            _add_slide(stage, briefing, page, layout, part, title)
    except Exception:
        # Whatever broke this chart, the rest of the deck is wanted all the same.
        _log.exception("The chart %s could not be put on a slide", page.item.exhibit)
        stage.drop_slides(before)
        _add_trouble(stage, briefing, page, say(FAILED))


def _lay_out(
    stage: Stage, page: ChartPage, exhibit: Exhibit, charts: Sequence[NativeChart]
) -> Layout:
    body, stretch = body_under(stage, title_of(page), GAP), stage.stretch
    subject = subject_of(page, exhibit, charts)
    unit = fitted(subject, body.top_part(18), UNIT_SIZES, stretch)
    if unit[0] != subject:
        unit = fitted(subject, body.top_part(30), (SMALL, SMALL), stretch)
    high = lines_high(unit[0], body.width, unit[1], stretch) if unit[0] else 0
    unit_frame, rest = body.top_part(high), body.below(high + GAP / 2)
    caption_room = body.top_part(CAPTION_LINES * SMALL * LINE)
    whole = caption_of(exhibit, charts)
    caption = fitted(whole, caption_room, (SMALL, SMALL), stretch)[0]
    high = lines_high(caption, body.width, SMALL, stretch) if caption else 0
    caption_frame, rest = rest.bottom_part(high), rest.above(high + GAP)
    said = clean_text(page.comment, MOST_LETTERS, lines=True)
    comment_frame, content = rest.top_part(0), rest
    is_table = exhibit.native is None and exhibit.draw is None
    if said and rest.width >= WIDE and not is_table:
        width = rest.width * SIDE_SHARE
        comment_frame = Frame(rest.right - width, rest.top, width, rest.height)
        content = Frame(rest.left, rest.top, rest.width - width - SIDE_GAP, rest.height)
    elif said:
        high = COMMENT_LINES * COMMENT_SIZES[1] * LINE
        high = min(lines_high(said, rest.width, COMMENT_SIZES[0], stretch), high)
        comment_frame, content = rest.bottom_part(high), rest.above(high + GAP)
    comment = fitted(said, comment_frame, COMMENT_SIZES, stretch) if said else ("", SMALL)
    frames = (unit_frame, content, comment_frame, caption_frame)
    return Layout(exhibit, subject, *frames, unit, comment, caption, whole)


def _add_slide(
    stage: Stage, briefing: Briefing, page: ChartPage, layout: Layout, part: Part, title: str
) -> None:
    exhibit = layout.exhibit
    slide = stage.new_slide()
    is_cut = set_title(stage, slide, title)
    text, size = layout.unit_text
    if text:
        add_text(slide, layout.unit, [plain(text, muted=True)], size, name="Unit")
    described = exhibit.alt or exhibit.headline or title_of(page)
    _place(slide, layout.content, part, described, exhibit.analyst_notes)
    text, size = layout.comment_text
    if text:
        lines = [plain(line, after=4) for line in text.split("\n")]
        add_text(slide, layout.comment, lines, size, name="Comment")
    if layout.caption_text:
        words = [plain(layout.caption_text, muted=True)]
        add_text(slide, layout.caption, words, SMALL, name="Caption", low=True)
    listed = on_slides(briefing)
    marks = cited([number for number in page.citations if number in listed])
    source = " ".join(part for part in (exhibit.source_line, marks) if part)
    add_foot(stage, slide, source or f"{PRODUCT}.", shown_words(page))
    is_short = layout.comment_text[0] != clean_text(page.comment, MOST_LETTERS, lines=True)
    notes = [
        (say("Full title"), title_of(page) if is_cut else ""),
        (say("Comment"), page.comment if is_short else ""),
        (say("What is shown"), layout.subject),
        (say("How to read it"), " ".join(filter(None, (layout.whole_caption, exhibit.reading)))),
        *(details_of(exhibit.table) if part.table is not None else ()),
    ]
    set_notes(slide, notes_of(briefing, page, notes))


def _place(
    slide: Slide, frame: Frame, part: Part, words: str, notes: Sequence[AnalystNote] = ()
) -> None:
    """Put charts, picture or table into the frame, and what is said of them."""
    for chart, room in part.charts:
        own = f"{chart.title}: {words}" if len(part.charts) > 1 and chart.title else words
        describe(add_chart(slide, chart, room), own)
    if len(part.charts) == 1:
        _add_notes(slide, *part.charts[0], notes)
    for place, paragraphs in part.words:
        add_text_on_white(slide, place, paragraphs, SMALL, name="Chart title")
    if len(part.charts) > 1:
        _list_notes(slide, replace(part.charts[-1][1], frame=frame), notes)
    if part.picture:
        _add_picture(slide, frame, part.picture, words)
    if part.table is not None:
        add_table(slide, frame, part.table, words)
        if part.said:
            note = frame.bottom_part(SMALL * LINE * 2)
            add_text(slide, note, [plain(part.said, muted=True)], SMALL, name="Note", low=True)
    elif part.said:
        add_text(slide, frame, [plain(part.said)], SAID_SIZE, name="Note")


def _add_picture(slide: Slide, frame: Frame, picture: bytes, words: str) -> None:
    left, top, width, height = frame.emu
    shape = slide.shapes.add_picture(BytesIO(picture), left, top)
    share = min(width / shape.width, height / shape.height)
    shape.width, shape.height = Emu(int(shape.width * share)), Emu(int(shape.height * share))
    describe(shape, words)


def _add_trouble(stage: Stage, briefing: Briefing, page: ChartPage, why: str) -> None:
    slide = stage.new_slide()
    is_cut = set_title(stage, slide, title_of(page))
    said = why or say("This chart could not be made.")
    body = body_under(stage, title_of(page))
    text, size = fitted(clean_text(said, MOST_LETTERS), body, (SAID_SIZE, 12), stage.stretch)
    add_text(slide, body, [plain(text)], size, name="Trouble")
    add_foot(stage, slide, shown_words(page))
    notes = [
        (say("Full title"), title_of(page) if is_cut else ""),
        (say("Comment"), page.comment),
    ]
    set_notes(slide, notes_of(briefing, page, notes))


def title_of(page: ChartPage) -> str:
    """Return the title: the analyst's or the panel's own."""
    if page.title.strip():
        return page.title
    if page.exhibit is None:
        return say("A chart that could not be made")
    return page.exhibit.headline or page.exhibit.title


def subject_of(page: ChartPage, exhibit: Exhibit, charts: Sequence[NativeChart]) -> str:
    """Return what the panel is called and counts, as far as the charts do not say it otherwise."""
    name = exhibit.title if exhibit.title != title_of(page) else ""
    unit = next((chart.subtitle for chart in charts if chart.subtitle), exhibit.unit)
    return clean_text(" · ".join(part for part in (name, unit) if part), MOST_LETTERS)


def caption_of(exhibit: Exhibit, charts: Sequence[NativeChart]) -> str:
    """Return the caption, that for native charts if these are drawn; and what cannot be drawn."""
    own = exhibit.office_caption if any(map(is_drawn, charts)) else exhibit.caption
    caption = clean_text(own, MOST_LETTERS)
    if missing := without_values(charts):
        lacking = say("No value to draw: {names}.", names=", ".join(missing))
        caption = f"{caption} {lacking}".strip()
    return caption


def notes_of(briefing: Briefing, page: ChartPage, facts: list[tuple[str, str]]) -> str:
    """Return what a reader may ask: caveats, filters, the link, the citations in words."""
    exhibit = page.exhibit
    if exhibit is not None:
        facts = [
            *facts,
            (say("Sources"), ", ".join(exhibit.sources.named())),
            (say("Shown"), exhibit.count),
        ]
    facts = [
        *facts,
        (say("Filters"), page.filters),
        (say("Data version"), briefing.data_version),
        (say("Link"), page.link),
    ]
    lines = [f"{name}: {text}" for name, text in facts if text.strip()]
    words = in_words(page.citations, briefing)
    return clean_text("\n".join([*lines, *words]), 10 * MOST_LETTERS, lines=True)


def _add_notes(slide: Slide, chart: NativeChart, room: Room, notes: Sequence[AnalystNote]) -> None:
    """Put notes over a chart that stands on a slide."""
    plan, placed, apart = plan_of(chart, room), list[Frame](), list[AnalystNote]()
    for note in notes:
        ends = _ends_of(plan, note)
        if ends is None or plan.plot is None:
            apart.append(note)
            continue
        left, top = room.frame.left + plan.plot.left, room.frame.top + plan.plot.top
        plot = replace(plan.plot, left=left, top=top)
        left, right = (plot.left + share * plot.width for share in ends)
        y = plot.top + (1 - _up(plan, note)) * plot.height
        if note.last is not None:
            _add_band(slide, Frame(left, plot.top, right - left, plot.height), note)
        elif not _has_height(plan, note):
            _add_line(slide, (left, plot.top), (left, plot.bottom), note, is_arrow=False)
        is_left = (left + right) / 2 > plot.left + plot.width / 2
        x = left if is_left else right
        edge = max(x - NOTE_AWAY - NOTE_WIDTH if is_left else x + NOTE_AWAY, room.frame.left)
        high = _note_height(note.text, room)
        above = NOTE_AWAY if _has_height(plan, note) else 0
        place = _free(Frame(edge, max(y - above - high / 2, plot.top), NOTE_WIDTH, high), placed)
        placed.append(place)
        start = place.right if is_left else place.left
        _add_line(slide, (start, place.top + high / 2), (x, y), note, is_arrow=True)
        _add_box(slide, place, note.text)
    _list_from(slide, apart, room, room.frame.top)


def _list_notes(slide: Slide, room: Room, notes: Sequence[AnalystNote]) -> None:
    """Put notes on several charts in the lower right corner, each with its days."""
    high = sum(_note_height(note.words, room) + NOTES_APART for note in notes)
    _list_from(slide, notes, room, room.frame.bottom - high)


def _list_from(slide: Slide, notes: Sequence[AnalystNote], room: Room, top: float) -> None:
    for note in notes:
        high = _note_height(note.words, room)
        _add_box(slide, Frame(room.frame.right - NOTE_WIDTH, top, NOTE_WIDTH, high), note.words)
        top += high + NOTES_APART


def _note_height(text: str, room: Room) -> float:
    return lines_high(text, NOTE_WIDTH - 8, NOTE_SIZE, room.stretch) + LINE


def _free(wanted: Frame, placed: Sequence[Frame]) -> Frame:
    """Move a box down until it lies on none of those placed before."""
    for other in sorted(placed, key=lambda each: each.top):
        beside = wanted.right <= other.left or wanted.left >= other.right
        if not beside and wanted.top < other.bottom + NOTES_APART and wanted.bottom > other.top:
            wanted = replace(wanted, top=other.bottom + NOTES_APART)
    return wanted


def _ends_of(plan: Plan, note: AnalystNote) -> tuple[float, float] | None:
    """Return where a note begins and ends across the plot, from 0 to 1; None without a place."""
    chart = plan.chart
    if chart.kind == "points":
        scale = across_scale(chart)
        low, high = scale.low, scale.high
        is_days = any(isinstance(each, date) for series in chart.series for each in series.at)
    else:
        found = [day_number(each) for each in chart.categories if isinstance(each, date)]
        is_days = len(found) == len(chart.categories) > 1 and not plan.sideways
        low, high = (min(found), max(found)) if is_days else (0.0, 1.0)
    first = day_number(note.first)
    last = day_number(note.last) + 1 if note.last else first
    is_too_low = plan.scale.log and _has_height(plan, note) and (note.value or 0) <= 0
    if plan.plot is None or not is_days or last < low or first > high or is_too_low:
        return None
    return (max(first, low) - low) / (high - low), (min(last, high) - low) / (high - low)


def _has_height(plan: Plan, note: AnalystNote) -> bool:
    """Say whether a note stands at a value."""
    return note.last is None and note.value is not None and not plan.chart.lanes


def _up(plan: Plan, note: AnalystNote) -> float:
    """Return how far up the plot a note stands, from 0 to 1."""
    if note.value is None or not _has_height(plan, note):
        return BAND_TEXT if note.last is not None else DAY_TEXT
    return min(max(plan.scale.share(note.value), 0.0), 1.0)


def _accent() -> str:
    return (house_accent("light") or LIGHT.accent)[1:]


def _add_box(slide: Slide, place: Frame, text: str) -> None:
    add_text_on_white(slide, place, [plain(text)], NOTE_SIZE, name=say("Note"))
    box: Any = slide.shapes[-1]
    box.line.color.rgb, box.line.width = RGBColor.from_string(_accent()), Pt(0.75)


def _add_line(
    slide: Slide,
    start: tuple[float, float],
    end: tuple[float, float],
    note: AnalystNote,
    *,
    is_arrow: bool,
) -> None:
    places = (Pt(each) for each in (*start, *end))
    line: Any = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *places)
    line.line.color.rgb, line.line.width = RGBColor.from_string(_accent()), Pt(1.25)
    if is_arrow:
        head = parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle"/>')
        line.line._get_or_add_ln().append(head)
    else:
        line.line.dash_style = MSO_LINE.ROUND_DOT
    line.name = say("Arrow of a note") if is_arrow else say("Day of a note")
    line._element.find("{*}nvCxnSpPr/{*}cNvPr").set("descr", note.words)


def _add_band(slide: Slide, place: Frame, note: AnalystNote) -> None:
    band: Any = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.emu)
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(_accent())
    band.fill._xPr.find(".//{*}srgbClr").append(
        parse_xml(f'<a:alpha {nsdecls("a")} val="{OPACITY}"/>')
    )
    band.line.fill.background()
    band.shadow.inherit = False
    band.name = say("Band of a note")
    band._element.find("{*}nvSpPr/{*}cNvPr").set("descr", note.words)
