"""The panels of the Protests and arrests page in one sentence each, from what they show.

The sentence at the top of the page is in `summary`.
"""

from collections.abc import Sequence

import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.events.measures import known_more_widely
from dashboard.events.words import wider_words
from dashboard.marks import ACT_MARKS, MARKS, TOPIC_OF_MARK
from dashboard.panels.covering import nothing
from dashboard.panels.headline import (
    NO_COUNTRY,
    filter_words,
    named_before,
    nothing_words,
    opening_words,
    scope_words,
    within_words,
)
from dashboard.protests.measures.counts import REACHING, UNSTATED, amounts_of
from dashboard.protests.view.chosen import ProtestView
from dashboard.protests.words.sums import (
    NOBODY,
    in_brackets_abroad,
    persons_words,
    sentences_words,
    total_words,
)
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Term, Total
from dashboard.wording import counted, join_words, number, say, say_many, within_line

MOST_RESPONSES = 3
MOST_NAMED = 2
HURT = ("detained", "killed", "injured")
MOST_LETTERS = 140


def kinds_headline(view: ProtestView, *, days: bool = False) -> str:
    """Say how many events of each kind there are, and how many of these took place abroad.

    With `days` also how many have no single day.
    """
    if not view.total:
        return nothing_of(view, say("protest, arrest, sentence or clash"))
    counts = view.counts.by("mark", "abroad")
    kinds = [
        f"{counted(many, *MARKS[mark].short)}{in_brackets_abroad(counts[mark, True], many)}"
        for mark in ACT_MARKS
        if (many := counts[mark, False] + counts[mark, True])
    ]
    headline = placed(view, join_words(kinds))
    if not days:
        return f"{headline}{wider_words(known_more_widely(view.counts, view.selection))}"
    spans = sum(not act.window.is_day for act in view.listed.records.values())
    if not spans:
        return headline
    return say_many(
        "{headline}; {count} without an exact day",
        "{headline}; {count} without an exact day",
        spans,
        headline=headline,
    )


def months_headline(
    counts: pd.DataFrame, kept: Counts, years: tuple[int, int], view: ProtestView
) -> str:
    """Say how many protests are `kept`, and how many of them are counted in the months chosen."""
    selection = view.selection
    if not selection.countries:
        return say(NO_COUNTRY)
    total, abroad = kept.total, kept.where(abroad=True).total
    first, last = map(str, years)
    when = say("in {year}", year=first)
    if years[0] < years[1]:
        when = say("from {first} to {last}", first=first, last=last)
    if not total:
        wide = selection.over(f"{years[0]}-01", f"{years[1]}-12")
        why = nothing(view.package, wide, [TOPIC_OF_MARK["protest"]])
        return nothing_words(say_many("protest", "protests", 1), why, wide, when)
    within = sum(
        dated + undated
        for month, dated, undated in cells_of(counts, "month", "dated", "undated")
        if selection.first_month <= month <= selection.last_month
    )
    protests, scope = _protests_counted(total, abroad), scope_words(selection, when)
    if selection.first_month <= f"{first}-01" and f"{last}-12" <= selection.last_month:
        return say("{protests}{scope}", protests=protests, scope=scope)
    return say(
        "{protests}{scope}, {share} of them {within}",
        protests=protests,
        scope=scope,
        share=say("all") if within == total else number(within) if within else say("none"),
        within=within_words(selection),
    )


def issues_headline(counts: pd.Series, view: ProtestView) -> str:
    """Say which issue most protests were about, and of how many it is not stated."""
    total = int(counts.sum())
    if not total:
        return nothing_of(view, say_many("protest", "protests", 1), "protest")
    every = f"{_protests(view)}{when_of(view)}"
    stated = {str(word): int(value) for word, value in counts.items() if word != UNSTATED}
    most = max(stated.values(), default=0)
    if not most:
        return say("The issue of {protests} is not stated", protests=every)
    first = [within_line(word) for word, value in stated.items() if value == most]
    if len(first) > MOST_NAMED:
        return say("{protests}, at most {most} about one issue", protests=every, most=most)
    if most == total:
        return say_many(
            "{protests} was about {issue}",
            "All {protests} were about {issue}",
            total,
            protests=every,
            issue=first[0],
        )
    if len(first) > 1:
        words = say(
            "{most} each of {protests} were about {issues}",
            most=most,
            protests=every,
            issues=first,
        )
    else:
        words = say_many(
            "{count} of {protests} was about {issue}",
            "{count} of {protests} were about {issue}",
            most,
            protests=every,
            issue=first[0],
        )
    missing = total - sum(stated.values())
    return (
        say("{words}; of {many} it is not stated", words=words, many=missing) if missing else words
    )


def responses_headline(counts: pd.Series, view: ProtestView) -> str:
    """Say how many protests met which response, the most frequent first."""
    total = int(counts.sum())
    if not total:
        return nothing_of(view, say_many("protest", "protests", 1), "protest")
    pairs = [f"{word} {number(value)}" for word, value in counts.items()]
    rest = sum(counts.tolist()[MOST_RESPONSES:])
    more = [say("other {many}", many=rest)] if rest else []
    return say(
        "Government response to {protests}{scope}: {responses}",
        protests=_protests(view),
        scope=when_of(view),
        responses=", ".join([*pairs[:MOST_RESPONSES], *more]),
    )


def sentences_headline(view: ProtestView) -> str:
    """Say how many sentences there are and the longest term of them."""
    events = view.marks["sentence"]
    if not events:
        return nothing_of(view, say_many("sentence", "sentences", 1), "sentence")
    headline = placed(view, sentences_words(events, view.people_sentenced))
    terms = [each.term for each in view.with_figures.sentences]
    known = [each for each in terms if isinstance(each, Term) and each.amount.has_number]
    if not known:
        return say_many(
            "{headline}, its term not stated",
            "{headline}, their terms not stated",
            events,
            headline=headline,
        )
    longest = _term(max(known, key=lambda each: each.months))
    if len(known) == 1:
        return say("{headline}; the term is {longest}", headline=headline, longest=longest)
    return say("{headline}; the longest term is {longest}", headline=headline, longest=longest)


def people_headline(view: ProtestView) -> str:
    """Say the sums, and the largest number reported of those who took part in a protest."""
    sums = {name: view.totals[name] for name in HURT if name in view.totals}
    protests = [each for each in view.own_people if each.mark == "protest"]
    turnouts = amounts_of(protests, "participants")
    turnout = max(turnouts, key=lambda each: each.largest or 0.0, default=None)
    largest = _turnout(turnout) if turnout is not None and turnout.largest else ""
    if sums:
        words = [
            total_words(each, name, view.detained_abroad if name == "detained" else NOBODY)
            for name, each in sums.items()
        ]
        if largest:
            words.append(say("largest reported turnout: {largest}", largest=largest))
        return _fitting(opening_words(*scope_of(view)), words)
    if largest:
        return say(
            "The largest reported turnout of a protest{scope} is {largest}",
            scope=when_of(view),
            largest=largest,
        )
    if view.with_figures.people or sum(view.unstated.values()):
        return say(
            "The sources give no number of people that can be added{scope}", scope=when_of(view)
        )
    return nothing_of(view, say("event with a number of people"))


def _fitting(opening: str, words: Sequence[str]) -> str:
    """Join what fits a slide's title, the first in any case; what is left out is in the panel."""
    title = f"{opening}: {words[0]}"
    for more in words[1:]:
        if len(title) + len(more) + 2 <= MOST_LETTERS:
            title = f"{title}; {more}"
    return title


def ledger_headline(counts: tuple[int, int, int], people: Total | Absent, view: ProtestView) -> str:
    """Say how many acts there are in how many cases, and against how many people.

    `counts` are those of the acts, of their cases, and of the cases abroad, which have no people.
    """
    events, cases, away = counts
    selection, when = scope_of(view)
    if not events:
        return nothing_of(view, say("arrest or sentence"), "arrest", "sentence")
    against = ""
    if isinstance(people, Total):
        against = say(", against {people}", people=persons_words(people))
    headline = say(
        "{before}{acts} in {cases} {when}{filters}{against}",
        before=named_before(selection),
        acts=say_many("{count} event", "{count} events", events),
        cases=say_many("{count} case", "{count} cases", cases),
        against=against,
        when=when,
        filters=filter_words(selection),
    )
    if not away:
        return headline
    return say_many(
        "{headline}; people of {count} case abroad not counted",
        "{headline}; people of {count} cases abroad not counted",
        away,
        headline=headline,
    )


def nothing_of(view: ProtestView, noun: str, *marks: str) -> str:
    """Say that there is no such event, and why."""
    return nothing_words(noun, view.nothing(*marks), *scope_of(view))


def scope_of(view: ProtestView) -> tuple[Selection, str]:
    """Return the filters and, in words, which events count by their days."""
    return view.selection, when_words(view.selection, view.rule)


def placed(view: ProtestView, words: str) -> str:
    """Put the countries chosen before some words and the period after them."""
    selection, when = scope_of(view)
    return say(
        "{before}{words} {when}{filters}",
        before=named_before(selection),
        words=words,
        when=when,
        filters=filter_words(selection),
    )


def when_of(view: ProtestView) -> str:
    """Write whom and when the events counted concern, to follow a noun."""
    return scope_words(*scope_of(view))


def when_words(selection: Selection, rule: str) -> str:
    """Write which events count by their days: those of the months, or reaching into them."""
    if rule != REACHING:
        return within_words(selection)
    first, last = selection.first_day, selection.last_day
    period = selection.period
    if (first.month, last.month) == (1, 12):
        period = str(first.year)
        if first.year != last.year:
            period = say("{first} to {last}", first=period, last=str(last.year))
    return say("ongoing in {period}", period=period)


def _protests(view: ProtestView) -> str:
    """Count the protests: "8 protests (4 abroad)"."""
    total = view.marks["protest"]
    away = view.counts.where(mark="protest", abroad=True).total
    return _protests_counted(total, away)


def _protests_counted(total: int, away: int) -> str:
    protests = say_many("{count} protest", "{count} protests", total)
    return f"{protests}{in_brackets_abroad(away, total)}"


def _term(longest: Term) -> str:
    """Write a term in years and months, or in days, as part of a sentence."""
    low, high = longest.amount.low, longest.amount.high
    write = _days if longest.in_days else _years
    if low is None or high is None:
        words = write(int(longest.amount.largest or 0))
        if low is not None:
            return say("at least {term}", term=words)
        return say("at most {term}", term=words) if high is not None else words
    return say("up to {term}", term=write(int(high))) if low < high else write(int(high))


def _days(days: int) -> str:
    return say_many("{count} day", "{count} days", days)


def _years(terms: int) -> str:
    """Write a term in years and months.

    >>> _years(134), _years(12)
    ('11 years and 2 months', '1 year')
    """
    years, rest = divmod(terms, 12)
    parts = [say_many("{count} year", "{count} years", years)] if years else []
    if rest:
        parts.append(say_many("{count} month", "{count} months", rest))
    return join_words(parts) or say("no time")


def _turnout(value: Amount) -> str:
    """Write a reported number of people as part of a sentence: "at most 1,000"."""
    low, high = value.low, value.high
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return say("at least {low}", low=low)
    if high is not None:
        return say("at most {high}", high=high)
    return say("about {best}", best=value.best or 0)
