"""How the series of a native chart are named: at their ends, in a legend, or by their categories.

Also how categories are read as days. Where the names stand is planned by `chart_plan`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from dashboard.exports.slides.chart_sheet import known, plain_name
from dashboard.panels.office import NativeChart, Series

REACHES_EDGE = 0.95
NO_LINE = "none"
_MONTH = re.compile(r"[A-Z][a-z]{2} (19|20)\d\d")


def last_known(series: Series) -> tuple[int, float] | None:
    """Return the place and the value of a series' last known point."""
    for place in reversed(range(len(series.values))):
        if (value := known(series.values[place])) is not None:
            return place, value
    return None


def reaching_edge(chart: NativeChart) -> tuple[int, ...]:
    """Return the lines that reach the right edge, where they can be named; marks alone do not."""
    edge = len(chart.categories) * REACHES_EDGE - 1
    return tuple(
        number
        for number, series in enumerate(chart.series)
        if series.dash != NO_LINE and (last := last_known(series)) is not None and last[0] >= edge
    )


def legend_entries(chart: NativeChart, named: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the series that need a legend: not named otherwise, nor drawn like one that is.

    A line goes on after a break as a series of its own, with another name and the same look.
    """
    if len(chart.series) < 2:
        return ()
    looks = {_look(chart.series[number]) for number in named}
    entries = []
    for number, series in enumerate(chart.series):
        if last_known(series) is None or _look(series) in looks or _named_by_rows(chart, series):
            continue
        looks.add(_look(series))
        entries.append(number)
    return tuple(entries)


def is_overlaid(chart: NativeChart) -> bool:
    """Whether bars side by side never meet: one on each category, so that it can stand in line."""
    if chart.kind not in ("bar", "column") or len(chart.series) < 2:
        return False
    columns = zip(*(series.values for series in chart.series), strict=True)
    return all(sum(known(value) is not None for value in column) < 2 for column in columns)


def with_months(chart: NativeChart) -> NativeChart:
    """Return the chart with months as days where all its categories are months, e.g. "Jun 2020"."""
    words = [label for label in chart.categories if isinstance(label, str)]
    if len(words) < 2 or not all(_MONTH.fullmatch(word) for word in words):
        return chart
    days = tuple(datetime.strptime(word, "%b %Y").date() for word in words)  # noqa: DTZ007  a month
    return replace(chart, categories=days) if len(days) == len(chart.categories) else chart


def are_months(days: Sequence[date]) -> bool:
    """Whether days stand for months."""
    return len(days) > 1 and all(day.day == 1 for day in days)


def runs_on(days: Sequence[date]) -> bool:
    """Whether days follow each other day by day, or month by month on the first.

    Only then are columns on an axis of days as broad as they should be.

    >>> runs_on([date(2020, 5, 1), date(2020, 6, 1)]), runs_on([date(2020, 6, 1), date(2020, 6, 8)])
    (True, False)
    """
    if all((later - earlier).days == 1 for earlier, later in pairwise(days)):
        return True
    months = [day.year * 12 + day.month for day in days]
    return are_months(days) and months == list(range(months[0], months[-1] + 1))


def _look(series: Series) -> tuple[str, str, str]:
    return series.colour, series.dash, series.marker


def _named_by_rows(chart: NativeChart, series: Series) -> bool:
    """Whether the names of the rows or bars say already what the series is."""
    name = plain_name(series)
    if chart.kind == "points":
        return any(lane.startswith(name) for lane in chart.lanes)
    labels = [
        str(label)
        for label, value in zip(chart.categories, series.values, strict=False)
        if known(value) is not None
    ]
    return bool(labels) and all(label.startswith(name) for label in labels)
