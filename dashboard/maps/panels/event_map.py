"""The maps of events as exhibits: rows, picture, caption; and the words under the page's own map.

Few events have a mark each, more are counted by square; which it is, and what is on it, is worked
out in `view.content`. The lists beside the map are in `lists`.
"""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.engine.map_frames import Frame
from dashboard.events.keys import keys_of
from dashboard.events.measures import windows_of
from dashboard.events.words import marks_words
from dashboard.maps import words
from dashboard.maps.charts.basemap import base_map_address
from dashboard.maps.charts.dots import SMALLEST, WIDEST
from dashboard.maps.charts.pictures import MEDIUM, NARROW, WIDTH, drawn_apart, events_on_map
from dashboard.maps.charts.squares import Sample, Told, samples, squares_on_map, widest_circle
from dashboard.maps.measures import MapMark, MapSquares
from dashboard.maps.view.content import (
    MOST_ON_PAGE,
    MOST_ON_SHEET,
    MapContent,
    drawn_squares,
    largest_dot,
    map_content,
    numbers_on_map,
    page_look,
    rows_on_map,
)
from dashboard.maps.view.frames import chosen_frame_of, height_of
from dashboard.marks import MARKS
from dashboard.panels.covering import cover
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import coverage_words
from dashboard.panels.query import KEPT_SELECTIONS, MOST_LISTED, chosen_counts
from dashboard.panels.sources import sources_of, sources_of_chosen
from dashboard.panels.table import EVENT, EVENT_KEY, STATUS, Column, Kind, Table
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import GEO_PRECISIONS
from dashboard.wording import say

OVERVIEW_HEIGHT = 376
# Of the height on screen, what the labels of a map need.
LEAST_SHARE = 0.75
PAGE_HEIGHT, PAGE_WIDTH = 620, 700
# A map in a place of a width: its least and greatest height; and the height of its legend.
HEIGHTS = {NARROW: (180.0, 330.0), MEDIUM: (310.0, 400.0)}
LEGEND_HEIGHT = 62
PLACED = ("region", "outside")
LOCATED = (
    Column("event_date", "When", Kind.WINDOW, style="year"),
    EVENT,
    Column("kind", "Kind"),
    STATUS,
    Column("iso_code", "Concerns", Kind.COUNTRY),
    Column("location", "Place", Kind.REPORTED),
    Column("place_iso_code", "Country of the place", Kind.COUNTRY),
    Column("geo_precision", "Location precision"),
    Column("latitude", "Latitude, degrees", Kind.NUMBER, "degrees", tells_why=False),
    Column("longitude", "Longitude, degrees", Kind.NUMBER, "degrees", tells_why=False),
    EVENT_KEY,
)
SQUARES = (
    Column("latitude", "Latitude of the middle, degrees", Kind.NUMBER, "degrees", tells_why=False),
    Column(
        "longitude", "Longitude of the middle, degrees", Kind.NUMBER, "degrees", tells_why=False
    ),
    Column("side", "Side of the square, degrees", Kind.NUMBER, "degrees"),
    Column("events", "Events", Kind.COUNT, "events"),
    *(Column(name, mark.label, Kind.COUNT, "events") for name, mark in MARKS.items()),
)


def overview_map(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show where the events of the period happened, inside the frame of the region."""
    return _map(package, selection, "region", "overview_map", OVERVIEW_HEIGHT, MOST_ON_SHEET)


def event_map(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show where events happened, in the region or with `view=world` anywhere."""
    frame = chosen_frame(options)
    return _map(package, selection, frame, "event_map", PAGE_HEIGHT, MOST_ON_PAGE)


def _map(
    package: Package, selection: Selection, frame: str, key: str, height: int, most: int
) -> Exhibit:
    """Show at `most` so many events one by one; more are counted by square."""
    numbers = numbers_on_map(package, selection, frame)
    of_look = _marks if numbers.inside <= most else _squares
    return Exhibit(
        key=key,
        title=say("Where it happened")
        if frame == "region"
        else say("Where it happened, the world"),
        unit=partial(words.map_unit, selection),
        shown=numbers.inside,
        total=numbers.total,
        noun=say("events"),
        height=height,
        least=(520, round(height * LEAST_SHARE)),
        headline=partial(words.map_headline, numbers, package, selection),
        **of_look(package, selection, frame, height),
    )


def has_marks(package: Package, selection: Selection) -> bool:
    """Return whether the Overview's map shows the events one by one."""
    return numbers_on_map(package, selection, "region").inside <= MOST_ON_SHEET


def chosen_frame(options: Mapping[str, str]) -> str:
    """Return the frame that the page's switch asks for; the region unless it is the world."""
    return "world" if options.get("view") == "world" else "region"


def located_table(events: pd.DataFrame) -> Table:
    """Return the table behind a map: one row an event, with how closely its place is known."""
    precisions = [GEO_PRECISIONS.get(int(each)) for each in events["geo_precision"].tolist()]
    columns = ("title", "status", "location", "latitude", "longitude", "event_id")
    frame = events[[*columns]].assign(
        event_date=windows_of(events),
        kind=[say(MARKS[mark].singular) for mark in events["mark"].tolist()],
        iso_code=events["country"],
        place_iso_code=events["place_country"],
        geo_precision=pd.Series(
            [each[0] if each else Absent(Reason.NOT_STATED) for each in precisions],
            events.index,
            dtype=object,
        ),
    )
    return Table(LOCATED, frame.reset_index(drop=True))


@lru_cache(maxsize=KEPT_SELECTIONS)
def drawn_content(
    package: Package, selection: Selection, frame: str, *, everywhere: bool = False
) -> MapContent:
    """Return what the map shows of the events chosen, worked out once, while they are few."""
    events = rows_on_map(package, selection, "place" if everywhere else frame)
    figures, countries = package.table("figures"), selection.countries
    return map_content(events, figures, frame, everywhere=everywhere, countries=countries)


def _marks(package: Package, selection: Selection, frame: str, height: int) -> dict[str, Any]:
    content = drawn_content(package, selection, frame)
    wide = PAGE_WIDTH if height == PAGE_HEIGHT else WIDTH
    inside = rows_on_map(package, selection, frame)
    numbers = numbers_on_map(package, selection, frame)
    return {
        "table": located_table(inside),
        "caption": partial(words.mark_caption, content.marks, numbers),
        "reading": coverage_words(cover(package, selection)),
        "sources": sources_of(package, inside["source_id"]),
        "draw": partial(_picture, content, height, wide),
        "draw_narrow": partial(_picture, content, _height_at(NARROW, content.part), NARROW),
        "draw_medium": partial(_picture, content, _height_at(MEDIUM, content.part), MEDIUM),
        "alt": partial(words.mark_alt, content, numbers),
        "behind": partial(keys_of, inside),
    }


def _picture(content: MapContent, height: int, width: int, theme: str) -> go.Figure:
    address = base_map_address(theme, content.frame)
    return events_on_map(content, address, theme, height=height, width=width)


def _height_at(width: int, part: Frame) -> int:
    return round(height_of(part, width, *HEIGHTS[width])) + LEGEND_HEIGHT


def marks_drawn(package: Package, selection: Selection) -> list[MapMark]:
    """Return the marks of the Overview's map, each once.

    First those of the map as it is usually drawn, then others of narrower places.
    """
    content = drawn_content(package, selection, "region")
    found: dict[str, MapMark] = {}
    narrower = ((width, _height_at(width, content.part)) for width in (MEDIUM, NARROW))
    for width, height in ((WIDTH, OVERVIEW_HEIGHT), *narrower):
        for mark in drawn_apart(content, "light", width, height)[0].marks:
            found.setdefault(mark.key, mark)
    return [*found.values()]


@lru_cache(maxsize=KEPT_SELECTIONS)
def part_of_many(package: Package, selection: Selection, frame: str) -> Frame:
    """Return the part of a frame that a map of dots or squares shows."""
    table = drawn_squares(package, selection, frame).table
    places = (table[name].tolist() for name in ("latitude", "longitude"))
    return chosen_frame_of(frame, selection.countries, *places)


def _squares(package: Package, selection: Selection, frame: str, height: int) -> dict[str, Any]:
    squares = drawn_squares(package, selection, frame)
    numbers = numbers_on_map(package, selection, frame)
    part = part_of_many(package, selection, frame)
    where = {"frame": "region"} if frame == "region" else {}

    def reading() -> str:
        unsure = uncertain(package, selection, frame)
        covered = coverage_words(cover(package, selection))
        return f"{words.square_reading(squares, frame, unsure)} {covered}".strip()

    def keys() -> tuple[str, ...]:
        return keys_of(package.events.rows_on_map(selection, "region", MOST_LISTED))

    draw = partial(_picture_of_squares, squares, frame, part)
    return {
        "table": Table(SQUARES, squares.table.assign(side=squares.side)),
        "caption": words.square_caption(numbers),
        "reading": reading,
        "sources": sources_of_chosen(package, selection, **where),
        "draw": partial(draw, height, WIDTH),
        "draw_narrow": partial(draw, _height_at(NARROW, part), NARROW),
        "draw_medium": partial(draw, _height_at(MEDIUM, part), MEDIUM),
        "alt": partial(words.square_alt, squares, numbers),
        "behind": keys,
    }


def _picture_of_squares(
    squares: MapSquares, frame: str, part: Frame, height: int, width: int, theme: str
) -> go.Figure:
    address = base_map_address(theme, frame)
    return squares_on_map(squares, frame, part, address, theme, height=height, width=width)


def uncertain(package: Package, selection: Selection, frame: str) -> int:
    """Return how many of the events on the map are only claimed, planned or pledged."""
    if set(selection.statuses) <= {"occurred"}:
        return 0
    frames = ("region",) if frame == "region" else PLACED
    statuses = chosen_counts(package, selection).isin(frame=frames).by("status")
    return sum(statuses.values()) - statuses["occurred"]


def square_hover_lines(squares: MapSquares) -> Told:
    """Return the lines at the pointer for each square: how many events, and of which kinds."""
    return [
        (words.events_words(events), ", ".join(marks_words(_kinds(row))))
        for events, *row in cells_of(squares.table, "events", *MARKS)
    ]


def _kinds(numbers: list[int]) -> Mapping[str, int]:
    return {name: each for name, each in zip(MARKS, numbers, strict=True) if each}


def page_caption(package: Package, selection: Selection, frame: str) -> str:
    """Say what the dots or squares of the page's map are, and what is not on it."""
    numbers = numbers_on_map(package, selection, frame)
    if page_look(package, selection) == "squares":
        return words.too_many_dots(words.square_caption(numbers))
    return words.dot_caption(numbers, uncertain(package, selection, frame))


def kinds_on_map(package: Package, selection: Selection) -> list[tuple[str, bool]]:
    """Return the marks of the chosen events with a place, each with whether it is abroad."""
    counts = chosen_counts(package, selection).isin(frame=PLACED).by("mark", "abroad")
    return [(str(mark), bool(abroad)) for mark, abroad in counts]


def page_samples(package: Package, selection: Selection, frame: str) -> list[Sample]:
    """Return the circles that explain the sizes on the page's map."""
    if page_look(package, selection) == "dots":
        return samples(largest_dot(package, selection), WIDEST, SMALLEST)
    squares = drawn_squares(package, selection, frame)
    return samples(squares.largest, widest_circle(PAGE_HEIGHT, frame)) if squares.largest else []
