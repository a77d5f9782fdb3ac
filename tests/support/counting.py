"""Counts of rows written in a test, as measures are handed them."""

import pandas as pd

from dashboard.engine.counts import Counts, counts_of_rows


def counts_of(events: pd.DataFrame) -> Counts:
    """Return the counts of single events by all their columns."""
    return counts_of_rows(events, list(events.columns))


def words_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of events with each word that is searched once, in order.

    The embedded engine keeps them so, and in no order; who holds the text whole has them as often
    as they are told.
    """
    words = [" ".join(sorted(set(text.split()))) for text in rows["searched"]]
    return rows.assign(searched=pd.Series(words, rows.index, dtype=object))
