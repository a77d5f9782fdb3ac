"""Which days of the currency rates a panel shows: a window around the chosen months, one ticker.

The rates themselves are in `rates`.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.selection import Selection, month_of, shift_month

WINDOW_MONTHS = 12


@dataclass(frozen=True)
class Window:
    """The days a panel shows. `band` is the chosen part of them; None when none of it is there."""

    first: pd.Timestamp
    last: pd.Timestamp
    band: tuple[pd.Timestamp, pd.Timestamp] | None

    @property
    def marked(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The band to draw; None when it would cover all that is shown."""
        return None if self.band == (self.first, self.last) else self.band


def window_around(selection: Selection, first: pd.Timestamp, last: pd.Timestamp) -> Window:
    """Return about a year around the chosen months, inside the data's `first` and `last` day.

    When the chosen months have no part in the data the window is all of it.
    """
    chosen = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    if chosen[1] < first or chosen[0] > last:
        return Window(first, last, None)
    oldest, newest = month_of(first), month_of(last)
    start, end = max(selection.first_month, oldest), min(selection.last_month, newest)
    extra = max(0, WINDOW_MONTHS - len(Selection(first_month=start, last_month=end).months))
    start, end = shift_month(start, -(extra // 2)), shift_month(end, extra - extra // 2)
    while end > newest:
        start, end = shift_month(start, -1), shift_month(end, -1)
    while start < oldest:
        start, end = shift_month(start, 1), shift_month(end, 1)
    days = Selection(first_month=start, last_month=min(end, newest))
    return Window(
        max(pd.Timestamp(days.first_day), first),
        min(pd.Timestamp(days.last_day), last),
        (max(chosen[0], first), min(chosen[1], last)),
    )


def ticker_day(tickers: pd.DataFrame, selection: Selection) -> pd.Timestamp | None:
    """Return the day of the printed ticker that stands for the chosen months; None without any.

    Inside the months: the newest that stands in a source document, else the newest. Otherwise the
    newest before them; when all are later, the newest that stands in a document.
    """
    days = tickers["date"]
    located = tickers["paragraph"].notna()
    inside = selection.within(days)
    earlier = days < pd.Timestamp(selection.first_day)
    for kept in (inside & located, inside, earlier, located):
        if kept.any():
            return days[kept].max()
    return days.max() if len(days) else None
