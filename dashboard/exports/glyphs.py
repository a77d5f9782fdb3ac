"""Which letters our fonts hold, and text in which every letter can be printed in them.

Emoji become their names in brackets, letters of scripts we have no font for the script's name.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from dashboard.exports.text_metrics import FONT_FOLDER

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
_BREAKS = re.compile(r"(?<=[/?&=,;:_.+-])(?=\w)")


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
