"""What the COVID-19 page says in words: its sentence on top, rows, captions, alternative texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import amount
from dashboard.covid.measures.printed import Comparison, Printed
from dashboard.covid.measures.series import Cut
from dashboard.covid.view import CovidData, Switches, Timeline, covid_data, outside_words
from dashboard.datapackage.store import Package
from dashboard.panels.sources import Sources, series_sources, sources_of
from dashboard.selection import Selection, join_words
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import counted, day, number, number_word

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


def sources_drawn(package: Package, timeline: Timeline, drawn: list[Printed]) -> Sources:
    """Return the source of the series and those of the figures, those in the chart first."""
    order = sorted(zip(timeline.printed, drawn, strict=True), key=lambda pair: not pair[0].listed)
    ids = list(dict.fromkeys(figure.source_id for _, figure in order))
    return series_sources(package) + sources_of(package, ids)


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


@dataclass(frozen=True)
class _Total:
    """A country's total near the end of the period; `value` is NaN when only `kind` is known."""

    country: str
    value: float
    day: pd.Timestamp
    from_series: bool
    kind: str


def covid_summary(package: Package, selection: Selection, options: Mapping[str, str]) -> str:
    """Say the totals at the end of the period and where the count changed; `**` marks what is bold.

    A figure printed for the last day goes first, then the series on that day, then one printed
    before.
    """
    data = covid_data(package, Switches.read(options).series)
    window = data.window(selection)
    if not selection.countries:
        return outside_words(data, selection)
    totals = [_total(row, data, selection) for row in data.compared(selection)]
    known = sorted(
        (total for total in totals if not np.isnan(total.value)), key=lambda total: -total.value
    )
    unknown = [total for total in totals if np.isnan(total.value)]
    parts = [_known_words(known, data.series)] if known else []
    parts += _unknown_words(unknown, selection, data.series, alone=not known)
    ending = (
        outside_words(data, selection)
        if window is None
        else _cut_words(_definition_cuts(data, selection, window), selection)
    )
    return f"{'; '.join(parts)}. {ending}".strip()


def _total(row: Comparison, data: CovidData, selection: Selection) -> _Total:
    """Choose what to say of a country at the end of the period."""
    last = pd.Timestamp(selection.last_day)
    end = min(last, data.reach[1]) if data.reach else last
    printed = row.printed
    if (
        printed is not None
        and printed.day == last
        and (printed.has_number or printed.is_claim_of_none)
    ):
        value = printed.best if printed.has_number else np.nan
        return _Total(row.country, value, last, False, row.kind)
    own = data.official.get(row.country)
    official = (
        own.total_on(end)
        if own is not None and end >= pd.Timestamp(selection.first_day)
        else np.nan
    )
    if not np.isnan(official):
        return _Total(row.country, official, end, True, "series")
    if printed is not None and printed.has_number:
        return _Total(row.country, printed.best, printed.day, False, row.kind)
    claim = data.claims.get(row.country)
    claimed = (
        claim is not None and claim[0] <= last and claim[1] >= pd.Timestamp(selection.first_day)
    )
    kind = (
        ("officially_none" if data.series == "cases" else "not_stated") if claimed else "no_figure"
    )
    return _Total(row.country, np.nan, last, False, kind)


def _known_words(totals: Sequence[_Total], series: str) -> str:
    """Say the totals, the largest first and in bold, with the days that differ from the last."""
    last = max(total.day for total in totals)
    words = []
    for place, total in enumerate(totals):
        value = number(total.value) if place else f"**{counted(int(total.value), series[:-1])}**"
        when = "" if total.day == last else f" ({day(total.day, year=False)})"
        words.append(
            f"{country_name(total.country)} {'' if place else 'had reported '}{value}{when}"
        )
    by = f"By {day(last)} {join_words(words)}"
    from_series = [total.country for total in totals if total.from_series]
    if len(from_series) == len(totals):
        return f"{by} (official series)"
    names = join_words([country_name(code) for code in from_series])
    return f"{by} ({names} by the official series)" if names else by


def _unknown_words(
    totals: Sequence[_Total], selection: Selection, series: str, *, alone: bool
) -> list[str]:
    """Say what is known without a number: officially none, not stated, or no figure."""
    names = {
        kind: [country_name(total.country) for total in totals if total.kind == kind]
        for kind in ("officially_none", "not_stated", "no_figure")
    }
    parts = []
    if none := join_words(names["officially_none"]):
        last = day(pd.Timestamp(selection.last_day))
        told = (
            f"By {last} **{none} had officially reported no {series[:-1]}**; deaths are not stated"
        )
        parts.append(told if alone else f"**{none} officially none**")
    if unsaid := join_words(names["not_stated"]):
        parts.append(f"**{unsaid}’s deaths are not stated**, its cases officially none")
    if missing := join_words(names["no_figure"]):
        lead = "No" if alone and not parts else "no"
        everywhere = len(names["no_figure"]) == len(COUNTRIES)
        who = "the five countries" if everywhere else missing
        parts.append(f"{lead} figure is known for {who} in {selection.period}")
    return parts


def _definition_cuts(
    data: CovidData, selection: Selection, window: tuple[pd.Timestamp, pd.Timestamp]
) -> list[Cut]:
    return [
        cut
        for cut in data.cuts
        if cut.kind == "definition"
        and cut.country in selection.countries
        and window[0] <= cut.day <= window[1]
    ]


def _cut_words(cuts: Sequence[Cut], selection: Selection) -> str:
    """Say which of the countries shown changed what they count within the chart."""
    if not cuts:
        return ""
    far = any(cut.day.year != selection.last_day.year for cut in cuts)
    countries = list(dict.fromkeys(cut.country for cut in cuts))
    months = {f"{cut.day:%B %Y}" if far else f"{cut.day:%B}" for cut in cuts}
    if len(months) == 1 and 1 < len(countries) == len(cuts):
        count = number_word(len(cuts))
        who_when = f"In {months.pop()} {count} countries"
        return f"{who_when} changed what they count, so the curves are cut there."
    days = {
        code: join_words([day(cut.day, year=far) for cut in cuts if cut.country == code])
        for code in countries
    }
    who = [f"{country_name(code)} ({when})" for code, when in days.items()]
    what, curve = ("it counts", "curve is") if len(who) == 1 else ("they count", "curves are")
    return f"{join_words(who)} changed what {what}, so the {curve} cut there."
