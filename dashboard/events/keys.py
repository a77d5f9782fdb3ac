"""The keys of the events and figures behind the panels that count events.

Which event stands behind which bar is in `drilldown.panels`.
"""

from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.panels.headline import each_once
from dashboard.panels.query import first_events
from dashboard.schema import cells_of
from dashboard.selection import Selection

TERM = "sentence_length"


def keys_of(events: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of events, each once; an event of several rows has one."""
    return each_once(events["event_id"].tolist())


def keys_of_chosen(package: Package, selection: Selection) -> tuple[str, ...]:
    """Return the keys of the chosen events, of many those of the first in order of day.

    How many they are of how many is said by the exhibit.
    """
    return keys_of(first_events(package, selection))


def with_figures(
    events: Iterable[str], figures: pd.DataFrame, measures: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the keys of events, then those of their figures of some measures; all if none."""
    keys = each_once(events)
    return (*keys, *figures_of(set(keys), figures, measures))


def figures_of(
    events: Collection[str], figures: pd.DataFrame, measures: Collection[str] = ()
) -> Iterator[str]:
    """Yield the keys of the figures of some events, in the order of the table."""
    for key, event, measure in cells_of(figures, "figure_id", "event_id", "measure"):
        if event in events and (not measures or measure in measures):
            yield key
