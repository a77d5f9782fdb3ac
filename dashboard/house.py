"""The look of the house that uses the monitor: logo, accent, colours, font; one small file.

It is a TOML file, which the setting below names; what it may hold is in `read_house`. Colours are
those on white. Knows no formats: each takes of it what it can show.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageFont

from dashboard.marks import MARKS
from dashboard.vocabulary import COUNTRIES

SETTING = "CENTRAL_ASIA_MONITOR_HOUSE"
# How much a colour must stand out from white: as a line or an area, and as letters.
LEAST_CONTRAST, LEAST_FOR_LETTERS = 3.0, 4.5
MOST_LOGO = 1_000_000
MOST_NAME = 60
PARTS = {"name": str, "logo": str, "accent": str, "colours": dict, "font": dict}
FONT_PARTS = ("family", "regular", "bold")
_FAMILY = re.compile(r"[\w .-]{1,60}")
SERIES = (*COUNTRIES, *MARKS)


@dataclass(frozen=True)
class Font:
    """A font of the house: its name, and the files of its two weights."""

    family: str
    regular: Path
    bold: Path


@dataclass(frozen=True)
class House:
    """What a house has of its own; empty where it has nothing.

    `colours` are those of countries and kinds of event by their codes; `logo` is a PNG or JPEG,
    `logo_shape` its width over its height.
    """

    name: str = ""
    accent: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    font: Font | None = None
    logo: bytes = b""
    logo_shape: float = 1.0

    def colour(self, code: str, *, text: bool = False) -> str:
        """Return the colour of a series on white, darker for letters; empty without one."""
        own = self.colours.get(code, "")
        return _for_letters(own) if own and text else own


def current_house() -> House:
    """Return the house that the setting names; one with nothing of its own where it names none.

    A file with faults is as none: who starts the server or a command is told of them.
    """
    named = os.environ.get(SETTING, "").strip()
    return _read_once(named)[0] if named else House()


@lru_cache(maxsize=4)
def _read_once(named: str) -> tuple[House, tuple[str, ...]]:
    return read_house(Path(named).expanduser())


def house_faults(named: str) -> tuple[str, ...]:
    """Return a sentence for each thing wrong in a house's file: file, key, value, rule."""
    return _read_once(named)[1] if named else ()


def read_house(path: Path) -> tuple[House, tuple[str, ...]]:
    """Read a house's file; return it, and a sentence for each fault. With one, nothing is used."""
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except OSError as trouble:
        return House(), (f"{path} cannot be read: {trouble.strerror}.",)
    except ValueError as trouble:
        return House(), (f"{path} is no TOML file: {trouble}.",)
    reader = _Reader(path)
    for key, value in settings.items():
        if key not in PARTS:
            reader.fault(key, value, f"is none of {', '.join(PARTS)}")
        elif not isinstance(value, PARTS[key]):
            wanted = "a table" if PARTS[key] is dict else "a text between quotation marks"
            reader.fault(key, value, f"is not {wanted}")
    if reader.faults:
        return House(), tuple(reader.faults)
    logo, shape = reader.logo(settings.get("logo", ""))
    house = House(
        reader.name(settings.get("name", "")),
        reader.colour("accent", settings["accent"]) if "accent" in settings else "",
        reader.series(settings.get("colours", {})),
        reader.font(settings["font"]) if "font" in settings else None,
        logo,
        shape,
    )
    return (House(), tuple(reader.faults)) if reader.faults else (house, ())


class _Reader:
    """Checks the parts of one file and collects what is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.faults: list[str] = []

    def fault(self, key: str, value: object, rule: str) -> None:
        """Note what is wrong with a value."""
        self.faults.append(f"{self._path}: “{str(value)[:80]}” in “{key}” {rule}.")

    def name(self, value: str) -> str:
        """Return the name of the house in one line."""
        if len(value) > MOST_NAME or not value.isprintable():
            self.fault("name", value, f"is not one line of at most {MOST_NAME} letters")
        return value.strip()

    def colour(self, key: str, value: object) -> str:
        """Return a colour that is seen on white."""
        if not (isinstance(value, str) and _is_colour(value)):
            self.fault(key, value, "is not a colour written as #7A1F2B")
            return ""
        if (held := contrast(value)) < LEAST_CONTRAST:
            rule = f"is too pale on white: its contrast is {held:.1f}, at least {LEAST_CONTRAST:g}"
            rule += " is wanted"
            self.fault(key, value, rule)
        return value.upper()

    def series(self, colours: Mapping[str, object]) -> dict[str, str]:
        """Return the colours of series by their codes."""
        for code, value in colours.items():
            if code not in SERIES:
                self.fault(f"colours.{code}", value, f"is of none of {', '.join(SERIES)}")
        known = {code: value for code, value in colours.items() if code in SERIES}
        return {code: self.colour(f"colours.{code}", value) for code, value in known.items()}

    def font(self, parts: Mapping[str, object]) -> Font | None:
        """Return a font whose two files can be read."""
        for key in (*parts, *FONT_PARTS):
            if key not in FONT_PARTS:
                self.fault(f"font.{key}", parts[key], f"is none of {', '.join(FONT_PARTS)}")
            elif not isinstance(parts.get(key), str) or not parts[key]:
                self.fault(f"font.{key}", parts.get(key, ""), "is not a text; all three are wanted")
        if self.faults:
            return None
        family = str(parts["family"])
        if not _FAMILY.fullmatch(family):
            self.fault("font.family", family, "is not a name of letters, digits and blanks")
        files = {key: self._path.parent / str(parts[key]) for key in ("regular", "bold")}
        for key, file in files.items():
            try:
                held = ImageFont.truetype(file, 10).getname()[0]
            except OSError:
                self.fault(
                    f"font.{key}", parts[key], "is no font file (TTF or OTF) beside this file"
                )
                continue
            if not (held or "").startswith(family):
                self.fault(f"font.{key}", parts[key], f"holds the font “{held}”, not “{family}”")
        return Font(family, files["regular"], files["bold"])

    def logo(self, value: str) -> tuple[bytes, float]:
        """Return a picture and its shape."""
        if not value:
            return b"", 1.0
        file = self._path.parent / value
        try:
            with Image.open(file, formats=("PNG", "JPEG")) as picture:
                shape = picture.width / picture.height
            content = file.read_bytes()
        except (OSError, ValueError, Image.DecompressionBombError):
            self.fault("logo", value, "is no PNG or JPEG file beside this file")
            return b"", 1.0
        if len(content) > MOST_LOGO:
            self.fault("logo", value, f"is larger than {MOST_LOGO / 1e6:g} MB")
        return content, shape


def _is_colour(text: str) -> bool:
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def contrast(colour: str) -> float:
    """Return how much a colour stands out from white, from 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000"), 1), round(contrast("#FFFFFF"), 1), round(contrast("#767676"), 1)
    (21.0, 1.0, 4.5)
    """
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)


def _for_letters(colour: str) -> str:
    """Return a colour as dark as letters need it."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    while contrast(colour) < LEAST_FOR_LETTERS:
        parts = [round(part * 0.94) for part in parts]
        colour = "#" + "".join(f"{part:02X}" for part in parts)
    return colour
