"""A selection as a condition on the table of events: the same rows as `Selection.apply` gives."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from dashboard.engine.columns import Column, Table, searched_text
from dashboard.filter_table import ROW_FILTERS
from dashboard.filters import AtLeast, Choice, Filter, Named, Several, Switch, Words
from dashboard.searching import Term, asked
from dashboard.selection import Selection


def chosen(events: Table, selection: Selection, known: Sequence[str]) -> Table:
    """Return the rows that pass every filter.

    `known` are all words of the column `concerned`: asked for one by one they can be looked up,
    where a search inside the words would read every row. All conditions are one filter: Ibis takes
    its time over each step.
    """
    conditions = [*_within(events, selection.first_day, selection.last_day)]
    for row in ROW_FILTERS:
        conditions += CONDITIONS[type(row)](events, row, row.value(selection), known)
    return events.filter(*conditions)


def within(events: Table, first: date, last: date) -> Table:
    """Return the rows that began from one day to another, both included."""
    return events.filter(*_within(events, first, last))


def holding(events: Table, where: Mapping[str, object]) -> Table:
    """Return the rows whose columns have the values of `where`; None stands for a blank."""
    held = ((events[name], value) for name, value in where.items())
    conditions = [column.isnull() if value is None else column == value for column, value in held]
    return events.filter(*conditions) if conditions else events


def _within(events: Table, first: date, last: date) -> tuple[Column, Column]:
    return events.event_date >= first, events.event_date <= last


def _among(rows: Table, row: Filter, value: object, known: Sequence[str]) -> list[Column]:
    wanted = row.wanted(value, lambda: list(known))
    return [] if wanted is None else [rows[row.column].isin(wanted)]


def _named(rows: Table, row: Named, value: Any, known: Sequence[str]) -> list[Column]:
    if not value:
        return []
    column = rows[row.column]
    if not row.parts:
        return [column.isin(list(value))]
    held = ";" + column + ";"
    return [reduce(or_, (held.contains(f";{each};") for each in value))]


def _true(rows: Table, row: Filter, value: object, known: Sequence[str]) -> list[Column]:
    return [rows[row.column]] if value else []


def _at_least(rows: Table, row: Filter, value: object, known: Sequence[str]) -> list[Column]:
    return [rows[row.column] >= value] if value else []


def _saying(rows: Table, row: Filter, value: object, known: Sequence[str]) -> list[Column]:
    search = asked(value)
    wanted = [
        reduce(or_, (_contains(rows, row, term) for term in terms)) for terms in search.wanted
    ]
    return [*wanted, *(~_contains(rows, row, term) for term in search.unwanted)]


def _contains(rows: Table, row: Filter, term: Term) -> Column:
    """Say whether one form of a term is in the text.

    Its single words are looked for first, in a column that may hold each of them once, in no order.
    """
    words, found = rows[row.column], []
    for form in term.forms:
        held = [words.contains(word) for part in form for word in part.split(" ")]
        beside = [searched_text(rows).contains(part) for part in form if " " in part]
        found.append(reduce(and_, (*held, *beside)))
    return reduce(or_, found)


CONDITIONS: Mapping[type[Filter], Callable[[Table, Any, Any, Sequence[str]], list[Column]]] = {
    AtLeast: _at_least,
    Choice: _among,
    Several: _among,
    Named: _named,
    Switch: _true,
    Words: _saying,
}
