"""What the COVID-19 panels show: the page's switches, the data they work from, the timeline drawn.

The data is read once a package. A timeline is lines, cuts, printed figures, and lanes of countries
without a series.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.covid.measures import printed as covid_reports
from dashboard.covid.measures import series as covid
from dashboard.covid.measures.printed import TOTAL_MEASURES, Comparison, Printed, printed_figures
from dashboard.covid.measures.series import (
    SERIES,
    Cut,
    OfficialSeries,
    QuietStretch,
    official_series,
)
from dashboard.datapackage.store import Package
from dashboard.panels.keys import series_form
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import series_sources
from dashboard.selection import Selection

CHOICES = {
    "covid_show": {"total": "Total", "new": "New"},
    "covid_of": {"cases": "Cases", "deaths": "Deaths"},
    "covid_per": {"persons": "Persons", "million": "Per million"},
    "covid_scale": {"log": "Log", "linear": "Linear"},
    "covid_days": {"average": "7-day average", "daily": "Daily"},
}


@dataclass(frozen=True)
class Lane:
    """A country without a series: what is said of it, and the days of its "officially none".

    `claims` are the days of the reports that say so, with their keys.
    """

    country: str
    words: str
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    claims: tuple[tuple[pd.Timestamp, str], ...] = ()

    def within(self, first: pd.Timestamp, last: pd.Timestamp) -> tuple[str, str] | None:
        """Return the part of its days between two days; None when there is none."""
        if self.first is None or self.last is None or self.first > last or self.last < first:
            return None
        return str(max(self.first, first)), str(min(self.last, last))


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

    def last_known(self) -> int | None:
        """Return the place of the last value; None when there is none."""
        known = np.flatnonzero(~np.isnan(self.values))
        return int(known[-1]) if len(known) else None


@dataclass(frozen=True)
class PrintedMark:
    """A printed figure on the chart; those `listed` are larger and named in it."""

    country: str
    day: pd.Timestamp
    value: float
    source: str
    listed: bool
    figure_id: str = ""


@dataclass(frozen=True)
class Timeline:
    """What the chart shows.

    The cuts of a rate have no values (`before` and `after` are NaN). `noun` says what a value is:
    "total cases"; `keys` has by country what a line's days are traced by, "{}" for the day.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    band: tuple[pd.Timestamp, pd.Timestamp]
    band_label: str
    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    printed: tuple[PrintedMark, ...]
    lanes: tuple[Lane, ...]
    noun: str
    log: bool
    keys: Mapping[str, str] = field(default_factory=dict)

    def share(self, day: pd.Timestamp) -> float:
        """Return where a day stands across the chart, 0 to 1."""
        return (day - self.first) / max(self.last - self.first, pd.Timedelta(days=1))

    def shares(self, line: Line) -> np.ndarray:
        """Return where a line's days stand across the chart, 0 to 1."""
        days = (line.days - np.datetime64(self.first, "D")).astype("float64")
        return days / max((self.last - self.first).days, 1)

    @property
    def clipped_band(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The part of the band that is drawn."""
        return max(self.band[0], self.first), min(self.band[1], self.last)

    @property
    def band_middle(self) -> str:
        """The middle of the part of the band that is drawn."""
        first, last = self.clipped_band
        return str(first + (last - first) / 2)

    @property
    def several_years(self) -> bool:
        """Whether a day needs its year to be told apart."""
        return self.first.year != self.last.year


@dataclass(frozen=True)
class Switches:
    """What the switches say: `series` is "cases" or "deaths", `column` is total, new or mean."""

    series: str
    column: str
    per_million: bool
    log: bool

    @classmethod
    def read(cls, options: Mapping[str, str]) -> "Switches":
        """Read the switches from the address; an unknown word counts as the first choice."""
        words = {name: options.get(name, "") for name in CHOICES}
        words = {
            name: word if word in CHOICES[name] else next(iter(CHOICES[name]))
            for name, word in words.items()
        }
        rate = "mean" if words["covid_days"] == "average" else "new"
        return cls(
            series=words["covid_of"],
            column="total" if words["covid_show"] == "total" else rate,
            per_million=words["covid_per"] == "million",
            log=words["covid_scale"] == "log",
        )

    @property
    def title(self) -> str:
        """The panel's title without its unit."""
        if self.column == "total":
            return "Confirmed cases, total" if self.series == "cases" else "Reported deaths, total"
        return f"New {self.series} a day" + (", 7-day average" if self.column == "mean" else "")

    @property
    def scale(self) -> str:
        """The kind of scale."""
        return "log" if self.log else "linear"

    @property
    def unit(self) -> str:
        """What one unit of the scale is."""
        return "per million people" if self.per_million else "persons"

    @property
    def noun(self) -> str:
        """What a value is, for hover texts and column heads."""
        words = f"total {self.series}" if self.column == "total" else f"new {self.series} a day"
        words += " (7-day average)" if self.column == "mean" else ""
        return words + (" per million" if self.per_million else "")


@dataclass(frozen=True)
class CovidData:
    """One series ("cases" or "deaths") with its cuts, and what reports print.

    `source` names who publishes the series, with the licence where it is open; `claims` are the
    first and last day of "officially none" by country.
    """

    series: str
    source: str
    official: Mapping[str, OfficialSeries]
    cuts: tuple[Cut, ...]
    quiet: tuple[QuietStretch, ...]
    totals: Mapping[str, tuple[Printed, ...]]
    new: tuple[Printed, ...]
    claims: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]]
    reach: tuple[pd.Timestamp, pd.Timestamp] | None
    population: Mapping[str, float]
    titles: Mapping[str, str]

    def compared(self, selection: Selection) -> tuple[Comparison, ...]:
        """Return each chosen country's last printed total of the period beside the series."""
        return covid_reports.beside_the_series(self.totals, self.official, selection, self.series)

    def window(self, selection: Selection) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """Return the days to draw; None when the months chosen lie outside the series."""
        return covid.shown_window(selection, self.reach)


@lru_cache(maxsize=4)
def covid_data(package: Package, series: str) -> CovidData:
    """Read a series and the printed figures of a package, once."""
    figures, sources = package.table("figures"), package.table("sources")
    countries, breaks = package.table("countries"), package.table("covid_breaks")
    official, totals = official_of(package)[series], printed_of(package)
    return CovidData(
        series=series,
        source=", ".join(series_sources(package).named()),
        official=official,
        cuts=covid.cuts(breaks, official, series),
        quiet=covid.quiet_stretches(breaks, series),
        totals=totals,
        new=covid_reports.printed_figures(figures, sources, covid_reports.NEW_MEASURES[series]),
        claims=covid_reports.claims_of_none(totals["cases"]),
        reach=covid.series_days(official),
        population=dict(
            zip(countries["iso_code"], countries["population"].astype("float64"), strict=True)
        ),
        titles=dict(zip(sources["source_id"], sources["title"], strict=True)),
    )


def outside_words(data: CovidData, selection: Selection) -> str:
    """Say why nothing can be drawn: no country, or months before or after the series."""
    if not selection.countries:
        return "No country is chosen."
    if data.reach is None:
        return "There is no official series in the data."
    first, last = data.reach
    if pd.Timestamp(selection.last_day) < first:
        return f"The official series begins on {first.day} {first:%B %Y}."
    return f"The official series ends on {last.day} {last:%B %Y}."


@lru_cache(maxsize=KEPT_PACKAGES)
def official_of(package: Package) -> Mapping[str, Mapping[str, OfficialSeries]]:
    """Return the official series by "cases" and "deaths", then by country."""
    daily, breaks = package.table("covid_daily"), package.table("covid_breaks")
    return {series: official_series(daily, breaks, series) for series in SERIES}


@lru_cache(maxsize=KEPT_PACKAGES)
def printed_of(package: Package) -> Mapping[str, tuple[Printed, ...]]:
    """Return the printed totals by "cases" and "deaths", in order of day."""
    figures, sources = package.table("figures"), package.table("sources")
    return {
        series: printed_figures(figures, sources, measure)
        for series, measure in TOTAL_MEASURES.items()
    }


def drawn_timeline(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: tuple[pd.Timestamp, pd.Timestamp],
    drawn: list[Printed],
) -> Timeline:
    """Put together what is drawn, in the unit of the switches."""
    per = {
        code: 1e6 / data.population.get(code, np.nan) if switches.per_million else 1.0
        for code in selection.countries
    }
    parts = [
        data.official[code].between(*window)
        for code in selection.countries
        if code in data.official
    ]
    cuts = [cut for cut in data.cuts if cut.country in per and window[0] <= cut.day <= window[1]]
    named = set(covid_reports.last_in_period(drawn, selection).values())
    return Timeline(
        first=window[0],
        last=window[1],
        band=(pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)),
        band_label=selection.period,
        lines=tuple(
            Line(
                part.country,
                part.days,
                part.segment,
                getattr(part, switches.column) * per[part.country],
            )
            for part in parts
        ),
        cuts=tuple(
            _scaled_cut(cut, per[cut.country] if switches.column == "total" else np.nan)
            for cut in cuts
        ),
        printed=tuple(
            PrintedMark(
                each.country,
                each.day,
                each.best * per[each.country],
                data.titles.get(each.source_id, ""),
                each in named,
                each.figure_id,
            )
            for each in drawn
        ),
        lanes=_lanes(data, selection, window),
        noun=switches.noun,
        log=switches.log,
        keys={code: series_form(code, data.series, switches.column) for code in data.official},
    )


def drawn_figures(
    data: CovidData,
    selection: Selection,
    switches: Switches,
    window: tuple[pd.Timestamp, pd.Timestamp],
) -> list[Printed]:
    """Return the printed figures in view, of the kind that the lines show."""
    printed = data.totals[switches.series] if switches.column == "total" else data.new
    return [
        each
        for each in printed
        if each.has_number
        and each.country in selection.countries
        and window[0] <= each.day <= window[1]
    ]


def _claims(data: CovidData, country: str) -> tuple[tuple[pd.Timestamp, str], ...]:
    return tuple(
        (each.day, each.figure_id)
        for each in data.totals["cases"]
        if each.is_claim_of_none and each.country == country
    )


def _scaled_cut(cut: Cut, factor: float) -> Cut:
    return replace(cut, before=cut.before * factor, after=cut.after * factor)


def _lanes(
    data: CovidData, selection: Selection, window: tuple[pd.Timestamp, pd.Timestamp]
) -> tuple[Lane, ...]:
    """Return a lane for each chosen country without a series.

    "officially none" is said of cases, over the days between its first and last report; deaths are
    not stated.
    """
    found = []
    for code in selection.countries:
        if code in data.official:
            continue
        claim = data.claims.get(code)
        if claim is None or claim[0] > window[1] or claim[1] < window[0]:
            found.append(Lane(code, "no figure reported"))
        elif data.series == "deaths":
            found.append(Lane(code, "deaths not stated"))
        else:
            found.append(Lane(code, "officially none", *claim, claims=_claims(data, code)))
    return tuple(found)
