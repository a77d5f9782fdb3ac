"""Horizontal bars: protests by a word, and acts by actor, each in parts by mark."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.marks import ACT_STACK, MARKS
from dashboard.palette import mark_colour, mark_glyph, tokens
from dashboard.panels.exhibit import OtherPeriod
from dashboard.panels.plot import Properties, figure_of, hover_of_bars, label
from dashboard.protests.charts.counts import filling
from dashboard.wording import number, say

WORD_HEIGHT, ACTOR_HEIGHT, LEGEND_HEIGHT = 21, 26, 26
# A bar with its name beside it, and with its name above it.
NARROW_HEIGHT = 44
LETTERS, LEFT = 34, 238


def words_height(words: int) -> int:
    """Return the height in pixels of a figure of bars for so many words."""
    return max(words, 1) * WORD_HEIGHT + 8


def words_counted(counts: pd.Series, mark: str, theme: str) -> go.Figure:
    """Draw a short bar and its number of events of a mark for each word, the first on top."""
    words, values = [str(word) for word in counts.index], counts.tolist()
    of_all = say("of {total} {events}", total=sum(values), events=say(MARKS[mark].plural))
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(values))),
        "x": values,
        "width": 0.62,
        "marker": {"color": mark_colour(mark, theme)},
        "text": [f"{value:,}" for value in values],
        "textposition": "outside",
        "constraintext": "none",
        "textfont": {"size": 12, "color": tokens(theme).text},
        "cliponaxis": False,
        "customdata": words,
        **hover_of_bars(words, values, (of_all, of_all)),
    }
    frame = {"height": words_height(len(values)), "left": 150, "right": _room_of(values)}
    return figure_of([bars], _axes(words, values, theme), theme, **frame, top=2, bottom=4)


def _axes(names: Sequence[str], values: Sequence[int], theme: str) -> Properties:
    """Return the axes of bars with their names at the left, the first on top."""
    return {
        "xaxis": {"visible": False, "range": [0, max([*values, 1]) * 1.02]},
        "yaxis": {
            "range": [len(names) - 0.45, -0.55],
            "showgrid": False,
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "tickfont": {"size": 12, "color": tokens(theme).text},
            "ticklabelstandoff": 6,
        },
    }


def _room_of(values: Sequence[int]) -> int:
    """Return the room in pixels for the longest number beside its bar."""
    return max(40, 8 * len(f"{max(values, default=0):,}"))


def words_beside(counts: pd.Series, figure: go.Figure, other: OtherPeriod, theme: str) -> go.Figure:
    """Draw by each word how many there were in another period: a line across its bar.

    A word of that period alone has a row without a bar, below.
    """
    (key,), (word, *_) = other.keys, other.table.columns
    found = dict(zip(other.table.cells(word.key), other.table.cells(key), strict=True))
    words = [*map(str, counts.index)]
    words += [each for each in found if each not in words]
    shown = [found.get(each, 0) for each in words]
    figure.add_scatter(
        x=shown,
        y=[*range(len(words))],
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": tokens(theme).text}},
        cliponaxis=False,
        hovertext=[
            f"{each}<br>{other.selection.period}: <b>{number(many)}</b>"
            for each, many in zip(words, shown, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    most = max([*counts.tolist(), *shown, 1])
    # The number stands clear of the line.
    figure.data[0].update(text=None, textposition="none")
    for place, many in enumerate(counts.tolist()):
        right = max(many, shown[place])
        words_at = label(right, place, number(many), tokens(theme).text, xanchor="left", xshift=4)
        figure.add_annotation(words_at)
    figure.update_xaxes(range=[-0.01 * most, most * 1.02])
    rows = {"tickvals": [*range(len(words))], "ticktext": words}
    figure.update_yaxes(range=[len(words) - 0.45, -0.55], **rows)
    return figure.update_layout(height=words_height(len(words)))


def actor_height(actors: int, is_narrow: bool = False) -> int:
    """Return the figure's height in pixels for so many actors."""
    return max(actors, 1) * (NARROW_HEIGHT if is_narrow else ACTOR_HEIGHT) + LEGEND_HEIGHT + 6


def actor_bars(rows: pd.DataFrame, is_narrow: bool, theme: str) -> go.Figure:
    """Draw a bar an actor, that of most events on top; in a narrow window each under its name.

    `rows`: `actor`, `events` and the number of each mark.
    """
    look, actors, totals = tokens(theme), rows["actor"].tolist(), rows["events"].tolist()
    drawn = [mark for mark in ACT_STACK if rows[mark].any()]
    traces = [
        _part(mark, actors, rows[mark].tolist(), theme, is_narrow=is_narrow) for mark in drawn
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": totals,
            "y": list(range(len(actors))),
            "text": [f" {events:,}" for events in totals],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": look.text},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )
    marks = "   ".join(_name(mark, theme) for mark in drawn)
    legend = label(0, 1, marks, look.muted, xref="paper", yref="paper", xanchor="left")
    left, names = (8, _names_above(actors, theme)) if is_narrow else (LEFT, [])
    layout = _axes([_short(actor) for actor in actors], totals, theme)
    if is_narrow:
        layout["yaxis"] |= {"range": [len(actors) - 0.45, -0.75], "tickvals": [], "ticktext": []}
    layout["barmode"] = "stack"
    layout["annotations"] = [
        legend | {"yanchor": "bottom", "yshift": 4, "xshift": 8 - left},
        *names,
    ]
    frame = {
        "height": actor_height(len(actors), is_narrow),
        "left": left,
        "right": _room_of(totals),
    }
    return figure_of(traces, layout, theme, **frame, top=LEGEND_HEIGHT, bottom=4)


def _part(
    mark: str, actors: list[str], numbers: list[int], theme: str, *, is_narrow: bool
) -> Properties:
    return {
        "type": "bar",
        "orientation": "h",
        "name": say(MARKS[mark].label),
        "y": list(range(len(actors))),
        "x": numbers,
        "width": 0.36 if is_narrow else 0.62,
        "marker": filling(mark, theme),
        "customdata": actors,
        **hover_of_bars(actors, numbers, (say(MARKS[mark].singular), say(MARKS[mark].plural))),
    }


def _name(mark: str, theme: str) -> str:
    glyph = mark_glyph(mark, hollow=MARKS[mark].is_hollow)
    colour = mark_colour(mark, theme, text=True)
    return f'<span style="color:{colour}">{glyph}</span> {say(MARKS[mark].label)}'


def _names_above(actors: list[str], theme: str) -> list[Properties]:
    colour, above = tokens(theme).text, {"xanchor": "left", "yanchor": "bottom", "yshift": 9}
    return [label(0, place, actor, colour, **above) for place, actor in enumerate(actors)]


def _short(actor: str) -> str:
    return actor if len(actor) <= LETTERS else f"{actor[: LETTERS - 1].rstrip()}…"
