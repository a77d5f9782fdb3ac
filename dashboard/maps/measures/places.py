"""Where events happened: what a frame holds, and how events on one spot are set apart as marks.

Offsets are pixels to the right and up from the spot; colours, symbols and words on the map are left
to charts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from dashboard.engine.map_frames import Frame

# Points closer than this (about 6 km) are one spot: a square and the city around it.
SPOT_DEGREES = 0.06
ORDER = ("protest", "clash", "arrest", "sentence", "other")
MOST_MARKS = {"other": 12}
MOST_OF_A_KIND = 8
LONGEST_SINGLE_ROW = 3
ROW_LENGTH = {"other": 6}
LONGEST_ROW = 4
PITCH = {"other": 8.0}
MARK_PITCH = 18.0


def has_place(events: pd.DataFrame) -> pd.Series:
    """Return True for the events with coordinates; national and online events have none."""
    return events["latitude"].notna() & events["longitude"].notna()


def outside(events: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Return the events with a place that the frame does not hold."""
    return events[has_place(events) & ~frame.holds(events)]


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


@dataclass(frozen=True)
class MapMark:
    """One mark on the map: an event, or many of one kind on one spot; moved off it by pixels."""

    spot: int
    latitude: float
    longitude: float
    right: float
    up: float
    events: tuple[Placed, ...]

    @property
    def kind(self) -> str:
        """What kind of event the mark is: protest, arrest, sentence, clash, other."""
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
    def precision(self) -> int:
        """How closely the place is known: 1 town, 2 part of a region, 3 province."""
        return min(event.geo_precision for event in self.events)


def map_marks(events: pd.DataFrame) -> list[MapMark]:
    """Return the marks of the events that have coordinates, spot by spot; others have none."""
    spots: dict[int, dict[tuple[str, bool, str], list[Placed]]] = {}
    centres: list[tuple[float, float]] = []
    cells: dict[tuple[int, int], list[int]] = {}
    known: dict[tuple[float, float], int] = {}
    for event in sorted(_placed(events), key=lambda event: ORDER.index(event.mark)):
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
    heights = [PITCH.get(marks[row[0]], MARK_PITCH) for row in rows]
    offsets = [(0.0, 0.0)] * len(marks)
    edge = sum(heights) / 2
    for row, height in zip(rows, heights, strict=True):
        for place, index in enumerate(row):
            offsets[index] = ((place - (len(row) - 1) / 2) * height, edge - height / 2)
        edge -= height
    return offsets


def _rows(marks: Sequence[str]) -> list[list[int]]:
    """Return which marks stand in which row, top row first."""
    large = [index for index, mark in enumerate(marks) if mark != "other"]
    if len(large) <= LONGEST_SINGLE_ROW:
        rows = [large] if large else []
    else:
        kinds = dict.fromkeys(marks[index] for index in large)
        rows = [
            part
            for kind in kinds
            for part in _cut([i for i in large if marks[i] == kind], LONGEST_ROW)
        ]
    small = [index for index, mark in enumerate(marks) if mark == "other"]
    return rows + _cut(small, ROW_LENGTH["other"])


def _cut(items: list[int], length: int) -> list[list[int]]:
    return [items[start : start + length] for start in range(0, len(items), length)]


def _placed(events: pd.DataFrame) -> list[Placed]:
    """Return the events with a place as plain rows: quicker to loop over than a table."""
    columns = [events[name].tolist() for name in Placed._fields]
    rows = (Placed(*row) for row in zip(*columns, strict=True))
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
    if len(events) > MOST_MARKS.get(mark, MOST_OF_A_KIND):
        return [events]
    return [[event] for event in events]
