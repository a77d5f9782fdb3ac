"""Make `house.pptx`, the designed template of decks: run `python -m` on this module.

A white 16:9 sheet with one rule on top, made from the library's plain deck. Its layouts "Cover" and
"Content" say with their placeholders where title, body, source line and number stand; its theme has
our colours and font, so that what an analyst adds looks alike.
"""

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from dashboard.exports.pptx.text import COVER_TITLE_SIZES, FOOT_SIZE, TITLE_SIZES
from dashboard.exports.reproducible import reproducible
from dashboard.palette import LIGHT
from dashboard.vocabulary import COUNTRIES

TEMPLATE = Path(__file__).with_name("house.pptx")
MADE_ON = date(2026, 11, 21)
# Arial is on every Windows and Mac, and Liberation Sans stands in for it elsewhere, letter for
# letter as wide: the deck breaks its lines in the same places on whatever machine opens it. Our own
# Source Sans is on few; what would replace it, nobody can say.
FONT = "Arial"
LAYOUTS = {"title": "Cover", "obj": "Content"}
WIDTH, HEIGHT, SIDE, RULE_TOP = 960, 540, 44, 26
# Left, top, width, height in points.
BOXES = {
    "title": (SIDE, 32, 872, 66),
    "body": (SIDE, 106, 872, 382),
    "ftr": (SIDE, 488, 802, 34),
    "sldNum": (856, 488, 60, 34),
    "dt": (SIDE, 522, 180, 14),
    "ctrTitle": (SIDE, 70, 872, 150),
    "subTitle": (SIDE, 240, 872, 270),
}
FROM_TOP = ("title", "subTitle", "body")
BODY_SIZES = (20, 18, 16, 14, 14)
# The order of a theme's colours.
COLOURS = (
    *("dk1", "lt1", "dk2", "lt2"),
    *("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"),
)


def make_template() -> bytes:
    """Return the template; the same code gives the same bytes."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck.part._element.find("{*}sldSz").attrib.pop("type", None)
    # The picture of the library's deck, which a file browser would show as ours.
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)
    for layout in list(deck.slide_layouts):
        kind = layout._element.get("type")
        if kind in LAYOUTS:
            layout.name = LAYOUTS[kind]
        else:
            deck.slide_layouts.remove(layout)
    _set_theme(deck.slide_master)
    _set_styles(deck.slide_master)
    for owner in (deck.slide_master, *deck.slide_layouts):
        _place(owner)
    properties = deck.core_properties
    properties.title = properties.author = properties.last_modified_by = "Central Asia Monitor"
    properties.created = properties.modified = datetime(*MADE_ON.timetuple()[:3])  # noqa: DTZ001
    held = BytesIO()
    deck.save(held)
    return reproducible(held.getvalue(), MADE_ON)


def _set_theme(master: SlideMaster) -> None:
    theme: Any = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    ours = [LIGHT.text, LIGHT.background, LIGHT.muted, LIGHT.band]
    ours += [country.light for country in COUNTRIES.values()]
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
    theme.blob = re.sub(r'name="Office( Theme)?"', 'name="Central Asia Monitor"', xml).encode()


def _set_styles(master: SlideMaster) -> None:
    styles: Any = master._element.find("{*}txStyles")
    title = styles.find("{*}titleStyle/{*}lvl1pPr")
    title.set("algn", "l")
    title.find("{*}defRPr").set("sz", str(TITLE_SIZES[0] * 100))
    title.find("{*}defRPr").set("b", "1")
    for level, size in enumerate(BODY_SIZES, start=1):
        letters = styles.find(f"{{*}}bodyStyle/{{*}}lvl{level}pPr/{{*}}defRPr")
        letters.set("sz", str(size * 100))
    tree: Any = master._element.find("{*}cSld/{*}spTree")
    tree.insert(
        2,
        parse_xml(
            f'<p:cxnSp {nsdecls("a", "p")}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/>'
            f'<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{Pt(SIDE)}" '
            f'y="{Pt(RULE_TOP)}"/><a:ext cx="{Pt(WIDTH - 2 * SIDE)}" cy="0"/></a:xfrm>'
            '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill>'
            '<a:schemeClr val="tx1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        ),
    )


def _place(owner: SlideMaster | SlideLayout) -> None:
    """Move the placeholders to where a wide sheet has them; text is flush left, in full colour."""
    for shape in owner.placeholders:
        element: Any = shape._element
        name = element.find("{*}nvSpPr/{*}nvPr/{*}ph").get("type", "body")
        if isinstance(owner, SlideLayout) and name not in ("ctrTitle", "subTitle"):
            # It inherits its place from the master's.
            continue
        shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in BOXES[name])
        body = element.find("{*}txBody/{*}bodyPr")
        body.set("anchor", "t" if name in FROM_TOP else "b")
        for side in ("lIns", "rIns", *(("tIns", "bIns") if name == "ftr" else ())):
            body.set(side, "0")
        for style in element.findall("{*}txBody/{*}lstStyle/*"):
            style.set("algn", "r" if name == "sldNum" else "l")
            for tint in list(style.iter("{*}tint")):
                # Pale grey is not read on a projector.
                tint.getparent().remove(tint)
        if name in ("ctrTitle", "ftr"):
            size = COVER_TITLE_SIZES[0] if name == "ctrTitle" else FOOT_SIZE
            styles = element.find("{*}txBody/{*}lstStyle")
            for old in styles.findall("{*}lvl1pPr/{*}defRPr"):
                old.set("sz", str(size * 100))
            if not len(styles):
                style = f'<a:lvl1pPr {nsdecls("a")}><a:defRPr sz="{size * 100}"/></a:lvl1pPr>'
                styles.insert(0, parse_xml(style))


if __name__ == "__main__":
    TEMPLATE.write_bytes(make_template())
