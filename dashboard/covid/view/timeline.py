"""What a timeline shows: lines, cuts, reported figures, countries without a series; its switches.

The switches of the page say in which unit and form `timeline_of` puts it together from the data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from dashboard.covid.measures.reported import Printed, last_in_period
from dashboard.covid.measures.series import (
    A_DAY,
    METRICS,
    PNEUMONIA,
    Cut,
    Days,
    Metric,
    shown_window,
)
from dashboard.covid.view.data import CovidData
from dashboard.panels.keys import SERIES_FORMS, SeriesForm, series_form, series_key
from dashboard.selection import Selection
from dashboard.values import Reason
from dashboard.wording import N_, say, start_of_line

LONGEST_WITH_WORDS = 550
MOST_NAMED_UPRIGHTS = 2


@dataclass(frozen=True)
class SilentCountry:
    """A country without a series: why it has no number, and the reports of "officially none".

    The reason is officially none, not stated (of deaths, where cases are officially none), or not
    covered: no figure is reported for the days shown.
    """

    country: str
    reason: Reason
    claims: tuple[Printed, ...] = ()

    @property
    def days(self) -> Days | None:
        """The days of the first and of the last report; None without one."""
        return (self.claims[0].day, self.claims[-1].day) if self.claims else None

    def within(self, first: pd.Timestamp, last: pd.Timestamp) -> Days | None:
        """Return the part of its days between two days; None when there is none."""
        if self.days is None or self.days[0] > last or self.days[1] < first:
            return None
        return max(self.days[0], first), min(self.days[1], last)


@dataclass(frozen=True)
class Line:
    """A country's values, one a day; NaN is a gap, and no line goes from segment to segment."""

    country: str
    days: np.ndarray
    segment: np.ndarray
    values: np.ndarray

    def stretches(self) -> Iterator[tuple[str, np.ndarray]]:
        """Give each segment's first day and values."""
        for part in np.split(np.arange(len(self.days)), np.flatnonzero(np.diff(self.segment)) + 1):
            if len(part):
                yield str(self.days[part[0]]), self.values[part]

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> "Line":
        """Return the part from one day to another, both included."""
        start, end = self.days.searchsorted(np.array([first, last + A_DAY], "datetime64[D]"))
        parts = (each[start:end] for each in (self.days, self.segment, self.values))
        return Line(self.country, *parts)

    def last_known(self) -> int | None:
        """Return the place of the last value; None when there is none."""
        known = np.flatnonzero(~np.isnan(self.values))
        return int(known[-1]) if len(known) else None

    def highest(self) -> int | None:
        """Return the place of the highest value; None where none is above 0."""
        return int(np.nanargmax(self.values)) if np.nanmax(self.values, initial=0) > 0 else None


@dataclass(frozen=True)
class PrintedMark:
    """A reported figure on the chart; those `listed` are larger and named in it."""

    country: str
    day: pd.Timestamp
    value: float
    source: str
    listed: bool
    figure_id: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class Timeline:
    """What the chart shows.

    The cuts of a rate have no values (`before` and `after` are NaN). `noun` says what a value is:
    "total cases"; `keys` has by country what a line's days are traced by, "{}" for the day.
    `pneumonia` are the cuts, also before its days, since which a line counts pneumonia too. It
    `is_narrow` where it is drawn for a narrow window. `beside` are lines of another period, `moved`
    by so many days to stand at the same places.
    """

    title: str

    first: pd.Timestamp
    last: pd.Timestamp
    band: Days
    band_label: str
    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    printed: tuple[PrintedMark, ...]
    silent: tuple[SilentCountry, ...]
    noun: str
    log: bool
    keys: Mapping[str, str] = field(default_factory=dict)
    pneumonia: tuple[Cut, ...] = ()
    is_narrow: bool = False
    beside: tuple[Line, ...] = ()
    moved: int = 0

    def share(self, day: pd.Timestamp) -> float:
        """Return where a day stands across the chart, 0 to 1."""
        return (day - self.first) / max(self.last - self.first, pd.Timedelta(days=1))

    def shares(self, line: Line) -> np.ndarray:
        """Return where a line's days stand across the chart, 0 to 1."""
        days = (line.days - np.datetime64(self.first, "D")).astype("float64")
        return days / max((self.last - self.first).days, 1)

    @property
    def clipped_band(self) -> Days:
        """The part of the band that is drawn."""
        return max(self.band[0], self.first), min(self.band[1], self.last)

    @property
    def drawable_marks(self) -> tuple[PrintedMark, ...]:
        """The reported figures that have a place on the scale."""
        return tuple(mark for mark in self.printed if mark.value > 0 or not self.log)

    @property
    def is_long(self) -> bool:
        """Whether it shows more than a year and a half: too much to name every break in it."""
        return (self.last - self.first).days > LONGEST_WITH_WORDS

    @property
    def has_numbers(self) -> bool:
        """Whether its breaks are numbered, and named in words below: too many to name inside."""
        crowded = len(self.cuts) > MOST_NAMED_UPRIGHTS and np.isnan(self.cuts[0].after)
        return self.is_long or self.is_narrow or bool(crowded)

    @property
    def several_years(self) -> bool:
        """Whether a day needs its year to be told apart."""
        return self.first.year != self.last.year


FORM_OPTIONS = {form.option: form for form in SERIES_FORMS.values() if form.option}


@dataclass(frozen=True)
class Switch:
    """One switch of the page: its option in the address, its name, the words for its choices.

    The first choice is the default. `only` is the option and choice without which it is not there.
    """

    option: str
    label: str
    choices: Mapping[str, str]
    only: tuple[str, str] = ("", "")


SWITCHES = (
    Switch("covid_show", N_("Total or new"), {"total": N_("Total"), "new": N_("New")}),
    Switch("covid_of", N_("Cases or deaths"), {"cases": N_("Cases"), "deaths": N_("Deaths")}),
    Switch(
        "covid_per",
        N_("Persons or per million"),
        {"persons": N_("Persons"), "million": N_("Per million")},
    ),
    Switch("covid_scale", N_("Scale"), {"log": N_("Log"), "linear": N_("Linear")}),
    Switch(
        "covid_days",
        N_("Average or daily"),
        {option: form.label for option, form in FORM_OPTIONS.items()},
        ("covid_show", "new"),
    ),
)


@dataclass(frozen=True)
class Switches:
    """What the switches say."""

    metric: Metric
    form: SeriesForm
    per_million: bool
    log: bool

    @classmethod
    def read(cls, options: Mapping[str, str]) -> "Switches":
        """Read the switches from the address; an unknown word counts as the first choice."""
        chosen = {
            switch.option: word
            if (word := options.get(switch.option, "")) in switch.choices
            else next(iter(switch.choices))
            for switch in SWITCHES
        }
        daily = FORM_OPTIONS[chosen["covid_days"]]
        return cls(
            metric=METRICS[chosen["covid_of"]],
            form=SERIES_FORMS["total"] if chosen["covid_show"] == "total" else daily,
            per_million=chosen["covid_per"] == "million",
            log=chosen["covid_scale"] == "log",
        )

    @property
    def is_total(self) -> bool:
        """Whether totals are shown, not new cases or deaths a day."""
        return self.form.key == "total"

    @property
    def column(self) -> str:
        """The key of the column that is shown, as in Our World in Data."""
        ending = "_per_million" if self.per_million else ""
        return self.form.column.format(self.metric.key) + ending

    def title(self, pneumonia: str = "") -> str:
        """Return the panel's title without its unit; `pneumonia` says that it is counted too."""
        metric = self.metric
        if self.is_total:
            counted = say(metric.key if pneumonia else metric.counted)
            text = say("{counted}, total", counted=start_of_line(counted))
        else:
            daily = say("New {what} a day", what=say(metric.key))
            text = ", ".join(filter(None, (daily, self.form.average)))
        return f"{text} {pneumonia}".strip()

    @property
    def unit(self) -> str:
        """What one unit of the scale is."""
        return say("per million people") if self.per_million else say("persons")

    @property
    def noun(self) -> str:
        """What a value is, for hover texts and column heads."""
        metric, total = say(self.metric.key), self.is_total
        what = say("total {what}", what=metric) if total else say("new {what} a day", what=metric)
        average = f"({self.form.average})" if self.form.is_mean else ""
        rate = say("per million") if self.per_million else ""
        return " ".join(filter(None, (what, average, rate)))

    def key(self, line: Line, place: int) -> str:
        """Return the key of the day at a place of a line."""
        day = pd.Timestamp(line.days[place])
        return series_key(line.country, day, self.metric.key, self.form.key)


def timeline_of(
    data: CovidData, selection: Selection, switches: Switches, *, with_figures: bool = True
) -> Timeline | None:
    """Put together what is drawn, in the unit of the switches; None where nothing can be."""
    window = shown_window(selection, data.reach)
    if window is None:
        return None
    chosen = selection.countries
    per = {
        code: 1e6 / data.people_in(code, selection.last_day.year) if switches.per_million else 1.0
        for code in chosen
    }
    parts = [data.official[code].between(*window) for code in chosen if code in data.official]
    pneumonia = tuple(
        cut
        for cut in data.cuts
        if cut.adds == PNEUMONIA and cut.country in chosen and cut.day <= window[1]
    )
    return Timeline(
        title=switches.title(_pneumonia_words(pneumonia, window[0])),
        first=window[0],
        last=window[1],
        band=(pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)),
        band_label=selection.period,
        lines=tuple(
            Line(
                own.country, own.days, own.segment, own.values[switches.form.key] * per[own.country]
            )
            for own in parts
        ),
        cuts=tuple(
            replace(cut, before=cut.before * factor, after=cut.after * factor)
            for cut in data.cuts
            if cut.country in per and window[0] <= cut.day <= window[1]
            for factor in (per[cut.country] if switches.is_total else np.nan,)
        ),
        printed=_marks(data, selection, switches, window, per) if with_figures else (),
        silent=tuple(_silent(data, code, window) for code in chosen if code not in data.official),
        noun=switches.noun,
        log=switches.log,
        pneumonia=pneumonia,
        keys={code: series_form(code, data.metric, switches.form.key) for code in data.official},
    )


def with_other(
    timeline: Timeline, data: CovidData, own: Selection, other: Selection, switches: Switches
) -> Timeline:
    """Return a timeline with the lines of another period beside its own, day by day."""
    theirs = timeline_of(data, other, switches, with_figures=False)
    if theirs is None:
        return timeline
    moved = (own.first_day - other.first_day).days
    last = min(other.last_day, own.last_day - timedelta(days=moved))
    first, end = (pd.Timestamp(each) for each in (other.first_day, last))
    lines = tuple(line.between(first, end) for line in theirs.lines)
    return replace(timeline, beside=lines, moved=moved)


def _pneumonia_words(since: Sequence[Cut], first: pd.Timestamp) -> str:
    """Say that pneumonia is counted too, and since when if that is later than the first day."""
    if not since:
        return ""
    begins = min(cut.day for cut in since)
    return (
        say("(pneumonia included)")
        if begins <= first
        else say("(pneumonia included from {day})", day=begins)
    )


def _marks(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: Days,
    per: Mapping[str, float],
) -> tuple[PrintedMark, ...]:
    """Return the reported figures in view, of the kind that the lines show."""
    shown: Sequence[Printed] = data.totals[data.metric] if switches.is_total else data.new
    drawn = [
        (each, each.number)
        for each in shown
        if each.number is not None and each.country in per and window[0] <= each.day <= window[1]
    ]
    listed = last_in_period([each for each, _ in drawn], selection).values()
    named = {id(each) for each in listed}
    return tuple(
        PrintedMark(
            *(each.country, each.day, value * per[each.country]),
            *(data.titles.get(each.source_id, ""), id(each) in named),
            *(each.figure_id, each.source_id),
        )
        for each, value in drawn
    )


def _silent(data: CovidData, code: str, window: Days) -> SilentCountry:
    """Say why a country has no line.

    "officially none" is said of cases, over the days between its first and last report; deaths are
    not stated.
    """
    claimed = SilentCountry(code, Reason.OFFICIALLY_NONE, data.claims.get(code, ()))
    if not claimed.within(*window):
        return SilentCountry(code, Reason.NOT_COVERED)
    return SilentCountry(code, Reason.NOT_STATED) if data.metric == "deaths" else claimed
