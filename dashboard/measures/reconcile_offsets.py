"""Amounts by which an official series stands above a ministry's own count, read from notes.

Where a figure stands within one is decided in `reconcile_rules`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.measures.covid_reports import Printed

AMOUNTS = re.compile(r"series (?:higher by (\d+)-(\d+)|(one) higher)")
STARTS = re.compile(r"0 until (\w{3} \d{4})|higher since (\d{1,2} \w{3} \d{4})")


@dataclass(frozen=True)
class Offset:
    """By how much, and since when, a series stands above the ministry's count, as notes say."""

    since: pd.Timestamp
    least: float
    most: float


def known_offsets(printed: Sequence[Printed]) -> dict[str, Offset]:
    """Return by country the amounts that notes name for a series above the ministry's count.

    They hold from the day that a note names, else from the earliest figure so noted.
    """
    noted: dict[str, list[Offset]] = {}
    for each in printed:
        for least, most, _ in AMOUNTS.findall(each.note):
            amounts = (float(least), float(most)) if least else (1.0, 1.0)
            since = _offset_start(each.note) or each.day
            noted.setdefault(each.country, []).append(Offset(since, *amounts))
    return {
        country: Offset(
            min(row.since for row in rows),
            min(row.least for row in rows),
            max(row.most for row in rows),
        )
        for country, rows in noted.items()
    }


def _offset_start(note: str) -> pd.Timestamp | None:
    """Read the first day of an offset from a note: the month after "0 until", or "since" a day."""
    found = STARTS.search(note)
    if found is None:
        return None
    month, since = found.groups()
    if month:
        return pd.to_datetime(month, format="%b %Y") + pd.offsets.MonthBegin()
    return pd.to_datetime(since, format="%d %b %Y")
