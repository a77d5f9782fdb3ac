"""What an office chart needs to know beforehand: round scales, days between labels, names.

Pure numbers and words; `charts` hands them to python-pptx. Lengths are in points.
"""

import calendar
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from dashboard.briefing.tray import clean_text
from dashboard.panels.office import NativeChart, Series, Value

MOST_STEPS, SMALL_STEPS = 5, 3
STEPS = (1, 2, 2.5, 5, 10, 20)
LONGEST_NAME = 255
REACHES_EDGE = 0.95
NO_LINE = "none"
DAY_ZERO = date(1899, 12, 30)
LONG_SPAN = 100


@dataclass(frozen=True)
class Scale:
    """The ends of an axis and the distance between its lines."""

    low: float
    high: float
    step: float
    log: bool = False

    def share(self, value: float) -> float:
        """Return how far up the axis a value stands, from 0 to 1."""
        if self.log:
            return math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """The values that have a label."""
        if self.log:
            powers = round(math.log10(self.high / self.low))
            return [self.low * 10**power for power in range(powers + 1)]
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


@dataclass(frozen=True)
class DayStep:
    """The distance between two labels of an axis of days, and how they are written."""

    unit: str
    count: int
    days: float
    written: str


DAY_STEPS = (
    *(DayStep("days", n, n, "d mmm") for n in (1, 2, 7, 14)),
    *(DayStep("months", n, n * 30.44, "mmm yyyy") for n in (1, 2, 3, 4, 6)),
    *(DayStep("years", n, n * 365.25, "yyyy") for n in (1, 2, 5, 10, 20, 50)),
)
# The room that a label wants.
LABEL_ROOM = {"d mmm": 60, "mmm yyyy": 76, "mmm": 42, "yyyy": 44}


def even_scale(values: Sequence[float], *, from_zero: bool, most: int = MOST_STEPS) -> Scale:
    """Return a scale of round numbers that holds the values; whole steps for whole numbers.

    It holds zero too unless all values are far above it: a fall is a fall from somewhere.

    >>> even_scale([3, 17], from_zero=True), even_scale([81.5, 88.9], from_zero=False)
    (Scale(low=0, high=20, step=5, log=False), Scale(low=80, high=90, step=2, log=False))
    """
    least, highest = min(values, default=0), max(values, default=1)
    if from_zero or least < 0 or least <= highest / 2:
        least, highest = min(least, 0), max(highest, 0)
    reach = (highest - least) or abs(highest) or 1
    size = 10.0 ** math.floor(math.log10(reach / most))
    step = next(n * size for n in STEPS if reach / (n * size) <= most)
    if all(value == int(value) for value in values):
        step = max(math.ceil(step), 1)
    step = _plain(step)
    low = math.floor(least / step + 1e-9) * step
    high = math.ceil(highest / step - 1e-9) * step
    return Scale(_plain(low), _plain(high if high > low else low + step), step)


def log_scale(values: Sequence[float]) -> Scale:
    """Return a scale of powers of ten that holds the values above zero.

    >>> log_scale([0, 93, 201196])
    Scale(low=10, high=1000000, step=10, log=True)
    """
    above = [value for value in values if value > 0] or [1]
    low = math.floor(math.log10(min(above)) + 1e-9)
    high = math.ceil(math.log10(max(above)) - 1e-9)
    return Scale(_plain(10.0**low), _plain(10.0 ** max(high, low + 1)), 10, log=True)


def scale_of(charts: Sequence[NativeChart], most: int) -> Scale:
    """Return the scale that holds the values of all charts, stacks as sums, in `most` steps."""
    values: list[float] = []
    for chart in charts:
        rows = [[known(value) for value in series.values] for series in chart.series]
        if chart.kind.startswith("stacked"):
            columns = [[v for v in column if v is not None] for column in zip(*rows, strict=True)]
            values += [sum(v for v in column if v > 0) for column in columns]
            values += [sum(v for v in column if v < 0) for column in columns]
        else:
            values += [value for row in rows for value in row if value is not None]
    if any(chart.log for chart in charts):
        return log_scale(values)
    from_zero = any(chart.kind not in ("line", "points") for chart in charts)
    return even_scale(values, from_zero=from_zero, most=most)


def across_scale(chart: NativeChart) -> Scale:
    """Return the scale of the horizontal axis of points; days get whole months."""
    places = [place for series in chart.series for place in series.at]
    days = [place for place in places if isinstance(place, date)]
    if not days:
        numbers = [day_number(place) for place in places]
        if chart.log and chart.lanes:
            return log_scale(numbers)
        return even_scale(numbers, from_zero=False)
    first, last = min(days), max(days)
    end = day_number(date(last.year, last.month, calendar.monthrange(last.year, last.month)[1]))
    if (last - first).days <= LONG_SPAN:
        return Scale(day_number(first.replace(day=1)), end, 7)
    # Months differ in length, the steps of this axis do not: from the 3rd on each step stays in
    # its month.
    return Scale(day_number((first - timedelta(days=2)).replace(day=3)), end, 30)


def day_step(first: date, last: date, width: float) -> DayStep:
    """Return the smallest distance of labels between two days that so many points have room for.

    >>> day_step(date(2020, 6, 1), date(2020, 6, 30), 800).count
    7
    >>> day_step(date(2020, 4, 1), date(2020, 12, 31), 400).written
    'mmm'
    """
    span = max((last - first).days, 1)
    months = "mmm" if first.year == last.year else "mmm yyyy"
    steps = [replace(s, written=months) if s.unit == "months" else s for s in DAY_STEPS]
    fits = (step for step in steps if span / step.days * LABEL_ROOM[step.written] <= width)
    return next(fits, steps[-1])


def known(value: Value) -> float | None:
    """Return a value that can be drawn, None for a gap.

    >>> known(float("nan")), known(0)
    (None, 0.0)
    """
    return None if value is None or not math.isfinite(value) else float(value)


def day_number(place: date | float) -> float:
    """Return where a day or a number stands on an axis, days as a spreadsheet counts them.

    >>> day_number(date(2020, 6, 30))
    44012.0
    """
    if isinstance(place, date):
        return float((date(place.year, place.month, place.day) - DAY_ZERO).days)
    return float(place)


def day_of(number: float) -> date:
    """Return the day that a spreadsheet counts as `number`."""
    return DAY_ZERO + timedelta(days=int(number))


def plain_name(series: Series) -> str:
    """Return a series' name as a file can hold it."""
    return clean_text(series.name, LONGEST_NAME)


def number_text(value: float, number_format: str) -> str:
    """Write a number about as a spreadsheet would, for measuring its width.

    >>> number_text(21819, "#,##0"), number_text(0.125, "0.0%"), number_text(3, "0.00")
    ('21,819', '12.5%', '3.00')
    """
    first = number_format.partition(";")[0]
    if first == "General":
        return f"{value:,.10g}"
    found = re.search(r"\.(0+)", first)
    digits = len(found[1]) if found else 0
    sign = "%" if "%" in first else ""
    return f"{value * 100 if sign else value:,.{digits}f}{sign}"


def last_known(series: Series) -> tuple[int, float] | None:
    """Return the place and the value of a series' last known point."""
    for place in reversed(range(len(series.values))):
        if (value := known(series.values[place])) is not None:
            return place, value
    return None


def lone_points(series: Series) -> list[int]:
    """Return the places of points with gaps on both sides, which no line would show."""
    values = [None, *(known(value) for value in series.values), None]
    return [
        place
        for place, (before, value, after) in enumerate(
            zip(values, values[1:], values[2:], strict=False)
        )
        if value is not None and before is None and after is None
    ]


def reaching_edge(chart: NativeChart) -> tuple[int, ...]:
    """Return the lines that reach the right edge, where they can be named; marks alone do not."""
    edge = len(chart.categories) * REACHES_EDGE - 1
    return tuple(
        number
        for number, series in enumerate(chart.series)
        if series.dash != NO_LINE and (last := last_known(series)) is not None and last[0] >= edge
    )


def legend_entries(chart: NativeChart, named: Sequence[int]) -> tuple[int, ...]:
    """Return the series that need a legend: not named otherwise, nor drawn like one that is.

    A line goes on after a break as a series of its own, with another name and the same look.
    """
    if len(chart.series) < 2 or not chart.legend:
        return ()
    looks = {_look(chart.series[number]) for number in named}
    entries = []
    for number, series in enumerate(chart.series):
        if last_known(series) is None or _look(series) in looks:
            continue
        looks.add(_look(series))
        entries.append(number)
    return tuple(entries)


def is_overlaid(chart: NativeChart) -> bool:
    """Whether bars side by side never meet: one on each category, so that it can stand in line."""
    if chart.kind not in ("bar", "column") or len(chart.series) < 2:
        return False
    columns = zip(*(series.values for series in chart.series), strict=True)
    return all(sum(known(value) is not None for value in column) < 2 for column in columns)


def are_months(days: Sequence[date]) -> bool:
    """Whether days stand for months."""
    return len(days) > 1 and all(day.day == 1 for day in days)


def runs_on(days: Sequence[date]) -> bool:
    """Whether days follow each other day by day, or month by month on the first.

    Only then are columns on an axis of days as broad as they should be.

    >>> runs_on([date(2020, 5, 1), date(2020, 6, 1)]), runs_on([date(2020, 6, 1), date(2020, 6, 8)])
    (True, False)
    """
    if all((later - earlier).days == 1 for earlier, later in pairwise(days)):
        return True
    months = [day.year * 12 + day.month for day in days]
    return are_months(days) and months == list(range(months[0], months[-1] + 1))


def _look(series: Series) -> tuple[str, str, str]:
    return series.colour, series.dash, series.marker


def _plain(value: float) -> float:
    """Rid a number of the dust of binary fractions.

    >>> _plain(0.1 + 0.2), _plain(20.0)
    (0.3, 20)
    """
    value = float(f"{value:.12g}")
    return int(value) if value == int(value) else value
