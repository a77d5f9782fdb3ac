"""New cases or deaths a day as small multiples, each country on its own scale."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.charts.lines import Trace, hover_words, one_box, silent_traces, traceable
from dashboard.covid.charts.scales import DAY_IN_MILLISECONDS, DOTTED, silence_words, value_words
from dashboard.covid.view.timeline import Line, SilentCountry, Timeline
from dashboard.palette import country_colour, see_through, tokens
from dashboard.panels.plot import band_shape, figure_of, label, month_ticks
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import say

HEIGHT, TOP, BOTTOM, SIDE = 172, 26, 22, 8
GAP = 0.022
# Months named under each chart, also of a narrow window.
MOST_TICKS, MOST_TICKS_NARROW = 3, 2
HEADROOM = 1.28
FEW_COUNTRIES = 3
NARROW_COLUMNS, NARROW_GAP = 2, 0.06


@dataclass(frozen=True)
class Grid:
    """Where the small charts stand: `count` of them, with room for so many a row."""

    count: int
    columns: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max(-(-self.count // self.columns), 1)

    @property
    def height(self) -> int:
        """The height of all in pixels."""
        return HEIGHT * self.rows

    def across(self, index: int) -> list[float]:
        """Return where a chart begins and ends."""
        gap = NARROW_GAP if self.columns == NARROW_COLUMNS else GAP
        width = (1 - gap * (self.columns - 1)) / self.columns
        left = index % self.columns * (width + gap)
        return [left, left + width]

    def upwards(self, index: int) -> list[float]:
        """Return the bottom and top of a chart as shares of the plot's height."""
        inner = self.height - TOP - BOTTOM
        top = 1 - index // self.columns * HEIGHT / inner
        return [max(top - (HEIGHT - TOP - BOTTOM) / inner, 0.0), top]


def covid_multiples(
    timeline: Timeline, countries: tuple[str, ...], no_average: str, theme: str
) -> go.Figure:
    """Draw one small chart a country, in a narrow window two a row; one without a series says why.

    A few are not stretched over the whole width of a wide one. `no_average` is what a chart says in
    which no mean is known.
    """
    count = len(countries)
    grid = Grid(count, NARROW_COLUMNS if timeline.is_narrow else max(count, FEW_COUNTRIES))
    lines = {line.country: line for line in timeline.lines}
    silent = {each.country: each for each in timeline.silent}
    traces: list[Trace] = []
    notes: list[Trace] = []
    shapes: list[Trace] = []
    axes: Trace = {}
    for index, code in enumerate(countries):
        number = str(index + 1) if index else ""
        line = lines.get(code)
        most = float(np.nanmax(line.values, initial=0)) if line else 1.0
        axes |= _axes(timeline, number, grid.across(index), most, theme)
        axes[f"yaxis{number}"]["domain"] = grid.upwards(index)
        shapes += _shapes(timeline, code, number, theme)
        notes.append(_name(code, number, theme))
        if line is not None:
            traces += _curve(line, timeline.keys.get(code, ""), number, timeline.noun, theme)
            notes.append(_peak(line, timeline, number, no_average, theme))
        elif code in silent:
            anchors = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
            traces += silent_traces(silent[code], timeline, tokens(theme).hatch, **anchors)
            notes.append(_silence(silent[code], timeline, number, theme))
    layout = {**axes, "shapes": shapes, "annotations": notes, "hovermode": "closest"}
    if lines:
        values = np.concatenate([line.values for line in timeline.lines])
        layout["meta"] = one_box(values, timeline.noun)
    sides = {"left": SIDE, "right": SIDE, "top": TOP, "bottom": BOTTOM}
    return figure_of(traces, layout, theme, height=grid.height, **sides)


def _axes(timeline: Timeline, number: str, domain: list[float], most: float, theme: str) -> Trace:
    look = tokens(theme)
    base = {
        **{"showline": True, "linecolor": look.faint},
        **{"fixedrange": True, "showgrid": False, "zeroline": False},
    }
    words = {"ticks": "", "tickfont": {"size": 12, "color": look.muted}}
    most_ticks = MOST_TICKS_NARROW if timeline.is_narrow else MOST_TICKS
    days = month_ticks(timeline.first, timeline.last, most_ticks)
    quiet = {"visible": False, "fixedrange": True, "anchor": f"x{number}"}
    return {
        f"xaxis{number}": {**base, **words, **days, "domain": domain, "anchor": f"y{number}"},
        f"yaxis{number}": {**quiet, "range": [0, most * HEADROOM or 1]},
    }


def _shapes(timeline: Timeline, code: str, number: str, theme: str) -> list[Trace]:
    look = tokens(theme)
    xref, yref = f"x{number}", f"y{number} domain"
    upright = {"type": "line", "y0": 0, "y1": 1 / HEADROOM, "xref": xref, "yref": yref}
    dotted = {"color": look.muted, "width": 1.2, "dash": DOTTED}
    days = [str(cut.day) for cut in timeline.cuts if cut.country == code]
    band = band_shape(*timeline.clipped_band, look, xref, yref)
    return [band, *({**upright, "x0": when, "x1": when, "line": dotted} for when in days)]


def _name(code: str, number: str, theme: str) -> Trace:
    words = f"{COUNTRIES[code].glyph} <b>{country_name(code)}</b>"
    place = {
        **{"xref": f"x{number} domain", "yref": f"y{number} domain"},
        **{"xanchor": "left", "yanchor": "bottom", "yshift": 5},
    }
    return label(0, 1, words, country_colour(code, theme, text=True), **place, size=13)


def _curve(line: Line, key: str, number: str, noun: str, theme: str) -> list[Trace]:
    """Return the line, with its gaps, and the light area under it."""
    colour, name = country_colour(line.country, theme), country_name(line.country)
    if np.isnan(line.values).all():
        return []
    shared = {
        **{"type": "scatter", "x0": str(line.days[0]), "dx": DAY_IN_MILLISECONDS},
        **{"xaxis": f"x{number}", "yaxis": f"y{number}"},
    }
    filled = {
        **{"mode": "lines", "fill": "tozeroy", "fillcolor": see_through(colour, 0.1)},
        **{"line": {"width": 0}, "hoverinfo": "skip"},
    }
    drawn = {
        **{"line": {"color": colour, "width": 1.8}, "name": name},
        "hovertemplate": hover_words(line.values, noun, name),
        **traceable(key),
    }
    return [
        {**shared, **filled, "y": np.nan_to_num(line.values)},
        {**shared, **drawn, "y": line.values},
    ]


def _peak(line: Line, timeline: Timeline, number: str, no_average: str, theme: str) -> Trace:
    """Write the highest value and its day; plain words when all are 0 or none is known."""
    look = tokens(theme)
    at = line.highest()
    if at is None:
        words = say("0 on every day") if (line.values == 0).any() else no_average
        return label(
            0.5, 0.5, words, look.muted, xref=f"x{number} domain", yref=f"y{number} domain"
        )
    when, value = pd.Timestamp(line.days[at]), float(line.values[at])
    share = timeline.share(when)
    side = "left" if share < 0.33 else "right" if share > 0.67 else "center"
    shift = {"left": -4, "right": 4, "center": 0}[side]
    words = (
        say("{value} on {day:short_year}", value=value_words(value), day=when)
        if timeline.several_years
        else say("{value} on {day:short}", value=value_words(value), day=when)
    )
    place = {
        **{"xref": f"x{number}", "yref": f"y{number}"},
        **{"xanchor": side, "xshift": shift, "yanchor": "bottom"},
    }
    return label(str(when), value, words, look.text, **place)


def _silence(silent: SilentCountry, timeline: Timeline, number: str, theme: str) -> Trace:
    look = tokens(theme)
    claimed = silent.within(timeline.first, timeline.last) is not None
    none = say("no series")
    words = f"{silence_words(silent)}<br>{none}"
    colour = country_colour(silent.country, theme, text=True) if claimed else look.muted
    place = {"xref": f"x{number} domain", "yref": f"y{number} domain"}
    plate = {"bgcolor": look.background, "borderpad": 3}
    return label(0.5, 0.42, words if claimed else f"<i>{words}</i>", colour, **place, **plate)
