"""The workbook of a panel: its sheets, its table, its charts with their numbers, how it prints."""

import io
import re
from dataclasses import replace

import openpyxl
from exported import made, panel, papers
from openpyxl.utils import column_index_from_string

from dashboard.exports.files.xlsx import make_xlsx
from dashboard.panels.office import NativeChart, Series


def test_a_workbook_has_a_table_a_chart_and_pages_that_print() -> None:
    content = made("events_by_week", "June 2020", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Data", "As on screen", "Chart", "Columns", "About", "Sources"]
    data = book["Data"]
    assert [*data.tables] == ["Data"] and data.tables["Data"].ref.startswith("A1:")
    assert data.freeze_panes == "A2"
    assert len(book["Chart"]._charts) == 1
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area
    about = book["About"]
    for line, (_, told) in enumerate(about.iter_rows(values_only=True), start=1):
        assert len(str(told)) <= 100 or about.row_dimensions[line].height > 15


def test_a_wide_sheet_prints_over_several_pages_with_its_first_column_on_each() -> None:
    wide = openpyxl.load_workbook(io.BytesIO(made("countries_side_by_side", "June 2020", "xlsx")))[
        "As on screen"
    ]
    narrow = openpyxl.load_workbook(io.BytesIO(made("events_by_week", "June 2020", "xlsx")))["Data"]
    assert (narrow.page_setup.fitToWidth or 1, narrow.print_title_cols) == (1, None)
    assert wide.page_setup.fitToWidth in (2, 3) and wide.page_setup.fitToHeight == 0
    assert wide.print_title_cols == "$A:$A" and wide.print_title_rows == "$1:$1"


def test_the_numbers_of_a_chart_stand_beside_it() -> None:
    exhibit = panel("events_by_week", "June 2020")
    assert exhibit.native is not None
    (chart,) = exhibit.native()
    book = openpyxl.load_workbook(io.BytesIO(made("events_by_week", "June 2020", "xlsx")))
    (drawn,) = book["Chart"]._charts
    for series, own in zip(drawn.series, chart.series, strict=True):
        sheet, _, place = series.val.numRef.f.partition("!")
        first, last = (int(each) for each in re.findall(r"\d+", place))
        across = column_index_from_string(re.findall("[A-Z]+", place)[0])
        cells = [book[sheet.strip("'")].cell(line, across).value for line in range(first, last + 1)]
        assert cells == list(own.values)


def test_lines_and_marks_are_told_apart_as_on_screen() -> None:
    exhibit = panel("currency_series", "June 2020")
    assert exhibit.native is not None
    dashes = [each.dash for chart in exhibit.native() for each in chart.series]
    book = openpyxl.load_workbook(io.BytesIO(made("currency_series", "June 2020", "xlsx")))
    drawn = [each for chart in book["Chart"]._charts for each in chart.series]
    told = [each.graphicalProperties.line.prstDash for each in drawn]
    assert len(set(dashes)) > 2
    for dash, own in zip(dashes, told, strict=True):
        assert (own in (None, "solid")) == (dash in ("solid", "none"))


def test_a_hollow_mark_is_hollow() -> None:
    hollow = Series("Ferry", (1.0, 2.0), "#123456", "none", "square-open")
    chart = NativeChart("line", ("A", "B"), (hollow,))
    told = replace(panel("events_by_week", "June 2020"), native=lambda: (chart,))
    own = make_xlsx(told, papers("June 2020"))
    (drawn,) = openpyxl.load_workbook(io.BytesIO(own))["Chart"]._charts
    mark = drawn.series[0].marker
    assert mark.symbol == "square" and mark.graphicalProperties.noFill
