"""Tables read by columns, many rows at once: cells of rows, what was made of them, what waits."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from dashboard.sources.reading.files import Cell
from dashboard.sources.reading.outcomes import Batch
from dashboard.sources.reading.tables import Header, Record

MOST_KEPT = 50_000
Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(dict[Key, Made]):
    """What was worked out for cells, up to so many."""

    def __init__(self, make: Callable[[Key], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Made:
        if len(self) >= MOST_KEPT:
            self.clear()
        made = self[key] = self._make(key)
        return made


class Cells:
    """Some columns of a table: their cells of a row, and a record of these alone."""

    def __init__(self, header: Header, *names: str) -> None:
        places = {name: place for place, name in enumerate(header.names)}
        self._names = [name for name in names if name in places]
        self._places = [places[name] for name in self._names]

    def of(self, rows: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
        """Return the cells of each row."""
        if len(self._places) > 1:
            return map(itemgetter(*self._places), rows)
        return [tuple(cells[place] for place in self._places) for cells in rows]

    def record(self, cells: Sequence[Cell]) -> Record:
        """Return a record of these cells alone."""
        return Record(0, dict(zip(self._names, cells, strict=True)))


def cells_of(header: Header, name: str, rows: Sequence[Sequence[str]]) -> Sequence[str | None]:
    """Return a column's cells; nothing for each row where there is no such column."""
    if name not in header.names:
        return [None] * len(rows)
    place = header.names.index(name)
    return [cells[place] for cells in rows]


class Waiting:
    """Rows of one table that are yielded up to a row of the file, then up to the next."""

    def __init__(
        self, table: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str]]
    ) -> None:
        self._table, self._numbers, self._columns = table, numbers, columns
        self._done = 0

    def before(self, number: int) -> Iterator[Batch]:
        """Yield the rows that stand before a row of the file and were not yielded yet."""
        start, self._done = self._done, bisect_left(self._numbers, number)
        if start == self._done:
            return
        if self._done - start == len(self._numbers):
            yield Batch(self._table, self._numbers, self._columns)
            return
        part = slice(start, self._done)
        columns = {name: texts[part] for name, texts in self._columns.items()}
        yield Batch(self._table, self._numbers[part], columns)
