"""Our own deck: a white 16:9 sheet with one rule on top, made from the library's plain one.

An analyst's template is opened by `template`.
"""

import re

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from dashboard.palette import LIGHT
from dashboard.vocabulary import COUNTRIES

# Arial is on every Windows and Mac, and Liberation Sans stands in for it elsewhere, letter for
# letter as wide: the deck breaks its lines in the same places on whatever machine opens it. Our own
# Source Sans is on few; what would replace it, nobody can say.
FONT = "Arial"
WIDTH, HEIGHT = 960, 540
SIDE = 44
KEPT_LAYOUTS = ("title", "obj", "titleOnly")
RULE_TOP, FOOT_TOP, FOOT_HEIGHT = 26, 488, 34
TITLE_BOX = (SIDE, 32, WIDTH - 2 * SIDE, 66)
BODY_BOX = (SIDE, 98, WIDTH - 2 * SIDE, 382)
NUMBER_BOX = (WIDTH - SIDE - 60, FOOT_TOP, 60, FOOT_HEIGHT)
DATE_BOX = (SIDE, FOOT_TOP, 180, FOOT_HEIGHT)
FOOTER_BOX = (300, FOOT_TOP, 360, FOOT_HEIGHT)
COVER_TITLE_BOX = (SIDE, 70, WIDTH - 2 * SIDE, 150)
COVER_BODY_BOX = (SIDE, 240, WIDTH - 2 * SIDE, 270)
BOXES = {
    "title": TITLE_BOX,
    "ctrTitle": COVER_TITLE_BOX,
    "subTitle": COVER_BODY_BOX,
    "body": BODY_BOX,
    "dt": DATE_BOX,
    "ftr": FOOTER_BOX,
    "sldNum": NUMBER_BOX,
}
FROM_TOP = ("title", "subTitle", "body")
TITLE_SIZE, COVER_SIZE = 24, 36
# The order of a theme's colours.
COLOURS = (
    *("dk1", "lt1", "dk2", "lt2"),
    *("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"),
)


def house_deck() -> Deck:
    """Return our own deck, empty."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    size = deck.part._element.find("{*}sldSz")
    if size is not None:
        size.attrib.pop("type", None)
    _drop_thumbnail(deck)
    for layout in list(deck.slide_layouts):
        if layout._element.get("type") not in KEPT_LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _set_theme(master)
    _set_master(master)
    for layout in deck.slide_layouts:
        _place(layout)
    return deck


def _drop_thumbnail(deck: Deck) -> None:
    """Drop the picture of the library's deck, which a file browser would show as ours."""
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)


def _set_theme(master: SlideMaster) -> None:
    """Put our colours and font into the theme, so that what an analyst adds looks alike."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    lines = [country.light for country in COUNTRIES.values()]
    ours = [LIGHT.text, LIGHT.background, LIGHT.muted, LIGHT.band, *lines]
    ours += [LIGHT.faint, LIGHT.accent, LIGHT.muted]
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        for name, colour in zip(COLOURS, ours, strict=True)
    )
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface="{FONT}"/>'
    xml = theme.blob.decode("utf-8")
    xml = re.sub(
        r"(<a:clrScheme[^>]*>).*?(</a:clrScheme>)", rf"\g<1>{colours}\g<2>", xml, flags=re.S
    )
    for part in ("majorFont", "minorFont"):
        xml = re.sub(rf"<a:{part}>.*?</a:{part}>", f"<a:{part}>{font}</a:{part}>", xml, flags=re.S)
    xml = re.sub(r'name="Office( Theme)?"', 'name="Central Asia Monitor"', xml)
    theme.blob = xml.encode("utf-8")


def _set_master(master: SlideMaster) -> None:
    _place(master)
    style = master._element.find("{*}txStyles/{*}titleStyle/{*}lvl1pPr")
    if style is not None:
        style.set("algn", "l")
        letters = style.find("{*}defRPr")
        if letters is not None:
            letters.set("sz", str(TITLE_SIZE * 100))
            letters.set("b", "1")
    for level, size in enumerate((20, 18, 16, 14, 14), start=1):
        letters = master._element.find(
            f"{{*}}txStyles/{{*}}bodyStyle/{{*}}lvl{level}pPr/{{*}}defRPr"
        )
        if letters is not None:
            letters.set("sz", str(size * 100))
    tree = master._element.find("{*}cSld/{*}spTree")
    if tree is not None:
        tree.insert(2, parse_xml(_rule()))


def _place(owner: SlideMaster | SlideLayout) -> None:
    """Move the placeholders to where a wide sheet has them; text is flush left."""
    for shape in owner.placeholders:
        kind = shape._element.find("{*}nvSpPr/{*}nvPr/{*}ph")
        name = "body" if kind is None else kind.get("type", "body")
        inherits = isinstance(owner, SlideLayout) and name in (
            "title",
            "body",
            "dt",
            "ftr",
            "sldNum",
        )
        if inherits:
            continue
        shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in BOXES[name])
        body = shape._element.find("{*}txBody/{*}bodyPr")
        if body is not None:
            body.set("lIns", "0")
            body.set("rIns", "0")
            body.set("anchor", "t" if name in FROM_TOP else "b")
        for style in shape._element.findall("{*}txBody/{*}lstStyle/*"):
            style.set("algn", "r" if name == "sldNum" else "l")
            _set_full_colour(style)
    if isinstance(owner, SlideLayout) and owner._element.get("type") == "title":
        _enlarge_cover_title(owner)


def _set_full_colour(style: BaseOxmlElement) -> None:
    """Take the tint off: pale grey is not read on a projector."""
    for tint in list(style.iter("{*}tint")):
        tint.getparent().remove(tint)


def _enlarge_cover_title(layout: SlideLayout) -> None:
    styles = layout.placeholders[0]._element.find("{*}txBody/{*}lstStyle")
    if styles is not None:
        space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        size = f'<a:lvl1pPr {space}><a:defRPr sz="{COVER_SIZE * 100}"/></a:lvl1pPr>'
        styles.insert(0, parse_xml(size))


def _rule() -> str:
    """Return the rule along the top of every slide."""
    spaces = " ".join(
        f'xmlns:{name}="http://schemas.openxmlformats.org/{rest}/2006/main"'
        for name, rest in (("a", "drawingml"), ("p", "presentationml"))
    )
    return (
        f'<p:cxnSp {spaces}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/><p:nvPr/>'
        f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{Pt(SIDE)}" y="{Pt(RULE_TOP)}"/>'
        f'<a:ext cx="{Pt(WIDTH - 2 * SIDE)}" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">'
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )
