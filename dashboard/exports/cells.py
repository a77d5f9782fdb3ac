"""One value of a table as text: exact for machines, readable for people, harmless for spreadsheets.

Which values go into which file is left to the formats.
"""

import re
from datetime import date, datetime, time
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from dashboard.exports.papers import written_date

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
WHOLE_NUMBER = re.compile(r"[+\-−]?(\d{1,3}(,\d{3})+|\d{1,15})")
DECIMAL_NUMBER = re.compile(r"[+\-−]?[\d,]*\.\d+")
_AMOUNT = r"[+\-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e[+\-]\d+)?%?"
# A number as our tables write one: "21,819", "≥ 100", "+11,450", "officially 0", "333–369".
NUMBER_TEXT = re.compile(rf"((≥|≤|about|officially) ?)?{_AMOUNT}( ?(–|to) ?{_AMOUNT})?")
FOOTNOTES = ("Footnotes", "footnotes")
VERBATIM = ("As reported", "as_reported", *FOOTNOTES)
HALF = 0.5
_SIGNED_NUMBER = re.compile(r"[+-]\d[\d,.\u00a0 ]*%?")


def is_blank(value: Any) -> bool:
    """Say whether a cell holds nothing: None, NaN, NaT or NA."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def is_number(value: Any) -> bool:
    """Say whether a cell holds a number; yes and no are not numbers."""
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))


def is_day(value: Any) -> bool:
    """Say whether a cell holds a day without a time."""
    if not isinstance(value, date) or is_blank(value):
        return False
    return not isinstance(value, datetime) or value.time() == time()


def is_flush_right(column: pd.Series) -> bool:
    """Say whether a column is read as numbers, which stand flush right, also those in words.

    Half of its cells do for that: the others say why there is no number, e.g. "no data". Lists of
    footnotes look like numbers and are none; what a source prints is one if all of it is.

    >>> (
    ...     is_flush_right(pd.Series(["21,819", "≥ 100", "not stated"])),
    ...     is_flush_right(pd.Series("3 y")),
    ... )
    (True, False)
    """
    if column.name in FOOTNOTES:
        return False
    filled = [value for value in column if not is_blank(value) and value != ""]
    count = sum(
        is_number(value) or (isinstance(value, str) and bool(NUMBER_TEXT.fullmatch(value)))
        for value in filled
    )
    return count > 0 and count >= len(filled) * (1 if column.name in VERBATIM else HALF)


def whole_number(text: Any) -> int | None:
    """Return the whole number that a text is nothing but; None for any other value.

    >>> whole_number("21,819"), whole_number("+11,450"), whole_number("≥ 100"), whole_number("6.5")
    (21819, 11450, None, None)
    """
    if not isinstance(text, str) or not WHOLE_NUMBER.fullmatch(text):
        return None
    return int(text.replace(",", "").replace("−", "-"))


def holds_counts(column: pd.Series) -> bool:
    """Whether a column of words and numbers for reading holds counts, which a sheet can add up.

    What a source prints, and lists of footnotes, are words even where they look like numbers.
    """
    if column.name in VERBATIM:
        return False
    texts = [text for text in column if isinstance(text, str)]
    counts = any(whole_number(text) is not None for text in texts)
    return counts and not any(DECIMAL_NUMBER.fullmatch(text) for text in texts)


def exact_text(value: Any) -> str:
    """Write a value for a program: ISO dates, plain digits, nothing for a blank.

    >>> exact_text(0.00008), exact_text(12.0), exact_text(date(2020, 6, 6)), exact_text(pd.NA)
    ('0.00008', '12', '2020-06-06', '')
    """
    if is_blank(value):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return np.format_float_positional(float(value), trim="-")
    return f"{value:%Y-%m-%d}" if is_day(value) else str(value)


def readable_text(value: Any) -> str:
    """Write a value for a reader: thousands set off by commas, dates in words.

    >>> readable_text(21819), readable_text(-0.5), readable_text(date(2020, 6, 6))
    ('21,819', '-0.5', '6 June 2020')
    """
    if is_number(value) and not is_blank(value):
        whole, point, rest = exact_text(value).partition(".")
        return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole) + point + rest
    return written_date(value) if is_day(value) else exact_text(value)


def harmless_text(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula: an apostrophe goes before it.

    Text that is only a signed number stays as it is.

    >>> harmless_text("=1+1"), harmless_text("-12.5%"), harmless_text("-2+cmd")
    ("'=1+1", '-12.5%', "'-2+cmd")
    """
    if text.startswith(_FORMULA_START) and not _SIGNED_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
