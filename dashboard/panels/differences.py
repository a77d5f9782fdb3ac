"""Two numbers of the same thing: the difference with its bounds, and a word for it.

Where a number is missing or not covered there is none, and the reason stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import pandas as pd

from dashboard.panels.table import Column, Table
from dashboard.selection import Selection
from dashboard.values import (
    Absent,
    Amount,
    Qualifier,
    Reason,
    Total,
    at_least,
    at_most,
    between,
    exactly,
)
from dashboard.wording import N_, absent, amount_words, number, say, signed

Value = float | Amount | Total | Absent | None
# What is left of the difference of two rates.
DIGITS = 4
# Absent, and yet it is known that none of the events chosen is there.
NOUGHTS = (Reason.NONE_REPORTED, Reason.FILTERED_OUT)


class Change(StrEnum):
    """What a number did against that of another period."""

    UP = N_("up")
    DOWN = N_("down")
    UNCHANGED = N_("unchanged")
    NEW = N_("new")  # there was none in the other period
    UNCERTAIN = N_("cannot be told")  # the bounds of the two overlap
    NOT_COMPARED = N_("not compared")  # one of the two is not covered, or has no number


@dataclass(frozen=True)
class Compared:
    """The number of the other period, the difference (bounds stay bounds), and the word for it.

    The difference is None where bounds leave it open, `Absent` where no comparison is made.
    """

    other: Value
    difference: Amount | Absent | None
    change: Change

    @property
    def words(self) -> str:
        """The three in a few words: "12 (+6, up)", "not covered"."""
        if self.change is Change.NOT_COMPARED and isinstance(self.other, Absent):
            return absent(self.other)
        changed_by = self.difference if self.change is not Change.UNCHANGED else None
        difference = "" if changed_by is None else amount_words(changed_by, signed, say(" to "))
        return compared_words(number_words(self.other), difference, say(self.change))


def compared_words(other: str, difference: str, change: str) -> str:
    """Join the words for another number, the difference and what the number did.

    >>> compared_words("12", "+6", "up"), compared_words("not covered", "not covered", "")
    ('12 (+6, up)', 'not covered')
    """
    beside = ", ".join(part for part in (difference, change) if part and part != other)
    return f"{other} ({beside})" if other and beside else other or beside


def compared(own: Value, other: Value, *, covered: tuple[bool, bool] = (True, True)) -> Compared:
    """Compare two numbers of the same thing; `covered` says whether sources cover each period.

    >>> from dashboard.values import at_least
    >>> compared(18, 12).words, compared(3, 0).words, compared(at_least(100), 80).words
    ('12 (+6, up)', '0 (+3, new)', '80 (≥ +20, up)')
    >>> compared(at_least(100), 120).words
    '120 (cannot be told)'
    >>> compared(18, 12, covered=(True, False)).words
    'not covered'
    """
    if not all(covered):
        missing = Absent(Reason.NOT_COVERED)
        return Compared(other if covered[1] else missing, missing, Change.NOT_COMPARED)
    mine, theirs = _bounds(own), _bounds(other)
    if all(isinstance(each, Absent) and each.hidden for each in (own, other)):
        return Compared(other, Absent(Reason.FILTERED_OUT), Change.NOT_COMPARED)
    if own is None or other is None:
        return Compared(other, None, Change.NOT_COMPARED)
    if mine is None or theirs is None:
        reasons = [each.reason for each in (own, other) if isinstance(each, Absent)]
        why = Absent(next((each for each in reasons if each not in NOUGHTS), Reason.NOT_STATED))
        return Compared(other, why, Change.NOT_COMPARED)
    (own_low, own_high), (low, high) = mine, theirs
    least = None if own_low is None or high is None else _rounded(own_low - high)
    most = None if own_high is None or low is None else _rounded(own_high - low)
    change = _change(least, most)
    if change is Change.UP and (low, high) == (0, 0):
        change = Change.NEW
    return Compared(other, _difference(least, most), change)


def _bounds(value: Value) -> tuple[float | None, float | None] | None:
    """Return the least and the most that a value may be; None without a number."""
    if isinstance(value, Absent):
        return (0, 0) if value.reason in NOUGHTS else None
    if isinstance(value, Total):
        if value.sum.qualifier is Qualifier.OFFICIALLY_NONE:
            return None
        is_open = bool(value.apart or value.unstated)
        return value.sum.low, None if is_open else value.sum.high
    if isinstance(value, Amount):
        known = value.low is not None or value.high is not None
        is_claim = value.qualifier is Qualifier.OFFICIALLY_NONE
        return (value.low, value.high) if known and not is_claim else None
    return None if value is None or value != value else (value, value)


def _rounded(value: float) -> float:
    """Return a difference: whole as it is, of rates with as many digits as these have."""
    return int(value) if value == int(value) else float(f"{value:.{DIGITS}g}")


def _change(least: float | None, most: float | None) -> Change:
    if least is not None and least > 0:
        return Change.UP
    if most is not None and most < 0:
        return Change.DOWN
    return Change.UNCHANGED if least == most == 0 else Change.UNCERTAIN


def _difference(least: float | None, most: float | None) -> Amount | None:
    if least is not None and most is not None:
        return exactly(least) if least == most else between(least, most)
    # "At least -5" would say nothing.
    if least is not None and least > 0:
        return at_least(least)
    return at_most(most) if most is not None and most < 0 else None


def number_words(value: Value) -> str:
    """Write a number of a comparison."""
    if isinstance(value, (Amount, Total, Absent)):
        return amount_words(value)
    return "" if value is None else number(value)


def with_one_column(table: Table) -> Table:
    """Return a table whose comparisons stand in one column each: "12 (+6, up)"."""
    if not any(column.beside for column in table.columns):
        return table
    columns: list[Column] = []
    frame = table.frame
    for key, group in groupby(table.columns, key=lambda column: column.beside):
        own = list(group)
        if key:
            shown = [table.shown.iloc[:, table.columns.index(each)] for each in own]
            other, change = map(_text, shown[0]), map(_text, shown[2])
            difference = (signed(c) if isinstance(c, (int, float)) else _text(c) for c in shown[1])
            is_nought = (cell == 0 for cell in table.cells(own[1].key))
            difference_words = (
                "" if nought else words for nought, words in zip(is_nought, difference, strict=True)
            )
            words = [*map(compared_words, other, difference_words, change)]
            frame = frame.assign(**{own[0].key: pd.Series(words, frame.index, dtype=object)})
            own = [Column(own[0].key, own[0].title, beside=key)]
        columns += own
    return Table(tuple(columns), frame)


def beside_numbers(table: Table, selection: Selection) -> Mapping[tuple[str, str], str]:
    """Return by column and country what stands of the other period: "May 2020: 12 (+6, up)"."""
    joined, other = with_one_column(table), selection.other_period
    if other is None:
        return {}
    codes = table.cells("iso_code")
    return {
        (column.beside, code): say("{period}: {words}", period=other.period, words=words)
        for column in joined.columns
        if column.beside
        for code, words in zip(codes, joined.cells(column.key), strict=True)
    }


def _text(cell: object) -> str:
    return number(cell) if isinstance(cell, (int, float)) else "" if cell is None else str(cell)
