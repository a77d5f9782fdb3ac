"""Scales and words shared by the COVID-19 charts: ranges, ticks, hatching, amounts."""

import calendar
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.palette import Tokens
from dashboard.wording import number

DAY_IN_MILLISECONDS = 86_400_000
# Room above the highest line for the label of a cut.
HEADROOM = 0.14
LOG_DECADES = 3.5
FEW_MONTHS = 3
LANE_SHARE, LANE_PITCH, LANES_GAP = 0.058, 0.078, 0.03
DOTTED = "1.5px,2.5px"
HALF_DAY = pd.Timedelta(hours=12)


@dataclass(frozen=True)
class Scale:
    """A value axis: its range (log10 on a log scale) and how it is written."""

    low: float
    high: float
    log: bool

    def places(self, values: np.ndarray) -> np.ndarray:
        """Return where values stand, 0 (bottom) to 1 (top); missing where they cannot be drawn."""
        values = np.asarray(values, dtype="float64")
        if self.log:
            values = np.log10(np.where(values > 0, values, np.nan))
        return (values - self.low) / (self.high - self.low)

    def axis(self) -> dict[str, Any]:
        """Return the plotly settings of this axis."""
        if not self.log:
            return {
                "range": [self.low, self.high],
                "tickformat": ",~g" if self.high < 10 else ",~f",
                "rangemode": "tozero",
            }
        ticks = _log_ticks(self.low, self.high)
        return {
            "type": "log",
            "range": [self.low, self.high],
            "tickvals": ticks,
            "ticktext": [f"{tick:,.10g}" for tick in ticks],
        }


@dataclass(frozen=True)
class Frame:
    """The plot's height in pixels: lanes at the bottom, values above; `bare` with only lanes."""

    scale: Scale
    height: float
    lanes: int
    bare: bool = False

    @property
    def floor(self) -> float:
        """The share of the height below the values."""
        return self.lanes * LANE_PITCH + LANES_GAP if self.lanes else 0.0

    def lane_sides(self, index: int) -> tuple[float, float]:
        """Return the bottom and top of a lane as shares of the height."""
        if self.bare:
            return (index + 0.15) / self.lanes, (index + 0.85) / self.lanes
        return index * LANE_PITCH, index * LANE_PITCH + LANE_SHARE

    def heights(self, values: Any) -> np.ndarray:
        """Return pixels above the bottom; missing for values that cannot be drawn."""
        return (self.floor + self.scale.places(values) * (1 - self.floor)) * self.height


def value_scale(values: np.ndarray, *, log: bool) -> Scale:
    """Choose the range: from 0, or on a log scale the upper three and a half decades at most."""
    positive = values[values > 0]
    if not len(positive):
        return Scale(0.0, 1.0, log)
    most = float(positive.max())
    if not log:
        return Scale(0.0, most * (1 + HEADROOM), log)
    high = np.log10(most)
    low = max(np.floor(np.log10(positive.min())), float(round(high - LOG_DECADES)))
    low = min(low, np.floor(high - 0.3))
    return Scale(float(low), float(high + (high - low) * HEADROOM), log)


def month_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> dict[str, Any]:
    """Return a day axis with at most `most` months named, the year at each January.

    A month that begins at the very edge is named only where there are many: a few stand in small
    charts, without room beside them.
    """
    count = _months(first, last)
    step = next(
        (step for step in (1, 2, 3, 4, 6, 12, 24) if count / step <= most),
        48 * math.ceil(count / 48 / most),
    )
    months = pd.date_range(first.replace(day=1), last, freq="MS")
    edge = pd.Timedelta(days=0 if most > FEW_MONTHS else (last - first).days // 12)
    months = [
        month
        for month in months
        if month >= first + edge
        and (month.month - 1) % min(step, 12) == 0
        and month.year % max(step // 12, 1) == 0
    ]
    words = [
        calendar.month_abbr[month.month] + (f" {month.year}" if month.month == 1 else "")
        for month in months
    ]
    return {
        "type": "date",
        "range": [str(first), str(last)],
        "tickvals": [str(month.date()) for month in months],
        "ticktext": words,
    }


def amount(value: float) -> str:
    """Write a value: whole numbers in full, means and rates to three digits or so.

    >>> amount(21819.0), amount(734.142), amount(39.14), amount(0.0532)
    ('21,819', '734', '39.1', '0.053')
    """
    if value == round(value) or value >= 100:
        return number(round(value))
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def hatched(first: Any, last: Any, colour: str, axes: dict[str, str]) -> dict[str, Any]:
    """Return a trace that hatches the days from `first` to `last`, 0 to 1 of its axes high."""
    return {
        "type": "scatter",
        "x": [first, last, last, first, first],
        "y": [0, 0, 1, 1, 0],
        "mode": "lines",
        "line": {"width": 0.8, "color": colour},
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "fillpattern": {
            "shape": "/",
            "size": 9,
            "solidity": 0.12,
            "fgcolor": colour,
            "bgcolor": "rgba(0,0,0,0)",
        },
        "hoverinfo": "skip",
        **axes,
    }


def band_shape(
    first: pd.Timestamp, last: pd.Timestamp, look: Tokens, xref: str, yref: str
) -> dict[str, Any]:
    """Return the grey band over the days chosen."""
    sides = {
        "x0": str(first - HALF_DAY),
        "x1": str(last + HALF_DAY),
        "y0": 0,
        "y1": 1,
        "xref": xref,
        "yref": yref,
    }
    return {"type": "rect", **sides, "fillcolor": look.band, "line": {"width": 0}, "layer": "below"}


def _months(first: pd.Timestamp, last: pd.Timestamp) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _log_ticks(low: float, high: float) -> list[float]:
    powers = [10.0**power for power in range(int(np.floor(low)), int(np.ceil(high)) + 1)]
    ticks = [tick for tick in powers if low - 1e-9 <= np.log10(tick) <= high]
    if len(ticks) < 3:
        ticks = [tick * step for tick in powers for step in (1, 2, 5)]
    return [tick for tick in ticks if low - 1e-9 <= np.log10(tick) <= high]
