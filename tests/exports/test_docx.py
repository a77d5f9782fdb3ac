"""The Word document read back: words, styles, links, tables, pictures, and the pages it makes."""

import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from a_briefing import EMOJI, HOSTILE, LETTERS, LONG_TITLE, PAGES, RIGHT_TO_LEFT, briefing
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from made_tables import made_table
from PIL import Image

from dashboard.exports.docx.document import make_docx
from dashboard.exports.docx.make_template import TEMPLATE, make_template
from dashboard.exports.exhibit_entry import MOST_ROWS, ROWS_FOLLOW, set_table
from dashboard.exports.pictures import browser as browser_module
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.panels.table import Kind
from dashboard.values import Absent, Reason, at_least, at_most, between


@pytest.fixture(scope="module")
def made(chromium_path: str) -> bytes:
    told = briefing()
    return make_docx(told, ChartPictures(told))


def texts(content: bytes, style: str = "") -> list[str]:
    found: Any = Document(BytesIO(content)).paragraphs
    return [each.text for each in found if not style or each.style.name == style]


def test_headings_are_words_own(made: bytes) -> None:
    assert texts(made, "Title") == ["June in Central Asia"]
    assert texts(made, "Heading 1") == [
        "Key judgements",
        "The month in review",
        "Charts and tables",
        "Not included",
        "Notes",
    ]
    titles = [page.title for page in PAGES]
    assert texts(made, "Heading 2") == ["Kyrgyzstan", "Tajikistan", *titles]
    assert texts(made, "Heading 3") == [*LETTERS, "Politics"]


def test_words_are_all_there(made: bytes) -> None:
    everything = texts(made)
    for text in (*LETTERS.values(), HOSTILE, EMOJI, RIGHT_TO_LEFT):
        assert any(text in each for each in everything), text
    assert LONG_TITLE in everything
    assert "Filters: Kyrgyzstan and Tajikistan, June 2020 · Shown: 8 of 78 events" in everything
    assert "Sources: CABAR.asia and The Lantern." in everything
    assert "Weeks begin on Monday. 2 events have no day." in texts(made, "Caption")
    assert texts(made, "List Number")[0] == "At least 102 people were detained in 8 events."


def test_failing_charts_say_why(made: bytes) -> None:
    assert texts(made, "Trouble") == [
        "The table of arrests could not be read.",
        ROWS_FOLLOW,
    ]


def endnotes(content: bytes) -> Any:
    with ZipFile(BytesIO(content)) as parts:
        return parse_xml(parts.read("word/endnotes.xml"))


def test_citations_are_words_own_endnotes(made: bytes) -> None:
    body = Document(BytesIO(made)).element.body
    referred = [each.get(qn("w:id")) for each in body.iter(qn("w:endnoteReference"))]
    notes = [each for each in endnotes(made) if each.get(qn("w:type")) is None]
    assert referred == [each.get(qn("w:id")) for each in notes] == [str(n) for n in range(1, 10)]
    told = ["".join(each.itertext(qn("w:t"))) for each in notes]
    assert told[0] == (
        "The Lantern, “Month in Review: June 2020”, July 2020, para 11, footnotes 5, 7; para 12; "
        "para 13, footnotes 5, 7; para 15, footnotes 5, 7. https://example.org/review/june-2020"
    )
    assert told[1] == "The Lantern (note 1), para 11, footnotes 5, 7"
    assert told[8] == (
        "The Lantern, “Month in Review: June 2020”, July 2020, para 16. javascript:alert(1)"
    )


def test_a_note_that_is_cited_again_is_repeated_by_its_number(made: bytes) -> None:
    body = Document(BytesIO(made)).element.body
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    asked = [each.get(qn("w:instr")) for each in body.iter(qn("w:fldSimple"))]
    asked += [each.get(qn("w:instr")) for each in endnotes(made).iter(qn("w:fldSimple"))]
    repeated = [each.split()[1] for each in asked if "NOTEREF" in each]
    assert "note_1" in repeated
    assert set(repeated) <= marks
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    assert {link for link in links if link} <= marks
    assert any(re.match("See note 1$|See notes 1", text) for text in texts(made, "Small Print"))


def test_contents_are_a_field_with_its_entries_in_it(made: bytes) -> None:
    document = Document(BytesIO(made))
    entries = [
        (each.style.name, "".join(each._p.itertext(qn("w:t"))))
        for each in document.paragraphs
        if each.style and str(each.style.name).startswith("toc")
    ]
    levels = {"Heading 1": "toc 1", "Heading 2": "toc 2"}
    assert entries == [
        (levels[each.style.name], each.text)
        for each in document.paragraphs
        if each.style and each.style.name in levels
    ]
    body = document.element.body
    assert [each.text for each in body.iter(qn("w:instrText"))] == [r' TOC \o "1-2" \h \z \u ']
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_links_go_only_to_the_web(made: bytes) -> None:
    document = Document(BytesIO(made))
    links = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_tables_repeat_their_head(made: bytes) -> None:
    small, wide, rows = Document(BytesIO(made)).tables
    assert [cell.text for cell in small.rows[0].cells] == ["Week", "Events", "Text"]
    assert [cell.text for cell in small.rows[2].cells] == ["8–14 June", "21,819", HOSTILE]
    assert (len(wide.rows), len(rows.rows)) == (MOST_ROWS + 1, 3)
    for table in (small, wide, rows):
        heads = table._tbl.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")
        assert len(heads) == 1
    assert f"First {MOST_ROWS} of 90 rows; the evidence pack holds all." in texts(made)


def test_a_wide_table_lies_on_its_side(made: bytes) -> None:
    sections = Document(BytesIO(made)).sections
    assert [each.orientation for each in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    for section in sections:
        assert section.header.paragraphs[0].text == "June in Central Asia\tJune 2020"
        fields = section.footer._element.iter(qn("w:fldSimple"))
        assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
        assert "2026.11.21-1410e3e7" in section.footer.paragraphs[0].text


def test_pictures_have_words_and_fit(made: bytes) -> None:
    document = Document(BytesIO(made))
    assert len(document.inline_shapes) == 2
    section: Any = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for shape in document.inline_shapes:
        assert shape.width <= room
        assert shape._inline.docPr.get("descr") == "Bars of events by week."
    with ZipFile(BytesIO(made)) as parts:
        names = [name for name in parts.namelist() if name.endswith(".png")]
        assert Image.open(BytesIO(parts.read(names[0]))).width == 1800


def test_properties_are_the_briefings(made: bytes) -> None:
    told = Document(BytesIO(made)).core_properties
    assert (told.title, told.author) == ("June in Central Asia", "Central Asia Monitor")
    assert told.created == told.modified == datetime(2026, 11, 21, tzinfo=UTC)
    assert "2026.11.21-1410e3e7" in told.subject


def test_made_twice_its_parts_are_the_same(made: bytes, chromium_path: str) -> None:
    told = briefing()
    again = make_docx(told, ChartPictures(told))
    with ZipFile(BytesIO(made)) as one, ZipFile(BytesIO(again)) as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist())


def test_without_a_browser_the_rows_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_module, "find_browser", lambda: "")
    told, heard = briefing(PAGES[:1]), []
    content = make_docx(told, ChartPictures(told), heard.append)
    assert texts(content, "Trouble") == [ROWS_FOLLOW]
    assert Document(BytesIO(content)).tables[0].rows[1].cells[0].text == "1–7 June"
    assert heard == ["Word: the review", "Word: chart 1 of 1"]


def test_the_template_is_the_one_that_its_script_makes() -> None:
    assert TEMPLATE.read_bytes() == make_template()


def test_nothing_heavy_is_imported_before_it_is_needed(python: str) -> None:
    code = (
        "import sys, dashboard.exports.documents; "
        "assert not {'docx', 'pptx', 'typst', 'kaleido'} & set(sys.modules)"
    )
    subprocess.run([python, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_numbers_stand_flush_right_also_where_words_stand_among_them() -> None:
    rows = pd.DataFrame(
        {
            "Cases": [21819, Absent(Reason.OFFICIALLY_NONE)],
            "New": [11450, Absent(Reason.OUTSIDE_SERIES)],
            "Detained": [at_least(100), at_most(1000)],
            "Gap": [between(333, 369), None],
            "Day": ["4 Jun", "9 Jun"],
            "Reported": ["300", "dozens"],
            "Footnotes": ["65", "18"],
        }
    )
    kinds = {"Cases": Kind.COUNT, "New": Kind.CHANGE, "Detained": Kind.AMOUNT, "Gap": Kind.AMOUNT}
    assert set_table(made_table(rows, **kinds)).numeric == (*(True,) * 4, *(False,) * 3)
    assert set_table(rows.iloc[:0]).numeric == ()


def test_the_rows_of_a_table_share_the_width() -> None:
    narrow, wide = (set_table(page.exhibit.rows) for page in PAGES[2:4] if page.exhibit)
    assert not narrow.is_wide
    assert wide.is_wide
    assert narrow.numeric == (False, True, False)
    assert sum(narrow.shares) == pytest.approx(1, abs=0.001)
    empty = set_table(PAGES[2].exhibit.rows.head(0)) if PAGES[2].exhibit else None
    assert empty is not None
    assert (empty.rows, empty.note) == ((), "No rows.")


def test_libreoffice_sets_it_without_an_empty_page(
    made: bytes, soffice: str, pdftotext: str, tmp_path: Path
) -> None:
    (tmp_path / "briefing.docx").write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "briefing.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = subprocess.run(
        [pdftotext, "briefing.pdf", "-"], cwd=tmp_path, check=True, capture_output=True
    )
    leaves = read.stdout.decode().split("\f")[:-1]
    assert all(len(leaf.strip()) > 200 for leaf in leaves)
    assert any("Тоҷикистон, ҷумҳурӣ, кӯҳ" in leaf for leaf in leaves)
