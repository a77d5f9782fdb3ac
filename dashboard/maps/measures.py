"""Where events happened: marks set apart on one spot, dots of many, squares of very many.

Offsets of marks are pixels to the right and up from the spot. Dots and squares are made of what the
engine gives: points, and squares of 0.25 degrees, joined to larger ones until they are few enough
to draw. Colours, symbols and words on the map are left to `charts`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.engine.map_frames import Frame
from dashboard.marks import MARKS, STACK
from dashboard.schema import cells_of

# Points closer than this (about 6 km) are one spot: a square and the city around it.
SPOT_DEGREES = 0.06
# How many marks of a kind stand on one spot, and how many in a row: large ones, small ones.
MOST_OF_A_KIND, MOST_SMALL = 8, 12
LONGEST_SINGLE_ROW = 3
LONGEST_ROW, LONGEST_SMALL_ROW = 4, 6
PITCH, SMALL_PITCH = 18.0, 8.0
# Their width, in pixels; that of a mark with one digit, and what each further one adds.
MARK_SIZE, SMALL_SIZE = 15, 8
ROUND, WIDER = 19.0, 5.0
# Four digits of a degree are eleven metres.
DIGITS = 4
NO_YES = (False, True)
SIDE = 0.25
MOST_SQUARES = 600
LARGEST_SIDE = 64
# More than there are squares from west to east, so that a row and a column make one number.
COLUMNS = 10_000
KM_A_DEGREE = 111.32
MIDDLE_LATITUDE = 45.0


def has_place(events: pd.DataFrame) -> pd.Series:
    """Return True for the events with coordinates; national and online events have none."""
    return events["latitude"].notna() & events["longitude"].notna()


class Placed(NamedTuple):
    """One event with a place, of the columns that a map draws."""

    event_id: str
    mark: str
    abroad: bool
    status: str
    geo_precision: int
    admin1: str
    latitude: float
    longitude: float
    title: str
    event_date: pd.Timestamp
    end_date: pd.Timestamp
    time_precision: int
    date_basis: str
    country: str
    place_country: str
    location: str


@dataclass(frozen=True)
class MapMark:
    """One mark on the map, moved off its spot by pixels.

    It is an event, many of one kind on one spot, or, `numbered`, all of a spot or of some nearby.
    `hover_lines` are the lines shown at the pointer, a heading first.
    """

    spot: int
    latitude: float
    longitude: float
    right: float
    up: float
    events: tuple[Placed, ...]
    numbered: bool = False
    hover_lines: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        """Its width in pixels."""
        return number_size(len(self.events)) if self.numbered else mark_size(self.kind)

    @property
    def is_mixed(self) -> bool:
        """Whether its events differ in kind, status or in whether they were abroad."""
        return len({(event.mark, event.abroad, event.status) for event in self.events}) > 1

    @property
    def key(self) -> str:
        """What names it: its first event, and how many they are if it has a number."""
        first = self.events[0].event_id
        return f"{first}*{len(self.events)}" if self.numbered else first

    @property
    def kind(self) -> str:
        """What kind of event the mark is, of a mixed one the first."""
        return self.events[0].mark

    @property
    def abroad(self) -> bool:
        """Whether the events took place outside the country they concern."""
        return self.events[0].abroad

    @property
    def status(self) -> str:
        """Whether the events occurred, or are claimed, planned or pledged."""
        return self.events[0].status

    @property
    def is_vague(self) -> bool:
        """Whether it has a ring: one event, or several of a kind, of no exact place."""
        return self.precision > 1 and not self.numbered

    @property
    def precision(self) -> int:
        """How closely the place is known: 1 town, 2 part of a region, 3 province."""
        return min(event.geo_precision for event in self.events)


def mark_size(mark: str) -> int:
    """Return the width in pixels of the mark of a kind of event."""
    return SMALL_SIZE if MARKS[mark].is_rest else MARK_SIZE


def number_size(events: int) -> float:
    """Return the diameter of the mark of a number of events.

    >>> number_size(7), number_size(18), number_size(120)
    (19.0, 24.0, 29.0)
    """
    return ROUND + WIDER * (len(str(events)) - 1)


def map_marks(events: pd.DataFrame) -> list[MapMark]:
    """Return the marks of the events that have coordinates, spot by spot; others have none."""
    spots: dict[int, dict[tuple[str, bool, str], list[Placed]]] = {}
    centres: list[tuple[float, float]] = []
    cells: dict[tuple[int, int], list[int]] = {}
    known: dict[tuple[float, float], int] = {}
    for event in sorted(_placed(events), key=lambda event: STACK.index(event.mark)):
        point = (event.latitude, event.longitude)
        if point not in known:
            known[point] = _spot_of(*point, centres, cells)
        spot = known[point]
        spots.setdefault(spot, {}).setdefault((event.mark, event.abroad, event.status), []).append(
            event
        )
    marks = []
    for spot, kinds in spots.items():
        groups = [group for (mark, *_), found in kinds.items() for group in _groups(mark, found)]
        offsets = fan_out([group[0].mark for group in groups])
        for group, offset in zip(groups, offsets, strict=True):
            marks.append(MapMark(spot, *centres[spot], *offset, tuple(group)))
    return marks


def fan_out(marks: Sequence[str]) -> list[tuple[float, float]]:
    """Return how far each mark of one spot stands off it, in pixels right and up.

    Up to three stand side by side, more in one row a kind; small dots come below.

    >>> fan_out(["protest"]), fan_out(["protest", "arrest"])
    ([(0.0, 0.0)], [(-9.0, 0.0), (9.0, 0.0)])
    """
    rows = _rows(marks)
    heights = [SMALL_PITCH if MARKS[marks[row[0]]].is_rest else PITCH for row in rows]
    offsets = [(0.0, 0.0)] * len(marks)
    edge = sum(heights) / 2
    for row, height in zip(rows, heights, strict=True):
        for place, index in enumerate(row):
            offsets[index] = ((place - (len(row) - 1) / 2) * height, edge - height / 2)
        edge -= height
    return offsets


def _rows(marks: Sequence[str]) -> list[list[int]]:
    """Return which marks stand in which row, top row first."""
    large = [index for index, mark in enumerate(marks) if not MARKS[mark].is_rest]
    if len(large) <= LONGEST_SINGLE_ROW:
        rows = [large] if large else []
    else:
        kinds = dict.fromkeys(marks[index] for index in large)
        rows = [
            part
            for kind in kinds
            for part in _cut([i for i in large if marks[i] == kind], LONGEST_ROW)
        ]
    small = [index for index, mark in enumerate(marks) if MARKS[mark].is_rest]
    return rows + _cut(small, LONGEST_SMALL_ROW)


def _cut(items: list[int], length: int) -> list[list[int]]:
    return [items[start : start + length] for start in range(0, len(items), length)]


def _placed(events: pd.DataFrame) -> list[Placed]:
    """Return the events with a place as plain rows: quicker to loop over than a table."""
    rows = (Placed(*row) for row in cells_of(events, *Placed._fields))
    return [row for row in rows if row.latitude == row.latitude and row.longitude == row.longitude]


def _spot_of(
    latitude: float,
    longitude: float,
    centres: list[tuple[float, float]],
    cells: dict[tuple[int, int], list[int]],
) -> int:
    """Return the number of the spot a point belongs to; a point near none founds one."""
    row, column = round(latitude / SPOT_DEGREES), round(longitude / SPOT_DEGREES)
    for near_row in (row, row - 1, row + 1):
        for near_column in (column, column - 1, column + 1):
            for spot in cells.get((near_row, near_column), ()):
                centre = centres[spot]
                if max(abs(centre[0] - latitude), abs(centre[1] - longitude)) <= SPOT_DEGREES:
                    return spot
    centres.append((latitude, longitude))
    cells.setdefault((row, column), []).append(len(centres) - 1)
    return len(centres) - 1


def _groups(mark: str, events: list[Placed]) -> list[list[Placed]]:
    """Return one kind's events on one spot mark by mark: one each, or all in one if many."""
    if len(events) > (MOST_SMALL if MARKS[mark].is_rest else MOST_OF_A_KIND):
        return [events]
    return [[event] for event in events]


class DotKind(NamedTuple):
    """What all events of a dot have in common."""

    mark: str
    abroad: bool
    occurred: bool
    vague: bool


# A dot's kind is its place in this list, which a browser is sent once.
KINDS = tuple(
    DotKind(mark, abroad, occurred, vague)
    for mark, abroad, occurred, vague in product(STACK, NO_YES, NO_YES, NO_YES)
)


@dataclass(frozen=True, eq=False)
class Dots:
    """Dots, those of the most events first: where, of which kind, of how many events.

    Of equals the gravest kind comes last, to be drawn on top.

    `keys` are the events dot after dot, each dot's in order of day, beginning at `starts`.
    """

    latitude: np.ndarray
    longitude: np.ndarray
    kind: np.ndarray
    number: np.ndarray
    starts: np.ndarray
    keys: np.ndarray

    def events(self, place: int) -> list[str]:
        """Return the keys of the events that a dot stands for."""
        start = self.starts[place]
        return self.keys[start : start + self.number[place]].tolist()

    def at(self, latitude: float, longitude: float, kind: int) -> list[str]:
        """Return the keys of the events of a kind on a spot; none when there is no such dot."""
        found = np.flatnonzero(
            (self.latitude == latitude) & (self.longitude == longitude) & (self.kind == kind)
        )
        return self.events(int(found[0])) if len(found) else []

    def beside(self, event_id: str) -> list[str]:
        """Return the keys of the events on the dot of an event; none when it is on no dot."""
        found = np.flatnonzero(self.keys == event_id)
        if not len(found):
            return []
        order = np.argsort(self.starts)
        place = order[np.searchsorted(self.starts[order], found[0], side="right") - 1]
        return self.events(int(place))


def dots_of(points: pd.DataFrame) -> Dots:
    """Return the dots of points (event_id, latitude, longitude, mark, status, abroad, ...)."""
    latitude, longitude = (
        points[name].to_numpy(float).round(DIGITS) for name in ("latitude", "longitude")
    )
    kind = _kinds(points)
    order = np.lexsort((kind, longitude, latitude))
    latitude, longitude, kind = latitude[order], longitude[order], kind[order]
    changes = (np.diff(each, prepend=np.nan) != 0 for each in (latitude, longitude, kind))
    new = np.any(list(changes), axis=0)
    starts = np.flatnonzero(new)
    number = np.diff(starts, append=len(order))
    largest = np.lexsort((-kind[starts], -number))
    first = starts[largest]
    return Dots(
        latitude[first],
        longitude[first],
        kind[first],
        number[largest],
        first,
        points["event_id"].to_numpy(object)[order],
    )


def _kinds(points: pd.DataFrame) -> np.ndarray:
    """Return for each point its kind, as its place in `KINDS`."""
    mark = pd.Categorical(points["mark"], STACK).codes.astype(np.int64)
    vague = points["geo_precision"].gt(1).fillna(False).to_numpy(bool)
    occurred = points["status"].eq("occurred").to_numpy(bool)
    abroad = points["abroad"].to_numpy(bool)
    return mark * 8 + abroad * 4 + occurred * 2 + vague


@dataclass(frozen=True, eq=False)
class MapSquares:
    """Squares with events, the fullest first: all of one `side` in degrees.

    `table`: latitude and longitude of the middle, events, and a column a mark.
    """

    side: float
    table: pd.DataFrame

    @property
    def total(self) -> int:
        """How many events the squares hold."""
        return int(self.table["events"].sum())

    @property
    def largest(self) -> int:
        """How many events the fullest square holds."""
        return int(self.table["events"].max()) if len(self.table) else 0


def map_squares(
    squares: pd.DataFrame,
    frame: Frame | None = None,
    most: int = MOST_SQUARES,
    least_side: float = SIDE,
) -> MapSquares:
    """Return squares of at least `least_side`, doubled in side until there are at most `most`.

    `squares`: latitude and longitude of the middle, mark, events. A `frame` leaves out what it
    does not hold.
    """
    if frame is not None:
        squares = squares[frame.holds(squares)]
    side = max(SIDE, least_side)
    while True:
        row, column = (
            np.floor(squares[name].to_numpy(float) / side).astype(int)
            for name in ("latitude", "longitude")
        )
        cells, first, cell = np.unique(
            row * COLUMNS + column, return_index=True, return_inverse=True
        )
        if len(cells) <= most or side >= LARGEST_SIDE:
            break
        side *= 2
    by_mark = np.zeros((len(cells), len(MARKS)), int)
    marks = pd.Categorical(squares["mark"], list(MARKS)).codes
    np.add.at(by_mark, (cell, marks), squares["events"].to_numpy(int))
    table = pd.DataFrame(
        {
            "latitude": (row[first] + 0.5) * side,
            "longitude": (column[first] + 0.5) * side,
            "events": by_mark.sum(axis=1),
            **dict(zip(MARKS, by_mark.T, strict=True)),
        }
    )
    fullest_first = table.sort_values("events", ascending=False, kind="stable", ignore_index=True)
    return MapSquares(side, fullest_first)


def side_km(side: float) -> tuple[int, int]:
    """Return how wide and how high a square of some degrees is in the middle of the region, in km.

    >>> side_km(0.25), side_km(1.0)
    ((20, 28), (79, 111))
    """
    high = side * KM_A_DEGREE
    return round(high * math.cos(math.radians(MIDDLE_LATITUDE))), round(high)
