"""The base map as one SVG picture, as a file under its name, and inside figures that carry it.

A pure function of the border files. Country names are not in it: a picture cannot use the page's
fonts, so the maps draw them as text.

The server gives them at `basemap-light.svg` and so on; a picture that leaves the server needs
`with_base_map`.
"""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.datapackage.store import GeoJson, border_files, borders_version, polygons
from dashboard.engine.map_frames import mercator
from dashboard.palette import tokens

Point = list[float]
Line = list[Point]
# What the picture covers, wider than the frame: a wide or narrow window shows more around it.
# West, south, east, north in degrees of longitude (Web Mercator); then picture units a degree.
EXTENTS = {"region": (0.0, 5.0, 135.0, 95.0), "world": (-180.0, -80.0, 180.0, 140.0)}
UNITS = {"region": 100, "world": 20}
BORDER_DEGREES = {"region": 0.11, "world": 0.25}
THIN_DEGREES = 0.05
NEIGHBOURS_BOX = (40, 30, 95, 60)
LINES_NAME = "basemap-lines"


def basemap_svg(borders: Mapping[str, GeoJson], theme: str, frame: str = "region") -> str:
    """Return the SVG text. `borders` are the GeoJSON collections of `borders.BORDER_FILES`."""
    look = tokens(theme)
    west, south, east, north = EXTENTS[frame]
    units = UNITS[frame]
    width, height = round((east - west) * units), round((north - south) * units)
    detailed = frame == "region"
    parts = [
        f'<rect width="{width}" height="{height}" fill="{look.sea}"/>',
        _path(_outlines(borders["world"]), frame, fill=look.land, stroke=look.rule),
        _path(_outlines(borders["neighbours"]), frame, fill=look.land) if detailed else "",
        _path(neighbour_borders(borders["neighbours"]), frame, stroke=look.rule)
        if detailed
        else "",
        _path(_outlines(borders["countries"]), frame, fill=look.home),
        _path(_outlines(borders["provinces"]), frame, stroke=look.province) if detailed else "",
        _path(_outlines(borders["water"]), frame, fill=look.sea),
        _path(
            _outlines(borders["countries"]),
            frame,
            stroke=look.border,
            degrees=BORDER_DEGREES[frame],
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width // 4}" height="{height // 4}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


def neighbour_borders(neighbours: GeoJson) -> list[Line]:
    """Return the lines around the neighbours, without the box at which their file was cut off."""
    west, south, east, north = NEIGHBOURS_BOX
    lines: list[Line] = []
    for outline in _outlines(neighbours):
        line: Line = outline[:1]
        for start, end in pairwise(outline):
            if start[0] == end[0] in (west, east) or start[1] == end[1] in (south, north):
                lines.append(line)
                line = []
            line.append(end)
        lines.append(line)
    return [line for line in lines if len(line) > 1]


def basemap_name(theme: str, frame: str) -> str:
    """Return the picture's name: `basemap-light`, `basemap-world-dark`."""
    shade = "dark" if theme == "dark" else "light"
    return f"basemap-{shade}" if frame == "region" else f"basemap-{frame}-{shade}"


def _outlines(collection: GeoJson) -> list[Line]:
    return [
        line for feature in collection["features"] for rings in polygons(feature) for line in rings
    ]


def _path(
    lines: list[Line],
    frame: str,
    *,
    fill: str = "none",
    stroke: str = "",
    degrees: float = THIN_DEGREES,
) -> str:
    drawn = "".join(_line(line, frame) for line in lines)
    pen = (
        f' stroke="{stroke}" stroke-width="{degrees * UNITS[frame]:.1f}" stroke-linejoin="round"'
        if stroke
        else ""
    )
    return f'<path fill-rule="evenodd" fill="{fill}"{pen} d="{drawn}"/>'


def _line(line: Line, frame: str) -> str:
    """Return a line as steps in whole picture units; empty when outside or too small."""
    west, south, east, north = EXTENTS[frame]
    units = UNITS[frame]
    points = [(round((x - west) * units), round((north - mercator(y)) * units)) for x, y in line]
    across, down = zip(*points, strict=True)
    width, height = (east - west) * units, (north - south) * units
    if max(across) < 0 or min(across) > width or max(down) < 0 or min(down) > height:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    if len(steps) < 2:
        return ""
    body = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{body}{'z' if line[0] == line[-1] else ''}"


NAMES = {
    basemap_name(theme, frame): (theme, frame) for theme in ("light", "dark") for frame in EXTENTS
}


@lru_cache(maxsize=len(NAMES))
def base_map(name: str) -> str:
    """Return a base map as SVG text.

    Raises `KeyError` for an unknown name, `DataUnavailable` without borders.
    """
    theme, frame = NAMES[name]
    return basemap_svg(border_files(), theme, frame)


@lru_cache(maxsize=1)
def border_lines() -> str:
    """Return the borders between the neighbours as GeoJSON text. Raises `DataUnavailable`."""
    lines = neighbour_borders(border_files()["neighbours"])
    shape = {"type": "MultiLineString", "coordinates": lines}
    return json.dumps(
        {"type": "Feature", "properties": {}, "geometry": shape}, separators=(",", ":")
    )


def served_file(name: str) -> tuple[str, str]:
    """Return a file's text and media type by its name in the address.

    The names are `basemap-dark.svg` and so on, and `basemap-lines.geojson`.
    Raises `KeyError` for an unknown name, `DataUnavailable` without borders.
    """
    if name == f"{LINES_NAME}.geojson":
        return border_lines(), "application/geo+json"
    return base_map(name.removesuffix(".svg")), "image/svg+xml"


def base_map_address(theme: str, frame: str) -> str:
    """Return where the server gives the base map: its name and the version of the borders."""
    return f"{basemap_name(theme, frame)}.svg?v={borders_version()}"


def with_base_map(figure: go.Figure) -> go.Figure:
    """Return the figure with the base map it names put inside it, to leave the server."""
    named = [image for image in figure.layout.images if _name(image.source) in NAMES]
    if not named:
        return figure
    filled = go.Figure(figure)
    for image in filled.layout.images:
        if _name(image.source) in NAMES:
            picture = base64.b64encode(base_map(_name(image.source)).encode()).decode()
            image.source = f"data:image/svg+xml;base64,{picture}"
    return filled


def _name(address: str) -> str:
    return address.partition("?")[0].removesuffix(".svg")
