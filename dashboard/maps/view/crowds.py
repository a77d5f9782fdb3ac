"""Which spots of a map are drawn as one mark with a number, so that no mark lies on another."""

import math
from collections.abc import Sequence

from dashboard.engine.map_frames import mercator
from dashboard.maps.view.place_labels import Box, Spot, nudges

# A numbered mark's diameter: for one digit, what each further one adds, in pixels.
ROUND, WIDER = 19.0, 5.0
# Marks may touch by so much.
TOUCH = 1.0
Group = tuple[Spot, *tuple[Spot, ...]]


def number_size(events: int) -> float:
    """Return the diameter of the mark of a number of events.

    >>> number_size(7), number_size(18), number_size(120)
    (19.0, 24.0, 29.0)
    """
    return ROUND + WIDER * (len(str(events)) - 1)


def in_groups(spots: Sequence[Spot], scale: float) -> list[Group]:
    """Return the spots in groups: those of several, and those that are crowded, have a number.

    Spots are grouped that would lie on one another at `scale` pixels a degree even when moved
    aside by a small step; those closest first.
    """
    groups: list[Group] = [(spot,) for spot in spots]
    while True:
        boxes = _boxes(groups, scale)
        pairs = sorted(
            (_apart(boxes[one], boxes[two]), one, two)
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


def _boxes(groups: Sequence[Group], scale: float) -> list[Box]:
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


def _apart(one: Box, two: Box) -> float:
    return math.dist(one.centre, two.centre)
