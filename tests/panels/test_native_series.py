"""The charts of the panels of series that office programs edit, beside what plotly draws."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from series_panels import (
    DATA_PANELS,
    GRIDS,
    JUNE,
    PAIR,
    RATES,
    SELECTIONS,
    SERIES_PANELS,
    SILENT,
    SWITCHES,
    built,
    months,
)

from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart, Series
from dashboard.vocabulary import COUNTRIES


def charts(exhibit: Exhibit) -> tuple[NativeChart, ...]:
    assert exhibit.native is not None, exhibit.key
    return exhibit.native()


def traces(exhibit: Exhibit) -> list[Any]:
    assert exhibit.draw is not None, exhibit.key
    return list(exhibit.draw("light").data)


def known(chart: NativeChart, series: Series) -> dict[Any, float]:
    places = series.at or chart.categories
    return {
        place: value
        for place, value in zip(places, series.values, strict=True)
        if value is not None
    }


def on_days(trace: Any) -> dict[date, float]:
    """Return what a trace shows by day, however its days are written."""
    values = np.asarray(trace.y, dtype="float64")
    if trace.x is None:
        first = pd.Timestamp(trace.x0)
        days = [first + pd.Timedelta(milliseconds=trace.dx * at) for at in range(len(values))]
    else:
        days = [pd.Timestamp(when) for when in trace.x]
    return {
        when.date(): value
        for when, value in zip(days, values.tolist(), strict=True)
        if not np.isnan(value)
    }


def countries_lines(drawn: list[Any]) -> dict[str, dict[date, float]]:
    """Return what the lines of the COVID-19 figures show, by country."""
    lines: dict[str, dict[date, float]] = {}
    for trace in drawn:
        if trace.name in {country.name for country in COUNTRIES.values()} and trace.x0 is not None:
            lines.setdefault(trace.name, {}).update(on_days(trace))
    return lines


def marks(drawn: list[Any]) -> list[Any]:
    return [trace for trace in drawn if trace.type == "scatter" and trace.mode == "markers"]


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_every_picture_has_an_editable_chart_but_grids(package, selection):
    for switches in SWITCHES if selection in (JUNE, SILENT) else SWITCHES[:2]:
        for name in (*SERIES_PANELS, *DATA_PANELS):
            exhibit = built(package, name, selection, **switches)
            if exhibit.draw is None or name in GRIDS:
                assert exhibit.native is None, name
                continue
            for chart in charts(exhibit):
                check_chart(chart, name)


def check_chart(chart: NativeChart, name: str) -> None:
    assert chart.series or chart.title, name
    for series in chart.series:
        assert len(series.values) == len(series.at or chart.categories), (name, series.name)
        assert series.colour.startswith("#"), name
        assert all(
            value is None or (isinstance(value, (int, float)) and np.isfinite(value))
            for value in series.values
        ), (name, series.name)
    assert list(chart.categories) == list(dict.fromkeys(chart.categories)), name
    assert all(type(day) in (date, str) for day in chart.categories), name
    if chart.categories and isinstance(chart.categories[0], date):
        assert list(chart.categories) == sorted(chart.categories), name


@pytest.mark.parametrize("switches", SWITCHES, ids=lambda switches: "-".join(switches) or "plain")
@pytest.mark.parametrize(
    "selection", [JUNE, PAIR, months("2020-07", "", "KAZ"), SELECTIONS["many months"]]
)
def test_lines_and_printed_figures_are_those_drawn(package, selection, switches):
    exhibit = built(package, "covid_series", selection, **switches)
    drawn, (chart,) = traces(exhibit), charts(exhibit)
    lines: dict[str, dict[date, float]] = {}
    for series in chart.series:
        if series.marker or not known(chart, series):
            continue
        country = next(each for each in COUNTRIES.values() if series.name.startswith(each.name))
        assert (series.colour, series.dash) == (country.light, country.dash)
        own = lines.setdefault(country.name, {})
        assert not own.keys() & known(chart, series).keys()
        own.update(known(chart, series))
    assert lines == countries_lines(drawn)
    printed = {
        (when, value)
        for series in chart.series
        if series.marker and series.name != selection.period
        for when, value in known(chart, series).items()
    }
    assert printed == {
        item for trace in marks(drawn) if trace.yaxis is None for item in on_days(trace).items()
    }
    assert all(series.dash == "none" for series in chart.series if series.marker)
    assert chart.log == (switches.get("covid_scale") != "linear")


def test_the_chosen_months_are_marked_along_the_foot(package):
    (chart,) = charts(built(package, "covid_series", JUNE))
    (chosen,) = (series for series in chart.series if series.name == "June 2020")
    days = known(chart, chosen)
    assert (min(days), max(days), len(days)) == (date(2020, 6, 1), date(2020, 6, 30), 30)
    assert set(days.values()) == {10.0}
    (whole,) = charts(built(package, "covid_series", SELECTIONS["many months"]))
    assert not any(series.name == SELECTIONS["many months"].period for series in whole.series)


def test_all_days_are_kept(package):
    (chart,) = charts(built(package, "covid_series", SELECTIONS["many months"]))
    first, last = chart.categories[0], chart.categories[-1]
    assert (first, last) == (date(2020, 1, 22), date(2023, 3, 9))
    assert len(chart.categories) == (date(2023, 3, 9) - date(2020, 1, 22)).days + 1


@pytest.mark.parametrize("series", ["cases", "deaths"])
def test_no_line_crosses_a_change_of_definition(package, series):
    exhibit = built(package, "covid_series", SELECTIONS["many months"], covid_of=series)
    (chart,) = charts(exhibit)
    breaks = package.table("covid_breaks")
    breaks = breaks[breaks["kind"].eq("definition") & breaks["series"].eq(f"total_{series}")]
    assert len(breaks)
    for when, code in zip(breaks["date"], breaks["iso_code"], strict=True):
        days = (when.date() - timedelta(days=1), when.date())
        own = [
            known(chart, line)
            for line in chart.series
            if line.name.startswith(COUNTRIES[code].name) and not line.marker
        ]
        assert all(any(day in line for line in own) for day in days)
        assert not any(all(day in line for day in days) for line in own)


def test_turkmenistan_stands_in_the_chart_without_a_number(package):
    (chart,) = charts(built(package, "covid_series", JUNE))
    last = chart.series[-1]
    assert last.name == "Turkmenistan: officially none, no series"
    assert set(last.values) == {None}
    (alone,) = charts(built(package, "covid_series", SILENT, covid_of="deaths"))
    assert (alone.title, alone.series) == ("Turkmenistan: deaths not stated, no series", ())


@pytest.mark.parametrize("selection", [JUNE, PAIR, months("2020-07", "2020-08"), months("2020-01")])
def test_small_multiples_have_a_chart_a_country(package, selection):
    exhibit = built(package, "covid_small_multiples", selection)
    made = charts(exhibit)
    assert [chart.title.split(":")[0] for chart in made] == [
        COUNTRIES[code].name for code in selection.countries
    ]
    lines = {
        chart.title: known(chart, series)
        for chart in made
        for series in chart.series
        if known(chart, series)
    }
    filled = [trace for trace in traces(exhibit) if trace.fill is None]
    assert lines == countries_lines(filled)


@pytest.mark.parametrize("direction", ["units", "dollars"])
@pytest.mark.parametrize("selection", [JUNE, PAIR, RATES, SELECTIONS["few rates"]])
def test_rates_on_own_scales_are_those_drawn(package, selection, direction):
    exhibit = built(package, "currency_series", selection, rate_direction=direction)
    drawn, made = traces(exhibit), charts(exhibit)
    assert len(made) == len(selection.countries)
    for place, (chart, code) in enumerate(zip(made, selection.countries, strict=True)):
        axis = f"x{place + 1}" if place else "x"
        own = [trace for trace in drawn if trace.xaxis == axis]
        assert chart.kind == "points"
        assert chart.title.startswith(COUNTRIES[code].name)
        joined = [on_days(trace) for trace in own if trace.mode == "lines+markers"]
        assert joined == [known(chart, series) for series in chart.series if series.dash != "none"]
        found = {
            series.name: known(chart, series) for series in chart.series if series.dash == "none"
        }
        single = {}
        for trace in marks(own):
            if trace.error_y.array is None:
                name = trace.hovertemplate.split("<br>")[-1].removesuffix("<extra></extra>")
                single[name] = single.get(name, {}) | on_days(trace)
                continue
            values = on_days(trace)
            assert found.pop("as reported") == values
            for name, sign, lengths in (
                ("rounding allows at least", -1, trace.error_y.arrayminus),
                ("rounding allows at most", 1, trace.error_y.array),
            ):
                ends = [
                    value + sign * length
                    for value, length in zip(values.values(), lengths, strict=True)
                ]
                assert list(found.pop(name).values()) == pytest.approx(ends)
        if wrong := found.pop("outlier, looks wrong", None):
            assert wrong == single.pop("in the series, which looks wrong")
        assert found == single


@pytest.mark.parametrize("selection", [JUNE, PAIR, RATES])
def test_rebased_rates_are_those_drawn(package, selection):
    exhibit = built(package, "currency_series", selection, rate_scale="rebased")
    (chart,) = charts(exhibit)
    drawn = traces(exhibit)
    # In June 2020 the som and the soum have no daily rate.
    bare = {"KGZ", "UZB"} if selection.first_month == "2020-06" else set()
    assert len(drawn) == len(set(selection.countries) - bare)
    for trace, series in zip(drawn, chart.series, strict=True):
        assert known(chart, series) == on_days(trace)
        assert (series.colour, series.dash) == (trace.line.color, trace.line.dash)


def test_a_line_of_rates_stops_at_gaps_of_more_than_14_days_and_nowhere_else(package):
    whole = months("2024-03", "2026-09")
    for chart in charts(built(package, "currency_series", whole)):
        daily = next(series for series in chart.series if series.name == "daily rate")
        days = list(known(chart, daily))
        gaps = sum((after - before).days > 14 for before, after in pairwise(days))
        assert gaps and daily.values.count(None) == gaps
        for before, after in pairwise(days):
            is_joined = daily.at.index(after) - daily.at.index(before) == 1
            assert is_joined == ((after - before).days <= 14)


@pytest.mark.parametrize("selection", [JUNE, PAIR, RATES, SELECTIONS["few rates"]])
def test_changes_are_the_bars_drawn(package, selection):
    exhibit = built(package, "currency_change", selection)
    (chart,) = charts(exhibit)
    bars, _ = traces(exhibit)
    sums = [
        next((series.values[at] for series in chart.series if series.values[at] is not None), None)
        for at in range(len(chart.categories))
    ]
    assert sums == [None if value is None or np.isnan(value) else value for value in bars.x]
    names = [str(category).split(":")[0] for category in chart.categories]
    assert names == [COUNTRIES[code].name for code in selection.countries]
    for series in chart.series:
        assert series.colour == bars.marker.color[names.index(series.name)]
    if "TKM" in selection.countries:
        manat = chart.categories[names.index("Turkmenistan")]
        assert manat == "Turkmenistan: administered, no change"


@pytest.mark.parametrize("whole", ["chosen", "all"])
@pytest.mark.parametrize("selection", [JUNE, PAIR, months("2020-07", "2020-08")])
def test_gaps_are_those_drawn_up_to_the_edge_of_a_lane(package, selection, whole):
    exhibit = built(package, "reconcile_chart", selection, reconcile_months=whole)
    made = charts(exhibit)
    drawn = {trace.name: trace for trace in marks(traces(exhibit))}
    limit = edge_of(exhibit)
    for place, (code, chart) in enumerate(zip(selection.countries, made, strict=True)):
        trace = drawn[code]
        heights = [place - float(y) for y in trace.y]
        days = [pd.Timestamp(day).date() for day in trace.x]
        if code == "TKM":
            assert all(value == 0 for series in chart.series for value in series.values)
            assert sorted(days) == sorted(day for series in chart.series for day in series.at)
            continue
        shown = sorted(
            (day, float(np.sign(height) * (height / 0.4) ** 2 * limit))
            for day, height in zip(days, heights, strict=True)
        )
        given = sorted(
            (day, float(np.clip(value, -limit, limit)))
            for series in chart.series
            for day, value in zip(series.at, series.values, strict=True)
            if value is not None
        )
        beyond = len(shown) - len(given)
        assert (f"{beyond} figure" in chart.title) == bool(beyond)
        for day, value in given:
            place_drawn = next(
                at
                for at, (when, height) in enumerate(shown)
                if when == day and height == pytest.approx(value, abs=1e-6)
            )
            shown.pop(place_drawn)
        assert [value for _, value in shown] == pytest.approx([limit] * beyond)


def edge_of(exhibit: Exhibit) -> float:
    """Return the percent at a lane's edge, as it is written beside the lanes."""
    assert exhibit.draw is not None
    figure: Any = exhibit.draw("light")
    written = [note.text for note in figure.layout.annotations]
    return max(float(text[1:-1]) for text in written if re.fullmatch(r"\+\d+%", text))


def test_no_two_verdicts_look_alike_in_an_office_chart(package):
    made = charts(built(package, "reconcile_chart", JUNE, reconcile_months="all"))
    shapes = {series.name: series.marker for chart in made for series in chart.series}
    assert len(set(shapes.values())) == len(shapes) > 5


def test_marks_of_the_series_lie_in_the_bars_drawn(package):
    exhibit = built(package, "coverage_series", JUNE)
    (chart,) = charts(exhibit)
    bars = traces(exhibit)
    assert len(chart.lanes) == len(bars) == 2 * len(COUNTRIES)
    assert chart.lanes[-4] == "Turkmenistan: no official series"
    told = {len(chart.lanes) - 1 - int(series.values[0] or 0): series for series in chart.series}
    for place, bar in enumerate(bars):
        runs = [
            (pd.Timestamp(first), pd.Timestamp(first) + pd.Timedelta(milliseconds=float(length)))
            for first, length in zip(bar.base, bar.x, strict=True)
        ]
        if place not in told:
            assert bar.marker.pattern.shape == "/"
            continue
        days = [pd.Timestamp(when) for when in told[place].at if isinstance(when, date)]
        assert all(any(first <= day < end for first, end in runs) for day in days)
        assert {first for first, _ in runs} <= set(days)
        assert {end - pd.Timedelta(days=1) for _, end in runs} <= set(days)
