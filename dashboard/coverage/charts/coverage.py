"""Pictures of what the data covers: months by country, and runs of the series with gaps."""

import calendar
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.measures.coverage import SINGLE
from dashboard.dates import day
from dashboard.palette import Tokens, country_colour, tokens
from dashboard.panels.plot import CLEAR, HATCHING, Properties, figure_of, label
from dashboard.vocabulary import COUNTRIES, currency_of
from dashboard.wording import counted, say

MONTHS = 12
PANEL = MONTHS + 1
CELL_HEIGHT = 19
GRID_TOP, GRID_BOTTOM = 24, 22
WIDEST_NUMBER = 2
QUARTERS = {0: "J", 3: "A", 6: "J", 9: "O"}
COUNTS = ("year", "month", "events", "figures", "reports", "is_covered", "is_read")
LANE_HEIGHT = 27


def coverage_grid(coverage: pd.DataFrame, theme: str) -> go.Figure:
    """Draw years and months for each country: the darker, the more events, with their number.

    A month without anything is empty; one without an event is a pale cell, with a 0 where sources
    cover it. Numbers of more than two digits do not fit and are told on hovering.
    """
    look = tokens(theme)
    years = sorted(coverage["year"].unique().tolist())
    grids = {code: coverage[coverage["country"].eq(code)] for code in COUNTRIES}
    traces = [
        *(
            _cells(code, own, look)
            | {
                "x": place * PANEL + np.arange(MONTHS),
                "zmax": max(int(coverage["events"].max()), 1),
            }
            for place, (code, own) in enumerate(grids.items())
        ),
        _numbers(grids, True, look.muted),
        _numbers(grids, False, look.text),
    ]
    ticks = {
        place * PANEL + month: name
        for place in range(len(COUNTRIES))
        for month, name in QUARTERS.items()
    }
    layout = {
        "annotations": country_names(tuple(COUNTRIES), PANEL, theme),
        "xaxis": {
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "range": [-0.6, len(COUNTRIES) * PANEL - 1.4],
        },
        "yaxis": {
            "tickvals": list(range(len(years))),
            "ticktext": [str(year) for year in years],
            "range": [len(years) - 0.5, -0.5],
            "showgrid": False,
        },
    }
    frame = {"height": grid_height(len(years)), "top": GRID_TOP, "bottom": GRID_BOTTOM}
    return figure_of(traces, layout, theme, left=38, right=2, **frame)


def _cells(code: str, own: pd.DataFrame, look: Tokens) -> Properties:
    """Return the cells of a country: a row a year, as dark as its months have events."""
    darkest = look.faint if look.name == "light" else look.hatch
    return {
        "type": "heatmap",
        "name": COUNTRIES[code].name,
        "y": np.arange(len(own) // MONTHS),
        "z": own["events"].where(own["is_read"]).to_numpy().reshape(-1, MONTHS),
        "text": np.array(_told(code, own)).reshape(-1, MONTHS),
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": True,
        "zmin": 0,
        "colorscale": [[0, look.band], [1, darkest]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
    }


def grid_height(years: int) -> int:
    """Return the height of the grid in pixels."""
    return years * CELL_HEIGHT + GRID_TOP + GRID_BOTTOM


def _told(code: str, own: pd.DataFrame) -> list[str]:
    """Return what hovering over each cell tells."""
    told = []
    for year, month, *numbers, is_covered, is_read in zip(
        *(own[name].tolist() for name in COUNTS), strict=True
    ):
        head = f"{COUNTRIES[code].name}, {calendar.month_name[month]} {year}<br>"
        events, figures, reports = numbers
        words = f"{counted(figures, 'figure')}, {counted(reports, 'report')} published"
        reach = say("reviewed in full") if is_covered else say("single reports only")
        known = counted(events, "event") if events or is_covered else say("no event")
        full = f"{head}<b>{known}</b>; {words}<br>{reach}"
        told.append(full if is_read else f"{head}{say('not covered')}")
    return told


def _numbers(grids: Mapping[str, pd.DataFrame], zeros: bool, colour: str) -> Properties:
    """Return the printed numbers of all cells as one trace: the zeros, or the others."""
    xs, ys, words = [], [], []
    for place, own in enumerate(grids.values()):
        events = own["events"].to_numpy()
        fits = events < 10**WIDEST_NUMBER
        shown = own["is_covered"].to_numpy() & (events == 0) if zeros else events > 0
        cells = np.flatnonzero(shown & fits)
        xs += (place * PANEL + cells % MONTHS).tolist()
        ys += (cells // MONTHS).tolist()
        words += events[cells].astype(str).tolist()
    return {
        "type": "scatter",
        "mode": "text",
        "name": "none reported" if zeros else "events",
        "x": xs,
        "y": ys,
        "text": words,
        "textfont": {"size": 11, "color": colour},
        "hoverinfo": "skip",
    }


def country_names(countries: Sequence[str], step: float, theme: str) -> list[Properties]:
    """Return the names of countries over their panels, each `step` wide."""
    where = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 3}
    return [
        label(
            place * step - 0.5,
            1,
            f"{COUNTRIES[code].glyph} <b>{COUNTRIES[code].name}</b>",
            country_colour(code, theme, text=True),
            **where,
        )
        for place, code in enumerate(countries)
    ]


def series_lanes(runs: pd.DataFrame, breaks: pd.DataFrame, theme: str) -> go.Figure:
    """Draw the runs of each series as bars: one lane a country for COVID-19, one a currency.

    A lane is hatched where a country has no series of its own; a thin cut marks a new definition.
    """
    look = tokens(theme)
    lanes = _lanes(runs)
    first, last = runs["first"].min().replace(month=1, day=1), runs["last"].max()
    extents = {
        "covid": _extent(runs[runs["series"].isin(["cases", "deaths"])], (first, last)),
        "rates": _extent(runs[runs["series"].eq("rates")], (first, last)),
    }
    traces = [_lane(place, lane, theme, extents[lane["kind"]]) for place, lane in enumerate(lanes)]
    places = {lane["country"]: place for place, lane in enumerate(lanes) if lane["kind"] == "covid"}
    cuts = breaks[breaks["kind"].eq("definition")].drop_duplicates(["iso_code", "date"])
    layout = {
        "barmode": "overlay",
        "bargap": 0,
        "annotations": [
            note for place, lane in enumerate(lanes) for note in _lane_words(place, lane, theme)
        ],
        "shapes": [
            _cut(when, places[code], look.background)
            for when, code in zip(cuts["date"], cuts["iso_code"], strict=True)
        ],
        "xaxis": {
            "type": "date",
            "range": [first, last],
            "showline": True,
            "linecolor": look.faint,
            "dtick": "M12",
            "tickformat": "%Y",
        },
        "yaxis": {"visible": False, "range": [len(lanes) - 0.4, -0.6]},
    }
    frame = {"height": lanes_height(), "left": 150, "right": 246, "top": 4, "bottom": 24}
    return figure_of(traces, layout, theme, **frame)


def lanes_height() -> int:
    """Return the height of the lanes in pixels."""
    return 2 * len(COUNTRIES) * LANE_HEIGHT + 28


def _lanes(runs: pd.DataFrame) -> list[Properties]:
    """Return what each lane holds, top to bottom."""
    lanes = []
    for kind, series, points in (("covid", "cases", ()), ("rates", "rates", SINGLE)):
        for code in COUNTRIES:
            own = runs[runs["country"].eq(code)]
            lanes.append(
                {
                    "kind": kind,
                    "country": code,
                    "runs": own[own["series"].eq(series)],
                    "points": own[own["series"].isin(points)],
                }
            )
    return lanes


def _lane(place: int, lane: Mapping[str, Any], theme: str, extent: tuple[Any, Any]) -> Properties:
    """Return the bars of one lane; hatched over the time of its kind when it has no run."""
    look, own = tokens(theme), lane["runs"]
    bars: Properties = {
        "type": "bar",
        "orientation": "h",
        "width": 0.42,
        "name": lane["country"],
    }
    if own.empty:
        bars |= {
            "y": [place],
            "base": [extent[0]],
            "x": [_milliseconds(extent[1] - extent[0])],
            "hoverinfo": "skip",
        }
        return bars | {
            "marker": {
                "pattern": HATCHING | {"fgcolor": look.hatch},
                "color": CLEAR,
                "line": {"color": look.hatch, "width": 1},
            }
        }
    width = (own["last"] - own["first"] + pd.Timedelta(days=1)).dt.total_seconds() * 1000
    words = [
        f"{day(first)} to {day(last)}<br><b>{counted(days, 'day')}</b>"
        if days > 1
        else f"<b>{day(first)}</b>"
        for first, last, days in zip(own["first"], own["last"], own["days"], strict=True)
    ]
    return bars | {
        "y": np.full(len(own), place),
        "base": own["first"],
        "x": width,
        "text": words,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": country_colour(lane["country"], theme)},
    }


def _extent(runs: pd.DataFrame, otherwise: tuple[object, object]) -> tuple[Any, Any]:
    return (runs["first"].min(), runs["last"].max()) if len(runs) else otherwise


def _milliseconds(length: pd.Timedelta) -> float:
    return length.total_seconds() * 1000


def _lane_words(place: int, lane: Mapping[str, Any], theme: str) -> list[Properties]:
    look, code, own = tokens(theme), lane["country"], lane["runs"]
    name = (
        COUNTRIES[code].name
        if lane["kind"] == "covid"
        else f"{COUNTRIES[code].name}, {currency_of(code)}"
    )
    if own.empty:
        words, colour = ("no official series" if lane["kind"] == "covid" else "no data"), look.muted
    else:
        days, single = int(own["days"].sum()), len(lane["points"])
        more = f" and {single} single" if single else ""
        span = f"{own['first'].min():%b %Y} – {own['last'].max():%b %Y}"
        words = f"{counted(days, 'day')}{more}, {span}"
        colour = look.text
    return [
        label(
            0,
            place,
            f"<b>{name}</b>",
            country_colour(code, theme, text=True),
            xref="paper",
            xanchor="right",
            xshift=-10,
        ),
        label(1, place, words, colour, xref="paper", xanchor="left", xshift=8),
    ]


def _cut(when: pd.Timestamp, place: int, colour: str) -> Properties:
    return {
        "type": "line",
        "x0": when,
        "x1": when,
        "y0": place - 0.3,
        "y1": place + 0.3,
        "line": {"color": colour, "width": 2},
    }
