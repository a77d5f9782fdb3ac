"""Words on a slide, in the deck's own font and colours, and harmless: boxes, titles, notes."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.slide import NotesSlide, Slide

from dashboard.briefing.tray import clean_text
from dashboard.exports.briefing_text import web_address
from dashboard.exports.pptx.frame import Frame, cut_to, fitted, lines_high
from dashboard.exports.pptx.stage import Stage
from dashboard.palette import LIGHT

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
MOST_LETTERS = 20_000
# The theme's text colour, lightened: it stays legible on a dark template.
TEXT = '<a:schemeClr val="tx1"/>'
MUTED = '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>'
FAINT = '<a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/></a:schemeClr>'
BULLET = '<a:buFont typeface="Arial"/><a:buChar char="–"/>'
BULLET_PLACE, FLUSH = ' marL="203200" indent="-203200"', ' marL="0" indent="0"'
RIGHT_TO_LEFT = ' algn="r" rtl="1"'


TITLE_SPACE, FOOT_SIZE = 18, 10
# The largest, which the template has too (`make_template` writes it anew), and the smallest.
TITLE_SIZES, COVER_TITLE_SIZES = (24, 16), (36, 20)
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


@dataclass(frozen=True)
class Piece:
    """Words set alike. `colour` is "#RRGGBB", empty for the theme's own; `link` a web address."""

    text: str
    bold: bool = False
    muted: bool = False
    raised: bool = False
    colour: str = ""
    link: str = ""

    @property
    def on_white(self) -> "Piece":
        """The piece in our own colours, whatever the theme's are."""
        own = self.colour or (LIGHT.muted if self.muted else LIGHT.text)
        return Piece(self.text, self.bold, self.muted, self.raised, own, self.link)


@dataclass(frozen=True)
class Paragraph:
    """Words on lines of their own. `after` is the space below, in points."""

    pieces: tuple[Piece, ...]
    after: float = 0
    bullet: bool = False
    right: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


def plain(text: str, *, muted: bool = False, bold: bool = False, after: float = 0) -> Paragraph:
    """Return a paragraph set alike throughout."""
    return Paragraph((Piece(text, bold=bold, muted=muted),), after)


def paragraph_xml(
    paragraph: Paragraph, size: float, relate: Callable[[str], str] = lambda address: ""
) -> str:
    """Return a paragraph as XML, without its namespaces; size 0 leaves size and place to the shape.

    `relate` gives the key of a web address, or nothing for one that is not to be opened.
    """
    runs = "".join(_piece_xml(piece, size, relate) for piece in paragraph.pieces)
    look = BULLET_PLACE if paragraph.bullet else FLUSH if size else ""
    if _is_right_to_left(paragraph.text):
        look += RIGHT_TO_LEFT
    elif paragraph.right:
        look += ' algn="r"'
    inside = ""
    if paragraph.after:
        inside = f'<a:spcAft><a:spcPts val="{round(paragraph.after * 100)}"/></a:spcAft>'
    if paragraph.bullet:
        inside += BULLET
    elif size:
        inside += "<a:buNone/>"
    # Without words a line is as high as the program's usual letters, if nothing says how high.
    end = f'<a:endParaRPr lang="en-GB" sz="{round(size * 100)}"/>' if size and not runs else ""
    return f"<a:p><a:pPr{look}>{inside}</a:pPr>{runs}{end}</a:p>"


def _piece_xml(piece: Piece, size: float, relate: Callable[[str], str]) -> str:
    # The bars keep blanks at the ends, which are meant.
    text = clean_text(f"|{piece.text}|", MOST_LETTERS, lines=True)[1:-1]
    look = f' sz="{round(size * 100)}"' if size else ""
    look += ' b="1"' if piece.bold else ""
    look += ' baseline="30000"' if piece.raised else ""
    inside = ""
    if piece.colour:
        inside = f'<a:solidFill><a:srgbClr val="{piece.colour[1:]}"/></a:solidFill>'
    elif piece.muted:
        inside = f"<a:solidFill>{MUTED}</a:solidFill>"
    if piece.link and (key := relate(piece.link)):
        inside += f"<a:hlinkClick r:id={quoteattr(key)}/>"
    properties = f'<a:rPr lang="en-GB"{look}>{inside}</a:rPr>'
    lines = [
        f"<a:r>{properties}<a:t>{escape(line)}</a:t></a:r>" if line else ""
        for line in text.split("\n")
    ]
    return f"<a:br>{properties}</a:br>".join(lines)


def _is_right_to_left(text: str) -> bool:
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


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
    words = box._element.find("{*}txBody")
    _replace_words(slide, words, paragraphs, size, _body_xml("b" if low else "t"))
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
    _replace_words(slide, shape._element.find("{*}txBody"), paragraphs, size)


def fill_body(
    slide: Slide, frame: Frame, paragraphs: Sequence[Paragraph], size: float, *, name: str
) -> None:
    """Put paragraphs into a slide's own body, for outlines; one without has a box of this name."""
    kinds = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
    bodies = [each for each in slide.placeholders if each.placeholder_format.type in kinds]
    if not bodies:
        add_text(slide, frame, paragraphs, size, name=name)
        return
    body = bodies[0]
    body.left, body.top, body.width, body.height = frame.emu
    _replace_words(slide, body._element.find("{*}txBody"), paragraphs, size, _body_xml("t"))


def share_out(items: Iterable[tuple[Paragraph, float]], height: float) -> list[list[Paragraph]]:
    """Share paragraphs, each with its height, out over as many slides or columns as they need."""
    shared: list[list[Paragraph]] = []
    left = 0.0
    for item, high in items:
        if not shared or high > left:
            shared.append([])
            left = height
        shared[-1].append(item)
        left -= high + item.after
    return shared


def _body_xml(anchor: str) -> str:
    look = f'wrap="square" {NO_INSETS} anchor="{anchor}"'
    return f"<a:bodyPr {look}><a:noAutofit/></a:bodyPr>"


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
    if not stage.is_house:
        return stage.body
    text, size = _fitted_title(stage, clean_text(title, MOST_LETTERS), stage.title, TITLE_SIZES)
    width = stage.title.width - INSETS[0]
    top = stage.title.top + lines_high(text, width, size, stage.stretch, bold=True) + space
    return Frame(stage.body.left, top, stage.body.width, stage.body.bottom - top)


def set_notes(slide: Slide, text: str) -> None:
    """Write a slide's notes."""
    lines = [plain(line) for line in text.split("\n")]
    _replace_words(slide, _notes_body(slide.notes_slide), lines, 0)


def add_foot(stage: Stage, slide: Slide, *lines: str) -> None:
    """Write the source line and what goes with it along the foot of a slide, two lines at most."""
    room = stage.foot.width, stage.foot.height / max(len(lines), 1)
    texts = (
        cut_to(clean_text(line, MOST_LETTERS), room, FOOT_SIZE, stage.stretch) for line in lines
    )
    words = [plain(text, muted=True) for text in texts if text]
    kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders}
    holder = kinds.get(PP_PLACEHOLDER.FOOTER)
    if holder is None:
        add_text(slide, stage.foot, words, FOOT_SIZE, name="Source", low=True)
    elif words:
        fill_text(slide, holder, words, FOOT_SIZE)
    else:
        holder._element.getparent().remove(holder._element)


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


def _replace_words(
    slide: Slide, body: Any, paragraphs: Sequence[Paragraph], size: float, properties: str = ""
) -> None:
    """Put paragraphs in place of those of a text body, and its properties if there are new ones."""

    def relate(address: str) -> str:
        if not web_address(address):
            return ""
        return slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    for old in body.findall("{*}p"):
        body.remove(old)
    if properties:
        body.remove(body.find("{*}bodyPr"))
    words = "".join(paragraph_xml(paragraph, size, relate) for paragraph in paragraphs)
    # Read in one go: reading takes longer than all else.
    for place, made in enumerate(list(parse_xml(f"<a:x {SPACES}>{properties}{words}</a:x>"))):
        if properties and place == 0:
            body.insert(0, made)
        else:
            body.append(made)
