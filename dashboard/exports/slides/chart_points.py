"""Charts of points as XML: two axes of numbers or days, rows with names where there are any.

Lines and bars are left to `chart_series`.
"""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from dashboard.exports.slides.chart_axes import ACROSS, GRID, UP, Axis, scaling
from dashboard.exports.slides.chart_names import NO_LINE, legend_entries
from dashboard.exports.slides.chart_parts import (
    country_text_colour,
    letters,
    line,
    marker,
    number_cells,
    rich,
    shown,
)
from dashboard.exports.slides.chart_plan import (
    EDGE,
    GAP,
    LABEL_LINE,
    SMALL_STEPS,
    WIDEST_NAMES,
    Plan,
    Room,
    legend_height,
    tick_format,
)
from dashboard.exports.slides.chart_scale import (
    MOST_STEPS,
    Scale,
    day_step,
    even_scale,
    log_scale,
    number_text,
    scale_of,
)
from dashboard.exports.slides.chart_series import joined, series_head
from dashboard.exports.slides.chart_sheet import DAY_FORMAT, FIRST_DAY, Placed, day_number
from dashboard.palette import LIGHT
from dashboard.panels.office import NativeChart, Series

ROWS = "Rows"
LONG_SPAN = 100
SMALL_MARK = 5


def plan_points(chart: NativeChart, room: Room) -> Plan:
    """Plan a chart of points."""
    entries = () if room.keyed else legend_entries(chart)
    legend = legend_height([chart.series[number] for number in entries], room)
    top = legend + EDGE
    if chart.lanes:
        scale = Scale(-0.5, len(chart.lanes) - 0.5, 1)
        names = max(room.letters(name, bold=True) for name in chart.lanes)
        left = min(names, room.width * WIDEST_NAMES) + 3 * GAP
    else:
        scale = room.scale or scale_of([chart], SMALL_STEPS if room.small else MOST_STEPS)
        left = max(room.letters(number_text(t, chart.number_format)) for t in scale.ticks)
        left += GAP + EDGE
    plot = (left, top, room.width - left - 3 * EDGE, room.height - top - LABEL_LINE - GAP)
    return Plan(chart, room, scale, plot, legend, entries)


def row_names(chart: NativeChart) -> Series:
    """Return a series at the left edge that carries the names of the rows as its labels.

    An axis of numbers has no words; labels of points stay with the rows when the chart is resized.
    """
    values = tuple(float(row) for row in range(len(chart.lanes)))
    edge = across_scale(chart).low
    days = any(isinstance(place, date) for series in chart.series for place in series.at)
    return Series(ROWS, values, LIGHT.muted, at=(_day(edge) if days else edge,) * len(values))


def across_scale(chart: NativeChart) -> Scale:
    """Return the scale of the horizontal axis; short spans of days get whole months."""
    places = [place for series in chart.series for place in series.at]
    days = [place for place in places if isinstance(place, date)]
    if not days:
        numbers = [day_number(place) for place in places]
        if chart.log and chart.lanes:
            return log_scale(numbers)
        return even_scale(numbers, from_zero=False)
    first, last = min(days), max(days)
    end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    if (last - first).days > LONG_SPAN:
        # Months differ in length, the steps of this axis do not: from the 3rd on each step stays
        # in its month.
        first -= timedelta(days=2)
        return Scale(day_number(first.replace(day=3)), day_number(end), 30)
    return Scale(day_number(first.replace(day=1)), day_number(end), 7)


def points_series(plan: Plan, number: int, placed: Placed) -> str:
    """Write one kind of points; that of the row names has words and no marks."""
    series, chart = placed.series, plan.chart
    across = [day_number(place) for place in series.at]
    written = DAY_FORMAT if any(isinstance(place, date) for place in series.at) else "General"
    drawn, marks, labels = line("", 0), marker(series.marker or "circle", series.colour), ""
    if series.name == ROWS and number == len(chart.series):
        marks, labels = marker("", ""), _row_labels(chart)
    elif series.dash != NO_LINE:
        drawn, marks = joined(plan, series)
    elif any(each.dash != NO_LINE for each in chart.series):
        marks = marker(series.marker or "circle", series.colour, SMALL_MARK)
    up = number_cells(placed.up, series.values, placed.rows, chart.number_format)
    return (
        f"{series_head(number, placed)}<c:spPr>{drawn}</c:spPr>{marks}{labels}"
        f"<c:xVal>{number_cells(placed.across, across, placed.rows, written)}</c:xVal>"
        f"<c:yVal>{up}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def points_axes(plan: Plan) -> str:
    """Write both axes of a chart of points."""
    chart, scale = plan.chart, across_scale(plan.chart)
    days = [place for series in chart.series for place in series.at if isinstance(place, date)]
    written, step = "#,##0.##########", "" if scale.log else f'<c:majorUnit val="{scale.step}"/>'
    if days:
        found = day_step(_day(scale.low), _day(scale.high), plan.plot[2])
        written = "d mmm" if found.unit == "days" else found.written
        step = f'<c:majorUnit val="{found.days}"/>'
        if found.unit == "years" and not chart.lanes:
            low = _day(scale.low).replace(month=1, day=3)
            scale = replace(scale, low=day_number(low))
    elif scale.step == int(scale.step):
        written = "#,##0"
    between = '<c:crossBetween val="midCat"/>'
    step_up = "" if plan.scale.log else f'<c:majorUnit val="{plan.scale.step}"/>'
    across = Axis(
        "valAx",
        ACROSS,
        scaling=scaling(scale),
        place="b",
        gridlines=GRID if chart.lanes else "",
        written=written,
        look=f"<c:spPr>{line(LIGHT.faint, 0.75)}</c:spPr>{letters(LIGHT.muted)}",
        crosses="min",
        rest=between + step,
    )
    up = Axis(
        "valAx",
        UP,
        scaling=scaling(plan.scale if plan.fixed or chart.lanes else None),
        place="l",
        gridlines=GRID,
        written=tick_format(plan),
        crosses="min",
        labels="none" if chart.lanes else "low",
        rest=between + (step_up if chart.lanes or plan.room.small else ""),
    )
    return across.xml + up.xml


def _row_labels(chart: NativeChart) -> str:
    labels = ""
    for place, name in enumerate(chart.lanes):
        # The blanks keep the name off a mark on the edge.
        words = rich([(f"{name}\u00a0\u00a0", country_text_colour(name), True)])
        labels += f'<c:dLbl><c:idx val="{place}"/>{words}<c:dLblPos val="l"/>{shown("SerName")}'
        labels += "</c:dLbl>"
    return f"<c:dLbls>{labels}{shown()}</c:dLbls>"


def _day(number: float) -> date:
    return date.fromordinal(FIRST_DAY.toordinal() + int(number))
