"""The time axis of the currency figures and the band over the chosen months.

What is drawn on them is in `multiples` and `one_scale`.
"""

from typing import Any

import pandas as pd

from dashboard.currency.measures.days import Window
from dashboard.palette import tokens

Drawn = dict[str, Any]
LONG_WINDOW_DAYS = 550
TICK_MONTHS = {False: (1, 4, 7, 10), True: (1, 7)}
EDGE_SHARE = 0.07


def day_axis(window: Window, theme: str, *, sparse: bool) -> Drawn:
    """Return a time axis over the window, with few ticks in a narrow (`sparse`) panel."""
    look = tokens(theme)
    margin = (window.last - window.first) * 0.012
    days = _tick_days(window, sparse=sparse)
    ends = window.first - margin, window.last + margin
    return {
        "range": [end.isoformat() for end in ends],
        "type": "date",
        "tickvals": [day.isoformat() for day in days],
        "ticktext": [
            f"{day:%b %Y}" if day.month == 1 or not place else f"{day:%b}"
            for place, day in enumerate(days)
        ],
        "tickfont": {"size": 12, "color": look.muted},
        "showgrid": False,
        "showline": True,
        "linecolor": look.faint,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
    }


def _tick_days(window: Window, *, sparse: bool) -> list[pd.Timestamp]:
    """Return first days of quarters, half-years or years, away from the edges of the panel."""
    length = window.last - window.first
    is_long = length.days > LONG_WINDOW_DAYS
    months = (1,) if is_long and sparse else TICK_MONTHS[is_long]
    start, end = window.first + EDGE_SHARE * length, window.last - EDGE_SHARE * length
    days = pd.date_range(start, end, freq="MS", normalize=True)
    return [day for day in days if day.month in months]


def band_of(window: Window, axis: str, theme: str) -> Drawn | None:
    """Return the band over the chosen months on the axes `x{axis}`, `y{axis}`; None without any."""
    if window.marked is None:
        return None
    return {
        "type": "rect",
        "xref": f"x{axis}",
        "yref": f"y{axis} domain",
        "x0": window.marked[0].isoformat(),
        "x1": window.marked[1].isoformat(),
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "fillcolor": tokens(theme).band,
        "line": {"width": 0},
    }
