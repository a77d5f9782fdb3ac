"""The panels of Reconciliation in one sentence each, from the verdicts and gaps they show.

The sentence at the top of the page is `panels.reconcile_sentence`.
"""

from collections import Counter
from collections.abc import Sequence
from math import isfinite

from dashboard.panels.headline import NO_COUNTRY, within_words
from dashboard.reconciliation.measures.rates import TickerRate
from dashboard.reconciliation.view import Chosen
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, day, join_words, number

AGREEING = ("agrees", "agrees a day apart")
UNEXPLAINED = "unexplained"
NO_SERIES = "no official series"
WHAT = {
    "cumulative_cases": "total of cases",
    "cumulative_deaths": "total of deaths",
    "new_cases": "new cases",
    "new_deaths": "new deaths",
}


def verdicts_headline(chosen: Chosen, selection: Selection) -> str:
    """Say how many figures agree with the series, and how many are unexplained."""
    if told := _nothing(chosen, selection):
        return told
    counts = Counter(row.verdict for row in chosen.figures)
    same, left = sum(counts[verdict] for verdict in AGREEING), counts[UNEXPLAINED]
    return (
        f"Of {counted(len(chosen.figures), 'figure')} {_within(chosen)}, {number(same)} "
        f"{'agrees' if same == 1 else 'agree'} with the series, at most a day apart; "
        f"{number(left) if left else 'none'} {'are' if left > 1 else 'is'} unexplained"
    )


def gaps_headline(chosen: Chosen, selection: Selection) -> str:
    """Say which figure stands furthest from the series, in percent of it."""
    if told := _nothing(chosen, selection):
        return told
    known = [
        (point.percent, row)
        for point, row in zip(chosen.points, chosen.figures, strict=True)
        if isfinite(point.percent)
    ]
    if not known:
        return f"No figure {_within(chosen)} has a gap in percent of the series"
    percent, top = max(known, key=lambda item: abs(item[0]))
    if not percent:
        words = "has no gap" if len(known) == 1 else "have no gap"
        return f"{counted(len(known), 'figure')} {_within(chosen)} {words} to the series that day"
    return (
        f"The widest gap in percent is {country_name(top.beside.figure.country)}’s "
        f"{WHAT[top.beside.measure]} for {day(top.beside.figure.day)}, "
        f"{abs(percent):.1f}% {'above' if percent > 0 else 'below'} the series"
    )


def figures_headline(chosen: Chosen, selection: Selection, asked: str) -> str:
    """Say how many figures are unexplained and whose, or how many have the verdict asked for."""
    every = f"{counted(len(chosen.figures), 'figure')} {_within(chosen)}"
    if asked and selection.countries:
        return f"{every}: {asked}"
    if told := _nothing(chosen, selection):
        return told
    left = [row.beside.figure.country for row in chosen.figures if row.verdict == UNEXPLAINED]
    if not left:
        return f"None of {every} is unexplained"
    names = join_words([country_name(code) for code in dict.fromkeys(left)])
    return f"{number(len(left))} of {every} {'are' if len(left) > 1 else 'is'} unexplained: {names}"


def rates_headline(shown: Sequence[TickerRate], selection: Selection, *, whole: bool) -> str:
    """Say for how many printed rates the daily one lies within what their digits allow."""
    if not selection.countries:
        return NO_COUNTRY
    period = "in all months" if whole else within_words(selection)
    if not shown:
        return f"No rate of the countries chosen is printed {period}"
    counts = Counter(rate.reading for rate in shown)
    missing = counts["no daily rate"]
    return (
        f"The daily rate lies within what {counts['inside']} of "
        f"{counted(len(shown), 'printed rate')} allow {period}"
        f"{f'; {missing} without a daily rate' if missing else ''}"
    )


def _within(chosen: Chosen) -> str:
    return f"{'from' if ' to ' in chosen.period else 'in'} {chosen.period}"


def _nothing(chosen: Chosen, selection: Selection) -> str:
    """Say why no figure stands beside a series; empty when one does."""
    if not selection.countries:
        return NO_COUNTRY
    if not chosen.figures:
        return f"No COVID-19 figure of the countries chosen is told {_within(chosen)}"
    if all(row.verdict == NO_SERIES for row in chosen.figures):
        return (
            f"{counted(len(chosen.figures), 'figure')} {_within(chosen)}, and no official series "
            "to set beside"
        )
    return ""
