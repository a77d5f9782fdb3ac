"""What stands for a count in a chart or table: a bar, its name, and the events that it counts.

Which bars a chart has is in `bars`, for long packages in `long_bars`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.wording import window

OF_ALL_MONTHS = "protests of all months"
OF_WORDS = "protests of the chart"
OF_UNSTATED = "events without a number"
NO_SINGLE_DAY = "No single day that fits a bar"


@dataclass(frozen=True)
class Bar:
    """A bar or a number, and the keys of the events it counts.

    `of` says what its chart counts in all; `told` has the words of each event's own number, under
    `heading`; `note` says what the list leaves out. Of a long package a bar may have no keys:
    `many` says how many events it counts, and `rows` fetches the first of them.
    """

    key: str
    name: str
    events: tuple[str, ...] = ()
    of: str = "events of the chart"
    what: str = "bar"
    heading: str = ""
    told: tuple[str, ...] = ()
    note: str = ""
    many: int = 0
    rows: Callable[[], pd.DataFrame] | None = None

    @property
    def total(self) -> int:
        """How many events the bar counts."""
        return self.many if self.rows else len(self.events)


def days_of(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write the days of a bar: a whole month by its name."""
    whole = start.day == 1 and end.day == end.days_in_month
    return f"{start:%B %Y}" if whole else window(start, end, 1, year=True)
