"""A briefing with all its evidence in one zip: documents, charts, rows, places, a manifest.

The documents and pictures come from their own modules.
"""

from collections.abc import Mapping

from dashboard.briefing.content import Briefing, ChartPage, Step, ignore
from dashboard.briefing.tray import tray_json
from dashboard.exports.browser import PictureUnavailable
from dashboard.exports.chart_pictures import ChartPictures
from dashboard.exports.documents.book import citations_table, plain_columns
from dashboard.exports.documents.manifest import locators_table, manifest
from dashboard.exports.documents.sealed import archive
from dashboard.exports.papers import PRODUCT, papers_of, slug, titled, written_date
from dashboard.exports.tables import make_csv, make_plain_csv

TRAY_NAME = "briefing.json"


def make_evidence(
    briefing: Briefing,
    pictures: ChartPictures,
    documents: Mapping[str, bytes],
    step: Step = ignore,
) -> bytes:
    """Pack the `documents` by name with everything they rest on.

    A picture that cannot be drawn is missing, and the page "read me" says which and why.
    """
    files, troubles = dict(documents), []
    for number, page in enumerate(briefing.charts, start=1):
        step(f"Evidence, chart {number} of {len(briefing.charts)}: {page.title}")
        files |= _chart_files(number, page, pictures, briefing, troubles)
    step("Evidence, data and manifest")
    files |= _data_files(briefing)
    files[TRAY_NAME] = tray_json(briefing.tray)
    files = {"READ ME.txt": _read_me(briefing, troubles), **files}
    return archive({**files, "manifest.json": manifest(briefing, files)}, briefing.made_on)


def _chart_files(
    number: int,
    page: ChartPage,
    pictures: ChartPictures,
    briefing: Briefing,
    troubles: list[str],
) -> dict[str, bytes]:
    if page.exhibit is None:
        troubles.append(f"Chart {number}, {page.title}: {page.trouble}")
        return {}
    stem = f"charts/{number:02d}-{slug(page.item.exhibit)}"
    exhibit = titled(page, page.exhibit)
    files = {f"{stem}.csv": make_csv(exhibit, papers_of(briefing, page))}
    try:
        files[f"{stem}.png"] = pictures.framed_png(page)
        files[f"{stem}.svg"] = pictures.framed_svg(page)
    except PictureUnavailable as trouble:
        troubles.append(f"Chart {number}, {page.title}: {trouble}")
    return files


def _data_files(briefing: Briefing) -> dict[str, bytes]:
    tables = {
        "events": plain_columns(briefing.events),
        "figures": briefing.figures,
        "sources": briefing.sources,
        "citations": citations_table(briefing),
        "locators": locators_table(briefing),
        "dictionary": briefing.dictionary,
    }
    return {f"data/{name}.csv": make_plain_csv(rows) for name, rows in tables.items()}


def _read_me(briefing: Briefing, troubles: list[str]) -> bytes:
    lines = [
        briefing.title,
        f"{PRODUCT}, {written_date(briefing.made_on)}",
        f"Filters: {briefing.filters}",
        f"Data version: {briefing.data_version}",
        *([f"Link to this view: {briefing.link}"] if briefing.link else []),
        "",
        "charts/         each chart as PNG and SVG, its rows as CSV",
        "data/           the events and figures behind the briefing, their sources and places",
        f"{TRAY_NAME:15} opens the same charts again on the page Briefing",
        "manifest.json   every file with its SHA-256 sum, every number with its figure or event",
        *(["", "Could not be made:", *troubles] if troubles else []),
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")
