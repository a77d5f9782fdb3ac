"""The base map as one SVG picture: sea, lands, the five countries, provinces, borders.

A pure function of the border files. Country names are not in it: a picture cannot use the page's
fonts, so the maps draw them as text.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dashboard.datapackage.borders import polygons
from dashboard.engine.map_frames import mercator
from dashboard.palette import tokens

Collection = Mapping[str, Any]
Point = list[float]
Line = list[Point]

# What the picture covers, wider than the frame: a wide or narrow window shows more around it.
# West, south, east, north in degrees of longitude (Web Mercator); then picture units a degree.
EXTENTS = {"region": (0.0, 5.0, 135.0, 95.0), "world": (-180.0, -80.0, 180.0, 140.0)}
UNITS = {"region": 100, "world": 20}
BORDER_DEGREES = {"region": 0.11, "world": 0.25}
THIN_DEGREES = 0.05
NEIGHBOURS_BOX = (40, 30, 95, 60)


def basemap_svg(borders: Mapping[str, Collection], theme: str, frame: str = "region") -> str:
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


def neighbour_borders(neighbours: Collection) -> list[Line]:
    """Return the lines around the neighbours, without the box at which their file was cut off."""
    lines: list[Line] = []
    for outline in _outlines(neighbours):
        line: Line = outline[:1]
        for start, end in pairwise(outline):
            if _on_box(start, end):
                lines.append(line)
                line = []
            line.append(end)
        lines.append(line)
    return [line for line in lines if len(line) > 1]


def basemap_name(theme: str, frame: str) -> str:
    """Return the picture's name: `basemap-light`, `basemap-world-dark`."""
    shade = "dark" if theme == "dark" else "light"
    return f"basemap-{shade}" if frame == "region" else f"basemap-{frame}-{shade}"


def _outlines(collection: Collection) -> list[Line]:
    return [
        line for feature in collection["features"] for rings in polygons(feature) for line in rings
    ]


def _on_box(start: Point, end: Point) -> bool:
    west, south, east, north = NEIGHBOURS_BOX
    return start[0] == end[0] in (west, east) or start[1] == end[1] in (south, north)


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
