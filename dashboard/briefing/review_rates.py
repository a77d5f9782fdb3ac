"""The line of a review that tells a currency: its last rate of the period and its change.

The epidemic's series is in `review_series`.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.briefing.review_words import Row
from dashboard.currency.measures.digits import honest_units, range_words, rate_words
from dashboard.currency.measures.rates import Change, changes
from dashboard.currency.view import RateBook, rate_book
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.keys import rate_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.vocabulary import CURRENCIES, CURRENCY_NAMES

RATE_DIGITS = 5


def currency_lines(code: str, material: Material, citing: Citing) -> list[Line]:
    """Tell a currency's last rate of the period and its change; nothing where there is no rate."""
    try:
        book = rate_book(material.package)
    except DataUnavailable as trouble:
        return [Line((Run(f"The currency rates could not be loaded. {trouble}"),))]
    currency = CURRENCIES[code]
    for change in period_changes(book, [currency], material):
        return [_rate_line(change, book, material, citing)]
    return _ticker_lines(currency, material, citing)


def period_changes(book: RateBook, currencies: Iterable[str], material: Material) -> list[Change]:
    """Return the changes of some currencies over the period, of those that have a rate in it."""
    first, last = material.ends
    parts = {
        currency: book.lines[currency].within(first, last)
        for currency in currencies
        if currency in book.lines
    }
    return changes(parts)


def change_key(change: Change, when: pd.Timestamp, book: RateBook) -> str:
    """Return the key of a currency's daily rate on a day."""
    if len(book.daily_sources) == 1:
        return rate_key(change.currency, when, book.daily_sources[0])
    rates = book.every
    kept = rates["currency"].eq(change.currency) & rates["date"].eq(when)
    source = rates.loc[kept & rates["kind"].eq("daily"), "source_id"].iloc[0]
    return rate_key(change.currency, when, source)


def _rate_line(change: Change, book: RateBook, material: Material, citing: Citing) -> Line:
    name = CURRENCY_NAMES[change.currency]
    last = change_key(change, change.last_day, book)
    if official := book.official.get(change.currency):
        words = f"The {name} is held at its official rate, {official:g} a US dollar."
        return Line((Run(words, (last,)),), citing.cite([last]))
    runs = [
        Run(
            f"Last daily rate of the period: {rate_words(change.last, RATE_DIGITS)} {name} a US "
            f"dollar on {material.on(change.last_day)}",
            (last,),
        )
    ]
    if change.percent is None:
        runs.append(Run("; the only day with a rate."))
    else:
        first = change_key(change, change.first_day, book)
        words = f"{change_in_words(change.percent)} {material.on(change.first_day)}"
        runs.append(Run(f", {words}.", (first, last)))
    keys = [key for run in runs for key in run.keys]
    return Line(tuple(runs), citing.cite(keys))


def change_in_words(percent: float) -> str:
    """Say a change in units a dollar, before the day from which it is counted.

    >>> change_in_words(2.13), change_in_words(-0.52), change_in_words(0.04)
    ('2.1 per cent weaker than on', '0.5 per cent stronger than on', 'about the same as on')
    """
    if np.isclose(round(percent, 1), 0):
        return "about the same as on"
    side = "weaker" if percent > 0 else "stronger"
    return f"{abs(percent):.1f} per cent {side} than on"


def _ticker_lines(currency: str, material: Material, citing: Citing) -> list[Line]:
    """Tell a rate printed in the period, where there is no daily one."""
    first, last = material.ends
    own = [
        row
        for row in _tickers(material.package)
        if row["currency"] == currency and first <= row["date"] <= last
    ]
    if not own:
        return []
    # The newest, one that stands in a document before one of a page's address alone.
    row = max(own, key=lambda each: (pd.notna(each["paragraph"]), each["date"]))
    name = CURRENCY_NAMES[currency]
    key = rate_key(currency, row["date"], row["source_id"])
    low, high = honest_units(row["rate_text"])
    words = (
        f"Reported on {material.on(row['date'])}: {row['rate_text']} US dollars a {name}, which "
        f"allows {range_words(low, high, int(row['significant_digits']))} {name} a dollar."
    )
    return [Line((Run(words, (key,)),), citing.cite([key]))]


@lru_cache(maxsize=KEPT_PACKAGES)
def _tickers(package: Package) -> tuple[Row, ...]:
    return tuple(rate_book(package).tickers.to_dict("records"))
