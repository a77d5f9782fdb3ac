"""Rates by period: month by month, the change over the chosen months, and one printed ticker.

The rates over time are in `series`, the sentence on top in `words`.
"""

import calendar
from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dashboard.currency.charts.one_scale import change_bars, change_height
from dashboard.currency.keys import change_keys
from dashboard.currency.measures import (
    Change,
    digits_of,
    range_words,
    significant,
    ticker_day,
)
from dashboard.currency.office import change_chart, keys_of_changes, keys_of_months
from dashboard.currency.view import (
    OFFICIAL,
    CurrencyView,
    RateBook,
    change_words,
    currency_names,
    currency_view,
    period_changes,
)
from dashboard.currency.words import change_headline, months_headline, ticker_headline
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import rate_key
from dashboard.panels.sources import sources_of
from dashboard.panels.table import untyped
from dashboard.selection import Selection, month_name
from dashboard.vocabulary import CURRENCIES, country_name
from dashboard.wording import day, join_words

TABLE_COLUMNS = ("Month", "Country", "Currency", "First", "Last", "Low", "High", "Change, percent",
                 "Reading", "Days with a rate", "Days", "Significant digits")  # fmt: skip
NO_RATES = (None,) * 5
LATEST = "latest"
COLUMNS = ("Country", "Currency", "As reported", "Digits given", "Units a dollar",
           "Change as reported", "Change, cleaned", "Where it stands", "Remark")  # fmt: skip


def currency_change(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show by how much each currency lost or gained over the chosen months."""
    view = currency_view(package, selection)
    period, days, note = period_changes(view)
    place = f"{days}; {note}" if note else days
    table = pd.DataFrame(
        {
            "currency": [change.currency for change in period],
            "change": [
                None if change.currency in view.book.official else change.percent
                for change in period
            ],
            "words": [_told(change, view.book) for change in period],
            "key": change_keys(view.book, period),
        }
    ).astype({"change": "float64"})
    told = [f"{CURRENCIES[each.currency].name} {_told(each, view.book)}" for each in period]
    return Exhibit(
        key="currency_change",
        title="Change against the dollar",
        unit=f"percent, {place}",
        table=untyped(_change_rows(period, view.book)),
        caption="From the first to the last rate: a dollar that buys more of a currency makes it "
        f"weaker.{f' {view.missing}.' if view.missing else ''}",
        sources=sources_of(package, view.book.daily_sources),
        shown=len(period),
        total=len(view.book.lines),
        noun="currencies",
        keys=change_keys(view.book, period),
        draw=partial(change_bars, table),
        height=change_height(len(period)),
        alt=f"Change against the dollar, {place}: {'; '.join(told)}.",
        headline=change_headline(view, period, note).text,
        native=partial(change_chart, table, f"percent in units a dollar, {place}"),
        behind=partial(keys_of_changes, view, period),
    )


def currency_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set first, last, low and high rate of each chosen month side by side."""
    view = currency_view(package, selection)
    rows = _monthly_rows(view)
    return Exhibit(
        key="currency_table",
        title="Month by month",
        unit=f"units a dollar, {selection.period}",
        table=untyped(rows),
        caption=f"Daily rates, at most {view.book.digits} significant digits; the source gives as "
        "many or more. Change: first to last rate of the month.",
        sources=sources_of(package, view.book.daily_sources),
        shown=int(rows["Days with a rate"].gt(0).sum()),
        total=len(selection.months) * len(view.currencies),
        noun="currency months",
        headline=months_headline(view),
        behind=partial(keys_of_months, package, selection),
    )


def _told(change: Change, book: RateBook) -> str:
    if change.currency in book.official:
        return "administered, no change"
    return change_words(change.percent)


def _change_rows(period: list[Change], book: RateBook) -> pd.DataFrame:
    columns = ("Country", "Currency", "First day", "Units a dollar, first", "Last day",
               "Units a dollar, last", "Change in units a dollar, percent", "Reading")  # fmt: skip
    rows = [
        (
            country_name(CURRENCIES[change.currency].country),
            change.currency,
            change.first_day,
            significant(change.first, book.digits),
            change.last_day,
            significant(change.last, book.digits),
            None if change.percent is None else round(change.percent, 2),
            _told(change, book),
        )
        for change in period
    ]
    return pd.DataFrame(rows, columns=list(columns))


def _monthly_rows(view: CurrencyView) -> pd.DataFrame:
    book, months = view.book, view.selection.months
    oldest, newest = f"{book.first:%Y-%m}", f"{book.last:%Y-%m}"
    before = [month for month in months if month < oldest]
    after = [month for month in months if month > newest]
    rows = _outside_rows(before, view, f"no rate before {day(book.first)}")
    rows += [
        _month_row(month, currency, book)
        for currency in view.currencies
        for month in months
        if oldest <= month <= newest
    ]
    rows += _outside_rows(after, view, f"no rate after {day(book.last)}")
    numbers = dict.fromkeys(("First", "Last", "Low", "High", "Change, percent"), "float64")
    table = pd.DataFrame(rows, columns=list(TABLE_COLUMNS))
    return table.astype(numbers | {"Significant digits": "Int64"})


def _outside_rows(months: list[str], view: CurrencyView, reading: str) -> list[tuple[object, ...]]:
    """Return one row for a run of months outside the data."""
    if not months or not view.currencies:
        return []
    run = Selection(first_month=months[0], last_month=months[-1])
    days = (run.last_day - run.first_day).days + 1
    names = join_words([country_name(CURRENCIES[name].country) for name in view.currencies])
    return [(run.period, names, currency_names(view.currencies), *NO_RATES, reading, 0, days, None)]


def _month_row(month: str, currency: str, book: RateBook) -> tuple[object, ...]:
    year, number = (int(part) for part in month.split("-"))
    days = calendar.monthrange(year, number)[1]
    named = f"{CURRENCIES[currency].name} ({currency})"
    head = (month_name(month), country_name(CURRENCIES[currency].country), named)
    row = book.months.get((month, currency))
    if row is None:
        return (*head, *NO_RATES, "no rate on any day", 0, days, None)
    rates = [significant(row[name], book.digits) for name in ("first", "last", "low", "high")]
    if currency in book.official:
        odd = book.odd_by_month.get(month, 0)
        left_out = f"; {odd} odd {'day' if odd == 1 else 'days'} left out" if odd else ""
        reading = f"{OFFICIAL}{left_out}"
        return (*head, *rates, None, reading, row["days"], days, digits_of(book.official[currency]))
    change = round(row["change"], 2)
    return (*head, *rates, change, change_words(row["change"]), row["days"], days, book.digits)


def currency_ticker(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set one printed ticker out as reported and cleaned. Option: `ticker`, the day of a page."""
    view = currency_view(package, selection)
    tickers = view.book.tickers
    when = _asked_day(tickers, options.get("ticker", LATEST)) or ticker_day(tickers, selection)
    own = tickers[(tickers["date"] == when).to_numpy()].drop_duplicates("currency")
    shown = own[own["currency"].isin(view.currencies)]
    shown = shown.sort_values("currency", key=lambda names: names.map(view.currencies.index))
    records = shown.to_dict("records")
    keys = tuple(rate_key(row["currency"], row["date"], row["source_id"]) for row in records)
    return Exhibit(
        key="currency_ticker",
        title=f"Printed ticker of {day(when)}" if when is not None else "Printed ticker",
        unit="US dollars a unit as reported, and units a dollar as far as its digits allow"
        f"{_outside(when, selection)}",
        table=untyped(_ticker_rows(records)),
        caption=_ticker_caption(shown),
        sources=sources_of(package, shown["source_id"].unique()),
        shown=len(shown),
        total=len(own),
        noun="rates",
        keys=keys,
        headline=ticker_headline(records, when),
        behind=partial(tuple, keys),
    )


def ticker_days(package: Package) -> list[pd.Timestamp]:
    """Return the days of the printed tickers, newest first; none when the rates cannot be read."""
    try:
        rates = package.table("rates")
    except DataUnavailable:
        return []
    return sorted(rates.loc[rates["kind"].eq("ticker"), "date"].unique(), reverse=True)


def _outside(when: pd.Timestamp | None, selection: Selection) -> str:
    if when is None or selection.first_day <= when.date() <= selection.last_day:
        return ""
    return f"; outside the chosen months ({selection.period})"


def _asked_day(tickers: pd.DataFrame, asked: str) -> pd.Timestamp | None:
    days = {f"{day:%Y-%m-%d}": day for day in tickers["date"].unique()}
    return days.get(asked)


def _ticker_rows(records: Sequence[Mapping[Hashable, Any]]) -> pd.DataFrame:
    rows = [
        (
            country_name(CURRENCIES[row["currency"]].country),
            f"{CURRENCIES[row['currency']].name} ({row['currency']})",
            row["rate_text"],
            row["significant_digits"],
            range_words(row["units_low"], row["units_high"], row["significant_digits"]),
            row["change_text"] if pd.notna(row["change_text"]) else "not stated",
            cleaned_change(row["change_text"], row["change_percent"]),
            _locator(row),
            row["note"] if pd.notna(row["note"]) else "",
        )
        for row in records
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def cleaned_change(text: str | None, percent: float) -> str:
    """Write a printed change without the sign of a nought.

    >>> (
    ...     cleaned_change("-0%", 0.0),
    ...     cleaned_change("0.18%", 0.18),
    ...     cleaned_change(None, float("nan")),
    ... )
    ('0%, minus sign dropped', '0.18%', 'not stated')
    """
    if pd.isna(percent):
        return "not stated"
    if percent == 0:
        return "0%, minus sign dropped" if str(text).startswith("-") else "0%"
    return f"{percent:g}%"


def _locator(row: Mapping[Hashable, Any]) -> str:
    if pd.notna(row["paragraph"]):
        return f"paragraph {row['paragraph']}, characters {row['char_start']}–{row['char_end']}"
    return row["address"] if pd.notna(row["address"]) else "not stated"


def _ticker_caption(shown: pd.DataFrame) -> str:
    parts = [
        "The day is the page's. Range: every rate that rounds to the print, half a unit of its "
        "last digit either way."
    ]
    if shown["change_percent"].eq(0).any():
        parts.append("0% may be a change too small to print; “-0%” is the same with a sign.")
    documents = shown.loc[shown["paragraph"].notna(), "source_id"].unique()
    parts += [f"Paragraphs are those of {source}." for source in documents]
    parts += [
        f"The {CURRENCIES[name].name}'s rate is official, administered."
        for name in shown.loc[shown["official"].notna(), "currency"].unique()
    ]
    return " ".join(parts)
