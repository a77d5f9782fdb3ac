"""What a briefing takes from the panels of events: their sentence, native charts, keys behind.

On the shipped data; June 2020 is that of the CABAR review, read by hand.
"""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.events.measures import bins
from dashboard.marks import MARKS
from dashboard.palette import mark_colour
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart
from dashboard.provenance.panels import trace_for
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, country_name

COUNTING_EVENTS = (
    "events_by_week",
    "stood_out",
    "protests_day_by_day",
    "protests_by_month",
    "protests_by_issue",
    "protests_by_response",
    "sentences",
    "arrest_ledger",
    "protest_list",
    "overview_map",
    "outside_frame",
    "event_map",
    "national_events",
    "events_table",
)
DRAWN = (
    "events_by_week",
    "protests_day_by_day",
    "people_reported",
    "protests_by_month",
    "protests_by_issue",
    "protests_by_response",
)
WITHOUT_KEYS = "paragraphs_accounted"
NAMES = (
    *COUNTING_EVENTS,
    "countries_side_by_side",
    "people_reported",
    "figures_table",
    "event_card",
    "events_behind",
    "figure_trace",
    WITHOUT_KEYS,
)
JUNE = Selection()
WHOLE_YEAR = Selection(first_month="2020-01", last_month="2020-12")
SELECTIONS = (
    JUNE,
    Selection(countries=("KGZ", "TJK")),
    Selection(countries=("TKM",)),
    Selection(countries=()),
    Selection(first_month="2017-02", last_month="2017-02"),
    Selection(first_month="2020-05", last_month="2020-06"),
    Selection(first_month="2024-04", last_month="2024-06"),
    WHOLE_YEAR,
    Selection(first_month="2018-01", last_month="2024-12"),
    Selection(statuses=("occurred", "claimed"), text="bishkek"),
)
each_selection = pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)


def exhibit(package: Package, name: str, selection: Selection = JUNE, **options: str) -> Exhibit:
    return EXHIBITS[name](package, selection, options)


def charts(panel: Exhibit) -> tuple[NativeChart, ...]:
    assert panel.native is not None
    return panel.native()


def values(chart: NativeChart, name: str) -> list[float | None]:
    return next(list(series.values) for series in chart.series if series.name == name)


def keys_behind(panel: Exhibit) -> tuple[str, ...]:
    assert panel.behind is not None
    return panel.behind()


@each_selection
@pytest.mark.parametrize("name", NAMES)
def test_every_panel_says_one_sentence(package: Package, name: str, selection: Selection) -> None:
    for options in ({}, {"count_rule": "reaching", "outside": "all", "view": "world"}):
        told = exhibit(package, name, selection, **options).headline
        assert 0 < len(told) <= 140, told
        assert told == told.strip()
        assert "  " not in told
        assert not told.endswith((".", ";", ","))
        assert not set("*<>\n").intersection(told)
        assert "nan" not in told.lower().split()


def test_the_years_of_the_chart_are_told_once_where_they_are_those_chosen(
    package: Package,
) -> None:
    wide = Selection(("TJK", "TKM"), first_month="2018-01", last_month="2024-12")
    assert EXHIBITS["protests_by_month"](package, wide, {}).headline == (
        "18 protests (10 abroad) about Tajikistan and Turkmenistan from 2018 to 2024"
    )


def test_sentences_of_june_2020(package: Package) -> None:
    assert {name: exhibit(package, name).headline for name in NAMES[:17]} == {
        "events_by_week": "78 events in June 2020, 19 of them in the busiest week, 22–28 Jun; "
        "20 without an exact date",
        "stood_out": "6 of 78 events in June 2020 stand out by rule, at most one a country",
        "protests_day_by_day": "8 protests (4 abroad), 5 arrests and 4 sentences in June 2020; "
        "1 without an exact day",
        "protests_by_month": "65 protests (10 abroad) from 2018 to 2024, 8 of them in June 2020",
        "protests_by_issue": "5 of 8 protests (4 abroad) in June 2020 were about political "
        "freedoms",
        "protests_by_response": "Government response to 8 protests (4 abroad) in June 2020: "
        "none reported 7, detentions 1",
        "sentences": "4 sentences in June 2020; the longest term is 18 years",
        "arrest_ledger": "11 events in 10 cases in June 2020, against at least 106 people plus "
        "“city hall officials” (at least 100 reportedly)",
        "protest_list": "8 protests (4 abroad), 5 arrests and 4 sentences in June 2020",
        "overview_map": "24 of 78 events in June 2020 are mapped; 6 took place outside the "
        "region and 48 have no specific location",
        "outside_frame": "4 protests about Turkmenistan took place outside the region in "
        "June 2020; 2 other events too",
        "event_map": "24 of 78 events in June 2020 are mapped; 6 took place outside the "
        "region and 48 have no specific location",
        "national_events": "48 of 78 events in June 2020 have no specific location: "
        "national, online or not stated",
        "events_table": "78 events in June 2020: 8 protests, 5 arrests, 4 sentences and 61 others",
        "countries_side_by_side": "By 30 June 2020 Kazakhstan had the most COVID-19 cases "
        "(22,308); the most protests concerned Turkmenistan (4, all abroad)",
        "people_reported": "In June 2020: at least 102 detained plus “city hall officials” "
        "(at least 100 reportedly); largest reported turnout: at most 1,000",
        "figures_table": "80 reported figures as of a day in June 2020: 62 exact, 18 bounds, "
        "ranges, estimates or words",
    }


@pytest.mark.parametrize(
    ("name", "selection", "sentence"),
    [
        (
            "countries_side_by_side",
            Selection(countries=("TKM",)),
            "Turkmenistan: COVID-19 cases officially 0; 4 protest events (all abroad), 1 detained, "
            "no sentence reported in June 2020",
        ),
        (
            "countries_side_by_side",
            Selection(first_month="2017-02", last_month="2017-02"),
            "The data has no protest in February 2017; no source covers this period; "
            "there is no COVID-19 total",
        ),
        ("countries_side_by_side", Selection(countries=()), "Choose at least one country"),
        (
            "people_reported",
            Selection(countries=("KGZ", "TJK")),
            "Kyrgyzstan and Tajikistan in June 2020: at least 1 detained plus “city hall "
            "officials”; largest reported turnout: at most 1,000",
        ),
        (
            "protests_by_issue",
            Selection(countries=("TKM",)),
            "All 4 protests (all abroad) about Turkmenistan in June 2020 were about political "
            "freedoms",
        ),
        (
            "protests_by_issue",
            Selection(countries=("UZB",)),
            "The sources report no protest about Uzbekistan in June 2020",
        ),
        (
            "events_table",
            Selection(countries=("UZB",), statuses=("claimed",), text="border"),
            "No event about Uzbekistan in June 2020 among the events chosen (1 hidden by the "
            "filters, 23 more by status)",
        ),
        ("sentences", WHOLE_YEAR, "4 sentences in 2020; the longest term is 18 years"),
    ],
)
def test_sentences_of_other_selections(
    package: Package, name: str, selection: Selection, sentence: str
) -> None:
    assert exhibit(package, name, selection).headline == sentence


def test_the_sentence_of_a_card_a_trace_and_a_bar(package: Package) -> None:
    card = exhibit(package, "event_card", event="KAZ-2020-06-06-02")
    assert card.headline == "More than 100 reportedly detained around the 6 June rallies"
    assert "cabar-2020-06:26:1" in keys_behind(card)
    assert keys_behind(exhibit(package, "event_card", event="none such")) == ()
    trace = exhibit(package, "figure_trace", figure="cabar-2020-06:26:1")
    assert trace.headline == "detained: ≥ 100 people"
    assert keys_behind(trace) == ("cabar-2020-06:26:1",)
    bar = exhibit(package, "events_behind", behind="protests_by_issue~Political freedoms")
    assert bar.headline == "Political freedoms, June 2020: 5 events"
    assert len(keys_behind(bar)) == 5


@each_selection
@pytest.mark.parametrize("name", COUNTING_EVENTS)
def test_behind_a_count_is_every_event(package: Package, name: str, selection: Selection) -> None:
    events = set(package.table("events")["event_id"])
    for options in ({}, {"count_rule": "reaching"}):
        panel = exhibit(package, name, selection, **options)
        keys = keys_behind(panel)
        assert len(keys) == len(set(keys))
        assert len(events.intersection(keys)) == panel.shown


@each_selection
@pytest.mark.parametrize("name", [name for name in NAMES if name != WITHOUT_KEYS])
def test_every_key_behind_can_be_traced(package: Package, name: str, selection: Selection) -> None:
    known = {*package.table("events")["event_id"], *package.table("figures")["figure_id"]}
    for key in keys_behind(exhibit(package, name, selection)):
        assert key in known or trace_for(package, key) is not None, key


def test_behind_the_table_of_june_2020(package: Package) -> None:
    kinds = Counter(
        key.split(":")[0] if key.split(":")[0] in ("series", "rate") else key[:3]
        for key in keys_behind(exhibit(package, "countries_side_by_side"))
    )
    figures = [k for k in keys_behind(exhibit(package, "countries_side_by_side")) if "cabar" in k]
    # 8 protests, 4 detentions with a figure, 4 sentences; two totals of 4 series, and those
    # before the period.
    assert sum(kinds[code] for code in COUNTRIES) == 8 + 4 + 4
    assert kinds["series"] == 16
    # Reported: 5 totals of cases, 4 of deaths; then 4 detained and 4 terms.
    assert len(figures) == 9 + 4 + 4


def test_behind_a_table_by_the_series_and_a_rate(package: Package) -> None:
    table = exhibit(package, "countries_side_by_side", WHOLE_YEAR)
    assert "series:KAZ:2020-12-31:total_cases" in keys_behind(table)
    later = Selection(first_month="2025-12", last_month="2025-12")
    keys = keys_behind(exhibit(package, "countries_side_by_side", later))
    assert [key.split(":")[1] for key in keys] == ["KZT", "KGS", "TJS", "TMT", "UZS"]


def test_behind_the_people_are_the_figures_of_the_sums(package: Package) -> None:
    figures = package.table("figures").set_index("figure_id")
    keys = keys_behind(exhibit(package, "people_reported"))
    told = figures[figures.index.isin(keys)]
    assert told["low"][told["measure"].eq("detained")].sum() == 102
    assert set(told["measure"]) == {"participants", "detained"}


@each_selection
def test_columns_of_weeks_are_the_bars_drawn(package: Package, selection: Selection) -> None:
    panel = exhibit(package, "events_by_week", selection)
    (chart,) = charts(panel)
    drawn = {trace["name"]: trace for trace in traces(panel) if trace["name"]}
    assert [series.name for series in chart.series] == list(drawn)
    assert len(chart.categories) == len(set(chart.categories))
    assert len(chart.categories) == len(panel.rows) or panel.rows.empty
    for series in chart.series:
        trace = drawn[series.name]
        # Blank or 0, by what is covered: tests/overview/test_saying_none.py.
        bars = [0 if math.isnan(bar) else bar for bar in trace["y"]]
        assert [value or 0 for value in series.values] == bars
        assert series.colour == trace["marker"]["color"]
    stacked = sum(value or 0 for series in chart.series for value in series.values)
    outside = panel.shown - int(stacked)
    words = f"; {outside} more event{'' if outside == 1 else 's'} with no single day"
    assert chart.unit.endswith(words) == bool(outside)
    assert bool(chart.title) != bool(chart.series)


@each_selection
def test_columns_of_months_are_the_bars_drawn(package: Package, selection: Selection) -> None:
    panel = exhibit(package, "protests_by_month", selection)
    drawn: Counter[tuple[str, str]] = Counter()
    for trace in traces(panel)[:2]:
        for key, bar in zip(trace["customdata"], trace["y"], strict=True):
            country, month = key.split(":")
            drawn[country_name(country), f"{pd.Timestamp(month):%Y-%m-01}"] += int(bar)
    native: Counter[tuple[str, str]] = Counter()
    for chart in charts(panel):
        for series in chart.series:
            for month, value in zip(chart.categories, series.values, strict=True):
                native[chart.title, str(month)] += int(value or 0)
                chosen = pd.Timestamp(str(month)).strftime("%Y-%m") in selection.months
                if value and series.name in (selection.period, "other months"):
                    assert (series.colour == mark_colour("protest", "light")) is chosen
    assert +native == drawn


def test_a_month_without_any_protest_is_blank(package: Package) -> None:
    uzbekistan = charts(exhibit(package, "protests_by_month"))[-1]
    assert uzbekistan.title == "Uzbekistan"
    assert 0 not in values(uzbekistan, "other months")
    assert None in values(uzbekistan, "other months")


@each_selection
@pytest.mark.parametrize("name", ["protests_by_issue", "protests_by_response"])
def test_bars_of_words_are_the_bars_drawn(
    package: Package, name: str, selection: Selection
) -> None:
    panel = exhibit(package, name, selection)
    (chart,) = charts(panel)
    (trace,) = traces(panel)
    assert chart.kind == "bar"
    assert list(chart.categories) == list(trace["customdata"])
    bars = [list(trace["x"])] if panel.shown else []
    assert [list(series.values) for series in chart.series] == bars


@each_selection
def test_the_strip_has_the_marks_drawn_and_counts_the_rest(
    package: Package, selection: Selection
) -> None:
    panel = exhibit(package, "protests_day_by_day", selection)
    if panel.native is None:
        assert not selection.countries
        return
    drawn = charts(panel)
    if panel.title != "Protests and arrests, day by day":
        assert columns_of(drawn, selection) == bars_of(panel)
        return
    (chart,) = drawn
    marks = traces(panel)[1]
    first = pd.Timestamp(selection.first_day)
    on_screen = Counter(
        ((first + pd.Timedelta(days=day - 0.5)).date(), shape, colour)
        for day, shape, colour in zip(
            marks["x"], marks["marker"]["symbol"], marks["marker"]["color"], strict=True
        )
    )
    assert on_screen == Counter(
        (day, series.marker, series.colour) for series in chart.series for day in series.at
    )
    points = [height for series in chart.series for height in series.values if height is not None]
    away = sum(int(lane.split("(+")[1].split()[0]) for lane in chart.lanes if "(+" in lane)
    assert len(points) + away == panel.shown
    names = [lane.split(" (")[0] for lane in chart.lanes]
    told = Counter(panel.rows["Country"])
    on_lanes = Counter(names[round(height)] for height in points)
    assert all(on_lanes[name] <= told[name] for name in names)
    assert len(set(places(chart))) == len(points)


def test_the_strip_of_june_2020(package: Package) -> None:
    (chart,) = charts(exhibit(package, "protests_day_by_day"))
    assert chart.lanes == (
        "Uzbekistan",
        "Turkmenistan",
        "Tajikistan (+1 without an exact day)",
        "Kyrgyzstan",
        "Kazakhstan",
    )
    assert [series.name for series in chart.series] == [
        "Protests",
        "Protests, abroad",
        "Arrests",
        "Sentences",
    ]
    assert {round(height or 0) for height in values(chart, "Protests, abroad")} == {1}


@each_selection
def test_bars_of_people_keep_each_bound(package: Package, selection: Selection) -> None:
    panel = exhibit(package, "people_reported", selection)
    (chart,) = charts(panel)
    marks = traces(panel)[2]
    assert chart.log
    assert len(chart.categories) == len(marks["y"])
    # The head of an arrow stands past the bound that it opens from.
    ends = {"circle": ("exact", 1.0), "triangle-right": ("at least", 1.6)}
    ends |= {"circle-open": ("about", 1.0), "line-ns": ("at most", 1.0)}
    told = {series.name: series.values for series in chart.series}
    symbols, widths = marks["marker"]["symbol"], marks["marker"]["line"]["width"]
    for place, (symbol, x, width) in enumerate(zip(symbols, marks["x"], widths, strict=True)):
        own = {name: column[place] for name, column in told.items() if column[place] is not None}
        if symbol == "line-ns" and not width:
            assert own == {}
            continue
        name, past = ends[symbol]
        assert own[name] == pytest.approx(x / past)
        assert set(own) <= {name, "at least"}
    lows = {place: low for place, low in enumerate(told.get("at least", ())) if low is not None}
    assert lows == bounds_drawn(panel)


def test_people_of_june_2020(package: Package) -> None:
    (chart,) = charts(exhibit(package, "people_reported"))
    rows = list(chart.categories)
    assert "Detained, Kazakhstan, 6 June, Almaty and other cities: ≥ 100 (reportedly)" in rows
    assert "Took part, Turkmenistan, 26 June, Istanbul: “dozens”, no number" in rows
    assert "Took part, 4 other protests: not stated" in rows
    place = rows.index("Took part, Kyrgyzstan, 29 June, Bishkek: ≤ 1,000")
    assert values(chart, "at most")[place] == 1000
    assert values(chart, "at least")[place] is None
    place = rows.index("Detained, Kazakhstan, 6 June, Almaty and other cities: ≥ 100 (reportedly)")
    assert values(chart, "at least")[place] == 100


def test_a_bound_of_people_is_labelled_as_one(package: Package) -> None:
    (chart,) = charts(exhibit(package, "people_reported"))
    formats = {series.name: series.number_format for series in chart.series}
    assert formats == {"exact": "#,##0", "at least": '"≥ "#,##0', "at most": '"≤ "#,##0'}


def test_the_star_of_the_strip_is_explained_where_it_is_drawn(package: Package) -> None:
    strip = exhibit(package, "protests_day_by_day")
    assert "* See Sentences." in strip.reading
    assert "See Sentences" not in strip.office_caption


def test_maps_and_tables_have_no_native_chart(package: Package) -> None:
    for name in set(NAMES) - set(DRAWN):
        assert exhibit(package, name).native is None
    for name in DRAWN:
        assert exhibit(package, name).native is not None


def traces(panel: Exhibit) -> list[Mapping[str, Any]]:
    assert panel.draw is not None
    data: Any = panel.draw("light").data
    return list(data)


def places(chart: NativeChart) -> list[tuple[object, object]]:
    return [
        place for series in chart.series for place in zip(series.at, series.values, strict=True)
    ]


def bars_of(panel: Exhibit) -> Counter[tuple[str, str, str]]:
    """Count the events of each bar on screen by country, first day and mark."""
    found: Counter[tuple[str, str, str]] = Counter()
    for trace in traces(panel):
        if trace["type"] == "bar":
            for key, bar in zip(trace["customdata"], trace["y"], strict=True):
                country, start, mark = key.split(":")
                found[country_name(country), start, MARKS[mark].label] += int(bar)
    return found


def columns_of(
    drawn: tuple[NativeChart, ...], selection: Selection
) -> Counter[tuple[str, str, str]]:
    """Count the events of each column by country, first day and mark."""
    starts = [f"{start:%Y-%m-%d}" for start in bins(selection)["start"]]
    return Counter(
        {
            (chart.title, start, series.name): int(value)
            for chart in drawn
            for series in chart.series
            for start, value in zip(starts, series.values, strict=True)
            if value is not None
        }
    )


def bounds_drawn(panel: Exhibit) -> dict[int, float]:
    """Return the lower bounds of the solid bars on screen, by the place of their row."""
    rows = list(traces(panel)[2]["y"])
    solid = traces(panel)[0]
    return {
        rows.index(y): base + x
        for y, base, x in zip(solid["y"], solid["base"], solid["x"], strict=True)
        if base == 1
    }
