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
        (NEAR + FAR.replace("<c r", '<c s="1"r'), "broken_workbook"),
        (NEAR + FAR.replace("XFD", "&#88;FD"), "workbook_too_large"),
        (NEAR + FAR.replace("<c r", "<x:c r").replace("/c>", "/x:c>"), "workbook_too_large"),
        (NEAR + '<row r="99999999"><c r="A99999999"/></row>', "workbook_too_large"),
        (NEAR + '<row r="99999999"><c/></row>', "workbook_too_large"),
        # Texts and attributes of other elements are no places.
        (NEAR.replace("<v>1</v>", '<is><t>r="XFD1048576" &lt;c r="XFD9"/&gt;</t></is>'), ""),
        (NEAR.replace("<v>1</v>", "<is><t><![CDATA[<c r='XFD1048576'/>]]></t></is>"), ""),
        # What a strict reader stops at and another one passes over.
        (NEAR + "&nbsp;" + FAR, "broken_workbook"),
        ("<x>" * 200 + "</x>" * 200 + NEAR, "broken_workbook"),
        (f'<row s="{"1" * 3_000_000}"/>{NEAR}', "broken_workbook"),
        # Cells and rows that do not say where they stand.
        (f"<row>{'<c/>' * 9_000}</row>" + "<row><c/></row>" * 9_000, "workbook_too_large"),
    ],
)
def test_a_cell_far_from_the_others_is_refused_however_it_is_written(
    tmp_path: Path, rows: str, rule: str
) -> None:
    assert rule_of(tmp_path, book(rows)) == rule


def test_a_part_with_cells_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    relations = PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "media/i.PNG")
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{NEAR + FAR}</sheetData></worksheet>'
    for junk, rule in (("", "workbook_too_large"), ("junk", "broken_workbook")):
        more = {"xl/_rels/workbook.xml.rels": relations, "xl/media/i.png": junk + sheet}
        assert rule_of(tmp_path, book(NEAR, more)) == rule
    # A picture that is none of the sheets is nobody's business, nor is a program.
    assert rule_of(tmp_path, book(NEAR, {"xl/media/i.png": "\x89PNG", "xl/a.bin": "<x"})) == ""


def test_an_entity_is_refused_before_it_is_used(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert rule_of(tmp_path, book(NEAR, {"xl/worksheets/sheet1.xml": bomb})) == "broken_workbook"


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
