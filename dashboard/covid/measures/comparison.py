"""Each country's last reported total beside the official series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import Printed, last_in_period
from dashboard.covid.measures.series import A_DAY, OfficialSeries
from dashboard.panels.keys import series_key
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Reason


class Match(StrEnum):
    """How a reported total stands to the series on its day, the day before and the day after.

    Above and below are told of the series that day and the day before.
    """

    BOTH_DAYS = "both_days"
    DAY_BEFORE = "day_before"
    THAT_DAY = "that_day"
    DAY_AFTER = "day_after"
    BETWEEN = "between"
    ABOVE = "above"
    BELOW = "below"
    NO_SINGLE_NUMBER = "no_single_number"
    NOTHING = "nothing"

    @property
    def is_same(self) -> bool:
        """Whether the series has the number on one of the days."""
        return self in (Match.BOTH_DAYS, Match.DAY_BEFORE, Match.THAT_DAY, Match.DAY_AFTER)


@dataclass(frozen=True)
class Comparison:
    """A country's last reported total of a period beside the series.

    `day` is the figure's, else the last of the period. Where no total is reported, `reported` says
    why: not stated (a report gives the cases as none, and no deaths) or not covered. A day of the
    series is absent as not covered without a series, as outside where it has no such day. `keys`
    are what the numbers are traced by, empty where there is none; the last is of the day after
    where the series has the number then.
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
    def has_series(self) -> bool:
        """Whether the series has a number on one of the days."""
        return not all(isinstance(each, Absent) for each in (self.day_before, self.that_day))

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
    days = (day - A_DAY, day, day + A_DAY)
    totals = [own.total_on(when) if own else np.nan for when in days]
    before, that_day, _ = (nothing if np.isnan(total) else int(total) for total in totals)
    match = match_of(printed, *totals)
    compared = 3 if match is Match.DAY_AFTER else 2
    series_keys = (
        "" if np.isnan(total) else series_key(code, when, metric)
        for total, when in zip(totals[:compared], days[:compared], strict=True)
    )
    return Comparison(
        code,
        day,
        printed,
        printed.amount if printed else missing,
        before,
        that_day,
        match,
        (printed.figure_id if printed else "", *series_keys),
    )


def match_of(
    printed: Printed | None, before: float, that_day: float, after: float = np.nan
) -> Match:
    """Name how a reported figure stands to the series on its day, the day before and after."""
    if printed is None or (np.isnan(before) and np.isnan(that_day)):
        return Match.NOTHING
    value = printed.amount.best
    if value is None or printed.amount.low != printed.amount.high:
        return Match.NO_SINGLE_NUMBER
    if value in (before, that_day):
        if before == that_day:
            return Match.BOTH_DAYS
        return Match.DAY_BEFORE if value == before else Match.THAT_DAY
    if value == after:
        return Match.DAY_AFTER
    if value > np.fmax(before, that_day):
        return Match.ABOVE
    return Match.BELOW if value < np.fmin(before, that_day) else Match.BETWEEN
