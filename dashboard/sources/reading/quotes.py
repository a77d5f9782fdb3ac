"""Currency rates as files quote them, made rows of ours: dollars a unit, to the digits they have.

The formats find the numbers; this turns them over, and holds each against those beside it: a rate
a hundred times off or turned over is a fault with an offer, never changed in silence.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext
from statistics import median

from dashboard.sources.format import Format, Origin, Recognise
from dashboard.sources.reading.files import Cell, SourceFile
from dashboard.sources.reading.numbers import THOUSANDS, significant_digits
from dashboard.sources.reading.outcomes import Choices, Lost, Outcome, Refused, Row, Value
from dashboard.sources.reading.tables import Record
from dashboard.vocabulary import CURRENCIES

MOST_DIGITS = 15
JUMP = 20
# How far apart, times over, a number that fits may stand: turned over, or its point moved.
NEAR_TURNED, NEAR_MOVED = 2, 1.3
# Below it a number is dollars a unit: no unit of the five has been worth half a dollar.
DOLLARS = Decimal("0.5")
JUMPED, INVERTED = "rate_jump", "rate_inverted"


@dataclass(frozen=True, slots=True)
class Quote:
    """What a file says of a currency on a day.

    `dollars` a unit, to `digits`; `units` a dollar as the file has them, where it has these.
    """

    row: int
    column: str
    text: str
    day: date
    currency: str
    dollars: Decimal
    digits: int
    units: str = ""

    @property
    def per_dollar(self) -> float:
        """Return the units a dollar."""
        return float(1 / self.dollars)


def decimal_of(cell: Cell, *, decimal_comma: bool = False) -> tuple[Decimal, int]:
    """Return a number as printed, and how many digits it has. Raises `ValueError`.

    >>> decimal_of("12,310.40"), decimal_of("74,8816", decimal_comma=True), decimal_of("0.1868")
    ((Decimal('12310.40'), 7), (Decimal('74.8816'), 6), (Decimal('0.1868'), 4))
    """
    text = "".join(str(cell).replace("\u00a0", " ").split())
    if decimal_comma:
        text = text.replace(",", ".")
    elif THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation as trouble:
        raise ValueError("not_a_number") from trouble
    if not value.is_finite() or value <= 0 or abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError("not_a_rate")
    return value, significant_digits(text)


def per_dollar(row: int, column: str, cell: Cell, day: date, currency: str) -> Quote:
    """Return a quote of units a dollar. Raises `ValueError`."""
    value, digits = decimal_of(cell)
    return Quote(row, column, str(cell), day, currency, 1 / value, digits, f"{value:f}")


def quote_in(
    record: Record, column: str, day: date, currency: str, *, is_in_dollars: bool
) -> Quote | Refused:
    """Return the quote in a column, of units a dollar or of dollars a unit, or its fault."""
    cell = record[column]
    try:
        if not is_in_dollars:
            return per_dollar(record.row, column, cell, day, currency)
        value, digits = decimal_of(cell)
        return Quote(record.row, column, str(cell), day, currency, value, digits)
    except ValueError as fault:
        return record.refused(column, fault, Lost.CELL)


def rows_of_quotes(
    found: Iterable[Quote | Outcome], source_id: str, choices: Choices
) -> Iterator[Outcome]:
    """Yield the rows of rates for quotes, held against those beside them; other outcomes as are."""
    by_currency: dict[str, list[Quote]] = {}
    for each in found:
        if isinstance(each, Quote):
            by_currency.setdefault(each.currency, []).append(each)
        else:
            yield each
    for quotes in by_currency.values():
        seen: dict[date, Quote] = {}
        middle = _middle(quotes)
        for quote in quotes:
            before = seen.setdefault(quote.day, quote)
            if before is not quote:
                if before.dollars != quote.dollars:
                    yield Refused(Lost.CELL, quote.row, quote.column, quote.text, "repeated_key")
                continue
            yield from _checked(quote, middle, source_id, choices)


def _middle(quotes: list[Quote]) -> float:
    """Return the units a dollar that a file's quotes of a currency stand around."""
    low, high = CURRENCIES[quotes[0].currency].usual
    usual = [each.per_dollar for each in quotes if low <= each.per_dollar <= high]
    return median(usual) if usual else (low * high) ** 0.5


def _checked(quote: Quote, middle: float, source_id: str, choices: Choices) -> Iterator[Outcome]:
    low, high = CURRENCIES[quote.currency].usual
    is_near = _apart(quote, middle) < JUMP
    if is_near and low / JUMP <= quote.per_dollar <= high * JUMP:
        yield _row(quote, source_id)
        return
    rule, meant = _meant(quote, middle)
    if meant and rule in choices.accepted:
        yield _row(meant, source_id)
        return
    shown = f"{_rounded(1 / meant.dollars, meant.digits):f}" if meant else ""
    offer = rule if meant else ""
    yield Refused(Lost.CELL, quote.row, quote.column, quote.text, rule, offer, shown)


def _apart(quote: Quote, middle: float) -> float:
    """Return how many times over a quote stands above or below the middle."""
    return max(quote.per_dollar / middle, middle / quote.per_dollar)


def _meant(quote: Quote, middle: float) -> tuple[str, Quote | None]:
    """Return which rule a quote breaks, and the quote that would fit; None when none would."""
    turned = replace(quote, dollars=1 / quote.dollars, units="")
    if not quote.units:
        turned = replace(turned, units=f"{quote.dollars:f}")
    if _apart(turned, middle) < NEAR_TURNED:
        return INVERTED, turned
    for power in (2, -2, 3, -3, 1, -1, 4, -4):
        units = f"{Decimal(quote.units).scaleb(-power):f}" if quote.units else ""
        moved = replace(quote, dollars=quote.dollars.scaleb(power), units=units)
        if _apart(moved, middle) < NEAR_MOVED:
            return JUMPED, moved
    return JUMPED, None


def _row(quote: Quote, source_id: str) -> Row:
    digits = min(quote.digits, MOST_DIGITS)
    text = f"{_rounded(quote.dollars, digits):f}"
    values: dict[str, Value] = {
        "date": quote.day,
        "currency": quote.currency,
        "usd_per_unit": float(text),
        "rate_text": text,
        "significant_digits": significant_digits(text),
        "units_text": quote.units or None,
        "kind": "daily",
        "source_id": source_id,
    }
    return Row("rates", quote.row, values)


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Round to so many significant digits, noughts at the end kept.

    >>> _rounded(Decimal(1) / Decimal("74.8816"), 6), _rounded(Decimal("9.9999"), 2)
    (Decimal('0.0133544'), Decimal('10'))
    """
    with localcontext(prec=digits):
        rounded = +value
    wanted = rounded.adjusted() - digits + 1
    return rounded.quantize(Decimal(1).scaleb(wanted)) if wanted < 0 else Decimal(f"{rounded:f}")


def rates_format(
    key: str,
    name: str,
    origin: Origin,
    meaning: str,
    recognise: Recognise,
    quotes: Callable[[SourceFile, Choices], Iterable[Quote | Outcome]],
) -> Format:
    """Declare a format of currency rates."""
    return Format(
        key=key,
        name=name,
        origin=origin,
        recognise=recognise,
        read=lambda file, choices: rows_of_quotes(quotes(file, choices), origin.source_id, choices),
        meaning=meaning,
        table="rates",
        series=((f"{origin.source_id}-rates", "rates", "daily", meaning),),
    )
