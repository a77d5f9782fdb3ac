"""Crowds in words become figures with the bounds that the words have."""

import pytest

from dashboard.sources.reading.numbers import read_count


@pytest.mark.parametrize(
    ("words", "low", "best", "high", "qualifier"),
    [
        ("846", 846, 846, 846, "exact"),
        ("1,020", 1020, 1020, 1020, "exact"),
        ("1 200", 1200, 1200, 1200, "exact"),
        (120.0, 120, 120, 120, "exact"),
        ("about 100", None, 100, None, "about"),
        ("around 20 to 30", 20, None, 30, "range"),
        ("15–20", 15, None, 20, "range"),
        ("between 50 and 100", 50, None, 100, "range"),
        ("more than two dozen", 24, None, None, "at_least"),
        ("two dozen", 24, 24, 24, "exact"),
        ("at least about 650", 650, None, None, "at_least"),
        ("over a hundred", 100, None, None, "at_least"),
        ("500+", 500, None, None, "at_least"),
        ("nearly 200", None, None, 200, "at_most"),
        ("as many as 3 thousand", None, None, 3000, "at_most"),
        ("70 across 6 locations", None, None, 70, "at_most"),
        ("около 300", None, 300, None, "about"),
        ("не менее 7", 7, None, None, "at_least"),
        ("до 200", None, None, 200, "at_most"),
        ("от 50 до 80", 50, None, 80, "range"),
        ("several dozen", None, None, None, "vague"),
        ("a few hundred", None, None, None, "vague"),
        ("сотни", None, None, None, "vague"),
        ("large", None, None, None, "vague"),
    ],
)
def test_the_words_keep_their_bounds(
    words: str | float, low: int | None, best: int | None, high: int | None, qualifier: str
) -> None:
    count = read_count(words)
    assert count is not None
    assert (count.low, count.best, count.high, count.qualifier) == (low, best, high, qualifier)


@pytest.mark.parametrize("words", ["no report", "", "-", "н/д", None, "no report; women"])
def test_what_says_nothing_gives_no_figure(words: str | None) -> None:
    assert read_count(words) is None


def test_only_the_first_tag_is_the_crowd() -> None:
    count = read_count("about 30; 200 police")
    assert count and (count.best, count.as_reported) == (30, "about 30")
