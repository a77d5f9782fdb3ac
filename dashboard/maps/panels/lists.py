"""The events a map cannot show: those outside its frame, and national ones without a place."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of, with_figures
from dashboard.maps import words
from dashboard.maps.measures import windows_of
from dashboard.maps.view.content import numbers_on_map
from dashboard.marks import ACT_MARKS, MARKS
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import MOST_LISTED, chosen_counts
from dashboard.panels.sources import sources_of, sources_of_chosen
from dashboard.panels.table import EVENT, EVENT_KEY, Column, Kind, Table
from dashboard.protests.measures.counts import people
from dashboard.selection import Selection
from dashboard.values import Absent, Reason

# More than these are no list that is read.
MOST_OUTSIDE = 60
MOST_NATIONAL = 200
MOST_NAMED = 4
COUNTED = (
    Column("place_iso_code", "Country of the place", Kind.COUNTRY),
    Column("kind", "Kind"),
    Column("events", "Events", Kind.COUNT, "events"),
)


def outside_columns(*, years: bool) -> tuple[Column, ...]:
    """Return the columns of the events outside the frame; `years`: their days need the year."""
    return (
        _when(years=years),
        Column("kind", "Kind"),
        Column("location", "Place", Kind.REPORTED),
        Column("place_iso_code", "Country of the place", Kind.COUNTRY),
        Column("iso_code", "Concerns", Kind.COUNTRY),
        Column("participants", "Took part, as reported", Kind.AMOUNT, "people"),
        EVENT,
        EVENT_KEY,
    )


def national_columns(*, years: bool) -> tuple[Column, ...]:
    """Return the columns of the events without a place."""
    return (
        _when(years=years),
        EVENT,
        Column("topic", "Kind"),
        Column("status", "Status"),
        Column("iso_code", "Concerns", Kind.COUNTRY),
        EVENT_KEY,
    )


def _when(*, years: bool) -> Column:
    return Column("event_date", "When", Kind.WINDOW, style="year" if years else "")


def outside_counted(package: Package, selection: Selection, *, every: bool) -> Exhibit:
    """Count what took place outside the frame; without `every` only the graver kinds, if any."""
    counts = package.events.counts(selection, "outside")
    kinds: Counter[tuple[str, str, str]] = counts.by("place_country", "mark", "country")
    total = sum(kinds.values())
    grave = Counter({key: events for key, events in kinds.items() if not MARKS[key[1]].is_rest})
    listed = kinds if every or not grave else grave
    shown = sum(listed.values())
    concern = _summed(listed, 1, 2)
    rest = total - shown
    return Exhibit(
        key="outside_frame",
        title="Abroad (not on this map)",
        unit=partial(words.concern_words, concern),
        table=outside_counts(_summed(listed, 0, 1)),
        caption=partial(words.also_outside, rest),
        sources=sources_of_chosen(package, selection, frame="outside"),
        shown=shown,
        total=total,
        noun="events abroad",
        headline=partial(words.outside_headline, concern, total, package, selection),
        behind=partial(_keys, package, selection),
    )


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
    rows = [(_place_code(place), MARKS[mark].singular, n, mark) for (place, mark), n in order]
    names = [*(column.key for column in COUNTED), "mark"]
    return Table(COUNTED, pd.DataFrame(rows, columns=names))


def _place_code(code: str) -> str | Absent:
    return code or Absent(Reason.NOT_STATED)


def _summed(
    counts: Mapping[tuple[str, str, str], int], one: int, two: int
) -> Counter[tuple[str, str]]:
    """Add up counts by two places of their keys."""
    sums: Counter[tuple[str, str]] = Counter()
    for key, events in counts.items():
        sums[key[one], key[two]] += events
    return sums


def _keys(package: Package, selection: Selection) -> tuple[str, ...]:
    return keys_of(package.events.rows_on_map(selection, "outside", MOST_LISTED))


def outside_frame(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List what took place outside the frame; with `outside=all` the lesser events too.

    More than `MOST_OUTSIDE` are counted by country of the place instead.
    """
    every = options.get("outside") == "all"
    if numbers_on_map(package, selection, "region").outside > MOST_OUTSIDE:
        return outside_counted(package, selection, every=every)
    events = package.events.rows_on_map(selection, "outside", MOST_OUTSIDE)
    beyond = events.fillna({"place_country": "", "location": "not named"})
    return _outside_listed(package, selection, beyond, every=every)


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
        title="Not mapped",
        unit="no location",
        table=Table(
            national_columns(years=_of_several_years(selection)), frame.reset_index(drop=True)
        ),
        caption=partial(words.national_caption, len(listed), is_cut=is_cut),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=numbers.placeless if is_cut else numbers.total,
        noun="events without a location" if is_cut else "events",
        headline=partial(
            words.national_headline, numbers.placeless, numbers.total, package, selection
        ),
        behind=partial(keys_of, listed),
    )


def national_totals(package: Package, selection: Selection) -> dict[str, int]:
    """Count the events without a place by the code of the country they concern."""
    return dict(chosen_counts(package, selection).where(frame="none").by("country"))


def map_sentence(package: Package, selection: Selection) -> str:
    """Say how many events the map shows, how many lie outside it and how many have no place."""
    found = numbers_on_map(package, selection, "region")
    return words.map_sentence(found.inside, found.outside, found.placeless, package, selection)


def _outside_listed(
    package: Package, selection: Selection, beyond: pd.DataFrame, *, every: bool
) -> Exhibit:
    grave = beyond[beyond["mark"].isin(ACT_MARKS)]
    listed = beyond if every or not len(grave) else grave
    rest = beyond[~beyond["event_id"].isin(listed["event_id"])]
    concern = Counter(zip(listed["mark"].tolist(), listed["country"].tolist(), strict=True))
    return Exhibit(
        key="outside_frame",
        title="Abroad (not on this map)",
        unit=partial(words.concern_words, concern),
        table=_outside_table(listed, package.table("figures"), years=_of_several_years(selection)),
        caption=partial(_outside_caption, listed, rest),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=len(beyond),
        noun="events abroad",
        headline=partial(words.outside_headline, concern, len(beyond), package, selection),
        behind=partial(
            with_figures,
            listed["event_id"].tolist(),
            package.table("figures"),
            ("participants",),
        ),
    )


def _outside_table(events: pd.DataFrame, figures: pd.DataFrame, *, years: bool) -> Table:
    """Return the list; its frame has the `mark` of each event too, and whether it was `abroad`."""
    reported = people(events[events["mark"].eq("protest")], figures, "participants")
    amounts = {each.event_id: each.amount for each in reported}
    pairs = list(zip(events["event_id"].tolist(), events["mark"].tolist(), strict=True))
    unstated = {"protest": Absent(Reason.NOT_STATED)}
    frame = pd.DataFrame(
        {
            "event_date": windows_of(events).tolist(),
            "kind": [MARKS[mark].singular for _, mark in pairs],
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
    return Table(outside_columns(years=years), frame)


def _of_several_years(selection: Selection) -> bool:
    return selection.spans_years


def _outside_caption(listed: pd.DataFrame, rest: pd.DataFrame) -> str:
    places = rest["location"].drop_duplicates().head(MOST_NAMED).tolist()
    of_protests = listed["mark"].eq("protest").any()
    return " ".join(
        each
        for each in (words.TOOK_PART if of_protests else "", words.also_outside(len(rest), places))
        if each
    )
