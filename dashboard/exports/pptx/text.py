"""Words placed on a slide: boxes, titles, notes, and what is said of a picture.

How words are made to fit is left to `fit`, what is said to others.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.slide import NotesSlide, Slide

from dashboard.briefing.tray import clean_text
from dashboard.exports.documents.words import web_address
from dashboard.exports.pptx.fit import fitted, lines_high
from dashboard.exports.pptx.frame import Frame
from dashboard.exports.pptx.paragraphs import MOST_LETTERS, SPACES, Paragraph, paragraph_xml, plain
from dashboard.exports.pptx.stage import Stage
from dashboard.palette import LIGHT

TITLE_SPACE = 18
TITLE_SIZES = (24, 16)
TITLE_SHARE = 0.6
# What a placeholder keeps free around its words.
INSETS = (16, 7)
NO_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'
NOTES_HOLDER = (
    f'<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {SPACES}>'
    '<p:nvSpPr><p:cNvPr id="99" name="Notes"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/>'
    '</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4343400"/>'
    '<a:ext cx="5486400" cy="4114800"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/></p:txBody></p:sp>"
)
WHITE = f'<a:solidFill {SPACES}><a:srgbClr val="{LIGHT.background[1:]}"/></a:solidFill>'


def add_text(
    slide: Slide,
    frame: Frame,
    paragraphs: Sequence[Paragraph],
    size: float,
    *,
    name: str = "Text",
    low: bool = False,
) -> BaseShape:
    """Add a box of text; `low` sets it against its lower edge."""
    box = slide.shapes.add_textbox(*frame.emu)
    box.name = name
    fill_text(slide, box, paragraphs, size)
    look = f'wrap="square" {NO_INSETS} anchor="{"b" if low else "t"}"'
    body = _words_of(box)
    properties = parse_xml(f"<a:bodyPr {SPACES} {look}><a:noAutofit/></a:bodyPr>")
    body.replace(body.find("{*}bodyPr"), properties)
    return box


def add_text_on_white(
    slide: Slide, frame: Frame, paragraphs: Sequence[Paragraph], size: float, *, name: str
) -> None:
    """Add a box of text on white, in our own colours: they are chosen for white, as charts' are."""
    own = [
        Paragraph(tuple(piece.on_white for piece in paragraph.pieces), paragraph.after)
        for paragraph in paragraphs
    ]
    box = add_text(slide, frame, own, size, name=name)
    place = box._element.find("{*}spPr/{*}noFill")
    place.getparent().replace(place, parse_xml(WHITE))


def fill_text(slide: Slide, shape: BaseShape, paragraphs: Sequence[Paragraph], size: float) -> None:
    """Put paragraphs into a shape in place of what it says; size 0 leaves the shape's own."""
    body = _words_of(shape)
    _empty(body)
    for paragraph in paragraphs:
        body.append(parse_xml(paragraph_xml(paragraph, size, _relating(slide))))


def set_title(
    stage: Stage,
    slide: Slide,
    title: str,
    frame: Frame | None = None,
    sizes: tuple[float, float] = TITLE_SIZES,
) -> bool:
    """Set a slide's title as large as fits; return whether it had to be cut."""
    frame = frame or stage.title
    said = clean_text(title, MOST_LETTERS)
    text, size = _fitted_title(stage, said, frame, sizes)
    box = slide.shapes.title
    if box is None:
        add_text(slide, frame, [plain(text, bold=True)], size, name="Title", low=True)
    else:
        fill_text(slide, box, [plain(text)], size)
    return text != said


def body_under(stage: Stage, title: str, space: float = TITLE_SPACE) -> Frame:
    """Return the free part of a slide with this title; in our own deck it follows the title."""
    if not stage.follows_title:
        return stage.body
    text, size = _fitted_title(stage, clean_text(title, MOST_LETTERS), stage.title, TITLE_SIZES)
    width = stage.title.width - INSETS[0]
    top = stage.title.top + lines_high(text, width, size, stage.stretch, bold=True) + space
    return Frame(stage.body.left, top, stage.body.width, stage.body.bottom - top)


def set_notes(slide: Slide, text: str) -> None:
    """Write a slide's notes."""
    body = _notes_body(slide.notes_slide)
    _empty(body)
    for line in text.split("\n"):
        body.append(parse_xml(paragraph_xml(plain(line), 0)))


def describe(shape: BaseShape, words: str) -> None:
    """Say what is seen, for those who do not see it."""
    for properties in shape._element.xpath(".//p:cNvPr"):
        properties.set("descr", clean_text(words, MOST_LETTERS))


def _fitted_title(
    stage: Stage, said: str, frame: Frame, sizes: tuple[float, float]
) -> tuple[str, float]:
    largest = min(sizes[0], frame.height * TITLE_SHARE)
    inner = Frame(0, 0, frame.width - INSETS[0], frame.height - INSETS[1])
    return fitted(said, inner, (largest, min(sizes[1], largest)), stage.stretch, bold=True)


def _notes_body(notes: NotesSlide) -> Any:
    frame = notes.notes_text_frame
    if frame is not None:
        return frame._txBody
    # The template's notes page has no place for words: one is made.
    holder: Any = parse_xml(NOTES_HOLDER)
    notes.shapes._spTree.append(holder)
    return holder.find("{*}txBody")


def _words_of(shape: BaseShape) -> Any:
    return shape._element.find("{*}txBody")


def _empty(body: Any) -> None:
    for old in body.findall("{*}p"):
        body.remove(old)


def _relating(slide: Slide) -> Callable[[str], str]:
    def relate(address: str) -> str:
        if not web_address(address):
            return ""
        return slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return relate
