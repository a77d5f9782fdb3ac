"""The panels of Reconciliation: verdicts by country, gaps over time, figures, rates."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from dashboard.covid.view import official_of
from dashboard.currency.measures import range_words, rate_words
from dashboard.currency.view import daily_keys, rate_book
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import series_sources, sources_of
from dashboard.panels.table import untyped
from dashboard.reconciliation.charts import Lane, gap_lanes, lanes_height
from dashboard.reconciliation.measures.rates import READINGS, TickerRate, beside_daily_rates
from dashboard.reconciliation.measures.verdicts import RULES, verdict_counts
from dashboard.reconciliation.office import gap_charts, keys_of_figures
from dashboard.reconciliation.view import OPTION, Chosen, asked_words, chosen_figures, of_verdict
from dashboard.reconciliation.words import (
    figures_headline,
    gaps_headline,
    rates_headline,
    verdicts_headline,
)
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES, country_name, currency_of
from dashboard.wording import counted, day, join_words, number

AGREEING = ("agrees", "agrees a day apart")
NO_SERIES = "no official series"
MARKS_WORDS = (
    "Filled dot: agrees; ring: a day apart; ring with a point: part of a day; square: different "
    "definition; triangle down: known fault; triangle up: revised later; bow tie: stale; filled "
    "diamond: unexplained."
)
SHOWN_DIGITS = 5


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
        table=untyped(pd.DataFrame(columns)),
        caption="Rules are tried from the top.",
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
        table=untyped(rows),
        caption=f"Above the line the figure is higher than the series. {MARKS_WORDS} A mark at the "
        "edge of its lane lies beyond it. Hatched: no official series.",
        draw=partial(gap_lanes, lanes, chosen.first, chosen.last),
        height=lanes_height(len(lanes)),
        alt=f"Marks by day, one lane a country: {len(known)} of {len(chosen.figures)} figures have "
        f"a gap to the series, {sum(row.beside.gap == 0 for row in known)} of them none.",
        shown=0,
        total=0,
        noun="figures of the period",
        headline=gaps_headline(chosen, selection),
        native=partial(gap_charts, lanes),
        native_caption=lambda: (
            "Above zero the figure is higher than the series. A mark is a figure on its "
            "day, its shape the verdict. Without an official series a figure has no gap."
        ),
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
        table=untyped(chosen.rows),
        caption="Gap: the figure less the series. Nearest day: of the whole series for a total, "
        "within a week for a daily number, which comes back by chance.",
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
        sources=series_sources(package) + sources_of(package, used),
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


def reconcile_rates(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set each printed rate beside the daily one of its day. Option: `reconcile_months`."""
    every, rows = _book(package)
    whole = options.get(OPTION) == "all"
    inside = pd.Series(data=True, index=rows.index) if whole else selection.within(rows["Date"])
    currencies = [currency_of(code) for code in selection.countries]
    kept = inside & rows["Currency"].isin(currencies)
    shown = [rate for rate, keep in zip(every, kept, strict=True) if keep]
    sources = [rate.source_id for rate in shown]
    sources += list(rate_book(package).daily_sources) if shown else []
    return Exhibit(
        key="reconcile_rates",
        title="Printed ticker against the daily rate",
        unit=f"units a dollar, {'all months' if whole else selection.period}",
        table=untyped(rows[kept.to_numpy()]),
        caption=_caption(every, shown, rate_book(package).official),
        sources=sources_of(package, sources),
        shown=len(shown),
        total=int(inside.sum()),
        noun="printed rates of the period",
        keys=tuple(rate_key(rate.currency, rate.date, rate.source_id) for rate in shown),
        headline=rates_headline(shown, selection, whole=whole),
        behind=partial(_keys_behind, package, shown),
    )


def _keys_behind(package: Package, shown: Sequence[TickerRate]) -> tuple[str, ...]:
    """Return the keys of the printed rates and of the daily ones beside them."""
    forms = daily_keys(rate_book(package))
    printed = [rate_key(rate.currency, rate.date, rate.source_id) for rate in shown]
    daily = [
        forms[rate.currency].format(f"{rate.daily_day:%Y-%m-%d}")
        for rate in shown
        if rate.daily_day is not None and rate.currency in forms
    ]
    return each_once([*printed, *daily])


@lru_cache(maxsize=KEPT_PACKAGES)
def _book(package: Package) -> tuple[tuple[TickerRate, ...], pd.DataFrame]:
    book = rate_book(package)
    rates = beside_daily_rates(book.tickers, book.lines)
    return rates, pd.DataFrame(
        {
            "Date": [rate.date for rate in rates],
            "Country": [country_name(CURRENCIES[rate.currency].country) for rate in rates],
            "Currency": [rate.currency for rate in rates],
            "As reported, dollars a unit": [rate.rate_text for rate in rates],
            "Print allows": [range_words(rate.low, rate.high, rate.digits) for rate in rates],
            "Daily rate": [_daily_words(rate) for rate in rates],
            "Day of the daily rate": [
                day(rate.daily_day) if rate.daily_day is not None else "" for rate in rates
            ],
            "Reading": [reading_words(rate) for rate in rates],
        }
    )


def reading_words(rate: TickerRate) -> str:
    """Say how a printed rate stands to the daily one.

    The distance is told from the nearer end of what the print allows, in units and in percent.
    """
    if rate.reading != "outside":
        return {"inside": "inside", "no daily rate": "no daily rate within three days"}[
            rate.reading
        ]
    side = "above" if rate.outside > 0 else "below"
    percent = abs(rate.percent)
    share = f"{percent:.2f}%" if percent >= 0.005 else "under 0.01%"
    return f"outside by {rate_words(abs(rate.outside), 2)} ({share}): daily {side}"


def _daily_words(rate: TickerRate) -> str:
    return "no data" if rate.daily_day is None else rate_words(rate.daily, SHOWN_DIGITS)


def _caption(
    every: tuple[TickerRate, ...], shown: list[TickerRate], official: Collection[str]
) -> str:
    if not shown:
        days = [rate.date for rate in every]
        return (
            f"Printed rates run from {day(min(days))} to {day(max(days))}."
            if days
            else "There is no printed rate in the data."
        )
    counts = Counter(rate.reading for rate in shown)
    told = join_words([f"{counts[reading]} {reading}" for reading in READINGS if counts[reading]])
    names = {rate.currency for rate in shown}
    held = "".join(
        f" The {CURRENCIES[name].name}’s daily rate is the official one."
        for name in official
        if name in names
    )
    wide = " One digit of the soum allows a tenth of its value." if "UZS" in names else ""
    return (
        f"Of {counted(len(shown), 'printed rate')} {told}. A print allows every rate that "
        f"rounds to it; the daily rate is of the same day, else of the nearest within three."
        f"{wide}{held}"
    )
