"""The files an exhibit can be handed out as, in menu order.

How each is made is left to its module.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.exports import browser, pages, pictures, tables
from dashboard.exports.browser import PictureUnavailable
from dashboard.exports.papers import Papers, file_stem
from dashboard.panels.exhibit import Exhibit

__all__ = [
    "FORMATS",
    "PICTURE_FORMATS",
    "Format",
    "PictureUnavailable",
    "make_file",
    "picture_trouble",
]


@dataclass(frozen=True)
class Format:
    """One kind of file: its name in the menu, its extension and media type, and what makes it."""

    label: str
    extension: str
    media_type: str
    make: Callable[[Exhibit, Papers], bytes]


SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    made.extension: made
    for made in (
        Format("Picture (PNG)", "png", "image/png", pictures.make_png),
        Format("Picture (SVG)", "svg", "image/svg+xml", pictures.make_svg),
        Format("Page (PDF)", "pdf", "application/pdf", pictures.make_pdf),
        Format("Table (CSV)", "csv", "text/csv; charset=utf-8", tables.make_csv),
        Format("Table (XLSX)", "xlsx", SHEET_TYPE, tables.make_xlsx),
        Format("Web page (HTML)", "html", "text/html; charset=utf-8", pages.make_html),
    )
}
PICTURE_FORMATS = ("png", "svg", "pdf")


def picture_trouble() -> str:
    """Say in one sentence why pictures cannot be made here; empty when they can."""
    return "" if browser.find_browser() else browser.NO_BROWSER


def make_file(exhibit: Exhibit, papers: Papers, format_name: str) -> tuple[str, bytes, str]:
    """Make a file; return its name, bytes and media type.

    Raises `KeyError` for a format not in `FORMATS`, `PictureUnavailable` when a picture cannot
    be made.
    """
    chosen = FORMATS[format_name]
    name = f"{file_stem(exhibit, papers)}.{chosen.extension}"
    return name, chosen.make(exhibit, papers), chosen.media_type
