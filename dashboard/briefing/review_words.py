"""The words of numbers, units, days and names in a review.

The sentences of events are those of `sentences`.
"""

import re
from calendar import month_name
from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.dates import day, days, ends_of, month
from dashboard.events.words import UNIT_WORDS, text_of
from dashboard.vocabulary import COUNTRIES, CURRENCIES
from dashboard.wording import N_, number, number_word, say, say_many, start_of_line

Row = dict[Any, Any]
VAGUE_DAY = 3
AHEAD = ("planned", "pledged")
# A unit in the singular and in the plural; a count of things or people has none.
UNITS = {
    **UNIT_WORDS,
    "item": ("", ""),
    "person": ("", ""),
    "USD": (N_("US dollar"), N_("US dollars")),
    "GBP": (N_("pound"), N_("pounds")),
    "EUR": (N_("euro"), N_("euros")),
}
SCALES = ((10**9, N_("{number} billion")), (10**6, N_("{number} million")))
# A lower bound, an upper bound, a best estimate.
BOUNDED = (N_("at least {number}"), N_("at most {number}"), N_("about {number}"))
COUNTS = ("item", "person")
# Printed beside the totals of the epidemic, in this order: measure, one and several.
BESIDE = {
    "active_cases": (N_("{many} active case"), N_("{many} active cases")),
    "hospitalised": (N_("{many} person in hospital"), N_("{many} people in hospital")),
    "home_isolation": (
        N_("{many} person in home isolation"),
        N_("{many} people in home isolation"),
    ),
    "medical_workers_infected": (
        N_("{many} medical worker infected"),
        N_("{many} medical workers infected"),
    ),
    "recovered": (N_("{many} person recovered"), N_("{many} people recovered")),
    "cases_without_symptoms": (
        N_("{many} case without symptoms"),
        N_("{many} cases without symptoms"),
    ),
    "pneumonia_cases": (N_("{many} pneumonia case"), N_("{many} pneumonia cases")),
    "tests": (N_("{many} test"), N_("{many} tests")),
}
UNSTATED = N_("number not stated")
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
    if event["time_precision"] == VAGUE_DAY:
        return start_of_line(vague_days(first, last, years=years))
    words = days(first, last, year=years, to="–")
    return say("About {days}", days=words) if event["time_precision"] != 1 else words


def vague_days(first: pd.Timestamp, last: pd.Timestamp, *, years: bool) -> str:
    """Say in what a day that nobody states lies: in a month, in a year, between two days.

    >>> first, last = pd.Timestamp("2020-05-30"), pd.Timestamp("2020-06-09")
    >>> vague_days(first, last, years=True), vague_days(last, last, years=False)
    ('between 30 May and 9 June 2020', 'about 9 June')
    """
    if first.day == 1 and last == first + pd.offsets.MonthEnd():
        return say("in {month}", month=month(first, year=years))
    if (first.day_of_year, last.month, last.day) == (1, 12, 31) and first.year == last.year:
        return say("in {year}", year=str(first.year))
    if first == last:
        return say("about {day}", day=day(last, year=years))
    start, end = ends_of(first, last, year=years)
    return say("between {first} and {last}", first=start, last=end)


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
        return say("officially none")
    low, best, high, unit = row["low"], row["best"], row["high"], row["unit"]
    if pd.notna(low) and pd.notna(high):
        if low == high:
            words = quantity(low, unit, write)
            return say("about {number}", number=words) if row["qualifier"] == "about" else words
        if unit == "month":
            ends = {"low": quantity(low, unit, write), "high": quantity(high, unit, write)}
            return say("{low} to {high}", **ends)
        return f"{_bare(low, unit)}–{quantity(high, unit)}"
    for sentence, value in zip(BOUNDED, (low, high, best), strict=True):
        if pd.notna(value):
            return say(sentence, number=quantity(value, unit, write))
    words = tidy(text_of(row["as_reported"]))
    return f"“{words}”" if words else say(UNSTATED)


def is_unstated(row: Row) -> bool:
    """Whether a figure has neither a number nor a word for it."""
    has_number = any(pd.notna(row[bound]) for bound in ("low", "best", "high"))
    is_none = row["qualifier"] == "officially_none"
    return not (is_none or has_number or tidy(text_of(row["as_reported"])))


def quantity(value: float, unit: str, write: Callable[[float], str] = number) -> str:
    """Write a number with its unit, by `write`.

    >>> quantity(1, "day"), quantity(57e6, "TJS"), quantity(36, "month"), quantity(15000, "item")
    ('1 day', '57 million somoni', '3 years', '15,000')
    """
    if unit == "month":
        years, months = divmod(int(value), 12)
        parts = []
        if years:
            parts.append(say_many("{many} year", "{many} years", years, many=write(years)))
        if months:
            parts.append(say_many("{many} month", "{many} months", months, many=write(months)))
        return say(" and ").join(parts)
    words = CURRENCIES[unit].name if unit in CURRENCIES else unit
    if unit in UNITS:
        one, several = UNITS[unit]
        words = say(one if value == 1 else several) if several else ""
    return f"{_bare(value, unit, write)} {words}".strip()


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
        for scale, words in SCALES:
            if value >= scale:
                return say(words, number=number(value / scale))
    return write(value)


def term_words(row: Row) -> str:
    """Tell the length of a sentence: "the prison term of Arman Khasenov is three years"."""
    what = inside(tidy(row["definition"]))
    # What stands behind a comma in a definition ends with one.
    ending = "," if "," in what else ""
    return say("the {what} is {term}", what=f"{what}{ending}", term=value_words(row, _in_words))


def _in_words(value: float) -> str:
    return number_word(int(value)) if value == int(value) else number(value)
