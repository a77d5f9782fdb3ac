"""A chart set on a printed sheet: title and unit above, papers below, all text wrapped to fit.

Drawing it is left to the browser. A framed figure is a plain dictionary, as plotly.js takes it.
"""

import html
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.exports.lettering import LINE_HEIGHT, PRINT_FONT, wrap_text
from dashboard.exports.papers import PRODUCT, Papers
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit

SHEET_WIDTH = 1000
EDGE = 28
GAP = 10
BETWEEN_BLOCKS = 4
# Lines stop short of the edge: easier to read, and there is room should another font be wider.
LINE_SHARE = 0.82
PLOTLY_MARGIN = {"l": 80, "r": 80, "t": 100, "b": 80}


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


def framed(figure: go.Figure, exhibit: Exhibit, papers: Papers) -> dict[str, Any]:
    """Return the figure on its sheet: on white, the exhibit's words and papers around it."""
    drawing = figure.to_dict()
    layout = drawing["layout"]
    width, height = layout.get("width", SHEET_WIDTH), layout.get("height", exhibit.height)
    inner = PLOTLY_MARGIN | layout.get("margin", {})
    head, foot = sheet_words(exhibit, papers, width)
    above = EDGE + GAP + _height(head) + GAP
    below = 2 * GAP + _height(foot) + EDGE
    top, base = inner["t"] + above - EDGE, -inner["b"] - GAP
    words = [
        *_stacked(head, -inner["l"], top - GAP, at=1),
        *_stacked(foot, -inner["l"], base - GAP, at=0),
    ]
    line = (-inner["l"], width - 2 * EDGE - inner["l"])
    rules = [_rule(line, top, 1, LIGHT.text), _rule(line, base, 0, LIGHT.rule)]
    added = {"l": EDGE, "r": EDGE, "t": above, "b": below}
    layout.pop("title", None)
    layout |= {
        "font": layout.get("font", {}) | {"family": PRINT_FONT},
        "width": width,
        "height": height + above + below,
        "autosize": False,
        "paper_bgcolor": LIGHT.background,
        "margin": inner | {side: inner[side] + pixels for side, pixels in added.items()},
        "annotations": [*layout.get("annotations", ()), *words],
        "shapes": [*layout.get("shapes", ()), *rules],
    }
    return drawing


def sheet_words(exhibit: Exhibit, papers: Papers, width: float) -> tuple[list[Block], list[Block]]:
    """Return what stands above a chart and below it, in lines that fit a sheet of this width."""
    return _blocks(_head(exhibit), width), _blocks(_foot(exhibit, papers), width)


def _head(exhibit: Exhibit) -> list[Block]:
    return [
        Block((exhibit.title,), 20, LIGHT.text, bold=True),
        Block((exhibit.unit,), 13.5, LIGHT.muted),
    ]


def _foot(exhibit: Exhibit, papers: Papers) -> list[Block]:
    facts = papers.facts(exhibit)
    named = {name: f"{name}: {text}" for name, text in facts.items()}
    rows = (("Filters", "Shown"), ("Sources",), ("Data version", "Made on"), ("Link",))
    lines = [" · ".join(named[name] for name in row if name in named) for row in rows]
    lines[2] = f"{PRODUCT} · {lines[2]}"
    return [
        Block((facts.get("Notes", ""),), 13, LIGHT.text),
        Block(tuple(lines), 11.5, LIGHT.muted),
    ]


def _blocks(blocks: list[Block], width: float) -> list[Block]:
    """Break the lines of blocks to fit a sheet; blocks without text go."""
    room = (width - 2 * EDGE) * LINE_SHARE
    wrapped = []
    for block in blocks:
        lines = [
            piece
            for text in block.lines
            for piece in wrap_text(text, room, block.size, bold=block.bold)
        ]
        if lines:
            wrapped.append(Block(tuple(lines), block.size, block.colour, block.bold))
    return wrapped


def _stacked(blocks: list[Block], left: float, top: float, *, at: int) -> list[dict[str, Any]]:
    """Return annotations one under the other, in pixels from the plot's top (1) or base (0)."""
    annotations = []
    for block in blocks:
        text = "<br>".join(html.escape(line, quote=False) for line in block.lines)
        annotations.append(
            {
                "text": f"<b>{text}</b>" if block.bold else text,
                "font": {"family": PRINT_FONT, "size": block.size, "color": block.colour},
                "align": "left",
                "showarrow": False,
                "borderpad": 0,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": at,
                "xanchor": "left",
                "yanchor": "top",
                "xshift": left,
                "yshift": top,
            }
        )
        top -= block.height + BETWEEN_BLOCKS
    return annotations


def _height(blocks: list[Block]) -> float:
    return sum(block.height + BETWEEN_BLOCKS for block in blocks)


def _rule(ends: tuple[float, float], height: float, at: int, colour: str) -> dict[str, Any]:
    """Return a line across, in pixels from the plot's left edge and its top (1) or base (0)."""
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": at,
        "x0": ends[0],
        "x1": ends[1],
        "y0": height,
        "y1": height,
        "line": {"color": colour, "width": 1},
    }
