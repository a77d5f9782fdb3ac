"""Numbers of people and events, worked out by hand from events.csv and figures.csv."""

import pytest

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.overview.panels import countries_side_by_side
from dashboard.overview.words import month_sentence
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.tidy import tidy
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection

LONG = ("2018-01", "2024-12")


def over(first: str, last: str = "", *countries: str) -> Selection:
    """Return the months, of some countries or of all."""
    chosen = Selection(first_month=first, last_month=last or first)
    return Selection(countries, first, last or first) if countries else chosen


def shown(package: Package, name: str, selection: Selection) -> Exhibit:
    return EXHIBITS[name](package, selection, {})


def cell(package: Package, selection: Selection, country: str, column: str) -> str:
    rows = countries_side_by_side(package, selection, {}).rows.set_index("Country")
    return str(rows.at[country, column])


@pytest.mark.parametrize(
    ("months", "country", "detained"),
    [
        # KAZ-2019-06-09-22, by the interior minister.
        (("2019-06",), "Kazakhstan", "about 4,000"),
        # 50 + 36 + 47 + 1 + 53 + 40 are at least 227; 4,000 + 100 + 30 are told as "about".
        (("2019-06", "2020-03"), "Kazakhstan", "≥ 227 + about 4,130"),
        (("2019-06", "2020-03"), "Kyrgyzstan", "217–237"),
        # The mayor of Kulob, and before him "city hall officials".
        (("2020-06",), "Tajikistan", "≥ 1 + “city hall officials”"),
        (("2020-06",), "Kazakhstan", "≥ 100 (reportedly)"),
        # At rallies and elsewhere in Istanbul, by one rule.
        (("2020-07",), "Turkmenistan", "about 80"),
        (("2020-10",), "Turkmenistan", "2–3"),
        (("2021-08",), "Turkmenistan", "10"),
        (("2021-09",), "Turkmenistan", "1"),
        # In Russia.
        (("2024-03",), "Tajikistan", "“Several”"),
    ],
)
def test_people_detained_side_by_side(
    package: Package, months: tuple[str, ...], country: str, detained: str
) -> None:
    assert cell(package, over(*months), country, "People detained") == detained


@pytest.mark.parametrize("month", ["2020-07", "2020-10", "2021-08", "2021-09"])
def test_people_detained_abroad_are_said_to_be(package: Package, month: str) -> None:
    detained = cell(package, over(month), "Turkmenistan", "People detained")
    assert cell(package, over(month), "Turkmenistan", "of them detained abroad") == detained
    for sentence in (month_sentence(package, over(month)), protest_summary(package, over(month))):
        assert "people detained**, abroad" in sentence or "person detained**, abroad" in sentence
    assert "detained, abroad" in shown(package, "people_reported", over(month)).headline
    assert shown(package, "arrest_ledger", over(month)).headline.startswith("1 event in 1 case")


def test_the_long_sum_holds_what_is_told_as_about_and_in_words(package: Package) -> None:
    """Of 11,344: 100 reportedly; abroad 2 + 10 + 1, about 80 and "Several"."""
    told = (
        "at least 11,344 people detained** plus about 4,240 and 2 in words "
        "(at least 100 reportedly, at least 13 and about 80 abroad)"
    )
    assert told in month_sentence(package, over(*LONG))
    largest = (
        "9,900–12,000 of them in Kazakhstan (about 2 to 11 January 2022) plus about 4,240 and 2 "
    )
    assert largest in protest_summary(package, over(*LONG))
    headline = shown(package, "people_reported", over("2019-06", "2020-03")).headline
    assert headline.startswith("From June 2019 to March 2020: at least 444 detained plus about 4,")


def test_the_rally_of_6_june_is_reported_and_of_several_cities(package: Package) -> None:
    assert "**At least 102 people detained**, at least 100 of them reportedly on 6 June in " in (
        protest_summary(package, Selection())
    )
    listed = shown(package, "protest_list", Selection()).rows.set_index("Event key")
    row = listed.loc["KAZ-2020-06-06-02"]
    assert (row["Where"], row["Type"]) == (
        "Almaty and other cities",
        "Arrest or detention, reportedly",
    )
    assert str(row["People"]) == "detained ≥ 100 (reportedly)"
    assert listed.at["TKM-2020-06-26-52", "People"] == "put under house arrest 1 (reportedly)"
    assert listed.at["KAZ-2020-06-06-01", "Where"] == "Almaty and other cities"


def test_a_protest_or_arrest_without_a_number_says_not_stated(package: Package) -> None:
    rows = shown(package, "protest_list", Selection()).rows
    blank = rows[rows["People"].eq("")]
    assert set(blank["Type"]) == {"Sentence"}
    unstated = rows.loc[rows["People"].eq("not stated"), "Event key"]
    assert unstated.tolist() == [
        *("KAZ-2020-06-06-01", "TJK-2020-06-16-51", "KGZ-2020-06-25-02", "TKM-2020-06-29-52")
    ]


def test_red_is_named_where_a_month_chosen_has_a_bar(package: Package) -> None:
    assert shown(package, "protests_by_month", Selection()).caption.startswith("Red: June 2020.")
    for month in ("1999-05", "2021-07"):
        assert "Red" not in shown(package, "protests_by_month", over(month)).caption


def test_reserve_and_assumed_days_are_in_the_file_of_people(package: Package) -> None:
    rows = shown(package, "people_reported", Selection()).rows.set_index("As reported")
    assert rows.at["More than a hundred", "Source’s reserve"] == "reportedly"
    assert rows["Source’s reserve"].ne("").sum() == 1
    assert rows.at["city hall officials", "Days are"] == "assumed"
    assert rows["Days are"].eq("assumed").sum() == 1


def test_assumed_days_look_assumed(package: Package) -> None:
    june = shown(package, "protest_list", Selection()).rows.set_index("Event key")
    assert june.at["TJK-2020-06-01-53", "Date"] == "about 1–7 Jun, date assumed"
    ledger = shown(package, "arrest_ledger", Selection()).rows.set_index("Event key")
    assert ledger.at["TJK-2020-06-01-53", "When"] == "about 1–7 Jun 2020, date assumed"
    assert "date assumed" in protest_summary(package, over("2020-05"))
    listed = tidy(shown(package, "protest_list", Selection()).table).frame
    assert listed["event_date_basis"].eq("assumed").sum() == 1


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (("2019-09",), "1 ruling on 24–50 people"),
        (("2023-01",), "1 ruling on 22 people"),
        (("2020-06",), "4 sentences"),
        # 24–50, Isakov (twice), Khasenov, Ilyashev, Atambayev, 22, 39 and 3.
        (LONG, "9 rulings on 92–118 people"),
    ],
)
def test_rulings_are_not_people(package: Package, months: tuple[str, ...], words: str) -> None:
    assert words in month_sentence(package, over(*months))
    assert words in protest_summary(package, over(*months))
    assert words in shown(package, "sentences", over(*months)).headline


def test_a_term_in_days_is_a_term(package: Package) -> None:
    assert shown(package, "sentences", over("2019-09")).rows["Term"].tolist() == ["2 d – 15 d"]
    assert cell(package, over("2019-09"), "Kazakhstan", "Lengths of sentences") == "2 d – 15 d"
    assert cell(package, over("2019-09"), "Kazakhstan", "People sentenced") == "24–50"


@pytest.mark.parametrize("month", ["2019-08", "2020-02", "2022-05", "2024-05"])
def test_a_crowd_that_fights_is_no_turnout(package: Package, month: str) -> None:
    headline = shown(package, "people_reported", over(month)).headline
    for crowd in ("300–500", "300–400", "about 200", "at least 700"):
        assert crowd not in headline


def test_people_of_another_country_are_in_no_sum_of_this_one(package: Package) -> None:
    """Of Kyrgyzstan in 2020: 25 + 24 + 4 + 1,002 + 7; the 187 hurt at Chechme are Uzbek."""
    kyrgyz = shown(package, "people_reported", over("2020-01", "2020-12", "KGZ"))
    assert "at least 1,062 injured" in kyrgyz.headline
    both = shown(package, "people_reported", over("2020-01", "2020-12", "KGZ", "UZB"))
    assert "at least 1,249 injured" in both.headline


def test_what_is_known_by_its_year_or_season_only_says_so(package: Package) -> None:
    """Three events of 2013 are counted in January, Isakov's arrest of summer 2018 in June."""
    year = shown(package, "events_table", over("2013-01")).headline
    assert year == "3 events in January 2013: 3 others; 3 known only to a longer period"
    arrest = shown(package, "protest_list", over("2018-06", "2018-06", "KGZ")).headline
    assert arrest.endswith("1 arrest in June 2018; 1 known only to a longer period")
    june = shown(package, "events_table", Selection()).headline
    assert "longer period" not in june


def test_a_prison_riot_is_no_protest(package: Package) -> None:
    listed = shown(package, "protest_list", over("2018-11", "2019-05", "TJK")).rows
    assert set(listed["Type"]) == {"Clash or attack"}
    assert len(listed) == 2


def test_nobody_is_counted_twice_in_a_case(package: Package) -> None:
    """516 were held at Nukus, of whom courts later judged 22 and 39, and three officers."""
    ledger = shown(package, "arrest_ledger", over("2022-01", "2023-12", "UZB"))
    assert ledger.headline == (
        "Uzbekistan: 4 events in 1 case from 2022 to 2023, against 516 people"
    )
    march = shown(package, "arrest_ledger", over("2020-03", "2020-03", "KGZ"))
    assert "against 216–236 people" in march.headline
