"""Counts of protests: by month and country, and by a word such as the issue.

Counts nothing itself.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.palette import mark_colour, tokens
from dashboard.panels.plot import figure_of
from dashboard.protests.charts.day_strip import country_tick
from dashboard.wording import number

LEFT = 98
COUNTRY_HEIGHT = 44
BAR_HEIGHT = 21
MOST_NUMBERED = 1


def protests_over_months(
    counts: pd.DataFrame,
    countries: Sequence[str],
    years: tuple[int, int],
    chosen: Sequence[str],
    theme: str,
) -> go.Figure:
    """Draw protests by month, a row a country, all on one scale; the `chosen` months are red.

    `counts`: month, country, dated, undated. What is dated only to the month is hatched, on top
    of the bar. Every bar carries its key, as in "KGZ:2020-06", as its customdata.
    """
    look = tokens(theme)
    step = max(float((counts["dated"] + counts["undated"]).max()) if len(counts) else 1, 1) * 1.55
    base = {code: (len(countries) - 1 - place) * step for place, code in enumerate(countries)}
    records = [row for row in counts.to_dict("records") if row["country"] in base]
    for row in records:
        year, number = (int(part) for part in row["month"].split("-"))
        row |= {
            "x": (year - years[0]) * 12 + number - 0.5,
            "base": base[row["country"]],
            "red": row["month"] in chosen,
        }
    red = mark_colour("protest", theme)
    height = len(countries) * COUNTRY_HEIGHT + 30
    traces = [_month_bars(records, part, red, theme) for part in ("dated", "undated")]
    span = range(years[0], years[1] + 1)
    layout = {
        "barmode": "overlay",
        "xaxis": {
            "range": [0, len(span) * 12],
            "tickvals": [(year - years[0]) * 12 + 6 for year in span],
            "ticktext": [str(year) for year in span],
        },
        "yaxis": {
            "range": [-0.02 * step, len(countries) * step],
            "tickvals": list(base.values()),
            "ticktext": [country_tick(code, theme) for code in base],
            "tickfont": {"size": 13},
            "gridcolor": look.rule,
            "ticklabelstandoff": 8,
            "ticklabelshift": -12,
        },
    }
    traces.append(_numbers(records, theme))
    return figure_of(traces, layout, theme, height=height, left=LEFT, right=8, top=4, bottom=24)


def words_counted(counts: pd.Series, theme: str) -> go.Figure:
    """Draw a short bar and its number for each word, the most frequent on top."""
    look = tokens(theme)
    values = counts.tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(values))),
        "x": values,
        "width": 0.62,
        "marker": {"color": mark_colour("protest", theme)},
        "text": [f"{value:,}" for value in values],
        "textposition": "outside",
        "constraintext": "none",
        "textfont": {"size": 12, "color": look.text},
        "cliponaxis": False,
        "customdata": [str(word) for word in counts.index],
        "hovertext": [str(word) for word in counts.index],
        "hovertemplate": "%{hovertext}<br><b>%{x:,}</b> of "
        + number(sum(values))
        + " protests<extra></extra>",
    }
    layout = {
        "xaxis": {"visible": False, "range": [0, max([*values, 1]) * 1.02]},
        "yaxis": {
            "range": [len(values) - 0.45, -0.55],
            "showgrid": False,
            "tickvals": list(range(len(values))),
            "ticktext": [str(word) for word in counts.index],
            "tickfont": {"size": 12, "color": look.text},
            "ticklabelstandoff": 6,
        },
    }
    # Room for the longest number beside its bar.
    right = max(40, 8 * len(f"{max(values, default=0):,}"))
    height = words_height(len(values))
    return figure_of([bars], layout, theme, height=height, left=150, right=right, top=2, bottom=4)


def words_height(words: int) -> int:
    """Return the figure's height in pixels for so many words."""
    return max(words, 1) * BAR_HEIGHT + 8


def _month_bars(records: list[dict[Any, Any]], part: str, red: str, theme: str) -> dict[str, Any]:
    """Return one trace of bars: what is dated, or on top of it what is known only to the month."""
    look = tokens(theme)
    rows = [row for row in records if row[part]]
    colours = [red if row["red"] else look.faint for row in rows]
    hatched = {
        "color": "rgba(0,0,0,0)",
        "pattern": {"shape": "/", "fgcolor": colours, "bgcolor": "rgba(0,0,0,0)", "size": 4},
    }
    words = {"dated": "protests", "undated": "protests with no day given"}[part]
    return {
        "type": "bar",
        "x": [row["x"] for row in rows],
        "y": [row[part] for row in rows],
        "base": [row["base"] + (row["dated"] if part == "undated" else 0) for row in rows],
        "width": 0.86,
        "marker": ({"color": colours} if part == "dated" else hatched) | {"line": {"width": 0}},
        "customdata": [f"{row['country']}:{row['month']}" for row in rows],
        "hovertext": [_month_words(row["month"]) for row in rows],
        "hovertemplate": "%{hovertext}<br><b>%{y:,}</b> " + words + "<extra></extra>",
    }


def _month_words(month: str) -> str:
    return f"{pd.Timestamp(month + '-01'):%B %Y}"


def _numbers(records: list[dict[Any, Any]], theme: str) -> dict[str, Any]:
    """Return the numbers over the chosen months; of many, only over each country's highest."""
    rows = [row for row in records if row["red"]]
    if len({row["month"] for row in rows}) > MOST_NUMBERED:
        rows.sort(key=lambda row: row["dated"] + row["undated"])
        rows = list({row["country"]: row for row in rows}.values())
    return {
        "type": "scatter",
        "mode": "text",
        "x": [row["x"] for row in rows],
        "y": [row["base"] + row["dated"] + row["undated"] for row in rows],
        "text": [number(row["dated"] + row["undated"]) for row in rows],
        "textposition": "top center",
        "textfont": {"size": 12, "color": mark_colour("protest", theme, text=True)},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
