"""New cases or deaths a day as small multiples, each country on its own scale."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.charts.lines import claim_traces, hover_words, traceable
from dashboard.covid.charts.scales import (
    DAY_IN_MILLISECONDS,
    DOTTED,
    amount,
    band_shape,
    hatched,
    month_ticks,
)
from dashboard.covid.view import Lane, Line, Timeline
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import short_day

HEIGHT, TOP, BOTTOM, SIDE = 172, 26, 22, 8
GAP = 0.022
MOST_TICKS = 3
HEADROOM = 1.28
FEW_COUNTRIES = 3


def covid_multiples(timeline: Timeline, countries: tuple[str, ...], theme: str) -> go.Figure:
    """Draw one small chart a country; one without a series gets its lane's words."""
    lines = {line.country: line for line in timeline.lines}
    lanes = {lane.country: lane for lane in timeline.lanes}
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for index, code in enumerate(countries):
        number = str(index + 1) if index else ""
        line = lines.get(code)
        most = float(np.nanmax(line.values, initial=0)) if line else 1.0
        axes |= _axes(timeline, number, _domain(index, len(countries)), most, theme)
        shapes += _shapes(timeline, code, number, theme)
        notes.append(_name(code, number, theme))
        if line is not None:
            traces += _curve(line, timeline.keys.get(code, ""), number, timeline.noun, theme)
            notes.append(_peak(line, timeline, number, theme))
        elif code in lanes:
            traces += _lane(lanes[code], timeline, number, theme)
            notes.append(_lane_words(lanes[code], timeline, number, theme))
    extras = {"shapes": shapes, "annotations": notes, "hovermode": "closest"}
    return figure_of(
        traces,
        {**axes, **extras},
        theme,
        height=HEIGHT,
        left=SIDE,
        right=SIDE,
        top=TOP,
        bottom=BOTTOM,
    )


def _domain(index: int, count: int) -> list[float]:
    """Return where a small chart begins and ends; a few are not stretched over the whole width."""
    places = max(count, FEW_COUNTRIES)
    width = (1 - GAP * (places - 1)) / places
    return [index * (width + GAP), index * (width + GAP) + width]


def _axes(
    timeline: Timeline, number: str, domain: list[float], most: float, theme: str
) -> dict[str, Any]:
    look = tokens(theme)
    base = {
        "showline": True,
        "linecolor": look.faint,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    words = {"ticks": "", "tickfont": {"size": 12, "color": look.muted}}
    days = month_ticks(timeline.first, timeline.last, MOST_TICKS)
    quiet = {"visible": False, "fixedrange": True, "anchor": f"x{number}"}
    return {
        f"xaxis{number}": {**base, **words, **days, "domain": domain, "anchor": f"y{number}"},
        f"yaxis{number}": {**quiet, "range": [0, most * HEADROOM or 1]},
    }


def _shapes(timeline: Timeline, code: str, number: str, theme: str) -> list[dict[str, Any]]:
    look = tokens(theme)
    xref, yref = f"x{number}", f"y{number} domain"
    upright = {"type": "line", "y0": 0, "y1": 1 / HEADROOM, "xref": xref, "yref": yref}
    dotted = {"color": look.muted, "width": 1.2, "dash": DOTTED}
    days = [str(cut.day) for cut in timeline.cuts if cut.country == code]
    band = band_shape(*timeline.clipped_band, look, xref, yref)
    return [band, *({**upright, "x0": when, "x1": when, "line": dotted} for when in days)]


def _name(code: str, number: str, theme: str) -> dict[str, Any]:
    words = f"{COUNTRIES[code].glyph} <b>{country_name(code)}</b>"
    place = {
        "xref": f"x{number} domain",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 5,
    }
    return label(0, 1, words, country_colour(code, theme, text=True), **place, size=13)


def _curve(line: Line, key: str, number: str, noun: str, theme: str) -> list[dict[str, Any]]:
    """Return the line, with its gaps, and the light area under it."""
    colour = country_colour(line.country, theme)
    tint = f"rgba({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))}, 0.1)"
    name = country_name(line.country)
    if np.isnan(line.values).all():
        return []
    hover = hover_words(line.values, noun, name)
    shared = {
        "type": "scatter",
        "x0": str(line.days[0]),
        "dx": DAY_IN_MILLISECONDS,
    }
    shared |= {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    filled = {
        "mode": "lines",
        "fill": "tozeroy",
        "fillcolor": tint,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    drawn = {"line": {"color": colour, "width": 1.8}, "hovertemplate": hover, "name": name}
    drawn |= traceable(key)
    return [
        {**shared, **filled, "y": np.nan_to_num(line.values)},
        {**shared, **drawn, "y": line.values},
    ]


def _peak(line: Line, timeline: Timeline, number: str, theme: str) -> dict[str, Any]:
    """Print the highest value and its day; plain words when all are 0 or none is known."""
    look = tokens(theme)
    if not np.nanmax(line.values, initial=0):
        words = "0 on every day" if (line.values == 0).any() else "no 7-day average"
        return label(
            0.5, 0.5, words, look.muted, xref=f"x{number} domain", yref=f"y{number} domain"
        )
    at = int(np.nanargmax(line.values))
    when = pd.Timestamp(line.days[at])
    share = timeline.share(when)
    side = "left" if share < 0.33 else "right" if share > 0.67 else "center"
    shift = {"left": -4, "right": 4, "center": 0}[side]
    words = f"{amount(float(line.values[at]))} on {short_day(when, year=timeline.several_years)}"
    place = {
        "xref": f"x{number}",
        "yref": f"y{number}",
        "xanchor": side,
        "xshift": shift,
        "yanchor": "bottom",
    }
    return label(str(when), float(line.values[at]), words, look.text, **place)


def _lane(lane: Lane, timeline: Timeline, number: str, theme: str) -> list[dict[str, Any]]:
    days = lane.within(timeline.first, timeline.last)
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    if not days:
        return []
    return [hatched(*days, tokens(theme).hatch, axes), *claim_traces(lane, days, axes)]


def _lane_words(lane: Lane, timeline: Timeline, number: str, theme: str) -> dict[str, Any]:
    claimed = lane.within(timeline.first, timeline.last) is not None
    words = f"{lane.words}<br>no series" if claimed else f"<i>{lane.words}<br>no series</i>"
    colour = country_colour(lane.country, theme, text=True) if claimed else tokens(theme).muted
    plate = {"bgcolor": tokens(theme).background, "borderpad": 3}
    return label(
        0.5, 0.42, words, colour, xref=f"x{number} domain", yref=f"y{number} domain", **plate
    )
