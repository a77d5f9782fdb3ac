"""The words of numbers, units, days and names in a review, and the counts of some of its events.

The sentences of events are those of `sentences`.
"""

import re
from calendar import month_name
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.dates import day
from dashboard.engine.counts import Counts
from dashboard.events.words import text_of
from dashboard.vocabulary import COUNTRIES, CURRENCIES
from dashboard.wording import number, number_word, say

Row = dict[Any, Any]
VAGUE_DAY = 3
STATUSES = {
    "claimed": "claimed, not confirmed",
    "planned": "planned, not reported as carried out",
    "pledged": "pledged, not reported as given",
}
AHEAD = ("planned", "pledged")
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
    *month_name[1:],
}


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


def value_words(row: Row, write: Callable[[float], str] = number) -> str:
    """Write a figure's number with its bounds and unit; a word without a number stays a word.

    `write` writes a single number; a range is in digits.

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
            return f"{'about ' if row['qualifier'] == 'about' else ''}{quantity(low, unit, write)}"
        if unit == "month":
            return f"{quantity(low, unit, write)} to {quantity(high, unit, write)}"
        return f"{_bare(low, unit)}–{quantity(high, unit)}"
    for words, value in (("at least", low), ("at most", high), ("about", best)):
        if pd.notna(value):
            return f"{words} {quantity(value, unit, write)}"
    words = tidy(text_of(row["as_reported"]))
    return f"“{words}”" if words else UNSTATED


def quantity(value: float, unit: str, write: Callable[[float], str] = number) -> str:
    """Write a number with its unit, by `write`.

    >>> quantity(1, "day"), quantity(57e6, "TJS"), quantity(36, "month"), quantity(15000, "item")
    ('1 day', '57 million somoni', '3 years', '15,000')
    """
    if unit == "month":
        years, months = divmod(int(value), 12)
        parts = [(years, "year"), (months, "month")]
        return " and ".join(
            f"{write(count)} {word}{'s'[: count != 1]}" for count, word in parts if count
        )
    one, several = UNITS.get(unit, (unit, unit if unit.isupper() else f"{unit}s"))
    return f"{_bare(value, unit, write)} {one if value == 1 else several}".strip()


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


def _bare(value: float, unit: str, write: Callable[[float], str] = number) -> str:
    """Write a number without its unit; large sums and weights in millions."""
    if unit not in COUNTS:
        for scale, word in SCALES:
            if value >= scale:
                return f"{number(value / scale)} {word}"
    return write(value)


def term_words(row: Row) -> str:
    """Tell the length of a sentence: "the prison term of Arman Khasenov is three years"."""
    what = inside(tidy(row["definition"]))
    # What stands behind a comma in a definition ends with one.
    ending = "," if "," in what else ""
    return say("the {what} is {term}", what=f"{what}{ending}", term=value_words(row, _in_words))


def _in_words(value: float) -> str:
    return number_word(int(value)) if value == int(value) else number(value)


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
