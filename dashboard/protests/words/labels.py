"""What the Protests and arrests page says of an event, a case, a total and its rule of counting.

Counts nothing itself.
"""

import html
import textwrap
from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.protests.measures.cases import Act
from dashboard.protests.measures.counts import REACHING
from dashboard.protests.measures.people import Reported
from dashboard.protests.view.listed import Listed
from dashboard.protests.view.sheet import ProtestSheet
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Reason, Term, Total, Window, total
from dashboard.vocabulary import DEFAULT_STATUSES, MARKS, MEASURES, STATUSES, country_name
from dashboard.wording import amount as written
from dashboard.wording import (
    counted,
    day,
    number,
    say,
    say_many,
    start_of_line,
    term,
    window_words,
)

MOST_NAMED = 3
LABEL_LETTERS = 36
NAME_LETTERS = 25
QUOTED_LETTERS = 12
MOST_QUOTED = 22


def dated_words(sheet: ProtestSheet) -> str:
    """Say how many events there are by the rule of counting: "17 that began in June 2020"."""
    period, many = sheet.selection.period, sheet.total
    if sheet.rule == REACHING:
        return say("{many} ongoing in {period}", many=many, period=period)
    return say("{many} that began in {period}", many=many, period=period)


def left_out_words(sheet: ProtestSheet) -> str:
    """Say what the choice of status leaves out: "Not counted: 1 claimed."; empty when nothing."""
    included = sheet.selection.statuses
    left_out = [f"{number(value)} {status}" for status, value in sheet.left_out.items()]
    return joined(
        say("Counted: {statuses}.", statuses=included) if included != DEFAULT_STATUSES else "",
        say("Not counted: {events}.", events=left_out) if left_out else "",
    )


def days_words(sheet: ProtestSheet) -> str:
    """Say which events are counted by their days, and for which country."""
    period = sheet.selection.period
    if sheet.rule != REACHING:
        return say(
            "Counts events that began in {period}, by country concerned, including those abroad.",
            period=period,
        )
    earlier = sheet.begun_earlier.total
    return say(
        "Counts events that began in {period} or continued into it ({earlier} began earlier), "
        "by country concerned, including those abroad.",
        period=period,
        earlier=earlier or say("none"),
    )


def rule_words(sheet: ProtestSheet) -> str:
    """Say which events are counted: by their days, by their country, by their status."""
    left_out = [f"{number(value)} {status}" for status, value in sheet.left_out.items()]
    if left_out:
        status = say_many(
            "{events} event is not counted.",
            "{events} events are not counted.",
            sum(sheet.left_out.values()),
            events=left_out,
        )
    elif set(STATUSES) <= set(sheet.selection.statuses):
        status = say("Every status is counted.")
    else:
        status = say("The status filter leaves nothing out.")
    return joined(days_words(sheet), status)


def who_words(act: Act, actor: object) -> str:
    """Say who an act concerns: a name, or the number as reported and what it counts."""
    if act.person:
        return act.person
    persons = act.persons
    if isinstance(persons.amount, Absent):
        if isinstance(actor, str):
            return say("{actor}: number not stated", actor=actor)
        return written(persons.amount)
    return (
        f"{written(persons.amount)}: {persons.counts}"
        if persons.counts
        else written(persons.amount)
    )


def case_words(persons: Amount | Absent) -> str:
    """Write the people of a case: "1 person", "22–27 people", "number not stated"."""
    if isinstance(persons, Absent):
        return say("number not stated")
    if not persons.has_number:
        return say("{word}, no number", word=written(persons))
    if persons.low == persons.high == 1:
        return say("1 person")
    return say("{many} people", many=persons)


def persons_words(people: Total | Absent) -> str:
    """Write the people of several cases: "at least 106 people"."""
    if isinstance(people, Absent) and people.reason is Reason.NONE_REPORTED:
        return say("no person")
    if isinstance(people, Absent) or not people.has_sum:
        return say("no number of people that can be added")
    if people.is_exact:
        return say_many("{count} person", "{count} people", _low(people))
    return say_many("at least {count} person", "at least {count} people", _low(people))


def not_added_words(people: Total | Absent, unstated: int) -> str:
    """Say what is in no sum: numbers without a lower bound, cases without any number."""
    apart = people.apart if isinstance(people, Total) else ()
    quoted = [f"“{words}”" for words in apart_words(apart)]
    more = [say("{count} more", count=len(quoted) - MOST_NAMED)] if quoted[MOST_NAMED:] else []
    without = (
        [say_many("{count} case with no number", "{count} cases with no number", unstated)]
        if unstated
        else []
    )
    words = [*quoted[:MOST_NAMED], *more, *without]
    return say("Not included in the total: {words}.", words=words) if words else ""


def abroad_words(cases: int) -> str:
    """Say how many cases are abroad, whose people swell no total; empty for none."""
    if not cases:
        return ""
    return say_many(
        "People of {count} case abroad are in no total.",
        "People of {count} cases abroad are in no total.",
        cases,
    )


def source_words(value: Amount) -> str:
    """Return a source's words; bare digits get the word that keeps them from reading as exact."""
    if any(letter.isalpha() for letter in value.as_reported):
        return value.as_reported
    bounds = (each for each in (value.best, value.high) if each is not None)
    digits = value.as_reported or next(map(number, bounds), "")
    if digits and value.qualifier is Qualifier.ABOUT:
        return say("about {digits}", digits=digits)
    if digits and value.qualifier is Qualifier.AT_MOST:
        return say("at most {digits}", digits=digits)
    return digits


def apart_words(apart: Iterable[Amount]) -> list[str]:
    """Return the sources' words for what has no lower bound, each once."""
    return list(filter(None, dict.fromkeys(map(source_words, apart))))


def place_words(act: Listed) -> str:
    """Say where an event took place: "Bishkek", "Istanbul, Turkey", "not stated"."""
    place = (act.location, country_name(act.place_country) if act.abroad else "")
    return ", ".join(dict.fromkeys(filter(None, place))) or say("not stated")


def type_words(act: Listed) -> str:
    """Name an event's kind as a table cell: "Protest, abroad, claimed"."""
    name = MARKS[act.mark].singular.capitalize()
    away = say("abroad") if act.abroad else ""
    status = "" if act.status == "occurred" else act.status
    return ", ".join(filter(None, (name, away, status)))


def reported_words(reported: Sequence[Reported]) -> str:
    """Write the people of an event: those of several countries as a sum of lower bounds."""
    if len(reported) == 1:
        return written(reported[0].amount)
    added = total(each.amount for each in reported)
    if isinstance(added, Absent):
        return written(added)
    return number(_low(added)) if added.is_exact else f"≥ {number(_low(added))}"


def people_words(act: Listed) -> str:
    """Write all people reported of an event: "took part ≤ 1,000; detained 5"."""
    return "; ".join(
        f"{MEASURES[measure]} {reported_words(told)}" for measure, told in act.reported.items()
    )


def terms_words(act: Listed) -> str:
    """Write the terms of a sentence."""
    return "; ".join(term(each.term) for each in act.sentences)


def strip_label(act: Listed) -> str:
    """Name an event beside its mark: a protest's place and number, a sentence's term and person."""
    words = _own_words(act) or act.title
    if len(words) > LABEL_LETTERS:
        words = textwrap.shorten(words, LABEL_LETTERS, placeholder="…").replace(",…", "…")
    return words if act.status == "occurred" else f"{words} ({act.status})"


def band_label(acts: Sequence[Listed], *, before: bool, year: bool) -> str:
    """Name a hatched span, of one event or of several with the same days and kind."""
    first = acts[0]
    if before:
        when = say("← since {day:no_year}", day=first.window.first)
    else:
        when = window_words(first.window, year=year)
        if first.window.precision == 3 and _is_month_or_year(first.window):
            when = say("{months}, no day given", months=when)
    one, several = MARKS[first.mark].short
    if len(acts) > 1:
        return f"{when}: {counted(len(acts), one, several)}"
    words = strip_label(first)
    named = first.mark == "arrest" or not _own_words(first)
    return f"{when}: {words}" if named else f"{when}: {one}, {words}"


def hover(act: Listed, publisher: str) -> str:
    """Return the hover text of an event: what, when and where, how many, who says so."""
    lines = [
        f"<b>{html.escape(act.title)}</b>",
        html.escape(f"{window_words(act.window, year=True)}; {place_words(act)}"),
        *(
            html.escape(f"{MEASURES[measure]}: {reported_words(told)}")
            for measure, told in act.reported.items()
        ),
        *([f"{MEASURES['sentence_length']}: {terms_words(act)}"] if act.sentences else []),
        html.escape(publisher),
    ]
    return "<br>".join(lines)


def total_words(people: Total, measure: str) -> str:
    """Write a sum of lower bounds: "at least 102 detained (not included: “dozens”)"."""
    words = ""
    if people.has_sum:
        words = f"{low_words(people)} {MEASURES[measure]}"
    if not people.apart:
        return words
    quoted = [f"“{words}”" for words in apart_words(people.apart[:MOST_NAMED])]
    more = [say("{count} more", count=len(people.apart) - 3)] if people.apart[MOST_NAMED:] else []
    apart = say_many(
        "{words} in {count} event, no lower bound",
        "{words} in {count} events, no lower bound",
        len(people.apart),
        words=[*quoted, *more],
    )
    return f"{words} (and {apart})" if words else f"{MEASURES[measure]}: {apart}"


def row_name(act: Listed, selection: Selection) -> str:
    """Name a row of the chart of people by its day and place, short enough for the margin."""
    several = len(selection.months) > 1
    if act.window.first == act.window.last and not several:
        when = day(act.window.first, year=False)
    else:
        when = start_of_line(window_words(act.window, year=several))
    words = f"{when}, {act.location or country_name(act.country)}"
    return words if len(words) <= NAME_LETTERS else words[: NAME_LETTERS - 1].rstrip(" ,") + "…"


def number_words(value: Amount) -> str:
    """Write a number with the source's own words, unless those are the digits again."""
    if value.qualifier is Qualifier.VAGUE and not value.has_number:
        return say("no number: {word}", word=value) if value.as_reported else say("no number")
    quoted = value.as_reported
    bounded = value.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST)
    if bounded and len(quoted) <= MOST_QUOTED and any(letter.isalpha() for letter in quoted):
        return f"{written(value)}  “{quoted}”"
    return written(value)


def chart_category(heading: str, country: str, name: str, value: Amount | Absent) -> str:
    """Name a bar of an office file: "Detained, Kazakhstan, 6 June, Almaty: ≥ 100"."""
    words = written(value)
    if isinstance(value, Amount) and not value.has_number:
        words = say("{word}, no number", word=words)
    parts = (heading, country_name(country) if country else "", f"{name[:1].lower()}{name[1:]}")
    return f"{', '.join(filter(None, parts))}: {words}"


def unstated_name(unstated: int, mark: str, *, others: bool) -> str:
    """Name the row of events without a number: "4 other protests"."""
    one, several = MARKS[mark].short
    if others:
        return say_many(
            "{count} other {one}", "{count} other {several}", unstated, one=one, several=several
        )
    return counted(unstated, one, several)


def cut_words(shown: int, total: int, noun: str) -> str:
    """Say that a list holds the first only: "The first 500 of 43,613 sentences ..."."""
    if shown >= total:
        return ""
    return say(
        "The first {shown} of {events} in order of day; the page Events goes through all.",
        shown=shown,
        events=counted(total, noun),
    )


def joined(*sentences_said: str) -> str:
    """Join the sentences of a caption, leaving out the empty ones."""
    return " ".join(sentence for sentence in sentences_said if sentence)


def low_words(people: Total) -> str:
    """Write a sum: "3", "at least 102"."""
    low = _low(people)
    return number(low) if people.is_exact else say("at least {low}", low=low)


def _is_month_or_year(days: Window) -> bool:
    first, last = days.first, days.last
    whole = first.day == 1 and (last + pd.Timedelta(days=1)).day == 1
    months = (first.month, last.month)
    return whole and first.year == last.year and (months[0] == months[1] or months == (1, 12))


def _low(people: Total) -> int:
    return int(people.sum.low or 0)


def _own_words(act: Listed) -> str:
    """Return what is told of an event's place, people and term; empty when nothing is."""
    if act.mark == "sentence":
        terms = [each.term for each in act.sentences if isinstance(each.term, Term)]
        parts = ["; ".join(map(term, terms)), act.person or act.location]
    elif act.mark == "arrest":
        parts = [_arrest(act), act.location]
    else:
        parts = [act.location]
        for measure in ("killed", "injured", "participants"):
            if measure in act.reported:
                words = reported_words(act.reported[measure])
                bare = measure == "participants" and act.location
                parts.append(words if bare else f"{words} {MEASURES[measure]}")
                break
    return ", ".join(part for part in parts if part)


def _arrest(act: Listed) -> str:
    told = act.reported
    if "house_arrest" in told:
        return ", ".join(filter(None, (say("house arrest"), act.person)))
    if "detained" not in told:
        return say("arrest")
    first = told["detained"][0].amount
    if first.qualifier is Qualifier.VAGUE and len(first.as_reported) > QUOTED_LETTERS:
        return say("arrest")
    if first.low == first.high == 1 and act.person:
        return act.person
    return say("{many} detained", many=reported_words(told["detained"]))
