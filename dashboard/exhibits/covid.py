"""The picture panels of the COVID-19 timeline: the series as lines, and as small multiples.

Printed figures beside the series are in `covid_reports`, the page's sentence in `covid_summary`.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from dashboard.charts.covid import covid_lines, timeline_height
from dashboard.charts.covid_multiples import HEIGHT as MULTIPLES_HEIGHT
from dashboard.charts.covid_multiples import covid_multiples
from dashboard.charts.covid_scales import Lane
from dashboard.charts.covid_timeline import Line, PrintedMark, Timeline
from dashboard.exhibits.covid_data import (
    SERIES_SOURCE,
    CovidData,
    Switches,
    covid_data,
    outside_words,
)
from dashboard.exhibits.covid_words import (
    alternative_text,
    caption,
    rows_behind,
    series_noun,
    source_names,
    span_words,
)
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.prepared import publishers_of
from dashboard.measures import covid_reports
from dashboard.measures.covid import Cut
from dashboard.measures.covid_reports import Printed
from dashboard.selection import Selection
from dashboard.store import Package

MULTIPLES = {"covid_show": "new", "covid_days": "average", "covid_scale": "linear"}


def covid_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw totals or new cases or deaths of the countries chosen around the months chosen."""
    switches = Switches.read(options)
    data = covid_data(package, switches.series)
    window = data.window(selection)
    if window is None or not selection.countries:
        return _outside("covid_series", switches.title, data, selection)
    drawn = _drawn_figures(data, selection, switches, window)
    timeline = _timeline(data, selection, switches, window, drawn)
    return Exhibit(
        key="covid_series",
        title=switches.title,
        unit=f"{switches.unit}, {switches.scale} scale, {span_words(timeline)}",
        rows=rows_behind(timeline, switches),
        caption=caption(timeline, switches, data, selection),
        sources=source_names(timeline, drawn, publishers_of(package)),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_lines, timeline),
        height=timeline_height(timeline),
        alt=alternative_text(timeline, switches),
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
    timeline = _timeline(data, selection, switches, window, [])
    dotted = (
        " Dotted: the count changes; the average starts afresh after it." if timeline.cuts else ""
    )
    return Exhibit(
        key="covid_small_multiples",
        title=switches.title,
        unit=f"{switches.unit}; each country on its own scale, highest day of the average printed",
        rows=rows_behind(timeline, switches),
        caption=f"Grey band: {selection.period}.{dotted}",
        sources=(SERIES_SOURCE,),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=series_noun(selection),
        draw=partial(covid_multiples, timeline, selection.countries),
        height=MULTIPLES_HEIGHT,
        alt=alternative_text(timeline, switches),
    )


def _timeline(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: tuple[pd.Timestamp, pd.Timestamp],
    drawn: list[Printed],
) -> Timeline:
    """Put together what is drawn, in the unit of the switches."""
    per = {
        code: 1e6 / data.population.get(code, np.nan) if switches.per_million else 1.0
        for code in selection.countries
    }
    parts = [
        data.official[code].between(*window)
        for code in selection.countries
        if code in data.official
    ]
    cuts = [cut for cut in data.cuts if cut.country in per and window[0] <= cut.day <= window[1]]
    named = set(covid_reports.last_in_period(drawn, selection).values())
    return Timeline(
        first=window[0],
        last=window[1],
        band=(pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)),
        band_label=selection.period,
        lines=tuple(
            Line(
                part.country,
                part.days,
                part.segment,
                getattr(part, switches.column) * per[part.country],
            )
            for part in parts
        ),
        cuts=tuple(
            _scaled_cut(cut, per[cut.country] if switches.column == "total" else np.nan)
            for cut in cuts
        ),
        printed=tuple(
            PrintedMark(
                each.country,
                each.day,
                each.best * per[each.country],
                data.titles.get(each.source_id, ""),
                each in named,
                each.figure_id,
            )
            for each in drawn
        ),
        lanes=_lanes(data, selection, window),
        noun=switches.noun,
        log=switches.log,
    )


def _drawn_figures(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: tuple[pd.Timestamp, pd.Timestamp],
) -> list[Printed]:
    """Return the printed figures in view, of the kind that the lines show."""
    printed = data.totals[switches.series] if switches.column == "total" else data.new
    return [
        each
        for each in printed
        if each.has_number
        and each.country in selection.countries
        and window[0] <= each.day <= window[1]
    ]


def _scaled_cut(cut: Cut, factor: float) -> Cut:
    return replace(cut, before=cut.before * factor, after=cut.after * factor)


def _lanes(
    data: CovidData, selection: Selection, window: tuple[pd.Timestamp, pd.Timestamp]
) -> tuple[Lane, ...]:
    """Return a lane for each chosen country without a series.

    "officially none" is said of cases, over the days between its first and last report; deaths are
    not stated.
    """
    found = []
    for code in selection.countries:
        if code in data.official:
            continue
        claim = data.claims.get(code)
        if claim is None or claim[0] > window[1] or claim[1] < window[0]:
            found.append(Lane(code, "no figure reported"))
        elif data.series == "deaths":
            found.append(Lane(code, "deaths not stated"))
        else:
            found.append(Lane(code, "officially none", *claim))
    return tuple(found)


def _outside(key: str, title: str, data: CovidData, selection: Selection) -> Exhibit:
    """Say in words why there is no chart."""
    return Exhibit(
        key=key,
        title=title,
        unit=selection.period,
        rows=pd.DataFrame(),
        caption=outside_words(data, selection),
        sources=(SERIES_SOURCE,),
        shown=0,
        total=len(selection.countries),
        noun=series_noun(selection),
    )
