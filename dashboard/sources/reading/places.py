"""Where a place lies: in which country and province on a day, by name, by code or by point."""

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, floor, hypot, radians

import numpy as np
import pycountry
import shapely
from rapidfuzz import fuzz, process
from shapely.geometry.base import BaseGeometry

from dashboard.datapackage.rules import COARSE_BORDER_TOLERANCE, DETAILED_BORDER_TOLERANCE
from dashboard.datapackage.store import SHIPPED_FOLDER, border_files, country_outlines
from dashboard.sources.reading.files import Cell
from dashboard.sources.reading.outcomes import Elsewhere, NoRow
from dashboard.spellings import folded
from dashboard.vocabulary import COUNTRIES

FIVE = tuple(COUNTRIES)
# Names that ISO 3166 does not have: Russian, older, and in the five's own languages.
OTHER_NAMES = {
    "KAZ": "казахстан;республика казахстан;қазақстан;qazaqstan;kazakstan;рк",
    "KGZ": "киргизия;кыргызстан;киргизстан;кыргызская республика;kyrgyz republic;kirghizia;"
    "kirgizstan;kyrgyzstan;қырғызстан;кр",
    "TJK": "таджикистан;республика таджикистан;тоҷикистон;tojikiston;tadjikistan;tadzhikistan;рт",
    "TKM": "туркмения;туркменистан;türkmenistan;turkmenia",
    "UZB": "узбекистан;республика узбекистан;ўзбекистон;oʻzbekiston;o'zbekiston;o‘zbekiston;"
    "ozbekiston;рузб",
    "AFG": "афганистан",
    "AZE": "азербайджан",
    "CHN": "китай;кнр",
    "RUS": "россия;российская федерация;рф;russia",
    "TUR": "турция;turkey",
    "IRN": "иран;iran",
    "USA": "сша;us",
}
# Numbers of other lists than ISO's; Gleditsch and Ward's, and the Global Terrorism Database's.
GWNO = {"705": "KAZ", "703": "KGZ", "702": "TJK", "701": "TKM", "704": "UZB", "700": "AFG"}
GTD = {"103": "KAZ", "107": "KGZ", "202": "TJK", "210": "TKM", "219": "UZB", "4": "AFG"}
FIPS = {"KZ": "KAZ", "KG": "KGZ", "TI": "TJK", "TX": "TKM", "UZ": "UZB"}


def country_code(cell: Cell) -> str:
    """Return the ISO 3166-1 alpha-3 code for a name or code; "" for none that we know.

    >>> country_code("Кыргызстан"), country_code("kg"), country_code("398"), country_code("Mars")
    ('KGZ', 'KGZ', 'KAZ', '')
    """
    return _codes_by_name().get(" ".join(folded(str(cell or "")).replace("_", " ").split()), "")


def one_of_five(row: int, code: str) -> str:
    """Return the code of a row's country, which is one of the five. Raises `NoRow`."""
    if code not in FIVE:
        raise NoRow(Elsewhere(row))
    return code


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    known: dict[str, str] = {}
    for each in pycountry.countries:
        names = (each.name, getattr(each, "common_name", ""), getattr(each, "official_name", ""))
        for name in (*names, each.alpha_2, each.alpha_3, each.numeric, each.numeric.lstrip("0")):
            if name:
                known[folded(name)] = each.alpha_3
    for code, names in OTHER_NAMES.items():
        known |= dict.fromkeys((folded(name) for name in names.split(";")), code)
    return known


CELLS_A_DEGREE = 8
# Cities that are provinces of their own, and that the borders of provinces do not draw or draw
# within others: code, latitude, longitude, reach in kilometres.
CITY_PROVINCES = (
    ("KG-GB", 42.875, 74.603, 12),
    ("KG-GO", 40.530, 72.800, 8),
    ("KZ-ALA", 43.238, 76.889, 18),
    ("KZ-AST", 51.129, 71.430, 18),
    ("KZ-SHY", 42.317, 69.596, 18),
    ("TJ-DU", 38.560, 68.787, 10),
    ("TM-S", 37.950, 58.383, 14),
    ("UZ-TK", 41.311, 69.280, 14),
)
# The codes that two cities have had since 29 November 2022.
SUCCESSORS = {"KZ-AST": "KZ-71", "KZ-ALA": "KZ-75"}
CLOSE_ENOUGH = 90  # of 100: "Khudjand" is Khujand


@dataclass(frozen=True)
class Known:
    """A place of the gazetteer, or a province: its name, country, code and days."""

    name: str
    country: str
    admin1: str
    first: str
    last: str
    names: frozenset[str]

    def holds(self, day: date) -> bool:
        """Return whether it bore this name, or was there, on a day."""
        if not self.first and not self.last:
            return True
        shown = day.isoformat()
        return self.first <= shown and (not self.last or shown <= self.last)


def is_inside(country: str, latitude: float, longitude: float) -> bool:
    """Return whether a point lies in a country; true for one whose borders are not held."""
    found = _grid(country)
    return found is None or found.holds(latitude, longitude)


def province_at(country: str, latitude: float, longitude: float, day: date) -> str:
    """Return the ISO 3166-2 code of the province around a point on a day; "" for none.

    >>> province_at("KAZ", 43.2567, 76.9286, date(2020, 6, 6))
    'KZ-ALA'
    >>> province_at("KAZ", 43.2567, 76.9286, date(2023, 6, 6))
    'KZ-75'
    """
    return code_on(_province(country, latitude, longitude), day)


def province_named(country: str, name: str, day: date) -> str:
    """Return the province of a town of the gazetteer by any of its names; "" for none."""
    known = place_named(country, name, day)
    return code_on(known.admin1, day) if known else ""


def place_named(country: str, name: str, day: date) -> Known | None:
    """Return the place of the gazetteer that bears a name, on that day if it ever did."""
    found = _bearers(country, name)
    if not found:
        return None
    return next((each for each in found if each.holds(day)), found[0])


@lru_cache(maxsize=50_000)
def _bearers(country: str, name: str) -> tuple[Known, ...]:
    names = _places().get(country, {})
    found = names.get(folded(name).strip())
    if not found and len(name) > 4:
        close = process.extractOne(
            folded(name), names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
        )
        found = names[close[0]] if close else None
    return tuple(found or ())


def code_on(code: str, day: date) -> str:
    """Return the code that a province had on a day.

    >>> code_on("KZ-AST", date(2020, 6, 1)), code_on("KZ-AST", date(2023, 6, 1))
    ('KZ-AST', 'KZ-71')
    """
    later = SUCCESSORS.get(code, "")
    return later if later and province_existed(later, day) else code


@lru_cache(maxsize=10_000)
def undrawn_province(country: str, name: str) -> str:
    """Return the province of a name that the borders do not draw, being newer; "" for others.

    >>> undrawn_province("KAZ", "Abai"), undrawn_province("KAZ", "Akmola")
    ('KZ-10', '')
    """
    drawn = {code for code, _ in _province_grids().get(country, ())}
    names = {_provinces()[code].name for code in drawn}
    cities = {code for code, *_ in CITY_PROVINCES} | set(SUCCESSORS.values())
    for code, each in _provinces().items():
        is_newer = code not in drawn | cities and each.name not in names
        if each.country == country and is_newer and folded(name) in each.names:
            return code
    return ""


def province_existed(code: str, day: date) -> bool:
    """Return whether a province was there on a day; true for one that is not known."""
    province = _provinces().get(code)
    return province is None or province.holds(day)


def spell_of(day: date) -> int:
    """Return the number of the spell that a day falls in: between two of them some name changes.

    Within a spell every place and province has the same names.

    >>> spell_of(date(2022, 6, 7)) < spell_of(date(2022, 6, 8)) == spell_of(date(2022, 6, 9))
    True
    """
    return bisect_right(_spells(), day.isoformat())


@lru_cache(maxsize=1)
def _spells() -> list[str]:
    """Return the days on which a spell begins, as text; one after a last day begins beyond it."""
    named = [each for own in _places().values() for bearers in own.values() for each in bearers]
    known = [*named, *_provinces().values()]
    beyond = {f"{each.last}\0" for each in known if each.last}
    return sorted(beyond | {each.first for each in known if each.first})


def is_province(code: str) -> bool:
    """Return whether a code is one of the provinces held."""
    return code in _provinces()


@dataclass(frozen=True)
class _Grid:
    """An area with the squares of a part of a degree that lie wholly inside it, and on its border.

    Most points fall into the former, so that millions of them are placed in seconds.
    """

    area: BaseGeometry
    inside: frozenset[tuple[int, int]]
    border: frozenset[tuple[int, int]]

    def holds(self, latitude: float, longitude: float) -> bool:
        cell = (floor(longitude * CELLS_A_DEGREE), floor(latitude * CELLS_A_DEGREE))
        if cell in self.inside:
            return True
        is_near = cell in self.border
        return is_near and bool(shapely.intersects_xy(self.area, longitude, latitude))


def _gridded(area: BaseGeometry) -> _Grid:
    shapely.prepare(area)
    west, south, east, north = (floor(edge * CELLS_A_DEGREE) for edge in area.bounds)
    cells = [(x, y) for x in range(west, east + 1) for y in range(south, north + 1)]
    x, y = np.array(cells).T
    squares = shapely.box(*(edge / CELLS_A_DEGREE for edge in (x, y, x + 1, y + 1)))
    inside = shapely.contains_properly(area, squares)
    near = shapely.intersects(area, squares) & ~inside
    return _Grid(
        area,
        frozenset(cell for cell, is_in in zip(cells, inside, strict=True) if is_in),
        frozenset(cell for cell, is_near in zip(cells, near, strict=True) if is_near),
    )


@lru_cache(maxsize=300)
def _grid(country: str) -> _Grid | None:
    outline = country_outlines().get(country)
    if outline is None:
        return None
    near = DETAILED_BORDER_TOLERANCE if country in COUNTRIES else COARSE_BORDER_TOLERANCE
    return _gridded(shapely.buffer(outline, near))


@lru_cache(maxsize=1)
def _province_grids() -> dict[str, list[tuple[str, _Grid]]]:
    grids: dict[str, list[tuple[str, _Grid]]] = {}
    for feature in border_files()["provinces"]["features"]:
        area = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        own = grids.setdefault(feature["properties"]["country"], [])
        own.append((feature["properties"]["admin1"], _gridded(area)))
    return grids


@lru_cache(maxsize=200_000)
def _province(country: str, latitude: float, longitude: float) -> str:
    if city := _city(country, latitude, longitude):
        return city
    grids = _province_grids().get(country, [])
    for code, grid in grids:
        if grid.holds(latitude, longitude):
            return code
    near = [
        (shapely.distance(g.area, shapely.Point(longitude, latitude)), code) for code, g in grids
    ]
    closest = min(near, default=(1.0, ""))
    return closest[1] if closest[0] < DETAILED_BORDER_TOLERANCE else ""


def _city(country: str, latitude: float, longitude: float) -> str:
    for code, north, east, reach in CITY_PROVINCES:
        if _provinces()[code].country == country:
            across = (longitude - east) * 111.3 * cos(radians(north))
            if hypot(across, (latitude - north) * 111.3) <= reach:
                return code
    return ""


@lru_cache(maxsize=1)
def _provinces() -> dict[str, Known]:
    return {row["admin1"]: _known(row, row["country"]) for row in _shipped("provinces")}


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, list[Known]]]:
    """Return the gazetteer: country, then any name in small letters, then who bore it."""
    places: dict[str, dict[str, list[Known]]] = {}
    for row in _shipped("places"):
        place = _known(row, row["place_country"])
        own = places.setdefault(place.country, {})
        for name in place.names:
            own.setdefault(name, []).append(place)
    return places


def _known(row: Mapping[str, str], country: str) -> Known:
    names = (row["name"], *(row.get("variants") or "").split(";"))
    return Known(
        row["name"],
        country,
        row["admin1"],
        row["valid_from"],
        row["valid_to"],
        frozenset(folded(name.strip()) for name in names if name.strip()),
    )


def _shipped(table: str) -> list[dict[str, str]]:
    with (SHIPPED_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
