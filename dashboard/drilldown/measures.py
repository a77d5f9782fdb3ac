"""Which events stand behind each bar or number of a count, by the bar's key.

The counts themselves are in `events.measures` and `protests.measures`, and share their rules with
these; what a bar is called is in `view`. Every function returns bar key -> event keys, in the order
of the events handed in.
"""

import pandas as pd

from dashboard.events.measures import bin_key, bin_starts, places_in
from dashboard.protests.measures.counts import months_of_protests, words_of_protests

NO_BAR = "none"
Groups = dict[str, list[str]]


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
