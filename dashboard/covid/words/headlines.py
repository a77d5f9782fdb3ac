"""The COVID-19 panels in one sentence each, from the numbers they draw.

The sentence at the top of the page is in `captions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.charts.scales import amount
from dashboard.covid.measures.printed import Comparison
from dashboard.covid.view import Line, Switches, Timeline
from dashboard.panels.headline import NO_COUNTRY, Headline, days_words, within_words
from dashboard.panels.keys import series_key
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, day, join_words, number_word

A_DAY = np.timedelta64(1, "D")
COUNTS = {"cases": "confirmed cases", "deaths": "reported deaths"}
# Readings of a printed total that is the series' own of that day or the day before.
SAME = ("both_days", "day_before", "that_day")


@dataclass(frozen=True)
class _Stretch:
    """The chosen days of one line: places in its arrays, the second past the end."""

    line: Line
    start: int
    end: int

    @property
    def values(self) -> np.ndarray:
        """The values of these days."""
        return self.line.values[self.start : self.end]

    @property
    def is_broken(self) -> bool:
        """Whether the count changes between the first and the last of the days."""
        return bool(self.line.segment[self.start] != self.line.segment[self.end - 1])


def timeline_headline(timeline: Timeline, switches: Switches, selection: Selection) -> Headline:
    """Say the largest rise of a total, or the highest daily value, in the months chosen."""
    if not timeline.lines:
        return Headline(_lanes_text(timeline, switches))
    when = days_words(selection, timeline.first, timeline.last)
    if switches.column == "total":
        return _rise(timeline, switches, when)
    return _highest(timeline, switches, when)


def printed_headline(compared: Sequence[Comparison], series: str, selection: Selection) -> str:
    """Say how many printed totals the series has, on their day or the day before."""
    if not compared:
        return NO_COUNTRY
    beside = [row for row in compared if row.kind == "printed" and row.reading != "nothing"]
    numberless = _numberless_words(compared)
    if beside:
        same = sum(row.reading in SAME for row in beside)
        told = (
            f"{same} of {counted(len(beside), 'printed total')} of {series} "
            f"{'equals' if same == 1 else 'equal'} the series that day or the day before"
        )
        return f"{told}; {numberless}" if numberless else told
    if numberless:
        return f"{numberless}; there is no total to compare"
    if any(row.kind == "printed" for row in compared):
        return f"No printed total of {series} can be set beside a series {within_words(selection)}"
    return f"No total of {series} of the countries chosen is printed {within_words(selection)}"


def _numberless_words(compared: Sequence[Comparison]) -> str:
    """Say what is told without a number: officially none, or not stated."""
    parts = []
    for kind, words in (("officially_none", "officially 0"), ("not_stated", "not stated")):
        names = [country_name(row.country) for row in compared if row.kind == kind]
        if names:
            parts.append(f"{join_words(names)}: {words}")
    return "; ".join(parts)


def _rise(timeline: Timeline, switches: Switches, when: str) -> Headline:
    """Say whose total rose most. A rise is told only where the count does not break."""
    first, last = timeline.clipped_band
    parts = _stretches(timeline, max(first - pd.Timedelta(days=1), timeline.first), last)
    broken = [country_name(part.line.country) for part in parts if part.is_broken]
    rises = [
        (float(part.values[-1] - part.values[0]), part) for part in parts if not part.is_broken
    ]
    rises = [(rise, part) for rise, part in rises if not np.isnan(rise)]
    what = f"{COUNTS[switches.series]}{' per million' if switches.per_million else ''}"
    if not rises:
        told = f"No rise in {what} can be told {when}"
        return Headline(f"{told}: {_break_words(broken)}" if broken else told)
    ending = f"; {_break_words(broken)}" if broken else ""
    top, part = max(rises, key=lambda item: item[0])
    if top <= 0:
        return Headline(f"No total of {what} rose {when}{ending}")
    if not ending and len(rises) > 1 and sum(rise == top for rise, _ in rises) == 1:
        ending = f", the most of the {number_word(len(rises))} with a series"
    name = country_name(part.line.country)
    return Headline(
        f"{name}’s total of {what} rose by {amount(top)} {when}{ending}",
        tuple(_key(part.line, place, switches) for place in (part.start, part.end - 1)),
    )


def _break_words(names: Sequence[str]) -> str:
    several = len(names) > 1
    return f"the count{'s' * several} of {join_words(names)} {'break' if several else 'breaks'}"


def _highest(timeline: Timeline, switches: Switches, when: str) -> Headline:
    """Say where a daily value was highest, and on which day where it is one only."""
    noun = f"new {switches.series} a day"
    parts = _stretches(timeline, *timeline.clipped_band)
    most = max((float(np.fmax.reduce(part.values)) for part in parts), default=np.nan, key=_known)
    if np.isnan(most):
        what = "7-day average" if switches.column == "mean" else "number"
        return Headline(f"No {what} of {noun} is known {when}")
    if not most:
        return Headline(f"{noun.capitalize()} were 0 on every day known {when}")
    found = [
        (part.line, part.start + int(place))
        for part in parts
        for place in np.flatnonzero(part.values == most)
    ]
    names = join_words(list(dict.fromkeys(country_name(line.country) for line, _ in found)))
    on = ""
    if len(found) == 1:
        line, place = found[0]
        several = timeline.band[0].year != timeline.band[1].year
        on = f" on {day(pd.Timestamp(line.days[place]), year=several)}"
    unit = " per million" if switches.per_million else ""
    average = " (7-day average)" if switches.column == "mean" else ""
    return Headline(
        f"{when[0].upper()}{when[1:]} {noun} were highest in {names}{on}: "
        f"{amount(most)}{unit}{average}",
        tuple(_key(line, place, switches) for line, place in found),
    )


def _known(value: float) -> float:
    return -1.0 if np.isnan(value) else value


def _stretches(timeline: Timeline, first: pd.Timestamp, last: pd.Timestamp) -> list[_Stretch]:
    """Return the part of each line between two days; a line with none of them has no part."""
    start, end = np.datetime64(first, "D"), np.datetime64(last, "D") + A_DAY
    parts = [
        _Stretch(line, int(line.days.searchsorted(start)), int(line.days.searchsorted(end)))
        for line in timeline.lines
    ]
    return [part for part in parts if part.start < part.end]


def _key(line: Line, place: int, switches: Switches) -> str:
    return series_key(
        line.country, pd.Timestamp(line.days[place]), switches.series, switches.column
    )


def _lanes_text(timeline: Timeline, switches: Switches) -> str:
    words = {
        "officially none": "cases officially none",
        "deaths not stated": "deaths not stated",
    }
    told = [
        f"{country_name(lane.country)}: {words.get(lane.words, lane.words)}"
        for lane in timeline.lanes
    ]
    if not told:
        return f"There is no series of {switches.series} to draw"
    return f"{'; '.join(told)}; there is no official series"
