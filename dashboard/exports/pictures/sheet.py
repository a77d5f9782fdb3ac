"""A drawn chart set on a sheet: title and unit above, metadata below, all text wrapped to fit.

The sheet is an SVG; PNG and PDF are made from it by the typesetter. Lengths are in pixels. A sheet
is as high as what stands on it, or has the size of its look.
"""

import base64
import html
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.look import (
    AS_DRAWN,
    CLEAR,
    PIXELS_AN_INCH,
    POINTS_AN_INCH,
    Around,
    Look,
)
from dashboard.exports.text_metrics import (
    FONT_FOLDER,
    LINE_HEIGHT,
    MAIN,
    print_font,
    printable,
    typeset,
    wrap_text,
)
from dashboard.house import current_house
from dashboard.palette import house_accent
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import MOST_NAMED
from dashboard.wording import say

SHEET_WIDTH = 1000
# Of a table with more rows a picture has the first, and says so.
MOST_ROWS = 100
EDGE = 28
# On sheets narrower than `NARROW`, with a smaller title.
NARROW_EDGE, NARROW = 12, 700
TITLE, NARROW_TITLE = 20, 16
# Where a chart would have less of the height, of its foot only the sources stay.
LEAST_FOR_CHART = 0.55
GAP = 10
BETWEEN_BLOCKS = 4
# Lines stop short of the edge: easier to read, and there is room should another font be wider.
LINE_SHARE = 0.82
# Where the foot of the letters stands in a line, as a share of the type's size.
FOOT = 0.95
PNG_SCALE = 2
# The accent of a house as a line, its logo in the head.
ACCENT_RULE, LOGO_HEIGHT = 3, 34
# So many publishers are named on a picture; a table beside it names all.
MOST_ON_SHEET, FEW_SOURCES = 8, 4
WEB_FONT = FONT_FOLDER / "web" / "SourceSans3VF-Upright.ttf.woff2"
LAYOUT = """
#let sheet = json(bytes(sys.inputs.data))
#set document(title: sheet.title, date: none)
#set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt, fill: none)
#image("sheet.svg", width: 100%)
"""


@dataclass(frozen=True)
class Block:
    """Lines set alike."""

    lines: tuple[str, ...]
    size: float
    colour: str
    bold: bool = False

    @property
    def height(self) -> float:
        """Height in pixels."""
        return len(self.lines) * self.size * LINE_HEIGHT


@dataclass(frozen=True)
class Sheet:
    """An SVG, its size, its title; `pixels` of a PNG and `points` on paper for one of its own."""

    svg: bytes
    width: float
    height: float
    title: str = ""
    pixels: float = PNG_SCALE
    points: float = POINTS_AN_INCH / PIXELS_AN_INCH

    def png(self) -> bytes:
        """Draw it as a PNG, `pixels` times as many pixels."""
        return self._set(1, format="png", ppi=self.pixels * POINTS_AN_INCH)

    def pdf(self) -> bytes:
        """Draw it as a PDF of one page, of lines and letters, not pixels."""
        return self._set(self.points)

    def with_font(self) -> bytes:
        """Return the SVG with the font inside, for files that leave this machine."""
        root, _, rest = self.svg.partition(b">")
        return root + f"><style>{font_face()}</style>".encode() + rest

    def _set(self, scale: float, **options: object) -> bytes:
        size = {"width": self.width * scale, "height": self.height * scale, "title": self.title}
        files = {MAIN: LAYOUT.encode(), "sheet.svg": self.svg}
        return typeset(files, json.dumps(size), **options)


@dataclass(frozen=True)
class Frame:
    """What stands around a chart on a sheet `width` wide, and where the chart begins.

    A sheet of a given size has a `height` and `room` for the chart.
    """

    head: list[Block]
    foot: list[Block]
    width: float
    edge: float
    height: float | None = None

    @property
    def top(self) -> int:
        """Where the chart begins, on a whole pixel, or a picture inside would blur."""
        if not self.head:
            return round(self.edge)
        return round(self.edge + 2 * GAP + _height(self.head))

    @property
    def below(self) -> float:
        """How much stands under the chart."""
        return 2 * GAP + _height(self.foot) + self.edge if self.foot else self.edge

    @property
    def room(self) -> tuple[float, float]:
        """The width and height that are left for the chart; any height where none is given."""
        free = self.height - self.top - self.below if self.height else inf
        return self.width - 2 * self.edge, free


def frame_of(
    exhibit: Exhibit,
    metadata: Metadata,
    width: float,
    look: Look = AS_DRAWN,
    most_sources: int = MOST_ON_SHEET,
) -> Frame:
    """Return what stands around a chart on a sheet of this width, in lines that fit it.

    On a sheet of a given height the long explanation is left out.
    """
    size = look.size
    edge = NARROW_EDGE if size and size.width < NARROW else EDGE
    said = replace(exhibit, reading="") if size and size.height else exhibit
    most_sources = min(most_sources, FEW_SOURCES) if size else most_sources
    head, foot = sheet_words(said, metadata, width - 2 * edge, most_sources, look)
    around = look.around
    frame = Frame(
        [] if around is Around.PLAIN else head,
        foot if around is Around.WHOLE else [],
        width,
        edge,
        size.height if size else None,
    )
    if size and size.height and frame.foot and frame.room[1] < LEAST_FOR_CHART * size.height:
        return replace(frame, foot=_sources_alone(said, metadata, width - 2 * edge, look))
    return frame


def sheet_of(
    chart: bytes,
    size: tuple[float, float],
    exhibit: Exhibit,
    frame: Frame,
    look: Look = AS_DRAWN,
    scale: float = 1,
) -> Sheet:
    """Set a chart of `size`, an SVG or one from `nested_png`, in its frame.

    It is made smaller by `scale` where it would not fit.
    """
    colours, edge, width = look.colours, frame.edge, frame.width
    across, down = size[0] * scale, size[1] * scale
    words = _lines(frame.head, edge + GAP, edge)
    height = frame.height or round(frame.top + down + frame.below)
    rule = height - frame.below + GAP if frame.foot else 0
    below = _lines(frame.foot, rule + GAP, edge)
    right = width - edge
    title, description = html.escape(exhibit.title), html.escape(exhibit.alt or exhibit.caption)
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{_extent(look, width, height)} viewBox="0 0 {width:g} {height:g}" '
        f'xml:space="preserve"><title>{title}</title><desc>{description}</desc>',
        f'<rect width="{width:g}" height="{height:g}" fill="{look.background}"/>'
        if look.background != CLEAR
        else "",
        _head_rule(edge, right, look) if frame.head else "",
        _logo(edge + GAP, right, frame.width - 2 * edge) if frame.head else "",
        _rule(edge, rule, right, colours.rule) if frame.foot else "",
        f'<g font-family="{print_font()}">{words}{below}</g>',
        f'<svg x="{edge}" y="{frame.top}" width="{across:g}" height="{down:g}" '
        f'viewBox="0 0 {size[0]:g} {size[1]:g}">',
    )
    whole = "".join(parts).encode() + chart + b"</svg></svg>"
    if look.size is None:
        return Sheet(whole, width, height, exhibit.title)
    pixels = look.size.pixels / look.size.width
    return Sheet(whole, width, height, exhibit.title, pixels, look.size.points)


def sheet_words(
    exhibit: Exhibit,
    metadata: Metadata,
    room: float,
    most_sources: int = MOST_ON_SHEET,
    look: Look = AS_DRAWN,
) -> tuple[list[Block], list[Block]]:
    """Return what stands above a chart and below it, in lines that fit the `room` across."""
    facts = metadata.facts(exhibit, most_sources)
    named = {name: f"{say(name)}: {text}" for name, text in facts.items()}
    if exhibit.draw is None and len(exhibit.table) > MOST_ROWS:
        named["Shown"] = say("In the CSV: {shown}", shown=facts["Shown"])
    rows = (("Filters", "Shown"), ("Sources",), ("Data version", "Made on"), ("Link",))
    if look.size:  # The address is among what the file says of itself.
        rows = rows[:-1]
    lines = [" · ".join(named[name] for name in row if name in named) for row in rows]
    lines[2] = f"{PRODUCT} · {lines[2]}"
    colours = look.colours
    title = NARROW_TITLE if look.size and look.size.width < NARROW else TITLE
    head = [
        Block((exhibit.title,), title, colours.text, bold=True),
        Block((exhibit.unit,), 13.5, colours.muted),
    ]
    foot = [
        Block((facts.get("Notes", ""),), 13, colours.text),
        Block(tuple(lines), 11.5, colours.muted),
    ]
    return _wrapped(head, room), _wrapped(foot, room)


def _sources_alone(exhibit: Exhibit, metadata: Metadata, room: float, look: Look) -> list[Block]:
    named = metadata.facts(exhibit, MOST_NAMED)
    lines = [named[name] for name in ("Filters", "Sources") if name in named]
    text = " · ".join((*lines, PRODUCT))
    return _wrapped([Block((text,), 11.5, look.colours.muted)], room)


def _extent(look: Look, width: float, height: float) -> str:
    """Return the size of an SVG: in inches where it is made for a place."""
    if look.size is None:
        return f'width="{width:g}" height="{height:g}"'
    inch = look.size.inches / look.size.width
    return f'width="{width * inch:.4g}in" height="{height * inch:.4g}in"'


def nested_png(chart: bytes) -> bytes:
    """Return a chart's PNG as it goes into a sheet."""
    data = base64.b64encode(chart)
    return b'<image width="100%" height="100%" xlink:href="data:image/png;base64,' + data + b'"/>'


@lru_cache(maxsize=1)
def font_face() -> str:
    """Return the CSS rule that holds the font itself, for files that leave this machine."""
    if own := current_house().font:
        files = {"400": own.regular, "600 700": own.bold}
        return "".join(
            f"@font-face{{font-family:'{own.family}';font-weight:{weight};"
            f"src:url(data:font/ttf;base64,{base64.b64encode(file.read_bytes()).decode()})}}"
            for weight, file in files.items()
        )
    font = base64.b64encode(WEB_FONT.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{font}) format('woff2')"
    return f"@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:{source}}}"


def _wrapped(blocks: list[Block], room: float) -> list[Block]:
    """Break the lines of blocks to fit the room across; blocks without text go."""
    room = room * LINE_SHARE
    wrapped = []
    for block in blocks:
        texts = (wrap_text(text, room, block.size, bold=block.bold) for text in block.lines)
        lines = tuple(line for text in texts for line in text)
        if lines:
            wrapped.append(replace(block, lines=lines))
    return wrapped


def _height(blocks: list[Block]) -> float:
    return sum(block.height + BETWEEN_BLOCKS for block in blocks)


def _lines(blocks: list[Block], top: float, edge: float) -> str:
    """Return the lines one under the other from `top`."""
    lines = []
    for block in blocks:
        weight = ' font-weight="bold"' if block.bold else ""
        for place, line in enumerate(block.lines):
            foot = top + (place * LINE_HEIGHT + FOOT) * block.size
            lines.append(
                f'<text x="{edge:g}" y="{foot:.2f}" font-size="{block.size:g}"{weight} '
                f'fill="{block.colour}">{html.escape(printable(line), quote=False)}</text>'
            )
        top += block.height + BETWEEN_BLOCKS
    return "".join(lines)


def _head_rule(edge: float, right: float, look: Look) -> str:
    if accent := house_accent(look.theme):
        thick = f' stroke-width="{ACCENT_RULE}"'
        return _rule(edge, edge, right, accent).replace(" fill=", f"{thick} fill=")
    return _rule(edge, edge, right, look.colours.text)


def _logo(top: float, right: float, room: float) -> str:
    """Return the logo of the house at the right end of the head, where no line reaches."""
    house = current_house()
    if not house.logo:
        return ""
    width = min(LOGO_HEIGHT * house.logo_shape, room * (1 - LINE_SHARE) * 0.9)
    return (
        f'<image x="{right - width:g}" y="{top:g}" width="{width:g}" '
        f'height="{width / house.logo_shape:g}" xlink:href="{logo_address()}"/>'
    )


def logo_svg() -> bytes:
    """Return the logo of the house as an SVG that holds it."""
    wide = 100 * current_house().logo_shape
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}" height="100"><image width="{wide:g}" height="100" '
        f'xlink:href="{logo_address()}"/></svg>'
    ).encode()


def logo_address() -> str:
    """Return the logo of the house as an address that holds it; empty without one."""
    logo = current_house().logo
    kind = "png" if logo.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(logo).decode()}" if logo else ""


def _rule(left: float, height: float, right: float, colour: str) -> str:
    return f'<path d="M{left:g},{height:g}H{right:g}" stroke="{colour}" fill="none"/>'
