"""The rules on made-up series, each worked out by hand in the words above it."""

from collections.abc import Sequence

import numpy as np
import pytest

from dashboard.unusual.measures import MEASURES, RULES, Earlier, ruled, signal, sums

FLOOR = MEASURES["protest"].floor
GAP = float("nan")


def latest_first(*values: float) -> list[float]:
    return list(reversed(values))


def behind(before: Sequence[float], months: int = 1) -> tuple[Earlier, ...]:
    series = np.array([[0, *before]], float)
    return ruled(series, np.array([FLOOR]), months).earlier(0)


def rule_of(now: float, before: Sequence[float], from_new: float = 0) -> str:
    told = signal([now, *before], FLOOR, from_new=from_new)
    return told.rule.key if told else ""


# Twelve months of 4, 5 and 6 in turn: mean 5. A month of 15 is three times that, and 10 above.
QUIET = [4.0, 5.0, 6.0] * 4


def test_a_known_surge_is_so_many_times_the_mean_of_the_year() -> None:
    told = signal([15, *latest_first(*QUIET)], FLOOR)
    assert told is not None
    assert (told.rule.key, told.times) == ("mean_12", 3.0)
    numbers = {
        each.rule.key: (each.mean, each.highest, each.covered, each.looked_at)
        for each in told.earlier
    }
    # The last six are 4 5 6 4 5 6, the last is 6; of 36 months 12 are known, which is too few. The
    # last eleven are all but the first 4: 56 in all.
    assert numbers == {
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
    told = behind([5, 5, *[GAP] * 4, *[5] * 30])
    # 8 of 12 are too few, and so are 2 of 6; no "highest" with a month unknown.
    assert [each.rule.key for each in told] == ["mean_1"]
    told = behind([5, *[GAP] * 3, *[5] * 32])
    assert [(each.rule.key, each.covered) for each in told] == [("mean_12", 9), ("mean_1", 1)]
    assert rule_of(GAP, QUIET) == ""


def test_a_surge_that_a_new_source_brings_is_none() -> None:
    # Of 15 protests 10 are told by a source that told of nothing before: 5 are as ever.
    assert rule_of(15, QUIET) == "mean_12"
    assert rule_of(15, QUIET, from_new=10) == ""
    # 5 of 20 by a new source leave 15, which is three times the mean.
    told = signal([20, *QUIET], FLOOR, from_new=5)
    assert told is not None
    assert (told.value, told.times) == (20, 3.0)


def test_one_lone_event_alarms_nobody() -> None:
    assert rule_of(1, [0.0] * 36) == ""
    # Of a measure whose floor is 1 it does.
    assert signal([1, *[0.0] * 36], MEASURES["rate"].floor) is not None


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
def test_where_a_rule_begins(now: float, before: list[float], rule: str) -> None:
    assert rule_of(now, before) == rule


def test_without_a_number_before_there_is_no_multiple() -> None:
    told = signal([8, 0], FLOOR)
    assert told is not None
    assert (told.rule.key, told.times) == ("mean_1", None)


def test_periods_of_several_months_are_compared_with_their_like() -> None:
    # Quarters, the latest first: 9, 3, 3, 3; a month unknown leaves its quarter unknown.
    months = np.array([3.0, 3, 3, *[1] * 9])
    assert sums(months, 3).tolist() == [9, 3, 3, 3]
    months[0] = GAP
    assert str(sums(months, 3).tolist()) == "[nan, 3.0, 3.0, 3.0]"
    # Of three years that end with this one two are before it; of one year there is none.
    told = behind([20] * 12, 12)
    assert [(each.rule.key, each.looked_at) for each in told] == [
        ("mean_12", 12),
        ("highest_36", 2),
        ("mean_6", 6),
        ("mean_1", 1),
    ]


def test_a_rate_is_not_compared_with_one_move_alone() -> None:
    # 3 per cent after 0.1: thirty times, of one move alone.
    moves = np.array([[3, 0.1, *[GAP] * 34]])
    rate = MEASURES["rate"]
    told = ruled(moves, np.array([rate.floor]), 1, np.array([rate.least_span]))
    assert (told.rule.tolist(), told.periods.tolist()) == ([-1], [0])
    assert ruled(moves, np.array([rate.floor])).rule.tolist() == [list(RULES).index("mean_1")]


def test_many_series_at_once_are_ruled_as_each_alone() -> None:
    random = np.random.default_rng(1)
    values = random.poisson(random.gamma(2, 6, (400, 1)), (400, 37)).astype(float)
    values[random.random(values.shape) < 0.04] = GAP
    values[:, 0] *= random.choice([1, 1, 2, 3], 400)
    told = ruled(values, np.full(400, FLOOR))
    alone = [signal(series, FLOOR) for series in values]
    assert [place >= 0 for place in told.rule] == [each is not None for each in alone]
    assert 50 < sum(told.rule >= 0) < 350
    for each in filter(None, alone):
        # By the words of the rules, worked out the long way.
        own = each.by(each.rule.key)
        assert own is not None
        before = values[alone.index(each), 1 : 1 + own.looked_at]
        known = before[~np.isnan(before)]
        assert own.mean == pytest.approx(known.mean())
        assert each.value >= each.rule.ratio * known.mean()
        assert each.value - known.mean() >= FLOOR
        assert not each.rule.is_highest or each.value > known.max()
