"""The map of events on its own page, for pydeck: ground, provinces, rings, marks, labels.

No tiles, no key, nothing from outside: `map_provider` is None and no map style is passed (any, even
None, would be fetched). pydeck takes a plain string for an expression over the data: what is meant
as a word is a `String`.
"""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pydeck as pdk

from dashboard.engine.map_frames import Frame, latitude_at
from dashboard.maps.charts.marks import (
    COUNTRY_NAMES,
    FILL,
    NUMBERED,
    drawn_colour,
    icon_name,
    mark_atlas,
    mark_opacity,
)
from dashboard.maps.measures import MapMark
from dashboard.maps.view.content import MapContent, Outline
from dashboard.maps.view.frames import fitted
from dashboard.maps.view.place_labels import Label, free_names, placed_labels
from dashboard.palette import Tokens, mark_colour, tokens
from dashboard.panels.plot import FONT, Properties

WHOLE_WORLD = [[[-180, -85], [180, -85], [180, 85], [-180, 85]]]
LINES_ADDRESS = "basemap-lines.geojson"
PIXELS = pdk.types.String("pixels")
# The map's sides in pixels on a page of usual width; a narrower page shows the drawing instead.
DECK_SIDES = (700.0, 600.0)
TILE_PIXELS = 512
MARKS_LAYER = "marks"
HALO, CHOSEN = 9, 13
NUMBER_SIZE = 12
# The columns of rows of white marks.
TINTED = {
    "get_icon": "icon",
    "get_position": "at",
    "get_size": "size",
    "get_color": "colour",
    "get_pixel_offset": "off",
}


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
        f"{address or f'geo/{name}.geojson'}?v={version}",
        id=f"{name} {'fill' if fill else 'line'}",
        filled=bool(fill),
        stroked=bool(line),
        get_fill_color=deck_colour(fill or look.land),
        get_line_color=deck_colour(line or look.rule),
        line_width_units=PIXELS,
        get_line_width=width,
        line_joint_rounded=True,
    )


def icon_layer(
    data: list[Properties] | str,
    layer_id: str,
    atlas: tuple[str, dict[str, Properties]] | None = None,
    /,
    **options: Any,
) -> pdk.Layer:
    """Return marks from an atlas, the white ones unless it is said; of rows or from an address."""
    address, cells = atlas or mark_atlas()
    return pdk.Layer(
        "IconLayer",
        data,
        id=layer_id,
        icon_atlas=pdk.types.String(address),
        icon_mapping=cells,
        size_units=PIXELS,
        **options,
    )


def tinted(rows: list[Properties], layer_id: str, *, pickable: bool = False) -> pdk.Layer:
    """Return white marks in their colours; rows have at, off, icon, size, colour."""
    return icon_layer(rows, layer_id, pickable=pickable, auto_highlight=False, **TINTED)


def text_layer(
    rows: list[Properties], layer_id: str, size: float, colour: str, **options: Any
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


class CompactDeck(pdk.Deck):
    """A deck that writes its JSON once and without line breaks: they are half of the bytes."""

    _written = ""

    def to_json(self) -> str:
        """Return the deck as JSON; nobody changes it after it is first asked for."""
        if not self._written:
            description = json.loads(super().to_json())
            self._written = json.dumps(description, separators=(",", ":"), ensure_ascii=False)
        return self._written


def event_deck(content: MapContent, theme: str, version: str, chosen: str = "") -> pdk.Deck:
    """Return the deck. `version` is that of the borders; `chosen` the event whose mark is ringed.

    The layer of marks changes its id with `chosen`: a click is then over once it is answered, and
    Streamlit does not leave the rest of the map pale.
    """
    look = tokens(theme)
    names = COUNTRY_NAMES if content.frame == "region" else ()
    view = fitted(content.part, *DECK_SIDES)
    content = drawn_on_page(content)
    labels = placed_labels(content.spots, view.scale, names, view.sides)
    layers = [
        *ground_layers(look, version),
        *(
            _province(mark, outline, theme, place)
            for place, (mark, outline) in enumerate(content.provinces)
        ),
        country_names(free_names(names, labels, view.scale, content.spots), look),
        _rings(content.marks, theme, chosen),
        _marks(content, theme, f"{MARKS_LAYER} {chosen}".strip()),
        _numbers(content.marks, look),
        _labels(labels, look),
    ]
    # An empty layer of words has no letters to make a texture from, and says so on the console.
    drawn = [layer for layer in layers if layer.id == MARKS_LAYER or layer.data]
    return deck_of(drawn, content.part, look, "<b>{heading}</b><br>{told}")


def drawn_on_page(content: MapContent) -> MapContent:
    """Return what the map on the page draws, no mark on another where it opens."""
    return content.set_apart(fitted(content.part, *DECK_SIDES).scale)


def deck_of(layers: Sequence[pdk.Layer], part: Frame, look: Tokens, tooltip: str) -> pdk.Deck:
    """Return the deck of some layers that opens on a `part`; `tooltip` names columns in braces."""
    (west, south, east, north), scale = fitted(part, *DECK_SIDES)
    view = pdk.ViewState(
        latitude=latitude_at((south + north) / 2),
        longitude=(west + east) / 2,
        zoom=round(math.log2(360 * scale / TILE_PIXELS), 3),
        min_zoom=0.4,
        max_zoom=11,
    )
    flat = {"dragRotate": False, "touchRotate": False}
    # pydeck's own types allow neither of these two.
    untyped: Properties = {
        "map_provider": None,
        "tooltip": {"html": tooltip, "style": _tooltip(look)},
    }
    return CompactDeck(
        layers=list(layers),
        views=[pdk.View(type="MapView", controller=flat)],
        initial_view_state=view,
        **untyped,
    )


def country_names(names: Iterable[tuple[str, float, float]], look: Tokens) -> pdk.Layer:
    """Return the layer of names written over their countries."""
    rows = [
        {
            "at": [longitude, latitude],
            "off": [0, 0],
            "text": name,
            "anchor": "middle",
            "baseline": "center",
        }
        for name, longitude, latitude in names
    ]
    return text_layer(rows, "names", 11.5, look.faint)


def _province(mark: str, outline: Outline, theme: str, place: int) -> pdk.Layer:
    colour = mark_colour(mark, theme)
    return pdk.Layer(
        "PolygonLayer",
        [{"polygon": [list(point) for point in line]} for line in outline],
        id=f"province {place}",
        get_polygon="polygon",
        get_fill_color=deck_colour(colour, 0.14),
        get_line_color=deck_colour(colour, 0.8),
        line_width_units=PIXELS,
        get_line_width=1,
    )


def _marks(content: MapContent, theme: str, layer_id: str) -> pdk.Layer:
    rows = [
        {
            **_stand(mark),
            "icon": NUMBERED if mark.numbered else icon_name(mark.kind, mark.abroad),
            "size": round(mark.size / FILL, 1),
            "colour": deck_colour(drawn_colour(mark, theme), mark_opacity(mark)),
            "heading": mark.hover_lines[0],
            "told": "\n".join(mark.hover_lines[1:]),
            "event": mark.events[0].event_id,
        }
        for mark in content.marks
    ]
    return tinted(rows, layer_id, pickable=True)


def _rings(marks: Sequence[MapMark], theme: str, chosen: str) -> pdk.Layer:
    """Return a halo around each mark whose place is vague, and a ring around the chosen event."""
    rows = [
        _ring(mark, "halo", HALO, drawn_colour(mark, theme)) for mark in marks if mark.precision > 1
    ]
    rows += [
        _ring(mark, "chosen", CHOSEN, tokens(theme).text)
        for mark in marks
        if any(event.event_id == chosen for event in mark.events)
    ]
    return tinted(rows, "rings")


def _ring(mark: MapMark, icon: str, room: int, colour: str) -> Properties:
    size = round((mark.size + room) / FILL, 1)
    return {**_stand(mark), "icon": icon, "size": size, "colour": deck_colour(colour, 0.85)}


def _numbers(marks: Sequence[MapMark], look: Tokens) -> pdk.Layer:
    """Return the numbers of events, written on the marks that have one."""
    rows = [
        {
            **_stand(mark),
            "text": str(len(mark.events)),
            "anchor": "middle",
            "baseline": "center",
        }
        for mark in marks
        if mark.numbered
    ]
    return text_layer(rows, "numbers", NUMBER_SIZE, look.background)


def _labels(labels: Sequence[Label], look: Tokens) -> pdk.Layer:
    rows = [
        {
            "at": [label.spot.longitude, label.spot.latitude],
            "off": [round(label.right, 1), round(-label.up, 1)],
            "text": "\n".join(label.lines),
            "anchor": {"left": "start", "right": "end", "center": "middle"}[label.across],
            "baseline": {"middle": "center"}.get(label.upright, label.upright),
        }
        for label in labels
    ]
    return text_layer(
        rows,
        "labels",
        13,
        look.text,
        background=True,
        get_background_color=deck_colour(look.home, 0.6),
    )


def _stand(mark: MapMark) -> dict[str, list[float]]:
    """Return where a mark stands: its spot, and the pixels off it (right and down)."""
    return {"at": [mark.longitude, mark.latitude], "off": [mark.right, -mark.up]}


def _tooltip(look: Tokens) -> dict[str, str]:
    return {
        "backgroundColor": look.panel,
        "color": look.text,
        "border": f"1px solid {look.rule}",
        "borderRadius": "4px",
        "padding": "4px 8px",
        "fontFamily": FONT,
        "fontSize": "13px",
        "maxWidth": "13.5rem",
        "whiteSpace": "pre-line",
    }
