"""The official COVID-19 series by country and day: totals, new a day, 7-day means, with their cuts.

Figures printed in reports, and how they stand to the series, are in `printed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.selection import Selection, shift_month

SERIES = {"cases": "total_cases", "deaths": "total_deaths"}
CUTTING_KINDS = ("definition", "backfill", "correction", "error")
MEAN_DAYS = 7
MONTHS_BEFORE, MONTHS_AFTER = 2, 6
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class OfficialSeries:
    """One country's series, a value for every day from its first to its last; NaN is not known.

    `segment` grows by one at each cut. `new` is missing on the first day, on the days of a cut and
    where the total falls. `mean` is the mean of seven calendar days, missing unless all seven are
    known: it starts afresh after a cut.
    """

    country: str
    days: np.ndarray
    segment: np.ndarray
    total: np.ndarray
    new: np.ndarray
    mean: np.ndarray

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> "OfficialSeries":
        """Return the part from one day to another, both included."""
        reach = slice(
            int(self.days.searchsorted(np.datetime64(first, "D"))),
            int(self.days.searchsorted(np.datetime64(last, "D"), "right")),
        )
        parts = {
            name: getattr(self, name)[reach] for name in ("days", "segment", "total", "new", "mean")
        }
        return replace(self, **parts)

    def total_on(self, day: pd.Timestamp) -> float:
        """Return the total on a day; NaN when the series does not have it."""
        place = int((np.datetime64(day, "D") - self.days[0]) / DAY)
        return float(self.total[place]) if 0 <= place < len(self.total) else np.nan


@dataclass(frozen=True)
class Cut:
    """A day on which a series changes what it counts, with the totals before and from it on.

    `label` is what changed in a few words; `change` is missing when the break names no step.
    """

    country: str
    day: pd.Timestamp
    kind: str
    what_changed: str
    label: str
    change: int | None
    before_day: pd.Timestamp
    before: float
    after_day: pd.Timestamp
    after: float


@dataclass(frozen=True)
class QuietStretch:
    """Days on which a series reports otherwise (once a week, not at all) without a cut."""

    country: str
    first: pd.Timestamp
    last: pd.Timestamp
    what: str


def official_series(
    daily: pd.DataFrame, breaks: pd.DataFrame, series: str
) -> Mapping[str, OfficialSeries]:
    """Return the series ("cases" or "deaths") of each country that has one, cut at its breaks."""
    cutting = _cutting(breaks, series)
    return {
        str(code): _one_series(
            str(code), own, cutting[cutting["iso_code"].eq(code)], SERIES[series]
        )
        for code, own in daily.groupby("iso_code", sort=True)
    }


def cuts(
    breaks: pd.DataFrame, official: Mapping[str, OfficialSeries], series: str
) -> tuple[Cut, ...]:
    """Return the cuts of a series by day.

    A note on reporting alone is none, nor is a break outside the series.
    """
    found = []
    rows: Any = _cutting(breaks, series).itertuples()
    for row in rows:
        own = official.get(row.iso_code)
        if own is None:
            continue
        known = np.flatnonzero(~np.isnan(own.total))
        after = int(own.days[known].searchsorted(np.datetime64(row.date, "D")))
        if 0 < after < len(known):
            found.append(_cut(row, own, int(known[after - 1]), int(known[after])))
    return tuple(found)


def quiet_stretches(breaks: pd.DataFrame, series: str) -> tuple[QuietStretch, ...]:
    """Return the notes on reporting that last a week or longer."""
    kept = breaks["series"].eq(SERIES[series]) & breaks["kind"].eq("reporting")
    kept &= (breaks["end_date"] - breaks["date"]).ge(pd.Timedelta(days=MEAN_DAYS))
    rows: Any = breaks[kept].itertuples()
    return tuple(
        QuietStretch(row.iso_code, row.date, row.end_date, row.what_changed) for row in rows
    )


def series_days(official: Mapping[str, OfficialSeries]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Return the first and last day of any country's series; None without one."""
    if not official:
        return None
    first = min(own.days[0] for own in official.values())
    return pd.Timestamp(first), pd.Timestamp(max(own.days[-1] for own in official.values()))


def shown_window(
    selection: Selection, reach: tuple[pd.Timestamp, pd.Timestamp] | None
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Return the days to draw: two months before those chosen to six after, within the series.

    None when the months chosen lie outside the series.
    """
    if (
        reach is None
        or pd.Timestamp(selection.first_day) > reach[1]
        or pd.Timestamp(selection.last_day) < reach[0]
    ):
        return None
    start = pd.Timestamp(f"{shift_month(selection.first_month, -MONTHS_BEFORE)}-01")
    after = pd.Timestamp(f"{shift_month(selection.last_month, MONTHS_AFTER + 1)}-01")
    return max(start, reach[0]), min(after - pd.Timedelta(days=1), reach[1])


def _cutting(breaks: pd.DataFrame, series: str) -> pd.DataFrame:
    kept = breaks["series"].eq(SERIES[series]) & breaks["kind"].isin(list(CUTTING_KINDS))
    return breaks[kept].sort_values(["date", "iso_code"], kind="stable")


def _one_series(code: str, own: pd.DataFrame, cutting: pd.DataFrame, column: str) -> OfficialSeries:
    found = own["date"].to_numpy(dtype="datetime64[D]")
    days = np.arange(found.min(), found.max() + DAY, dtype="datetime64[D]")
    total = np.full(len(days), np.nan)
    total[(found - days[0]).astype(int)] = own[column].to_numpy(dtype="float64", na_value=np.nan)
    new = np.diff(total, prepend=np.nan)
    new[new < 0] = np.nan
    segment = np.zeros(len(days), dtype="int64")
    firsts = cutting["date"].to_numpy(dtype="datetime64[D]")
    lasts = cutting["end_date"].to_numpy(dtype="datetime64[D]")
    for first, last in zip(firsts, lasts, strict=True):
        new[(days >= first) & (days <= last)] = np.nan
        segment[days >= first] += 1
    return OfficialSeries(code, days, segment, total, new, _running_mean(new))


def _running_mean(values: np.ndarray) -> np.ndarray:
    """Return the mean of each value and the six before it; missing if one of the seven is."""
    mean = np.full(len(values), np.nan)
    if len(values) >= MEAN_DAYS:
        mean[MEAN_DAYS - 1 :] = np.lib.stride_tricks.sliding_window_view(values, MEAN_DAYS).mean(
            axis=1
        )
    return mean


def _cut(row: Any, own: OfficialSeries, before: int, after: int) -> Cut:
    return Cut(
        country=row.iso_code,
        day=row.date,
        kind=row.kind,
        what_changed=row.what_changed,
        label=row.label if isinstance(row.label, str) and row.label else row.what_changed,
        change=None if pd.isna(row.change) else int(row.change),
        before_day=pd.Timestamp(own.days[before]),
        before=float(own.total[before]),
        after_day=pd.Timestamp(own.days[after]),
        after=float(own.total[after]),
    )
