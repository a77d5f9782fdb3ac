"""Type set with our fonts: how wide text is, which letters they hold, the typesetter with them.

Emoji become their names in brackets, letters of scripts we have no font for the script's name.
"""

import importlib
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import ImageFont

from dashboard.house import current_house

FONT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
MEASURED_SIZE = 100
# Only under Linux does the browser surely print with the fonts shipped; others may use a wider one.
STRETCH = 1.0 if sys.platform.startswith("linux") else 1.25
LINE_HEIGHT = 1.3
PRINT_FONT = "'Source Sans 3', 'DejaVu Sans', sans-serif"
# The file that the typesetter begins with.
MAIN = "main.typ"
PRINTED_WITH = (
    "SourceSans3-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
)
NO_GLYPH = "letters not held by the fonts"
# What a mark of ours is printed as where the font lacks it.
ALIKE = str.maketrans({"✕": "×", "◇": "◊", "①": "(1)"})
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
LONGEST_WORD = 24
_ADDRESS_PART = re.compile(r"[^/?&,=]*[/?&,=]|[^/?&,=]+")
_BREAKS = re.compile(r"(?<=[/?&=,;:_.+-])(?=\w)")


def print_font() -> str:
    """Return the fonts that words are set in, as CSS names them: the house's own goes first."""
    font = current_house().font
    return f"'{font.family}', {PRINT_FONT}" if font else PRINT_FONT


def font_folders() -> list[Path]:
    """Return the folders of the fonts that words are set in."""
    font = current_house().font
    own = {font.regular.parent, font.bold.parent} if font else set()
    return [FONT_FOLDER, *sorted(own)]


def typeset(files: Mapping[str, bytes], data: str, **options: object) -> bytes:
    """Set the file `main.typ` in type with our fonts alone, a PDF unless `options` say otherwise.

    `data` reaches it as text, so nothing in it is read as markup. Raises `RuntimeError`.
    """
    made = _typst().compile(
        dict(files), font_paths=_typst_fonts(), ignore_system_fonts=True, sys_inputs={"data": data},
        **options,
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise RuntimeError("A document of one page was expected.")
    return made


def _typst() -> Any:
    # A tenth of a second to import, and only documents need it. Its types know no dictionaries.
    return importlib.import_module("typst")


@lru_cache(maxsize=1)
def _typst_fonts() -> Any:
    folders = [str(folder) for folder in font_folders()]
    fonts = _typst().Fonts
    return fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


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
    if own := current_house().font:
        return ImageFont.truetype(own.bold if bold else own.regular, MEASURED_SIZE)
    name = "SourceSans3-Bold.ttf" if bold else "SourceSans3-Regular.ttf"
    return ImageFont.truetype(FONT_FOLDER / name, MEASURED_SIZE)


@dataclass(frozen=True)
class TableType:
    """How the tables of one format are set, for the widths of their columns.

    Sizes and widths are in one unit, points or pixels. `gap` stands between columns, `stretch` says
    how much wider than ours the font runs. Words up to `longest_word` are not broken, lines of
    words are at least `readable` wide, and none wants more than `widest`.
    """

    size: float
    head_size: float
    gap: float
    longest_word: float
    readable: float
    widest: float
    stretch: float = 1

    def needs(self, head: str, cells: Sequence[str], *, is_numeric: bool) -> tuple[float, float]:
        """Return the least width of a column, and what it wants; numbers are not broken."""
        # Bold is a little wider; so each column has a little air.
        longest, natural = _reach(cells, self.size)
        head_word, head_line = _reach([head], self.head_size)
        least = max(min(max(longest, head_word), self.longest_word), min(natural, self.readable))
        if not is_numeric:
            natural = max(natural, min(head_line, self.readable))
            least = max(least, min(natural, self.readable))
        wanted = max(min(natural, self.widest), least)
        return least * self.stretch + self.gap, wanted * self.stretch + self.gap


def shared_width(needs: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Give each column what it wants; where that is too much, the widest have less, by their needs.

    Each need is a least width and a wanted one. Room that is left goes to all alike; where not even
    the least fits, all are as much too narrow.

    >>> shared_width([(10, 10), (20, 90), (20, 50)], 80), shared_width([(9, 10), (9, 30)], 60)
    ([10, 41.0, 29.0], [20.0, 40.0])
    """
    spare = (room - sum(wanted for _, wanted in needs)) / max(len(needs), 1)
    if spare >= 0:
        return [wanted + spare for _, wanted in needs]
    whole = sum(least for least, _ in needs)
    if whole >= room:
        return [least * room / whole for least, _ in needs]
    # Columns that want less than an equal part of what the wider leave them have it.
    narrow: set[int] = set()
    for place in sorted(range(len(needs)), key=lambda place: needs[place][1]):
        kept = sum(needs[other][1] for other in narrow)
        least = sum(few for other, (few, _) in enumerate(needs) if other not in narrow)
        equal = (room - kept) / (len(needs) - len(narrow))
        if needs[place][1] > equal or kept + needs[place][1] + least - needs[place][0] > room:
            break
        narrow.add(place)
    wide = [place for place in range(len(needs)) if place not in narrow]
    beyond = sum(needs[place][1] - needs[place][0] for place in wide)
    rest = room - sum(needs[place][1] for place in narrow) - sum(needs[p][0] for p in wide)
    return [
        wanted if place in narrow else least + (wanted - least) * rest / beyond
        for place, (least, wanted) in enumerate(needs)
    ]


def _reach(texts: Sequence[str], size: float) -> tuple[float, float]:
    """Return how wide the longest word of texts is, and the longest text."""
    words = {word for text in texts for word in text.split()}
    return (
        max((text_width(word, size, bold=True) for word in words), default=0),
        max((text_width(text, size, bold=True) for text in texts), default=0),
    )


def printable(text: str) -> str:
    """Return text that our fonts can print to the last letter.

    >>> printable("Ғабит ✕ 🔥 café"), printable("日本語 text"), printable("👍🏽🇰🇿")
    ('Ғабит × [fire] café', '[CJK letters] text', '[thumbs up sign][flag KZ]')
    """
    plain = unicodedata.normalize("NFC", text).translate(ALIKE)
    held = held_letters()
    if all(ord(letter) in held for letter in plain):
        return plain
    # A letter that is held is None here; the others by what they become.
    pieces = [(letter, None if ord(letter) in held else _stand_in(letter)) for letter in plain]
    return "".join(
        _replaced(stand_in, [letter for letter, _ in run])
        for stand_in, run in groupby(pieces, lambda piece: piece[1])
    )


def printable_drawing(svg: bytes) -> bytes:
    """Return an SVG whose words our fonts can print to the last letter; its markup is ASCII.

    >>> printable_drawing("<text>1 ◇ 🔥</text>".encode()).decode()
    '<text>1 ◊ [fire]</text>'
    """
    plain = svg.decode().translate(ALIKE)
    for letter in set(plain):
        if not letter.isascii() and ord(letter) not in held_letters():
            plain = plain.replace(letter, printable(letter))
    return plain.encode()


def softly_broken(text: str) -> str:
    """Let long words and addresses break: an invisible sign goes where a line may end.

    >>> softly_broken("short words"), softly_broken("https://a.org/one/two/three/four").count("​")
    ('short words', 6)
    """
    return " ".join(_soft(word) if len(word) > LONGEST_WORD else word for word in text.split(" "))


@lru_cache(maxsize=1)
def held_letters() -> frozenset[int]:
    """Return the numbers of the letters that our fonts hold, and of the line's end."""
    held = set().union(*(letters_of(FONT_FOLDER / name) for name in PRINTED_WITH))
    return frozenset(held | {0x0A, 0x20})


def letters_of(path: Path) -> set[int]:
    """Return the numbers of the letters a TrueType font holds."""
    # A tenth of a second to import, and only documents need it.
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap() or ())


def _stand_in(letter: str) -> str:
    """Return what a letter without a glyph becomes; empty when it just goes."""
    number, kind = ord(letter), unicodedata.category(letter)
    if number in FLAG_LETTERS:
        return "flag"
    if kind in ("Mn", "Me", "Cf") or number in SKIN_TONES:
        return ""
    if kind.startswith("Z"):
        return " "
    name = unicodedata.name(letter, "")
    if not name:
        return NO_GLYPH
    if kind.startswith("L") or kind == "Mc":
        script = name.split()[0].removesuffix("-")
        return f"{script if script == 'CJK' else script.capitalize()} letters"
    return name.lower()


def _replaced(stand_in: str | None, letters: list[str]) -> str:
    if stand_in is None:
        return "".join(letters)
    if stand_in in ("", " "):
        return stand_in
    if stand_in == "flag":
        named = "".join(chr(ord(letter) - FLAG_LETTERS.start + ord("A")) for letter in letters)
        return "".join(f"[flag {named[at : at + 2]}]" for at in range(0, len(named), 2))
    alike = stand_in == NO_GLYPH or stand_in.endswith("letters")
    return f"[{stand_in}]" * (1 if alike else len(letters))


def _soft(word: str) -> str:
    parts = _BREAKS.split(word)
    cut = [
        part[at : at + LONGEST_WORD] for part in parts for at in range(0, len(part), LONGEST_WORD)
    ]
    return "\u200b".join(cut)
