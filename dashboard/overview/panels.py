"""The Overview: the five side by side, events by week, what stood out."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from dashboard.covid.measures.totals import common_day
from dashboard.covid.view.data import covid_data
from dashboard.covid.words.totals import includes_words, no_series_words
from dashboard.datapackage.store import Package
from dashboard.dates import day
from dashboard.events import measures as event_measures
from dashboard.events.keys import TERM, keys_of, keys_of_chosen
from dashboard.events.words import rule_words
from dashboard.marks import MARKS
from dashboard.overview import words
from dashboard.overview.charts import events_over_time
from dashboard.overview.measures import CountryMonth, LastRate, keys_side_by_side
from dashboard.overview.view import COMPARED, covered, month_columns
from dashboard.panels.covering import (
    Cover,
    cover,
    filtered_step_by_step,
    nothing,
    topics_of_mark,
)
from dashboard.panels.exhibit import Comparing, Exhibit, Whole
from dashboard.panels.headline import blank_words, coverage_words, nothing_part, reach_words
from dashboard.panels.office import NativeChart, bin_names, marks_chart
from dashboard.panels.plot import outlined, shaded
from dashboard.panels.query import chosen_counts, first_events, leading_events
from dashboard.panels.sources import (
    Sources,
    publishers_of,
    series_sources,
    sources_of,
    sources_of_chosen,
    sources_of_figures,
)
from dashboard.panels.table import (
    COUNTRY,
    EVENT,
    EVENT_KEY,
    FIRST_DAY,
    LAST_DAY,
    Column,
    Kind,
    Table,
    table_of,
)
from dashboard.protests.measures.counts import DATED
from dashboard.protests.panels.counts import year_style
from dashboard.protests.view.chosen import read_view
from dashboard.schema import rows_of
from dashboard.selection import Selection
from dashboard.values import Absent, Hidden, Reason
from dashboard.vocabulary import COUNTRIES, RATE_KINDS, country_name, rate_kinds
from dashboard.wording import joined, number_word, say, say_many, start_of_line, term

A_DAY = pd.Timedelta(days=1)
DETAILS = (
    Column("total_cases_day", "Day of the cases", Kind.DAY, is_detail=True),
    Column("total_deaths_day", "Day of the deaths", Kind.DAY, is_detail=True),
    Column("new_cases_since", "New cases since the end of", Kind.DAY, is_detail=True),
    Column("reported_cases_day", "Day of the reported cases", Kind.DAY, is_detail=True),
    Column("reported_deaths_day", "Day of the reported deaths", Kind.DAY, is_detail=True),
    Column("reported_by", "Reported by", Kind.REPORTED, is_detail=True),
    Column("series_includes", "The series includes", is_detail=True),
    Column("rate_day", "Day of the rate", Kind.DAY, is_detail=True),
    Column("rate_kind", "Kind of rate", is_detail=True),
)
BIN_COLUMNS = (
    FIRST_DAY,
    LAST_DAY,
    *(Column(mark.key, mark.label, Kind.COUNT) for mark in MARKS.values()),
    Column("coverage", "Coverage"),
)


def countries_side_by_side(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Set the chosen countries side by side over the period."""
    columns, publishers = month_columns(package, selection), publishers_of(package)
    reach = covid_data(package, "cases").reach
    rows = (_row(column, publishers) for column in columns)
    return Exhibit(
        key="countries_side_by_side",
        title=_side_title(selection),
        unit=selection.period,
        table=table_of(_columns(columns, reach, selection), rows),
        caption=partial(words.side_caption, covered(package, selection), columns, selection),
        reading=lambda: joined(package.unavailable.get("figures", ""), words.side_reading(columns)),
        sources=_side_sources(columns, package, selection),
        shown=len(columns),
        total=len(COUNTRIES),
        noun=say("countries"),
        headline=words.side_headline(columns, package, selection),
        behind=lambda: keys_side_by_side(
            columns, first_events(package, selection), package.held_figures
        ),
        comparing=Comparing(numbers=COMPARED, keys=("iso_code",)),
    )


def _side_title(selection: Selection) -> str:
    if len(selection.countries) == 1:
        return country_name(selection.countries[0])
    if selection.covers_all_countries or not selection.countries:
        many = number_word(len(COUNTRIES))
        return say("The {many} countries side by side", many=many)
    count = start_of_line(number_word(len(selection.countries)))
    return say("{count} countries side by side", count=count)


def _columns(
    columns: Sequence[CountryMonth],
    reach: tuple[pd.Timestamp, pd.Timestamp] | None,
    selection: Selection,
) -> tuple[Column, ...]:
    """Return the columns of the table; what dates and explains its totals comes last."""
    no_series = {
        Reason.NOT_COVERED: say("no series"),
        Reason.OUTSIDE_SERIES: no_series_words(reach, selection),
    }
    unreported = {Reason.NOT_COVERED: say("none in the data")}
    last = common_day([column.cases for column in columns])
    on = say(", {day}", day=last) if last else ""
    when = words.growth_days(columns, selection)
    cases = say("COVID-19 cases, official series{on}", on=on)
    deaths = say("Deaths, official series{on}", on=on)
    new_cases, new_deaths = (
        say("New cases, {when}", when=when),
        say("New deaths, {when}", when=when),
    )
    return (
        COUNTRY,
        Column("total_cases", cases, Kind.COUNT, "cases", "", no_series),
        Column("new_cases", new_cases, Kind.CHANGE, "cases", "", no_series),
        Column("reported_cases", "Cases reported", Kind.AMOUNT, "cases", "", unreported),
        Column("total_deaths", deaths, Kind.COUNT, "deaths", "", no_series),
        Column("new_deaths", new_deaths, Kind.CHANGE, "deaths", "", no_series),
        Column("reported_deaths", "Deaths reported", Kind.AMOUNT, "deaths", "", unreported),
        Column("protests", "Protest events", Kind.COUNT),
        Column("protests_abroad", "of them abroad", Kind.COUNT),
        Column("detained", "People detained", Kind.TOTAL, "people"),
        Column("detained_abroad", "of them detained abroad", Kind.TOTAL, "people"),
        Column("sentences", "Sentences", Kind.COUNT),
        Column("sentenced", "People sentenced", Kind.TOTAL, "people"),
        Column("sentence_lengths", "Lengths of sentences"),
        Column(
            *("units_per_usd", "Currency, units per US dollar", Kind.NUMBER, "", ""),
            {Reason.NOT_COVERED: say("no rate")},
        ),
        *DETAILS,
    )


def _row(column: CountryMonth, publishers: Mapping[str, str]) -> dict[str, object]:
    row: dict[str, object] = {"iso_code": column.country}
    reported = [each.reported for each in (column.cases, column.deaths) if each.reported]
    grown, dead = column.growth, column.deaths_growth
    for total in (column.cases, column.deaths):
        metric = total.metric
        dated = total.has_series or total.is_officially_none
        row |= {
            f"total_{metric}": total.series,
            f"total_{metric}_day": total.day if dated else None,
            f"reported_{metric}": total.beside,
            f"reported_{metric}_day": total.figure_day,
        }
    return row | {
        "new_cases": grown if isinstance(grown, Absent) else grown.new,
        "new_deaths": dead if isinstance(dead, Absent) else dead.new,
        "new_cases_since": None if isinstance(grown, Absent) else grown.since,
        "protests": none_as_zero(column.protests),
        "protests_abroad": column.abroad if column.protests else none_as_zero(column.protests),
        "detained": column.detained,
        "detained_abroad": column.detained_abroad,
        "sentences": none_as_zero(column.sentences),
        "sentenced": column.people_sentenced,
        "sentence_lengths": "; ".join(map(term, column.terms)),
        "units_per_usd": column.rate.units if column.rate else Absent(Reason.NOT_COVERED),
        "reported_by": "; ".join(dict.fromkeys(publishers[each.source_id] for each in reported)),
        "series_includes": includes_words([column.cases]),
        "rate_day": column.rate.day if column.rate else None,
        "rate_kind": kind_of_rate(column.rate) if column.rate else "",
    }


def kind_of_rate(rate: LastRate, *, briefly: bool = False) -> str:
    """Say of which kind a rate is; `briefly` where there is little room, then blank for some."""
    if rate.official_source:
        return say("official rate, administered")
    kind = RATE_KINDS[rate.kind]
    return say(words) if (words := kind.short if briefly else kind.label) else ""


def none_as_zero(value: int | Absent) -> int | Absent:
    """Return 0 where sources report none, so that it is a number in every table."""
    is_none = isinstance(value, Absent) and value.reason is Reason.NONE_REPORTED
    return 0 if is_none else value


def no_rate_words(rates: pd.DataFrame, selection: Selection) -> str:
    """Say why a period has no currency rate: before the first, after the last, or a gap."""
    days = rates.loc[~rates["kind"].isin(rate_kinds("print")), "date"]
    if days.empty:
        return say("no rates in the data")
    if pd.Timestamp(selection.last_day) < days.min():
        return say("no data before {day}", day=day(days.min()))
    if pd.Timestamp(selection.first_day) > days.max():
        return say("no data after {day}", day=day(days.max()))
    return say("no rate in {period}", period=selection.period)


def events_by_week(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Count the events of the period by week (or month) and kind."""
    return _events_in_bins(event_measures.bins(selection), selection, package, selection)


def _events_in_bins(
    cut: pd.DataFrame, first: Selection, package: Package, selection: Selection
) -> Exhibit:
    """Count the events of a period in its own bins, or in those at the places of another's."""
    is_beside = selection != first
    if is_beside:
        cut = event_measures.bins_beside(cut, first, selection)
    chosen = chosen_counts(package, selection)
    counts, unplaced = event_measures.events_by_bin(chosen, cut)
    seen = cover(package, selection)
    rows = _bin_rows(counts, cut, package, selection)
    by = "month" if len(selection.months) > event_measures.LONGEST_WEEKLY_MONTHS else "week"
    unit = say("dated events, by type, {period}", period=selection.period)
    return Exhibit(
        key="events_by_week",
        title=say("Events by month") if by == "month" else say("Events by week"),
        unit=unit,
        table=Table(BIN_COLUMNS, rows if chosen.total or is_beside else rows.iloc[:0]),
        caption=partial(_bins_caption, seen, unplaced),
        reading=coverage_words(seen),
        sources=sources_of_chosen(package, selection),
        shown=chosen.total,
        total=package.events.in_period(selection),
        noun=say("events of the period"),
        draw=partial(
            shaded,
            partial(events_over_time, counts, cut, unplaced),
            [
                (first, last + A_DAY)
                for first, last in zip(cut["start"], cut["end"], strict=True)
                if seen.is_partial and seen.reaches(first, last)
            ],
        ),
        height=190,
        least=(280, 130),
        alt=words.bins_alt(chosen.total, unplaced, by),
        headline=partial(words.bins_headline, counts, cut, unplaced, by, package, selection),
        native=partial(_office_bins, rows, cut, unplaced, unit),
        native_caption=partial(_bins_caption, seen, unplaced, office=True),
        behind=partial(keys_of_chosen, package, selection),
        comparing=Comparing(
            numbers={mark: topics_of_mark(mark) for mark in MARKS},
            places=(FIRST_DAY.key, LAST_DAY.key),
            another=partial(_events_in_bins, cut, selection),
            whole=lambda: [Whole(say("events"), chosen.total, ())],
            draw=partial(outlined, [*zip(cut["start"], cut["end"], strict=True)]),
            legend=lambda period: say("Dotted: {period}.", period=period),
        ),
    )


def _bins_caption(seen: Cover, unplaced: int, *, office: bool = False) -> str:
    """Say what is in no bar, and what an empty place means: on screen, or in an office file."""
    band = say("The band on top: events whose source gives no day that fits a bar.")
    if office:
        band = say("Events whose source gives no day that fits a column are in none.")
    blank = blank_words(seen, shaded=not office)
    return joined(band if unplaced else "", blank)


def _office_bins(
    rows: pd.DataFrame, cut: pd.DataFrame, unplaced: int, unit: str
) -> tuple[NativeChart, ...]:
    """Return the events of each bin by mark as stacked columns; the unit says how many fit none.

    What is not covered is blank, where a sheet of numbers would say that there was none.
    """
    counts = rows[list(MARKS)].map(lambda own: None if isinstance(own, Absent) else own)
    drawn = counts.loc[:, counts.fillna(0).any()]
    bars = drawn.assign(bin=bin_names(cut)).melt("bin", var_name="mark")
    title = "" if len(bars) else say("No event in a bar")
    more = say_many(
        "{unit}; {count} more event with no single day",
        "{unit}; {count} more events with no single day",
        unplaced,
        unit=unit,
    )
    whole = more if unplaced else unit
    plain = NativeChart("stacked_column", bin_names(cut), (), title, whole, subtitle=whole)
    return (marks_chart(plain, bars, x="bin", y="value"),)


def _bin_rows(
    counts: pd.DataFrame, cut: pd.DataFrame, package: Package, selection: Selection
) -> pd.DataFrame:
    """Return the bars as rows, without zeros where a kind of event is not covered."""
    days = list(zip(cut["start"], cut["end"], strict=True))
    columns: dict[str, list[object]] = {}
    steps = [
        *(
            event_measures.cells_by_bin(chosen_counts(package, each), cut)[1][""]
            for each in filtered_step_by_step(selection)[:2]
        ),
        counts.to_numpy(),
    ]
    for place, mark in enumerate(MARKS):
        seen = cover(package, selection, topics_of_mark(mark))
        numbers_by_bin = zip(*(each[:, place].tolist() for each in steps), strict=True)
        columns[mark] = [
            seen.number(own[-1], *span, Hidden.of(*own))
            for span, own in zip(days, numbers_by_bin, strict=True)
        ]
    seen = cover(package, selection)
    reach = [reach_words(seen.reaches(*span)) for span in days]
    frame = pd.DataFrame(columns, dtype=object)
    return frame.assign(first_day=cut["start"], last_day=cut["end"], coverage=reach)


def stood_out(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events that stand out, at most one a country."""
    total = chosen_counts(package, selection).total
    events = leading_events(package, selection)
    weights = [event_measures.points_of(row, package) for row in rows_of(events)]
    chosen = event_measures.standing_out(events, weights)
    table = table_of(
        (
            Column("event_date", "When", Kind.WINDOW, style=year_style(selection)),
            COUNTRY,
            EVENT,
            EVENT_KEY,
        ),
        (
            {
                "event_date": event_measures.window_of(row),
                "iso_code": row["country"],
                "title": row["title"],
                "event_id": row["event_id"],
            }
            for row in rows_of(chosen)
        ),
    )
    return Exhibit(
        key="stood_out",
        title=say("Main events"),
        unit=say("by country, {period}", period=selection.period),
        table=table,
        caption=say(
            "Selected by rule: kind of event, office held, people concerned, number of sources, "
            "less where only claimed."
        ),
        reading=lambda: f"{rule_words()} {coverage_words(cover(package, selection))}".strip(),
        sources=sources_of(package, chosen["source_id"]),
        shown=len(chosen),
        total=total,
        noun=say("events"),
        headline=partial(words.stood_out_headline, len(chosen), total, package, selection),
        behind=partial(keys_of, chosen),
    )


def no_event_words(package: Package, selection: Selection, country: str) -> str:
    """Say why no event of a country is among the main ones."""
    why = nothing(package, selection, country=country)
    words = nothing_part(say("event"), say("events"), why)
    return f"{start_of_line(words)}."


def _side_sources(
    columns: Sequence[CountryMonth], package: Package, selection: Selection
) -> Sources:
    totals = [total for column in columns for total in (column.cases, column.deaths)]
    drawn = [c.country for c in columns if c.cases.has_series or c.deaths.has_series]
    used = [total.reported.source_id for total in totals if total.reported]
    rates = [column.rate for column in columns if column.rate]
    used += [each for rate in rates for each in (rate.source_id, rate.official_source) if each]
    events = [sources_of_chosen(package, selection, mark=mark) for mark in ("protest", "sentence")]
    of_acts = read_view(package, selection, DATED).with_figures
    people = sources_of_figures(package, of_acts.records, ("detained", TERM))
    held = dict.fromkeys(each.event_id for each in of_acts.of_measure("detained"))
    sources_of_detained = sources_of(package, (of_acts.records[key].source_id for key in held))
    return sum(
        [*events, sources_of_detained, people],
        series_sources(package, drawn) + sources_of(package, used),
    )
