"""What the rates of a month and the changes of a period are traced by.

The panels are in `panels.periods`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.currency.measures import Change, changes, preferred
from dashboard.currency.view import RateBook, currency_view, within
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.vocabulary import RATE_KINDS


def change_keys(book: RateBook, period: Sequence[Change]) -> tuple[str, ...]:
    """Return what each change is traced by: its last rate, and the day it is counted from.

    An official rate has no change to count, so only its last rate is; so too where the first rate
    is another source's.
    """
    return tuple(_change_key(book, each) for each in period)


def _change_key(book: RateBook, change: Change) -> str:
    first, last = (book.origin(change.currency, *side) for side in change.sides)
    key = book.key(change.currency, *change.sides[1])
    if change.currency in book.official or first.source_id != last.source_id:
        return key
    return f"{key}:{change.first_day:%Y-%m-%d}"


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_keys(package: Package, selection: Selection) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the keys of first, last, low, high and change by month and currency.

    Only months with a rate are there; of one without a daily rate those of its single days.
    """
    view = currency_view(package, selection)
    single = preferred(view.book.single)
    by_kind = sorted(
        zip(single["currency"], single["date"], single["kind"], strict=True),
        key=lambda row: list(RATE_KINDS).index(row[2]),
    )
    found: dict[tuple[str, str], list[str]] = {}
    for currency, when, _ in by_kind:
        found.setdefault((f"{when:%Y-%m}", currency), []).append(view.book.key(currency, when))
    months = [(month, currency) for currency in view.currencies for month in selection.months]
    return {
        place: _keys_of_month(view.book, *place) if place in view.book.months else found[place]
        for place in months
        if place in view.book.months or place in found
    }


def _keys_of_month(book: RateBook, month: str, currency: str) -> Sequence[str]:
    own = Selection(first_month=month, last_month=month)
    ends = pd.Timestamp(own.first_day), pd.Timestamp(own.last_day)
    part = within(book.lines, [currency], *ends)
    line = part[currency]
    places = (0, -1, int(line.values.argmin()), int(line.values.argmax()))
    return [book.key(currency, pd.Timestamp(line.days[place])) for place in places] + [
        *change_keys(book, changes(part))
    ]
