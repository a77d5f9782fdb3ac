"""The Protests and arrests page as charts that office programs edit.

The strip of days, the numbers of people, and the counts by bin, month and word; the same pictures
for the screen are in `charts`.
"""

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.events.measures import PAGE_STACK
from dashboard.palette import mark_colour, tokens
from dashboard.panels.office import NativeChart, Series, Value, bin_names, marks_series
from dashboard.selection import Selection
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


NO_DAY = "only the month known"

OTHER_MONTHS = "other months"


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


def countries_charts(
    counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the marks of each bin as stacked columns, one chart a country.

    `counts`: country, bin (place in `cut`), mark, events. A bin without any is blank.
    """
    found: dict[tuple[str, str], dict[int, float]] = {}
    for country, place, mark, value in counts.itertuples(index=False, name=None):
        found.setdefault((country, mark), {})[place] = float(value)
    names = bin_names(cut)
    shown = {country for country, _ in found}
    return tuple(
        NativeChart(
            "stacked_column",
            names,
            tuple(
                marks_series(mark, [told.get(place) for place in range(len(cut))])
                for mark in PAGE_STACK
                if (told := found.get((code, mark)))
            ),
            title=country_name(code) if code in shown else f"{country_name(code)}: no event",
            unit=unit,
        )
        for code in countries
    )


def months_charts(
    counts: pd.DataFrame,
    countries: Sequence[str],
    years: tuple[int, int],
    selection: Selection,
) -> tuple[NativeChart, ...]:
    """Return the protests of every month as stacked columns, one chart a country.

    `counts`: month, country, dated, undated. The months chosen have their colour, as on screen;
    what is known only to the month is on top. A month without any is blank: it may not have been
    read.
    """
    months = [f"{year}-{n:02d}" for year in range(years[0], years[1] + 1) for n in range(1, 13)]
    names = tuple(date(int(month[:4]), int(month[5:]), 1) for month in months)
    layers = (
        (selection.period, mark_colour("protest", "light")),
        (OTHER_MONTHS, tokens("light").faint),
        (NO_DAY, tokens("light").hatch),
    )
    found: dict[tuple[str, str], dict[str, float]] = {}
    for month, country, dated, undated in counts[
        ["month", "country", "dated", "undated"]
    ].itertuples(index=False, name=None):
        is_chosen = selection.first_month <= month <= selection.last_month
        layer = selection.period if is_chosen else OTHER_MONTHS
        for name, value in ((layer, dated), (NO_DAY, undated)):
            if value:
                found.setdefault((country, name), {})[month] = float(value)
    shown = {country for country, _ in found}
    return tuple(
        NativeChart(
            "stacked_column",
            names,
            tuple(
                Series(name, tuple(told.get(month) for month in months), colour)
                for name, colour in layers
                if (told := found.get((code, name)))
            ),
            title=country_name(code) if code in shown else f"{country_name(code)}: no protest",
            unit=f"protests, {years[0]}–{years[1]}",
        )
        for code in countries
    )


def words_chart(counts: pd.Series, unit: str) -> tuple[NativeChart, ...]:
    """Return the protests by a word as bars, the most frequent on top."""
    values = tuple(float(value) for value in counts.tolist())
    series = (marks_series("protest", values),) if values else ()
    words = tuple(str(word) for word in counts.index)
    return (NativeChart("bar", words, series, title="" if values else "No protest", unit=unit),)
