"""A table as records by the names of its columns: where its header is, and what is no record.

Fields never slide: a row with more or fewer fields than the header is refused.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from dashboard.sources.reading.files import Cell, Cells, Content, SourceFile, Unreadable
from dashboard.sources.reading.numbers import is_nothing, text_of
from dashboard.sources.reading.outcomes import Lost, NoRow, NotData, Outcome, Refused

Made = TypeVar("Made")
TAG = re.compile(r"#[a-z]+[a-z0-9]*([+][a-z0-9]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table, or an item of a list: its number and its cells by column."""

    row: int
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        return self.cells.get(column)

    def refused(self, column: str, rule: object, lost: Lost = Lost.ROW) -> Refused:
        """Return the fault of a cell."""
        return Refused(lost, self.row, column, text_of(self[column]), str(rule))


@dataclass(frozen=True)
class Header:
    """Where a table begins: the row of its header and its columns' names."""

    row: int
    names: tuple[str, ...]


def header_of(file: SourceFile) -> Header:
    """Return the header: the first row with more than one cell filled.

    Raises `Unreadable` when there is none.
    """
    for row, cells in file.head:
        if has_several(cells):
            return Header(row, tuple(name_of(cell) for cell in cells))
    raise Unreadable(Refused(Lost.FILE, 0, "", "", "not_a_table"))


def has_several(cells: Cells) -> bool:
    """Return whether more than one cell of a row is filled; of many no more than two are asked."""
    return len([*islice((cell for cell in cells if not is_nothing(cell)), 2)]) > 1


def in_small_letters(header: Header) -> Header:
    """Return a header with its names in small letters."""
    return replace(header, names=tuple(name.lower() for name in header.names))


def has_names_twice(header: Header) -> bool:
    """Return whether two columns of a table bear one name."""
    names = [name for name in header.names if name]
    return len(set(names)) < len(names)


class Columns(dict[str, str]):
    """The columns of a table by their names in small letters.

    One that is not there raises `Unreadable`: a file of another format was handed in as this one.
    """

    def __missing__(self, name: str) -> str:
        raise Unreadable(Refused(Lost.FILE, 0, name, "", "no_such_column"))


def named_columns(file: SourceFile) -> Columns:
    """Return the columns of a table; none for no table."""
    try:
        return Columns({name.lower(): name for name in header_of(file).names if name})
    except Unreadable:
        return Columns()


def name_of(cell: Cell) -> str:
    """Return the name of a column without marks and spaces around it."""
    return " ".join(str(cell).replace("\ufeff", "").split()) if cell not in (None, "") else ""


def records(file: SourceFile, header: Header | None = None) -> Iterator[Record | Refused | NotData]:
    """Yield the records of a table, and what in it is none; stops at a header used twice.

    Raises `Unreadable`.
    """
    header = header or header_of(file)
    if twice := _differing(file, header):
        yield Refused(Lost.FILE, header.row, twice, twice, "duplicated_header")
        return
    is_ragged = file.content is Content.TABLE
    found = False
    for row, cells in file.rows():
        each = record_of(row, cells, header, is_ragged=is_ragged)
        if each is not None:
            found = found or not isinstance(each, NotData)
            yield each
    if not found:
        yield no_rows(header)


def records_in_small_letters(file: SourceFile) -> Iterator[Record | Refused | NotData]:
    """Yield the records of a table or JSON, their names in small letters. Raises `Unreadable`."""
    if file.content is not Content.JSON:
        yield from records(file, in_small_letters(header_of(file)))
        return
    for each in items(file):
        yield Record(each.row, {name.lower(): cell for name, cell in each.cells.items()})


def record_of(
    row: int, cells: Cells, header: Header, *, is_ragged: bool
) -> Record | Refused | NotData | None:
    """Return what a row of a table is; None above the header's end and for a blank one.

    `is_ragged`: whether more or fewer fields than the header's are a fault, as in CSV.
    """
    if row <= header.row or not any(cells):
        return None
    if row <= header.row + 1 and is_tags(cells):
        return NotData(row, "hxl_tags")
    width = len(header.names)
    if len(cells) != width:
        if is_ragged:
            return ragged(row, cells, width)
        cells = [*cells, *[""] * (width - len(cells))]
    if _is_header(cells, header.names):
        return NotData(row, "header_again")
    return Record(row, dict(zip(header.names, cells, strict=False)))


def no_rows(header: Header) -> Refused:
    """Return the fault of a table that has a header and nothing else."""
    return Refused(Lost.FILE, header.row, "", "", "no_rows")


def items(file: SourceFile) -> Iterator[Record]:
    """Yield the items of JSON: a list, one under `data`, or a layer's features.

    The point of a feature becomes `longitude` and `latitude` where its properties have none. Raises
    `Unreadable`.
    """
    held = file.json
    if isinstance(held, dict):
        held = held.get("data") or held.get("features") or held.get("Result") or []
    for row, item in enumerate(held if isinstance(held, list) else [], start=1):
        if isinstance(item, dict):
            properties = item.get("properties") or item.get("attributes") or item
            own = {str(name): _flat(cell) for name, cell in properties.items()}
            yield Record(row, {**_point(item.get("geometry")), **own})


def names_of(file: SourceFile) -> frozenset[str]:
    """Return the names of a table's columns, or of JSON's first item, in small letters.

    Raises `Unreadable` for broken JSON.
    """
    if file.content is not Content.JSON:
        return frozenset(named_columns(file))
    first = next(items(file), None)
    return frozenset(name.lower() for name in first.cells) if first else frozenset()


def outcomes_of_each(
    found: Iterable[Record | Outcome], read: Callable[[Record], Iterable[Made]]
) -> Iterator[Made | Outcome]:
    """Yield what `read` makes of each record, or why it gives no row (`NoRow`); all else as is."""
    for each in found:
        if not isinstance(each, Record):
            yield each
            continue
        try:
            yield from read(each)
        except NoRow as fault:
            yield fault.outcome


def _flat(cell: Any) -> Cell:
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else cell


def _point(geometry: Any) -> dict[str, Cell]:
    try:
        longitude, latitude = geometry["coordinates"][:2]
        return {"longitude": float(longitude), "latitude": float(latitude)}
    except (TypeError, KeyError, ValueError, IndexError):
        return {}


def _differing(file: SourceFile, header: Header) -> str:
    """Return the first name that two columns bear with different values; "" for none."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header.names):
        if name:
            places.setdefault(name, []).append(place)
    twice = {name: own for name, own in places.items() if len(own) > 1}
    for row, cells in file.rows() if twice else ():
        if row > header.row:
            for name, own in twice.items():
                if len({text_of(cells[at]) for at in own if at < len(cells)}) > 1:
                    return name
    return ""


def is_tags(cells: Iterable[Cell]) -> bool:
    """Return whether a row holds HXL tags and nothing else."""
    filled = [str(cell) for cell in cells if not is_nothing(cell)]
    return bool(filled) and all(TAG.fullmatch(cell.replace(" ", "")) for cell in filled)


def _is_header(cells: Cells, names: tuple[str, ...]) -> bool:
    if name_of(cells[0]).lower() != names[0].lower():
        return False
    return all(
        name_of(cell).lower() == name.lower() for cell, name in zip(cells, names, strict=True)
    )


def ragged(row: int, cells: Cells, width: int) -> Refused:
    """Return the fault of a row with more or fewer fields than there are columns."""
    rule = "too_many_fields" if len(cells) > width else "too_few_fields"
    return Refused(Lost.ROW, row, "", f"{len(cells)} fields", rule)
