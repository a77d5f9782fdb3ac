"""Office files and archives made twice are the same bytes, and hold no moment but the day given."""

import time
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter import Workbook

from dashboard.exports.reproducible import archive, reproducible

DAY = date(2026, 11, 21)


def workbook(text: str) -> bytes:
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Data").write_string(0, 0, text)
    return buffer.getvalue()


def test_workbooks_made_at_two_moments_are_the_same_bytes() -> None:
    first = workbook("a")
    time.sleep(1.1)
    second = workbook("a")
    assert first != second
    assert reproducible(first, DAY) == reproducible(second, DAY)


def test_a_workbook_without_its_moment_opens_and_says_the_day() -> None:
    book = openpyxl.load_workbook(BytesIO(reproducible(workbook("a"), DAY)))
    assert book["Data"]["A1"].value == "a"
    assert book.properties.created.date() == DAY
    assert book.properties.modified.date() == DAY


def test_a_workbook_inside_a_deck_loses_its_moment_too() -> None:
    def deck(inside: bytes) -> bytes:
        return archive({"ppt/embeddings/sheet1.xlsx": inside, "ppt/slide.xml": b"<p/>"}, DAY)

    first = deck(workbook("a"))
    time.sleep(1.1)
    assert reproducible(first, DAY) == reproducible(deck(workbook("a")), DAY)


def test_other_content_gives_other_bytes() -> None:
    assert reproducible(workbook("a"), DAY) != reproducible(workbook("b"), DAY)


def test_every_part_bears_the_day_and_can_be_read_by_all() -> None:
    with zipfile.ZipFile(BytesIO(archive({"a.txt": b"a", "b/c.png": b"b"}, DAY))) as whole:
        assert whole.namelist() == ["a.txt", "b/c.png"]
        assert {part.date_time for part in whole.infolist()} == {(2026, 11, 21, 0, 0, 0)}
        assert {part.external_attr >> 16 for part in whole.infolist()} == {0o644}
        assert whole.testzip() is None


@pytest.mark.parametrize("content", [b"", b"no zip at all"])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(zipfile.BadZipFile):
        reproducible(content, DAY)
