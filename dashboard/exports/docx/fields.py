"""Of a Word document what python-docx has no calls for: endnotes, fields, the look of the house.

The part that holds the endnotes is one of the library's own parts. Word numbers them in the order
of their references; a further reference to a note is a field that repeats its number.
"""

from io import BytesIO
from typing import Any, cast

from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from docx.parts.story import StoryPart
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from dashboard.house import current_house
from dashboard.wording import say

TEXT_STYLE, MARK_STYLE = "endnotetext", "endnotereference"
# Two notes of Word's own: the lines above the notes, and above those that go on on a new page.
SEPARATORS = {-1: "separator", 0: "continuationSeparator"}
# Contents of the first two levels of headings, as links; Word adds the pages when it updates them.
CONTENTS_LEVELS = 2
CONTENTS_FIELD = r' TOC \o "1-2" \h \z \u '
FIELD_ENDS = ("begin", "separate", "end")
# What the schema lets stand after `endnotePr` in the settings.
AFTER_NOTES = ("w:compat", "w:rsids")
# In millimetres.
LOGO_HEIGHT, MOST_LOGO_WIDTH = 12, 60
# The styles that have the accent, as Word knows them.
IN_ACCENT = ("Title", "heading 1", "heading 2", "Hyperlink")


class Endnotes:
    """The endnotes of one document, from 1 on, in the order of their first references."""

    def __init__(self, document: DocxDocument) -> None:
        """Add the part that holds them, with arabic numbers."""
        space = nsdecls("w")
        lines = "".join(
            f'<w:endnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/>'
            f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:endnote>"
            for number, kind in SEPARATORS.items()
        )
        self._notes: Any = parse_xml(f"<w:endnotes {space}>{lines}</w:endnotes>")
        package, name = document.part.package, PackURI("/word/endnotes.xml")
        self._part = StoryPart(name, CONTENT_TYPE.WML_ENDNOTES, self._notes, cast(Package, package))
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.ENDNOTES)
        own = "".join(f'<w:endnote w:id="{number}"/>' for number in SEPARATORS)
        numbers = '<w:numFmt w:val="decimal"/>'
        asked = parse_xml(f"<w:endnotePr {space}>{numbers}{own}</w:endnotePr>")
        document.settings.element.insert_element_before(asked, *AFTER_NOTES)
        # LibreOffice asks the sections.
        for section in document.sections:
            own = parse_xml(f"<w:endnotePr {space}>{numbers}</w:endnotePr>")
            section._sectPr.insert_element_before(own, "w:type", "w:pgSz")

    def add(self) -> Paragraph:
        """Add the next note and return its paragraph, with its number and nothing more."""
        number = len(self._notes) - len(SEPARATORS) + 1
        note: Any = parse_xml(
            f'<w:endnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle '
            f'w:val="{TEXT_STYLE}"/></w:pPr>{_run("<w:endnoteRef/>")}<w:r><w:tab/></w:r></w:p>'
            "</w:endnote>"
        )
        self._notes.append(note)
        return Paragraph(note[0], self._part)


def first_reference(number: int) -> BaseOxmlElement:
    """Return the run that refers to a note for the first time; Word gives it its number."""
    return parse_xml(_run(f'<w:endnoteReference w:id="{number}"/>', nsdecls("w")))


def further_reference(number: int, bookmark: str, *, raised: bool = True) -> BaseOxmlElement:
    """Return a field that repeats the number of the note whose first reference is bookmarked."""
    shown = f"<w:t>{number}</w:t>"
    run = _run(shown) if raised else f"<w:r>{shown}</w:r>"
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" NOTEREF {bookmark} \\h ">{run}</w:fldSimple>'
    )


def _run(content: str, space: str = "") -> str:
    style = f'<w:rPr><w:rStyle w:val="{MARK_STYLE}"/></w:rPr>'
    return f"<w:r {space}>{style}{content}</w:r>"


def field_runs(*parts: str) -> list[BaseOxmlElement]:
    """Return the runs of a field: its beginning, what it asks for, where its result starts, end."""
    runs = []
    for part in parts:
        run = OxmlElement("w:r")
        if part in FIELD_ENDS:
            run.append(made_element("fldChar", fldCharType=part))
        else:
            asked = made_element("instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = part
            run.append(asked)
        runs.append(run)
    return runs


def made_element(name: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of Word's own namespace."""
    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def dress_in_house(document: DocxDocument) -> None:
    """Put the font and the accent of the house into the styles."""
    house = current_house()
    for style in document.styles.element.iterfind(qn("w:style")):
        if house.font:
            for fonts in style.iter(qn("w:rFonts")):
                for script in ("ascii", "hAnsi", "cs"):
                    fonts.set(qn(f"w:{script}"), house.font.family)
        if house.accent and style.find(qn("w:name")).get(qn("w:val")) in IN_ACCENT:
            for colour in style.iter(qn("w:color")):
                colour.set(qn("w:val"), house.accent[1:])
            for line in style.iterfind(f".//{qn('w:pBdr')}/*"):
                line.set(qn("w:color"), house.accent[1:])


def add_logo(paragraph: Paragraph) -> None:
    """Put the logo into a paragraph."""
    house = current_house()
    width = Mm(min(LOGO_HEIGHT * house.logo_shape, MOST_LOGO_WIDTH))
    logo: Any = paragraph.add_run().add_picture(BytesIO(house.logo), width=width)
    logo._inline.docPr.set("descr", house.name or say("Logo"))
