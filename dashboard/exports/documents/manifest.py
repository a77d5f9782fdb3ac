"""What is in an evidence pack: files with their sums, charts with their filters, every number.

The files themselves are made by others.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.briefing.content import Briefing, ChartPage, Line
from dashboard.exports.cells import readable_text
from dashboard.exports.documents.tables import MOST_ROWS
from dashboard.exports.papers import PRODUCT

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OWN_WORDS = "the analyst's own words"
LOCATOR_COLUMNS = (
    *("key", "citation", "source_id", "publisher", "title", "published"),
    *("paragraph", "footnotes", "char_start", "char_end", "address"),
)


def manifest(briefing: Briefing, files: Mapping[str, bytes]) -> bytes:
    """Write the manifest of `files` by name as JSON.

    `numbers` names, for each number in the words of the documents, the figures, events or days of
    a series that it stands for; numbers in an analyst's own words are marked as such.
    """
    told = {
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
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def numbers_of(briefing: Briefing) -> Iterator[dict[str, Any]]:
    """Return each number in the briefing's words, where it stands and the keys it stands for."""
    own = briefing.tray.judgements is not None
    for number, line in enumerate(briefing.judgements, start=1):
        yield from _line_numbers(f"Key judgement {number}", line, own=own)
    for number, page in enumerate(briefing.charts, start=1):
        yield from _chart_numbers(f"Chart {number}", page)
    for country in briefing.review:
        for section in country.sections:
            where = f"{country.name}, {section.heading}"
            for number, line in enumerate(section.lines, start=1):
                yield from _line_numbers(f"{where}, line {number}", line)
    for number, line in enumerate(briefing.left_out, start=1):
        yield from _line_numbers(f"Left out, line {number}", line)


def locators_table(briefing: Briefing) -> pd.DataFrame:
    """Return one row for each place that a cited event or figure stands at in its source."""
    spans: dict[str, tuple[Any, Any]] = {}
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


def _chart(number: int, page: ChartPage) -> dict[str, Any]:
    told = {
        "number": number,
        "exhibit": page.item.exhibit,
        "title": page.title,
        "filters": page.filters,
        "query": dict(page.item.query),
        "link": page.link,
    }
    if page.exhibit is None:
        return told | {"trouble": page.trouble}
    return told | {
        "shown": page.exhibit.count,
        "sources": list(page.exhibit.sources.publishers),
        "citations": list(page.citations),
        "keys": list(_behind(page)),
    }


def _behind(page: ChartPage) -> tuple[str, ...]:
    if page.exhibit is None or page.exhibit.behind is None:
        return ()
    return tuple(page.exhibit.behind())


def _line_numbers(where: str, line: Line, *, own: bool = False) -> Iterator[dict[str, Any]]:
    for run in line.runs:
        yield from _numbers(where, run.text, run.keys, own=own)


def _chart_numbers(where: str, page: ChartPage) -> Iterator[dict[str, Any]]:
    keys = _behind(page)
    own_title = bool(page.item.title)
    yield from _numbers(where, page.title, keys, own=own_title)
    yield from _numbers(where, page.comment, (), own=True)
    if page.exhibit is not None:
        exhibit = page.exhibit
        said = (exhibit.caption, exhibit.office_caption)
        for text in (exhibit.title, exhibit.unit, *said, exhibit.count):
            yield from _numbers(where, text, keys)
        if page.exhibit.draw is None:
            for row in page.exhibit.rows.head(MOST_ROWS).itertuples(index=False):
                yield from _numbers(where, " ".join(map(readable_text, row)), keys)


def _numbers(
    where: str, text: str, keys: tuple[str, ...], *, own: bool = False
) -> Iterator[dict[str, Any]]:
    for found in NUMBER.findall(text):
        told: dict[str, Any] = {"number": found, "where": where}
        yield told | ({"said_in": OWN_WORDS} if own else {"keys": list(keys)})
