"""The panels of Reconciliation: verdicts by country, the gaps over time, every figure's reason.

Currency rates are in `rates`; the rules in `measures.verdicts`; what the panels
share in `view.figures`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from dashboard.covid.view.data import official_of, series_source
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import source_names
from dashboard.reconciliation.charts.gaps import gap_lanes, lanes_height
from dashboard.reconciliation.charts.lanes import Lane
from dashboard.reconciliation.measures.verdicts import RULES, verdict_counts
from dashboard.reconciliation.office import gap_charts, keys_of_figures
from dashboard.reconciliation.view.figures import Chosen, chosen_figures
from dashboard.reconciliation.view.verdicts import asked_words, of_verdict
from dashboard.reconciliation.words import figures_headline, gaps_headline, verdicts_headline
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, join_words, number

AGREEING = ("agrees", "agrees a day apart")
NO_SERIES = "no official series"
MARKS_WORDS = (
    "Filled dot: agrees; ring: a day apart; ring with a point: part of a day; square: different "
    "definition; triangle down: known fault; triangle up: revised later; bow tie: stale; filled "
    "diamond: unexplained."
)


def reconcile_summary(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the verdicts by country, each with its rule. Option: `reconcile_months`."""
    chosen = chosen_figures(package, selection, options)
    counts = verdict_counts(chosen.figures)
    columns: dict[str, Sequence[str | int]] = {
        "Verdict": list(RULES),
        "Rule, the first that holds": [rule for rule, _ in RULES.values()],
    }
    for code in selection.countries:
        columns[country_name(code)] = [counts[verdict, code] for verdict in RULES]
    columns["Together"] = [
        sum(counts[verdict, code] for code in selection.countries) for verdict in RULES
    ]
    told = Exhibit(
        key="reconcile_summary",
        title="How reported figures stand to the official series",
        unit=f"COVID-19 cases and deaths, totals and daily numbers as of a day in {chosen.period}",
        rows=pd.DataFrame(columns),
        caption="Rules are tried from the top.",
        sources=(),
        shown=0,
        total=0,
        noun="figures of the period",
        headline=verdicts_headline(chosen, selection),
    )
    return _exhibit(package, chosen, told)


def reconcile_chart(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw the gap between each figure and the series by day. Option: `reconcile_months`."""
    chosen = chosen_figures(package, selection, options)
    official = official_of(package)["cases"]
    lanes = [_lane(code, chosen, has_series=code in official) for code in selection.countries]
    rows = chosen.rows[["Country", "As of", "Measure", "Gap", "Verdict"]].assign(
        **{
            "Gap, percent of the series": np.round(
                [row.beside.percent for row in chosen.figures], 2
            )
        }
    )
    known = [row for row in chosen.figures if not np.isnan(row.beside.gap)]
    told = Exhibit(
        key="reconcile_chart",
        title="Gap between figure and series",
        unit=f"percent of the series that day, square-root scale, {chosen.period}",
        rows=rows,
        caption=f"Above the line the figure is higher than the series. {MARKS_WORDS} A mark at the "
        "edge of its lane lies beyond it. Hatched: no official series.",
        draw=partial(gap_lanes, lanes, chosen.first, chosen.last),
        height=lanes_height(len(lanes)),
        alt=f"Marks by day, one lane a country: {len(known)} of {len(chosen.figures)} figures have "
        f"a gap to the series, {sum(row.beside.gap == 0 for row in known)} of them none.",
        sources=(),
        shown=0,
        total=0,
        noun="figures of the period",
        headline=gaps_headline(chosen, selection),
        native=partial(gap_charts, lanes),
        native_caption="Above zero the figure is higher than the series. A mark is a figure on its "
        "day, its shape the verdict. Without an official series a figure has no gap.",
    )
    return _exhibit(package, chosen, told)


def reconcile_figures(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """List each figure beside the series, with verdict and reason.

    Options: `reconcile_months`, `verdict`.
    """
    chosen = of_verdict(chosen_figures(package, selection, options), options)
    asked = asked_words(options)
    told = Exhibit(
        key="reconcile_figures",
        title="Figure by figure",
        unit=f"{f'only {asked}, ' if asked else ''}in order of day, {chosen.period}",
        rows=chosen.rows,
        caption="Gap: the figure less the series. Nearest day: of the whole series for a total, "
        "within a week for a daily number, which comes back by chance.",
        sources=(),
        shown=0,
        total=0,
        noun="figures of the period",
        headline=figures_headline(chosen, selection, asked),
        keys=tuple(row.beside.figure.figure_id for row in chosen.figures),
    )
    return _exhibit(package, chosen, told)


def reconcile_sentence(package: Package, selection: Selection, options: Mapping[str, str]) -> str:
    """Say how many figures agree, are explained, and are not; `**` marks what is bold."""
    chosen = chosen_figures(package, selection, options)
    if not chosen.figures:
        return (
            f"**No figure** of COVID-19 cases or deaths as of a day in {chosen.period}; "
            f"those we hold run from {chosen.reach}."
        )
    counts = dict.fromkeys(RULES, 0)
    for row in chosen.figures:
        counts[row.verdict] += 1
    every, left = len(chosen.figures), counts["unexplained"]
    explained = every - left - counts[NO_SERIES] - sum(counts[name] for name in AGREEING)
    told = (
        (counts["agrees"], "equals", "equal", "the official series that day"),
        (counts["agrees a day apart"], "a day apart", "a day apart", ""),
        (explained, "differs", "differ", "for a known reason"),
        (counts[NO_SERIES], "has", "have", "no official series"),
    )
    parts = [
        f"{number(count)} {one if count == 1 else many} {what}".strip()
        for place, (count, one, many, what) in enumerate(told)
        if count or not place
    ]
    ending = (
        f"**{number(left)} {'is' if left == 1 else 'are'} unexplained**"
        if left
        else ("none is unexplained")
    )
    return f"Of **{counted(every, 'figure')}** in {chosen.period}, {join_words([*parts, ending])}."


def _exhibit(package: Package, chosen: Chosen, told: Exhibit) -> Exhibit:
    """Add the sources, the "n of N" and the keys that all panels share."""
    used = [row.beside.figure.source_id for row in chosen.figures]
    return replace(
        told,
        sources=(series_source(package), *source_names(package, used)),
        shown=len(chosen.figures),
        total=chosen.total,
        behind=partial(keys_of_figures, chosen),
    )


def _lane(code: str, chosen: Chosen, *, has_series: bool) -> Lane:
    own = [
        (row, point)
        for row, point in zip(chosen.figures, chosen.points, strict=True)
        if row.beside.figure.country == code
    ]
    agreeing = sum(row.verdict in AGREEING for row, _ in own)
    if not own:
        words = "no figure"
    elif has_series:
        words = f"{agreeing} of {counted(len(own), 'figure')} agree"
    else:
        words = f"{counted(len(own), 'figure')}, no series"
    points = tuple(point for row, point in own if not (has_series and np.isnan(row.beside.gap)))
    return Lane(code, words, points, has_series)
