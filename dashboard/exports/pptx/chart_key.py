"""One line that names the colours and marks of small multiples alike, instead of many legends."""

from collections.abc import Sequence

from dashboard.exports.pptx.axes import NO_LINE, last_known, plain_name
from dashboard.exports.pptx.paragraphs import Paragraph, Piece
from dashboard.palette import LIGHT
from dashboard.panels.office import NativeChart, Series

GLYPHS = {
    "circle": "●",
    "circle-open": "○",
    "square": "■",
    "square-open": "□",
    "diamond": "◆",
    "diamond-open": "◇",
    "triangle-up": "▲",
    "triangle-up-open": "△",
    "triangle-down": "▼",
    "triangle-down-open": "▽",
    "x": "✕",
    "cross": "+",
    "line-ew": "–",
    "line-ns": "–",
}
LINE, BAR, MARK, ANY_MARK = "—", "■", "●", "marks"


def key_of(charts: Sequence[NativeChart]) -> Paragraph | None:
    """Return the key; None when the charts have one series each, named by their titles.

    A name whose colour differs from chart to chart is muted: the charts' titles say the country.
    """
    found: dict[str, list[tuple[NativeChart, Series]]] = {}
    for chart in charts:
        for series in chart.series:
            if last_known(series) is not None:
                found.setdefault(plain_name(series), []).append((chart, series))
    if all(len(chart.series) < 2 for chart in charts) or not found:
        return None
    pieces: list[Piece] = []
    for name, uses in found.items():
        colours = {series.colour for _, series in uses}
        colour = colours.pop() if len(colours) == 1 else LIGHT.muted
        pieces.append(Piece(f"{_sign(uses)} ", colour=colour))
        pieces.append(Piece(f"{name}      "))
    return Paragraph(tuple(pieces))


def _sign(uses: Sequence[tuple[NativeChart, Series]]) -> str:
    """Return the glyph of a series, as far as all charts draw it alike."""
    signs = {
        (GLYPHS.get(series.marker, MARK) if series.dash == NO_LINE else LINE)
        if chart.kind in ("line", "points")
        else BAR
        for chart, series in uses
    }
    return signs.pop() if len(signs) == 1 else f"{ANY_MARK}:"
