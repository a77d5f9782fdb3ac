"""What reports say of COVID-19 (`figures.csv`): totals, and claims of none."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.selection import Selection
from dashboard.values import Amount, Qualifier, amount

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
