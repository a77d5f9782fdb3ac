"""What the Protests and arrests page says of an event, a case and its own rule of counting.

Counts nothing itself.
"""

import html
import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.protests.measures.cases import named_person
from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.measures.people import Figure, PeopleTotal
from dashboard.protests.view.sheet import ProtestSheet, publishers
from dashboard.vocabulary import DEFAULT_STATUSES, MARKS, MEASURES, STATUSES, country_name
from dashboard.wording import bound, counted, day, join_words, length, number, window

HAVING = {DATED: "dated in", REACHING: "reaching into"}
MOST_NAMED = 3
LABEL_LETTERS = 36
QUOTED_LETTERS = 12
ROW_COLUMNS = ("Date", "Country", "Type", "Event", "Where", "Source", "People")


def left_out_words(sheet: ProtestSheet) -> str:
    """Say what the choice of status leaves out: "Not counted: 1 claimed."; empty when nothing."""
    included = sheet.selection.statuses
    words = f"Counted: {join_words(included)}. " if included != DEFAULT_STATUSES else ""
    left_out = join_words([f"{number(value)} {status}" for status, value in sheet.left_out.items()])
    return f"{words}Not counted: {left_out}." if left_out else words.strip()


def days_words(sheet: ProtestSheet) -> str:
    """Say which events are counted by their days, and for which country."""
    words = f"Counted: what began in {sheet.selection.period}"
    if sheet.rule == REACHING:
        earlier = sheet.begun_earlier.total
        words += f" or went on into it ({number(earlier) if earlier else 'none'} begun earlier)"
    return f"{words}, for the country it concerns, abroad included."


def rule_words(sheet: ProtestSheet) -> str:
    """Say which events are counted: by their days, by their country, by their status."""
    unwanted = [status for status in STATUSES if status not in sheet.selection.statuses]
    if not unwanted:
        return f"{days_words(sheet)} No status is left out."
    told = join_words([f"{number(value)} {status}" for status, value in sheet.left_out.items()])
    left_out = " or ".join(filter(None, (", ".join(unwanted[:-1]), unwanted[-1])))
    return f"{days_words(sheet)} Left out by the status filter: {left_out} ({told or 'none'} here)."


def who_words(act: Mapping[Any, Any]) -> str:
    """Say who an act concerns: a name, or the number as reported and what it counts."""
    if act["person"]:
        return act["person"]
    if not act["qualifier"]:
        actor = act["actor2"]
        return f"{actor}: number not stated" if isinstance(actor, str) else "not stated"
    number_told = bound(act["low"], act["best"], act["high"], act["as_reported"])
    return f"{number_told}: {act['definition']}" if act["definition"] else number_told


def case_words(figure: Figure | None) -> str:
    """Write the persons of a case: "1 person", "22–27 persons", "persons not stated"."""
    if figure is None:
        return "persons not stated"
    words = bound(figure.low, figure.best, figure.high, figure.as_reported)
    if figure.qualifier == "vague":
        return f"{words}, no number"
    return f"{words} {'person' if figure.low == figure.high == 1 else 'persons'}"


def persons_words(total: PeopleTotal) -> str:
    """Write the persons of several cases: "at least 106 persons"."""
    if not total.low:
        return "no person" if total.exact else "no number of persons that can be added"
    words = counted(total.low, "person")
    return words if total.exact else f"at least {number(total.low)} {words.split()[1]}"


def unsummed_words(total: PeopleTotal, unstated: int) -> str:
    """Say what is in no sum: numbers without a lower bound, cases without any number."""
    quoted = [f"“{printed}”" for printed in dict.fromkeys(total.unsummed)]
    more = [f"{len(quoted) - MOST_NAMED} more"] if len(quoted) > MOST_NAMED else []
    without = [f"{counted(unstated, 'case')} with no number"] if unstated else []
    words = [*quoted[:MOST_NAMED], *more, *without]
    return f"In no sum: {join_words(words)}." if words else ""


def abroad_words(cases: int) -> str:
    """Say how many cases are abroad, whose persons swell no total; empty for none."""
    return f"Persons of {counted(cases, 'case')} abroad are in no sum." if cases else ""


def place_words(event: Mapping[str, Any]) -> str:
    """Say where an event took place: "Bishkek", "Istanbul, Turkey", "not stated"."""
    place = [event["location"]] if isinstance(event["location"], str) else []
    if event["abroad"]:
        place.append(country_name(event["place_country"]))
    return ", ".join(dict.fromkeys(place)) or "not stated"


def type_words(event: Mapping[str, Any]) -> str:
    """Name an event's kind as a table cell."""
    name = MARKS[event["mark"]].singular.capitalize()
    name = f"{name}, abroad" if event["abroad"] else name
    return name if event["status"] == "occurred" else f"{name}, {event['status']}"


def term_words(low: float, high: float, unit: str = "month") -> str:
    """Write a term in months, days or years: "11 y 2 m", "5 y – 11 y", "2 d – 15 d", "not stated".

    >>> term_words(60, 132), term_words(2, 15, "day"), term_words(3, math.nan, "year")
    ('5 y – 11 y', '2 d – 15 d', '≥ 3 y')
    """
    if math.isnan(low) and math.isnan(high):
        return "not stated"
    if low == high:
        return _length(low, unit)
    if math.isnan(low) or math.isnan(high):
        return f"≤ {_length(high, unit)}" if math.isnan(low) else f"≥ {_length(low, unit)}"
    return f"{_length(low, unit)} – {_length(high, unit)}"


def _length(value: float, unit: str) -> str:
    return f"{value:g} d" if unit == "day" else length(int(value * (12 if unit == "year" else 1)))


def people_words(figures: Sequence[Mapping[str, Any]]) -> str:
    """Write what is reported of an event: several figures by country as a sum of lower bounds."""
    if len(figures) == 1:
        figure = figures[0]
        return bound(figure["low"], figure["best"], figure["high"], figure["as_reported"])
    low = sum(figure["low"] for figure in figures if not math.isnan(figure["low"]))
    exact = all(figure["qualifier"] == "exact" for figure in figures)
    return number(low) if exact else f"≥ {number(low)}"


def strip_label(event: Mapping[str, Any]) -> str:
    """Name an event beside its mark: a protest's place and number, a sentence's term and person."""
    words = _own_words(event) or event["title"]
    if len(words) > LABEL_LETTERS:
        words = textwrap.shorten(words, LABEL_LETTERS, placeholder="…").replace(",…", "…")
    return words if event["status"] == "occurred" else f"{words} ({event['status']})"


def band_label(events: Sequence[Mapping[str, Any]], *, before: bool, year: bool) -> str:
    """Name a hatched span, of one event or of several with the same days and kind."""
    first = events[0]
    if before:
        when = f"← since {day(first['event_date'], year=False)}"
    else:
        when = window(first["event_date"], first["end_date"], first["time_precision"], year=year)
    if first["time_precision"] == 3 and when.startswith("in "):
        when = f"{when}, no day given"
    if len(events) > 1:
        return f"{when}: {counted(len(events), *_nouns(first['mark']))}"
    what = MARKS[first["mark"]].singular.split(" or ")[0]
    words = strip_label(first)
    named = first["mark"] == "arrest" or not _own_words(first)
    return f"{when}: {words}" if named else f"{when}: {what}, {words}"


def hover(event: Mapping[str, Any], publisher: str) -> str:
    """Return the hover text of an event: what, when and where, how many, who says so."""
    when = window(event["event_date"], event["end_date"], event["time_precision"], year=True)
    lines = [
        f"<b>{html.escape(event['title'])}</b>",
        f"{when}; {html.escape(place_words(event))}",
    ]
    for measure, figures in event["told"].items():
        lines.append(f"{MEASURES[measure]}: {html.escape(people_words(figures))}")
    if event["terms"]:
        lines.append(f"sentence: {'; '.join(term_words(*term) for term in event['terms'])}")
    return "<br>".join([*lines, html.escape(publisher)])


def total_words(total: PeopleTotal, measure: str) -> str:
    """Write a sum of lower bounds: "at least 102 detained (and “dozens” in 1 event, no number)"."""
    least = "" if total.exact else "at least "
    words = f"{least}{number(total.low)} {MEASURES[measure]}" if total.low or total.exact else ""
    if not total.unsummed:
        return words
    quoted = join_words([f"“{printed}”" for printed in dict.fromkeys(total.unsummed[:3])])
    more = f" and {len(total.unsummed) - 3} more" if len(total.unsummed) > 3 else ""
    unsummed = f"{quoted}{more} in {counted(len(total.unsummed), 'event')}, no lower bound"
    return f"{words} (and {unsummed})" if words else f"{MEASURES[measure]}: {unsummed}"


def dated(value: pd.Timestamp, end: pd.Timestamp, precision: int, *, year: bool) -> str:
    """Write when an event took place, as the start of a line."""
    words = window(value, end, precision, year=year)
    return words[0].upper() + words[1:]


def _own_words(event: Mapping[str, Any]) -> str:
    """Return what is told of an event's place, people and term; empty when nothing is."""
    told, place = event["told"], event["location"] if isinstance(event["location"], str) else ""
    if event["mark"] == "sentence":
        terms = [term_words(*term) for term in event["terms"] if not math.isnan(term[0])]
        parts = ["; ".join(terms), _person(event) or place]
    elif event["mark"] == "arrest":
        parts = [_arrest(event), place]
    else:
        parts = [place]
        for measure in ("killed", "injured", "participants"):
            if measure in told:
                words = people_words(told[measure])
                bare = measure == "participants" and place
                parts.append(words if bare else f"{words} {MEASURES[measure]}")
                break
    return ", ".join(part for part in parts if part)


def _person(event: Mapping[str, Any]) -> str:
    """Return the second actor if a person."""
    return named_person(event["actor2"])


def _arrest(event: Mapping[str, Any]) -> str:
    told = event["told"]
    if "house_arrest" in told:
        return f"house arrest, {_person(event)}".removesuffix(", ")
    if "detained" not in told:
        return "arrest"
    figure = told["detained"][0]
    if figure["qualifier"] == "vague" and len(figure["as_reported"]) > QUOTED_LETTERS:
        return "arrest"
    if figure["low"] == figure["high"] == 1 and _person(event):
        return _person(event)
    return f"{people_words(told['detained'])} detained"


def _nouns(mark: str) -> tuple[str, str]:
    first = MARKS[mark].singular.split(" or ")[0]
    return first, MARKS[mark].label.lower()


@lru_cache(maxsize=KEPT_SELECTIONS)
def event_rows(sheet: ProtestSheet) -> pd.DataFrame:
    """Return the listed events as the table behind the charts."""
    names = publishers(sheet.package)
    several = len(sheet.selection.months) > 1
    rows = [
        (
            dated(event["event_date"], event["end_date"], event["time_precision"], year=several),
            country_name(event["country"]),
            type_words(event),
            event["title"],
            place_words(event),
            names.get(event["source_id"], ""),
            "; ".join(
                f"{MEASURES[measure]} {people_words(told)}"
                for measure, told in event["told"].items()
            ),
            event["event_id"],
        )
        for event in sheet.listed.records.values()
    ]
    return pd.DataFrame(rows, columns=[*ROW_COLUMNS, "Event key"])


def joined(*sentences_said: str) -> str:
    """Join the sentences of a caption, leaving out the empty ones."""
    return " ".join(sentence for sentence in sentences_said if sentence)
