"""The Overview on the shipped data: its numbers are those of the June 2020 review, read by hand."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from many_events import long_package, many_events

from dashboard.datapackage.store import Package
from dashboard.events.measures import points_of
from dashboard.overview.panels import (
    countries_side_by_side,
    events_by_week,
    no_rate_words,
    stood_out,
)
from dashboard.overview.view import month_columns
from dashboard.overview.words import month_sentence, side_headline
from dashboard.selection import Selection


@pytest.mark.parametrize(
    ("countries", "title"),
    [
        (("KAZ", "KGZ", "TJK", "TKM", "UZB"), "The five countries side by side"),
        (("KGZ", "TJK"), "Two countries side by side"),
        (("TKM",), "Turkmenistan"),
    ],
)
def test_the_title_counts_the_countries(
    package: Package, countries: tuple[str, ...], title: str
) -> None:
    chosen = Selection(countries=countries)
    assert countries_side_by_side(package, chosen, {}).title == title


def test_june_2020_side_by_side(package: Package) -> None:
    exhibit = countries_side_by_side(package, Selection(), {})
    rows = exhibit.rows.set_index("Country")
    assert rows["COVID-19 cases, official series, 30 June 2020"].to_dict() == {
        "Kazakhstan": 22308,
        "Kyrgyzstan": 5506,
        "Tajikistan": 5900,
        "Turkmenistan": "officially 0",
        "Uzbekistan": 8503,
    }
    assert rows["Cases reported"].to_dict() == {
        "Kazakhstan": "21,819",
        "Kyrgyzstan": "5,296",
        "Tajikistan": "5,900",
        "Turkmenistan": "officially 0",
        "Uzbekistan": "8,222",
    }
    deaths = rows["Deaths, official series, 30 June 2020"].tolist()
    assert deaths == [188, 61, 52, "not stated", 26]
    assert rows["Deaths reported"].tolist() == ["188", "57", "52", "none in the data", "24"]
    assert set(rows["Reported by"]) == {"CABAR.asia"}
    assert rows["Protest events"].tolist() == [1, 2, 1, 4, 0]
    assert rows["of them abroad"].tolist() == [0, 0, 0, 4, 0]
    assert rows.at["Kazakhstan", "People detained"] == "≥ 100 (reportedly)"
    assert rows["Sentences"].tolist() == [2, 2, 0, 0, 0]
    assert rows.at["Kazakhstan", "Lengths of sentences"] == (
        "3 y; 3 y (the review says prison, other reports restricted freedom)"
    )
    lengths = str(rows.at["Kyrgyzstan", "Lengths of sentences"])
    assert sorted(lengths.split("; ")) == [
        "11 y 2 m",
        "18 y (aggregate: includes the 15 years of December 2019)",
    ]
    assert rows["Currency, units per US dollar"].tolist() == [402.3, 75.989, 10.308, 3.5, 10173]
    assert rows["Kind of rate"].tolist() == [
        "daily cross rate of another bank",
        "official rate, last day of the month",
        "official daily rate",
        "official rate, administered",
        "official rate, last day of the month",
    ]
    assert set(rows["Day of the rate"]) == {pd.Timestamp("2020-06-30")}
    assert exhibit.count == "5 of 5 countries"


def test_june_2020_in_a_sentence(package: Package) -> None:
    assert month_sentence(package, Selection()) == (
        "**8 protest events**, 4 of them abroad; **at least 102 people detained** plus "
        "“city hall officials” (at least 100 reportedly); 4 sentences. "
        "By 30 June 2020 the official series has **42,217 COVID-19 cases** and 327 deaths in four "
        "countries (our sum); figures reported for that day add up to 41,237 and 321 (CABAR.asia). "
        "Turkmenistan officially reported no COVID-19 case (as of 30 June 2020); deaths are not "
        "stated."
    )


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (Selection(countries=()), "Choose at least one country."),
        (
            Selection(countries=("TKM",)),
            "**4 protest events**, all of them abroad; **1 person detained**; "
            "no sentence reported. "
            "Turkmenistan officially reported no COVID-19 case (as of 30 June 2020); "
            "deaths are not stated.",
        ),
        (
            Selection(countries=("KGZ",)),
            "**2 protest events**; 2 sentences; no detention reported. "
            "By 30 June 2020 the official series has **5,506 COVID-19 cases** and 61 deaths in "
            "Kyrgyzstan; reported: 5,296 cases and 57 deaths (CABAR.asia, 30 June 2020).",
        ),
        (
            Selection(first_month="2017-01", last_month="2017-01"),
            "Protests, detentions and sentences not covered.",
        ),
    ],
)
def test_the_sentence_has_the_grammar_of_its_numbers(
    package: Package, selection: Selection, sentence: str
) -> None:
    assert month_sentence(package, selection) == sentence


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2017-12", "no data before 1 January 2018"),
        ("2026-10", "no data after 29 September 2026"),
    ],
)
def test_why_there_is_no_rate(package: Package, month: str, words: str) -> None:
    selection = Selection(first_month=month, last_month=month)
    assert no_rate_words(package.table("rates"), selection) == words


def test_the_weeks_add_up_with_what_has_no_day(package: Package) -> None:
    exhibit = events_by_week(package, Selection(), {})
    placed = int(
        exhibit.rows[["Protests", "Arrests", "Sentences", "Clashes", "Other"]].to_numpy().sum()
    )
    assert exhibit.draw is not None
    figure = exhibit.draw("light")
    assert placed + int(figure.layout.annotations[-1].text.split()[0]) == exhibit.shown
    assert exhibit.rows["Clashes"].sum() == 0, "the clash of 31 May is not June's"
    assert exhibit.rows["Protests"].sum() == 8


def test_what_stood_out_in_june_2020_weighs_most_by_the_rule_of_the_review(
    package: Package,
) -> None:
    exhibit = stood_out(package, Selection(), {})
    rows = exhibit.rows
    titles = dict(zip(rows["Country"], rows["Event"], strict=True))
    assert titles["Kyrgyzstan"] == "Prime minister Abylgaziev steps down"
    assert rows.groupby("Country").size().max() == 1
    events = package.events.rows(Selection(), 100).to_dict("records")
    weights = {row["event_id"]: points_of(row, package) for row in events}
    for country, key in zip(exhibit.table.cells("iso_code"), rows["Event key"], strict=True):
        own = [weights[row["event_id"]] for row in events if row["country"] == country]
        assert weights[key] == max(own)
    assert "Resignation or dismissal, Vote held" in exhibit.reading


def test_of_any_number_of_equal_events_the_one_of_two_sources_is_a_main_one(tmp_path: Path) -> None:
    events = many_events(((2_400, "protest", "UZB", "UZB", "Tashkent", 41.31, 69.28, 1),))
    package = long_package(tmp_path, events)
    first, later = min(events["event_id"]), max(events["event_id"])
    assert stood_out(package, Selection(), {}).table.cells("event_id") == [first]
    links = pd.DataFrame({"event_id": [later], "source_id": ["b-source"]})
    told_twice = replace(package, tables={**package.tables, "event_sources": links})
    main = stood_out(told_twice, Selection(), {})
    assert (main.table.cells("event_id"), main.total) == ([later], 2_400)
    elsewhere = stood_out(told_twice, Selection(countries=("KAZ",)), {})
    assert not elsewhere.table.cells("event_id")


def test_a_rate_over_ten_thousand_is_written_out(package: Package) -> None:
    august = Selection(first_month="2026-08", last_month="2026-08")
    rows = countries_side_by_side(package, august, {}).rows
    assert rows["Currency, units per US dollar"].tolist()[-1] == 11833


def test_thousands_of_protests_are_written_with_their_comma(package: Package) -> None:
    first, *others = month_columns(package, Selection())
    columns = [replace(first, protests=12_345, abroad=1_234), *others]
    told = "the most protests concerned Kazakhstan (12,345, 1,234 abroad)"
    assert told in side_headline(columns, package, Selection())
