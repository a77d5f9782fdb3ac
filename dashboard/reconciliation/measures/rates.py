"""Each printed currency rate beside the daily rate of its day, within what its digits allow.

A printed rate stands for every rate that rounds to it, half a unit of its last digit either way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from dashboard.currency.measures import Line
from dashboard.values import Absent, Reason
from dashboard.wording import N_

REACH_DAYS = 3
NO_DAILY_RATE = Absent(Reason.NOT_COVERED)


class Reading(StrEnum):
    """Where a daily rate lies to what a print allows."""

    INSIDE = N_("inside")
    OUTSIDE = N_("outside")
    NO_DAILY_RATE = N_("no daily rate")


@dataclass(frozen=True)
class TickerRate:
    """A printed rate beside the daily one, both in units of the currency per dollar.

    `low` and `high` are the ends of what the print may mean. Without a daily rate within three days
    `daily` is absent, and `daily_day` None.
    """

    date: pd.Timestamp
    currency: str
    rate_text: str
    digits: int
    low: float
    high: float
    source_id: str
    daily_day: pd.Timestamp | None
    daily: float | Absent

    @property
    def reading(self) -> Reading:
        """Inside or outside the range of the print, or no daily rate."""
        if isinstance(self.daily, Absent):
            return Reading.NO_DAILY_RATE
        return Reading.INSIDE if self.low <= self.daily <= self.high else Reading.OUTSIDE

    @property
    def outside(self) -> float:
        """How far the daily rate lies from the nearer end, above it or (negative) below; else 0."""
        if isinstance(self.daily, Absent) or self.reading is Reading.INSIDE:
            return 0.0
        return self.daily - (self.high if self.daily > self.high else self.low)

    @property
    def percent(self) -> float | Absent:
        """The distance from the nearer end in percent of the daily rate."""
        return self.daily if isinstance(self.daily, Absent) else 100 * self.outside / self.daily


def beside_daily_rates(tickers: pd.DataFrame, lines: Mapping[str, Line]) -> tuple[TickerRate, ...]:
    """Set each printed rate beside the daily rate of the same day, else of the nearest day.

    `tickers` are rows of `currency.prepared_rates`; `lines` are `currency.daily_lines`. Of two days
    as near the earlier counts.
    """
    rows: Any = tickers.itertuples()
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
        for row in rows
    )


def _nearest(line: Line | None, when: pd.Timestamp) -> tuple[pd.Timestamp | None, float | Absent]:
    if line is None or not len(line.days):
        return None, NO_DAILY_RATE
    apart = np.abs(line.days - when.to_datetime64())
    place = int(apart.argmin())
    if apart[place] > np.timedelta64(REACH_DAYS, "D"):
        return None, NO_DAILY_RATE
    return pd.Timestamp(line.days[place]), float(line.values[place])
