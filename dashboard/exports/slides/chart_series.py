"""The lines and bars of a native chart as XML, their numbers and labels with them.

Points are left to `chart_points`.
"""

from datetime import date
from xml.sax.saxutils import escape

from dashboard.exports.slides.chart_names import NO_LINE, is_overlaid, last_known
from dashboard.exports.slides.chart_parts import (
    ONE_LINE,
    fill,
    letters,
    line,
    marker,
    number_cells,
    shown,
    text_colour,
    word_cells,
)
from dashboard.exports.slides.chart_plan import Plan
from dashboard.exports.slides.chart_sheet import (
    DAY_FORMAT,
    Placed,
    cells_address,
    day_number,
    head_address,
    known,
    plain_name,
)
from dashboard.palette import LIGHT
from dashboard.panels.office import NativeChart, Series

LINE, THIN_LINE = 2.25, 1.75
LONE_POINT, MARK = 5, 7
# Marks on every day of a year would hide the line.
MOST_MARKS = 40
# Few bars would be as broad as the slide; no bar is broader than this, in points.
BROADEST = {"column": 72, "stacked_column": 72, "bar": 26, "stacked_bar": 26}
LEAST_GAP, MOST_GAP = 25, 500


def line_series(plan: Plan, number: int, placed: Placed) -> str:
    """Write one line."""
    series = placed.series
    drawn, marks = joined(plan, series)
    return (
        f"{series_head(number, placed)}<c:spPr>{drawn}</c:spPr>{marks}"
        f"{_line_labels(plan, number, series)}{_numbers(plan.chart, placed)}"
        '<c:smooth val="0"/></c:ser>'
    )


def joined(plan: Plan, series: Series) -> tuple[str, str]:
    """Return the line of a series and its marks.

    A point with gaps on both sides is a dot, or it would not be seen.
    """
    width = THIN_LINE if plan.room.small else LINE
    only_marks = series.dash == NO_LINE
    drawn = line("" if only_marks else series.colour, width, series.dash)
    count = sum(known(value) is not None for value in series.values)
    symbol = series.marker if only_marks or count <= MOST_MARKS else ""
    lone = "".join(
        f'<c:dPt><c:idx val="{place}"/>{marker("circle", series.colour, LONE_POINT)}'
        '<c:bubble3D val="0"/></c:dPt>'
        for place in ([] if symbol else _lone_points(series))
    )
    return drawn, f"{marker(symbol, series.colour, MARK)}{lone}"


def bar_series(plan: Plan, number: int, placed: Placed) -> str:
    """Write one colour of bars."""
    return (
        f"{series_head(number, placed)}<c:spPr>{fill(placed.series.colour)}{line('', 0)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{_value_labels(plan)}{_numbers(plan.chart, placed)}</c:ser>'
    )


def bar_gap(plan: Plan) -> int:
    """Return the gap between bars in percent of a bar."""
    kind = plan.chart.kind
    length = plan.plot[3] if kind.endswith("bar") else plan.plot[2]
    alone = kind.startswith("stacked") or is_overlaid(plan.chart)
    side_by_side = 1 if alone else max(len(plan.chart.series), 1)
    pitch = length / max(len(plan.chart.categories), 1)
    gap = (pitch / BROADEST[kind] - side_by_side) * 100
    return round(min(max(gap, LEAST_GAP), MOST_GAP))


def series_head(number: int, placed: Placed) -> str:
    """Open a series and name it."""
    name = word_cells(head_address(placed.up), [plain_name(placed.series)])
    return f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx>{name}</c:tx>'


def _numbers(chart: NativeChart, placed: Placed) -> str:
    values = number_cells(placed.up, placed.series.values, placed.rows, chart.number_format)
    return f"<c:cat>{_categories(chart, placed)}</c:cat><c:val>{values}</c:val>"


def _categories(chart: NativeChart, placed: Placed) -> str:
    if any(isinstance(label, date) for label in chart.categories):
        days = [day_number(label) for label in chart.categories if isinstance(label, date)]
        return number_cells(placed.across, days, placed.rows, DAY_FORMAT)
    address = cells_address(placed.across, len(chart.categories))
    return word_cells(address, [str(label) for label in chart.categories])


def _line_labels(plan: Plan, number: int, series: Series) -> str:
    last = last_known(series)
    if last is None or not (number in plan.end_labels or plan.room.small):
        return ""
    parts = ("SerName", "Val")
    place, side, down = last[0], "r", 0.0
    if plan.room.small:
        if len(plan.chart.series) > 1 or plan.scale.log:
            return ""
        known_values = [(known(value), at) for at, value in enumerate(series.values)]
        place = max((value, -at) for value, at in known_values if value is not None)[1] * -1
        parts, side = ("Val",), "t"
    else:
        down = plan.shifts()[number]
    moved = ""
    if abs(down) > 1e-4:
        moved = (
            '<c:layout><c:manualLayout><c:x val="0"/>'
            f'<c:y val="{down:.5f}"/></c:manualLayout></c:layout>'
        )
    written = f"{_format(plan)}<c:spPr>{line('', 0)}</c:spPr>"
    look = letters(text_colour(series.colour), body=ONE_LINE)
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{place}"/>{moved}{written}{look}'
        f'<c:dLblPos val="{side}"/>{shown(*parts)}<c:separator> </c:separator></c:dLbl>'
        f"{shown()}</c:dLbls>"
    )


def _value_labels(plan: Plan) -> str:
    if not plan.value_labels:
        return ""
    look = letters(LIGHT.text, size=plan.name_size, body=ONE_LINE)
    return (
        f"<c:dLbls>{_format(plan)}<c:spPr>{line('', 0)}</c:spPr>{look}"
        f'<c:dLblPos val="outEnd"/>{shown("Val")}</c:dLbls>'
    )


def _format(plan: Plan) -> str:
    written = escape(plan.chart.number_format, {'"': "&quot;"})
    return f'<c:numFmt formatCode="{written}" sourceLinked="0"/>'


def _lone_points(series: Series) -> list[int]:
    values = [None, *(known(value) for value in series.values), None]
    return [
        place - 1
        for place in range(1, len(values) - 1)
        if values[place] is not None and values[place - 1] is None and values[place + 1] is None
    ]
