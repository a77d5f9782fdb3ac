"""The files an exhibit can be handed out as, in menu order.

How each is made is left to its module.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.exports.files.csv import make_csv
from dashboard.exports.files.html import make_html
from dashboard.exports.files.xlsx import make_xlsx
from dashboard.exports.metadata import Metadata, file_stem
from dashboard.exports.pictures import browser
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import make_pdf, make_png, make_svg
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
    make: Callable[[Exhibit, Metadata], bytes]


SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    made.extension: made
    for made in (
        Format("Picture (PNG)", "png", "image/png", make_png),
        Format("Picture (SVG)", "svg", "image/svg+xml", make_svg),
        Format("Page (PDF)", "pdf", "application/pdf", make_pdf),
        Format("Table (CSV)", "csv", "text/csv; charset=utf-8", make_csv),
        Format("Table (XLSX)", "xlsx", SHEET_TYPE, make_xlsx),
        Format("Web page (HTML)", "html", "text/html; charset=utf-8", make_html),
    )
}
PICTURE_FORMATS = ("png", "svg", "pdf")


def picture_trouble() -> str:
    """Say in one sentence why pictures cannot be made here; empty when they can."""
    return "" if browser.find_browser() else browser.NO_BROWSER


def make_file(exhibit: Exhibit, metadata: Metadata, format_name: str) -> tuple[str, bytes, str]:
    """Make a file; return its name, bytes and media type.

    Raises `KeyError` for a format not in `FORMATS`, `PictureUnavailable` when a picture cannot
    be made.
    """
    chosen = FORMATS[format_name]
    name = f"{file_stem(exhibit, metadata)}.{chosen.extension}"
    return name, chosen.make(exhibit, metadata), chosen.media_type
