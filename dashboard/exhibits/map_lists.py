"""The events a map cannot show: those outside its frame, and national ones without a place."""

from collections.abc import Mapping
from functools import partial

import pandas as pd

from dashboard.exhibits.event_headlines import national_headline, outside_headline
from dashboard.exhibits.event_keys import keys_of, with_figures
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.overview import source_names
from dashboard.exhibits.prepared import chosen_events
from dashboard.frames import FRAMES
from dashboard.measures.people import people
from dashboard.measures.places import has_place, outside
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import bound, counted, join_words, window

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


def outside_frame(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List what took place outside the frame; with `outside=all` the lesser events too."""
    beyond = outside(chosen_events(package, selection)[OUTSIDE_COLUMNS], FRAMES["region"])
    grave = beyond[beyond["mark"].ne("other")]
    listed = beyond if options.get("outside") == "all" or not len(grave) else grave
    rest = beyond[~beyond["event_id"].isin(listed["event_id"])]
    return Exhibit(
        key="outside_frame",
        title="Outside the frame",
        unit=_concern(listed),
        rows=_outside_rows(listed, package.table("figures")),
        caption=_outside_caption(listed, rest),
        sources=source_names(package, listed["source_id"]),
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


def national_events(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events without a place: laws, decrees, statements, what happened online."""
    events = chosen_events(package, selection)[NATIONAL_COLUMNS]
    listed = events[~has_place(events)].sort_values(["country", "event_date"], kind="stable")
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
    return Exhibit(
        key="national_events",
        title="No place",
        unit="not on the map",
        rows=rows,
        caption="National, online, or the place is not stated." if len(listed) else "",
        sources=source_names(package, listed["source_id"]),
        shown=len(listed),
        total=len(events),
        noun="events",
        headline=national_headline(len(listed), len(events), selection),
        behind=partial(keys_of, listed),
    )


def map_sentence(package: Package, selection: Selection) -> str:
    """Say how many events the map shows, how many lie outside it and how many have no place."""
    events = chosen_events(package, selection)
    if events.empty:
        return f"**No event** in the sources for {selection.describe()}."
    beyond = len(outside(events[OUTSIDE_COLUMNS], FRAMES["region"]))
    placeless = int((~has_place(events)).sum())
    drawn = len(events) - beyond - placeless
    parts = [
        f"**{drawn} of {counted(len(events), 'event')}** in {selection.period} stand on the map"
    ]
    parts += [f"{beyond} took place outside the region"] if beyond else []
    parts += [f"{placeless} have no place: laws, decrees, statements"] if placeless else []
    return f"{'; '.join(parts)}."


def _outside_rows(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    protests = events["mark"].eq("protest")
    told = people(events[protests], figures, "participants")
    columns = (told[name].tolist() for name in ("event_id", "low", "best", "high", "as_printed"))
    words = {event_id: bound(*figure) for event_id, *figure in zip(*columns, strict=True)}
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
    if not len(events):
        return "no events"
    kinds, countries = events["mark"].unique(), events["country"].unique()
    if len(kinds) > 1 or kinds[0] == "other":
        return counted(len(events), "event")
    words = counted(len(events), MARKS[kinds[0]].singular, MARKS[kinds[0]].label.lower())
    return f"{words} about {country_name(countries[0])}" if len(countries) == 1 else words


def _outside_caption(listed: pd.DataFrame, rest: pd.DataFrame) -> str:
    sentences = []
    if listed["mark"].eq("protest").any():
        sentences.append("Right: people taking part, as reported.")
    if len(rest):
        places = join_words(rest["location"].drop_duplicates().head(4).tolist())
        sentences.append(f"Also outside: {counted(len(rest), 'other event')} in {places}.")
    return " ".join(sentences)
