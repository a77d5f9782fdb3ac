"""The picture panels of the COVID-19 timeline: the series as lines, and as small multiples.

Printed figures beside the series are in `printed`, the page's sentence in `words.summary`.
"""

from collections.abc import Mapping
from functools import partial

import pandas as pd

from dashboard.covid.charts.lines import covid_lines, timeline_height
from dashboard.covid.charts.multiples import HEIGHT as MULTIPLES_HEIGHT
from dashboard.covid.charts.multiples import covid_multiples
from dashboard.covid.office import keys_drawn, keys_of_peaks, small_charts, timeline_chart
from dashboard.covid.view.data import CovidData, Switches, covid_data, outside_words
from dashboard.covid.view.drawn import drawn_figures, drawn_timeline
from dashboard.covid.words.captions import (
    alternative_text,
    caption,
    native_caption,
    rows_behind,
    series_noun,
    source_names,
    span_words,
)
from dashboard.covid.words.headlines import timeline_headline
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import publishers_of
from dashboard.selection import Selection

MULTIPLES = {"covid_show": "new", "covid_days": "average", "covid_scale": "linear"}


def covid_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw totals or new cases or deaths of the countries chosen around the months chosen."""
    switches = Switches.read(options)
    data = covid_data(package, switches.series)
    window = data.window(selection)
    if window is None or not selection.countries:
        return _outside("covid_series", switches.title, data, selection)
    drawn = drawn_figures(data, selection, switches, window)
    timeline = drawn_timeline(data, selection, switches, window, drawn)
    headline = timeline_headline(timeline, switches, selection)
    return Exhibit(
        key="covid_series",
        title=switches.title,
        unit=f"{switches.unit}, {switches.scale} scale, {span_words(timeline)}",
        rows=rows_behind(timeline, switches, data.source),
        caption=caption(timeline, switches, data, selection),
        sources=source_names(data.source, timeline, drawn, publishers_of(package)),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_lines, timeline),
        height=timeline_height(timeline),
        alt=alternative_text(timeline, switches),
        headline=headline.text,
        native=partial(timeline_chart, timeline, switches),
        native_caption=native_caption(timeline, switches, data, selection),
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
        return _outside("covid_small_multiples", switches.title, data, selection)
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
        rows=rows_behind(timeline, switches, data.source),
        caption=f"Grey band: {selection.period}.{dotted}",
        sources=(data.source,),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_multiples, timeline, selection.countries),
        height=MULTIPLES_HEIGHT,
        alt=alternative_text(timeline, switches),
        headline=headline.text,
        native=partial(small_charts, timeline, selection.countries, switches),
        native_caption=f"{span_words(timeline)}.{broken}",
        behind=partial(keys_of_peaks, timeline, data, switches, headline.keys),
    )


def _outside(key: str, title: str, data: CovidData, selection: Selection) -> Exhibit:
    """Say in words why there is no chart."""
    words = outside_words(data, selection)
    return Exhibit(
        key=key,
        title=title,
        unit=selection.period,
        rows=pd.DataFrame(),
        caption=words,
        sources=(data.source,),
        shown=0,
        total=len(selection.countries),
        noun=series_noun(selection),
        headline=words.removesuffix("."),
    )
