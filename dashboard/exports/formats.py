"""The files an exhibit can be handed out as, in menu order.

How each is made is left to its module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dashboard.exports.files.data import (
    has_places,
    make_comma_csv,
    make_csv,
    make_geojson,
    make_json,
    make_metadata,
    make_parquet,
    make_shown_csv,
    make_zip,
)
from dashboard.exports.files.html import make_citing, make_html
from dashboard.exports.files.xlsx import make_xlsx
from dashboard.exports.metadata import Metadata, file_stem
from dashboard.exports.pdf.document import make_paged_table
from dashboard.exports.pictures import browser
from dashboard.exports.pictures.charts import make_pdf, make_png, make_svg
from dashboard.exports.pictures.look import AS_DRAWN, Look
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import N_, say


class Group(StrEnum):
    """The parts of the menu, in order."""

    PICTURE = N_("For slides and print")
    DATA = N_("Data")
    READING = N_("For reading and pasting")


@dataclass(frozen=True)
class Format:
    """One kind of file: its name in the menu, its media type, what makes it, who can have it.

    It is made of an exhibit and its metadata, a picture of the `Look` that is asked for too.
    `suffix` ends its name and its address: "csv", "metadata.json". One that is `whole` holds all
    rows of a table that the screen shows in part; one that `opens` is a page for the browser.
    """

    group: Group
    name: str
    suffix: str
    media_type: str
    make: Callable[..., bytes]
    whole: bool = True
    opens: bool = False
    fits: Callable[[Exhibit], bool] = lambda exhibit: True

    @property
    def label(self) -> str:
        """Its name in the menu."""
        return say(self.name)


PICTURE, DATA, READING = Group
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET_TYPE = "application/vnd.apache.parquet"
CSV_TYPE, HTML_TYPE = "text/csv; charset=utf-8", "text/html; charset=utf-8"
FORMATS = {
    made.suffix: made
    for made in (
        Format(PICTURE, N_("Picture (PNG)"), "png", "image/png", make_png, whole=False),
        Format(PICTURE, N_("Picture (SVG)"), "svg", "image/svg+xml", make_svg, whole=False),
        Format(PICTURE, N_("Page (PDF)"), "pdf", "application/pdf", make_pdf, whole=False),
        Format(DATA, N_("Excel (XLSX)"), "xlsx", SHEET_TYPE, make_xlsx),
        Format(DATA, "CSV", "csv", CSV_TYPE, make_csv),
        Format(DATA, N_("CSV, decimal comma"), "comma.csv", CSV_TYPE, make_comma_csv),
        Format(DATA, "JSON", "json", "application/json", make_json),
        Format(DATA, "Parquet", "parquet", PARQUET_TYPE, make_parquet),
        Format(
            DATA,
            N_("GeoJSON, for maps"),
            "geojson",
            "application/geo+json",
            make_geojson,
            fits=has_places,
        ),
        Format(DATA, N_("Metadata (JSON)"), "metadata.json", "application/json", make_metadata),
        Format(DATA, N_("CSV and metadata (ZIP)"), "zip", "application/zip", make_zip),
        Format(READING, N_("CSV, as on screen"), "shown.csv", CSV_TYPE, make_shown_csv),
        Format(
            READING,
            N_("Table on A4 pages (PDF)"),
            "table.pdf",
            "application/pdf",
            make_paged_table,
            fits=lambda exhibit: len(exhibit.table) > 0,
        ),
        Format(READING, N_("Citation and code"), "cite.html", HTML_TYPE, make_citing, opens=True),
        Format(READING, N_("Web page (HTML)"), "html", HTML_TYPE, make_html, whole=False),
    )
}
PICTURE_FORMATS = tuple(name for name, made in FORMATS.items() if made.group is PICTURE)


def picture_trouble() -> str:
    """Say in one sentence why pictures cannot be made here; empty when they can."""
    return "" if browser.find_browser() else say(browser.NO_BROWSER)


def make_file(
    exhibit: Exhibit, metadata: Metadata, format_name: str, look: Look = AS_DRAWN
) -> tuple[str, bytes, str]:
    """Make a file, a picture as `look` asks for it; return its name, bytes and media type.

    Raises `KeyError` for a format not in `FORMATS`, `PictureUnavailable` when a picture cannot
    be made, `PictureTooSmall` when it could not be read.
    """
    chosen, stem = FORMATS[format_name], file_stem(exhibit, metadata)
    if chosen.group is PICTURE:
        name = "_".join(filter(None, (stem, look.name)))
        made = chosen.make(exhibit, metadata, look)
    else:
        name, made = stem, chosen.make(exhibit, metadata)
    return f"{name}.{chosen.suffix}", made, chosen.media_type
