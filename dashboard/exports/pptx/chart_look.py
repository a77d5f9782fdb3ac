"""The house look of an office chart: light gridlines, muted numbers, the colours of the screen.

Set through python-pptx; as XML only what it has no words for.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pptx.chart.axis import _BaseAxis
from pptx.chart.chart import Chart
from pptx.chart.marker import Marker
from pptx.chart.plot import BarPlot
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.dml.line import LineFormat
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.text.text import Font
from pptx.util import Pt

from dashboard.briefing.tray import clean_text
from dashboard.exports.pptx.axes import (
    LONGEST_NAME,
    NO_LINE,
    Scale,
    across_scale,
    are_months,
    day_number,
    day_of,
    day_step,
    known,
    lone_points,
)
from dashboard.exports.pptx.frame import Frame
from dashboard.marks import MARKS
from dashboard.palette import LIGHT, country_colour, mark_colour
from dashboard.panels.office import Series, office_dash, office_marker
from dashboard.vocabulary import COUNTRIES

if TYPE_CHECKING:
    from dashboard.exports.pptx.charts import Plan

SIZE = 12
LINE, THIN_LINE = 2.25, 1.75
MARK, ROW_MARK, SMALL_MARK = 7, 9, 5
# Marks on every day of a year would hide the line.
MOST_MARKS = 40
WHOLE_FORMAT, DECIMAL_FORMAT = "#,##0", re.compile(r"#,##0\.0+")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def text_colours() -> dict[str, str]:
    """Return the colour of letters, which want more contrast, for each colour of a series."""
    pairs = [(country_colour, code) for code in COUNTRIES] + [(mark_colour, mark) for mark in MARKS]
    return {of(code, "light").upper(): of(code, "light", text=True) for of, code in pairs}


def dress(drawn: Chart) -> None:
    """Set what all charts share: on white, since its colours are chosen for white; no title."""
    drawn.has_title = False
    letters(drawn.font, LIGHT.muted)
    white = f'<a:solidFill><a:srgbClr val="{LIGHT.background[1:]}"/></a:solidFill>'
    drawn._chartSpace.chart.addnext(_xml("spPr", f"{white}<a:ln><a:noFill/></a:ln>"))


def place_plot(drawn: Chart, plot: Frame | None, whole: Frame) -> None:
    """Say where the plot stands in the chart; None leaves it to the office program."""
    area = drawn._chartSpace.chart.plotArea
    for old in area.findall("{*}layout"):
        area.remove(old)
    if plot is not None:
        shares = {
            "x": plot.left / whole.width,
            "y": plot.top / whole.height,
            "w": plot.width / whole.width,
            "h": plot.height / whole.height,
        }
        modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        sides = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
        area.insert(0, _xml("layout", f"<c:manualLayout>{modes}{sides}</c:manualLayout>"))


def add_legend(drawn: Chart, entries: Sequence[int], hidden: Sequence[int]) -> None:
    """Add a legend along the top, without the series that are `hidden`; none without entries."""
    drawn.has_legend = bool(entries)
    if drawn.legend is None:
        return
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    letters(drawn.legend.font, LIGHT.text)
    for place in reversed(hidden):
        entry = _xml("legendEntry", f'<c:idx val="{place}"/><c:delete val="1"/>')
        drawn.legend._element.legendPos.addnext(entry)


def dress_values(axis: _BaseAxis, plan: "Plan") -> None:
    """Set the axis of the values: light gridlines, muted numbers, no line."""
    points, scale, written = plan.chart.kind == "points", plan.scale, plan.chart.number_format
    if DECIMAL_FORMAT.fullmatch(written) and scale.step == int(scale.step) and scale.low % 1 == 0:
        # Half a person in an average is a label's business, not the axis'.
        written = WHOLE_FORMAT
    # The lengths of bars on a log scale mean nothing without it.
    shown = plan.chart.log or not plan.numbered
    _dress_axis(axis, written, grid=shown)
    axis.visible = shown
    if plan.chart.lanes:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    elif plan.sideways:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS
        _cross(axis, XL_AXIS_CROSSES.MAXIMUM)
    if points:
        _cross(axis, XL_AXIS_CROSSES.MINIMUM)
    if plan.fixed:
        _keep_scale(axis, scale)
    # Left to itself, the axis of one or two events has halves.
    even = plan.chart.lanes or plan.room.small or (not points and (plan.fixed or scale.step == 1))
    if even and not scale.log:
        axis.major_unit = scale.step


def dress_categories(axis: _BaseAxis, plan: "Plan") -> None:
    """Set the axis of the categories: words, or days in their true distance."""
    _dress_axis(axis, "General", line=LIGHT.faint)
    if axis._element.tag.endswith("dateAx"):
        _step_days(axis, plan)
        return
    letters(axis.tick_labels.font, LIGHT.text if plan.sideways else LIGHT.muted, plan.name_size)
    if plan.every == 1:
        # Level, they are broken into lines; every n-th only, they are thinned out by any program.
        axis._element.txPr.bodyPr.set("rot", "0")
        axis._element.txPr.bodyPr.set("vert", "horz")
    axis._element.find("{*}lblOffset").addnext(_xml("tickLblSkip", val=str(plan.every)))
    axis.reverse_order = plan.sideways


def dress_places(axis: _BaseAxis, plan: "Plan") -> None:
    """Set the horizontal axis of points: days or numbers."""
    chart, scale = plan.chart, across_scale(plan.chart)
    low, step = scale.low, scale.step
    written = "#,##0" if step == int(step) else "#,##0.##########"
    if any(isinstance(place, date) for series in chart.series for place in series.at):
        found = day_step(day_of(low), day_of(scale.high), plan.width)
        written, step = found.written, found.days
        if found.unit == "years" and not chart.lanes:
            low = day_number(day_of(low).replace(month=1, day=3))
    _dress_axis(axis, written, line=LIGHT.faint, grid=bool(chart.lanes))
    _cross(axis, XL_AXIS_CROSSES.MINIMUM)
    _keep_scale(axis, Scale(low, scale.high, step, scale.log))
    if not scale.log:
        axis.major_unit = step


def _dress_axis(axis: _BaseAxis, written: str, *, line: str = "", grid: bool = False) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_major_gridlines = grid
    if grid:
        draw(axis.major_gridlines.format.line, LIGHT.grid, 0.75)
    draw(axis.format.line, line, 0.75)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False


def _keep_scale(axis: _BaseAxis, scale: Scale) -> None:
    axis.minimum_scale, axis.maximum_scale = scale.low, scale.high
    if scale.log:
        axis._element.scaling.insert(0, _xml("logBase", val="10"))


def _cross(axis: _BaseAxis, where: XL_AXIS_CROSSES) -> None:
    axis._element.get_or_add_crosses().val = where


def _step_days(axis: _BaseAxis, plan: "Plan") -> None:
    days = [label for label in plan.chart.categories if isinstance(label, date)]
    step = day_step(min(days), max(days), plan.width)
    unit, count, written = step.unit, step.count, step.written
    base = axis._element.find("{*}baseTimeUnit")
    if are_months(days):
        base.set("val", "months")
        if unit == "days":
            unit, count, written = "months", 1, "mmm yyyy"
    axis.tick_labels.number_format = written
    base.addnext(_xml("majorTimeUnit", val=unit))
    base.addnext(_xml("majorUnit", val=str(count)))


def number_bars(bars: BarPlot, number_format: str, size: float) -> None:
    """Write the number of each bar at its end."""
    bars.has_data_labels = True
    number_series(bars, number_format, size)


def number_series(bars: BarPlot, number_format: str, size: float) -> None:
    """Write the number of each bar of one series, or of a plot that has labels, at its end."""
    labels = bars.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = number_format, False
    letters(labels.font, LIGHT.text, size)


def label_point(
    made: Any, place: int, series: Series, number_format: str, down: float | None = None
) -> None:
    """Write a point's number above it, or the series' name and its number beside it, moved `down`.

    Both follow when the sheet is edited.
    """
    label = made.points[place].data_label
    letters(label.font, text_colours().get(series.colour.upper(), series.colour))
    label.position = XL_LABEL_POSITION.ABOVE if down is None else XL_LABEL_POSITION.RIGHT
    found: Any = label._dLbl
    found.txPr.bodyPr.set("wrap", "none")
    found.idx.addnext(_xml("numFmt", formatCode=number_format, sourceLinked="0"))
    if down is not None:
        found.find("{*}showSerName").set("val", "1")
        separator = _xml("separator")
        separator.text = " "
        found.append(separator)
        moved = f'<c:manualLayout><c:x val="0"/><c:y val="{down:.5f}"/></c:manualLayout>'
        found.idx.addnext(_xml("layout", moved))


def name_rows(made: Any, lanes: Sequence[str]) -> None:
    """Write the names of the rows beside the points that stand for them."""
    draw(made.format.line, "", 0)
    made.marker.style = XL_MARKER_STYLE.NONE
    for place, name in enumerate(lanes):
        label = made.points[place].data_label
        # The blanks keep the name off a mark on the edge.
        label.text_frame.text = f"{clean_text(name, LONGEST_NAME)}\u00a0\u00a0"
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.LEFT
        letters(label.text_frame.paragraphs[0].runs[0].font, country_text_colour(name), bold=True)


def draw_line(made: Any, series: Series, *, thin: bool) -> None:
    """Draw a line and its marks; a point with gaps on both sides is a dot, or it is not seen."""
    only_marks = series.dash == NO_LINE
    width = THIN_LINE if thin else LINE
    draw(made.format.line, "" if only_marks else series.colour, width, series.dash)
    count = sum(known(value) is not None for value in series.values)
    symbol = series.marker if only_marks or count <= MOST_MARKS else ""
    if symbol:
        _mark(made.marker, symbol, series.colour, MARK)
        return
    made.marker.style = XL_MARKER_STYLE.NONE
    for place in lone_points(series):
        _mark(made.points[place].marker, "circle", series.colour, SMALL_MARK)


def draw_marks(made: Any, series: Series, *, beside_line: bool) -> None:
    """Draw points that no line joins, small `beside_line`s."""
    draw(made.format.line, "", 0)
    size = SMALL_MARK if beside_line else ROW_MARK
    _mark(made.marker, series.marker or "circle", series.colour, size)


def fill(area: FillFormat, colour: str) -> None:
    """Fill with one colour."""
    area.solid()
    area.fore_color.rgb = _rgb(colour)


def letters(font: Font, colour: str, size: float = SIZE, *, bold: bool = False) -> None:
    """Set the letters; their font is the deck's own."""
    font.size, font.color.rgb, font.bold = Pt(size), _rgb(colour), bold


def draw(line: LineFormat, colour: str, points: float, dash: str = "") -> None:
    """Set a line; without a colour none."""
    if not colour:
        line.fill.background()
        return
    line.color.rgb, line.width = _rgb(colour), Pt(points)
    if dash:
        line.dash_style = MSO_LINE_DASH_STYLE[office_dash(dash).upper()]


def country_text_colour(name: str) -> str:
    """Return the colour of letters for a name that begins with a country's, else that of text."""
    for country in COUNTRIES.values():
        if name.startswith(country.name):
            return country_colour(country.code, "light", text=True)
    return LIGHT.text


def _mark(marker: Marker, symbol: str, colour: str, size: int) -> None:
    """Set a mark, hollow if its name says so."""
    marker.style, marker.size = XL_MARKER_STYLE[office_marker(symbol).upper()], size
    if symbol.endswith("-open"):
        marker.format.fill.background()
    else:
        fill(marker.format.fill, colour)
    draw(marker.format.line, colour, 1.5)


def _rgb(colour: str) -> RGBColor:
    """Return a colour; what is none is muted."""
    plain = colour if _COLOUR.fullmatch(colour) else LIGHT.muted
    return RGBColor.from_string(plain[1:].upper())


def _xml(name: str, inside: str = "", **attributes: str) -> Any:
    """Return an element of a chart."""
    made = parse_xml(f"<c:{name} {nsdecls('c', 'a')}>{inside}</c:{name}>")
    for attribute, value in attributes.items():
        made.set(attribute, value)
    return made
