"""Printed currency rates beside the daily rate, as a panel of Reconciliation.

COVID-19 figures are in `figures`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial

import pandas as pd

from dashboard.currency.measures.digits import range_words, rate_words
from dashboard.currency.measures.rates import COUNTRY_OF
from dashboard.currency.view import daily_keys, publishers, rate_book
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.reconciliation.measures.rates import READINGS, TickerRate, beside_daily_rates
from dashboard.reconciliation.view.figures import OPTION
from dashboard.reconciliation.words import rates_headline
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES, CURRENCY_NAMES, country_name
from dashboard.wording import counted, day, join_words

SHOWN_DIGITS = 5


def reconcile_rates(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set each printed rate beside the daily one of its day. Option: `reconcile_months`."""
    every, rows = _book(package)
    whole = options.get(OPTION) == "all"
    inside = pd.Series(data=True, index=rows.index) if whole else selection.within(rows["Date"])
    currencies = [CURRENCIES[code] for code in selection.countries]
    kept = inside & rows["Currency"].isin(currencies)
    shown = [rate for rate, keep in zip(every, kept, strict=True) if keep]
    sources = [rate.source_id for rate in shown]
    sources += list(rate_book(package).daily_sources) if shown else []
    return Exhibit(
        key="reconcile_rates",
        title="Printed ticker against the daily rate",
        unit=f"units a dollar, {'all months' if whole else selection.period}",
        rows=rows[kept.to_numpy()],
        caption=_caption(every, shown, rate_book(package).official),
        sources=publishers(package, sources),
        shown=len(shown),
        total=int(inside.sum()),
        noun="printed rates of the period",
        keys=tuple(rate_key(rate.currency, rate.date, rate.source_id) for rate in shown),
        headline=rates_headline(shown, selection, whole=whole),
        behind=partial(_keys_behind, package, shown),
    )


def _keys_behind(package: Package, shown: Sequence[TickerRate]) -> tuple[str, ...]:
    """Return the keys of the printed rates and of the daily ones beside them."""
    forms = daily_keys(rate_book(package))
    printed = [rate_key(rate.currency, rate.date, rate.source_id) for rate in shown]
    daily = [
        forms[rate.currency].format(f"{rate.daily_day:%Y-%m-%d}")
        for rate in shown
        if rate.daily_day is not None and rate.currency in forms
    ]
    return each_once([*printed, *daily])


@lru_cache(maxsize=KEPT_PACKAGES)
def _book(package: Package) -> tuple[tuple[TickerRate, ...], pd.DataFrame]:
    book = rate_book(package)
    rates = beside_daily_rates(book.tickers, book.lines)
    return rates, pd.DataFrame(
        {
            "Date": [rate.date for rate in rates],
            "Country": [country_name(COUNTRY_OF[rate.currency]) for rate in rates],
            "Currency": [rate.currency for rate in rates],
            "As reported, dollars a unit": [rate.rate_text for rate in rates],
            "Print allows": [range_words(rate.low, rate.high, rate.digits) for rate in rates],
            "Daily rate": [_daily_words(rate) for rate in rates],
            "Day of the daily rate": [
                day(rate.daily_day) if rate.daily_day is not None else "" for rate in rates
            ],
            "Reading": [reading_words(rate) for rate in rates],
        }
    )


def reading_words(rate: TickerRate) -> str:
    """Say how a printed rate stands to the daily one.

    The distance is told from the nearer end of what the print allows, in units and in percent.
    """
    if rate.reading != "outside":
        return {"inside": "inside", "no daily rate": "no daily rate within three days"}[
            rate.reading
        ]
    side = "above" if rate.outside > 0 else "below"
    percent = abs(rate.percent)
    share = f"{percent:.2f}%" if percent >= 0.005 else "under 0.01%"
    return f"outside by {rate_words(abs(rate.outside), 2)} ({share}): daily {side}"


def _daily_words(rate: TickerRate) -> str:
    return "no data" if rate.daily_day is None else rate_words(rate.daily, SHOWN_DIGITS)


def _caption(
    every: tuple[TickerRate, ...], shown: list[TickerRate], official: Collection[str]
) -> str:
    if not shown:
        days = [rate.date for rate in every]
        return (
            f"Printed rates run from {day(min(days))} to {day(max(days))}."
            if days
            else "There is no printed rate in the data."
        )
    counts = Counter(rate.reading for rate in shown)
    told = join_words([f"{counts[reading]} {reading}" for reading in READINGS if counts[reading]])
    names = {rate.currency for rate in shown}
    held = "".join(
        f" The {CURRENCY_NAMES[name]}’s daily rate is the official one."
        for name in official
        if name in names
    )
    wide = " One digit of the soum allows a tenth of its value." if "UZS" in names else ""
    return (
        f"Of {counted(len(shown), 'printed rate')} {told}. A print allows every rate that "
        f"rounds to it; the daily rate is of the same day, else of the nearest within three."
        f"{wide}{held}"
    )
