"""The PDF read back: words, letters of five languages, fonts, citations, hostile texts."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from a_briefing import (
    CHART,
    EMOJI,
    HOSTILE,
    LETTERS,
    LONG_TITLE,
    PAGES,
    RIGHT_TO_LEFT,
    briefing,
    citation,
    line,
    page,
)
from PIL import Image
from pypdf import PdfReader

from dashboard.exports.briefing_text import citation_marks, web_address
from dashboard.exports.exhibit_entry import MOST_ROWS, ROWS_FOLLOW
from dashboard.exports.pdf.document import make_pdf_document
from dashboard.exports.pictures import browser as browser_module
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.text_metrics import FONT_FOLDER, held_letters, letters_of, printable

OUR_FONTS = ("SourceSans3", "SourceSerif4", "NotoSansArabic", "NotoSansHebrew")


@pytest.fixture(scope="module")
def made(chromium_path: str) -> bytes:
    told = briefing()
    return make_pdf_document(told, ChartPictures(told))


@pytest.fixture(scope="module")
def words(made: bytes, pdftotext: str) -> str:
    return text_of(made, pdftotext)


def text_of(content: bytes, pdftotext: str) -> str:
    """Return the text of a PDF without soft breaks, all spaces made one."""
    command = [pdftotext, "-", "-"]
    read = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return " ".join(read.replace("\u200b", "").split())


def without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_module, "find_browser", lambda: "")


def test_letters_of_five_languages_come_back(words: str) -> None:
    for language, text in LETTERS.items():
        assert text in words, language


def test_parts_stand_in_their_order(words: str) -> None:
    parts = [
        "June in Central Asia",
        "Kyrgyzstan and Tajikistan, June 2020",
        "21 November 2026",
        "2026.11.21-1410e3e7",
        "Key judgements",
        "At least 102 people were detained",
        "Contents",
        "Key judgements",
        "The month in review",
        "Notes",
        "The month in review",
        "Kyrgyzstan",
        "Tajikistan",
        "Exhibit 1 of 6",
        "Events doubled in the second week.",
        "Events by week · events, June 2020",
        "A comment.",
        "Weeks begin on Monday.",
        "Sources: CABAR.asia and The Lantern.",
        "Shown: 8 of 78 events",
        "Exhibit 6 of 6",
        "Not included",
        "The Lantern, “Month in Review: June 2020”, July 2020, para 11, footnotes 5, 7; para 12;",
        "The Lantern (note 1), para 11, footnotes 5, 7",
    ]
    places, start = [], 0
    for part in parts:
        start = words.index(part, start)
        places.append(start)
    assert places == sorted(places)


def test_texts_that_mean_no_good_are_printed_as_they_are(words: str) -> None:
    assert HOSTILE in words
    assert "=SUM(A1:A9) two sentences were passed" in words
    assert LONG_TITLE.strip() in words
    assert "Fire [fire] and [CJK letters] and ×" in words


def test_failing_charts_say_why_and_leave_the_rest(words: str) -> None:
    assert "The table of arrests could not be read." in words
    assert ROWS_FOLLOW in words
    assert f"First {MOST_ROWS} of 90 rows; the evidence pack holds all." in words


def test_only_our_fonts_and_all_inside(made: bytes) -> None:
    names = set()
    for leaf in PdfReader(BytesIO(made)).pages:
        resources: Any = leaf["/Resources"].get_object()
        for font in resources["/Font"].values():
            told = font.get_object()["/DescendantFonts"][0].get_object()
            assert (
                "/FontFile2" in told["/FontDescriptor"] or "/FontFile3" in told["/FontDescriptor"]
            )
            names.add(str(told["/BaseFont"]).partition("+")[2].partition("-")[0])
    assert names <= set(OUR_FONTS)
    assert {"SourceSans3", "SourceSerif4"} <= names


def test_every_page_has_words_and_its_number(made: bytes) -> None:
    leaves = PdfReader(BytesIO(made)).pages
    for number, leaf in enumerate(leaves, start=1):
        text = leaf.extract_text()
        assert f"Page {number} of {len(leaves)}" in text
        assert len(text) > 200
        assert number == 1 or "June in Central Asia" in text


def test_citations_lead_to_entries_and_addresses_are_only_the_webs(made: bytes) -> None:
    reader = PdfReader(BytesIO(made))
    named = set(reader.named_destinations)
    inner, outer = set(), set()
    for leaf in reader.pages:
        for note in leaf.get("/Annots", []):
            told = note.get_object()
            if "/A" in told and "/URI" in told["/A"]:
                outer.add(str(told["/A"]["/URI"]))
            else:
                inner.add(str(told.get("/Dest") or told["/A"]["/D"]))
    assert inner
    assert all(place in named or place.startswith("[") for place in inner)
    assert all(address.startswith(("http://", "https://")) for address in outer)


def test_no_line_begins_with_the_mark_of_a_note() -> None:
    """Judgements of all lengths around the end of a line."""
    texts = [f"{'Land ' * 14}moved {'i' * length}." for length in range(40)]
    told = replace(briefing([]), judgements=tuple(line(text, 1) for text in texts))
    leaf = PdfReader(BytesIO(make_pdf_document(told, ChartPictures(told)))).pages[0]
    lines = [each.strip() for each in leaf.extract_text().splitlines()]
    assert any(each.endswith("i.1") for each in lines)
    assert not [each for each in lines if each.isdigit()]


def test_metadata_and_headings(made: bytes) -> None:
    reader = PdfReader(BytesIO(made))
    told = reader.metadata
    assert told is not None
    assert (told.title, told.author) == ("June in Central Asia", "Central Asia Monitor")
    assert told.creation_date == datetime(2026, 11, 21, tzinfo=UTC) or str(
        told.creation_date
    ).startswith("2026-11-21")
    listed = re.findall(r"'/Title': '([^']*)'", str(reader.outline))
    assert listed[0] == "Key judgements"
    assert {"Kyrgyzstan", "Notes", "The month in review"} <= set(listed)
    root: Any = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_made_twice_it_is_the_same(made: bytes, chromium_path: str) -> None:
    told = briefing()
    pictures = ChartPictures(told)
    assert make_pdf_document(told, pictures) == made
    drawn = told.charts[0]
    again = ChartPictures(told)
    assert pictures.svg(drawn) == again.svg(drawn)
    assert pictures.png(drawn) == again.png(drawn)
    assert pictures.framed_svg(drawn) == again.framed_svg(drawn)
    assert pictures.framed_png(drawn) == again.framed_png(drawn)
    assert b"Events doubled" in pictures.framed_svg(drawn)


def test_a_picture_fills_a_room_that_is_wider(chromium_path: str) -> None:
    told = briefing(PAGES[:1])
    pictures, drawn = ChartPictures(told), told.charts[0]
    own, wide, narrow = (Image.open(BytesIO(pictures.png(drawn, shape))) for shape in (0, 6, 0.5))
    assert wide.height == own.height
    assert wide.width / wide.height == pytest.approx(6, rel=0.01)
    assert narrow.size == own.size


def test_without_a_browser_the_rows_stand_there(
    pdftotext: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_browser(monkeypatch)
    told = briefing(PAGES[:1])
    text = text_of(make_pdf_document(told, ChartPictures(told)), pdftotext)
    assert ROWS_FOLLOW in text
    assert "Chromium" not in text
    assert "21,819" in text


def test_a_briefing_of_nothing_is_a_page(pdftotext: str) -> None:
    told = briefing(())
    assert "Exhibit" not in text_of(make_pdf_document(told, ChartPictures(told)), pdftotext)


def test_steps_are_told_and_may_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    without_browser(monkeypatch)
    told, heard = briefing(PAGES[:2]), []
    make_pdf_document(told, ChartPictures(told), heard.append)
    assert heard == ["PDF: chart 1 of 2", "PDF: chart 2 of 2", "PDF: setting the pages"]

    def cancel(words: str) -> None:
        raise InterruptedError(words)

    with pytest.raises(InterruptedError):
        make_pdf_document(told, ChartPictures(told), cancel)


def test_letters() -> None:
    assert all(printable(text) == text for text in LETTERS.values())
    assert printable(RIGHT_TO_LEFT) == RIGHT_TO_LEFT
    assert printable("👩‍🚒❗🇺🇿🇺🇿").endswith("[flag UZ][flag UZ]")
    assert all(ord(letter) in held_letters() or letter.isspace() for letter in printable(EMOJI))
    regular = letters_of(FONT_FOLDER / "SourceSans3-Regular.ttf")
    for other in ("Bold", "Semibold", "It"):
        assert regular <= letters_of(FONT_FOLDER / f"SourceSans3-{other}.ttf")


def test_marks_of_citations() -> None:
    marks = citation_marks((9, 1, 2, 4, 3, 7, 8, 99), {1, 4, 7, 8, 9})
    assert "".join(mark.text for mark in marks) == "1–4,7–9,99"
    assert [mark.number for mark in marks if mark.number] == [1, 4, 7, 9]
    assert citation_marks((), {1}) == ()
    assert web_address(citation(1).address) and not web_address("file:///etc/passwd")


def test_a_page_without_title_or_filters(pdftotext: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_browser(monkeypatch)
    told = briefing((page(CHART, ""),), title="")
    text = text_of(make_pdf_document(told, ChartPictures(told)), pdftotext)
    assert text.startswith("Central Asia Monitor Central Asia Monitor")
    assert "Events by week" in text
