"""The stringency index over the days that a chart of it shows, of the countries chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.view.data import shown_window
from dashboard.covid.view.timeline import Days
from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection


@dataclass(frozen=True)
class Level:
    """A country's index on a day, 0 to 100."""

    country: str
    day: pd.Timestamp
    index: float


@dataclass(frozen=True)
class Stringency:
    """The index around the months chosen: `lines` are days and values by country.

    `last` are the levels on the last day with one in the months chosen. `reach` are the first and
    the last day of the whole table; None when it is empty.
    """

    rows: pd.DataFrame
    total: int
    reach: Days | None
    window: Days | None
    band: Days
    lines: Mapping[str, tuple[np.ndarray, np.ndarray]]
    last: tuple[Level, ...]


@lru_cache(maxsize=KEPT_SELECTIONS)
def stringency_of(package: Package, selection: Selection) -> Stringency:
    """Return the index of the chosen countries. Raises `DataUnavailable`."""
    every = package.table("stringency").sort_values(["iso_code", "date"], kind="stable")
    reach = (every["date"].min(), every["date"].max()) if len(every) else None
    window = shown_window(selection, reach) if selection.countries else None
    band = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    chosen = every["iso_code"].isin(selection.countries)
    rows = every[chosen & every["date"].between(*window)] if window else every.iloc[:0]
    own = {
        code: rows[rows["iso_code"].eq(code)]
        for code in selection.countries
        if rows["iso_code"].eq(code).any()
    }
    ends = [_last(code, part[part["date"].between(*band)]) for code, part in own.items()]
    return Stringency(
        rows=rows,
        total=len(every),
        reach=reach,
        window=window,
        band=band,
        lines={
            code: (part["date"].to_numpy("datetime64[D]"), part["stringency_index"].to_numpy())
            for code, part in own.items()
        },
        last=tuple(level for level in ends if level is not None),
    )


def _last(code: str, part: pd.DataFrame) -> Level | None:
    if not len(part):
        return None
    row = part.iloc[-1]
    return Level(code, row["date"], float(row["stringency_index"]))
