"""Paragraphs of a slide as XML, in the deck's own font and colours, and harmless.

How large they are set is left to `fit`, where they stand to `text`.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from dashboard.briefing.tray import clean_text
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


def no_links(address: str) -> str:
    """Give no key to any address: where nothing can be opened."""
    return ""


def paragraph_xml(
    paragraph: Paragraph, size: float, relate: Callable[[str], str] = no_links
) -> str:
    """Return a paragraph as XML; size 0 leaves size and place to the shape.

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
    return f"<a:p {SPACES}><a:pPr{look}>{inside}</a:pPr>{runs}{end}</a:p>"


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
