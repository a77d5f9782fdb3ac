"""The colours of the two themes, and those that a country or a mark has in each. Knows no data."""

from dataclasses import dataclass

from dashboard.house import current_house
from dashboard.marks import MARKS
from dashboard.vocabulary import COUNTRIES


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme; `DESIGN` names are used throughout."""

    name: str
    background: str
    panel: str
    text: str
    muted: str
    faint: str
    rule: str
    grid: str
    band: str
    hatch: str
    accent: str
    sea: str
    land: str
    home: str
    province: str
    border: str


LIGHT = Tokens(
    name="light",
    background="#FFFFFF",
    panel="#F5F4F0",
    text="#1D2327",
    muted="#5B6570",
    faint="#8A929B",
    rule="#DDDFE1",
    grid="#E9EAEB",
    band="#ECEBE6",
    hatch="#C9CCD0",
    accent="#2F4858",
    sea="#E6EDF1",
    land="#F1F0EC",
    home="#FBFAF6",
    province="#CFCBBE",
    border="#8B9097",
)
DARK = Tokens(
    name="dark",
    background="#14181D",
    panel="#1C2229",
    text="#E6E8EB",
    muted="#9BA5B0",
    faint="#727C87",
    rule="#323A43",
    grid="#262D35",
    band="#20262D",
    hatch="#48515B",
    accent="#A9C3D6",
    sea="#10161C",
    land="#1B2128",
    home="#252C34",
    province="#4B5661",
    border="#7C8792",
)


# Letters for plotly's symbols: filled, and hollow where there is such a one.
GLYPHS = {"circle": "●○", "diamond": "◆◇", "square": "■□", "triangle-up": "▲△", "x": "✕✕"}


def tokens(theme: str) -> Tokens:
    """Return the colours of `theme` ("dark", anything else is light)."""
    return DARK if theme == "dark" else LIGHT


def country_colour(code: str, theme: str, *, text: bool = False) -> str:
    """Return a country's line colour in `theme`, or its text colour with `text=True`."""
    country = COUNTRIES.get(code)
    if country is None:
        return tokens(theme).muted
    if theme == "dark":
        return country.dark
    if own := current_house().colour(code, text=text):
        return own
    return country.light_text if text else country.light


def mark_colour(mark: str, theme: str, *, text: bool = False) -> str:
    """Return a mark's colour in `theme`, or its text colour with `text=True`."""
    drawn = MARKS[mark]
    if theme == "dark":
        return drawn.dark
    if own := current_house().colour(mark, text=text):
        return own
    return drawn.light_text if text else drawn.light


def mark_glyph(mark: str, *, hollow: bool = False) -> str:
    """Return a mark as a letter of a line of text; hollow for what took place abroad.

    >>> mark_glyph("arrest"), mark_glyph("arrest", hollow=True)
    ('◆', '◇')
    """
    return GLYPHS[MARKS[mark].symbol][hollow]


def house_accent(theme: str) -> str:
    """Return the accent that a house has of its own; it is one for white, "" in the dark."""
    return "" if theme == "dark" else current_house().accent


def see_through(colour: str, opacity: float) -> str:
    """Return a colour through which what is under it shows.

    >>> see_through("#ff8000", 0.5)
    'rgba(255,128,0,0.5)'
    """
    parts = ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return f"rgba({parts},{opacity:g})"
