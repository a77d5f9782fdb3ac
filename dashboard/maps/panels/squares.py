"""The exhibit of a map with more events than marks have room: squares, their rows and words."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of
from dashboard.events.words import marks_words
from dashboard.maps.charts.basemap import base_map_address
from dashboard.maps.charts.squares import Told, squares_on_map
from dashboard.maps.measures import MapSquares, side_km
from dashboard.maps.view.content import OnMap, drawn_squares, numbers_on_map
from dashboard.maps.words import map_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import MOST_LISTED, chosen_counts
from dashboard.panels.sources import sources_of_chosen
from dashboard.panels.table import untyped
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS
from dashboard.wording import counted

FULLEST = 5


def squares_exhibit(
    package: Package, selection: Selection, frame: str, key: str, title: str, height: int
) -> Exhibit:
    """Show how many events lie in each square of a map of a frame."""
    squares = drawn_squares(package, selection, frame)
    numbers = numbers_on_map(package, selection, frame)
    where = {"frame": "region"} if frame == "region" else {}
    return Exhibit(
        key=key,
        title=title,
        unit=f"events with a place, {selection.period}",
        table=untyped(square_rows(squares)),
        caption=squares_caption(squares, numbers, frame, uncertain(package, selection, frame)),
        sources=sources_of_chosen(package, selection, **where),
        shown=numbers.inside,
        total=numbers.total,
        noun="events",
        draw=partial(_picture, squares, frame, height),
        height=height,
        alt=_alt(squares, numbers),
        headline=map_headline(numbers.inside, numbers.placed, numbers.total, selection),
        behind=partial(_keys, package, selection),
    )


def square_rows(squares: MapSquares) -> pd.DataFrame:
    """Return the table behind the picture: one row a square, the fullest first."""
    table = squares.table
    return pd.DataFrame(
        {
            "Latitude of the middle, degrees": table["latitude"],
            "Longitude of the middle, degrees": table["longitude"],
            "Side of the square, degrees": squares.side,
            "Events": table["events"],
            **{mark.label: table[name] for name, mark in MARKS.items()},
        }
    )


def squares_caption(squares: MapSquares, numbers: OnMap, frame: str, uncertain: int) -> str:
    """Say what a circle is, and how many events are not drawn here and why."""
    size = f"{squares.side:g} degree{'' if squares.side == 1 else 's'}"
    if frame == "region":
        size += " (about {} by {} km)".format(*side_km(squares.side))
    sentences = [
        f"Circles are squares of {size}, not places; area shows the number of events.",
        "An event known only to a province is in one square of it.",
    ]
    if uncertain:
        sentences.append(f"{counted(uncertain, 'event')} claimed, planned or pledged.")
    return " ".join([*sentences, *left_out(numbers)])


def left_out(numbers: OnMap) -> list[str]:
    """Say how many events are not on the map, and why."""
    sentences = []
    if numbers.outside:
        sentences.append(f"{counted(numbers.outside, 'event')} outside the frame.")
    if numbers.placeless:
        sentences.append(f"{counted(numbers.placeless, 'event')} without a place, not drawn.")
    return sentences


def uncertain(package: Package, selection: Selection, frame: str) -> int:
    """Return how many of the events on the map are only claimed, planned or pledged."""
    if set(selection.statuses) <= {"occurred"}:
        return 0
    frames = ("region",) if frame == "region" else ("region", "outside")
    statuses = chosen_counts(package, selection).isin(frame=frames).by("status")
    return sum(statuses.values()) - statuses["occurred"]


def told_of(squares: MapSquares) -> Told:
    """Return what the pointer tells of each square: how many events, and of which kinds."""
    columns = [squares.table[name].tolist() for name in ("events", *MARKS)]
    return [
        (counted(events, "event"), ", ".join(marks_words(_kinds(row))))
        for events, *row in zip(*columns, strict=True)
    ]


def _kinds(numbers: list[int]) -> Mapping[str, int]:
    return {name: each for name, each in zip(MARKS, numbers, strict=True) if each}


def _picture(squares: MapSquares, frame: str, height: int, theme: str) -> go.Figure:
    base = base_map_address(theme, frame)
    return squares_on_map(squares, frame, base, theme, height=height)


def _alt(squares: MapSquares, numbers: OnMap) -> str:
    fullest = squares.table.head(FULLEST)
    columns = (fullest[name].tolist() for name in ("latitude", "longitude", "events"))
    parts = [
        f"{_degrees(latitude, 'NS')} {_degrees(longitude, 'EW')}: {counted(events, 'event')}"
        for latitude, longitude, events in zip(*columns, strict=True)
    ]
    beyond = f", {counted(numbers.outside, 'event')} outside the frame" if numbers.outside else ""
    return (
        f"Map of {counted(numbers.inside, 'event')}{beyond}, counted by squares of "
        f"{squares.side:g} degrees. The fullest, by their middle: {'; '.join(parts)}."
    )


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):g}° {sides[value < 0]}"


def _keys(package: Package, selection: Selection) -> tuple[str, ...]:
    return keys_of(package.events.rows_on_map(selection, "region", MOST_LISTED))
