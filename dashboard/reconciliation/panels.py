"""The panels of Reconciliation: verdicts by country, gaps by day, each figure's reason, rates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import NO_VALUE
from dashboard.currency.measures import range_words
from dashboard.currency.view import RateBook, rate_book
from dashboard.datapackage.store import Package
from dashboard.panels.details import FIGURE_ID, traced
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import Sources, plain_publishers, series_sources, sources_of
from dashboard.panels.table import COUNTRY, SOURCE, Column, Kind, Table, table_of
from dashboard.reconciliation import view, words
from dashboard.reconciliation.charts import gap_lanes, lanes_height
from dashboard.reconciliation.measures.rates import NO_DAILY_RATE, TickerRate
from dashboard.reconciliation.measures.verdicts import VERDICTS, Reconciled, verdict_counts
from dashboard.reconciliation.office import gap_charts
from dashboard.reconciliation.view import OPTION, Chosen
from dashboard.selection import Selection
from dashboard.values import Absent, Rate, Reason
from dashboard.vocabulary import CURRENCIES, MEASURES, country_name, currency_of
from dashboard.wording import N_, say, start_of_line

AS_OF = Column("as_of", "As of", Kind.DAY)
MEASURE = Column("measure", "Measure")
GAP = Column("gap", "Gap", Kind.COUNT)
VERDICT = Column("verdict", "Verdict")
FIGURES = (
    COUNTRY,
    AS_OF,
    MEASURE,
    Column("reported", "Reported", Kind.AMOUNT),
    Column("series", "Series that day", Kind.COUNT, absent=NO_VALUE),
    GAP,
    Column(
        "nearest_equal",
        "Closest matching day",
        Kind.DAY,
        absent={Reason.NOT_COVERED: N_("no series"), Reason.OUTSIDE_SERIES: N_("none")},
        tells_why=True,
    ),
    VERDICT,
    Column("why", "Why"),
    SOURCE,
)
CHART = (
    *(COUNTRY, AS_OF, MEASURE, GAP, VERDICT),
    Column("gap_percent", "Gap, percent of the series", Kind.PERCENT),
)
RATES = (
    Column("date", "Date", Kind.DAY),
    COUNTRY,
    Column("currency", "Currency", Kind.REPORTED),
    Column("rate_text", "As reported, US dollars per unit", Kind.REPORTED),
    Column("rounding", "Range implied by rounding"),
    Column("daily_rate", "Daily rate", Kind.NUMBER, absent={Reason.NOT_COVERED: N_("no rate")}),
    Column("daily_day", "Day of the daily rate", Kind.DAY),
    Column("reading", "Comparison"),
)


def reconcile_summary(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the verdicts by country, each with its rule. Option: `reconcile_months`."""
    chosen = view.chosen_figures(package, selection, options)
    counts = verdict_counts(chosen.figures)
    countries = [Column(code, country_name(code), Kind.COUNT) for code in selection.countries]
    rows = []
    for key, verdict in VERDICTS.items():
        own = {code: counts[key, code] for code in selection.countries}
        row = {"verdict": say(verdict.title), "meaning": say(verdict.meaning)}
        rows.append({**row, **own, "together": sum(own.values())})
    rule = Column("meaning", "Meaning (first match applies)")
    columns = (VERDICT, rule, *countries, Column("together", "Together", Kind.COUNT))
    return Exhibit(
        key="reconcile_summary",
        title=say("How reported figures compare with the official series"),
        unit=say(
            "COVID-19 cases and deaths, totals and daily numbers, {period}",
            period=chosen.months.period,
        ),
        table=replace(table_of(columns, rows if chosen.figures else ()), across="figures"),
        reading=" ".join(f"{start_of_line(row['verdict'])}: {row['meaning']}" for row in rows),
        sources=_sources(package, chosen),
        shown=len(chosen.figures),
        total=chosen.total,
        noun=say("figures of the period"),
        headline=partial(words.verdicts_headline, chosen, selection),
        behind=partial(view.keys_of_figures, chosen),
    )


def reconcile_chart(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw the gap between each figure and the series by day. Option: `reconcile_months`."""
    chosen = view.chosen_figures(package, selection, options)
    lanes = view.lanes_of(package, chosen)
    return Exhibit(
        key="reconcile_chart",
        title=say("Gap between figure and series"),
        unit=say(
            "percent of the series that day, square-root scale, {period}",
            period=chosen.months.period,
        ),
        table=_chosen_rows(package, chosen, CHART),
        caption=partial(words.chart_caption, lanes),
        reading=partial(words.marks_words, lanes),
        draw=partial(gap_lanes, lanes, *chosen.days),
        draw_narrow=partial(gap_lanes, lanes, *chosen.days, is_narrow=True),
        height=lanes_height(len(lanes)),
        alt=partial(words.chart_alt, chosen),
        sources=_sources(package, chosen),
        shown=len(chosen.figures),
        total=chosen.total,
        noun=say("figures of the period"),
        headline=partial(words.gaps_headline, chosen, selection),
        native=partial(gap_charts, lanes, chosen.months.period),
        native_caption=lambda: say(
            "Above zero: higher than the series. A mark is a figure on its day, its shape the "
            "verdict; without an official series there is no gap."
        ),
        behind=partial(view.keys_of_figures, chosen),
    )


def reconcile_figures(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """List each figure beside the series, with verdict and reason.

    Options: `reconcile_months`, `verdict`.
    """
    chosen = view.of_verdict(view.chosen_figures(package, selection, options), options)
    asked, period = view.asked_words(options), chosen.months.period
    return Exhibit(
        key="reconcile_figures",
        title=say("Figure by figure"),
        unit=say("only {asked}, in order of day, {period}", asked=asked, period=period)
        if asked
        else say("in order of day, {period}", period=period),
        table=_chosen_rows(package, chosen, FIGURES),
        caption=say(
            "Gap: reported figure minus series. Closest matching day: for daily counts within a "
            "week only."
        ),
        sources=_sources(package, chosen),
        shown=len(chosen.figures),
        total=chosen.total,
        noun=say("figures of the period"),
        headline=partial(words.figures_headline, chosen, selection, asked),
        keys=tuple(row.beside.figure.figure_id for row in chosen.figures),
        behind=partial(view.keys_of_figures, chosen),
    )


def _sources(package: Package, chosen: Chosen) -> Sources:
    used = [row.beside.figure.source_id for row in chosen.figures]
    beside = [row.country for row in chosen.figures if not isinstance(row.beside.that_day, Absent)]
    return series_sources(package, beside) + sources_of(package, used)


def _chosen_rows(package: Package, chosen: Chosen, columns: Sequence[Column]) -> Table:
    """Return some columns of the figures chosen."""
    keys = [column.key for column in columns]
    figures = [row.beside.figure.figure_id for row in chosen.figures]
    return Table(
        tuple(columns),
        _every_row(package).frame[keys].iloc[chosen.places],
        traced(package, figures, FIGURE_ID),
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def _every_row(package: Package) -> Table:
    publishers = plain_publishers(package)
    rows = [_row(row, publishers) for row in view.every_figure(package)]
    return table_of(tuple(dict.fromkeys((*FIGURES, *CHART))), rows)


def _row(row: Reconciled, publishers: Mapping[str, str]) -> dict[str, object]:
    beside, source = row.beside, row.beside.figure.source_id
    nearest = Reason.OUTSIDE_SERIES if len(beside.days) else Reason.NOT_COVERED
    return {
        "iso_code": row.country,
        "as_of": beside.day(),
        "measure": say(MEASURES[beside.measure]),
        "reported": beside.figure.amount,
        "series": beside.that_day,
        "gap": None if np.isnan(beside.gap) else int(beside.gap),
        "gap_percent": round(beside.percent, 2) if np.isfinite(beside.percent) else None,
        "nearest_equal": beside.nearest_equal or Absent(nearest),
        "verdict": say(row.verdict.title),
        "why": words.why_words(row.why),
        "source": publishers[source],
    }


def reconcile_rates(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set each printed rate beside the daily one of its day. Option: `reconcile_months`."""
    every, whole = view.every_rate(package), options.get(OPTION) == "all"
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    inside = [rate for rate in every if whole or first <= rate.date <= last]
    currencies = [currency_of(code) for code in selection.countries]
    shown = [rate for rate in inside if rate.currency in currencies]
    book = rate_book(package)
    sources = [rate.source_id for rate in shown]
    sources += [
        book.origins[rate.currency, rate.daily_day].source_id
        for rate in shown
        if rate.daily_day is not None
    ]
    period = say("all months") if whole else selection.period
    keys = tuple(rate_key(rate.currency, rate.date, rate.source_id) for rate in shown)
    return Exhibit(
        key="reconcile_rates",
        title=say("Reported ticker against the daily rate"),
        unit=say("per US dollar, {period}", period=period),
        table=replace(
            table_of(RATES, (_rate_row(rate, book) for rate in shown)),
            details=traced(package, keys),
        ),
        caption=partial(words.rates_caption, every, shown),
        reading=partial(words.rates_reading, shown, book.official),
        sources=sources_of(package, sources),
        shown=len(shown),
        total=len(inside),
        noun=say("reported rates of the period"),
        keys=keys,
        headline=partial(words.rates_headline, shown, selection, whole=whole),
        behind=partial(_keys_behind, package, shown),
    )


def _rate_row(rate: TickerRate, book: RateBook) -> dict[str, object]:
    daily: Rate | Absent = NO_DAILY_RATE
    if rate.daily_day is not None and not isinstance(rate.daily, Absent):
        daily = Rate(rate.daily, book.digits(rate.currency, rate.daily_day))
    return {
        "date": rate.date,
        "iso_code": CURRENCIES[rate.currency].country,
        "currency": rate.currency,
        "rate_text": rate.rate_text,
        "rounding": range_words(rate.low, rate.high, rate.digits),
        "daily_rate": daily,
        "daily_day": rate.daily_day,
        "reading": words.rate_reading_words(rate),
    }


def _keys_behind(package: Package, shown: Sequence[TickerRate]) -> tuple[str, ...]:
    """Return the keys of the printed rates and of the daily ones beside them."""
    book = rate_book(package)
    printed = [rate_key(rate.currency, rate.date, rate.source_id) for rate in shown]
    daily = [
        book.key(rate.currency, rate.daily_day) for rate in shown if rate.daily_day is not None
    ]
    return each_once([*printed, *daily])
