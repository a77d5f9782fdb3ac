"""What a file is before it is read: its bytes, encoding, delimiter, sheets, or no table at all.

Judged by content, never by the ending of its name. Reading the records is left to the formats.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import charset_normalizer
import python_calamine
from lxml import etree
from typing_extensions import Buffer

from dashboard.sources.reading.outcomes import Lost, Refused
from dashboard.sources.reading.workbooks import NotOpened, check_workbook

Cell = str | int | float | bool | date | datetime | None
Cells = Sequence[Cell]
Heard = Callable[[float], None]
READ_AT_ONCE, HEARD_BYTES, HEARD_EVERY = 1 << 18, 1 << 17, 2_000
DELIMITERS = ",;\t|"
HEAD_ROWS = 40
SAMPLE_BYTES = 1 << 20
GUESSED_BYTES = 1 << 16
LONGEST_CELL = 8 << 20
# Tables of fewer bytes are read in one go.
LONG_TABLE = 64 << 20
# Given to the reader of CSV after a span, to see that the span ends where a row ends; in no file.
END = "end of the span 2f6b1c0e9d5a4e7f"
# Encodings in which a byte of ASCII is no part of another letter.
SPLIT_ENCODINGS = ("utf-8", "utf-8-sig", "windows-1251", "iso-8859-1")
# Half of a pair that stands for one letter in JSON: alone it is no letter at all.
HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
# The encodings in which the region's files are met; others are not guessed at.
ENCODINGS = ("cp1251", "latin_1", "koi8_r", "cp866")
SHOWN = {"cp1251": "windows-1251", "latin_1": "iso-8859-1", "utf_8": "utf-8"}


class Content(StrEnum):
    """What the bytes are."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    WORKBOOK = "workbook"
    EMPTY = "empty"
    HTML = "html"
    ZIP = "zip"
    BINARY = "binary"
    BROKEN_WORKBOOK = "broken workbook"
    LARGE_WORKBOOK = "large workbook"


REFUSALS = {
    Content.EMPTY: "empty_file",
    Content.HTML: "html_page",
    Content.ZIP: "zip_archive",
    Content.BINARY: "not_a_table",
    Content.BROKEN_WORKBOOK: "broken_workbook",
    Content.LARGE_WORKBOOK: "workbook_too_large",
}


class Unreadable(Exception):
    """A file that says it is a table, JSON or XML and cannot be read as that."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.rule)
        self.refused = refused


class Torn(Exception):
    """A span of a table that does not end where a row ends."""


@dataclass(frozen=True)
class SourceFile:
    """A file that somebody hands in, or one sheet of a workbook.

    `name` is the one it had when it was handed in. `heard` is called now and then, as the rows are
    gone through, which share of the file that is. A span of a text table begins and ends at the
    bytes `start` and `stop` (0: the file's end), with the row `first_row`; `batches` reads one.
    """

    path: Path
    name: str
    content: Content
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    start: int = 0
    stop: int = 0
    first_row: int = 1
    heard: Heard | None = field(default=None, repr=False, compare=False)

    @property
    def refusal(self) -> Refused | None:
        """Why nothing can be read from it at all; None when it can be tried."""
        if self.content not in REFUSALS:
            return None
        start = self.path.read_bytes()[:15].decode("latin-1")
        shown = start if self.content is Content.HTML else start[:2]
        return Refused(Lost.FILE, 0, "", shown, REFUSALS[self.content])

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield the rows of a table with their numbers, blank ones too; a sheet's cells typed.

        Raises `Unreadable`.
        """
        if self.content is Content.WORKBOOK:
            yield from enumerate(self._sheet(self.sheet or self.sheets[0]), start=1)
            return
        csv.field_size_limit(LONGEST_CELL)
        with self._opened() as text:
            try:
                yield from enumerate(csv.reader(text, delimiter=self.delimiter or ","), start=1)
            except (csv.Error, UnicodeError) as trouble:
                raise _no_table(trouble) from trouble

    def batches(self, size: int) -> Iterator[tuple[int, list[list[str]]]]:
        """Yield the rows of a text table some thousand at a time: the first one's number, and all.

        Raises `Unreadable`, `Torn`.
        """
        csv.field_size_limit(LONGEST_CELL)
        first, is_whole = self.first_row, not self.stop
        with self._opened() as text:
            lines = text if is_whole else chain(text, [END])
            rows = csv.reader(lines, delimiter=self.delimiter or ",")
            try:
                while batch := list(islice(rows, size)):
                    if batch[-1] == [END]:
                        is_whole = True
                        del batch[-1]
                    if batch:
                        yield first, batch
                    first += len(batch)
            except (csv.Error, UnicodeError) as trouble:
                raise _no_table(trouble) from trouble
        if not is_whole:
            raise Torn(self.name)

    @cached_property
    def head(self) -> list[tuple[int, Cells]]:
        """The first rows of a table; none of other content."""
        if self.content not in (Content.TABLE, Content.WORKBOOK):
            return []
        return list(islice(self.rows(), HEAD_ROWS))

    @cached_property
    def text(self) -> str:
        """The whole text, for what is not a table."""
        return self.path.read_bytes().decode(self.encoding or "utf-8", errors="replace")

    @cached_property
    def json(self) -> Any:
        """What a JSON file holds. Raises `Unreadable`."""
        try:
            held = json.loads(self.text)
            if not HALF_LETTER.search(self.text):
                return held
            whole = json.dumps(held, ensure_ascii=False).encode("utf-8", errors="replace")
            return json.loads(whole)
        except (ValueError, RecursionError) as trouble:
            raise Unreadable(Refused(Lost.FILE, 0, "", self.text[:15], "broken_json")) from trouble

    @property
    def json_if_any(self) -> Any:
        """What a JSON file holds; None of any other file, and of one that cannot be read."""
        try:
            return self.json if self.content is Content.JSON else None
        except Unreadable:
            return None

    @cached_property
    def xml(self) -> etree._Element:
        """The root of an XML file; entities and addresses in it are not followed.

        Raises `Unreadable`.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.path.read_bytes(), parser)
        except etree.XMLSyntaxError as trouble:
            raise Unreadable(Refused(Lost.FILE, 0, "", self.text[:15], "broken_xml")) from trouble

    def _opened(self) -> io.TextIOWrapper:
        is_plain = not (self.heard or self.start or self.stop)
        raw = io.FileIO(self.path) if is_plain else _Span(self)
        bytes_of = io.BufferedReader(raw, READ_AT_ONCE)
        return io.TextIOWrapper(bytes_of, self.encoding, errors="replace", newline="")

    def _sheet(self, sheet: str) -> Iterator[Cells]:
        """Yield the rows of a sheet from its first row; whole numbers as such, blanks as ""."""
        try:
            found = self._workbook.get_sheet_by_name(sheet)
            rows = found.to_python(skip_empty_area=False)
            for row, cells in enumerate(rows):
                if self.heard and row % HEARD_EVERY == 0:
                    self.heard(row / len(rows))
                yield [_plain(cell) for cell in cells]
        except python_calamine.CalamineError as trouble:
            raise Unreadable(Refused(Lost.FILE, 0, "", sheet, "broken_workbook")) from trouble

    @cached_property
    def _workbook(self) -> python_calamine.CalamineWorkbook:
        return python_calamine.CalamineWorkbook.from_path(str(self.path))


class _Span(io.FileIO):
    """The bytes of a span; it tells how much of them was read, whenever some are."""

    def __init__(self, file: SourceFile) -> None:
        super().__init__(file.path)
        self._heard, self._done, self._next = file.heard, 0, 0
        self._stop = file.stop
        self._size = max((file.stop or file.path.stat().st_size) - file.start, 1)
        self.seek(file.start)

    def readinto(self, buffer: Buffer, /) -> int | None:
        room = memoryview(buffer)
        if self._stop:
            room = room[: max(0, self._size - self._done)]
        got = super().readinto(room)
        self._done += got or 0
        if self._heard and (self._done >= self._next or not got):
            self._next = self._done + HEARD_BYTES
            self._heard(min(self._done / self._size, 1.0))
        return got


def halves_of(file: SourceFile) -> list[SourceFile]:
    """Return the two halves of a long text table, cut between rows; nothing where that is not sure.

    What reads the first half sees whether the cut is right: `Torn`.
    """
    size = file.path.stat().st_size
    if file.content is not Content.TABLE or file.encoding not in SPLIT_ENCODINGS:
        return []
    cut = _line_outside_quotes(file.path, size // 2) if size >= LONG_TABLE else 0
    if not 0 < cut < size:
        return []
    second = "utf-8" if file.encoding == "utf-8-sig" else file.encoding
    return [replace(file, stop=cut), replace(file, start=cut, encoding=second, heard=None)]


def _line_outside_quotes(path: Path, middle: int) -> int:
    """Return where the first line behind the middle begins that is in no cell in quotes; else 0."""
    quotes, done = 0, 0
    with path.open("rb") as file:
        while done < middle:
            part = file.read(min(SAMPLE_BYTES, middle - done))
            quotes, done = quotes + part.count(b'"'), done + len(part)
        for line in islice(file, HEARD_EVERY):
            quotes, done = quotes + line.count(b'"'), done + len(line)
            if quotes % 2 == 0 and line.endswith(b"\n"):
                return done
    return 0


def _no_table(trouble: Exception) -> Unreadable:
    return Unreadable(Refused(Lost.FILE, 0, "", str(trouble), "not_a_table"))


def parts_of(file: SourceFile) -> list[SourceFile]:
    """Return the sheets of a workbook one by one; any other file as it is."""
    return [replace(file, sheet=each) for each in file.sheets] or [file]


def look_at(path: Path, name: str = "") -> SourceFile:
    """Look at a file's bytes. Raises `OSError` when it cannot be opened."""
    name = name or path.name
    with path.open("rb") as file:
        start = file.read(SAMPLE_BYTES)
    content = _content(start)
    if content is Content.ZIP:
        return _workbook_or_zip(path, name)
    if content in (Content.EMPTY, Content.BINARY):
        return SourceFile(path, name, content)
    encoding = _encoding(path, start)
    text = start.decode(encoding, errors="replace")
    delimiter = _delimiter(text) if content is Content.TABLE else ""
    return SourceFile(path, name, content, encoding, delimiter)


def _content(start: bytes) -> Content:
    if not start.strip(b"\0 \t\r\n"):
        return Content.EMPTY
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        return Content.ZIP
    if start.startswith((b"PAR1", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"SQLite", b"7z\xbc\xaf")):
        return Content.BINARY
    if start.startswith(b"\xd0\xcf\x11\xe0"):  # the old binary workbook, .xls
        return Content.ZIP
    shown = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:300].lower()
    if shown.startswith((b"<!doctype html", b"<html")):
        return Content.HTML
    if shown.startswith(b"<"):
        return Content.HTML if b"<html" in shown else Content.XML
    return Content.JSON if shown.startswith((b"{", b"[")) else Content.TABLE


def _workbook_or_zip(path: Path, name: str) -> SourceFile:
    try:
        check_workbook(path)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except NotOpened as trouble:
        kinds = {rule: content for content, rule in REFUSALS.items()}
        return SourceFile(path, name, kinds[str(trouble)])
    except (python_calamine.CalamineError, OSError, ValueError):
        return SourceFile(path, name, Content.ZIP)
    return SourceFile(path, name, Content.WORKBOOK, sheets=tuple(book.sheet_names))


def _encoding(path: Path, start: bytes) -> str:
    """Return the encoding: as marked or declared, UTF-8 when the whole file is, else guessed."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    if declared := _declared(start):
        return declared
    foreign = _foreign_bytes(path)
    if not foreign:
        return "utf-8"
    best = charset_normalizer.from_bytes(foreign, cp_isolation=list(ENCODINGS)).best()
    return SHOWN.get(best.encoding, best.encoding) if best else "iso-8859-1"


def _declared(start: bytes) -> str:
    """Return the encoding that an XML declaration names, when there is such."""
    if not start.lstrip().startswith(b"<?xml"):
        return ""
    named = start[:200].decode("latin-1").partition("encoding=")[2]
    name = named[1:].partition(named[:1])[0] if named else ""
    try:
        return name if name and codecs.lookup(name) else ""
    except (LookupError, ValueError):
        return ""


def _foreign_bytes(path: Path) -> bytes:
    """Return the lines that are not UTF-8 (up to a sample's size); none when the file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while part := file.read(SAMPLE_BYTES):
                decoder.decode(part)
            decoder.decode(b"", final=True)
            return b""
        except UnicodeDecodeError:
            file.seek(0)
            lines = (line for line in file if not line.isascii())
            return b"".join(islice(lines, 2000))[:GUESSED_BYTES]


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first rows the most even, and most, fields."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(lines), delimiter=delimiter), 20)
        widths = Counter(len(row) for row in rows if any(row))
        width, often = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        return (often if width > 1 else 0, width)

    csv.field_size_limit(LONGEST_CELL)
    try:
        return max(DELIMITERS, key=evenness)
    except csv.Error:
        return ","


def _plain(cell: Any) -> Cell:
    """Make of a sheet's cell what a person sees: 2020 for 2020.0, the day of midnight."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date()
    return str(cell) if isinstance(cell, time | timedelta) else cell
