"""The table of a panel: typed columns over rows of values, as shown to a reader.

A cell holds a value (`values`), never a sentence; a column says of what kind its cells are. How a
file or a screen lays the table out is left to whoever prints it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.dates import months, short_day
from dashboard.schema import TableRow
from dashboard.values import Absent, Amount, Rate, Reason, Term, Total, Window
from dashboard.vocabulary import country_name
from dashboard.wording import (
    absent,
    amount_words,
    join_words,
    length,
    say,
    signed,
    term,
    window_words,
)


class Kind(StrEnum):
    """What the cells of a column hold; it decides how they are written, aligned and exported.

    The type of a cell stands behind each. Any cell may also be `Absent` or None (blank).
    """

    TEXT = "text"  # str, ours or a title
    REPORTED = "reported"  # str, the words of a source or an id: never read as a number
    COUNTRY = "country"  # str, ISO 3166-1 alpha-3
    COUNTRIES = "countries"  # tuple of such codes
    DAY = "day"  # date
    WINDOW = "window"  # Window
    MONTH = "month"  # str, YYYY-MM, or of a run of months YYYY-MM/YYYY-MM
    COUNT = "count"  # int
    CHANGE = "change"  # int, written with its sign
    NUMBER = "number"  # float, or a Rate, which is written with all its digits
    AMOUNT = "amount"  # Amount, of figures also Term
    TOTAL = "total"  # Total, or an Amount
    MONEY = "money"  # Amount; the unit of the column or row is its ISO 4217 code
    RATE = "rate"  # Amount with bounds: units of one currency for one of another
    PERCENT = "percent"  # float, in per cent
    MONTHS = "months"  # int, a length of time in months
    TERM = "term"  # Term, the length of a prison sentence
    LINK = "link"  # str, an address
    KEYS = "keys"  # tuple of ids
    FLAG = "flag"  # bool


NUMERIC = frozenset(
    (
        *(Kind.COUNT, Kind.CHANGE, Kind.NUMBER, Kind.AMOUNT, Kind.TOTAL, Kind.MONEY),
        *(Kind.RATE, Kind.PERCENT, Kind.MONTHS, Kind.TERM),
    )
)

# The kinds of the differences of numbers that are no counts.
DIFFERENCES = {
    Kind.AMOUNT: Kind.AMOUNT,
    Kind.TOTAL: Kind.AMOUNT,
    Kind.NUMBER: Kind.NUMBER,
    Kind.PERCENT: Kind.NUMBER,
}


@dataclass(frozen=True)
class Column:
    """One column of a panel's table.

    `key` is stable ASCII (`iso_code`, `first_day`, `detained`), the same whatever is filtered;
    `heading` is what it is called, in English or as a sentence already said; `unit` what one of its
    numbers counts ("people", "USD").
    `style` chooses among ways to write its kind: "long" for months ("June 2020"), "year" for
    windows that need it, "short" or "short_year" for days that stand in words, "signed" for amounts
    that are differences, "word" for words that the catalogue has. `absent` has words
    for reasons of its own for having no number, where those that every table uses say less.
    `beside` is the key of the column that this one compares with another period. In data a
    column of numbers has another beside it that says why one is not there; `tells_why` gives it to
    a column of no numbers (True), or takes it from one whose numbers are always there (False). One
    that `is_detail` says of which day or kind the number in another column is.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    style: str = ""
    absent: Mapping[Reason, str] = field(default_factory=dict, hash=False)
    beside: str = ""
    tells_why: bool | None = None
    is_detail: bool = False

    @property
    def title(self) -> str:
        """The heading as shown, in the language of the catalogue."""
        return say(self.heading) if self.heading else ""

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand flush right."""
        return self.kind in NUMERIC


# Columns that the tables of several subjects have.
COUNTRY = Column("iso_code", "Country", Kind.COUNTRY)
FIRST_DAY = Column("first_day", "First day", Kind.DAY)
LAST_DAY = Column("last_day", "Last day", Kind.DAY)
EVENT = Column("title", "Event", Kind.REPORTED)
EVENT_KEY = Column("event_id", "Event key", Kind.REPORTED)
SOURCE = Column("source", "Source")
STATUS = Column("status", "Status", style="word")


@dataclass(frozen=True, eq=False)
class Table:
    """Columns, and a frame whose labels are their keys and whose cells are values of their kinds.

    A cell is None (blank), `Absent` (no number, and why), or of the type that `Kind` names.
    `details` holds, row by row, what data has besides (`panels.tidy`), or in codes where the table
    has words. Where countries stand beside each other as columns, `across` is what their numbers
    count: the name of the one column that data has of them.
    """

    columns: tuple[Column, ...]
    frame: pd.DataFrame
    details: "Table | None" = None
    across: str = ""

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.frame)

    def column(self, key: str) -> Column:
        """Return a column by its key. Raises `KeyError`."""
        return next(column for column in self.columns if column.key == key)

    def cells(self, key: str) -> list[Any]:
        """Return the values of one column, row by row."""
        return self.frame[key].tolist()

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The rows as a reader sees them: headings for keys, words for values.

        Plain numbers and days stay numbers and days; each format writes them in its own way.
        """
        columns = [self._shown_column(column) for column in self.columns]
        frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
        return frame.set_axis([column.title for column in self.columns], axis=1)

    def _shown_column(self, column: Column) -> pd.Series:
        cells = self.frame[column.key]
        if _is_as_shown(column, cells):
            return cells
        return pd.Series(self.shown_cells(column.key), cells.index, dtype=object)

    def shown_cells(self, key: str) -> list[Any]:
        """Return one column as a reader sees it, row by row."""
        column, cells = self.column(key), self.frame[key]
        if _is_as_shown(column, cells):
            return cells.tolist()
        return [_shown(column, cell) for cell in cells.tolist()]


def _is_as_shown(column: Column, cells: pd.Series) -> bool:
    as_is = (column.kind not in _WRITERS and column.style != "word") or (
        column.kind is Kind.DAY and not column.style
    )
    return cells.dtype != object and as_is


def table_of(columns: Sequence[Column], rows: Iterable[TableRow]) -> Table:
    """Make a table of rows by key; a key that a row lacks is blank there.

    >>> where = Column("iso_code", "Country", Kind.COUNTRY)
    >>> many = Column("detained", "People detained", Kind.AMOUNT)
    >>> from dashboard.values import at_least
    >>> table = table_of((where, many), [{"iso_code": "KAZ", "detained": at_least(100)}])
    >>> table.shown.to_dict("list")
    {'Country': ['Kazakhstan'], 'People detained': ['≥ 100']}
    """
    listed = list(rows)
    # One index for all, which pandas then does not fit to each other.
    index = pd.RangeIndex(len(listed))
    frame = pd.DataFrame(
        {
            column.key: _series([row.get(column.key) for row in listed], column.kind, index)
            for column in columns
        },
        index=index,
    )
    return Table(tuple(columns), frame)


FACTS = (Column("what", "What"), Column("words", "Words", Kind.REPORTED))


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    """Return what is said of one thing: a heading and words a row.

    >>> facts_table([("When", "6 June 2020")]).shown.to_dict("list")
    {'What': ['When'], 'Words': ['6 June 2020']}
    """
    return table_of(FACTS, ({"what": what, "words": words} for what, words in facts))


def _shown(column: Column, cell: object) -> Any:
    """Return what a reader sees in one cell: a word, or a plain number or day."""
    if isinstance(cell, Absent):
        own = column.absent.get(cell.reason)
        return say(own) if own else absent(cell)
    if isinstance(cell, (Amount, Total)):
        return (
            amount_words(cell, signed, say(" to "))
            if column.style == "signed"
            else amount_words(cell)
        )
    if column.style == "word" and isinstance(cell, str):
        return say(cell)
    if column.style == "signed" and isinstance(cell, (int, float)):
        return signed(cell)
    if isinstance(cell, Term):
        return term(cell)
    write = _WRITERS.get(column.kind)
    return cell if cell is None or cell is pd.NaT or write is None else write(column, cell)


def _window(column: Column, cell: Window) -> str:
    return window_words(cell, year=column.style == "year")


def _day(column: Column, cell: date) -> Any:
    return short_day(cell, year=column.style == "short_year") if column.style else cell


def _month(column: Column, cell: str) -> str:
    first, _, last = cell.partition("/")
    ends = (date.fromisoformat(f"{each}-01") for each in (first, last or first))
    return months(*ends) if column.style == "long" else cell


# How cells of a kind are written where they do not stand as they are.
_WRITERS: Mapping[Kind, Callable[[Column, Any], Any]] = {
    Kind.COUNTRY: lambda column, cell: country_name(cell),
    Kind.COUNTRIES: lambda column, cell: join_words([country_name(code) for code in cell]),
    Kind.DAY: _day,
    Kind.WINDOW: _window,
    Kind.MONTH: _month,
    Kind.CHANGE: lambda column, cell: signed(cell),
    Kind.MONTHS: lambda column, cell: length(cell),
    Kind.KEYS: lambda column, cell: "; ".join(cell),
    Kind.FLAG: lambda column, cell: say("yes") if cell else say("no"),
}


def _series(cells: list[Any], kind: Kind, index: pd.RangeIndex) -> pd.Series:
    """Return cells as a column: as Python objects unless all are plain numbers or days."""
    if kind is Kind.DAY and not any(isinstance(cell, Absent) for cell in cells):
        return pd.Series(pd.to_datetime(cells), index)
    plain = all(
        isinstance(cell, (int, float)) and not isinstance(cell, (bool, Rate)) for cell in cells
    )
    return pd.Series(cells, index, dtype=None if cells and plain else object)
