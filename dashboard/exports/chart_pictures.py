"""The charts of a briefing as pictures, each drawn once and kept: bare, and on its sheet.

A chart goes through the browser once, as SVG; the PNG and the sheets are made from that without
it. How documents set them is left to the documents.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.exports.browser import PictureUnavailable, browser
from dashboard.exports.chart_sheets import Sheet, nested_png, sheet_of, with_own_font
from dashboard.exports.lettering import PRINT_FONT
from dashboard.exports.letters import ALIKE
from dashboard.exports.papers import papers_of, titled
from dashboard.exports.pictures import light_figure
from dashboard.exports.table_picture import table_figure
from dashboard.exports.typesetter import png_of
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit

# Narrower than on screen, so that the lettering is still read on a page of A4.
WIDTH = 900
PNG_SCALE = 2
DRAWING_FAILED = "This chart could not be drawn."
NO_EXHIBIT = "There is no chart to draw."
_RANDOM_ID = re.compile(rb'id="defs-([0-9a-f]+)"')


@dataclass(frozen=True)
class Picture:
    """A chart drawn: its SVG, its size in pixels, and the figure it was drawn from."""

    svg: bytes
    width: float
    height: float
    drawing: Mapping[str, Any]

    @property
    def has_pictures(self) -> bool:
        """Whether a base map lies under it, which the browser draws three times as fast."""
        return b"<image " in self.svg


class ChartPictures:
    """The pictures of one briefing. All raise `PictureUnavailable`, its message for the reader.

    Several threads may ask: each picture is made once, by the first, while the others wait for it.
    """

    def __init__(self, briefing: Briefing) -> None:
        """Draw nothing yet."""
        self._briefing = briefing
        self._kept: dict[tuple[str, int], Any] = {}
        self._turns: dict[tuple[str, int], threading.Lock] = {}
        self._turn = threading.Lock()

    @contextmanager
    def drawn_ahead(self) -> Iterator[None]:
        """Let the browser draw one chart after another beside whatever else is done within."""
        is_over = threading.Event()

        def draw() -> None:
            for page in self._briefing.charts:
                if is_over.is_set():
                    return
                # What fails here fails again where it is wanted, and is told of there.
                with suppress(Exception):
                    self.svg(page)

        thread = threading.Thread(target=draw, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def svg(self, page: ChartPage) -> bytes:
        """Return the bare chart on white; the same chart gives the same bytes."""
        return self._bare(page).svg

    def png(self, page: ChartPage, shape: float = 0) -> bytes:
        """Return the bare chart on white, twice as many pixels across as the SVG.

        `shape` is the width of the room for it over its height: the chart fills one that is wider.
        """
        drawing = self._drawing(page)
        width = round(drawing["layout"]["height"] * shape)
        if width <= drawing["layout"]["width"]:
            return self._once("png", page, lambda: _png(self._bare(page)))
        wide = drawing | {"layout": drawing["layout"] | {"width": width}}
        return self._once(f"png {width}", page, lambda: _png_of(wide))

    def framed_svg(self, page: ChartPage) -> bytes:
        """Return the chart on a sheet with its title and papers, the font inside."""
        return with_own_font(self._sheet(page, self.svg(page)).svg)

    def framed_png(self, page: ChartPage) -> bytes:
        """Return the chart on a sheet with its title and papers."""
        return self._once("framed", page, lambda: self._framed_png(page))

    def _framed_png(self, page: ChartPage) -> bytes:
        bare = self._bare(page)
        chart = nested_png(self.png(page)) if bare.has_pictures else bare.svg
        sheet = self._sheet(page, chart)
        return png_of(sheet.svg, sheet.width, sheet.height, PNG_SCALE)

    def _bare(self, page: ChartPage) -> Picture:
        return self._once("bare", page, lambda: _drawn(self._drawing(page)))

    def _drawing(self, page: ChartPage) -> dict[str, Any]:
        return self._once("drawing", page, lambda: _drawing(_exhibit_of(page)))

    def _sheet(self, page: ChartPage, chart: bytes) -> Sheet:
        exhibit = titled(page, _exhibit_of(page))
        bare = self._bare(page)
        papers = papers_of(self._briefing, page)
        return sheet_of(chart, (bare.width, bare.height), exhibit, papers)

    def _once(self, kind: str, page: ChartPage, make: Callable[[], Any]) -> Any:
        """Make a thing once; one that failed fails again without another try."""
        key = kind, id(page)
        with self._turn:
            turn = self._turns.setdefault(key, threading.Lock())
        with turn:
            if key not in self._kept:
                try:
                    self._kept[key] = page, make()
                except PictureUnavailable as trouble:
                    self._kept[key] = page, trouble
        made = self._kept[key][1]
        if isinstance(made, PictureUnavailable):
            raise made
        return made


def _exhibit_of(page: ChartPage) -> Exhibit:
    if page.exhibit is None:
        raise PictureUnavailable(page.trouble or NO_EXHIBIT)
    return page.exhibit


def _drawing(exhibit: Exhibit) -> dict[str, Any]:
    try:
        figure = light_figure(exhibit) or table_figure(exhibit.rows)
        return _on_white(figure, exhibit)
    except Exception as trouble:
        # One chart that fails must not take the document with it, whatever is wrong with it.
        raise PictureUnavailable(DRAWING_FAILED) from trouble


def _drawn(drawing: dict[str, Any]) -> Picture:
    size = {name: drawing["layout"][name] for name in ("width", "height")}
    svg = browser.draw(drawing, {"format": "svg", "scale": 1, **size})
    return Picture(_settled(svg), size["width"], size["height"], drawing)


def _on_white(figure: go.Figure, exhibit: Exhibit) -> dict[str, Any]:
    drawing = figure.to_dict()
    layout = drawing["layout"]
    layout.pop("title", None)
    layout |= {
        "font": layout.get("font", {}) | {"family": PRINT_FONT},
        "width": layout.get("width", WIDTH),
        "height": layout.get("height", exhibit.height),
        "autosize": False,
        "paper_bgcolor": LIGHT.background,
    }
    # Without names of ours plotly gives the traces random ones, which end up in the file.
    for number, trace in enumerate(drawing["data"]):
        trace["uid"] = f"{number:06x}"
    return drawing


def _settled(svg: bytes) -> bytes:
    """Take out what differs from one drawing to the next, and what only browsers understand."""
    found = _RANDOM_ID.search(svg)
    if found:
        svg = svg.replace(found[1], b"chart")
    # Two spaces in a row are meant; a browser is told by CSS, other programs by this.
    return (
        svg.replace(b"<svg ", b'<svg xml:space="preserve" ', 1).decode().translate(ALIKE).encode()
    )


def _png(picture: Picture) -> bytes:
    if picture.has_pictures:
        return _png_by_browser(picture.drawing)
    return png_of(picture.svg, picture.width, picture.height, PNG_SCALE)


def _png_of(drawing: dict[str, Any]) -> bytes:
    return _png_by_browser(drawing) if drawing["layout"].get("images") else _png(_drawn(drawing))


def _png_by_browser(drawing: Mapping[str, Any]) -> bytes:
    size = {name: drawing["layout"][name] for name in ("width", "height")}
    return browser.draw(drawing, {"format": "png", "scale": PNG_SCALE, **size})
