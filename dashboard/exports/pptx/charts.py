"""Charts that PowerPoint itself draws and edits, made by python-pptx, each with its worksheet.

The program lays out plot, axes and legend; room is kept here only for the names at the ends of
lines and beside rows of points. How a chart looks is in `chart_look`. Lengths are in points.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.plot import BarPlot
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import lazyproperty
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from dashboard.briefing.tray import clean_text
from dashboard.exports.pptx import chart_look as look
from dashboard.exports.pptx.axes import (
    LONGEST_NAME,
    MOST_STEPS,
    NO_LINE,
    SMALL_STEPS,
    Scale,
    across_scale,
    are_months,
    day_number,
    is_overlaid,
    known,
    last_known,
    legend_entries,
    number_text,
    plain_name,
    reaching_edge,
    runs_on,
    scale_of,
)
from dashboard.exports.pptx.chart_look import SIZE
from dashboard.exports.pptx.frame import Frame
from dashboard.exports.text_metrics import text_width
from dashboard.palette import LIGHT
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.plot import spread

SMALLEST = 8
LABEL_LINE = SIZE * 1.25
GAP = 8
MOST_END_LABELS = 8
WIDEST_LABEL, WIDEST_NAMES = 0.32, 0.4
LEGEND_MARK = 50
# Few bars would be as broad as the slide; no bar is broader than this.
BROADEST = {"column": 72, "stacked_column": 72, "bar": 26, "stacked_bar": 26}
LEAST_GAP, MOST_GAP = 25, 500
ROWS = "Rows"
MOST_WIDENED = 99
DAY_FORMAT, MONTH_FORMAT = "d mmm yyyy", "mmm yyyy"
KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "points": XL_CHART_TYPE.XY_SCATTER,
}


@dataclass(frozen=True)
class Room:
    """What a chart is given: its frame, how much wider than ours its font runs, its surroundings.

    `small` is one of several; `keyed` has its colours explained beside it; `scale` is shared.
    """

    frame: Frame
    stretch: float
    small: bool = False
    keyed: bool = False
    scale: Scale | None = None

    def letters(self, text: str, *, bold: bool = False) -> float:
        """Return how wide a line of text is."""
        return text_width(text, SIZE, bold=bold) * self.stretch


@dataclass(frozen=True)
class Plan:
    """What of a chart is named where. `entries` are in the legend, `ends` named at their ends.

    `plot` is left, top, width and height of the plot; None leaves it to the office program.
    """

    chart: NativeChart
    room: Room
    scale: Scale
    ends: tuple[int, ...]
    entries: tuple[int, ...]
    plot: Frame | None = None

    @property
    def sideways(self) -> bool:
        """Whether its bars lie."""
        return self.chart.kind.endswith("bar")

    @property
    def width(self) -> float:
        """The width of the plot, or about so."""
        return self.plot.width if self.plot is not None else self.room.frame.width - 4 * GAP

    @property
    def pitch(self) -> float:
        """The room of one category."""
        length = self.room.frame.height - 2 * GAP if self.sideways else self.width
        return length / max(len(self.chart.categories), 1)

    @property
    def name_size(self) -> float:
        """The size of the names of bars, as large as they fit."""
        return max(min(SIZE, self.pitch / 1.25), SMALLEST) if self.sideways else SIZE

    @property
    def fixed(self) -> bool:
        """Whether the value axis keeps our scale; otherwise it follows when numbers are edited."""
        afloat = self.chart.kind in ("line", "points") and self.scale.low > 0
        return bool(self.scale.log or self.ends or self.room.scale or self.chart.lanes or afloat)

    @property
    def abreast(self) -> int:
        """How many bars stand side by side on a category."""
        alone = self.chart.kind.startswith("stacked") or is_overlaid(self.chart)
        return 1 if alone else max(len(self.chart.series), 1)

    @property
    def numbered(self) -> bool:
        """Whether each bar has room for its number at its end."""
        chart = self.chart
        if chart.kind == "bar":
            return self.pitch / self.abreast >= SMALLEST * 1.25
        if chart.kind != "column" or self.abreast > 1 or chart.log:
            return False
        return all(
            self.room.letters(number_text(value, chart.number_format)) < self.pitch
            for series in chart.series
            for each in series.values
            if (value := known(each)) is not None
        )

    @property
    def every(self) -> int:
        """Which categories have a name: each, or each n-th where they would run into another."""
        texts = [words(each) for each in self.chart.categories]
        if self.sideways:
            return max(int(-(-self.name_size * 1.25 // max(self.pitch, 1))), 1)
        longest = max(
            (self.room.letters(word) for text in texts for word in text.split()), default=0
        )
        if longest <= self.pitch:
            return 1
        return int(-(-(max(map(self.room.letters, texts)) + 10) // self.pitch))

    def shifts(self) -> dict[int, float]:
        """Return how far down each end label goes to keep off others, a share of the height."""
        height = self.plot.height if self.plot is not None else self.room.frame.height
        places = {
            number: height * (1 - self.scale.share(last[1]))
            for number in self.ends
            if (last := last_known(self.chart.series[number])) is not None
        }
        apart = spread(list(places.values()), LABEL_LINE)
        return {
            number: (target - place) / self.room.frame.height
            for (number, place), target in zip(places.items(), apart, strict=True)
        }


def add_chart(slide: Slide, chart: NativeChart, room: Room) -> Any:
    """Add a chart with its worksheet to a slide and return its shape."""
    plan = plan_of(chart, room)
    data: Any = _points_data(chart) if chart.kind == "points" else _category_data(chart)
    shape: Any = slide.shapes.add_chart(KINDS[chart.kind], *room.frame.emu, data)
    drawn, count = shape.chart, len(chart.series) + bool(chart.lanes)
    look.dress(drawn)
    look.place_plot(drawn, plan.plot, room.frame)
    look.add_legend(drawn, plan.entries, [n for n in range(count) if n not in plan.entries])
    for number, (made, series) in enumerate(zip(drawn.series, chart.series, strict=False)):
        _dress_series(made, series, plan, number)
    if chart.lanes:
        look.name_rows(drawn.series[len(chart.series)], chart.lanes)
    if chart.kind in BROADEST:
        _space_bars(drawn.plots[0], plan)
    look.dress_values(drawn.value_axis, plan)
    if chart.kind == "points":
        look.dress_places(drawn.category_axis, plan)
    else:
        look.dress_categories(drawn.category_axis, plan)
    return shape


def plan_of(chart: NativeChart, room: Room) -> Plan:
    """Decide what of a chart is named where."""
    scale = room.scale or scale_of([chart], SMALL_STEPS if room.small else MOST_STEPS)
    if chart.lanes:
        scale = Scale(-0.5, len(chart.lanes) - 0.5, 1)
    ends = _end_labels(chart, room)
    entries = () if room.keyed else legend_entries(chart, ends)
    plan = Plan(chart, room, scale, ends, entries)
    if not chart.lanes and not ends:
        return plan
    names = [plain_name(chart.series[number]) for number in entries]
    across = sum(room.letters(name) + LEGEND_MARK for name in names)
    top = -(-across // room.frame.width) * (LABEL_LINE + 4) + GAP
    if chart.lanes:
        wide = max(room.letters(name, bold=True) for name in chart.lanes)
        left, right = min(wide, room.frame.width * WIDEST_NAMES) + 3 * GAP, 3.0 * GAP
    else:
        ticks = [number_text(tick, chart.number_format) for tick in scale.ticks]
        left, right = max(map(room.letters, ticks)) + 2 * GAP, _end_room(chart, room, ends)
    height = room.frame.height - top - LABEL_LINE - GAP
    return replace(plan, plot=Frame(left, top, room.frame.width - left - right, height))


def words(label: str | date) -> str:
    """Write a category about as the chart does."""
    return f"{label.day} {label:%b %Y}" if isinstance(label, date) else label


def _end_labels(chart: NativeChart, room: Room) -> tuple[int, ...]:
    """Return the lines that are named at their ends, if there is room for their names."""
    if chart.kind != "line" or room.small:
        return ()
    ends = reaching_edge(chart)
    fits = len(ends) <= MOST_END_LABELS
    return ends if fits and _end_room(chart, room, ends) <= room.frame.width * WIDEST_LABEL else ()


def _end_room(chart: NativeChart, room: Room, ends: tuple[int, ...]) -> float:
    texts = [
        f"{plain_name(chart.series[number])} {number_text(last[1], chart.number_format)}"
        for number in ends
        if (last := last_known(chart.series[number])) is not None
    ]
    return max(map(room.letters, texts), default=0) + 3 * GAP


def _dress_series(made: Any, series: Series, plan: Plan, number: int) -> None:
    chart = plan.chart
    if chart.kind in BROADEST:
        look.fill(made.format.fill, series.colour)
        if series.number_format and plan.numbered:
            look.number_series(made, series.number_format, plan.name_size)
        return
    if chart.kind == "points" and series.dash == NO_LINE:
        beside_line = any(each.dash != NO_LINE for each in chart.series)
        look.draw_marks(made, series, beside_line=beside_line)
        return
    look.draw_line(made, series, thin=plan.room.small)
    last = last_known(series)
    if chart.kind == "points" or last is None:
        return
    if number in plan.ends:
        look.label_point(made, last[0], series, chart.number_format, plan.shifts()[number])
    elif plan.room.small and len(chart.series) == 1 and not chart.log:
        values = [(known(value), -place) for place, value in enumerate(series.values)]
        highest = -max((value, place) for value, place in values if value is not None)[1]
        look.label_point(made, highest, series, chart.number_format)


def _space_bars(bars: BarPlot, plan: Plan) -> None:
    """Keep few bars slim, and number them where there is room."""
    gap = (plan.pitch / BROADEST[plan.chart.kind] - plan.abreast) * 100
    bars.gap_width = round(min(max(gap, LEAST_GAP), MOST_GAP))
    bars.overlap = 100 if plan.abreast == 1 else 0
    if plan.numbered:
        look.number_bars(bars, plan.chart.number_format, plan.name_size)


class _Worksheet:
    """The sheet of a chart, in which words are never formulas."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Workbook, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as book:
            sheet: Any = book.add_worksheet()
            sheet.set_column(0, MOST_WIDENED, 12)
            yield book, sheet


class _CategorySheet(_Worksheet, CategoryWorkbookWriter):
    """Real numbers and days, a column a series."""


class _PointsSheet(_Worksheet, XyWorkbookWriter):
    """Each series has a column of places and one of values beside it."""

    _chart_data: Any

    def _populate_worksheet(self, workbook: Workbook, worksheet: Any) -> None:
        place_format = workbook.add_format({"num_format": self._chart_data.places_format})
        for series in self._chart_data:
            column = 2 * series.index
            value_format = workbook.add_format({"num_format": series.number_format})
            worksheet.write_string(0, column + 1, series.name)
            worksheet.write_column(1, column, series.x_values, place_format)
            worksheet.write_column(1, column + 1, series.y_values, value_format)

    def series_name_ref(self, series: Any) -> str:
        """Return the cell of a series' name."""
        return f"Sheet1!${xl_col_to_name(2 * series.index + 1)}$1"

    def x_values_ref(self, series: Any) -> Any:
        """Return the cells of its places."""
        return self._cells(2 * series.index, len(series))

    def y_values_ref(self, series: Any) -> Any:
        """Return the cells of its values."""
        return self._cells(2 * series.index + 1, len(series))

    def _cells(self, column: int, count: int) -> str:
        name = xl_col_to_name(column)
        return f"Sheet1!${name}$2:${name}${count + 1}"


class _CategoryData(CategoryChartData):
    @lazyproperty
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _CategorySheet(self)


class _PointsData(XyChartData):
    places_format = "General"

    @lazyproperty
    def _workbook_writer(self) -> XyWorkbookWriter:
        return _PointsSheet(self)


def _category_data(chart: NativeChart) -> CategoryChartData:
    data = _CategoryData(number_format=chart.number_format)
    days = [label for label in chart.categories if isinstance(label, date)]
    if days and (chart.kind == "line" or runs_on(days)):
        data.categories = days
        data.categories.number_format = MONTH_FORMAT if are_months(days) else DAY_FORMAT
    else:
        data.categories = [clean_text(words(each), LONGEST_NAME) for each in chart.categories]
    for series in chart.series:
        data.add_series(plain_name(series), [known(value) for value in series.values])
    return data


def _points_data(chart: NativeChart) -> XyChartData:
    """Return points as days or numbers, all series as long: LibreOffice loses shorter ones.

    An axis of numbers has no words: a series at the left edge carries the names of the rows as its
    labels, which stay with the rows when the chart is resized.
    """
    data = _PointsData(number_format=chart.number_format)
    rows = Series(ROWS, tuple(float(row) for row in range(len(chart.lanes))), LIGHT.muted)
    series = (*chart.series, *([rows] if chart.lanes else []))
    if any(isinstance(place, date) for each in series for place in each.at):
        data.places_format = DAY_FORMAT
    edge = across_scale(chart).low
    longest = max((len(each.values) for each in series), default=0)
    for each in series:
        added = data.add_series(plain_name(each))
        places = [day_number(place) for place in each.at] or [edge] * len(each.values)
        for place, value in zip(places, each.values, strict=True):
            added.add_data_point(place, known(value))
        for _ in range(longest - len(each.values)):
            added.add_data_point(None, None)
    return data
