"""Make `house.docx`, the designed template of Word briefings: run `python -m` on this module.

It holds the page, the styles by name, their colours from the palette, and our fonts, so that a
document looks alike on a computer without them. An analyst who changes a style in Word changes the
whole document.
"""

import uuid
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, cast

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.package import Package
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dashboard.exports.reproducible import reproducible
from dashboard.exports.text_metrics import FONT_FOLDER
from dashboard.palette import LIGHT

TEMPLATE = Path(__file__).with_name("house.docx")
MADE_ON = datetime(2026, 11, 21)  # noqa: DTZ001  a day, for the file's properties
SANS, SERIF = "Source Sans 3", "Source Serif 4 Semibold"
FACT_TAB, SOURCE_TAB = 36, 9
# Each font with what to take where fonts in documents are not read, and its faces.
FONTS = {
    SANS: ("Calibri", {"Regular": "Regular", "Bold": "Bold", "Italic": "It"}),
    SERIF: ("Georgia", {"Regular": "Semibold"}),
}
FILES = {SANS: "SourceSans3", SERIF: "SourceSerif4"}
FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
FONT_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
SCRAMBLED = 32


class Look(NamedTuple):
    """A style: sizes and spaces above and below in points, indents in millimetres."""

    size: float
    colour: str = LIGHT.text
    above: float = 0
    below: float = 0
    keeps_next: bool = False
    font: str = SANS
    bold: bool = False
    italic: bool = False
    hanging: float = 0
    indent: float = 0


MUTED = LIGHT.muted
LOOKS = {
    "Normal": Look(10, below=4),
    "Title": Look(24, above=8, below=10, keeps_next=True, font=SERIF),
    "Product": Look(8.5, MUTED, above=4, keeps_next=True),
    "Fact": Look(9.5, hanging=FACT_TAB),
    "Heading 1": Look(15, above=22, below=8, keeps_next=True, font=SERIF),
    "Heading 2": Look(12, above=14, below=2, keeps_next=True, bold=True),
    "Heading 3": Look(10, MUTED, above=8, below=2, keeps_next=True, bold=True),
    "Exhibit Number": Look(8.5, MUTED, above=16, below=1, keeps_next=True),
    "Subject": Look(10, MUTED, below=5, keeps_next=True),
    "Trouble": Look(10, above=3, below=5, italic=True),
    "Picture": Look(10, below=4, keeps_next=True),
    "Comment": Look(10, above=4, below=4, keeps_next=True),
    "Caption": Look(9, above=4, below=2, keeps_next=True),
    "Small Print": Look(8.5, MUTED, below=1),
    "List Bullet": Look(10, below=3),
    "List Number": Look(11, below=5),
    "endnote text": Look(8.5, below=2, hanging=SOURCE_TAB),
    "Contents Heading": Look(10, MUTED, above=12, below=3, keeps_next=True, bold=True),
    "toc 1": Look(10, above=3, below=1, keeps_next=True),
    "toc 2": Look(9.5, MUTED, below=1, keeps_next=True, indent=SOURCE_TAB),
    "Table Text": Look(8, above=2, below=2),
    "Table Head": Look(8, MUTED, above=2, below=2, bold=True),
    "Header": Look(8.5, MUTED),
    "Footer": Look(8, MUTED),
}
RULES = {
    "Heading 1": ("top", LIGHT.text),
    "Product": ("top", LIGHT.text),
    "Header": ("bottom", LIGHT.rule),
}


def make_template() -> bytes:
    """Return the template; the same code and fonts give the same bytes."""
    document: DocxDocument = Document()
    for name, look in LOOKS.items():
        _dress(_style(document, name, WD_STYLE_TYPE.PARAGRAPH), look)
    for name, (side, colour) in RULES.items():
        _rule(cast(ParagraphStyle, document.styles[name]), side, colour)
    for name, tab in (("Fact", FACT_TAB), ("endnote text", SOURCE_TAB)):
        document.styles[name].paragraph_format.tab_stops.add_tab_stop(Mm(tab))
    marks = {"endnote reference": MUTED, "Hyperlink": LIGHT.accent, "Address": MUTED}
    for name, colour in marks.items():
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour[1:])
        style.font.superscript = True if name == "endnote reference" else None
        style.font.underline = True if name == "Hyperlink" else None
    for language in document.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    _set_page(document.sections[0])
    _embed_fonts(document)
    document.core_properties.created = document.core_properties.modified = MADE_ON
    document.core_properties.author = document.core_properties.comments = ""
    held = BytesIO()
    document.save(held)
    return reproducible(held.getvalue(), MADE_ON.date())


def _style(document: DocxDocument, name: str, kind: WD_STYLE_TYPE) -> Any:
    styles = document.styles
    if name in styles:
        return styles[name]
    # Word knows its own styles of notes and contents by these names, in small letters.
    return styles.add_style(name, kind, builtin=name.islower())


def _dress(style: ParagraphStyle, look: Look) -> None:
    font, spaces = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour[1:])
    # One font for every script; the theme's fonts would win otherwise.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), look.font)
    spaces.space_before, spaces.space_after, spaces.line_spacing = (
        *(Pt(look.above), Pt(look.below)),
        1.0,
    )
    spaces.keep_with_next = spaces.keep_together = look.keeps_next
    spaces.widow_control = True
    if look.hanging:
        spaces.left_indent, spaces.first_line_indent = Mm(look.hanging), Mm(-look.hanging)
    elif look.indent:
        spaces.left_indent = Mm(look.indent)
    # The library's own lines and tab stops are not ours.
    for name in ("w:pBdr", "w:tabs"):
        for element in style.element.pPr.findall(qn(name)):
            style.element.pPr.remove(element)


def _rule(style: ParagraphStyle, side: str, colour: str) -> None:
    """Draw a line over the paragraphs of a style or under them."""
    line = f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{colour[1:]}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    after = ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "jc", "outlineLvl")
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, *(f"w:{name}" for name in after))


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(24), Mm(21)
    section.header_distance, section.footer_distance = Mm(11), Mm(9)


def _embed_fonts(document: DocxDocument) -> None:
    """Put the fonts inside, as Word wants them: scrambled by a key that stands beside them."""
    parts = cast(Package, document.part.package).iter_parts()
    table = next(part for part in parts if part.partname == "/word/fontTable.xml")
    fonts, number = parse_xml(table.blob), 0
    for family, (alike, faces) in FONTS.items():
        inside = f'<w:altName w:val="{alike}"/>'
        for face, file in faces.items():
            number += 1
            path = FONT_FOLDER / f"{FILES[family]}-{file}.ttf"
            key = uuid.uuid5(uuid.NAMESPACE_URL, path.name)
            content, mask = bytearray(path.read_bytes()), key.bytes[::-1]
            for place in range(SCRAMBLED):
                content[place] ^= mask[place % len(mask)]
            name = PackURI(f"/word/fonts/font{number}.odttf")
            link = table.relate_to(Part(name, FONT_TYPE, bytes(content), table.package), FONT_LINK)
            inside += f'<w:embed{face} r:id="{link}" w:fontKey="{{{str(key).upper()}}}"/>'
        spaces = nsdecls("w", "r")
        fonts.append(parse_xml(f'<w:font {spaces} w:name="{family}">{inside}</w:font>'))
    table._blob = serialize_part_xml(fonts)
    settings = document.settings.element
    zoom = settings.find(qn("w:zoom"))
    zoom.addnext(OxmlElement("w:embedTrueTypeFonts"))


if __name__ == "__main__":
    TEMPLATE.write_bytes(make_template())
