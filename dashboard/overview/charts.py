"""Charts of event counts. Counts nothing itself."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.events.measures import bin_key, bin_starts
from dashboard.palette import mark_colour, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.vocabulary import MARKS, STACK
from dashboard.wording import number

DAY_MILLISECONDS = 86_400_000
HEIGHT = 190
NAME_PITCH = 19
# Pixels that the bars have together in the narrowest panel, and that a letter or digit takes.
WIDTH, CHARACTER = 330, 6
LONGEST_BY_MONTH = 200
BAND = {"type": "rect", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": 1.035, "y1": 1.2}


def events_over_time(
    counts: pd.DataFrame, cut: pd.DataFrame, unplaced: int, theme: str
) -> go.Figure:
    """Draw stacked bars of events by bin and mark; a bar is as wide as its bin.

    Events with no day that fits a bin are a band over the whole period, outside the bars, with
    their number.
    """
    look = tokens(theme)
    days = (cut["end"] - cut["start"]).dt.days + 1
    middle = cut["start"] + pd.to_timedelta(days / 2, unit="D")
    totals, named = counts.sum(axis=1), named_bars(cut)
    drawn = [mark for mark in STACK if counts[mark].any()]
    notes = [_name(mark, place, theme) for place, mark in enumerate(drawn)]
    notes += [
        label(middle[place], totals[place], number(totals[place]), look.muted, yanchor="bottom")
        for place in numbered_bars(totals.tolist())
    ]
    if unplaced:
        notes.append(_band_words(unplaced, look.muted))
    layout = {
        "barmode": "overlay",
        "annotations": notes,
        "shapes": [BAND | {"line": {"width": 0}, "fillcolor": look.band}] if unplaced else [],
        "xaxis": {
            "type": "date",
            "tickvals": [middle[place] for place, _ in named],
            "ticktext": [name for _, name in named],
            "tickangle": 0,
            "showline": True,
            "linecolor": look.faint,
        },
        "yaxis": {"visible": False, "range": [0, max([*totals, 1]) * 1.12]},
    }
    below = counts[list(STACK)].cumsum(axis=1).shift(axis=1, fill_value=0)
    traces = [
        _bars(mark, counts[mark], below[mark], theme)
        | {"x": middle, "width": days * DAY_MILLISECONDS * 0.94, "text": list(cut["label"])}
        | {"customdata": [bin_key(start, mark) for start in bin_starts(cut)]}
        for mark in drawn
    ]
    return figure_of(traces, layout, theme, height=HEIGHT, left=8, right=78, top=34, bottom=24)


def numbered_bars(totals: Sequence[int]) -> list[int]:
    """Return the places of the bars that have room for their number above: all, or the highest.

    >>> numbered_bars([3, 0, 12]), numbered_bars([10_000] * 20 + [30_000])
    ([0, 2], [20])
    """
    longest = max((len(number(total)) for total in totals), default=0)
    if longest * CHARACTER <= WIDTH / max(len(totals), 1):
        return [place for place, total in enumerate(totals) if total]
    return [totals.index(max(totals))]


def named_bars(cut: pd.DataFrame) -> list[tuple[int, str]]:
    """Return the places and names of the bars that have room for a name below.

    All; where they are too many the middle one of each month, or of each year, by its name.
    """
    names, starts = cut["label"].tolist(), cut["start"].tolist()
    room = WIDTH / max(len(names), 1)
    if all(len(name) * CHARACTER <= room for name in names):
        return list(enumerate(names))
    first, last = starts[0], starts[-1]
    form = "%b" if (last - first).days < LONGEST_BY_MONTH else "%Y"
    periods = [f"{start:{form}}" for start in starts]
    found = []
    for period in dict.fromkeys(periods):
        places = [place for place, each in enumerate(periods) if each == period]
        # A year of which the data has but the end leaves no room for its name.
        if len(places) * room >= len(period) * CHARACTER:
            found.append((places[len(places) // 2], period))
    return found


def _bars(mark: str, values: pd.Series, below: pd.Series, theme: str) -> dict[str, Any]:
    line = {"width": 1, "color": tokens(theme).background}
    told = f"%{{text}}<br><b>%{{y:,}}</b> {MARKS[mark].plural}<extra></extra>"
    return {
        "type": "bar",
        "y": values.where(values > 0),
        "base": below,
        "marker": {"color": mark_colour(mark, theme), "line": line},
        "name": MARKS[mark].label,
        "textposition": "none",
        "hovertemplate": told,
    }


def _name(mark: str, place: int, theme: str) -> dict[str, Any]:
    """Return a mark's name at the right, in its colour, in the order of the stack."""
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    words, colour = f"<b>{MARKS[mark].label}</b>", mark_colour(mark, theme, text=True)
    return label(1, 0, words, colour, **corner, xshift=8, yshift=6 + NAME_PITCH * place)


def _band_words(unplaced: int, colour: str) -> dict[str, Any]:
    words = f"{number(unplaced)} more with no single day"
    return label(0.5, 1, words, colour, xref="paper", yref="paper", yanchor="bottom", yshift=9)
