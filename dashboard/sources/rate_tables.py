"""Currency rates in units a dollar: Investing.com's, fawazahmed0's, and wide tables of a desk.

A column of a wide table that stays under 0.5 is in dollars a unit already.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from dashboard.sources import desk
from dashboard.sources.format import Origin, rates_format
from dashboard.sources.reading.days import Order, WrongDay, day_column, named_columns, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import is_nothing, text_of
from dashboard.sources.reading.outcomes import Choices, Elsewhere, Lost, Outcome, Question, Refused
from dashboard.sources.reading.quotes import (
    DOLLARS,
    Quote,
    decimal_of,
    in_dollars,
    per_dollar,
    rows_of_quotes,
)
from dashboard.sources.reading.tables import Record, column_names, header_of, records
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import join_words, say

OF_INVESTING = Origin(
    source_id="investing",
    title="Historical data of currency pairs",
    publisher="Investing.com",
    address="https://www.investing.com/currencies",
    licence="Investing.com's own terms: rows may not be passed on",
    attribution="Investing.com, under its own terms",
    may_be_passed_on=False,
)
OF_FAWAZAHMED0 = Origin(
    source_id="fawazahmed0-exchange-api",
    title="Free currency exchange rates API, daily files",
    publisher="fawazahmed0/exchange-api",
    address="https://github.com/fawazahmed0/exchange-api",
    licence="CC0 1.0",
    attribution="fawazahmed0/exchange-api, CC0",
    may_be_passed_on=True,
)
CODES = "|".join(CURRENCIES)
PAIR = re.compile(rf"(USD)[_/ -]?({CODES})|({CODES})[_/ -]?(USD)", re.IGNORECASE)
COLUMN = re.compile(rf"(?:USD[_/ -]?)?({CODES})(?:[_/ -]?USD)?", re.IGNORECASE)
DAYS = ("date", "day", "дата", "as_of")
AT_MOST_OTHERS = 6


def _recognise_investing(file: SourceFile) -> str:
    if {"date", "price", "open", "high", "low", "change %"} <= column_names(file):
        return say("it has Investing.com’s columns Date, Price, Open, High, Low and Change %")
    return ""


def _read_investing(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    pair = PAIR.search(PurePath(file.name).stem)
    currency = choices.currency or (pair[2] or pair[3] if pair else "")
    if currency.upper() not in CURRENCIES:
        yield Question("currency", "Price", "")
        yield Refused(Lost.FILE, 0, "", file.name, "currency_in_name")
        return
    is_in_dollars = bool(pair and pair[4])
    names = named_columns(file)
    order, questions = day_column(file, names["date"], choices)
    yield from questions
    columns = names["date"], names["price"]
    quotes = _prices(file, columns, order, currency.upper(), is_in_dollars=is_in_dollars)
    yield from rows_of_quotes(quotes, OF_INVESTING.source_id, choices)


def _prices(
    file: SourceFile, columns: tuple[str, str], order: Order, currency: str, *, is_in_dollars: bool
) -> Iterator[Quote | Outcome]:
    day, price = columns
    for record in records(file):
        if not isinstance(record, Record):
            yield record
        elif is_nothing(record[price]):
            yield Refused(Lost.ROW, record.row, price, "", "value_missing")
        else:
            yield from _cell(record, day, order, price, currency, is_in_dollars=is_in_dollars)


def _cell(
    record: Record, day: str, order: Order, column: str, currency: str, *, is_in_dollars: bool
) -> Iterator[Quote | Outcome]:
    """Yield the quote of a cell, or its fault."""
    make = in_dollars if is_in_dollars else per_dollar
    try:
        when = read_day(record[day], order)
        yield make(record.row, column, record[column], when, currency)
    except WrongDay as fault:
        yield Refused(Lost.ROW, record.row, day, text_of(record[day]), str(fault))
    except ValueError as fault:
        yield Refused(Lost.CELL, record.row, column, text_of(record[column]), str(fault))


def _recognise_fawazahmed0(file: SourceFile) -> str:
    base = _base(file)
    if base:
        return say("it has a day and units of each currency for one {base}", base=base.upper())
    return ""


def _base(file: SourceFile) -> str:
    """Return the currency that a file of fawazahmed0 is quoted in, in small letters; "" if none."""
    held = file.json_if_any
    if not isinstance(held, dict) or len(held) != 2 or "date" not in held:
        return ""
    (base,) = held.keys() - {"date"}
    rates = held[base]
    return base if isinstance(rates, dict) and {"usd", base} & rates.keys() else ""


def _read_fawazahmed0(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    yield from rows_of_quotes(_units(file), OF_FAWAZAHMED0.source_id, choices)


def _units(file: SourceFile) -> Iterator[Quote | Outcome]:
    base = _base(file)
    printed, rates = file.json["date"], file.json[base]
    try:
        day = read_day(printed)
    except WrongDay as fault:
        yield Refused(Lost.FILE, 0, "date", str(printed), str(fault))
        return
    for row, (code, units) in enumerate(rates.items(), start=1):
        if code.upper() not in CURRENCIES:
            yield Elsewhere(row)
            continue
        try:
            yield _unit_quote(row, code, units, day, None if base == "usd" else rates.get("usd"))
        except ValueError as fault:
            yield Refused(Lost.CELL, row, code, str(units), str(fault))


def _unit_quote(row: int, code: str, units: object, day: date, dollar: object) -> Quote:
    """Return the quote of an item; `dollar` are the dollars that the file's own base costs."""
    shown = f"{Decimal(repr(units)):f}" if isinstance(units, float) else str(units)
    if dollar is None:
        return per_dollar(row, code, shown, day, code.upper())
    value, digits = decimal_of(shown)
    paid, dollar_digits = decimal_of(str(dollar))
    fewest = min(digits, dollar_digits)
    return Quote(row, code, shown, day, code.upper(), paid / value, fewest)


def _wide_columns(file: SourceFile) -> dict[str, str]:
    """Return the columns of a wide table that hold currencies, and their codes."""
    names = named_columns(file).values()
    return {name: found[1].upper() for name in names if (found := COLUMN.fullmatch(name))}


def _day_name(file: SourceFile) -> str:
    names = named_columns(file)
    return next((names[name] for name in DAYS if name in names), "")


def _recognise_wide(file: SourceFile) -> str:
    columns = _wide_columns(file)
    if not columns or not _day_name(file):
        return ""
    if len(header_of(file).names) - len(columns) > AT_MOST_OTHERS:
        return ""
    return say(
        "a table of days with a column each of {currencies}",
        currencies=join_words(list(columns.values())),
    )


def _read_wide(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    day = _day_name(file)
    order, questions = day_column(file, day, choices)
    yield from questions
    yield from rows_of_quotes(_wide_quotes(file, day, order), desk.ORIGIN.source_id, choices)


def _wide_quotes(file: SourceFile, day: str, order: Order) -> Iterator[Quote | Outcome]:
    columns = _wide_columns(file)
    dollars = {name for name in columns if _is_in_dollars(file, name)}
    for record in records(file):
        if not isinstance(record, Record):
            yield record
            continue
        try:
            read_day(record[day], order)
        except WrongDay as fault:
            yield Refused(Lost.ROW, record.row, day, text_of(record[day]), str(fault))
            continue
        for name, currency in columns.items():
            if not is_nothing(record[name]):
                yield from _cell(record, day, order, name, currency, is_in_dollars=name in dollars)


def _is_in_dollars(file: SourceFile, column: str) -> bool:
    """Return whether most of a column's numbers stay under half a dollar."""
    small = known = 0
    for record in records(file):
        if isinstance(record, Record) and not is_nothing(record[column]):
            try:
                value, _ = decimal_of(record[column])
            except ValueError:
                continue
            known, small = known + 1, small + (value < DOLLARS)
    return small > known / 2


FORMATS = (
    rates_format(
        *("investing", "Investing.com, historical data", OF_INVESTING),
        "The market’s last price of a working day. It is no official rate.",
        *(_recognise_investing, _read_investing),
    ),
    rates_format(
        *("fawazahmed0_json", "fawazahmed0/exchange-api, daily file", OF_FAWAZAHMED0),
        "One rate a day against the US dollar, as the data set of that day has it. It is no "
        "official rate.",
        *(_recognise_fawazahmed0, _read_fawazahmed0),
    ),
    rates_format(
        *("rates_wide", "Rates of the desk's own, a column a currency", desk.ORIGIN),
        "Rates as the desk keeps them.",
        *(_recognise_wide, _read_wide),
    ),
)
