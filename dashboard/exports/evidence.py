"""A briefing with all its evidence in one zip: documents, charts, rows, places, a manifest.

The manifest has every file with its sum, every chart with its filters, every number with its keys.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap

import pandas as pd

from dashboard.briefing.content import Briefing, ChartPage, Line, Step, heading_words, ignore
from dashboard.briefing.tray_file import tray_json
from dashboard.dates import day
from dashboard.exports.cells import columns_on_paper
from dashboard.exports.exhibit_entry import MOST_ROWS
from dashboard.exports.files.data import make_csv, make_metadata, make_plain_csv
from dashboard.exports.files.xlsx import citations_table, plain_columns
from dashboard.exports.metadata import PRODUCT, metadata_of, slug, titled
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.reproducible import archive
from dashboard.wording import N_, say

TRAY_NAME = "briefing.json"
# What the pack holds, for the page "read me", in lines so wide.
PACKED = {
    "charts/": N_(
        "each chart as PNG and SVG, its data as CSV; metadata.json names its columns with their "
        "units, its filters and its sources"
    ),
    "data/": N_("the events and figures behind the briefing, their sources and places"),
    TRAY_NAME: N_("opens the same charts again on the page Briefing"),
    "manifest.json": N_("every file with its SHA-256 sum, every number with its figure or event"),
}
README_WIDTH = 72
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OWN_WORDS = N_("the analyst's own words")
LOCATOR_COLUMNS = (
    *("key", "citation", "source_id", "publisher", "title", "published"),
    *("paragraph", "footnotes", "char_start", "char_end", "address"),
)


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
        words = say(
            "Evidence, chart {number} of {many}: {title}",
            number=number,
            many=len(briefing.charts),
            title=page.title,
        )
        step(words)
        files |= _chart_files(number, page, pictures, briefing, troubles)
    step(say("Evidence, data and manifest"))
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
        troubles.append(_trouble(number, page, page.trouble))
        return {}
    stem = f"charts/{number:02d}-{slug(page.item.exhibit)}"
    exhibit = titled(page, page.exhibit)
    metadata = metadata_of(briefing, page)
    files = {
        f"{stem}.csv": make_csv(exhibit, metadata),
        f"{stem}.metadata.json": make_metadata(exhibit, metadata, f"{Path(stem).name}.csv"),
    }
    try:
        files[f"{stem}.png"] = pictures.framed_png(page)
        files[f"{stem}.svg"] = pictures.framed_svg(page)
    except PictureUnavailable as trouble:
        troubles.append(_trouble(number, page, str(trouble)))
    return files


def _trouble(number: int, page: ChartPage, why: str) -> str:
    return say("Chart {number}, {title}: {why}", number=number, title=page.title, why=why)


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
        f"{PRODUCT}, {day(briefing.made_on)}",
        say("Filters: {filters}", filters=briefing.filters),
        say("Data version: {version}", version=briefing.data_version),
        *([say("Link to this view: {link}", link=briefing.link)] if briefing.link else []),
        "",
        *(line for name, words in PACKED.items() for line in _entry(name, say(words))),
        *(["", say("Could not be made:"), *troubles] if troubles else []),
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _entry(name: str, words: str) -> list[str]:
    """Return a name and what it holds, in lines of which the further ones begin further in."""
    first, *rest = wrap(words, README_WIDTH)
    return [f"{name:15} {first}", *(f"{'':15} {line}" for line in rest)]


def manifest(briefing: Briefing, files: Mapping[str, bytes]) -> bytes:
    """Write the manifest of `files` by name as JSON.

    `numbers` names, for each number in the words of the documents, the figures, events or days of
    a series that it stands for; numbers in an analyst's own words are marked as such.
    """
    content = {
        "product": PRODUCT,
        "title": briefing.title,
        "filters": briefing.filters,
        "query": briefing.selection.to_query(),
        "link": briefing.link,
        "data_version": briefing.data_version,
        "made_on": briefing.made_on.isoformat(),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
        "charts": [_chart(number, page) for number, page in enumerate(briefing.charts, start=1)],
        "numbers": list(numbers_of(briefing)),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def numbers_of(briefing: Briefing) -> Iterator[dict[str, object]]:
    """Return each number in the briefing's words, where it stands and the keys it stands for."""
    own = briefing.tray.judgements is not None
    for number, line in enumerate(briefing.judgements, start=1):
        yield from _line_numbers(say("Key judgement {number}", number=number), line, own=own)
    for number, page in enumerate(briefing.charts, start=1):
        yield from _chart_numbers(say("Chart {number}", number=str(number)), page)
    for country in briefing.review:
        for figure in country.key_figures:
            said = f"{figure.number} {figure.counts}"
            where = say("{country}, key figures", country=country.name)
            yield from _numbers(where, said, figure.keys)
        for section in country.sections:
            for number, line in enumerate(section.lines, start=1):
                where = say(
                    "{country}, {heading}, line {number}",
                    country=country.name,
                    heading=heading_words(section.heading),
                    number=number,
                )
                yield from _line_numbers(where, line, own=section.edited is not None)
    for number, line in enumerate(briefing.left_out, start=1):
        yield from _line_numbers(say("Left out, line {number}", number=number), line)


def locators_table(briefing: Briefing) -> pd.DataFrame:
    """Return one row for each place that a cited event or figure stands at in its source."""
    spans: dict[str, tuple[object, object]] = {}
    for rows, key in ((briefing.events, "event_id"), (briefing.figures, "figure_id")):
        if len(rows):
            places = zip(rows["char_start"], rows["char_end"], strict=True)
            spans |= dict(zip(rows[key], places, strict=True))
    rows = [
        (
            *(key, each.number, each.source_id, each.publisher, each.title, each.published),
            *(each.paragraph, each.footnotes, *spans.get(key, (None, None)), each.address),
        )
        for each in briefing.citations
        for key in each.keys
    ]
    return pd.DataFrame(rows, columns=list(LOCATOR_COLUMNS))


def _chart(number: int, page: ChartPage) -> Mapping[str, object]:
    record = {
        "number": number,
        "exhibit": page.item.exhibit,
        "title": page.title,
        "filters": page.filters,
        "query": dict(page.item.query),
        "link": page.link,
    }
    if page.exhibit is None:
        return record | {"trouble": page.trouble}
    return record | {
        "shown": page.exhibit.count,
        "sources": list(page.exhibit.sources.publishers),
        "citations": list(page.citations),
        "keys": list(_behind(page)),
    }


def _behind(page: ChartPage) -> tuple[str, ...]:
    if page.exhibit is None or page.exhibit.behind is None:
        return ()
    return tuple(page.exhibit.behind())


def _line_numbers(where: str, line: Line, *, own: bool = False) -> Iterator[dict[str, object]]:
    for run in line.runs:
        yield from _numbers(where, run.text, run.keys, own=own)


def _chart_numbers(where: str, page: ChartPage) -> Iterator[dict[str, object]]:
    keys = _behind(page)
    own_title = bool(page.item.title)
    yield from _numbers(where, page.title, keys, own=own_title)
    yield from _numbers(where, page.comment, (), own=True)
    if page.exhibit is not None:
        exhibit = page.exhibit
        said = (exhibit.notes, exhibit.office_caption)
        for text in (exhibit.title, exhibit.unit, *said, exhibit.count):
            yield from _numbers(where, text, keys)
        if exhibit.draw is None:
            columns = [column.texts for column in columns_on_paper(exhibit.table, MOST_ROWS)]
            for row in zip(*columns, strict=True):
                yield from _numbers(where, " ".join(row), keys)


def _numbers(
    where: str, text: str, keys: tuple[str, ...], *, own: bool = False
) -> Iterator[dict[str, object]]:
    for found in NUMBER.findall(text):
        record: dict[str, object] = {"number": found, "where": where}
        yield record | ({"said_in": say(OWN_WORDS)} if own else {"keys": list(keys)})
