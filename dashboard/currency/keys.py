"""What the rates of a month and the changes of a period are traced by.

The panels are in `panels.periods`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.currency.measures import Change, changes
from dashboard.currency.view import RateBook, currency_view, daily_keys, within
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection


def change_keys(book: RateBook, period: Sequence[Change]) -> tuple[str, ...]:
    """Return what each change is traced by: its last rate, and the day it is counted from.

    An official rate has no change to count, so only its last rate is.
    """
    forms = daily_keys(book)
    moving = forms.keys() - book.official.keys()
    return tuple(
        forms.get(each.currency, "").format(f"{each.last_day:%Y-%m-%d}")
        + (f":{each.first_day:%Y-%m-%d}" if each.currency in moving else "")
        for each in period
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_keys(package: Package, selection: Selection) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the keys of first, last, low, high and change by month and currency.

    Only months with a rate are there.
    """
    view = currency_view(package, selection)
    return {
        (month, currency): _keys_of_month(view.book, month, currency)
        for currency in view.currencies
        for month in selection.months
        if (month, currency) in view.book.months
    }


def _keys_of_month(book: RateBook, month: str, currency: str) -> Sequence[str]:
    own = Selection(first_month=month, last_month=month)
    ends = pd.Timestamp(own.first_day), pd.Timestamp(own.last_day)
    part = within(book.lines, [currency], *ends)
    line, form = part[currency], daily_keys(book).get(currency, "")
    places = (0, -1, int(line.values.argmin()), int(line.values.argmax()))
    return [form.format(line.dates[place]) for place in places] + [
        *change_keys(book, changes(part))
    ]
