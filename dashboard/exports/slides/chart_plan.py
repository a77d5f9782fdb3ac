"""Where things stand in a native chart: its plot, its scale, and what is labelled how.

All lengths are in points. Writing it down as XML is left to `chart_axes` and its neighbours.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.exports.lettering import text_width, wrap_text
from dashboard.exports.slides.chart_names import (
    is_overlaid,
    last_known,
    legend_entries,
    reaching_edge,
    runs_on,
)
from dashboard.exports.slides.chart_parts import SIZE
from dashboard.exports.slides.chart_scale import MOST_STEPS, Scale, number_text, scale_of
from dashboard.exports.slides.chart_sheet import known, plain_name
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.plot import spread

LABEL_LINE = SIZE * 1.25
EDGE = 8
GAP = 8
MOST_LINES = 3
MOST_END_LABELS = 8
WIDEST_LABEL = 0.32
WIDEST_NAMES = 0.4
LEGEND_MARK = 50
SMALLEST = 8
SMALL_STEPS = 3
WHOLE_FORMAT, DECIMAL_FORMAT = "#,##0", re.compile(r"#,##0\.0+")


@dataclass(frozen=True)
class Room:
    """What a chart is given: its size, how much wider than ours its font runs, its surroundings.

    `small` is one of several; `keyed` has its colours explained beside it; `scale` is shared.
    """

    width: float
    height: float
    stretch: float
    small: bool = False
    keyed: bool = False
    scale: Scale | None = None

    def letters(self, text: str, *, size: float = SIZE, bold: bool = False) -> float:
        """Return how wide a line of text is."""
        return text_width(text, size, bold=bold) * self.stretch


@dataclass(frozen=True)
class Plan:
    """One chart, planned. `plot` is left, top, width and height; `shifts` move end labels down."""

    chart: NativeChart
    room: Room
    scale: Scale
    plot: tuple[float, float, float, float]
    legend: float = 0
    entries: tuple[int, ...] = ()
    end_labels: tuple[int, ...] = ()
    value_labels: bool = False
    every: int = 1
    name_size: float = SIZE

    @property
    def fixed(self) -> bool:
        """Whether the value axis keeps our scale; otherwise it follows when numbers are edited."""
        from_zero = self.chart.kind not in ("line", "points") or self.scale.low <= 0
        return bool(self.scale.log or self.end_labels or self.room.scale or not from_zero)

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """The plot as shares of the chart."""
        left, top, width, height = self.plot
        across, down = self.room.width, self.room.height
        return left / across, top / down, width / across, height / down

    def shifts(self) -> dict[int, float]:
        """Return how far down each series' end label goes, as a share of the chart's height."""
        height = self.plot[3]
        places = {
            number: height * (1 - self.scale.share(last[1]))
            for number in self.end_labels
            if (last := last_known(self.chart.series[number])) is not None
        }
        apart = spread(list(places.values()), LABEL_LINE)
        return {
            number: (target - place) / self.room.height
            for (number, place), target in zip(places.items(), apart, strict=True)
        }


def plan_chart(chart: NativeChart, room: Room) -> Plan:
    """Plan a chart of categories."""
    scale = room.scale or scale_of([chart], SMALL_STEPS if room.small else MOST_STEPS)
    ends = _end_labels(chart, room)
    entries = () if room.keyed else legend_entries(chart, ends)
    legend = legend_height([chart.series[number] for number in entries], room)
    top = legend + EDGE
    right = _end_room(chart, room, ends) if ends else 2 * EDGE
    plan = Plan(chart, room, scale, (0, top, room.width, 0), legend, entries, ends)
    if chart.kind.endswith("bar"):
        return _plan_sideways(plan)
    ticks = max(room.letters(number_text(tick, tick_format(plan))) for tick in scale.ticks)
    values = _fits_values(chart, room, (room.width - right) / max(len(chart.categories), 1))
    left = EDGE if values else ticks + GAP + EDGE
    if values or (room.small and chart.kind == "line"):
        top += LABEL_LINE
    pitch = (room.width - left - right) / max(len(chart.categories), 1)
    lines, every = _under(chart, room, pitch)
    height = room.height - top - lines * LABEL_LINE - GAP
    plot = (left, top, room.width - left - right, height)
    return replace(plan, plot=plot, value_labels=values, every=every)


def tick_format(plan: Plan) -> str:
    """Return how the numbers of the axis are written: whole ones without decimals.

    Half a person in an average is a label's business, not the axis'.
    """
    whole = plan.scale.step == int(plan.scale.step) and plan.scale.low == int(plan.scale.low)
    written = plan.chart.number_format
    return WHOLE_FORMAT if whole and DECIMAL_FORMAT.fullmatch(written) else written


def category_text(label: str | date, *, year: bool = False) -> str:
    """Write a category about as the chart does."""
    if isinstance(label, date):
        return f"{label.day} {label:%b %Y}" if year else f"{label.day} {label:%b}"
    return label


def legend_width(plan: Plan) -> float:
    """Return the width of a legend on one line."""
    names = [plain_name(plan.chart.series[number]) for number in plan.entries]
    return sum(plan.room.letters(name) + LEGEND_MARK for name in names)


def legend_height(named: Sequence[Series], room: Room) -> float:
    """Return the height that a legend needs."""
    if not named:
        return 0
    rows, across = 1, 0.0
    for series in named:
        wide = room.letters(plain_name(series)) + LEGEND_MARK
        if across and across + wide > room.width:
            rows, across = rows + 1, 0
        across += wide
    return rows * (LABEL_LINE + 4) + 2


def _end_labels(chart: NativeChart, room: Room) -> tuple[int, ...]:
    """Return the lines that are named at their ends, if there is room for their names."""
    if chart.kind != "line" or room.small:
        return ()
    ends = reaching_edge(chart)
    fits = len(ends) <= MOST_END_LABELS
    return ends if fits and _end_room(chart, room, ends) <= room.width * WIDEST_LABEL else ()


def _end_room(chart: NativeChart, room: Room, ends: Sequence[int]) -> float:
    texts = [
        f"{plain_name(chart.series[number])} {number_text(last[1], chart.number_format)}"
        for number in ends
        if (last := last_known(chart.series[number])) is not None
    ]
    return max((room.letters(text) for text in texts), default=0) + 3 * EDGE


def _fits_values(chart: NativeChart, room: Room, pitch: float) -> bool:
    """Whether each column has room for its number above it."""
    together = len(chart.series) > 1 and not is_overlaid(chart)
    if chart.kind != "column" or together or chart.log:
        return False
    return all(
        room.letters(number_text(value, chart.number_format)) < pitch
        for series in chart.series
        for each in series.values
        if (value := known(each)) is not None
    )


def _under(chart: NativeChart, room: Room, pitch: float) -> tuple[int, int]:
    """Return the lines that the names under a chart take, and that every n-th is written."""
    days = [label for label in chart.categories if isinstance(label, date)]
    if days:
        if chart.kind == "line" or runs_on(days):
            return 1, 1
        wide = max(room.letters(category_text(label)) for label in chart.categories) + 6
        return 1, max(int(-(-wide // pitch)), 1)
    words = [str(label) for label in chart.categories]
    if not words:
        return 1, 1
    fits = (pitch - 4) / room.stretch
    longest = max(room.letters(word) for text in words for word in text.split() or [""])
    if longest + 4 <= pitch:
        lines = max(len(wrap_text(text, fits, SIZE)) for text in words)
        if lines <= MOST_LINES:
            return max(lines, 1), 1
    wide = max(room.letters(text) for text in words) + 10
    return 1, max(int(-(-wide // pitch)), 1)


def _plan_sideways(plan: Plan) -> Plan:
    """Finish the plan of bars: names at the left, as large as they fit, numbers at the ends."""
    chart, room, top = plan.chart, plan.room, plan.plot[1]
    values, right = not chart.kind.startswith("stacked"), 4 * EDGE
    if values:
        texts = [
            number_text(value, chart.number_format)
            for series in chart.series
            for each in series.values
            if (value := known(each)) is not None
        ]
        right = max((room.letters(text) for text in texts), default=0) + 2 * EDGE
    height = room.height - top - (EDGE if values else LABEL_LINE + GAP)
    names = [category_text(label, year=True) for label in chart.categories]
    pitch = height / max(len(names), 1)
    size = max(min(SIZE, pitch / 1.25), SMALLEST)
    widest = max((room.letters(name, size=size) for name in names), default=0)
    left = min(widest, room.width * WIDEST_NAMES) + GAP + EDGE
    every = max(int(-(-size * 1.25 // max(pitch, 1))), 1)
    abreast = 1 if is_overlaid(chart) else max(len(chart.series), 1)
    values = values and pitch / abreast >= SMALLEST * 1.25
    plot = (left, top, room.width - left - right, height)
    return replace(plan, plot=plot, value_labels=values, every=every, name_size=size)
