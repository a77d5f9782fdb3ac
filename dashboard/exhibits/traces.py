"""The panel that says where a figure or an event comes from.

It carries the facts only: the sentence stays in its document, which no export ever opens.
"""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.prepared import KEPT_SELECTIONS
from dashboard.measures.traces import Trace, trace_of
from dashboard.selection import Selection
from dashboard.store import Package

TITLE = "Where does this come from?"


def figure_trace(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Say where the figure or event of the option `figure` comes from; no rows without one."""
    key = options.get("figure", "")
    trace = trace_for(package, key)
    is_event = key in set(package.table("events")["event_id"])
    return Exhibit(
        key="figure_trace",
        title=TITLE,
        unit=trace.title if trace else "",
        rows=pd.DataFrame(trace_rows(trace) if trace else [], columns=["What", "Words"]),
        caption="",
        sources=(trace.publisher,) if trace else (),
        shown=int(trace is not None),
        total=len(package.table("events" if is_event else "figures")),
        noun="events" if is_event else "figures",
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def trace_for(package: Package, key: str) -> Trace | None:
    """Return the trace of a figure or an event by its key, None when there is no such row."""
    tables = {name: package.table(name) for name in ("events", "figures", "sources")}
    for name, column in (("events", "event_id"), ("figures", "figure_id")):
        if rows := tables[name][tables[name][column].eq(key)].to_dict("records"):
            return trace_of(rows[0], tables)
    return None


def trace_rows(trace: Trace) -> list[tuple[str, str]]:
    """Return a trace as a table of two columns, for files."""
    return [("What", trace.title), ("Key", trace.key), *trace.facts]
