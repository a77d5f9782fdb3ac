"""A reported COVID-19 figure with the official series around its day, and what is known of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import Printed, printed_figures
from dashboard.covid.measures.series import DAY, METRICS, Metric, OfficialSeries
from dashboard.values import Absent, Reason

# The measures of figures.csv that the series has too: what they count, and in which form.
MEASURES: Mapping[str, tuple[Metric, str]] = {
    metric.reported[form]: (metric, form)
    for form in ("total", "new")
    for metric in METRICS.values()
}
# A daily number comes back by chance: only the days close by are looked at for an equal one.
NEW_REACH = np.timedelta64(7, "D")


@dataclass(frozen=True)
class Break:
    """A known break of a series: the days it covers, its kind, and what changed.

    `label` is that in a few words; `adds` what a change of definition brings into the series, in
    the words of `excludes`. By an offset the series stands `least` to `most` above the ministry's
    own count.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    kind: str
    what: str
    label: str = ""
    adds: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def in_short(self) -> str:
        """What changed, in a few words where there are such."""
        return self.label or self.what

    def is_within(self, day: pd.Timestamp, days: int) -> bool:
        """Say whether a day lies inside the break or at most so many days from it."""
        reach = pd.Timedelta(days=days)
        return self.first - reach <= day <= self.last + reach

    def explains(self, day: pd.Timestamp, above: float) -> bool:
        """Say whether by this offset the series may stand that far above the count on a day."""
        if self.least is None or self.most is None or not self.is_within(day, 0):
            return False
        return self.least <= above <= self.most


@dataclass(frozen=True)
class Beside:
    """A figure and the series of its measure: a value for each of `days`, NaN where it has none.

    Without a series both are empty.
    """

    figure: Printed
    measure: str
    days: np.ndarray
    values: np.ndarray
    breaks: tuple[Break, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether the figure is a total, not the number of one day."""
        return MEASURES[self.measure][1] == "total"

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most the figure says."""
        amount = self.figure.amount
        least = amount.best if amount.low is None else amount.low
        most = amount.best if amount.high is None else amount.high
        return -np.inf if least is None else least, np.inf if most is None else most

    def day(self, apart: int = 0) -> pd.Timestamp:
        """Return the day so many days after the figure's."""
        return self.figure.day + pd.Timedelta(days=apart)

    def value(self, apart: int = 0) -> float:
        """Return the series' value so many days after the figure's day; NaN when it has none."""
        if not len(self.days):
            return np.nan
        place = int((np.datetime64(self.day(apart), "D") - self.days[0]) / DAY)
        return float(self.values[place]) if 0 <= place < len(self.values) else np.nan

    @property
    def that_day(self) -> int | Absent:
        """The series' value on the figure's day; not covered without a series."""
        if not len(self.days):
            return Absent(Reason.NOT_COVERED)
        value = self.value()
        return Absent(Reason.OUTSIDE_SERIES) if np.isnan(value) else int(value)

    def equals(self, apart: int) -> bool:
        """Say whether the series' value so many days after lies within the figure's bounds."""
        low, high = self.bounds
        return low <= self.value(apart) <= high

    def equal_days(self) -> np.ndarray:
        """Return the days with the figure's number: all for a total, within a week for a day's."""
        low, high = self.bounds
        same = (self.values >= low) & (self.values <= high)
        if not self.is_total:
            same &= np.abs(self.days - np.datetime64(self.figure.day, "D")) <= NEW_REACH
        return self.days[same]

    @property
    def nearest_equal(self) -> pd.Timestamp | None:
        """The nearest day with the figure's number, the earlier of two as near; None without."""
        found = self.equal_days()
        if not len(found):
            return None
        apart = np.abs(found - np.datetime64(self.figure.day, "D"))
        return pd.Timestamp(found[int(apart.argmin())])

    @cached_property
    def gap(self) -> float:
        """The figure less the series that day, from the nearer bound; NaN without a value."""
        low, high = self.bounds
        value = self.value()
        return low - value if value < low else min(high - value, 0.0)

    @cached_property
    def percent(self) -> float:
        """The gap in percent of the series; infinite where the series is 0 and the figure not."""
        gap, value = self.gap, self.value()
        if not gap or np.isnan(gap):
            return gap
        return 100 * gap / value if value else float(np.copysign(np.inf, gap))


def beside_series(
    figures: pd.DataFrame,
    sources: pd.DataFrame,
    official: Mapping[str, Mapping[str, OfficialSeries]],
    breaks: pd.DataFrame,
) -> list[Beside]:
    """Set every reported total and daily number of cases and deaths beside its series, by day.

    `official` is by "cases" and "deaths", then by country. A figure without any number is left out.
    """
    known = _breaks_by_series(breaks)
    rows = []
    for measure, (metric, form) in MEASURES.items():
        for each in printed_figures(figures, sources, measure):
            if not each.amount.has_number:
                continue
            own = official[metric.key].get(each.country)
            days = own.days if own else np.array([], dtype="datetime64[D]")
            values = own.values[form] if own else np.array([])
            of_series = known.get((each.country, metric.column), ())
            rows.append(Beside(each, measure, days, values, of_series))
    return sorted(rows, key=lambda row: (row.figure.day, row.figure.country))


def _breaks_by_series(breaks: pd.DataFrame) -> dict[tuple[str, str], tuple[Break, ...]]:
    """Return (country, column of the series) -> its breaks by day."""
    found: dict[tuple[str, str], tuple[Break, ...]] = {}
    words = {name: breaks[name].fillna("") for name in ("label", "adds")}
    rows: Any = breaks.assign(**words).sort_values("date", kind="stable").itertuples()
    for row in rows:
        ends = (None if pd.isna(end) else float(end) for end in (row.least, row.most))
        own = Break(row.date, row.end_date, row.kind, row.what_changed, row.label, row.adds, *ends)
        found[row.iso_code, row.series] = (*found.get((row.iso_code, row.series), ()), own)
    return found
