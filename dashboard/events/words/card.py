"""The single facts of an event as plain words: when, status, type, place. Puts no card together."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.vocabulary import ACLED_TYPES, country_name
from dashboard.wording import day, join_words

NOT_STATED = "not stated"
STATUS_WORDS = {
    "occurred": "happened, by what the source reports",
    "claimed": "claimed: somebody says so, nobody confirms it",
    "planned": "planned: announced, not reported as held",
    "pledged": "pledged: promised, not reported as given",
}
PLACE_PRECISIONS = {
    1: "the town",
    2: "the point is approximate: a part of a region, or a town that the source does not name",
    3: "an area only; the point stands for it",
}
WHOLE_YEAR = ((1, 1), (12, 31))


def text_of(value: object) -> str:
    """Return a text, an empty one for a blank."""
    return value if isinstance(value, str) else ""


def days_words(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write one day or several, with the year.

    >>> june = pd.Timestamp("2020-06-14"), pd.Timestamp("2020-06-29")
    >>> days_words(*june), days_words(june[1], pd.Timestamp("2020-07-02"))
    ('14–29 June 2020', '29 June to 2 July 2020')
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first, year=first.year != last.year)} to {day(last)}"


def when_words(event: Mapping[str, Any]) -> str:
    """Say when an event happened and how well that is known.

    >>> june = {"event_date": pd.Timestamp("2020-06-01"), "end_date": pd.Timestamp("2020-06-30")}
    >>> when_words(june | {"time_precision": 3, "date_basis": "stated"})
    'day not known: some time in June 2020'
    """
    first, last = event["event_date"], event["end_date"]
    words = days_words(first, last)
    if event["time_precision"] == 1:
        told = words
    elif event["time_precision"] == 2:
        told = f"about {words}: the day is approximate"
    else:
        told = f"day not known: some time {_vague(first, last, words)}"
    return (
        told
        if event["date_basis"] != "inferred"
        else f"{told} (part of the date inferred, such as the year)"
    )


def _vague(first: pd.Timestamp, last: pd.Timestamp, words: str) -> str:
    if ((first.month, first.day), (last.month, last.day)) == WHOLE_YEAR:
        return (
            f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
        )
    if (first.year, first.month) != (last.year, last.month):
        return f"from {words}"
    whole_month = first.day == 1 and (last + pd.Timedelta(days=1)).day == 1
    return f"in {first:%B %Y}" if whole_month else f"from {first.day} to {day(last)}"


def hedge_facts(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """Tell how far the source itself stands behind an event or a number, where it says so."""
    if hedge := text_of(row.get("hedge")):
        yield "The source’s hedge", hedge


def status_words(status: str) -> str:
    """Say what kind of report it is."""
    return STATUS_WORDS[status]


def kind_words(event_type: str, sub_event_type: str) -> str:
    """Name the type and whose it is.

    >>> kind_words("Court ruling", "Sentence")
    'Court ruling: Sentence (a type of our own)'
    """
    whose = "as in ACLED’s list" if event_type in ACLED_TYPES else "a type of our own"
    return f"{event_type}: {sub_event_type} ({whose})"


def acled_words(eligible: bool, reason: str) -> str:
    """Say whether ACLED would code the event, and why not.

    >>> acled_words(False, "Arrest of private persons")
    'would not code it: arrest of private persons'
    """
    if eligible:
        return "would code it"
    if not reason:
        return "would not code it"
    reason = reason if reason[:2].isupper() else reason[0].lower() + reason[1:]
    return f"would not code it: {reason}"


def who_words(country: str, related: str) -> str:
    """Name the country an event concerns, and the others.

    >>> who_words("KGZ", "RUS;CHN")
    'Kyrgyzstan; also Russia and China'
    """
    others = [country_name(code) for code in related.split(";") if code]
    return (
        f"{country_name(country)}; also {join_words(others)}" if others else country_name(country)
    )


def place_words(event: Mapping[str, Any], province: str = "") -> str:
    """Say where an event happened; what took place outside the country it concerns says so first.

    >>> rally = {"location": "Istanbul", "place_country": "TUR", "country": "TKM", "abroad": True}
    >>> place_words(rally, "Istanbul")
    'abroad, not in Turkmenistan: Istanbul, Turkey'
    """
    location, code = text_of(event["location"]), text_of(event["place_country"])
    land = country_name(code) if code else ""
    parts = list(dict.fromkeys(part for part in (location, province, land) if part))
    if not parts:
        return "no place: a national or online event, or none is given; not on the map"
    words = ", ".join(parts) if location else f"{', '.join(parts)}; no place in it is given"
    return f"abroad, not in {country_name(event['country'])}: {words}" if event["abroad"] else words


def place_precision_words(precision: Any) -> str:
    """Say how exactly the place is known; empty without a place on the map."""
    return PLACE_PRECISIONS[int(precision)] if pd.notna(precision) else ""


def published_words(published: object) -> str:
    """Write a date of publication as exactly as it is known.

    >>> published_words("2020-07"), published_words("2020-07-05"), published_words(None)
    ('July 2020', '5 July 2020', 'date not stated')
    """
    text = text_of(published)
    if not text:
        return "date not stated"
    when = pd.Timestamp(text)
    return {4: text, 7: f"{when:%B %Y}"}.get(len(text), day(when))
