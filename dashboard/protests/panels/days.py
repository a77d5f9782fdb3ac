"""The panel of days: the strip for a month or two, counts by week or month for longer."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.events.keys import keys_of
from dashboard.events.measures import LONGEST_WEEKLY_MONTHS, bins
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart
from dashboard.panels.table import untyped
from dashboard.protests.charts.counts import marks_over_time, over_time_height
from dashboard.protests.charts.days import day_strip, stack, strip_height
from dashboard.protests.measures import counts as protests
from dashboard.protests.office import countries_charts, strip_chart
from dashboard.protests.view.listed import acts_begun_before
from dashboard.protests.view.sheet import (
    KINDS,
    ProtestSheet,
    counted_acts,
    publishers,
    sheet_of,
    sources_of_acts,
)
from dashboard.protests.words.headlines import sheet_headline
from dashboard.protests.words.labels import (
    band_label,
    event_rows,
    hover,
    joined,
    left_out_words,
    strip_label,
)
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import counted, day

LONGEST_STRIP_MONTHS = 2
MOST_STRIP_EVENTS = 60
FEW_BY_DAY = f"Up to {MOST_STRIP_EVENTS} events in at most two months are shown day by day."
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
    before = sheet.begun_before
    counts_them = sheet.rule == protests.REACHING
    countries = countries_of(sheet)
    rows = _strip_rows(sheet, first)
    _, lanes = stack(rows.to_dict("records"), countries, days)
    span = (
        f"{selection.first_day.day}–{day(selection.last_day)}"
        if len(selection.months) == 1
        else selection.period
    )
    earlier = (
        f"Begun earlier, counted {'too' if counts_them else 'for its own month'}: "
        f"{counted(before, 'event')}."
        if before
        else ""
    )
    unit = f"who it concerns, {span}"
    return Exhibit(
        key="protests_day_by_day",
        title="Day by day",
        unit=unit,
        table=untyped(event_rows(sheet)),
        caption=joined(STRIP_KEY, earlier, left_out_words(sheet)),
        sources=sources_of_acts(sheet),
        shown=sheet.total,
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(day_strip, rows, countries, first, days) if countries else None,
        height=strip_height(lanes),
        alt=f"{counted(sheet.total, 'event')} by day and country, {selection.period}.",
        headline=sheet_headline(sheet, days=True),
        native=partial(_strip_native, sheet, countries, unit) if countries else None,
        native_caption=lambda: joined(NATIVE_KEY, earlier, left_out_words(sheet)),
        behind=partial(keys_of, sheet.listed.events),
    )


def _strip_native(
    sheet: ProtestSheet, countries: Sequence[str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the strip of the events counted: those begun earlier are only so by the rule."""
    single, spans = spans_of(sheet)
    own = sheet.listed.records
    kept = {key: [event for event in spans[key] if event["event_id"] in own] for key in spans}
    return strip_chart(single, [events for events in kept.values() if events], countries, unit)


def shows_days(sheet: ProtestSheet) -> bool:
    """Say whether the panel is a strip of days, or bars by week or month."""
    crowded = len(sheet.selection.months) > LONGEST_STRIP_MONTHS or sheet.total > MOST_STRIP_EVENTS
    return not crowded and sheet.is_listed


def spans_of(sheet: ProtestSheet) -> tuple[list[Event], dict[str, list[Event]]]:
    """Return what a strip shows: the events of a day, and by their key the like spans of others.

    Those begun before the period and reaching into it are shown even where they are not counted.
    """
    counts_them = sheet.rule == protests.REACHING
    before = () if counts_them else acts_begun_before(sheet.package, sheet.selection).records
    earlier = before.values() if before else ()
    single: list[Event] = []
    spans: dict[str, list[Event]] = {}
    for event in [*sheet.listed.records.values(), *earlier]:
        if event["event_date"] == event["end_date"] and event["time_precision"] == 1:
            single.append(event)
        else:
            spans.setdefault(_span_key(event), []).append(event)
    return single, spans


def begun_in_period(sheet: ProtestSheet) -> Counts:
    """Return the counts of the events that bars by week or month can hold."""
    return counted_acts(sheet.package, sheet.selection, protests.DATED)


def countries_of(sheet: ProtestSheet) -> list[str]:
    """Return the countries that have a row in the panel."""
    return protests.countries_shown(sheet.counts.by("country"), sheet.selection)


def _over_time(sheet: ProtestSheet) -> Exhibit:
    selection = sheet.selection
    cut = bins(selection)
    counts, unplaced = protests.marks_by_bin(begun_in_period(sheet), cut)
    unplaced += sheet.begun_earlier.total
    countries = countries_of(sheet)
    by = "Week by week" if len(selection.months) <= LONGEST_WEEKLY_MONTHS else "Month by month"
    unit = by.split()[0].lower()
    outside = f"{counted(unplaced, 'event')} with no single {unit} in no bar." if unplaced else ""
    what = f"events, who they concern, {selection.period}"
    return Exhibit(
        key="protests_day_by_day",
        title=by,
        unit=f"{what}, same scale",
        table=untyped(event_rows(sheet) if sheet.is_listed else _bin_rows(counts, cut, countries)),
        caption=joined(outside, "Up to two months are shown day by day.", left_out_words(sheet))
        if sheet.is_listed
        else joined(outside, FEW_BY_DAY, left_out_words(sheet)),
        sources=sources_of_acts(sheet),
        shown=sheet.total,
        total=sheet.in_period.total(),
        noun=KINDS,
        draw=partial(marks_over_time, counts, cut, countries),
        height=over_time_height(len(countries)),
        alt=f"{counted(sheet.total, 'event')} by {unit} and country, {selection.period}.",
        headline=sheet_headline(sheet),
        native=partial(countries_charts, counts, cut, countries, what),
        behind=partial(_keys_listed, sheet),
    )


def _keys_listed(sheet: ProtestSheet) -> tuple[str, ...]:
    return keys_of(sheet.listed.events)


def _bin_rows(counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Return the bars as a table: one row a country and bin with any event."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for country, place, mark, number in counts.itertuples(index=False, name=None):
        found.setdefault((country, place), {})[mark] = number
    starts, ends = cut["start"].tolist(), cut["end"].tolist()
    marks = protests.PAGE_MARKS
    rows = [
        (country_name(code), starts[place], ends[place], *(own.get(mark, 0) for mark in marks))
        for code in countries
        for place in range(len(cut))
        if (own := found.get((code, place)))
    ]
    heads = ("Country", "First day", "Last day", *(MARKS[mark].label for mark in marks))
    return pd.DataFrame(rows, columns=list(heads))


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
