"""Tables of a folder as files: written row by row, merged by their keys with what is there.

Neither the new rows nor the old need fit into memory: keys are held as numbers only. Lines end as
RFC 4180 says, for only then does `csv` put a cell with a lone carriage return in quotes.
"""

import csv
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path

import numpy as np
from xxhash import xxh3_64_intdigest

from dashboard import schema
from dashboard.datapackage.store import shipped_descriptor
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.sources.files import LONGEST_CELL
from dashboard.sources.outcomes import Value, cell_text

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
Text = list[str]
NUMBER = np.uint64
HEARD_EVERY, COPIED_AT_ONCE = 10_000, 16 << 20


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

    `deleted` are keys of events that their source has taken back.
    """

    name: str
    file: Path
    columns: Sequence[str]
    keys: array = field(default_factory=lambda: array("Q"))
    contents: array = field(default_factory=lambda: array("Q"))
    stamps: array = field(default_factory=lambda: array("q"))
    owners: array = field(default_factory=lambda: array("Q"))
    deleted: set[int] = field(default_factory=set)

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
        told = [columns.get(name, blank) for name in self.columns]
        rows = list(zip(*told, strict=True))
        keys = zip(*(told[place] for place in self._places), strict=True)
        self.keys.extend(map(number_of, keys))
        self.contents.extend(map(number_of, rows))
        self.stamps.extend(map(stamp_of, columns.get(STAMP, blank)))
        self.owners.extend(map(number_of, zip(columns.get("event_id", blank))))
        self._rows.writerows(rows)

    def close(self) -> None:
        """Finish the file."""
        self._opened.close()


def number_of(cells: Sequence[str]) -> int:
    """Return the number that stands for some cells, in every process the same.

    >>> number_of(["a", "b"]) == number_of(("a", "b")) != number_of(["ab"])
    True
    """
    return xxh3_64_intdigest(BETWEEN.join(cells).encode())


def key_of(row: Sequence[str], places: Sequence[int]) -> int:
    """Return a row's key as a number."""
    return number_of([row[place] for place in places])


@lru_cache(maxsize=1000)
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
        return _is_in(self.keys, key)

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
        return _merge_cells(writer, old, into), Winners(*[_numbers(())] * 3)
    columns = columns_of(writer.name)
    keys = np.frombuffer(writer.keys, dtype=NUMBER)
    stamps = np.frombuffer(writer.stamps, dtype=np.int64)
    contents = np.frombuffer(writer.contents, dtype=NUMBER)
    order = np.lexsort((np.arange(len(keys)), stamps, keys))
    if events:
        order = order[events.takes(writer)[order]]
    ranked, written = keys[order], _last_of_each(keys, order)
    written &= ~np.isin(keys, _numbers(writer.deleted))
    counts, total, beaten = Merged(), int(written.sum()), []
    deleted = events.deleted if events else writer.deleted
    places = [columns.index(name) for name in KEYS[writer.name]]
    event, stamp = columns.index("event_id") if events else 0, writer.stamp_place
    with into.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(columns)
        for number, row in enumerate(read_table(old, writer.name)):
            if number % HEARD_EVERY == 0:
                progress(Step(Stage.MERGING, into.name, number))
            key = key_of(row, places)
            at = int(np.searchsorted(ranked, NUMBER(key), side="right")) - 1
            if deleted and (number_of([row[event]]) if events else key) in deleted:
                counts.removed += 1
            elif at < 0 or ranked[at] != key:
                if not events or not events.has(number_of([row[event]])):
                    counts.kept += 1
                    rows.writerow(row)
            elif stamp >= 0 and stamp_of(row[stamp]) > int(stamps[order[at]]):
                counts.kept += 1
                beaten.append(key)
                written[order[at]] = False
                rows.writerow(row)
            elif number_of(row) == int(contents[order[at]]):
                counts.same += 1
            else:
                counts.changed += 1
        counts.new = total - counts.same - counts.changed - len(beaten)
        _add_new(writer, written, opened, progress)
    kept = np.flatnonzero(written)
    kept = kept[np.argsort(keys[kept])]
    return counts, Winners(keys[kept], stamps[kept], np.sort(_numbers(beaten)), writer.deleted)


def _add_new(writer: Writer, written: np.ndarray, into: TextIOWrapper, progress: Progress) -> None:
    """Add the new rows that are written to those of before."""
    name, size = f"{writer.name}.csv", max(writer.file.stat().st_size, 1)
    with writer.file.open(encoding="utf-8", newline="") as new:
        if written.all():
            into.flush()
            while part := new.buffer.read(COPIED_AT_ONCE):
                into.buffer.write(bytes(part))
                progress(Step(Stage.MERGING, name, len(written), new.buffer.tell() / size))
            return
        rows = csv.writer(into)
        for number, (is_in, row) in enumerate(zip(written, csv.reader(new), strict=True)):
            if number % HEARD_EVERY == 0:
                progress(Step(Stage.MERGING, name, number, number / len(written)))
            if is_in:
                rows.writerow(row)


def _last_of_each(keys: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return which rows are the last of their key, in an order by keys."""
    last = np.zeros(len(keys), dtype=bool)
    ranked = keys[order]
    last[order[np.append(ranked[1:] != ranked[:-1], True)[: len(order)]]] = True
    return last


def _numbers(values: Collection[int]) -> np.ndarray:
    return np.fromiter(values, dtype=NUMBER, count=len(values))


def _is_in(ranked: np.ndarray, value: int) -> bool:
    at = int(np.searchsorted(ranked, NUMBER(value)))
    return at < len(ranked) and int(ranked[at]) == value


def _merge_cells(writer: Writer, old: Path, into: Path) -> Merged:
    columns = columns_of(writer.name)
    places = [columns.index(name) for name in KEYS[writer.name]]
    before = {key_of(row, places): row for row in read_table(old, writer.name)}
    rows: dict[int, Text] = {}
    with writer.file.open(encoding="utf-8", newline="") as new:
        for row in csv.reader(new):
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
