"""Where things may stand on the slides of a deck, read off its layouts; and new slides on them.

Our own deck says it with its placeholders; of an analyst's template it is worked out. All lengths
are in points. What stands there is left to others.
"""

import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml.etree import XPath
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter
from pptx.oxml import xmlchemy
from pptx.oxml.ns import _nsmap, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout
from pptx.util import Pt

from dashboard.exports.pptx.frame import POINT, Frame, frame_of
from dashboard.exports.pptx.template import (
    LOGO_GAP,
    add_logo,
    dress_in_house,
    drop_slides,
    logo_frame,
    open_template,
)

HOUSE = Path(__file__).with_name("house.pptx")
# Arial runs a tenth wider than the font we measure with; another's font may run wider still.
HOUSE_STRETCH, OTHER_STRETCH = 1.12, 1.25
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FOOTERS = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
NARROWEST_SIDE, GAP, FOOT_HEIGHT = 0.04, 8, 34
LEAST_BODY, LEAST_TITLE, TALLEST_TITLE = 0.45, 30, 0.2
PLAIN_SIZE = (720, 540)


@dataclass(frozen=True)
class Stage:
    """A deck and its two layouts: one for the cover, one for all other slides.

    `body` is the free part of the second, `foot` the place for the source line. `stretch` says how
    much wider its letters run than those we measure with; `is_house`, that it is our own deck:
    its titles hang from the top and the body begins where they end; the `logo` stands beside them.
    """

    deck: Deck
    whole: Frame
    cover_layout: SlideLayout
    layout: SlideLayout
    title: Frame
    body: Frame
    foot: Frame
    stretch: float
    is_house: bool = False
    logo: Frame | None = None

    def new_slide(self, *, cover: bool = False, body: bool = False) -> Slide:
        """Add a slide with a title and its number (a cover has none), and no empty placeholders.

        In our own deck it keeps its `body` for words that are put there.
        """
        layout = self.cover_layout if cover else self.layout
        slide = self.deck.slides.add_slide(layout)
        kept = (*TITLES, PP_PLACEHOLDER.SUBTITLE) if cover else TITLES
        kept = (*kept, PP_PLACEHOLDER.OBJECT) if body and self.is_house else kept
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in kept:
                shape._element.getparent().remove(shape._element)
        box = slide.shapes.title
        own = cover and layout is not self.layout and self.holds(frame_of(box))
        if box is not None and not own and (cover or self._moves_title):
            box.left, box.top, box.width, box.height = self.title.emu
        if self.logo:
            add_logo(slide, self.logo)
        # From here on ids are counted: else all of the slide are read for each.
        slide.shapes.turbo_add_enabled = True
        if not cover:
            for element in self._repeated:
                made = copy.deepcopy(element)
                key = slide.shapes._next_shape_id
                made.find("{*}nvSpPr/{*}cNvPr").set("id", str(key))
                slide.shapes._spTree.append(made)
        return slide

    @cached_property
    def _moves_title(self) -> bool:
        """Whether titles stand elsewhere than where their layout has them."""
        titles = [s for s in self.layout.placeholders if s.placeholder_format.type in TITLES]
        return not titles or frame_of(titles[0]) != self.title

    @cached_property
    def _repeated(self) -> list[Any]:
        """The placeholders of the layout that each slide has too: its number, our source line."""
        kinds = [PP_PLACEHOLDER.SLIDE_NUMBER, *([PP_PLACEHOLDER.FOOTER] if self.is_house else [])]
        return [
            shape._element
            for shape in self.layout.placeholders
            if shape.placeholder_format.type in kinds and self.holds(frame_of(shape))
        ]

    def holds(self, frame: Frame | None) -> bool:
        """Whether a frame lies on the slide: layouts of another size may stick out."""
        return (
            frame is not None
            and min(frame.left, frame.top) >= 0
            and frame.right <= self.whole.right + 1
            and frame.bottom <= self.whole.bottom + 1
        )

    def parts(self) -> dict[str, bytes]:
        """Return the files inside the deck's file, by name: nothing is packed yet."""
        held, package = _Held(), self.deck.part.package
        writer: Any = PackageWriter(BytesIO(), package._rels, tuple(package.iter_parts()))
        writer._write_content_types_stream(held)
        writer._write_pkg_rels(held)
        writer._write_parts(held)
        return held

    def drop_slides(self, kept: int) -> None:
        """Take all slides after the first `kept` out again."""
        drop_slides(self.deck, kept)


class _Held(dict[str, bytes]):
    """What the library writes the files into: else it packs them, to be unpacked at once."""

    def write(self, name: PackURI, content: bytes) -> None:
        self[name.membername] = content


def open_stage(template: bytes | None) -> Stage:
    """Return the stage of an analyst's template, or our own.

    Raises `TemplateUnusable`.
    """
    deck = Presentation(str(HOUSE)) if template is None else open_template(template)
    _count_parts(deck)
    _remember_paths()
    width = (deck.slide_width or Pt(PLAIN_SIZE[0])) / POINT
    height = (deck.slide_height or Pt(PLAIN_SIZE[1])) / POINT
    whole = Frame(0, 0, width, height)
    if template is None:
        cover, layout = deck.slide_layouts
        kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.FOOTER)
        frames = {s.placeholder_format.type: frame_of(s) or whole for s in layout.placeholders}
        title, body, foot = (frames[kind] for kind in kinds)
        dress_in_house(deck)
        if logo := logo_frame(title):
            title = replace(title, width=title.width - logo.width - LOGO_GAP)
        own = (deck, whole, cover, layout, title, body, foot, HOUSE_STRETCH)
        return Stage(*own, is_house=True, logo=logo)
    layout = min(deck.slide_layouts, key=_fullness)
    cover = min(deck.slide_layouts, key=_unlike_cover)
    title, body = _shares(layout, whole)
    foot = body.bottom_part(FOOT_HEIGHT)
    return Stage(deck, whole, cover, layout, title, body.above(FOOT_HEIGHT), foot, OTHER_STRETCH)


def _count_parts(deck: Deck) -> None:
    """Let new parts be numbered by counting; the library looks through all parts for each."""
    package: Any = deck.part.package
    look, last = package.next_partname, {}

    def next_partname(pattern: str) -> PackURI:
        last[pattern] = last[pattern] + 1 if pattern in last else look(pattern).idx or 1
        return PackURI(pattern % last[pattern])

    package.next_partname = next_partname


def _remember_paths() -> None:
    """Let the library read each XPath and each name once; it reads them anew at each question."""
    library: Any = xmlchemy
    library.BaseOxmlElement.xpath = lambda element, path: _compiled(path)(element)
    library.qn = _qualified


# Some paths name a point by its place: there are as many of these as points in a chart.
@lru_cache(maxsize=1_000)
def _compiled(path: str) -> XPath:
    return XPath(path, namespaces=_nsmap)


_qualified = cache(qn)


def kinds_of(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    """Return the kinds of a layout's placeholders, without date, footer and number."""
    kinds = [shape.placeholder_format.type for shape in layout.placeholders]
    return [kind for kind in kinds if kind not in FOOTERS]


def _fullness(layout: SlideLayout) -> tuple[bool, bool, int]:
    """Order layouts: a title and nothing besides comes first."""
    kinds = kinds_of(layout)
    titled = PP_PLACEHOLDER.TITLE in kinds
    return not titled, PP_PLACEHOLDER.CENTER_TITLE in kinds, len(kinds)


def _unlike_cover(layout: SlideLayout) -> tuple[bool, bool, int]:
    kinds = kinds_of(layout)
    titled = PP_PLACEHOLDER.CENTER_TITLE in kinds
    return not titled, PP_PLACEHOLDER.SUBTITLE not in kinds, len(kinds)


def _shares(layout: SlideLayout, whole: Frame) -> tuple[Frame, Frame]:
    """Return the frames of title and body; a layout that leaves little room is overruled."""
    side = whole.width * NARROWEST_SIDE
    bottom = _lowest(layout, whole)
    titles = [s for s in layout.placeholders if s.placeholder_format.type in TITLES]
    title = frame_of(titles[0]) if titles else None
    if title is not None:
        left, right = max(title.left, side), min(title.right, whole.width - side)
        top = max(title.bottom, 0) + GAP
        fits = bottom - top > LEAST_BODY * whole.height and right - left > whole.width / 2
        inside = title.left >= 0 and title.top >= 0 and title.right <= whole.right
        if fits and inside and title.height >= LEAST_TITLE:
            return title, Frame(left, top, right - left, bottom - top)
    height = whole.height * TALLEST_TITLE * 0.6
    title = Frame(side, side, whole.width - 2 * side, height)
    top = title.bottom + GAP
    return title, Frame(side, top, title.width, bottom - top)


def _lowest(layout: SlideLayout, whole: Frame) -> float:
    """Return how far down a slide is free: to its footers, or a band drawn below."""
    bottom = whole.height * (1 - NARROWEST_SIDE)
    drawn = [*layout.shapes, *layout.slide_master.shapes]
    for shape in drawn:
        if shape.is_placeholder and shape.placeholder_format.type not in FOOTERS:
            continue
        frame = frame_of(shape)
        if frame is not None and frame.top > whole.height * 0.8:
            bottom = min(bottom, frame.top)
    return bottom
