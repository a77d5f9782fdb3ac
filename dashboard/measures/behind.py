"""Which events stand behind each bar or number of a count, by the bar's key.

The counts themselves are in `events`, `protests` and `people`, and share their rules with these;
what a bar is called is left to the exhibits. Every function returns bar key -> event keys, in the
order of the events handed in.
"""

import numpy as np
import pandas as pd

from dashboard.measures.events import places_in
from dashboard.measures.people import people
from dashboard.measures.protests import months_of_protests, words_of_protests

NO_BAR = "none"
Groups = dict[str, list[str]]


def bin_starts(cut: pd.DataFrame) -> list[str]:
    """Return the first day of each bin as the keys of its bars have it."""
    return np.datetime_as_string(cut["start"].to_numpy("datetime64[D]")).tolist()


def bin_key(start: str, mark: str, country: str = "") -> str:
    """Return the key of a bar of one mark in a bin, of one country where there is a row for each.

    >>> bin_key("2020-06-08", "protest"), bin_key("2020-06-08", "protest", "KGZ")
    ('2020-06-08:protest', 'KGZ:2020-06-08:protest')
    """
    return f"{country}:{start}:{mark}" if country else f"{start}:{mark}"


def behind_bins(events: pd.DataFrame, cut: pd.DataFrame, *, by_country: bool = False) -> Groups:
    """Group events as `events_by_bin` counts them, or `marks_by_bin`; `NO_BAR` has the others."""
    place, fits = places_in(events, cut)
    starts = bin_starts(cut)
    groups: Groups = {}
    for key, country, mark, row, fit in zip(
        events["event_id"].tolist(),
        events["country"].tolist(),
        events["mark"].tolist(),
        place.tolist(),
        (fits & (place >= 0)).tolist(),
        strict=True,
    ):
        bar = bin_key(starts[row], mark, country if by_country else "") if fit else NO_BAR
        groups.setdefault(bar, []).append(key)
    return groups


def behind_months(events: pd.DataFrame) -> Groups:
    """Group protests as `protests_by_month` counts them: "KGZ:2020-06"; `NO_BAR` has the others."""
    groups: Groups = {}
    for key, month, country, _, _ in months_of_protests(events):
        groups.setdefault(f"{country}:{month}" if month else NO_BAR, []).append(key)
    return groups


def behind_words(events: pd.DataFrame, column: str) -> Groups:
    """Group protests as `protests_by` counts them: by the word itself."""
    groups: Groups = {}
    for key, word in words_of_protests(events, column):
        groups.setdefault(word, []).append(key)
    return groups


def behind_numbers(events: pd.DataFrame, figures: pd.DataFrame) -> Groups:
    """Group events as `month.side_by_side` counts them: "KAZ:protests", "sentences", "detained".

    Behind the people detained is every event with a figure of them, an event of two countries
    behind both.
    """
    groups: Groups = {}
    kinds = {"protest": "protests", "sentence": "sentences"}
    for key, country, mark in zip(
        events["event_id"].tolist(),
        events["country"].tolist(),
        events["mark"].tolist(),
        strict=True,
    ):
        if mark in kinds:
            groups.setdefault(f"{country}:{kinds[mark]}", []).append(key)
    told = people(events, figures, "detained")
    for key, country in zip(told["event_id"].tolist(), told["country"].tolist(), strict=True):
        groups.setdefault(f"{country}:detained", []).append(key)
    return groups
