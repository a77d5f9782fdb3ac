"""Charts drawn by the browser, bare or on their sheet; those of a briefing drawn once and kept.

A chart goes through the browser once, as SVG; PNG, PDF and sheets are made from that without it.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import isfinite
from typing import Any

import plotly.graph_objects as go

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.exports.metadata import Metadata, metadata_of, titled
from dashboard.exports.pictures.browser import PictureUnavailable, browser
from dashboard.exports.pictures.look import (
    AS_DRAWN,
    PIXELS_AN_INCH,
    POINTS_AN_INCH,
    SMALLEST_LETTERS,
    SMALLEST_POINTS,
    Look,
    with_facts,
)
from dashboard.exports.pictures.sheet import (
    EDGE,
    MOST_ON_SHEET,
    PNG_SCALE,
    SHEET_WIDTH,
    Sheet,
    frame_of,
    nested_png,
    sheet_of,
)
from dashboard.exports.pictures.table import TALLEST, table_figure
from dashboard.exports.text_metrics import print_font, printable_drawing
from dashboard.maps.charts.basemap import with_base_map
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.plot import Properties
from dashboard.panels.sources import ALL
from dashboard.wording import N_, say, say_many

# Narrower than on screen, so that the lettering is still read on a page of A4.
WIDTH = 900
# Rooms narrower than this get the drawing for narrow windows.
NARROW_DRAWING = 560
# Pixels between the margins of a chart; shares of its height that it may be drawn with.
LEAST_ACROSS, LEAST_SHARE, MOST_SHARE = 100, 0.92, 1.8
DRAWING_FAILED = N_("This chart could not be drawn.")
NO_EXHIBIT = N_("There is no chart to draw.")
# Words on several lines, with the size of their letters; one such line.
_WORDS = re.compile(rb"<text[^>]*font-size: ?([\d.]+)px[^>]*>.*?</text>", re.DOTALL)
_LINE = re.compile(rb'(<tspan class="line") dy="([\d.-]+)em" (x="[^"]*") y="([^"]*)"')
_RANDOM_ID = re.compile(rb'id="defs-([0-9a-f]+)"')
Drawing = Properties
Draw = Callable[[str], go.Figure]


class PictureTooSmall(PictureUnavailable):
    """A picture is asked for in a size in which its letters could not be read."""


@dataclass(frozen=True)
class Picture:
    """A chart drawn: its SVG, its size in pixels, and the figure it was drawn from."""

    svg: bytes
    width: float
    height: float
    drawing: Drawing

    @property
    def has_pictures(self) -> bool:
        """Whether a base map lies under it, which the browser draws three times as fast."""
        return b"<image " in self.svg

    def png(self, scale: float = PNG_SCALE) -> bytes:
        """Draw it as a PNG, twice as many pixels; one with a base map `scale` times as many."""
        if self.has_pictures:
            return _by_browser(self.drawing, "png", scale)
        return Sheet(self.svg, self.width, self.height).png()


def make_png(exhibit: Exhibit, metadata: Metadata, look: Look = AS_DRAWN) -> bytes:
    """Draw an exhibit on its sheet, 2,000 pixels wide or more, or in the size of a look.

    Raises `PictureUnavailable`, as the others do, for a size that is too small too.
    """
    sheet = _sheet_of(exhibit, metadata, look, as_pixels=True)
    return with_facts(sheet.png(), exhibit, metadata, look)


def make_pdf(exhibit: Exhibit, metadata: Metadata, look: Look = AS_DRAWN) -> bytes:
    """Draw a one-page PDF of lines and letters, not pixels. Raises `PictureUnavailable`."""
    return _sheet_of(exhibit, metadata, look, ALL).pdf()


def make_svg(exhibit: Exhibit, metadata: Metadata, look: Look = AS_DRAWN) -> bytes:
    """Draw an SVG that brings its font along. Raises `PictureUnavailable`."""
    return _sheet_of(exhibit, metadata, look).with_font()


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

    @property
    def missing(self) -> tuple[str, ...]:
        """Say in a sentence each, with the reason, how many charts could not be drawn."""
        failed: dict[str, set[str]] = {}
        for page, made in self._kept.values():
            if isinstance(made, PictureUnavailable) and page.exhibit is not None:
                failed.setdefault(str(made), set()).add(str(id(page)))
        return tuple(
            say_many(
                "{count} picture missing from the documents. {why}",
                "{count} pictures missing from the documents. {why}",
                len(charts),
                why=why,
            )
            for why, charts in failed.items()
        )

    @contextmanager
    def drawn_ahead(self) -> Iterator[None]:
        """Let the browser draw one chart after another beside whatever else is done within."""
        is_over = threading.Event()

        def draw() -> None:
            for page in self._briefing.charts:
                if is_over.is_set():
                    return
                # What fails here fails again where it is wanted, and is reported there.
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
        layout = self._drawing(page)["layout"]
        width = round(layout["height"] * shape)
        if width <= layout["width"]:
            return self._once("png", page, lambda: self._bare(page).png())
        wide = self._drawing(page) | {"layout": layout | {"width": width}}
        if layout.get("images"):
            return self._once(f"png {width}", page, lambda: _by_browser(wide, "png", PNG_SCALE))
        return self._once(f"png {width}", page, lambda: _drawn(wide).png())

    def framed_svg(self, page: ChartPage) -> bytes:
        """Return the chart on a sheet with its title and metadata, the font inside."""
        return self._sheet(page, self.svg(page)).with_font()

    def framed_png(self, page: ChartPage) -> bytes:
        """Return the chart on a sheet with its title and metadata."""
        bare = self._bare(page)
        chart = nested_png(self.png(page)) if bare.has_pictures else bare.svg
        return self._once("framed", page, lambda: self._sheet(page, chart).png())

    def _bare(self, page: ChartPage) -> Picture:
        return self._once("bare", page, lambda: _drawn(self._drawing(page)))

    def _drawing(self, page: ChartPage) -> Drawing:
        return self._once("drawing", page, lambda: _drawing_of_page(page))

    def _sheet(self, page: ChartPage, chart: bytes) -> Sheet:
        exhibit, bare = titled(page, _exhibit_of(page)), self._bare(page)
        metadata = metadata_of(self._briefing, page)
        frame = frame_of(exhibit, metadata, bare.width + 2 * EDGE)
        return sheet_of(chart, (bare.width, bare.height), exhibit, frame)

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


def _sheet_of(
    exhibit: Exhibit,
    metadata: Metadata,
    look: Look,
    most_sources: int = MOST_ON_SHEET,
    *,
    as_pixels: bool = False,
) -> Sheet:
    """Draw an exhibit on its sheet; `as_pixels` what the browser draws faster so."""
    size = look.size
    if size is None:
        picture, scale = _drawn(_drawing(exhibit, SHEET_WIDTH - 2 * EDGE, look, exhibit.draw)), 1.0
        frame = frame_of(exhibit, metadata, picture.width + 2 * EDGE, look, most_sources)
    else:
        frame = frame_of(exhibit, metadata, size.width, look, most_sources)
        drawing, scale = fitted(exhibit, frame.room, look)
        picture = _drawn(drawing)
    chart = picture.svg
    if as_pixels and picture.has_pictures:
        chart = nested_png(picture.png(size.pixels / size.width if size else PNG_SCALE))
    return sheet_of(chart, (picture.width, picture.height), exhibit, frame, look, scale)


def fitted(exhibit: Exhibit, room: tuple[float, float], look: Look) -> tuple[Drawing, float]:
    """Return a drawing for the room on a sheet, and by how much it is made smaller to fit.

    A narrow room gets the drawing for narrow windows, and so does one in which the letters of the
    other could not be read. Raises `PictureTooSmall` where those of neither could.
    """
    points = look.size.points if look.size else POINTS_AN_INCH / PIXELS_AN_INCH
    draws = [exhibit.draw]
    if exhibit.draw_narrow:
        draws.insert(0 if room[0] < NARROW_DRAWING else 1, exhibit.draw_narrow)
    for draw in draws:
        drawing = _drawing(exhibit, room[0], look, draw, room[1])
        least = exhibit.least if draw is exhibit.draw else None
        scale = _fit(drawing["layout"], room, least, is_table=draw is None)
        if SMALLEST_LETTERS * scale * points >= SMALLEST_POINTS:
            return drawing, scale
    raise PictureTooSmall(
        say("The letters could not be read in a picture of this size; please choose a larger one.")
    )


def _fit(
    layout: Properties,
    room: tuple[float, float],
    least: tuple[float, float] | None,
    *,
    is_table: bool,
) -> float:
    """Give a drawing the shape of the room, and return by how much it is to be made smaller."""
    width, height = layout["width"], layout["height"]
    if is_table:
        return min(1.0, room[0] / width, room[1] / height)
    margins = layout.get("margin", {})
    across = margins.get("l", 0) + margins.get("r", 0) + LEAST_ACROSS
    wide, high = least or (across, height * LEAST_SHARE)
    scale = min(1.0, room[0] / wide, max(room[1], 1) / high)
    tall = room[1] / scale if isfinite(room[1]) else height
    layout |= {"width": room[0] / scale, "height": min(tall, height * MOST_SHARE)}
    return scale


def _exhibit_of(page: ChartPage) -> Exhibit:
    if page.exhibit is None:
        raise PictureUnavailable(page.trouble or say(NO_EXHIBIT))
    return page.exhibit


def _drawing_of_page(page: ChartPage) -> Drawing:
    exhibit = _exhibit_of(page)
    try:
        return _drawing(exhibit, WIDTH, draw=exhibit.draw)
    except Exception as trouble:
        # One chart that fails must not take the document with it, whatever is wrong with it.
        raise PictureUnavailable(say(DRAWING_FAILED)) from trouble


def _drawing(
    exhibit: Exhibit,
    width: float,
    look: Look = AS_DRAWN,
    draw: Draw | None = None,
    tallest: float | None = None,
) -> Drawing:
    """Return the figure of an exhibit, as plotly.js takes it, its size in its layout.

    `draw` draws it; without one the first rows of its table are the figure.
    """
    if draw:
        figure = with_base_map(draw(look.theme))
    elif tallest is None:
        figure = table_figure(exhibit.table, look.theme)
    else:
        figure = table_figure(exhibit.table, look.theme, round(width), min(tallest, TALLEST))
    drawing = figure.to_dict()
    layout = drawing["layout"]
    layout.pop("title", None)
    layout |= {
        "font": layout.get("font", {}) | {"family": print_font()},
        "width": layout.get("width", width),
        "height": layout.get("height", exhibit.height),
        "autosize": False,
        "paper_bgcolor": look.background,
    }
    # Without names of ours plotly gives the traces random ones, which end up in the file.
    for number, trace in enumerate(drawing["data"]):
        trace["uid"] = f"{number:06x}"
    return drawing


def _drawn(drawing: Drawing) -> Picture:
    """Draw a figure as SVG, without what differs from one drawing to the next."""
    svg = _by_browser(drawing, "svg", 1)
    if found := _RANDOM_ID.search(svg):
        svg = svg.replace(found[1], b"chart")
    # It says nothing, now before and now after what else the picture says of itself.
    svg = svg.replace(b' style=""', b"", 1)
    # Two spaces in a row are meant; CSS says so to a browser, this to other programs.
    svg = svg.replace(b"<svg ", b'<svg xml:space="preserve" ', 1)
    layout = drawing["layout"]
    svg = _WORDS.sub(_with_placed_lines, svg)
    return Picture(printable_drawing(svg), layout["width"], layout["height"], drawing)


def _with_placed_lines(words: re.Match[bytes]) -> bytes:
    """Say how far down each line stands; from letters, LibreOffice sets all upon the first."""

    def placed(line: re.Match[bytes]) -> bytes:
        down = float(line[4]) + float(line[2]) * float(words[1])
        return line[1] + b" " + line[3] + f' y="{down:.2f}"'.encode()

    return _LINE.sub(placed, words[0])


def _by_browser(drawing: Properties, image_format: str, scale: float) -> bytes:
    size = {name: drawing["layout"][name] for name in ("width", "height")}
    return browser.draw(drawing, {"format": image_format, "scale": scale, **size})
