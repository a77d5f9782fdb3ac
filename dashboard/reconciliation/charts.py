"""Gaps between reported figures and the series by day: a lane a country, a shape a verdict."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.charts.scales import NO_VALUE
from dashboard.dates import short_day
from dashboard.palette import Tokens, country_colour, tokens
from dashboard.panels.headline import out_of
from dashboard.panels.plot import Properties, figure_of, hatched, label, month_ticks
from dashboard.reconciliation.measures.verdicts import Reconciled, Standing
from dashboard.reconciliation.view import Lane
from dashboard.values import Absent
from dashboard.vocabulary import COUNTRIES, MEASURES
from dashboard.wording import number, say, say_many, signed, start_of_line

LANE_HEIGHT = 86
HALF = 0.4
SEASON_DAYS = 100
# For placing labels, in pixels: the plot at its narrowest, a letter, a line, a mark's half.
PLOT_WIDTH, LETTER, LINE, MARK = 520, 6.2, 13, 9
Box = tuple[float, float, float]
Shape = Properties
TOP, BOTTOM, LEFT, RIGHT = 6, 26, 150, 150
NARROW_SIDES = {"left": 52, "right": 10, "top": 22, "bottom": BOTTOM}
# Marks of one day and about one height stand beside each other, within the day's width.
NARROW_HEIGHT = 1.6
NOON, BESIDE = pd.Timedelta(hours=12), pd.Timedelta(hours=8)
LIMITS = (5, 10, 20, 50, 100)
MONTH_DAYS, MOST_TICKS, NARROW_TICKS = 35, 10, 5


def percent_words(percent: float) -> str:
    """Write a gap in percent; beyond all measure where the series is 0.

    >>> percent_words(-2.192), percent_words(0.04), percent_words(float("inf"))
    ('−2.2%', '+0.04%', 'series 0')
    """
    if np.isinf(percent):
        return say("series 0")
    return f"{signed(percent, _percent_digits)}%"


def _percent_digits(size: float) -> str:
    if not size:
        return "0"
    return f"{size:.1f}" if size >= 0.1 else f"{size:.1g}"


def lane_words(lane: Lane, between: str = " ") -> str:
    """Say how many figures a country has, and how many match the series, some within a day.

    `between` stands before what is said of the day: a space, or a new line.
    """
    many = len(lane.figures)
    if not many:
        return say("no figure")
    if not lane.has_series:
        return say_many("{count} figure, no series", "{count} figures, no series", many)
    standings = Counter(row.verdict.standing for row in lane.figures)
    apart = standings[Standing.DAY_APART]
    matching = standings[Standing.SAME_DAY] + apart
    figures = start_of_line(out_of(matching, many, say("figure"), say("figures")))
    words = say_many("{figures} matches", "{figures} match", matching or many, figures=figures)
    within = say("within a day")
    return f"{words}{between}{within}" if apart else words


def height_of(percent: float, limit: int) -> float:
    """Return how far above its lane's line a mark stands, by the square root, at most at the edge.

    Totals are off by a few percent, daily numbers by half: the root shows both.
    """
    if np.isnan(percent):
        return 0.0
    return float(np.copysign(HALF * np.sqrt(min(abs(percent) / limit, 1.0)), percent))


def gap_lanes(
    lanes: Sequence[Lane],
    first: pd.Timestamp,
    last: pd.Timestamp,
    theme: str,
    *,
    is_narrow: bool = False,
) -> go.Figure:
    """Draw each lane about its line of no gap, all to one scale; gaps beyond it stand at the edge.

    Labels: the marks that do not equal the series, the largest gaps first, where there is room. The
    scale is written at the first lane. A narrow window has names above the lanes, and no labels.
    """
    limit = scale_limit(lanes)
    margin = (last - first) * 0.012 + NOON
    window = (first - margin, last + margin + NOON)
    look = tokens(theme)
    traces: list[Shape] = []
    shapes: list[Shape] = []
    notes: list[Shape] = []
    scaled = next((place for place, lane in enumerate(lanes) if lane.has_series), None)
    for place, lane in enumerate(lanes):
        marks = places_of(lane, limit, window)
        if lane.has_series:
            shapes += _guides(place, limit, look)
            notes += _scale(place, _steps(limit) if place == scaled else (0,), limit, look)
        else:
            traces.append(hatched(*window, look.hatch, (place - HALF, place + HALF)))
        traces.append(_marks(place, lane, marks, theme))
        notes += _names(place, lane, theme, is_narrow=is_narrow)
        if not is_narrow:
            notes += lane_labels(place, lane, marks, window, theme)
    days = {"range": list(window), "showline": True, "linecolor": look.faint}
    span = [max(len(lanes), 1) - 0.5, -0.5]
    layout = {
        **{"hovermode": "closest", "shapes": shapes, "annotations": notes},
        "xaxis": {**_ticks(first, last, NARROW_TICKS if is_narrow else MOST_TICKS), **days},
        "yaxis": {"visible": False, "range": span, "showgrid": False},
    }
    sides = {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM}
    sides = NARROW_SIDES if is_narrow else sides
    height = lanes_height(len(lanes)) * (NARROW_HEIGHT if is_narrow else 1)
    return figure_of(traces, layout, theme, height=round(height), **sides)


def lanes_height(lanes: int) -> int:
    """Return the figure's height in pixels for so many lanes."""
    return max(lanes, 1) * LANE_HEIGHT + TOP + BOTTOM


def scale_limit(lanes: Sequence[Lane]) -> int:
    """Return the percent at a lane's edge: the least step that holds nine tenths of all gaps."""
    gaps = [row.beside.percent for lane in lanes for row in lane.points]
    sizes = [abs(gap) for gap in gaps if gap and np.isfinite(gap)]
    most = float(np.quantile(sizes, 0.9)) if sizes else 0.0
    return next((limit for limit in LIMITS if most <= limit), LIMITS[-1])


def places_of(
    lane: Lane, limit: int, window: tuple[pd.Timestamp, pd.Timestamp]
) -> list[tuple[pd.Timestamp, float]]:
    """Return where a lane's marks stand: the moment, and pixels above its line of no gap.

    Over a month those of one day and about one height stand beside each other in it.
    """
    span, points = window[1] - window[0], lane.points
    levels = [height_of(row.beside.percent, limit) * LANE_HEIGHT for row in points]
    found = []
    for place, (row, level) in enumerate(zip(points, levels, strict=True)):
        when = row.beside.day()
        if span.days <= MONTH_DAYS:
            same = [
                other
                for other, own in enumerate(points)
                if own.beside.day() == when and abs(levels[other] - level) < MARK
            ]
            share = same.index(place) / max(len(same) - 1, 1)
            when += NOON + (BESIDE * (2 * share - 1) if len(same) > 1 else pd.Timedelta(0))
        found.append((when, level))
    return found


def lane_labels(
    place: int,
    lane: Lane,
    places: Sequence[tuple[pd.Timestamp, float]],
    window: tuple[pd.Timestamp, pd.Timestamp],
    theme: str,
) -> list[Shape]:
    """Return the labels of a lane that run into no mark and no label of a larger gap."""
    in_words = (window[1] - window[0]).days <= SEASON_DAYS
    look, colour = tokens(theme), country_colour(lane.country, theme, text=True)
    span = window[1] - window[0]
    marks = [(PLOT_WIDTH * ((when - window[0]) / span), level) for when, level in places]
    points = list(zip(lane.points, places, marks, strict=True)) if lane.has_series else []
    points.sort(key=lambda point: -abs(point[0].beside.percent))
    taken: list[Box] = []
    notes = []
    for row, (when, _), (at, level) in points:
        percent = row.beside.percent
        words = percent_words(percent)
        words = f"{words}, {say(row.verdict.title)}" if in_words else words
        reach = MARK + len(words) * LETTER
        for side, start in (("left", at + MARK), ("right", at - reach)):
            box = (start, start + reach - MARK, level)
            if percent and _is_free(box, [*taken, *((x - 5, x + 5, y) for x, y in marks)]):
                taken.append(box)
                where = {"xanchor": side, "xshift": MARK if side == "left" else -MARK}
                height = place - level / LANE_HEIGHT
                back = {"bgcolor": look.background, "borderpad": 0, "yanchor": "middle"}
                notes.append(label(when, height, words, colour, **where, **back))
                break
    return notes


def _is_free(box: Box, others: Sequence[Box]) -> bool:
    """Say whether a box of a line's height lies inside the plot and touches no other."""
    start, end, level = box
    return (
        start >= 0
        and end <= PLOT_WIDTH
        and not any(
            start < far and end > near and abs(level - other) < LINE for near, far, other in others
        )
    )


def _ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> Shape:
    if (last - first).days > MONTH_DAYS:
        ticks = month_ticks(first, last, most)
        return {name: ticks[name] for name in ("type", "tickvals", "ticktext")}
    days = pd.date_range(first, last, freq="7D")
    return {"type": "date", "tickvals": days, "ticktext": [short_day(when) for when in days]}


def _steps(limit: int) -> tuple[int, ...]:
    """Return the percents that a lane marks, from the edge above to the edge below."""
    return (limit, limit // 5, 0, -limit // 5, -limit)


def _guides(place: int, limit: int, look: Tokens) -> list[Shape]:
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    heights = [(step, place - height_of(step, limit)) for step in _steps(limit)]
    return [
        {
            **line,
            **{"y0": height, "y1": height},
            "line": {"color": look.grid if step else look.faint, "width": 1},
        }
        for step, height in heights
    ]


def _names(place: int, lane: Lane, theme: str, *, is_narrow: bool) -> list[Shape]:
    look, colour = tokens(theme), country_colour(lane.country, theme, text=True)
    name = f"<b>{COUNTRIES[lane.country].name}</b>"
    if is_narrow:
        edge = {"xref": "paper", "yanchor": "bottom", "yshift": 4}
        name_at, words_at = {"xanchor": "left"}, {"xanchor": "right"}
        height, words = place - HALF, lane_words(lane)
    else:
        edge, height = {"xref": "paper", "yanchor": "middle"}, place
        words = lane_words(lane, "<br>")
        name_at = {"xanchor": "left", "xshift": -LEFT, "size": 13}
        words_at = {"xanchor": "left", "xshift": 8, "align": "left"}
    return [
        label(0, height, name, colour, **edge, **name_at),
        label(1, height, words, look.text, **edge, **words_at),
    ]


def _scale(place: int, steps: Sequence[int], limit: int, look: Tokens) -> list[Shape]:
    """Write the percents of a lane at its left."""
    edge = {"xref": "paper", "yanchor": "middle", "xanchor": "right", "xshift": -6}
    return [
        label(
            0,
            place - height_of(step, limit),
            f"{signed(step)}%" if step else "0",
            look.muted,
            **edge,
        )
        for step in steps
    ]


def _marks(
    place: int,
    lane: Lane,
    marks: Sequence[tuple[pd.Timestamp, float]],
    theme: str,
) -> Shape:
    points, colour = lane.points, country_colour(lane.country, theme)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": lane.country,
        "x": [when for when, _ in marks],
        "y": [place - level / LANE_HEIGHT for _, level in marks],
        "cliponaxis": False,
        "marker": {
            "symbol": [row.verdict.marker for row in points],
            "size": [row.verdict.size for row in points],
            "color": colour,
            "line": {"width": 1.6, "color": colour},
            "opacity": 1,
        },
        "hovertext": [_hover(row) for row in points],
        "customdata": [row.beside.figure.figure_id for row in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: Reconciled) -> str:
    beside, series = row.beside, row.beside.that_day
    text = say(
        "{day}, {measure}<br><b>{reported}</b>, series {series}",
        day=beside.day(),
        measure=say(MEASURES[beside.measure]),
        reported=beside.figure.amount,
        series=say(NO_VALUE[series.reason]) if isinstance(series, Absent) else number(series),
    )
    if not np.isnan(beside.gap):
        gap, percent = signed(beside.gap), percent_words(beside.percent)
        text += say("; gap {gap} ({percent})", gap=gap, percent=percent)
    return f"{text}<br>{say(row.verdict.title)}"
