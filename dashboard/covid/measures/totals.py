"""The one total of a country over a period: of the official series, what is reported beside it.

Every page, sentence and file that gives a total or how many were new asks here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import Printed
from dashboard.covid.measures.series import A_DAY, Cut, OfficialSeries
from dashboard.panels.keys import series_key
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Reason


@dataclass(frozen=True)
class CountryTotal:
    """A country's total of `metric` ("cases", "deaths") at the end of a period.

    `series` is that of the official series on `day`, its last in the period; without one it says
    why: officially none (as last `reported`, on `day`), not stated, outside the series, or not
    covered. The last figure `reported` in the period never stands in for it. `cuts` are those of
    the series up to that day, `since` is the first day of the period.
    """

    country: str
    metric: str
    series: int | Absent
    day: pd.Timestamp
    key: str = ""
    reported: Printed | None = None
    cuts: tuple[Cut, ...] = ()
    since: pd.Timestamp | None = None

    @property
    def has_series(self) -> bool:
        """Whether the series has a total in the period."""
        return not isinstance(self.series, Absent)

    @property
    def has_figure(self) -> bool:
        """Whether a number is reported beside it."""
        return self.reported is not None and not self.reported.is_claim_of_none

    @property
    def figure_day(self) -> pd.Timestamp | None:
        """The day of that number."""
        return self.reported.day if self.reported and self.has_figure else None

    @property
    def beside(self) -> Amount | Absent:
        """The figure reported, to stand beside the series; where there is none, why."""
        if self.reported is None:
            return Absent(Reason.NOT_COVERED)
        if self.has_figure:
            return self.reported.amount
        is_of_period = self.since is None or self.reported.day >= self.since
        return Absent(Reason.OFFICIALLY_NONE if is_of_period else Reason.NOT_COVERED)

    @property
    def includes(self) -> tuple[Cut, ...]:
        """The cuts since which the series counts more than before."""
        return tuple(cut for cut in self.cuts if cut.adds)

    @property
    def steps(self) -> tuple[Cut, ...]:
        """The cuts within the period, whose steps are not counted as new."""
        return tuple(cut for cut in self.cuts if self.since is None or cut.day >= self.since)

    @property
    def is_officially_none(self) -> bool:
        """Whether the government says that there is none."""
        return isinstance(self.series, Absent) and self.series.reason is Reason.OFFICIALLY_NONE


def country_total(
    country: str,
    metric: str,
    own: OfficialSeries | None,
    cuts: Iterable[Cut],
    reported: Printed | None,
    claims: Sequence[Printed],
    selection: Selection,
) -> CountryTotal:
    """Return a country's total at the end of the period.

    `reported` is its last figure of the period, `claims` the reports that its cases are officially
    none: between the first and the last of them they hold on every day.
    """
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    if own is not None:
        day = own.last_known(first, last)
        if day is None:
            missing = Absent(Reason.OUTSIDE_SERIES)
            return CountryTotal(country, metric, missing, last, reported=reported)
        known = tuple(cut for cut in cuts if cut.country == country and cut.day <= day)
        value, key = int(own.total_on(day)), series_key(country, day, metric)
        return CountryTotal(country, metric, value, day, key, reported, known, first)
    past_claims = [claim for claim in claims if claim.day <= last]
    has_number = reported is not None and not reported.is_claim_of_none
    if not past_claims or claims[-1].day < first or (has_number and metric == "cases"):
        missing = Absent(Reason.NOT_COVERED)
        return CountryTotal(country, metric, missing, last, reported=reported)
    if metric != "cases":
        missing = Absent(Reason.NOT_STATED)
        return CountryTotal(country, metric, missing, last, reported=reported)
    claim = past_claims[-1]
    missing = Absent(Reason.OFFICIALLY_NONE)
    key = claim.figure_id
    return CountryTotal(country, metric, missing, claim.day, key, claim, since=first)


@dataclass(frozen=True)
class Growth:
    """What a total grows by from the end of the day `since` to that of `last`.

    `since` is the day before the period, or the first of the series. `first` is the first day of
    the period that the series has; `curve` has the 7-day mean of each day from it on. Steps at cuts
    are not counted as new: they come to `left_out`.
    """

    new: int
    since: pd.Timestamp
    first: pd.Timestamp
    last: pd.Timestamp
    curve: np.ndarray
    left_out: int = 0


def growth(own: OfficialSeries | None, selection: Selection) -> Growth | Absent:
    """Return the new cases or deaths over the part of the period that the series covers."""
    if own is None:
        return Absent(Reason.NOT_COVERED)
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    before = own.last_known(pd.Timestamp(own.days[0]), first - A_DAY)
    since = before or own.first_known(first, last)
    end = own.last_known(first, last)
    if since is None or end is None or since >= end:
        return Absent(Reason.OUTSIDE_SERIES)
    within = own.between(since + A_DAY, end)
    new = int(np.nansum(within.new))
    left_out = int(own.total_on(end) - own.total_on(since)) - new
    shown = own.between(first, last)
    begins = pd.Timestamp(shown.days[0])
    return Growth(new, since, begins, end, shown.values["mean"], left_out)


def summed(totals: Iterable[CountryTotal]) -> int:
    """Add the totals of the series, and nothing else."""
    return sum(each.series for each in totals if not isinstance(each.series, Absent))


def common_day(totals: Sequence[CountryTotal]) -> pd.Timestamp | None:
    """Return the one day of all totals of the series; None without one, or of several days."""
    days = {each.day for each in totals if each.has_series}
    return days.pop() if len(days) == 1 else None


def reported_sum(totals: Sequence[CountryTotal]) -> int | None:
    """Add the figures reported beside the series, where all are one definition of one day.

    None unless each total of the series has a single number of its own day beside it, and none of
    them leaves out what another counts.
    """
    with_series = [each for each in totals if each.has_series]
    beside = [
        each.reported for each in with_series if each.reported and each.reported.day == each.day
    ]
    numbers = [each.number for each in beside if each.number is not None]
    kinds = {each.excludes for each in beside}
    if not with_series or len(numbers) < len(with_series) or len(kinds) > 1:
        return None
    return int(sum(numbers))
