"""Parts of the earth that a map shows, and Web Mercator, in which it draws them."""

import math
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Frame:
    """A part of the earth between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """West, south, east and north as drawn, in degrees of longitude (Web Mercator)."""
        return self.west, mercator(self.south), self.east, mercator(self.north)

    def holds(self, places: pd.DataFrame) -> pd.Series:
        """Return True for the rows whose coordinates lie inside; False where there are none."""
        within = places["latitude"].between(self.south, self.north)
        return within & places["longitude"].between(self.west, self.east)


FRAMES = {"region": Frame(45.0, 34.4, 89.0, 56.0), "world": Frame(-168.0, -56.0, 180.0, 74.0)}


def mercator(latitude: float) -> float:
    """Return the height of a parallel on a Web Mercator map, in degrees of longitude.

    >>> round(mercator(45.0), 3), round(mercator(-45.0), 3)
    (50.499, -50.499)
    """
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def latitude_at(height: float) -> float:
    """Return the parallel at a height on a Web Mercator map: `mercator` the other way round.

    >>> round(latitude_at(mercator(45.0)), 6)
    45.0
    """
    return math.degrees(math.atan(math.sinh(math.radians(height))))
