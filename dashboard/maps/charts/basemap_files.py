"""The base map as files under their names, made once a process, and figures that carry it.

The server gives them at `/basemap-light.svg` and so on; a picture that leaves the server needs
`with_base_map`.
"""

import base64
import json
from functools import lru_cache

import plotly.graph_objects as go

from dashboard.datapackage.borders import border_files, borders_version
from dashboard.maps.charts.basemap import EXTENTS, basemap_name, basemap_svg, neighbour_borders

NAMES = {
    basemap_name(theme, frame): (theme, frame) for theme in ("light", "dark") for frame in EXTENTS
}
LINES_NAME = "basemap-lines"


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
    return f"/{basemap_name(theme, frame)}.svg?v={borders_version()}"


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
    return address.partition("?")[0].removeprefix("/").removesuffix(".svg")
