"""The acts by actor as bars, each in parts by mark."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.marks import ACT_STACK, MARKS
from dashboard.palette import mark_colour, mark_glyph, tokens
from dashboard.panels.plot import Properties, figure_of, hover_of_bars, label
from dashboard.protests.charts.counts import filling

BAR_HEIGHT, LEGEND_HEIGHT = 26, 26
# A bar with its name beside it, and with its name above it.
NARROW_HEIGHT = 44
LETTERS, LEFT = 34, 238


def actor_height(actors: int, is_narrow: bool = False) -> int:
    """Return the figure's height in pixels for so many actors."""
    return max(actors, 1) * (NARROW_HEIGHT if is_narrow else BAR_HEIGHT) + LEGEND_HEIGHT + 6


def actor_bars(rows: pd.DataFrame, is_narrow: bool, theme: str) -> go.Figure:
    """Draw a bar an actor, that of most events on top; in a narrow window each under its name.

    `rows`: `actor`, `events` and the number of each mark.
    """
    look, actors, totals = tokens(theme), rows["actor"].tolist(), rows["events"].tolist()
    places = list(range(len(actors)))
    drawn = [mark for mark in ACT_STACK if rows[mark].any()]
    traces = [
        _part(mark, actors, rows[mark].tolist(), theme, is_narrow=is_narrow) for mark in drawn
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": totals,
            "y": places,
            "text": [f" {events:,}" for events in totals],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": look.text},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )
    marks = "   ".join(_name(mark, theme) for mark in drawn)
    legend = label(0, 1, marks, look.muted, xref="paper", yref="paper", xanchor="left")
    left = 8 if is_narrow else LEFT
    names = _names_above(actors, theme) if is_narrow else []
    layout = {
        "barmode": "stack",
        "annotations": [legend | {"yanchor": "bottom", "yshift": 4, "xshift": 8 - left}, *names],
        "xaxis": {"visible": False, "range": [0, max([*totals, 1]) * 1.02]},
        "yaxis": {
            "range": [len(actors) - 0.45, -0.75 if is_narrow else -0.55],
            "showgrid": False,
            "tickvals": [] if is_narrow else places,
            "ticktext": [] if is_narrow else [_short(actor) for actor in actors],
            "tickfont": {"size": 12, "color": look.text},
            "ticklabelstandoff": 6,
        },
    }
    right = max(40, 8 * len(f"{max(totals, default=0):,}"))
    height = actor_height(len(actors), is_narrow)
    return figure_of(
        traces, layout, theme, height=height, left=left, right=right, top=LEGEND_HEIGHT, bottom=4
    )


def _part(
    mark: str, actors: list[str], numbers: list[int], theme: str, *, is_narrow: bool
) -> Properties:
    return {
        "type": "bar",
        "orientation": "h",
        "name": MARKS[mark].label,
        "y": list(range(len(actors))),
        "x": numbers,
        "width": 0.36 if is_narrow else 0.62,
        "marker": filling(mark, theme),
        "customdata": actors,
        **hover_of_bars(actors, numbers, (MARKS[mark].singular, MARKS[mark].plural)),
    }


def _name(mark: str, theme: str) -> str:
    glyph = mark_glyph(mark, hollow=MARKS[mark].is_hollow)
    colour = mark_colour(mark, theme, text=True)
    return f'<span style="color:{colour}">{glyph}</span> {MARKS[mark].label}'


def _names_above(actors: list[str], theme: str) -> list[Properties]:
    colour, above = tokens(theme).text, {"xanchor": "left", "yanchor": "bottom", "yshift": 9}
    return [label(0, place, actor, colour, **above) for place, actor in enumerate(actors)]


def _short(actor: str) -> str:
    return actor if len(actor) <= LETTERS else f"{actor[: LETTERS - 1].rstrip()}…"
