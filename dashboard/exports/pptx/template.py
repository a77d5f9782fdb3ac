"""The deck that slides are added to: an analyst's template, emptied, or ours as the house has it.

Where the words and charts go on a slide is left to others. A template is read as what it is:
nothing in it is found by its name, and its look is left as it is.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from dashboard.briefing.content import TemplateUnusable
from dashboard.exports.pptx.frame import Frame
from dashboard.house import current_house
from dashboard.palette import country_colour
from dashboard.sources.reading.workbooks import DAMAGED_ZIP
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import say

MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 10_000
# Of tags and attributes; each takes some hundred bytes. A deck of 200 slides has a million.
MOST_MARKS = 4_000_000
AT_ONCE = 1 << 20
CONTENT_TYPES = "[Content_Types].xml"
OFFICE = b"application/vnd.openxmlformats-officedocument.presentationml"
# A template and a slide show are presentations but for this word.
KINDS = (b"template.main+xml", b"slideshow.main+xml")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
LOGO_HEIGHT, MOST_LOGO_WIDTH, LOGO_GAP = 30, 150, 16
ACCENT_LINE = "28575"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def open_template(content: bytes) -> Deck:
    """Open an analyst's template without its slides.

    Raises `TemplateUnusable` with a plain sentence.
    """
    package = _checked(content)
    try:
        deck = Presentation(BytesIO(package))
        layouts = list(deck.slide_layouts)
        _forget_names(deck)
        drop_slides(deck, 0)
    except Exception as trouble:
        # Whatever is wrong inside, the analyst can only choose another file.
        raise TemplateUnusable(
            say(
                "The template could not be read: it is damaged, or no PowerPoint file. "
                "Open it in PowerPoint, save it again, or choose another."
            )
        ) from trouble
    if not layouts:
        raise TemplateUnusable(say("The template has no slide layout; nothing can be set in it."))
    return deck


def _checked(content: bytes) -> bytes:
    """Return the package as a presentation that python-pptx opens."""
    if len(content) > MOST_BYTES:
        raise TemplateUnusable(say("The template is larger than 50 MB; choose a smaller one."))
    if content.startswith(OLD_OFFICE):
        raise TemplateUnusable(
            say(
                "The template is an old PowerPoint file (.ppt) or protected by a password; "
                "save it as .pptx or .potx without one."
            )
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _as_presentation(_unpacked(package))
    except (*DAMAGED_ZIP, KeyError) as trouble:
        raise TemplateUnusable(
            say("The template is not a PowerPoint file (.pptx or .potx), or it is damaged.")
        ) from trouble


def _unpacked(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack all parts, piece by piece: what one says of its length need not be true."""
    listed = package.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise TemplateUnusable(
            say("The template unpacks to more than 200 MB; choose a smaller one.")
        )
    parts, marks = {}, 0
    for part in listed:
        held = bytearray()
        with package.open(part) as source:
            while block := source.read(AT_ONCE):
                held += block
                marks += block.count(b"<") + block.count(b"=")
                if marks > MOST_MARKS:
                    raise TemplateUnusable(
                        say(
                            "The template holds more shapes and texts than can be opened here; "
                            "choose a smaller one."
                        )
                    )
        parts[part.filename] = bytes(held)
    return parts


def _as_presentation(parts: Mapping[str, bytes]) -> bytes:
    types = parts[CONTENT_TYPES]
    if b"macroEnabled" in types:
        raise TemplateUnusable(
            say(
                "The template has macros, which a briefing may not carry; save it as .pptx or "
                ".potx."
            )
        )
    if OFFICE not in types:
        raise TemplateUnusable(say("The template is an Office file, but not one of PowerPoint."))
    plain = types
    for kind in KINDS:
        plain = plain.replace(OFFICE + b"." + kind, OFFICE + b".presentation.main+xml")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for name, content in parts.items():
            copy.writestr(name, plain if name == CONTENT_TYPES else content)
    return buffer.getvalue()


def drop_slides(deck: Deck, kept: int) -> None:
    """Take all slides after the first `kept` out of a deck."""
    listed = deck.slides._sldIdLst
    for slide in list(listed)[kept:]:
        deck.part.drop_rel(slide.get(RELATION))
        listed.remove(slide)


def _forget_names(deck: Deck) -> None:
    """Take out the shows and sections that name slides which will be gone."""
    whole = deck.part._element
    for named in whole.xpath("./p:custShowLst"):
        whole.remove(named)
    for extension in whole.xpath(f"./p:extLst/p:ext[@uri='{SECTIONS}']"):
        extension.getparent().remove(extension)


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
    properties = picture._element.find("{*}nvPicPr/{*}cNvPr")
    properties.set("descr", house.name or say("Logo"))
    properties.set("name", "Logo")


def _with_colour(xml: str, name: str, colour: str) -> str:
    pattern = rf'(<a:{name}><a:srgbClr val=")[^"]*'
    return re.sub(pattern, rf"\g<1>{colour[1:]}", xml)
