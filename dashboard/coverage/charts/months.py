"""A picture of which months the data covers, country by country. Counts nothing itself."""

import calendar
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import counted

MONTHS = 12
PANEL = MONTHS + 1
CELL_HEIGHT = 19
GRID_TOP, GRID_BOTTOM = 24, 22
WIDEST_NUMBER = 2
QUARTERS = {0: "J", 3: "A", 6: "J", 9: "O"}
COUNTS = ("year", "month", "events", "figures", "reports", "covered")


def coverage_grid(coverage: pd.DataFrame, theme: str) -> go.Figure:
    """Draw years and months for each country: the darker, the more events, with their number.

    A month that no source covers is empty; one that is covered without an event is a pale cell with
    a 0. Numbers of more than two digits do not fit and are told on hovering.
    """
    look = tokens(theme)
    years = sorted(coverage["year"].unique().tolist())
    most = max(int(coverage["events"].max()), 1)
    darkest = look.faint if look.name == "light" else look.hatch
    grids = {code: coverage[coverage["country"].eq(code)] for code in COUNTRIES}
    traces = [
        *(
            {
                "type": "heatmap",
                "name": COUNTRIES[code].name,
                "x": place * PANEL + np.arange(MONTHS),
                "y": np.arange(len(years)),
                "z": own["events"].where(own["covered"]).to_numpy().reshape(len(years), MONTHS),
                "text": np.array(_told(code, own)).reshape(len(years), MONTHS),
                "hovertemplate": "%{text}<extra></extra>",
                "hoverongaps": True,
                "zmin": 0,
                "zmax": most,
                "colorscale": [[0, look.band], [1, darkest]],
                "showscale": False,
                "xgap": 1,
                "ygap": 1,
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
        "annotations": _names(theme),
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


def grid_height(years: int) -> int:
    """Return the height of the grid in pixels."""
    return years * CELL_HEIGHT + GRID_TOP + GRID_BOTTOM


def _told(code: str, own: pd.DataFrame) -> list[str]:
    """Return what hovering over each cell tells."""
    told = []
    for year, month, *numbers, covered in zip(
        *(own[name].tolist() for name in COUNTS), strict=True
    ):
        head = f"{COUNTRIES[code].name}, {calendar.month_name[month]} {year}<br>"
        events, figures, reports = numbers
        words = f"{counted(figures, 'figure')}, {counted(reports, 'report')} published"
        full = f"{head}<b>{counted(events, 'event')}</b>; {words}"
        told.append(full if covered else f"{head}no source covers this month")
    return told


def _numbers(grids: Mapping[str, pd.DataFrame], zeros: bool, colour: str) -> dict[str, Any]:
    """Return the printed numbers of all cells as one trace: the zeros, or the others."""
    xs, ys, words = [], [], []
    for place, own in enumerate(grids.values()):
        events = own["events"].to_numpy()
        fits = events < 10**WIDEST_NUMBER
        cells = np.flatnonzero(own["covered"].to_numpy() & fits & ((events == 0) == zeros))
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


def _names(theme: str) -> list[dict[str, Any]]:
    where = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 3}
    return [
        label(
            place * PANEL - 0.5,
            1,
            f"{country.glyph} <b>{country.name}</b>",
            country_colour(code, theme, text=True),
            **where,
        )
        for place, (code, country) in enumerate(COUNTRIES.items())
    ]
