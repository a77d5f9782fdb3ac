"""A picture of what silence means: topics by country and month. Counts nothing itself."""

import calendar
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.charts.coverage import country_names
from dashboard.coverage.measures.silence import NONE_REPORTED, REPORTED
from dashboard.palette import tokens
from dashboard.panels.plot import Properties, figure_of
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import counted, number, say

CELL_HEIGHT = 25
TOP, BOTTOM, LEFT = 24, 36, 142
GAP = 0.06
MOST_FULL, MOST_NUMBERED, MOST_NAMED = 10, 65, 30
WIDEST_NUMBER = 2
# What stands for no event where figures alone are told, and for no paragraph.
DASH = "–"
# What is reported starts well above the shade of silence, so that one event stands out from none.
PALEST_REPORTED = 0.22


def silence_grid(rows: pd.DataFrame, theme: str) -> go.Figure:
    """Draw the rows of `silence`: what is reported shaded, none reported pale, not covered empty.

    Few columns carry events / sources / paragraphs, more the events alone, many only the shade.
    """
    look = tokens(theme)
    countries, topics, months = (
        list(dict.fromkeys(rows[name])) for name in ("country", "topic", "month")
    )
    shape = (len(topics), len(months), len(countries))
    step = len(months) * (1 + GAP) + (0 if len(months) == 1 else 0.6)
    grid = {name: rows[name].to_numpy().reshape(shape) for name in rows.columns}
    told = np.array(_hover(rows), dtype=object).reshape(shape)
    shade = _shade(grid["events"], grid["state"])
    darkest = look.faint if look.name == "light" else look.hatch
    traces: list[Properties] = [
        {
            "type": "heatmap",
            "name": COUNTRIES[code].name,
            "x": place * step + np.arange(len(months)),
            "y": np.arange(len(topics)),
            "z": shade[:, :, place],
            "text": told[:, :, place],
            "hovertemplate": "%{text}<extra></extra>",
            "hoverongaps": True,
            "zmin": 0,
            "zmax": 1,
            "colorscale": [[0, look.band], [1, darkest]],
            "showscale": False,
            "xgap": 1,
            "ygap": 1,
        }
        for place, code in enumerate(countries)
    ]
    traces += _numbers(grid, step, {True: look.muted, False: look.text})
    layout = {
        "annotations": country_names(countries, step, theme),
        "xaxis": {**_months(months, len(countries), step), "range": _range(shape, step)},
        "yaxis": {
            "tickvals": list(range(len(topics))),
            "ticktext": topics,
            "range": [len(topics) - 0.5, -0.5],
            "showgrid": False,
        },
    }
    frame = {"height": silence_height(len(topics)), "top": TOP, "bottom": BOTTOM}
    return figure_of(traces, layout, theme, left=LEFT, right=2, **frame)


def silence_height(topics: int) -> int:
    """Return the height of the grid in pixels."""
    return topics * CELL_HEIGHT + TOP + BOTTOM


def _shade(events: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Return 0 for none reported, more for more events, at most 1; NaN where it is not covered."""
    share = np.sqrt(events / max(events.max(initial=0), 1))
    shade = np.full(events.shape, np.nan)
    shade[state == NONE_REPORTED] = 0
    reported = state == REPORTED
    shade[reported] = PALEST_REPORTED + (1 - PALEST_REPORTED) * share[reported]
    return shade


def _range(shape: tuple[int, int, int], step: float) -> list[float]:
    _, months, countries = shape
    return [-0.52, (countries - 1) * step + months - 0.48]


def _hover(rows: pd.DataFrame) -> list[str]:
    """Return what hovering over each cell tells."""
    told = []
    names = ("topic", "month", "country", "events", "sources", "paragraphs", "covered", "state")
    for topic, month, country, *numbers, covered, state in zip(
        *(rows[name].tolist() for name in names), strict=True
    ):
        year, place = month.split("-")
        head = f"{COUNTRIES[country].name}, {calendar.month_abbr[int(place)]} {year}: {topic}<br>"
        words = zip(numbers, ("event", "source", "paragraph"), strict=True)
        if state == REPORTED:
            told_of = [counted(int(value), word) for value, word in words if value == value]
            if not numbers[0] and not covered:
                told_of[0] = say("figures only")
            full = ", ".join(told_of)
            told.append(f"{head}<b>{full}</b>")
        else:
            told.append(f"{head}<b>{state}</b>")
    return told


def _numbers(
    grid: dict[str, np.ndarray], step: float, colours: dict[bool, str]
) -> list[Properties]:
    """Return the printed numbers as two traces: what is reported, and the zeros of silence."""
    _, months, countries = grid["events"].shape
    columns = months * countries
    if columns > MOST_NUMBERED:
        return []
    written: dict[bool, tuple[list[float], list[int], list[str]]] = {
        silent: ([], [], []) for silent in (False, True)
    }
    for (topic, month, place), state in np.ndenumerate(grid["state"]):
        here = topic, month, place
        if state not in (REPORTED, NONE_REPORTED):
            continue
        words = number(float(grid["events"][here]))
        if words == "0" and not grid["covered"][here]:
            words = DASH
        if columns <= MOST_FULL and state == REPORTED:
            more = (float(grid[name][here]) for name in ("sources", "paragraphs"))
            told = (number(value) if value else DASH for value in more if value == value)
            words = " / ".join([words, *told])
        elif len(words) > WIDEST_NUMBER and columns > MOST_NAMED:
            continue
        xs, ys, texts = written[state == NONE_REPORTED]
        xs.append(place * step + month)
        ys.append(topic)
        texts.append(words)
    return [
        {
            "type": "scatter",
            "mode": "text",
            "name": "none reported" if silent else "reported",
            "x": xs,
            "y": ys,
            "text": texts,
            "textfont": {"size": 12 if columns <= MOST_NAMED else 11, "color": colours[silent]},
            "hoverinfo": "skip",
        }
        for silent, (xs, ys, texts) in written.items()
    ]


def _months(months: Sequence[str], countries: int, step: float) -> Properties:
    """Return the ticks: each month by name, or the quarters when there are many."""
    columns = len(months) * countries
    ticks = {}
    for at, month in enumerate(months):
        year, number = month.split("-")
        name = calendar.month_abbr[int(number)]
        if columns > MOST_NAMED:
            if int(number) % 3 != 1 and len(months) > 3:
                continue
            name = name[0]
        ticks[at] = f"{name}<br>{year}" if not ticks or number == "01" else name
    return {
        "tickvals": [place * step + at for place in range(countries) for at in ticks],
        "ticktext": list(ticks.values()) * countries,
    }
