"""A native chart made ready for a slide: its XML and its worksheet, before anything is placed.

Where it goes on the slide is left to `charts`.
"""

from dataclasses import dataclass

from dashboard.exports.slides.chart_axes import ACROSS, UP, category_axis, legend, value_axis
from dashboard.exports.slides.chart_names import is_overlaid, with_months
from dashboard.exports.slides.chart_parts import LEVEL, fill, letters, line, manual_layout
from dashboard.exports.slides.chart_plan import Plan, Room, plan_chart
from dashboard.exports.slides.chart_points import plan_points, points_axes, points_series, row_names
from dashboard.exports.slides.chart_series import bar_gap, bar_series, line_series
from dashboard.exports.slides.chart_sheet import Placed, sheet_bytes, sheet_of
from dashboard.palette import LIGHT
from dashboard.panels.office import NativeChart

SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
AXES = f'<c:axId val="{ACROSS}"/><c:axId val="{UP}"/>'


@dataclass(frozen=True)
class DrawnChart:
    """A chart as python-pptx takes it where it expects chart data: its XML and its workbook."""

    xml: bytes
    xlsx_blob: bytes

    def xml_bytes(self, chart_type: object) -> bytes:
        """Return the XML; the kind of chart is already in it."""
        return self.xml


def draw_chart(chart: NativeChart, room: Room) -> DrawnChart:
    """Make a chart for a place of a known size."""
    if chart.kind == "points":
        plan = plan_points(chart, room)
        columns, placed = sheet_of(chart, [row_names(chart)] if chart.lanes else [])
    else:
        chart = with_months(chart)
        plan = plan_chart(chart, room)
        columns, placed = sheet_of(chart)
    return DrawnChart(_chart_space(plan, _drawing(plan, placed)).encode(), sheet_bytes(columns))


def _drawing(plan: Plan, placed: list[Placed]) -> str:
    kind = plan.chart.kind
    if kind == "points":
        series = "".join(points_series(plan, number, each) for number, each in enumerate(placed))
        return (
            '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            f"{series}{AXES}</c:scatterChart>{points_axes(plan)}"
        )
    axes = category_axis(plan) + value_axis(plan)
    if kind == "line":
        series = "".join(line_series(plan, number, each) for number, each in enumerate(placed))
        return (
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            f'{series}<c:marker val="1"/>{AXES}</c:lineChart>{axes}'
        )
    series = "".join(bar_series(plan, number, each) for number, each in enumerate(placed))
    stacked = kind.startswith("stacked")
    overlap = 100 if stacked or is_overlaid(plan.chart) else 0
    return (
        f'<c:barChart><c:barDir val="{"bar" if kind.endswith("bar") else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="{bar_gap(plan)}"/><c:overlap val="{overlap}"/>'
        f"{AXES}</c:barChart>{axes}"
    )


def _chart_space(plan: Plan, drawing: str) -> str:
    """Wrap the drawing up: on white, since its colours are chosen for white, and without a frame.

    Gaps stay gaps.
    """
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
        f'<c:chartSpace {SPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{manual_layout(plan.shares, inner=True)}"
        f"{drawing}<c:spPr><a:noFill/>{line('', 0)}</c:spPr></c:plotArea>{legend(plan)}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{fill(LIGHT.background)}{line('', 0)}</c:spPr>"
        f"{letters(LIGHT.text, body=LEVEL)}</c:chartSpace>"
    )
