"""The months that the rules look at, and one number set beside those before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from dashboard.datapackage.store import Package
from dashboard.panels.covering import covered_months
from dashboard.selection import (
    FIRST_POSSIBLE,
    MOST_MONTHS,
    Selection,
    month_of,
    shift_month,
)
from dashboard.unusual.measures import MEASURES, RULES, Signal
from dashboard.values import Absent, Reason, Total

NOT_COVERED = Absent(Reason.NOT_COVERED)


@dataclass(frozen=True)
class Compared:
    """A number of the period, of a `country` or of its province `admin1`, beside those before.

    `periods` says how many of the periods before it is compared with, 0 for none. `signal` is None
    where it is not unusual; else `shown` is the number as it is written (a count, people with their
    bounds, per cent of a rate with its sign). `keys` are what it is traced by, where not of events
    counted.
    """

    measure: str
    country: str
    admin1: str
    periods: int
    signal: Signal | None = None
    shown: float | Total | Absent = NOT_COVERED
    keys: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names it: "protest:KAZ", "protest:KAZ:KZ-ALA"."""
        return ":".join(filter(None, (self.measure, self.country, self.admin1)))

    @property
    def is_of_series(self) -> bool:
        """Whether it comes of a series, not of events."""
        return not MEASURES[self.measure].topics

    @property
    def is_fall(self) -> bool:
        """Whether it is of a rate that fell."""
        return isinstance(self.shown, float) and self.shown < 0


def as_counted(number: Compared) -> Compared:
    """Return an unusual number that is shown as it is counted."""
    return replace(number, shown=number.signal.value) if number.signal else number


@dataclass(frozen=True)
class Series:
    """A number by period, the latest first, NaN where one is not covered; what else is known of it.

    `from_new` is what of the latest new sources report; `is_lone`, whether it comes of one event
    alone; `complete` completes a number that is unusual, which costs more. `keys` as of `Compared`.
    """

    measure: str
    country: str
    admin1: str
    values: np.ndarray
    keys: tuple[str, ...] = ()
    is_lone: bool = False
    from_new: Callable[[], float] = lambda: 0.0
    complete: Callable[[Compared], Compared] = as_counted


@dataclass(frozen=True)
class Past:
    """The months of the period and of those before that rules look back at, the latest first."""

    selection: Selection
    months: tuple[str, ...]

    @cached_property
    def length(self) -> int:
        """How many months the period has."""
        return len(self.selection.months)

    @cached_property
    def window(self) -> Selection:
        """The same filters over all of them."""
        return self.selection.over(self.months[-1], self.months[0])

    def place(self, day: date) -> int:
        """Return which of the months a day is of."""
        return self._places[month_of(day)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {month: place for place, month in enumerate(self.months)}

    def asks(self, topics: Sequence[str]) -> bool:
        """Whether the choice of types leaves any of some topics."""
        chosen = self.selection.topics
        return not chosen or not set(chosen).isdisjoint(topics)

    def covered(self, package: Package, topics: Sequence[str], country: str) -> np.ndarray:
        """Return for each month whether sources cover all of some topics, for a country."""
        known = covered_months(package, self.selection.source)
        held = frozenset(self.months).intersection(
            *(known.get((topic, country), frozenset()) for topic in topics)
        )
        return np.array([month in held for month in self.months], bool)


def past_of(selection: Selection) -> Past:
    """Return the months of a period and those that the rules look back at."""
    length = len(selection.months)
    looked_at = max(rule.periods(length) for rule in RULES.values())
    many = min(looked_at + 1, max(MOST_MONTHS // length, 2)) * length
    months = [selection.last_month]
    while len(months) < many and months[-1] > FIRST_POSSIBLE:
        months.append(shift_month(months[-1], -1))
    return Past(selection, tuple(months))
