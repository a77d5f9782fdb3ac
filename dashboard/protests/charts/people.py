"""How many people, on a log scale: bounds drawn as bounds, words left as words.

Reads no figures itself.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import CLEAR, Properties, figure_of, label
from dashboard.protests.view.chosen import PeopleRow
from dashboard.values import Qualifier
from dashboard.wording import number

# In pixels: a row is its name and under it its bar, so that both fit a phone.
ROW_HEIGHT, HEADING_HEIGHT, NAME_RISE, BAR_HEIGHT = 31, 22, 14, 9
LEFT, RIGHT, TOP, BOTTOM = 8, 150, 4, 24
MOST_TICKS = 4
ARROW_SHAFT = 2
POWERS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
# What stands where a number ends; other bounds end in a stop.
SYMBOLS: Mapping[Qualifier | None, str] = {
    Qualifier.EXACT: "circle",
    Qualifier.AT_LEAST: "triangle-right",
    Qualifier.ABOUT: "circle-open",
}
OUTLINED = (Qualifier.AT_MOST, Qualifier.RANGE, Qualifier.ABOUT)


@dataclass(frozen=True)
class Line:
    """A row of the chart: its number, and in plain words its name, the number and its owner.

    `hover` is markup, `quoted` what the source itself says.
    """

    row: PeopleRow
    name: str
    words: str
    owner: str = ""
    hover: str = ""
    quoted: str = ""


def people_bars(lines: Sequence[str | Line], theme: str) -> go.Figure:
    """Draw one line a row, under the names of what is measured.

    A solid bar reaches the lower bound and ends in an arrow when it is open; a dotted one runs to
    the upper bound and ends in a stop.
    """
    look, places = tokens(theme), list(_places(lines))
    whole = sum(map(_height, lines))
    headings = [
        label(0, place, f"<b>{each}</b>", look.text, xref="paper", xanchor="left", size=13)
        for place, each in zip(places, lines, strict=True)
        if isinstance(each, str)
    ]
    drawn = {
        place: each for place, each in zip(places, lines, strict=True) if isinstance(each, Line)
    }
    traces = [_solid(drawn, theme), _dotted(drawn, theme), _marks(drawn, theme)]
    span = _log_range(max([10.0, *(line.row.largest for line in drawn.values())]))
    ticks = [power for power in POWERS if power <= 10 ** span[1]]
    ticks = ticks if len(ticks) <= MOST_TICKS else ticks[::2]
    layout = {
        "barmode": "overlay",
        "annotations": [*headings, *(_name(place, line, theme) for place, line in drawn.items())],
        "xaxis": {
            "type": "log",
            "range": span,
            "tickvals": ticks,
            "ticktext": [number(tick) for tick in ticks],
            "showgrid": True,
            "gridcolor": look.grid,
        },
        "yaxis": {"range": [max(whole, ROW_HEIGHT), 0], "showgrid": False, "tickvals": []},
    }
    headed = len(lines) - len(drawn)
    height = people_height(len(drawn), headed)
    return figure_of(
        traces, layout, theme, height=height, left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM
    )


def _height(line: str | Line) -> int:
    return HEADING_HEIGHT if isinstance(line, str) else ROW_HEIGHT


def _places(lines: Sequence[str | Line]) -> Iterator[float]:
    """Yield where each line stands, in pixels from the top: a bar low in its row."""
    top = 0
    for line in lines:
        top += _height(line)
        yield top - (HEADING_HEIGHT / 2 if isinstance(line, str) else BAR_HEIGHT)


def people_height(rows: int, headings: int) -> int:
    """Return the figure's height in pixels for so many rows under so many headings."""
    return max(rows * ROW_HEIGHT + headings * HEADING_HEIGHT, 2 * ROW_HEIGHT) + TOP + BOTTOM


def _log_range(most: float) -> list[float]:
    """Return the exponents of the axis: from just under 1 to just past the largest number."""
    digits = len(str(int(most)))
    exponent = digits - 1 if most <= 10 ** (digits - 1) else digits
    return [-0.06, exponent + 0.12]


# A bar: the place of its row, the row, where it begins and ends, how high it is in pixels.
Bar = tuple[float, Line, float, float, float]


def _solid(lines: Mapping[float, Line], theme: str) -> Properties:
    """Return the bars up to lower bounds, and the thin shafts of the arrows of open ones."""
    lows = [
        (place, line, line.row.ends["at least"])
        for place, line in lines.items()
        if "at least" in line.row.ends
    ]
    bars: list[Bar] = [(place, line, 1.0, low, BAR_HEIGHT) for place, line, low in lows]
    bars += [
        (place, line, low, low * 1.55, ARROW_SHAFT)
        for place, line, low in lows
        if line.row.kind is Qualifier.AT_LEAST
    ]
    colours = [country_colour(line.row.country, theme) for _, line, *_ in bars]
    return _bars(bars, {"color": colours, "line": {"width": 0}})


def _dotted(lines: Mapping[float, Line], theme: str) -> Properties:
    """Return the bars that run from what is known to the upper bound."""
    bars: list[Bar] = [
        (place, line, line.row.ends.get("at least", 1.0), line.row.ends["at most"], BAR_HEIGHT)
        for place, line in lines.items()
        if "at most" in line.row.ends
    ]
    pattern = {
        "shape": "|",
        "fgcolor": [country_colour(line.row.country, theme) for _, line, *_ in bars],
        "bgcolor": CLEAR,
        "size": 5,
        "solidity": 0.4,
    }
    return _bars(bars, {"color": CLEAR, "pattern": pattern, "line": {"width": 0}})


def _bars(bars: Sequence[Bar], marker: Properties) -> Properties:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, *_ in bars],
        "base": [start for _, _, start, _, _ in bars],
        "x": [end - start for _, _, start, end, _ in bars],
        "width": [width for *_, width in bars],
        "marker": marker,
        "hovertext": [line.hover for _, line, *_ in bars],
        "customdata": [line.row.picked for _, line, *_ in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(lines: Mapping[float, Line], theme: str) -> Properties:
    """Return dots, arrow heads and stops with their words; a word without a number is at 1."""
    look = tokens(theme)
    rows = [line.row for line in lines.values()]
    colours = [country_colour(row.country, theme) for row in rows]
    places = [next(reversed(row.ends.values()), 1.0) for row in rows]
    stretch = [1.6 if row.kind is Qualifier.AT_LEAST else 1.0 for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [max(place, 1.0) * more for place, more in zip(places, stretch, strict=True)],
        "y": list(lines),
        "marker": {
            "symbol": [SYMBOLS.get(row.kind, "line-ns") for row in rows],
            "size": [9 if row.kind in SYMBOLS else 13 for row in rows],
            "color": [
                colour if row.ends else CLEAR for row, colour in zip(rows, colours, strict=True)
            ],
            "line": {
                "width": [2.5 if row.kind in OUTLINED else 0 for row in rows],
                "color": colours,
            },
            "opacity": 1,
        },
        "text": [f"\u2002{_words(line)}" for line in lines.values()],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": [look.text if row.ends else look.muted for row in rows]},
        "cliponaxis": False,
        "hovertext": [line.hover for line in lines.values()],
        "customdata": [row.picked for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _words(line: Line) -> str:
    words = html.escape(line.words)
    owner = f" ({line.owner})" if line.owner else ""
    return f"{words if line.row.ends else f'<i>{words}</i>'}{owner}"


def _name(place: float, line: Line, theme: str) -> Properties:
    """Return the name of a row above its bar, in the country's colour, and what the source says."""
    look, country = tokens(theme), line.row.country
    colour = country_colour(country, theme, text=True) if country else look.muted
    words = html.escape(line.name)
    if line.quoted:
        words += f'  <span style="color:{look.muted}">{html.escape(line.quoted)}</span>'
    anchor = {"xref": "paper", "xanchor": "left", "yshift": NAME_RISE, "borderpad": 0}
    anchor["bgcolor"] = look.background
    return label(0, place, words, colour, **anchor)
