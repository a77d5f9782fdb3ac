"""The months that the rules look at, and one number set beside those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.selection import (
    FIRST_POSSIBLE,
    MOST_MONTHS,
    Selection,
    month_of,
    shift_month,
)
from dashboard.unusual.measures import (
    MEASURES,
    RULES,
    Measure,
    Period,
    Signal,
    Value,
    earlier_periods,
    signal,
    sums,
)
from dashboard.values import Absent, Reason, Total
from dashboard.vocabulary import STATUSES

NOT_COVERED = Absent(Reason.NOT_COVERED)
Where = tuple[str, str]
"""A country, and a province of it or ""."""


@dataclass(frozen=True)
class Compared:
    """A number of the period, of a `country` or of its province `admin1`, beside those before.

    `shown` is the number as it is told: a count, people with their bounds, per cent of a rate with
    its sign. `periods` says how many of the periods before it is compared with, 0 for none.
    `signal` is None where it is not unusual. `keys` are what it is traced by.
    """

    measure: str
    country: str
    admin1: str
    shown: float | Total | Absent
    periods: int
    signal: Signal | None
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

    @cached_property
    def told_before(self) -> Selection:
        """All events of the source counted and of the countries chosen before the period."""
        first = self.selection
        earliest = min(self.months[-1], shift_month(first.first_month, -1))
        return Selection(
            first.countries,
            earliest,
            shift_month(first.first_month, -1),
            source=first.source,
            statuses=STATUSES,
        )

    def place(self, day: date) -> int:
        """Return which of the months a day is of."""
        return self._places[month_of(day)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {month: place for place, month in enumerate(self.months)}

    def periods(self, by_month: Sequence[Value]) -> list[Value]:
        """Return the numbers of the period and of those before it, from numbers by month."""
        return list(by_month) if self.length == 1 else sums(by_month, self.length)


def past_of(selection: Selection) -> Past:
    """Return the months of a period and those that the rules look back at."""
    length = len(selection.months)
    looked_at = max(rule.periods(length) for rule in RULES.values())
    many = min(looked_at + 1, max(MOST_MONTHS // length, 2)) * length
    months = [selection.last_month]
    while len(months) < many and months[-1] > FIRST_POSSIBLE:
        months.append(shift_month(months[-1], -1))
    return Past(selection, tuple(months))


def compare(
    past: Past,
    measure: Measure,
    where: Where,
    values: Sequence[Value],
    now: Period | None = None,
    shown: float | Total | Absent | None = None,
    keys: tuple[str, ...] = (),
) -> Compared:
    """Compare a period with those before, from the `values` of all, the latest first.

    `now` is what else is known of the period, `shown` its number where it is told otherwise.
    """
    period = now or Period(values[0])
    earlier = () if isinstance(period.value, Absent) else earlier_periods(values[1:], past.length)
    return Compared(
        measure.key,
        *where,
        period.value if shown is None else shown,
        max((each.covered for each in earlier), default=0),
        signal(period, values[1:], measure, past.length) if earlier else None,
        keys,
    )
