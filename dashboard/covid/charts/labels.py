"""Words in the COVID-19 timeline: ends of lines, cuts, reported figures, where there is room.

A chart does not know its width, so a place is good only if it is so at its narrowest and widest.
"""

import re
import textwrap
from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.covid.charts.scales import PlotArea, silence_words, value_words
from dashboard.covid.measures.series import Cut
from dashboard.covid.view.timeline import Timeline
from dashboard.dates import day, short_day
from dashboard.palette import GLYPHS, country_colour, tokens
from dashboard.panels.plot import LABEL_GAP, Properties, end_label, label, spread
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import N_, say, signed

PLOT_WIDTHS = (528, 880)
LETTER = 6.1
LINE = 15.6
POINT_COST, OVERLAP_COST, OUTSIDE_COST, LATER_COST = 5.0, 400.0, 50.0, 0.1
LEADER_POINTS = np.linspace(0, 1, 24)
LEADER_CROSSING, LEADER_LENGTH = 120.0, 0.3
LABEL_WIDTHS = (27, 33)
NARROW_PLOTS = (208, 400)
UPRIGHT_POINTS = 30
LINE_STEP = 3
LEADERS = (16.0, 60.0, 130.0)
LISTED_WEIGHT, MARK_WEIGHT = 8, 3
RISES = (0, *(sign * rise for rise in range(20, 215, 20) for sign in (1, -1)))
RATE_ANCHORS = (0.92, 0.8, 0.68, 0.56, 0.44, 0.32, 0.2)
# What a cut adds, as the chart has room for it.
SHORT = {
    "asymptomatic": N_("cases without symptoms counted too"),
    "pneumonia": N_("pneumonia counted too"),
}
_BOLD = re.compile(r"</?b>")
Label = Properties


def text_size(lines: Sequence[str]) -> tuple[float, float]:
    """Estimate the width and height in pixels of 12 px text, one string a line."""
    return max(len(line) for line in lines) * LETTER, len(lines) * LINE + 3


class Crowd:
    """What already stands in a plot: the points of its lines, and the labels placed so far.

    Across, a place is a share of the plot (0 to 1) and a shift in pixels; upwards it is pixels from
    the bottom.
    """

    def __init__(
        self,
        points: np.ndarray,
        lowest: float,
        highest: float,
        widths: tuple[int, int] = PLOT_WIDTHS,
    ) -> None:
        """Take points as rows of (share, height, weight); a missing height is left out.

        `widths` are the narrowest and the widest that the plot is shown.
        """
        known = points[~np.isnan(points[:, 1])]
        self.shares, self.heights, self.weights = known.T
        self.lowest, self.highest, self.widths = lowest, highest, widths
        self.taken: list[tuple[float, float, float, float, float]] = []

    def settle(
        self,
        share: float,
        places: np.ndarray,
        size: ArrayLike,
        leaders: np.ndarray | None = None,
    ) -> int:
        """Choose the place with the least overlap, take it, and return its row.

        `places` are (shift, bottom) of the box's lower left corner from `share`; earlier rows go
        first among equals. `leaders` are, for each place, the height at which a leader begins at
        `share`, and the shift and height of its end: it should be short and cross no other label.
        """
        sizes = np.broadcast_to(np.asarray(size, dtype="float64"), places.shape)
        cost = np.arange(len(places)) * LATER_COST
        tips = np.empty((len(places), 0, 2)) if leaders is None else _points(leaders)
        for plot_width in self.widths:
            cost = (
                cost
                + self._cost(plot_width, share, places, sizes)
                + self._crossings(plot_width, share, tips)
            )
        if leaders is not None:
            cost = cost + np.hypot(leaders[:, 1], leaders[:, 2] - leaders[:, 0]) * LEADER_LENGTH
        best = int(cost.argmin())
        shift, bottom = places[best]
        width, height = sizes[best]
        self.taken.append((share, float(shift), float(bottom), float(width), float(height)))
        self.taken += [(share, float(x), float(y), 2.0, 2.0) for x, y in tips[best][::4]]
        return best

    def _crossings(self, plot_width: int, share: float, tips: np.ndarray) -> np.ndarray:
        """Return what it costs that points of the leaders lie in labels placed before."""
        x, y = share * plot_width + tips[:, :, 0], tips[:, :, 1]
        cost = np.zeros(len(tips))
        for other_share, shift, bottom, width, height in self.taken:
            left = other_share * plot_width + shift
            inside = (
                (x >= left - 2) & (x <= left + width + 2) & (y >= bottom) & (y <= bottom + height)
            )
            cost = cost + inside.sum(axis=1) * LEADER_CROSSING
        return cost

    def _cost(
        self, plot_width: int, share: float, places: np.ndarray, sizes: np.ndarray
    ) -> np.ndarray:
        left, bottom = share * plot_width + places[:, :1], places[:, 1:]
        right, top = left + sizes[:, :1], bottom + sizes[:, 1:]
        x = self.shares * plot_width
        inside = (
            (x >= left - 3)
            & (x <= right + 3)
            & (self.heights >= bottom - 2)
            & (self.heights <= top + 2)
        )
        outside = np.maximum(-left, 0) + np.maximum(right - plot_width, 0)
        outside = outside + np.maximum(self.lowest - bottom, 0) + np.maximum(top - self.highest, 0)
        cost = inside @ self.weights * POINT_COST + outside[:, 0] * OUTSIDE_COST
        for other_share, shift, other_bottom, width, height in self.taken:
            other_left = other_share * plot_width + shift
            apart = (right + 4 < other_left) | (left - 4 > other_left + width)
            apart |= (top < other_bottom) | (bottom > other_bottom + height)
            cost = cost + np.where(apart[:, 0], 0.0, OVERLAP_COST)
        return cost


def _points(leaders: np.ndarray) -> np.ndarray:
    """Return points along each leader as (shift, height)."""
    start, shift, end = leaders.T
    heights = start[:, None] + (end - start)[:, None] * LEADER_POINTS
    return np.stack([shift[:, None] * LEADER_POINTS, heights], axis=2)


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
    widths = NARROW_PLOTS if timeline.is_narrow else PLOT_WIDTHS
    return Crowd(np.concatenate([np.empty((0, 3)), *parts]), floor, area.height, widths)


def end_labels(timeline: Timeline, area: PlotArea, theme: str) -> list[Label]:
    """Name each country at the end of its line, with its last value, and each lane.

    A value that is not of the last day chosen carries its day; one day of all stands once above.
    """
    floor = area.floor * area.height
    between, gap = ("<br>", 2 * LABEL_GAP) if timeline.is_narrow else (" ", LABEL_GAP)
    ends = [(line, last) for line in timeline.lines if (last := line.last_known()) is not None]
    days = {pd.Timestamp(line.days[last]) for line, last in ends}
    words: list[tuple[str, str, str | None]] = []
    heights: list[float] = []
    for line, last in ends:
        when, value = pd.Timestamp(line.days[last]), float(line.values[last])
        label_text = f"<b>{country_name(line.country)}</b>{between}{value_words(value)}"
        if len(days) > 1 and when != timeline.band[1]:
            label_text += say(", {day:short_year}", day=when)
        words.append((country_colour(line.country, theme, text=True), label_text, line.country))
        heights.append(max(float(np.nan_to_num(area.heights([value])[0], nan=floor)), floor))
    if len(days) == 1 and days != {timeline.band[1]}:
        when = days.pop()
        head = (
            say("on {day:short_year}", day=when)
            if timeline.is_narrow
            else say("on {day}", day=when)
        )
        words.append((tokens(theme).muted, head, None))
        heights.append(max(heights) + gap)
    for index, silent in enumerate(timeline.silent):
        text = silence_words(silent)
        label_text = f"<b>{country_name(silent.country)}</b>{between}"
        label_text += text if silent.claims else f"<i>{text}</i>"
        words.append((country_colour(silent.country, theme, text=True), label_text, silent.country))
        heights.append(sum(area.lane_sides(index)) / 2 * area.height)
    return [
        end_label(0, label_text, colour, shift, names=code) | {"yref": "paper", "align": "left"}
        for (colour, label_text, code), shift in zip(words, spread(heights, gap), strict=True)
    ]


def printed_list(timeline: Timeline, area: PlotArea, around: Crowd, theme: str) -> list[Label]:
    """Name the period's last reported figures beside the band; long and narrow charts have none."""
    listed = sorted(
        (mark for mark in timeline.printed if mark.listed), key=lambda mark: -mark.value
    )
    if not listed or timeline.is_long or timeline.is_narrow:
        return []
    one_day = len({mark.day for mark in listed}) == 1
    head = (
        say("reported “by {day:no_year}”", day=listed[0].day)
        if one_day
        else say("last reported in the period")
    )
    rows = [
        f"{glyph} {country_name(mark.country)} {value_words(mark.value)}"
        + ("" if one_day else f", {short_day(mark.day)}")
        for mark in listed
        for _, glyph in [GLYPHS[COUNTRIES[mark.country].marker]]
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

    A crowded chart has room for the number of each only: the words stand below. Of two cuts of a
    country on neighbouring days (a spike and its undoing) the first speaks for both.
    """
    notes = []
    spoken: dict[str, pd.Timestamp] = {}
    for place, cut in enumerate(timeline.cuts, start=1):
        before = spoken.get(cut.country)
        spoken[cut.country] = cut.day
        if before is None or (cut.day - before).days > 1:
            wordings = _wordings(timeline, place, cut)
            notes.append(_cut_label(timeline, area, around, cut, wordings, theme))
    return notes


def _wordings(timeline: Timeline, place: int, cut: Cut) -> list[list[str]]:
    """Return the ways to write a cut, in lines; in a crowded chart its number."""
    year = timeline.several_years
    if not timeline.has_numbers:
        first = _cut_day(cut, year=year)
        wrapped = (cut_words(cut, width, year=year) for width in LABEL_WIDTHS)
        return [[f"<b>{first}</b>{head[len(first) :]}", *rest] for head, *rest in wrapped]
    after = [
        number
        for number, other in enumerate(timeline.cuts, start=1)
        if other.country == cut.country and 0 < (other.day - cut.day).days <= 1
    ]
    return [[f"<b>{', '.join(map(str, [place, *after]))}</b>"]]


def cut_words(cut: Cut, width: int, *, year: bool) -> list[str]:
    """Write a cut in lines of `width` letters: day, what changed in short, step."""
    step = "" if cut.change is None else f", {signed(cut.change)}"
    text = f"{_cut_day(cut, year=year)}: {say(SHORT[cut.adds]) if cut.adds else cut.label}{step}"
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _cut_day(cut: Cut, *, year: bool) -> str:
    return short_day(cut.day, year=True) if year else day(cut.day, year=False)


def _cut_label(
    timeline: Timeline,
    area: PlotArea,
    around: Crowd,
    cut: Cut,
    wordings: list[list[str]],
    theme: str,
) -> Label:
    """Place one label: on either side of its cut, higher or lower, in longer or shorter lines."""
    ends = area.heights([cut.before, cut.after])
    rate = bool(np.isnan(ends).all())
    anchors = [area.height * share for share in RATE_ANCHORS] if rate else [np.nanmean(ends)]
    choices = [
        (lines, anchor, rise, reach * side)
        for lines, anchor, reach, rise, side in product(
            wordings, anchors, LEADERS, (0,) if rate else RISES, (-1, 1)
        )
    ]
    size = {id(lines): text_size([_BOLD.sub("", line) for line in lines]) for lines in wordings}
    sizes = np.array([size[id(lines)] for lines, *_ in choices])
    anchor, rise, reach = np.array([choice[1:] for choice in choices], dtype="float64").T
    left = np.where(reach > 0, reach, reach - sizes[:, 0])
    places = np.column_stack([left, anchor + rise - sizes[:, 1] / 2])
    leaders = np.column_stack([anchor, reach, anchor + rise])
    best = around.settle(timeline.share(cut.day), places, sizes, leaders)
    height = float(anchor[best] / area.height)
    words = "<br>".join(choices[best][0])
    return _leader(cut, words, height, float(rise[best]), float(reach[best]), theme)


def _leader(cut: Cut, words: str, height: float, rise: float, reach: float, theme: str) -> Label:
    side = "left" if reach > 0 else "right"
    colour = country_colour(cut.country, theme, text=True)
    return {
        **{"x": str(cut.day), "y": height, "yref": "paper", "ax": reach, "ay": -rise},
        **{"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour, "standoff": 2},
        "text": words,
        "name": cut.country,
        "xanchor": side,
        "yanchor": "middle",
        "align": side,
        "font": {"size": 12, "color": colour},
    }
