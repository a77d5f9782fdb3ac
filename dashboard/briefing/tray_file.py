"""A tray's file: written, and read entry by entry, with a sentence for each thing wrong.

Other files that are kept and handed on, saved views among them, are opened the same way.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import NamedTuple, TypeVar

from dashboard.briefing.tray import (
    MOST_COMMENT,
    MOST_ITEMS,
    MOST_KEYS,
    MOST_PARAGRAPH,
    MOST_PARAMETERS,
    MOST_TITLE,
    MOST_VALUE,
    EditedParagraph,
    Made,
    Query,
    Tray,
    TrayItem,
    clean_text,
)
from dashboard.vocabulary import COUNTRIES, REGION

# The filters that a tray's file may hold, by their names in it.
QUERIES = ("filters", "title_for", "judgements_for")
MADE = ("data_version", "on")
T = TypeVar("T")


class FileKind(NamedTuple):
    """What tells a kind of file: its format and version, what it is called, how long it may be."""

    format: str
    version: int
    name: str
    most_bytes: int


TRAY_FILE = FileKind("central-asia-monitor/briefing", 1, "a briefing's file", 1_000_000)


def tray_json(tray: Tray) -> bytes:
    """Write a tray as its file; the same tray gives the same bytes."""
    document: dict[str, object] = {
        "format": TRAY_FILE.format,
        "version": TRAY_FILE.version,
        "title": tray.title,
    }
    for name in QUERIES:
        if query := getattr(tray, name):
            document[name] = dict(query)
    if tray.judgements is not None:
        document["judgements"] = list(tray.judgements)
    if tray.paragraphs:
        document["paragraphs"] = [asdict(each) for each in tray.paragraphs]
    if tray.made is not None:
        document["made"] = {"data_version": tray.made.data_version, "on": tray.made.on.isoformat()}
    document["items"] = [asdict(item) | {"query": dict(item.query)} for item in tray.items]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def read_tray(content: bytes, exhibits: Collection[str]) -> tuple[Tray, tuple[str, ...]]:
    """Read a tray's file; return the tray of what is right and a sentence for each thing wrong.

    `exhibits` are the names known. Nothing raises: a file that is no tray gives an empty one.
    """
    document, trouble = opened_file(content, TRAY_FILE)
    if trouble:
        return Tray(), (trouble,)
    refused: list[str] = []
    title = _text(document, "title", MOST_TITLE, "The briefing", refused)
    judgements = _judgements(document.get("judgements"), refused)
    listed = _listed(document, "items", "charts", "the briefing has no charts", refused)
    filters, title_for, judged_for = (_query(document, name, refused) for name in QUERIES)
    paragraphs = _paragraphs(document, refused)
    made = _made(document.get("made"), refused)
    tray = Tray((), title, judgements, filters, title_for, judged_for, paragraphs, made)
    for number, entry in enumerate(listed, start=1):
        item = _item(entry, number, exhibits, refused)
        if item is not None and tray.holds(item):
            refused.append(f"Chart {number} is in the file twice; it was taken once.")
        elif item is not None:
            tray = tray.with_item(item)
    return tray, tuple(refused)


def opened_file(content: bytes, kind: FileKind) -> tuple[dict[str, object], str]:
    """Return what a JSON file of a kind holds, and in a sentence why it is none; nothing raises."""
    if len(content) > kind.most_bytes:
        return {}, f"This is larger than {kind.name} can be; it was not opened."
    not_one = f"This is not {kind.name}"
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, f"{not_one}: it is not text in UTF-8."
    except RecursionError:
        return {}, f"{not_one}: it is nested too deep."
    except json.JSONDecodeError as wrong:
        return {}, (
            f"{not_one}: line {wrong.lineno}, column {wrong.colno} is not JSON. Nothing was "
            "changed."
        )
    except ValueError:
        return {}, f"{not_one}: it holds a number too long to read."
    if not isinstance(document, dict) or document.get("format") != kind.format:
        return {}, f"{not_one}: its “format” is not “{kind.format}”."
    if document.get("version") != kind.version or isinstance(document["version"], bool):
        shown = clean_text(str(document.get("version")), 20)
        return {}, f"This file is of version {shown}; this program reads version {kind.version}."
    return document, ""


def _item(
    entry: object, number: int, exhibits: Collection[str], refused: list[str]
) -> TrayItem | None:
    where = f"Chart {number}"
    if not isinstance(entry, dict):
        refused.append(f"{where} is not an object; it was left out.")
        return None
    name = entry.get("exhibit")
    if not isinstance(name, str) or name not in exhibits:
        refused.append(
            f"{where}: there is no chart “{clean_text(str(name), 40)}”; it was left out."
        )
        return None
    query = entry.get("query", {})
    if not isinstance(query, dict) or not is_query(query):
        refused.append(f"{where}: its “query” is not a list of short words; it was left out.")
        return None
    page = entry.get("page", "")
    return TrayItem(
        name,
        page if isinstance(page, str) and (page.isidentifier() or not page) else "",
        read_query(query),
        _text(entry, "title", MOST_TITLE, where, refused),
        _text(entry, "comment", MOST_COMMENT, where, refused, lines=True),
    )


def read_query(query: Mapping[str, str]) -> Query:
    """Return a query without letters that neither a file nor an address can hold."""
    kept = {
        clean_text(name, MOST_VALUE): clean_text(value, MOST_VALUE) for name, value in query.items()
    }
    return tuple(kept.items())


def _query(document: Mapping[str, object], name: str, refused: list[str]) -> Query:
    """Return the filters that a file has under a name."""
    query = document.get(name, {})
    if not isinstance(query, dict) or not is_query(query):
        refused.append(f"The briefing: its “{name}” is not a list of short words; it was left out.")
        return ()
    return read_query(query)


def is_query(query: Mapping[object, object]) -> bool:
    """Say whether it can be the filters and switches of an address."""
    return len(query) <= MOST_PARAMETERS and all(
        isinstance(name, str)
        and isinstance(value, str)
        and len(name) <= MOST_VALUE
        and len(value) <= MOST_VALUE
        for name, value in query.items()
    )


def _judgements(judgements: object, refused: list[str]) -> tuple[str, ...] | None:
    if judgements is None:
        return None
    if not isinstance(judgements, list) or not all(isinstance(line, str) for line in judgements):
        refused.append("“judgements” is not a list of texts; they are drafted from the data.")
        return None
    kept = _first(judgements, "key judgements", refused)
    refused.extend(
        f"Key judgement {number} was cut at {MOST_COMMENT} letters."
        for number, line in enumerate(kept, start=1)
        if len(line) > MOST_COMMENT
    )
    return tuple(clean_text(line, MOST_COMMENT) for line in kept)


def _listed(
    content: Mapping[str, object], name: str, what: str, else_said: str, refused: list[str]
) -> list[object]:
    """Return the list that a file has under a name, as much of it as a briefing holds."""
    listed = content.get(name, [])
    if isinstance(listed, list):
        return _first(listed, what, refused)
    refused.append(f"“{name}” is not a list; {else_said}.")
    return []


def _first(listed: list[T], what: str, refused: list[str]) -> list[T]:
    if (more := len(listed) - MOST_ITEMS) > 0:
        refused.append(
            f"A briefing holds {MOST_ITEMS} {what}; {more} at the end of the file were left out."
        )
    return listed[:MOST_ITEMS]


def _paragraphs(
    paragraphs: Mapping[str, object], refused: list[str]
) -> tuple[EditedParagraph, ...]:
    """Return the paragraphs edited by hand that a file has, each place once."""
    listed = _listed(
        paragraphs, "paragraphs", "edited paragraphs", "the review is as drafted", refused
    )
    read: dict[tuple[str, str], EditedParagraph] = {}
    for number, entry in enumerate(listed, start=1):
        own = _paragraph(entry, f"Paragraph {number}", refused)
        if own is not None and own.place in read:
            refused.append(f"Paragraph {number} is in the file twice; it was taken once.")
        elif own is not None:
            read[own.place] = own
    return tuple(read.values())


def _paragraph(entry: object, where: str, refused: list[str]) -> EditedParagraph | None:
    if not isinstance(entry, dict):
        refused.append(f"{where} is not an object; it was left out.")
        return None
    country, keys = entry.get("country"), entry.get("keys", [])
    if country not in (*COUNTRIES, REGION):
        shown = clean_text(str(country), 40)
        refused.append(f"{where}: “{shown}” is no country of the review; it was left out.")
        return None
    if not _are_keys(keys):
        refused.append(f"{where}: its “keys” is not a list of short words; it was left out.")
        return None
    heading = _text(entry, "heading", MOST_TITLE, where, refused)
    text, draft = (_text(entry, name, MOST_PARAGRAPH, where, refused) for name in ("text", "draft"))
    if not (heading and text):
        refused.append(f"{where}: it has no “heading” or no “text”; it was left out.")
        return None
    return EditedParagraph(country, heading, text, draft, tuple(map(str, keys)))


def _are_keys(keys: object) -> bool:
    return (
        isinstance(keys, list)
        and len(keys) <= MOST_KEYS
        and all(isinstance(key, str) and len(key) <= MOST_VALUE for key in keys)
    )


def _made(made: object, refused: list[str]) -> Made | None:
    if made is None:
        return None
    version, on = (made.get(name) if isinstance(made, dict) else None for name in MADE)
    try:
        if not isinstance(version, str) or not isinstance(on, str) or len(version) > MOST_VALUE:
            raise ValueError
        return Made(clean_text(version, MOST_VALUE), date.fromisoformat(on))
    except ValueError:
        refused.append("“made” does not say of which data and when; it was left out.")
        return None


def _text(
    entry: Mapping[str, object],
    name: str,
    most: int,
    where: str,
    refused: list[str],
    *,
    lines: bool = False,
) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        refused.append(f"{where}: its “{name}” is not text; it was left out.")
        return ""
    if len(value) > most:
        refused.append(f"{where}: its “{name}” was cut at {most} letters.")
    return clean_text(value, most, lines=lines)
