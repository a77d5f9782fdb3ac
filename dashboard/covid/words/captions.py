"""What the COVID-19 panels say beside their pictures: units, captions, alternative texts."""

import pandas as pd

from dashboard.covid.charts.scales import silence_words, value_words
from dashboard.covid.measures.comparison import Comparison, Match
from dashboard.covid.measures.series import A_DAY
from dashboard.covid.view.data import CovidData
from dashboard.covid.view.switches import Switches
from dashboard.covid.view.timeline import Timeline
from dashboard.covid.words.totals import pneumonia_words, step_words
from dashboard.dates import day, days
from dashboard.panels.headline import NO_COUNTRY
from dashboard.selection import Selection
from dashboard.values import Absent
from dashboard.vocabulary import country_name
from dashboard.wording import say, say_many


def unit_words(timeline: Timeline, switches: Switches) -> str:
    """Say the unit, the scale and the days of the lines."""
    scale = say("log scale") if switches.log else say("linear scale")
    return f"{switches.unit}, {scale}, {span_words(timeline)}"


def span_words(timeline: Timeline) -> str:
    """Write the days shown."""
    return days(timeline.first, timeline.last)


def series_noun(selection: Selection) -> str:
    """Return the noun of "n of N" for countries with a series."""
    return say_many("country has a series", "countries have a series", len(selection.countries))


def caption(timeline: Timeline, *, native: bool = False) -> str:
    """Say what the marks are; the chart of an office program has no hatching and no dots."""
    words = []
    if timeline.cuts and native:
        words.append(say("Lines break where the count changes."))
    elif timeline.cuts:
        words.append(say("Lines break where the count changes (explained below)."))
    many = len(timeline.drawable_marks if native else timeline.printed)
    if many and native:
        words.append(
            say_many(
                "Mark without a line: {count} reported figure.",
                "Marks without a line: {count} reported figures.",
                many,
            )
        )
    elif many:
        words.append(
            say_many(
                "Open mark: {count} reported figure.", "Open marks: {count} reported figures.", many
            )
        )
    if not native and any(silent.days for silent in timeline.silent):
        words.append(say("Hatching: officially no cases."))
    return " ".join(words)


def reading(timeline: Timeline, switches: Switches, data: CovidData, selection: Selection) -> str:
    """Say all that holds for the numbers, however they are drawn."""
    words = [includes_sentence(timeline)]
    if timeline.cuts:
        words.append(say("Averages restart after a break."))
        words += [
            f"{place}: {told}"
            for place, told in enumerate(
                (step_words(cut, data.metric) for cut in timeline.cuts), start=1
            )
        ]
    words += [*_claims_words(timeline), *_notes(timeline, switches, data, selection)]
    return " ".join(filter(None, words))


def includes_sentence(timeline: Timeline) -> str:
    """Say where pneumonia is counted too, and since when; empty where it is not."""
    told = pneumonia_words(timeline.pneumonia)
    return say("The series includes {what}.", what=told) if told else ""


def _claims_words(timeline: Timeline) -> list[str]:
    return [
        say(
            "{country} reported no cases ({days}); it has no official series.",
            country=country_name(silent.country),
            days=days(*silent.days),
        )
        for silent in timeline.silent
        if silent.days
    ]


def _notes(
    timeline: Timeline, switches: Switches, data: CovidData, selection: Selection
) -> list[str]:
    """Say when the series stood still, and what the scale leaves out."""
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    words = [
        say(
            "{country}, {days}: {what}.",
            country=country_name(each.country),
            days=days(each.first, each.last),
            what=each.what,
        )
        for code in selection.countries
        for each in data.quiet
        if each.country == code and each.first <= last and each.last >= first
    ]
    if switches.log and any((line.values == 0).any() for line in timeline.lines):
        words.append(say("Zero cannot be shown on a log scale."))
    if switches.per_million:
        year = selection.last_day.year
        years = {data.census_year(line.country, year) for line in timeline.lines}
        words += [say("Population of {year}.", year=f"{each}") for each in sorted(years)]
    return words


def multiples_caption(timeline: Timeline, band: str = "") -> str:
    """Say how to read the small charts; those of office programs have no band and no dots."""
    if band:
        told = say("Grey band: {period}.", period=band)
        cut = say("Dotted: the count changes; averages restart after it.")
    else:
        told = f"{span_words(timeline)}."
        cut = say("Lines break where the count changes; averages restart after it.")
    return f"{told} {cut}" if timeline.cuts else told


def alternative_text(timeline: Timeline, switches: Switches) -> str:
    """Say what the chart shows, from its data."""
    told = [
        say(
            "{country} {value} on {day}",
            country=country_name(line.country),
            value=value_words(float(line.values[last])),
            day=pd.Timestamp(line.days[last]),
        )
        for line in timeline.lines
        if (last := line.last_known()) is not None
    ]
    told += [f"{country_name(each.country)} {silence_words(each)}" for each in timeline.silent]
    cuts = [
        say(
            "{country} on {day} ({what})",
            country=country_name(cut.country),
            day=cut.day,
            what=cut.what_changed,
        )
        for cut in timeline.cuts
    ]
    broken = say("Broken: {cuts}.", cuts="; ".join(cuts)) if cuts else ""
    return f"{timeline.title}, {switches.unit}: {'; '.join(told)}. {broken}".rstrip()


def outside_words(data: CovidData, selection: Selection) -> str:
    """Say why nothing can be drawn, without a full stop: no country, or months off the series."""
    if not selection.countries:
        return NO_COUNTRY
    if data.reach is None:
        return say("There is no official series in the data")
    first, last = data.reach
    if pd.Timestamp(selection.last_day) < first:
        return say("The official series begins on {day}", day=first)
    return say("The official series ends on {day}", day=last)


def match_words(row: Comparison, *, year: bool = False) -> str:
    """Say how a reported figure stands to the series, the days by name."""
    known = [value for value in (row.that_day, row.day_before) if not isinstance(value, Absent)]
    best = row.printed.amount.best if row.printed else None
    if best is not None and row.match is Match.ABOVE:
        return say("{apart} above the series", apart=best - known[0])
    if best is not None and row.match is Match.BELOW:
        return say("{apart} below the series", apart=known[0] - best)
    return {
        Match.BOTH_DAYS: say("matches both days"),
        Match.DAY_BEFORE: say("matches {day}", day=day(row.day - A_DAY, year=year)),
        Match.THAT_DAY: say("matches {day}", day=day(row.day, year=year)),
        Match.DAY_AFTER: say("matches {day}", day=day(row.day + A_DAY, year=year)),
        Match.BETWEEN: say("between the two days"),
        Match.NO_SINGLE_NUMBER: say("not a single number"),
    }.get(row.match, say("nothing to compare"))
