"""Round numbers and days for the axes of native charts.

Knows nothing of files or looks.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.exports.slides.chart_sheet import day_number, known
from dashboard.panels.office import NativeChart

MOST_STEPS = 5
STEPS = (1, 2, 2.5, 5, 10)
DAYS_A_MONTH = 30.44
# What can stand between two labels: unit, how many, days, format.
DAY_STEPS = (
    ("days", 1, 1, "d mmm"),
    ("days", 2, 2, "d mmm"),
    ("days", 7, 7, "d mmm"),
    ("days", 14, 14, "d mmm"),
    *(("months", n, n * DAYS_A_MONTH, "mmm yyyy") for n in (1, 2, 3, 4, 6)),
    *(("years", n, n * 365.25, "yyyy") for n in (1, 2, 5, 10, 20, 50)),
)


# The room that a label wants, in points.
LABEL_ROOM = {"d mmm": 60, "mmm yyyy": 76, "mmm": 42, "yyyy": 44}


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
            value = max(value, self.low)
            return math.log(value / self.low) / math.log(self.high / self.low)
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
    step = next(n * size for n in (*STEPS, 20) if reach / (n * size) <= most)
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


def scale_of(charts: Sequence[NativeChart], most: int = MOST_STEPS) -> Scale:
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


def day_step(first: date, last: date, width: float) -> DayStep:
    """Return the smallest distance of labels between two days that so many points have room for.

    >>> day_step(date(2020, 6, 1), date(2020, 6, 30), 800).count
    7
    >>> day_step(date(2020, 4, 1), date(2020, 12, 31), 400).written
    'mmm'
    """
    span = max(day_number(last) - day_number(first), 1)
    months = "mmm" if first.year == last.year else "mmm yyyy"
    steps = [
        DayStep(unit, count, days, months if unit == "months" else written)
        for unit, count, days, written in DAY_STEPS
    ]
    fits = [step for step in steps if span / step.days * LABEL_ROOM[step.written] <= width]
    return fits[0] if fits else steps[-1]


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


def _plain(value: float) -> float:
    """Rid a number of the dust of binary fractions.

    >>> _plain(0.1 + 0.2), _plain(20.0)
    (0.3, 20)
    """
    value = float(f"{value:.12g}")
    return int(value) if value == int(value) else value
