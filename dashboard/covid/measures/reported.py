"""What reports say of COVID-19: totals and new cases or deaths, and the series beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import A_DAY, OfficialSeries
from dashboard.panels.keys import series_key
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Reason, amount

TRUST = {"high": 2, "medium": 1, "low": 0}


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
    """How a reported total stands to the series on its day, the day before and the day after.

    Above and below are meant of the series that day and the day before.
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
