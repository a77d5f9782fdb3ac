"""The strip of days: a lane a country, a mark an event, hatched bands for spans.

Labels are placed for the narrowest width the strip is shown at, so they stay apart at any wider
one.

The words come with the rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.dates import day as day_words
from dashboard.marks import MARKS
from dashboard.palette import country_colour, mark_colour, mark_glyph, tokens
from dashboard.panels.plot import CLEAR, Properties, figure_of, label
from dashboard.vocabulary import country_name
from dashboard.wording import say

NARROWEST_PLOT = 650
LETTER_WIDTH = 6.1
MARK_RADIUS = 8
LABEL_GAP = 6
CLEARANCE = 4
ROOMY = 1.15
LANE_HEIGHT = 21
COUNTRY_PADDING = 12
MOST_LANES = 5
# A cross looks larger than other marks of its size.
MARK_SIZE, CROSS_SIZE = 12, 9
Span = tuple[float, float]
LEFT, TOP, BOTTOM = 98, 22, 4


@dataclass(frozen=True)
class StripRow:
    """What the strip shows: an event on its day, or with `band` one or several over some days.

    `start` and `end` are days from the first of the strip. `hover` is markup; `picked` what a click
    opens: an event's key in a list, or the key of a band of several. `assumed`: one end of its
    days is the coder's choice; its band is dotted.
    """

    country: str
    start: int
    end: int
    mark: str
    abroad: bool
    label: str
    hover: str
    picked: str | list[str]
    band: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Placed:
    """A row's lane, and where its label stands.

    `side` is "right", "left" or "" (dropped); a band's is "over", "after" or "before".
    """

    lane: int
    side: str


@dataclass(frozen=True)
class Lane:
    """What a country takes of the strip's height, in pixels from the top."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.top + self.height / 2


def lay_out(rows: Iterable[tuple[float, float, str, bool]], days: int) -> list[Placed]:
    """Place rows of (start, end, label, band) in lanes so that neither marks nor labels touch.

    Days count from the left edge. A label without room in `MOST_LANES` lanes is dropped, its mark
    is not.

    >>> lay_out([(3, 3, "Bishkek", False), (4, 4, "Osh", False)], 30)
    [Placed(lane=0, side='right'), Placed(lane=1, side='right')]
    """
    lanes: list[list[Span]] = []
    return [_first_free(lanes, _spans(*row, NARROWEST_PLOT / days)) for row in rows]


@dataclass(frozen=True)
class Drawn:
    """A row with its place: pixels from the top, and the side on which its label stands."""

    row: StripRow
    y: float
    side: str


def stack(
    rows: Sequence[StripRow], countries: Sequence[str], days: int
) -> tuple[list[Drawn], dict[str, Lane]]:
    """Give every row its place; return the lanes of the countries too."""
    lanes: dict[str, Lane] = {}
    drawn = []
    depth = 0.0
    for code in countries:
        own = sorted(
            (row for row in rows if row.country == code), key=lambda row: (row.band, row.start)
        )
        placed = lay_out(((row.start, row.end, row.label, row.band) for row in own), days)
        highest = max((place.lane for place in placed), default=0)
        height = (highest + 1) * LANE_HEIGHT + COUNTRY_PADDING
        for row, place in zip(own, placed, strict=True):
            middle = depth + COUNTRY_PADDING / 2 + (place.lane + 0.5) * LANE_HEIGHT
            drawn.append(Drawn(row, middle, place.side))
        lanes[code] = Lane(depth, height)
        depth += height
    return drawn, lanes


def _spans(start: float, end: float, words: str, band: bool, pitch: float) -> dict[str, Span]:
    """Return what a row would take, in pixels, by the side of its label, inside the strip."""
    width = len(words) * LETTER_WIDTH
    if band:
        left, right, room = (
            max(start, 0) * pitch,
            min((end + 1) * pitch, NARROWEST_PLOT),
            width + 24,
        )
        if right - left >= room * ROOMY:
            return {"over": (left, right)}
        if right + room <= NARROWEST_PLOT:
            return {"after": (left, right + room)}
        return (
            {"before": (left - room, right)} if left >= room else {"over": (left, NARROWEST_PLOT)}
        )
    middle = (start + 0.5) * pitch
    reach = MARK_RADIUS + LABEL_GAP + width
    spans = {}
    if middle + reach <= NARROWEST_PLOT:
        spans["right"] = (middle - MARK_RADIUS, middle + reach)
    if middle - reach >= 0:
        spans["left"] = (middle - reach, middle + MARK_RADIUS)
    return spans | {"": (middle - MARK_RADIUS, middle + MARK_RADIUS)}


def _first_free(lanes: list[list[Span]], spans: dict[str, Span]) -> Placed:
    """Take the first lane with room, opening lanes as needed; past the last drop the label."""
    for lane in range(MOST_LANES):
        if lane == len(lanes):
            lanes.append([])
        for side, span in spans.items():
            if side and _is_free(lanes[lane], span):
                lanes[lane].append(span)
                return Placed(lane, side)
    bare = spans.get("", (0.0, 0.0))
    room = [place for place, taken in enumerate(lanes) if _is_free(taken, bare)]
    lane = room[0] if room else MOST_LANES - 1
    lanes[lane].append(bare)
    return Placed(lane, "")


def _is_free(taken: Sequence[Span], span: Span) -> bool:
    return all(span[1] + CLEARANCE <= left or span[0] >= right + CLEARANCE for left, right in taken)


def day_strip(
    rows: Sequence[StripRow],
    countries: Mapping[str, str],
    first_day: pd.Timestamp,
    days: int,
    theme: str,
) -> go.Figure:
    """Draw the strip of days: bands are hatched over their days and have no mark on any.

    `countries` have each the words that say why it has no row.
    """
    look = tokens(theme)
    placed, lanes = stack(rows, list(countries), days)
    bands, points = (
        [each for each in placed if each.row.band],
        [each for each in placed if not each.row.band],
    )
    traces = [
        _hatches(bands, days, theme),
        _points(points, theme),
        _silence(placed, lanes, countries, days, theme),
    ]
    mondays, words = monday_ticks(first_day, days)
    layout = {
        "barmode": "overlay",
        "annotations": [_band_label(each, theme) for each in bands],
        "xaxis": {
            "range": [0, days],
            "tickvals": mondays,
            "ticktext": words,
            "side": "top",
            "showgrid": True,
            "gridcolor": look.grid,
        },
        "yaxis": _axis_of_lanes(lanes, theme),
    }
    frame = {"height": strip_height(lanes), "left": LEFT, "right": 8, "top": TOP, "bottom": BOTTOM}
    return figure_of(traces, layout, theme, **frame)


def _axis_of_lanes(lanes: Mapping[str, Lane], theme: str) -> Properties:
    """Return the axis with the countries' names in the middle of their lanes, a rule below each."""
    borders = [lane.top + lane.height for lane in lanes.values()]
    return {
        "range": [borders[-1] if borders else 0.0, 0],
        "showgrid": False,
        "tickvals": [lane.middle for lane in lanes.values()],
        "ticktext": [country_tick(code, theme) for code in lanes],
        "tickfont": {"size": 13},
        "ticklabelstandoff": 8,
        "minor": {
            "tickvals": borders,
            "showgrid": True,
            "gridcolor": tokens(theme).rule,
            "ticks": "",
        },
    }


def country_tick(code: str, theme: str) -> str:
    """Return a country's name as an axis label in its colour."""
    colour = country_colour(code, theme, text=True)
    return f'<b><span style="color:{colour}">{country_name(code)}</span></b>'


def strip_height(lanes: dict[str, Lane]) -> int:
    """Return the figure's height in pixels."""
    return int(sum(lane.height for lane in lanes.values())) + TOP + BOTTOM


def monday_ticks(first_day: pd.Timestamp, days: int) -> tuple[list[int], list[str]]:
    """Return the Mondays as days from the first, and their words; the first of a month names it.

    >>> monday_ticks(pd.Timestamp("2020-06-01"), 30)
    ([0, 7, 14, 21, 28], ['Mon 1 June', '8', '15', '22', '29'])
    """
    places = list(range((7 - first_day.weekday()) % 7, days, 7))
    words: list[str] = []
    month = 0
    for place in places:
        day = first_day + pd.Timedelta(days=place)
        named = day_words(day, year=False)
        if not words:
            named = say("Mon {day}", day=named)
        words.append(str(day.day) if day.month == month else named)
        month = day.month
    return places, words


def _hatches(bands: Sequence[Drawn], days: int, theme: str) -> Properties:
    starts = [max(each.row.start, 0) for each in bands]
    ends = [min(each.row.end + 1, days) for each in bands]
    pattern = {
        "shape": ["." if each.row.assumed else "/" for each in bands],
        "fgcolor": tokens(theme).hatch,
        "bgcolor": CLEAR,
        "size": 6,
        "solidity": 0.25,
    }
    return {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": [end - start for start, end in zip(starts, ends, strict=True)],
        "y": [each.y for each in bands],
        "width": 10,
        "marker": {"color": CLEAR, "pattern": pattern, "line": {"width": 0}},
        **_hover_properties(bands),
    }


def _hover_properties(drawn: Sequence[Drawn]) -> Properties:
    return {
        "hovertext": [each.row.hover for each in drawn],
        "customdata": [each.row.picked for each in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _points(points: Sequence[Drawn], theme: str) -> Properties:
    rows = [each.row for each in points]
    symbols = [MARKS[row.mark].symbol for row in rows]
    colours = [mark_colour(row.mark, theme) for row in rows]
    spaced = {"right": "\u2002{}", "left": "{}\u2002", "": ""}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [row.start + 0.5 for row in rows],
        "y": [each.y for each in points],
        "marker": {
            "color": colours,
            "symbol": [
                f"{symbol}-open" if row.abroad else symbol
                for row, symbol in zip(rows, symbols, strict=True)
            ],
            "size": [CROSS_SIZE if symbol == "x" else MARK_SIZE for symbol in symbols],
            "line": {"width": [2 if row.abroad else 0 for row in rows], "color": colours},
            "opacity": 1,
        },
        "text": [spaced[each.side].format(each.row.label) for each in points],
        "textposition": [f"middle {each.side or 'right'}" for each in points],
        "textfont": {"size": 12, "color": tokens(theme).text},
        "cliponaxis": False,
        **_hover_properties(points),
    }


def _silence(
    drawn: Sequence[Drawn],
    lanes: Mapping[str, Lane],
    words: Mapping[str, str],
    days: int,
    theme: str,
) -> Properties:
    """Return the words of the countries without anything to draw."""
    drawn_countries = {each.row.country for each in drawn}
    empty = {code: lane.middle for code, lane in lanes.items() if code not in drawn_countries}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [days / 2] * len(empty),
        "y": list(empty.values()),
        "text": [words[code] for code in empty],
        "textfont": {"size": 12, "color": tokens(theme).muted},
        "hoverinfo": "skip",
    }


def _band_label(drawn: Drawn, theme: str) -> Properties:
    """Return a band's words with a coloured glyph: over a long hatch, beside a short one."""
    row, look = drawn.row, tokens(theme)
    glyph = mark_glyph(row.mark, hollow=row.abroad)
    words = f'<span style="color:{mark_colour(row.mark, theme)}">{glyph}</span> {row.label}'
    place: Properties = {"x": max(row.start, 0), "xanchor": "left"}
    if drawn.side == "after":
        place = {"x": row.end + 1, "xanchor": "left", "xshift": 3}
    elif drawn.side == "before":
        place = {"x": row.start, "xanchor": "right", "xshift": -3}
    return label(
        y=drawn.y, text=words, colour=look.muted, bgcolor=look.background, borderpad=1, **place
    )
