"""The daily rates of central banks: of Russia, Kazakhstan, Kyrgyzstan, Tajikistan, Uzbekistan.

Each quotes its own currency for so many units of others, the dollar among them: another currency's
rate is worked out by way of that dollar, the bank's own is the dollar's turned over.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from dashboard.sources.format import Format, Origin, rates_format
from dashboard.sources.reading.days import WrongDay, read_day
from dashboard.sources.reading.files import Content, SourceFile, Unreadable
from dashboard.sources.reading.outcomes import Choices, Elsewhere, Lost, Outcome, Refused
from dashboard.sources.reading.quotes import Quote, decimal_of, rows_of_quotes
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import say

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
    whole = (file.xml.findtext("date") or "").strip()
    for row, each in enumerate(file.xml.iter("item"), start=1):
        day = _text(each, "pubDate") or whole
        yield Item(row, _text(each, "title"), _text(each, "quant"), _text(each, "description"), day)


def _answers(file: SourceFile) -> Iterator[Item]:
    """Yield the items of the Central Bank of Uzbekistan's answer."""
    for row, each in enumerate(file.json, start=1):
        if isinstance(each, dict):
            cells = [str(each.get(name, "")) for name in ("Ccy", "Nominal", "Rate", "Date")]
            yield Item(row, *cells)


def _reader(
    items: Callable[[SourceFile], Iterable[Item]], own: str, source_id: str
) -> Callable[[SourceFile, Choices], Iterator[Outcome]]:
    def read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
        yield from rows_of_quotes(_quotes(list(items(file)), own), source_id, choices)

    return read


def _quotes(items: list[Item], own: str) -> Iterator[Quote | Outcome]:
    """Yield what the items say of the five; the dollar's tells the bank's own currency."""
    dollar = next((each for each in items if each.code == DOLLAR), None)
    for item in items:
        if item.code not in CURRENCIES and not (item is dollar and own in CURRENCIES):
            yield Elsewhere(item.row)
            continue
        if dollar is None:
            yield Refused(Lost.ROW, item.row, "Value", item.value, "no_dollar")
            continue
        try:
            yield _quote(item, dollar, own)
        except WrongDay as fault:
            yield Refused(Lost.ROW, item.row, "Date", item.day, str(fault))
        except ValueError as fault:
            yield Refused(Lost.ROW, item.row, "Value", item.value, str(fault))


def _quote(item: Item, dollar: Item, own: str) -> Quote:
    """Return the quote of an item. Raises `ValueError`, `WrongDay`."""
    (cost, digits), (paid, dollar_digits) = _per_unit(item), _per_unit(dollar)
    day = _day(item)
    if item is dollar:
        return Quote(item.row, "Value", item.value, day, own, 1 / paid, digits, f"{paid:f}")
    fewest = min(digits, dollar_digits)
    return Quote(item.row, "Value", item.value, day, item.code, cost / paid, fewest)


def _per_unit(item: Item) -> tuple[Decimal, int]:
    """Return what one unit costs, and the digits of the number. Raises `ValueError`."""
    value, digits = decimal_of(item.value, decimal_comma="," in item.value)
    nominal, _ = decimal_of(item.nominal or "1")
    return value / nominal, digits


def _day(item: Item) -> date:
    return read_day(item.day)


def _codes(file: SourceFile) -> set[str]:
    return {each.code for each in _valutes(file)}


def _is_root(file: SourceFile, tag: str) -> bool:
    if file.content is not Content.XML:
        return False
    try:
        return file.xml.tag == tag
    except Unreadable:
        return False


def _recognise_cbr(file: SourceFile) -> str:
    if _is_root(file, "ValCurs") and "RUB" not in _codes(file):
        return say("an XML document ValCurs of the Bank of Russia, roubles for so many units")
    return ""


def _recognise_nbt(file: SourceFile) -> str:
    if _is_root(file, "ValCurs") and "RUB" in _codes(file) and "TJS" not in _codes(file):
        return say("an XML document ValCurs that quotes the rouble and not the somoni")
    return ""


def _recognise_nbkr(file: SourceFile) -> str:
    if _is_root(file, "CurrencyRates"):
        return say("an XML document CurrencyRates of the National Bank of the Kyrgyz Republic")
    return ""


def _recognise_nbk(file: SourceFile) -> str:
    if not (_is_root(file, "rss") or _is_root(file, "rates")):
        return ""
    if any(each.code == DOLLAR and each.nominal for each in _feed_items(file)):
        return say("a feed of the National Bank of Kazakhstan, tenge for so many units")
    return ""


def _recognise_cbu(file: SourceFile) -> str:
    held = file.json_if_any
    first = held[0] if isinstance(held, list) and held else None
    if isinstance(first, dict) and {"Ccy", "Nominal", "Rate", "Date"} <= first.keys():
        return say("a list with Ccy, Nominal, Rate and Date of the Central Bank of Uzbekistan")
    return ""


def _format(
    key: str,
    source_id: str,
    publisher: str,
    site: str,
    own: str,
    items: Callable[[SourceFile], Iterable[Item]],
    recognise: Callable[[SourceFile], str],
) -> Format:
    name = CURRENCIES[own].name if own in CURRENCIES else say("rouble")
    meaning = say(
        "The bank’s official rate of its own currency, the {own}; of others a cross rate by way of "
        "its dollar.",
        own=name,
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
    title, read = say("{bank}, daily rates", bank=publisher), _reader(items, own, source_id)
    return rates_format(key, title, origin, meaning, recognise, read)


FORMATS = (
    _format("cbr_xml", "cbr", "Bank of Russia", "cbr.ru", "RUB", _valutes, _recognise_cbr),
    _format(
        *("nbt_xml", "nbt", "National Bank of Tajikistan", "nbt.tj", "TJS", _valutes),
        _recognise_nbt,
    ),
    _format(
        *("nbkr_xml", "nbkr", "National Bank of the Kyrgyz Republic", "nbkr.kg", "KGS"),
        *(_currencies, _recognise_nbkr),
    ),
    _format(
        *("nbk_rss", "nbk", "National Bank of Kazakhstan", "nationalbank.kz", "KZT"),
        *(_feed_items, _recognise_nbk),
    ),
    _format(
        "cbu_json", "cbu", "Central Bank of Uzbekistan", "cbu.uz", "UZS", _answers, _recognise_cbu
    ),
)
