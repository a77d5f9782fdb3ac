"""The columns of a table as a reader sees them, and one value as text.

Text is exact for machines, readable for people, harmless for spreadsheets. Which values go into
which file is left to the formats.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from dashboard.dates import day
from dashboard.panels.differences import with_one_column
from dashboard.panels.table import Column, Kind, Table
from dashboard.values import Amount, Qualifier, Rate, Total
from dashboard.wording import MINUS

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE = re.compile(rf"{MINUS}[\d,.]+%?")
_SIGNED_NUMBER = re.compile(r"[+-]\d[\d,.\u00a0 ]*%?")
# More columns than these do not stand beside each other; so few rows can be turned.
MOST_ACROSS, FEW_ROWS = 12, 6
# Kinds whose words a sheet can add up.
WHOLE = (Kind.COUNT, Kind.CHANGE, Kind.AMOUNT, Kind.TOTAL)


@dataclass(frozen=True)
class ShownColumn:
    """A column as a reader sees it: words, plain numbers, days, blanks.

    `is_numeric` columns stand flush right. `numbers` has, for each word that is nothing but a
    number, that number, which a sheet can add up; None for all others. It `is_turned` where the
    column was a row.
    """

    title: str
    cells: list[object]
    is_numeric: bool
    numbers: Sequence[float | None]
    is_turned: bool = False

    def after(self, rows: int) -> "ShownColumn":
        """Return the column without its first rows."""
        return replace(self, cells=self.cells[rows:], numbers=self.numbers[rows:])

    @cached_property
    def texts(self) -> list[str]:
        """Its cells as a reader has them."""
        return [readable_text(cell) for cell in self.cells]


def columns_of(rows: pd.DataFrame | Table, most: int | None = None) -> list[ShownColumn]:
    """Return the columns of a table, of its first `most` rows."""
    if isinstance(rows, pd.DataFrame):
        first = rows if most is None else rows.head(most)
        return [
            _plain(str(name), first.iloc[:, n].tolist()) for n, name in enumerate(first.columns)
        ]
    table = rows if most is None else Table(rows.columns, rows.frame.head(most))
    return [
        _shown(column, table.shown.iloc[:, place].tolist(), table.cells(column.key))
        for place, column in enumerate(table.columns)
    ]


def columns_on_paper(rows: pd.DataFrame | Table, most: int) -> list[ShownColumn]:
    """Return the columns of a table's first `most` rows as a page or a slide has room for them.

    A few rows with very many columns are turned: each column is a row, blank ones are left out.
    What compares a number with another period stands in one column: "12 (+6, up)".
    """
    columns = columns_of(with_one_column(rows) if isinstance(rows, Table) else rows, most)
    if len(columns) <= MOST_ACROSS or not 0 < len(columns[0].cells) <= FEW_ROWS:
        return columns
    head, *others = columns
    filled = [column for column in others if any(column.texts)]
    none = [None] * len(filled)
    turned = [
        ShownColumn(name, [column.texts[place] for column in filled], True, none, True)
        for place, name in enumerate(head.texts)
    ]
    return [ShownColumn("", [column.title for column in filled], False, none), *turned]


def with_plain_sign(cell: object) -> object:
    """Return a cell with the sign that programs read, where it is a negative number in words.

    >>> with_plain_sign("−413,840"), with_plain_sign("−2 to −1, or fewer"), with_plain_sign(-3)
    ('-413,840', '−2 to −1, or fewer', -3)
    """
    if isinstance(cell, str) and _NEGATIVE.fullmatch(cell):
        return cell.replace(MINUS, "-")
    return cell


def is_blank(value: Any) -> bool:
    """Say whether a cell holds nothing: None, NaN, NaT or NA."""
    if value is None or isinstance(value, str):  # as most cells are
        return value is None
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def is_number(value: object) -> bool:
    """Say whether a cell holds a number; yes and no are not numbers."""
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))


def is_day(value: object) -> bool:
    """Say whether a cell holds a day without a time."""
    if not isinstance(value, date) or is_blank(value):
        return False
    return not isinstance(value, datetime) or value.time() == time()


def exact_text(value: object) -> str:
    """Write a value for a program: ISO dates, plain digits, nothing for a blank.

    >>> exact_text(0.00008), exact_text(12.0), exact_text(date(2020, 6, 6)), exact_text(pd.NA)
    ('0.00008', '12', '2020-06-06', '')
    """
    if isinstance(value, str):
        return value
    if is_blank(value):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Rate):
        return f"{value:.{value.decimals}f}"
    if isinstance(value, Real):
        return np.format_float_positional(float(value), trim="-")
    return f"{value:%Y-%m-%d}" if is_day(value) else str(value)


def readable_text(value: Any) -> str:
    """Write a value for a reader: thousands set off by commas, dates in words.

    >>> readable_text(21819), readable_text(-0.5), readable_text(date(2020, 6, 6))
    ('21,819', '−0.5', '6 June 2020')
    """
    if is_number(value) and not is_blank(value):
        whole, point, rest = exact_text(value).partition(".")
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole).replace("-", MINUS)
        return whole + point + rest
    return day(value) if is_day(value) else exact_text(value)


def harmless_text(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula: an apostrophe goes before it.

    Text that is only a signed number stays as it is.

    >>> harmless_text("=1+1"), harmless_text("-12.5%"), harmless_text("-2+cmd")
    ("'=1+1", '-12.5%', "'-2+cmd")
    """
    if text.startswith(_FORMULA_START) and not _SIGNED_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _shown(column: Column, cells: list[object], values: list[object]) -> ShownColumn:
    """Return a column of a typed table."""
    whole = column.kind in WHOLE
    numbers = [_whole(value) if whole else None for value in values]
    is_numeric = column.is_numeric and not all(map(is_blank, cells))
    return ShownColumn(column.title, cells, is_numeric, numbers)


def _whole(value: Any) -> float | None:
    """Return the number of a count or an amount that is exact and whole; None for anything else.

    "Officially 0" is a claim, not a number to add up; one that its source gives with reserve keeps
    the words of it.
    """
    value = value.sum if isinstance(value, Total) and value.is_exact and not value.hedged else value
    if isinstance(value, Amount):
        is_bare = value.qualifier is Qualifier.EXACT and not value.hedge
        value = value.best if is_bare else None
    return float(value) if is_number(value) and float(value).is_integer() else None


def _plain(name: str, cells: list[object]) -> ShownColumn:
    """Return a column of a table without kinds: numeric if all that is in it is a number."""
    filled = [cell for cell in cells if not is_blank(cell)]
    is_numeric = bool(filled) and all(map(is_number, filled))
    return ShownColumn(name, cells, is_numeric, [None] * len(cells))
