"""What a timeline shows: lines, cuts, reported figures, countries without a series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import (
    Printed,
)
from dashboard.covid.measures.series import (
    A_DAY,
    Cut,
)
from dashboard.values import Reason

LONGEST_WITH_WORDS = 550
MOST_NAMED_UPRIGHTS = 2
Days = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class SilentCountry:
    """A country without a series: why it has no number, and the reports of "officially none".

    The reason is officially none, not stated (of deaths, where cases are officially none), or not
    covered: no figure is reported for the days shown.
    """

    country: str
    reason: Reason
    claims: tuple[Printed, ...] = ()

    @property
    def days(self) -> Days | None:
        """The days of the first and of the last report; None without one."""
        return (self.claims[0].day, self.claims[-1].day) if self.claims else None

    def within(self, first: pd.Timestamp, last: pd.Timestamp) -> Days | None:
        """Return the part of its days between two days; None when there is none."""
        if self.days is None or self.days[0] > last or self.days[1] < first:
            return None
        return max(self.days[0], first), min(self.days[1], last)


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

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> "Line":
        """Return the part from one day to another, both included."""
        start, end = self.days.searchsorted(np.array([first, last + A_DAY], "datetime64[D]"))
        parts = (each[start:end] for each in (self.days, self.segment, self.values))
        return Line(self.country, *parts)

    def last_known(self) -> int | None:
        """Return the place of the last value; None when there is none."""
        known = np.flatnonzero(~np.isnan(self.values))
        return int(known[-1]) if len(known) else None

    def highest(self) -> int | None:
        """Return the place of the highest value; None where none is above 0."""
        return int(np.nanargmax(self.values)) if np.nanmax(self.values, initial=0) > 0 else None


@dataclass(frozen=True)
class PrintedMark:
    """A reported figure on the chart; those `listed` are larger and named in it."""

    country: str
    day: pd.Timestamp
    value: float
    source: str
    listed: bool
    figure_id: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class Timeline:
    """What the chart shows.

    The cuts of a rate have no values (`before` and `after` are NaN). `noun` says what a value is:
    "total cases"; `keys` has by country what a line's days are traced by, "{}" for the day.
    `pneumonia` are the cuts, also before its days, since which a line counts pneumonia too. It
    `is_narrow` where it is drawn for a narrow window. `beside` are lines of another period, `moved`
    by so many days to stand at the same places.
    """

    title: str

    first: pd.Timestamp
    last: pd.Timestamp
    band: Days
    band_label: str
    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    printed: tuple[PrintedMark, ...]
    silent: tuple[SilentCountry, ...]
    noun: str
    log: bool
    keys: Mapping[str, str] = field(default_factory=dict)
    pneumonia: tuple[Cut, ...] = ()
    is_narrow: bool = False
    beside: tuple[Line, ...] = ()
    moved: int = 0

    def share(self, day: pd.Timestamp) -> float:
        """Return where a day stands across the chart, 0 to 1."""
        return (day - self.first) / max(self.last - self.first, pd.Timedelta(days=1))

    def shares(self, line: Line) -> np.ndarray:
        """Return where a line's days stand across the chart, 0 to 1."""
        days = (line.days - np.datetime64(self.first, "D")).astype("float64")
        return days / max((self.last - self.first).days, 1)

    @property
    def clipped_band(self) -> Days:
        """The part of the band that is drawn."""
        return max(self.band[0], self.first), min(self.band[1], self.last)

    @property
    def drawable_marks(self) -> tuple[PrintedMark, ...]:
        """The reported figures that have a place on the scale."""
        return tuple(mark for mark in self.printed if mark.value > 0 or not self.log)

    @property
    def is_long(self) -> bool:
        """Whether it shows more than a year and a half: too much to name every break in it."""
        return (self.last - self.first).days > LONGEST_WITH_WORDS

    @property
    def has_numbers(self) -> bool:
        """Whether its breaks are numbered, and told in words below: too many to name inside."""
        crowded = len(self.cuts) > MOST_NAMED_UPRIGHTS and np.isnan(self.cuts[0].after)
        return self.is_long or self.is_narrow or bool(crowded)

    @property
    def several_years(self) -> bool:
        """Whether a day needs its year to be told apart."""
        return self.first.year != self.last.year
