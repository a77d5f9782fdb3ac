"""The words under the COVID-19 charts: units, captions, how to read them, alternative texts."""

import pandas as pd

from dashboard.covid.charts.scales import silence_words, value_words
from dashboard.covid.measures.reported import Comparison, Match
from dashboard.covid.measures.series import A_DAY
from dashboard.covid.view.data import CovidData, Provinces, Stringency
from dashboard.covid.view.timeline import Switches, Timeline
from dashboard.covid.words.totals import pneumonia_words, step_words
from dashboard.dates import day, days
from dashboard.panels.headline import NO_COUNTRY
from dashboard.selection import Selection
from dashboard.values import Absent
from dashboard.vocabulary import country_name
from dashboard.wording import join_words, number, say, say_many

# So many provinces are named in a sentence.
MOST_NAMED = 3


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
            f"{place}: {step}"
            for place, step in enumerate(
                (step_words(cut, data.metric) for cut in timeline.cuts), start=1
            )
        ]
    words += [*_claims_words(timeline), *_notes(timeline, switches, data, selection)]
    return " ".join(filter(None, words))


def includes_sentence(timeline: Timeline) -> str:
    """Say where pneumonia is counted too, and since when; empty where it is not."""
    pneumonia = pneumonia_words(timeline.pneumonia)
    return say("The series includes {what}.", what=pneumonia) if pneumonia else ""


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
        text = say("Grey band: {period}.", period=band)
        cut = say("Dotted: the count changes; averages restart after it.")
    else:
        text = f"{span_words(timeline)}."
        cut = say("Lines break where the count changes; averages restart after it.")
    return f"{text} {cut}" if timeline.cuts else text


def alternative_text(timeline: Timeline, switches: Switches) -> str:
    """Say what the chart shows, from its data."""
    parts = [
        say(
            "{country} {value} on {day}",
            country=country_name(line.country),
            value=value_words(float(line.values[last])),
            day=pd.Timestamp(line.days[last]),
        )
        for line in timeline.lines
        if (last := line.last_known()) is not None
    ]
    parts += [f"{country_name(each.country)} {silence_words(each)}" for each in timeline.silent]
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
    return f"{timeline.title}, {switches.unit}: {'; '.join(parts)}. {broken}".rstrip()


def outside_words(data: CovidData, selection: Selection) -> str:
    """Say why nothing can be drawn, without a full stop: no country, or months off the series."""
    if not selection.countries:
        return say(NO_COUNTRY)
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


def stringency_unit(view: Stringency, selection: Selection) -> str:
    """Write the unit and the days shown, or that there is none."""
    if view.window is None:
        return selection.period
    return say("0 to 100, {days}", days=days(*view.window))


def stringency_caption(view: Stringency, selection: Selection) -> str:
    """Say what the index counts, or why there is none."""
    if view.window is not None:
        return say("How far rules closed schools, work and travel; not how well they were kept.")
    if not selection.countries:
        return say("No country is chosen.")
    if view.reach is None:
        return say("The data has no stringency index.")
    return say("The index runs from {days}.", days=days(*view.reach))


def stringency_reading() -> str:
    """Say how the index is made and read."""
    return say(
        "Nine measures, from closed schools to information campaigns, each by its strictest rule "
        "in any part of the country. A step is a day on which a rule changed; the grey band is "
        "the months chosen."
    )


def stringency_headline(view: Stringency, selection: Selection) -> str:
    """Say where the index stood highest and lowest on the last day of the months chosen."""
    if not view.last:
        return say("There is no stringency index for {period}", period=selection.period)
    top = max(view.last, key=lambda level: level.index)
    low = min(view.last, key=lambda level: level.index)
    if top is low:
        return say(
            "On {day} the stringency index of {country} was {index:.1f}",
            day=top.day,
            country=country_name(top.country),
            index=top.index,
        )
    return say(
        "On {day} the stringency index was highest in {high} ({most:.1f}) and lowest in {low} "
        "({least:.1f})",
        day=top.day,
        high=country_name(top.country),
        most=top.index,
        low=country_name(low.country),
        least=low.index,
    )


def stringency_alt(view: Stringency, selection: Selection) -> str:
    """Describe the chart."""
    if view.window is None:
        return stringency_caption(view, selection)
    return say(
        "Steps of the stringency index, 0 to 100, {days}. {headline}.",
        days=days(*view.window),
        headline=stringency_headline(view, selection),
    )


def provinces_title(view: Provinces) -> str:
    """Name the countries of whose provinces there are counts."""
    if not view.countries:
        return say("COVID-19 by province")
    return say("{countries} by province", countries=[*map(country_name, view.countries)])


def provinces_unit(view: Provinces, selection: Selection) -> str:
    """Write what is counted and as of which day; the months chosen where there is none."""
    if view.day is None:
        return selection.period
    return say("COVID-19 totals as of {day}", day=view.day)


def provinces_caption(view: Provinces) -> str:
    """Say what the provinces add up to and how that stands to the series, or why there is none."""
    if view.reach is None:
        return say("The data has no COVID-19 counts by province.")
    if view.day is None:
        return say(
            "COVID-19 by province: {countries} only, {days}.",
            countries=[*map(country_name, view.countries)],
            days=days(*view.reach),
        )
    if view.matched is None:
        return say(
            "Together {cases} cases and {deaths} deaths.", cases=view.cases, deaths=view.deaths
        )
    return say(
        "Together {cases} cases and {deaths} deaths. The official series has as many cases on "
        "{day}.",
        cases=view.cases,
        deaths=view.deaths,
        day=view.matched,
    )


def provinces_reading() -> str:
    """Say when the counts were collected, and what they are not."""
    return say(
        "Collected late on the day (23:00 UTC) from what the authorities published by province. "
        "As in the official series before 1 July 2020, cases without symptoms are not counted. The "
        "map is shaded by cases, circles are cities; the data has no population by province, so "
        "nothing is per million people."
    )


def provinces_alt(view: Provinces) -> str:
    """Describe the map: the cases of each province."""
    counts = "; ".join(
        f"{name}: {number(cases)}"
        for name, cases in zip(view.rows["name"], view.rows["total_cases"], strict=True)
    )
    return say("Map of COVID-19 cases by province. {counts}", counts=counts)


def provinces_headline(view: Provinces, selection: Selection) -> str:
    """Say in which provinces most cases were."""
    if view.day is None:
        return say("There are no COVID-19 counts by province for {period}", period=selection.period)
    top = view.rows.head(MOST_NAMED)
    return say(
        "By {day} most COVID-19 cases of {countries} were in {provinces}",
        day=view.day,
        countries=[*map(country_name, dict.fromkeys(view.rows["country"]))],
        provinces=join_words(
            [
                f"{name} ({number(cases)})"
                for name, cases in zip(top["name"], top["total_cases"], strict=True)
            ]
        ),
    )
