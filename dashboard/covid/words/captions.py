"""What the COVID-19 pictures say in words: rows, captions, sources, alternative texts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import amount
from dashboard.covid.measures.printed import Printed
from dashboard.covid.view.data import CovidData, Switches
from dashboard.covid.view.timeline import Timeline
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, day

NAMED_SOURCES = 2


def rows_behind(timeline: Timeline, switches: Switches, source: str) -> pd.DataFrame:
    """Return the table behind the picture: series, printed figures, claims without a number.

    `source` names who publishes the series.
    """
    lines, marks, lanes = timeline.lines, timeline.printed, timeline.lanes
    lengths = [len(line.days) for line in lines]
    names = np.repeat([country_name(line.country) for line in lines], lengths).tolist()
    days = [
        *(line.days for line in lines),
        np.array([mark.day for mark in marks], dtype="datetime64[D]"),
    ]
    values = [
        *(line.values for line in lines),
        np.array([mark.value for mark in marks], dtype="float64"),
    ]
    no_value = np.full(len(lanes), np.nan)
    last = np.full(len(lanes), np.datetime64(timeline.last, "D"))
    many = sum(lengths)
    return pd.DataFrame(
        {
            "Country": names + [country_name(item.country) for item in (*marks, *lanes)],
            "Day": np.concatenate([*days, last]).astype("datetime64[s]"),
            switches.noun[0].upper() + switches.noun[1:]: np.concatenate([*values, no_value]),
            "What it is": ["official series"] * many
            + ["printed figure"] * len(marks)
            + [lane.words for lane in lanes],
            "Source": [source] * many
            + [mark.source for mark in marks]
            + ["no official series"] * len(lanes),
        }
    )


def caption(timeline: Timeline, switches: Switches, data: CovidData, selection: Selection) -> str:
    """Say how to read the chart."""
    words = []
    if timeline.cuts:
        words.append("Lines break where the count changes (dotted); no average crosses the break.")
    if timeline.printed:
        words.append(f"Open marks: {len(timeline.printed):,} printed figures.")
    for lane in timeline.lanes:
        if lane.first is not None and lane.last is not None:
            told = f"as told from {day(lane.first)} to {day(lane.last)}"
            words.append(f"Hatching: {country_name(lane.country)} {lane.words}, {told}; no series.")
    return " ".join([*words, *_notes(timeline, switches, data, selection)])


def native_caption(
    timeline: Timeline, switches: Switches, data: CovidData, selection: Selection
) -> str:
    """Say how to read the chart of an office program: its marks have no line, its cuts no sign."""
    words = []
    if timeline.cuts:
        words.append("Lines break where the count changes; no average crosses the break.")
    printed = sum(mark.value > 0 or not switches.log for mark in timeline.printed)
    if printed:
        words.append(f"Marks without a line: {counted(printed, 'printed figure')}.")
    for lane in timeline.lanes:
        if lane.first is not None and lane.last is not None:
            told = f"so told from {day(lane.first)} to {day(lane.last)}"
            words.append(f"{country_name(lane.country)}: {lane.words}, no series; {told}.")
    return " ".join([*words, *_notes(timeline, switches, data, selection)])


def source_names(
    series: str, timeline: Timeline, drawn: list[Printed], publishers: Mapping[str, str]
) -> tuple[str, ...]:
    """Name the `series`' source and at most three of the figures' publishers.

    Those in the chart come first.
    """
    order = sorted(zip(timeline.printed, drawn, strict=True), key=lambda pair: not pair[0].listed)
    names = list(dict.fromkeys(publishers.get(figure.source_id, "") for _, figure in order))
    if len(names) > NAMED_SOURCES + 1:
        names = [*names[:NAMED_SOURCES], f"{len(names) - NAMED_SOURCES} more"]
    return (series, *names)


def alternative_text(timeline: Timeline, switches: Switches) -> str:
    """Say what the chart shows, from its data."""
    told = []
    for line in timeline.lines:
        if (last := line.last_known()) is not None:
            when = pd.Timestamp(line.days[last])
            told.append(
                f"{country_name(line.country)} {amount(float(line.values[last]))} on {day(when)}"
            )
    told += [f"{country_name(lane.country)} {lane.words}" for lane in timeline.lanes]
    cuts = [
        f"{country_name(cut.country)} on {day(cut.day)} ({cut.what_changed})"
        for cut in timeline.cuts
    ]
    broken = f" Broken: {'; '.join(cuts)}." if cuts else ""
    return f"{switches.title}, {switches.unit}: {'; '.join(told)}.{broken}"


def span_words(timeline: Timeline) -> str:
    """Write the days shown."""
    return f"{day(timeline.first, year=timeline.several_years)} to {day(timeline.last)}"


def series_noun(selection: Selection) -> str:
    """Return the noun of "n of N" for countries with a series."""
    return "country has a series" if len(selection.countries) == 1 else "countries have a series"


def _notes(
    timeline: Timeline, switches: Switches, data: CovidData, selection: Selection
) -> list[str]:
    """Say what holds for the numbers, however they are drawn."""
    words = _quiet_notes(data, selection)
    if switches.log and any((line.values == 0).any() for line in timeline.lines):
        words.append("A log scale has no place for 0.")
    if switches.per_million:
        words.append("Population of 2020.")
    return words


def _quiet_notes(data: CovidData, selection: Selection) -> list[str]:
    """Say where the series reports otherwise for a week or longer; such days are not cut."""
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    return [
        f"{country_name(quiet.country)}: {quiet.what}."
        for quiet in data.quiet
        if quiet.country in selection.countries and quiet.first <= last and quiet.last >= first
    ]
