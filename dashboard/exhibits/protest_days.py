"""The panel of days: the strip for a month or two, counts by week or month for longer."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dashboard.charts.day_layout import stack
from dashboard.charts.day_strip import day_strip, strip_height
from dashboard.charts.marks_over_time import marks_over_time, over_time_height
from dashboard.exhibits.counting_words import left_out_words
from dashboard.exhibits.event_keys import keys_of
from dashboard.exhibits.event_native import countries_charts
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.native import NativeChart
from dashboard.exhibits.protest_headlines import sheet_headline
from dashboard.exhibits.protest_native import strip_chart
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

NATIVE_KEY = (
    "A mark stands for an event on its day; those of one day and country stand one above another. "
    "Events over several days, or of no known day, are counted beside the country’s name."
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
    "bar",
]
Event = Mapping[str, Any]


def protests_day_by_day(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Show the events day by day; by week or month when the period is long or crowded."""
    sheet = sheet_of(package, selection, options)
    if not shows_days(sheet):
        return _over_time(sheet)
    first = pd.Timestamp(selection.first_day)
    days = (selection.last_day - selection.first_day).days + 1
    before = protests.begun_before(sheet.every, selection)
    counts_them = sheet.rule == protests.REACHING
    countries = protests.countries_shown(sheet.events, selection)
    rows = _strip_rows(sheet, first)
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
    unit = f"who it concerns, {span}"
    return Exhibit(
        key="protests_day_by_day",
        title="Day by day",
        unit=unit,
        rows=event_rows(sheet),
        caption=joined(STRIP_KEY, earlier, left_out_words(sheet)),
        sources=source_line(sheet, sheet.events["source_id"]),
        shown=len(sheet.events),
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(day_strip, rows, countries, first, days) if countries else None,
        height=strip_height(lanes),
        alt=f"{counted(len(sheet.events), 'event')} by day and country, {selection.period}.",
        headline=sheet_headline(sheet, days=True),
        native=partial(_strip_native, sheet, countries, unit) if countries else None,
        native_caption=joined(NATIVE_KEY, earlier, left_out_words(sheet)),
        behind=partial(keys_of, sheet.events),
    )


def _strip_native(
    sheet: ProtestSheet, countries: Sequence[str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the strip of the events counted: those begun earlier are only so by the rule."""
    single, spans = spans_of(sheet)
    own = {event["event_id"] for event in sheet.records}
    kept = {key: [event for event in spans[key] if event["event_id"] in own] for key in spans}
    return strip_chart(single, [events for events in kept.values() if events], countries, unit)


def shows_days(sheet: ProtestSheet) -> bool:
    """Say whether the panel is a strip of days, or bars by week or month."""
    months, events = len(sheet.selection.months), len(sheet.events)
    return months <= LONGEST_STRIP_MONTHS and events <= MOST_STRIP_EVENTS


def spans_of(sheet: ProtestSheet) -> tuple[list[Event], dict[str, list[Event]]]:
    """Return what a strip shows: the events of a day, and by their key the like spans of others.

    Those begun before the period and reaching into it are shown even where they are not counted.
    """
    known = every_event(sheet.package).records
    before = protests.begun_before(sheet.every, sheet.selection)
    counts_them = sheet.rule == protests.REACHING
    earlier = [] if counts_them else [known[key] for key in before["event_id"].tolist()]
    single: list[Event] = []
    spans: dict[str, list[Event]] = {}
    for event in [*sheet.records, *earlier]:
        if event["event_date"] == event["end_date"] and event["time_precision"] == 1:
            single.append(event)
        else:
            spans.setdefault(_span_key(event), []).append(event)
    return single, spans


def begun_in_period(sheet: ProtestSheet) -> pd.DataFrame:
    """Return the events that bars by week or month can hold."""
    return sheet.events.drop(index=sheet.begun_earlier.index)


def _over_time(sheet: ProtestSheet) -> Exhibit:
    selection = sheet.selection
    cut = bins(selection)
    begun = begun_in_period(sheet)
    counts, unplaced = protests.marks_by_bin(begun, cut)
    unplaced += len(sheet.begun_earlier)
    countries = protests.countries_shown(sheet.events, selection)
    by = "Week by week" if len(selection.months) <= LONGEST_WEEKLY_MONTHS else "Month by month"
    unit = by.split()[0].lower()
    outside = f"{counted(unplaced, 'event')} with no single {unit} in no bar." if unplaced else ""
    what = f"events, who they concern, {selection.period}"
    return Exhibit(
        key="protests_day_by_day",
        title=by,
        unit=f"{what}, same scale",
        rows=event_rows(sheet),
        caption=joined(outside, "Up to two months are shown day by day.", left_out_words(sheet)),
        sources=source_line(sheet, sheet.events["source_id"]),
        shown=len(sheet.events),
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(marks_over_time, counts, cut, countries),
        height=over_time_height(len(countries)),
        alt=f"{counted(len(sheet.events), 'event')} by {unit} and country, {selection.period}.",
        headline=sheet_headline(sheet),
        native=partial(countries_charts, counts, cut, countries, what),
        behind=partial(keys_of, sheet.events),
    )


def _strip_rows(sheet: ProtestSheet, first: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of the strip: a mark an event with a day, a band for like spans."""
    names = publishers(sheet.package)
    year = (
        len(sheet.selection.months) > 1
        and sheet.selection.first_day.year != sheet.selection.last_day.year
    )
    single, spans = spans_of(sheet)
    rows = [
        _strip_row(
            event, first, strip_label(event), hover(event, names.get(event["source_id"], ""))
        )
        for event in single
    ]
    for key, events in spans.items():
        words = band_label(events, before=events[0]["event_date"] < first, year=year)
        told = "<br><br>".join(hover(event, names.get(event["source_id"], "")) for event in events)
        several = {"bar": key} if len(events) > 1 else {}
        rows.append(_strip_row(events[0], first, words, told) | {"band": True} | several)
    return pd.DataFrame(rows, columns=STRIP_COLUMNS)


def _span_key(event: Event) -> str:
    """Return the key of the band of an event: events alike in all of it share one."""
    days = f"{event['event_date']:%Y-%m-%d}:{event['end_date']:%Y-%m-%d}"
    place = "abroad" if event["abroad"] else "home"
    return f"{event['country']}:{event['mark']}:{place}:{days}:{event['time_precision']}"


def _strip_row(event: Event, first: pd.Timestamp, words: str, told: str) -> dict[str, Any]:
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
        "bar": "",
    }
