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
from dashboard.wording import N_, say

# The filters that a tray's file may hold, by their names in it.
QUERIES = ("filters", "title_for", "judgements_for")
MADE = ("data_version", "on")
NOT_WORDS = N_("{where}: its “{name}” is not a list of short words; it was left out.")
T = TypeVar("T")


class FileKind(NamedTuple):
    """What tells a kind of file: its format and version, what it is called, how long it may be."""

    format: str
    version: int
    name: str
    most_bytes: int


TRAY_FILE = FileKind("central-asia-monitor/briefing", 1, N_("a briefing's file"), 1_000_000)


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
    title = _text(document, "title", MOST_TITLE, say("The briefing"), refused)
    judgements = _judgements(document.get("judgements"), refused)
    listed = _listed(document, "items", say("charts"), say("the briefing has no charts"), refused)
    filters, title_for, judged_for = (_query(document, name, refused) for name in QUERIES)
    paragraphs = _paragraphs(document, refused)
    made = _made(document.get("made"), refused)
    tray = Tray((), title, judgements, filters, title_for, judged_for, paragraphs, made)
    for number, entry in enumerate(listed, start=1):
        item = _item(entry, number, exhibits, refused)
        if item is not None and tray.holds(item):
            refused.append(
                say("Chart {number} is in the file twice; it was taken once.", number=str(number))
            )
        elif item is not None:
            tray = tray.with_item(item)
    return tray, tuple(refused)


def opened_file(content: bytes, kind: FileKind) -> tuple[dict[str, object], str]:
    """Return what a JSON file of a kind holds, and in a sentence why it is none; nothing raises."""
    name = say(kind.name)
    if len(content) > kind.most_bytes:
        return {}, say("This is larger than {kind} can be; it was not opened.", kind=name)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, say("This is not {kind}: it is not text in UTF-8.", kind=name)
    except RecursionError:
        return {}, say("This is not {kind}: it is nested too deep.", kind=name)
    except json.JSONDecodeError as wrong:
        return {}, say(
            "This is not {kind}: line {line}, column {column} is not JSON. Nothing was changed.",
            kind=name,
            line=str(wrong.lineno),
            column=str(wrong.colno),
        )
    except ValueError:
        return {}, say("This is not {kind}: it holds a number too long to read.", kind=name)
    if not isinstance(document, dict) or document.get("format") != kind.format:
        return {}, say(
            "This is not {kind}: its “format” is not “{format}”.", kind=name, format=kind.format
        )
    if document.get("version") != kind.version or isinstance(document["version"], bool):
        return {}, say(
            "This file is of version {version}; this program reads version {own}.",
            version=clean_text(str(document.get("version")), 20),
            own=str(kind.version),
        )
    return document, ""


def _item(
    entry: object, number: int, exhibits: Collection[str], refused: list[str]
) -> TrayItem | None:
    where = say("Chart {number}", number=str(number))
    if not isinstance(entry, dict):
        refused.append(say("{where} is not an object; it was left out.", where=where))
        return None
    name = entry.get("exhibit")
    if not isinstance(name, str) or name not in exhibits:
        refused.append(
            say(
                "{where}: there is no chart “{name}”; it was left out.",
                where=where,
                name=clean_text(str(name), 40),
            )
        )
        return None
    query = entry.get("query", {})
    if not isinstance(query, dict) or not is_query(query):
        refused.append(say(NOT_WORDS, where=where, name="query"))
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
        refused.append(say(NOT_WORDS, where=say("The briefing"), name=name))
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
        refused.append(say("“judgements” is not a list of texts; they are drafted from the data."))
        return None
    kept = _first(judgements, say("key judgements"), refused)
    refused.extend(
        say(
            "Key judgement {number} was cut at {most} letters.",
            number=str(number),
            most=str(MOST_COMMENT),
        )
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
    refused.append(say("“{name}” is not a list; {what}.", name=name, what=else_said))
    return []


def _first(listed: list[T], what: str, refused: list[str]) -> list[T]:
    if (more := len(listed) - MOST_ITEMS) > 0:
        refused.append(
            say(
                "A briefing holds {most} {what}; {more} at the end of the file were left out.",
                most=str(MOST_ITEMS),
                what=what,
                more=str(more),
            )
        )
    return listed[:MOST_ITEMS]


def _paragraphs(
    paragraphs: Mapping[str, object], refused: list[str]
) -> tuple[EditedParagraph, ...]:
    """Return the paragraphs edited by hand that a file has, each place once."""
    listed = _listed(
        paragraphs,
        "paragraphs",
        say("edited paragraphs"),
        say("the review is as drafted"),
        refused,
    )
    read: dict[tuple[str, str], EditedParagraph] = {}
    for number, entry in enumerate(listed, start=1):
        own = _paragraph(entry, say("Paragraph {number}", number=str(number)), refused)
        if own is not None and own.place in read:
            refused.append(
                say(
                    "Paragraph {number} is in the file twice; it was taken once.",
                    number=str(number),
                )
            )
        elif own is not None:
            read[own.place] = own
    return tuple(read.values())


def _paragraph(entry: object, where: str, refused: list[str]) -> EditedParagraph | None:
    if not isinstance(entry, dict):
        refused.append(say("{where} is not an object; it was left out.", where=where))
        return None
    country, keys = entry.get("country"), entry.get("keys", [])
    if country not in (*COUNTRIES, REGION):
        shown = clean_text(str(country), 40)
        refused.append(
            say(
                "{where}: “{name}” is no country of the review; it was left out.",
                where=where,
                name=shown,
            )
        )
        return None
    if not _are_keys(keys):
        refused.append(say(NOT_WORDS, where=where, name="keys"))
        return None
    heading = _text(entry, "heading", MOST_TITLE, where, refused)
    text, draft = (_text(entry, name, MOST_PARAGRAPH, where, refused) for name in ("text", "draft"))
    if not (heading and text):
        refused.append(
            say("{where}: it has no “heading” or no “text”; it was left out.", where=where)
        )
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
        refused.append(say("“made” does not say of which data and when; it was left out."))
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
        refused.append(
            say("{where}: its “{name}” is not text; it was left out.", where=where, name=name)
        )
        return ""
    if len(value) > most:
        refused.append(
            say(
                "{where}: its “{name}” was cut at {most} letters.",
                where=where,
                name=name,
                most=str(most),
            )
        )
    return clean_text(value, most, lines=lines)
