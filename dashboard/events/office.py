"""The counts of events as charts that office programs edit.

The same pictures for the screen are in `overview.charts`, `protests.charts.counts` and
`protests.charts.over_time`; the strip of days and the numbers of people are in `protests.office`.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.events.measures import PAGE_STACK, STACK
from dashboard.palette import mark_colour, tokens
from dashboard.panels.office import NativeChart, Series, Value
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import counted

NO_DAY = "only the month known"
OTHER_MONTHS = "other months"


def bins_chart(
    counts: pd.DataFrame, cut: pd.DataFrame, unplaced: int, unit: str
) -> tuple[NativeChart, ...]:
    """Return the events of each bin by mark as stacked columns.

    Those that fit no bin are in no column and counted in the unit.
    """
    series = tuple(
        _marks_series(mark, counts[mark].tolist()) for mark in STACK if counts[mark].any()
    )
    beside = f"; {counted(unplaced, 'more event')} with no single day" if unplaced else ""
    title, names = "" if series else "No event in a bar", _bin_names(cut)
    return (NativeChart("stacked_column", names, series, title=title, unit=f"{unit}{beside}"),)


def countries_charts(
    counts: pd.DataFrame, cut: pd.DataFrame, countries: Sequence[str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the marks of each bin as stacked columns, one chart a country.

    `counts`: country, bin (place in `cut`), mark, events. A bin without any is blank.
    """
    found: dict[tuple[str, str], dict[int, float]] = {}
    for country, place, mark, value in counts.itertuples(index=False, name=None):
        found.setdefault((country, mark), {})[place] = float(value)
    names = _bin_names(cut)
    shown = {country for country, _ in found}
    return tuple(
        NativeChart(
            "stacked_column",
            names,
            tuple(
                _marks_series(mark, [told.get(place) for place in range(len(cut))])
                for mark in PAGE_STACK
                if (told := found.get((code, mark)))
            ),
            title=country_name(code) if code in shown else f"{country_name(code)}: no event",
            unit=unit,
        )
        for code in countries
    )


def months_charts(
    counts: pd.DataFrame,
    countries: Sequence[str],
    years: tuple[int, int],
    selection: Selection,
) -> tuple[NativeChart, ...]:
    """Return the protests of every month as stacked columns, one chart a country.

    `counts`: month, country, dated, undated. The months chosen have their colour, as on screen;
    what is known only to the month is on top. A month without any is blank: it may not have been
    read.
    """
    months = [f"{year}-{n:02d}" for year in range(years[0], years[1] + 1) for n in range(1, 13)]
    names = tuple(date(int(month[:4]), int(month[5:]), 1) for month in months)
    layers = (
        (selection.period, mark_colour("protest", "light")),
        (OTHER_MONTHS, tokens("light").faint),
        (NO_DAY, tokens("light").hatch),
    )
    found: dict[tuple[str, str], dict[str, float]] = {}
    for month, country, dated, undated in counts[
        ["month", "country", "dated", "undated"]
    ].itertuples(index=False, name=None):
        is_chosen = selection.first_month <= month <= selection.last_month
        layer = selection.period if is_chosen else OTHER_MONTHS
        for name, value in ((layer, dated), (NO_DAY, undated)):
            if value:
                found.setdefault((country, name), {})[month] = float(value)
    shown = {country for country, _ in found}
    return tuple(
        NativeChart(
            "stacked_column",
            names,
            tuple(
                Series(name, tuple(told.get(month) for month in months), colour)
                for name, colour in layers
                if (told := found.get((code, name)))
            ),
            title=country_name(code) if code in shown else f"{country_name(code)}: no protest",
            unit=f"protests, {years[0]}–{years[1]}",
        )
        for code in countries
    )


def words_chart(counts: pd.Series, unit: str) -> tuple[NativeChart, ...]:
    """Return the protests by a word as bars, the most frequent on top."""
    values = tuple(float(value) for value in counts.tolist())
    series = (_marks_series("protest", values),) if values else ()
    words = tuple(str(word) for word in counts.index)
    return (NativeChart("bar", words, series, title="" if values else "No protest", unit=unit),)


def _bin_names(cut: pd.DataFrame) -> tuple[str | date, ...]:
    """Return the names of the bins as under the bars; months as days where names would repeat."""
    labels = cut["label"].tolist()
    if len(set(labels)) == len(labels):
        return tuple(labels)
    return tuple(start.date() for start in cut["start"])


def _marks_series(mark: str, values: Sequence[Value]) -> Series:
    return Series(MARKS[mark].label, tuple(values), mark_colour(mark, "light"))
