"""What the Protests and arrests page says of an event, a case, a total and its rule of counting.

Counts nothing itself.
"""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.dates import day
from dashboard.marks import MARKS
from dashboard.panels.headline import within_words
from dashboard.protests.measures.cases import Act
from dashboard.protests.measures.counts import REACHING, Reported
from dashboard.protests.view.chosen import ProtestView
from dashboard.protests.view.listed import Listed
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Term, Window, total
from dashboard.vocabulary import DEFAULT_STATUSES, MEASURES, STATUSES, country_name
from dashboard.wording import (
    amount_words,
    counted,
    joined,
    number,
    say,
    say_many,
    start_of_line,
    term,
    window_words,
    within_line,
)

LABEL_LETTERS = 40
NAME_LETTERS = 44
QUOTED_LETTERS = 12
MOST_QUOTED = 22
NOTED = "*"


def dated_words(view: ProtestView) -> str:
    """Say how many events there are by the rule of counting: "17 that began in June 2020"."""
    period, many = view.selection.period, view.total
    if not many:
        return period
    if view.rule == REACHING:
        return say("{many} ongoing in {period}", many=many, period=period)
    return say("{many} that began {within}", many=many, within=within_words(view.selection))


def left_out_words(view: ProtestView) -> str:
    """Say what the choice of status leaves out: "Not counted: 1 claimed."; empty when nothing."""
    included = view.selection.statuses
    left_out = [f"{number(value)} {say(status)}" for status, value in view.left_out.items()]
    return joined(
        say("Counted: {statuses}.", statuses=[say(each) for each in included])
        if included != DEFAULT_STATUSES
        else "",
        say("Not counted: {events}.", events=left_out) if left_out else "",
    )


def days_words(view: ProtestView) -> str:
    """Say which events are counted by their days, and for which country."""
    within = within_words(view.selection)
    if view.rule != REACHING:
        return say(
            "Counts events that began {within}, by country concerned, including those abroad.",
            within=within,
        )
    earlier = view.begun_earlier.total
    return say(
        "Counts events that began {within} or continued into it ({earlier} began earlier), "
        "by country concerned, including those abroad.",
        within=within,
        earlier=earlier or say("none"),
    )


def rule_words(view: ProtestView) -> str:
    """Say which events are counted: by their days, by their country, by their status."""
    left_out = [f"{number(value)} {say(status)}" for status, value in view.left_out.items()]
    if left_out:
        status = say_many(
            "{events} event is not counted.",
            "{events} events are not counted.",
            sum(view.left_out.values()),
            events=left_out,
        )
    elif set(STATUSES) <= set(view.selection.statuses):
        status = say("Every status is counted.")
    else:
        status = say("The status filter leaves nothing out.")
    return joined(days_words(view), status)


def who_words(event: Act, actor: object) -> str:
    """Say who an act concerns: a name, or the number as reported and what it counts."""
    if event.person:
        return event.person
    persons = event.persons
    if isinstance(persons.amount, Absent):
        if isinstance(actor, str):
            return say("{actor}: number not stated", actor=actor)
        return amount_words(persons.amount)
    return ": ".join(filter(None, (amount_words(persons.amount), persons.counts)))


def place_words(event: Listed) -> str:
    """Say where an event took place: "Bishkek", "Istanbul, Turkey", "not stated"."""
    place = (event.location, country_name(event.place_country) if event.abroad else "")
    return ", ".join(dict.fromkeys(filter(None, place))) or say("not stated")


def type_words(event: Listed) -> str:
    """Name an event's kind as a table cell: "Protest, abroad, claimed", "Arrest, reportedly"."""
    name = start_of_line(say(MARKS[event.mark].singular))
    away = say("abroad") if event.abroad else ""
    status = "" if event.status == "occurred" else say(event.status)
    return ", ".join(dict.fromkeys(filter(None, (name, away, event.hedge, status))))


def reported_words(reported: Sequence[Reported]) -> str:
    """Write the people of an event: those of several countries as a sum."""
    return _added([each.amount for each in reported])


def _added(amounts: Sequence[Amount]) -> str:
    return amount_words(amounts[0] if len(amounts) == 1 else total(amounts))


def _bare(reported: Sequence[Reported]) -> str:
    """Write the people of an event without the sources' reserve, which the label says once."""
    return _added([replace(each.amount, hedge="") for each in reported])


def people_words(event: Listed, *, is_unstated: bool) -> str:
    """Write all people reported of an event: "took part ≤ 1,000; detained 5".

    `is_unstated`: of those that it must have had no number is given.
    """
    parts = [
        f"{say(MEASURES[measure])} {reported_words(people)}"
        for measure, people in event.reported.items()
    ]
    if is_unstated:
        expected = say(MEASURES[MARKS[event.mark].expected])
        parts.append(say("{people} not stated", people=expected) if parts else say("not stated"))
    return "; ".join(parts)


def strip_label(event: Listed) -> str:
    """Name an event beside its mark: a protest's place and number, a sentence's term and person."""
    words = _own_words(event) or event.title
    if len(words) > LABEL_LETTERS:
        words = textwrap.shorten(words, LABEL_LETTERS, placeholder="…").replace(",…", "…")
    reserve = _reserves(event)
    return f"{words} ({', '.join(reserve)})" if reserve else words


def band_label(events: Sequence[Listed], *, before: bool, year: bool) -> str:
    """Name a hatched span, of one event or of several with the same days and kind."""
    first = events[0]
    if before:
        when = say("← since {day:no_year}", day=first.window.first)
    else:
        when = window_words(first.window, year=year)
        if first.window.precision == 3 and _is_month_or_year(first.window):
            when = say("{months}, no day given", months=when)
    one, several = MARKS[first.mark].short
    if len(events) > 1:
        return f"{when}: {counted(len(events), one, several)}"
    words = strip_label(first)
    named = first.mark == "arrest" or not _own_words(first)
    return f"{when}: {words}" if named else f"{when}: {one}, {words}"


def hover(event: Listed, publisher: str) -> str:
    """Return the hover text of an event: what, when and where, how many, who says so."""
    terms = [term(each.term) for each in event.sentences]
    lines = [
        f"<b>{html.escape(event.title)}</b>",
        html.escape(f"{window_words(event.window, year=True)}; {place_words(event)}"),
        *(
            html.escape(f"{say(MEASURES[measure])}: {reported_words(people)}")
            for measure, people in event.reported.items()
        ),
        *([f"{say(MEASURES['sentence_length'])}: {'; '.join(terms)}"] if terms else []),
        html.escape(publisher),
    ]
    return "<br>".join(lines)


def row_name(event: Listed, selection: Selection) -> str:
    """Name a row of the chart of people by its day and place, short enough for a phone."""
    several = len(selection.months) > 1
    if event.window.first == event.window.last and not several:
        when = day(event.window.first, year=False)
    else:
        when = start_of_line(window_words(event.window, year=several))
    words = f"{when}, {event.location or country_name(event.country)}"
    return words if len(words) <= NAME_LETTERS else words[: NAME_LETTERS - 1].rstrip(" ,") + "…"


def number_words(value: Amount) -> str:
    """Write a number; a word without one says so."""
    if value.qualifier is Qualifier.VAGUE and not value.has_number:
        return say("no number: {word}", word=value) if value.as_reported else say("no number")
    return amount_words(value)


def quoted_words(value: Amount) -> str:
    """Write the source's own words for a bound, unless those are the digits again."""
    quoted = value.as_reported
    bounded = value.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST)
    is_shown = bounded and len(quoted) <= MOST_QUOTED and any(letter.isalpha() for letter in quoted)
    return f"“{quoted}”" if is_shown else ""


def chart_category(heading: str, country: str, name: str, value: Amount | Absent) -> str:
    """Name a bar of an office file: "Detained, Kazakhstan, 6 June, Almaty: ≥ 100"."""
    words = amount_words(value)
    if isinstance(value, Amount) and not value.has_number:
        words = say("{word}, no number", word=words)
    parts = (heading, country_name(country) if country else "", within_line(name))
    return f"{', '.join(filter(None, parts))}: {words}"


def unstated_name(unstated: int, mark: str, *, others: bool) -> str:
    """Name the row of events without a number: "4 other protests"."""
    one, several = MARKS[mark].short
    if others:
        return say_many(
            "{count} other {one}",
            "{count} other {several}",
            unstated,
            one=say(one),
            several=say(several),
        )
    return counted(unstated, one, several)


def cut_words(shown: int, total: int, events: str) -> str:
    """Say that a list holds the first only: "The first 500 of 43,613 sentences ...".

    `events` is the total in words: "43,613 sentences".
    """
    if shown >= total:
        return ""
    return say(
        "The first {shown} of {events} in order of day; the page Events goes through all.",
        shown=shown,
        events=events,
    )


def _is_month_or_year(days: Window) -> bool:
    first, last = days.first, days.last
    whole = first.day == 1 and (last + pd.Timedelta(days=1)).day == 1
    months = (first.month, last.month)
    return whole and first.year == last.year and (months[0] == months[1] or months == (1, 12))


def _reserves(event: Listed) -> list[str]:
    """Return the source's reserve, on the event or its numbers, and the status; each once."""
    numbers = [
        each.amount.hedge
        for people in event.reported.values()
        for each in people
        if each.amount.qualifier is not Qualifier.OFFICIALLY_NONE
    ]
    status = "" if event.status == "occurred" else say(event.status)
    return list(filter(None, dict.fromkeys((event.hedge, *numbers, status))))


def _own_words(event: Listed) -> str:
    """Return what is reported of an event's place, people and term; empty when nothing is."""
    if event.mark == "sentence":
        terms = [each.term for each in event.sentences if isinstance(each.term, Term)]
        parts = ["; ".join(map(_short_term, terms)), event.person or event.location]
    elif event.mark == "arrest":
        parts = [_arrest(event), event.location]
    else:
        parts = [event.location]
        for measure in ("killed", "injured", "participants"):
            if measure in event.reported:
                words = _bare(event.reported[measure])
                bare = measure == "participants" and event.location
                parts.append(words if bare else f"{words} {say(MEASURES[measure])}")
                break
    return ", ".join(part for part in parts if part)


def _short_term(value: Term) -> str:
    """Write a term without its note, for which a star stands."""
    return f"{term(replace(value, note=''))}{NOTED if value.note else ''}"


def _arrest(event: Listed) -> str:
    reported = event.reported
    if "house_arrest" in reported:
        return ", ".join(filter(None, (say("house arrest"), event.person)))
    if "detained" not in reported:
        return say("arrest")
    first = reported["detained"][0].amount
    if first.qualifier is Qualifier.VAGUE and len(first.as_reported) > QUOTED_LETTERS:
        return say("arrest")
    if first.low == first.high == 1 and event.person:
        return event.person
    return say("{many} detained", many=_bare(reported["detained"]))
