"""The list of the very events that one bar, mark or number of another exhibit counts.

The option `behind` names it: "protests_by_issue~Elections" is the bar "Elections" of that exhibit.
Which bars there are is in `view.bars`; how one is picked is left to the screen.
"""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.drilldown.view.bar import MOST_BEHIND, Bar
from dashboard.drilldown.view.bars import bars_of
from dashboard.events.keys import keys_of
from dashboard.events.panels.table import table_of_events
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import sources_of
from dashboard.panels.table import Table
from dashboard.protests.words.labels import cut_words, joined
from dashboard.selection import Selection
from dashboard.values import Column
from dashboard.wording import counted

SIGN = "~"
BEFORE_SOURCE = 6
NO_BAR_NAMED = "There is no such bar, so no event is listed"


def events_behind(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events behind the bar that the option `behind` names; no rows without one."""
    chart, _, key = options.get("behind", "").partition(SIGN)
    bars = bars_of(package, selection, chart, options)
    bar = bars.get(key) or Bar(key, "", ())
    listed = _rows_behind(package, bar)
    years = set(listed["event_date"].dt.year) - {selection.first_day.year}
    table = table_of_events(package, listed, years=bool(years))
    if bar.told:
        words = dict(zip(bar.events, bar.told, strict=True))
        told = Column("told", bar.heading)
        columns = (*table.columns[:BEFORE_SOURCE], told, *table.columns[BEFORE_SOURCE:])
        cells = [words[event] for event in table.cells("event_id")]
        table = Table(columns, table.frame.assign(told=cells))
    return Exhibit(
        key="events_behind",
        title=f"Behind this {bar.what}: {counted(bar.total, 'event')}",
        unit=bar.name,
        table=table,
        caption=joined(cut_words(len(listed), bar.total, "event"), bar.note),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=_counted_by(bars.values(), bar.of),
        noun=bar.of,
        headline=f"{bar.name}: {counted(bar.total, 'event')}" if bar.name else NO_BAR_NAMED,
        behind=partial(keys_of, listed),
    )


def _rows_behind(package: Package, bar: Bar) -> pd.DataFrame:
    """Return the rows of a bar in order of day; of a long package the first of them."""
    if bar.rows:
        return bar.rows()
    keys = bar.events if package.long_events is None else bar.events[:MOST_BEHIND]
    return package.events.rows_of(keys, max(len(keys), 1))


def _counted_by(bars: Iterable[Bar], of: str) -> int:
    """Return how many events the bars of a chart count, each once."""
    alike = [bar for bar in bars if bar.of == of]
    keys = {key for bar in alike for key in bar.events}
    return len(keys) + sum(bar.total for bar in alike if bar.rows)
