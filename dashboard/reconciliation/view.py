"""What the panels of Reconciliation share: the figures with verdicts, and those chosen.

Worked out once a package, then once a selection.

The option is a word in the address: "unexplained", or "unexplained:KAZ"; any other means all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.view.data import official_of
from dashboard.currency.view import rate_book
from dashboard.datapackage.store import Package
from dashboard.panels.headline import each_once
from dashboard.panels.keys import series_key
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.reconciliation.measures.days import MEASURES
from dashboard.reconciliation.measures.rates import TickerRate, beside_daily_rates
from dashboard.reconciliation.measures.verdicts import VERDICTS, Reconciled, Verdict, reconciled
from dashboard.selection import Selection, month_of
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import N_, say

OPTION = "reconcile_months"
MONTHS = {"chosen": N_("Chosen months"), "all": N_("All months")}
VERDICT = "verdict"


@dataclass(frozen=True)
class Chosen:
    """The figures that pass the filters, their places among all, and of how many of any country.

    `months` are those looked at, `reach` all months of figures; None where there are none.
    """

    figures: tuple[Reconciled, ...]
    places: np.ndarray
    months: Selection
    reach: Selection
    total: int

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day looked at, of those for which there may be figures."""
        first = max(self.months.first_day, self.reach.first_day)
        last = min(self.months.last_day, self.reach.last_day)
        if first > last:
            first, last = self.months.first_day, self.months.last_day
        return pd.Timestamp(first), pd.Timestamp(last)


@lru_cache(maxsize=KEPT_PACKAGES)
def every_figure(package: Package) -> tuple[Reconciled, ...]:
    """Return every figure of a package with its verdict, by day."""
    figures, sources = package.held_figures, package.table("sources")
    return reconciled(figures, sources, official_of(package), package.table("covid_breaks"))


def chosen_figures(package: Package, selection: Selection, options: Mapping[str, str]) -> Chosen:
    """Return the figures of the countries chosen, of the months chosen or of all."""
    return _chosen_of(package, selection, options.get(OPTION) == "all")


@lru_cache(maxsize=KEPT_SELECTIONS)
def _chosen_of(package: Package, selection: Selection, whole: bool) -> Chosen:
    figures = every_figure(package)
    days = [row.beside.figure.day for row in figures]
    reach = selection.over(month_of(days[0]), month_of(days[-1])) if days else selection
    months = reach if whole else selection
    first, last = pd.Timestamp(months.first_day), pd.Timestamp(months.last_day)
    inside = np.array([first <= day <= last for day in days], dtype=bool)
    chosen = np.array([row.country in selection.countries for row in figures], dtype=bool)
    places = np.flatnonzero(inside & chosen)
    kept = tuple(figures[place] for place in places)
    return Chosen(kept, places, months, reach, int(inside.sum()))


def verdict_word(verdict: Verdict, country: str = "") -> str:
    """Return the option for a verdict, in one country or in all."""
    return f"{verdict.key}:{country}" if country else verdict.key


def verdict_asked(options: Mapping[str, str]) -> tuple[Verdict | None, str]:
    """Return the verdict and the country asked for; none and empty for all.

    >>> verdict_asked({"verdict": "stale:KAZ"})[1], verdict_asked({"verdict": "odd"})
    ('KAZ', (None, ''))
    """
    key, _, country = options.get(VERDICT, "").partition(":")
    if key not in VERDICTS or (country and country not in COUNTRIES):
        return None, ""
    return VERDICTS[key], country


def asked_words(options: Mapping[str, str]) -> str:
    """Say which figures are asked for; empty for all.

    >>> asked_words({"verdict": "stale:KAZ"})
    'outdated, Kazakhstan'
    """
    verdict, country = verdict_asked(options)
    words = (say(verdict.title) if verdict else "", country_name(country) if country else "")
    return ", ".join(filter(None, words))


def of_verdict(chosen: Chosen, options: Mapping[str, str]) -> Chosen:
    """Return those of the figures that the option asks for."""
    verdict, country = verdict_asked(options)
    if verdict is None:
        return chosen
    kept = np.array(
        [row.verdict is verdict and country in ("", row.country) for row in chosen.figures],
        dtype=bool,
    )
    figures = tuple(row for row, keep in zip(chosen.figures, kept, strict=True) if keep)
    return replace(chosen, figures=figures, places=chosen.places[kept])


def beside_key(row: Reconciled) -> str:
    """Return the key of the series' day beside a figure; empty without a series."""
    beside = row.beside
    if not len(beside.days):
        return ""
    metric, form = MEASURES[beside.measure]
    return series_key(row.country, beside.figure.day, metric.key, form)


def keys_of_figures(chosen: Chosen) -> tuple[str, ...]:
    """Return the keys of the figures and of the days of the series beside them."""
    figures = [row.beside.figure.figure_id for row in chosen.figures]
    beside = [beside_key(row) for row in chosen.figures if not np.isnan(row.beside.value())]
    return each_once([*figures, *beside])


@dataclass(frozen=True)
class Lane:
    """A country's figures that have a gap; without a series all of them, on a hatched lane."""

    country: str
    figures: tuple[Reconciled, ...]
    points: tuple[Reconciled, ...]
    has_series: bool


def lanes_of(package: Package, chosen: Chosen) -> tuple[Lane, ...]:
    """Return a lane for each country chosen."""
    official = official_of(package)["cases"]
    lanes = []
    for code in chosen.months.countries:
        own = tuple(row for row in chosen.figures if row.country == code)
        with_gap = tuple(row for row in own if not np.isnan(row.beside.gap))
        has_series = code in official
        lanes.append(Lane(code, own, with_gap if has_series else own, has_series))
    return tuple(lanes)


@lru_cache(maxsize=KEPT_PACKAGES)
def every_rate(package: Package) -> tuple[TickerRate, ...]:
    """Return every printed rate of a package beside the daily one."""
    book = rate_book(package)
    return beside_daily_rates(book.tickers, book.lines)
