"""An exhibit as a picture for print: PNG, SVG and PDF, each with its title and papers on it.

The browser that draws and the sheet around the chart are left to their own modules.
"""

import base64
import html
from functools import lru_cache

import plotly.graph_objects as go

from dashboard.exports.browser import browser
from dashboard.exports.framing import framed
from dashboard.exports.lettering import FONT_FOLDER
from dashboard.exports.papers import Papers
from dashboard.exports.table_picture import table_figure
from dashboard.maps.charts.basemap import with_base_map
from dashboard.panels.exhibit import Exhibit

PNG_SCALE = 2
WEB_FONT = FONT_FOLDER / "web" / "SourceSans3VF-Upright.ttf.woff2"


def make_png(exhibit: Exhibit, papers: Papers) -> bytes:
    """Draw a PNG, 2,000 pixels wide or more. Raises `PictureUnavailable`."""
    return _drawn(exhibit, papers, "png", PNG_SCALE)


def make_pdf(exhibit: Exhibit, papers: Papers) -> bytes:
    """Draw a one-page PDF of lines and letters, not pixels. Raises `PictureUnavailable`."""
    return _drawn(exhibit, papers, "pdf", 1)


def make_svg(exhibit: Exhibit, papers: Papers) -> bytes:
    """Draw an SVG that brings its font along. Raises `PictureUnavailable`."""
    svg = _drawn(exhibit, papers, "svg", 1).decode()
    root, _, rest = svg.partition(">")
    title, description = html.escape(exhibit.title), html.escape(exhibit.alt or exhibit.caption)
    words = f"<title>{title}</title><desc>{description}</desc>"
    return f"{root}>{words}<style>{font_face()}</style>{rest}".encode()


def light_figure(exhibit: Exhibit) -> go.Figure | None:
    """Draw a chart for paper, its images inside it; None when the rows are the picture."""
    return with_base_map(exhibit.draw("light")) if exhibit.draw else None


@lru_cache(maxsize=1)
def font_face() -> str:
    """Return the CSS rule that holds the font itself, for files that leave this machine."""
    font = base64.b64encode(WEB_FONT.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{font}) format('woff2')"
    return f"@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:{source}}}"


def _drawn(exhibit: Exhibit, papers: Papers, image_format: str, scale: int) -> bytes:
    figure = light_figure(exhibit) or table_figure(exhibit.rows)
    sheet = framed(figure, exhibit, papers)
    size = {name: sheet["layout"][name] for name in ("width", "height")}
    return browser.draw(sheet, {"format": image_format, "scale": scale, **size})
