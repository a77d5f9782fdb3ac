"""What all currency panels share, worked out once: the rates and the days shown.

The panels are in `panels.series` and `panels.periods`.
"""

from collections.abc import Container, Hashable, Iterable, Mapping
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
    rounding_range,
    window_around,
)
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.keys import rate_form
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.values import Column, Kind
from dashboard.vocabulary import CURRENCIES, currency_of

MOST_DIGITS = 5
RATE_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    Column("iso_code", "Country", Kind.COUNTRY),
    Column("currency", "Currency"),
    Column("usd_per_unit", "US dollars per unit, as reported", Kind.REPORTED),
    Column("significant_digits", "Significant digits", Kind.COUNT),
    Column("units_per_usd", "Per US dollar, range implied by rounding", Kind.RATE),
    Column("kind", "Kind"),
    Column("official_units_per_usd", "Official rate, per US dollar", Kind.NUMBER),
    Column("outlier", "Outlier", Kind.FLAG),
    Column("source_id", "Source", Kind.REPORTED),
)
INDEX_COLUMN = Column("index", "Index", Kind.NUMBER)


@dataclass(frozen=True)
class RateBook:
    """All rates of a package. `rows` are the same rates as `every`, as rows of `RATE_COLUMNS`.

    `official` are the currencies whose rate a state sets, with their last units per US dollar.
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
        rows=_typed(every),
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


def _typed(rates: pd.DataFrame) -> pd.DataFrame:
    """Return rates as the rows of a table of `RATE_COLUMNS`, under their own index."""
    is_official = rates["official"].notna()
    return pd.DataFrame(
        {
            "date": rates["date"],
            "iso_code": [CURRENCIES[code].country for code in rates["currency"]],
            "currency": rates["currency"],
            "usd_per_unit": rates["rate_text"],
            "significant_digits": rates["significant_digits"].astype(int),
            "units_per_usd": [
                rounding_range(text, digits)
                for text, digits in zip(
                    rates["rate_text"], rates["significant_digits"].tolist(), strict=True
                )
            ],
            "kind": rates["kind"],
            "official_units_per_usd": rates["official"].astype(object).where(is_official, None),
            "outlier": rates["odd"],
            "source_id": rates["source_id"],
        },
        index=rates.index,
    )


@dataclass(frozen=True)
class PeriodChanges:
    """The changes over the chosen months; over the whole window where these have no two days."""

    changes: tuple[Change, ...]
    is_chosen: bool

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day counted; None without any rate."""
        if not self.changes:
            return None
        return (
            min(each.first_day for each in self.changes),
            max(each.last_day for each in self.changes),
        )

    def moving(self, official: Container[str]) -> dict[Change, float]:
        """Return the changes of the rates that no state sets, with their percent."""
        return {
            each: each.percent
            for each in self.changes
            if each.currency not in official and each.percent is not None
        }


def period_changes(view: CurrencyView) -> PeriodChanges:
    """Return the changes over the chosen months."""
    if view.window.band:
        inside = changes(within(view.book.lines, view.currencies, *view.window.band))
        if any(change.percent is not None for change in inside):
            return PeriodChanges(tuple(inside), is_chosen=True)
    return PeriodChanges(tuple(changes(view.lines(view.currencies))), is_chosen=False)
