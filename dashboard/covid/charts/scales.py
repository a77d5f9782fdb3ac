"""Scales of the COVID-19 charts, and how a value or a country without one is written on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.covid.view.timeline import SilentCountry
from dashboard.panels.plot import Properties
from dashboard.values import Reason
from dashboard.wording import N_, number, say

DAY_IN_MILLISECONDS = 86_400_000
# Room above the highest line for the label of a cut.
HEADROOM = 0.2
LOG_DECADES = 3.5
LANE_SHARE, LANE_PITCH, LANES_GAP = 0.058, 0.078, 0.03
DOTTED = "1.5px,2.5px"
# Why the series has no value on a day: no series at all, or none that reaches it.
NO_VALUE = {Reason.NOT_COVERED: N_("no series"), Reason.OUTSIDE_SERIES: N_("not in the series")}


@dataclass(frozen=True)
class Scale:
    """A value axis: its range (log10 on a log scale) and how it is written."""

    low: float
    high: float
    log: bool

    def places(self, values: ArrayLike) -> np.ndarray:
        """Return where values stand, 0 (bottom) to 1 (top); missing where they cannot be drawn."""
        values = np.asarray(values, dtype="float64")
        if self.log:
            values = np.log10(np.where(values > 0, values, np.nan))
        return (values - self.low) / (self.high - self.low)

    def axis(self) -> Properties:
        """Return the plotly settings of this axis."""
        if not self.log:
            tickformat = ",~g" if self.high < 10 else ",~f"
            return {"range": [self.low, self.high], "tickformat": tickformat, "rangemode": "tozero"}
        ticks = _log_ticks(self.low, self.high)
        return {
            "type": "log",
            "range": [self.low, self.high],
            "tickvals": ticks,
            "ticktext": [number(tick) for tick in ticks],
        }


@dataclass(frozen=True)
class PlotArea:
    """The plot's height in pixels: lanes of silent countries at the bottom, values above.

    It is `bare` with only lanes.
    """

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

    def heights(self, values: ArrayLike) -> np.ndarray:
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


def _log_ticks(low: float, high: float) -> list[float]:
    powers = [10.0**power for power in range(int(np.floor(low)), int(np.ceil(high)) + 1)]
    ticks = [tick for tick in powers if low - 1e-9 <= np.log10(tick) <= high]
    if len(ticks) < 3:
        ticks = [tick * step for tick in powers for step in (1, 2, 5)]
    return [tick for tick in ticks if low - 1e-9 <= np.log10(tick) <= high]


def value_words(value: float) -> str:
    """Write a value: whole numbers in full, means and rates to three digits or so.

    >>> value_words(21819.0), value_words(734.142), value_words(39.14), value_words(0.0532)
    ('21,819', '734', '39.1', '0.053')
    """
    if value == round(value) or value >= 100:
        return number(round(value))
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def silence_words(silent: SilentCountry) -> str:
    """Say why a country has no line."""
    if silent.reason is Reason.OFFICIALLY_NONE:
        return say("officially none")
    if silent.reason is Reason.NOT_STATED:
        return say("deaths not stated")
    return say("no figure reported")
