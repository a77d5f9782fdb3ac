"""The numbers that a phrase of English names, in digits or words. Judges nothing."""

import re
from collections.abc import Iterator

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
NAMES = {name: float(value) for value, name in enumerate(SMALL.split())}
ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {name: 10.0 * value for value, name in enumerate(ROUND.split(), start=2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
TOKENS = re.compile(
    r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+", re.UNICODE
)
MONTHS = {"year": 12, "years": 12, "month": 1, "months": 1}


def numbers_in(phrase: str) -> set[float]:
    """Return every number that a phrase may be read as; none when it names no number.

    Years are read as months too, "twofold" growth as its per cent more.

    >>> sorted(numbers_in("11 years and two months")), numbers_in("dozens")
    ([2.0, 11.0, 132.0, 134.0], set())
    >>> numbers_in("about $ 2.6 million"), numbers_in("more than a hundred"), numbers_in("21,819")
    ({2600000.0}, {100.0}, {21819.0})
    """
    found: set[float] = set()
    months = 0.0
    for value, following in _read(TOKENS.findall(phrase.casefold())):
        found.add(value)
        if following in MONTHS:
            months += value * MONTHS[following]
            found |= {value * MONTHS[following], months}
        if following in ("fold", "times"):
            found.add(round((value - 1) * 100, 6))
    return found


def _read(tokens: list[str]) -> Iterator[tuple[float, str]]:
    """Yield each number with the word after it."""
    index = 0
    while index < len(tokens):
        value = _value(tokens[index])
        if value is None:
            index += 1
            continue
        if tokens[index] not in SCALES:
            index += 1
        if 20 <= value < 100 and tokens[index - 1] in TENS and tokens[index : index + 1]:
            unit = NAMES.get(tokens[index], 0.0)
            if 1 <= unit <= 9:
                value, index = value + unit, index + 1
        while index < len(tokens) and tokens[index] in SCALES:
            value, index = value * SCALES[tokens[index]], index + 1
        yield round(value, 6), tokens[index] if index < len(tokens) else ""


def _value(token: str) -> float | None:
    """Read one word; a scale on its own ("a hundred") counts once."""
    if token[0].isdigit():
        return float(re.sub(r"[,\u00a0\u202f]", "", token))
    if token in SCALES:
        return 1.0
    return NAMES.get(token, TENS.get(token))
