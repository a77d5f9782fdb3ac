"""A Word document being written: paragraphs, links, pictures, tables, and its pages' edges.

What is written is left to `word`.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dashboard.exports.documents.tables import SetTable
from dashboard.exports.documents.word_fonts import embed_fonts
from dashboard.exports.documents.word_styles import dress
from dashboard.exports.documents.word_tables import table_element
from dashboard.exports.documents.words import web_address

SHORT_SIDE, LONG_SIDE = 210, 297
LEFT, RIGHT, TOP, BOTTOM = 16, 16, 24, 21
MOST_ALT = 1000


class Paper:
    """A4, on its side where a table is wide; title and period on top of all pages but the first."""

    def __init__(self, running: str, period: str, footer: str) -> None:
        """Lay out an empty document with its styles."""
        self.document: Any = Document()
        self._running, self._period, self._footer = running, period, footer
        self._bookmarks = 0
        self._is_wide = False
        dress(self.document)
        # Looking a style up by its name takes longer than all else together.
        self._styles = {style.name: style.style_id for style in self.document.styles}
        embed_fonts(self.document)
        self._furnish(self.document.sections[0])

    @property
    def width(self) -> float:
        """The width between the margins in millimetres."""
        return (LONG_SIDE if self._is_wide else SHORT_SIDE) - LEFT - RIGHT

    def head(self, number: str, title: str) -> None:
        """Write the number of an exhibit and its title close under it."""
        self.say(number, "Exhibit Number")
        self.say(title, "Heading 2").paragraph_format.space_before = Pt(0)

    def say(self, text: str, style: str, *, bookmark: str = "") -> Paragraph:
        """Write a paragraph; `bookmark` names it, so that links can lead there."""
        paragraph = self._paragraph(style)
        if bookmark:
            self._bookmarks += 1
            ends = [
                _element(f"w:bookmark{end}", id=str(self._bookmarks)) for end in ("Start", "End")
            ]
            ends[0].set(qn("w:name"), bookmark)
            paragraph._p.append(ends[0])
            self.add(paragraph, text)
            paragraph._p.append(ends[1])
        else:
            self.add(paragraph, text)
        return paragraph

    def add(self, paragraph: Paragraph, text: str, style: str = "", *, bookmark: str = "") -> None:
        """Add words to a paragraph, as a link to a bookmark if one is named."""
        if not text:
            return
        run = self._run(paragraph, text, style)
        if bookmark:
            link = _element("w:hyperlink", anchor=bookmark, history="1")
            link.append(run._r)
            paragraph._p.append(link)

    def link_to(
        self, paragraph: Paragraph, text: str, address: str, style: str = "Hyperlink"
    ) -> None:
        """Add a link out of the document; an address that is not the web's is written out."""
        web = web_address(address)
        if not web:
            self.add(paragraph, address or text)
            return
        run = self._run(paragraph, text, style)
        key = paragraph.part.relate_to(web, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = _element("w:hyperlink", history="1")
        link.set(qn("r:id"), key)
        link.append(run._r)
        paragraph._p.append(link)

    def show(self, png: bytes, alt: str) -> None:
        """Place a picture over the whole width, with words for those who cannot see it."""
        paragraph = self._paragraph("Picture")
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Mm(self.width))
        properties = shape._inline.docPr
        properties.set("descr", alt[:MOST_ALT])
        properties.set("name", f"Chart {properties.get('id')}")

    def tabulate(self, table: SetTable) -> None:
        """Place a table over the whole width, its heads repeated on every page."""
        if table.rows:
            body = self.document.element.body
            body._insert_tbl(table_element(table, self.width))

    def turn(self, *, is_wide: bool) -> None:
        """Go on a new page on its side, or back upright; stay when the page already is so."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._close_gap()
        section.different_first_page_header_footer = False
        self._furnish(section)

    def _close_gap(self) -> None:
        """End the section before in its last words: an empty line could be an empty page."""
        empty = self.document.element.body[-2]
        last = empty.getprevious()
        if last is None or last.tag != qn("w:p"):
            return
        last.get_or_add_pPr().append(empty.pPr.find(qn("w:sectPr")))
        empty.getparent().remove(empty)

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._styles[style]
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, style: str) -> Any:
        run = paragraph.add_run(text)
        if style:
            run._r.style = self._styles[style]
        return run

    def _furnish(self, section: Any) -> None:
        """Give a section its size, its margins, its head and its foot."""
        sides = (LONG_SIDE, SHORT_SIDE) if self._is_wide else (SHORT_SIDE, LONG_SIDE)
        section.orientation = WD_ORIENT.LANDSCAPE if self._is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(side) for side in sides)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.header_distance, section.footer_distance = Mm(11), Mm(9)
        is_first = len(self.document.sections) == 1
        section.different_first_page_header_footer = is_first
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        self._line(section.header.paragraphs[0], f"{self._running}\t{self._period}", "Header")
        self._number(self._line(section.footer.paragraphs[0], f"{self._footer}\t", "Footer"))
        if is_first:
            foot = section.first_page_footer.paragraphs[0]
            self._number(self._line(foot, f"{self._footer}\t", "Footer"))

    def _line(self, paragraph: Paragraph, text: str, style: str) -> Paragraph:
        paragraph.style = style
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(text)
        return paragraph

    def _number(self, paragraph: Paragraph) -> None:
        paragraph.add_run("Page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word works out, such as the page's number."""
    field = _element("w:fldSimple", instr=name)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
