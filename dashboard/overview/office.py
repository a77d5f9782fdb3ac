"""The events of each week or month as a chart that office programs edit."""

import pandas as pd

from dashboard.marks import STACK
from dashboard.panels.office import NativeChart, bin_names, marks_series
from dashboard.wording import counted


def bins_chart(
    counts: pd.DataFrame, cut: pd.DataFrame, unplaced: int, unit: str
) -> tuple[NativeChart, ...]:
    """Return the events of each bin by mark as stacked columns.

    Those that fit no bin are in no column and counted in the unit.
    """
    series = tuple(
        marks_series(mark, counts[mark].tolist()) for mark in STACK if counts[mark].any()
    )
    beside = f"; {counted(unplaced, 'more event')} with no single day" if unplaced else ""
    title, names = "" if series else "No event in a bar", bin_names(cut)
    whole = f"{unit}{beside}"
    return (NativeChart("stacked_column", names, series, title, whole, subtitle=whole),)
