"""The list of the very events that one bar, mark or number of another exhibit counts.

The option `behind` names it: "protests_by_issue~Elections" is the bar "Elections" of that exhibit.
Which bars there are is in `bars`; how one is picked is left to the screen.
"""

from collections.abc import Mapping
from functools import partial

from dashboard.exhibits.bars import Bar, bars_of
from dashboard.exhibits.event_keys import keys_of
from dashboard.exhibits.events import rows_of_events
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.overview import source_names
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.wording import counted

SIGN = "~"
BEFORE_SOURCE = 6
NO_BAR_NAMED = "There is no such bar, so no event is listed"


def events_behind(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events behind the bar that the option `behind` names; no rows without one."""
    chart, _, key = options.get("behind", "").partition(SIGN)
    bars = bars_of(package, selection, chart, options)
    bar = bars.get(key) or Bar(key, "", ())
    every = package.table("events")
    listed = every[every["event_id"].isin(bar.events)]
    years = set(listed["event_date"].dt.year) - {selection.first_day.year}
    rows = rows_of_events(package, listed, years=bool(years))
    if bar.told:
        words = dict(zip(bar.events, bar.told, strict=True))
        rows.insert(BEFORE_SOURCE, bar.heading, [words[event] for event in rows["Key"]])
    return Exhibit(
        key="events_behind",
        title=f"Behind this {bar.what}: {counted(len(listed), 'event')}",
        unit=bar.name,
        rows=rows,
        caption=bar.note,
        sources=source_names(package, listed["source_id"]),
        shown=len(listed),
        total=len({key for each in bars.values() if each.of == bar.of for key in each.events}),
        noun=bar.of,
        headline=f"{bar.name}: {counted(len(listed), 'event')}" if bar.name else NO_BAR_NAMED,
        behind=partial(keys_of, listed),
    )
