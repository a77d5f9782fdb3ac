"""Rates against the dollar as small multiples: one currency each, on its own scale.

Takes what is to be drawn in one direction; the figures on one scale are in `one_scale`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.currency.charts.one_scale import band_of, day_axis
from dashboard.currency.measures import Line, Numbers, Window, rate_words
from dashboard.currency.view import Run
from dashboard.dates import short_day
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import Properties, day_box, figure_of, label
from dashboard.vocabulary import COUNTRIES, CURRENCIES, RATE_KINDS
from dashboard.wording import say

Drawn = Properties
ROW_HEIGHT, HEAD_HEIGHT, TICKS_HEIGHT = 160, 26, 24
GUTTER = 0.035
COLUMNS = {1: 1, 2: 2, 4: 2}
MOST_COLUMNS = 3
# Of a panel, in pixels, and of the height on screen.
LEAST_WIDTH, LEAST_SHARE = 205, 0.75
# How each kind of rate looks: the dash of a line, the symbol of a mark ("" is the country's own).
DASHES = {"official": "solid", "daily": "solid", "cross": "dot"}
SYMBOLS = {"month_end": "", "press": "x", "month_start": "line-ns"}
PLATE = "B8"
PRINTS_ROOM = 21


def multiples_height(panels: int, columns: int = 0) -> int:
    """Return the height of the small multiples in pixels, in some columns or those they have."""
    return ROW_HEIGHT * max(1, -(-panels // (columns or COLUMNS.get(panels, MOST_COLUMNS))))


def multiples_least(panels: int) -> tuple[int, int]:
    """Return the width and height that their words need."""
    columns = COLUMNS.get(panels, MOST_COLUMNS)
    return LEAST_WIDTH * columns, round(multiples_height(panels) * LEAST_SHARE)


@dataclass(frozen=True)
class Prints:
    """Rates printed on pages, the range that rounds to each; both in words, and the key."""

    line: Line
    low: Numbers
    high: Numbers
    words: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class RatePanel:
    """What is drawn of one currency, in one direction; only the days of `runs` are joined.

    `single` are rates of single days; `is_official` says that a state sets the rate.
    """

    currency: str
    runs: Sequence[Run]
    odd: Sequence[Run]
    single: Sequence[Run]
    prints: Prints
    is_official: bool = False

    @property
    def labelled_runs(self) -> Sequence[Run]:
        """What the words beside the picture are of: lines and month ends, without them others."""
        ends = [run for run in self.single if run.kind == "month_end"]
        return [*self.runs, *ends] or self.single

    @property
    def every(self) -> Sequence[Run]:
        """All runs, of lines, outliers and single days."""
        return [*self.runs, *self.odd, *self.single]


def rate_multiples(
    panels: Sequence[RatePanel],
    window: Window,
    higher: str,
    theme: str,
    *,
    is_narrow: bool = False,
) -> go.Figure:
    """Draw one panel a currency, one under another where it is narrow.

    `higher` says what a higher value means.
    """
    columns = 1 if is_narrow else COLUMNS.get(len(panels), MOST_COLUMNS)
    height = multiples_height(len(panels), columns)
    sheet = _Sheet(columns, height, window, theme)
    cells = [_Cell(sheet, place, panel) for place, panel in enumerate(panels)]
    notes = [note for cell in cells for note in cell.words()]
    if columns == MOST_COLUMNS and len(panels) % columns == columns - 1:
        notes.append(sheet.key(len(panels), _key(panels, higher)))
    bands = [band_of(window, cell.axis, theme) for cell in cells]
    days = day_axis(window, theme, sparse=columns == MOST_COLUMNS)
    axes = {name: axis for cell in cells for name, axis in cell.axes(days).items()}
    shapes = [band for band in bands if band]
    traces = [trace for cell in cells for trace in cell.traces()]
    layout = axes | {"annotations": notes, "shapes": shapes, "meta": day_box()}
    return figure_of(traces, layout, theme, height=height, top=0, bottom=0, left=4, right=4)


@dataclass(frozen=True)
class _Sheet:
    """The paper that the panels share."""

    columns: int
    height: int
    window: Window
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

    def key(self, place: int, lines: Sequence[str]) -> Drawn:
        text = "<br>".join(lines)
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
        drawn = [self.line(run) for run in self.panel.runs]
        drawn += [self.single(run) for run in self.panel.single]
        if len(self.panel.prints.words):
            drawn.append(self.prints())
        drawn += [self.odd_days(run) for run in self.panel.odd]
        where = {"type": "scatter", "xaxis": f"x{self.axis}", "yaxis": f"y{self.axis}"}
        # A panel without a rate keeps its axes.
        return [trace | where for trace in drawn or [{"x": [], "y": []}]]

    def line(self, run: Run) -> Drawn:
        broken = run.line.broken()
        official = say("official rate, administered")
        kind = official if self.panel.is_official else say(RATE_KINDS[run.kind].label)
        return {
            "mode": "lines+markers",
            "x": broken.dates,
            "y": broken.values,
            "connectgaps": False,
            "line": {"color": self.colour, "width": 1.8, "dash": DASHES[run.kind]},
            "marker": {"size": 3, "color": self.colour},
            **_picked(self.panel.currency, run, kind),
        }

    def single(self, run: Run) -> Drawn:
        """Return the rates of single days, never joined."""
        own = COUNTRIES[CURRENCIES[self.panel.currency].country].marker
        line = {"width": 1.4, "color": self.colour}
        look = {"symbol": SYMBOLS[run.kind] or own, "size": 7, "color": self.colour, "line": line}
        return self.marks(run, look, say(RATE_KINDS[run.kind].label))

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
            "hovertemplate": say(
                "{day}<br>published <b>{rate}</b><br>that is {range}",
                day="%{x|%-d %B %Y}",
                rate="%{customdata[0]}",
                range="%{customdata[1]}",
            )
            + "<extra></extra>",
        }

    def odd_days(self, run: Run) -> Drawn:
        faint = tokens(self.sheet.theme).faint
        look = {"symbol": "circle-open", "size": 6, "color": faint, "line": {"width": 1}}
        return self.marks(run, look, say("in the series, which looks wrong"))

    def marks(self, run: Run, look: Drawn, kind: str) -> Drawn:
        days = {"x": run.line.dates, "y": run.line.values}
        return {"mode": "markers", **days, "marker": look} | _picked(self.panel.currency, run, kind)

    def words(self) -> list[Drawn]:
        currency, labelled_runs = self.panel.currency, self.panel.labelled_runs
        country = COUNTRIES[CURRENCIES[currency].country]
        ink = country_colour(country.code, self.sheet.theme, text=True)
        name = f"<b>{country.glyph} {country.name}</b> {CURRENCIES[currency].name}"
        notes = [self.heading(name, ink, "left")]
        if not labelled_runs:
            return notes
        days = np.concatenate([run.line.days for run in labelled_runs])
        values = np.concatenate([run.line.values for run in labelled_runs])
        digits = np.concatenate([run.digits for run in labelled_runs])
        points = _Points(days, values, digits)
        if self.panel.is_official:
            official = say("{rate}: official rate, administered", rate=f"{values[-1]:.5g}")
            return [*notes, self.beside(points, 0, official, above=True, distance=PRINTS_ROOM)]
        end = int(days.argmax())
        window = self.sheet.window
        when = short_day(pd.Timestamp(days[end]), year=window.first.year != window.last.year)
        last = f"{points.rate(end)}, {when}"
        notes.append(self.heading(last, tokens(self.sheet.theme).muted, "right"))
        for place, above in ((int(values.argmax()), True), (int(values.argmin()), False)):
            notes.append(self.beside(points, place, points.dated(place), above=above))
        return notes

    def heading(self, text: str, colour: str, side: str) -> Drawn:
        edge = self.sheet.left if side == "left" else self.sheet.right
        corner = {"xref": "paper", "yref": "paper", "xanchor": side, "yanchor": "top"}
        return label(edge(self.place), self.sheet.level(self.place, 0), text, colour, **corner)

    def beside(
        self, points: "_Points", place: int, text: str, *, above: bool, distance: int = 3
    ) -> Drawn:
        """Return words above or below a point, kept inside the panel."""
        day, value = pd.Timestamp(points.days[place]), points.values[place]
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


@dataclass(frozen=True)
class _Points:
    """The rates that words are written of, and the digits of each."""

    days: Numbers
    values: Numbers
    digits: Numbers

    def rate(self, place: int) -> str:
        return rate_words(self.values[place], int(self.digits[place]))

    def dated(self, place: int) -> str:
        when = short_day(pd.Timestamp(self.days[place]), year=True)
        return say("{rate} on {day}", rate=self.rate(place), day=when)


def _picked(currency: str, run: Run, kind: str) -> Drawn:
    """Return what a mark says when it is pointed at, and what it is traced by."""
    digits = int(run.digits.max())
    value = f"<b>%{{y:,.{digits}~r}}</b>"
    own = CURRENCIES[currency]
    return {
        "name": f"{COUNTRIES[own.country].name} {own.name}, {kind}",
        "meta": {"digits": digits},
        "legendgroup": run.key,
        "hovertemplate": f"%{{x|%-d %B %Y}}<br>{value}<br>{kind}<extra></extra>",
    }


def _key(panels: Iterable[RatePanel], higher: str) -> list[str]:
    """Explain the marks, only the kinds that are there."""
    kinds = {run.kind for panel in panels for run in panel.every}
    kinds |= {"ticker" for panel in panels if len(panel.prints.line.days)}
    words_by_kind = {
        "cross": say("Dotted: another bank’s cross rate."),
        "month_end": say("Filled mark: month end."),
        "month_start": say("Upright stroke: cross rate of the 1st."),
        "press": say("Cross: rate from an article."),
        "ticker": say("Open mark: published on a page; bar: range."),
    }
    head = say("How to read")
    return [
        f"<b>{head}</b>",
        say("Higher is {higher}.", higher=higher),
        say("No scale starts at zero."),
        say("Line: daily rates."),
        *(words for kind, words in words_by_kind.items() if kind in kinds),
    ]


def _value_range(panel: RatePanel) -> list[float]:
    values = np.concatenate(
        [*(run.line.values for run in panel.every), panel.prints.low, panel.prints.high]
    )
    if not len(values):
        return [0, 1]
    lowest, highest = float(values.min()), float(values.max())
    pad = max(0.27 * (highest - lowest), 0.01 * highest)
    return [lowest - pad, highest + pad]
