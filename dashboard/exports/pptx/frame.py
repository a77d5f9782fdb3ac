"""Rectangles on a slide, in points. What stands in them is left to others."""

from dataclasses import dataclass, replace

from pptx.shapes.base import BaseShape
from pptx.util import Length, Pt

POINT = 12_700


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
