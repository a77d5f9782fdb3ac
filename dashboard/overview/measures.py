"""The month as one sheet: each country's epidemic, protests, detentions, sentences and currency.

A number that there is not says why, so that nothing, none and not stated stay apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.totals import CountryTotal, Growth
from dashboard.covid.view.data import CovidData
from dashboard.currency.measures import stated_units
from dashboard.engine.counts import Counts
from dashboard.events.measures import marks_by_country
from dashboard.protests.measures.cases import Sentenced, people_sentenced, sentences
from dashboard.protests.measures.people import people, totals_by_country, unstated_by_country
from dashboard.selection import Selection
from dashboard.values import Absent, Term, Total, exactly, total
from dashboard.vocabulary import RATE_KINDS, currency_of, rate_kinds

RATE_COLUMNS = ("currency", "date", "kind", "source_id", "rate_text", "units_text")


@dataclass(frozen=True)
class LastRate:
    """A currency's last rate of a period, in units per US dollar; `kind` is one of RATE_KINDS."""

    day: pd.Timestamp
    units: float
    source_id: str
    kind: str


@dataclass(frozen=True)
class CountryMonth:
    """One country's column.

    `growth` is that of cases; `rate` is None without one.
    """

    country: str
    cases: CountryTotal
    deaths: CountryTotal
    growth: Growth | Absent
    protests: int | Absent
    abroad: int
    detained: Total | Absent
    detained_abroad: Total | Absent
    sentences: int | Absent
    sentenced: Sentenced
    terms: tuple[Term, ...]
    rate: LastRate | None

    @property
    def people_sentenced(self) -> Total | Absent:
        """On how many people the sentences are; without a sentence why there is none."""
        if isinstance(self.sentences, Absent):
            return self.sentences
        return total(self.sentenced.people, self.sentences - self.sentenced.known)


def side_by_side(
    chosen: Counts,
    events: pd.DataFrame,
    figures: pd.DataFrame,
    epidemic: Mapping[str, CovidData],
    rates: pd.DataFrame,
    selection: Selection,
) -> list[CountryMonth]:
    """Return a column for each country chosen.

    `chosen` are the counts of the events chosen, `events` those of them that may have figures;
    `epidemic` holds the series and the figures reported by "cases" and "deaths".
    """
    counts = marks_by_country(chosen)
    unstated = unstated_by_country(chosen, events, figures, "detained")
    held = people(events, figures, "detained")
    detained = totals_by_country(held, unstated)
    held_abroad = totals_by_country([each for each in held if each.abroad], {})
    last_rates = latest_rates(rates, selection)
    columns = []
    all_totals = zip(
        *(epidemic[key].totals_in(selection) for key in ("cases", "deaths")), strict=True
    )
    for code, (cases, deaths) in zip(selection.countries, all_totals, strict=True):
        own = events[events["country"].eq(code)]
        columns.append(
            CountryMonth(
                country=code,
                cases=cases,
                deaths=deaths,
                growth=epidemic["cases"].growth_in(code, selection),
                protests=counts[code]["protest"],
                abroad=counts[code]["abroad"],
                detained=detained.get(code, total((), unstated[code])),
                detained_abroad=held_abroad.get(code, _none_of(detained.get(code))),
                sentences=counts[code]["sentence"],
                sentenced=people_sentenced(own, figures),
                terms=tuple(
                    each.term for each in sentences(own, figures) if isinstance(each.term, Term)
                ),
                rate=last_rates.get(currency_of(code)),
            )
        )
    return columns


def _none_of(held: Total | Absent | None) -> Total | Absent:
    """Return none of the people who are counted; of nobody counted there is no part either."""
    return total((exactly(0),) if held else ())


def latest_rates(rates: pd.DataFrame, selection: Selection) -> dict[str, LastRate]:
    """Return by currency the last rate of the period.

    A daily rate comes first, then a month end, then one of another single day; never a print of
    few digits.
    """
    days = rates["date"].to_numpy(dtype="datetime64[D]")
    first, last = (np.datetime64(day, "D") for day in (selection.first_day, selection.last_day))
    within = rates.iloc[np.flatnonzero((days >= first) & (days <= last))]
    within = within[~within["kind"].isin(rate_kinds("print")).to_numpy()]
    found = sorted(
        zip(*(within[name].tolist() for name in RATE_COLUMNS), strict=True),
        key=lambda row: (-_rank(row[2]), row[1]),
    )
    best = {currency: told for currency, *told in found}
    return {
        currency: LastRate(when, stated_units(*texts)[1], source, kind)
        for currency, (when, kind, source, *texts) in best.items()
    }


def _rank(kind: str) -> int:
    """Return how far back a kind of rate stands; all daily ones stand first."""
    return 0 if kind in rate_kinds("line") else list(RATE_KINDS).index(kind)


def behind_numbers(events: pd.DataFrame, figures: pd.DataFrame) -> dict[str, list[str]]:
    """Group events as `month.side_by_side` counts them: "KAZ:protests", "sentences", "detained".

    Behind the people detained is every event with a figure of them, an event of two countries
    behind both.
    """
    groups: dict[str, list[str]] = {}
    kinds = {"protest": "protests", "sentence": "sentences"}
    for key, country, mark in zip(
        events["event_id"].tolist(),
        events["country"].tolist(),
        events["mark"].tolist(),
        strict=True,
    ):
        if mark in kinds:
            groups.setdefault(f"{country}:{kinds[mark]}", []).append(key)
    for each in people(events, figures, "detained"):
        groups.setdefault(f"{each.country}:detained", []).append(each.event_id)
    return groups
