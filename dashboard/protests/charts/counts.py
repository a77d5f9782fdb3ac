"""Counts of protests, clashes, arrests and sentences: by week or month, by country, by a word.

Counts nothing itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.dates import days, month
from dashboard.events.measures import bin_key, bin_starts
from dashboard.marks import ACT_STACK, MARKS
from dashboard.palette import mark_colour, tokens
from dashboard.panels.exhibit import OtherPeriod
from dashboard.panels.plot import (
    CLEAR,
    Properties,
    dotted_lines,
    figure_of,
    hover_of_bars,
    label,
    named_months,
)
from dashboard.protests.charts.days import country_tick
from dashboard.schema import TableRow
from dashboard.wording import number, say, say_many

LEFT, RIGHT = 98, 92
# Where the numbers of the scale stand, right of the months.
SCALE_ROOM, NAMES_SHIFT = 22, 20
# How high a country's row is: of protests by month, and of the four kinds over time.
MONTHS_COUNTRY_HEIGHT, COUNTRY_HEIGHT = 44, 58
MOST_TICKS = 12
# Of more months chosen, or of more bins, only each country's highest has its number.
MOST_MONTHS_NUMBERED, MOST_BINS_NUMBERED = 1, 14
# Bars so near to one another that a number stands above the highest of them.
NEAR_MONTHS = 3
MOST_YEARS_NAMED = 5


def protests_over_months(
    counts: pd.DataFrame,
    countries: Sequence[str],
    years: tuple[int, int],
    chosen: Sequence[str],
    theme: str,
) -> go.Figure:
    """Draw protests by month, a row a country, all on one scale; the `chosen` months are red.

    `counts`: month, country, dated, undated. What is dated only to the month is hatched, on top
    of the bar. Every bar carries its key, as in "KGZ:2020-06", as its customdata. Each row has a
    line at the highest number of all, which is named.
    """
    most = max(float((counts["dated"] + counts["undated"]).max()) if len(counts) else 1, 1)
    step = most * 1.55
    base = {code: (len(countries) - 1 - place) * step for place, code in enumerate(countries)}
    records = [row for row in counts.to_dict("records") if row["country"] in base]
    for row in records:
        year, number = (int(part) for part in row["month"].split("-"))
        row |= {
            "x": (year - years[0]) * 12 + number - 0.5,
            "base": base[row["country"]],
            "red": row["month"] in chosen,
            "protests": int(row["dated"] + row["undated"]),
        }
    red = mark_colour("protest", theme)
    height = len(countries) * MONTHS_COUNTRY_HEIGHT + 30
    traces = [_month_bars(records, part, red, theme) for part in ("dated", "undated")]
    span = range(years[0], years[1] + 1)
    # On a phone the names of more years than these touch.
    named = span[:: 1 + len(span) // MOST_YEARS_NAMED]
    layout = {
        "barmode": "overlay",
        "annotations": [*_scale_numbers(base, most, theme), *_numbers(records, theme)],
        "shapes": [_scale_line(low + most, theme) for low in base.values()],
        "xaxis": {
            "range": [0, len(span) * 12],
            "tickvals": [(year - years[0]) * 12 + 6 for year in named],
            "ticktext": [str(year) for year in named],
        },
        "yaxis": _country_axis(base, step, theme, shift=-12),
    }
    return figure_of(
        traces, layout, theme, height=height, left=LEFT, right=SCALE_ROOM, top=4, bottom=24
    )


def months_beside(figure: go.Figure, other: OtherPeriod, theme: str) -> go.Figure:
    """Draw an outline around the bars of the months of another period."""
    line, months = tokens(theme).text, set(other.selection.months)
    for trace in figure.data:
        keys = trace.customdata if trace.customdata is not None else ()
        own = [key.partition(":")[2] in months for key in keys]
        if any(own):
            widths = [1.5 if is_other else 0 for is_other in own]
            trace.update(marker={"line": {"width": widths, "color": line}})
    return figure


def _month_bars(records: Sequence[TableRow], part: str, red: str, theme: str) -> Properties:
    """Return one trace of bars: what is dated, or on top of it what is known only to the month."""
    look = tokens(theme)
    rows = [row for row in records if row[part]]
    colours = [red if row["red"] else look.faint for row in rows]
    hatched = {
        "color": CLEAR,
        "pattern": {"shape": "/", "fgcolor": colours, "bgcolor": CLEAR, "size": 4},
    }
    nouns = {
        "dated": (say_many("protest", "protests", 1), say("protests")),
        "undated": (say("protest with no day given"), say("protests with no day given")),
    }
    when = [month(pd.Timestamp(row["month"])) for row in rows]
    return {
        "type": "bar",
        "x": [row["x"] for row in rows],
        "y": [row[part] for row in rows],
        "base": [row["base"] + (row["dated"] if part == "undated" else 0) for row in rows],
        "width": 0.86,
        "marker": ({"color": colours} if part == "dated" else hatched) | {"line": {"width": 0}},
        "customdata": [f"{row['country']}:{row['month']}" for row in rows],
        **hover_of_bars(when, [row[part] for row in rows], nouns[part]),
    }


def _scale_line(height: float, theme: str) -> Properties:
    """Return the line across a row at a height of its scale."""
    line = {"width": 1, "color": tokens(theme).grid}
    sides = {"x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height}
    return {"type": "line", "layer": "below", "line": line, **sides}


def _scale_numbers(base: Mapping[str, float], most: float, theme: str) -> list[Properties]:
    """Return at the right of each row what its line stands for."""
    return [
        label(
            1,
            low + most,
            number(most),
            tokens(theme).muted,
            xref="paper",
            xanchor="left",
            xshift=4,
            size=11,
        )
        for low in base.values()
    ]


def _numbers(records: Sequence[TableRow], theme: str) -> list[Properties]:
    """Return the numbers over the chosen months; of many, only over each country's highest.

    A number stands clear of the bars beside its own.
    """

    def near_to(row: TableRow) -> list[TableRow]:
        own = (each for each in records if each["country"] == row["country"])
        return [each for each in own if abs(each["x"] - row["x"]) <= NEAR_MONTHS]

    rows = [row for row in records if row["red"]]
    if len({row["month"] for row in rows}) > MOST_MONTHS_NUMBERED:
        rows.sort(key=lambda row: row["protests"])
        rows = list({row["country"]: row for row in rows}.values())
    return [
        label(
            row["x"],
            row["base"] + max(each["protests"] for each in near),
            number(row["protests"]),
            mark_colour("protest", theme, text=True),
            yanchor="bottom",
        )
        for row, near in zip(rows, map(near_to, rows), strict=True)
    ]


def marks_over_time(
    counts: pd.DataFrame,
    cut: pd.DataFrame,
    countries: Sequence[str],
    theme: str,
    beside: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> go.Figure:
    """Draw stacked bars of the four kinds by bin, a row a country, all on one scale.

    `counts`: country, bin (place in `cut`), mark, events; `cut`: start, end, label. `beside` are
    the same of another period, drawn as an outline.
    """
    totals = _totals_of(counts)
    others = _totals_of(beside[0]) if beside else {}
    most = max([*totals.values(), *others.values(), 1])
    step = most * 1.5
    base = {code: (len(countries) - 1 - place) * step for place, code in enumerate(countries)}
    first = cut["start"].iloc[0]
    edges = [
        ((start - first).days, (end - first).days + 1)
        for start, end in zip(cut["start"], cut["end"], strict=True)
    ]
    traces = _stacked(counts, cut, base, edges, theme)
    numbered = len(cut) <= MOST_BINS_NUMBERED
    traces.append(_totals(totals if numbered else _highest(totals), base, edges, theme))
    if beside:
        traces += _outlines(others, beside[1], base, edges, theme)
    layout = {
        "barmode": "overlay",
        "annotations": [
            *_mark_names(counts, theme),
            *([] if numbered else _scale_numbers(base, most, theme)),
        ],
        "shapes": [] if numbered else [_scale_line(low + most, theme) for low in base.values()],
        "xaxis": {"range": [0, edges[-1][1]], **ticks_in_mid_month(cut["start"], cut["end"])},
        "yaxis": _country_axis(base, step, theme, shift=-16),
    }
    height = over_time_height(len(countries))
    return figure_of(traces, layout, theme, height=height, left=LEFT, right=RIGHT, top=6, bottom=24)


def _country_axis(base: Mapping[str, float], step: float, theme: str, *, shift: int) -> Properties:
    """Return the axis of rows of bars, a country each, whose names stand beside their bases."""
    return {
        "range": [-0.02 * step, len(base) * step],
        "tickvals": list(base.values()),
        "ticktext": [country_tick(code, theme) for code in base],
        "tickfont": {"size": 13},
        "gridcolor": tokens(theme).rule,
        "ticklabelstandoff": 8,
        "ticklabelshift": shift,
    }


def ticks_in_mid_month(starts: pd.Series, ends: pd.Series) -> Properties:
    """Return ticks in mid-month, in days from the first, of as many months as there is room for.

    >>> ticks_in_mid_month(
    ...     pd.Series(pd.to_datetime(["2020-05-01", "2020-06-01"])),
    ...     pd.Series(pd.to_datetime(["2020-05-31", "2020-06-30"])),
    ... )
    {'tickvals': [15.5, 46.0], 'ticktext': ['May 2020', 'Jun']}
    """
    first, last = starts.iloc[0], ends.iloc[-1]
    named = named_months(pd.date_range(first, last, freq="MS"), MOST_TICKS)
    return {
        "tickvals": [(month - first).days + month.days_in_month / 2 for month in named],
        "ticktext": [*named.values()],
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
) -> list[Properties]:
    """Return a trace a mark; each bar stands on those of the marks before it."""
    labels = [days(start, end) for start, end in zip(cut["start"], cut["end"], strict=True)]
    starts = bin_starts(cut)
    records = [row for row in counts.to_dict("records") if row["country"] in base]
    heights: dict[tuple[str, int], float] = {}
    traces = []
    for mark in ACT_STACK:
        rows = [row for row in records if row["mark"] == mark]
        spans = [edges[row["bin"]] for row in rows]
        traces.append(
            {
                "type": "bar",
                "name": say(MARKS[mark].label),
                "x": [(start + end) / 2 for start, end in spans],
                "width": [(end - start) * 0.9 for start, end in spans],
                "y": [row["events"] for row in rows],
                "base": [
                    base[row["country"]] + heights.get((row["country"], row["bin"]), 0)
                    for row in rows
                ],
                "marker": filling(mark, theme),
                "customdata": [bin_key(starts[row["bin"]], mark, row["country"]) for row in rows],
                **hover_of_bars(
                    [labels[row["bin"]] for row in rows],
                    [row["events"] for row in rows],
                    (say(MARKS[mark].singular), say(MARKS[mark].plural)),
                ),
            }
        )
        for row in rows:
            key = row["country"], row["bin"]
            heights[key] = heights.get(key, 0) + row["events"]
    return [trace for trace in traces if trace["x"]]


def filling(mark: str, theme: str) -> Properties:
    """Return how a mark's bars are filled; hollow where its colour is near another's."""
    colour, paper = mark_colour(mark, theme), tokens(theme).background
    if MARKS[mark].is_hollow:
        return {"color": paper, "line": {"width": 1.5, "color": colour}}
    return {"color": colour, "line": {"width": 0.5, "color": paper}}


def _totals_of(counts: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Return the events of all kinds by country and bin."""
    sums = counts.groupby(["country", "bin"], as_index=False)["events"].sum()
    return {(code, place): events for code, place, events in sums.itertuples(index=False)}


def _highest(totals: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """Return each country's highest bar."""
    highest: dict[str, tuple[str, int]] = {}
    for key in sorted(totals, key=totals.__getitem__, reverse=True):
        highest.setdefault(key[0], key)
    return {key: many for key, many in totals.items() if highest[key[0]] == key}


def _totals(
    totals: dict[Any, int], base: dict[str, float], edges: Sequence[tuple[int, int]], theme: str
) -> Properties:
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


def _outlines(
    totals: Mapping[tuple[str, int], int],
    cut: pd.DataFrame,
    base: Mapping[str, float],
    edges: Sequence[tuple[int, int]],
    theme: str,
) -> list[Properties]:
    """Return for each country a dotted line over the bins of another period, at these places."""
    spans = [*zip(cut["start"], cut["end"], edges, strict=False)]
    return [
        {
            "type": "scatter",
            "x": [x for *_, (start, end) in spans for x in (start, (start + end) / 2, end)],
            "y": [low + totals.get((code, place), 0) for place in range(len(spans)) for _ in "123"],
            "hovertext": [
                f"{days(first, last)}<br><b>{number(totals.get((code, place), 0))}</b>"
                for place, (first, last, _) in enumerate(spans)
                for _ in "123"
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            **look,
        }
        for code, low in base.items()
        if any(country == code for country, _ in totals)
        for look in dotted_lines(theme)
    ]


def _mark_names(counts: pd.DataFrame, theme: str) -> list[Properties]:
    """Return the names of the marks drawn, at the right, in their colours."""
    present = [mark for mark in ACT_STACK if counts["mark"].eq(mark).any()]
    return [
        label(
            1,
            1,
            f"<b>{say(MARKS[mark].label)}</b>",
            mark_colour(mark, theme, text=True),
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="top",
            xshift=NAMES_SHIFT,
            yshift=-18 * place,
        )
        for place, mark in enumerate(present)
    ]
