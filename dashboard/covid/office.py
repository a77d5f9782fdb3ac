"""The COVID-19 pictures as charts that office programs edit, and the keys behind them.

The same pictures for the screen are in `charts.lines` and `charts.multiples`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.covid.view import CovidData, Lane, Line, PrintedMark, Switches, Timeline
from dashboard.palette import country_colour
from dashboard.panels.headline import each_once
from dashboard.panels.keys import series_key
from dashboard.panels.office import NativeChart, Series, Value
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import day

NO_LINE = "none"
Numbers = np.ndarray[Any, Any]


def timeline_chart(timeline: Timeline, switches: Switches) -> tuple[NativeChart, ...]:
    """Return the lines and the printed figures as one chart, a day a category.

    A line that is cut between two known days goes on as a series of its own. Printed figures are
    marks without a line; a country without a series has one without values that says so.
    """
    if not timeline.lines:
        words = "; ".join(_lane_words(lane) for lane in timeline.lanes)
        return (NativeChart("line", (), (), title=words, unit=switches.unit),)
    days = _days(timeline)
    drawn = [
        *_line_series(timeline, days),
        *_printed_series(timeline, days),
        *(_silent_series(lane, days) for lane in timeline.lanes),
    ]
    return (
        NativeChart(
            "line",
            days,
            tuple(drawn),
            title=switches.title,
            unit=switches.unit,
            number_format=_number_format(drawn),
            log=timeline.log,
        ),
    )


def small_charts(
    timeline: Timeline, countries: Sequence[str], switches: Switches
) -> tuple[NativeChart, ...]:
    """Return one chart a country; one without a series has words only."""
    days = _days(timeline)
    lanes = {lane.country: lane for lane in timeline.lanes}
    drawn = {
        line.country: _series(line.country, country_name(line.country), _on_days(line, days))
        for line in timeline.lines
    }
    return tuple(
        NativeChart(
            "line",
            days,
            (drawn[code],),
            title=country_name(code),
            unit=switches.unit,
            number_format=_number_format([drawn[code]]),
        )
        if code in drawn
        else NativeChart("line", (), (), title=_lane_words(lanes[code]), unit=switches.unit)
        for code in countries
    )


def keys_drawn(
    timeline: Timeline, data: CovidData, switches: Switches, told: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the keys behind a picture: `told` by its headline, then what is drawn.

    Of a line only the last day is among them; printed figures and claims of none are all.
    """
    ends = [
        series_key(line.country, pd.Timestamp(line.days[last]), data.series, switches.column)
        for line in timeline.lines
        if (last := line.last_known()) is not None
    ]
    silent = {lane.country for lane in timeline.lanes}
    claims = [
        each.figure_id
        for each in data.totals["cases"]
        if each.is_claim_of_none
        and each.country in silent
        and timeline.first <= each.day <= timeline.last
    ]
    printed = [mark.figure_id for mark in timeline.printed]
    return each_once([*told, *ends, *printed, *claims])


def keys_of_peaks(
    timeline: Timeline, data: CovidData, switches: Switches, told: tuple[str, ...]
) -> tuple[str, ...]:
    """Return `keys_drawn` and the highest day of each line, which small charts print."""
    peaks = [
        series_key(
            line.country,
            pd.Timestamp(line.days[int(np.nanargmax(line.values))]),
            data.series,
            switches.column,
        )
        for line in timeline.lines
        if np.nanmax(line.values, initial=0) > 0
    ]
    return each_once([*keys_drawn(timeline, data, switches, told), *peaks])


def _line_series(timeline: Timeline, days: tuple[date, ...]) -> Iterator[Series]:
    for line in timeline.lines:
        values = _on_days(line, days)
        if timeline.log:
            values = np.where(values > 0, values, np.nan)
        name, ends = country_name(line.country), _cuts_without_gap(line, days, values)
        for place, (start, end) in enumerate(zip([0, *ends], [*ends, len(days)], strict=True)):
            own = np.full(len(days), np.nan)
            own[start:end] = values[start:end]
            if not np.isnan(own).all():
                words = f"{name} from {day(days[start])}" if place else name
                yield _series(line.country, words, own)


def _cuts_without_gap(line: Line, days: tuple[date, ...], values: Numbers) -> list[int]:
    """Return the places of days that begin a segment while the day before has a value too."""
    offset = int((line.days[0] - np.datetime64(days[0], "D")).astype(int)) if len(line.days) else 0
    places = offset + np.flatnonzero(np.diff(line.segment)) + 1
    return [int(at) for at in places if not np.isnan(values[at - 1 : at + 1]).any()]


def _printed_series(timeline: Timeline, days: tuple[date, ...]) -> Iterator[Series]:
    """Return the printed figures; of several for a day with other values each has a series."""
    shown = [mark for mark in timeline.printed if mark.value > 0 or not timeline.log]
    for code in dict.fromkeys(mark.country for mark in shown):
        for place, layer in enumerate(_layers([mark for mark in shown if mark.country == code])):
            again = f" ({place + 1})" if place else ""
            values = tuple(layer.get(when) for when in days)
            yield Series(
                f"{country_name(code)}, printed{again}",
                values,
                country_colour(code, "light"),
                dash=NO_LINE,
                marker=f"{COUNTRIES[code].marker}-open",
            )


def _silent_series(lane: Lane, days: tuple[date, ...]) -> Series:
    colour = country_colour(lane.country, "light")
    return Series(_lane_words(lane), (None,) * len(days), colour, dash=NO_LINE)


def _layers(marks: Sequence[PrintedMark]) -> list[dict[date, float]]:
    layers: list[dict[date, float]] = []
    for mark in marks:
        when = mark.day.date()
        free = [layer for layer in layers if layer.get(when, mark.value) == mark.value]
        if not free:
            layers.append(layer := {})
            free = [layer]
        free[0][when] = mark.value
    return layers


def _series(code: str, name: str, values: Numbers) -> Series:
    told: tuple[Value, ...] = tuple(None if np.isnan(value) else value for value in values.tolist())
    return Series(name, told, country_colour(code, "light"), dash=COUNTRIES[code].dash)


def _on_days(line: Line, days: tuple[date, ...]) -> Numbers:
    values = np.full(len(days), np.nan)
    values[(line.days - np.datetime64(days[0], "D")).astype(int)] = line.values
    return values


def _days(timeline: Timeline) -> tuple[date, ...]:
    first, last = (np.datetime64(end, "D") for end in (timeline.first, timeline.last))
    return tuple(np.arange(first, last + np.timedelta64(1, "D")).astype(object).tolist())


def _number_format(drawn: Sequence[Series]) -> str:
    """Return how a spreadsheet writes what the screen writes as whole, or with decimals."""
    values = [value for series in drawn for value in series.values if value is not None]
    if all(value == round(value) for value in values):
        return "#,##0"
    return "#,##0.0" if max(values) >= 10 else "0.000"


def _lane_words(lane: Lane) -> str:
    return f"{country_name(lane.country)}: {lane.words}, no series"
