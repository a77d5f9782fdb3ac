"""Charts of event counts. Counts nothing itself."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.dates import days as days_words
from dashboard.dates import short_day
from dashboard.events.measures import bin_key, bin_starts, whole_key
from dashboard.marks import MARKS, STACK
from dashboard.palette import mark_colour, tokens
from dashboard.panels.plot import CLEAR, Properties, figure_of, hover_of_bars, label
from dashboard.wording import number, say

LAST_MINUTE = pd.Timedelta(hours=23, minutes=59)
DAY_MILLISECONDS = 86_400_000
HEIGHT = 190
NAME_PITCH = 19
# Pixels that the bars have together in the narrowest panel, and that a letter or digit takes.
WIDTH, CHARACTER, GAP = 330, 6, 3
LONGEST_BY_WEEK, LONGEST_BY_MONTH = 95, 200
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
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
    totals = counts.sum(axis=1)
    numbered = numbered_bars(totals.tolist())
    drawn = [mark for mark in STACK if counts[mark].any()]
    notes = [_name(mark, place, theme) for place, mark in enumerate(drawn)]
    notes += [
        label(middle[place], totals[place], number(totals[place]), look.muted, yanchor="bottom")
        for place in numbered
    ]
    if unplaced:
        notes.append(_band_words(unplaced, look.muted))
    most = max([*totals, 1])
    is_counted = len(numbered) < sum(totals > 0)  # where not every bar has room for its number
    layout = {
        "barmode": "overlay",
        "annotations": notes,
        "shapes": [BAND | {"line": {"width": 0}, "fillcolor": look.band}] if unplaced else [],
        "xaxis": _axis_of_bins(cut, middle) | {"linecolor": look.faint},
        "yaxis": {"visible": is_counted, "range": [0, most * 1.12], "side": "left", "nticks": 4},
    }
    below = counts[list(STACK)].cumsum(axis=1).shift(axis=1, fill_value=0)
    when = [days_words(*span) for span in zip(cut["start"], cut["end"], strict=True)]
    traces = [
        _bars(mark, counts[mark], below[mark], theme)
        | {"x": middle, "width": days * DAY_MILLISECONDS * 0.94}
        | hover_of_bars(when, counts[mark], (say(MARKS[mark].singular), say(MARKS[mark].plural)))
        | {"customdata": [bin_key(start, mark) for start in bin_starts(cut)]}
        for mark in drawn
    ]
    if len(drawn) > 1:
        traces.append(_wholes(totals, when, cut) | {"x": middle, "width": days * DAY_MILLISECONDS})
    # Beside the plot: plotly cannot redraw in place an axis whose labels stand within it.
    left = 8 + is_counted * (GAP + CHARACTER * len(number(most)))
    return figure_of(traces, layout, theme, height=HEIGHT, left=left, right=78, top=34, bottom=24)


def _axis_of_bins(cut: pd.DataFrame, middle: pd.Series) -> Properties:
    """Return the axis of days, the bins named in their middles as far as there is room."""
    named = named_bars(cut)
    return {
        "type": "date",
        "range": [cut["start"].iloc[0], cut["end"].iloc[-1] + LAST_MINUTE],
        "tickvals": [middle[place] for place, _ in named],
        "ticktext": [name for _, name in named],
        "tickangle": 0,
        "showline": True,
    }


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

    All; where they are too many, weeks by their first day, and of months the middle one of each
    year, or of every second, fifth or tenth, by its name.
    """
    names, starts = cut["label"].tolist(), cut["start"].tolist()
    room = WIDTH / max(len(names), 1)
    if all(len(name) * CHARACTER <= room for name in names):
        return list(enumerate(names))
    first, last = starts[0], starts[-1]
    if (last - first).days < LONGEST_BY_WEEK:
        return _first_days(starts, cut["end"].tolist())
    form = "%b" if (last - first).days < LONGEST_BY_MONTH else "%Y"
    periods = [f"{start:{form}}" for start in starts]
    year = 12 * room
    step = next((each for each in YEAR_STEPS if each * year >= 4 * CHARACTER), YEAR_STEPS[-1])
    named = (each for each in dict.fromkeys(periods) if form == "%b" or not int(each) % step)
    found = []
    for period in named:
        places = [place for place, each in enumerate(periods) if each == period]
        # A year of which the data has but the end leaves no room for its name.
        if len(places) * step * room >= len(period) * CHARACTER:
            found.append((places[len(places) // 2], period))
    return found


def _first_days(
    starts: Sequence[pd.Timestamp], ends: Sequence[pd.Timestamp]
) -> list[tuple[int, str]]:
    """Return the first days of weeks for which there is room, those of a month before others."""
    day_width = WIDTH / ((ends[-1] - starts[0]).days + 1)
    kept: dict[int, tuple[str, float, float]] = {}
    for place in sorted(range(len(starts)), key=lambda place: starts[place].day != 1):
        start, days = starts[place], (ends[place] - starts[place]).days + 1
        name = short_day(start) if start.day == 1 else str(start.day)
        middle = ((start - starts[0]).days + days / 2) * day_width
        half = (len(name) * CHARACTER + GAP) / 2
        left, right = middle - half, middle + half
        if all(right <= low or left >= high for _, low, high in kept.values()):
            kept[place] = name, left, right
    return [(place, kept[place][0]) for place in sorted(kept)]


def _bars(mark: str, values: pd.Series, below: pd.Series, theme: str) -> Properties:
    line = {"width": 1, "color": tokens(theme).background}
    return {
        "type": "bar",
        "y": values.where(values > 0),
        "base": below,
        "marker": {"color": mark_colour(mark, theme), "line": line},
        "name": say(MARKS[mark].label),
        "meta": mark,
    }


def _wholes(totals: pd.Series, when: Sequence[str], cut: pd.DataFrame) -> Properties:
    """Return unseen bars above the stacks, where the numbers stand: a click opens the whole bin."""
    return {
        "type": "bar",
        "y": totals.where(totals > 0),
        "base": totals,
        "marker": {"color": CLEAR, "line": {"width": 0}},
        "customdata": [whole_key(start) for start in bin_starts(cut)],
        **hover_of_bars(when, totals, (say("event"), say("events"))),
    }


def _name(mark: str, place: int, theme: str) -> Properties:
    """Return a mark's name at the right, in its colour, in the order of the stack."""
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    words, colour = f"<b>{say(MARKS[mark].label)}</b>", mark_colour(mark, theme, text=True)
    shifts = {"xshift": 8, "yshift": 6 + NAME_PITCH * place}
    return label(1, 0, words, colour, **corner, **shifts, name=mark)


def _band_words(unplaced: int, colour: str) -> Properties:
    words = say("{count} more without an exact date", count=unplaced)
    return label(0.5, 1, words, colour, xref="paper", yref="paper", yanchor="bottom", yshift=9)
