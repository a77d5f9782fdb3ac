"""What took place outside the frame of the region, counted by country of the place and kind.

For more events than a list is read for; the list of fewer is in `lists`.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of
from dashboard.events.words.headlines import outside_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import MOST_LISTED
from dashboard.panels.sources import sources_of_chosen
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import counted

PLACE, KIND, EVENTS = "Country of the place", "Kind", "Events"
NOT_STATED = "not stated"


def outside_counted(package: Package, selection: Selection, *, every: bool) -> Exhibit:
    """Count what took place outside the frame; without `every` only the graver kinds, if any."""
    counts = package.events.counts(selection, "outside")
    kinds: Counter[tuple[str, str, str]] = counts.by("place_country", "mark", "country")
    total = sum(kinds.values())
    grave = Counter({key: events for key, events in kinds.items() if key[1] != "other"})
    listed = kinds if every or not grave else grave
    shown = sum(listed.values())
    concern = concern_words(_summed(listed, 1, 2))
    rest = total - shown
    return Exhibit(
        key="outside_frame",
        title="Outside the frame",
        unit=concern,
        rows=outside_rows(_summed(listed, 0, 1)),
        caption=f"Also outside: {counted(rest, 'other event')}." if rest else "",
        sources=sources_of_chosen(package, selection, frame="outside"),
        shown=shown,
        total=total,
        noun="events outside the frame",
        headline=outside_headline(concern, shown, total, selection),
        behind=partial(_keys, package, selection),
    )


def outside_rows(counts: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    """Return one row a country of the place and kind, the country with the most events first."""
    places: Counter[str] = Counter()
    for (place, _), events in counts.items():
        places[place] += events
    marks = list(MARKS)
    order = sorted(
        counts.items(),
        key=lambda item: (-places[item[0][0]], item[0][0], marks.index(item[0][1])),
    )
    return pd.DataFrame(
        [
            (country_name(place) or NOT_STATED, MARKS[mark].singular, events)
            for (place, mark), events in order
        ],
        columns=[PLACE, KIND, EVENTS],
    )


def concern_words(counts: Mapping[tuple[str, str], int]) -> str:
    """Say whom events concern, counted by mark and country.

    >>> concern_words({("protest", "TKM"): 4})
    '4 protests about Turkmenistan'
    >>> concern_words({("protest", "TKM"): 4, ("arrest", "TKM"): 1})
    '5 events'
    """
    total = sum(counts.values())
    if not total:
        return "no events"
    kinds, countries = {mark for mark, _ in counts}, {country for _, country in counts}
    if len(kinds) > 1 or "other" in kinds:
        return counted(total, "event")
    mark = MARKS[next(iter(kinds))]
    words = counted(total, mark.singular, mark.label.lower())
    return f"{words} about {country_name(countries.pop())}" if len(countries) == 1 else words


def _summed(counts: Mapping[tuple[str, str, str], int], one: int, two: int) -> Counter[Any]:
    """Add up counts by two places of their keys."""
    sums: Counter[Any] = Counter()
    for key, events in counts.items():
        sums[key[one], key[two]] += events
    return sums


def _keys(package: Package, selection: Selection) -> tuple[str, ...]:
    return keys_of(package.events.rows_on_map(selection, "outside", MOST_LISTED))
