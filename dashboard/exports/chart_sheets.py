"""A drawn chart set on a sheet: title above, papers below, as one SVG.

The words are those of `framing`; drawing the chart is left to `chart_pictures`.
"""

import base64
import html
from dataclasses import dataclass

from dashboard.exports.framing import BETWEEN_BLOCKS, EDGE, GAP, Block, sheet_words
from dashboard.exports.lettering import LINE_HEIGHT, PRINT_FONT
from dashboard.exports.letters import printable
from dashboard.exports.papers import Papers
from dashboard.exports.pictures import font_face
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit

# Where the foot of the letters stands in a line, as a share of the type's size.
FOOT = 0.95


@dataclass(frozen=True)
class Sheet:
    """An SVG and its size in pixels."""

    svg: bytes
    width: float
    height: float


def sheet_of(chart: bytes, size: tuple[float, float], exhibit: Exhibit, papers: Papers) -> Sheet:
    """Set a chart of `size` pixels on its sheet; an SVG, or one from `nested_png`."""
    width = size[0] + 2 * EDGE
    head, foot = sheet_words(exhibit, papers, width)
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
    return Sheet(opening.encode() + chart + b"</svg></svg>", width, height)


def nested_png(chart: bytes) -> bytes:
    """Return a chart's PNG as it goes into a sheet."""
    data = base64.b64encode(chart)
    return b'<image width="100%" height="100%" xlink:href="data:image/png;base64,' + data + b'"/>'


def with_own_font(svg: bytes) -> bytes:
    """Put the font into an SVG, for files that leave this machine."""
    root, _, rest = svg.partition(b">")
    return root + f"><style>{font_face()}</style>".encode() + rest


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
