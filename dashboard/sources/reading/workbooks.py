"""Workbooks that are safe to open: how much they unpack to, and how far their cells reach.

The reader of workbooks makes room for every cell between the first and the last, and ends the
program where there is none: a kilobyte with a cell in each of two corners asks for 500 GB.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

MOST_PARTS, MOST_UNPACKED, MOST_CELLS = 10_000, 500_000_000, 20_000_000
# How deep elements may stand in each other, and how long one tag may be.
MOST_DEPTH, AT_ONCE = 100, 1 << 20
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# What makes it another kind of workbook, whose cells are written in other ways.
OTHER_KINDS = ("content.xml", "xl/workbook.bin")
# Where a cell says it stands.
AT = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.IGNORECASE | re.ASCII)
# What reading a member of a damaged zip file raises, whatever was damaged in it.
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
)
_DAMAGED = (*DAMAGED_ZIP, ExpatError, LookupError)
Take = Callable[[str, Mapping[str, str]], None]


class NotOpened(Exception):
    """A workbook is not opened; the message is the rule that it breaks."""


def check_workbook(path: Path) -> None:
    """See that a workbook can be opened without harm. Raises `NotOpened`, `OSError`."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            names = {part.filename for part in parts}
            if WORKBOOK not in names or names.intersection(OTHER_KINDS):
                raise NotOpened("zip_archive")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotOpened("workbook_too_large")
            sheets = _sheets(book, parts)
            for part in parts:
                if _file_name(part.filename) in sheets:
                    _parse(book, part, _Cells().take)
                else:
                    _unpack(book, part)
    except _DAMAGED as trouble:
        raise NotOpened("broken_workbook") from trouble


def _sheets(book: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> set[str]:
    """Return what the parts that hold cells are called, without their folders."""
    ids: set[str] = set()
    targets: dict[str, set[str]] = {}

    def take(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids.update(attributes.values())
        elif name == "Relationship":
            target = _file_name(attributes.get("Target", ""))
            targets.setdefault(attributes.get("Id", ""), set()).add(target)
        if len(ids) + len(targets) > MOST_PARTS:
            raise NotOpened("workbook_too_large")

    for part in parts:
        if part.filename.lower() in (WORKBOOK, RELATIONS):
            _parse(book, part, take)
    return {target for each in ids for target in targets.get(each, ())}


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].lower()


class _Cells:
    """Where the cells of a part stand: those that do not say so follow each other."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = 0

    def take(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the next element. Raises `NotOpened` where there would be too many cells."""
        if name == "c":
            self._stand(attributes.get("r", ""))
        elif name == "row":
            row_number = attributes.get("r", "")
            self.row, self.column = int(row_number) if row_number else self.row + 1, 0
        else:
            return
        if self.row > self.last_row or self.column > self.last_column:
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            if self.last_row * self.last_column > MOST_CELLS:
                raise NotOpened("workbook_too_large")

    def _stand(self, reference: str) -> None:
        self.column += 1
        if not reference:
            return
        at = AT.fullmatch(reference)
        if at is None:
            raise NotOpened("broken_workbook")
        self.column, self.row = _number(at[1]), int(at[2])


def _parse(book: zipfile.ZipFile, part: zipfile.ZipInfo, take: Take) -> None:
    """Give out a part's elements, without their vocabulary's short name, and attributes."""
    parser, depth = ParserCreate(), 0

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise NotOpened("broken_workbook")
        take(name.rpartition(":")[2], attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise NotOpened("broken_workbook")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse  # no entities

    def parse(block: bytes, given: int) -> None:
        parser.Parse(block)
        if given - parser.CurrentByteIndex > AT_ONCE:
            raise NotOpened("broken_workbook")

    _unpack(book, part, parse)
    parser.Parse(b"", True)


def _unpack(
    book: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    give: Callable[[bytes, int], None] = lambda block, given: None,
) -> None:
    """Go through a part as it unpacks, which is no more than it says."""
    given = 0
    with book.open(part) as source:
        while block := source.read(AT_ONCE):
            given += len(block)
            give(block, given)


def _number(letters: str) -> int:
    """Return which column letters stand for.

    >>> _number("A"), _number("aa"), _number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number
