"""The width of text as it will be printed, and text broken into lines that fit.

Where the lines go is left to the pictures.
"""

import re
import sys
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
MEASURED_SIZE = 100
# Only under Linux does the browser surely print with the fonts shipped; others may use a wider one.
STRETCH = 1.0 if sys.platform.startswith("linux") else 1.25
LINE_HEIGHT = 1.3
PRINT_FONT = "'Source Sans 3', 'DejaVu Sans', sans-serif"
_ADDRESS_PART = re.compile(r"[^/?&,=]*[/?&,=]|[^/?&,=]+")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line in pixels at a font size."""
    return (
        sum(_word_width(word, bold) for word in _with_spaces(text)) * size * STRETCH / MEASURED_SIZE
    )


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines of at most `width` pixels; a word longer than a line is cut to fit.

    An empty text gives no lines.
    """
    scale = size * STRETCH / MEASURED_SIZE
    lines: list[str] = []
    for paragraph in text.splitlines():
        line, reach = "", 0.0
        for word in paragraph.split():
            space = " " if line else ""
            for piece in _pieces(word, width, size, bold):
                wide, gap = _word_width(piece, bold), _word_width(" ", bold) if space else 0.0
                if line and (reach + gap + wide) * scale > width:
                    lines.append(line)
                    line, reach = piece, wide
                else:
                    line, reach = line + space + piece, reach + gap + wide
                space = ""
        if line:
            lines.append(line)
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Cut a word too long for a line: an address after its signs, anything else between letters."""
    if _word_width(word, bold) * size * STRETCH / MEASURED_SIZE <= width:
        return [word]
    parts = _ADDRESS_PART.findall(word)
    if all(text_width(part, size, bold=bold) <= width for part in parts):
        return parts
    return list(word)


def _with_spaces(text: str) -> list[str]:
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


@lru_cache(maxsize=20_000)
def _word_width(word: str, bold: bool) -> float:
    return _font(bold).getlength(word)


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSans3-Bold.ttf" if bold else "SourceSans3-Regular.ttf"
    return ImageFont.truetype(FONT_FOLDER / name, MEASURED_SIZE)
