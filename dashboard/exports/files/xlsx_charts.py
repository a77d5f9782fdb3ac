"""Charts that Excel itself draws and edits, each with its numbers on the sheet beside it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart, Series, office_dash, office_marker

KINDS: Mapping[str, dict[str, str]] = {
    "line": {"type": "line"},
    "column": {"type": "column"},
    "stacked_column": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
    "points": {"type": "scatter"},
}
# Pixels; rows of a sheet as they are by default.
WIDTH, HEIGHT, ROW, COLUMN = 860, 420, 20, 64
SMALL_HEIGHT = 260
GAP_ROWS, A4 = 2, 9
DAY_NOUGHT = date(1899, 12, 30)
# So many days are named under a chart; lengths in days.
MOST_NAMED, MONTH, A_YEAR = 9, 30, 366


def add_charts(
    book: xlsxwriter.Workbook, name: str, exhibit: Exhibit, looks: Mapping[str, Format]
) -> None:
    """Draw charts below each other on a sheet; their numbers stand right of them side by side.

    There is no sheet for what cannot be drawn on axes of numbers.
    """
    made = exhibit.native() if exhibit.native else ()
    charts = [chart for chart in made if chart.series and not chart.lanes]
    if not charts:
        return
    sheet = book.add_worksheet(name)
    height = HEIGHT if len(charts) == 1 else SMALL_HEIGHT
    beside = column = WIDTH // COLUMN + 2
    step = height // ROW + GAP_ROWS
    for place, chart in enumerate(charts):
        columns, rows = _columns_of(chart)
        _write(sheet, column, columns, rows, looks)
        made = cast("Chart", book.add_chart(dict(KINDS[chart.kind])))
        for number, series in enumerate(chart.series):
            made.add_series(_series(sheet, chart, series, number, column))
        made.set_title({"name": chart.title or chart.unit, "name_font": {"size": 11}})
        made.set_legend({"position": "bottom"} if chart.legend else {"none": True})
        _set_axes(made, chart)
        made.set_size({"width": WIDTH, "height": height})
        options = {"description": chart.subtitle or chart.title}
        sheet.insert_chart(place * step, 0, made, options)
        column += len(columns) + 1
    sheet.print_area(0, 0, len(charts) * step, beside - 2)
    if len(charts) == 1:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


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
    first: int,
    heads: list[str],
    rows: list[list[Any]],
    looks: Mapping[str, Format],
) -> None:
    for place, head in enumerate(heads):
        sheet.write_string(0, first + place, head, looks["head"])
    for down, row in enumerate(rows, start=1):
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
    sheet: Worksheet, chart: NativeChart, series: Series, number: int, first: int
) -> dict[str, object]:
    is_points = chart.kind == "points"
    last = len(series.values) if is_points else len(chart.categories)
    across = first + 2 * number if is_points else first
    own = across + 1 if is_points else first + 1 + number
    options: dict[str, object] = {
        "name": [sheet.get_name(), 0, own],
        "categories": [sheet.get_name(), 1, across, last, across],
        "values": [sheet.get_name(), 1, own, last, own],
    }
    if chart.kind in ("line", "points"):
        dash, colour = office_dash(series.dash), {"color": series.colour}
        has_line, is_hollow = series.dash != "none", series.marker.endswith("-open")
        options["line"] = (
            {**colour, "width": 1.75, "dash_type": dash} if has_line else {"none": True}
        )
        marker = office_marker(series.marker) if series.marker else "none"
        fill = {"none": True} if is_hollow else colour
        options["marker"] = {"type": marker, "size": 6, "fill": fill, "border": colour}
    else:
        options["fill"] = {"color": series.colour}
    return options


def _days_axis(first: date, last: date, *, is_points: bool) -> dict[str, object]:
    """Return an axis of days with at most some `MOST_NAMED` of them named."""
    span = (last - first).days
    if is_points:
        room = max(span // 20, 1)
        return {
            "num_format": "d mmm" if span < A_YEAR else "mmm yyyy",
            "min": _serial(first) - room,
            "max": _serial(last) + room,
            "major_unit": max(round(span / MOST_NAMED), 1),
        }
    if span < MOST_NAMED * MONTH:
        step = max(round(span / MOST_NAMED), 1)
        return {"date_axis": True, "num_format": "d mmm yyyy", "major_unit": step}
    return {
        "date_axis": True,
        "num_format": "mmm yyyy",
        "major_unit": max(round(span / MONTH / MOST_NAMED), 1),
        "major_unit_type": "months",
    }


def _serial(day: date) -> int:
    """Return the number by which Excel counts a day."""
    return (day - DAY_NOUGHT).days


def _set_axes(made: Chart, chart: NativeChart) -> None:
    """Give the axes their kind: days, a log scale, the unit."""
    values: dict[str, object] = {"num_format": chart.number_format}
    if chart.title:  # else the unit is its title
        values |= {"name": chart.unit, "name_font": {"bold": False, "size": 9}}
    if chart.log:
        values["log_base"] = 10
    places: dict[str, object] = {"label_position": "low"}
    at = [*chart.categories, *(place for series in chart.series for place in series.at)]
    known = [each for each in at if isinstance(each, date)]
    if known:
        places |= _days_axis(min(known), max(known), is_points=chart.kind == "points")
    if chart.kind.endswith("bar"):
        # Bars lie: their names stand at the vertical axis. The first is on top, as on screen.
        made.set_x_axis({**values, "label_position": "high"})
        made.set_y_axis({**places, "reverse": True})
    else:
        made.set_x_axis(places)
        made.set_y_axis(values)
