"""A printed COVID-19 figure with the official series around its day, and what is known of both.

Also the amounts by which a series is known to stand above a ministry's own count. What all this
says about the figure is decided in `verdicts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.covid.measures.printed import NEW_MEASURES, TOTAL_MEASURES, Printed, printed_figures
from dashboard.covid.measures.series import DAY, SERIES, OfficialSeries

KIND = "offset"
MEASURES = (*TOTAL_MEASURES.values(), *NEW_MEASURES.values())
SERIES_OF = {
    measure: series
    for measures in (TOTAL_MEASURES, NEW_MEASURES)
    for series, measure in measures.items()
}
# A daily number comes back by chance: only the days close by are looked at for an equal one.
NEW_REACH = np.timedelta64(7, "D")


@dataclass(frozen=True)
class Offset:
    """By how much a series stands above the ministry's count from one day to another."""

    first: pd.Timestamp
    last: pd.Timestamp
    least: float
    most: float

    def explains(self, day: pd.Timestamp, above: float) -> bool:
        """Say whether the series may stand that far above the count on a day."""
        return self.first <= day <= self.last and self.least <= above <= self.most


def known_offsets(breaks: pd.DataFrame) -> Mapping[tuple[str, str], tuple[Offset, ...]]:
    """Return (country, series) -> its offsets by day; the other kinds of breaks are left out."""
    found: dict[tuple[str, str], tuple[Offset, ...]] = {}
    rows: Any = breaks[breaks["kind"].eq(KIND)].sort_values("date", kind="stable").itertuples()
    for row in rows:
        own = Offset(row.date, row.end_date, float(row.least), float(row.most))
        found[row.iso_code, row.series] = (*found.get((row.iso_code, row.series), ()), own)
    return found


@dataclass(frozen=True)
class Break:
    """A known break of a series: the days it covers, its kind, and what changed.

    `label` is that in a few words; `adds` what a change of definition brings into the series, in
    the words of `excludes`.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    kind: str
    what: str
    label: str = ""
    adds: str = ""

    def is_within(self, day: pd.Timestamp, days: int) -> bool:
        """Say whether a day lies inside the break or at most so many days from it."""
        reach = pd.Timedelta(days=days)
        return self.first - reach <= day <= self.last + reach


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
    offsets: tuple[Offset, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether the figure is a total, not the number of one day."""
        return self.measure in TOTAL_MEASURES.values()

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most the figure says."""
        low, best, high = self.figure.low, self.figure.best, self.figure.high
        return (
            next((value for value in (low, best) if not np.isnan(value)), -np.inf),
            next((value for value in (high, best) if not np.isnan(value)), np.inf),
        )

    def day(self, apart: int = 0) -> pd.Timestamp:
        """Return the day so many days after the figure's."""
        return self.figure.day + pd.Timedelta(days=apart)

    def value(self, apart: int = 0) -> float:
        """Return the series' value so many days after the figure's day; NaN when it has none."""
        if not len(self.days):
            return np.nan
        place = int((np.datetime64(self.day(apart), "D") - self.days[0]) / DAY)
        return float(self.values[place]) if 0 <= place < len(self.values) else np.nan

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
    """Set every printed total and daily number of cases and deaths beside its series, by day.

    `official` is by "cases" and "deaths", then by country. A figure without any number is left out.
    """
    known, offsets = _breaks_by_series(breaks), known_offsets(breaks)
    rows = []
    for measure in MEASURES:
        printed = [each for each in printed_figures(figures, sources, measure) if _has_number(each)]
        series = SERIES_OF[measure]
        for each in printed:
            days, values = _series(official[series].get(each.country), measure)
            key = each.country, SERIES[series]
            of_series = known.get(key, ()), offsets.get(key, ())
            rows.append(Beside(each, measure, days, values, *of_series))
    return sorted(rows, key=lambda row: (row.figure.day, row.figure.country))


def _has_number(figure: Printed) -> bool:
    return not all(np.isnan(value) for value in (figure.low, figure.best, figure.high))


def _series(own: OfficialSeries | None, measure: str) -> tuple[np.ndarray, np.ndarray]:
    if own is None:
        return np.array([], dtype="datetime64[D]"), np.array([])
    return own.days, own.total if measure in TOTAL_MEASURES.values() else own.new


def _breaks_by_series(breaks: pd.DataFrame) -> dict[tuple[str, str], tuple[Break, ...]]:
    found: dict[tuple[str, str], tuple[Break, ...]] = {}
    words = {name: breaks[name].fillna("") for name in ("label", "adds")}
    rows: Any = breaks.assign(**words).sort_values("date", kind="stable").itertuples()
    for row in rows:
        own = Break(row.date, row.end_date, row.kind, row.what_changed, row.label, row.adds)
        found[row.iso_code, row.series] = (*found.get((row.iso_code, row.series), ()), own)
    return found
