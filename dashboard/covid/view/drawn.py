"""What a picture of the COVID-19 timeline draws: lines, cuts, printed figures and lanes.

The panels are in `covid`; how it is drawn is left to `charts.lines`.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.covid.measures import printed as covid_reports
from dashboard.covid.measures.printed import Printed
from dashboard.covid.measures.series import Cut
from dashboard.covid.view.data import CovidData, Switches
from dashboard.covid.view.timeline import Lane, Line, PrintedMark, Timeline
from dashboard.panels.keys import series_form
from dashboard.selection import Selection


def drawn_timeline(
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
        keys={code: series_form(code, data.series, switches.column) for code in data.official},
    )


def drawn_figures(
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


def _claims(data: CovidData, country: str) -> tuple[tuple[pd.Timestamp, str], ...]:
    return tuple(
        (each.day, each.figure_id)
        for each in data.totals["cases"]
        if each.is_claim_of_none and each.country == country
    )


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
            found.append(Lane(code, "officially none", *claim, claims=_claims(data, code)))
    return tuple(found)
