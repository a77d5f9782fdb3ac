"""What the dashboard knows, as values: amounts with bounds, reasons for having none, spans of days.

Every measure and panel works with these; words are made of them once, in `wording`, by whoever
prints. Nothing here knows a language, a file or a screen, and nothing but the standard library is
imported, so that every other module may import this one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import floor, isnan, log10
from typing import Self

# About so many: to compare terms of days with those of months.
DAYS_IN_MONTH = 30


class Qualifier(StrEnum):
    """How sure a reported number is, as `figures.csv` writes it."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"
    VAGUE = "vague"
    OFFICIALLY_NONE = "officially_none"


class Reason(StrEnum):
    """Why there is no number; the closed list. Zero is a number and stands for none of these."""

    NONE_REPORTED = "none_reported"  # sources that cover the topic were read and report none
    OFFICIALLY_NONE = "officially_none"  # the government says that there is none
    NOT_STATED = "not_stated"  # a source speaks of it and gives no number
    NOT_COVERED = "not_covered"  # no source that we hold speaks of it
    FILTERED_OUT = "filtered_out"  # there is some; the filters hide it
    OUTSIDE_SERIES = "outside_series"  # the series does not reach that far
    COULD_NOT_LOAD = "could_not_load"  # the table could not be read


class Basis(StrEnum):
    """Where the days of a window come from, as `events.csv` writes it in `date_basis`."""

    STATED = "stated"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Hidden:
    """How many events the filters hide.

    `by_filters` are of the statuses chosen, and another filter hides them; `by_status` are of other
    statuses (claimed, planned ...), whatever the other filters.
    """

    by_filters: int = 0
    by_status: int = 0

    @classmethod
    def of(cls, every: int, of_status: int, chosen: int) -> Self:
        """Tell it from how many there are: unfiltered, of the statuses chosen, and chosen."""
        return cls(of_status - chosen, every - of_status)

    def __bool__(self) -> bool:
        """Whether the filters hide any."""
        return bool(self.by_filters or self.by_status)


@dataclass(frozen=True)
class Absent:
    """The one way to have no number. `hidden` says how many events the filters hide."""

    reason: Reason
    hidden: Hidden = Hidden()

    def __bool__(self) -> bool:
        """Nothing is there: `if amount` asks for a number."""
        return False


@dataclass(frozen=True)
class Amount:
    """A reported number: its bounds, how sure it is, and the source's own word for it.

    A bound that is not known is None. A word without a number ("dozens") is `vague` and has none.
    `as_reported` holds the number words of the source; empty where it prints plain digits. `hedge`
    is the word by which the source keeps its distance from the number ("reportedly"), if it does.

    >>> (exactly(5) + at_least(100)) == at_least(105)
    True
    """

    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier
    as_reported: str = ""
    hedge: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the number is one number: counted, or officially none."""
        return self.qualifier in (Qualifier.EXACT, Qualifier.OFFICIALLY_NONE)

    @property
    def has_number(self) -> bool:
        """Whether any bound or best value is known."""
        return self.largest is not None

    @property
    def largest(self) -> float | None:
        """The largest number that is named; None for a word without a number."""
        named = [value for value in (self.low, self.best, self.high) if value is not None]
        return max(named, default=None)

    @property
    def central(self) -> float | None:
        """The one number to draw: the best value, else the lower bound, else the upper one."""
        for value in (self.best, self.low, self.high):
            if value is not None:
                return value
        return None

    def __add__(self, other: Amount) -> Amount:
        """Add two amounts that both have a lower bound: exact only if both are.

        Raises `ValueError` where a lower bound is missing: such amounts are kept apart, see
        `total`.
        """
        if self.low is None or other.low is None:
            raise ValueError("Only amounts with a lower bound can be added; see values.total.")
        low = self.low + other.low
        if self.is_exact and other.is_exact:
            return exactly(low)
        if self.high is not None and other.high is not None:
            return between(low, self.high + other.high)
        return at_least(low)


class Rate(float):
    """A rate, rounded to the digits that its source gives and written with all of them.

    `digits` are significant ones; a whole part stands in full, however few they are.

    >>> Rate(9.20304, 5).decimals, Rate(12523.277, 3).decimals
    (4, 0)
    """

    digits: int
    decimals: int

    def __new__(cls, value: float, digits: int) -> Self:
        """Round a rate to so many significant digits."""
        decimals = max(0, digits - 1 - floor(log10(value)))
        rate = super().__new__(cls, round(float(value), decimals))
        rate.digits, rate.decimals = digits, decimals
        return rate

    def __reduce__(self) -> tuple[type[Self], tuple[float, int]]:
        """Return what a copy is made of."""
        return type(self), (float(self), self.digits)


@dataclass(frozen=True)
class Term:
    """The length of a prison sentence: an amount of months, or of days where `in_days`.

    `note` says what else must be known of it: that it holds an earlier one, or is disputed.
    """

    amount: Amount
    in_days: bool = False
    note: str = ""

    @property
    def months(self) -> float:
        """The longest number of months named, to compare terms; 0 where none is."""
        return (self.amount.largest or 0) / (DAYS_IN_MONTH if self.in_days else 1)


def exactly(value: float) -> Amount:
    """Return an amount that is counted.

    >>> exactly(4).is_exact, exactly(0) == exactly(0.0)
    (True, True)
    """
    return Amount(value, value, value, Qualifier.EXACT)


def at_least(value: float, as_reported: str = "") -> Amount:
    """Return a lower bound: "more than a hundred" is `at_least(100)`."""
    return Amount(value, None, None, Qualifier.AT_LEAST, as_reported)


def at_most(value: float, as_reported: str = "") -> Amount:
    """Return an upper bound: "nearly a thousand" is `at_most(1000)`."""
    return Amount(None, None, value, Qualifier.AT_MOST, as_reported)


def about(value: float, as_reported: str = "") -> Amount:
    """Return a rounded number without bounds: "about 4,000"."""
    return Amount(None, value, None, Qualifier.ABOUT, as_reported)


def between(low: float, high: float, as_reported: str = "") -> Amount:
    """Return a range, both ends included."""
    return Amount(low, None, high, Qualifier.RANGE, as_reported)


def in_words(as_reported: str) -> Amount:
    """Return a word without a number: "dozens"."""
    return Amount(None, None, None, Qualifier.VAGUE, as_reported)


def amount(
    low: float | None,
    best: float | None,
    high: float | None,
    qualifier: str,
    as_reported: str = "",
    hedge: object = "",
) -> Amount:
    """Return the amount of a row of `figures.csv`, whose blanks may be NaN or None.

    >>> amount(100.0, float("nan"), float("nan"), "at_least", "more than a hundred").low
    100.0
    """
    bounds = _known(low), _known(best), _known(high)
    return Amount(
        *bounds, Qualifier(qualifier), as_reported, hedge if isinstance(hedge, str) else ""
    )


def _known(value: float | None) -> float | None:
    return None if value is None or isnan(value) else value


@dataclass(frozen=True)
class Total:
    """What several amounts come to.

    `sum` adds the lower bounds: exact, or "at least". What has no lower bound cannot be added and
    stands `apart`, each as it was reported; `unstated` counts what must have had a number and has
    none. `hedged` are the parts of the sum that have a hedge. A total of nothing
    at all is `Absent`, never one of these.
    """

    sum: Amount
    apart: tuple[Amount, ...] = ()
    unstated: int = 0
    hedged: tuple[Amount, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether nothing is missing and every part is counted."""
        return self.sum.is_exact and not self.apart and not self.unstated

    @property
    def hedged_total(self) -> Total | None:
        """What its hedged parts come to; None where no part is hedged."""
        held = total(replace(part, hedge="") for part in self.hedged)
        return held if isinstance(held, Total) else None

    @property
    def hedges(self) -> tuple[str, ...]:
        """The hedges of its parts, each once."""
        return tuple(dict.fromkeys(part.hedge for part in self.hedged))

    @property
    def has_sum(self) -> bool:
        """Whether any part has a lower bound."""
        return bool(self.sum.low) or self.is_exact

    @property
    def words(self) -> Counter[str]:
        """The words without a number, each with how often it stands."""
        return Counter(each.as_reported for each in self.apart if not each.has_number)

    @property
    def about(self) -> float:
        """What the parts reported as "about" come to; 0 when there are none."""
        numbers = (each.best for each in self.apart if each.qualifier is Qualifier.ABOUT)
        return sum(best for best in numbers if best is not None)


def total(amounts: Iterable[Amount], unstated: int = 0) -> Total | Absent:
    """Add amounts: lower bounds with lower bounds; what has none stands apart, as reported.

    Nothing to add is `Absent`: not stated if something should have had a number, or if a source
    speaks of it with neither a number nor a word for one.

    >>> added = total([at_least(100), exactly(1), about(4000), in_words("dozens")])
    >>> added.sum.low, added.sum.qualifier.value, added.about, added.words
    (101, 'at_least', 4000, Counter({'dozens': 1}))
    >>> total([], unstated=2).reason.value, total([]).reason.value
    ('not_stated', 'none_reported')
    """
    all_amounts = tuple(amounts)
    parts = tuple(part for part in all_amounts if part.has_number or part.as_reported)
    unstated += len(all_amounts) - len(parts)
    if not parts:
        return Absent(Reason.NOT_STATED if unstated else Reason.NONE_REPORTED)
    if all(part.qualifier is Qualifier.OFFICIALLY_NONE for part in parts):
        return Total(parts[0], (), unstated)
    added = exactly(0)
    for part in parts:
        if part.low is not None:
            added += part
    apart = tuple(part for part in parts if part.low is None)
    if (apart or unstated) and added.low is not None:
        added = at_least(added.low)
    hedged = tuple(part for part in parts if part.hedge and part.low)
    return Total(added, apart, unstated, hedged)


def highest(amounts: Sequence[Amount]) -> Amount:
    """Return the amount that names the largest number; of words alone the first.

    Where one source reports several numbers of the same people, the highest is taken to include the
    others.
    """
    return max(amounts, key=lambda each: -1.0 if each.largest is None else each.largest)


def qualifier_between(low: float | None, high: float | None) -> Qualifier:
    """Return how an amount of two bounds is qualified, either of which may be missing."""
    return {
        (True, True): Qualifier.RANGE,
        (True, False): Qualifier.AT_LEAST,
        (False, True): Qualifier.AT_MOST,
        (False, False): Qualifier.VAGUE,
    }[low is not None, high is not None]


def spanning(amounts: Sequence[Amount]) -> Amount:
    """Return one amount for what several sources say of the same thing: the range between them.

    A bound is known only where every source has it; words without a number add nothing to
    numbers.

    >>> spanning([exactly(5), exactly(8)]).low, spanning([exactly(5), at_least(8)]).high
    (5, None)
    """
    numbered = [each for each in amounts if each.has_number]
    if len(numbered) < 2 or len({(e.low, e.best, e.high, e.qualifier) for e in numbered}) == 1:
        return (numbered or list(amounts))[0]
    lows = [each.low for each in numbered if each.low is not None]
    highs = [each.high for each in numbered if each.high is not None]
    low = min(lows) if len(lows) == len(numbered) else None
    high = max(highs) if len(highs) == len(numbered) else None
    return Amount(
        low,
        None,
        high,
        qualifier_between(low, high),
        " / ".join(each.as_reported for each in numbered if each.as_reported),
        " / ".join(dict.fromkeys(each.hedge for each in numbered))
        if all(each.hedge for each in numbered)
        else "",
    )


@dataclass(frozen=True, order=True)
class Window:
    """The days within which something happened, both included.

    `precision` is ACLED's `time_precision`: 1 these very days, 2 about these days, 3 a month or
    vaguer. `basis` says whether the source states them, or they were inferred or assumed.
    """

    first: date
    last: date
    precision: int = 1
    basis: Basis = Basis.STATED

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.first == self.last and self.precision == 1

    def reaches(self, other: Window) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last
