"""What a COVID-19 timeline shows: lines, cuts, printed figures and lanes, ready to be drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import Cut


@dataclass(frozen=True)
class Lane:
    """A country without a series: what is said of it, and the days of its "officially none".

    `claims` are the days of the reports that say so, with their keys.
    """

    country: str
    words: str
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    claims: tuple[tuple[pd.Timestamp, str], ...] = ()

    def within(self, first: pd.Timestamp, last: pd.Timestamp) -> tuple[str, str] | None:
        """Return the part of its days between two days; None when there is none."""
        if self.first is None or self.last is None or self.first > last or self.last < first:
            return None
        return str(max(self.first, first)), str(min(self.last, last))


@dataclass(frozen=True)
class Line:
    """A country's values, one a day; NaN is a gap, and no line goes from segment to segment."""

    country: str
    days: np.ndarray
    segment: np.ndarray
    values: np.ndarray

    def stretches(self) -> Iterator[tuple[str, np.ndarray]]:
        """Give each segment's first day and values."""
        for part in np.split(np.arange(len(self.days)), np.flatnonzero(np.diff(self.segment)) + 1):
            if len(part):
                yield str(self.days[part[0]]), self.values[part]

    def last_known(self) -> int | None:
        """Return the place of the last value; None when there is none."""
        known = np.flatnonzero(~np.isnan(self.values))
        return int(known[-1]) if len(known) else None


@dataclass(frozen=True)
class PrintedMark:
    """A printed figure on the chart; those `listed` are larger and named in it."""

    country: str
    day: pd.Timestamp
    value: float
    source: str
    listed: bool
    figure_id: str = ""


@dataclass(frozen=True)
class Timeline:
    """What the chart shows.

    The cuts of a rate have no values (`before` and `after` are NaN). `noun` says what a value is:
    "total cases"; `keys` has by country what a line's days are traced by, "{}" for the day.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    band: tuple[pd.Timestamp, pd.Timestamp]
    band_label: str
    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    printed: tuple[PrintedMark, ...]
    lanes: tuple[Lane, ...]
    noun: str
    log: bool
    keys: Mapping[str, str] = field(default_factory=dict)

    def share(self, day: pd.Timestamp) -> float:
        """Return where a day stands across the chart, 0 to 1."""
        return (day - self.first) / max(self.last - self.first, pd.Timedelta(days=1))

    def shares(self, line: Line) -> np.ndarray:
        """Return where a line's days stand across the chart, 0 to 1."""
        days = (line.days - np.datetime64(self.first, "D")).astype("float64")
        return days / max((self.last - self.first).days, 1)

    @property
    def clipped_band(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The part of the band that is drawn."""
        return max(self.band[0], self.first), min(self.band[1], self.last)

    @property
    def band_middle(self) -> str:
        """The middle of the part of the band that is drawn."""
        first, last = self.clipped_band
        return str(first + (last - first) / 2)

    @property
    def several_years(self) -> bool:
        """Whether a day needs its year to be told apart."""
        return self.first.year != self.last.year
