"""What all currency panels share, worked out once: the rates, the days shown, and words for both.

The panels are in `panels.series` and `panels.periods`.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.currency.measures import (
    Change,
    Line,
    Window,
    at_official_rate,
    by_month,
    changes,
    daily_lines,
    prepared_rates,
    significant,
    window_around,
)
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.keys import rate_form
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES, country_name, currency_of
from dashboard.wording import day, join_words

MOST_DIGITS = 5
DAILY = "daily series"
OFFICIAL = "official rate, administered"
ODD = "odd day, looks wrong"
TICKER = "printed ticker"


@dataclass(frozen=True)
class RateBook:
    """All rates of a package. `rows` are the same rates as `every`, in words, for tables.

    `official` are the currencies whose rate a state sets, with their last units a dollar.
    """

    every: pd.DataFrame
    rows: pd.DataFrame
    tickers: pd.DataFrame
    lines: Mapping[str, Line]
    months: Mapping[tuple[str, str], Mapping[Hashable, Any]]
    odd_by_month: Mapping[str, int]
    first: pd.Timestamp
    last: pd.Timestamp
    digits: int
    official: Mapping[str, float]
    daily_sources: tuple[str, ...]


@dataclass(frozen=True)
class CurrencyView:
    """The rates and what of them is chosen: currencies, the days to show, the rates inside."""

    book: RateBook
    selection: Selection
    currencies: list[str]
    window: Window
    shown: pd.DataFrame

    @property
    def missing(self) -> str:
        """Say which of the chosen days lie outside the data; empty when none do."""
        if self.selection.first_day < self.book.first.date():
            return f"No rate before {day(self.book.first)}"
        if self.selection.last_month > f"{self.book.last:%Y-%m}":
            return f"No rate after {day(self.book.last)}"
        return ""

    def lines(self, currencies: Iterable[str]) -> dict[str, Line]:
        """Return the daily lines of some currencies inside the window."""
        return within(self.book.lines, currencies, self.window.first, self.window.last)

    @property
    def gaps(self) -> int:
        """How many gaps of more than 14 days the lines shown have at most."""
        return max((line.gaps for line in self.lines(self.currencies).values()), default=0)


@lru_cache(maxsize=KEPT_PACKAGES)
def rate_book(package: Package) -> RateBook:
    """Read the rates of a package, once. Raises `DataUnavailable` when there are none."""
    every = prepared_rates(package.table("rates"), package.table("official_rates"))
    if not len(every):
        raise DataUnavailable("The table of currency rates is empty.")
    is_daily = every["kind"].eq("daily")
    days = every.loc[is_daily, "date"] if is_daily.any() else every["date"]
    daily = at_official_rate(every)
    months = {(row["month"], row["currency"]): row for row in by_month(daily).to_dict("records")}
    given = every.loc[is_daily, "significant_digits"]
    odd = every.loc[every["odd"], "date"].dt.strftime("%Y-%m").value_counts()
    return RateBook(
        every=every,
        rows=_in_words(every),
        tickers=every[every["kind"].eq("ticker")],
        lines=daily_lines(daily),
        months=months,
        odd_by_month=odd.to_dict(),
        first=days.iloc[0],
        last=days.iloc[-1],
        digits=min([MOST_DIGITS, *given.tolist()]),
        official=_last_official(every),
        daily_sources=tuple(every.loc[is_daily, "source_id"].unique()),
    )


def _last_official(rates: pd.DataFrame) -> dict[str, float]:
    held = rates[rates["official"].notna()]
    return dict(zip(held["currency"].tolist(), held["official"].tolist(), strict=True))


def daily_keys(book: RateBook) -> dict[str, str]:
    """Return by currency what the daily rates are traced by, "{}" for the day.

    None when they are of several sources.
    """
    if len(book.daily_sources) != 1:
        return {}
    return {currency: rate_form(currency, book.daily_sources[0]) for currency in book.lines}


@lru_cache(maxsize=KEPT_SELECTIONS)
def currency_view(package: Package, selection: Selection) -> CurrencyView:
    """Return what is chosen of the rates. Raises `DataUnavailable` when there are none."""
    book = rate_book(package)
    currencies = [currency_of(code) for code in selection.countries]
    window = window_around(selection, book.first, book.last)
    dates = book.every["date"].to_numpy()
    inside = (dates >= window.first.to_datetime64()) & (dates <= window.last.to_datetime64())
    chosen = book.every["currency"].isin(currencies).to_numpy()
    return CurrencyView(book, selection, currencies, window, book.every[inside & chosen])


def within(
    lines: Mapping[str, Line], currencies: Iterable[str], first: pd.Timestamp, last: pd.Timestamp
) -> dict[str, Line]:
    """Return the part of some currencies' lines between two days."""
    return {name: lines[name].within(first, last) for name in currencies if name in lines}


def span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write the days from first to last.

    >>> span(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    '1 January to 31 December 2025'
    >>> span(pd.Timestamp("2025-12-06"), pd.Timestamp("2025-12-31"))
    '6 to 31 December 2025'
    """
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first, year=first.year != last.year)} to {day(last)}"


def held_words(book: RateBook, currencies: Iterable[str]) -> list[str]:
    """Say of each currency with an official rate what it is held at.

    Like "the manat is held at the official 3.5 a dollar".
    """
    return [
        f"the {CURRENCIES[currency].name} is held at the official {book.official[currency]:g} a "
        "dollar"
        for currency in currencies
        if currency in book.official
    ]


def change_words(percent: float | None) -> str:
    """Write a change in units a dollar, its sign said in words: more units is a weaker currency.

    >>> change_words(2.13), change_words(-0.04), change_words(0), change_words(None)
    ('+2.1%, weaker', 'under 0.1%, stronger', 'no change', 'one day only')
    """
    if percent is None or pd.isna(percent):
        return "one day only"
    if percent == 0:
        return "no change"
    sign, side = ("+", "weaker") if percent > 0 else ("−", "stronger")
    return f"{sign}{abs(percent):.1f}%, {side}" if is_notable(percent) else f"under 0.1%, {side}"


def is_notable(percent: float) -> bool:
    """Say whether a change reaches a tenth of a percent."""
    return abs(percent) >= 0.1


def currency_names(currencies: Iterable[str]) -> str:
    """Name currencies in a sentence.

    >>> currency_names(["KZT", "UZS"])
    'tenge and soum'
    """
    return join_words([CURRENCIES[currency].name for currency in currencies])


def _in_words(rates: pd.DataFrame) -> pd.DataFrame:
    digits = rates["significant_digits"].astype(int)
    kinds = pd.Series(DAILY, index=rates.index, dtype=object)
    kinds = kinds.mask(rates["official"].notna(), f"{OFFICIAL}; here as the series reads it")
    kinds = kinds.mask(rates["odd"], ODD).mask(rates["kind"].eq("ticker"), TICKER)
    ends = {
        name: [
            significant(end, given + 1) for end, given in zip(rates[column], digits, strict=True)
        ]
        for name, column in (("least", "units_low"), ("most", "units_high"))
    }
    return pd.DataFrame(
        {
            "Date": rates["date"],
            "Country": [
                country_name(CURRENCIES[currency].country) for currency in rates["currency"]
            ],
            "Currency": rates["currency"],
            "US dollars a unit, as reported": rates["rate_text"],
            "Significant digits": digits,
            "Units a dollar, at least": ends["least"],
            "Units a dollar, at most": ends["most"],
            "Kind": kinds,
        }
    )


def period_changes(view: CurrencyView) -> tuple[list[Change], str, str]:
    """Return the changes over the chosen months, their days in words, and a note.

    Where the months have no two days with rates the whole window stands in, and the note says so.
    """
    note = "outside the chosen months"
    period = changes(view.lines(view.currencies))
    if view.window.band:
        inside = changes(within(view.book.lines, view.currencies, *view.window.band))
        note = f"{view.selection.period} has fewer than two days"
        if any(change.percent is not None for change in inside):
            period, note = inside, ""
    if not period:
        return [], "no rates", ""
    first, last = min(each.first_day for each in period), max(each.last_day for each in period)
    return period, span(first, last), note
