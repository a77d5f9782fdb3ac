"""Shows in a figure which of its marks is the one opened: the others step back.

What a mark opens is the screen's business.
"""

from typing import Any

import plotly.graph_objects as go

STEPPED_BACK = 0.35


def with_opened(figure: go.Figure, told: Any) -> go.Figure:
    """Mark in `figure` what carries `told` as its customdata; change nothing when there is none."""
    if not told:
        return figure
    kept = {
        number: [_same(each, told) for each in trace.customdata]
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


def _same(each: Any, told: Any) -> bool:
    return each == told if isinstance(each, str) else list(each) == told
