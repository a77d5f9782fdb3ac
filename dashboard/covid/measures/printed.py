"""COVID-19 figures printed in reports, beside the series; and claims of none.

The series itself is in `series`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import OfficialSeries
from dashboard.selection import Selection

TOTAL_MEASURES = {"cases": "cumulative_cases", "deaths": "cumulative_deaths"}
NEW_MEASURES = {"cases": "new_cases", "deaths": "new_deaths"}
TRUST = {"high": 2, "medium": 1, "low": 0}
TEXTS = ["as_reported", "definition", "read_at", "excludes", "note"]


@dataclass(frozen=True)
class Printed:
    """A printed figure: a number (`best`, or `low` and `high` alone), or a claim of none.

    `read_at` and `excludes` are those of figures.csv.
    """

    country: str
    day: pd.Timestamp
    low: float
    best: float
    high: float
    qualifier: str
    as_reported: str
    definition: str
    read_at: str
    excludes: str
    note: str
    source_id: str
    figure_id: str = ""

    @property
    def is_claim_of_none(self) -> bool:
        """Whether it says "officially none"."""
        return self.qualifier == "officially_none"

    @property
    def has_number(self) -> bool:
        """Whether it can be drawn as a point and counted with."""
        return not self.is_claim_of_none and not np.isnan(self.best)


@dataclass(frozen=True)
class Comparison:
    """A country's last printed total of a period beside the series.

    `kind` is printed, officially_none, not_stated (a report gives the cases as none, and no deaths)
    or no_figure. `reading` is both_days, day_before, that_day, between, above, below, unlike (not a
    single number) or nothing. `day` is the figure's, else the last of the period; values are NaN
    where the series has none.
    """

    country: str
    kind: str
    printed: Printed | None
    day: pd.Timestamp
    day_before: float
    that_day: float
    has_series: bool
    reading: str


def printed_figures(
    figures: pd.DataFrame, sources: pd.DataFrame, measure: str
) -> tuple[Printed, ...]:
    """Return the printed figures of a measure by day.

    Of several for the same day the best comes last: one from a document we hold, then the better
    confirmed.
    """
    chosen = figures[figures["measure"].eq(measure)]
    documents = sources.loc[sources["kind"].eq("document"), "source_id"]
    chosen = chosen.assign(
        held=chosen["source_id"].isin(documents),
        trust=chosen["confidence"].map(TRUST).astype("float64"),
        **{name: chosen[name].fillna("") for name in TEXTS},
    ).sort_values(["as_of", "held", "trust"], kind="stable")
    numbers = ["low", "best", "high", "qualifier"]
    columns = ["country", "as_of", *numbers, *TEXTS, "source_id", "figure_id"]
    return tuple(Printed(*row) for row in chosen[columns].itertuples(index=False, name=None))


def last_in_period(printed: Sequence[Printed], selection: Selection) -> dict[str, Printed]:
    """Return each chosen country's last printed figure as of a day in the months chosen."""
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    return {
        each.country: each
        for each in printed
        if first <= each.day <= last and each.country in selection.countries
    }


def claims_of_none(cases: Sequence[Printed]) -> dict[str, tuple[pd.Timestamp, pd.Timestamp]]:
    """Return by country the first and last day for which a report carries "officially none"."""
    days: dict[str, list[pd.Timestamp]] = {}
    for each in cases:
        if each.is_claim_of_none:
            days.setdefault(each.country, []).append(each.day)
    return {country: (min(own), max(own)) for country, own in days.items()}


def beside_the_series(
    totals: Mapping[str, Sequence[Printed]],
    official: Mapping[str, OfficialSeries],
    selection: Selection,
    series: str,
) -> tuple[Comparison, ...]:
    """Set each chosen country's last printed total beside the series on its day and the day before.

    `totals` holds the printed totals of "cases" and "deaths"; `official` is the series asked for.
    """
    last = last_in_period(totals[series], selection)
    cases = last_in_period(totals["cases"], selection)
    return tuple(
        _compared(code, last.get(code), cases.get(code), official.get(code), selection)
        for code in selection.countries
    )


def _compared(
    code: str,
    printed: Printed | None,
    cases: Printed | None,
    own: OfficialSeries | None,
    selection: Selection,
) -> Comparison:
    if printed is not None:
        kind = "officially_none" if printed.is_claim_of_none else "printed"
    else:
        kind = "not_stated" if cases is not None and cases.is_claim_of_none else "no_figure"
    day = printed.day if printed else pd.Timestamp(selection.last_day)
    before = own.total_on(day - pd.Timedelta(days=1)) if own else np.nan
    that_day = own.total_on(day) if own else np.nan
    reading = reading_of(printed, before, that_day)
    return Comparison(code, kind, printed, day, before, that_day, own is not None, reading)


def reading_of(printed: Printed | None, before: float, that_day: float) -> str:
    """Name how a printed figure stands to the series on its day and the day before."""
    if printed is None or (np.isnan(before) and np.isnan(that_day)):
        return "nothing"
    value = printed.best
    if np.isnan(value) or printed.low != printed.high:
        return "unlike"
    if value in (before, that_day):
        if before == that_day:
            return "both_days"
        return "day_before" if value == before else "that_day"
    if value > np.fmax(before, that_day):
        return "above"
    return "below" if value < np.fmin(before, that_day) else "between"
