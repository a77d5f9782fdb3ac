"""The Overview: the five side by side, events by week, what stood out."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events import measures as event_measures
from dashboard.events.keys import keys_of, keys_of_chosen
from dashboard.overview.charts import events_over_time
from dashboard.overview.keys import keys_side_by_side
from dashboard.overview.measures import CountryMonth, Reading
from dashboard.overview.office import bins_chart
from dashboard.overview.view import month_columns
from dashboard.overview.words import bins_headline, side_headline, stood_out_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import chosen_counts, first_events, leading_events
from dashboard.panels.sources import Sources, sources_of, sources_of_chosen
from dashboard.panels.table import Table, untyped
from dashboard.selection import Selection
from dashboard.values import Absent, Column, Kind, Total
from dashboard.vocabulary import COUNTRIES, MARKS, country_name
from dashboard.wording import amount, counted, day, length, number, short_day, window

MOST_A_COUNTRY = 1
BIN_COLUMNS = (
    Column("first_day", "First day", Kind.DAY),
    Column("last_day", "Last day", Kind.DAY),
    *(Column(mark.key, mark.label, Kind.COUNT) for mark in MARKS.values()),
)


def countries_side_by_side(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Set the chosen countries side by side over the period."""
    columns = month_columns(package, selection)
    last = day(pd.Timestamp(selection.last_day))
    rows = pd.DataFrame(
        [
            {
                "Country": country_name(column.country),
                f"COVID-19 cases, total at {last}": reading_words(column.cases, selection),
                f"New cases, {selection.period}": f"+{number(column.growth.new)}"
                if column.growth
                else "no series",
                f"Deaths, total at {last}": reading_words(column.deaths, selection),
                "Protest events": column.protests,
                "of them abroad": column.abroad,
                "People detained": detained_words(column.detained),
                "Sentences": column.sentences,
                "Lengths of sentences": "; ".join(length(months) for months in column.lengths),
                "Currency, units per US dollar": rate_digits(column.rate)
                if column.rate
                else "no data",
            }
            for column in columns
        ]
    )
    return Exhibit(
        key="countries_side_by_side",
        title="The five countries side by side",
        unit=selection.period,
        table=untyped(rows),
        caption=side_by_side_caption(columns, selection),
        sources=_side_sources(columns, package),
        shown=len(columns),
        total=len(COUNTRIES),
        noun="countries",
        headline=side_headline(columns, selection),
        behind=partial(_keys_side_by_side, package, columns, selection),
    )


def no_rate_words(rates: pd.DataFrame, selection: Selection) -> str:
    """Say why a period has no currency rate: before the first, after the last, or a gap."""
    days = rates.loc[rates["kind"].eq("daily"), "date"]
    if days.empty:
        return "no rates in the data"
    if pd.Timestamp(selection.last_day) < days.min():
        return f"no data before {day(days.min())}"
    if pd.Timestamp(selection.first_day) > days.max():
        return f"no data after {day(days.max())}"
    return f"no rate in {selection.period}"


def events_by_week(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Count the events of the period by week (or month) and kind."""
    chosen = chosen_counts(package, selection)
    cut = event_measures.bins(selection)
    counts, unplaced = event_measures.events_by_bin(chosen, cut)
    rows = counts.assign(first_day=cut["start"], last_day=cut["end"])
    by = "month" if len(selection.months) > event_measures.LONGEST_WEEKLY_MONTHS else "week"
    unit = f"dated events, by type, {selection.period}"
    return Exhibit(
        key="events_by_week",
        title=f"Events by {by}",
        unit=unit,
        table=Table(BIN_COLUMNS, rows if chosen.total else rows.iloc[:0]),
        caption="The band on top: events whose source gives no day that fits a bar."
        if unplaced
        else "",
        sources=sources_of_chosen(package, selection),
        shown=chosen.total,
        total=package.events.in_period(selection),
        noun="events of the period",
        draw=partial(events_over_time, counts, cut, unplaced),
        height=190,
        alt=f"Stacked bars of events by {by}: {counted(chosen.total, 'event')}, "
        f"{number(unplaced)} without a day.",
        headline=bins_headline(counts, cut, unplaced, by, selection),
        native=partial(bins_chart, counts, cut, unplaced, unit),
        native_caption=lambda: (
            "Events whose source gives no day that fits a column are in none." if unplaced else ""
        ),
        behind=partial(keys_of_chosen, package, selection),
    )


def stood_out(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events that stand out, at most one a country."""
    total = chosen_counts(package, selection).total
    events = leading_events(package, selection)
    chosen = event_measures.standing_out(events, package.table("figures"), MOST_A_COUNTRY)
    days = [
        window(first, last, precision, year=False)
        for first, last, precision in zip(
            chosen["event_date"], chosen["end_date"], chosen["time_precision"], strict=True
        )
    ]
    rows = pd.DataFrame(
        {
            "Country": [country_name(code) for code in chosen["country"]],
            "When": days,
            "Event": chosen["title"].to_numpy(),
            "Event key": chosen["event_id"].to_numpy(),
        }
    )
    return Exhibit(
        key="stood_out",
        title="What stood out",
        unit=f"by country, {selection.period}",
        table=untyped(rows),
        caption="Chosen by rule: violence, protest, arrest and sentence first, "
        "then by people concerned and certainty.",
        sources=sources_of(package, chosen["source_id"]),
        shown=len(chosen),
        total=total,
        noun="events",
        headline=stood_out_headline(len(chosen), total, selection),
        behind=partial(keys_of, chosen),
    )


def reading_words(reading: Reading, selection: Selection) -> str:
    """Write a total as a table cell: the number, with its day when it is not the period's last."""
    if reading.kind == "officially_none":
        return "officially 0"
    if reading.kind in ("not_stated", "no_data"):
        return reading.kind.replace("_", " ")
    if reading.day is not None and reading.day != pd.Timestamp(selection.last_day):
        return f"{number(reading.value)} ({short_day(reading.day)})"
    return number(reading.value)


def detained_words(held: Total | Absent) -> str:
    """Write the people detained: 0, "not stated", a number, "≥" a lower bound, or "about"."""
    if isinstance(held, Absent) or not held.has_sum:
        return amount(held)
    low = number(held.sum.low or 0)
    return low if held.is_exact else f"≥ {low}"


def side_by_side_caption(columns: Sequence[CountryMonth], selection: Selection) -> str:
    """Say what the numbers of the side-by-side table are."""
    kinds = {column.cases.kind for column in columns}
    words = ["0 = none in the sources."]
    if "printed" in kinds and "series" in kinds:
        words.append(
            "Totals as reported for the day where a source gives them, "
            "else from the official series."
        )
    elif "printed" in kinds:
        words.append(
            "Cases and deaths as reported in the sources; "
            "new cases and curves from the official series."
        )
    elif "series" in kinds:
        words.append("Cases and deaths from the official series.")
    words.extend(
        f"{country_name(column.country)}: a step of {column.growth.left_out:+,} "
        "where the definition changed is not counted as new."
        for column in columns
        if column.growth and column.growth.left_out
    )
    return " ".join(words)


def _keys_side_by_side(
    package: Package, columns: Sequence[CountryMonth], selection: Selection
) -> tuple[str, ...]:
    events = first_events(package, selection)
    return keys_side_by_side(columns, events, package.table("figures"), selection)


def _side_sources(columns: Sequence[CountryMonth], package: Package) -> Sources:
    used = [
        reading.source_id
        for column in columns
        for reading in (column.cases, column.deaths)
        if reading.source_id
    ]
    if any(column.growth for column in columns):
        used.append(str(package.table("covid_daily")["source_id"].iloc[0]))
    used += [column.rate_source for column in columns if column.rate and column.rate_source]
    return sources_of(package, used)


def rate_digits(units: float) -> str:
    """Write a rate with four significant digits, and all of its whole ones."""
    return f"{units:,.0f}" if units >= 1000 else f"{units:,.4g}"
