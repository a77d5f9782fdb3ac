"""What the digits of a rate say: the range of a print, rates written with no digit too many.

Knows single numbers only; tables and lines are in `rates`.
"""

from decimal import Decimal
from math import floor, log10


def honest_units(rate_text: str) -> tuple[float, float]:
    """Return the least and the most units a dollar that round to a rate as reported.

    >>> [round(units) for units in honest_units("0.00008")]
    [11765, 13333]
    """
    printed = Decimal(rate_text)
    half = Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)
    return float(1 / (printed + half)), float(1 / (printed - half))


def rate_words(value: float, digits: int) -> str:
    """Write a rate with so many significant digits and no more.

    >>> rate_words(520.833, 3), rate_words(12500, 1), rate_words(0.0022158610, 5)
    ('521', '10,000', '0.0022159')
    """
    decimals = digits - 1 - floor(log10(value))
    return f"{round(value, decimals):,.{max(decimals, 0)}f}"


def range_words(low: float, high: float, digits: int) -> str:
    """Write the ends of a range one digit finer than the print, whole numbers always in full.

    >>> range_words(519.4805, 522.1932, 3), range_words(11764.7, 13333.3, 1)
    ('519.5 to 522.2', '11,765 to 13,333')
    """
    ends = (rate_words(end, max(digits + 1, len(str(int(end))))) for end in (low, high))
    return " to ".join(ends)


def digits_of(value: float) -> int:
    """Return how many digits a rate that is set, not rounded, is written with.

    >>> digits_of(3.5), digits_of(480.0)
    (2, 3)
    """
    return len(f"{value:g}".replace(".", "").lstrip("0"))


def significant(value: float, digits: int) -> float:
    """Round to so many significant digits, a whole number in full.

    >>> significant(451.29185, 5), significant(12523.277, 3)
    (451.29, 12523.0)
    """
    return round(value, max(0, digits - 1 - floor(log10(value))))
