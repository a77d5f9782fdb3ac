"""The styles of a Word briefing: type, colour and spacing by name, set once.

An analyst who changes a style in Word changes the whole document.
"""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.palette import LIGHT

SANS, SERIF = "Source Sans 3", "Source Serif 4 Semibold"
FACT_TAB = 36
SOURCE_TAB = 9


@dataclass(frozen=True)
class Look:
    """One style: sizes in points, spaces above and below in points, indents in millimetres."""

    size: float = 10
    colour: str = LIGHT.text
    font: str = SANS
    bold: bool = False
    italic: bool = False
    above: float = 0
    below: float = 0
    spacing: float = 1.0
    keeps_next: bool = False
    hanging: float = 0
    base: str = "Normal"


LOOKS = {
    "Normal": Look(below=4),
    "Title": Look(24, font=SERIF, above=8, below=10, keeps_next=True),
    "Product": Look(8.5, LIGHT.muted, above=4, keeps_next=True),
    "Fact": Look(9.5, hanging=FACT_TAB),
    "Heading 1": Look(15, font=SERIF, above=22, below=8, keeps_next=True),
    "Heading 2": Look(12, bold=True, above=14, below=2, keeps_next=True),
    "Heading 3": Look(10, LIGHT.muted, bold=True, above=8, below=2, keeps_next=True),
    "Exhibit Number": Look(8.5, LIGHT.muted, above=16, below=1, keeps_next=True),
    "Subject": Look(10, LIGHT.muted, below=5, keeps_next=True),
    "Trouble": Look(10, italic=True, above=3, below=5),
    "Picture": Look(10, below=4, keeps_next=True),
    "Comment": Look(10, above=4, below=4, keeps_next=True),
    "Caption": Look(9, above=4, below=2, keeps_next=True),
    "Small Print": Look(8.5, LIGHT.muted, below=1),
    "List Bullet": Look(10, below=3),
    "List Number": Look(11, below=5),
    "Source": Look(8.5, below=3, hanging=SOURCE_TAB),
    "Table Text": Look(8, above=2, below=2),
    "Table Head": Look(8, LIGHT.muted, bold=True, above=2, below=2),
    "Header": Look(8.5, LIGHT.muted),
    "Footer": Look(8, LIGHT.muted),
}
RULED = ("Heading 1", "Product")


def dress(document: Any) -> None:
    """Give a new document its styles, and its language."""
    for name, look in LOOKS.items():
        _dress_paragraph(_style(document, name, WD_STYLE_TYPE.PARAGRAPH), look)
    for name in RULED:
        _rule(document.styles[name], "top", LIGHT.text)
    _rule(document.styles["Header"], "bottom", LIGHT.rule)
    document.styles["Fact"].paragraph_format.tab_stops.add_tab_stop(Mm(FACT_TAB))
    document.styles["Source"].paragraph_format.tab_stops.add_tab_stop(Mm(SOURCE_TAB))
    citation = _style(document, "Citation", WD_STYLE_TYPE.CHARACTER)
    citation.font.superscript = True
    _colour(citation, LIGHT.muted)
    link = _style(document, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    _colour(link, LIGHT.accent)
    _colour(_style(document, "Address", WD_STYLE_TYPE.CHARACTER), LIGHT.muted)
    _speak_english(document)


def _style(document: Any, name: str, kind: WD_STYLE_TYPE) -> Any:
    if name in document.styles:
        return document.styles[name]
    return document.styles.add_style(name, kind)


def _dress_paragraph(style: Any, look: Look) -> None:
    font, spaces = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    _colour(style, look.colour)
    _face(style, look.font)
    spaces.space_before, spaces.space_after = Pt(look.above), Pt(look.below)
    spaces.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    spaces.line_spacing = look.spacing
    spaces.keep_with_next = spaces.keep_together = look.keeps_next
    spaces.widow_control = True
    if look.hanging:
        spaces.left_indent, spaces.first_line_indent = Mm(look.hanging), Mm(-look.hanging)
    # The template's own lines and tab stops are not ours.
    for name in ("w:pBdr", "w:tabs"):
        for element in style.element.pPr.findall(qn(name)):
            style.element.pPr.remove(element)


def _colour(style: Any, colour: str) -> None:
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))


def _face(style: Any, name: str) -> None:
    """Set one font for every script; the theme's fonts would win otherwise."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def _rule(style: Any, side: str, colour: str) -> None:
    """Draw a line over the paragraphs of a style or under them."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    drawn = {"val": "single", "sz": "6", "space": "4", "color": colour.removeprefix("#")}
    for attribute, value in drawn.items():
        line.set(qn(f"w:{attribute}"), value)
    borders.append(line)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc",
        "w:outlineLvl",
    )  # fmt: skip


def _speak_english(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
