"""Words in the COVID-19 timeline: ends of lines, cuts, reported figures, where there is room."""

import textwrap
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import PlotArea, silence_words, value_words
from dashboard.covid.measures.series import Cut
from dashboard.covid.view import Timeline
from dashboard.palette import country_colour, tokens
from dashboard.panels.labels import Crowd, text_size
from dashboard.panels.plot import end_label, label, spread
from dashboard.vocabulary import country_name
from dashboard.wording import day, say, short_day, signed

LABEL_WIDTHS = (27, 33)
UPRIGHT_POINTS = 30
LINE_STEP = 3
LEADERS = (16.0, 60.0, 130.0)
LISTED_WEIGHT, MARK_WEIGHT = 8, 3
RISES = (0, *(sign * rise for rise in range(20, 215, 20) for sign in (1, -1)))
RATE_ANCHORS = (0.92, 0.8, 0.68, 0.56, 0.44, 0.32, 0.2)
OPEN_GLYPHS = {"KAZ": "○", "KGZ": "△", "TJK": "□", "TKM": "✕", "UZB": "◇"}
Label = dict[str, Any]


def crowd(timeline: Timeline, area: PlotArea) -> Crowd:
    """Return what labels must keep clear of: lines, uprights, and more so the reported figures."""
    parts = [
        np.column_stack(
            [
                timeline.shares(line)[::LINE_STEP],
                area.heights(line.values[::LINE_STEP]),
                np.full(len(line.days[::LINE_STEP]), LINE_STEP),
            ]
        )
        for line in timeline.lines
    ]
    if timeline.printed:
        values = area.heights([mark.value for mark in timeline.printed])
        weights = [LISTED_WEIGHT if mark.listed else MARK_WEIGHT for mark in timeline.printed]
        shares = [timeline.share(mark.day) for mark in timeline.printed]
        parts.append(np.column_stack([shares, values, weights]))
    floor = area.floor * area.height
    for cut in timeline.cuts:
        if np.isnan(cut.after):
            upright = np.linspace(floor, area.height, UPRIGHT_POINTS)
            places = np.full(UPRIGHT_POINTS, timeline.share(cut.day))
            parts.append(np.column_stack([places, upright, np.ones(UPRIGHT_POINTS)]))
    return Crowd(np.concatenate([np.empty((0, 3)), *parts]), floor, area.height)


def end_labels(timeline: Timeline, area: PlotArea, theme: str) -> list[Label]:
    """Name each country at the end of its line, with its last value, and each lane."""
    floor = area.floor * area.height
    words: list[tuple[str, str]] = []
    heights: list[float] = []
    for line in timeline.lines:
        last = line.last_known()
        if last is None:
            continue
        when, value = pd.Timestamp(line.days[last]), float(line.values[last])
        text = value_words(value)
        if when != timeline.last:
            text = say("{value} on {day:short}", value=text, day=when)
        words.append((line.country, text))
        heights.append(max(float(np.nan_to_num(area.heights([value])[0], nan=floor)), floor))
    for index, silent in enumerate(timeline.silent):
        text = silence_words(silent)
        words.append((silent.country, text if silent.claims else f"<i>{text}</i>"))
        heights.append(sum(area.lane_sides(index)) / 2 * area.height)
    return [
        end_label(
            0, f"<b>{country_name(code)}</b> {text}", country_colour(code, theme, text=True), shift
        )
        | {"yref": "paper"}
        for (code, text), shift in zip(words, spread(heights), strict=True)
    ]


def printed_list(timeline: Timeline, area: PlotArea, around: Crowd, theme: str) -> list[Label]:
    """Name the period's last reported figures beside the band, where there is room."""
    listed = sorted(
        (mark for mark in timeline.printed if mark.listed), key=lambda mark: -mark.value
    )
    if not listed:
        return []
    one_day = len({mark.day for mark in listed}) == 1
    head = (
        say("reported “by {day:no_year}”", day=listed[0].day)
        if one_day
        else say("last reported in the period")
    )
    rows = [
        f"{OPEN_GLYPHS[mark.country]} {country_name(mark.country)} {value_words(mark.value)}"
        + ("" if one_day else f", {short_day(mark.day)}")
        for mark in listed
    ]
    edge = timeline.clipped_band[1]
    size = text_size([head, *rows])
    bottoms = np.arange(area.floor * area.height + 6, area.height - size[1], 9.0)
    nearest = bottoms[np.argsort(np.abs(bottoms - area.height * 0.24), kind="stable")]
    shifts = (20.0, 50.0, 90.0, -20.0 - size[0], -70.0 - size[0], 140.0, 190.0)
    places = np.array([(shift, bottom) for shift in shifts for bottom in nearest])
    shift, bottom = places[around.settle(timeline.share(edge), places, size)].tolist()
    colours = [country_colour(mark.country, theme, text=True) for mark in listed]
    lines = [
        f'<span style="color:{colour}">{row}</span>'
        for colour, row in zip(colours, rows, strict=True)
    ]
    options = {
        **{"yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"},
        **{"xshift": shift, "yshift": bottom},
    }
    return [label(str(edge), 0, "<br>".join([head, *lines]), tokens(theme).muted, **options)]


def cut_labels(timeline: Timeline, area: PlotArea, around: Crowd, theme: str) -> list[Label]:
    """Write day, reason and step beside each cut, joined to it by a thin leader.

    Of two cuts of a country on neighbouring days (a spike and its undoing) the first speaks for
    both.
    """
    notes = []
    spoken: dict[str, pd.Timestamp] = {}
    for cut in timeline.cuts:
        before = spoken.get(cut.country)
        spoken[cut.country] = cut.day
        if before is None or (cut.day - before).days > 1:
            notes.append(_cut_label(timeline, area, around, cut, theme))
    return notes


def cut_words(cut: Cut, width: int, *, year: bool) -> list[str]:
    """Write a cut in lines of `width` letters: day, what changed in short, step."""
    step = "" if cut.change is None else f", {signed(cut.change)}"
    told = f"{_cut_day(cut, year=year)}: {cut.label}{step}"
    return textwrap.wrap(told, width, break_on_hyphens=False)


def _cut_day(cut: Cut, *, year: bool) -> str:
    return short_day(cut.day, year=True) if year else day(cut.day, year=False)


def _cut_label(timeline: Timeline, area: PlotArea, around: Crowd, cut: Cut, theme: str) -> Label:
    """Place one label: on either side of its cut, higher or lower, in longer or shorter lines."""
    wordings = [cut_words(cut, width, year=timeline.several_years) for width in LABEL_WIDTHS]
    ends = area.heights([cut.before, cut.after])
    rate = bool(np.isnan(ends).all())
    anchors = [area.height * share for share in RATE_ANCHORS] if rate else [np.nanmean(ends)]
    choices = [
        (lines, anchor, rise, reach * side)
        for lines, anchor, reach, rise, side in product(
            wordings, anchors, LEADERS, (0,) if rate else RISES, (-1, 1)
        )
    ]
    size = {id(lines): text_size(lines) for lines in wordings}
    sizes = np.array([size[id(lines)] for lines, *_ in choices])
    anchor, rise, reach = np.array([choice[1:] for choice in choices], dtype="float64").T
    left = np.where(reach > 0, reach, reach - sizes[:, 0])
    places = np.column_stack([left, anchor + rise - sizes[:, 1] / 2])
    leaders = np.column_stack([anchor, reach, anchor + rise])
    best = around.settle(timeline.share(cut.day), places, sizes, leaders)
    # Every wording begins with its day, which is bold.
    first = _cut_day(cut, year=timeline.several_years)
    words = f"<b>{first}</b>{'<br>'.join(choices[best][0])[len(first) :]}"
    height = float(anchor[best] / area.height)
    return _leader(cut, words, height, float(rise[best]), float(reach[best]), theme)


def _leader(cut: Cut, words: str, height: float, rise: float, reach: float, theme: str) -> Label:
    side = "left" if reach > 0 else "right"
    colour = country_colour(cut.country, theme, text=True)
    return {
        **{"x": str(cut.day), "y": height, "yref": "paper", "ax": reach, "ay": -rise},
        **{"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour, "standoff": 2},
        "text": words,
        "xanchor": side,
        "yanchor": "middle",
        "align": side,
        "font": {"size": 12, "color": colour},
    }
