"""Currency rates: daily ones of central banks, Investing.com's, fawazahmed0's, a desk's wide table.

Each format finds what a file says of a currency on a day (`Quote`), `reading.quotes` holds these
against each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import PurePath

from lxml import etree

from dashboard.sources import desk
from dashboard.sources.format import Format, Origin, Recognise, by_columns
from dashboard.sources.reading.days import WrongDay, day_column, day_in, read_day
from dashboard.sources.reading.files import Content, SourceFile, Unreadable
from dashboard.sources.reading.numbers import is_nothing
from dashboard.sources.reading.outcomes import Choices, Elsewhere, Lost, Outcome, Question, Refused
from dashboard.sources.reading.quotes import (
    DOLLARS,
    Quote,
    decimal_of,
    per_dollar,
    quote_in,
    rates_format,
)
from dashboard.sources.reading.tables import (
    Record,
    header_of,
    named_columns,
    outcomes_of_each,
    records,
)
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import N_, join_words, say

Found = Iterator[Quote | Outcome]


# Central banks: each quotes its own currency for so many units of others, the dollar among them.
# Another currency's rate is worked out by way of that dollar, the bank's own is the dollar's
# turned over.
DOLLAR = "USD"


@dataclass(frozen=True)
class Item:
    """A currency as a bank quotes it: `value` of the bank's own for `nominal` units."""

    row: int
    code: str
    nominal: str
    value: str
    day: str


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _valutes(file: SourceFile) -> Iterator[Item]:
    """Yield the items of the Banks of Russia and of Tajikistan, whose shape is the same."""
    day = file.xml.get("Date", "")
    for row, each in enumerate(file.xml.iter("Valute"), start=1):
        code, nominal, value = (_text(each, name) for name in ("CharCode", "Nominal", "Value"))
        yield Item(row, code, nominal, value, day)


def _currencies(file: SourceFile) -> Iterator[Item]:
    """Yield the items of the National Bank of the Kyrgyz Republic."""
    day = file.xml.get("Date", "")
    for row, each in enumerate(file.xml.iter("Currency"), start=1):
        code = (each.get("ISOCode") or "").strip()
        yield Item(row, code, _text(each, "Nominal"), _text(each, "Value"), day)


def _feed_items(file: SourceFile) -> Iterator[Item]:
    """Yield the items of the National Bank of Kazakhstan's feeds, dated by item or as a whole."""
    whole = _text(file.xml, "date")
    for row, each in enumerate(file.xml.iter("item"), start=1):
        day = _text(each, "pubDate") or whole
        yield Item(row, _text(each, "title"), _text(each, "quant"), _text(each, "description"), day)


def _answers(file: SourceFile) -> Iterator[Item]:
    """Yield the items of the Central Bank of Uzbekistan's answer."""
    for row, each in enumerate(file.json, start=1):
        if isinstance(each, dict):
            cells = [str(each.get(name, "")) for name in ("Ccy", "Nominal", "Rate", "Date")]
            yield Item(row, *cells)


def _bank_quotes(
    items_of: Callable[[SourceFile], Iterable[Item]], own: str, file: SourceFile, choices: Choices
) -> Found:
    """Yield what the items say of the five; the dollar's tells the bank's own currency."""
    items = list(items_of(file))
    dollar = next((each for each in items if each.code == DOLLAR), None)
    for item in items:
        if item.code not in CURRENCIES and not (item is dollar and own in CURRENCIES):
            yield Elsewhere(item.row)
            continue
        if dollar is None:
            yield Refused(Lost.ROW, item.row, "Value", item.value, "no_dollar")
            continue
        try:
            yield _bank_quote(item, dollar, own)
        except WrongDay as fault:
            yield Refused(Lost.ROW, item.row, "Date", item.day, str(fault))
        except ValueError as fault:
            yield Refused(Lost.ROW, item.row, "Value", item.value, str(fault))


def _bank_quote(item: Item, dollar: Item, own: str) -> Quote:
    """Return the quote of an item. Raises `ValueError`, `WrongDay`."""
    (cost, digits), (paid, dollar_digits) = _per_unit(item), _per_unit(dollar)
    day = read_day(item.day)
    if item is dollar:
        return Quote(item.row, "Value", item.value, day, own, 1 / paid, digits, f"{paid:f}")
    fewest = min(digits, dollar_digits)
    return Quote(item.row, "Value", item.value, day, item.code, cost / paid, fewest)


def _per_unit(item: Item) -> tuple[Decimal, int]:
    """Return what one unit costs, and the digits of the number. Raises `ValueError`."""
    value, digits = decimal_of(item.value, decimal_comma="," in item.value)
    nominal, _ = decimal_of(item.nominal or "1")
    return value / nominal, digits


def _is_root(file: SourceFile, *tags: str) -> bool:
    try:
        return file.content is Content.XML and file.xml.tag in tags
    except Unreadable:
        return False


def _codes(file: SourceFile) -> set[str]:
    """Return the currencies of a document ValCurs; none of any other file."""
    return {each.code for each in _valutes(file)} if _is_root(file, "ValCurs") else set()


def _recognise_cbr(file: SourceFile) -> str:
    if _is_root(file, "ValCurs") and "RUB" not in _codes(file):
        return say("an XML document ValCurs of the Bank of Russia, roubles for so many units")
    return ""


def _recognise_nbt(file: SourceFile) -> str:
    codes = _codes(file)
    if "RUB" in codes and "TJS" not in codes:
        return say("an XML document ValCurs that quotes the rouble and not the somoni")
    return ""


def _recognise_nbkr(file: SourceFile) -> str:
    if _is_root(file, "CurrencyRates"):
        return say("an XML document CurrencyRates of the National Bank of the Kyrgyz Republic")
    return ""


def _recognise_nbk(file: SourceFile) -> str:
    is_feed = _is_root(file, "rss", "rates")
    if is_feed and any(each.code == DOLLAR and each.nominal for each in _feed_items(file)):
        return say("a feed of the National Bank of Kazakhstan, tenge for so many units")
    return ""


def _recognise_cbu(file: SourceFile) -> str:
    held = file.json_if_any
    first = held[0] if isinstance(held, list) and held else None
    if isinstance(first, dict) and {"Ccy", "Nominal", "Rate", "Date"} <= first.keys():
        return say("a list with Ccy, Nominal, Rate and Date of the Central Bank of Uzbekistan")
    return ""


def _bank(
    key: str,
    source_id: str,
    publisher: str,
    site: str,
    own: str,
    items: Callable[[SourceFile], Iterable[Item]],
    recognise: Recognise,
) -> Format:
    meaning = say(
        "The bank’s official rate of its own currency, the {own}; of others a cross rate by way of "
        "its dollar.",
        own=CURRENCIES[own].name if own in CURRENCIES else say("rouble"),
    )
    origin = Origin(
        source_id=source_id,
        title=say("Official exchange rates, {bank}", bank=publisher),
        publisher=publisher,
        address=f"https://{site}",
        licence="official rates",
        attribution=f"{publisher}, {site}",
        may_be_passed_on=True,
    )
    name, quotes = say("{bank}, daily rates", bank=publisher), partial(_bank_quotes, items, own)
    return rates_format(key, name, origin, meaning, recognise, quotes)


# Others, in units a dollar. A column of a wide table that stays under 0.5 is in dollars a unit.
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


def _prices(file: SourceFile, choices: Choices) -> Found:
    """Yield the quotes of Investing.com's table of one pair, which the file's name tells."""
    pair = PAIR.search(PurePath(file.name).stem)
    currency = (choices.currency or (pair[2] or pair[3] if pair else "")).upper()
    if currency not in CURRENCIES:
        yield Question("currency", "Price", "")
        yield Refused(Lost.FILE, 0, "", file.name, "currency_in_name")
        return
    is_in_dollars = bool(pair and pair[4])
    names = named_columns(file)
    day, price = names["date"], names["price"]
    order, questions = day_column(file, day, choices)
    yield from questions

    def quotes(record: Record) -> Found:
        if is_nothing(record[price]):
            yield record.refused(price, "value_missing")
        else:
            when = day_in(record, day, order)
            yield quote_in(record, price, when, currency, is_in_dollars=is_in_dollars)

    yield from outcomes_of_each(records(file), quotes)


def _base(file: SourceFile) -> str:
    """Return the currency that a file of fawazahmed0 is quoted in, in small letters; "" if none."""
    held = file.json_if_any
    if not isinstance(held, dict) or len(held) != 2 or "date" not in held:
        return ""
    (base,) = held.keys() - {"date"}
    rates = held[base]
    return base if isinstance(rates, dict) and {"usd", base} & rates.keys() else ""


def _recognise_fawazahmed0(file: SourceFile) -> str:
    base = _base(file)
    if base:
        return say("it has a day and units of each currency for one {base}", base=base.upper())
    return ""


def _units(file: SourceFile, choices: Choices) -> Found:
    base = _base(file)
    if not base:
        yield Refused(Lost.FILE, 0, "", "", "unknown_format")
        return
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


def _wide_quotes(file: SourceFile, choices: Choices) -> Found:
    day = _day_name(file) or named_columns(file)["date"]
    columns = _wide_columns(file)
    order, questions = day_column(file, day, choices)
    yield from questions
    dollars = {name for name in columns if _is_in_dollars(file, name)}

    def quotes(record: Record) -> Found:
        when = day_in(record, day, order)
        for name, currency in columns.items():
            if not is_nothing(record[name]):
                yield quote_in(record, name, when, currency, is_in_dollars=name in dollars)

    yield from outcomes_of_each(records(file), quotes)


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
    _bank("cbr_xml", "cbr", "Bank of Russia", "cbr.ru", "RUB", _valutes, _recognise_cbr),
    _bank(
        *("nbt_xml", "nbt", "National Bank of Tajikistan", "nbt.tj", "TJS", _valutes),
        _recognise_nbt,
    ),
    _bank(
        *("nbkr_xml", "nbkr", "National Bank of the Kyrgyz Republic", "nbkr.kg", "KGS"),
        *(_currencies, _recognise_nbkr),
    ),
    _bank(
        *("nbk_rss", "nbk", "National Bank of Kazakhstan", "nationalbank.kz", "KZT"),
        *(_feed_items, _recognise_nbk),
    ),
    _bank(
        "cbu_json", "cbu", "Central Bank of Uzbekistan", "cbu.uz", "UZS", _answers, _recognise_cbu
    ),
    rates_format(
        *("investing", "Investing.com, historical data", OF_INVESTING),
        "The market’s last price of a working day. It is no official rate.",
        by_columns(
            N_("it has Investing.com’s columns Date, Price, Open, High, Low and Change %"),
            *("date", "price", "open", "high", "low", "change %"),
        ),
        _prices,
    ),
    rates_format(
        *("fawazahmed0_json", "fawazahmed0/exchange-api, daily file", OF_FAWAZAHMED0),
        "One rate a day against the US dollar, as the data set of that day has it. It is no "
        "official rate.",
        *(_recognise_fawazahmed0, _units),
    ),
    rates_format(
        *("rates_wide", "Rates of the desk's own, a column a currency", desk.ORIGIN),
        "Rates as the desk keeps them.",
        *(_recognise_wide, _wide_quotes),
    ),
)
