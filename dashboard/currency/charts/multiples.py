"""Rates against the dollar as small multiples: one currency each, on its own scale.

Takes what is to be drawn in one direction; the figures on one scale are in `one_scale`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.currency.charts.one_scale import band_of, day_axis
from dashboard.currency.measures import Line, Numbers, Window, rate_words
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.vocabulary import COUNTRIES, CURRENCIES
from dashboard.wording import short_day

Drawn = dict[str, Any]
ROW_HEIGHT, HEAD_HEIGHT, TICKS_HEIGHT = 160, 26, 24
GUTTER = 0.035
COLUMNS = {1: 1, 2: 2, 4: 2}
MOST_COLUMNS = 3
KEY = (
    "<b>How to read</b>",
    "Higher is {higher}; no scale starts at zero.",
    "Line: days with a rate, broken at gaps",
    "of more than 14 days.",
    "Open mark: as reported on a page; its bar",
    "is the range implied by rounding.",
)
PLATE = "B8"
PRINTS_ROOM = 21


def multiples_height(panels: int) -> int:
    """Return the height of the small multiples in pixels."""
    return ROW_HEIGHT * max(1, -(-panels // COLUMNS.get(panels, MOST_COLUMNS)))


@dataclass(frozen=True)
class Prints:
    """Rates printed on pages, the range that rounds to each; both in words, and the key."""

    line: Line
    low: Numbers
    high: Numbers
    words: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class RatePanel:
    """What is drawn of one currency, in one direction; odd days and prints are not joined.

    `key` is what the days of the line are traced by, "{}" for the day; `is_official` says that a
    state sets the rate.
    """

    currency: str
    line: Line
    odd: Line
    prints: Prints
    key: str = ""
    is_official: bool = False


def rate_multiples(
    panels: Sequence[RatePanel], window: Window, digits: int, higher: str, theme: str
) -> go.Figure:
    """Draw one panel a currency; `higher` says what a higher value means."""
    height = multiples_height(len(panels))
    columns = COLUMNS.get(len(panels), MOST_COLUMNS)
    sheet = _Sheet(columns, height, window, digits, theme)
    cells = [_Cell(sheet, place, panel) for place, panel in enumerate(panels)]
    notes = [note for cell in cells for note in cell.words()]
    if columns == MOST_COLUMNS and len(panels) % columns == columns - 1:
        notes.append(sheet.key(len(panels), higher))
    bands = [band_of(window, cell.axis, theme) for cell in cells]
    days = day_axis(window, theme, sparse=columns == MOST_COLUMNS)
    axes = {name: axis for cell in cells for name, axis in cell.axes(days).items()}
    shapes = [band for band in bands if band]
    traces = [trace for cell in cells for trace in cell.traces()]
    layout = axes | {"annotations": notes, "shapes": shapes}
    return figure_of(traces, layout, theme, height=height, top=0, bottom=0, left=4, right=4)


@dataclass(frozen=True)
class _Sheet:
    """The paper that the panels share."""

    columns: int
    height: int
    window: Window
    digits: int
    theme: str

    @property
    def width(self) -> float:
        return (1 - GUTTER * (self.columns - 1)) / self.columns

    def left(self, place: int) -> float:
        return place % self.columns * (self.width + GUTTER)

    def right(self, place: int) -> float:
        return min(1, self.left(place) + self.width)

    def level(self, place: int, pixels: int) -> float:
        """Return the paper height so many pixels below the top of a panel."""
        return 1 - (place // self.columns * ROW_HEIGHT + pixels) / self.height

    def key(self, place: int, higher: str) -> Drawn:
        text = "<br>".join(KEY).format(higher=higher)
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        x, y = self.left(place), self.level(place, 0)
        return label(x, y, text, tokens(self.theme).muted, align="left", **corner)


@dataclass(frozen=True)
class _Cell:
    """One small multiple: its place on the sheet and what is drawn in it."""

    sheet: _Sheet
    place: int
    panel: RatePanel

    @property
    def axis(self) -> str:
        return str(self.place + 1) if self.place else ""

    @property
    def colour(self) -> str:
        return country_colour(CURRENCIES[self.panel.currency].country, self.sheet.theme)

    def axes(self, days: Drawn) -> Drawn:
        sheet, place = self.sheet, self.place
        ends = {"domain": [sheet.left(place), sheet.right(place)], "anchor": f"y{self.axis}"}
        bottom, top = sheet.level(place, ROW_HEIGHT - TICKS_HEIGHT), sheet.level(place, HEAD_HEIGHT)
        values = {
            "range": _value_range(self.panel),
            "domain": [bottom, top],
            "anchor": f"x{self.axis}",
            "visible": False,
            "fixedrange": True,
        }
        return {f"xaxis{self.axis}": days | ends, f"yaxis{self.axis}": values}

    def traces(self) -> list[Drawn]:
        drawn = [self.line()]
        if len(self.panel.prints.words):
            drawn.append(self.prints())
        if len(self.panel.odd.days):
            drawn.append(self.odd_days())
        where = {"type": "scatter", "xaxis": f"x{self.axis}", "yaxis": f"y{self.axis}"}
        return [trace | where for trace in drawn]

    def line(self) -> Drawn:
        broken = self.panel.line.broken()
        value = f"<b>%{{y:,.{self.sheet.digits}r}}</b>"
        official = " official rate" if self.panel.is_official else ""
        return {
            "mode": "lines+markers",
            "x": broken.dates,
            "y": broken.values,
            "connectgaps": False,
            "line": {"color": self.colour, "width": 1.8},
            "marker": {"size": 3, "color": self.colour},
            "legendgroup": self.panel.key,
            "hovertemplate": f"%{{x|%-d %B %Y}}<br>{value}{official}<extra></extra>",
        }

    def prints(self) -> Drawn:
        prints = self.panel.prints
        symbol = f"{COUNTRIES[CURRENCIES[self.panel.currency].country].marker}-open"
        return {
            "mode": "markers",
            "x": prints.line.dates,
            "y": prints.line.values,
            "opacity": 0.7,
            "marker": {"symbol": symbol, "size": 6, "color": self.colour, "line": {"width": 1}},
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": prints.high - prints.line.values,
                "arrayminus": prints.line.values - prints.low,
                "thickness": 1,
                "width": 0,
                "color": self.colour,
            },
            "customdata": prints.words,
            "hovertemplate": "%{x|%-d %B %Y}<br>printed <b>%{customdata[0]}</b>"
            "<br>that is %{customdata[1]}<extra></extra>",
        }

    def odd_days(self) -> Drawn:
        faint = tokens(self.sheet.theme).faint
        reading = f"the series reads %{{y:,.{self.sheet.digits}r}}"
        return {
            "mode": "markers",
            "x": self.panel.odd.dates,
            "y": self.panel.odd.values,
            "marker": {"symbol": "circle-open", "size": 6, "color": faint, "line": {"width": 1}},
            "legendgroup": self.panel.key,
            "hovertemplate": f"%{{x|%-d %B %Y}}<br>{reading},<br>which looks wrong<extra></extra>",
        }

    def words(self) -> list[Drawn]:
        currency, line = self.panel.currency, self.panel.line
        country = COUNTRIES[CURRENCIES[currency].country]
        ink = country_colour(country.code, self.sheet.theme, text=True)
        name = f"<b>{country.glyph} {country.name}</b> {CURRENCIES[currency].name}"
        notes = [self.heading(name, ink, "left")]
        if not len(line.days):
            return notes
        if self.panel.is_official:
            official = f"{line.values[-1]:.{self.sheet.digits}g}: official rate, administered"
            return [*notes, self.beside(0, official, above=True, distance=PRINTS_ROOM)]
        last = f"{self.rate(-1)}, {short_day(pd.Timestamp(line.days[-1]))}"
        notes.append(self.heading(last, tokens(self.sheet.theme).muted, "right"))
        for place, above in ((int(line.values.argmax()), True), (int(line.values.argmin()), False)):
            notes.append(self.beside(place, self.dated(place), above=above))
        return notes

    def heading(self, text: str, colour: str, side: str) -> Drawn:
        edge = self.sheet.left if side == "left" else self.sheet.right
        corner = {"xref": "paper", "yref": "paper", "xanchor": side, "yanchor": "top"}
        return label(edge(self.place), self.sheet.level(self.place, 0), text, colour, **corner)

    def beside(self, place: int, text: str, *, above: bool, distance: int = 3) -> Drawn:
        """Return words above or below a point of the line, kept inside the panel."""
        day, value = pd.Timestamp(self.panel.line.days[place]), self.panel.line.values[place]
        window, look = self.sheet.window, tokens(self.sheet.theme)
        share = (day - window.first) / max(window.last - window.first, pd.Timedelta(days=1))
        where = {
            "xanchor": "left" if share < 0.25 else "right" if share > 0.75 else "center",
            "yanchor": "bottom" if above else "top",
            "yshift": distance if above else -distance,
            "xref": f"x{self.axis}",
            "yref": f"y{self.axis}",
            "bgcolor": f"{look.background}{PLATE}",
            "borderpad": 0,
        }
        return label(day.isoformat(), value, text, look.text, size=11, **where)

    def rate(self, place: int) -> str:
        return rate_words(self.panel.line.values[place], self.sheet.digits)

    def dated(self, place: int) -> str:
        when = short_day(pd.Timestamp(self.panel.line.days[place]), year=True)
        return f"{self.rate(place)} on {when}"


def _value_range(panel: RatePanel) -> list[float]:
    values = np.concatenate(
        [panel.line.values, panel.odd.values, panel.prints.low, panel.prints.high]
    )
    if not len(values):
        return [0, 1]
    lowest, highest = float(values.min()), float(values.max())
    pad = max(0.27 * (highest - lowest), 0.01 * highest)
    return [lowest - pad, highest + pad]
