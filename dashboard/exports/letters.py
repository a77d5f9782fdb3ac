"""Which letters our fonts hold, and text in which every letter can be printed in them.

Emoji become their names in brackets, letters of scripts we have no font for the script's name.
Breaking text into lines is left to whoever sets it.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from dashboard.exports.lettering import FONT_FOLDER

PRINTED_WITH = (
    "SourceSans3-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
)
SYMBOL_TABLES = ((3, 10), (0, 4))
LETTERS_NOT_HELD = "letters not held by the fonts"
# What a mark of ours is printed as where the font lacks it.
ALIKE = str.maketrans({"✕": "×", "◇": "◊"})
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
LONGEST_WORD = 24
_BREAKS = re.compile(r"(?<=[/?&=,;:_.+-])(?=\w)")


def printable(text: str) -> str:
    """Return text that our fonts can print to the last letter.

    >>> printable("Ғабит ✕ 🔥 café"), printable("日本語 text"), printable("👍🏽🇰🇿")
    ('Ғабит × [fire] café', '[CJK letters] text', '[thumbs up sign][flag KZ]')
    """
    plain = unicodedata.normalize("NFC", text).translate(ALIKE)
    held = held_letters()
    if all(ord(letter) in held or letter == "\n" for letter in plain):
        return plain
    pieces = [(letter, "" if ord(letter) in held else _stand_in(letter)) for letter in plain]
    said = []
    for (is_held, stand_in), run in groupby(pieces, lambda piece: (_keeps(piece), piece[1])):
        letters = [letter for letter, _ in run]
        said.append("".join(letters) if is_held else _said(stand_in, letters))
    return "".join(said)


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
    font = path.read_bytes()
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    maps = [struct.unpack_from(">HHL", font, start + 4 + 8 * place) for place in range(count)]
    offsets = {(platform, encoding): start + offset for platform, encoding, offset in maps}
    for known in SYMBOL_TABLES:
        if known in offsets and struct.unpack_from(">H", font, offsets[known])[0] == 12:
            return _groups(font, offsets[known])
    return _segments(font, offsets.get((3, 1), offsets.get((0, 3), 0)))


def _groups(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">L", font, at + 12)[0]
    letters: set[int] = set()
    for place in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * place)
        letters.update(range(first, last + 1))
    return letters


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    firsts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    spans = (range(first, end + 1) for first, end in zip(firsts, ends, strict=True))
    return {letter for span in spans for letter in span if letter != 0xFFFF}


def _keeps(piece: tuple[str, str]) -> bool:
    letter, stand_in = piece
    return not stand_in and (ord(letter) in held_letters())


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
        return LETTERS_NOT_HELD
    if kind.startswith("L") or kind == "Mc":
        script = name.split()[0].removesuffix("-")
        return f"{script if script == 'CJK' else script.capitalize()} letters"
    return name.lower()


def _said(stand_in: str, letters: list[str]) -> str:
    if stand_in in ("", " "):
        return stand_in
    if stand_in == "flag":
        named = "".join(chr(ord(letter) - FLAG_LETTERS.start + ord("A")) for letter in letters)
        return "".join(f"[flag {named[at : at + 2]}]" for at in range(0, len(named), 2))
    if stand_in.endswith("letters") or stand_in == LETTERS_NOT_HELD:
        return f"[{stand_in}]"
    return f"[{stand_in}]" * len(letters)


def _soft(word: str) -> str:
    parts = _BREAKS.split(word)
    cut = [
        part[at : at + LONGEST_WORD] for part in parts for at in range(0, len(part), LONGEST_WORD)
    ]
    return "\u200b".join(cut)
