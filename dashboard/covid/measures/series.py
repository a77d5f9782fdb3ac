"""The official COVID-19 series by country and day, cut where it changes what it counts.

The series is that of Johns Hopkins CSSE (`covid_daily.csv`), its cuts are in `covid_breaks.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.keys import SERIES_FORMS
from dashboard.selection import Selection, shift_month
from dashboard.wording import N_

PNEUMONIA = "pneumonia"
CUTTING_KINDS = ("definition", "backfill", "correction", "error")
DAY, WEEK = np.timedelta64(1, "D"), pd.Timedelta(days=7)
A_DAY = pd.Timedelta(days=1)
# What a chart shows around the months chosen.
MONTHS_BEFORE, MONTHS_AFTER = 2, 6
Days = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Metric:
    """What the series counts: its name, one of it, and what exactly is counted."""

    key: str
    singular: str
    counted: str

    @property
    def column(self) -> str:
        """Its column in `covid_daily.csv`, by which `covid_breaks.csv` calls it too."""
        return f"total_{self.key}"

    @property
    def reported(self) -> Mapping[str, str]:
        """The measures of `figures.csv` that report the same, by form: "total" and "new"."""
        return {"total": f"cumulative_{self.key}", "new": f"new_{self.key}"}


METRICS = {
    metric.key: metric
    for metric in (
        Metric(N_("cases"), N_("case"), N_("confirmed cases")),
        Metric(N_("deaths"), N_("death"), N_("reported deaths")),
    )
}


@dataclass(frozen=True)
class OfficialSeries:
    """One country's series, a value for every day from its first to its last; NaN is not known.

    `segment` grows by one at each cut. `values` are by the keys of `SERIES_FORMS`: "new" is missing
    on the first day, on the days of a cut and where the total falls; a mean is missing unless all
    of its calendar days are known, so that it starts afresh after a cut.
    """

    country: str
    days: np.ndarray
    segment: np.ndarray
    values: Mapping[str, np.ndarray]

    @property
    def total(self) -> np.ndarray:
        """The total up to each day."""
        return self.values["total"]

    @property
    def new(self) -> np.ndarray:
        """What each day adds to the total."""
        return self.values["new"]

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> "OfficialSeries":
        """Return the part from one day to another, both included."""
        reach = self._places(first, last)
        values = {form: own[reach] for form, own in self.values.items()}
        return replace(self, days=self.days[reach], segment=self.segment[reach], values=values)

    def last_known(self, first: pd.Timestamp, last: pd.Timestamp) -> pd.Timestamp | None:
        """Return the last day between two, both included, of which the total is known."""
        known = self._known(first, last)
        return pd.Timestamp(known[-1]) if len(known) else None

    def first_known(self, first: pd.Timestamp, last: pd.Timestamp) -> pd.Timestamp | None:
        """Return the first day between two, both included, of which the total is known."""
        known = self._known(first, last)
        return pd.Timestamp(known[0]) if len(known) else None

    def _known(self, first: pd.Timestamp, last: pd.Timestamp) -> np.ndarray:
        reach = self._places(first, last)
        return self.days[reach][~np.isnan(self.total[reach])]

    def _places(self, first: pd.Timestamp, last: pd.Timestamp) -> slice:
        return slice(
            int(self.days.searchsorted(np.datetime64(first, "D"))),
            int(self.days.searchsorted(np.datetime64(last, "D"), "right")),
        )

    def total_on(self, day: pd.Timestamp) -> float:
        """Return the total on a day; NaN when the series does not have it."""
        place = int((np.datetime64(day, "D") - self.days[0]) / DAY)
        return float(self.total[place]) if 0 <= place < len(self.total) else np.nan


@dataclass(frozen=True)
class Cut:
    """A day on which a series changes what it counts, with the totals before and from it on.

    `label` is what changed in a few words, `adds` what is counted from it on and was not before
    ("pneumonia"); `change` is missing when the break names no step.
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
    adds: str = ""

    @property
    def step(self) -> int:
        """By how much the total changes at the cut."""
        return int(self.after - self.before) if self.change is None else self.change


@dataclass(frozen=True)
class QuietStretch:
    """Days on which a series reports otherwise (once a week, not at all) without a cut."""

    country: str
    first: pd.Timestamp
    last: pd.Timestamp
    what: str


def official_series(
    daily: pd.DataFrame, breaks: pd.DataFrame, metric: str
) -> Mapping[str, OfficialSeries]:
    """Return the series ("cases" or "deaths") of each country that has one, cut at its breaks."""
    cutting = _cutting(breaks, metric)
    column = METRICS[metric].column
    return {
        str(code): _one_series(str(code), own, cutting[cutting["iso_code"].eq(code)], column)
        for code, own in daily.groupby("iso_code", sort=True)
    }


def _cutting(breaks: pd.DataFrame, metric: str) -> pd.DataFrame:
    kept = breaks["series"].eq(METRICS[metric].column) & breaks["kind"].isin(list(CUTTING_KINDS))
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
    means = {
        form.key: _running_mean(new, form.days) for form in SERIES_FORMS.values() if form.is_mean
    }
    return OfficialSeries(code, days, segment, {"total": total, "new": new, **means})


def _running_mean(values: np.ndarray, days: int) -> np.ndarray:
    """Return the mean of each value and those before it; missing if one of the `days` is."""
    mean = np.full(len(values), np.nan)
    if len(values) >= days:
        windows = np.lib.stride_tricks.sliding_window_view(values, days)
        mean[days - 1 :] = windows.mean(axis=1)
    return mean


def cuts(
    breaks: pd.DataFrame, official: Mapping[str, OfficialSeries], metric: str
) -> tuple[Cut, ...]:
    """Return the cuts of a series by day.

    A note on reporting alone is none, nor is a break outside the series.
    """
    found = []
    rows: Any = _cutting(breaks, metric).itertuples()
    for row in rows:
        own = official.get(row.iso_code)
        if own is None:
            continue
        known = np.flatnonzero(~np.isnan(own.total))
        after = int(own.days[known].searchsorted(np.datetime64(row.date, "D")))
        if 0 < after < len(known):
            found.append(_cut(row, own, int(known[after - 1]), int(known[after])))
    return tuple(found)


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
        adds="" if pd.isna(row.adds) else str(row.adds),
    )


def quiet_stretches(breaks: pd.DataFrame, metric: str) -> tuple[QuietStretch, ...]:
    """Return the notes on reporting that last a week or longer."""
    kept = breaks["series"].eq(METRICS[metric].column) & breaks["kind"].eq("reporting")
    kept &= (breaks["end_date"] - breaks["date"]).ge(WEEK)
    rows: Any = breaks[kept].itertuples()
    return tuple(
        QuietStretch(row.iso_code, row.date, row.end_date, row.what_changed) for row in rows
    )


def series_days(official: Mapping[str, OfficialSeries]) -> Days | None:
    """Return the first and last day of any country's series; None without one."""
    if not official:
        return None
    first = min(own.days[0] for own in official.values())
    return pd.Timestamp(first), pd.Timestamp(max(own.days[-1] for own in official.values()))


def shown_window(selection: Selection, reach: Days | None) -> Days | None:
    """Return the days to draw: two months before those chosen to six after, within the series.

    None when no country is chosen, or the months chosen lie outside the series.
    """
    if (
        reach is None
        or not selection.countries
        or pd.Timestamp(selection.first_day) > reach[1]
        or pd.Timestamp(selection.last_day) < reach[0]
    ):
        return None
    start = pd.Timestamp(f"{shift_month(selection.first_month, -MONTHS_BEFORE)}-01")
    after = pd.Timestamp(f"{shift_month(selection.last_month, MONTHS_AFTER + 1)}-01")
    return max(start, reach[0]), min(after - pd.Timedelta(days=1), reach[1])
