"""Our own deck in the look of the house: its colours and font in the theme, its logo on the slides.

An analyst's template has a look of its own and is left as it is.
"""

import re
from io import BytesIO
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from dashboard.exports.pptx.frame import Frame
from dashboard.house import current_house
from dashboard.palette import country_colour
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import say

LOGO_HEIGHT, MOST_LOGO_WIDTH, GAP = 30, 150, 16
ACCENT_LINE = "28575"


def dress_in_house(deck: Deck) -> None:
    """Put the colours and the font of the house into the theme, its accent into the line on top."""
    house, master = current_house(), deck.slide_master
    theme: Any = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8")
    if house.colours:
        for place, code in enumerate(COUNTRIES, start=1):
            xml = _with_colour(xml, f"accent{place}", country_colour(code, "light"))
    if house.accent:
        xml = _with_colour(xml, "hlink", house.accent)
        for line in master._element.iterfind(".//{*}cxnSp//{*}ln"):
            line.set("w", ACCENT_LINE)
            line.find(".//{*}schemeClr").set("val", "hlink")
    if house.font:
        face = rf'\g<1>typeface="{house.font.family}"'
        xml = re.sub(r'(<a:latin )typeface="[^"]*"', face, xml)
    theme.blob = xml.encode()


def logo_frame(title: Frame) -> Frame | None:
    """Return where the logo stands: at the right end of the titles; None without one."""
    house = current_house()
    if not house.logo:
        return None
    width = min(LOGO_HEIGHT * house.logo_shape, MOST_LOGO_WIDTH)
    height = width / house.logo_shape
    return Frame(title.right - width, title.top + 2, width, height)


def add_logo(slide: Slide, frame: Frame) -> None:
    """Put the logo on a slide."""
    house = current_house()
    picture: Any = slide.shapes.add_picture(BytesIO(house.logo), *frame.emu)
    told = picture._element.find("{*}nvPicPr/{*}cNvPr")
    told.set("descr", house.name or say("Logo"))
    told.set("name", "Logo")


def _with_colour(xml: str, name: str, colour: str) -> str:
    pattern = rf'(<a:{name}><a:srgbClr val=")[^"]*'
    return re.sub(pattern, rf"\g<1>{colour[1:]}", xml)
