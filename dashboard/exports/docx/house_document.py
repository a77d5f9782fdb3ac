"""A Word document in the look of the house: its font and accent in the styles, its logo on top."""

from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from dashboard.house import current_house
from dashboard.wording import say

# In millimetres.
LOGO_HEIGHT, MOST_LOGO_WIDTH = 12, 60
# The styles that have the accent, as Word knows them.
IN_ACCENT = ("Title", "heading 1", "heading 2", "Hyperlink")


def dress_in_house(document: Any) -> None:
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
