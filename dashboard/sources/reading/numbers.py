"""Numbers as files print them, counts of people among them, and the words for no value."""

import re
from dataclasses import dataclass
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


def read_number(cell: Cell) -> float | int | None:
    """Return a number, None for no value; whole ones as such. Raises `WrongNumber`.

    `1,200` is twelve hundred.

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
    return _of_text(str(cell))


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
def _of_text(text: str) -> float | int:
    plain = SPACES.sub("", text)
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if not PLAIN.fullmatch(plain):
        raise WrongNumber("not_a_number")
    value = float(plain)
    if value != value or abs(value) > MOST:
        raise WrongNumber("not_a_number")
    return int(value) if value.is_integer() and "." not in plain else value


AT_LEAST = (
    "more than|over|at least|no fewer than|no less than|not less than|upwards? of|minimum|>"
    "|более|больше|свыше|не менее|как минимум|минимум"
)
AT_MOST = (
    "nearly|almost|up to|as many as|no more than|not more than|fewer than|less than|under|at most|<"
    "|до|почти|не более|менее|меньше"
)
ABOUT = "about|around|approximately|approx|roughly|some|circa|ca|~|около|примерно|порядка"
SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
SMALL_WORDS = {word: value for value, word in enumerate(SMALL.split(), start=1)}
TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS_WORDS = {word: 10 * value for value, word in enumerate(TENS, start=3)}
UNITS = {"dozen": 12, "hundred": 100, "thousand": 1000, "тысяч": 1000, "тысячи": 1000}
WORDS = {"a": 1, "an": 1, "half": 0.5, **SMALL_WORDS, **TENS_WORDS}
UNIT_OF = re.compile(rf"\b({'|'.join(WORDS)}|\d+(?:\.\d+)?)(?: a)? ({'|'.join(UNITS)})\b")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
TOO_LONG = re.compile(rf"\d{{{MOST_DIGITS + 1}}}")
RANGE = re.compile(r"(\d+)\s*(?:-|–|to|and|until|до|и)\s*(\d+)")
NOT_SAID = ("no report", "not reported", "unknown", "не сообщается")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things: bounds, best estimate, how it is qualified, as printed."""

    low: float | None
    best: float | None
    high: float | None
    qualifier: str
    as_reported: str


def exactly(value: int) -> Count:
    """Return an exact count."""
    return Count(value, value, value, "exact", str(value))


def read_count(cell: Cell) -> Count | None:
    """Return what a cell says of a number of people; None where it says nothing.

    >>> read_count("around 20 to 30"), read_count("70 across 6 locations").high
    (Count(low=20, best=None, high=30, qualifier='range', as_reported='around 20 to 30'), 70)
    >>> (
    ...     read_count("several hundred").qualifier,
    ...     read_count("two dozen").best,
    ...     read_count("до 200").high,
    ... )
    ('vague', 24, 200)
    """
    if is_nothing(cell) or is_nothing(str(cell)):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) <= MOST:
        return exactly(int(cell)) if cell == int(cell) and cell >= 0 else None
    return _read(str(cell).replace("\0", "").strip())


@lru_cache(maxsize=50_000)
def _read(text: str) -> Count | None:
    shown = text.split(";")[0].strip()
    spoken = _with_digits(shown.lower().replace("\u00a0", " "))
    if not spoken or spoken.startswith(NOT_SAID):
        return None
    if TOO_LONG.search(spoken):
        return Count(None, None, None, "vague", shown)
    found = [int(float(number)) for number in NUMBER.findall(spoken)]
    prefix = _prefix(spoken)
    if "across" in spoken and found:
        if prefix == "at_least":
            return Count(None, None, None, "vague", shown)
        return Count(None, None, found[0], "at_most", shown)
    if between := RANGE.search(spoken):
        low, high = int(between[1]), int(between[2])
        if len(found) == 2 and low < high:
            return Count(low, None, high, "range", shown)
    if len(found) != 1:
        return Count(None, None, None, "vague", shown)
    return _qualified(found[0], prefix, spoken, shown)


def _qualified(value: int, prefix: str, spoken: str, shown: str) -> Count:
    if re.search(rf"\b{value}\s*(\+|plus|or more|и более)", spoken) or prefix == "at_least":
        return Count(value, None, None, "at_least", shown)
    if prefix == "at_most":
        return Count(None, None, value, "at_most", shown)
    if prefix == "about":
        return Count(None, value, None, "about", shown)
    return Count(value, value, value, "exact", shown)


def _prefix(spoken: str) -> str:
    for qualifier, prefixes in (("at_least", AT_LEAST), ("at_most", AT_MOST), ("about", ABOUT)):
        if re.match(rf"({prefixes})(?!\w)", spoken):
            return qualifier
    return ""


def _with_digits(spoken: str) -> str:
    """Write a count's words with digits: thousands without marks, "two dozen" as 24.

    "Hundreds" and "several hundred" have no number and stay.
    """
    plain = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}\b)", "", spoken)
    plain = UNIT_OF.sub(_of_units, plain)
    return re.sub(
        rf"\b({'|'.join({**SMALL_WORDS, **TENS_WORDS})})\b", lambda word: str(WORDS[word[1]]), plain
    )


def _of_units(found: re.Match[str]) -> str:
    if len(found[1]) > MOST_DIGITS:
        return found[0]
    many = WORDS.get(found[1]) or float(found[1])
    return str(int(many * UNITS[found[2]]))
