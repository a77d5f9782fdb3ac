"""Two thousand made-up places inside the provinces of the five countries, and real ones abroad.

How events are spread over them is decided here too: a few places have most.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from made_words import BEGINNINGS, ENDINGS, MIDDLES
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[2] / "data"
COUNTS = {"KAZ": 600, "KGZ": 360, "TJK": 300, "TKM": 180, "UZB": 560}
SKEW = 1.05


@dataclass(frozen=True)
class Places:
    """The places, one a row; of each country the most frequent first."""

    names: Sequence[str]
    country: Sequence[str]
    admin1: Sequence[str | None]
    latitude: np.ndarray
    longitude: np.ndarray
    precision: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    foreign: np.ndarray

    def of_country(self, number: int) -> np.ndarray:
        """Return the places of the n-th country, the most frequent first."""
        return np.arange(self.starts[number], self.starts[number + 1])

    def drawn(self, country: np.ndarray, shares: np.ndarray) -> np.ndarray:
        """Return a place of each row's country, from numbers between 0 and 1."""
        country = country.clip(0, len(COUNTS) - 1)
        return np.searchsorted(self.ends, country + shares, side="right").clip(
            self.starts[country], self.starts[country + 1] - 1
        )


@cache
def made_places(seed: int) -> Places:
    """Make the places; the same seed gives the same."""
    random = np.random.default_rng([seed, 7])
    rows = [row for code, most in COUNTS.items() for row in _places_of(code, most, random)]
    at_home = len(rows)
    rows += list(_foreign())
    names, country, admin1, latitude, longitude, precision = zip(*rows, strict=True)
    ends = []
    for number, most in enumerate(COUNTS.values()):
        shares = np.cumsum(1 / np.arange(1, most + 1) ** SKEW)
        ends.append(shares / shares[-1] + number)
    starts = np.cumsum([0, *COUNTS.values()])
    return Places(
        *(names, country, admin1),
        *(np.array(latitude), np.array(longitude), np.array(precision)),
        *(starts, np.concatenate(ends), np.arange(at_home, len(rows))),
    )


Row = tuple[str, str, str | None, float, float, int]


def _places_of(code: str, most: int, random: np.random.Generator) -> Iterator[Row]:
    """Yield a country's places: its cities, then villages, every twelfth only a province."""
    shapes = dict(_provinces(code))
    keys = list(shapes)
    area = np.sqrt([shapes[key][1].area for key in keys])
    cities = [key for key, size in zip(keys, area, strict=True) if size < 0.5]
    names = _names(code, random)
    for rank in range(most):
        key = cities[rank] if rank < len(cities) else random.choice(keys, p=area / area.sum())
        province, outline = shapes[key]
        vague = rank % 12 == 11
        point = outline.representative_point() if vague else _point_in(outline, random)
        name = province if vague or rank < len(cities) else next(names)
        precision = 3 if vague else 2 if rank % 10 == 9 else 1
        yield name, code, str(key), round(point.y, 3), round(point.x, 3), precision


def _provinces(code: str) -> Iterator[tuple[str, tuple[str, BaseGeometry]]]:
    for feature in json.loads((DATA / "geo" / "provinces.geojson").read_text("utf-8"))["features"]:
        about = feature["properties"]
        if about["country"] == code:
            outline = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
            yield about["admin1"], (about["name"], outline)


def _point_in(outline: BaseGeometry, random: np.random.Generator) -> shapely.Point:
    west, south, east, north = outline.bounds
    while True:
        point = shapely.Point(random.uniform(west, east), random.uniform(south, north))
        if outline.contains(point):
            return point


def _names(code: str, random: np.random.Generator) -> Iterator[str]:
    """Yield names that sound like the country's, each once."""
    seen = set()
    while True:
        parts = (random.choice(words) for words in (BEGINNINGS[code], MIDDLES, ENDINGS[code]))
        name = "".join(parts)
        if name not in seen:
            seen.add(name)
            yield name


def _foreign() -> Iterator[Row]:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["place_country"] not in COUNTS:
                where = float(row["latitude"]), float(row["longitude"])
                yield row["name"], row["place_country"], row["admin1"] or None, *where, 1
