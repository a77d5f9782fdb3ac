"""Rectangles on a slide, and text made to fit them: smaller as far as it is read, then cut.

Lengths are in points. What stands in a frame is left to others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pptx.shapes.base import BaseShape
from pptx.util import Length, Pt

from dashboard.exports.text_metrics import wrap_text

POINT = 12_700
LINE = 1.22
# Beside ours, other fonts' bold is less wide than their regular.
BOLD = 0.975


@dataclass(frozen=True)
class Frame:
    """A rectangle on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def top_part(self, height: float) -> "Frame":
        """Return the upper part of it."""
        return replace(self, height=height)

    def below(self, height: float) -> "Frame":
        """Return what is left under the upper part."""
        return replace(self, top=self.top + height, height=self.height - height)

    def bottom_part(self, height: float) -> "Frame":
        """Return the lower part of it."""
        return replace(self, top=self.bottom - height, height=height)

    def above(self, height: float) -> "Frame":
        """Return what is left over the lower part."""
        return replace(self, height=self.height - height)

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as the format counts them."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


def frame_of(shape: BaseShape | None) -> Frame | None:
    """Return where a shape stands; None when neither it nor its layout says so."""
    if shape is None:
        return None
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    return Frame(*(side / POINT for side in sides))


@lru_cache(maxsize=4096)
def lines_high(
    text: str, width: float, size: float, stretch: float, *, bold: bool = False
) -> float:
    """Return the height of a text broken into lines, in points."""
    room = width / (stretch * (BOLD if bold else 1))
    lines = [wrap_text(part, room, size, bold=bold) or [""] for part in text.split("\n")]
    return sum(len(part) for part in lines) * size * LINE


@lru_cache(maxsize=512)
def fitted(
    text: str, frame: Frame, sizes: tuple[float, float], stretch: float, *, bold: bool = False
) -> tuple[str, float]:
    """Return a text and its size so that it fits: as large as can be, at the smallest size cut."""
    largest, smallest = sizes
    size = largest
    room = frame.width / (stretch * (BOLD if bold else 1))
    while True:
        paragraphs = [wrap_text(part, room, size, bold=bold) or [""] for part in text.split("\n")]
        most = max(int(frame.height / (size * LINE) + 0.02), 1)
        if sum(len(lines) for lines in paragraphs) <= most:
            return text, size
        if size <= smallest:
            break
        size = max(size - 1, smallest)
    lines = [line for part in paragraphs for line in part][:most]
    return shortened(text, lines), size


def cut_to(
    text: str, room: tuple[float, float], size: float, stretch: float, *, bold: bool = False
) -> str:
    """Return as much of a text as fits a width and a height at one size."""
    return fitted(text, Frame(0, 0, *room), (size, size), stretch, bold=bold)[0]


def shortened(text: str, lines: Sequence[str]) -> str:
    """Return what of a text stands in its first lines, with an ellipsis in the room of the end.

    >>> shortened("one two three four", ["one two", "three"])
    'one two…'
    """
    letters = sum(len("".join(line.split())) for line in lines)
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    end = places[min(letters, len(places)) - 1] + 1 if places and letters else 1
    cut = text[: max(end - 2, 1)]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    if space > len(cut) * 0.6:
        cut = cut[:space]
    return f"{cut.rstrip(' ,;:–-')}…"
