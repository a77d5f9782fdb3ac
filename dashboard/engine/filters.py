"""A selection as a condition on the table of events: the same rows as `Selection.apply` gives."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.engine.columns import Table
from dashboard.selection import Selection
from dashboard.vocabulary import REGION
from dashboard.wording import folded

Where = Mapping[str, object]


def chosen(events: Table, selection: Selection, known: Sequence[str]) -> Table:
    """Return the rows that pass every filter.

    `known` are all words of the column `concerned`: asked for one by one they can be looked up,
    where a search inside the words would read every row.
    """
    rows = within(events, selection.first_day, selection.last_day)
    wanted = concerned_words(selection, known)
    if len(wanted) < len(known):
        rows = rows.filter(rows.concerned.isin(wanted))
    if selection.topics:
        rows = rows.filter(rows.topic.isin(list(selection.topics)))
    rows = rows.filter(rows.status.isin(list(selection.statuses)))
    if selection.exact_dates:
        rows = rows.filter(rows.exact)
    for word in folded(selection.text).split():
        rows = rows.filter(rows.searched.contains(word))
    return rows


def within(events: Table, first: date, last: date) -> Table:
    """Return the rows that began from one day to another, both included."""
    return events.filter(events.event_date >= first, events.event_date <= last)


def concerned_words(selection: Selection, known: Sequence[str]) -> list[str]:
    """Return the words of `concerned` that name a chosen country, or the region as a whole."""
    if not selection.countries:
        return []
    codes = (*selection.countries, REGION)
    return [word for word in known if any(code in word for code in codes)]


def holding(events: Table, where: Where) -> Table:
    """Return the rows whose columns have the values of `where`."""
    for name, value in where.items():
        events = events.filter(events[name] == value)
    return events
