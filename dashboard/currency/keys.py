"""What rates, the changes of a period and the rates of a month are traced by."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.currency.measures import Change, changes, preferred
from dashboard.currency.view import CurrencyView, RateBook, currency_view, rate_book, within
from dashboard.datapackage.store import Package
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.vocabulary import RATE_KINDS, rate_kinds

# First, last, low and high; the change has no day of its own.
FOUR_RATES = 4


def keys_of_series(
    view: CurrencyView, headline_keys: tuple[str, ...], *, only_lines: bool = False
) -> tuple[str, ...]:
    """Return the keys behind the rates over time: those of the headline, then what is drawn.

    Of a line only the last day is among them; prints and odd days are all, unless `only_lines`.
    """
    ends = [
        view.book.key(currency, pd.Timestamp(line.days[-1]))
        for currency, line in view.lines(view.currencies).items()
        if len(line.days)
    ]
    apart = ~view.shown["kind"].isin(rate_kinds("line")) | view.shown["odd"]
    shown = view.shown[apart.to_numpy()]
    marks = [
        rate_key(currency, when, source)
        for currency, when, source in zip(
            shown["currency"], shown["date"], shown["source_id"], strict=True
        )
    ]
    return each_once([*headline_keys, *ends, *([] if only_lines else marks)])


def keys_of_changes(view: CurrencyView, period: Sequence[Change]) -> tuple[str, ...]:
    """Return the keys of the first and the last rate of each change."""
    return each_once(view.book.key(each.currency, *side) for each in period for side in each.sides)


def keys_of_months(package: Package, selection: Selection) -> tuple[str, ...]:
    """Return the keys of the first, last, low and high rate of each month."""
    return each_once(
        key for keys in month_keys(package, selection).values() for key in keys[:FOUR_RATES]
    )


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


@lru_cache(maxsize=KEPT_PACKAGES)
def _single_keys(package: Package) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the keys of the rates of single days by month and currency."""
    book, kinds = rate_book(package), list(RATE_KINDS)
    by_kind = sorted(
        cells_of(preferred(book.single), "currency", "date", "kind"),
        key=lambda row: kinds.index(row[2]),
    )
    found: dict[tuple[str, str], list[str]] = {}
    for currency, when, _ in by_kind:
        found.setdefault((f"{when:%Y-%m}", currency), []).append(book.key(currency, when))
    return found


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_keys(package: Package, selection: Selection) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the keys of first, last, low, high and change by month and currency.

    Only months with a rate are there; of one without a daily rate those of its single days.
    """
    view, found = currency_view(package, selection), _single_keys(package)
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
