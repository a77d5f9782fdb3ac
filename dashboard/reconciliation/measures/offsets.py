"""Amounts by which an official series is known to stand above a ministry's own count, by day.

Where a figure stands within one is decided in `definitions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

KIND = "offset"


@dataclass(frozen=True)
class Offset:
    """By how much a series stands above the ministry's count from one day to another."""

    first: pd.Timestamp
    last: pd.Timestamp
    least: float
    most: float

    def explains(self, day: pd.Timestamp, above: float) -> bool:
        """Say whether the series may stand that far above the count on a day."""
        return self.first <= day <= self.last and self.least <= above <= self.most


def known_offsets(breaks: pd.DataFrame) -> Mapping[tuple[str, str], tuple[Offset, ...]]:
    """Return (country, series) -> its offsets by day; the other kinds of breaks are left out."""
    found: dict[tuple[str, str], tuple[Offset, ...]] = {}
    rows: Any = breaks[breaks["kind"].eq(KIND)].sort_values("date", kind="stable").itertuples()
    for row in rows:
        own = Offset(row.date, row.end_date, float(row.least), float(row.most))
        found[row.iso_code, row.series] = (*found.get((row.iso_code, row.series), ()), own)
    return found
