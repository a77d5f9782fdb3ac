"""The COVID-19 timeline: lines cut where the count changes, printed figures, "officially none".

What the numbers are is decided elsewhere; traces are in `traces`, words in `labels`.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.covid.charts import labels as covid_labels
from dashboard.covid.charts import traces as covid_traces
from dashboard.covid.charts.scales import Frame, band_shape, month_ticks, value_scale
from dashboard.covid.view.timeline import Timeline
from dashboard.palette import tokens
from dashboard.panels.plot import figure_of, label

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 330, 24, 24, 58, 178
LANE_HEIGHT = 44
MOST_TICKS = 10


def covid_lines(timeline: Timeline, theme: str) -> go.Figure:
    """Draw the series with cuts, printed figures, lanes, and labels at the ends."""
    look = tokens(theme)
    values = [*(line.values for line in timeline.lines), [mark.value for mark in timeline.printed]]
    scale = value_scale(np.concatenate(values), log=timeline.log)
    height = timeline_height(timeline)
    frame = Frame(scale, height - TOP - BOTTOM, len(timeline.lanes), bare=not timeline.lines)
    crowd = covid_labels.crowd(timeline, frame)
    place = {"yref": "paper", "yshift": 9, "yanchor": "middle"}
    notes = [
        label(timeline.band_middle, 1, timeline.band_label, look.muted, **place),
        *covid_labels.end_labels(timeline, frame, theme),
        *covid_labels.printed_list(timeline, frame, crowd, theme),
        *covid_labels.cut_labels(timeline, frame, crowd, theme),
    ]
    traces = [
        *covid_traces.line_traces(timeline, theme),
        *covid_traces.riser_traces(timeline, theme),
        *covid_traces.mark_traces(timeline, theme),
        *covid_traces.lane_traces(timeline, theme),
    ]
    shapes = [
        band_shape(*timeline.clipped_band, look, "x", "paper"),
        *covid_traces.cut_shapes(timeline, frame, theme),
    ]
    axes = _axes(timeline, frame, look.faint)
    return figure_of(
        traces,
        {**axes, "shapes": shapes, "annotations": notes},
        theme,
        height=height,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
    )


def timeline_height(timeline: Timeline) -> int:
    """Return the height in pixels: with nothing but lanes the chart is no higher than they need."""
    return HEIGHT if timeline.lines else TOP + BOTTOM + LANE_HEIGHT * max(len(timeline.lanes), 1)


def _axes(timeline: Timeline, frame: Frame, base: str) -> dict[str, Any]:
    quiet = {"range": [0, 1], "visible": False, "fixedrange": True}
    values = quiet if frame.bare else frame.scale.axis()
    days = month_ticks(timeline.first, timeline.last, MOST_TICKS)
    axes: dict[str, Any] = {
        "hovermode": "closest",
        "xaxis": {**days, "anchor": "free", "position": 0, "showline": True, "linecolor": base},
        "yaxis": {**values, "domain": [min(frame.floor, 0.9), 1]},
    }
    for index in range(len(timeline.lanes)):
        axes[f"yaxis{index + 2}"] = {
            **quiet,
            "domain": list(frame.lane_sides(index)),
            "anchor": "x",
        }
    return axes
