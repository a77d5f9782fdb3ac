"""The page's map of many events, for pydeck: a dot a spot and kind, or a circle a square.

Dots go by address, so that a click does not send them anew. Each has an edge in the colour of the
land, without which dots that touch would run into one. Fewer events have the marks of `marks`.
"""

import json
from collections.abc import Sequence
from functools import lru_cache

import pydeck as pdk
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from dashboard.engine.map_frames import Frame
from dashboard.maps.charts.deck import (
    PIXELS,
    country_names,
    deck_colour,
    deck_of,
    ground_layers,
    icon_layer,
    tinted,
)
from dashboard.maps.charts.marks import (
    CELL,
    COUNTRY_NAMES,
    FILL,
    UNCERTAIN_OPACITY,
    as_atlas,
    draw_mark,
    icon_name,
)
from dashboard.maps.charts.squares import FILLED, Told, diameter, widest_circle
from dashboard.maps.measures import KINDS, DotKind, Dots, MapSquares
from dashboard.marks import MARKS
from dashboard.palette import Tokens, mark_colour, tokens
from dashboard.panels.plot import Properties
from dashboard.schema import cells_of
from dashboard.wording import counted, say

SMOOTHING = 2
# The edge as a share of the cell, and the share of it that a mark with its edge fills.
EDGE = 0.05
EDGED = FILL - EDGE
DOTS_LAYER = "dots"
WIDEST, SMALLEST = 44.0, 5.5
RING, HALO = 30, 6
STRONG, HALO_STRENGTH = 0.95, 0.5


@lru_cache(maxsize=2)
def dot_atlas(theme: str) -> tuple[str, dict[str, Properties]]:
    """Return the marks of a theme as a PNG data address, and where each of them stands in it."""
    kinds = [(mark, abroad) for mark in MARKS for abroad in (False, True)]
    atlas = Image.new("RGBA", (CELL * len(kinds), CELL))
    for place, (mark, abroad) in enumerate(kinds):
        atlas.paste(_mark(mark, theme, abroad=abroad), (place * CELL, 0))
    return as_atlas(atlas, [icon_name(*kind) for kind in kinds])


def _mark(mark: str, theme: str, *, abroad: bool) -> Image.Image:
    """Return one mark on its edge; a hollow one is filled with the colour of the land."""
    large = CELL * SMOOTHING
    drawn, whole = (_shape(icon_name(mark, hollow), large) for hollow in (abroad, False))
    edge = 2 * round(large * EDGE) + 1
    around = ImageChops.lighter(whole, drawn).filter(ImageFilter.MaxFilter(edge))
    land = Image.new("RGBA", (large, large), tokens(theme).home)
    land.putalpha(around)
    land.paste(Image.new("RGBA", (large, large), mark_colour(mark, theme)), (0, 0), drawn)
    return land.resize((CELL, CELL), Image.Resampling.LANCZOS)


def _shape(name: str, large: int) -> Image.Image:
    """Return the white shape of a mark, small enough for an edge around it."""
    inner = round(large * (1 - EDGE))
    mask, cell = Image.new("L", (large, large)), Image.new("L", (inner, inner))
    draw_mark(ImageDraw.Draw(cell), name, inner)
    mask.paste(cell, ((large - inner) // 2, (large - inner) // 2))
    return mask


def dots_deck(
    address: str,
    frame: str,
    part: Frame,
    theme: str,
    version: str,
    chosen: tuple[str, float, float] | None = None,
) -> pdk.Deck:
    """Return the deck whose dots are at `address`, as `dots_text` writes them.

    `version` is that of the borders; `chosen` the event that is ringed, its latitude and longitude.
    """
    look = tokens(theme)
    shown = [
        # Like the marks' layer, this one has another name when another event is chosen.
        _halos_layer(address, theme),
        _dots_layer(address, f"{DOTS_LAYER} {chosen[0] if chosen else ''}".strip(), theme),
    ]
    layers = [*_under(frame, look, version), *shown, *_ring(chosen, look)]
    words = say("Click to read")
    return deck_of(layers, part, look, f"<b>{{w}}</b><br>{words}")


def dots_text(dots: Dots, largest: int) -> str:
    """Write dots as JSON: point, radius in pixels, kind, and what is shown at the pointer.

    `largest` is how many events the widest circle stands for.
    """
    columns = (dots.longitude, dots.latitude, dots.number, dots.kind)
    rows = (
        f'{{"p":[{longitude},{latitude}],"r":{dot_size(number, largest) / 2:.3g},'
        f'"k":{kind},"w":"{dot_words(KINDS[kind], number)}"}}'
        for longitude, latitude, number, kind in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )
    return f"[{','.join(rows)}]"


def dot_size(number: int, largest: int) -> float:
    """Return a dot's diameter in pixels: area by number, none too small to be clicked."""
    return diameter(min(number, largest), largest, WIDEST, SMALLEST)


def dot_words(kind: DotKind, number: int) -> str:
    """Return what is shown at the pointer over a dot.

    >>> dot_words(DotKind("protest", True, True, False), 12)
    '12 protests abroad'
    """
    mark = MARKS[kind.mark]
    words = counted(number, mark.singular, mark.plural)
    if kind.abroad:
        words = say("{events} abroad", events=words)
    if not kind.occurred:
        words = say("{events}, claimed, planned or pledged", events=words)
    return say("{events}, place known only roughly", events=words) if kind.vague else words


def squares_deck(
    squares: MapSquares,
    hover_lines: Told,
    frame: str,
    part: Frame,
    theme: str,
    version: str,
    height: int,
) -> pdk.Deck:
    """Return the deck with a circle in the middle of each square.

    `hover_lines` has for each square the two lines shown at the pointer.
    """
    look = tokens(theme)
    widest = widest_circle(height, frame)
    cells = cells_of(squares.table, "longitude", "latitude", "events")
    largest = squares.largest
    rows = [
        {
            "p": [longitude, latitude],
            "r": round(diameter(events, largest, widest) / 2, 2),
            "w": heading,
            "t": kinds,
        }
        for (longitude, latitude, events), (heading, kinds) in zip(cells, hover_lines, strict=True)
    ]
    circles = pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="squares",
        get_position="p",
        get_radius="r",
        get_fill_color=deck_colour(look.text, FILLED),
        get_line_color=deck_colour(look.home),
        get_line_width=0.7,
        stroked=True,
        radius_units=PIXELS,
        line_width_units=PIXELS,
        pickable=True,
        auto_highlight=False,
    )
    return deck_of([*_under(frame, look, version), circles], part, look, "<b>{w}</b><br>{t}")


def _under(frame: str, look: Tokens, version: str) -> list[pdk.Layer]:
    names = [country_names(COUNTRY_NAMES, look)] if frame == "region" else []
    return [*ground_layers(look, version), *names]


def _ring(chosen: tuple[str, float, float] | None, look: Tokens) -> list[pdk.Layer]:
    """Return the ring around the event chosen, if it has a place."""
    if not chosen or chosen[1] != chosen[1]:
        return []
    _, latitude, longitude = chosen
    ring = {"at": [longitude, latitude], "off": [0, 0], "icon": "chosen", "size": RING}
    return [tinted([{**ring, "colour": deck_colour(look.text, 0.85)}], "rings")]


def _dots_layer(address: str, layer_id: str, theme: str) -> pdk.Layer:
    """Return the shapes of the marks, as large as their number of events asks for."""
    strengths = [STRONG if kind.occurred else UNCERTAIN_OPACITY for kind in KINDS]
    return icon_layer(
        address,
        layer_id,
        dot_atlas(theme),
        get_position="p",
        get_icon=_of_kind([icon_name(kind.mark, kind.abroad) for kind in KINDS]),
        get_size=f"r * {2 / EDGED:.3f}",
        # The marks have their own colours: of this one only the opacity counts.
        get_color=_of_kind([[0, 0, 0, round(255 * each)] for each in strengths]),
        pickable=True,
        auto_highlight=False,
    )


def _halos_layer(address: str, theme: str) -> pdk.Layer:
    """Return a ring around the dots of places known only roughly; the others have no size."""
    colours = [deck_colour(mark_colour(kind.mark, theme), HALO_STRENGTH) for kind in KINDS]
    rings = [2 / FILL if kind.vague else 0 for kind in KINDS]
    return icon_layer(
        address,
        "halos",
        get_position="p",
        get_icon=_of_kind(["halo"] * len(KINDS)),
        get_size=f"{_of_kind([round(each, 3) for each in rings])} * (r + {HALO / 2})",
        get_color=_of_kind(colours),
    )


def _of_kind(values: Sequence[object]) -> str:
    """Return the expression that takes from a list what belongs to a row's kind.

    The browser's small parser looks inside a list only where round brackets stand around it.
    """
    return f"({json.dumps(values)})[k]"
