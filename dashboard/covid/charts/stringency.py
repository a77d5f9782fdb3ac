"""The stringency index as steps, a country each: it changes with a decree and stands until then."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.view.data import Stringency
from dashboard.dates import short_day
from dashboard.palette import country_colour, tokens
from dashboard.panels.keys import day_form
from dashboard.panels.plot import (
    LABEL_GAP,
    Properties,
    band_shape,
    end_label,
    figure_of,
    month_ticks,
    spread,
)
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import say

HEIGHT, TOP, BOTTOM = 230, 8, 26
HIGHEST = 100
ROOM = {False: 150, True: 108}
MOST_MONTHS = {False: 10, True: 4}


def stringency_steps(view: Stringency, theme: str, *, is_narrow: bool = False) -> go.Figure:
    """Draw the index of each country, named at the end of its line."""
    if view.window is None:
        return figure_of([], {}, theme, height=HEIGHT)
    look = tokens(theme)
    first, last = view.window
    shown = max(view.band[0], first), min(view.band[1], last)
    layout = {
        "hovermode": "x unified",
        "xaxis": {
            "hoverformat": "%-d %B %Y",
            **month_ticks(first, last, MOST_MONTHS[is_narrow]),
            "showline": True,
            "linecolor": look.faint,
        },
        "yaxis": {"range": [0, HIGHEST], "tickvals": [0, 50, HIGHEST]},
        "shapes": [band_shape(*shown, look, "x", "paper")] if shown[0] <= shown[1] else [],
        "annotations": _names(view, theme),
    }
    frame = {"height": HEIGHT, "left": 34, "right": ROOM[is_narrow], "top": TOP, "bottom": BOTTOM}
    return figure_of([_steps(view, code, theme) for code in view.lines], layout, theme, **frame)


def _steps(view: Stringency, code: str, theme: str) -> Properties:
    days, values = view.lines[code]
    hover = say("{country} <b>{value}</b>", country=country_name(code), value="%{y:.1f}")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days.astype(str),
        "y": values,
        "line": {
            "color": country_colour(code, theme),
            "width": 2,
            "dash": COUNTRIES[code].dash,
            "shape": "hv",
        },
        "meta": code,
        "legendgroup": day_form("stringency", code),
        "hovertemplate": f"{hover}<extra></extra>",
    }


def _names(view: Stringency, theme: str) -> list[Properties]:
    """Name each line at its end with its level there, under the day of it."""
    pixels = (HEIGHT - TOP - BOTTOM) / HIGHEST
    ends = {code: float(values[-1]) for code, (_, values) in view.lines.items()}
    last = max(days[-1] for days, _ in view.lines.values())
    heights = [end * pixels for end in ends.values()]
    *places, top = spread([*heights, max(heights) + LABEL_GAP])
    when = say("on {day}", day=short_day(pd.Timestamp(last), year=True))
    names = [
        end_label(
            end,
            f"<b>{country_name(code)}</b> {end:.0f}",
            country_colour(code, theme, text=True),
            place - end * pixels,
            names=code,
        )
        for (code, end), place in zip(ends.items(), places, strict=True)
    ]
    return [*names, end_label(HIGHEST, when, tokens(theme).muted, top - HIGHEST * pixels)]
