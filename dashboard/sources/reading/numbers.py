"""Numbers as files print them, and the words for no value."""

import re
from functools import lru_cache

from dashboard.sources.reading.files import Cell

NOTHING = frozenset(
    ("", "-", "–", "—", "?", "na", "n/a", "nan", "null", "none", "#n/a", "н/д", "нет данных", "..")
)
LONGEST_NOTHING = max(map(len, NOTHING))
MOST_DIGITS, MOST = 15, 1e15
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)


class WrongNumber(ValueError):
    """A cell that is no number; carries the rule that it breaks."""


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says that there is no value; 0 is one.

    >>> is_nothing("н/д"), is_nothing("#N/A"), is_nothing(0), is_nothing("0")
    (True, True, False, False)
    """
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING)


def text_of(cell: Cell) -> str:
    """Return a cell as text, without what surrounds it; "" where there is no value."""
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if not text or cell is None or (len(text) <= LONGEST_NOTHING and text.lower() in NOTHING):
        return ""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").replace("\u00a0", " ").strip()


def read_number(cell: Cell, *, decimal_comma: bool = False) -> float | int | None:
    """Return a number, None for no value; whole ones as such. Raises `WrongNumber`.

    `1,200` is twelve hundred unless the file writes its decimals with a comma.

    >>> read_number("1 200"), read_number("1,200"), read_number("42,8746"), read_number("12,310.4")
    (1200, 1200, 42.8746, 12310.4)
    """
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii() and len(cell) < MOST_DIGITS:
        return int(cell)
    if is_nothing(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not abs(cell) <= MOST:  # nor NaN, which compares with nothing
            raise WrongNumber("not_a_number")
        return cell
    return _of_text(str(cell), decimal_comma)


def read_whole(cell: Cell) -> int | None:
    """Return a whole number, None for no value. Raises `WrongNumber`."""
    value = read_number(cell)
    if value is None:
        return None
    if value != int(value):
        raise WrongNumber("not_a_number")
    return int(value)


def read_degrees(cell: Cell) -> float | None:
    """Return degrees: a comma is never a thousand here. Raises `WrongNumber`.

    >>> read_degrees("68,787")
    68.787
    """
    if isinstance(cell, str) and re.fullmatch(r"-?\d+,\d+", cell.strip()):
        return float(cell.strip().replace(",", "."))
    value = read_number(cell)
    return None if value is None else float(value)


def significant_digits(text: str) -> int:
    """Count the digits of a number as printed, without zeros before the first.

    >>> significant_digits("0,1868"), significant_digits("12,310.40"), significant_digits("74.5")
    (4, 7, 3)
    """
    return len(re.sub(r"\D", "", text).lstrip("0"))


@lru_cache(maxsize=100_000)
def _of_text(text: str, decimal_comma: bool) -> float | int:
    plain = SPACES.sub("", text)
    if THOUSANDS.fullmatch(plain) and not decimal_comma:
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if not PLAIN.fullmatch(plain):
        raise WrongNumber("not_a_number")
    value = float(plain)
    if value != value or abs(value) > MOST:
        raise WrongNumber("not_a_number")
    return int(value) if value.is_integer() and "." not in plain else value
