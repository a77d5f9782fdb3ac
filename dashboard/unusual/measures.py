"""The rules by which a number is called unusual: a series of periods in, a signal or none out.

They follow the field: ACLED's Trendfinder and surge trackers compare with the mean of the periods
before and leave low numbers out; HDX Signals asks for a level not seen for one or three years,
above a floor. Writes no words, knows no files and no screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from dashboard.marks import TOPIC_OF_MARK
from dashboard.vocabulary import N_

# Of the periods that a mean is made of, so many must be covered.
LEAST_COVERED = 0.75
# A number that comes of fewer events is never unusual.
LEAST_EVENTS = 2
# "The highest of" is said of so many periods at least, this one among them.
LEAST_COMPARED = 3


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

    It is called `title` alone and `plural` in a sentence; one of it counts a `unit`.
    `topics` must be covered for the number to be known, `mark` says which events are counted. Only
    rules of so many periods or months are asked (`least_span`).
    """

    key: str
    floor: float
    title: str
    plural: str
    unit: str
    mark: str = ""
    topics: tuple[str, ...] = ()
    least_span: int = 1

    @property
    def is_of_people(self) -> bool:
        """Whether it adds up the people reported of events."""
        return bool(self.topics) and not self.mark


def _counted(mark: str, title: str, plural: str) -> Measure:
    return Measure(mark, 5, title, plural, N_("events"), mark, (TOPIC_OF_MARK[mark],))


MEASURES = {
    measure.key: measure
    for measure in (
        _counted("protest", N_("Protest events"), N_("protests")),
        _counted("arrest", N_("Arrests and detentions"), N_("arrests")),
        Measure(
            *("detained", 20, N_("People detained"), N_("people detained"), N_("people")),
            topics=(TOPIC_OF_MARK["protest"], TOPIC_OF_MARK["arrest"]),
        ),
        _counted("clash", N_("Clashes and attacks"), N_("clashes")),
        Measure(
            *("killed", 10, N_("Fatalities"), N_("fatalities"), N_("people")),
            topics=(TOPIC_OF_MARK["clash"],),
        ),
        Measure("cases", 100, N_("New COVID-19 cases"), N_("new cases"), N_("cases")),
        Measure("deaths", 10, N_("New COVID-19 deaths"), N_("new deaths"), N_("deaths")),
        # A move of a rate, up or down, in per cent. One move alone, often near 0, is no usual one.
        Measure(
            *("rate", 1, N_("Currency against the US dollar, %"), N_("the currency"), N_("%")),
            least_span=6,
        ),
    )
}


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

    `from_new` of it is reported by new sources: it is unusual without them.
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


@dataclass(frozen=True)
class _LookedAt:
    """What the periods that a rule looks back at come to, one value a series."""

    rule: Rule
    looked_at: int
    covered: np.ndarray
    mean: np.ndarray
    highest: np.ndarray
    is_known: np.ndarray


@dataclass(frozen=True)
class Ruled:
    """What the rules say of several series.

    `rule` has for each the place in `RULES` of the first that is met, -1 for none; `periods` how
    many of the periods before it can be compared with, 0 for none.
    """

    rule: np.ndarray
    periods: np.ndarray
    _looked_at: Sequence[_LookedAt]

    def earlier(self, place: int) -> tuple[Earlier, ...]:
        """Return what each rule that can be asked compares one of the series with."""
        return tuple(
            Earlier(
                own.rule,
                float(own.mean[place]),
                float(own.highest[place]),
                int(own.covered[place]),
                own.looked_at,
            )
            for own in self._looked_at
            if own.is_known[place]
        )


def ruled(
    values: np.ndarray, floors: np.ndarray, months: int = 1, least_spans: np.ndarray | int = 1
) -> Ruled:
    """Ask the rules of several series at once.

    `values` has a row a series and a column a period of so many `months`, the latest first; NaN
    where a period is not covered. `floors` and `least_spans` have those of each series' measure.
    """
    now = values[:, 0]
    by_rule = [_looked_at(values[:, 1:], rule, months) for rule in RULES.values()]
    found, periods = np.full(len(values), -1), np.zeros(len(values), int)
    for place, own in reversed([*enumerate(by_rule)]):
        asked = own.is_known & (own.rule.span >= least_spans)
        met = asked & (now >= own.rule.ratio * own.mean) & (now - own.mean >= floors)
        if own.rule.is_highest:
            met &= now > own.highest
        else:
            # Of a mean of 0 there is no multiple: such a number is the highest, or follows on none.
            met &= (own.mean > 0) | (own.rule.span == 1)
            # What does not pass the means of more periods too only comes back to them.
            for longer in (each for each in by_rule if each.looked_at > own.looked_at):
                met &= ~longer.is_known | (now >= ABOVE_LONGER * longer.mean)
        found[met] = place
        periods = np.where(asked, np.maximum(periods, own.covered), periods)
    return Ruled(found, np.where(np.isnan(now), 0, periods), by_rule)


def _looked_at(before: np.ndarray, rule: Rule, months: int) -> _LookedAt:
    """No gap is bridged: without the period right before no rule is asked."""
    looked_at = rule.periods(months)
    part = before[:, :looked_at]
    known = ~np.isnan(part)
    covered = known.sum(axis=1)
    mean = np.where(known, part, 0).sum(axis=1) / np.maximum(covered, 1)
    highest = np.where(known, part, -np.inf).max(axis=1, initial=-np.inf)
    is_known = covered >= rule.least_covered(months)
    if not part.shape[1] or (rule.is_highest and looked_at + 1 < LEAST_COMPARED):
        is_known = np.zeros(len(part), bool)
    else:
        is_known &= known[:, 0]
    return _LookedAt(rule, looked_at, covered, mean, highest, is_known)


def signal(
    values: Sequence[float] | np.ndarray, floor: float, months: int = 1, from_new: float = 0
) -> Signal | None:
    """Return by which rule the latest of some periods is unusual; None when by none.

    `values` are the periods, the latest first, NaN where one is not covered; what of the latest new
    sources report (`from_new`) is left out.

    >>> found = signal([30, *[10] * 12], floor=5)
    >>> found.rule.key, found.times
    ('mean_12', 3.0)
    >>> signal([1, *[0] * 36], floor=5) is None
    True
    """
    series = np.array(values, float)
    now = float(series[0])
    series[0] -= from_new
    answer = ruled(series[np.newaxis, :], np.array([floor]), months)
    place = int(answer.rule[0])
    return None if place < 0 else Signal(now, [*RULES.values()][place], answer.earlier(0), from_new)


def sums(by_month: np.ndarray, months: int) -> np.ndarray:
    """Return the sums of periods of so many months, from values by month along the last axis.

    A period of which a month is not covered (NaN) has none.

    >>> sums(np.array([1.0, 2.0, 3.0, 4.0, np.nan, 5.0]), 2).tolist()
    [3.0, 7.0, nan]
    """
    periods = by_month.shape[-1] // months
    whole = by_month[..., : periods * months]
    return whole.reshape(*by_month.shape[:-1], periods, months).sum(axis=-1)
