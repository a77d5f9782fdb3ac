"""The COVID-19 panels: the series as lines or small multiples, figures printed in reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from dashboard.covid.charts.lines import covid_lines, timeline_height
from dashboard.covid.charts.multiples import HEIGHT as MULTIPLES_HEIGHT
from dashboard.covid.charts.multiples import covid_multiples
from dashboard.covid.measures.printed import Comparison
from dashboard.covid.office import keys_drawn, keys_of_peaks, small_charts, timeline_chart
from dashboard.covid.view import (
    CovidData,
    Switches,
    covid_data,
    drawn_figures,
    drawn_timeline,
    outside_words,
)
from dashboard.covid.words.captions import (
    alternative_text,
    caption,
    native_caption,
    rows_behind,
    series_noun,
    sources_drawn,
    span_words,
)
from dashboard.covid.words.headlines import printed_headline, timeline_headline
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import series_key
from dashboard.panels.sources import publishers_of, series_sources, sources_of
from dashboard.panels.table import untyped
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import bound, day, number

MULTIPLES = {"covid_show": "new", "covid_days": "average", "covid_scale": "linear"}
A_DAY = pd.Timedelta(days=1)
PRINTED_WORDS = {
    "officially_none": "officially 0",
    "not_stated": "not stated",
    "no_figure": "no figure printed",
}


def covid_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw totals or new cases or deaths of the countries chosen around the months chosen."""
    switches = Switches.read(options)
    data = covid_data(package, switches.series)
    window = data.window(selection)
    if window is None or not selection.countries:
        return _outside(package, "covid_series", switches.title, data, selection)
    drawn = drawn_figures(data, selection, switches, window)
    timeline = drawn_timeline(data, selection, switches, window, drawn)
    headline = timeline_headline(timeline, switches, selection)
    return Exhibit(
        key="covid_series",
        title=switches.title,
        unit=f"{switches.unit}, {switches.scale} scale, {span_words(timeline)}",
        table=untyped(rows_behind(timeline, switches, data.source)),
        caption=caption(timeline, switches, data, selection),
        sources=sources_drawn(package, timeline, drawn),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_lines, timeline),
        height=timeline_height(timeline),
        alt=alternative_text(timeline, switches),
        headline=headline.text,
        native=partial(timeline_chart, timeline, switches),
        native_caption=lambda: native_caption(timeline, switches, data, selection),
        behind=partial(keys_drawn, timeline, data, switches, headline.keys),
    )


def covid_small_multiples(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Draw the 7-day average of new cases or deaths, each country on its own scale."""
    switches = Switches.read({**options, **MULTIPLES})
    data = covid_data(package, switches.series)
    window = data.window(selection)
    if window is None or not selection.countries:
        return _outside(package, "covid_small_multiples", switches.title, data, selection)
    timeline = drawn_timeline(data, selection, switches, window, [])
    headline = timeline_headline(timeline, switches, selection)
    afresh = "the count changes; the average starts afresh after it."
    dotted, broken = (f" Dotted: {afresh}", f" Where a line breaks, {afresh}")
    if not timeline.cuts:
        dotted = broken = ""
    return Exhibit(
        key="covid_small_multiples",
        title=switches.title,
        unit=f"{switches.unit}; each country on its own scale, highest day of the average printed",
        table=untyped(rows_behind(timeline, switches, data.source)),
        caption=f"Grey band: {selection.period}.{dotted}",
        sources=series_sources(package),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_multiples, timeline, selection.countries),
        height=MULTIPLES_HEIGHT,
        alt=alternative_text(timeline, switches),
        headline=headline.text,
        native=partial(small_charts, timeline, selection.countries, switches),
        native_caption=lambda: f"{span_words(timeline)}.{broken}",
        behind=partial(keys_of_peaks, timeline, data, switches, headline.keys),
    )


def _outside(
    package: Package, key: str, title: str, data: CovidData, selection: Selection
) -> Exhibit:
    """Say in words why there is no chart."""
    words = outside_words(data, selection)
    return Exhibit(
        key=key,
        title=title,
        unit=selection.period,
        table=untyped(pd.DataFrame()),
        caption=words,
        sources=series_sources(package),
        shown=0,
        total=len(selection.countries),
        noun=series_noun(selection),
        headline=words.removesuffix("."),
    )


def printed_comparison(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> tuple[Comparison, ...]:
    """Return each chosen country's last printed total beside the series."""
    return covid_data(package, Switches.read(options).series).compared(selection)


@dataclass(frozen=True)
class ComparisonKeys:
    """What the three numbers of a comparison are traced by; empty where there is none."""

    printed: str
    day_before: str
    that_day: str


def comparison_keys(
    compared: Sequence[Comparison], options: Mapping[str, str]
) -> list[ComparisonKeys]:
    """Return the keys of each comparison's printed figure and of the series on its two days."""
    series = Switches.read(options).series
    return [
        ComparisonKeys(
            row.printed.figure_id if row.printed else "",
            *(
                "" if np.isnan(value) else series_key(row.country, when, series)
                for value, when in ((row.day_before, row.day - A_DAY), (row.that_day, row.day))
            ),
        )
        for row in compared
    ]


def covid_printed_against_series(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Set each country's last printed total beside the series on its day and the day before."""
    compared = printed_comparison(package, selection, options)
    series = Switches.read(options).series
    figures = [row.printed for row in compared if row.printed is not None]
    days = {figure.day for figure in figures}
    publishers = publishers_of(package)
    when = day(days.pop()) if len(days) == 1 else f"last printed in {selection.period}"
    return Exhibit(
        key="covid_printed_against_series",
        title="Printed figure against the official series",
        unit=f"total {series}, {when}",
        table=untyped(_rows(compared, series, publishers)),
        caption="The series often holds a figure under the day before its publication.",
        sources=sources_of(package, dict.fromkeys(figure.source_id for figure in figures))
        + series_sources(package),
        shown=len(figures),
        total=len(selection.countries),
        noun="country has a printed figure"
        if len(selection.countries) == 1
        else "countries have a printed figure",
        headline=printed_headline(compared, series, selection),
        behind=partial(_keys_behind, compared, options),
    )


def _keys_behind(compared: Sequence[Comparison], options: Mapping[str, str]) -> tuple[str, ...]:
    """Return the printed figures and the days of the series beside them."""
    return each_once(
        key
        for row in comparison_keys(compared, options)
        for key in (row.printed, row.day_before, row.that_day)
    )


def printed_words(row: Comparison) -> str:
    """Write the printed figure of a row, with its bounds; or what there is instead."""
    figure = row.printed
    if row.kind in PRINTED_WORDS or figure is None:
        return PRINTED_WORDS.get(row.kind, "")
    return bound(figure.low, figure.best, figure.high, figure.as_reported)


def series_words(value: float, row: Comparison) -> str:
    """Write the series' value on a day; "no series" or "not in the series" instead of a blank."""
    if not np.isnan(value):
        return number(value)
    return "not in the series" if row.has_series else "no series"


def reading_words(row: Comparison) -> str:
    """Say how a printed figure stands to the series, the days by name."""
    if row.reading in ("above", "below") and row.printed is not None:
        known = [value for value in (row.day_before, row.that_day) if not np.isnan(value)]
        apart = (
            row.printed.best - max(known)
            if row.reading == "above"
            else min(known) - row.printed.best
        )
        return f"{number(apart)} {row.reading} the series"
    words = {
        "both_days": "equals both days",
        "day_before": f"equals {day(row.day - A_DAY, year=False)}",
        "that_day": f"equals {day(row.day, year=False)}",
        "between": "between the two days",
        "unlike": "not a single number",
    }
    return words.get(row.reading, "nothing to compare")


def _rows(
    compared: Sequence[Comparison], series: str, publishers: Mapping[str, str]
) -> pd.DataFrame:
    figures = [row.printed for row in compared]
    return pd.DataFrame(
        {
            "Country": [country_name(row.country) for row in compared],
            "Day": [row.day for row in compared],
            f"Printed, total {series}": [printed_words(row) for row in compared],
            "Series, the day before": [series_words(row.day_before, row) for row in compared],
            "Series, that day": [series_words(row.that_day, row) for row in compared],
            "Reading": [reading_words(row) for row in compared],
            "What was counted": [figure.definition if figure else "" for figure in figures],
            "Note": [figure.note if figure else "" for figure in figures],
            "Source": [
                publishers.get(figure.source_id, "") if figure else "" for figure in figures
            ],
        }
    )
