"""A whole briefing as files: made twice alike, opened again, every sum and number checked.

June 2020 in two countries stands for all; the numbers are those of the data that is shipped.
"""

import csv
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from docx import Document
from docx.table import Table
from pptx import Presentation
from pypdf import PdfReader
from shipped import shipped_package

from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import Briefing, Cancelled, ChartPage
from dashboard.briefing.tray import Tray, TrayItem, usual_tray
from dashboard.briefing.tray_file import read_tray
from dashboard.catalogue import EXHIBITS
from dashboard.exports import documents as making
from dashboard.exports.documents import DOCUMENTS, briefing_stem, make_documents
from dashboard.exports.evidence import TRAY_NAME
from dashboard.provenance.panels import trace_for
from dashboard.selection import Selection

DAY = date(2026, 11, 21)
ADDRESS = "http://localhost:8501/"
CHOSEN = Selection(countries=("KGZ", "TJK"))
STEM = "central-asia-monitor_briefing_2020-06_kgz_tjk"
LARGEST_CITATION = 7.5
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def briefing_of(tray: Tray, selection: Selection = CHOSEN) -> Briefing:
    return assemble(shipped_package(), tray, selection, made_on=DAY, address=ADDRESS)


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return briefing_of(usual_tray(CHOSEN))


@pytest.fixture(scope="module")
def made(chromium_path: str, briefing: Briefing) -> dict[str, bytes]:
    made = make_documents(briefing, [*DOCUMENTS])
    assert made.troubles == ()
    return made.files


@pytest.fixture(scope="module")
def pack(made: dict[str, bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(made[f"{STEM}.zip"])) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def words_of_docx(content: bytes) -> Iterator[str]:
    document = Document(BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


def test_every_format_is_made_under_the_briefings_name(made: dict[str, bytes]) -> None:
    assert [*made] == [f"{STEM}.{name}" for name in DOCUMENTS]


def test_made_twice_every_byte_is_the_same(made: dict[str, bytes]) -> None:
    again = make_documents(briefing_of(usual_tray(CHOSEN)), [*DOCUMENTS]).files
    assert {name: again[name] == content for name, content in made.items()} == dict.fromkeys(
        made, True
    )


def test_only_what_is_asked_for_is_handed_out(briefing: Briefing) -> None:
    assert [*make_documents(briefing, ["xlsx", "json"]).files] == [f"{STEM}.xlsx", f"{STEM}.json"]
    with pytest.raises(KeyError):
        make_documents(briefing, ["odt"])


def test_the_manifests_sums_are_those_of_the_files(pack: dict[str, bytes]) -> None:
    told = json.loads(pack["manifest.json"])
    assert {each["name"] for each in told["files"]} == {*pack} - {"manifest.json"}
    for each in told["files"]:
        content = pack[each["name"]]
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["bytes"] == len(content)
    assert told["filters"] == "Kyrgyzstan and Tajikistan, June 2020"
    assert told["data_version"] == shipped_package().version
    assert told["link"].startswith(ADDRESS)


def test_the_pack_holds_documents_pictures_rows_and_places(
    pack: dict[str, bytes], made: dict[str, bytes], briefing: Briefing
) -> None:
    for name in ("pptx", "docx", "pdf", "xlsx"):
        assert pack[f"{STEM}.{name}"] == made[f"{STEM}.{name}"]
    for number, page in enumerate(briefing.charts, start=1):
        stem = f"charts/{number:02d}-{page.item.exhibit.replace('_', '-')}"
        assert pack[f"{stem}.png"].startswith(b"\x89PNG")
        assert b"<svg" in pack[f"{stem}.svg"][:300]
        (resource,) = json.loads(pack[f"{stem}.metadata.json"])["resources"]
        assert f"charts/{resource['path']}" == f"{stem}.csv"
        heads = next(csv.reader(pack[f"{stem}.csv"].decode().splitlines()))
        assert heads == [field["name"] for field in resource["schema"]["fields"]]
    assert read_tray(pack[TRAY_NAME], EXHIBITS) == (briefing.tray, ())


def test_every_place_in_the_pack_is_the_datas(pack: dict[str, bytes]) -> None:
    assert all(
        content[:3] != b"\xef\xbb\xbf" for name, content in pack.items() if name.endswith(".csv")
    )
    assert pd.read_csv(BytesIO(pack["data/events.csv"]))["acled_eligible"].dtype == bool
    locators = pd.read_csv(BytesIO(pack["data/locators.csv"]), dtype=str).fillna("")
    figures = shipped_package().table("figures").set_index("figure_id")
    places = figures["paragraph"].astype("string").fillna("").to_dict()
    known = locators[locators["key"].isin(figures.index)]
    assert len(known) > 40
    assert known["paragraph"].tolist() == [places[key] for key in known["key"]]
    assert known.loc[known["key"].str.startswith("cabar"), "publisher"].eq("CABAR.asia").all()


def test_every_number_of_the_manifest_leads_to_the_data(pack: dict[str, bytes]) -> None:
    package = shipped_package()
    numbers = json.loads(pack["manifest.json"])["numbers"]
    keys = {key for each in numbers for key in each["keys"]}
    assert len(numbers) > 100
    assert [key for key in sorted(keys) if trace_for(package, key) is None] == []
    unexplained = {each["where"] for each in numbers if not each["keys"]}
    assert unexplained == set()


def told_numbers(pack: dict[str, bytes]) -> set[str]:
    return {each["number"] for each in json.loads(pack["manifest.json"])["numbers"]}


def test_every_number_of_the_word_text_is_in_the_manifest(pack: dict[str, bytes]) -> None:
    """But for the frame around the content: filters, dates of making, numbers of citations."""
    document = Document(BytesIO(pack[f"{STEM}.docx"]))
    body = [
        each
        for each in document.iter_inner_content()
        if not isinstance(each, Table)
        and not (each.style and str(each.style.name).startswith("toc"))
    ]
    heads = [each.text for each in body]
    body = body[heads.index("Key judgements") : heads.index("Notes")]
    lines = [
        "".join(run.text for run in each.runs if not run.font.superscript)
        for each in body
        if not each.text.startswith(("Exhibit ", "Filters: ", "See note", "Source"))
    ]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert len(lines) > 60
    assert any("at most 1,000" in line for line in lines)
    found = {number for text in (*lines, *cells) for number in NUMBER.findall(text)}
    assert len(found) > 60
    assert found - told_numbers(pack) == set()


def test_every_number_of_the_pdf_text_is_in_the_manifest(
    pack: dict[str, bytes], briefing: Briefing
) -> None:
    """But for the same frame, and what is lettered inside the pictures."""
    lines = pdf_lines(pack[f"{STEM}.pdf"])
    lines = lines[lines.index("Key judgements") : lines.index("Notes")]
    # The contents, with their pages, stand in between.
    del lines[lines.index("Contents") : lines.index("The month in review")]
    frame = (
        "Exhibit ",
        "Filters: ",
        "See note",
        "Source: ",
        "Sources: ",
        "Central Asia Monitor",
    )
    found = {
        number
        for line in lines
        if not line.startswith(frame) and not re.fullmatch(r"Page \d+ of \d+", line)
        for number in NUMBER.findall(line)
    }
    drawn = {number for page in briefing.charts for number in drawn_numbers(page)}
    assert {"5,296", "1,000", "3,758"} <= found
    assert found - told_numbers(pack) - drawn == set()


def pdf_lines(content: bytes) -> list[str]:
    """Return a PDF's lines without the small raised numbers of the citations."""
    pieces: list[str] = []

    def keep(text: str, matrix: list[float], place: list[float], font: object, size: float) -> None:
        if size * abs(place[3]) * abs(matrix[3]) > LARGEST_CITATION:
            pieces.append(text)

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=keep)
        pieces.append("\n")
    return [line.strip() for line in "".join(pieces).splitlines() if line.strip()]


def drawn_numbers(page: ChartPage) -> set[str]:
    """Return the numbers lettered inside a picture, which the PDF holds as text."""
    if page.exhibit is None or page.exhibit.draw is None:
        return set()
    return set(NUMBER.findall(json.dumps(page.exhibit.draw("light").to_plotly_json(), default=str)))


def test_numbers_are_the_same_in_every_format(pack: dict[str, bytes]) -> None:
    """Kyrgyzstan's total of 30 June 2020, as reported by the month's review."""
    deck = Presentation(BytesIO(pack[f"{STEM}.pptx"]))
    slides = " ".join(
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    book = openpyxl.load_workbook(BytesIO(pack[f"{STEM}.xlsx"]), data_only=False)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    page = "".join(page.extract_text() for page in PdfReader(BytesIO(pack[f"{STEM}.pdf"])).pages)
    assert "5,296" in slides
    assert 5296 in cells
    assert "5,296" in "".join(words_of_docx(pack[f"{STEM}.docx"]))
    assert "5,296" in page
    assert b"5296" in pack["data/figures.csv"]


def test_the_workbook_holds_data_dictionary_sources_and_filters(made: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(made[f"{STEM}.xlsx"]))
    for name in ("About", "Judgements", "Events", "Figures", "Dictionary", "Sources", "Citations"):
        assert book[name].max_row > 1
    assert {"1 Two countries side by side", "5 Protests and arrests, day by"} <= {*book.sheetnames}
    assert [*book["Events"].tables] == ["Events"] and [*book["Sources"].tables] == ["Sources"]
    charts = [sheet for sheet in book.worksheets if sheet.title.endswith(" chart")]
    assert charts and all(sheet._charts for sheet in charts)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Filters"] == "Kyrgyzstan and Tajikistan, June 2020"
    events = book["Events"]
    heads = [cell.value for cell in events[1]]
    assert events.cell(2, heads.index("event_date") + 1).is_date
    assert isinstance(events.cell(2, heads.index("time_precision") + 1).value, int)


HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f9a0 \u26a0\ufe0f",
    "#set page(width: 1pt) $x$ @a *b* _c_ \\ `d`",
    "A" * 400,
)


@pytest.mark.usefixtures("chromium_path")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_harmless_in_every_format(words: str) -> None:
    query = tuple(CHOSEN.to_query().items())
    item = TrayItem("sentences", "protests_and_arrests", query, title=words, comment=words)
    hostile = briefing_of(Tray((item,), title=words, judgements=(words,)))
    made = make_documents(hostile, ["pptx", "docx", "pdf", "xlsx", "json"])
    assert made.troubles == ()
    book = openpyxl.load_workbook(BytesIO(made.files[f"{STEM}.xlsx"]))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert words in "\n".join(words_of_docx(made.files[f"{STEM}.docx"]))
    assert Presentation(BytesIO(made.files[f"{STEM}.pptx"])).slides[0].shapes.title is not None
    assert PdfReader(BytesIO(made.files[f"{STEM}.pdf"])).pages[0].extract_text()
    assert read_tray(made.files[f"{STEM}.json"], EXHIBITS)[0].items[0].title == words


@pytest.mark.usefixtures("chromium_path")
def test_one_failing_chart_is_told_of_and_loses_nothing_else() -> None:
    query = tuple(CHOSEN.to_query().items())
    tray = Tray((TrayItem("no_such_chart", "", query), TrayItem("sentences", "", query)))
    made = make_documents(briefing_of(tray), ["pptx", "docx", "pdf", "xlsx", "zip"])
    assert made.troubles == ()
    assert "no_such_chart" in "\n".join(words_of_docx(made.files[f"{STEM}.docx"]))
    with zipfile.ZipFile(BytesIO(made.files[f"{STEM}.zip"])) as whole:
        assert "no_such_chart" in whole.read("READ ME.txt").decode("utf-8-sig")
        assert "charts/02-sentences.png" in whole.namelist()


def test_one_failing_document_loses_no_other(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(making, "make_xlsx_book", broken)
    made = make_documents(replace(briefing, charts=()), ["docx", "xlsx"])
    assert [*made.files] == [f"{STEM}.docx"]
    assert made.troubles == ("Excel could not be made; the others are complete.",)


def test_a_step_may_end_the_work(briefing: Briefing) -> None:
    def end(words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_documents(briefing, ["pptx"], step=end)


def test_files_are_named_after_countries_and_months(briefing: Briefing) -> None:
    assert briefing_stem(briefing) == STEM
    everywhere = replace(briefing, selection=Selection().over("2020-05", "2020-06"))
    assert briefing_stem(everywhere) == "central-asia-monitor_briefing_2020-05-to-2020-06"
