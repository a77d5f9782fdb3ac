"""Amounts keep their bounds when they are added, merged and missing."""

import copy
import math
import pickle

import pytest

from dashboard.values import (
    Absent,
    Amount,
    Qualifier,
    Rate,
    Reason,
    Total,
    about,
    amount,
    at_least,
    at_most,
    between,
    exactly,
    highest,
    in_words,
    spanning,
    total,
)


def added(*parts: Amount, unstated: int = 0) -> Total:
    found = total(parts, unstated)
    assert isinstance(found, Total)
    return found


def test_counted_numbers_add_up_to_a_counted_number() -> None:
    assert added(exactly(3), exactly(4)) == Total(exactly(7))
    assert added(exactly(3), exactly(4)).is_exact


def test_one_lower_bound_makes_the_sum_a_lower_bound() -> None:
    found = added(at_least(100), exactly(2))
    assert (found.sum.low, found.sum.high, found.sum.qualifier) == (102, None, Qualifier.AT_LEAST)


def test_ranges_add_up_to_a_range() -> None:
    assert added(between(2, 3), exactly(1)).sum == between(3, 4)


def test_about_stays_about_and_is_not_lost_from_the_sum() -> None:
    found = added(at_least(444), about(4000, "some 4,000"))
    assert (found.sum, found.about) == (at_least(444), 4000)
    assert found.apart == (about(4000, "some 4,000"),)


def test_words_without_a_number_are_counted_apart() -> None:
    found = added(exactly(5), in_words("dozens"), in_words("dozens"), in_words("several"))
    assert found.words == {"dozens": 2, "several": 1}
    assert not found.is_exact


def test_an_upper_bound_adds_nothing_to_a_lower_bound() -> None:
    assert added(exactly(5), at_most(1000)).sum == at_least(5)


def test_what_must_have_had_a_number_makes_the_sum_at_least() -> None:
    found = added(exactly(5), unstated=1)
    assert (found.sum, found.unstated, found.is_exact) == (at_least(5), 1, False)


def test_only_words_have_no_sum() -> None:
    assert not added(in_words("dozens")).has_sum
    assert added(exactly(0)).has_sum


@pytest.mark.parametrize(
    ("unstated", "reason"), [(0, Reason.NONE_REPORTED), (1, Reason.NOT_STATED)]
)
def test_nothing_to_add_is_absent_and_never_zero(unstated: int, reason: Reason) -> None:
    assert total([], unstated) == Absent(reason)
    assert not total([], unstated)


def test_amounts_without_a_lower_bound_cannot_be_added_by_hand() -> None:
    with pytest.raises(ValueError, match="lower bound"):
        assert about(4000) + exactly(1)


def test_a_row_of_figures_keeps_its_blanks_blank() -> None:
    nan = math.nan
    assert amount(nan, 4000.0, nan, "about", "some 4,000") == about(4000.0, "some 4,000")
    assert amount(None, None, None, "vague", "dozens") == in_words("dozens")


def test_an_unknown_qualifier_is_refused() -> None:
    with pytest.raises(ValueError, match="roughly"):
        amount(1, 1, 1, "roughly")


def test_the_highest_of_one_source_holds_the_others() -> None:
    assert highest([exactly(5), in_words("dozens"), at_least(8)]) == at_least(8)


def test_sources_that_differ_span_a_range() -> None:
    found = spanning([between(2, 5), exactly(8)])
    assert (found.low, found.high, found.qualifier) == (2, 8, Qualifier.RANGE)


def test_a_bound_that_one_source_lacks_is_not_known() -> None:
    assert spanning([exactly(5), at_least(8)]).high is None
    assert spanning([at_most(5), at_least(8)]).qualifier is Qualifier.VAGUE


def test_a_rate_keeps_its_digits_when_it_is_copied() -> None:
    rate = Rate(9.20297, 5)
    copies = [copy.deepcopy(rate), pickle.loads(pickle.dumps(rate))]  # noqa: S301 - our own
    assert [(each, each.decimals) for each in copies] == [(9.203, 4)] * 2
