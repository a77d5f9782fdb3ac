"""The strip of days and the numbers of people as charts that office programs edit.

The same pictures for the screen are in `charts.day_strip` and `charts.people`; counts are in
`events.office`.
"""

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.palette import mark_colour, tokens
from dashboard.panels.office import NativeChart, Series, Value
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import number

NO_LINE = "none"
# How far apart the marks of one day and country stand on their lane, and how much all may take.
APART, ROOM = 0.2, 0.7
PEOPLE_SERIES = ("exact", "at least", "about", "at most")
# The series that hold a figure of each kind, and the bound that each shows.
BOUNDS: Mapping[str, Mapping[str, str]] = {
    "exact": {"exact": "low"},
    "at_least": {"at least": "low"},
    "about": {"about": "best"},
    "at_most": {"at most": "high"},
    "range": {"at least": "low", "at most": "high"},
}
# How the panel begins the words of a number that is none.
NO_NUMBER = "no number: "
Event = Mapping[str, Any]


def strip_chart(
    single: Sequence[Event],
    spans: Sequence[Sequence[Event]],
    countries: Sequence[str],
    unit: str,
) -> tuple[NativeChart, ...]:
    """Return the events of a day as points, a lane a country, the first on top.

    Events over several days, or without a day, are no points: their lane counts them. Marks of one
    day and country stand a little apart.
    """
    lanes = list(reversed(countries))
    many = dict.fromkeys(lanes, 0)
    for events in spans:
        many[events[0]["country"]] += len(events)
    names = tuple(
        f"{country_name(code)} (+{number(many[code])} on no single day)"
        if many[code]
        else country_name(code)
        for code in lanes
    )
    drawn = _apart([event for event in single if event["country"] in many], lanes)
    series = tuple(_strip_series(drawn))
    title = "" if series else "No event on a single day"
    return (NativeChart("points", (), series, title=title, unit=unit, lanes=names),)


def people_chart(rows: Sequence[Event], unit: str) -> tuple[NativeChart, ...]:
    """Return the reported numbers as bars, a series for each kind of bound.

    A range has both of its bounds; what is told in words, or not stated, is a row without a bar.
    The surer a number, the darker its bar: colours tell the kind here, names the country.
    """
    heading, names, told = "", [], []
    for row in rows:
        if row["kind"] == "heading":
            heading = row["name"]
            continue
        names.append(_row_name(heading, row))
        told.append({name: float(row[end]) for name, end in BOUNDS.get(row["kind"], {}).items()})
    look = tokens("light")
    colours = dict(zip(PEOPLE_SERIES, (look.text, look.muted, look.faint, look.hatch), strict=True))
    series = tuple(
        Series(name, tuple(each.get(name) for each in told), colours[name])
        for name in PEOPLE_SERIES
        if any(name in each for each in told)
    )
    title = "" if series else "No number of people to draw"
    return (NativeChart("bar", tuple(names), series, title=title, unit=unit, log=True),)


def _apart(single: Sequence[Event], lanes: Sequence[str]) -> list[tuple[Event, float]]:
    """Return each event with its height: on its lane, spread where several share a day."""
    shared: dict[tuple[str, pd.Timestamp], list[Event]] = {}
    for event in single:
        shared.setdefault((event["country"], event["event_date"]), []).append(event)
    placed = []
    for (country, _), events in shared.items():
        step = min(APART, ROOM / len(events))
        for place, event in enumerate(events):
            rise = round(step * ((len(events) - 1) / 2 - place), 3)
            placed.append((event, lanes.index(country) + rise))
    return placed


def _strip_series(drawn: Sequence[tuple[Event, float]]) -> list[Series]:
    series = []
    for mark, look in MARKS.items():
        for abroad in (False, True):
            own = [
                (event["event_date"].date(), height)
                for event, height in drawn
                if event["mark"] == mark and bool(event["abroad"]) is abroad
            ]
            if own:
                at: tuple[date, ...] = tuple(when for when, _ in own)
                values: tuple[Value, ...] = tuple(height for _, height in own)
                series.append(
                    Series(
                        f"{look.label}, abroad" if abroad else look.label,
                        values,
                        mark_colour(mark, "light"),
                        dash=NO_LINE,
                        marker=f"{look.symbol}-open" if abroad else look.symbol,
                        at=at,
                    )
                )
    return series


def _row_name(heading: str, row: Event) -> str:
    """Name a row: "Detained, Kazakhstan, 6 June, Almaty: ≥ 100"."""
    words = html.unescape(re.sub(r"<[^>]+>", "", row["words"]))
    country = country_name(row["country"]) if row["country"] else ""
    words = words.removesuffix(f" ({country})").split("  “")[0]
    if words.startswith(NO_NUMBER):
        words = f"{words.removeprefix(NO_NUMBER)}, {NO_NUMBER.removesuffix(': ')}"
    name = html.unescape(row["name"])
    name = f"{name[:1].lower()}{name[1:]}"
    return f"{', '.join(part for part in (heading, country, name) if part)}: {words}"
