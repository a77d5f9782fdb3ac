"""The border files of the maps, read once a process. What is drawn of them is left to charts."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.datapackage.store import DataUnavailable, geo_folder

BORDER_FILES = ("world", "neighbours", "countries", "provinces", "water")
Line = tuple[tuple[float, float], ...]


@lru_cache(maxsize=1)
def border_files() -> Mapping[str, Mapping[str, Any]]:
    """Return the border files as GeoJSON by name. Raises `DataUnavailable` without them."""
    try:
        return {
            name: json.loads((geo_folder() / f"{name}.geojson").read_text("utf-8"))
            for name in BORDER_FILES
        }
    except (OSError, ValueError) as trouble:
        raise DataUnavailable(
            f"The borders in {geo_folder()} cannot be read: {trouble}"
        ) from trouble


@lru_cache(maxsize=1)
def borders_version() -> str:
    """Return eight digits that change when a border does, for addresses that are kept for long."""
    text = json.dumps(border_files(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@lru_cache(maxsize=64)
def province_outline(admin1: str) -> tuple[Line, ...]:
    """Return a province's outer lines as (longitude, latitude); empty when not held."""
    for feature in border_files()["provinces"]["features"]:
        if feature["properties"]["admin1"] == admin1:
            return tuple(tuple((x, y) for x, y in rings[0]) for rings in polygons(feature))
    return ()


def polygons(feature: Mapping[str, Any]) -> list[list[list[list[float]]]]:
    """Return a feature's polygons, each an outer ring and its holes."""
    shape = feature["geometry"]
    return [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
