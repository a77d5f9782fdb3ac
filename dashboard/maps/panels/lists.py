"""The events a map cannot show: those outside its frame, and national ones without a place."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of, with_figures
from dashboard.events.measures import windows_of
from dashboard.maps import words
from dashboard.maps.view.content import numbers_on_map
from dashboard.marks import MARKS
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import MOST_LISTED, chosen_counts
from dashboard.panels.sources import sources_of, sources_of_chosen
from dashboard.panels.table import EVENT, EVENT_KEY, STATUS, Column, Kind, Table
from dashboard.protests.measures.counts import people
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.wording import say

# More than these are no list that is read.
MOST_OUTSIDE = 60
MOST_NATIONAL = 200
MOST_NAMED = 4
COUNTED = (
    Column("place_iso_code", "Country of the place", Kind.COUNTRY),
    Column("kind", "Kind"),
    Column("events", "Events", Kind.COUNT, "events"),
)
NATIONAL = (
    EVENT,
    Column("topic", "Kind"),
    STATUS,
    Column("iso_code", "Concerns", Kind.COUNTRY),
    EVENT_KEY,
)
# How many events there are by country of the place, mark and country concerned.
Kinds = Counter[tuple[str, str, str]]


def outside_counts(counts: Mapping[tuple[str, str], int]) -> Table:
    """Return one row a country of the place and kind, the country with the most events first.

    Its frame has the `mark` of each kind too.
    """
    places: Counter[str] = Counter()
    for (place, _), events in counts.items():
        places[place] += events
    marks = list(MARKS)
    order = sorted(
        counts.items(),
        key=lambda item: (-places[item[0][0]], item[0][0], marks.index(item[0][1])),
    )
    rows = [(_place_code(place), say(MARKS[mark].singular), n, mark) for (place, mark), n in order]
    names = [*(column.key for column in COUNTED), "mark"]
    return Table(COUNTED, pd.DataFrame(rows, columns=names))


def _place_code(code: str) -> str | Absent:
    return code or Absent(Reason.NOT_STATED)


def _summed(counts: Kinds, one: int, two: int) -> Counter[tuple[str, str]]:
    """Add up counts by two places of their keys."""
    sums: Counter[tuple[str, str]] = Counter()
    for key, events in counts.items():
        sums[key[one], key[two]] += events
    return sums


def outside_frame(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List what took place outside the frame; with `outside=all` the lesser events too.

    More than `MOST_OUTSIDE` are counted by country of the place instead.
    """
    kinds = package.events.counts(selection, "outside").by("place_country", "mark", "country")
    grave = Counter({key: many for key, many in kinds.items() if not MARKS[key[1]].is_rest})
    listed = kinds if options.get("outside") == "all" or not grave else grave
    total, concern = kinds.total(), _summed(listed, 1, 2)
    own = _counted if total > MOST_OUTSIDE else _listed
    return Exhibit(
        key="outside_frame",
        title=say("Abroad (not on this map)"),
        unit=partial(words.concern_words, concern),
        shown=listed.total(),
        total=total,
        noun=say("events abroad"),
        headline=partial(words.outside_headline, concern, total, package, selection),
        **own(package, selection, listed, total - listed.total()),
    )


def _counted(package: Package, selection: Selection, listed: Kinds, rest: int) -> dict[str, Any]:
    def keys() -> tuple[str, ...]:
        return keys_of(package.events.rows_on_map(selection, "outside", MOST_LISTED))

    return {
        "table": outside_counts(_summed(listed, 0, 1)),
        "caption": partial(words.also_outside, rest),
        "sources": sources_of_chosen(package, selection, frame="outside"),
        "behind": keys,
    }


def _listed(package: Package, selection: Selection, listed: Kinds, rest: int) -> dict[str, Any]:
    rows = package.events.rows_on_map(selection, "outside", MOST_OUTSIDE)
    events = rows.fillna({"place_country": "", "location": say("not named")})
    is_listed = events["mark"].isin([mark for _, mark, _ in listed])
    own, others = events[is_listed], events[~is_listed]
    figures = package.table("figures")
    places = others["location"].drop_duplicates().head(MOST_NAMED).tolist()
    reading = say(words.TOOK_PART) if own["mark"].eq("protest").any() else ""
    return {
        "table": _outside_table(own, figures, selection),
        "caption": lambda: f"{reading} {words.also_outside(rest, places)}".strip(),
        "sources": sources_of(package, own["source_id"]),
        "behind": partial(with_figures, own["event_id"].tolist(), figures, ("participants",)),
    }


def national_events(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events without a place: laws, decrees, statements, what happened online.

    Of many the first `MOST_NATIONAL` in order of day.
    """
    numbers = numbers_on_map(package, selection, "region")
    found = package.events.rows(selection, MOST_NATIONAL, where={"frame": "none"})
    listed = found.sort_values(["country", "event_date"], kind="stable")
    columns = ("title", "topic", "status", "event_id")
    frame = listed[[*columns]].assign(iso_code=listed["country"], event_date=windows_of(listed))
    is_cut = len(listed) < numbers.placeless
    return Exhibit(
        key="national_events",
        title=say("Not mapped"),
        unit=say("no location"),
        table=Table((_when(selection), *NATIONAL), frame.reset_index(drop=True)),
        caption=partial(words.national_caption, len(listed), is_cut=is_cut),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=numbers.placeless if is_cut else numbers.total,
        noun=say("events without a location") if is_cut else say("events"),
        headline=partial(words.national_headline, numbers, package, selection),
        behind=partial(keys_of, listed),
    )


def national_totals(package: Package, selection: Selection) -> dict[str, int]:
    """Count the events without a place by the code of the country they concern."""
    return dict(chosen_counts(package, selection).where(frame="none").by("country"))


def map_sentence(package: Package, selection: Selection) -> str:
    """Say how many events the map shows, how many lie outside it and how many have no place."""
    return words.map_sentence(numbers_on_map(package, selection, "region"), package, selection)


def _outside_table(events: pd.DataFrame, figures: pd.DataFrame, selection: Selection) -> Table:
    """Return the list; its frame has the `mark` of each event too, and whether it was `abroad`."""
    reported = people(events[events["mark"].eq("protest")], figures, "participants")
    amounts = {each.event_id: each.amount for each in reported}
    pairs = list(zip(events["event_id"].tolist(), events["mark"].tolist(), strict=True))
    unstated = {"protest": Absent(Reason.NOT_STATED)}
    frame = pd.DataFrame(
        {
            "event_date": windows_of(events).tolist(),
            "kind": [say(MARKS[mark].singular) for _, mark in pairs],
            "location": events["location"].tolist(),
            "place_iso_code": [_place_code(code) for code in events["place_country"].tolist()],
            "iso_code": events["country"].tolist(),
            "participants": pd.Series(
                [amounts.get(key, unstated.get(mark)) for key, mark in pairs], dtype=object
            ),
            "title": events["title"].tolist(),
            "event_id": events["event_id"].tolist(),
            "mark": [mark for _, mark in pairs],
            "abroad": events["abroad"].tolist(),
        }
    )
    columns = (
        _when(selection),
        Column("kind", "Kind"),
        Column("location", "Place", Kind.REPORTED),
        Column("place_iso_code", "Country of the place", Kind.COUNTRY),
        Column("iso_code", "Concerns", Kind.COUNTRY),
        Column("participants", "Took part, as reported", Kind.AMOUNT, "people"),
        EVENT,
        EVENT_KEY,
    )
    return Table(columns, frame)


def _when(selection: Selection) -> Column:
    style = "year" if selection.spans_years else ""
    return Column("event_date", "When", Kind.WINDOW, style=style)
