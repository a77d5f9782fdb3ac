"""The map of events on its own page, for pydeck: ground, provinces, rings, marks, labels.

No tiles, no key, nothing from outside: `map_provider` is None and no map style is passed (any, even
None, would be fetched). How a layer is made is in `layers`; the same map for files is in
`pictures`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pydeck as pdk

from dashboard.maps.charts.layers import PIXELS, deck_colour, ground_layers, icon_layer, text_layer
from dashboard.maps.charts.marks import COUNTRY_NAMES, FILL, icon_name, mark_opacity
from dashboard.maps.measures.places import MapMark
from dashboard.maps.view.content import MapContent, Outline, mark_size
from dashboard.maps.view.place_labels import Label, free_names, placed_labels
from dashboard.palette import Tokens, mark_colour, tokens
from dashboard.panels.plot import FONT

# Where the map opens, for a map about 750 pixels wide and 620 high.
VIEWS = {"region": (45.9, 67.4, 3.4), "world": (30.0, 5.0, 0.64)}
# In a small window the map is no wider than this; labels keep to it where they can.
NARROW_PIXELS = 460
TILE_PIXELS = 512
MARKS_LAYER = "marks"
HALO, CHOSEN = 9, 13


class CompactDeck(pdk.Deck):
    """A deck that writes its JSON without pydeck's line breaks: they are half of the bytes."""

    def to_json(self) -> str:
        """Return the deck as JSON."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


def event_deck(content: MapContent, theme: str, version: str, chosen: str = "") -> pdk.Deck:
    """Return the deck. `version` is that of the borders; `chosen` the event whose mark is ringed.

    The layer of marks changes its id with `chosen`: a click is then over once it is answered, and
    Streamlit does not leave the rest of the map pale.
    """
    look = tokens(theme)
    _, longitude, zoom = VIEWS[content.frame]
    names = COUNTRY_NAMES if content.frame == "region" else ()
    scale = TILE_PIXELS * 2**zoom / 360
    content = content.set_apart(scale)
    half = NARROW_PIXELS / 2 / scale
    narrow = (longitude - half, -1e3, longitude + half, 1e3)
    labels = placed_labels(content.spots, scale, names, narrow=narrow)
    layers = [
        *ground_layers(look, version),
        *(
            _province(mark, outline, theme, place)
            for place, (mark, outline) in enumerate(content.provinces)
        ),
        country_names(free_names(names, labels, scale), look),
        _rings(content.marks, theme, chosen),
        _marks(content, theme, f"{MARKS_LAYER} {chosen}".strip()),
        _labels(labels, look),
    ]
    # An empty layer of words has no letters to make a texture from, and says so on the console.
    drawn = [layer for layer in layers if layer.id == MARKS_LAYER or layer.data]
    return deck_of(drawn, content.frame, look, "<b>{heading}</b><br>{told}")


def deck_of(layers: Sequence[pdk.Layer], frame: str, look: Tokens, tooltip: str) -> pdk.Deck:
    """Return the deck of some layers that opens on a frame; `tooltip` names columns in braces."""
    latitude, longitude, zoom = VIEWS[frame]
    view = pdk.ViewState(
        latitude=latitude, longitude=longitude, zoom=zoom, min_zoom=0.4, max_zoom=11
    )
    flat = {"dragRotate": False, "touchRotate": False}
    # pydeck's own types allow neither of these two.
    untyped: dict[str, Any] = {
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
    return text_layer(rows, "names", 10.5, look.faint)


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
            "icon": icon_name(mark.kind, mark.abroad),
            "size": round(mark_size(mark.kind) / FILL, 1),
            "colour": deck_colour(mark_colour(mark.kind, theme), mark_opacity(mark.status)),
            "heading": lines[0],
            "told": "\n".join(lines[1:]),
            "event": mark.events[0].event_id,
        }
        for mark, lines in zip(content.marks, content.told, strict=True)
    ]
    return icon_layer(rows, layer_id, pickable=True)


def _rings(marks: Sequence[MapMark], theme: str, chosen: str) -> pdk.Layer:
    """Return a halo around each mark whose place is vague, and a ring around the chosen event."""
    rows = [
        _ring(mark, "halo", HALO, mark_colour(mark.kind, theme))
        for mark in marks
        if mark.precision > 1
    ]
    rows += [
        _ring(mark, "chosen", CHOSEN, tokens(theme).text)
        for mark in marks
        if any(event.event_id == chosen for event in mark.events)
    ]
    return icon_layer(rows, "rings")


def _ring(mark: MapMark, icon: str, room: int, colour: str) -> dict[str, Any]:
    size = round((mark_size(mark.kind) + room) / FILL, 1)
    return {**_stand(mark), "icon": icon, "size": size, "colour": deck_colour(colour, 0.85)}


def _labels(labels: Sequence[Label], look: Tokens) -> pdk.Layer:
    rows = [
        {
            "at": [label.spot.longitude, label.spot.latitude],
            "off": [round(label.right, 1), round(-label.up, 1)],
            "text": "\n".join(label.spot.lines),
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
