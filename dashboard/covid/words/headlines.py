"""The COVID-19 page and its panels in one sentence each, from the numbers they show."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import silence_words, value_words
from dashboard.covid.measures.reported import Comparison, Match
from dashboard.covid.measures.series import A_DAY, METRICS, Cut, Metric, shown_window
from dashboard.covid.measures.totals import CountryTotal, summed
from dashboard.covid.view.data import CovidData, covid_data
from dashboard.covid.view.timeline import Line, Switches, Timeline
from dashboard.covid.words.captions import outside_words
from dashboard.covid.words.totals import includes_words
from dashboard.datapackage.store import Package
from dashboard.dates import day, month
from dashboard.panels.comparing import pair_of
from dashboard.panels.exhibit import Whole
from dashboard.panels.headline import NO_COUNTRY, Headline, days_words, out_of, within_words
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import (
    absent,
    join_words,
    number_word,
    say,
    say_many,
    start_of_line,
    within_line,
)


def _parts(timeline: Timeline, first: pd.Timestamp, last: pd.Timestamp) -> list[Line]:
    """Return the part of each line between two days; a line with none of them has no part."""
    parts = [line.between(first, last) for line in timeline.lines]
    return [part for part in parts if len(part.days)]


def timeline_headline(timeline: Timeline, switches: Switches, selection: Selection) -> Headline:
    """Say the largest rise of a total, or the highest daily value, in the months chosen."""
    if not timeline.lines:
        return Headline(_silence_headline(timeline, switches))
    when = days_words(selection, timeline.first, timeline.last)
    if switches.is_total:
        return _rise(timeline, switches, when)
    return _highest(timeline, switches, when)


def _silence_headline(timeline: Timeline, switches: Switches) -> str:
    reasons = [
        f"{country_name(each.country)}: "
        + (
            say("officially no cases")
            if each.reason is Reason.OFFICIALLY_NONE
            else silence_words(each)
        )
        for each in timeline.silent
    ]
    if not reasons:
        return say("There is no series of {what} to draw", what=say(switches.metric.key))
    return say("{text}; there is no official series", text="; ".join(reasons))


def _rise(timeline: Timeline, switches: Switches, when: str) -> Headline:
    """Say whose total rose most. A rise is given only where the count does not break."""
    first, last = timeline.clipped_band
    parts = _parts(timeline, max(first - A_DAY, timeline.first), last)
    whole = [part for part in parts if part.segment[0] == part.segment[-1]]
    names = [country_name(part.country) for part in parts if part.segment[0] != part.segment[-1]]
    broken = _break_words(names)
    rises = [(float(part.values[-1] - part.values[0]), part) for part in whole]
    rises = [(rise, part) for rise, part in rises if not np.isnan(rise)]
    wide = {cut.country for cut in timeline.pneumonia if cut.day <= last}
    metric = switches.metric
    best = max(rises, key=lambda item: item[0], default=(0.0, None))[1]
    named = best is not None and best.country in wide
    what = say(metric.key if named else metric.counted)
    if named:
        what = say("{what} (pneumonia included)", what=what)
    if switches.per_million:
        what = say("{what} per million", what=what)
    if not rises:
        text = say("No rise in {what} can be given {when}", what=what, when=when)
        return Headline(f"{text}: {broken}" if broken else text)
    ending = f"; {broken}" if broken else ""
    top, part = max(rises, key=lambda item: item[0])
    if top <= 0:
        return Headline(say("No total of {what} rose {when}", what=what, when=when) + ending)
    if not ending and len(rises) > 1 and sum(rise == top for rise, _ in rises) == 1:
        ending = say(", the most of the {many} with a series", many=number_word(len(rises)))
    text = say(
        "{country}’s total of {what} rose by {rise} {when}",
        country=country_name(part.country),
        what=what,
        rise=value_words(top),
        when=when,
    )
    return Headline(text + ending, (switches.key(part, 0), switches.key(part, -1)))


def _break_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    return say_many(
        "the count of {countries} breaks",
        "the counts of {countries} break",
        len(names),
        countries=list(names),
    )


def _highest(timeline: Timeline, switches: Switches, when: str) -> Headline:
    """Say where a daily value was highest, and on which day where it is one only."""
    noun, form = say("new {what} a day", what=say(switches.metric.key)), switches.form
    parts = _parts(timeline, *timeline.clipped_band)
    peaks = [float(np.fmax.reduce(part.values)) for part in parts]
    most = max((peak for peak in peaks if not np.isnan(peak)), default=np.nan)
    if np.isnan(most):
        what = form.average or say("number")
        return Headline(say("No {what} of {noun} is known {when}", what=what, noun=noun, when=when))
    if not most:
        text = say("{noun} were 0 on every day known {when}", noun=start_of_line(noun), when=when)
        return Headline(text)
    found = [(part, int(place)) for part in parts for place in np.flatnonzero(part.values == most)]
    names = list(dict.fromkeys(country_name(part.country) for part, _ in found))
    where = join_words(names)
    if len(found) == 1:
        part, place = found[0]
        when_highest = pd.Timestamp(part.days[place])
        several = timeline.band[0].year != timeline.band[1].year
        where = (
            say("{country} on {day}", country=where, day=when_highest)
            if several
            else say("{country} on {day:no_year}", country=where, day=when_highest)
        )
    value = value_words(most)
    if switches.per_million:
        value = say("{value} per million", value=value)
    text = say("{when} {noun} were highest in {where}", when=when, noun=noun, where=where)
    average = f" ({form.average})" if form.is_mean else ""
    return Headline(
        f"{start_of_line(text)}: {value}{average}",
        tuple(switches.key(part, place) for part, place in found),
    )


def printed_headline(compared: Sequence[Comparison], metric: str, selection: Selection) -> str:
    """Say how many reported totals the series has, that day or within a day."""
    if not compared:
        return say(NO_COUNTRY)
    numbered = [row for row in compared if row.missing is None]
    beside = [row for row in numbered if row.match is not Match.NOTHING]
    metric, without = say(metric), _numberless_words(compared)
    if beside:
        headline = _matching_words([row.match for row in beside], metric)
        return f"{headline}; {without}" if without else headline
    if without:
        return say("{without}; there is no total to compare", without=without)
    when = within_words(selection)
    if numbered:
        return say(
            "No reported total of {metric} can be compared with a series {when}",
            metric=metric,
            when=when,
        )
    return say(
        "No total of {metric} is reported for the countries chosen {when}", metric=metric, when=when
    )


def _matching_words(matches: Sequence[Match], metric: str) -> str:
    """Say how many of some reported totals match the series, and whether that of their day."""
    same = [each for each in matches if each.is_same]
    nouns = (
        say("reported total of {what}", what=metric),
        say("reported totals of {what}", what=metric),
    )
    totals = start_of_line(out_of(len(same), len(matches), *nouns))
    if set(same) <= {Match.BOTH_DAYS, Match.THAT_DAY}:
        return say_many(
            "{totals} matches the series of that day",
            "{totals} match the series of that day",
            len(same) or len(matches),
            totals=totals,
        )
    return say_many(
        "{totals} matches the series within a day",
        "{totals} match the series within a day",
        len(same),
        totals=totals,
    )


def _numberless_words(compared: Sequence[Comparison]) -> str:
    """Say what is reported without a number: officially none, or not stated."""
    names = {
        reason: [country_name(row.country) for row in compared if row.missing is reason]
        for reason in (Reason.OFFICIALLY_NONE, Reason.NOT_STATED)
    }
    return "; ".join(
        f"{join_words(own)}: {absent(Absent(reason))}" for reason, own in names.items() if own
    )


def covid_summary(package: Package, selection: Selection, options: Mapping[str, str]) -> str:
    """Say the totals at the end of the period and where the count changed; `**` marks what is bold.

    They are those of the series; figures reported of the same day stand beside them.
    """
    data = covid_data(package, Switches.read(options).metric.key)
    pair = pair_of(package, selection)
    summary = _summary_alone(data, selection.alone)
    if pair is None or not selection.countries:
        return summary
    if shown_window(pair.other, data.reach) is None:
        why = within_line(outside_words(data, pair.other))
        none = say("No comparison: {reason}.", reason=why)
        return f"{summary} {none}"
    return f"{summary} {pair.summary(partial(new_of_each, data))}"


def new_of_each(data: CovidData, selection: Selection) -> list[Whole]:
    """Return how many were new in each country that has a series, none at steps of the count."""
    noun = METRICS[data.metric].key
    return [
        Whole(
            say("new {noun} in {country}", noun=noun, country=country_name(code)),
            grown if isinstance(grown := data.growth_in(code, selection), Absent) else grown.new,
        )
        for code in selection.countries
    ]


def _summary_alone(data: CovidData, selection: Selection) -> str:
    if not selection.countries:
        return f"{outside_words(data, selection)}."
    totals, metric = data.totals_in(selection), METRICS[data.metric]
    known = _known_words([each for each in totals if each.has_series], metric)
    parts = [known] if known else []
    parts += _unknown_words(totals, selection, alone=not known)
    window = shown_window(selection, data.reach)
    if window is None:
        ending = f"{outside_words(data, selection)}."
    else:
        shown = [
            cut
            for cut in data.cuts
            if cut.kind == "definition"
            and cut.country in selection.countries
            and window[0] <= cut.day <= window[1]
        ]
        ending = _cut_words(shown, selection)
    return f"{'; '.join(parts)}. {ending}".strip()


def _known_words(known: Sequence[CountryTotal], metric: Metric) -> str:
    """Say the totals of the series, the largest first and in bold, then those reported that day."""
    if not known:
        return ""
    ordered = sorted(known, key=lambda each: -summed([each]))
    last = max(each.day for each in ordered)
    words = []
    for place, total in enumerate(ordered):
        many = summed([total])
        every = (
            say_many("{count} case", "{count} cases", many)
            if metric.key == "cases"
            else say_many("{count} death", "{count} deaths", many)
        )
        text = say(
            "{country} {total}",
            country=country_name(total.country),
            total=say("**{total}**", total=every) if not place else summed([total]),
        )
        words.append(text + ("" if total.day == last else say(" ({day})", day=total.day)))
    by = say("By {day}, official series: {totals}", day=last, totals=words)
    beside = [
        say("{country} {figure}", country=country_name(each.country), figure=each.reported.amount)
        for each in ordered
        if each.reported and each.has_figure and each.reported.day == each.day
    ]
    if beside:
        by = say("{totals}; reported that day: {figures}", totals=by, figures=beside)
    if includes := includes_words(known):
        by = say("{totals}; the series includes {what}", totals=by, what=includes)
    return by


def _unknown_words(
    totals: Sequence[CountryTotal], selection: Selection, *, alone: bool
) -> list[str]:
    """Say what is known without a number: officially none, not stated, or no figure."""
    names: dict[Reason, list[str]] = {}
    parts = []
    for total in totals:
        if total.reported and total.has_figure and not total.has_series:
            figure, who = total.reported, country_name(total.country)
            text = say(
                "{who} reported {figure} on {day}", who=who, figure=figure.amount, day=figure.day
            )
            parts.append(text)
        elif isinstance(total.series, Absent):
            outside = total.series.reason is Reason.OUTSIDE_SERIES
            reason = Reason.NOT_COVERED if outside else total.series.reason
            names.setdefault(reason, []).append(country_name(total.country))
    if none := names.get(Reason.OFFICIALLY_NONE):
        text = say(
            "**{countries} officially reported no cases** (as of {day})",
            countries=none,
            day=max(each.day for each in totals if each.is_officially_none),
        )
        parts.append(text + (say("; deaths are not stated") if alone else ""))
    if unsaid := names.get(Reason.NOT_STATED):
        parts.append(
            say(
                "**{countries}’s deaths are not stated**, its cases officially none",
                countries=unsaid,
            )
        )
    if missing := names.get(Reason.NOT_COVERED):
        who = join_words(missing)
        if len(missing) == len(COUNTRIES):
            who = say("the {many} countries", many=number_word(len(COUNTRIES)))
        within = within_words(selection)
        text = say("the data has no figure for {who} {within}", who=who, within=within)
        parts.append(start_of_line(text) if alone and not parts else text)
    return parts


def _cut_words(cuts: Sequence[Cut], selection: Selection) -> str:
    """Say which of the countries shown changed what they count within the chart."""
    if not cuts:
        return ""
    far = any(cut.day.year != selection.last_day.year for cut in cuts)
    by_country: dict[str, list[pd.Timestamp]] = {}
    for cut in cuts:
        by_country.setdefault(cut.country, []).append(cut.day)
    months = {(cut.day.year, cut.day.month) for cut in cuts}
    if len(months) == 1 and 1 < len(by_country) == len(cuts):
        return say(
            "In {month} {many} countries changed what they count, so the curves are cut there.",
            month=month(cuts[0].day, year=far),
            many=number_word(len(cuts)),
        )
    who = [
        f"{country_name(code)} ({join_words([day(each, year=far) for each in own])})"
        for code, own in by_country.items()
    ]
    return say_many(
        "{who} changed what it counts, so the curve is cut there.",
        "{who} changed what they count, so the curves are cut there.",
        len(who),
        who=who,
    )
