"""The map of events on its own page, for pydeck: ground, provinces, rings, marks, labels.

No tiles, no key, nothing from outside: `map_provider` is None and no map style is passed (any, even
None, would be fetched). How a layer is made is in `map_layers`; the same map for files is in
`map_pictures`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pydeck as pdk

from dashboard.charts.map_labels import Label, placed_labels
from dashboard.charts.map_layers import (
    PIXELS,
    deck_colour,
    ground_layers,
    icon_layer,
    text_layer,
)
from dashboard.charts.map_marks import (
    COUNTRY_NAMES,
    MapContent,
    Outline,
    icon_name,
    mark_opacity,
    mark_size,
)
from dashboard.charts.style import FONT
from dashboard.measures.places import MapMark
from dashboard.vocabulary import Tokens, mark_colour, tokens

# Where the map opens, for a map about 750 pixels wide and 620 high.
VIEWS = {"region": (45.9, 67.0, 3.5), "world": (30.0, 5.0, 0.64)}
TILE_PIXELS = 512
MARKS_LAYER = "marks"
ATLAS_FILL = 0.86
HALO, CHOSEN = 9, 13


def event_deck(content: MapContent, theme: str, version: str, chosen: str = "") -> pdk.Deck:
    """Return the deck. `version` is that of the borders; `chosen` the event whose mark is ringed.

    The layer of marks changes its id with `chosen`: a click is then over once it is answered, and
    Streamlit does not leave the rest of the map pale.
    """
    look = tokens(theme)
    latitude, longitude, zoom = VIEWS[content.frame]
    names = COUNTRY_NAMES if content.frame == "region" else ()
    scale = TILE_PIXELS * 2**zoom / 360
    content = content.set_apart(scale)
    labels = placed_labels(content.spots, scale, names)
    layers = [
        *ground_layers(look, version),
        *(
            _province(mark, outline, theme, place)
            for place, (mark, outline) in enumerate(content.provinces)
        ),
        _country_names(names, look),
        _rings("halos", [mark for mark in content.marks if mark.precision > 1], theme, HALO),
        _rings("chosen", [mark for mark in content.marks if _holds(mark, chosen)], theme, CHOSEN),
        _marks(content, theme, f"{MARKS_LAYER} {chosen}".strip()),
        _labels(labels, look),
    ]
    view = pdk.ViewState(
        latitude=latitude, longitude=longitude, zoom=zoom, min_zoom=0.4, max_zoom=11
    )
    flat = {"dragRotate": False, "touchRotate": False}
    # pydeck's own types allow neither of these two.
    untyped: dict[str, Any] = {
        "map_provider": None,
        "tooltip": {"html": "<b>{heading}</b><br>{told}", "style": _tooltip(look)},
    }
    return pdk.Deck(
        layers=layers,
        views=[pdk.View(type="MapView", controller=flat)],
        initial_view_state=view,
        **untyped,
    )


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
            "size": round(mark_size(mark.kind) / ATLAS_FILL, 1),
            "colour": deck_colour(mark_colour(mark.kind, theme), mark_opacity(mark.status)),
            "heading": lines[0],
            "told": "\n".join(lines[1:]),
            "event": mark.events[0].event_id,
        }
        for mark, lines in zip(content.marks, content.told, strict=True)
    ]
    return icon_layer(rows, layer_id, pickable=True)


def _rings(name: str, marks: Sequence[MapMark], theme: str, room: int) -> pdk.Layer:
    """Return a ring around each mark: a halo for a vague place, a strong one for the chosen."""
    rows = [
        {
            **_stand(mark),
            "icon": "halo" if name == "halos" else "chosen",
            "size": round((mark_size(mark.kind) + room) / ATLAS_FILL, 1),
            "colour": deck_colour(
                tokens(theme).text if name == "chosen" else mark_colour(mark.kind, theme), 0.85
            ),
        }
        for mark in marks
    ]
    return icon_layer(rows, name)


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


def _country_names(names: Iterable[tuple[str, float, float]], look: Tokens) -> pdk.Layer:
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


def _stand(mark: MapMark) -> dict[str, list[float]]:
    """Return where a mark stands: its spot, and the pixels off it (right and down)."""
    return {"at": [mark.longitude, mark.latitude], "off": [mark.right, -mark.up]}


def _holds(mark: MapMark, chosen: str) -> bool:
    return any(event.event_id == chosen for event in mark.events)


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
