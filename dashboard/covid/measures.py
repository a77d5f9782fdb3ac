"""The official COVID-19 series by country and day, cut where it changes; reported totals beside.

The series is that of Johns Hopkins CSSE (`covid_daily.csv`), its cuts are in `covid_breaks.csv`;
what reports say is in `figures.csv`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.keys import SERIES_FORMS, series_key
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Reason, amount

CUTTING_KINDS = ("definition", "backfill", "correction", "error")
DAY, WEEK = np.timedelta64(1, "D"), pd.Timedelta(days=7)
A_DAY = pd.Timedelta(days=1)
TRUST = {"high": 2, "medium": 1, "low": 0}


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
        Metric("cases", "case", "confirmed cases"),
        Metric("deaths", "death", "reported deaths"),
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
        reach = slice(
            int(self.days.searchsorted(np.datetime64(first, "D"))),
            int(self.days.searchsorted(np.datetime64(last, "D"), "right")),
        )
        values = {form: own[reach] for form, own in self.values.items()}
        return replace(self, days=self.days[reach], segment=self.segment[reach], values=values)

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
    )


def quiet_stretches(breaks: pd.DataFrame, metric: str) -> tuple[QuietStretch, ...]:
    """Return the notes on reporting that last a week or longer."""
    kept = breaks["series"].eq(METRICS[metric].column) & breaks["kind"].eq("reporting")
    kept &= (breaks["end_date"] - breaks["date"]).ge(WEEK)
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


@dataclass(frozen=True)
class Printed:
    """A reported figure of COVID-19: a number with its bounds, or a claim of none.

    `read_at`, when on its day it was counted, and `excludes` are those of `figures.csv`.
    """

    country: str
    day: pd.Timestamp
    amount: Amount
    definition: str
    read_at: str
    excludes: str
    note: str
    source_id: str
    figure_id: str = ""

    @property
    def is_claim_of_none(self) -> bool:
        """Whether it says "officially none"."""
        return self.amount.qualifier is Qualifier.OFFICIALLY_NONE

    @property
    def number(self) -> float | None:
        """The number to draw and to count with; None of a claim of none and of mere bounds."""
        return None if self.is_claim_of_none else self.amount.best


def printed_figures(
    figures: pd.DataFrame, sources: pd.DataFrame, measure: str
) -> tuple[Printed, ...]:
    """Return the reported figures of a measure by day.

    Of several for the same day the best comes last: one from a document we hold, then the better
    confirmed.
    """
    chosen = figures[figures["measure"].eq(measure)]
    documents = sources.loc[sources["kind"].eq("document"), "source_id"]
    texts = ["as_reported", "definition", "read_at", "excludes", "note"]
    chosen = chosen.assign(
        held=chosen["source_id"].isin(documents),
        trust=chosen["confidence"].map(TRUST).astype("float64"),
        **{name: chosen[name].fillna("") for name in texts},
    ).sort_values(["as_of", "held", "trust"], kind="stable")
    bounds = ["low", "best", "high", "qualifier"]
    columns = ["country", "as_of", *bounds, *texts, "source_id", "figure_id"]
    return tuple(
        Printed(country, day, amount(low, best, high, qualifier, as_reported), *rest)
        for country, day, low, best, high, qualifier, as_reported, *rest in chosen[
            columns
        ].itertuples(index=False, name=None)
    )


def last_in_period(printed: Sequence[Printed], selection: Selection) -> dict[str, Printed]:
    """Return each chosen country's last reported figure as of a day in the months chosen."""
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    return {
        each.country: each
        for each in printed
        if first <= each.day <= last and each.country in selection.countries
    }


def claims_of_none(cases: Sequence[Printed]) -> dict[str, tuple[Printed, ...]]:
    """Return by country the reports that carry "officially none", by day."""
    found: dict[str, tuple[Printed, ...]] = {}
    for each in sorted(cases, key=lambda each: each.day):
        if each.is_claim_of_none:
            found[each.country] = (*found.get(each.country, ()), each)
    return found


class Match(StrEnum):
    """How a reported total stands to the series on its day and the day before."""

    BOTH_DAYS = "both_days"
    DAY_BEFORE = "day_before"
    THAT_DAY = "that_day"
    BETWEEN = "between"
    ABOVE = "above"
    BELOW = "below"
    NO_SINGLE_NUMBER = "no_single_number"
    NOTHING = "nothing"

    @property
    def is_same(self) -> bool:
        """Whether the series has the number on one of the days."""
        return self in (Match.BOTH_DAYS, Match.DAY_BEFORE, Match.THAT_DAY)


@dataclass(frozen=True)
class Comparison:
    """A country's last reported total of a period beside the series.

    `day` is the figure's, else the last of the period. Where no total is reported, `reported` says
    why: not stated (a report gives the cases as none, and no deaths) or not covered. A day of the
    series is absent as not covered without a series, as outside where it has no such day. `keys`
    are what the three numbers are traced by, empty where there is none.
    """

    country: str
    day: pd.Timestamp
    printed: Printed | None
    reported: Amount | Absent
    day_before: int | Absent
    that_day: int | Absent
    match: Match
    keys: tuple[str, ...]

    @property
    def missing(self) -> Reason | None:
        """Why no number is reported; None where one is."""
        if isinstance(self.reported, Absent):
            return self.reported.reason
        none = self.reported.qualifier is Qualifier.OFFICIALLY_NONE
        return Reason.OFFICIALLY_NONE if none else None


def beside_the_series(
    totals: Mapping[str, Sequence[Printed]],
    official: Mapping[str, OfficialSeries],
    selection: Selection,
    metric: str,
) -> tuple[Comparison, ...]:
    """Set each chosen country's last reported total beside the series that day and the day before.

    `totals` holds the reported totals of "cases" and "deaths"; `official` is the series asked for.
    """
    last = last_in_period(totals[metric], selection)
    cases = last_in_period(totals["cases"], selection)
    return tuple(
        _compared(code, last.get(code), cases.get(code), official.get(code), selection, metric)
        for code in selection.countries
    )


def _compared(
    code: str,
    printed: Printed | None,
    cases: Printed | None,
    own: OfficialSeries | None,
    selection: Selection,
    metric: str,
) -> Comparison:
    unsaid = cases is not None and cases.is_claim_of_none
    missing = Absent(Reason.NOT_STATED if unsaid else Reason.NOT_COVERED)
    nothing = Absent(Reason.OUTSIDE_SERIES if own else Reason.NOT_COVERED)
    day = printed.day if printed else pd.Timestamp(selection.last_day)
    days = (day - A_DAY, day)
    totals = [own.total_on(when) if own else np.nan for when in days]
    before, that_day = (nothing if np.isnan(total) else int(total) for total in totals)
    series_keys = (
        "" if np.isnan(total) else series_key(code, when, metric)
        for total, when in zip(totals, days, strict=True)
    )
    return Comparison(
        code,
        day,
        printed,
        printed.amount if printed else missing,
        before,
        that_day,
        match_of(printed, *totals),
        (printed.figure_id if printed else "", *series_keys),
    )


def match_of(printed: Printed | None, before: float, that_day: float) -> Match:
    """Name how a reported figure stands to the series on its day and the day before."""
    if printed is None or (np.isnan(before) and np.isnan(that_day)):
        return Match.NOTHING
    value = printed.amount.best
    if value is None or printed.amount.low != printed.amount.high:
        return Match.NO_SINGLE_NUMBER
    if value in (before, that_day):
        if before == that_day:
            return Match.BOTH_DAYS
        return Match.DAY_BEFORE if value == before else Match.THAT_DAY
    if value > np.fmax(before, that_day):
        return Match.ABOVE
    return Match.BELOW if value < np.fmin(before, that_day) else Match.BETWEEN
