"""Totals of COVID-19 in words: the official series, the reported figure beside it, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.covid.measures.reported import Printed
from dashboard.covid.measures.series import METRICS, PNEUMONIA, Cut, Days
from dashboard.covid.measures.totals import CountryTotal, common_day, reported_sum, summed
from dashboard.dates import day
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import country_name
from dashboard.wording import N_, amount_words, join_words, number_word, say, say_many, signed

# What a reported figure may leave out: `excludes` of `figures.csv`.
LEFT_OUT = {
    "asymptomatic": N_("cases without symptoms"),
    "pneumonia": N_("pneumonia"),
    "other causes": N_("deaths from other causes"),
}
# A change of a series by the kind of its break.
KINDS = {
    "definition": N_("change of definition"),
    "reporting": N_("note on reporting"),
    "backfill": N_("earlier numbers entered late"),
    "correction": N_("correction"),
    "error": N_("error of the series"),
    "offset": N_("series apart from the ministry’s count"),
}


@dataclass(frozen=True)
class SentencePart:
    """Part of a sentence, the keys of the numbers in it, and whether it is the main number."""

    text: str
    keys: tuple[str, ...] = ()
    is_main: bool = False


def epidemic_sentence(
    cases: Sequence[CountryTotal],
    deaths: Sequence[CountryTotal],
    publishers: Mapping[str, str],
) -> list[SentencePart]:
    """Say the totals at the end of the period: of the series, then as reported, then of none.

    Parts of one or two sentences, for a page and for a document.
    """
    with_series = [each for each in cases if each.has_series]
    parts = _series_parts(with_series, deaths) if with_series else []
    if with_series:
        parts += _beside_parts(with_series, deaths, publishers)
        parts.append(SentencePart("."))
    for alone in cases:
        if alone.reported and alone.has_figure and not alone.has_series:
            words = reported_words(alone, publishers)
            who = country_name(alone.country)
            sentence = say("{country}, as reported: {words}.", country=who, words=words)
            parts.append(SentencePart(_next(parts, sentence), (alone.reported.figure_id,)))
    return [*parts, *_none_parts(cases, deaths, after=bool(parts))]


def _next(parts: Sequence[SentencePart], words: str) -> str:
    return f" {words}" if parts else words


def _series_parts(
    with_series: Sequence[CountryTotal], deaths: Sequence[CountryTotal]
) -> list[SentencePart]:
    counted_too = {each.country for each in with_series}
    dead = [each for each in deaths if each.country in counted_too and each.has_series]
    last = common_day([*with_series, *dead])
    when = last or max(each.day for each in with_series)
    keys = tuple(each.key for each in with_series)
    parts = [
        SentencePart(say("By {day} the official series has ", day=when), keys),
        SentencePart(
            say_many("{count} COVID-19 case", "{count} COVID-19 cases", summed(with_series)),
            keys,
            is_main=True,
        ),
    ]
    if dead:
        words = say_many(" and {count} death", " and {count} deaths", summed(dead))
        parts.append(SentencePart(words, tuple(each.key for each in dead)))
    if len(with_series) == 1:
        parts.append(
            SentencePart(say(" in {country}", country=country_name(with_series[0].country)))
        )
    else:
        ours = say("our sum") if last else say("our sum of each one’s last day")
        many = number_word(len(with_series))
        parts.append(SentencePart(say(" in {many} countries ({ours})", many=many, ours=ours)))
    if includes := includes_words(with_series):
        parts.append(SentencePart(say("; it includes {what}", what=includes), keys))
    return parts


def _beside_parts(
    with_series: Sequence[CountryTotal],
    deaths: Sequence[CountryTotal],
    publishers: Mapping[str, str],
) -> list[SentencePart]:
    """Say what is reported: one country's last figures, or the sum of several of the same day."""
    counted_too = {each.country for each in with_series}
    dead = [each for each in deaths if each.country in counted_too]
    if len(with_series) == 1:
        return _figures_of([*with_series, *dead], publishers)
    total = reported_sum(with_series)
    if total is None:
        return []
    beside = [each.reported for each in with_series if each.reported]
    names = list(dict.fromkeys(publishers[each.source_id] for each in beside))
    words = say("; figures reported for that day add up to {cases}", cases=total)
    parts = [SentencePart(words, tuple(each.figure_id for each in beside))]
    dead_total = reported_sum(dead)
    if dead_total is not None:
        keys = tuple(each.reported.figure_id for each in dead if each.reported)
        parts.append(SentencePart(say(" and {deaths}", deaths=dead_total), keys))
    return [*parts, SentencePart(f" ({join_words(names)})")]


def _figures_of(
    totals: Sequence[CountryTotal], publishers: Mapping[str, str]
) -> list[SentencePart]:
    """Say one country's last figures of cases and deaths; their source once where it is one."""
    reported = [(each, each.reported) for each in totals if each.reported and each.has_figure]
    notes = [figure_notes(figure, publishers) for _, figure in reported]
    parts = []
    for place, (total, figure) in enumerate(reported):
        metric = METRICS[total.metric]
        noun = say(metric.singular if figure.number == 1 else metric.key)
        words = say("{amount} {noun}", amount=figure.amount, noun=noun)
        is_last = place == len(reported) - 1
        ending = f" ({notes[place]})" if is_last or notes[place] != notes[place + 1] else ""
        start = say(" and ") if place else say("; reported: ")
        parts.append(SentencePart(f"{start}{words}{ending}", (figure.figure_id,)))
    return parts


def _none_parts(
    cases: Sequence[CountryTotal], deaths: Sequence[CountryTotal], *, after: bool
) -> list[SentencePart]:
    """Say whose cases are officially none, and that their deaths are not stated."""
    none = [each for each in cases if each.is_officially_none]
    if none:
        names = {each.country for each in none}
        unsaid = all(
            isinstance(each.series, Absent) and each.series.reason is Reason.NOT_STATED
            for each in deaths
            if each.country in names
        )
        who = [country_name(each.country) for each in none]
        words = say(
            "{countries} officially reported no COVID-19 case (as of {day})",
            countries=who,
            day=max(each.day for each in none),
        )
        if unsaid:
            words += say("; deaths are not stated")
        keys = tuple(each.key for each in none)
        return [SentencePart(f" {words}." if after else f"{words}.", keys)]
    return []


def includes_words(totals: Iterable[CountryTotal]) -> str:
    """Say what the totals count beside tested cases, in which countries and since when."""
    return pneumonia_words(cut for each in totals for cut in each.includes)


def pneumonia_words(cuts: Iterable[Cut]) -> str:
    """Say in which countries pneumonia is counted too, and since when; empty for none.

    Other changes are named where the series breaks.
    """
    where = [
        say("{country} from {day}", country=country_name(cut.country), day=cut.day)
        for cut in cuts
        if cut.adds == PNEUMONIA
    ]
    if not where:
        return ""
    return say("pneumonia without a positive test in {where}", where=where)


def no_series_words(reach: Days | None, selection: Selection) -> str:
    """Say why the series has no value in a period: it begins later, or has ended."""
    if reach is None:
        return say("no series")
    if pd.Timestamp(selection.last_day) < reach[0]:
        return say("no series before {day}", day=reach[0])
    return say("no series after {day}", day=reach[1])


def reported_words(total: CountryTotal, publishers: Mapping[str, str]) -> str:
    """Write the figure reported, with its source, its day and what it leaves out."""
    if total.reported is None:
        return ""
    return f"{amount_words(total.reported.amount)} ({figure_notes(total.reported, publishers)})"


def figure_notes(figure: Printed, publishers: Mapping[str, str]) -> str:
    """Say who reports a figure, of which day, and what it leaves out."""
    notes = (publishers[figure.source_id], day(figure.day), left_out_words(figure))
    return ", ".join(filter(None, notes))


def left_out_words(figure: Printed) -> str:
    """Say what a figure leaves out; empty where nothing is said of it."""
    parts = [say(LEFT_OUT[part]) for part in figure.excludes.split(";") if part]
    return say("without {what}", what=parts) if parts else ""


def steps_words(totals: Iterable[CountryTotal]) -> list[str]:
    """Say which steps of the series in the period are not counted as new, each by what it is."""
    return [step_words(cut, total.metric) for total in totals for cut in total.steps]


def step_words(cut: Cut, metric: str) -> str:
    """Say a step of a series: whose, how large, when, of what kind and why."""
    return say(
        "{country}, {metric}: {step} on {day} ({kind}: {what}).",
        country=country_name(cut.country),
        metric=say(metric),
        step=signed(cut.step),
        day=cut.day,
        kind=say(KINDS[cut.kind]),
        what=cut.label,
    )
