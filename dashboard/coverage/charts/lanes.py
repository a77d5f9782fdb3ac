"""The runs of the daily series with their gaps: a lane a country, and one a currency."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.measures.coverage import SINGLE
from dashboard.dates import day
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import CLEAR, HATCHING, Properties, figure_of, label
from dashboard.vocabulary import COUNTRIES, currency_of
from dashboard.wording import say, say_many

LANE_HEIGHT = 27


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
            "x": [(extent[1] - extent[0]).total_seconds() * 1000],
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
        say("{first} to {last}", first=day(first), last=day(last))
        + f"<br><b>{days_words(days, 0)}</b>"
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


def days_words(days: int, single: int) -> str:
    """Write how many days a series has, and how many single ones beside them."""
    if not single:
        return say_many("{count} day", "{count} days", days)
    return say_many(
        "{count} day and {single} single",
        "{count} days and {single} single",
        days,
        single=str(single),
    )


def _lane_words(place: int, lane: Mapping[str, Any], theme: str) -> list[Properties]:
    look, code, own = tokens(theme), lane["country"], lane["runs"]
    name = (
        COUNTRIES[code].name
        if lane["kind"] == "covid"
        else f"{COUNTRIES[code].name}, {currency_of(code)}"
    )
    if own.empty:
        words = say("no official series") if lane["kind"] == "covid" else say("no data")
        colour = look.muted
    else:
        days, single = int(own["days"].sum()), len(lane["points"])
        span = f"{own['first'].min():%b %Y} – {own['last'].max():%b %Y}"
        words = f"{days_words(days, single)}, {span}"
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
