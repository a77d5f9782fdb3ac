"""Rates by period: month by month, the change over the chosen months, and one published ticker.

The rates over time are in `series`, the sentence on top in `words`.
"""

import calendar
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from dashboard.currency.charts.one_scale import change_bars, change_height
from dashboard.currency.keys import change_keys, keys_of_changes, keys_of_months
from dashboard.currency.measures import (
    Change,
    digits_of,
    rate_words,
    rounding_range,
    ticker_day,
)
from dashboard.currency.office import change_chart
from dashboard.currency.view import (
    A_DAY,
    MOST_DIGITS,
    CurrencyView,
    PeriodChanges,
    currency_view,
    period_changes,
)
from dashboard.currency.words import periods as words
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.dates import short_day
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.keys import rate_key
from dashboard.panels.sources import safe_address, sources_of
from dashboard.panels.table import COUNTRY, FIRST_DAY, LAST_DAY, Column, Kind, table_of
from dashboard.schema import TableRow, cells_of, rows_of
from dashboard.selection import Selection
from dashboard.values import Absent, Rate, Reason
from dashboard.vocabulary import CURRENCIES, RATE_KINDS
from dashboard.wording import join_words, say, say_many

LATEST = "latest"
CODE = Column("currency", "Currency")
NAME = Column("currency_name", "Name")
DIGITS = Column("significant_digits", "Significant digits", Kind.COUNT, tells_why=False)
READING = Column("reading", "Reading")
CHANGE_COLUMNS = (
    COUNTRY,
    CODE,
    FIRST_DAY,
    Column("first_units_per_usd", "Per US dollar, first", Kind.NUMBER),
    LAST_DAY,
    Column("last_units_per_usd", "Per US dollar, last", Kind.NUMBER),
    Column("change_percent", "Change against the US dollar, percent", Kind.PERCENT),
    READING,
    Column("kind", "Kind of rate"),
)
MONTH_COLUMNS = (
    Column("month", "Month", Kind.MONTH, style="long"),
    Column("iso_code", "Country", Kind.COUNTRIES),
    Column("currency", "Currency", Kind.KEYS),
    NAME,
    Column("first_units_per_usd", "First", Kind.NUMBER),
    Column("last_units_per_usd", "Last", Kind.NUMBER),
    Column("low_units_per_usd", "Low", Kind.NUMBER),
    Column("high_units_per_usd", "High", Kind.NUMBER),
    Column("change_percent", "Change, percent", Kind.PERCENT),
    READING,
    Column("days_with_rate", "Days with a rate", Kind.COUNT, tells_why=False),
    Column("days", "Days", Kind.COUNT, tells_why=False),
    DIGITS,
)
TICKER_COLUMNS = (
    COUNTRY,
    CODE,
    NAME,
    Column("usd_per_unit", "As reported", Kind.REPORTED),
    DIGITS,
    Column("units_per_usd", "Per US dollar, range implied by rounding", Kind.RATE),
    Column("change_as_reported", "Change as reported", Kind.REPORTED),
    Column("change_percent", "Change, percent", Kind.PERCENT),
    Column("locator", "Where it stands"),
    Column("address", "Web address", Kind.LINK),
    Column("note", "Remark"),
    Column("source_id", "Source", Kind.REPORTED),
)
NOT_STATED = Absent(Reason.NOT_STATED)
Rows = list[dict[str, object]]


def currency_change(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show by how much each currency gained or lost over the chosen months."""
    view = currency_view(package, selection)
    period = period_changes(view)
    keys, rows = change_keys(view.book, period.changes), _change_rows(view, period)
    drawn = _changes_drawn(view, period, rows, keys)
    return Exhibit(
        key="currency_change",
        title=say("Change against the dollar"),
        unit=lambda: say("percent, {place}", place=words.place_words(view, period)),
        table=table_of(CHANGE_COLUMNS, rows),
        caption=say("What each currency gained (+) or lost (−) in US dollars."),
        reading=partial(words.change_reading, view),
        sources=sources_of(
            package,
            [
                view.book.origin(each.currency, *side).source_id
                for each in period.changes
                for side in each.sides
            ]
            + view.book.sources_of_official(each.currency for each in period.changes),
        ),
        shown=len(rows),
        total=len(view.book.currencies),
        noun=say("currencies"),
        keys=keys,
        draw=partial(change_bars, drawn),
        height=change_height(len(rows)),
        alt=partial(words.change_alt, view, period),
        headline=partial(words.change_headline, view, period),
        native=lambda: change_chart(
            drawn,
            say("percent gained in US dollars, {place}", place=words.place_words(view, period)),
        ),
        behind=partial(keys_of_changes, view, period.changes),
        comparing=Comparing(
            numbers={"last_units_per_usd": None, "change_percent": None}, keys=(CODE.key,)
        )
        if period.is_chosen
        else None,
    )


def _changes_drawn(
    view: CurrencyView, period: PeriodChanges, rows: Rows, keys: Sequence[str]
) -> pd.DataFrame:
    """Return the bars of changes; an official rate is given in words and not drawn."""
    drawn = {
        "currency": [row["currency"] for row in rows],
        "change": np.array(
            [
                None if each.currency in view.book.official else each.percent
                for each in period.changes
            ],
            dtype=float,
        ),
        "words": [row["reading"] for row in rows],
        "key": keys,
    }
    return pd.DataFrame(drawn)


def currency_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set first, last, low and high rate of each chosen month side by side."""
    view = currency_view(package, selection)
    rows = _monthly_rows(view)
    months = len(selection.months) * len(view.currencies)
    return Exhibit(
        key="currency_table",
        title=say("Rates, month by month"),
        unit=lambda: say("units per US dollar, {period}", period=selection.period),
        table=table_of(MONTH_COLUMNS, rows),
        reading=partial(words.months_reading, view),
        sources=sources_of(package, _sources_of_months(view)),
        shown=sum(bool(row["days_with_rate"]) for row in rows),
        total=months,
        noun=say_many("currency-month with a rate", "currency-months with a rate", months),
        headline=partial(words.months_headline, view),
        behind=partial(keys_of_months, package, selection),
    )


def _sources_of_months(view: CurrencyView) -> list[str]:
    first, last = pd.Timestamp(view.selection.first_day), pd.Timestamp(view.selection.last_day)
    used = [
        (source, currency)
        for rates in (view.book.daily, view.book.single)
        for inside in [rates.iloc[slice(*rates["date"].searchsorted([first, last + A_DAY]))]]
        for source, currency in cells_of(inside, "source_id", "currency")
        if currency in view.currencies
    ]
    currencies = dict.fromkeys(currency for _, currency in used)
    return [source for source, _ in used] + view.book.sources_of_official(currencies)


def _change_rows(view: CurrencyView, period: PeriodChanges) -> Rows:
    return [
        {
            "iso_code": CURRENCIES[change.currency].country,
            "currency": change.currency,
            "first_day": change.first_day,
            "first_units_per_usd": _units(view, change, 0, change.first),
            "last_day": change.last_day,
            "last_units_per_usd": _units(view, change, 1, change.last),
            "change_percent": _percent(change.percent),
            "reading": words.currency_change_words(change, view),
            "kind": _kinds(view, change),
        }
        for change in period.changes
    ]


def _percent(change: float | None) -> float | None:
    """Round a change to hundredths of a per cent; of what is 0 then, no sign is left."""
    return None if change is None or pd.isna(change) else round(change, 2) + 0.0


def _units(view: CurrencyView, change: Change, side: int, units: float) -> Rate:
    return Rate(units, view.book.digits(change.currency, *change.sides[side]))


def _kinds(view: CurrencyView, change: Change) -> str:
    """Name the kind of both rates, once where it is the same."""
    origins = [view.book.origin(change.currency, *side) for side in change.sides]
    return "; ".join(dict.fromkeys(say(RATE_KINDS[origin.kind].label) for origin in origins))


def _monthly_rows(view: CurrencyView) -> Rows:
    """Return a row a month and currency, and one for all months before and after the data."""
    book, months = view.book, view.selection.months
    oldest, newest = f"{book.first:%Y-%m}", f"{book.last:%Y-%m}"
    before = [month for month in months if month < oldest]
    after = [month for month in months if month > newest]
    return [
        *_outside_rows(before, view, say("no rate before {day}", day=book.first)),
        *(
            _month_row(month, currency, view)
            for currency in view.currencies
            for month in months
            if oldest <= month <= newest
        ),
        *_outside_rows(after, view, say("no rate after {day}", day=book.last)),
    ]


def _outside_rows(months: list[str], view: CurrencyView, reading: str) -> Rows:
    """Return one row for a run of months outside the data."""
    if not months or not view.currencies:
        return []
    run = Selection(first_month=months[0], last_month=months[-1])
    return [
        {
            "month": months[0] if len(months) == 1 else f"{months[0]}/{months[-1]}",
            **_owners(view.currencies),
            "reading": reading,
            "days_with_rate": 0,
            "days": (run.last_day - run.first_day).days + 1,
        }
    ]


def _owners(currencies: Sequence[str]) -> dict[str, object]:
    return {
        "iso_code": tuple(CURRENCIES[code].country for code in currencies),
        "currency": tuple(currencies),
        "currency_name": join_words([CURRENCIES[code].name for code in currencies]),
    }


def _month_row(month: str, currency: str, view: CurrencyView) -> dict[str, object]:
    year, number = (int(part) for part in month.split("-"))
    book, month_rates = view.book, view.book.months.get((month, currency))
    row: dict[str, object] = {"month": month, **_owners([currency])}
    row["days"] = calendar.monthrange(year, number)[1]
    if month_rates is None:
        return row | _single_days(month, currency, view)
    is_official = currency in book.official
    digits = (
        digits_of(book.official[currency])
        if is_official
        else min(MOST_DIGITS, month_rates["digits"])
    )
    row["significant_digits"] = digits
    row |= {
        f"{name}_units_per_usd": Rate(month_rates[name], digits)
        for name in ("first", "last", "low", "high")
    }
    row["days_with_rate"] = month_rates["days"]
    if not is_official:
        change = month_rates["change"]
        return row | {"change_percent": _percent(change), "reading": words.change_words(change)}
    reading = say("official rate, administered")
    if odd := book.odd_by_month.get(month, 0):
        left_out = say_many("{count} outlier left out", "{count} outliers left out", odd)
        reading = f"{reading}; {left_out}"
    return row | {"reading": reading}


def _single_days(month: str, currency: str, view: CurrencyView) -> dict[str, object]:
    """Return the reading of a month without a daily rate: its rates of single days, if any."""
    own = view.book.single_by_month.get((month, currency))
    if own is None:
        return {"reading": say("no rate on any day"), "days_with_rate": 0}
    readings = [
        say(
            "{rate} on {day} ({kind})",
            rate=rate_words(units, digits),
            day=short_day(when, year=view.selection.spans_years),
            kind=say(short) if (short := RATE_KINDS[kind].short) else "",
        )
        for when, units, digits, kind in own
    ]
    return {"reading": "; ".join(readings), "days_with_rate": len({each.day for each in own})}


def currency_ticker(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Set one published ticker out as reported and cleaned. Option: `ticker`, the day of a page."""
    view = currency_view(package, selection)
    tickers = view.book.tickers
    when = view.book.ticker_days.get(options.get("ticker", LATEST)) or ticker_day(
        tickers, selection
    )
    own = tickers[(tickers["date"] == when).to_numpy()].drop_duplicates("currency")
    row_of = {currency: place for place, currency in enumerate(own["currency"].tolist())}
    shown = own.iloc[[row_of[each] for each in view.currencies if each in row_of]]
    records = rows_of(shown)
    keys = tuple(rate_key(row["currency"], row["date"], row["source_id"]) for row in records)
    return Exhibit(
        key="currency_ticker",
        title=say("Published ticker")
        if when is None
        else say("Published ticker of {day}", day=when),
        unit=partial(words.ticker_unit, when, selection),
        table=table_of(TICKER_COLUMNS, [_ticker_row(row) for row in records]),
        caption=say("Date of the page. Range: half a unit of the last digit either way."),
        reading=partial(words.ticker_reading, shown),
        sources=sources_of(package, shown["source_id"].unique()),
        shown=len(shown),
        total=len(own),
        noun=say("rates"),
        keys=keys,
        headline=partial(words.ticker_headline, records, when),
        behind=partial(tuple, keys),
    )


def ticker_days(package: Package) -> list[pd.Timestamp]:
    """Return the days of the published tickers, newest first; none when rates cannot be read."""
    try:
        rates = package.table("rates")
    except DataUnavailable:
        return []
    return sorted(rates.loc[rates["kind"].eq("ticker"), "date"].unique(), reverse=True)


def _ticker_row(row: TableRow) -> dict[str, object]:
    code, text, percent = row["currency"], row["change_text"], row["change_percent"]
    return {
        "iso_code": CURRENCIES[code].country,
        "currency": code,
        "currency_name": CURRENCIES[code].name,
        "usd_per_unit": row["rate_text"],
        "significant_digits": row["significant_digits"],
        "units_per_usd": rounding_range(
            row["units_low"], row["units_high"], row["significant_digits"]
        ),
        "change_as_reported": text if pd.notna(text) else NOT_STATED,
        # A nought has no sign.
        "change_percent": NOT_STATED if pd.isna(percent) else percent + 0.0,
        "note": row["note"] if pd.notna(row["note"]) else "",
        "source_id": row["source_id"],
        **_place(row),
    }


def _place(row: TableRow) -> dict[str, object]:
    """Return where a printed rate stands: a place in a document, else the address of a page."""
    if pd.notna(row["paragraph"]):
        first, last = f"{row['char_start']}", f"{row['char_end']}"
        paragraph = f"{row['paragraph']}"
        place = say(
            "paragraph {paragraph}, characters {first}–{last}",
            paragraph=paragraph,
            first=first,
            last=last,
        )
        return {"locator": place}
    address = safe_address(row["address"])
    return {"address": address} if address else {"locator": NOT_STATED}
