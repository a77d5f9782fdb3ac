"""The source documents that an analyst may hold in a folder: found by fingerprint, read by place.

They are no part of the project, and nothing here writes. Which rows point into them is left to
others.
"""

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd

from dashboard.schema import TableRow

FOLDER_SETTING = "CENTRAL_ASIA_MONITOR_DOCUMENTS"
# A file is taken for a later or edited copy of a document when it is about as long and has nearly
# all the words that were coded from it.
PARAGRAPHS_ALIKE = 0.8
CHARACTERS_ALIKE = 0.9
WORDS_ALIKE = 0.8
NOT_HERE = "The document is not on this machine."

State = Literal["held", "astray", "changed", "missing"]


@dataclass(frozen=True)
class Paragraph:
    """A line that is not empty: its number from 1, and the characters from start up to end."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """One text file. Characters are counted in `text`, the file decoded with its line ends kept."""

    name: str
    sha256: str
    text: str

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The lines that are not empty, in order."""
        found: list[Paragraph] = []
        start = 0
        for line in self.text.splitlines(keepends=True):
            if line.strip():
                found.append(Paragraph(len(found) + 1, start, start + len(line.rstrip())))
            start += len(line)
        return tuple(found)

    def paragraph(self, number: int) -> Paragraph | None:
        """Return a paragraph by its number, None when there are fewer."""
        return self.paragraphs[number - 1] if 1 <= number <= len(self.paragraphs) else None

    def paragraph_at(self, position: int) -> Paragraph | None:
        """Return the paragraph in which a character stands; None between paragraphs."""
        index = bisect_right([paragraph.start for paragraph in self.paragraphs], position) - 1
        found = self.paragraphs[index] if index >= 0 else None
        return found if found and position < found.end else None


@dataclass(frozen=True)
class Fingerprint:
    """What is known of a document without having it; `words` are those coded from it."""

    sha256: str
    paragraphs: int
    characters: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Locator:
    """A place in a document: a paragraph, and characters from start up to end of the file."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph with its span, as far as it can be shown.

    "held" has the span; "astray" has a paragraph in which the span does not lie; "changed" names
    a file that is not the one coded from, and "missing" nothing: these two have no text.
    """

    state: State
    file: str = ""
    before: str = ""
    span: str = ""
    after: str = ""

    @property
    def trouble(self) -> str:
        """Say why there is no span; empty when there is one."""
        return {
            "held": "",
            "astray": "The place named is not in this paragraph, so nothing is marked.",
            "changed": f"The document has changed: {self.file} is not the file that was read, so "
            "no paragraph is shown.",
            "missing": NOT_HERE,
        }[self.state]


def documents_folder() -> Path | None:
    """Return the folder named by the environment, None when none is."""
    named = os.environ.get(FOLDER_SETTING)
    return Path(named).expanduser() if named else None


def fingerprint_of(source: TableRow, words: Iterable[object] = ()) -> Fingerprint | None:
    """Return the fingerprint in a row of sources.csv, None for a source that is no document.

    `words` are the `as_reported` of its figures.
    """
    sha256 = source.get("sha256")
    if not isinstance(sha256, str) or not sha256:
        return None
    counts = [source.get("paragraph_count"), source.get("character_count")]
    paragraphs, characters = (0 if pd.isna(count) else int(count) for count in counts)
    kept = tuple(sorted({plain(word) for word in words if isinstance(word, str)}))
    return Fingerprint(sha256, paragraphs, characters, kept)


def find_document(folder: Path | None, wanted: Fingerprint) -> tuple[State, Document | None]:
    """Look for a document in a folder, whatever its file is called.

    Returns "held" with it, "changed" with the file that seems to be another state of it, or
    "missing" with None.
    """
    texts = documents_in(folder) if folder else ()
    for document in texts:
        if document.sha256 == wanted.sha256:
            return "held", document
    for document in texts:
        if _seems_like(document, wanted):
            return "changed", document
    return "missing", None


def read_passage(folder: Path | None, wanted: Fingerprint, place: Locator) -> Passage:
    """Return the paragraph of a place with its span apart, or why it cannot be shown."""
    state, document = find_document(folder, wanted)
    if document is None or state != "held":
        return Passage(state, document.name if document else "")
    paragraph = document.paragraph(place.paragraph)
    if paragraph is None:
        return Passage("astray", document.name)
    start, end, text = paragraph.start, paragraph.end, document.text
    if not start <= place.start < place.end <= end:
        return Passage("astray", document.name, before=text[start:end].strip())
    return Passage(
        "held",
        document.name,
        before=text[start : place.start].lstrip(),
        span=text[place.start : place.end],
        after=text[place.end : end],
    )


def documents_in(folder: Path) -> tuple[Document, ...]:
    """Return the `.txt` files of a folder in order of name, kept until one of them changes.

    Files that cannot be read, or are not UTF-8, are left out: no place can be counted in them.
    """
    try:
        files = sorted(path for path in folder.glob("*.txt") if path.is_file())
        stamp = tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    except OSError:
        return ()
    return _documents(stamp)


def plain(text: str) -> str:
    r"""Return a text for comparison: one blank between words, no capitals.

    >>> plain("  More than\u00a0a HUNDRED ")
    'more than a hundred'
    """
    return " ".join(text.casefold().split())


@lru_cache(maxsize=2)
def _documents(stamp: tuple[tuple[Path, int, int], ...]) -> tuple[Document, ...]:
    found: list[Document] = []
    for path, _, _ in stamp:
        try:
            content = path.read_bytes()
            text = content.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        found.append(Document(path.name, hashlib.sha256(content).hexdigest(), text))
    return tuple(found)


def _seems_like(document: Document, wanted: Fingerprint) -> bool:
    if not wanted.words:
        return False
    alike = (
        _likeness(len(document.paragraphs), wanted.paragraphs) >= PARAGRAPHS_ALIKE
        and _likeness(len(document.text), wanted.characters) >= CHARACTERS_ALIKE
    )
    if not alike:
        return False
    text = plain(document.text)
    found = sum(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None for word in wanted.words
    )
    return found / len(wanted.words) >= WORDS_ALIKE


def _likeness(one: int, other: int) -> float:
    return min(one, other) / max(one, other) if one and other else 0.0
