"""Layers of the deck, made one like another: ground, icons, text. What they show is left to `maps`.

pydeck takes a plain string for an expression over the data: what is meant as a word is a `String`.
"""

from typing import Any

import pydeck as pdk

from dashboard.maps.charts.marks import mark_atlas
from dashboard.palette import Tokens
from dashboard.panels.plot import FONT

WHOLE_WORLD = [[[-180, -85], [180, -85], [180, 85], [-180, 85]]]
LINES_ADDRESS = "/basemap-lines.geojson"
PIXELS = pdk.types.String("pixels")


def ground_layers(look: Tokens, version: str) -> list[pdk.Layer]:
    """Return sea, lands, the five, provinces, waters and borders, lowest first."""
    return [
        pdk.Layer(
            "SolidPolygonLayer",
            [{"polygon": WHOLE_WORLD}],
            id="sea",
            get_polygon="polygon",
            get_fill_color=deck_colour(look.sea),
        ),
        _borders("world", look, version, fill=look.land, line=look.rule, width=0.6),
        _borders("neighbours", look, version, fill=look.land),
        _borders("lines", look, version, line=look.rule, width=0.6, address=LINES_ADDRESS),
        _borders("countries", look, version, fill=look.home),
        _borders("provinces", look, version, line=look.province, width=0.7),
        _borders("water", look, version, fill=look.sea),
        _borders("countries", look, version, line=look.border, width=1.3),
    ]


def _borders(
    name: str,
    look: Tokens,
    version: str,
    *,
    fill: str = "",
    line: str = "",
    width: float = 0.0,
    address: str = "",
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        f"{address or f'/geo/{name}.geojson'}?v={version}",
        id=f"{name} {'fill' if fill else 'line'}",
        filled=bool(fill),
        stroked=bool(line),
        get_fill_color=deck_colour(fill or look.land),
        get_line_color=deck_colour(line or look.rule),
        line_width_units=PIXELS,
        get_line_width=width,
        line_joint_rounded=True,
    )


def icon_layer(rows: list[dict[str, Any]], layer_id: str, *, pickable: bool = False) -> pdk.Layer:
    """Return white marks from the atlas, tinted; rows have at, off, icon, size, colour."""
    atlas, cells = mark_atlas()
    return pdk.Layer(
        "IconLayer",
        rows,
        id=layer_id,
        icon_atlas=pdk.types.String(atlas),
        icon_mapping=cells,
        get_icon="icon",
        get_position="at",
        get_size="size",
        get_color="colour",
        get_pixel_offset="off",
        size_units=PIXELS,
        pickable=pickable,
        auto_highlight=False,
    )


def text_layer(
    rows: list[dict[str, Any]], layer_id: str, size: float, colour: str, **options: Any
) -> pdk.Layer:
    """Return words on the map; rows have at, off, text, anchor, baseline."""
    return pdk.Layer(
        "TextLayer",
        rows,
        id=layer_id,
        get_text="text",
        get_position="at",
        get_pixel_offset="off",
        get_text_anchor="anchor",
        get_alignment_baseline="baseline",
        get_size=size,
        get_color=deck_colour(colour),
        font_family=pdk.types.String(FONT),
        font_weight=600,
        font_settings={"fontSize": 26},
        character_set=pdk.types.String("auto"),
        background_padding=[3, 1],
        line_height=1.2,
        **options,
    )


def deck_colour(colour: str, opacity: float = 1.0) -> list[int]:
    """Return a colour as red, green, blue and opacity from 0 to 255."""
    return [*(int(colour[start : start + 2], 16) for start in (1, 3, 5)), round(opacity * 255)]
