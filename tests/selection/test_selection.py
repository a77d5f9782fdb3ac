"""The filters: the rows they keep, their English sentence and their address."""

from datetime import date

import pandas as pd
import pytest

from dashboard.selection import Selection, month_name, shift_month

EVENTS = pd.DataFrame(
    {
        "event_id": ["a", "b", "c", "d", "e", "f"],
        "event_date": pd.to_datetime(
            ["2020-05-31", "2020-06-01", "2020-06-29", "2020-06-01", "2020-07-01", "2020-06-24"]
        ),
        "end_date": pd.to_datetime(
            ["2020-05-31", "2020-06-01", "2020-06-29", "2020-06-30", "2020-07-01", "2020-06-24"]
        ),
        "exact": [True, True, True, False, True, True],
        "concerned": ["KGZ;UZB", "KAZ", "TKM", "TKM", "KGZ", "REG"],
        "topic": [
            "Clashes and attacks",
            "Protests",
            "Protests",
            "Disaster",
            "Public health",
            "Diplomacy",
        ],
        "status": ["occurred", "occurred", "occurred", "claimed", "occurred", "occurred"],
        "searched": [
            "sokh clash",
            "almaty rally",
            "new york rally",
            "dam burst",
            "record day",
            "parade moscow",
        ],
    }
)


def chosen(selection: Selection) -> str:
    return "".join(selection.apply(EVENTS)["event_id"])


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "bcf"),
        (Selection(first_month="2020-05", last_month="2020-07"), "abcef"),
        (Selection(first_month="2020-05", last_month="2020-05"), "a"),
        (Selection(countries=("TKM",)), "cf"),
        (Selection(countries=()), ""),
        (Selection(countries=("UZB",), first_month="2020-05", last_month="2020-05"), "a"),
        (Selection(statuses=("claimed",)), "d"),
        (Selection(statuses=("occurred", "claimed")), "bcdf"),
        (Selection(statuses=("claimed",), exact_dates=True), ""),
        (Selection(topics=("Protests",)), "bc"),
        (Selection(text="RALLY york"), "c"),
        (Selection(text="(.*"), ""),
    ],
)
def test_apply_keeps_what_every_filter_keeps(selection: Selection, expected: str) -> None:
    assert chosen(selection) == expected


def test_the_day_an_event_began_decides_its_month() -> None:
    assert "a" not in chosen(Selection())
    assert "e" not in chosen(Selection())


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(countries=("KGZ", "TJK"), first_month="2019-12", last_month="2020-09"),
        Selection(countries=(), statuses=(), topics=("Protests", "Sentences")),
        Selection(text="мост & “bridge”", exact_dates=True),
    ],
)
def test_an_address_reopens_the_same_selection(selection: Selection) -> None:
    again = Selection.from_query(selection.to_query())
    assert again == selection
    assert again.refused == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"countries": "KAZ,ATL"}, "country “ATL”"),
        ({"from": "2020-13"}, "month “2020-13”"),
        ({"status": "rumoured"}, "status “rumoured”"),
        ({"topics": "Weather"}, "event type “Weather”"),
        ({"from": "2020-06", "to": "2020-01"}, "swapped"),
    ],
)
def test_an_address_that_asks_for_the_unknown_is_answered_in_words(
    query: dict[str, str], words: str
) -> None:
    selection = Selection.from_query(query)
    assert len(selection.refused) == 1
    assert words in selection.refused[0].words
    assert selection.first_month <= selection.last_month


def test_only_unknown_countries_fall_back_to_all_five() -> None:
    assert Selection.from_query({"countries": "XXX"}).covers_all_countries


def test_days_and_months_of_a_range() -> None:
    selection = Selection(first_month="2019-12", last_month="2020-02")
    assert (selection.first_day, selection.last_day) == (date(2019, 12, 1), date(2020, 2, 29))
    assert selection.months == ("2019-12", "2020-01", "2020-02")
    assert selection.period == "December 2019 to February 2020"
    assert Selection(first_month="2020-03", last_month="2020-06").period == "March to June 2020"


def test_month_words() -> None:
    assert month_name("2026-09") == "September 2026"
    assert shift_month("2020-06", -18) == "2018-12"
