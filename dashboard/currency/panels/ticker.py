"""One printed ticker: as the page prints it, and what its digits really say.

The rates over time are in `series`.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dashboard.currency.measures.days import ticker_day
from dashboard.currency.measures.digits import range_words
from dashboard.currency.measures.rates import COUNTRY_OF
from dashboard.currency.view import currency_view, publishers
from dashboard.currency.words.headlines import ticker_headline
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import rate_key
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCY_NAMES, country_name
from dashboard.wording import day

LATEST = "latest"
COLUMNS = ("Country", "Currency", "As reported", "Digits given", "Units a dollar",
           "Change as reported", "Change, cleaned", "Where it stands", "Remark")  # fmt: skip


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
        rows=_ticker_rows(records),
        caption=_ticker_caption(shown),
        sources=publishers(package, shown["source_id"].unique()),
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
            country_name(COUNTRY_OF[row["currency"]]),
            f"{CURRENCY_NAMES[row['currency']]} ({row['currency']})",
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
        f"The {CURRENCY_NAMES[name]}'s rate is official, administered."
        for name in shown.loc[shown["official"].notna(), "currency"].unique()
    ]
    return " ".join(parts)
