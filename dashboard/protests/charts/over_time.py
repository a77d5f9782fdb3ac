"""Protests, clashes, arrests and sentences by week or month, a row a country.

Counts nothing itself.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.events.measures import PAGE_STACK, bin_key, bin_starts
from dashboard.palette import mark_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.protests.charts.day_strip import country_tick
from dashboard.vocabulary import MARKS
from dashboard.wording import number

LEFT, RIGHT = 98, 92
COUNTRY_HEIGHT = 58
MOST_TICKS = 12
MOST_NUMBERED = 14


def marks_over_time(
    counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str], theme: str
) -> go.Figure:
    """Draw stacked bars of the four kinds by bin, a row a country, all on one scale.

    `counts`: country, bin (place in `cut`), mark, events; `cut`: start, end, label.
    """
    look = tokens(theme)
    totals = {
        key: int(value) for key, value in counts.groupby(["country", "bin"])["events"].sum().items()
    }
    step = max([*totals.values(), 1]) * 1.5
    base = {code: (len(countries) - 1 - place) * step for place, code in enumerate(countries)}
    first = cut["start"].iloc[0]
    edges = [
        ((start - first).days, (end - first).days + 1)
        for start, end in zip(cut["start"], cut["end"], strict=True)
    ]
    traces = _stacked(counts, cut, base, edges, theme)
    if len(cut) <= MOST_NUMBERED:
        traces.append(_totals(totals, base, edges, theme))
    layout = {
        "barmode": "overlay",
        "annotations": _mark_names(counts, theme),
        "xaxis": {"range": [0, edges[-1][1]], **month_ticks(cut["start"], cut["end"])},
        "yaxis": {
            "range": [-0.02 * step, len(countries) * step],
            "tickvals": list(base.values()),
            "ticktext": [country_tick(code, theme) for code in base],
            "tickfont": {"size": 13},
            "gridcolor": look.rule,
            "ticklabelstandoff": 8,
            "ticklabelshift": -16,
        },
    }
    height = over_time_height(len(countries))
    return figure_of(traces, layout, theme, height=height, left=LEFT, right=RIGHT, top=6, bottom=24)


def month_ticks(starts: pd.Series, ends: pd.Series) -> dict[str, list[Any]]:
    """Return ticks in mid-month, in days from the first: months, quarters or years, as room allows.

    >>> month_ticks(
    ...     pd.Series(pd.to_datetime(["2020-05-01", "2020-06-01"])),
    ...     pd.Series(pd.to_datetime(["2020-05-31", "2020-06-30"])),
    ... )
    {'tickvals': [15.5, 46.0], 'ticktext': ['May 2020', 'Jun']}
    """
    first, last = starts.iloc[0], ends.iloc[-1]
    months = list(pd.date_range(first, last, freq="MS"))
    kept = months
    for every in (3, 12):
        if len(kept) > MOST_TICKS:
            kept = [month for month in months if (month.month - 1) % every == 0]
    words = [
        f"{month:%Y}"
        if len(months) > 3 * MOST_TICKS
        else f"{month:%b %Y}"
        if not place or month.month == 1
        else f"{month:%b}"
        for place, month in enumerate(kept)
    ]
    return {
        "tickvals": [(month - first).days + month.days_in_month / 2 for month in kept],
        "ticktext": words,
    }


def over_time_height(countries: int) -> int:
    """Return the figure's height in pixels for so many countries."""
    return countries * COUNTRY_HEIGHT + 30


def _stacked(
    counts: pd.DataFrame,
    cut: pd.DataFrame,
    base: dict[str, float],
    edges: Sequence[tuple[int, int]],
    theme: str,
) -> list[dict[str, Any]]:
    """Return a trace a mark; each bar stands on those of the marks before it."""
    labels = [
        f"{start.day} {start:%B %Y} – {end.day} {end:%B %Y}"
        for start, end in zip(cut["start"], cut["end"], strict=True)
    ]
    starts = bin_starts(cut)
    records = [row for row in counts.to_dict("records") if row["country"] in base]
    heights: dict[tuple[str, int], float] = {}
    traces = []
    for mark in PAGE_STACK:
        rows = [row for row in records if row["mark"] == mark]
        spans = [edges[row["bin"]] for row in rows]
        traces.append(
            {
                "type": "bar",
                "name": MARKS[mark].label,
                "x": [(start + end) / 2 for start, end in spans],
                "width": [(end - start) * 0.9 for start, end in spans],
                "y": [row["events"] for row in rows],
                "base": [
                    base[row["country"]] + heights.get((row["country"], row["bin"]), 0)
                    for row in rows
                ],
                "marker": _filling(mark, theme),
                "customdata": [bin_key(starts[row["bin"]], mark, row["country"]) for row in rows],
                "hovertext": [labels[row["bin"]] for row in rows],
                "hovertemplate": "%{hovertext}<br><b>%{y:,}</b> "
                + MARKS[mark].label.lower()
                + "<extra></extra>",
            }
        )
        for row in rows:
            key = row["country"], row["bin"]
            heights[key] = heights.get(key, 0) + row["events"]
    return [trace for trace in traces if trace["x"]]


def _filling(mark: str, theme: str) -> dict[str, Any]:
    """Return how a mark's bars are filled; a clash is hollow: its colour is near an arrest's."""
    colour, paper = mark_colour(mark, theme), tokens(theme).background
    if mark == "clash":
        return {"color": paper, "line": {"width": 1.5, "color": colour}}
    return {"color": colour, "line": {"width": 0.5, "color": paper}}


def _totals(
    totals: dict[Any, int], base: dict[str, float], edges: Sequence[tuple[int, int]], theme: str
) -> dict[str, Any]:
    """Return the numbers over the bars."""
    shown = [key for key in totals if key[0] in base]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [sum(edges[place]) / 2 for _, place in shown],
        "y": [base[country] + totals[country, place] for country, place in shown],
        "text": [number(totals[key]) for key in shown],
        "textposition": "top center",
        "textfont": {"size": 12, "color": tokens(theme).muted},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _mark_names(counts: pd.DataFrame, theme: str) -> list[dict[str, Any]]:
    """Return the names of the marks drawn, at the right, in their colours."""
    present = [mark for mark in PAGE_STACK if counts["mark"].eq(mark).any()]
    return [
        label(
            1,
            1,
            f"<b>{MARKS[mark].label}</b>",
            mark_colour(mark, theme, text=True),
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="top",
            xshift=10,
            yshift=-18 * place,
        )
        for place, mark in enumerate(present)
    ]
