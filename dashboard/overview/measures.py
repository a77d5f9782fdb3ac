"""The month as one sheet: each country's epidemic, protests, detentions, sentences and currency.

A number that there is not says why, so that nothing, none and not stated stay apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.totals import CountryTotal, Growth
from dashboard.covid.view.data import CovidData
from dashboard.currency.measures import stated_units
from dashboard.engine.counts import Counts
from dashboard.events.measures import marks_by_country
from dashboard.protests.measures.cases import Sentenced, people_sentenced, sentences
from dashboard.protests.measures.counts import Reported, people, totals_by_country
from dashboard.selection import Selection
from dashboard.values import Absent, Term, Total, exactly, total
from dashboard.vocabulary import RATE_KINDS, currency_of, rate_kinds

DAY = "datetime64[D]"


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

    `growth` is that of cases, `deaths_growth` that of deaths; `rate` is None without one.
    """

    country: str
    cases: CountryTotal
    deaths: CountryTotal
    growth: Growth | Absent
    deaths_growth: Growth | Absent
    protests: int | Absent
    abroad: int
    detained: Total | Absent
    detained_abroad: Total | Absent
    sentences: int | Absent
    sentenced: Sentenced | Absent
    terms: tuple[Term, ...]
    rate: LastRate | None

    @property
    def people_sentenced(self) -> Total | Absent:
        """On how many people the sentences are; without a sentence why there is none."""
        if isinstance(self.sentences, Absent):
            return self.sentences
        if isinstance(self.sentenced, Absent):
            return self.sentenced
        return total(self.sentenced.people, self.sentences - self.sentenced.known)


def side_by_side(
    chosen: Counts,
    told: tuple[pd.DataFrame, pd.DataFrame],
    detentions: tuple[Sequence[Reported], Counter[str]],
    epidemic: Mapping[str, CovidData],
    last_rates: Mapping[str, LastRate],
    selection: Selection,
) -> list[CountryMonth]:
    """Return a column for each country chosen.

    `chosen` are the counts of the events chosen, `told` those of them that have figures, and these.
    `detentions` are the people detained, and by country how many events do not say their number.
    `epidemic` holds the series and the figures reported by "cases" and "deaths".
    """
    counts, (events, figures), (held, unstated) = marks_by_country(chosen), told, detentions
    detained = totals_by_country(held, unstated)
    held_abroad = totals_by_country([each for each in held if each.abroad], {})
    sentenced, terms = _sentences(events, figures)
    columns = []
    all_totals = zip(
        *(epidemic[key].totals_in(selection) for key in ("cases", "deaths")), strict=True
    )
    for code, (cases, deaths) in zip(selection.countries, all_totals, strict=True):
        columns.append(
            CountryMonth(
                country=code,
                cases=cases,
                deaths=deaths,
                growth=epidemic["cases"].growth_in(code, selection),
                deaths_growth=epidemic["deaths"].growth_in(code, selection),
                protests=counts[code]["protest"],
                abroad=counts[code]["abroad"],
                detained=detained.get(code, total((), unstated[code])),
                detained_abroad=held_abroad.get(code, _none_of(detained.get(code))),
                sentences=counts[code]["sentence"],
                sentenced=sentenced.get(code, Sentenced()),
                terms=tuple(terms.get(code, ())),
                rate=last_rates.get(currency_of(code)),
            )
        )
    return columns


def _sentences(
    events: pd.DataFrame, figures: pd.DataFrame
) -> tuple[dict[str, Sentenced], dict[str, list[Term]]]:
    """Return by country the people sentenced and the terms that are stated."""
    people, terms = {}, {}
    for code, own in events[events["mark"].eq("sentence")].groupby("country"):
        people[code] = people_sentenced(own, figures)
        told = (each.term for each in sentences(own, figures))
        terms[code] = [term for term in told if isinstance(term, Term)]
    return people, terms


def _none_of(held: Total | Absent | None) -> Total | Absent:
    """Return none of the people who are counted; of nobody counted there is no part either."""
    return total((exactly(0),) if held else ())


@dataclass(frozen=True, eq=False)
class RateRun:
    """The rates of a currency of one kind, in order of day, `days` being theirs."""

    currency: str
    kind: str
    days: np.ndarray
    rates: Sequence[LastRate]

    def last_of(self, selection: Selection) -> LastRate | None:
        """Return the last rate of a period; None without one."""
        first, last = (np.datetime64(day, "D") for day in (selection.first_day, selection.last_day))
        place = int(np.searchsorted(self.days, last, side="right")) - 1
        return self.rates[place] if place >= 0 and self.days[place] >= first else None


def rate_runs(rates: pd.DataFrame) -> tuple[RateRun, ...]:
    """Return the rates by currency and kind, those of the kinds preferred last.

    Never a print of few digits.
    """
    told = rates[~rates["kind"].isin(rate_kinds("print"))].sort_values("date", kind="stable")
    names = ("date", "rate_text", "units_text", "source_id")
    runs = []
    for (currency, kind), own in told.groupby(["currency", "kind"]):
        rows = zip(*(own[name].tolist() for name in names), strict=True)
        run = [
            LastRate(day, stated_units(rate, units)[1], source, str(kind))
            for day, rate, units, source in rows
        ]
        runs.append(RateRun(str(currency), str(kind), own["date"].to_numpy(DAY), run))
    return tuple(sorted(runs, key=lambda run: -list(RATE_KINDS).index(run.kind)))


def latest_rates(runs: Iterable[RateRun], selection: Selection) -> dict[str, LastRate]:
    """Return by currency the last rate of the period.

    A daily rate comes first, then a month end, then one of another single day.
    """
    daily = set(rate_kinds("line"))
    best: dict[str, LastRate] = {}
    for run in runs:
        before, last = best.get(run.currency), run.last_of(selection)
        if last is None:
            continue
        if before is None or not {before.kind, run.kind} <= daily or before.day <= last.day:
            best[run.currency] = last
    return best


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
