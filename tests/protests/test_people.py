"""How many people: sums of lower bounds, worked by hand."""

import math
from collections import Counter

import pandas as pd

from dashboard.protests.measures.counts import (
    about_people,
    not_stated,
    people,
    totals_by_country,
)
from dashboard.protests.words.sums import source_words
from dashboard.values import (
    Absent,
    Amount,
    Qualifier,
    Reason,
    Total,
    at_least,
    between,
    exactly,
    total,
)
from dashboard.vocabulary import PEOPLE_MEASURES

NAN = math.nan
DAY = pd.Timestamp("2020-06-06")


def events(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Rows of (key, country, mark, place_country)."""
    table = pd.DataFrame(rows, columns=["event_id", "country", "mark", "place_country"])
    return table.assign(
        event_date=DAY,
        end_date=DAY,
        title=table["event_id"],
        location="Osh",
        abroad=table["place_country"].notna() & table["place_country"].ne(table["country"]),
    )


def figures(*rows: tuple[str, str, str, float, float, float, str, str]) -> pd.DataFrame:
    """Rows of (event, country, measure, low, best, high, qualifier, as reported)."""
    names = ["event_id", "country", "measure", "low", "best", "high", "qualifier", "as_reported"]
    return pd.DataFrame(rows, columns=names).assign(source_id="a", hedge=None)


EVENTS = events(
    ("rally", "KAZ", "protest", "KAZ"),
    ("round-up", "KAZ", "arrest", "KAZ"),
    ("mayor", "TJK", "arrest", "TJK"),
    ("officials", "TJK", "arrest", "TJK"),
    ("activist", "TKM", "arrest", "TKM"),
    ("house", "TKM", "arrest", "TKM"),
    ("istanbul", "TKM", "protest", "TUR"),
    ("moscow", "TJK", "arrest", "RUS"),
    ("crocus", "TJK", "clash", "RUS"),
    ("sokh", "KGZ", "clash", "KGZ"),
    ("storm", "UZB", "other", "UZB"),
)
FIGURES = figures(
    ("round-up", "KAZ", "detained", 100, NAN, NAN, "at_least", "more than a hundred"),
    ("mayor", "TJK", "detained", 1, 1, 1, "exact", "the mayor"),
    ("officials", "TJK", "detained", NAN, NAN, NAN, "vague", "officials"),
    ("activist", "TKM", "detained", 1, 1, 1, "exact", "a resident"),
    ("house", "TKM", "house_arrest", 1, 1, 1, "exact", "a resident"),
    ("moscow", "TJK", "detained", 4, 4, 4, "exact", "4"),
    ("crocus", "TJK", "killed", 140, NAN, NAN, "at_least", "more than 140"),
    ("sokh", "UZB", "injured", 187, 187, 187, "exact", "187"),
    ("sokh", "KGZ", "injured", 25, 25, 25, "exact", "25"),
    ("storm", "UZB", "injured", 41, 41, 41, "exact", "41"),
    ("istanbul", "TKM", "participants", NAN, NAN, NAN, "vague", "dozens"),
)


def added(table: pd.DataFrame, measure: str = "detained") -> Total:
    found = total(each.amount for each in people(EVENTS, table, measure))
    assert isinstance(found, Total)
    return found


def amounts(table: pd.DataFrame) -> list[Amount]:
    return [each.amount for each in people(EVENTS, table, "detained")]


def by_country(table: pd.DataFrame) -> dict[str, Total | Absent]:
    countries = dict(zip(EVENTS["event_id"].tolist(), EVENTS["country"].tolist(), strict=True))
    missing = Counter(countries[key] for key in not_stated(EVENTS, table, "detained"))
    return totals_by_country(people(EVENTS, table, "detained"), missing)


def test_people_count_at_protests_and_arrests_anywhere_but_at_clashes_only_at_home() -> None:
    assert about_people(EVENTS)["event_id"].tolist() == [
        "rally",
        "round-up",
        "mayor",
        "officials",
        "activist",
        "house",
        "istanbul",
        "moscow",
        "sokh",
    ]
    assert people(EVENTS, FIGURES, "killed") == []


def test_an_event_without_a_place_counts() -> None:
    national = events(("national", "KAZ", "arrest", None))
    assert about_people(national)["event_id"].tolist() == ["national"]


def test_lower_bounds_add_and_a_house_arrest_is_no_second_person() -> None:
    rows = people(EVENTS, FIGURES, "detained")
    home = ["round-up", "mayor", "officials", "activist"]
    assert [each.event_id for each in rows] == [*home, "moscow"]
    assert [each.abroad for each in rows] == [False, False, False, False, True]
    found = added(FIGURES)
    assert (found.sum, found.is_exact) == (at_least(106), False)
    assert [each.as_reported for each in found.apart] == ["officials"]


def test_each_country_has_its_own_sum_and_says_whether_it_is_exact() -> None:
    totals = by_country(FIGURES)
    assert {code: each.sum.low for code, each in totals.items()} == {"KAZ": 100, "TJK": 5, "TKM": 1}
    assert [each.is_exact for each in totals.values()] == [False, False, True]
    assert "UZB" not in totals


def test_people_of_two_countries_stay_two_rows_of_one_event() -> None:
    rows = people(EVENTS, FIGURES, "injured")
    assert [(each.event_id, each.country, each.amount.low) for each in rows] == [
        ("sokh", "UZB", 187),
        ("sokh", "KGZ", 25),
    ]
    assert added(FIGURES, "injured").sum == exactly(212)


def test_not_stated_are_protests_and_arrests_without_any_figure() -> None:
    assert not_stated(EVENTS, FIGURES, "participants") == ["rally"]
    assert not_stated(EVENTS, FIGURES, "detained") == []
    assert not_stated(EVENTS, FIGURES.iloc[:0], "injured") == []
    assert not_stated(EVENTS, FIGURES.iloc[1:], "detained") == ["round-up"]


def test_an_arrest_without_a_number_makes_the_sum_a_lower_bound() -> None:
    told = figures(("activist", "TKM", "detained", 1, 1, 1, "exact", "a resident"))
    found = by_country(told)["TKM"]
    assert (found.sum, found.unstated, found.is_exact) == (at_least(1), 1, False)


def test_arrests_of_which_no_number_is_stated_are_not_none() -> None:
    assert total((), unstated=2) == Absent(Reason.NOT_STATED)
    assert total(amounts(FIGURES.iloc[:0])) == Absent(Reason.NONE_REPORTED)


def test_a_total_holds_its_parts_within_one_source() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", 5, 5, 5, "exact", "five journalists"),
        ("round-up", "KAZ", "detained", 100, NAN, NAN, "at_least", "more than a hundred"),
    )
    assert amounts(told) == [at_least(100, "more than a hundred")]


def test_two_sources_that_differ_give_the_range_between_them() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", 80, 80, 80, "exact", "80"),
        ("round-up", "KAZ", "detained", 120, 120, 120, "exact", "120"),
    )
    told["source_id"] = ["a", "b"]
    (row,) = people(EVENTS, told, "detained")
    assert row.amount == between(80, 120, "120 / 80")
    assert row.sources == ("b", "a")
    told["high"] = [80, NAN]
    told["qualifier"] = ["exact", "at_least"]
    (row,) = people(EVENTS, told, "detained")
    assert (row.amount.low, row.amount.high) == (80, None)
    assert row.amount.qualifier is Qualifier.AT_LEAST


def test_what_is_no_bound_is_named_and_not_added() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", NAN, 80, NAN, "about", "80"),
        ("mayor", "TJK", "detained", NAN, NAN, 50, "at_most", "nearly 50"),
    )
    found = added(told)
    assert (found.sum.low, found.is_exact, found.has_sum, found.about) == (0, False, False, 80)
    assert [source_words(each) for each in found.apart] == ["about 80", "nearly 50"]


def test_several_measures_keep_their_order_and_nothing_gives_no_rows() -> None:
    rows = people(EVENTS, FIGURES, *PEOPLE_MEASURES)
    measures = list(dict.fromkeys(each.measure for each in rows))
    assert measures == ["participants", "detained", "injured"]
    assert people(EVENTS.iloc[:0], FIGURES, *PEOPLE_MEASURES) == []
