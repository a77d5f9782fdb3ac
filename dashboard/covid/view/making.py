"""How a timeline is put together from the data, in the unit of the switches."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import (
    Printed,
    last_in_period,
)
from dashboard.covid.measures.series import (
    PNEUMONIA,
    Cut,
)
from dashboard.covid.view.data import CovidData
from dashboard.covid.view.switches import Switches
from dashboard.covid.view.timeline import Days, Line, PrintedMark, SilentCountry, Timeline
from dashboard.panels.keys import series_form
from dashboard.selection import Selection
from dashboard.values import Reason
from dashboard.wording import say


def timeline_of(
    data: CovidData, selection: Selection, switches: Switches, *, with_figures: bool = True
) -> Timeline | None:
    """Put together what is drawn, in the unit of the switches; None where nothing can be."""
    window = data.window(selection)
    if window is None:
        return None
    chosen = selection.countries
    per = {
        code: 1e6 / data.people_in(code, selection.last_day.year) if switches.per_million else 1.0
        for code in chosen
    }
    parts = [data.official[code].between(*window) for code in chosen if code in data.official]
    pneumonia = tuple(
        cut
        for cut in data.cuts
        if cut.adds == PNEUMONIA and cut.country in chosen and cut.day <= window[1]
    )
    return Timeline(
        title=switches.title(_pneumonia_words(pneumonia, window[0])),
        first=window[0],
        last=window[1],
        band=(pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)),
        band_label=selection.period,
        lines=tuple(
            Line(
                own.country, own.days, own.segment, own.values[switches.form.key] * per[own.country]
            )
            for own in parts
        ),
        cuts=tuple(
            _scaled_cut(cut, per[cut.country] if switches.is_total else np.nan)
            for cut in data.cuts
            if cut.country in per and window[0] <= cut.day <= window[1]
        ),
        printed=_marks(data, selection, switches, window, per) if with_figures else (),
        silent=tuple(_silent(data, code, window) for code in chosen if code not in data.official),
        noun=switches.noun,
        log=switches.log,
        pneumonia=pneumonia,
        keys={code: series_form(code, data.metric, switches.form.key) for code in data.official},
    )


def with_other(
    timeline: Timeline, data: CovidData, own: Selection, other: Selection, switches: Switches
) -> Timeline:
    """Return a timeline with the lines of another period beside its own, day by day."""
    theirs = timeline_of(data, other, switches, with_figures=False)
    if theirs is None:
        return timeline
    moved = (own.first_day - other.first_day).days
    last = min(other.last_day, own.last_day - timedelta(days=moved))
    first, end = (pd.Timestamp(each) for each in (other.first_day, last))
    lines = tuple(line.between(first, end) for line in theirs.lines)
    return replace(timeline, beside=lines, moved=moved)


def _pneumonia_words(since: Sequence[Cut], first: pd.Timestamp) -> str:
    """Say that pneumonia is counted too, and since when if that is later than the first day."""
    if not since:
        return ""
    begins = min(cut.day for cut in since)
    return (
        say("(pneumonia included)")
        if begins <= first
        else say("(pneumonia included from {day})", day=begins)
    )


def _scaled_cut(cut: Cut, factor: float) -> Cut:
    return replace(cut, before=cut.before * factor, after=cut.after * factor)


def _marks(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: Days,
    per: Mapping[str, float],
) -> tuple[PrintedMark, ...]:
    """Return the reported figures in view, of the kind that the lines show."""
    shown: Sequence[Printed] = data.totals[data.metric] if switches.is_total else data.new
    drawn = [
        (each, each.number)
        for each in shown
        if each.number is not None and each.country in per and window[0] <= each.day <= window[1]
    ]
    listed = last_in_period([each for each, _ in drawn], selection).values()
    named = {id(each) for each in listed}
    return tuple(
        PrintedMark(
            *(each.country, each.day, value * per[each.country]),
            *(data.titles.get(each.source_id, ""), id(each) in named),
            *(each.figure_id, each.source_id),
        )
        for each, value in drawn
    )


def _silent(data: CovidData, code: str, window: Days) -> SilentCountry:
    """Say why a country has no line.

    "officially none" is said of cases, over the days between its first and last report; deaths are
    not stated.
    """
    claimed = SilentCountry(code, Reason.OFFICIALLY_NONE, data.claims.get(code, ()))
    if not claimed.within(*window):
        return SilentCountry(code, Reason.NOT_COVERED)
    return SilentCountry(code, Reason.NOT_STATED) if data.metric == "deaths" else claimed
