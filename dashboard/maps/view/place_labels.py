"""Finds room for the marks and place names of a map, in pixels at one scale. Draws nothing.

Spots that would lie on one another are one mark with a number. A label may lie on small dots, never
on another label or on a large mark; one without room is left out.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from typing import NamedTuple

import numpy as np
import shapely

from dashboard.engine.map_frames import latitude_at, mercator
from dashboard.maps.measures import number_size
from dashboard.maps.view.frames import country_shapes

LETTER = 6.7
LINE = 16.0
GAP = 4.0
NAME_LETTER = 7.2
# Marks of two towns stand at least so far apart, in pixels, each moved no further than so.
CLEARANCE = 8.0
MOST_NUDGED = 16.0
NUDGE_ROUNDS = 4
PLACING_ROUNDS = 3
NAME_COST = 3.0
# Where the name of a country goes that is in the way: pixels right and up.
NAME_MOVES = sorted(
    ((right, up) for up in range(-56, 57, 8) for right in range(-60, 61, 12)),
    key=lambda move: math.hypot(*move),
)
RANK_COST = 25.0
SHORT_COST = 1e4
# Marks may touch by so much.
TOUCH = 1.0


class Box(NamedTuple):
    """A rectangle in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Box") -> float:
        """Return the area shared with another box."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across * up if across > 0 and up > 0 else 0.0

    def grown(self, edge: float) -> "Box":
        """Return the box with `edge` added on every side."""
        return Box(self.left - edge, self.bottom - edge, self.right + edge, self.top + edge)

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def with_box(self, other: "Box") -> "Box":
        """Return the box around this one and another."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def moved(self, x: float, y: float) -> "Box":
        """Return the box moved right and up."""
        return Box(self.left + x, self.bottom + y, self.right + x, self.top + y)


@dataclass(frozen=True)
class Spot:
    """A spot with its label, and the room that its large marks and small dots take around it.

    `weight` is how many graver events it has, `events` how many in all; `is_crowded`: too many to
    stand side by side.
    """

    number: int
    latitude: float
    longitude: float
    lines: tuple[str, ...]
    large: Box | None
    small: Box | None
    weight: int = 0
    events: int = 1
    is_crowded: bool = False

    @property
    def room(self) -> Box:
        """The room that all of its marks take around it."""
        rooms = [room for room in (self.large, self.small) if room]
        return reduce(Box.with_box, rooms, rooms[0])

    def moved(self, right: float, up: float) -> "Spot":
        """Return the spot with its marks moved by pixels."""
        large, small = (room and room.moved(right, up) for room in (self.large, self.small))
        return replace(self, large=large, small=small)


@dataclass(frozen=True)
class Label:
    """A label with room: its anchor's pixels from the spot, and which side the anchor holds.

    Its `lines` are all of the spot's, or the first alone.
    """

    spot: Spot
    right: float
    up: float
    across: str
    upright: str
    lines: tuple[str, ...]


def nudges(spots: Sequence[Spot], scale: float) -> dict[int, float]:
    """Return by how many pixels to move spots right or left so that their large marks stand clear.

    Neighbouring towns would otherwise read as one; what is too far for a small step stays as it is.
    """
    boxes = {spot.number: _at(spot, spot.large, scale) for spot in spots if spot.large}
    moved = dict.fromkeys(boxes, 0.0)
    order = sorted(boxes, key=lambda number: boxes[number].left)
    for _ in range(NUDGE_ROUNDS):
        for place, left in enumerate(order):
            reach = boxes[left].right + CLEARANCE + 2 * MOST_NUDGED
            for right in order[place + 1 :]:
                if boxes[right].left > reach:
                    break
                one, two = boxes[left].moved(moved[left], 0), boxes[right].moved(moved[right], 0)
                close = one.right + CLEARANCE - two.left
                if close > 0 and min(one.top, two.top) > max(one.bottom, two.bottom):
                    moved[left] = max(moved[left] - close / 2, -MOST_NUDGED)
                    moved[right] = min(moved[right] + close / 2, MOST_NUDGED)
    return {number: shift for number, shift in moved.items() if shift}


def placed_labels(
    spots: Sequence[Spot],
    scale: float,
    names: Iterable[tuple[str, float, float]] = (),
    edges: tuple[float, float, float, float] | None = None,
) -> list[Label]:
    """Return the labels that have room, weightiest spots first; one left over is then tried first.

    Spots of lesser events come after all graver ones; of these tries that is taken which names most
    graver spots, and most of them in full.
    `scale` is pixels a degree of longitude; `names` are words already on the map, avoided where
    possible; `edges` are west, south, east and north as drawn (Web Mercator), beyond which no label
    reaches.
    """
    crowd = _Crowd(
        large=[_at(spot, spot.large, scale) for spot in spots if spot.large],
        light=[_at(spot, spot.small, scale) for spot in spots if spot.small],
        names=[name_box(*name, scale) for name in names],
        frame=Box(*(edge * scale for edge in edges)) if edges else None,
    )
    order = sorted((spot for spot in spots if spot.lines), key=lambda spot: -spot.weight)
    room = crowd.room_for(order, scale)
    best: list[Label] = []
    for _ in range(PLACING_ROUNDS):
        placed, left_over = _placed(order, room)
        best = max(best, placed, key=_named)
        if not left_over:
            break
        left = {spot.number for spot in left_over}
        again = [*left_over, *(spot for spot in order if spot.number not in left)]
        order = sorted(again, key=lambda spot: not spot.weight)
    return best


def free_names(
    names: Iterable[tuple[str, float, float]],
    labels: Iterable[Label],
    scale: float,
    spots: Iterable[Spot] = (),
    sides: tuple[float, float, float, float] | None = None,
) -> list[tuple[str, float, float]]:
    """Return the names on the map that no label or mark covers, moved a little if need be.

    One that would stand off its own country is left out, and with `sides` one that does not stand
    within them: half a name is worse than none.
    """
    frame = Box(*(side * scale for side in sides)) if sides else None
    boxes = [_at(label.spot, label_box(label), scale) for label in labels]
    boxes += [_at(spot, spot.room, scale) for spot in spots]
    free = []
    for name, longitude, latitude in names:
        own = name_box(name, longitude, latitude, scale)
        for right, up in NAME_MOVES:
            moved = own.moved(right, up)
            if frame and frame.with_box(own).with_box(moved) != frame:
                continue
            place = latitude_at(mercator(latitude) + up / scale) if up else latitude
            at = (name, longitude + right / scale, place)
            if any(moved.overlap(box) for box in boxes) or ((right or up) and _is_off(*at, scale)):
                continue
            free.append(at)
            boxes.append(moved)
            break
    return free


def _is_off(name: str, longitude: float, latitude: float, scale: float) -> bool:
    """Return whether any of the middle half of a country's name stands off that country."""
    outline = country_shapes().get(name)
    reach = len(name) * NAME_LETTER / 4 / scale
    across = np.linspace(longitude - reach, longitude + reach, 5)
    return outline is not None and not shapely.contains_xy(outline, across, latitude).all()


def label_box(label: Label) -> Box:
    """Return the room a label takes, in pixels from its spot."""
    width = max(len(line) for line in label.lines) * LETTER + 6
    height = len(label.lines) * LINE + 2
    start = {"left": 0.0, "right": -width, "center": -width / 2}[label.across]
    bottom = {"bottom": 0.0, "top": -height, "middle": -height / 2}[label.upright]
    return Box(start, bottom, start + width, bottom + height).moved(label.right, label.up)


def name_box(name: str, longitude: float, latitude: float, scale: float) -> Box:
    """Return the room a name written on the map takes, in pixels from the map's zero."""
    half = len(name) * NAME_LETTER / 2
    return Box(-half, -7, half, 7).moved(longitude * scale, mercator(latitude) * scale)


Group = tuple[Spot, *tuple[Spot, ...]]
_Places = dict[int, list[tuple[Label, Box]]]


@dataclass(frozen=True)
class _Crowd:
    """What a label must not cover (large), had better not (light, names), and its frame."""

    large: list[Box]
    light: list[Box]
    names: list[Box]
    frame: Box | None

    def room_for(self, spots: Sequence[Spot], scale: float) -> _Places:
        """Return where the label of each spot may lie, by its number, the cheapest place first."""
        choices = [(spot, _choices(spot)) for spot in spots]
        boxes = [
            [_at(spot, label_box(label), scale) for label in labels] for spot, labels in choices
        ]
        costs = iter(self._costs([box for own in boxes for box in own]))
        room: _Places = {}
        for (spot, labels), own in zip(choices, boxes, strict=True):
            priced = [
                (cost + rank * RANK_COST + SHORT_COST * (labels[rank].lines != spot.lines), rank)
                for rank, cost in enumerate(islice(costs, len(labels)))
                if cost is not None
            ]
            room[spot.number] = [(labels[rank], own[rank]) for _, rank in sorted(priced)]
        return room

    def _costs(self, boxes: Sequence[Box]) -> list[float | None]:
        """Return what it costs to lie in each box; None where a label must not lie."""
        barred = _shared(boxes, self.large).sum(axis=1) > 0
        costs = _shared(boxes, self.light).sum(axis=1)
        costs += NAME_COST * _shared(boxes, self.names).sum(axis=1)
        return [
            None if bars or (self.frame and self.frame.with_box(box) != self.frame) else cost
            for box, bars, cost in zip(boxes, barred.tolist(), costs.tolist(), strict=True)
        ]


def _shared(boxes: Sequence[Box], others: Sequence[Box]) -> np.ndarray:
    """Return the area that each box shares with each of the others, one row a box."""
    one, two = (np.array(each, float).reshape(-1, 4) for each in (boxes, others))
    across, up = (
        np.minimum(one[:, None, high], two[:, high]) - np.maximum(one[:, None, low], two[:, low])
        for low, high in ((0, 2), (1, 3))
    )
    return np.where((across > 0) & (up > 0), across * up, 0.0)


def _named(placed: Sequence[Label]) -> tuple[int, int, int]:
    """Return how many graver spots have a label, how many a whole one, and how many have any."""
    graver = [label for label in placed if label.spot.weight]
    return len(graver), sum(label.lines == label.spot.lines for label in graver), len(placed)


def _placed(
    order: Sequence[Spot], room: _Places, before: Sequence[Box] = ()
) -> tuple[list[Label], list[Spot]]:
    """Give each label in turn its cheapest free place; also return the spots that have none."""
    placed: list[Label] = []
    left_over: list[Spot] = []
    taken = list(before)
    for spot in order:
        for label, lying in room[spot.number]:
            if not any(lying.overlap(other) for other in taken):
                placed.append(label)
                taken.append(lying)
                break
        else:
            left_over.append(spot)
    return placed, left_over


def _choices(spot: Spot) -> list[Label]:
    """Return the places around a spot's marks where its label could stand, the best first.

    Where the whole label has no room, its first line alone may have.
    """
    marks = spot.large or spot.small or Box(0.0, 0.0, 0.0, 0.0)
    centre, middle = marks.centre
    left, right = marks.left - GAP, marks.right + GAP
    above, below = marks.top + GAP, marks.bottom - GAP
    places = (
        (right, middle, "left", "middle"),
        (left, middle, "right", "middle"),
        (centre, below, "center", "top"),
        (centre, above, "center", "bottom"),
        (right, marks.bottom, "left", "bottom"),
        (right, marks.top, "left", "top"),
        (left, marks.bottom, "right", "bottom"),
        (left, marks.top, "right", "top"),
        (marks.left, below, "left", "top"),
        (marks.left, above, "left", "bottom"),
        (marks.right, below, "right", "top"),
        (marks.right, above, "right", "bottom"),
    )
    wordings = [spot.lines, spot.lines[:1]] if len(spot.lines) > 1 else [spot.lines]
    return [Label(spot, *place, lines) for lines in wordings for place in places]


def _at(spot: Spot, box: Box, scale: float) -> Box:
    return box.moved(spot.longitude * scale, mercator(spot.latitude) * scale)


def in_groups(spots: Sequence[Spot], scale: float) -> list[Group]:
    """Return the spots in groups: those of several, and those that are crowded, have a number.

    Spots are grouped that would lie on one another at `scale` pixels a degree even when moved
    aside by a small step; those closest first.
    """
    groups: list[Group] = [(spot,) for spot in spots]
    while True:
        boxes = _group_boxes(groups, scale)
        pairs = sorted(
            (math.dist(boxes[one].centre, boxes[two].centre), one, two)
            for one in range(len(groups))
            for two in range(one + 1, len(groups))
            if boxes[one].grown(-TOUCH).overlap(boxes[two].grown(-TOUCH))
        )
        if not pairs:
            return groups
        joined: set[int] = set()
        more: list[Group] = []
        for _, one, two in pairs:
            if not joined & {one, two}:
                joined |= {one, two}
                more.append((*groups[one], *groups[two]))
        groups = [*(own for place, own in enumerate(groups) if place not in joined), *more]


def has_number(group: Group) -> bool:
    """Say whether a group is drawn as one mark with a number."""
    return len(group) > 1 or group[0].is_crowded


def middle(group: Group) -> tuple[float, float]:
    """Return where a group stands: the latitude and longitude amid its events."""
    total = sum(spot.events for spot in group)
    return (
        sum(spot.latitude * spot.events for spot in group) / total,
        sum(spot.longitude * spot.events for spot in group) / total,
    )


def round_room(events: int) -> Box:
    """Return the room of a numbered mark around its place."""
    half = number_size(events) / 2
    return Box(-half, -half, half, half)


def _group_boxes(groups: Sequence[Group], scale: float) -> list[Box]:
    alone = [group[0] for group in groups if not has_number(group)]
    shifts = nudges(alone, scale)
    return [_box(group, shifts.get(group[0].number, 0.0), scale) for group in groups]


def _box(group: Group, shift: float, scale: float) -> Box:
    latitude, longitude = middle(group)
    if has_number(group):
        room = round_room(sum(spot.events for spot in group))
    else:
        room = group[0].room.moved(shift, 0.0)
    return room.moved(longitude * scale, mercator(latitude) * scale)
