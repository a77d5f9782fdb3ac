"""The month as one sheet: each country's epidemic, protests, detentions, sentences and currency.

A number that there is not says why, so that nothing, none and not stated stay apart. What stands
behind the numbers is named by keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.covid.measures.totals import CountryTotal, Growth
from dashboard.events.keys import TERM
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key, series_key
from dashboard.protests.measures.cases import Sentenced
from dashboard.protests.measures.counts import people
from dashboard.schema import cells_of
from dashboard.values import Absent, Rate, Term, Total, total
from dashboard.vocabulary import currency_of


@dataclass(frozen=True)
class LastRate:
    """A currency's last rate of a period, in units per US dollar.

    `kind` is one of RATE_KINDS; where a state sets the rate the units are its own, and
    `official_source` says so.
    """

    day: pd.Timestamp
    units: Rate
    source_id: str
    kind: str
    official_source: str = ""


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


def behind_numbers(events: pd.DataFrame, figures: pd.DataFrame) -> dict[str, list[str]]:
    """Group events as the table of countries counts them: "KAZ:protests", "sentences", "detained".

    Behind the people detained is every event with a figure of them, an event of two countries
    behind both.
    """
    groups: dict[str, list[str]] = {}
    kinds = {"protest": "protests", "sentence": "sentences"}
    for key, country, mark in cells_of(events, "event_id", "country", "mark"):
        if mark in kinds:
            groups.setdefault(f"{country}:{kinds[mark]}", []).append(key)
    for each in people(events, figures, "detained"):
        groups.setdefault(f"{each.country}:detained", []).append(each.event_id)
    return groups


def keys_side_by_side(
    columns: Sequence[CountryMonth],
    events: pd.DataFrame,
    figures: pd.DataFrame,
) -> tuple[str, ...]:
    """Return what stands behind each country's numbers, country by country.

    Behind new cases and deaths are the totals between which they are counted. A figure that is
    reported beside a total is among them.
    """
    groups, figure_keys = behind_numbers(events, figures), _figure_keys(figures)
    keys: list[str] = []
    for column in columns:
        code = column.country
        for each in (column.cases, column.deaths):
            keys += [each.key, each.reported.figure_id if each.reported else ""]
        for metric, grown in (("cases", column.growth), ("deaths", column.deaths_growth)):
            if not isinstance(grown, Absent):
                keys += [series_key(code, when, metric) for when in (grown.since, grown.last)]
        protests, detained, sentences = (
            groups.get(f"{code}:{kind}", []) for kind in ("protests", "detained", "sentences")
        )
        keys += [*protests, *detained, *sentences]
        keys += [
            key for event in detained for key in figure_keys.get((event, "detained", code), ())
        ]
        keys += [key for event in sentences for key in figure_keys.get((event, TERM, ""), ())]
        if column.rate:
            keys.append(rate_key(currency_of(code), column.rate.day, column.rate.source_id))
    return each_once(keys)


def _figure_keys(figures: pd.DataFrame) -> dict[tuple[str, str, str], list[str]]:
    """Return (event, measure, country) -> figures of people detained; a term has no country."""
    figure_keys: dict[tuple[str, str, str], list[str]] = {}
    names = ("figure_id", "event_id", "measure", "country")
    for key, event, measure, country in cells_of(figures, *names):
        if measure in ("detained", TERM):
            owner = "" if measure == TERM else country
            figure_keys.setdefault((event, measure, owner), []).append(key)
    return figure_keys
