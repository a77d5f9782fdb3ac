"""The rules on made-up series, each worked out by hand in the words above it."""

from collections.abc import Sequence

import pytest

from dashboard.unusual.measures import MEASURES, Period, Value, earlier_periods, signal, sums
from dashboard.values import Absent, Reason

PROTESTS, DETAINED, RATE = (MEASURES[key] for key in ("protest", "detained", "rate"))
GAP = Absent(Reason.NOT_COVERED)


def latest_first(*values: Value) -> list[Value]:
    return list(reversed(values))


def rule_of(now: float, before: Sequence[Value], from_new: float = 0) -> str:
    told = signal(Period(now, from_new), before, PROTESTS)
    return told.rule.key if told else ""


# Twelve months of 4, 5 and 6 in turn: mean 5. A month of 15 is three times that, and 10 above.
QUIET = [4.0, 5.0, 6.0] * 4


def test_a_known_surge_is_so_many_times_the_mean_of_the_year() -> None:
    told = signal(Period(15), latest_first(*QUIET), PROTESTS)
    assert told is not None
    assert (told.rule.key, told.times) == ("mean_12", 3.0)
    behind = {
        each.rule.key: (each.mean, each.highest, each.covered, each.looked_at)
        for each in told.earlier
    }
    # The last six are 4 5 6 4 5 6, the last is 6; of 36 months 12 are known, which is too few. The
    # last eleven are all but the first 4: 56 in all.
    assert behind == {
        "mean_12": (5, 6, 12, 12),
        "mean_6": (5, 6, 6, 6),
        "highest_12": (56 / 11, 6, 11, 11),
        "mean_1": (6, 6, 1, 1),
    }


def test_a_slow_rise_is_the_highest_level_in_so_many_months() -> None:
    # 20, 21 ... 54, then 55. The year before is 43 to 54: mean 48.5, of which 55 is 1.13 times; all
    # 35 months before have mean 37 and are lower: 55 is 1.49 times that, and 18 above.
    rise = [float(each) for each in range(20, 55)]
    assert rule_of(55, latest_first(*rise)) == "highest_36"
    # Of twelve months alone the eleven before are 44 to 54, mean 49: 55 is 1.12 times that.
    assert rule_of(55, latest_first(*rise[-11:])) == ""
    # 62 is 1.27 times that.
    assert rule_of(62, latest_first(*rise[-11:])) == "highest_12"


def test_a_gap_in_coverage_is_never_bridged() -> None:
    # The month before, and four of the twelve, are not covered.
    assert rule_of(15, [GAP, *QUIET[1:]]) == ""
    assert rule_of(15, [QUIET[0], *[GAP] * 40]) == "mean_1"
    assert rule_of(15, [GAP] * 40) == ""
    assert rule_of(15, []) == ""
    told = earlier_periods([5.0, 5.0, *[GAP] * 4, *[5.0] * 30], 1)
    # 8 of 12 are too few, and so are 2 of 6; no "highest" with a month unknown.
    assert [each.rule.key for each in told] == ["mean_1"]
    told = earlier_periods([5.0, *[GAP] * 3, *[5.0] * 32], 1)
    assert [(each.rule.key, each.covered) for each in told] == [("mean_12", 9), ("mean_1", 1)]
    assert signal(Period(GAP), QUIET, PROTESTS) is None


def test_a_surge_that_a_new_source_brings_is_none() -> None:
    # Of 15 protests 10 are told by a source that told of nothing before: 5 are as ever.
    assert rule_of(15, QUIET) == "mean_12"
    assert rule_of(15, QUIET, from_new=10) == ""
    # 5 of 20 by a new source leave 15, which is three times the mean.
    told = signal(Period(20, from_new=5), QUIET, PROTESTS)
    assert told is not None
    assert (told.value, told.times) == (20, 3.0)


def test_one_lone_event_alarms_nobody() -> None:
    assert rule_of(1, [0.0] * 36) == ""
    assert signal(Period(1), [0.0] * 36, RATE) is not None, "the floor is that of the measure"
    # 300 people of one event are none either, of two they are.
    assert signal(Period(300, events=1), [0.0] * 36, DETAINED) is None
    assert signal(Period(300, events=2), [0.0] * 36, DETAINED) is not None


@pytest.mark.parametrize(
    ("now", "before", "rule"),
    [
        # 4 above the mean of 2: under the floor of 5; 7 is 5 above.
        (6, [2.0] * 12, ""),
        (7, [2.0] * 12, "mean_12"),
        # Twice the mean of 10 is 20; 19 is 1.9 times it, and the highest of twelve.
        (20, [10.0] * 12, "mean_12"),
        (19, [10.0] * 12, "highest_12"),
        # As high as the highest is not higher.
        (19, [19.0, *[10.0] * 11], ""),
        # 20 is back to what it was before the month of 5.
        (20, [5.0, *[20.0] * 11], ""),
        # Twice the half year, and well above the year: 5.5 times 12 is 66.
        (11, [*[4.0] * 6, *[7.0] * 6], "mean_12"),
        (11, [*[4.0] * 6, *[8.0] * 6], "mean_6"),
        # After years of nothing the first five are the highest in 36 months.
        (5, [0.0] * 36, "highest_36"),
        # 4.9 in the mean of the year before, twice that is below the floor's 5.
        (9.8, [4.9] * 12, ""),
    ],
)
def test_where_a_rule_begins(now: float, before: list[Value], rule: str) -> None:
    assert rule_of(now, before) == rule


def test_without_a_number_before_there_is_no_multiple() -> None:
    told = signal(Period(8), [0.0], PROTESTS)
    assert told is not None
    assert (told.rule.key, told.times) == ("mean_1", None)


def test_periods_of_several_months_are_compared_with_their_like() -> None:
    # Quarters, the latest first: 9, 3, 3, 3; a month unknown leaves its quarter unknown.
    months: list[Value] = [3.0, 3.0, 3.0, *[1.0] * 9]
    assert sums(months, 3) == [9, 3, 3, 3]
    assert sums([GAP, *months[1:]], 3) == [GAP, 3, 3, 3]
    # Of two years that end with this one, no third is there to call one the highest.
    told = earlier_periods([20.0] * 12, 12)
    assert [(each.rule.key, each.looked_at) for each in told] == [
        ("mean_12", 12),
        ("highest_36", 2),
        ("mean_6", 6),
        ("mean_1", 1),
    ]
