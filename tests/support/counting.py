"""Counts of rows written in a test, as measures are handed them."""

import pandas as pd

from dashboard.engine.counts import Counts, counts_of_rows


def counts_of(events: pd.DataFrame) -> Counts:
    """Return the counts of single events by all their columns."""
    return counts_of_rows(events, list(events.columns))
