"""The bars by week or month: as a table, for acts too many to be listed; beside another period."""

from collections.abc import Iterator, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.engine.counts import Counts
from dashboard.events.measures import bins_beside
from dashboard.marks import ACT_MARKS, MARKS
from dashboard.panels.covering import filtered_step_by_step
from dashboard.panels.exhibit import Other
from dashboard.panels.table import COUNTRY, FIRST_DAY, LAST_DAY, Column, Kind, Table, table_of
from dashboard.protests.charts.counts import marks_over_time
from dashboard.protests.measures import counts as protests
from dashboard.protests.view.sheet import ProtestSheet, counted_acts, read_sheet
from dashboard.values import Hidden

BIN_COLUMNS = (
    COUNTRY,
    FIRST_DAY,
    LAST_DAY,
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
    every, of_status, found = (
        {tuple(key): events for *key, events in each.itertuples(index=False, name=None)}
        for each in (*_unfiltered_bins(sheet, cut), counts)
    )
    days = list(zip(cut["start"].tolist(), cut["end"].tolist(), strict=True))
    for code in countries:
        seen = {mark: sheet.seen_of(mark, code) for mark in ACT_MARKS}
        for place, span in enumerate(days):
            keys = {mark: (code, place, mark) for mark in ACT_MARKS}
            if any(key in found for key in keys.values()):
                events = {
                    mark: seen[mark].number(
                        number := found.get(key, 0),
                        *span,
                        Hidden.of(every.get(key, 0), of_status.get(key, 0), number),
                    )
                    for mark, key in keys.items()
                }
                yield {"iso_code": code, "first_day": span[0], "last_day": span[1], **events}


def _unfiltered_bins(sheet: ProtestSheet, cut: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Return the bars of the same months and countries: unfiltered, and of the statuses chosen."""
    for each in filtered_step_by_step(sheet.selection)[:2]:
        yield protests.marks_by_bin(counted_acts(sheet.package, each, protests.DATED), cut)[0]


def begun_in_period(sheet: ProtestSheet) -> Counts:
    """Return the counts of the events that bars by week or month can hold."""
    return counted_acts(sheet.package, sheet.selection, protests.DATED)


def bars_beside(
    sheet: ProtestSheet,
    counts: pd.DataFrame,
    cut: pd.DataFrame,
    countries: Sequence[str],
    figure: go.Figure,
    other: Other,
    theme: str,
) -> go.Figure:
    """Draw the bars again on a scale for both periods, those of the other one as an outline."""
    moved = bins_beside(cut, sheet.selection, other.selection)
    marks = [mark for mark in ACT_MARKS if MARKS[mark].topic in other.topics]
    events = begun_in_period(read_sheet(sheet.package, other.selection, sheet.rule))
    found = protests.marks_by_bin(events.isin(mark=marks), moved)[0]
    drawn = marks_over_time(counts, cut, countries, theme, beside=(found, moved))
    return drawn.update_layout(shapes=figure.layout.shapes)
