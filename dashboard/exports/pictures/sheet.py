"""A drawn chart set on a sheet: title and unit above, metadata below, all text wrapped to fit.

The sheet is an SVG; PNG and PDF are made from it by the typesetter. Lengths are in pixels.
"""

import base64
import html
import json
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.exports.glyphs import printable
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.text_metrics import FONT_FOLDER, LINE_HEIGHT, PRINT_FONT, wrap_text
from dashboard.exports.typesetting import MAIN, typeset
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit

SHEET_WIDTH = 1000
# Of a table with more rows a picture has the first, and says so.
MOST_ROWS = 100
EDGE = 28
GAP = 10
BETWEEN_BLOCKS = 4
# Lines stop short of the edge: easier to read, and there is room should another font be wider.
LINE_SHARE = 0.82
# Where the foot of the letters stands in a line, as a share of the type's size.
FOOT = 0.95
PNG_SCALE = 2
# So many publishers are named on a picture; a table beside it names all.
MOST_ON_SHEET = 8
POINTS_AN_INCH, PIXELS_AN_INCH = 72, 96
WEB_FONT = FONT_FOLDER / "web" / "SourceSans3VF-Upright.ttf.woff2"
LAYOUT = """
#let sheet = json(bytes(sys.inputs.data))
#set document(title: sheet.title, date: none)
#set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt)
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
    """An SVG, its size and its title."""

    svg: bytes
    width: float
    height: float
    title: str = ""

    def png(self) -> bytes:
        """Draw it as a PNG, `PNG_SCALE` times as many pixels."""
        return self._set(1, format="png", ppi=PNG_SCALE * POINTS_AN_INCH)

    def pdf(self) -> bytes:
        """Draw it as a PDF of one page, of lines and letters, not pixels."""
        return self._set(POINTS_AN_INCH / PIXELS_AN_INCH)

    def with_font(self) -> bytes:
        """Return the SVG with the font inside, for files that leave this machine."""
        root, _, rest = self.svg.partition(b">")
        return root + f"><style>{font_face()}</style>".encode() + rest

    def _set(self, scale: float, **options: object) -> bytes:
        size = {"width": self.width * scale, "height": self.height * scale, "title": self.title}
        files = {MAIN: LAYOUT.encode(), "sheet.svg": self.svg}
        return typeset(files, json.dumps(size), **options)


def sheet_of(
    chart: bytes,
    size: tuple[float, float],
    exhibit: Exhibit,
    metadata: Metadata,
    most_sources: int = MOST_ON_SHEET,
) -> Sheet:
    """Set a chart of `size` on its sheet; an SVG, or one from `nested_png`."""
    width = size[0] + 2 * EDGE
    head, foot = sheet_words(exhibit, metadata, width, most_sources)
    words, base = _lines(head, EDGE + GAP)
    # On whole pixels, or a picture inside would blur.
    top = round(base + GAP)
    rule = top + round(size[1]) + GAP
    below, base = _lines(foot, rule + GAP)
    height, right = round(base + EDGE), width - EDGE
    title, description = html.escape(exhibit.title), html.escape(exhibit.alt or exhibit.caption)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height}" viewBox="0 0 {width:g} {height}" '
        f'xml:space="preserve"><title>{title}</title><desc>{description}</desc>'
        f'<rect width="{width:g}" height="{height}" fill="{LIGHT.background}"/>'
        f"{_rule(EDGE, right, LIGHT.text)}{_rule(rule, right, LIGHT.rule)}"
        f'<g font-family="{PRINT_FONT}">{words}{below}</g>'
        f'<svg x="{EDGE}" y="{top}" width="{size[0]:g}" height="{size[1]:g}">'
    )
    return Sheet(opening.encode() + chart + b"</svg></svg>", width, height, exhibit.title)


def sheet_words(
    exhibit: Exhibit, metadata: Metadata, width: float, most_sources: int = MOST_ON_SHEET
) -> tuple[list[Block], list[Block]]:
    """Return what stands above a chart and below it, in lines that fit a sheet of this width."""
    facts = metadata.facts(exhibit, most_sources)
    named = {name: f"{name}: {text}" for name, text in facts.items()}
    if exhibit.draw is None and len(exhibit.table) > MOST_ROWS:
        named["Shown"] = f"In the CSV: {facts['Shown']}"
    rows = (("Filters", "Shown"), ("Sources",), ("Data version", "Made on"), ("Link",))
    lines = [" · ".join(named[name] for name in row if name in named) for row in rows]
    lines[2] = f"{PRODUCT} · {lines[2]}"
    head = [
        Block((exhibit.title,), 20, LIGHT.text, bold=True),
        Block((exhibit.unit,), 13.5, LIGHT.muted),
    ]
    foot = [
        Block((facts.get("Notes", ""),), 13, LIGHT.text),
        Block(tuple(lines), 11.5, LIGHT.muted),
    ]
    return _wrapped(head, width), _wrapped(foot, width)


def nested_png(chart: bytes) -> bytes:
    """Return a chart's PNG as it goes into a sheet."""
    data = base64.b64encode(chart)
    return b'<image width="100%" height="100%" xlink:href="data:image/png;base64,' + data + b'"/>'


@lru_cache(maxsize=1)
def font_face() -> str:
    """Return the CSS rule that holds the font itself, for files that leave this machine."""
    font = base64.b64encode(WEB_FONT.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{font}) format('woff2')"
    return f"@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:{source}}}"


def _wrapped(blocks: list[Block], width: float) -> list[Block]:
    """Break the lines of blocks to fit a sheet; blocks without text go."""
    room = (width - 2 * EDGE) * LINE_SHARE
    wrapped = []
    for block in blocks:
        texts = (wrap_text(text, room, block.size, bold=block.bold) for text in block.lines)
        lines = tuple(line for text in texts for line in text)
        if lines:
            wrapped.append(replace(block, lines=lines))
    return wrapped


def _lines(blocks: list[Block], top: float) -> tuple[str, float]:
    """Return the lines one under the other from `top`, and where the next would begin."""
    lines = []
    for block in blocks:
        weight = ' font-weight="bold"' if block.bold else ""
        for place, line in enumerate(block.lines):
            foot = top + (place * LINE_HEIGHT + FOOT) * block.size
            lines.append(
                f'<text x="{EDGE}" y="{foot:.2f}" font-size="{block.size:g}"{weight} '
                f'fill="{block.colour}">{html.escape(printable(line), quote=False)}</text>'
            )
        top += block.height + BETWEEN_BLOCKS
    return "".join(lines), top


def _rule(height: float, right: float, colour: str) -> str:
    return f'<path d="M{EDGE},{height:g}H{right:g}" stroke="{colour}" fill="none"/>'
