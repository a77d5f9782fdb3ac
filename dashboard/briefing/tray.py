"""The tray: the charts an analyst has put aside with their filters, titles and comments.

A tray is kept and handed on as a small JSON file, checked entry by entry when it is opened. Who
puts none aside gets the default one. Where trays are kept is in `kept`; the charts themselves
are made by `assemble`.
"""

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import NamedTuple

from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, REGION
from dashboard.wording import counted

MOST_ITEMS = 60
# No letters in XML, and the marks that turn the direction of what follows them.
UNWRITABLE = "\ufffe\uffff\u202d\u202e"
MOST_TITLE, MOST_COMMENT, MOST_VALUE = 400, 4_000, 2_000
MOST_PARAMETERS = 100
# Of a paragraph of the review: its letters, and what it rests on.
MOST_PARAGRAPH, MOST_KEYS = 20_000, 2_000
# Exhibit and the page it stands on (the Overview has no name in addresses), in reading order.
USUAL = (
    ("countries_side_by_side", ""),
    ("overview_map", ""),
    ("events_by_week", ""),
    ("covid_series", "covid_timeline"),
    ("protests_day_by_day", "protests_and_arrests"),
    ("people_reported", "protests_and_arrests"),
    ("sentences", "protests_and_arrests"),
    ("currency_series", "currency"),
    ("coverage_topics", "about_the_data"),
)
# The filters that a tray's file may hold, by their names in it.
QUERIES = ("filters", "title_for", "judgements_for")
MADE = ("data_version", "on")


Query = tuple[tuple[str, str], ...]


class FileKind(NamedTuple):
    """What tells a kind of file: its format and version, what it is called, how long it may be."""

    format: str
    version: int
    name: str
    most_bytes: int


TRAY_FILE = FileKind("central-asia-monitor/briefing", 1, "a briefing's file", 1_000_000)


@dataclass(frozen=True)
class TrayItem:
    """One panel put aside: its exhibit, the page it stood on, its filters and switches.

    `query` is as in the address. Title and comment are the analyst's own; empty when there is none.
    """

    exhibit: str
    page: str
    query: Query
    title: str = ""
    comment: str = ""

    @property
    def view(self) -> tuple[str, Query]:
        """What tells one panel with its filters from another."""
        return self.exhibit, tuple(sorted(self.query))


@dataclass(frozen=True)
class EditedParagraph:
    """A paragraph of the review in the analyst's own words, by country and heading.

    `draft` is what it was edited from and `keys` what that rests on, which stays cited.
    """

    country: str
    heading: str
    text: str
    draft: str
    keys: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """What tells one paragraph from another."""
        return self.country, self.heading


@dataclass(frozen=True)
class Made:
    """Of which version of the data documents were made of a tray last, and on which day."""

    data_version: str
    on: date


@dataclass(frozen=True)
class Tray:
    """The panels in the order of the briefing, its title, and key judgements of the analyst's own.

    Without own judgements (None) they are drafted from the data. `filters` are those of the review,
    as in the address, where the tray was saved with them; `title_for` and `judgements_for` those
    under which an own title and own judgements were written. `paragraphs` are those of the review
    edited by hand. `made` is None before documents were
    made; it is no part of what they say.
    """

    items: tuple[TrayItem, ...] = ()
    title: str = ""
    judgements: tuple[str, ...] | None = None
    filters: Query = ()
    title_for: Query = ()
    judgements_for: Query = ()
    paragraphs: tuple[EditedParagraph, ...] = ()
    made: Made | None = field(default=None, compare=False)

    def holds(self, item: TrayItem) -> bool:
        """Say whether a panel with the same filters is in the tray."""
        return any(each.view == item.view for each in self.items)

    def with_item(self, item: TrayItem) -> "Tray":
        """Add a panel at the end; one already there, or one too many, changes nothing."""
        if self.holds(item) or len(self.items) >= MOST_ITEMS:
            return self
        return replace(self, items=(*self.items, item))

    def without(self, item: TrayItem) -> "Tray":
        """Take a panel out."""
        return replace(self, items=tuple(each for each in self.items if each.view != item.view))

    def with_paragraph(self, own: EditedParagraph) -> "Tray":
        """Put an edited paragraph in the place of what was edited there before, or at the end."""
        kept = self.without_paragraph(*own.place).paragraphs
        return replace(self, paragraphs=(*kept, own)[-MOST_ITEMS:])

    def without_paragraph(self, country: str, heading: str) -> "Tray":
        """Put the draft of a paragraph back."""
        kept = (each for each in self.paragraphs if each.place != (country, heading))
        return replace(self, paragraphs=tuple(kept))

    def moved(self, place: int, steps: int) -> "Tray":
        """Move the panel at `place` up (negative) or down; at the ends it stays."""
        target = place + steps
        if not (0 <= place < len(self.items) and 0 <= target < len(self.items)):
            return self
        items = list(self.items)
        items.insert(target, items.pop(place))
        return replace(self, items=tuple(items))

    def written_for_others(self, selection: Selection) -> tuple[str, ...]:
        """Say of an own title and own judgements that were written under other filters which."""
        written = (
            ("The title was", self.title_for if self.title else ()),
            ("The key judgements were", self.judgements_for if self.judgements else ()),
        )
        now = selection.describe()
        return tuple(
            f"{what} written for {then}. The filters are now {now}."
            for what, query in written
            if query and (then := Selection.from_query(dict(query)).describe()) != now
        )

    def retold(self, place: int, *, title: str, comment: str) -> "Tray":
        """Give the panel at `place` another title and comment."""
        items = list(self.items)
        items[place] = replace(
            items[place],
            title=clean_text(title, MOST_TITLE),
            comment=clean_text(comment, MOST_COMMENT, lines=True),
        )
        return replace(self, items=tuple(items))


def clean_text(text: str, most: int, *, lines: bool = False) -> str:
    r"""Drop what no document can hold (control characters) and cut to `most` letters.

    >>> clean_text("a\x00b\nc", 10), clean_text("a\nb", 10, lines=True)
    ('ab c', 'a\nb')
    """
    if text.isprintable():
        return text[:most].strip()
    kept = []
    for letter in text:
        if letter in "\n\t\r":
            kept.append("\n" if lines and letter == "\n" else " ")
        elif unicodedata.category(letter) not in ("Cc", "Cs") and letter not in UNWRITABLE:
            kept.append(letter)
    return "".join(kept)[:most].strip()


def tray_json(tray: Tray) -> bytes:
    """Write a tray as its file; the same tray gives the same bytes."""
    told: dict[str, object] = {
        "format": TRAY_FILE.format,
        "version": TRAY_FILE.version,
        "title": tray.title,
    }
    for name in QUERIES:
        if query := getattr(tray, name):
            told[name] = dict(query)
    if tray.judgements is not None:
        told["judgements"] = list(tray.judgements)
    if tray.paragraphs:
        told["paragraphs"] = [asdict(each) | {"keys": [*each.keys]} for each in tray.paragraphs]
    if tray.made is not None:
        told["made"] = {"data_version": tray.made.data_version, "on": tray.made.on.isoformat()}
    told["items"] = [asdict(item) | {"query": dict(item.query)} for item in tray.items]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read_tray(content: bytes, exhibits: Collection[str]) -> tuple[Tray, tuple[str, ...]]:
    """Read a tray's file; return the tray of what is right and a sentence for each thing wrong.

    `exhibits` are the names known. Nothing raises: a file that is no tray gives an empty one.
    """
    told, trouble = opened_file(content, TRAY_FILE)
    if trouble:
        return Tray(), (trouble,)
    refused: list[str] = []
    title = _text(told, "title", MOST_TITLE, "The briefing", refused)
    judgements = _judgements(told.get("judgements"), refused)
    listed = told.get("items", [])
    if not isinstance(listed, list):
        refused.append("“items” is not a list; the briefing has no charts.")
        listed = []
    if len(listed) > MOST_ITEMS:
        refused.append(
            f"A briefing holds {MOST_ITEMS} charts; {counted(len(listed) - MOST_ITEMS, 'chart')} "
            "at the end of the file were left out."
        )
    filters, title_for, judged_for = (_query(told, name, refused) for name in QUERIES)
    paragraphs = _paragraphs(told.get("paragraphs"), refused)
    made = _made(told.get("made"), refused)
    tray = Tray((), title, judgements, filters, title_for, judged_for, paragraphs, made)
    for number, entry in enumerate(listed[:MOST_ITEMS], start=1):
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
        told = json.loads(content.decode("utf-8-sig"))
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
    if not isinstance(told, dict) or told.get("format") != kind.format:
        return {}, f"{not_one}: its “format” is not “{kind.format}”."
    if told.get("version") != kind.version or isinstance(told["version"], bool):
        shown = clean_text(str(told.get("version")), 20)
        return {}, f"This file is of version {shown}; this program reads version {kind.version}."
    return told, ""


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


def _query(told: Mapping[str, object], name: str, refused: list[str]) -> Query:
    """Return the filters that a file has under a name."""
    query = told.get(name, {})
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


def _judgements(told: object, refused: list[str]) -> tuple[str, ...] | None:
    if told is None:
        return None
    if not isinstance(told, list) or not all(isinstance(line, str) for line in told):
        refused.append("“judgements” is not a list of texts; they are drafted from the data.")
        return None
    if len(told) > MOST_ITEMS:
        refused.append(
            f"A briefing holds {MOST_ITEMS} key judgements; {len(told) - MOST_ITEMS} at the end of "
            "the file were left out."
        )
    kept = told[:MOST_ITEMS]
    refused.extend(
        f"Key judgement {number} was cut at {MOST_COMMENT} letters."
        for number, line in enumerate(kept, start=1)
        if len(line) > MOST_COMMENT
    )
    return tuple(clean_text(line, MOST_COMMENT) for line in kept)


def _paragraphs(told: object, refused: list[str]) -> tuple[EditedParagraph, ...]:
    """Return the paragraphs edited by hand that a file has, each place once."""
    if told is None:
        return ()
    if not isinstance(told, list):
        refused.append("“paragraphs” is not a list; the review is as drafted.")
        return ()
    if len(told) > MOST_ITEMS:
        refused.append(
            f"A briefing holds {MOST_ITEMS} edited paragraphs; {len(told) - MOST_ITEMS} at the end "
            "of the file were left out."
        )
    read: dict[tuple[str, str], EditedParagraph] = {}
    for number, entry in enumerate(told[:MOST_ITEMS], start=1):
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


def _made(told: object, refused: list[str]) -> Made | None:
    if told is None:
        return None
    version, on = (told.get(name) if isinstance(told, dict) else None for name in MADE)
    try:
        if not isinstance(version, str) or not isinstance(on, str) or len(version) > MOST_VALUE:
            raise ValueError
        return Made(clean_text(version, MOST_VALUE), date.fromisoformat(on))
    except ValueError:
        refused.append("“made” does not say of which data and when; it was left out.")
        return None


def _text(
    told: Mapping[str, object],
    name: str,
    most: int,
    where: str,
    refused: list[str],
    *,
    lines: bool = False,
) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        refused.append(f"{where}: its “{name}” is not text; it was left out.")
        return ""
    if len(value) > most:
        refused.append(f"{where}: its “{name}” was cut at {most} letters.")
    return clean_text(value, most, lines=lines)


def usual_tray(selection: Selection) -> Tray:
    """Return the usual nine charts with the filters of a selection."""
    query = tuple(selection.to_query().items())
    return Tray(items=tuple(TrayItem(name, page, query) for name, page in USUAL))
