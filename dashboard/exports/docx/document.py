"""A briefing as a Word document: headings, lists, tables and links that Word itself knows.

How it looks is in `house.docx`, which `make_template` makes; the words are those of
`briefing_text`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from dashboard.briefing.content import Briefing, Line, ignore
from dashboard.exports import briefing_text as words
from dashboard.exports.briefing_text import notes_of, web_address
from dashboard.exports.docx.fields import (
    CONTENTS_FIELD,
    CONTENTS_LEVELS,
    Endnotes,
    add_logo,
    dress_in_house,
    field_runs,
    first_reference,
    further_reference,
    made_element,
)
from dashboard.exports.exhibit_entry import ExhibitEntry, SetTable, exhibit_entry
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.house import current_house
from dashboard.palette import LIGHT
from dashboard.wording import say

TEMPLATE = Path(__file__).with_name("house.docx")
MOST_ALT = 1000
EMU_A_TWENTIETH = 635
CELL_EDGE = 95


def make_docx(
    briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None] = ignore
) -> bytes:
    """Write the document. `step` is called before each chart and may raise to cancel."""
    paper = _Paper(briefing)
    contents = _write_opening(paper, briefing)
    step(say("Word: the review"))
    _write_review(paper, briefing)
    count = len(briefing.charts)
    if count:
        paper.head(say(words.EXHIBITS), 1)
    for place in range(count):
        step(say("Word: chart {number} of {many}", number=place + 1, many=count))
        entry = exhibit_entry(briefing, paper.notes, place, pictures, "png")
        paper.turn(is_wide=entry.table is not None and entry.table.is_wide)
        _write_exhibit(paper, entry)
    paper.turn(is_wide=False)
    _write_lines(paper, say(words.LEFT_OUT), briefing.left_out, "List Bullet")
    _write_notes(paper)
    paper.write_contents(contents)
    held = BytesIO()
    paper.document.save(held)
    return held.getvalue()


class _Paper:
    """A document in our template; a page lies on its side where a table is wide."""

    def __init__(self, briefing: Briefing) -> None:
        """Open the template, with title and period on top of all pages but the first."""
        self.document = Document(str(TEMPLATE))
        dress_in_house(self.document)
        self._running = words.running_title(briefing.title or PRODUCT), briefing.period
        self._footer = words.footer_words(briefing)
        self._bookmarks = 0
        self.notes, self.endnotes = notes_of(briefing), Endnotes(self.document)
        self._referred: set[int] = set()
        self._headings: list[tuple[str, str, int]] = []
        # Looking a style up by its name takes longer than all else together.
        self._styles = {style.name: style.style_id for style in self.document.styles}
        self.section: Any = self.document.sections[0]
        self.section.different_first_page_header_footer = True
        self._write_edges()
        self._number_pages(self.section.first_page_footer.paragraphs[0])
        properties = self.document.core_properties
        properties.title, properties.keywords = briefing.title[:255], briefing.period[:255]
        subject = say(
            "{filters}; data version {version}",
            filters=briefing.filters,
            version=briefing.data_version,
        )
        properties.subject = subject[:255]
        properties.author = properties.last_modified_by = PRODUCT
        properties.comments, properties.language, properties.revision = "", "en-GB", 1
        properties.created = properties.modified = datetime.combine(briefing.made_on, time())

    @property
    def width(self) -> int:
        """The width between the margins."""
        return self.section.page_width - self.section.left_margin - self.section.right_margin

    def say(self, text: str, style: str) -> Paragraph:
        """Write a paragraph."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._styles[style]
        self.add(paragraph, text)
        return paragraph

    def head(self, text: str, level: int) -> Paragraph:
        """Write a heading; those of the first two levels stand in the contents."""
        paragraph = self.say("", f"Heading {level}")
        if level > CONTENTS_LEVELS:
            self.add(paragraph, text)
            return paragraph
        name = f"_Toc{len(self._headings) + 1:06}"
        self._headings.append((name, text, level))
        with self._bookmarked(paragraph, name):
            self.add(paragraph, text)
        return paragraph

    def write_contents(self, head: Paragraph) -> None:
        """Write the contents: a field with its entries in it, so that no program need update it.

        Called at the end, when they are known; they stand under their `head`.
        """
        last = head._p
        for place, (bookmark, text, level) in enumerate(self._headings):
            entry = Paragraph(OxmlElement("w:p"), head._parent)
            entry._p.style = self._styles[f"toc {level}"]
            if not place:
                entry._p.extend(field_runs("begin", CONTENTS_FIELD, "separate"))
            self.add(entry, text, bookmark=bookmark)
            if place == len(self._headings) - 1:
                entry._p.extend(field_runs("end"))
            last.addnext(entry._p)
            last = entry._p

    def note(self, paragraph: Paragraph, number: int) -> None:
        """Refer to a note: the first time as Word does, later by repeating its number."""
        if number in self._referred:
            paragraph._p.append(further_reference(number, _bookmark(number)))
        elif number:
            self._referred.add(number)
            with self._bookmarked(paragraph, _bookmark(number)):
                paragraph._p.append(first_reference(number))

    @contextmanager
    def _bookmarked(self, paragraph: Paragraph, name: str) -> Iterator[None]:
        """Put a bookmark around what is added to a paragraph meanwhile."""
        self._bookmarks += 1
        start = made_element("bookmarkStart", id=str(self._bookmarks))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
        number = str(self._bookmarks)
        yield
        paragraph._p.append(made_element("bookmarkEnd", id=number))

    def add(self, paragraph: Paragraph, text: str, *, bookmark: str = "") -> None:
        """Add words to a paragraph, as a link to a bookmark if one is named."""
        if not text:
            return
        run = paragraph.add_run(text)._r
        if bookmark:
            link = made_element("hyperlink", anchor=bookmark, history="1")
            link.append(run)
            paragraph._p.append(link)

    def link_to(
        self, paragraph: Paragraph, text: str, address: str, style: str = "Hyperlink"
    ) -> None:
        """Add a link out of the document; an address that is not the web's is written out."""
        web = web_address(address)
        if not web:
            self.add(paragraph, address or text)
            return
        run: Any = paragraph.add_run(text)._r
        run.style = self._styles[style]
        link = made_element("hyperlink", history="1")
        key = paragraph.part.relate_to(web, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), key)
        link.append(run)
        paragraph._p.append(link)

    def show(self, png: bytes, alt: str) -> None:
        """Place a picture over the whole width, with words for those who cannot see it."""
        run = self.say("", "Picture").add_run()
        properties = run.add_picture(BytesIO(png), width=self.width)._inline.docPr
        properties.set("descr", alt[:MOST_ALT])
        properties.set("name", say("Chart {number}", number=str(properties.get("id"))))

    def turn(self, *, is_wide: bool) -> None:
        """Go on on a new page on its side, or back upright; stay when the page already is so."""
        section = self.section
        if is_wide == (section.orientation == WD_ORIENT.LANDSCAPE):
            return
        sides = section.page_height, section.page_width
        self.section = section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = sides
        section.different_first_page_header_footer = False
        self._close_gap()
        self._write_edges()

    def _close_gap(self) -> None:
        """End the section before in its last words: an empty line could be an empty page."""
        empty = self.document.element.body[-2]
        last = empty.getprevious()
        if last is None or last.tag != qn("w:p"):
            return
        last.get_or_add_pPr().append(empty.pPr.find(qn("w:sectPr")))
        empty.getparent().remove(empty)

    def _write_edges(self) -> None:
        header, footer = self.section.header, self.section.footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        self._write_line(header.paragraphs[0], "\t".join(self._running), "Header")
        self._number_pages(footer.paragraphs[0])

    def _write_line(self, paragraph: Paragraph, text: str, style: str) -> None:
        paragraph.style = style
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(text)

    def _number_pages(self, paragraph: Paragraph) -> None:
        """Write the foot of a page; Word works out the numbers."""
        first, *rest = words.page_of_pages()
        self._write_line(paragraph, f"{self._footer}\t{first}", "Footer")
        for field, after in zip(rest[::2], rest[1::2], strict=True):
            number = made_element("fldSimple", instr=field)
            number.append(paragraph.add_run("1")._r)
            paragraph._p.append(number)
            if after:
                paragraph.add_run(after)


def table_element(table: SetTable, width: int) -> BaseOxmlElement:
    """Return a table as XML: its head repeated on every page, its rows never cut in two.

    Put together as text: python-docx takes seconds, cell by cell, where this takes milliseconds.
    """
    room = width // EMU_A_TWENTIETH
    widths = [round(share * room) for share in table.shares]
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{LIGHT.rule[1:]}"'
    edges = "".join(f'<w:{side} w:w="{CELL_EDGE}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    rows = "".join(_row(row, widths, table.numeric, is_head=False) for row in table.rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/>'
        f"<w:tblBorders><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{edges}</w:tblCellMar>'
        '<w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{_row(table.heads, widths, table.numeric, is_head=True)}{rows}</w:tbl>"
    )


def _row(
    texts: tuple[str, ...], widths: list[int], numeric: tuple[bool, ...], *, is_head: bool
) -> str:
    style, low = ("TableHead", '<w:vAlign w:val="bottom"/>') if is_head else ("TableText", "")
    right = '<w:jc w:val="right"/>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{low}</w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/>{right if is_number else ""}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(_allowed(text))}</w:t></w:r></w:p></w:tc>'
        for text, width, is_number in zip(texts, widths, numeric, strict=True)
    )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _write_opening(paper: _Paper, briefing: Briefing) -> Paragraph:
    """Write the first page; return the heading of the contents, on a new page after judgements."""
    if current_house().logo:
        add_logo(paper.say("", "Product"))
    paper.say(PRODUCT, "Product")
    paper.say(briefing.title or PRODUCT, "Title")
    for name, fact in words.title_facts(briefing):
        paper.say(f"{name}\t{fact}", "Fact")
    if briefing.link:
        view = say("View")
        paper.link_to(paper.say(f"{view}\t", "Fact"), say(words.OPEN_VIEW), briefing.link)
    _write_lines(paper, say(words.JUDGEMENTS), briefing.judgements, "List Number")
    contents = paper.say(say(words.CONTENTS), "Contents Heading")
    contents.paragraph_format.page_break_before = bool(briefing.judgements)
    return contents


def _write_exhibit(paper: _Paper, entry: ExhibitEntry) -> None:
    paper.say(entry.number, "Exhibit Number")
    paper.head(entry.title, 2).paragraph_format.space_before = Mm(0)
    if entry.subject:
        paper.say(entry.subject, "Subject")
    if entry.trouble:
        paper.say(entry.trouble, "Trouble")
    if entry.picture is not None:
        paper.show(entry.picture.content, entry.picture.alt)
    if entry.table is not None:
        if entry.table.rows:
            table = table_element(entry.table, paper.width)
            paper.document.element.body._insert_tbl(table)
        if entry.table.note:
            paper.say(entry.table.note, "Small Print")
    for paragraph in entry.comment:
        paper.say(paragraph, "Comment")
    if entry.caption:
        paper.say(entry.caption, "Caption")
    for line in entry.small_print:
        paper.say(line, "Small Print")
    _write_last_line(paper, entry)


def _write_last_line(paper: _Paper, entry: ExhibitEntry) -> None:
    """Write which notes cite what an exhibit rests on, and the link to its view."""
    if entry.marks or entry.link:
        see = words.see_notes(entry.marks)
        line = paper.say(f"{see} " if see else "", "Small Print")
        for mark in entry.marks:
            text = mark.text if mark.text != "," else ", "
            paper.add(line, text, bookmark=_bookmark(mark.number) if mark.number else "")
        if entry.link:
            paper.add(line, " · " if entry.marks else "")
            paper.link_to(line, say(words.OPEN_VIEW), entry.link)


def _write_review(paper: _Paper, briefing: Briefing) -> None:
    if briefing.review:
        paper.head(words.review_heading(briefing), 1)
    for country in briefing.review:
        paper.head(country.name, 2)
        for section in country.sections:
            paper.head(section.title, 3)
            paragraph = paper.say("", "Normal")
            for place, line in enumerate(section.lines):
                paper.add(paragraph, f"{' ' if place else ''}{words.line_text(line)}")
                paper.note(paragraph, paper.notes.number(line))


def _write_notes(paper: _Paper) -> None:
    """Write the notes, and the heading under which they come at the document's end."""
    if paper.notes.sources:
        paper.head(say(words.NOTES), 1)
        paper.say(say(words.HOW_NOTES_READ), "Small Print")
    for sources in paper.notes.sources:
        line = paper.endnotes.add()
        for place, source in enumerate(sources):
            paper.add(line, f"{words.BETWEEN_SOURCES if place else ''}{source.name}")
            if source.first_note:
                paper.add(line, say(words.NOTE_OPENS))
                number = source.first_note
                line._p.append(further_reference(number, _bookmark(number), raised=False))
                paper.add(line, words.NOTE_CLOSES)
            paper.add(line, f", {source.places}" if source.places else "")
            if source.address:
                paper.add(line, ". ")
                paper.link_to(line, source.address, source.address, "Address")


def _write_lines(paper: _Paper, heading: str, lines: Sequence[Line], style: str) -> None:
    if lines:
        paper.head(heading, 1)
    for line in lines:
        paper.note(paper.say(words.line_text(line), style), paper.notes.number(line))


def _bookmark(number: int) -> str:
    return f"note_{number}"


def _allowed(text: str) -> str:
    """Return text without what XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
