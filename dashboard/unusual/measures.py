"""The rules by which a number is called unusual: a series of periods in, a signal or none out.

They follow the field: ACLED's Trendfinder and surge trackers compare with the mean of the periods
before and leave low numbers out; HDX Signals asks for a level not seen for one or three years,
above a floor. Knows no words, no files and no screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from dashboard.marks import TOPIC_OF_MARK
from dashboard.values import Absent, Reason

# Of the periods that a mean is made of, so many must be covered.
LEAST_COVERED = 0.75
# A number that comes of fewer events is never unusual.
LEAST_EVENTS = 2
# "The highest of" is said of so many periods at least, this one among them.
LEAST_COMPARED = 3

Value = float | Absent


@dataclass(frozen=True)
class Rule:
    """One rule. A number must be `ratio` times the mean of the periods looked at.

    These are the `span` periods before; with `is_highest` those of the `span` months that end with
    this period, and the number must be higher than each of them.
    """

    key: str
    span: int
    ratio: float
    is_highest: bool = False

    def periods(self, months: int) -> int:
        """Return how many periods of so many months it looks back at.

        >>> (
        ...     RULES["highest_36"].periods(1),
        ...     RULES["highest_12"].periods(3),
        ...     RULES["mean_12"].periods(3),
        ... )
        (35, 3, 12)
        """
        return ceil(self.span / months) - 1 if self.is_highest else self.span

    def least_covered(self, months: int) -> int:
        """Return how many of these must be covered: for "the highest" all, for a mean most."""
        looked_at = self.periods(months)
        return looked_at if self.is_highest else ceil(looked_at * LEAST_COVERED)


# The strongest first: the first that a number meets names it.
RULES = {
    rule.key: rule
    for rule in (
        Rule("mean_12", 12, 2.0),
        Rule("highest_36", 36, 1.25, is_highest=True),
        Rule("mean_6", 6, 2.0),
        Rule("highest_12", 12, 1.25, is_highest=True),
        Rule("mean_1", 1, 2.0),
    )
}
# A rise over few periods is none where the mean of more of them is not passed by so much too.
ABOVE_LONGER = 1.25


@dataclass(frozen=True)
class Measure:
    """What is compared. A number must stand `floor` above what it is compared with.

    `topics` must be covered for the number to be known, `mark` says which events are counted.
    """

    key: str
    floor: float
    mark: str = ""
    topics: tuple[str, ...] = ()

    @property
    def is_of_people(self) -> bool:
        """Whether it adds up people of whom events tell."""
        return bool(self.topics) and not self.mark


def _counted(mark: str) -> Measure:
    return Measure(mark, 5, mark, (TOPIC_OF_MARK[mark],))


MEASURES = {
    measure.key: measure
    for measure in (
        _counted("protest"),
        _counted("arrest"),
        Measure("detained", 20, topics=(TOPIC_OF_MARK["protest"], TOPIC_OF_MARK["arrest"])),
        _counted("clash"),
        Measure("killed", 10, topics=(TOPIC_OF_MARK["clash"],)),
        Measure("cases", 100),
        Measure("deaths", 10),
        # A move of a rate, up or down, in per cent.
        Measure("rate", 1),
    )
}


@dataclass(frozen=True)
class Period:
    """What is known of the period asked about.

    `from_new` is what of its value new sources tell, which told of nothing before; `events` of how
    many events it comes, None where it comes of none.
    """

    value: Value
    from_new: float = 0
    events: int | None = None


@dataclass(frozen=True)
class Earlier:
    """What the periods that a rule looks back at come to: `covered` of `looked_at` are known."""

    rule: Rule
    mean: float
    highest: float
    covered: int
    looked_at: int


@dataclass(frozen=True)
class Signal:
    """A number that is unusual by `rule`, and what every rule that can be asked compares it with.

    `from_new` of it new sources tell: it is unusual without them.
    """

    value: float
    rule: Rule
    earlier: tuple[Earlier, ...]
    from_new: float = 0

    @property
    def times(self) -> float | None:
        """How many times the mean it is by its rule; None where that is 0."""
        own = self.by(self.rule.key)
        return (self.value - self.from_new) / own.mean if own and own.mean else None

    def by(self, rule: str) -> Earlier | None:
        """Return what a rule compares with; None where too few periods are covered."""
        return next((each for each in self.earlier if each.rule.key == rule), None)


def earlier_periods(before: Sequence[Value], months: int) -> tuple[Earlier, ...]:
    """Return what each rule compares with, for periods of so many months, the latest first.

    No gap is bridged: without the period right before nothing is compared, nor is a rule asked of
    which too few periods are covered.
    """
    if not before or isinstance(before[0], Absent):
        return ()
    found = []
    for rule in RULES.values():
        looked_at = rule.periods(months)
        known = [each for each in before[:looked_at] if not isinstance(each, Absent)]
        short = rule.is_highest and looked_at + 1 < LEAST_COMPARED
        if not short and len(known) >= rule.least_covered(months):
            mean = sum(known) / len(known)
            found.append(Earlier(rule, mean, max(known), len(known), looked_at))
    return tuple(found)


def signal(
    now: Period, before: Sequence[Value], measure: Measure, months: int = 1
) -> Signal | None:
    """Return by which rule the number of a period is unusual; None when by none.

    `before` are the periods of as many `months` before it, the latest first.

    >>> told = signal(Period(30), [10.0] * 12, MEASURES["protest"])
    >>> told.rule.key, told.times
    ('mean_12', 3.0)
    >>> signal(Period(1), [0.0] * 36, MEASURES["protest"]) is None
    True
    """
    if isinstance(now.value, Absent) or (now.events is not None and now.events < LEAST_EVENTS):
        return None
    compared = now.value - now.from_new
    earlier = earlier_periods(before, months)
    for each in earlier:
        if _passes(compared, each, measure.floor) and _is_above(compared, each, earlier):
            return Signal(now.value, each.rule, earlier, now.from_new)
    return None


def _passes(value: float, earlier: Earlier, floor: float) -> bool:
    rule = earlier.rule
    if rule.is_highest and value <= earlier.highest:
        return False
    # Of a mean of 0 there is no multiple: such a number is the highest, or follows on none.
    if not rule.is_highest and not earlier.mean and rule.span > 1:
        return False
    return value >= rule.ratio * earlier.mean and value - earlier.mean >= floor


def _is_above(value: float, asked: Earlier, earlier: Sequence[Earlier]) -> bool:
    """Say whether it is above the means of more periods too: else it only comes back to them."""
    longer = (each for each in earlier if each.looked_at > asked.looked_at)
    return asked.rule.is_highest or all(value >= ABOVE_LONGER * each.mean for each in longer)


def sums(by_month: Sequence[Value], months: int) -> list[Value]:
    """Return the sums of periods of so many months, from values by month, the latest first.

    A period of which a month is not known has none.

    >>> sums([1.0, 2.0, 3.0, 4.0, 5.0], 2)
    [3.0, 7.0]
    """
    whole = range(0, len(by_month) - months + 1, months)
    return [_sum(by_month[first : first + months]) for first in whole]


def _sum(values: Sequence[Value]) -> Value:
    known = [each for each in values if not isinstance(each, Absent)]
    return sum(known) if len(known) == len(values) else Absent(Reason.NOT_COVERED)
