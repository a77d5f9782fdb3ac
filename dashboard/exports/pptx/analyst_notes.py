"""The analyst's notes over a chart of PowerPoint's own: boxes, arrows and bands to be moved there.

Where a chart has no axis of days that can be measured, the box names the day and has no arrow.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from dashboard.exports.pptx.axes import across_scale, day_number
from dashboard.exports.pptx.charts import Plan, Room, plan_of
from dashboard.exports.pptx.frame import LINE, Frame, lines_high
from dashboard.exports.pptx.text import add_text_on_white, plain
from dashboard.palette import LIGHT, house_accent
from dashboard.panels.exhibit import AnalystNote
from dashboard.panels.office import NativeChart
from dashboard.wording import say

SIZE, WIDTH, AWAY, APART = 11, 150, 34, 6
BAND_TEXT, DAY_TEXT = 0.92, 0.97
OPACITY = 14_000


def add_notes(slide: Slide, chart: NativeChart, room: Room, notes: Sequence[AnalystNote]) -> None:
    """Put notes over a chart that stands on a slide."""
    plan, placed, apart = plan_of(chart, room), list[Frame](), list[AnalystNote]()
    for note in notes:
        ends = _ends(plan, note)
        if ends is None or plan.plot is None:
            apart.append(note)
            continue
        plot = _on_slide(plan.plot, room)
        left, right = (plot.left + share * plot.width for share in ends)
        y = plot.top + (1 - _up(plan, note)) * plot.height
        if note.last is not None:
            _add_band(slide, Frame(left, plot.top, right - left, plot.height), note)
        elif not _has_height(plan, note):
            _add_line(slide, (left, plot.top), (left, plot.bottom), note, is_arrow=False)
        is_left = (left + right) / 2 > plot.left + plot.width / 2
        x = left if is_left else right
        edge = max(x - AWAY - WIDTH if is_left else x + AWAY, room.frame.left)
        high = _height(note.text, room)
        above = AWAY if _has_height(plan, note) else 0
        place = _free(Frame(edge, max(y - above - high / 2, plot.top), WIDTH, high), placed)
        placed.append(place)
        start = place.right if is_left else place.left
        _add_line(slide, (start, place.top + high / 2), (x, y), note, is_arrow=True)
        _add_box(slide, place, note.text)
    _list(slide, apart, room, room.frame.top)


def list_notes(slide: Slide, room: Room, notes: Sequence[AnalystNote]) -> None:
    """Put notes on several charts in the lower right corner, each with its days."""
    high = sum(_height(note.words, room) + APART for note in notes)
    _list(slide, notes, room, room.frame.bottom - high)


def _list(slide: Slide, notes: Sequence[AnalystNote], room: Room, top: float) -> None:
    for note in notes:
        high = _height(note.words, room)
        _add_box(slide, Frame(room.frame.right - WIDTH, top, WIDTH, high), note.words)
        top += high + APART


def _height(text: str, room: Room) -> float:
    return lines_high(text, WIDTH - 8, SIZE, room.stretch) + LINE


def _free(wanted: Frame, placed: Sequence[Frame]) -> Frame:
    """Move a box down until it lies on none of those placed before."""
    for other in sorted(placed, key=lambda each: each.top):
        beside = wanted.right <= other.left or wanted.left >= other.right
        if not beside and wanted.top < other.bottom + APART and wanted.bottom > other.top:
            wanted = replace(wanted, top=other.bottom + APART)
    return wanted


def _on_slide(plot: Frame, room: Room) -> Frame:
    left, top = room.frame.left + plot.left, room.frame.top + plot.top
    return Frame(left, top, plot.width, plot.height)


def _ends(plan: Plan, note: AnalystNote) -> tuple[float, float] | None:
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
    add_text_on_white(slide, place, [plain(text)], SIZE, name=say("Note"))
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
