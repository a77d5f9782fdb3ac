"""The panel of days: the strip for a month or two, counts by week or month for longer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.charts.day_layout import stack
from dashboard.charts.day_strip import day_strip, strip_height
from dashboard.charts.marks_over_time import marks_over_time, over_time_height
from dashboard.exhibits.counting_words import left_out_words
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.protest_sheet import (
    KINDS,
    ProtestSheet,
    every_event,
    publishers,
    sheet_of,
    source_line,
)
from dashboard.exhibits.protest_words import (
    band_label,
    event_rows,
    hover,
    joined,
    strip_label,
)
from dashboard.measures import protests
from dashboard.measures.events import LONGEST_WEEKLY_MONTHS, bins
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.wording import counted, day

LONGEST_STRIP_MONTHS = 2
MOST_STRIP_EVENTS = 60
STRIP_KEY = (
    "● protest ◆ arrest or detention ■ sentence ✕ clash; hollow: abroad. "
    "Hatched: over several days, or day not known."
)

STRIP_COLUMNS = [
    "country",
    "start",
    "end",
    "mark",
    "abroad",
    "band",
    "label",
    "hover",
    "event_id",
]


def protests_day_by_day(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Show the events day by day; by week or month when the period is long or crowded."""
    sheet = sheet_of(package, selection, options)
    if len(selection.months) > LONGEST_STRIP_MONTHS or len(sheet.events) > MOST_STRIP_EVENTS:
        return _over_time(sheet)
    first = pd.Timestamp(selection.first_day)
    days = (selection.last_day - selection.first_day).days + 1
    before = protests.begun_before(sheet.every, selection)
    counts_them = sheet.rule == protests.REACHING
    countries = protests.countries_shown(sheet.events, selection)
    rows = _strip_rows(sheet, before.iloc[:0] if counts_them else before, first)
    _, lanes = stack(rows.to_dict("records"), countries, days)
    span = (
        f"{selection.first_day.day}–{day(selection.last_day)}"
        if len(selection.months) == 1
        else selection.period
    )
    earlier = (
        f"Begun earlier, counted {'too' if counts_them else 'for its own month'}: "
        f"{counted(len(before), 'event')}."
        if len(before)
        else ""
    )
    return Exhibit(
        key="protests_day_by_day",
        title="Day by day",
        unit=f"who it concerns, {span}",
        rows=event_rows(sheet),
        caption=joined(STRIP_KEY, earlier, left_out_words(sheet)),
        sources=source_line(sheet, sheet.events["source_id"]),
        shown=len(sheet.events),
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(day_strip, rows, countries, first, days) if countries else None,
        height=strip_height(lanes),
        alt=f"{counted(len(sheet.events), 'event')} by day and country, {selection.period}.",
    )


def _over_time(sheet: ProtestSheet) -> Exhibit:
    selection = sheet.selection
    cut = bins(selection)
    begun = sheet.events.drop(index=sheet.begun_earlier.index)
    counts, unplaced = protests.marks_by_bin(begun, cut)
    unplaced += len(sheet.begun_earlier)
    countries = protests.countries_shown(sheet.events, selection)
    by = "Week by week" if len(selection.months) <= LONGEST_WEEKLY_MONTHS else "Month by month"
    unit = by.split()[0].lower()
    outside = f"{counted(unplaced, 'event')} with no single {unit} in no bar." if unplaced else ""
    return Exhibit(
        key="protests_day_by_day",
        title=by,
        unit=f"events, who they concern, {selection.period}, same scale",
        rows=event_rows(sheet),
        caption=joined(outside, "Up to two months are shown day by day.", left_out_words(sheet)),
        sources=source_line(sheet, sheet.events["source_id"]),
        shown=len(sheet.events),
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(marks_over_time, counts, cut, countries),
        height=over_time_height(len(countries)),
        alt=f"{counted(len(sheet.events), 'event')} by {unit} and country, {selection.period}.",
    )


def _strip_rows(sheet: ProtestSheet, before: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of the strip: a mark an event with a day, a band for like spans."""
    names = publishers(sheet.package)
    known = every_event(sheet.package).records
    earlier = [known[key] for key in before["event_id"].tolist()]
    year = (
        len(sheet.selection.months) > 1
        and sheet.selection.first_day.year != sheet.selection.last_day.year
    )
    rows: list[dict[str, Any]] = []
    spans: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for event in [*sheet.records, *earlier]:
        if event["event_date"] == event["end_date"] and event["time_precision"] == 1:
            rows.append(
                _strip_row(
                    event,
                    first,
                    strip_label(event),
                    hover(event, names.get(event["source_id"], "")),
                )
            )
        else:
            key = tuple(
                event[name]
                for name in (
                    "country",
                    "mark",
                    "abroad",
                    "event_date",
                    "end_date",
                    "time_precision",
                )
            )
            spans.setdefault(key, []).append(event)
    for events in spans.values():
        words = band_label(events, before=events[0]["event_date"] < first, year=year)
        told = "<br><br>".join(hover(event, names.get(event["source_id"], "")) for event in events)
        rows.append(_strip_row(events[0], first, words, told) | {"band": True})
    return pd.DataFrame(
        rows,
        columns=["country", "start", "end", "mark", "abroad", "band", "label", "hover", "event_id"],
    )


def _strip_row(
    event: Mapping[str, Any], first: pd.Timestamp, words: str, told: str
) -> dict[str, Any]:
    return {
        "country": event["country"],
        "start": (event["event_date"] - first).days,
        "end": (event["end_date"] - first).days,
        "mark": event["mark"],
        "abroad": bool(event["abroad"]),
        "band": False,
        "label": words,
        "hover": told,
        "event_id": event["event_id"],
    }
