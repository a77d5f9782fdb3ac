"""How many events a map shows, whether one by one or as squares, and the rows it shows.

Few events have a mark each. More are counted by square of the map, which asks no engine; on the
page's own map they are dots, as long as a browser can hold them.
"""

from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.map_frames import FRAMES
from dashboard.maps.measures.dots import Dots, dots_of
from dashboard.maps.measures.places import has_place
from dashboard.maps.measures.squares import MapSquares, map_squares
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts, chosen_events
from dashboard.selection import Selection

# More marks than these lie one over another: on the sheet of the Overview, on the page's own map.
MOST_ON_SHEET = 150
MOST_ON_PAGE = 300
MOST_DOTS = 50_000
LEAST_SIDE_OF_WORLD = 4.0
# A selection's dots, with the keys of their events, are some 5 MB.
KEPT_DOTS = 6


class OnMap(NamedTuple):
    """How many events are chosen, how many of them have a place, and lie inside the frame."""

    total: int
    placed: int
    inside: int

    @property
    def outside(self) -> int:
        """How many have a place outside the frame."""
        return self.placed - self.inside

    @property
    def placeless(self) -> int:
        """How many have no place."""
        return self.total - self.placed


@lru_cache(maxsize=KEPT_SELECTIONS)
def numbers_on_map(package: Package, selection: Selection, frame: str) -> OnMap:
    """Return how many of the chosen events a map of a frame shows."""
    frames = chosen_counts(package, selection).by("frame")
    total = sum(frames.values())
    placed = total - frames["none"]
    inside = frames["region"]
    if frame != "region" and package.long_events is None:
        inside = int(FRAMES[frame].holds(chosen_events(package, selection)).sum())
    elif frame != "region":
        inside = drawn_squares(package, selection, frame).total
    return OnMap(total, placed, inside)


@lru_cache(maxsize=KEPT_SELECTIONS)
def drawn_squares(package: Package, selection: Selection, frame: str) -> MapSquares:
    """Return the squares of a map of a frame, large enough to be few."""
    if frame == "region":
        return map_squares(package.events.squares(selection, frame))
    squares = package.events.squares(selection)
    return map_squares(squares, FRAMES[frame], least_side=LEAST_SIDE_OF_WORLD)


@lru_cache(maxsize=KEPT_DOTS)
def drawn_dots(package: Package, selection: Selection) -> Dots:
    """Return the chosen events with a place as dots; of more than `MOST_DOTS` the first."""
    return dots_of(package.events.points(selection, MOST_DOTS))


def largest_dot(package: Package, selection: Selection) -> int:
    """Return how many events the fullest square has of one kind: no dot stands for more."""
    return int(package.events.squares(selection)["events"].max())


def page_look(package: Package, selection: Selection) -> str:
    """Return how the page's own map shows the chosen events: as marks, dots or squares."""
    placed = numbers_on_map(package, selection, "region").placed
    if placed <= MOST_ON_PAGE:
        return "marks"
    return "dots" if placed <= MOST_DOTS else "squares"


def rows_on_map(package: Package, selection: Selection, frame: str) -> pd.DataFrame:
    """Return the rows of the chosen events inside a frame, or of all that have a `place`.

    Asked for only when they are few; of a long package they have the columns that a map needs.
    """
    long = package.long_events
    if long is None:
        events = chosen_events(package, selection)
        return events[has_place(events) if frame == "place" else FRAMES[frame].holds(events)]
    rows = long.rows_on_map(selection, "region", MOST_ON_PAGE)
    if frame != "region":
        beyond = long.rows_on_map(selection, "outside", MOST_ON_PAGE)
        rows = pd.concat([rows, beyond], ignore_index=True)
    if frame == "world":
        rows = rows[FRAMES[frame].holds(rows)]
    return rows.fillna({"geo_precision": 0, "place_country": ""})
