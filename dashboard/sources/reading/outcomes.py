"""What reading a file gives: rows of our tables, faults, records left out, remarks, questions.

A reading function yields these one by one, so that a file may be longer than memory. `row` counts
as a spreadsheet does (the header is row 1, a cell with line breaks is one row); items of JSON,
GeoJSON and XML count from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

Value = str | int | float | bool | date | None
Values = Mapping[str, Value]


def cell_text(value: Value) -> str:
    """Return a value as our tables have it.

    >>> cell_text(date(2020, 6, 30)), cell_text(True), cell_text(42.8746), cell_text(None)
    ('2020-06-30', 'true', '42.8746', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        plain = str(int(value)) if value.is_integer() else repr(value)
        return plain if "e" not in plain else np.format_float_positional(value, trim="-")
    return str(value)


class Lost(StrEnum):
    """How much is not loaded because of a fault."""

    CELL = "cell"  # the row is loaded without the value
    ROW = "row"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Row:
    """A row for one of our tables, by our column names; columns not named are blank."""

    table: str
    row: int
    values: Values


@dataclass(frozen=True, slots=True)
class Batch:
    """Many rows for one of our tables: their numbers, and by our column names the texts of each.

    Each is all that its record gives for that table, or one of several in the order of the file.
    """

    table: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A fault: what is not loaded, and the rule that it breaks (see `rules.rule_words`).

    `offer` names what the user may accept instead (`Choices.accepted`), such as swapping
    coordinates; `meant` is the value that would then be read.
    """

    lost: Lost
    row: int
    column: str
    value: str
    rule: str
    offer: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record of the five countries that gives no row, and why (see `rules.reason_words`)."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class NotData:
    """A row that is no record: a header once more, tags, a total (see `rules.reason_words`)."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A record about none of the five countries, or so many of them from that row on."""

    row: int
    records: int = 1


@dataclass(frozen=True, slots=True)
class Deleted:
    """An event that its source has taken back, by our key: it goes, and its figures with it."""

    row: int
    event_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on a row that is loaded (see `rules.rule_words`)."""

    row: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Question:
    """A real choice: the field of `Choices`, what it is about, and what was taken meanwhile."""

    choice: str
    about: str
    taken: str


Outcome = Row | Batch | Refused | LeftOut | NotData | Elsewhere | Deleted | Notice | Question


class NoRow(Exception):
    """A record gives no row: the outcome says why."""

    def __init__(self, outcome: Refused | LeftOut | Elsewhere) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True)
class Choices:
    """What the user has said of a file; everything may be left open.

    `columns`: our column -> the file's column, of a table of the desk's own. `event_types`: the
    file's word -> our type and sub-type. `accepted`: rules whose offer is taken up. `continues`:
    the file holds only what is new or changed since the last one of its source.
    """

    retrieved: date
    publisher: str = ""
    day_first: bool | None = None
    country: str = ""
    currency: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    event_types: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    continues: bool = False
