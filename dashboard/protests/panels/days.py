"""The panel of days: the strip for a month or two, counts by week or month for longer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.dates import days as days_words
from dashboard.engine.counts import Counts
from dashboard.events.keys import keys_of
from dashboard.events.measures import LONGEST_WEEKLY_MONTHS, bins, bins_beside
from dashboard.marks import ACT_MARKS, MARKS
from dashboard.palette import mark_glyph
from dashboard.panels.covering import Cover, cover, filtered_step_by_step, topics_of_mark
from dashboard.panels.exhibit import Comparing, Exhibit, OtherPeriod
from dashboard.panels.headline import blank_words, coverage_words
from dashboard.panels.office import NativeChart
from dashboard.panels.plot import shaded
from dashboard.panels.sources import plain_publishers
from dashboard.panels.table import COUNTRY, FIRST_DAY, LAST_DAY, Column, Kind, Table, table_of
from dashboard.protests.charts.counts import marks_over_time, over_time_height
from dashboard.protests.charts.days import StripRow, day_strip, stack, strip_height
from dashboard.protests.measures import counts as protests
from dashboard.protests.office import bins_charts, strip_chart
from dashboard.protests.panels.counts import event_table
from dashboard.protests.view.chosen import (
    KINDS,
    ProtestView,
    counted_events,
    numbers_of,
    read_view,
    sources_of_events,
    view_of,
)
from dashboard.protests.view.listed import Listed, list_begun_before
from dashboard.protests.words import labels
from dashboard.protests.words.headlines import kinds_headline
from dashboard.selection import Selection
from dashboard.values import Basis, Hidden, Reason, Term
from dashboard.wording import absent, joined, say, say_many

LONGEST_STRIP_MONTHS = 2
MOST_STRIP_EVENTS = 60
# In fewer pixels its labels would lie on each other.
LEAST_WIDTH, LEAST_SHARE = 620, 0.92
BIN_COLUMNS = (
    COUNTRY,
    FIRST_DAY,
    LAST_DAY,
    *(Column(mark, MARKS[mark].label, Kind.COUNT) for mark in ACT_MARKS),
)


def protests_day_by_day(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Show the events day by day; by week or month when the period is long or crowded."""
    view = view_of(package, selection, options)
    return _strip(Strip(view)) if shows_days(view) else _over_time(view)


def shows_days(view: ProtestView) -> bool:
    """Say whether the panel is a strip of days, or bars by week or month."""
    crowded = len(view.selection.months) > LONGEST_STRIP_MONTHS or view.total > MOST_STRIP_EVENTS
    return not crowded and view.is_listed


def spans_of(view: ProtestView) -> tuple[list[Listed], dict[str, list[Listed]]]:
    """Return what a strip shows: the events of a day, and by their key the like spans of others.

    Those begun before the period and reaching into it are shown even where they are not counted.
    """
    counts_them = view.rule == protests.REACHING
    before = {} if counts_them else list_begun_before(view.package, view.selection).records
    single: list[Listed] = []
    spans: dict[str, list[Listed]] = {}
    for event in [*view.listed.records.values(), *before.values()]:
        if event.window.is_day:
            single.append(event)
        else:
            spans.setdefault(_span_key(event), []).append(event)
    return single, spans


def begins_before(event: Listed, selection: Selection) -> bool:
    """Say whether an event began before the period."""
    return event.window.first < selection.first_day


def _span_key(event: Listed) -> str:
    """Return the key of the band of an event: events alike in all of it share one."""
    days = f"{event.window.first:%Y-%m-%d}:{event.window.last:%Y-%m-%d}"
    place = "abroad" if event.abroad else "home"
    basis = "" if event.window.basis is not Basis.ASSUMED else f":{event.window.basis}"
    return f"{event.country}:{event.mark}:{place}:{days}:{event.window.precision}{basis}"


def countries_of(view: ProtestView) -> list[str]:
    """Return the countries that have a row in the panel."""
    return protests.countries_shown(view.counts.by("country"), view.selection)


def blank_lane(view: ProtestView, country: str) -> str:
    """Say why a country has no act in the panel."""
    if view.counts.where(country=country).total:
        return say("no exact date")
    why = view.nothing(country=country).why
    return say("none reported") if why.reason is Reason.NONE_REPORTED else absent(why)


@dataclass(frozen=True, eq=False)
class Strip:
    """The strip of days of the acts chosen."""

    view: ProtestView

    @cached_property
    def countries(self) -> list[str]:
        """The countries that have a lane."""
        return countries_of(self.view)

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.view.selection.last_day - self.view.selection.first_day).days + 1

    @cached_property
    def rows(self) -> list[StripRow]:
        """A mark for an event with a day, a band for like spans."""
        single, spans = spans_of(self.view)
        bands = (self._band(key, events) for key, events in spans.items())
        return [*(self._row([event], labels.strip_label(event)) for event in single), *bands]

    @property
    def unit(self) -> str:
        """What it shows of which days."""
        selection = self.view.selection
        if len(selection.months) > 1:
            return say("by country concerned, {period}", period=selection.period)
        span = days_words(selection.first_day, selection.last_day)
        return say("by country concerned, {days}", days=span)

    def _row(self, events: Sequence[Listed], words: str, key: str = "") -> StripRow:
        event, names = events[0], plain_publishers(self.view.package)
        first = self.view.selection.first_day
        return StripRow(
            country=event.country,
            start=(event.window.first - first).days,
            end=(event.window.last - first).days,
            mark=event.mark,
            abroad=event.abroad,
            label=words,
            hover="<br><br>".join(
                labels.hover(each, names.get(each.source_id, "")) for each in events
            ),
            picked=key if len(events) > 1 else [event.event_id],
            band=bool(key),
            assumed=event.window.basis is Basis.ASSUMED,
        )

    def _band(self, key: str, events: Sequence[Listed]) -> StripRow:
        selection = self.view.selection
        year = selection.spans_years
        words = labels.band_label(events, before=begins_before(events[0], selection), year=year)
        return self._row(events, words, key)

    def caption(self, *, office: bool = False) -> str:
        """Say what the marks are, on screen or in an office file, and what is not counted."""
        marks = " ".join(f"{mark_glyph(mark)} {say(MARKS[mark].singular)}" for mark in ACT_MARKS)
        key = say("{marks}; hollow: abroad.", marks=marks)
        if office:
            key = say(
                "Each mark is one event; those of one day stand one above another. Events without "
                "an exact day are counted beside the country’s name."
            )
        return joined(key, labels.left_out_words(self.view))

    def reading(self) -> str:
        """Say the rest of how to read it, and what the sources cover."""
        hatched = say("Hatched: several days, or day not known. Dotted: days assumed.")
        terms = (each.term for each in self.view.listed.sentences)
        is_noted = any(isinstance(each, Term) and each.note for each in terms)
        noted = say("{star} See Sentences.", star=labels.NOTED) if is_noted else ""
        return joined(hatched, noted, self._earlier(), coverage_words(self.view.seen))

    def _earlier(self) -> str:
        before = self.view.begun_before
        if not before:
            return ""
        if self.view.rule == protests.REACHING:
            return say_many(
                "{count} event that began earlier is counted too.",
                "{count} events that began earlier are counted too.",
                before,
            )
        return say_many(
            "{count} event that began earlier is counted in its own month.",
            "{count} events that began earlier are counted in their own months.",
            before,
        )

    def draw(self, theme: str) -> go.Figure:
        """Draw it on screen."""
        first = pd.Timestamp(self.view.selection.first_day)
        empty = {code: blank_lane(self.view, code) for code in self.countries}
        return day_strip(self.rows, empty, first, self.days, theme)

    def native(self) -> tuple[NativeChart, ...]:
        """Make the chart of office files: those begun earlier are in it only where they count."""
        single, spans = spans_of(self.view)
        own = self.view.listed.records
        kept = [[event for event in events if event.event_id in own] for events in spans.values()]
        return strip_chart(single, filter(None, kept), self.countries, self.unit)


def _strip(strip: Strip) -> Exhibit:
    view, drawn = strip.view, bool(strip.countries)
    _, lanes = stack(strip.rows, strip.countries, strip.days)
    return Exhibit(
        key="protests_day_by_day",
        title=say("Protests and arrests, day by day"),
        unit=strip.unit,
        table=event_table(view),
        caption=strip.caption,
        reading=strip.reading,
        sources=sources_of_events(view),
        shown=view.total,
        total=view.in_period.total(),
        noun=say(KINDS),
        draw=strip.draw if drawn else None,
        height=strip_height(lanes),
        least=(LEAST_WIDTH, round(strip_height(lanes) * LEAST_SHARE)),
        alt=partial(_alt, view, say("day")),
        headline=partial(kinds_headline, view, days=True),
        native=strip.native if drawn else None,
        native_caption=partial(strip.caption, office=True),
        behind=lambda: keys_of(view.listed.events),
        comparing=Comparing(whole=partial(numbers_of, view, ACT_MARKS)),
    )


def _alt(view: ProtestView, by: str) -> str:
    return say_many(
        "{count} event by {by} and country, {period}.",
        "{count} events by {by} and country, {period}.",
        view.total,
        by=by,
        period=view.selection.period,
    )


def _over_time(view: ProtestView, at: tuple[pd.DataFrame, Selection] | None = None) -> Exhibit:
    """Count the events in the bins of the period, or in those at the places of another's (`at`)."""
    selection = view.selection
    cut = bins_beside(*at, selection) if at else bins(selection)
    counts, unplaced = protests.marks_by_bin(begun_in_period(view), cut)
    unplaced += view.begun_earlier.total
    countries = countries_of(view)
    weekly = len(selection.months) <= LONGEST_WEEKLY_MONTHS
    seen = view.seen
    what = say("events by country concerned, {period}", period=selection.period)
    return Exhibit(
        key="protests_day_by_day",
        title=say("Protests and arrests, week by week")
        if weekly
        else say("Protests and arrests, month by month"),
        unit=lambda: say("{what}, same scale", what=what),
        table=event_table(view) if view.is_listed else bin_table(view, counts, cut, countries),
        caption=partial(_over_time_caption, view, unplaced, weekly),
        reading=partial(_over_time_reading, view),
        sources=sources_of_events(view),
        shown=view.total,
        total=view.in_period.total(),
        noun=say(KINDS),
        draw=partial(
            shaded, partial(marks_over_time, counts, cut, countries), _covered_days(seen, cut)
        ),
        height=over_time_height(len(countries)),
        alt=partial(_alt, view, say("week") if weekly else say("month")),
        headline=partial(kinds_headline, view),
        native=partial(
            bins_charts, counts, cut, {code: blank_lane(view, code) for code in countries}, what
        ),
        native_caption=partial(_over_time_caption, view, unplaced, weekly, office=True),
        behind=lambda: keys_of(view.listed.events),
        comparing=Comparing(
            whole=partial(numbers_of, view, ACT_MARKS),
            another=lambda package, other: _over_time(
                read_view(package, other, view.rule), (cut, selection)
            ),
            draw=partial(bars_beside, view, counts, cut, countries),
            legend=lambda period: say("Dotted: {period}.", period=period),
        ),
    )


def _covered_days(seen: Cover, cut: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the bins to shade, in days from the first: those covered, where others are not."""
    first = cut["start"].iloc[0]
    return [
        ((start - first).days, (end - first).days + 1)
        for start, end in zip(cut["start"], cut["end"], strict=True)
        if seen.is_partial and seen.reaches(start, end)
    ]


def _over_time_caption(
    view: ProtestView, unplaced: int, weekly: bool, *, office: bool = False
) -> str:
    outside = ""
    if unplaced:
        outside = say_many(
            "{count} event without an exact {unit} is in no bar.",
            "{count} events without an exact {unit} are in no bar.",
            unplaced,
            unit=say("week") if weekly else say("month"),
        )
    return joined(outside, blank_words(view.seen, shaded=not office), labels.left_out_words(view))


def _over_time_reading(view: ProtestView) -> str:
    short = say("Periods of up to two months are shown day by day.")
    if not view.is_listed:
        short = say(
            "Up to {most} events in at most two months are shown day by day.",
            most=MOST_STRIP_EVENTS,
        )
    return joined(short, coverage_words(view.seen))


def bin_table(
    view: ProtestView, counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str]
) -> Table:
    """Return the bars as a table: one row a country and bin with any event."""
    return table_of(BIN_COLUMNS, _bin_rows(view, counts, cut, countries))


def _bin_rows(
    view: ProtestView, counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str]
) -> Iterator[dict[str, object]]:
    every, of_status, found = (
        {tuple(key): events for *key, events in each.itertuples(index=False, name=None)}
        for each in (*_unfiltered_bins(view, cut), counts)
    )
    days = list(zip(cut["start"].tolist(), cut["end"].tolist(), strict=True))
    for code in countries:
        seen = {
            mark: cover(view.package, view.selection, topics_of_mark(mark), code)
            for mark in ACT_MARKS
        }
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


def _unfiltered_bins(view: ProtestView, cut: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Return the bars of the same months and countries: unfiltered, and of the statuses chosen."""
    for each in filtered_step_by_step(view.selection)[:2]:
        yield protests.marks_by_bin(counted_events(view.package, each, protests.DATED), cut)[0]


def begun_in_period(view: ProtestView) -> Counts:
    """Return the counts of the events that bars by week or month can hold."""
    return counted_events(view.package, view.selection, protests.DATED)


def bars_beside(
    view: ProtestView,
    counts: pd.DataFrame,
    cut: pd.DataFrame,
    countries: Sequence[str],
    figure: go.Figure,
    other: OtherPeriod,
    theme: str,
) -> go.Figure:
    """Draw the bars again on a scale for both periods, those of the other one as an outline."""
    moved = bins_beside(cut, view.selection, other.selection)
    marks = [mark for mark in ACT_MARKS if MARKS[mark].topic in other.topics]
    events = begun_in_period(read_view(view.package, other.selection, view.rule))
    found = protests.marks_by_bin(events.isin(mark=marks), moved)[0]
    drawn = marks_over_time(counts, cut, countries, theme, beside=(found, moved))
    return drawn.update_layout(shapes=figure.layout.shapes)
