"""Columns by their names in small letters, and in which order the numbers of a day column stand.

Asked is only where the column does not tell.
"""

from collections.abc import Iterator

from dashboard.sources.reading.days import Order, order_of
from dashboard.sources.reading.files import Cell, SourceFile, Unreadable
from dashboard.sources.reading.outcomes import Choices, Question
from dashboard.sources.reading.tables import Record, header_of, records


def named_columns(file: SourceFile) -> dict[str, str]:
    """Return the columns of a table by their names in small letters; none for no table."""
    try:
        return {name.lower(): name for name in header_of(file).names if name}
    except Unreadable:
        return {}


def day_column(file: SourceFile, column: str, choices: Choices) -> tuple[Order, list[Question]]:
    """Return the order of a column's days: the one chosen, else the one that the column shows.

    Day first is taken, and asked about, where the column does not tell.
    """
    if choices.day_first is not None:
        return Order(day_first=choices.day_first), []
    order = order_of(_cells(file, column))
    asked = Question("day_first", column, ("true", "false"), "true")
    return order, [] if order.is_certain else [asked]


def _cells(file: SourceFile, column: str) -> Iterator[Cell]:
    for each in records(file):
        if isinstance(each, Record):
            yield each[column]
