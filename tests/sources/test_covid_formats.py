"""COVID-19 totals in other people's formats, each with its trap, in files made here."""

from datetime import date
from pathlib import Path

import pytest
import source_files
from source_files import Reading

from dashboard.sources.reading.outcomes import Choices

CHOICES = Choices(retrieved=date(2026, 11, 29))
Total = tuple[object, ...]


def read(folder: Path, name: str, text: str, choices: Choices = CHOICES) -> tuple[str, Reading]:
    """Return what a file is taken for, and what it gives."""
    return source_files.read(folder, text.encode(), name, choices)


def totals(reading: Reading) -> list[Total]:
    return [
        (
            row["iso_code"],
            str(row["date"]),
            row.get("total_cases"),
            row.get("total_deaths"),
        )
        for row in reading.table("covid_daily")
    ]


WIDE = """Province/State,Country/Region,Lat,Long,3/4/20,3/5/20,3/6/20
,Kazakhstan,48,67,0,5,9
Hubei,China,30,112,1,2,3
"X, Region",Kazakhstan,48,67,1,1,1
"""


def test_a_column_a_day_is_month_first_and_fills_one_of_our_columns(tmp_path: Path) -> None:
    key, cases = read(tmp_path, "time_series_covid19_confirmed_global.csv", WIDE)
    assert key == "jhu_wide"
    assert totals(cases) == [
        ("KAZ", "2020-03-04", 0, None),
        ("KAZ", "2020-03-05", 5, None),
        ("KAZ", "2020-03-06", 9, None),
    ]
    assert all("total_deaths" not in row for row in cases.table("covid_daily"))
    assert [each.row for each in cases.elsewhere] == [3]
    assert [(each.row, each.why) for each in cases.left_out] == [(4, "part_of_country")]
    _, deaths = read(tmp_path, "time_series_covid19_deaths_global.csv", WIDE)
    assert totals(deaths)[1] == ("KAZ", "2020-03-05", None, 5)
    _, neither = read(tmp_path, "time_series_covid19_recovered_global.csv", WIDE)
    assert [each.rule for each in neither.refused] == ["no_total_of_ours"]


def test_a_total_that_falls_is_loaded_and_said(tmp_path: Path) -> None:
    falls = WIDE.replace(",0,5,9", ",7,5,9").replace("1,2,3", ",,")
    _, reading = read(tmp_path, "time_series_covid19_deaths_global.csv", falls)
    assert [value for *_, value in totals(reading)] == [7, 5, 9]
    told = [(each.row, each.column, each.value, each.rule) for each in reading.notices]
    assert told == [(2, "3/5/20", "5", "total_falls")]


@pytest.mark.parametrize(
    "header",
    [
        "Province/State,Country/Region,Last Update,Confirmed,Deaths,Recovered",
        "Province_State,Country_Region,Last_Update,Confirmed,Deaths,Recovered",
    ],
)
def test_the_day_of_a_daily_report_is_its_files_name(tmp_path: Path, header: str) -> None:
    text = f"{header}\n,Uzbekistan,2020-03-11T20:53:02,109,0,1\n,Italy,2020-03-15,9,1,1\n"
    key, reading = read(tmp_path, "03-15-2020.csv", text)
    assert (key, totals(reading)) == ("jhu_daily", [("UZB", "2020-03-15", 109, 0)])
    for name in ("report.csv", "13-45-2020.csv"):
        _, without = read(tmp_path, name, text)
        assert [each.rule for each in without.refused] == ["day_in_name"]
        assert not totals(without)


def test_our_world_in_data_has_blanks_that_are_no_zeros_and_a_world_that_is_no_country(
    tmp_path: Path,
) -> None:
    text = """iso_code,location,date,total_cases,new_cases,total_deaths,new_deaths
KAZ,Kazakhstan,3/12/20,77.0,77,,
KAZ,Kazakhstan,3/13/20,163,86,0,0
TJK,Tajikistan,3/13/20,,,,
OWID_WRL,World,3/13/20,9999,1,9,1
KAZ,Kazakhstan,3/14/20,some,1,0,0
KAZ,Kazakhstan,3/15/20,-4,1,1,0
"""
    key, reading = read(tmp_path, "owid.csv", text)
    assert key == "owid"
    assert totals(reading) == [
        ("KAZ", "2020-03-12", 77, None),
        ("KAZ", "2020-03-13", 163, 0),
        ("KAZ", "2020-03-14", None, 0),
        ("KAZ", "2020-03-15", None, 1),
    ]
    assert [(each.row, each.why) for each in reading.left_out] == [(4, "no_value")]
    assert [each.row for each in reading.elsewhere] == [5]
    assert [(each.row, each.column, each.value, each.rule) for each in reading.refused] == [
        (6, "total_cases", "some", "not_a_number"),
        (7, "total_cases", "-4", "negative_total"),
    ]


def test_days_that_may_be_read_both_ways_are_asked_about(tmp_path: Path) -> None:
    text = "iso_code,location,date,total_cases,total_deaths\nKAZ,Kazakhstan,3/4/20,5,0\n"
    _, asked = read(tmp_path, "owid.csv", text)
    assert [(each.choice, each.about) for each in asked.questions] == [("day_first", "date")]
    month_first = Choices(retrieved=CHOICES.retrieved, day_first=False)
    _, chosen = read(tmp_path, "owid.csv", text, month_first)
    assert not chosen.questions
    assert totals(chosen) == [("KAZ", "2020-03-04", 5, 0)]


def test_who_turned_its_columns_round_and_renamed_them(tmp_path: Path) -> None:
    april = """day,Country,CountryName,Region,Deaths,CumulativeDeaths,Confirmed,CumulativeConfirmed
3/13/20,KZ,Kazakhstan,EURO,0,2,86,163
3/13/20,KG,Kyrgyzstan,EURO,0,0,0,0
"""
    july = """Date_reported, Country_code, Country, WHO_region, New_cases, Cumulative_cases, \
New_deaths, Cumulative_deaths
2020-07-13T00:00:00Z,KZ,Kazakhstan,EURO,86,163,0,2
"""
    key, first = read(tmp_path, "who.csv", april)
    assert key == "who"
    # A nought before the first case is a count: Kyrgyzstan reports, and has none yet.
    assert totals(first) == [("KAZ", "2020-03-13", 163, 2), ("KGZ", "2020-03-13", 0, 0)]
    assert totals(read(tmp_path, "who.csv", july)[1]) == [("KAZ", "2020-07-13", 163, 2)]


def test_a_nought_that_nobody_counted_is_left_out(tmp_path: Path) -> None:
    text = """Date_reported,Country_code,Country,WHO_region,New_cases,Cumulative_cases,\
New_deaths,Cumulative_deaths
2024-10-06,KZ,Kazakhstan,EURO,,17453,,509
2024-10-06,TM,Turkmenistan,EURO,,0,,0
2020-01-05,UZ,Uzbekistan,EURO,,0,,0
2020-07-13,TM,Turkmenistan,EURO,0,0,0,0
"""
    _, reading = read(tmp_path, "who.csv", text)
    assert totals(reading) == [("KAZ", "2024-10-06", 17453, 509)]
    assert [(each.row, each.why) for each in reading.left_out] == [
        (3, "never_reported"),
        (4, "never_reported"),
        (5, "never_reported"),
    ]


def test_the_parts_of_a_country_beside_it_are_not_added(tmp_path: Path) -> None:
    text = """,id,date,confirmed,deaths,iso_alpha_3,administrative_area_level
1,KAZ,2020-04-10,1370,33,KAZ,1
2,a1,2020-04-10,300,3,KAZ,2
"""
    key, reading = read(tmp_path, "hub.csv", text)
    assert (key, totals(reading)) == ("covid19datahub", [("KAZ", "2020-04-10", 1370, 33)])
    assert [(each.row, each.why) for each in reading.left_out] == [(3, "part_of_country")]


def test_a_country_twice_on_a_day_is_a_fault_unless_it_is_the_same_row(tmp_path: Path) -> None:
    rows = ["KAZ,Kazakhstan,2020-04-10,5,0", "KAZ,Kazakhstan,2020-04-10,5,0",
            "KAZ,Kazakhstan,2020-04-10,6,0"]  # fmt: skip
    text = "\n".join(["iso_code,location,date,total_cases,total_deaths", *rows])
    _, reading = read(tmp_path, "owid.csv", text)
    assert totals(reading) == [("KAZ", "2020-04-10", 5, 0)]
    assert [(each.row, each.why) for each in reading.left_out] == [(3, "repeated_row")]
    assert [(each.row, each.rule) for each in reading.refused] == [(4, "repeated_key")]


def test_the_last_hour_of_a_day_in_kazakhstan_counts(tmp_path: Path) -> None:
    """It was six hours ahead of the world's clock then, five since 1 March 2024."""
    text = """Date,Confirmed,Recovered,Deaths,Region
2020-03-26T15:00:00Z,110,0,1,Казахстан
2020-03-26T15:00:00Z,40,0,0,Алматы
2020-03-26T17:59:00Z,119,1,1,Казахстан
2020-03-26T18:01:00Z,120,1,1,Казахстан
2024-03-05T18:30:00Z,500,1,9,Казахстан
soon,1,1,1,Казахстан
0206-03-26T15:00:00Z,1,1,1,Казахстан
9999-12-31T23:00:00Z,1,1,1,Казахстан
"""
    key, reading = read(tmp_path, "kz.csv", text)
    assert key == "kz_hourly"
    assert totals(reading) == [
        ("KAZ", "2020-03-26", 119, 1),
        ("KAZ", "2020-03-27", 120, 1),
        ("KAZ", "2024-03-05", 500, 9),
    ]
    assert [(each.row, each.why) for each in reading.left_out] == [
        (3, "part_of_country"),
        (2, "earlier_same_day"),
    ]
    assert [(each.row, each.rule) for each in reading.refused] == [
        (7, "not_a_date"),
        (8, "year_out_of_range"),
        (9, "not_a_date"),
    ]


def test_a_desks_totals_name_their_country_by_the_file_and_are_the_desks(tmp_path: Path) -> None:
    text = ",Date,Cases\n0,2020-03-13,163\n1,2020-03-14,211\n"
    key, reading = read(tmp_path, "kazakhstan.csv", text)
    assert key == "desk_cases"
    # No column of deaths is no death told of, not a nought.
    assert totals(reading) == [("KAZ", "2020-03-13", 163, None), ("KAZ", "2020-03-14", 211, None)]
    assert {row["source_id"] for row in reading.table("covid_daily")} == {"desk"}
