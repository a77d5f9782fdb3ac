"""Rows that may not be passed on stay out of every file; counts and charts stay, and files say why.

ACLED's terms forbid it: its file is imported beside a desk's own rows, which may be passed on.
"""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from shipped import shipped_package
from source_files import ACLED, DESK, table

from dashboard.__main__ import main
from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import Briefing
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import Package
from dashboard.engine.address import read_address
from dashboard.exports.evidence import make_evidence
from dashboard.exports.files.xlsx import make_xlsx_book
from dashboard.exports.formats import make_file
from dashboard.exports.metadata import Metadata
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.panels.terms import for_files, kept_back_words
from dashboard.selection import Selection

JUNE = Selection(first_month="2023-06", last_month="2023-06")
DAY = date(2026, 11, 21)
WHY = (
    "Rows of ACLED are not in files: their terms forbid passing them on. Counts and charts may be "
    "passed on."
)
OURS, THEIRS = "Bakers marched to the mill", "Gardeners asked for water"
LISTS = ("events_table", "protest_list", "protests_day_by_day", "event_map", "figures_table")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("terms")
    acled = [
        ACLED | {"event_id_cnty": f"KGZ{number}", "tags": "crowd size=about 40", "fatalities": "1"}
        for number in (1, 2, 3)
    ]
    own = DESK | {"event_date": "2023-06-03", "notes": OURS}
    (folder / "acled.csv").write_bytes(table(acled))
    (folder / "desk.csv").write_bytes(table([own]))
    files = [str(folder / name) for name in ("acled.csv", "desk.csv")]
    target = folder / "data"
    assert main(["import", *files, "--into", str(target), "--yes"]) == 0
    return open_package(read_address(str(target)))


@pytest.fixture(scope="module")
def briefing(package: Package) -> Briefing:
    charts = {"events_table": "acled", "protest_list": "desk", "events_by_week": "acled"}
    query = JUNE.to_query()
    items = tuple(
        TrayItem(name, "events", tuple({**query, "source": source}.items()))
        for name, source in charts.items()
    )
    return assemble(package, Tray(items=items), JUNE, made_on=DAY)


def file_of(package: Package, name: str, form: str, options: dict[str, str] | None = None) -> bytes:
    exhibit = for_files(package, EXHIBITS[name](package, JUNE, options or {}))
    return make_file(exhibit, Metadata("June 2023", "1", DAY), form)[1]


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    data = text.partition("\r\n\r\n")[2] if text.startswith("#") else text
    return list(csv.DictReader(io.StringIO(data)))


def facts_of(sheet: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in sheet.iter_rows(values_only=True)}


def keys_of(content: bytes) -> list[str]:
    return [row["event_id"] for row in rows_of(content)]


@pytest.mark.parametrize("name", LISTS)
def test_a_table_of_rows_holds_those_that_may_be_passed_on_and_says_why(
    package: Package, name: str
) -> None:
    shown = EXHIBITS[name](package, JUNE, {}).table
    assert {each.partition(":")[0] for each in shown.cells("event_id")} == {"acled", "desk"}
    assert set(keys_of(file_of(package, name, "csv"))) == {"desk:a1"}
    for form in ("metadata.json", "shown.csv"):
        assert WHY in file_of(package, name, form).decode()
    for form in ("csv", "comma.csv", "json", "geojson", "parquet", "zip"):
        assert b"acled:" not in file_of(package, name, form)


def test_a_workbook_and_a_web_page_hold_no_such_row(package: Package) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(package, "events_table", "xlsx")))
    for name, column in (("Data", "event_id"), ("As on screen", "Key")):
        heads, *rows = book[name].iter_rows(values_only=True)
        assert [row[heads.index(column)] for row in rows] == ["desk:a1"]
    about = facts_of(book["About"])
    assert WHY in about["Notes"]
    assert about["Shown"] == "4 of 4 events of the period"
    page = file_of(package, "events_table", "html").decode()
    assert ("desk:a1" in page, "acled:" in page, WHY in page) == (True, False, True)
    reader = PdfReader(io.BytesIO(file_of(package, "events_table", "table.pdf")))
    paper = " ".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    assert ("desk:a1" in paper, "acled:" in paper) == (True, False)


def test_the_numbers_of_people_leave_them_out_too(package: Package) -> None:
    told = EXHIBITS["people_reported"](package, JUNE, {}).table
    assert set(told.cells("event_id")) == {"acled:KGZ1", "acled:KGZ2", "acled:KGZ3", "desk:a1"}
    assert set(keys_of(file_of(package, "people_reported", "csv"))) == {"desk:a1"}


def test_counts_and_charts_stay(package: Package) -> None:
    weeks = EXHIBITS["events_by_week"](package, JUNE, {})
    assert for_files(package, weeks) is weeks
    assert [number for number in weeks.table.cells("protest") if number in range(9)] == [4]
    days = EXHIBITS["protests_day_by_day"](package, JUNE, {})
    passed_on = for_files(package, days)
    assert (passed_on.draw, passed_on.count) == (days.draw, days.count)


@pytest.mark.parametrize("name", ["event_card", "figure_trace"])
def test_what_is_known_of_one_event_is_a_row_too(package: Package, name: str) -> None:
    for key, is_there in (("acled:KGZ1", False), ("desk:a1", True)):
        content = file_of(package, name, "shown.csv", {"event": key, "figure": key})
        assert bool(rows_of(content)) is is_there
        assert (WHY in content.decode()) is not is_there
        assert THEIRS not in content.decode()


def locked(package: Package, source_id: str) -> Package:
    """Return a package with a source whose rows may not be passed on."""
    sources = package.table("sources")
    own = sources["source_id"].eq(source_id)
    sources = sources.assign(
        attribution=sources["attribution"].mask(own, "Named so"),
        redistributable=sources["redistributable"].mask(own, False),
    )
    return replace(package, tables={**package.tables, "sources": sources})


def test_a_rate_that_may_not_be_passed_on_is_in_no_file(package: Package) -> None:
    first = package.table("rates")["source_id"].iloc[0]
    own = locked(package, first)
    shown = EXHIBITS["currency_series"](own, Selection(), {})
    passed_on = for_files(own, shown)
    assert first in shown.table.cells("source_id")
    assert first not in passed_on.table.cells("source_id")
    assert 0 < len(passed_on.table) < len(shown.table)


@pytest.mark.parametrize("name", ["covid_series", "covid_small_multiples"])
def test_a_day_of_a_series_that_may_not_be_passed_on_is_in_no_file(
    package: Package, name: str
) -> None:
    first = package.table("covid_daily")["source_id"].iloc[0]
    own = locked(package, first)
    shown = EXHIBITS[name](own, Selection(), {})
    passed_on = for_files(own, shown)
    assert shown.table.details is not None
    assert passed_on.table.details is not None
    assert first in shown.table.details.cells("source_id")
    assert first not in passed_on.table.details.cells("source_id")
    assert 0 < len(passed_on.table) < len(shown.table)
    assert "Rows of Johns Hopkins CSSE are not in files" in passed_on.kept_back
    assert "Johns Hopkins CSSE" in kept_back_words(own, shown)


def test_the_briefing_and_its_evidence_hold_no_such_row(
    briefing: Briefing, chromium_path: str
) -> None:
    pack = make_evidence(briefing, ChartPictures(briefing), {})
    with zipfile.ZipFile(io.BytesIO(pack)) as whole:
        texts = [name for name in whole.namelist() if not name.endswith((".png", ".svg"))]
        files = {name: whole.read(name).decode("utf-8-sig") for name in texts}
    for name in ("data/events.csv", "data/figures.csv"):
        read = list(csv.DictReader(io.StringIO(files[name])))
        assert {row["source_id"] for row in read} == {"desk"}
    sources = csv.DictReader(io.StringIO(files["data/sources.csv"]))
    assert "acled" in {row["source_id"] for row in sources}
    assert not [name for name, text in files.items() if THEIRS in text]
    (listed,) = (text for name, text in files.items() if re.fullmatch(r"charts/02.*\.csv", name))
    assert keys_of(listed.encode()) == ["desk:a1"]
    assert WHY in files["charts/01-events-table.metadata.json"]
    assert keys_of(files["charts/01-events-table.csv"].encode()) == []
    charts = json.loads(files["manifest.json"])["charts"]
    assert charts[0]["shown"] == "3 of 3 events of the period"
    assert WHY in [line.text for line in briefing.left_out]


def test_the_workbook_of_a_briefing_says_why_a_sheet_is_empty(package: Package) -> None:
    query = (*JUNE.to_query().items(), ("event", "acled:KGZ1"))
    tray = Tray(items=(TrayItem("event_card", "events", query),))
    briefing = assemble(package, tray, replace(JUNE, source="desk"), made_on=DAY)
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx_book(briefing)))
    sheet = next(each for each in book.worksheets if each.title.startswith("1 "))
    facts = facts_of(sheet)
    assert facts["No rows"] == WHY
    assert [row[0] for row in book["Events"].iter_rows(min_row=2, values_only=True)] == ["desk:a1"]


def test_the_screen_says_why(package: Package) -> None:
    assert kept_back_words(package, EXHIBITS["events_table"](package, JUNE, {})) == WHY
    assert kept_back_words(package, EXHIBITS["events_by_week"](package, JUNE, {})) == ""


def test_what_is_shipped_was_coded_here_and_may_be_passed_on() -> None:
    shipped = shipped_package()
    for name in ("events_table", "currency_series", "protest_list"):
        exhibit = EXHIBITS[name](shipped, Selection(), {})
        passed_on = for_files(shipped, exhibit)
        assert len(passed_on.table) == len(exhibit.table) and not passed_on.kept_back
        assert kept_back_words(shipped, exhibit) == ""
