"""Workbooks that would fill the memory or end the program are refused before they are opened."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dashboard.sources.reading import workbooks
from dashboard.sources.reading.files import Content, look_at, parts_of

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
    f'Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
}
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


def book(rows: str, more: dict[str, str] | None = None) -> bytes:
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in (PARTS | {"xl/worksheets/sheet1.xml": sheet} | (more or {})).items():
            out.writestr(name, text)
    return content.getvalue()


def rule_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    file = look_at(path)
    if file.refusal:
        return file.refusal.rule
    assert all(next(iter(part.rows()))[1] for part in parts_of(file))
    return ""


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        (NEAR, ""),
        (f'{NEAR}<row r="2"><c r="B2"><v>2</v></c><c><v>3</v></c></row>', ""),
        (NEAR + FAR, "workbook_too_large"),
        (NEAR + FAR.replace('"XFD', '"xfd'), "workbook_too_large"),
        (NEAR + FAR.replace("<c r", "<c s='r=\"A1\"' r"), "workbook_too_large"),
        (NEAR + FAR.replace("<c r=", "<c\n r = "), "workbook_too_large"),
        (NEAR + FAR.replace("<c r", '<c s="1"r'), "workbook_too_large"),
        (NEAR + FAR.replace("XFD", "&#88;FD"), "broken_workbook"),
        (NEAR + '<row r="99999999"><c r="A99999999"/></row>', "workbook_too_large"),
        # Cells and rows that do not say where they stand.
        (f"<row>{'<c/>' * 9_000}</row>" + "<row><c/></row>" * 9_000, "workbook_too_large"),
    ],
)
def test_a_cell_far_from_the_others_is_refused_however_it_is_written(
    tmp_path: Path, rows: str, rule: str
) -> None:
    assert rule_of(tmp_path, book(rows)) == rule


def test_one_that_unpacks_to_more_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = book(NEAR + " " * 3_000_000)
    assert rule_of(tmp_path, content) == ""
    long = struct.pack("<I", zipfile.ZipFile(io.BytesIO(content)).infolist()[-1].file_size)
    assert content.count(long) == 2  # before the part, and in the list at the end
    assert rule_of(tmp_path, content.replace(long, struct.pack("<I", 500))) == "broken_workbook"
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    assert rule_of(tmp_path, content) == "workbook_too_large"


def test_other_kinds_of_workbooks_are_not_opened(tmp_path: Path) -> None:
    for name in ("content.xml", "xl/workbook.bin"):
        assert rule_of(tmp_path, book(NEAR, {name: "<x/>"})) == "zip_archive"


def test_a_workbook_of_a_desk_is_opened(tmp_path: Path) -> None:
    made, content = openpyxl.Workbook(), io.BytesIO()
    made.create_sheet("Events", 0).append(["event_id", "event_date"])
    made.remove(made["Sheet"])
    made.save(content)
    assert rule_of(tmp_path, content.getvalue()) == ""
    path = tmp_path / "book.xlsx"
    assert look_at(path).content is Content.WORKBOOK
