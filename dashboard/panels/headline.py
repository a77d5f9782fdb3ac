"""A panel's sentence for a briefing, with what its numbers stand for; words that such share.

What each panel says is beside the panel.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.selection import ROW_FILTERS, Selection
from dashboard.vocabulary import DEFAULT_STATUSES, STATUSES, country_name
from dashboard.wording import day, join_words

NO_COUNTRY = "No country is chosen"
MOST_COUNTRIES = 2
# Filters told in words of their own.
NAMED = ("countries", "statuses")


@dataclass(frozen=True)
class Headline:
    """One sentence without a full stop, and the keys of the numbers in it."""

    text: str
    keys: tuple[str, ...] = ()


def within_words(selection: Selection) -> str:
    """Write the months chosen as the end of a sentence; whole years without their months.

    >>> within_words(Selection()), within_words(Selection(first_month="2020-03"))
    ('in June 2020', 'from March to June 2020')
    >>> within_words(Selection(first_month="2020-01", last_month="2020-12"))
    'in 2020'
    """
    first, last = selection.first_month, selection.last_month
    if first.endswith("-01") and last.endswith("-12"):
        return f"in {first[:4]}" if first[:4] == last[:4] else f"from {first[:4]} to {last[:4]}"
    word = "in" if selection.first_month == selection.last_month else "from"
    return f"{word} {selection.period}"


def scope_words(selection: Selection, when: str = "") -> str:
    """Write whom the events chosen concern and when, to follow a noun.

    `when` is said in place of the months; any other filter is told in brackets.

    >>> scope_words(Selection(countries=("KGZ", "TJK"), text="bridge"))
    ' about Kyrgyzstan and Tajikistan in June 2020 (as filtered)'
    >>> scope_words(Selection(statuses=("occurred", "claimed")))
    ' in June 2020 (claimed too)'
    """
    return f"{about_words(selection)} {when or within_words(selection)}{filter_words(selection)}"


def filter_words(selection: Selection) -> str:
    """Tell the filters beside countries and months, in brackets; empty for those of every page."""
    filters = [_status_words(selection)]
    if any(row.words(row.value(selection)) for row in ROW_FILTERS if row.field not in NAMED):
        filters.append("as filtered")
    told = ", ".join(filter(None, filters))
    return f" ({told})" if told else ""


def about_words(selection: Selection) -> str:
    """Write whom the events chosen concern, to follow a noun; empty for all five countries."""
    if selection.covers_all_countries:
        return ""
    if len(selection.countries) > MOST_COUNTRIES:
        return f" about {len(selection.countries)} of the five countries"
    return f" about {join_words([country_name(code) for code in selection.countries])}"


def named_before(selection: Selection) -> str:
    """Write the countries chosen as the start of a sentence about people; empty for all five.

    >>> named_before(Selection(countries=("TKM",)))
    'Turkmenistan: '
    """
    told = about_words(selection).removeprefix(" about ")
    return f"{told[0].upper()}{told[1:]}: " if told else ""


def _status_words(selection: Selection) -> str:
    if selection.statuses == DEFAULT_STATUSES:
        return ""
    further = [status for status in selection.statuses if status not in DEFAULT_STATUSES]
    if len(further) == len(selection.statuses):
        return f"only {join_words(further)}" if further else "no status chosen"
    if len(selection.statuses) == len(STATUSES):
        return "every status"
    return f"{join_words(further)} too"


def days_words(
    selection: Selection, first: pd.Timestamp | None = None, last: pd.Timestamp | None = None
) -> str:
    """Write the months chosen, or the days of them that there are where these are fewer.

    >>> days_words(Selection(), last=pd.Timestamp("2020-06-09"))
    'from 1 to 9 June 2020'
    """
    start, end = selection.first_day, selection.last_day
    begins = start if first is None else max(start, first.date())
    ends = end if last is None else min(end, last.date())
    if (begins, ends) == (start, end):
        return within_words(selection)
    if (begins.year, begins.month) == (ends.year, ends.month):
        return f"from {begins.day} to {day(ends)}"
    return f"from {day(begins, year=begins.year != ends.year)} to {day(ends)}"


def each_once(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys in order, each once and none empty."""
    return tuple(dict.fromkeys(key for key in keys if key))


def nothing_words(noun: str, selection: Selection, when: str = "") -> str:
    """Say that the sources tell of no such event, or that no country is chosen."""
    if not selection.countries:
        return NO_COUNTRY
    return f"The sources tell of no {noun}{scope_words(selection, when)}"
