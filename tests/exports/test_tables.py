"""CSV and XLSX files opened again: equal cells, real types, no formulas, their metadata inside."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest
from made_tables import made_table
from shipped import shipped_package

from dashboard.catalogue import EXHIBITS
from dashboard.exports.cells import columns_of, exact_text, harmless_text, is_blank, readable_text
from dashboard.exports.files.data import make_shown_csv
from dashboard.exports.files.xlsx import MOST_TO_READ, make_xlsx
from dashboard.exports.formats import make_file
from dashboard.exports.metadata import Metadata, file_period, file_stem
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources
from dashboard.panels.table import Column, Kind, table_of
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Qualifier, Rate, Reason, at_least, exactly, total

METADATA = Metadata(
    "Kyrgyzstan and Tajikistan, June 2020; containing “a, b”",
    "2026.11-1a2b3c4d",
    date(2026, 11, 21),
    "https://monitor.example/events?countries=KGZ,TJK",
    "2020-06",
)
ROWS = pd.DataFrame(
    {
        "Date": pd.to_datetime(["2020-06-06", "2020-06-29", ""]),
        "What happened": ['A "rally", #1', "=1+1", "Қазақ ғқңөұүҳҗ şžňý\nsecond line"],
        "Detained, people": pd.array([100, None, 21819], dtype="Int64"),
        "USD per som": [0.00008, -1.5, None],
        "Change": ["+12.5", "-2+cmd|' /C calc'!A0", "@SUM(A1)"],
        "Year": [2020, 2020, 2021],
    }
)
EXHIBIT = Exhibit(
    key="arrests_by_day",
    title="Arrests & detentions",
    unit="people a day",
    table=made_table(ROWS),
    caption="At least.",
    sources=Sources(publishers=("Monthly review, June 2020", "=cmd")),
    shown=3,
    total=5,
    noun="events",
)


def read_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_metadata_names_everything_a_file_must_carry() -> None:
    assert [f"{name}: {text}" for name, text in METADATA.facts(EXHIBIT).items()] == [
        "Title: Arrests & detentions",
        "Unit: people a day",
        "Filters: Kyrgyzstan and Tajikistan, June 2020; containing “a, b”",
        "Shown: 3 of 5 events",
        "Sources: Monthly review, June 2020; =cmd",
        "Notes: At least.",
        "Data version: 2026.11-1a2b3c4d",
        "Made on: 21 November 2026",
        "Link: https://monitor.example/events?countries=KGZ,TJK",
    ]


def test_metadata_leaves_out_what_is_empty() -> None:
    bare = replace(EXHIBIT, sources=Sources(publishers=()), caption="", unit=" ")
    names = list(replace(METADATA, link="").facts(bare))
    assert names == ["Title", "Filters", "Shown", "Data version", "Made on"]


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2020-06", "2020-06", "2020-06"),
        ("2020-03", "2020-06", "2020-03-to-2020-06"),
        ("2019-12", "2020-05", "2019-12-to-2020-05"),
    ],
)
def test_file_period_names_the_months_chosen(first: str, last: str, period: str) -> None:
    chosen = Selection(first_month=first, last_month=last, text="May 1999")
    assert file_period(chosen) == period


def test_file_names_are_ascii() -> None:
    named = replace(EXHIBIT, title="Arrests by day")
    odd = replace(EXHIBIT, title="Тоҷ_şanlı/../map")
    long = replace(EXHIBIT, title="Behind this bar, " * 20)
    assert file_stem(named, METADATA) == "central-asia-monitor_arrests-by-day_2020-06"
    assert file_stem(odd, METADATA) == "central-asia-monitor_sanl-map_2020-06"
    assert file_stem(named, replace(METADATA, period="")) == "central-asia-monitor_arrests-by-day"
    assert file_stem(replace(odd, title="Ж", key="map"), METADATA).endswith("monitor_map_2020-06")
    assert len(file_stem(long, METADATA)) < 100


def test_files_of_the_same_panel_are_named_after_what_they_show() -> None:
    weeks, months = (
        EXHIBITS["protests_day_by_day"](shipped_package(), selection, {})
        for selection in (
            Selection(first_month="2020-04", last_month="2020-06"),
            Selection(first_month="2018-01", last_month="2020-06"),
        )
    )
    assert file_stem(weeks, METADATA).endswith("_protests-and-arrests-week-by-week_2020-06")
    assert file_stem(months, METADATA).endswith("_protests-and-arrests-month-by-month_2020-06")


def test_csv_holds_papers_then_header_then_rows() -> None:
    content = make_shown_csv(EXHIBIT, METADATA)
    rows = read_rows(content)
    assert content.startswith(b"\xef\xbb\xbf# Title,")
    assert rows[0] == ["# Title", "Arrests & detentions"]
    assert rows[8] == ["# Link", METADATA.link]
    assert rows[9] == []
    assert rows[10] == list(ROWS.columns)
    assert rows[11] == ["2020-06-06", 'A "rally", #1', "100", "0.00008", "+12.5", "2020"]
    assert rows[12][1:5] == ["'=1+1", "", "-1.5", "'-2+cmd|' /C calc'!A0"]
    assert rows[13][:4] == ["", "Қазақ ғқңөұүҳҗ şžňý\nsecond line", "21819", ""]
    assert len(rows) == 14


def test_a_negative_number_has_the_sign_of_print_for_readers_and_that_of_programs_in_data() -> None:
    columns = Column("gap", "Gap", Kind.COUNT), Column("step", "Step", Kind.CHANGE)
    exhibit = replace(EXHIBIT, table=table_of(columns, [{"gap": -413840, "step": -1024}]))
    assert [column.texts for column in columns_of(exhibit.table)] == [["−413,840"], ["−1,024"]]
    page = make_file(exhibit, METADATA, "html")[1].decode()
    assert ">−413,840<" in page
    assert ">−1,024<" in page
    assert read_rows(make_shown_csv(exhibit, METADATA))[-1] == ["-413840", "-1,024"]
    assert make_file(exhibit, METADATA, "csv")[1].decode().splitlines()[-1].startswith("-413840")


def test_csv_is_read_by_pandas_past_its_papers() -> None:
    shown = make_shown_csv(EXHIBIT, METADATA)
    table = pd.read_csv(BytesIO(shown), comment="#", encoding="utf-8-sig")
    assert list(table.columns) == list(ROWS.columns)
    assert table["What happened"][0] == 'A "rally", #1'
    assert table["USD per som"].tolist()[:2] == [0.00008, -1.5]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1", "'=1"),
        ("+1+1", "'+1+1"),
        ("-a", "'-a"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("\ra", "'\ra"),
        ("-12", "-12"),
        ("+11,450", "+11,450"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_text_that_looks_like_a_formula_is_made_harmless(text: str, written: str) -> None:
    assert harmless_text(text) == written


def test_values_are_written_exactly_or_for_reading() -> None:
    moment = pd.Timestamp("2020-06-06 14:30")
    assert [exact_text(value) for value in (True, 1e20, 12, moment, pd.NaT)] == [
        "yes",
        "100000000000000000000",
        "12",
        "2020-06-06 14:30:00",
        "",
    ]
    assert [readable_text(value) for value in (-1234567.25, 999, "≥ 100", None)] == [
        "−1,234,567.25",
        "999",
        "≥ 100",
        "",
    ]


def test_xlsx_has_equal_cells_of_real_types_and_no_formulas() -> None:
    book = openpyxl.load_workbook(BytesIO(make_xlsx(EXHIBIT, METADATA)))
    sheet = book["As on screen"]
    assert book.sheetnames == ["Data", "As on screen", "Columns", "About", "Sources"]
    assert [cell.value for cell in sheet[1]] == list(ROWS.columns)
    for line, row in enumerate(ROWS.itertuples(index=False, name=None), start=2):
        wanted = [None if is_blank(value) else value for value in row]
        assert [cell.value for cell in sheet[line]] == wanted
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}
    assert sheet["C4"].number_format == "#,##0"
    assert sheet["F4"].number_format == "General"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F4"


def test_words_are_never_taken_for_numbers() -> None:
    rows = pd.DataFrame({"As reported": ["4,994", "19", "dozens"], "Footnotes": ["35", "36", "37"]})
    content = make_xlsx(replace(EXHIBIT, table=made_table(rows)), METADATA)
    sheet = openpyxl.load_workbook(BytesIO(content))["As on screen"]
    cells = [[cell.value for cell in column][1:] for column in sheet.columns]
    assert cells == [["4,994", "19", "dozens"], ["35", "36", "37"]]


def test_xlsx_about_sheet_holds_the_metadata() -> None:
    about = openpyxl.load_workbook(BytesIO(make_xlsx(EXHIBIT, METADATA)))["About"]
    *facts, (name, cited) = about.iter_rows(values_only=True)
    assert facts == list(METADATA.facts(EXHIBIT).items())
    assert name == "Cite as" and METADATA.link in str(cited)


def test_xlsx_of_no_rows_keeps_its_header() -> None:
    for rows in (ROWS.iloc[:0], pd.DataFrame()):
        empty = replace(EXHIBIT, table=made_table(rows))
        sheet = openpyxl.load_workbook(BytesIO(make_xlsx(empty, METADATA)))["As on screen"]
        header = [cell.value for cell in sheet[1] if cell.value]
        assert header == list(rows.columns)


def test_an_exact_amount_is_a_number_and_a_claim_of_none_is_words() -> None:
    columns = (Column("people", "People", Kind.AMOUNT), Column("change", "Change", Kind.CHANGE))
    claim = Amount(0, 0, 0, Qualifier.OFFICIALLY_NONE)
    amounts = (exactly(21819), at_least(100), claim, Absent(Reason.NOT_COVERED))
    rows = [{"people": value, "change": 11450} for value in amounts]
    content = make_xlsx(replace(EXHIBIT, table=table_of(columns, rows)), METADATA)
    sheet = openpyxl.load_workbook(BytesIO(content))["As on screen"]
    people, change = ([cell.value for cell in column][1:] for column in sheet.columns)
    assert people == [21819, "≥ 100", "officially 0", "not covered"]
    assert change == [11450] * 4


def test_a_number_given_with_reserve_keeps_it_in_a_workbook() -> None:
    columns = (Column("people", "People", Kind.AMOUNT), Column("all", "All", Kind.TOTAL))
    hedged = replace(exactly(5), hedge="reportedly")
    row = {"people": hedged, "all": total([hedged, exactly(2)])}
    content = make_xlsx(replace(EXHIBIT, table=table_of(columns, [row])), METADATA)
    sheet = openpyxl.load_workbook(BytesIO(content))["As on screen"]
    assert [cell.value for cell in sheet[2]] == ["5 (reportedly)", "7 (5 of them reportedly)"]


def test_a_rate_has_the_digits_of_its_source_on_paper_and_in_a_workbook() -> None:
    column = Column("units_per_usd", "Per US dollar", Kind.NUMBER)
    rows = [{"units_per_usd": rate} for rate in (Rate(9.20297, 5), Rate(10173, 4), Rate(3.5, 2))]
    exhibit = replace(EXHIBIT, table=table_of((column,), rows))
    (shown,) = columns_of(exhibit.table)
    assert shown.texts == ["9.2030", "10,173", "3.5"]
    assert read_rows(make_shown_csv(exhibit, METADATA))[-3:] == [["9.2030"], ["10173"], ["3.5"]]
    book = openpyxl.load_workbook(BytesIO(make_xlsx(exhibit, METADATA)))
    cells = [row[0] for row in book["As on screen"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [9.203, 10173, 3.5]
    assert [cell.number_format for cell in cells] == ["#,##0.0000", "#,##0", "#,##0.0"]
    assert [row[0].value for row in book["Data"].iter_rows(min_row=2)] == [9.203, 10173, 3.5]


def test_long_tables_keep_every_cell() -> None:
    many = MOST_TO_READ + 2_000
    rows = pd.DataFrame({"Number": range(many), "Name": [f"n{number}" for number in range(many)]})
    exhibit = replace(EXHIBIT, table=made_table(rows))
    book = openpyxl.load_workbook(BytesIO(make_xlsx(exhibit, METADATA)), read_only=True)
    shown = list(book["As on screen"].iter_rows(min_row=2, values_only=True))
    data = list(book["Data"].iter_rows(min_row=2, values_only=True))
    facts = {str(name): told for name, told in book["About"].iter_rows(values_only=True)}
    book.close()
    cells = list(rows.itertuples(index=False, name=None))
    assert shown == cells[:MOST_TO_READ]
    assert [(number, name) for number, _, name in data] == cells
    assert facts["As on screen"] == "First 10,000 of 12,000 rows; Data has all."
    assert len(read_rows(make_shown_csv(exhibit, METADATA))) == many + 11


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "html"])
def test_the_same_input_gives_the_same_bytes(format_name: str) -> None:
    assert make_file(EXHIBIT, METADATA, format_name) == make_file(EXHIBIT, METADATA, format_name)


def test_making_a_file_leaves_the_rows_alone() -> None:
    before = ROWS.copy(deep=True)
    for format_name in ("csv", "xlsx", "html"):
        make_file(EXHIBIT, METADATA, format_name)
    pd.testing.assert_frame_equal(ROWS, before)
