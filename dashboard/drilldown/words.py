"""What a bar is called, and what its list says of itself."""

import pandas as pd

from dashboard.dates import month, short_days
from dashboard.marks import MARKS
from dashboard.selection import Selection, month_name
from dashboard.unusual.view.past import Compared
from dashboard.unusual.words import place_words, plural_words
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import N_, say, say_many, start_of_line

NO_BAR_NAMED = N_("There is no such bar, so no event is listed")
# What each number of the table counts, in words: of one country, and of all in the row.
NUMBERS = {
    "protests": (N_("protest events"), N_("protest events of these countries")),
    "detained": (N_("people detained"), N_("events with people detained")),
    "sentences": (N_("sentences"), N_("sentences of these countries")),
}

NO_SINGLE_DAY = N_("No single day that fits a bar")
OF_ALL_MONTHS = N_("protests of all months")
OF_WHOLES = N_("events of all bars")
OF_WORDS = N_("protests of the chart")
OF_PROVINCES = N_("events of all rows")
OF_ACTORS = N_("events, counted for each actor drawn")
OF_UNSTATED = N_("events without a number")
OF_UNUSUAL = N_("events of the numbers shown")


def number_name(country: str, kind: str, selection: Selection) -> str:
    """Name a number of the side-by-side table.

    >>> number_name("KGZ", "sentences", Selection())
    'Kyrgyzstan, sentences, June 2020'
    """
    words, _ = NUMBERS[kind]
    return say(
        "{country}, {what}, {period}",
        country=country_name(country),
        what=say(words),
        period=selection.period,
    )


def not_listed(arrests: int) -> str:
    """Say how many arrests are in no list of people, as no number of theirs is given."""
    return say_many(
        "Not listed: {count} arrest with no number.",
        "Not listed: {count} arrests with no number.",
        arrests,
    )


def bin_name(country: str, mark: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Name the bar of a week or month and kind of event ("" is every kind), of a country or all."""
    if not mark:
        what = say("All events")
    else:
        kind = MARKS[mark]
        what = f"{country_name(country)}, {say(kind.plural)}" if country else say(kind.label)
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
    what = start_of_line(say(MEASURES[measure]))
    return say("{what}: not stated, {period}", what=what, period=selection.period)


def unusual_number_name(found: Compared, selection: Selection) -> str:
    """Name a number that is unusual."""
    what, where = plural_words(found), place_words(found)
    return say("{where}, {what}, {period}", where=where, what=what, period=selection.period)
