"""The bars by week or month as a table, for acts too many to be listed."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.marks import ACT_MARKS, MARKS
from dashboard.panels.covering import unfiltered
from dashboard.panels.table import Column, Kind, Table, table_of
from dashboard.protests.measures import counts as protests
from dashboard.protests.view.sheet import ProtestSheet, counted_acts

BIN_COLUMNS = (
    Column("iso_code", "Country", Kind.COUNTRY),
    Column("first_day", "First day", Kind.DAY),
    Column("last_day", "Last day", Kind.DAY),
    *(Column(mark, MARKS[mark].label, Kind.COUNT) for mark in ACT_MARKS),
)


def bin_table(
    sheet: ProtestSheet, counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str]
) -> Table:
    """Return the bars as a table: one row a country and bin with any event."""
    return table_of(BIN_COLUMNS, _bin_rows(sheet, counts, cut, countries))


def _bin_rows(
    sheet: ProtestSheet, counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str]
) -> Iterator[dict[str, object]]:
    all_acts = counted_acts(sheet.package, unfiltered(sheet.selection), protests.DATED)
    every, _ = protests.marks_by_bin(all_acts, cut)
    found, hidden = (
        {tuple(key): events for *key, events in each.itertuples(index=False, name=None)}
        for each in (counts, every)
    )
    days = list(zip(cut["start"].tolist(), cut["end"].tolist(), strict=True))
    for code in countries:
        seen = {mark: sheet.seen_of(mark, code) for mark in ACT_MARKS}
        for place, span in enumerate(days):
            keys = {mark: (code, place, mark) for mark in ACT_MARKS}
            if any(key in found for key in keys.values()):
                events = {
                    mark: seen[mark].number(found.get(key, 0), *span, hidden.get(key, 0))
                    for mark, key in keys.items()
                }
                yield {"iso_code": code, "first_day": span[0], "last_day": span[1], **events}
