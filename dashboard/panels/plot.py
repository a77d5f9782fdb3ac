"""The look of every plotly figure: layout, axes, days, hatching, end labels, the mark opened.

Knows no data, and not what a mark opens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.dates import month, short_days
from dashboard.palette import Tokens, tokens
from dashboard.panels.exhibit import OtherPeriod
from dashboard.wording import number, say

# What plotly.js calls attributes: those of a trace, an axis, an annotation or a whole layout.
Properties = dict[str, Any]
FONT = "Source Sans, DejaVu Sans, sans-serif"
LABEL_GAP = 16
STEPPED_BACK = 0.35
CLEAR = "rgba(0,0,0,0)"
# The hatching of days for which a country has no series; of cells it is `--hatching` in
# `house.css`.
HATCHING = {"shape": "/", "size": 9, "solidity": 0.12, "bgcolor": CLEAR}
FEW_MONTHS = 3
# Months from one name on an axis of days to the next.
TICK_STEPS = (1, 2, 3, 4, 6, 12, 24, 48, 96, 192, 384, 768)
HALF_DAY = pd.Timedelta(hours=12)
A_DAY = pd.Timedelta(days=1)


def blank_layout(
    theme: str, *, height: int, left: int = 8, right: int = 8, top: int = 8, bottom: int = 24
) -> Properties:
    """Return the layout of an empty figure: no legend, no toolbar, horizontal gridlines only."""
    look = tokens(theme)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 12, "color": look.muted},
        "automargin": False,
    }
    return {
        "template": {},
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": look.text},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.15,
        "hoverlabel": {
            "bgcolor": look.panel,
            "bordercolor": look.rule,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": look.text},
        },
        "xaxis": axis,
        "yaxis": {**axis, "showgrid": True, "gridcolor": look.grid, "gridwidth": 1, "nticks": 4},
    }


def figure_of(
    traces: Sequence[Mapping[str, object]], layout: Mapping[str, Any], theme: str, **frame: int
) -> go.Figure:
    """Return a figure made in one go: `layout` goes on top of the house style, its axes key by key.

    `frame` is the height and the margins of `blank_layout`. Plotly's own check of every property
    costs five times as much as all the rest; the tests make it instead, for every exhibit.
    """
    base = blank_layout(theme, **frame)
    axes = {name: {**base[name], **layout.get(name, {})} for name in ("xaxis", "yaxis")}
    whole = {**base, **layout, **axes}
    return go.Figure({"data": list(traces), "layout": whole}, _validate=False)


def label(x: object, y: object, text: str, colour: str, **options: Any) -> Properties:
    """Return an annotation without an arrow, 12 px unless told otherwise."""
    size = options.pop("size", 12)
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": size, "color": colour},
        **options,
    }


def month_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> Properties:
    """Return an axis of days with at most `most` months named.

    A month that begins at the very edge is named only where there are many: a few stand in small
    charts, without room beside them.
    """
    edge = pd.Timedelta(days=0 if most > FEW_MONTHS else (last - first).days // 12)
    inner = [
        each
        for each in pd.date_range(first.replace(day=1), last, freq="MS")
        if first + edge <= each <= last - edge
    ]
    named = named_months(inner, most)
    return {
        "type": "date",
        "range": [str(first), str(last)],
        "tickvals": [str(each.date()) for each in named],
        "ticktext": [*named.values()],
        "tickangle": 0,
    }


def named_months(
    months: Iterable[pd.Timestamp], most: int, least: int = 1
) -> dict[pd.Timestamp, str]:
    """Name at most `most` of some months, at least `least` months apart.

    The year stands at the first of them and at each January.

    >>> months = pd.date_range("2019-11-01", "2020-04-01", freq="MS")
    >>> [*named_months(months, 6).values()], [*named_months(months, 6, 3).values()]
    (['Nov 2019', 'Dec', 'Jan 2020', 'Feb', 'Mar', 'Apr'], ['Jan 2020', 'Apr'])
    """
    every = list(months)
    by_step = (
        [each for each in every if (each.year * 12 + each.month - 1) % step == 0]
        for step in TICK_STEPS
        if step >= least
    )
    kept = next((found for found in by_step if len(found) <= most), every[:1])
    return {
        each: month(each, year=not place or each.month == 1, short=True)
        for place, each in enumerate(kept)
    }


def band_shape(
    first: pd.Timestamp, last: pd.Timestamp, look: Tokens, xref: str, yref: str
) -> Properties:
    """Return the grey band over the days chosen."""
    sides = {"x0": str(first - HALF_DAY), "x1": str(last + HALF_DAY), "y0": 0, "y1": 1}
    refs = {"xref": xref, "yref": yref, "layer": "below"}
    return {"type": "rect", **sides, **refs, "fillcolor": look.band, "line": {"width": 0}}


def hatched(
    first: pd.Timestamp,
    last: pd.Timestamp,
    colour: str,
    sides: tuple[float, float] = (0, 1),
) -> Properties:
    """Return a trace that hatches days for which a country has no series, between two heights.

    It is the one look of "no number" in every chart of series.
    """
    low, high = sides
    return {
        "type": "scatter",
        "x": [str(day) for day in (first, last, last, first, first)],
        "y": [low, low, high, high, low],
        "mode": "lines",
        "line": {"width": 0.8, "color": colour},
        "fill": "toself",
        "fillcolor": CLEAR,
        "fillpattern": HATCHING | {"fgcolor": colour},
        "hoverinfo": "skip",
    }


def day_box(noun: str = "", digits: int = 0) -> Properties:
    """Return the `meta` of a layout of which `drawing.js` makes one hover box a day.

    It has the day and `noun`, then the value and name of each line that has a `name`, with so many
    `digits` after the point; those of a line whose own `meta` has `digits` are rounded to so many
    in all. It is made in the browser: the words of every day are more to send than the lines.
    """
    return {"box": f"%{{x|%-d %B %Y}}{noun}<br>%{{hovertext}}<extra></extra>", "digits": digits}


def hover_of_bars(
    names: Iterable[str], counts: Iterable[float], noun: tuple[str, str]
) -> Properties:
    """Return the hover of bars: each one's name, such as its days, and its own count with a noun.

    `noun` is that of one and that of more. Plotly's own `%{y}` is the height at which a bar with a
    base ends, not what it counts.
    """
    return {
        "hovertext": [
            f"{name}<br><b>{number(int(count))}</b> {noun[int(count) != 1]}"
            for name, count in zip(names, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def end_label(
    y: object, text: str, colour: str, shift: float = 0, names: str | None = None
) -> Properties:
    """Return a label to the right of the plot, at the end of a line, moved up by `shift` pixels.

    On screen a click on it has those traces stand out whose `meta` is what it `names`, a double
    click hides them; shapes and notes of that `name` go with them.
    """
    place = {"xref": "paper", "xshift": 7, "yshift": shift, "xanchor": "left", "yanchor": "middle"}
    return label(1, y, text, colour, **place, **({"name": names} if names else {}))


def spread(positions: Sequence[float], gap: float = LABEL_GAP) -> list[float]:
    """Push label positions (pixels) apart so that neighbours stand at least `gap` from each other.

    Returns the new positions in the order given; their mean stays where it was.

    >>> spread([10, 12, 60])
    [3.0, 19.0, 60.0]
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    groups: list[list[int]] = []
    centres: list[float] = []
    for index in order:
        groups.append([index])
        centres.append(float(positions[index]))
        while (
            len(groups) > 1
            and centres[-1] - centres[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            last, centre = groups.pop(), centres.pop()
            size, before = len(last), len(groups[-1])
            centres[-1] = (centres[-1] * before + centre * size) / (before + size)
            groups[-1] = groups[-1] + last
    placed = [0.0] * len(positions)
    for group, centre in zip(groups, centres, strict=True):
        for place, index in enumerate(group):
            placed[index] = centre + (place - (len(group) - 1) / 2) * gap
    return placed


def shaded(
    draw: Callable[[str], go.Figure], spans: Sequence[tuple[Any, Any]], theme: str
) -> go.Figure:
    """Draw a figure with a band behind each span of its x axis; neighbouring ones are joined."""
    figure = draw(theme)
    joined: list[list[Any]] = []
    for first, last in spans:
        if joined and joined[-1][1] == first:
            joined[-1][1] = last
        else:
            joined.append([first, last])
    band = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    look = {"fillcolor": tokens(theme).band, "line": {"width": 0}}
    bands = [band | look | {"x0": first, "x1": last} for first, last in joined]
    # Plotly's check of shapes costs ten times their drawing. `Figure.to_dict` would pack numbers.
    data = [trace.to_plotly_json() for trace in figure.data]
    layout = figure.layout.to_plotly_json()
    layout["shapes"] = [*layout.get("shapes", ()), *bands]
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def outlined(
    days: Sequence[tuple[Any, Any]],
    figure: go.Figure,
    other: OtherPeriod,
    theme: str,
) -> go.Figure:
    """Draw the bars of another period as an outline over those at the same places.

    `days` are the first and last of each bar drawn; `other` has a row a bar, with its own days.
    """
    names = [other.table.column(key) for key in other.keys]
    x, y, hover = [], [], []
    for (first, last), row in zip(days, other.table.frame.to_dict("records"), strict=False):
        counts = [(column.title, row[column.key]) for column in names]
        total = sum(count for _, count in counts if isinstance(count, int))
        lines = [
            f"{name}: {number(many)}" for name, many in counts if isinstance(many, int) and many
        ]
        when = say(
            "{other}, beside {own}",
            other=short_days(row["first_day"], row["last_day"], year=True),
            own=short_days(first, last, year=True),
        )
        end = last + A_DAY
        x += [first, first + (end - first) / 2, end]
        y += [total] * 3
        hover += ["<br>".join((f"{when}<br><b>{number(total)}</b>", *lines))] * 3
    if not x:
        return figure
    for look in dotted_lines(theme):
        tooltip = {"text": hover, "hovertemplate": "%{text}<extra></extra>"}
        figure.add_trace({"type": "scatter", "x": x, "y": y, **tooltip, **look})
    top = (figure.layout.yaxis.range or (0, 1))[1]
    return figure.update_yaxes(range=[0, max(top, max(y, default=0) * 1.12)])


def dotted_lines(theme: str) -> tuple[Properties, ...]:
    """Return the look of a dotted line that is seen on bars of any colour: its halo, then it."""
    look = tokens(theme)
    halo = {"color": look.background, "width": 3.5}
    line = {"color": look.text, "width": 1.5, "dash": "dot"}
    return (
        {"mode": "lines", "line": halo, "hoverinfo": "skip", "hovertemplate": None},
        {"mode": "lines", "line": line},
    )


def with_opened(figure: go.Figure, opened: object, parts: Sequence[str] = ()) -> go.Figure:
    """Mark in `figure` what carries `opened`, or one of `parts`, as its customdata.

    Changes nothing when there is none.
    """
    if not opened:
        return figure
    kept = {
        number: [_same(each, opened, parts) for each in trace.customdata]
        for number, trace in enumerate(figure.data)
        if trace.customdata is not None
    }
    if any(map(any, kept.values())):
        for number, marks in kept.items():
            trace = figure.data[number]
            given = trace.marker.opacity
            each = given if isinstance(given, list | tuple) else [given or 1] * len(marks)
            shown = [
                opacity if keep else opacity * STEPPED_BACK
                for opacity, keep in zip(each, marks, strict=True)
            ]
            trace.update(marker={"opacity": shown})
    return figure


def _same(each: Any, opened: Any, parts: Sequence[str]) -> bool:
    return each == opened or each in parts if isinstance(each, str) else list(each) == opened
