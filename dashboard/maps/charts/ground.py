"""What lies under the marks of a map drawn by plotly: axes in Web Mercator over one picture."""

from collections.abc import Sequence
from typing import Any

from dashboard.engine.map_frames import FRAMES, mercator
from dashboard.maps.charts.basemap import EXTENTS
from dashboard.maps.charts.marks import COUNTRY_NAMES
from dashboard.palette import Tokens, tokens
from dashboard.panels.plot import label

TOP = 2
NAME_SIZE = 10


def ground(
    frame: str,
    basemap: str,
    theme: str,
    *,
    annotations: Sequence[dict[str, Any]] = (),
    names: Sequence[tuple[str, float, float]] | None = None,
    bottom: int = TOP,
) -> dict[str, Any]:
    """Return the layout of a frame over the base map at the address `basemap`.

    `names` are the countries written on it: those of the region, if nothing is said.
    """
    look = tokens(theme)
    west, south, east, north = FRAMES[frame].sides
    axis = {"visible": False, "fixedrange": True, "showgrid": False}
    if names is None:
        names = COUNTRY_NAMES if frame == "region" else ()
    return {
        "margin": {"l": 0, "r": 0, "t": TOP, "b": bottom},
        "xaxis": axis | {"range": [west, east]},
        "yaxis": axis | {"range": [south, north], "scaleanchor": "x", "scaleratio": 1},
        "plot_bgcolor": look.sea,
        "images": [_base(basemap, frame)],
        "annotations": [*(_country(*name, look) for name in names), *annotations],
    }


def _base(address: str, frame: str) -> dict[str, Any]:
    west, south, east, north = EXTENTS[frame]
    return {
        "source": address,
        "xref": "x",
        "yref": "y",
        "x": west,
        "y": north,
        "sizex": east - west,
        "sizey": north - south,
        "sizing": "stretch",
        "layer": "below",
    }


def _country(name: str, longitude: float, latitude: float, look: Tokens) -> dict[str, Any]:
    return label(
        longitude, mercator(latitude), name, look.faint, size=NAME_SIZE, captureevents=False
    )
