"""Charts that Excel itself draws and edits, each with its numbers on the sheet beside it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.panels.office import NativeChart, Series

KINDS: Mapping[str, dict[str, str]] = {
    "line": {"type": "line"},
    "column": {"type": "column"},
    "stacked_column": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
    "points": {"type": "scatter"},
}
DASHES = {"dash": "dash", "dot": "round_dot", "dashdot": "dash_dot", "longdash": "long_dash"}
# Plotly's markers by Excel's; any other is a circle.
MARKERS = {"square": "square", "diamond": "diamond", "triangle-up": "triangle", "x": "x"}
# Pixels; rows of a sheet as they are by default.
WIDTH, HEIGHT, ROW = 860, 420, 20
SMALL_HEIGHT = 260
GAP_ROWS = 2


def add_charts(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    charts: tuple[NativeChart, ...],
    looks: Mapping[str, Format],
) -> None:
    """Draw charts below each other; right of each stand its numbers. Those of words are left out.

    A chart whose vertical axis stands for words (`lanes`) would show bare numbers.
    """
    height = HEIGHT if len(charts) == 1 else SMALL_HEIGHT
    first_column, line = WIDTH // 64 + 2, 0
    for chart in charts:
        columns, rows = _columns_of(chart)
        _write(sheet, line, first_column, columns, rows, looks)
        made = book.add_chart(dict(KINDS[chart.kind]))
        assert made is not None  # noqa: S101 - every kind above is one of Excel's
        for number, series in enumerate(chart.series):
            made.add_series(_series(sheet, chart, series, number, (line, first_column)))
        made.set_title({"name": chart.title or chart.unit, "name_font": {"size": 11}})
        made.set_legend({"position": "bottom"} if chart.legend else {"none": True})
        _set_axes(made, chart)
        made.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(line, 0, made, {"description": chart.subtitle or chart.title})
        line += max(height // ROW, len(rows)) + GAP_ROWS


def drawable(charts: tuple[NativeChart, ...]) -> tuple[NativeChart, ...]:
    """Return the charts that have something to draw, on axes of numbers."""
    return tuple(chart for chart in charts if chart.series and not chart.lanes)


def _columns_of(chart: NativeChart) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows: categories and a column a series; of points two columns each."""
    if chart.kind != "points":
        heads = ["", *(series.name for series in chart.series)]
        values = (series.values for series in chart.series)
        return heads, [list(row) for row in zip(chart.categories, *values, strict=True)]
    heads, columns = [], []
    for series in chart.series:
        heads += [f"{series.name}, across", series.name]
        columns += [series.at, series.values]
    longest = max((len(column) for column in columns), default=0)
    rows = [
        [column[place] if place < len(column) else None for column in columns]
        for place in range(longest)
    ]
    return heads, rows


def _write(
    sheet: Worksheet,
    line: int,
    first: int,
    heads: list[str],
    rows: list[list[Any]],
    looks: Mapping[str, Format],
) -> None:
    for place, head in enumerate(heads):
        sheet.write_string(line, first + place, head, looks["head"])
    for down, row in enumerate(rows, start=line + 1):
        for place, cell in enumerate(row, start=first):
            if isinstance(cell, date):
                moment = datetime.combine(cell, time())
                sheet.write_datetime(down, place, moment, looks["date"])
            elif isinstance(cell, str):
                sheet.write_string(down, place, cell)
            elif cell is not None and cell == cell:
                sheet.write_number(down, place, float(cell))
    sheet.set_column(first, first + len(heads) - 1, 14)


def _series(
    sheet: Worksheet, chart: NativeChart, series: Series, number: int, corner: tuple[int, int]
) -> dict[str, Any]:
    line, first = corner
    is_points = chart.kind == "points"
    last = line + (len(series.values) if is_points else len(chart.categories))
    across = first + 2 * number if is_points else first
    own = across + 1 if is_points else first + 1 + number
    told: dict[str, Any] = {
        "name": [sheet.get_name(), line, own],
        "categories": [sheet.get_name(), line + 1, across, last, across],
        "values": [sheet.get_name(), line + 1, own, last, own],
    }
    if chart.kind in ("line", "points"):
        has_line = series.dash != "none"
        told["line"] = (
            {
                "color": series.colour,
                "width": 1.75,
                "dash_type": DASHES.get(series.dash, "solid"),
            }
            if has_line
            else {"none": True}
        )
        marker = MARKERS.get(series.marker, "circle") if series.marker else "none"
        fill = {"color": series.colour}
        told["marker"] = {"type": marker, "size": 6, "fill": fill, "border": fill}
    else:
        told["fill"] = {"color": series.colour}
    return told


def _set_axes(made: Any, chart: NativeChart) -> None:
    """Give the axes their kind: days, a log scale, the unit."""
    values: dict[str, Any] = {"num_format": chart.number_format, "name": chart.unit}
    if chart.log:
        values["log_base"] = 10
    places: dict[str, Any] = {"label_position": "low"}
    ends = chart.categories or (chart.series[0].at if chart.series else ())
    if ends and isinstance(ends[0], date):
        places |= {"date_axis": True, "num_format": "d mmm yyyy"}
    if chart.kind.endswith("bar"):
        # Excel draws bars from below; the first stands on top here, as on screen.
        places["reverse"] = True
    made.set_x_axis(places)
    made.set_y_axis(values)
