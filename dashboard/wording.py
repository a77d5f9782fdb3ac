"""How numbers, days and bounds are written for a reader. Knows the forms, not the data."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: float) -> str:
    """Write a number with thousands marks, its fraction only when it has one.

    >>> number(21819.0), number(42.5)
    ('21,819', '42.5')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def counted(value: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun.

    >>> counted(1, "protest event"), counted(4, "sentence"), counted(2, "person", "people")
    ('1 protest event', '4 sentences', '2 people')
    """
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def number_word(value: int) -> str:
    """Write a small number as a word.

    >>> number_word(4), number_word(12)
    ('four', '12')
    """
    return NUMBER_WORDS[value] if 0 <= value < len(NUMBER_WORDS) else number(value)


def day(value: date | pd.Timestamp, *, year: bool = True) -> str:
    """Write a day.

    >>> day(date(2020, 6, 6)), day(date(2020, 6, 6), year=False)
    ('6 June 2020', '6 June')
    """
    return f"{value.day} {value:%B %Y}" if year else f"{value.day} {value:%B}"


def short_day(value: date | pd.Timestamp, *, year: bool = False) -> str:
    """Write a day for a table or an axis.

    >>> short_day(date(2020, 6, 6)), short_day(date(2020, 6, 6), year=True)
    ('6 Jun', '6 Jun 2020')
    """
    return f"{value.day} {value:%b %Y}" if year else f"{value.day} {value:%b}"


def window(first: pd.Timestamp, last: pd.Timestamp, precision: int, *, year: bool = False) -> str:
    """Write the days in which something happened, no finer than the source.

    >>> june = pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30")
    >>> (
    ...     window(*june, 3),
    ...     window(june[0], june[0], 1),
    ...     window(june[0], pd.Timestamp("2020-06-14"), 1),
    ... )
    ('in June 2020', '1 Jun', '1–14 Jun')
    """
    if precision == 3 and first.day == 1 and last == first + pd.offsets.MonthEnd():
        return f"in {first:%B %Y}"
    if precision == 3 and (first.day_of_year, last.month, last.day) == (1, 12, 31):
        return f"in {first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if first == last:
        return short_day(first, year=year)
    about = "" if precision == 1 else "about "
    if (first.year, first.month) == (last.year, last.month):
        return f"{about}{first.day}–{short_day(last, year=year)}"
    far = year or first.year != last.year
    return f"{about}{short_day(first, year=far)} – {short_day(last, year=far)}"


def length(months: int) -> str:
    """Write the length of a sentence.

    >>> length(134), length(36), length(5)
    ('11 y 2 m', '3 y', '5 m')
    """
    years, rest = divmod(int(months), 12)
    return " ".join(
        part for part in (f"{years} y" if years else "", f"{rest} m" if rest else "") if part
    )


def bound(low: float, best: float, high: float, as_printed: str = "") -> str:
    """Write a reported number with its bounds; a word without a number stays a word.

    >>> nan = float("nan")
    >>> bound(100, nan, nan), bound(nan, nan, 1000), bound(1, 1, 1), bound(116, nan, 290)
    ('≥ 100', '≤ 1,000', '1', '116–290')
    >>> bound(nan, nan, nan, "dozens")
    '“dozens”'
    """
    if pd.notna(low) and low == high:
        return number(low)
    if pd.notna(low) and pd.notna(high):
        return f"{number(low)}–{number(high)}"
    if pd.notna(low):
        return f"≥ {number(low)}"
    if pd.notna(high):
        return f"≤ {number(high)}"
    if pd.notna(best):
        return f"about {number(best)}"
    return f"“{as_printed}”" if as_printed else "not stated"


def join_words(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> join_words(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def folded(text: str) -> str:
    """Return text as it is searched: without regard to capitals, in Latin, Cyrillic and Turkic.

    >>> folded("Қазақстан, İstanbul")
    'қазақстан, istanbul'
    """
    return text.replace("İ", "i").casefold()
