"""How many people: sums of lower bounds, worked by hand."""

import math

import pandas as pd

from dashboard.protests.measures.people import (
    about_people,
    at_least_total,
    lower_bound_by_country,
    not_stated,
    people,
    people_reported,
    totals_by_country,
)

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
    return pd.DataFrame(rows, columns=names).assign(source_id="a")


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


def test_people_count_at_protests_anywhere_but_arrests_and_clashes_only_at_home() -> None:
    assert about_people(EVENTS)["event_id"].tolist() == [
        "rally",
        "round-up",
        "mayor",
        "officials",
        "activist",
        "house",
        "istanbul",
        "sokh",
    ]
    assert people(EVENTS, FIGURES, "killed").empty


def test_an_event_without_a_place_counts() -> None:
    national = events(("national", "KAZ", "arrest", None))
    assert about_people(national)["event_id"].tolist() == ["national"]


def test_lower_bounds_add_and_a_house_arrest_is_no_second_person() -> None:
    rows = people(EVENTS, FIGURES, "detained")
    assert rows["event_id"].tolist() == ["round-up", "mayor", "officials", "activist"]
    total = at_least_total(rows)
    assert (total.low, total.exact, total.unsummed) == (102, False, ("officials",))


def test_each_country_has_its_own_sum_and_says_whether_it_is_exact() -> None:
    bounds = lower_bound_by_country(EVENTS, FIGURES, "detained")
    assert bounds.to_dict() == {"KAZ": 100, "TJK": 1, "TKM": 1}
    totals = totals_by_country(EVENTS, FIGURES, "detained")
    assert [total.exact for total in totals.values()] == [False, False, True]
    assert "UZB" not in totals


def test_people_of_two_countries_stay_two_rows_of_one_event() -> None:
    rows = people(EVENTS, FIGURES, "injured")
    assert rows[["event_id", "country", "low"]].to_numpy().tolist() == [
        ["sokh", "UZB", 187],
        ["sokh", "KGZ", 25],
    ]
    assert at_least_total(rows) == at_least_total(rows, 0)
    assert (at_least_total(rows).low, at_least_total(rows).exact) == (212, True)


def test_not_stated_are_protests_and_arrests_without_any_figure() -> None:
    assert not_stated(EVENTS, FIGURES, "participants")["event_id"].tolist() == ["rally"]
    assert not_stated(EVENTS, FIGURES, "detained").empty
    assert not_stated(EVENTS, FIGURES.iloc[:0], "injured").empty
    missing = not_stated(EVENTS, FIGURES.iloc[1:], "detained")
    assert missing["event_id"].tolist() == ["round-up"]


def test_an_arrest_without_a_number_makes_the_sum_a_lower_bound() -> None:
    told = figures(("activist", "TKM", "detained", 1, 1, 1, "exact", "a resident"))
    totals = totals_by_country(EVENTS, told, "detained")
    assert (totals["TKM"].low, totals["TKM"].exact) == (1, False)


def test_a_total_holds_its_parts_within_one_source() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", 5, 5, 5, "exact", "five journalists"),
        ("round-up", "KAZ", "detained", 100, NAN, NAN, "at_least", "more than a hundred"),
    )
    rows = people(EVENTS, told, "detained")
    assert rows[["low", "qualifier"]].to_numpy().tolist() == [[100, "at_least"]]


def test_two_sources_that_differ_give_the_range_between_them() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", 80, 80, 80, "exact", "80"),
        ("round-up", "KAZ", "detained", 120, 120, 120, "exact", "120"),
    )
    told["source_id"] = ["a", "b"]
    row = people(EVENTS, told, "detained").iloc[0]
    assert (row["low"], row["high"], row["qualifier"]) == (80, 120, "range")
    told["high"] = [80, NAN]
    told["qualifier"] = ["exact", "at_least"]
    row = people(EVENTS, told, "detained").iloc[0]
    assert (row["low"], row["qualifier"]) == (80, "at_least")
    assert math.isnan(row["high"])


def test_what_is_no_bound_is_named_and_not_added() -> None:
    told = figures(
        ("round-up", "KAZ", "detained", NAN, 80, NAN, "about", "80"),
        ("mayor", "TJK", "detained", NAN, NAN, 50, "at_most", "nearly 50"),
    )
    total = at_least_total(people(EVENTS, told, "detained"))
    assert (total.low, total.exact, total.unsummed) == (0, False, ("about 80", "nearly 50"))


def test_several_measures_keep_their_order_and_nothing_gives_no_rows() -> None:
    rows = people_reported(EVENTS, FIGURES)
    assert list(dict.fromkeys(rows["measure"])) == ["participants", "detained", "injured"]
    assert people_reported(EVENTS.iloc[:0], FIGURES).empty
    assert lower_bound_by_country(EVENTS.iloc[:0], FIGURES, "detained").empty
