"""Charts of event counts. Counts nothing itself."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.style import figure_of, label
from dashboard.vocabulary import MARKS, mark_colour, tokens

STACK = ("protest", "clash", "arrest", "sentence", "other")


def events_over_time(
    counts: pd.DataFrame, cut: pd.DataFrame, unplaced: int, theme: str, *, height: int = 190
) -> go.Figure:
    """Draw stacked bars of events by bin and mark; a bar is as wide as its bin.

    Events with no day that fits a bin are a band over the whole period, outside the bars, with
    their number.
    """
    look = tokens(theme)
    days = (cut["end"] - cut["start"]).dt.days + 1
    middle = cut["start"] + pd.to_timedelta(days / 2, unit="D")
    width = days * 86_400_000 * 0.94
    totals = counts.sum(axis=1)
    base = totals * 0
    traces, notes = [], []
    for mark in STACK:
        values = counts[mark]
        if values.any():
            traces.append(
                {
                    "type": "bar",
                    "x": middle,
                    "y": values.where(values > 0),
                    "base": base,
                    "width": width,
                    "marker": {
                        "color": mark_colour(mark, theme),
                        "line": {"width": 1, "color": look.background},
                    },
                    "name": MARKS[mark].label,
                    "customdata": [
                        [start, end]
                        for start, end in zip(
                            cut["start"].dt.strftime("%Y-%m-%d"),
                            cut["end"].dt.strftime("%Y-%m-%d"),
                            strict=True,
                        )
                    ],
                    "text": [
                        f"{row} {cut['start'].iloc[0]:%Y}" if len(cut) == 1 else row
                        for row in cut["label"]
                    ],
                    "textposition": "none",
                    "hovertemplate": f"%{{text}}<br><b>%{{y}}</b> {MARKS[mark].label.lower()}"
                    "<extra></extra>",
                }
            )
        base = base + values
    present = [mark for mark in STACK if counts[mark].any()]
    top = max(float(totals.max()) if len(totals) else 0, 1)
    for place, mark in enumerate(present):
        notes.append(
            label(
                1,
                0,
                f"<b>{MARKS[mark].label}</b>",
                mark_colour(mark, theme, text=True),
                xref="paper",
                yref="paper",
                xanchor="left",
                yanchor="bottom",
                xshift=8,
                yshift=6 + 19 * place,
            )
        )
    for x, y in zip(middle, totals, strict=True):
        if y:
            notes.append(label(x, y, f"{y}", look.muted, yanchor="bottom"))
    if unplaced:
        words = (
            f"{unplaced} more with no single day" if unplaced > 1 else "1 more with no single day"
        )
        notes.append(
            label(
                0.5,
                1,
                words,
                look.muted,
                xref="paper",
                yref="paper",
                yanchor="bottom",
                yshift=9,
                size=12,
            )
        )
    band = {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 1.035,
        "y1": 1.2,
    }
    layout = {
        "barmode": "overlay",
        "annotations": notes,
        "shapes": [{**band, "line": {"width": 0}, "fillcolor": look.band}] if unplaced else [],
        "xaxis": {
            "type": "date",
            "tickvals": list(middle),
            "ticktext": list(cut["label"]),
            "showline": True,
            "linecolor": look.faint,
        },
        "yaxis": {"visible": False, "range": [0, top * 1.12]},
    }
    return figure_of(traces, layout, theme, height=height, left=8, right=78, top=34, bottom=24)
