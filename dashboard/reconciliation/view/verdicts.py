"""The figures of one verdict, or of one verdict in one country, and the key of the series' day.

The option is a word in the address: "unexplained", or "unexplained:KAZ"; any other means all.
"""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.panels.keys import series_key
from dashboard.reconciliation.measures.days import SERIES_OF
from dashboard.reconciliation.measures.verdicts import RULES, Reconciled
from dashboard.reconciliation.view.figures import Chosen
from dashboard.vocabulary import COUNTRIES, country_name

VERDICT = "verdict"


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
