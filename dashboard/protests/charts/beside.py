"""What charts of counts draw of another period: lines and outlines over their own bars."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.dates import days
from dashboard.palette import tokens
from dashboard.panels.exhibit import Other
from dashboard.panels.plot import Properties, dotted_lines, label
from dashboard.wording import number

BAR_HEIGHT = 21


def words_height(words: int) -> int:
    """Return the height in pixels of a figure of bars for so many words."""
    return max(words, 1) * BAR_HEIGHT + 8


def words_beside(counts: pd.Series, figure: go.Figure, other: Other, theme: str) -> go.Figure:
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


def months_beside(figure: go.Figure, other: Other, theme: str) -> go.Figure:
    """Draw an outline around the bars of the months of another period."""
    line, months = tokens(theme).text, set(other.selection.months)
    for trace in figure.data:
        keys = trace.customdata if trace.customdata is not None else ()
        own = [key.partition(":")[2] in months for key in keys]
        if any(own):
            widths = [1.5 if is_other else 0 for is_other in own]
            trace.update(marker={"line": {"width": widths, "color": line}})
    return figure


def outlines(
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
