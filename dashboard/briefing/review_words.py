"""The sentences of a review: one event with its day, place, status, figures, what is not known.

Only our own words: titles and definitions of the data package, and at most the few words in which a
source prints a number. Which events are told, and where, is left to `review`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.briefing.content import Run
from dashboard.dates import day
from dashboard.engine.counts import Counts
from dashboard.events.words import text_of
from dashboard.vocabulary import COUNTRIES, CURRENCIES, DEFINITIONS, country_name
from dashboard.wording import number

Row = dict[Any, Any]
VAGUE_DAY = 3
PEOPLE = {
    "participants": "Took part",
    "detained": "Detained",
    "house_arrest": "Put under house arrest",
    "sentenced": "Sentenced",
    "injured": "Injured",
    "killed": "Killed",
    "homeless": "Left homeless",
    "evacuated": "Evacuated",
    "returned": "Returned home",
    "medical_workers_infected": "Medical workers infected",
}
UNKNOWN = {
    "participants": "Turnout not stated.",
    "detained": "Number of people detained not stated.",
    "sentence_length": "Length of the sentence not stated.",
}
STATUSES = {
    "claimed": "claimed, not confirmed",
    "planned": "planned, not reported as carried out",
    "pledged": "pledged, not reported as given",
}
AHEAD = ("planned", "pledged")
RESPONSES = {
    "none reported": "No government response reported.",
    "permitted": "The gathering was permitted.",
    "venue blocked": "The authorities blocked the venue.",
    "disrupted": "The gathering was disrupted.",
    "dispersed": "The gathering was dispersed.",
    "detentions": "The authorities detained people.",
}
# What a source's hedge is called before a number; other hedges are told by what the number counts.
HEDGED = {"reportedly": "reportedly", "alleged": "allegedly"}
# A unit in the singular and in the plural; a count of things or people has none.
UNITS = {
    "item": ("", ""),
    "person": ("", ""),
    "percent": ("per cent", "per cent"),
    "megahertz": ("megahertz", "megahertz"),
    "USD": ("US dollar", "US dollars"),
    "GBP": ("pound", "pounds"),
    "EUR": ("euro", "euros"),
    **{each.code: (each.name, each.name) for each in CURRENCIES.values()},
}
SCALES = ((10**9, "billion"), (10**6, "million"))
COUNTS = ("item", "person")
UNSTATED = "number not stated"
# What keeps its capital inside a sentence.
PROPER = {
    *(country.name for country in COUNTRIES.values()),
    *("Amnesty", "Central", "China’s", "Chinese", "Kazakh", "Kulob", "Kyrgyz", "Russian"),
    *("Tajik", "Turkish", "Turkmen", "Uzbek"),
}


def event_runs(
    event: Row, figures: Sequence[Row], unknown: Iterable[str], *, years: bool = False
) -> tuple[Run, ...]:
    """Tell one event; each figure is a run of its own. `years` writes the year with the day."""
    brackets = "; ".join(filter(None, (STATUSES.get(event["status"], ""), where_of(event))))
    placed = f" ({brackets})" if brackets else ""
    key = (event["event_id"],)
    runs = [Run(f"{when_of(event, years=years)}: {tidy(event['title'])}{placed}.", key)]
    doubted = event["confidence"] == "low"
    for row in figures:
        told = row | {"confidence": ""} if doubted else row
        runs.append(Run(f" {figure_sentence(told)}", (row["figure_id"],)))
    ahead = event["status"] in AHEAD
    runs += [Run(f" {UNKNOWN[measure]}") for measure in unknown if not ahead]
    ends = ("" if ahead else _response(event), _doubt(event))
    runs += [Run(f" {words}") for words in ends if words]
    return tuple(runs)


def when_of(event: Row, *, years: bool = False) -> str:
    """Say when an event happened, no finer than its source.

    >>> june = {"event_date": pd.Timestamp("2020-06-01"), "end_date": pd.Timestamp("2020-06-30")}
    >>> when_of(june | {"time_precision": 3}), when_of(june | {"time_precision": 1})
    ('In June', '1–30 June')
    """
    first, last = event["event_date"], event["end_date"]
    precision = event["time_precision"]
    if precision != VAGUE_DAY:
        words = days(first, last, years=years)
        return f"About {words}" if precision != 1 else words
    year = f" {first.year}" if years else ""
    if first.day == 1 and last == first + pd.offsets.MonthEnd():
        return f"In {first:%B}{year}"
    if (first.day_of_year, last.month, last.day) == (1, 12, 31) and first.year == last.year:
        return f"In {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"Between {first.day} and {day(last, year=years)}"
    far = first.year != last.year
    return f"Between {day(first, year=far)} and {day(last, year=far or years)}"


def days(first: pd.Timestamp, last: pd.Timestamp, *, years: bool = False) -> str:
    """Write the days of a window.

    >>> days(pd.Timestamp("2020-06-20"), pd.Timestamp("2020-06-21"))
    '20–21 June'
    >>> days(pd.Timestamp("2020-12-30"), pd.Timestamp("2021-01-02"))
    '30 December 2020 to 2 January 2021'
    """
    if first == last:
        return day(first, year=years)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, year=years)}"
    far = first.year != last.year
    return f"{day(first, year=far)} to {day(last, year=far or years)}"


def where_of(event: Row) -> str:
    """Name the place unless the title does; say "abroad" of what took place there."""
    title, location = event["title"], text_of(event["location"])
    code = text_of(event["place_country"])
    parts = [location] if location and location not in title else []
    if code and code != event["country"] and (event["abroad"] or code not in COUNTRIES):
        land = country_name(code)
        parts += [land] if land not in title and land not in location else []
    words = ", ".join(parts)
    if not event["abroad"]:
        return words
    return f"abroad: {words}" if words else "abroad"


def figure_sentence(row: Row) -> str:
    """Say what is reported with its number, its bounds and how it is printed where that matters.

    >>> march = dict(low=float("nan"), best=float("nan"), high=1000.0, unit="person")
    >>> march |= dict(measure="participants", qualifier="at_most", as_reported="nearly a thousand")
    >>> march |= dict(definition="Marchers in Bishkek", confidence="high", note="")
    >>> figure_sentence(march)
    'Took part: at most 1,000 (marchers in Bishkek; reported as “nearly a thousand”).'
    """
    definition, value = tidy(text_of(row["definition"])), value_words(row)
    hedge = HEDGED.get(text_of(row.get("hedge")), "") if value != UNSTATED else ""
    if row["qualifier"] == "vague" and text_of(row["as_reported"]):
        value += ", no number given"
    if row["measure"] in PEOPLE:
        says_no_more = definition == DEFINITIONS.get(row["measure"])
        label, notes = PEOPLE[row["measure"]], ["" if says_no_more else inside(definition)]
    else:
        label, _, rest = definition.partition("; ")
        notes = [rest]
    notes += [_as_reported(row), *_notes(row)]
    told = "; ".join(filter(None, notes))
    value = f"{hedge} {value}".lstrip()
    return f"{label[:1].upper()}{label[1:]}: {value}{f' ({told})' if told else ''}."


def value_words(row: Row) -> str:
    """Write a figure's number with its bounds and unit; a word without a number stays a word.

    >>> nan = float("nan")
    >>> aid = dict(low=2.6e6, best=2.6e6, high=2.6e6, unit="USD", qualifier="exact")
    >>> fine = dict(low=116.0, best=nan, high=290.0, unit="TJS", qualifier="range")
    >>> term = dict(low=134.0, best=134.0, high=134.0, unit="month", qualifier="exact")
    >>> [value_words(row) for row in (aid, fine, term)]
    ['2.6 million US dollars', '116–290 somoni', '11 years and 2 months']
    """
    if row["qualifier"] == "officially_none":
        return "officially none"
    low, best, high, unit = row["low"], row["best"], row["high"], row["unit"]
    if pd.notna(low) and pd.notna(high):
        if low == high:
            return f"{'about ' if row['qualifier'] == 'about' else ''}{quantity(low, unit)}"
        if unit == "month":
            return f"{quantity(low, unit)} to {quantity(high, unit)}"
        return f"{_bare(low, unit)}–{quantity(high, unit)}"
    for words, value in (("at least", low), ("at most", high), ("about", best)):
        if pd.notna(value):
            return f"{words} {quantity(value, unit)}"
    words = tidy(text_of(row["as_reported"]))
    return f"“{words}”" if words else UNSTATED


def quantity(value: float, unit: str) -> str:
    """Write a number with its unit.

    >>> quantity(1, "day"), quantity(57e6, "TJS"), quantity(36, "month"), quantity(15000, "item")
    ('1 day', '57 million somoni', '3 years', '15,000')
    """
    if unit == "month":
        years, months = divmod(int(value), 12)
        parts = [(years, "year"), (months, "month")]
        return " and ".join(f"{count} {word}{'s'[: count != 1]}" for count, word in parts if count)
    one, several = UNITS.get(unit, (unit, unit if unit.isupper() else f"{unit}s"))
    return f"{_bare(value, unit)} {one if value == 1 else several}".strip()


def tidy(text: str) -> str:
    """Set apostrophes, quotation marks and ranges as in print.

    >>> tidy("the president's weekend of 20-21 June")
    'the president’s weekend of 20–21 June'
    """
    text = re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")
    return re.sub(r"(?<=\d)-(?=\d)", "–", text).replace("percent", "per cent")


def inside(text: str) -> str:
    """Begin with a small letter what stands inside a sentence, names excepted.

    >>> inside("Marchers in Bishkek"), inside("Kyrgyz officials"), inside("SCO members")
    ('marchers in Bishkek', 'Kyrgyz officials', 'SCO members')
    """
    first = text.split(" ", 1)[0]
    if first in PROPER or first[1:] != first[1:].lower():
        return text
    return text[:1].lower() + text[1:]


def _bare(value: float, unit: str) -> str:
    """Write a number without its unit; large sums and weights in millions."""
    if unit not in COUNTS:
        for scale, word in SCALES:
            if value >= scale:
                return f"{number(value / scale)} {word}"
    return number(value)


def _as_reported(row: Row) -> str:
    """Quote the words of a bound that is reported without digits, such as "nearly a thousand"."""
    printed = text_of(row["as_reported"])
    bounded = row["qualifier"] in ("at_least", "at_most", "about")
    if not bounded or not printed or any(letter.isdigit() for letter in printed):
        return ""
    if printed.casefold().startswith(("at least", "at most", "about")):
        return ""
    return f"reported as “{tidy(printed)}”"


def _notes(row: Row) -> Iterator[str]:
    """Tell the note to a figure, and how sure it is where that is little."""
    if note := tidy(text_of(row["note"])).rstrip("."):
        yield inside(note)
    if row["confidence"] == "low":
        yield "low confidence"


def _response(event: Row) -> str:
    response = text_of(event["state_response"])
    return RESPONSES.get(response, f"Government response: {response}." if response else "")


def _doubt(event: Row) -> str:
    return "Low confidence." if event["confidence"] == "low" else ""


@dataclass(frozen=True)
class Found:
    """Some of the events chosen: how many they are, and those of them that are told one by one."""

    counts: Counts
    events: Sequence[Row]

    @property
    def total(self) -> int:
        """How many they are."""
        return self.counts.total

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those told."""
        return tuple(event["event_id"] for event in self.events)

    def by(self, name: str) -> Counter[str]:
        """Count them by a column, in the order in which its words come first."""
        found = self.counts.by(name)
        return Counter({word: found[word] for word in self.counts.values(name).tolist()})

    def where(self, **values: object) -> "Found":
        """Return those whose columns have these values."""
        own = [
            event
            for event in self.events
            if all(event[name] == value for name, value in values.items())
        ]
        return Found(self.counts.where(**values), own)
