"""Counts of events: by country and mark, by week or month, and which of them stand out.

The day an event began decides its month; people are counted in `protests.measures.counts`.
"""

import math
from calendar import month_abbr
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.engine.events import LONGEST_BY_DAY
from dashboard.engine.ranking import SOURCES, points
from dashboard.marks import MARKS
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.schema import TableRow, cells_of
from dashboard.selection import Selection, shift_month
from dashboard.values import Basis, Window

LONGEST_WEEKLY_MONTHS = LONGEST_BY_DAY
DAY = "datetime64[D]"
WINDOW_COLUMNS = ("event_date", "end_date", "time_precision", "date_basis")


def window_of(event: TableRow) -> Window:
    """Return the days of a row of events.csv."""
    return _window(*(event[name] for name in WINDOW_COLUMNS))


def windows_of(events: pd.DataFrame) -> pd.Series:
    """Return the days within which each of some events happened."""
    cells = cells_of(events, *WINDOW_COLUMNS)
    return pd.Series([_window(*each) for each in cells], events.index, dtype=object)


def _window(first: pd.Timestamp, last: pd.Timestamp, precision: int, basis: str) -> Window:
    return Window(first.date(), last.date(), precision, Basis(basis))


def known_more_widely(counts: Counts, selection: Selection) -> int:
    """Count the events of which no more is known than that they began in a longer period.

    They are counted in its first month, as those of "2013" in January.
    """
    ends = counts.columns["end_date"].words
    later = ends[ends.astype(DAY) > np.datetime64(selection.last_day, "D")].tolist()
    return counts.isin(end_date=later).where(time_precision=3).total


def bins(selection: Selection) -> pd.DataFrame:
    """Cut the period into calendar weeks, or into months when it is longer than three.

    Returns one row a bin: `start` and `end` (days, both included) and a short `label`.
    """
    months = selection.months
    if len(months) > LONGEST_WEEKLY_MONTHS:
        starts = np.array([*months, shift_month(months[-1], 1)], "datetime64[M]").astype(DAY)
        firsts, lasts = starts[:-1], starts[1:] - 1
        labels = [month_abbr[int(month[-2:])] for month in months]
    else:
        spans = _weeks(selection.first_day, selection.last_day)
        firsts, lasts = (np.array([span[side] for span in spans], DAY) for side in (0, 1))
        labels = [label for *_, label in spans]
    days = {"start": firsts.astype("datetime64[s]"), "end": lasts.astype("datetime64[s]")}
    return pd.DataFrame(days | {"label": labels})


def bins_beside(cut: pd.DataFrame, selection: Selection, other: Selection) -> pd.DataFrame:
    """Return the bins of another period at the places of `cut`, which is that of `selection`.

    Weeks stand at the same days from its first; the last holds the days that are left, and a place
    after the end has none. Months stand in their order.

    >>> june, may = Selection(), Selection().shifted(-1)
    >>> moved = bins_beside(bins(june), june, may)
    >>> [f"{day:%d %b}" for day in moved["end"]]
    ['07 May', '14 May', '21 May', '28 May', '31 May']
    """
    if len(other.months) > LONGEST_WEEKLY_MONTHS:
        return bins(other)
    first, last = pd.Timestamp(other.first_day), pd.Timestamp(other.last_day)
    moved = cut["start"] + (first - pd.Timestamp(selection.first_day))
    within = cut.assign(start=moved)[moved <= last]
    return within.assign(end=[*(within["start"].iloc[1:] - pd.Timedelta(days=1)), last])


def events_by_bin(chosen: Counts, cut: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Count events by bin and mark; return the counts and how many fit no single bin.

    An event whose window reaches past its bin (a month-only event in a weekly chart) is in no bar.
    """
    (only,), counts, unplaced = cells_by_bin(chosen, cut)
    return pd.DataFrame(counts[only], columns=list(MARKS)), unplaced


def cells_by_bin(
    chosen: Counts, cut: pd.DataFrame, row: str = ""
) -> tuple[list[str], Mapping[str, np.ndarray], int]:
    """Count events by the values of the column `row`, by bin and by mark in the order of `MARKS`.

    Returns the values, the counts of each (one line a bin, one column a mark), and how many events
    fit no single bin. Without `row` the one value is "".
    """
    # A day is looked up once, not once an event: each is a number for a word.
    (first, firsts), (last, lasts), (mark, marks) = (
        chosen.coded(name) for name in ("event_date", "end_date", "mark")
    )
    starts, ends = (cut[name].to_numpy(dtype=DAY) for name in ("start", "end"))
    place = (np.searchsorted(starts, firsts.astype(DAY), side="right") - 1)[first]
    fits = last < np.searchsorted(lasts.astype(DAY), ends, side="right")[place.clip(0)]
    names = list(MARKS)
    column = np.array([names.index(word) for word in marks.tolist()], np.int64)[mark]
    of_row, rows = chosen.coded(row) if row else (np.int8(0), np.array([""], object))
    shape = (len(rows), len(cut), len(names))
    size = math.prod(shape)
    cells = np.where(fits, (of_row.astype(np.int64) * shape[1] + place) * shape[2] + column, size)
    sums = np.bincount(cells, weights=chosen.numbers, minlength=size + 1).astype(np.int64)
    values = rows.tolist()
    return values, dict(zip(values, sums[:-1].reshape(shape), strict=True)), int(sums[-1])


def places_in(events: pd.DataFrame, cut: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the bin in which each event began, by its place in `cut`, and whether it fits it.

    One that began before the first bin has the place -1.
    """
    first, last = (events[name].to_numpy(dtype=DAY) for name in ("event_date", "end_date"))
    starts, ends = (cut[name].to_numpy(dtype=DAY) for name in ("start", "end"))
    place = np.searchsorted(starts, first, side="right") - 1
    return place, last <= ends[place.clip(0)]


def standing_out(events: pd.DataFrame, weights: Sequence[int]) -> pd.DataFrame:
    """Choose the event of most points (`weights`) of each country, in their order."""
    ranked = np.argsort(-np.array(weights), kind="stable")
    is_first = ~events["country"].iloc[ranked].duplicated().to_numpy()
    return events.iloc[sorted(ranked[is_first])]


def _weeks(first: date, last: date) -> list[tuple[date, date, str]]:
    spans = []
    start = first
    while start <= last:
        end = min(start + timedelta(days=6 - start.weekday()), last)
        if end.month != start.month:
            end = date(start.year, start.month, 1)
            end = (end.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        name = f"{start.day}–{end.day}" if end > start else f"{start.day}"
        spans.append(
            (
                start,
                end,
                name if start.day > 7 or first.month == last.month else f"{name} {start:%b}",
            )
        )
        start = end + timedelta(days=1)
    return spans


def bin_starts(cut: pd.DataFrame) -> list[str]:
    """Return the first day of each bin as the keys of its bars have it."""
    return np.datetime_as_string(cut["start"].to_numpy("datetime64[D]")).tolist()


def whole_key(start: str) -> str:
    """Return the key of the bar of a bin as a whole, of events of every kind.

    >>> whole_key("2020-06-08")
    '2020-06-08:all'
    """
    return f"{start}:all"


def bin_key(start: str, mark: str, country: str = "") -> str:
    """Return the key of a bar of one mark in a bin, of one country where there is a row for each.

    >>> bin_key("2020-06-08", "protest"), bin_key("2020-06-08", "protest", "KGZ")
    ('2020-06-08:protest', 'KGZ:2020-06-08:protest')
    """
    return f"{country}:{start}:{mark}" if country else f"{start}:{mark}"


def points_of(event: TableRow, package: Package) -> int:
    """Return how much an event matters by the rule."""
    return points(event) + (SOURCES if further_sources(package)[event["event_id"]] else 0)


@lru_cache(maxsize=KEPT_PACKAGES)
def further_sources(package: Package) -> Counter[str]:
    """Count the sources beside its own that report an event, by its key."""
    links = package.tables.get("event_sources")
    return Counter() if links is None else Counter(links["event_id"].tolist())
