"""Which part of the earth a map shows, fitted to the countries chosen and to a drawing's sides."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.datapackage.store import border_files, polygons
from dashboard.engine.map_frames import FRAMES, Frame
from dashboard.vocabulary import COUNTRIES, country_name

# How much of a country's width and height stays free around it, and the least of it in degrees.
MARGIN, LEAST_MARGIN = 0.05, 0.4
# What stays free around a frame for the marks at its sides, in pixels.
EDGE = 20.0


class View(NamedTuple):
    """A part of the earth on a drawing.

    Its sides (west, south, east, north in degrees, Web Mercator), and the pixels a degree.
    """

    sides: tuple[float, float, float, float]
    scale: float


def chosen_frame_of(
    frame: str, countries: Sequence[str], latitudes: Sequence[float], longitudes: Sequence[float]
) -> Frame:
    """Return the part of a frame that holds the countries chosen, and every place drawn."""
    if frame != "region" or not countries or set(countries) >= set(COUNTRIES):
        return FRAMES[frame]
    boxes = [country_boxes()[code] for code in countries]
    west, south = min(box.west for box in boxes), min(box.south for box in boxes)
    east, north = max(box.east for box in boxes), max(box.north for box in boxes)
    across = max(MARGIN * (east - west), LEAST_MARGIN)
    up = max(MARGIN * (north - south), LEAST_MARGIN)
    return Frame(
        min(west, *longitudes, east) - across,
        min(south, *latitudes, north) - up,
        max(east, *longitudes, west) + across,
        max(north, *latitudes, south) + up,
    )


@lru_cache(maxsize=1)
def country_boxes() -> dict[str, Frame]:
    """Return the frame around each of the five, by code. Raises `DataUnavailable`."""
    boxes = {}
    for feature in border_files()["countries"]["features"]:
        points = [point for rings in polygons(feature) for line in rings for point in line]
        across, up = zip(*points, strict=True)
        boxes[feature["properties"]["iso_code"]] = Frame(min(across), min(up), max(across), max(up))
    return boxes


@lru_cache(maxsize=1)
def country_shapes() -> dict[str, BaseGeometry]:
    """Return the outline of each of the five by its name in capitals, as maps write it."""
    shapes = {}
    for feature in border_files()["countries"]["features"]:
        outline = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        shapely.prepare(outline)
        shapes[country_name(feature["properties"]["iso_code"]).upper()] = outline
    return shapes


def fitted(frame: Frame, width: float, height: float) -> View:
    """Return a frame grown to the shape of a drawing of `width` by `height` pixels."""
    west, south, east, north = frame.sides
    scale = min((width - EDGE) / (east - west), (height - EDGE) / (north - south))
    middle, centre = (west + east) / 2, (south + north) / 2
    half, rise = width / scale / 2, height / scale / 2
    return View((middle - half, centre - rise, middle + half, centre + rise), scale)


def height_of(frame: Frame, width: float, least: float, most: float) -> float:
    """Return how high a drawing of some width is that a frame fills, within bounds."""
    west, south, east, north = frame.sides
    return min(max(width * (north - south) / (east - west), least), most)
