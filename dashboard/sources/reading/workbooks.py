"""Workbooks that are safe to open: how much they unpack to, and how far their cells reach.

The reader of workbooks makes room for every cell between the first and the last, and ends the
program where there is none: a kilobyte with a cell in each of two corners asks for 500 GB.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST_PARTS, MOST_UNPACKED, MOST_CELLS = 10_000, 500_000_000, 20_000_000
AT_ONCE = 1 << 22
WORKBOOK = "xl/workbook.xml"
# What makes it another kind of workbook, whose cells are written in other ways.
OTHER_KINDS = ("content.xml", "xl/workbook.bin")
# Where a cell or a row says it stands: letters, digits, and whether part of it is hidden.
AT = re.compile(rb"""[\s"']r\s*=\s*["']\$?([A-Za-z]*)\$?([0-9]*)(["'&])""")
# A cell, a row; with the short name of their vocabulary before theirs, or without.
CELLS = (re.compile(rb"<c[\s>/]"), re.compile(rb":c[\s>/]"))
ROW = re.compile(rb"[<:]row[\s>/]")
MOST_LETTERS, MOST_DIGITS = 3, 7
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)


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
            for part in parts:
                _check_part(book, part)
    except _DAMAGED as trouble:
        raise NotOpened("broken_workbook") from trouble


def _check_part(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Go through a part as it unpacks, which is no more than it says."""
    columns, last, rows, in_a_row = 0, 0, 0, 0
    for text in _pieces(book, part):
        said = AT.findall(text)
        letters, digits = {each for each, _, _ in said}, {each for _, each, _ in said}
        if any(end == b"&" for _, _, end in said):
            raise NotOpened("broken_workbook")
        if max(map(len, letters), default=0) > MOST_LETTERS:
            raise NotOpened("workbook_too_large")
        if max(map(len, digits), default=0) > MOST_DIGITS:
            raise NotOpened("workbook_too_large")
        columns = max(columns, *map(_number, letters), 0)
        last = max(last, *(int(each or b"0") for each in digits), 0)
        if _cells(text) > sum(bool(each) for each, _, _ in said):
            # Some do not say where they stand: they follow each other. A row may go on in the next
            # piece, half of its cells there.
            of_rows = ROW.split(text)
            rows += len(of_rows) - 1
            in_a_row = max(in_a_row, 2 * max(map(_cells, of_rows)))
    if max(columns, in_a_row) * max(last, rows) > MOST_CELLS:
        raise NotOpened("workbook_too_large")


def _cells(text: bytes) -> int:
    return sum(len(each.findall(text)) for each in CELLS)


def _pieces(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part piece by piece; none ends within a tag."""
    left = b""
    with book.open(part) as source:
        while block := source.read(AT_ONCE):
            whole, end, rest = (left + block).rpartition(b">")
            if len(rest) > AT_ONCE:
                raise NotOpened("broken_workbook")
            yield whole + end
            left = rest
    yield left


def _number(letters: bytes) -> int:
    """Return which column letters stand for.

    >>> _number(b"A"), _number(b"AA"), _number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
