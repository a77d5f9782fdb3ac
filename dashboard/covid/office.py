"""The COVID-19 pictures as charts that office programs edit.

The same pictures for the screen are in `charts.lines` and `charts.multiples`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import silence_words
from dashboard.covid.view.data import Stringency
from dashboard.covid.view.timeline import PrintedMark, SilentCountry, Switches, Timeline
from dashboard.dates import days as days_words
from dashboard.palette import LIGHT, country_colour
from dashboard.panels.office import Look, NativeChart, Series, office_chart
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import say

NO_LINE = "none"
Layers = list[dict[date, float]]


def timeline_chart(timeline: Timeline, switches: Switches) -> tuple[NativeChart, ...]:
    """Return the lines and the reported figures as one chart, a day a category.

    A line that is cut between two known days goes on as a series of its own. Reported figures are
    marks without a line; a country without a series has one without values that says so. Where the
    days drawn are more than those chosen, marks along the foot of the chart show these.
    """
    if not timeline.lines:
        words = "; ".join(_silent_title(each) for each in timeline.silent)
        return (NativeChart("line", (), (), title=words, unit=switches.unit),)
    chart = _chart(timeline, switches, timeline.title)
    nothing = (None,) * len(chart.categories)
    silent = [
        Series(_silent_title(each), nothing, country_colour(each.country, "light"), dash=NO_LINE)
        for each in timeline.silent
    ]
    return (replace(chart, series=(*chart.series, *_chosen_days(timeline, chart), *silent)),)


def _chosen_days(timeline: Timeline, chart: NativeChart) -> Iterator[Series]:
    """Give marks along the foot of a chart at the days of the chosen months, if it draws others."""
    first, last = (end.date() for end in timeline.clipped_band)
    inside = [isinstance(day, date) and first <= day <= last for day in chart.categories]
    if all(inside) or not any(inside):
        return
    known = [value for series in chart.series for value in series.values if value]
    foot = 10.0 ** np.floor(np.log10(min(known))) if timeline.log and known else 0.0
    values = tuple(foot if chosen else None for chosen in inside)
    name, colour = timeline.band_label, LIGHT.muted
    yield Series(name, values, colour, dash=NO_LINE, marker="square")


def small_charts(
    timeline: Timeline, countries: Sequence[str], switches: Switches
) -> tuple[NativeChart, ...]:
    """Return one chart a country; one without a series has words only."""
    titles = {each.country: _silent_title(each) for each in timeline.silent}
    lines = {line.country: line for line in timeline.lines}
    return tuple(
        _chart(replace(timeline, lines=(lines[code],)), switches, country_name(code))
        if code in lines
        else NativeChart("line", (), (), title=titles[code], unit=switches.unit)
        for code in countries
    )


def _chart(timeline: Timeline, switches: Switches, title: str) -> NativeChart:
    """Return the lines and marks of a timeline as one chart."""
    parts = [*_line_parts(timeline), *_beside_parts(timeline), *_printed_parts(timeline)]
    rows = pd.concat([own.assign(series=place) for place, (*_, own) in enumerate(parts)])
    first, last = (np.datetime64(end, "D") for end in (timeline.first, timeline.last))
    days = tuple(np.arange(first, last + np.timedelta64(1, "D")).astype(object).tolist())
    form = _number_format(rows["value"])
    plain = NativeChart("line", days, (), title, switches.unit, form, timeline.log)
    looks = {place: look for place, (_, look, _) in enumerate(parts)}
    names = {place: name for place, (name, *_) in enumerate(parts)}
    return office_chart(plain, rows, x="day", y="value", series="series", looks=looks, names=names)


def _line_parts(timeline: Timeline) -> Iterator[tuple[str, Look, pd.DataFrame]]:
    """Give the parts of each line between the cuts at which no day is missing."""
    for line in timeline.lines:
        name = country_name(line.country)
        look = Look(country_colour(line.country, "light"), COUNTRIES[line.country].dash)
        days = pd.Series(line.days.astype(object), dtype=object)
        rows = pd.DataFrame({"day": days, "value": line.values})
        known = rows["value"].gt(0) if timeline.log else rows["value"].notna()
        cut = np.diff(line.segment, prepend=line.segment[:1]) > 0
        whole = days[cut & known & known.shift(fill_value=False)].tolist()
        for start, end in zip([date.min, *whole], [*whole, date.max], strict=True):
            words = say("{country} from {day}", country=name, day=start) if start in whole else name
            yield words, look, rows[(days >= start) & (days < end)]


def _beside_parts(timeline: Timeline) -> Iterator[tuple[str, Look, pd.DataFrame]]:
    """Give the lines of another period, at the same places; their names say which."""
    for line in timeline.beside:
        if not len(line.days):
            continue
        first, last = (pd.Timestamp(line.days[end]) for end in (0, -1))
        name = say(
            "{country}, {days}", country=country_name(line.country), days=days_words(first, last)
        )
        places = (line.days + np.timedelta64(timeline.moved, "D")).astype(object)
        rows = pd.DataFrame({"day": pd.Series(places, dtype=object), "value": line.values})
        yield name, Look(country_colour(line.country, "light"), "dot"), rows


def _printed_parts(timeline: Timeline) -> Iterator[tuple[str, Look, pd.DataFrame]]:
    """Give the reported figures; of several for a day with other values each has a series."""
    shown = timeline.drawable_marks
    for code in dict.fromkeys(mark.country for mark in shown):
        look = Look(country_colour(code, "light"), NO_LINE, f"{COUNTRIES[code].marker}-open")
        for place, layer in enumerate(_layers([mark for mark in shown if mark.country == code])):
            name = say("{country}, reported", country=country_name(code))
            rows = pd.DataFrame({"day": list(layer), "value": list(layer.values())})
            yield f"{name} ({place + 1})" if place else name, look, rows


def _layers(marks: Sequence[PrintedMark]) -> Layers:
    layers: Layers = []
    for mark in marks:
        when = mark.day.date()
        free = [layer for layer in layers if layer.get(when, mark.value) == mark.value]
        if not free:
            layers.append(layer := {})
            free = [layer]
        free[0][when] = mark.value
    return layers


def _number_format(values: pd.Series) -> str:
    """Return how a spreadsheet writes what the screen writes as whole, or with decimals."""
    known = values.dropna()
    if known.eq(known.round()).all():
        return "#,##0"
    return "#,##0.0" if known.max() >= 10 else "0.000"


def _silent_title(silent: SilentCountry) -> str:
    return say(
        "{country}: {why}, no series",
        country=country_name(silent.country),
        why=silence_words(silent),
    )


def stringency_chart(view: Stringency) -> tuple[NativeChart, ...]:
    """Return the stringency index as one chart of lines, a value a day."""
    days = tuple(sorted({day for days, _ in view.lines.values() for day in days.tolist()}))
    known = {
        code: dict(zip(own.tolist(), values.tolist(), strict=True))
        for code, (own, values) in view.lines.items()
    }
    series = tuple(
        Series(
            country_name(code),
            tuple(map(values.get, days)),
            country_colour(code, "light"),
            dash=COUNTRIES[code].dash,
        )
        for code, values in known.items()
    )
    title = "" if series else say("No stringency index to draw")
    unit = say("stringency index, 0 to 100")
    return (NativeChart("line", days, series, title, unit, number_format="0"),)
