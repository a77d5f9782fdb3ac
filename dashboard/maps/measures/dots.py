"""Exact places of many events: those of one kind on one spot are one dot.

Handed the engine's points; sizes, colours and words are left to charts.
"""

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.maps.measures.places import ORDER

# Four digits of a degree are eleven metres.
DIGITS = 4


class DotKind(NamedTuple):
    """What all events of a dot have in common."""

    mark: str
    abroad: bool
    occurred: bool
    vague: bool


# A dot's kind is its place in this list, which a browser is sent once.
NO_YES = (False, True)
KINDS = tuple(
    DotKind(mark, abroad, occurred, vague)
    for mark, abroad, occurred, vague in product(ORDER, NO_YES, NO_YES, NO_YES)
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
    mark = pd.Categorical(points["mark"], ORDER).codes.astype(np.int64)
    vague = points["geo_precision"].gt(1).fillna(False).to_numpy(bool)
    occurred = points["status"].eq("occurred").to_numpy(bool)
    abroad = points["abroad"].to_numpy(bool)
    return mark * 8 + abroad * 4 + occurred * 2 + vague
