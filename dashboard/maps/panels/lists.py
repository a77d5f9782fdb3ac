"""The events a map cannot show: those outside its frame, and national ones without a place."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.map_frames import FRAMES
from dashboard.events.keys import keys_of, with_figures
from dashboard.maps.measures import has_place, outside
from dashboard.maps.view.content import numbers_on_map
from dashboard.maps.words import national_headline, outside_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import MOST_LISTED, chosen_counts, chosen_events
from dashboard.panels.sources import sources_of, sources_of_chosen
from dashboard.panels.table import untyped
from dashboard.protests.measures.people import people
from dashboard.selection import Selection
from dashboard.vocabulary import ACT_MARKS, MARKS, country_name
from dashboard.wording import amount, counted, join_words, number, window

PLACE, KIND, EVENTS = "Country of the place", "Kind", "Events"
NOT_STATED = "not stated"
# More than these are no list that is read.
MOST_OUTSIDE = 60
MOST_NATIONAL = 200
TOOK_PART = "Took part, as reported"
LISTED_COLUMNS = [
    "event_id",
    "title",
    "event_date",
    "end_date",
    "time_precision",
    "country",
    "latitude",
    "longitude",
    "source_id",
]
OUTSIDE_COLUMNS = [*LISTED_COLUMNS, "mark", "location", "place_country", "abroad"]
NATIONAL_COLUMNS = [*LISTED_COLUMNS, "topic", "status"]


def outside_counted(package: Package, selection: Selection, *, every: bool) -> Exhibit:
    """Count what took place outside the frame; without `every` only the graver kinds, if any."""
    counts = package.events.counts(selection, "outside")
    kinds: Counter[tuple[str, str, str]] = counts.by("place_country", "mark", "country")
    total = sum(kinds.values())
    grave = Counter({key: events for key, events in kinds.items() if not MARKS[key[1]].is_rest})
    listed = kinds if every or not grave else grave
    shown = sum(listed.values())
    concern = concern_words(_summed(listed, 1, 2))
    rest = total - shown
    return Exhibit(
        key="outside_frame",
        title="Outside the frame",
        unit=concern,
        table=untyped(outside_rows(_summed(listed, 0, 1))),
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
    mark = MARKS[next(iter(kinds))]
    if len(kinds) > 1 or mark.is_rest:
        return counted(total, "event")
    words = counted(total, mark.singular, mark.plural)
    return f"{words} about {country_name(countries.pop())}" if len(countries) == 1 else words


def _summed(counts: Mapping[tuple[str, str, str], int], one: int, two: int) -> Counter[Any]:
    """Add up counts by two places of their keys."""
    sums: Counter[Any] = Counter()
    for key, events in counts.items():
        sums[key[one], key[two]] += events
    return sums


def _keys(package: Package, selection: Selection) -> tuple[str, ...]:
    return keys_of(package.events.rows_on_map(selection, "outside", MOST_LISTED))


def outside_frame(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List what took place outside the frame; with `outside=all` the lesser events too.

    Of a long package more than `MOST_OUTSIDE` are counted by country of the place instead.
    """
    every = options.get("outside") == "all"
    if package.long_events is None:
        events = chosen_events(package, selection)[OUTSIDE_COLUMNS]
        return _outside_listed(package, selection, outside(events, FRAMES["region"]), every=every)
    if numbers_on_map(package, selection, "region").outside > MOST_OUTSIDE:
        return outside_counted(package, selection, every=every)
    events = package.long_events.rows_on_map(selection, "outside", MOST_OUTSIDE)
    beyond = events[OUTSIDE_COLUMNS].fillna({"place_country": "", "location": "not named"})
    return _outside_listed(package, selection, beyond, every=every)


def national_events(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events without a place: laws, decrees, statements, what happened online.

    Of a long package the first `MOST_NATIONAL` in order of day.
    """
    numbers = numbers_on_map(package, selection, "region")
    listed = _without_place(package, selection).sort_values(
        ["country", "event_date"], kind="stable"
    )
    rows = pd.DataFrame(
        {
            "When": _days(listed),
            "Event": listed["title"].to_numpy(),
            "Kind": listed["topic"].to_numpy(),
            "Status": listed["status"].to_numpy(),
            "Concerns": [country_name(code) for code in listed["country"].tolist()],
            "Event key": listed["event_id"].to_numpy(),
        }
    )
    is_cut = len(listed) < numbers.placeless
    words = [f"The first {number(len(listed))} in order of day."] if is_cut else []
    words += ["National, online, or the place is not stated."] if len(listed) else []
    return Exhibit(
        key="national_events",
        title="No place",
        unit="not on the map",
        table=untyped(rows),
        caption=" ".join(words),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=numbers.placeless if is_cut else numbers.total,
        noun="events without a place" if is_cut else "events",
        headline=national_headline(numbers.placeless, numbers.total, selection),
        behind=partial(keys_of, listed),
    )


def national_totals(package: Package, selection: Selection) -> dict[str, int]:
    """Count the events without a place by the name of the country they concern."""
    counts = chosen_counts(package, selection).where(frame="none").by("country")
    return {country_name(code): events for code, events in counts.items()}


def map_sentence(package: Package, selection: Selection) -> str:
    """Say how many events the map shows, how many lie outside it and how many have no place."""
    found = numbers_on_map(package, selection, "region")
    if not found.total:
        return f"**No event** in the sources for {selection.describe()}."
    shown = f"{number(found.inside)} of {counted(found.total, 'event')}"
    parts = [f"**{shown}** in {selection.period} stand on the map"]
    if found.outside:
        parts.append(f"{number(found.outside)} took place outside the region")
    if found.placeless:
        parts.append(f"{number(found.placeless)} have no place: laws, decrees, statements")
    return f"{'; '.join(parts)}."


def _without_place(package: Package, selection: Selection) -> pd.DataFrame:
    if package.long_events:
        return package.long_events.rows(selection, MOST_NATIONAL, where={"frame": "none"})
    events = chosen_events(package, selection)[NATIONAL_COLUMNS]
    return events[~has_place(events)]


def _outside_listed(
    package: Package, selection: Selection, beyond: pd.DataFrame, *, every: bool
) -> Exhibit:
    grave = beyond[beyond["mark"].isin(ACT_MARKS)]
    listed = beyond if every or not len(grave) else grave
    rest = beyond[~beyond["event_id"].isin(listed["event_id"])]
    return Exhibit(
        key="outside_frame",
        title="Outside the frame",
        unit=_concern(listed),
        table=untyped(_outside_rows(listed, package.table("figures"))),
        caption=_outside_caption(listed, rest),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=len(beyond),
        noun="events outside the frame",
        headline=outside_headline(_concern(listed), len(listed), len(beyond), selection),
        behind=partial(
            with_figures,
            listed["event_id"].tolist(),
            package.table("figures"),
            ("participants",),
        ),
    )


def _outside_rows(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    protests = events["mark"].eq("protest")
    reported = people(events[protests], figures, "participants")
    words = {each.event_id: amount(each.amount) for each in reported}
    pairs = list(zip(events["event_id"].tolist(), events["mark"].tolist(), strict=True))
    return pd.DataFrame(
        {
            "When": _days(events),
            "Kind": [MARKS[mark].singular for _, mark in pairs],
            "Place": events["location"].to_numpy(),
            "Country of the place": [
                country_name(code) for code in events["place_country"].tolist()
            ],
            "Concerns": [country_name(code) for code in events["country"].tolist()],
            TOOK_PART: [
                words.get(key, "not stated" if mark == "protest" else "") for key, mark in pairs
            ],
            "Event": events["title"].to_numpy(),
            "Event key": events["event_id"].to_numpy(),
        }
    )


def _days(events: pd.DataFrame) -> list[str]:
    year = len(events["event_date"].dt.year.unique()) > 1
    days = zip(events["event_date"], events["end_date"], events["time_precision"], strict=True)
    return [window(*when, year=year) for when in days]


def _concern(events: pd.DataFrame) -> str:
    """Say whom the events concern: "4 protests about Turkmenistan", else how many they are."""
    kinds = zip(events["mark"].tolist(), events["country"].tolist(), strict=True)
    return concern_words(Counter(kinds))


def _outside_caption(listed: pd.DataFrame, rest: pd.DataFrame) -> str:
    sentences = []
    if listed["mark"].eq("protest").any():
        sentences.append("Right: people taking part, as reported.")
    if len(rest):
        places = join_words(rest["location"].drop_duplicates().head(4).tolist())
        sentences.append(f"Also outside: {counted(len(rest), 'other event')} in {places}.")
    return " ".join(sentences)
