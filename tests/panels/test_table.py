"""A table holds values; a reader sees words, a program bounds, codes and reasons."""

import gc
from dataclasses import replace
from datetime import date
from weakref import ref

import pandas as pd
from made_tables import made_table

from dashboard.panels.table import Column, Kind, table_of
from dashboard.panels.tidy import tidy
from dashboard.values import Absent, Reason, Window, about, at_least, exactly, in_words, total

COLUMNS = (
    Column("iso_code", "Country", Kind.COUNTRY),
    Column("happened", "When", Kind.WINDOW),
    Column("detained", "People detained", Kind.TOTAL),
    Column("new_cases", "New cases, June 2020", Kind.CHANGE),
)
WINDOW = Window(date(2020, 6, 1), date(2020, 6, 7), 2)
TABLE = table_of(
    COLUMNS,
    [
        {"iso_code": "KAZ", "happened": WINDOW, "detained": at_least(100), "new_cases": 11450},
        {
            "iso_code": "TKM",
            "detained": Absent(Reason.NOT_STATED),
            "new_cases": Absent(Reason.OUTSIDE_SERIES),
        },
        {"iso_code": "UZB", "detained": total([exactly(2), in_words("dozens")]), "new_cases": 0},
    ],
)


def test_a_reader_sees_headings_names_and_bounds() -> None:
    assert TABLE.shown.to_dict("list") == {
        "Country": ["Kazakhstan", "Turkmenistan", "Uzbekistan"],
        "When": ["about 1–7 Jun", None, None],
        "People detained": ["≥ 100", "not stated", "≥ 2 + “dozens”"],
        "New cases, June 2020": ["+11,450", "no series", "0"],
    }
    cells = [TABLE.shown_cells(column.key) for column in TABLE.columns]
    assert cells == [*TABLE.shown.to_dict("list").values()]


def test_a_program_sees_codes_days_bounds_and_reasons() -> None:
    data = tidy(TABLE).frame
    assert data["iso_code"].tolist() == ["KAZ", "TKM", "UZB"]
    assert data["happened_first"].tolist()[0] == pd.Timestamp("2020-06-01")
    assert data["detained_low"].tolist()[::2] == [100, 2]
    assert data["detained_qualifier"].tolist()[::2] == ["at_least", "at_least"]
    assert data["detained_low"].isna().tolist() == [False, True, False]
    assert data["detained_apart"].tolist()[2] == "“dozens”"
    assert data["happened_basis"].tolist()[0] == "stated"
    assert data["detained_absent"].dropna().to_dict() == {1: "not_stated"}
    assert data["new_cases_absent"].dropna().to_dict() == {1: "outside_series"}


def test_a_sum_without_a_lower_bound_is_no_zero() -> None:
    about_eighty = replace(about(80), hedge="claimed")
    sums = total([about_eighty]), total([in_words("several")]), total([at_least(100), about(30)])
    data = tidy(table_of(COLUMNS[2:3], [{"detained": each} for each in sums])).frame
    assert data["detained_low"].isna().tolist() == [True, True, False]
    assert data["detained_best"].tolist()[0] == 80
    assert data["detained_qualifier"].tolist() == ["about", "vague", "at_least"]
    assert data["detained_apart"].tolist() == ["about 80 (claimed)", "“several”", "about 30"]


def test_the_reserve_of_a_source_is_data_too() -> None:
    reported = replace(at_least(100), hedge="reportedly")
    data = tidy(table_of(COLUMNS[2:3], [{"detained": total([reported, exactly(2)])}])).frame
    assert data["detained_low"].tolist() == [102]
    assert data["detained_hedge"].tolist() == ["reportedly"]
    assert data["detained_hedged_low"].tolist() == [100]


def test_data_is_worked_out_once_and_held_no_longer_than_its_table() -> None:
    table = table_of(COLUMNS[2:3], [{"detained": exactly(2)}])
    made = tidy(table)
    assert tidy(table) is made
    held = ref(made)
    del made, table
    gc.collect()
    assert held() is None


def test_keys_do_not_change_with_the_filters() -> None:
    may = (*COLUMNS[:3], Column("new_cases", "New cases, May 2020", Kind.CHANGE))
    assert tidy(table_of(may, [])).rows.schema == tidy(table_of(COLUMNS, [])).rows.schema
    assert tidy(TABLE).rows.schema == tidy(table_of(COLUMNS, [])).rows.schema


def test_a_table_without_rows_keeps_its_headings() -> None:
    empty = table_of(COLUMNS, [])
    assert list(empty.shown) == ["Country", "When", "People detained", "New cases, June 2020"]
    assert len(empty) == 0


def test_numbers_and_days_stay_numbers_and_days_where_no_word_is_needed() -> None:
    frame = pd.DataFrame({"First day": [pd.Timestamp("2020-06-01")], "Türkmen Protests": [3]})
    table = made_table(frame)
    pd.testing.assert_frame_equal(table.shown, frame)
