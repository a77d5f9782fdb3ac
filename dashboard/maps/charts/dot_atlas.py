"""The marks in their colours, each with an edge in the colour of the land, for maps of many.

Without the edge marks that touch would run into one. Plain white marks are in `marks`.
"""

import base64
import io
from functools import lru_cache
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from dashboard.maps.charts.marks import CELL, FILL, draw_mark, icon_name
from dashboard.palette import mark_colour, tokens
from dashboard.vocabulary import MARKS

SMOOTHING = 2
# The edge as a share of the cell, and the share of it that a mark with its edge fills.
EDGE = 0.05
FILLED = FILL - EDGE


@lru_cache(maxsize=2)
def dot_atlas(theme: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Return the marks of a theme as a PNG data address, and where each of them stands in it."""
    names = [(mark, abroad) for mark in MARKS for abroad in (False, True)]
    atlas = Image.new("RGBA", (CELL * len(names), CELL))
    cells = {}
    for place, (mark, abroad) in enumerate(names):
        atlas.paste(_mark(mark, theme, abroad=abroad), (place * CELL, 0))
        cells[icon_name(mark, abroad)] = {"x": place * CELL, "y": 0, "width": CELL, "height": CELL}
    content = io.BytesIO()
    atlas.save(content, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}", cells


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
