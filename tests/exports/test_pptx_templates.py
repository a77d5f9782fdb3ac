"""Decks in templates of other sizes and layouts, and templates that cannot be used."""

import struct
import time
import zipfile
from io import BytesIO
from typing import cast

import openpyxl
import pytest
from made_tables import made_table
from pptx.dml.color import RGBColor
from pptx.util import Inches
from slide_decks import (
    BARS,
    LINES,
    ROWS,
    NoPictures,
    briefing,
    charts_of,
    check_places,
    exhibit,
    made,
    opened,
    opened_plain,
    page,
    saved,
    titled,
    words,
)

from dashboard.briefing.content import TemplateUnusable
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx import template as slide_template
from dashboard.exports.pptx.deck import make_pptx
from dashboard.exports.pptx.template import open_template


def template_bytes(inches: tuple[float, float] = (10, 7.5), slides: int = 2) -> bytes:
    """Make a dark 4:3 template with slides of its own, a section of them and another font."""
    deck = opened_plain()
    deck.slide_width, deck.slide_height = Inches(inches[0]), Inches(inches[1])
    fill = deck.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0x10, 0x20, 0x40)
    for _ in range(slides):
        deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "An old slide"
    return saved(deck)


def rezipped(content: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            before, after = changes.get(part.filename, (b"", b""))
            new.writestr(
                part.filename, old.read(part).replace(before, after) if before else old.read(part)
            )
    return buffer.getvalue()


def broken_templates() -> dict[str, bytes]:
    good = template_bytes()
    macros = rezipped(
        good,
        {
            "[Content_Types].xml": (
                b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
            )
        },
    )
    book = BytesIO()
    openpyxl.Workbook().save(book)
    return {
        "text": b"no file of this kind",
        "empty": b"",
        "cut": good[: len(good) // 2],
        "old": b"\xd0\xcf\x11\xe0" + bytes(100),
        "book": book.getvalue(),
        "macros": macros,
        "broken XML": rezipped(good, {"ppt/presentation.xml": (b"</p:presentation>", b"<")}),
        "flipped": good[:3000] + bytes(200) + good[3200:],
    }


@pytest.mark.parametrize("inches", [(10, 7.5), (13.333, 7.5), (7.5, 10)])
def test_a_template_keeps_its_size_colours_and_masters(inches: tuple[float, float]) -> None:
    template = template_bytes(inches)
    charts = (
        page(exhibit(LINES), "Lines", comment="Seen."),
        page(exhibit(table=made_table(ROWS)), "Rows"),
    )
    deck = opened(made(briefing(*charts), template))
    assert deck.slide_width == Inches(inches[0])
    assert deck.slide_master.background.fill.fore_color.rgb == RGBColor(0x10, 0x20, 0x40)
    assert "An old slide" not in "".join(words(slide) for slide in deck.slides)
    assert charts_of(titled(deck, "Lines"))
    check_places(deck)


def test_a_template_as_potx_or_with_sections_serves() -> None:
    plain = template_bytes()
    section = (
        b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        b'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst>'
        b"</p:presentation>"
    )
    potx = rezipped(
        plain,
        {
            "[Content_Types].xml": (b"presentation.main+xml", b"template.main+xml"),
            "ppt/presentation.xml": (b"</p:presentation>", section),
        },
    )
    content = made(briefing(page(exhibit(BARS))), potx)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert b"presentation.main+xml" in package.read("[Content_Types].xml")
        assert b"sectionLst" not in package.read("ppt/presentation.xml")
        assert len([n for n in package.namelist() if n.startswith("ppt/slides/slide")]) == 5


def test_a_template_without_titles_or_footers_gets_them() -> None:
    deck = opened_plain()
    for layout in list(deck.slide_layouts)[1:]:
        deck.slide_layouts.remove(layout)
    for shape in list(deck.slide_layouts[0].placeholders):
        shape._element.getparent().remove(shape._element)
    content = opened(made(briefing(page(exhibit(BARS))), saved(deck)))
    assert any("Land moved most protests" in words(slide) for slide in content.slides)
    check_places(content)


def test_layouts_are_found_by_what_they_hold() -> None:
    deck = opened_plain()
    for number, layout in enumerate(deck.slide_layouts):
        layout.name = f"Bizarre {number}"
    content = opened(made(briefing(page(exhibit(BARS))), saved(deck)))
    assert content.slides[0].slide_layout.name == "Bizarre 0"
    assert content.slides[2].slide_layout.name == "Bizarre 5"


@pytest.mark.parametrize(
    "name", ["text", "empty", "cut", "old", "book", "macros", "broken XML", "flipped"]
)
def test_a_template_that_cannot_be_used_is_refused_in_a_sentence_before_any_work(name: str) -> None:
    steps: list[str] = []
    with pytest.raises(TemplateUnusable, match=r"^The template .*\.$"):
        make_pptx(
            briefing(), cast("ChartPictures", NoPictures()), broken_templates()[name], steps.append
        )
    assert steps == []


@pytest.mark.parametrize("mark", [b"<a/>", b"<a b='' c='' d='' e='' f='' g=''/>"])
def test_a_short_template_of_millions_of_marks_is_refused_before_they_are_read(mark: bytes) -> None:
    end = b"</p:sldMaster>"
    more = {"ppt/slideMasters/slideMaster1.xml": (end, mark * (20_000_000 // len(mark)) + end)}
    template = rezipped(template_bytes(), more)
    assert len(template) < 250_000
    begun = time.process_time()
    with pytest.raises(TemplateUnusable, match="more shapes and texts than can be opened here"):
        open_template(template)
    assert time.process_time() - begun < 2


def test_a_part_that_is_longer_than_it_says_is_refused() -> None:
    template = rezipped(
        template_bytes(), {"[Content_Types].xml": (b"</Types>", b" " * 50_000_000 + b"</Types>")}
    )
    with zipfile.ZipFile(BytesIO(template)) as whole:
        told = struct.pack("<I", whole.getinfo("[Content_Types].xml").file_size)
    assert template.count(told) == 2
    with pytest.raises(TemplateUnusable, match="or it is damaged"):
        open_template(template.replace(told, struct.pack("<I", 500)))


def test_a_template_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    template = template_bytes()
    monkeypatch.setattr(slide_template, "MOST_UNPACKED", 1_000)
    with pytest.raises(TemplateUnusable, match="unpacks to more than 200 MB"):
        open_template(template)
    monkeypatch.setattr(slide_template, "MOST_BYTES", 1_000)
    with pytest.raises(TemplateUnusable, match="larger than 50 MB"):
        open_template(template)
