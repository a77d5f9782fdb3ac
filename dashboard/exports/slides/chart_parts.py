"""The small pieces of a chart's XML: fills, lines, letters, labels, references.

Which piece goes where is left to `chart_axes` and `chart_series`.
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from dashboard.briefing.tray import clean_text
from dashboard.exports.slides.chart_sheet import Value, cells_address, known
from dashboard.palette import LIGHT
from dashboard.vocabulary import COUNTRIES, MARKS

SIZE = 12
MOST_LETTERS = 4_000
LEVEL, ONE_LINE = ' rot="0" vert="horz"', ' rot="0" wrap="none"'
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# Letters want more contrast than lines.
TEXT_COLOURS = {each.light.upper(): each.light_text for each in COUNTRIES.values()} | {
    each.light.upper(): each.light_text for each in MARKS.values()
}
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
DASHES = {"dash": "dash", "dot": "sysDot", "dashdot": "dashDot", "longdash": "lgDash"}
MARKERS = {
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "x": "x",
    "cross": "plus",
    "line-ns": "dash",
    "line-ew": "dash",
} | {name: name for name in ("circle", "square", "diamond", "star")}


def fill(colour: str) -> str:
    """Fill with one colour; what is no colour is muted."""
    plain = colour if _COLOUR.fullmatch(colour) else LIGHT.muted
    return f'<a:solidFill><a:srgbClr val="{plain[1:].upper()}"/></a:solidFill>'


def line(colour: str, points: float, dash: str = "solid") -> str:
    """Draw a line; without a colour none."""
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    pattern = f'<a:prstDash val="{preset_dash(dash)}"/>'
    return f'<a:ln w="{round(points * 12700)}" cap="flat">{fill(colour)}{pattern}<a:round/></a:ln>'


def preset_dash(dash: str) -> str:
    """Return the office programs' nearest dash, so that it stays a choice in their menus.

    >>> [preset_dash(each) for each in ("solid", "10px,3px", "5px,3px", "2px,3px")]
    ['solid', 'lgDash', 'dash', 'sysDot']
    >>> preset_dash("9px,3px,2px,3px"), preset_dash("dot")
    ('lgDashDot', 'sysDot')
    """
    lengths = [float(part) for part in re.findall(r"[\d.]+", dash)]
    if not lengths:
        return DASHES.get(dash, "solid")
    if len(lengths) > 2:
        return "lgDashDot"
    return "lgDash" if lengths[0] >= 8 else "dash" if lengths[0] > 3 else "sysDot"


def marker(symbol: str, colour: str, size: int = 9) -> str:
    """Draw a mark, hollow if its name says so; no name, no mark."""
    if not symbol:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    plain = MARKERS.get(symbol.removesuffix("-open").removesuffix("-thin"), "circle")
    inside = "<a:noFill/>" if symbol.endswith("-open") else fill(colour)
    return (
        f'<c:marker><c:symbol val="{plain}"/><c:size val="{size}"/>'
        f"<c:spPr>{inside}{line(colour, 1.5)}</c:spPr></c:marker>"
    )


def letters(colour: str, *, size: float = SIZE, body: str = "") -> str:
    """Set the letters of an axis or a label; the font is the deck's own.

    `body` holds them level (LEVEL) or on one line (ONE_LINE); otherwise the program may thin out
    or turn those that would touch.
    """
    body = f"<a:bodyPr{body}/>"
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{_run('defRPr', colour, size, False)}</a:pPr>"
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def rich(pieces: Sequence[tuple[str, str, bool]], size: float = SIZE) -> str:
    """Write words of their own into a title or a label: text, colour and whether bold."""
    runs = "".join(
        f"<a:r>{_run('rPr', colour, size, bold)}<a:t>{_safe(text)}</a:t></a:r>"
        for text, colour, bold in pieces
    )
    return (
        '<c:tx><c:rich><a:bodyPr rot="0" wrap="none"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="l"/>{runs}</a:p></c:rich></c:tx>'
    )


def shown(*names: str) -> str:
    """Say which parts of a label are shown, of `SHOWN`."""
    return "".join(f'<c:show{name} val="{int(name in names)}"/>' for name in SHOWN)


def manual_layout(box: tuple[float, float, float, float], *, inner: bool = False) -> str:
    """Place something at left, top, width and height, each a share of the chart."""
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    sides = "".join(f'<c:{n} val="{v:.5f}"/>' for n, v in zip("xywh", box, strict=True))
    return (
        f"<c:layout><c:manualLayout>{target}"
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{sides}</c:manualLayout></c:layout>'
    )


def number_cells(column: int, values: Sequence[Value], rows: int, number_format: str) -> str:
    """Refer to a column of numbers and repeat them; a gap has no point."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{number!r}</c:v></c:pt>'
        for place, value in enumerate(values)
        if (number := _whole(known(value))) is not None
    )
    return (
        f"<c:numRef><c:f>{cells_address(column, rows)}</c:f><c:numCache>"
        f"<c:formatCode>{escape(number_format)}</c:formatCode>"
        f'<c:ptCount val="{rows}"/>{points}</c:numCache></c:numRef>'
    )


def word_cells(address: str, words: Sequence[str]) -> str:
    """Refer to cells with words and repeat them."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{_safe(word)}</c:v></c:pt>' for place, word in enumerate(words)
    )
    return (
        f'<c:strRef><c:f>{address}</c:f><c:strCache><c:ptCount val="{len(words)}"/>{points}'
        "</c:strCache></c:strRef>"
    )


def country_text_colour(name: str) -> str:
    """Return the colour of letters for a name that begins with a country's, else that of text."""
    for country in COUNTRIES.values():
        if name.startswith(country.name):
            return country.light_text
    return LIGHT.text


def text_colour(colour: str) -> str:
    """Return the colour of letters that belong to a line of this colour."""
    return TEXT_COLOURS.get(colour.upper(), colour)


def _safe(text: str) -> str:
    """Return text without what XML cannot hold."""
    # The bars keep blanks at its ends, which are meant.
    return escape(clean_text(f"|{text}|", MOST_LETTERS)[1:-1])


def _run(tag: str, colour: str, size: float, bold: bool) -> str:
    sized = f'<a:{tag} lang="en-GB" sz="{round(size * 100)}" b="{int(bold)}">'
    return f"{sized}{fill(colour)}</a:{tag}>"


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
