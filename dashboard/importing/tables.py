"""Tables of a folder as files: written row by row, merged by their keys with what is there.

Neither the new rows nor the old need fit into memory: keys are held as numbers only. Lines end as
RFC 4180 says, for only then does `csv` put a cell with a lone carriage return in quotes.
"""

import csv
import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from io import TextIOWrapper
from itertools import count, islice
from pathlib import Path

import numpy as np
from xxhash import xxh3_64_intdigest

from dashboard import schema
from dashboard.datapackage.store import shipped_descriptor
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.sources.reading.files import LONGEST_CELL
from dashboard.sources.reading.outcomes import Value, cell_text

KEYS = {
    "events": ("event_id",),
    "figures": ("figure_id",),
    "covid_daily": ("iso_code", "date"),
    "rates": ("date", "currency", "kind", "source_id"),
    "sources": ("source_id",),
    "series": ("series_id",),
}
# A file may fill one column only (confirmed cases, then deaths): the others stay.
FILLED_BIT_BY_BIT = ("covid_daily",)
# When the source last changed a row: of two rows of a key the later is kept.
STAMP = "updated_at"
NO_MARKS = str.maketrans("", "", "-T:Z")
# Between the cells of a row of which one number is made: in no text.
BETWEEN = "\x1f"
# What a cell of CSV has in quotes only.
MARKS = re.compile(r'[,"\r\n]')
Text = list[str]
NUMBER = np.uint64
OPENED = ("_opened", "_rows")
HEARD_EVERY, MERGED_AT_ONCE, COPIED_AT_ONCE = 10_000, 5_000, 16 << 20


@dataclass
class Merged:
    """How the new rows of a table stand to those that were there."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    removed: int = 0


@dataclass
class Writer:
    """Writes the new rows of one table; of each it keeps key, content and event as numbers.

    `deleted` are keys of events that their source has taken back; `following` are files of further
    rows, which another process wrote.
    """

    name: str
    file: Path
    columns: Sequence[str]
    keys: array = field(default_factory=lambda: array("Q"))
    contents: array = field(default_factory=lambda: array("Q"))
    stamps: array = field(default_factory=lambda: array("q"))
    owners: array = field(default_factory=lambda: array("Q"))
    deleted: set[int] = field(default_factory=set)
    following: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._opened = self.file.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._opened)
        self.stamp_place = self.columns.index(STAMP) if STAMP in self.columns else -1
        self._places = [self.columns.index(name) for name in KEYS[self.name]]

    def write(self, values: Mapping[str, Value]) -> None:
        """Write one row."""
        row = tuple(
            cell if isinstance(cell := values.get(name, ""), str) else cell_text(cell)
            for name in self.columns
        )
        self.keys.append(key_of(row, self._places))
        self.contents.append(number_of(row))
        self.stamps.append(stamp_of(str(values.get(STAMP) or "")))
        self.owners.append(number_of([str(values.get("event_id") or "")]))
        self._rows.writerow(row)

    def write_many(self, count: int, columns: Mapping[str, Sequence[str]]) -> None:
        """Write so many rows, given as columns of texts."""
        blank = [""] * count
        ordered_columns = [columns.get(name, blank) for name in self.columns]
        rows = list(zip(*ordered_columns, strict=True))
        keys = zip(*(ordered_columns[place] for place in self._places), strict=True)
        self.keys.extend(map(number_of, keys))
        self.contents.extend(map(number_of, rows))
        self.stamps.extend(map(stamp_of, columns.get(STAMP, blank)))
        self.owners.extend(map(number_of, zip(columns.get("event_id", blank))))
        self._opened.writelines(csv_lines(ordered_columns))

    def close(self) -> None:
        """Finish the file."""
        self._opened.close()

    def follow(self, other: "Writer") -> None:
        """Put the rows of another writer, which is done, behind these."""
        self.keys.extend(other.keys)
        self.contents.extend(other.contents)
        self.stamps.extend(other.stamps)
        self.owners.extend(other.owners)
        self.deleted |= other.deleted
        self.following.append(other.file)

    @property
    def files(self) -> list[Path]:
        """The files of new rows, in order."""
        return [self.file, *self.following]

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs of a writer that is done: all but its open file."""
        return {name: each for name, each in vars(self).items() if name not in OPENED}


def csv_lines(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    r"""Yield the lines of CSV of several columns, as `csv.writer` writes them, in a third of time.

    >>> [*csv_lines([["1", "2"], ["a, b", "c"]])]
    ['1,"a, b"\r\n', '2,c\r\n']
    """
    quoted = [_quoted(cells) for cells in columns]
    return (f"{','.join(row)}\r\n" for row in zip(*quoted, strict=True))


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    """Put those cells in quotes that cannot stand without."""
    if not MARKS.search(BETWEEN.join(cells)):
        return cells
    doubled = '""'
    return [f'"{c.replace(chr(34), doubled)}"' if MARKS.search(c) else c for c in cells]


def number_of(cells: Sequence[str]) -> int:
    """Return the number that stands for some cells, in every process the same.

    >>> number_of(["a", "b"]) == number_of(("a", "b")) != number_of(["ab"])
    True
    """
    return xxh3_64_intdigest(BETWEEN.join(cells).encode())


def key_of(row: Sequence[str], places: Sequence[int]) -> int:
    """Return a row's key as a number."""
    return number_of([row[place] for place in places])


@lru_cache(maxsize=20_000)
def stamp_of(updated_at: str) -> int:
    """Return when a row was last changed at its source as a number that rises; 0 if unsaid.

    >>> stamp_of("2023-07-07T16:25:15Z"), stamp_of("")
    (20230707162515, 0)
    """
    return int(updated_at.translate(NO_MARKS)[:14] or 0)


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of one of our tables, in their order."""
    resource = schema.resources_by_name(shipped_descriptor())[table]
    return tuple(field["name"] for field in resource["schema"]["fields"])


def read_table(file: Path, table: str) -> Iterator[Text]:
    """Yield the rows of a table with our columns in our order; none when there is no file."""
    if not file.is_file():
        return
    csv.field_size_limit(LONGEST_CELL)
    wanted = columns_of(table)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        header = next(rows, [])
        places = [header.index(name) if name in header else -1 for name in wanted]
        for row in rows:
            if row:
                yield [row[at] if 0 <= at < len(row) else "" for at in places]


def write_table(file: Path, table: str, rows: Iterable[Sequence[str]]) -> None:
    """Write a table whole."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened)
        written.writerow(columns_of(table))
        written.writerows(rows)


@dataclass(frozen=True)
class Winners:
    """The new events that are written, by key, and when their source changed them."""

    keys: np.ndarray
    stamps: np.ndarray
    beaten: np.ndarray  # keys whose row of before is newer
    deleted: Set[int] = frozenset()  # keys that their source has taken back

    def has(self, key: int) -> bool:
        """Return whether an event is written anew."""
        return bool(_are_in(self.keys, _numbers([key]))[0])

    def takes(self, figures: Writer) -> np.ndarray:
        """Return which figures belong to the rows of their events that are written."""
        owners = np.frombuffer(figures.owners, dtype=NUMBER)
        stamps = np.frombuffer(figures.stamps, dtype=np.int64)
        is_free = ~(np.isin(owners, self.beaten) | np.isin(owners, _numbers(self.deleted)))
        if not len(self.keys):
            return is_free
        at = np.minimum(np.searchsorted(self.keys, owners), len(self.keys) - 1)
        is_there = self.keys[at] == owners
        return np.where(is_there, self.stamps[at] == stamps, is_free)


def merge(
    writer: Writer,
    old: Path,
    into: Path,
    events: Winners | None = None,
    progress: Progress = unheard,
) -> tuple[Merged, Winners]:
    """Write old and new rows of a table together: of a key, the row that its source changed last.

    `events`: those written anew, of a table of their figures: theirs of before are left out. So
    are events that their source has taken back (`writer.deleted`), and the figures of these.
    """
    if writer.name in FILLED_BIT_BY_BIT:
        nothing = _numbers(())
        return _merge_cells(writer, old, into), Winners(nothing, nothing, nothing)
    merging = _Merging(writer, events)
    with into.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(columns_of(writer.name))
        before = read_table(old, writer.name)
        for number in count(0, MERGED_AT_ONCE):
            if not (batch := list(islice(before, MERGED_AT_ONCE))):
                break
            progress(Step(Stage.MERGING, into.name, number))
            if merging.leaves(batch):
                opened.writelines(csv_lines([*zip(*batch, strict=True)]))
            else:
                rows.writerows(filter(merging.keeps, batch))
        _add_new(writer, merging.written, opened, progress)
    return merging.result()


class _Merging:
    """Goes through the rows of before, and says which of them stay beside the new ones."""

    def __init__(self, writer: Writer, events: Winners | None) -> None:
        columns = columns_of(writer.name)
        self._writer, self._events, self._counts = writer, events, Merged()
        self._keys = np.frombuffer(writer.keys, dtype=NUMBER)
        self._stamps = np.frombuffer(writer.stamps, dtype=np.int64)
        self._contents = np.frombuffer(writer.contents, dtype=NUMBER)
        order = np.lexsort((np.arange(len(self._keys)), self._stamps, self._keys))
        if events:
            order = order[events.takes(writer)[order]]
        self._order, self._ranked = order, self._keys[order]
        self.written = _last_of_each(self._keys, order)
        self.written &= ~np.isin(self._keys, _numbers(writer.deleted))
        self._total, self._beaten = int(self.written.sum()), list[int]()
        self._deleted = events.deleted if events else writer.deleted
        self._places = [columns.index(name) for name in KEYS[writer.name]]
        self._event = columns.index("event_id") if events else 0

    def leaves(self, batch: Sequence[Text]) -> bool:
        """Count the rows as kept where nothing new is of any of their keys or events."""
        keys = _numbers([key_of(row, self._places) for row in batch])
        owners = keys
        if self._events:
            owners = _numbers([number_of([row[self._event]]) for row in batch])
        if (
            _are_in(self._ranked, keys).any()
            or (self._events and _are_in(self._events.keys, owners).any())
            or (self._deleted and np.isin(owners, _numbers(self._deleted)).any())
        ):
            return False
        self._counts.kept += len(batch)
        return True

    def keeps(self, row: Text) -> bool:
        """Say whether a row of before stays, and count it."""
        counts, stamp = self._counts, self._writer.stamp_place
        key = key_of(row, self._places)
        owner = number_of([row[self._event]]) if self._events else key
        at = int(np.searchsorted(self._ranked, NUMBER(key), side="right")) - 1
        if owner in self._deleted:
            counts.removed += 1
            return False
        if at < 0 or self._ranked[at] != key:
            is_kept = not (self._events and self._events.has(owner))
            counts.kept += is_kept
            return is_kept
        new = self._order[at]
        if stamp >= 0 and stamp_of(row[stamp]) > int(self._stamps[new]):
            counts.kept += 1
            self._beaten.append(key)
            self.written[new] = False
            return True
        if number_of(row) == int(self._contents[new]):
            counts.same += 1
        else:
            counts.changed += 1
        return False

    def result(self) -> tuple[Merged, Winners]:
        """Return how the new rows stand to those of before, and which are written."""
        counts = self._counts
        counts.new = self._total - counts.same - counts.changed - len(self._beaten)
        kept = np.flatnonzero(self.written)
        kept = kept[np.argsort(self._keys[kept])]
        beaten = np.sort(_numbers(self._beaten))
        return counts, Winners(self._keys[kept], self._stamps[kept], beaten, self._writer.deleted)


def _add_new(writer: Writer, written: np.ndarray, into: TextIOWrapper, progress: Progress) -> None:
    """Add the new rows that are written to those of before."""
    name, size = f"{writer.name}.csv", max(sum(file.stat().st_size for file in writer.files), 1)
    if written.all():
        into.flush()
        done = 0
        for file in writer.files:
            with file.open("rb") as new:
                while part := new.read(COPIED_AT_ONCE):
                    into.buffer.write(part)
                    done += len(part)
                    progress(Step(Stage.MERGING, name, len(written), done / size))
        return
    rows = csv.writer(into)
    for number, (is_in, row) in enumerate(zip(written, _new_rows(writer), strict=True)):
        if number % HEARD_EVERY == 0:
            progress(Step(Stage.MERGING, name, number, number / len(written)))
        if is_in:
            rows.writerow(row)


def _new_rows(writer: Writer) -> Iterator[Text]:
    for file in writer.files:
        with file.open(encoding="utf-8", newline="") as new:
            yield from csv.reader(new)


def _last_of_each(keys: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return which rows are the last of their key, in an order by keys."""
    last = np.zeros(len(keys), dtype=bool)
    ranked = keys[order]
    last[order[np.append(ranked[1:] != ranked[:-1], True)[: len(order)]]] = True
    return last


def _numbers(values: Collection[int]) -> np.ndarray:
    return np.fromiter(values, dtype=NUMBER, count=len(values))


def _are_in(ranked: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return which values are among those in order."""
    if not len(ranked):
        return np.zeros(len(values), dtype=bool)
    at = np.minimum(np.searchsorted(ranked, values), len(ranked) - 1)
    return ranked[at] == values


def _merge_cells(writer: Writer, old: Path, into: Path) -> Merged:
    columns = columns_of(writer.name)
    places = [columns.index(name) for name in KEYS[writer.name]]
    before = {key_of(row, places): row for row in read_table(old, writer.name)}
    rows: dict[int, Text] = {}
    for row in _new_rows(writer):
        key = key_of(row, places)
        known = rows.get(key) or before.get(key) or [""] * len(row)
        rows[key] = [cell or has for cell, has in zip(row, known, strict=True)]
    counts = Merged(
        new=sum(key not in before for key in rows),
        same=sum(before.get(key) == row for key, row in rows.items()),
        kept=sum(key not in rows for key in before),
    )
    counts.changed = len(rows) - counts.new - counts.same
    merged = sorted((before | rows).values(), key=lambda row: [row[place] for place in places])
    write_table(into, writer.name, merged)
    return counts
