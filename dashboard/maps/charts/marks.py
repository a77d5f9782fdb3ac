"""What both maps draw, and how a mark looks: sizes, symbols, tints, the atlas of white marks.

The map on the page is made in `deck`, the picture for the Overview and for files in `pictures`.
"""

import base64
import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from dashboard.maps.measures import MapMark
from dashboard.marks import MARKS
from dashboard.palette import mark_colour, tokens
from dashboard.panels.plot import Properties

UNCERTAIN_OPACITY = 0.45
COUNTRY_NAMES = (
    ("KAZAKHSTAN", 67.4, 48.4),
    ("UZBEKISTAN", 62.6, 42.35),
    ("TURKMENISTAN", 58.6, 39.75),
    ("KYRGYZSTAN", 75.6, 41.55),
    ("TAJIKISTAN", 71.6, 38.9),
)

# The atlas: one row of square cells, a mark filling most of its cell.
CELL = 64
FILL = 0.86
SMOOTHING = 4
# Rings around a mark, and how thick they are as a part of the cell; what has a number is filled.
NUMBERED = "number"
ROUNDS = {"halo": 0.055, "chosen": 0.075, NUMBERED: 0.0}
CROSS, INNER_CROSS = "M2 2L12 12M12 2L2 12", "M2.8 2.8L11.2 11.2M11.2 2.8L2.8 11.2"


def mark_opacity(mark: MapMark) -> float:
    """Return how strongly a mark is drawn: what is only claimed or planned is faint."""
    return 1.0 if mark.is_mixed or mark.status == "occurred" else UNCERTAIN_OPACITY


def drawn_colour(mark: MapMark, theme: str) -> str:
    """Return a mark's colour: that of its kind, or of text where kinds share a number."""
    return tokens(theme).muted if mark.is_mixed else mark_colour(mark.kind, theme)


def icon_name(mark: str, abroad: bool) -> str:
    """Return the name of a mark in the atlas."""
    return f"{mark}-abroad" if abroad else mark


@lru_cache(maxsize=1)
def mark_atlas() -> tuple[str, dict[str, Properties]]:
    """Return the white marks as a PNG data address, and where each of them stands in it."""
    names = [icon_name(mark, abroad) for mark in MARKS for abroad in (False, True)]
    names += [*ROUNDS]
    large = CELL * SMOOTHING
    atlas = Image.new("LA", (large * len(names), large), (255, 0))
    for place, name in enumerate(names):
        mask = Image.new("L", (large, large), 0)
        draw_mark(ImageDraw.Draw(mask), name, large)
        atlas.paste((255, 255), (place * large, 0), mask)
    small = atlas.resize((CELL * len(names), CELL), Image.Resampling.LANCZOS)
    return as_atlas(small, names, mask=True)


def as_atlas(
    picture: Image.Image, names: Sequence[str], **look: bool
) -> tuple[str, dict[str, Properties]]:
    """Return a row of cells as a PNG data address, and where each of the marks named stands."""
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    cells = {
        name: {"x": place * CELL, "y": 0, "width": CELL, "height": CELL, **look}
        for place, name in enumerate(names)
    }
    return _address("png", content.getvalue()), cells


def _address(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _svg(size: str, shapes: str) -> str:
    """Return a square picture as a data address."""
    start = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
    return _address("svg+xml", f"{start}{shapes}</svg>".encode())


def mark_picture(mark: str, theme: str, *, abroad: bool = False) -> str:
    """Return a mark as an SVG data address, for captions and lists; of the size of small text."""
    colour = mark_colour(mark, theme)
    look = f'fill="{colour}"'
    if abroad:
        look = f'fill="{tokens(theme).background}" stroke="{colour}" stroke-width="2"'
    near, far = (2, 12) if abroad else (0.6, 13.4)
    radius = (2.6 if abroad else 3) if MARKS[mark].is_rest else (4.6 if abroad else 5.6)
    shapes = {
        "circle": f'<circle cx="7" cy="7" r="{radius}" {look}/>',
        "diamond": f'<path d="M7 {near}L{far} 7L7 {far}L{near} 7z" {look}/>',
        "square": f'<rect x="2" y="2" width="10" height="10" {look}/>',
        "triangle-up": f'<path d="M7 {near}L{far} 12L{near} 12z" {look}/>',
        "x": f'<path d="{CROSS}" stroke="{colour}" stroke-width="{4.2 if abroad else 2.6}"/>',
    }
    if abroad:
        look = f'stroke="{tokens(theme).background}" stroke-width="1.4"'
        shapes["x"] += f'<path d="{INNER_CROSS}" {look}/>'
    return _svg("14", shapes[MARKS[mark].symbol])


def circle_picture(size: float, theme: str, opacity: float) -> str:
    """Return a circle of some pixels as an SVG data address, for the legend of sizes."""
    half = size / 2
    look = f'fill="{tokens(theme).text}" fill-opacity="{opacity:g}"'
    return _svg(f"{size:g}", f'<circle cx="{half:g}" cy="{half:g}" r="{half:g}" {look}/>')


def ring_picture(theme: str) -> str:
    """Return the ring around a mark of no exact place as an SVG data address, for a key."""
    look = f'fill="none" stroke="{tokens(theme).muted}" stroke-width="1.6"'
    return _svg("15", f'<circle cx="7.5" cy="7.5" r="6.2" {look}/>')


def draw_mark(pen: ImageDraw.ImageDraw, name: str, cell: int) -> None:
    """Draw one mark in the middle of a cell of `cell` pixels; abroad is hollow."""
    mark, _, hollow = name.partition("-")
    half, middle = cell * FILL / 2, cell / 2
    line = round(cell * 0.15)
    box = (middle - half, middle - half, middle + half, middle + half)
    if mark in ROUNDS:
        width = round(cell * ROUNDS[mark])
        pen.ellipse(box, fill=None if width else 255, outline=255, width=width or 1)
        return
    symbol = MARKS[mark].symbol
    if symbol == "diamond":
        pen.polygon(_diamond(middle, half), fill=255)
        if hollow:
            pen.polygon(_diamond(middle, half - line * 1.4), fill=0)
    elif symbol == "triangle-up":
        pen.polygon(_triangle(middle, half), fill=255)
        if hollow:
            pen.polygon(_triangle(middle + line * 0.3, half - line * 1.6), fill=0)
    elif symbol == "square":
        pen.rectangle(
            [
                side + inset
                for side, inset in zip(box, (line / 2, line / 2, -line / 2, -line / 2), strict=True)
            ],
            fill=None if hollow else 255,
            outline=255,
            width=line,
        )
    elif symbol == "x":
        _cross(pen, middle, half * 0.78, line * (1.7 if hollow else 1.25), 255)
        if hollow:
            _cross(pen, middle, half * 0.7, line * 0.6, 0)
    else:
        pen.ellipse(
            box,
            fill=None if hollow else 255,
            outline=255,
            width=line * 2 if MARKS[mark].is_rest else line,
        )


def _cross(pen: ImageDraw.ImageDraw, middle: float, arm: float, width: float, fill: int) -> None:
    for sign in (1, -1):
        ends = (middle - arm, middle - sign * arm, middle + arm, middle + sign * arm)
        pen.line(ends, fill=fill, width=round(width))


def _triangle(middle: float, half: float) -> list[tuple[float, float]]:
    return [
        (middle, middle - half),
        (middle + half, middle + half),
        (middle - half, middle + half),
    ]


def _diamond(middle: float, half: float) -> list[tuple[float, float]]:
    return [
        (middle, middle - half),
        (middle + half, middle),
        (middle, middle + half),
        (middle - half, middle),
    ]
