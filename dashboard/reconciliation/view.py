"""What the panels of Reconciliation share: the figures with verdicts, those chosen, their words.

Worked out once a package, then once a selection. The option `verdict` is a word in the address:
"unexplained", or "unexplained:KAZ"; any other means all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.view import official_of
from dashboard.datapackage.store import Package
from dashboard.panels.keys import series_key
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.panels.sources import publishers_of
from dashboard.reconciliation.measures.days import SERIES_OF
from dashboard.reconciliation.measures.verdicts import RULES, Reconciled, reconciled
from dashboard.selection import Selection, month_of
from dashboard.vocabulary import COUNTRIES, MEASURES, country_name
from dashboard.wording import bound, day, number

OPTION = "reconcile_months"
MONTHS = {"chosen": "Chosen months", "all": "All months"}
VERDICT = "verdict"


@dataclass(frozen=True)
class GapPoint:
    """A figure: its day, the gap in percent (infinite where the series is 0; NaN without one)."""

    day: pd.Timestamp
    percent: float
    verdict: str
    label: str
    hover: str
    key: str = ""


@dataclass(frozen=True)
class Book:
    """Every figure with its verdict, the same in words, and what is needed to choose among them."""

    figures: tuple[Reconciled, ...]
    points: tuple[GapPoint, ...]
    rows: pd.DataFrame
    countries: np.ndarray
    days: np.ndarray


@dataclass(frozen=True)
class Chosen:
    """What of the book passes the filters, in which days, and the days in words."""

    figures: tuple[Reconciled, ...]
    points: tuple[GapPoint, ...]
    rows: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp
    period: str
    total: int
    reach: str


def signed(value: float) -> str:
    """Write a gap with its sign; nothing where there is none.

    >>> signed(-489.0), signed(0.0), signed(float("nan"))
    ('−489', '0', '')
    """
    if np.isnan(value):
        return ""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def percent_words(percent: float) -> str:
    """Write a gap in percent; beyond all measure where the series is 0.

    >>> percent_words(-2.192), percent_words(0.04), percent_words(float("inf"))
    ('−2.2%', '+0.04%', 'series 0')
    """
    if np.isinf(percent):
        return "series 0"
    size = abs(percent)
    digits = f"{size:.1f}" if size >= 0.1 else f"{size:.1g}"
    return f"{'+' if percent > 0 else '−' if percent < 0 else ''}{digits if size else '0'}%"


@lru_cache(maxsize=KEPT_PACKAGES)
def _book(package: Package) -> Book:
    figures = reconciled(
        package.table("figures"),
        package.table("sources"),
        official_of(package),
        package.table("covid_breaks"),
    )
    publishers = {source: name.split(" (")[0] for source, name in publishers_of(package).items()}
    beside = [row.beside for row in figures]
    rows = pd.DataFrame(
        {
            "Country": [country_name(row.figure.country) for row in beside],
            "As of": [row.figure.day for row in beside],
            "Measure": [MEASURES[row.measure] for row in beside],
            "Reported": [reported_words(row) for row in figures],
            "Series that day": [series_words(row) for row in figures],
            "Gap": pd.array(
                [None if np.isnan(row.gap) else int(row.gap) for row in beside], dtype="Int64"
            ),
            "Nearest day with equal value": [_nearest_words(row) for row in figures],
            "Verdict": [row.verdict for row in figures],
            "Why": [row.why for row in figures],
            "Source": [
                publishers.get(row.figure.source_id, row.figure.source_id) for row in beside
            ],
        }
    )
    countries = np.array([row.figure.country for row in beside], dtype=object)
    # Of no figure at all the column would not know that it is of days.
    days = pd.to_datetime(rows["As of"]).to_numpy()
    return Book(figures, tuple(map(_point, figures)), rows, countries, days)


def reported_words(row: Reconciled) -> str:
    """Write a figure with its bounds; a claim of none as a claim."""
    figure = row.beside.figure
    if figure.is_claim_of_none:
        return "officially 0"
    return bound(figure.low, figure.best, figure.high, figure.as_reported)


def series_words(row: Reconciled) -> str:
    """Write the series' value that day; in words where it has none."""
    if not len(row.beside.days):
        return "no series"
    value = row.beside.value()
    return "not in the series" if np.isnan(value) else number(value)


def _nearest_words(row: Reconciled) -> str:
    if not len(row.beside.days):
        return "no series"
    nearest = row.beside.nearest_equal
    return "none" if nearest is None else day(nearest)


def _point(row: Reconciled) -> GapPoint:
    figure, gap = row.beside.figure, row.beside.gap
    told = "" if np.isnan(gap) else f"; gap {signed(gap)} ({percent_words(row.beside.percent)})"
    hover = (
        f"{day(figure.day)}, {MEASURES[row.beside.measure]}<br>"
        f"<b>{reported_words(row)}</b>, series {series_words(row)}{told}<br>{row.verdict}"
    )
    label = "" if np.isnan(gap) else percent_words(row.beside.percent)
    return GapPoint(figure.day, row.beside.percent, row.verdict, label, hover, figure.figure_id)


def chosen_figures(package: Package, selection: Selection, options: Mapping[str, str]) -> Chosen:
    """Return the figures of the countries chosen, of the months chosen or of all."""
    return _chosen_of(package, selection, "all" if options.get(OPTION) == "all" else "chosen")


@lru_cache(maxsize=KEPT_SELECTIONS)
def _chosen_of(package: Package, selection: Selection, months: str) -> Chosen:
    book = _book(package)
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    period = selection.period
    ends = [pd.Timestamp(day) for day in book.days[[0, -1]]] if len(book.days) else [first, last]
    reach = selection.over(*map(month_of, ends)).period
    if months == "all":
        (first, last), period = ends, reach
    inside = (book.days >= first.to_datetime64()) & (book.days <= last.to_datetime64())
    kept = inside & np.isin(book.countries, list(selection.countries))
    places = np.flatnonzero(kept)
    figures = tuple(book.figures[place] for place in places)
    points = tuple(book.points[place] for place in places)
    return Chosen(figures, points, book.rows[kept], first, last, period, int(inside.sum()), reach)


def verdict_word(verdict: str, country: str = "") -> str:
    """Return the option for a verdict, in one country or in all."""
    return f"{verdict}:{country}" if country else verdict


def verdict_asked(options: Mapping[str, str]) -> tuple[str, str]:
    """Return the verdict and the country asked for, both empty for all.

    >>> verdict_asked({"verdict": "stale:KAZ"}), verdict_asked({"verdict": "odd"})
    (('stale', 'KAZ'), ('', ''))
    """
    verdict, _, country = options.get(VERDICT, "").partition(":")
    if verdict not in RULES or (country and country not in COUNTRIES):
        return "", ""
    return verdict, country


def asked_words(options: Mapping[str, str]) -> str:
    """Say which figures are asked for; empty for all.

    >>> asked_words({"verdict": "stale:KAZ"})
    'stale, Kazakhstan'
    """
    verdict, country = verdict_asked(options)
    return f"{verdict}, {country_name(country)}" if country else verdict


def of_verdict(chosen: Chosen, options: Mapping[str, str]) -> Chosen:
    """Return those of the figures that the option asks for."""
    verdict, country = verdict_asked(options)
    if not verdict:
        return chosen
    kept = [
        row.verdict == verdict and country in ("", row.beside.figure.country)
        for row in chosen.figures
    ]
    figures, points = (
        tuple(item for item, keep in zip(items, kept, strict=True) if keep)
        for items in (chosen.figures, chosen.points)
    )
    return replace(chosen, figures=figures, points=points, rows=chosen.rows[kept])


def beside_key(row: Reconciled) -> str:
    """Return the key of the series' day beside a figure; empty without a series."""
    beside = row.beside
    if not len(beside.days):
        return ""
    shown = "total" if beside.is_total else "new"
    return series_key(beside.figure.country, beside.figure.day, SERIES_OF[beside.measure], shown)
