"""Each printed currency rate beside the daily rate of its day, within what its digits allow.

A printed rate stands for every rate that rounds to it, half a unit of its last digit either way.
Panels are made elsewhere; the ends of that range come from `currency`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.currency.measures import Line

REACH_DAYS = 3
READINGS = ("inside", "outside", "no daily rate")


@dataclass(frozen=True)
class TickerRate:
    """A printed rate beside the daily one, both in units of the currency a dollar.

    `low` and `high` are the ends of what the print may mean. `daily_day` is None, and `daily` NaN,
    without a daily rate within three days.
    """

    date: pd.Timestamp
    currency: str
    rate_text: str
    digits: int
    low: float
    high: float
    source_id: str
    daily_day: pd.Timestamp | None
    daily: float

    @property
    def reading(self) -> str:
        """Inside or outside the range of the print, or no daily rate."""
        if self.daily_day is None:
            return "no daily rate"
        return "inside" if self.low <= self.daily <= self.high else "outside"

    @property
    def outside(self) -> float:
        """How far the daily rate lies from the nearer end, above it or (negative) below; else 0."""
        if self.reading != "outside":
            return 0.0
        return self.daily - (self.high if self.daily > self.high else self.low)

    @property
    def percent(self) -> float:
        """The distance from the nearer end in percent of the daily rate; NaN without one."""
        return 100 * self.outside / self.daily


def beside_daily_rates(tickers: pd.DataFrame, lines: Mapping[str, Line]) -> tuple[TickerRate, ...]:
    """Set each printed rate beside the daily rate of the same day, else of the nearest day.

    `tickers` are rows of `currency.prepared_rates`; `lines` are `currency.daily_lines`. Of two days
    as near the earlier counts.
    """
    return tuple(
        TickerRate(
            row.date,
            row.currency,
            row.rate_text,
            int(row.significant_digits),
            row.units_low,
            row.units_high,
            row.source_id,
            *_nearest(lines.get(row.currency), row.date),
        )
        for row in _rows(tickers)
    )


def _rows(tickers: pd.DataFrame) -> Any:
    return tickers.itertuples()


def _nearest(line: Line | None, when: pd.Timestamp) -> tuple[pd.Timestamp | None, float]:
    if line is None or not len(line.days):
        return None, np.nan
    apart = np.abs(line.days - when.to_datetime64())
    place = int(apart.argmin())
    if apart[place] > np.timedelta64(REACH_DAYS, "D"):
        return None, np.nan
    return pd.Timestamp(line.days[place]), float(line.values[place])
