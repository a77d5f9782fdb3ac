"""How a picture is asked for: in which size, on what ground, with how much around the chart.

In an address these are the options `size`, `ground` and `around`. Lengths are pixels of a drawing
unless it is said otherwise; letters are 11 of them or more. A PNG says of itself: title, words for
the blind, sources, dots an inch.
"""

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TypeVar

from PIL.PngImagePlugin import PngInfo, putchunk

from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.palette import Tokens, tokens
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import N_, say

SMALLEST_LETTERS, SMALLEST_POINTS = 11, 8
POINTS_AN_INCH, PIXELS_AN_INCH, MILLIMETRES_AN_INCH = 72, 96, 25.4
CLEAR = "rgba(0,0,0,0)"
# Wider files are drawn this wide and enlarged: their letters are to be read from afar.
WIDEST_DRAWN = 960
LEAST_PIXELS, MOST_PIXELS = 240, 6_000
# A PNG begins with its signature and its size: the fields go after these.
OPENING = 33
METRE = 1000
NAMED = ("Unit", "Filters", "Shown", "Data version", "Made on", "Link")
_PIXELS = re.compile(r"(\d{1,5})x(\d{1,5})", re.ASCII)


Kind = TypeVar("Kind", bound=StrEnum)


class Ground(StrEnum):
    """What a picture stands on."""

    WHITE = "white"
    TRANSPARENT = "transparent"
    DARK = "dark"


class Around(StrEnum):
    """What stands around the chart: title above and sources below, the title alone, nothing."""

    WHOLE = "whole"
    TITLE = "title"
    PLAIN = "plain"


@dataclass(frozen=True)
class Size:
    """A place for a picture: drawn `width` by `height`, `inches` wide where it is put.

    A PNG is `pixels` wide. Without a height it is as high as what it shows.
    """

    width: int
    height: int | None
    inches: float
    pixels: int

    @property
    def points(self) -> float:
        """How many points one pixel of the drawing is."""
        return self.inches * POINTS_AN_INCH / self.width


def _printed(millimetres: float) -> Size:
    """Return the size of a picture so wide, printed with 300 dots an inch."""
    inches = millimetres / MILLIMETRES_AN_INCH
    return Size(round(inches * PIXELS_AN_INCH), None, inches, round(inches * 300))


SIZES = {
    "slide": Size(960, 540, 40 / 3, 2560),
    "half": Size(446, 390, 446 / POINTS_AN_INCH, 1338),
    "page": _printed(170),
    "column": _printed(82),
    "square": Size(540, 540, 540 / POINTS_AN_INCH, 1080),
    "card": Size(600, 315, 600 / POINTS_AN_INCH, 1200),
}
OPTIONS = ("size", "ground", "around")


@dataclass(frozen=True)
class Look:
    """A picture as it is asked for; without a size as wide and as high as the chart wants.

    `name` has what was asked for, as a part of the name of a file.
    """

    size: Size | None = None
    ground: Ground = Ground.WHITE
    around: Around = Around.WHOLE
    name: str = ""

    @property
    def theme(self) -> str:
        """The theme that the chart is drawn in."""
        return "dark" if self.ground is Ground.DARK else "light"

    @property
    def colours(self) -> Tokens:
        """The colours of that theme."""
        return tokens(self.theme)

    @property
    def background(self) -> str:
        """The colour behind everything; `CLEAR` for none."""
        return CLEAR if self.ground is Ground.TRANSPARENT else self.colours.background


AS_DRAWN = Look()


WORDS = {
    "slide": N_("Slide, 16:9"),
    "half": N_("Half a slide"),
    "page": N_("A4, page width"),
    "column": N_("A4, column"),
    "square": N_("Square"),
    "card": N_("Card, 1,200 by 630"),
    Ground.WHITE: N_("White"),
    Ground.TRANSPARENT: N_("Transparent"),
    Ground.DARK: N_("Dark"),
    Around.WHOLE: N_("Title, notes and sources"),
    Around.TITLE: N_("Title only"),
    Around.PLAIN: N_("Chart only"),
}


def option_words(name: str) -> str:
    """Return what a size, a ground or what stands around a chart is called on screen."""
    return say(WORDS[name])


def look_of(options: Mapping[str, str]) -> Look:
    """Return the look that an address asks for. Raises `ValueError` with a sentence for the user.

    >>> look_of({"size": "slide", "ground": "dark"}).size.width
    960
    >>> look_of({"size": "1600x900"}).size
    Size(width=960, height=540, inches=16.666666666666668, pixels=1600)
    """
    return Look(
        _size(options.get("size", "")),
        _one_of(Ground, "ground", options.get("ground", "")),
        _one_of(Around, "around", options.get("around", "")),
        "-".join(filter(None, (options.get(name) for name in OPTIONS))),
    )


def _one_of(kinds: type[Kind], name: str, asked: str) -> Kind:
    if not asked:
        return next(iter(kinds))
    if asked not in set(kinds):
        raise ValueError(_fault(name, asked, kinds))
    return kinds(asked)


def _size(asked: str) -> Size | None:
    if not asked:
        return None
    if asked in SIZES:
        return SIZES[asked]
    found = _PIXELS.fullmatch(asked)
    if not found:
        raise ValueError(_fault("size", asked, (*SIZES, "1600x900")))
    across, down = int(found[1]), int(found[2])
    if not LEAST_PIXELS <= min(across, down) <= max(across, down) <= MOST_PIXELS:
        raise ValueError(
            say(
                "A picture is {least} to {most} pixels wide and high; “{asked}” is not.",
                least=LEAST_PIXELS,
                most=MOST_PIXELS,
                asked=asked,
            )
        )
    width = min(across, WIDEST_DRAWN)
    height = round(down * width / across)
    return Size(width, height, across / PIXELS_AN_INCH, across)


def _fault(name: str, asked: str, known: Iterable[str]) -> str:
    return say(
        "“{asked}” in “{name}” is none of {known}.",
        asked=asked[:40],
        name=name,
        known=", ".join(map(str, known)),
    )


def with_facts(png: bytes, exhibit: Exhibit, metadata: Metadata, look: Look) -> bytes:
    """Return a picture that says what it is, where its numbers are from and how large it prints."""
    facts = metadata.facts(exhibit)
    texts = {
        "Title": facts["Title"],
        "Description": exhibit.alt or exhibit.caption,
        "Source": facts.get("Sources", ""),
        "Comment": "; ".join(f"{say(name)}: {facts[name]}" for name in NAMED if name in facts),
        "Software": PRODUCT,
    }
    fields = PngInfo()
    for name, text in texts.items():
        if text:
            fields.add_itxt(name, text)
    size = look.size
    dots = size.pixels / size.inches if size else 2 * PIXELS_AN_INCH
    written = BytesIO()
    written.write(png[:OPENING])
    per_metre = round(dots * METRE / MILLIMETRES_AN_INCH)
    putchunk(written, b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    for name, data, *_ in fields.chunks:
        putchunk(written, name, data)
    return written.getvalue() + _without_size(png[OPENING:])


def _without_size(rest: bytes) -> bytes:
    """Leave out the dots an inch that are there."""
    length, name = struct.unpack(">I4s", rest[:8])
    return rest[length + 12 :] if name == b"pHYs" else rest
