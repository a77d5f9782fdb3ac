"""What a bar is called, and what its list says of itself."""

import pandas as pd

from dashboard.dates import month, short_days
from dashboard.marks import MARKS
from dashboard.selection import Selection, month_name
from dashboard.unusual.view.past import Compared
from dashboard.unusual.words import NAMES, place_words
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import say

NO_BAR_NAMED = "There is no such bar, so no event is listed"
# What each number of the table counts, in words: of one country, and of all in the row.
NUMBERS = {
    "protests": ("protest events", "protest events of these countries"),
    "detained": ("people detained", "events with people detained"),
    "sentences": ("sentences", "sentences of these countries"),
}

OF_UNUSUAL = "events of the numbers shown"


def number_name(country: str, kind: str, selection: Selection) -> str:
    """Name a number of the side-by-side table.

    >>> number_name("KGZ", "sentences", Selection())
    'Kyrgyzstan, sentences, June 2020'
    """
    words, _ = NUMBERS[kind]
    return f"{country_name(country)}, {words}, {selection.period}"


def bin_name(country: str, mark: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Name the bar of a week or month and kind of event ("" is every kind), of a country or all."""
    if not mark:
        what = say("All events")
    else:
        kind = MARKS[mark]
        what = f"{country_name(country)}, {kind.plural}" if country else kind.label
    whole = first.day == 1 and last.day == last.days_in_month
    return f"{what}, {month(last) if whole else short_days(first, last, year=True)}"


def month_bar_name(country: str, of_month: str) -> str:
    """Name the bar of a country's month.

    >>> month_bar_name("KAZ", "2020-06")
    'Kazakhstan, June 2020'
    """
    return f"{country_name(country)}, {month_name(of_month)}"


def unstated_name(measure: str, selection: Selection) -> str:
    """Name the row of events that give no number of such people.

    >>> unstated_name("participants", Selection())
    'Took part: not stated, June 2020'
    """
    what = MEASURES[measure].capitalize()
    return say("{what}: not stated, {period}", what=what, period=selection.period)


def unusual_number_name(found: Compared, selection: Selection) -> str:
    """Name a number that is unusual."""
    what, where = NAMES[found.measure][1], place_words(found)
    return say("{where}, {what}, {period}", where=where, what=what, period=selection.period)
