"""The currency figures on one scale: all rebased to 100, and the change over a period.

The time axis that all currency figures share, and its band over the chosen months, are here too;
the small multiples are in `multiples`.
"""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.currency.measures import Window
from dashboard.currency.view import Run
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import (
    Properties,
    day_box,
    end_label,
    figure_of,
    label,
    named_months,
    spread,
)
from dashboard.vocabulary import COUNTRIES, CURRENCIES, RATE_KINDS
from dashboard.wording import say

Drawn = Properties
LONG_WINDOW_DAYS = 550
# A plot's least width, by whether it is a narrow panel, and what a month's name takes of it, by
# whether each has its year, in pixels. No more than the quarters are named.
LEAST_WIDTH = {False: 238, True: 150}
NAME_ROOM = {False: 34, True: 48}
QUARTER = 3
EDGE_SHARE = 0.07
REBASED_HEIGHT, REBASED_TOP, REBASED_BOTTOM = 344, 8, 26
CHANGE_ROW, CHANGE_TOP = 34, 24
WORDS_ROOM = 142
EDGE_ROOM = 1.12


def day_axis(window: Window, theme: str, *, sparse: bool) -> Drawn:
    """Return a time axis over the window, with few ticks in a narrow (`sparse`) panel."""
    look = tokens(theme)
    length = window.last - window.first
    start, end = window.first + EDGE_SHARE * length, window.last - EDGE_SHARE * length
    most = LEAST_WIDTH[sparse] // NAME_ROOM[length.days > LONG_WINDOW_DAYS]
    months = pd.date_range(start, end, freq="MS", normalize=True)
    named = named_months(months, most, QUARTER)
    margin = length * 0.012
    ends = window.first - margin, window.last + margin
    return {
        "range": [end.isoformat() for end in ends],
        "type": "date",
        "tickvals": [day.isoformat() for day in named],
        "ticktext": [*named.values()],
        "tickfont": {"size": 12, "color": look.muted},
        "showgrid": False,
        "showline": True,
        "linecolor": look.faint,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
    }


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


def change_height(rows: int) -> int:
    """Return the height of the change chart in pixels."""
    return CHANGE_ROW * rows + CHANGE_TOP + 6


def rebased_lines(
    runs: Mapping[str, Sequence[Run]],
    window: Window,
    official: Collection[str],
    theme: str,
) -> go.Figure:
    """Draw lines that are 100 on the base day on one scale, named at their ends.

    `official` are the currencies whose rate a state sets.
    """
    drawn = {currency: parts for currency, parts in runs.items() if parts}
    every = [run.line.values for parts in drawn.values() for run in parts]
    values = [100.0, *(value for part in every for value in part)]
    pad = max(0.06 * (max(values) - min(values)), 0.5)
    lowest, highest = min(values) - pad, max(values) + pad
    base = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 100,
        "y1": 100,
        "layer": "below",
        "line": {"color": tokens(theme).faint, "width": 1},
    }
    margins = {"left": 46, "right": 178, "top": REBASED_TOP, "bottom": REBASED_BOTTOM}
    layout = {
        "yaxis": {"range": [lowest, highest]},
        "xaxis": day_axis(window, theme, sparse=False),
        "shapes": [shape for shape in (band_of(window, "", theme), base) if shape],
        "annotations": _end_labels(drawn, highest - lowest, official, theme),
        "meta": day_box(say(", base day = 100"), 1),
    }
    traces = [
        _rebased_trace(currency, run, theme) for currency, parts in drawn.items() for run in parts
    ]
    return figure_of(traces, layout, theme, height=REBASED_HEIGHT, **margins)


def change_bars(table: pd.DataFrame, theme: str) -> go.Figure:
    """Draw what each currency gained against the dollar, stronger to the right.

    `table` has currency, change (percent; blank: none to draw), words and key (what the change is
    traced by), one row a currency.
    """
    margins = {"left": 104, "right": WORDS_ROOM, "top": CHANGE_TOP, "bottom": 6}
    known = table["change"].abs().max()
    reach = EDGE_ROOM * (max(known, 0.1) if pd.notna(known) else 1)
    colours = [country_colour(CURRENCIES[name].country, theme) for name in table["currency"]]
    symbols = [COUNTRIES[CURRENCIES[name].country].marker for name in table["currency"]]
    lengths = {"y": list(range(len(table))), "x": table["change"].tolist()}
    bars = {"type": "bar", "orientation": "h", "width": 0.22, "marker": {"color": colours}}
    dots = {
        "type": "scatter",
        "mode": "markers",
        "marker": {"symbol": symbols, "size": 9, "color": colours},
        "text": table["words"].tolist(),
        "customdata": table["key"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
    }
    base = {"type": "line", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "below"}
    axis = {"showticklabels": False, "showgrid": False, "zeroline": False, "fixedrange": True}
    layout = {
        "annotations": _change_words(table, theme),
        "shapes": [base | {"line": {"color": tokens(theme).faint, "width": 1}}],
        "xaxis": axis | {"range": [-reach, reach]},
        "yaxis": axis | {"range": [len(table) - 0.5, -0.5]},
    }
    picked = {name: dots[name] for name in ("text", "customdata", "hovertemplate")}
    traces = [bars | picked | {"textposition": "none"} | lengths, dots | lengths]
    return figure_of(traces, layout, theme, height=change_height(len(table)), **margins)


def _rebased_trace(currency: str, run: Run, theme: str) -> Drawn:
    country = COUNTRIES[CURRENCIES[currency].country]
    broken = run.line.broken()
    colour = country_colour(country.code, theme)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": broken.dates,
        "y": broken.values,
        "connectgaps": False,
        "line": {"color": colour, "width": 2.2, "dash": country.dash},
        "marker": {"size": 4, "symbol": country.marker, "color": colour},
        "meta": currency,
        "name": f"{country.name}, {say(RATE_KINDS[run.kind].label)}",
        "legendgroup": run.key,
        "hovertemplate": f"%{{x|%-d %B %Y}}<br><b>%{{y:.1f}}</b> {country.name}"
        f"<br>{say(RATE_KINDS[run.kind].label)}<extra></extra>",
    }


def _end_labels(
    runs: Mapping[str, Sequence[Run]], reach: float, official: Collection[str], theme: str
) -> list[Drawn]:
    pixels = (REBASED_HEIGHT - REBASED_TOP - REBASED_BOTTOM) / reach
    ends = {
        currency: float(max(parts, key=lambda run: run.line.days[-1]).line.values[-1])
        for currency, parts in runs.items()
    }
    places = spread([end * pixels for end in ends.values()])
    return [
        end_label(
            end,
            _end_words(currency, end, is_official=currency in official),
            country_colour(CURRENCIES[currency].country, theme, text=True),
            place - end * pixels,
            names=currency,
        )
        for (currency, end), place in zip(ends.items(), places, strict=True)
    ]


def _end_words(currency: str, index: float, *, is_official: bool) -> str:
    name = f"<b>{COUNTRIES[CURRENCIES[currency].country].name}</b>"
    return say("{name} 100, official", name=name) if is_official else f"{name} {index:.1f}"


def _change_words(table: pd.DataFrame, theme: str) -> list[Drawn]:
    look = tokens(theme)
    notes = []
    for row, (name, change, words) in enumerate(
        zip(table["currency"], table["change"], table["words"], strict=True)
    ):
        code = CURRENCIES[name].country
        ink = country_colour(code, theme, text=True)
        country = f"<b>{COUNTRIES[code].name}</b>"
        notes.append(label(0, row, country, ink, xref="paper", xanchor="right", xshift=-10))
        colour = look.text if pd.notna(change) else look.muted
        notes.append(label(1, row, words, colour, xref="paper", xanchor="left", xshift=8))
    top = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 2}
    notes.append(label(0, 1, say("← weaker"), look.muted, xanchor="right", xshift=-10, **top))
    notes.append(label(1, 1, say("stronger →"), look.muted, xanchor="left", xshift=8, **top))
    return notes
