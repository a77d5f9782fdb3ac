"""The list behind a bar has as many events as the bar says, for every bar; June 2020 by hand."""

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.drilldown.panels import CHARTS, bars_of, events_behind
from dashboard.maps.panels.event_map import drawn_content, overview_map
from dashboard.overview.view import month_columns
from dashboard.panels.province_map import land_of
from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.panels.days import shows_days
from dashboard.protests.view.chosen import view_of
from dashboard.selection import Selection
from dashboard.ui.components.drilldown import behind_markup
from dashboard.values import Absent, Total
from dashboard.vocabulary import COUNTRIES

JUNE = Selection()
EVER = Selection(first_month="2010-01", last_month="2026-11")
EVERYTHING = Selection(
    first_month="1990-01",
    last_month="2026-11",
    statuses=("occurred", "claimed", "planned", "pledged"),
)
SELECTIONS = (
    JUNE,
    EVER,
    EVERYTHING,
    Selection(countries=("KGZ",), first_month="2020-03", last_month="2020-05"),
    Selection(first_month="2018-01", last_month="2020-12", exact_dates=True),
    Selection(countries=()),
    replace(EVER, actors=("Protesters (Kazakhstan)",), provinces=("KZ-75", "KZ-ALA")),
)
HEADS = {"Protests": "protest", "Arrests": "arrest", "Sentences": "sentence"} | {
    "Clashes": "clash",
    "Other": "other",
}
NO_NUMBER = re.compile(
    r"not covered|none chosen "
    r"\([1-9]\d* hidden by the (status filter|filters(, \d+ more by status)?)\)"
)
CODES = {country.name: code for code, country in COUNTRIES.items()} | {"Region": "REG"}


def counts_of(package: Package, selection: Selection, chart: str, rule: str) -> dict[str, int]:
    """Return bar -> number, as the exhibit's own table has it."""
    rows = EXHIBITS[chart](package, selection, {"count_rule": rule}).rows
    if chart == "events_by_week":
        cells = {
            f"{row['First day']:%Y-%m-%d}:{mark}": row[head]
            for row in rows.to_dict("records")
            for head, mark in HEADS.items()
        }
        counted = {key: cell for key, cell in cells.items() if isinstance(cell, int)}
        told = {cell for cell in cells.values() if not isinstance(cell, int)}
        assert all(NO_NUMBER.fullmatch(words) for words in told)
        wholes: Counter[str] = Counter()
        for key, number in counted.items():
            wholes[f"{key.partition(':')[0]}:all"] += number
        return {key: number for key, number in (counted | wholes).items() if number}
    if chart == "protests_by_month":
        return {
            f"{CODES[row['Country']]}:{row['Month']}": row["Protests"]
            for row in rows.to_dict("records")
        }
    if chart == "by_province":
        table = EXHIBITS[chart](package, selection, {}).table
        last = {"Abroad": "abroad", "Province not stated": "none"}
        keys = [
            land_of(codes[0]) if codes else last[name]
            for name, codes in zip(table.cells("province"), table.cells("admin1"), strict=True)
        ]
        return dict(zip(keys, table.cells("events"), strict=True))
    if chart == "by_actor":
        table = EXHIBITS[chart](package, selection, {"count_rule": rule}).table
        return dict([*zip(table.cells("actor"), table.cells("events"), strict=True)][:12])
    return dict(zip(rows.iloc[:, 0].tolist(), rows["Protests"].tolist(), strict=True))


@pytest.mark.parametrize("rule", [DATED, REACHING])
@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
@pytest.mark.parametrize(
    "chart",
    [
        *("events_by_week", "protests_by_month", "protests_by_issue", "protests_by_response"),
        *("by_province", "by_actor"),
    ],
)
def test_every_list_has_as_many_events_as_its_bar_says(
    package: Package, chart: str, selection: Selection, rule: str
) -> None:
    counts = counts_of(package, selection, chart, rule)
    bars = bars_of(package, selection, chart, {"count_rule": rule})
    told = {key: bar.total for key, bar in bars.items() if key != "none" or key in counts}
    assert told == counts
    for key, value in counts.items():
        options = {"behind": f"{chart}~{key}", "count_rule": rule}
        exhibit = events_behind(package, selection, options)
        assert (len(exhibit.rows), exhibit.shown) == (value, value)
        what = "row" if chart == "by_province" else "bar"
        assert exhibit.title == f"Behind this {what}: {value} event{'' if value == 1 else 's'}"
        assert exhibit.shown <= exhibit.total


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_every_drawn_bar_has_a_list_of_its_height(package: Package, selection: Selection) -> None:
    for chart in ("events_by_week", "protests_by_issue", "protests_by_response"):
        draw = EXHIBITS[chart](package, selection, {}).draw
        bars = bars_of(package, selection, chart, {})
        assert draw is not None
        for trace in draw("light").data:
            heights = trace.x if trace.orientation == "h" else trace.y
            for key, height in zip(trace.customdata, heights, strict=True):
                assert pd.isna(height) or bars[key].total == height


@pytest.mark.parametrize("rule", [DATED, REACHING])
@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_bars_of_longer_periods_and_bands_have_their_lists(
    package: Package, selection: Selection, rule: str
) -> None:
    options = {"count_rule": rule}
    sheet = view_of(package, selection, options)
    bars = bars_of(package, selection, "protests_day_by_day", options)
    draw = EXHIBITS["protests_day_by_day"](package, selection, options).draw
    if draw is None:
        assert not bars
        return
    keys = [
        (key, height)
        for trace in draw("light").data
        if trace.type == "bar"
        for key, height in zip(trace.customdata, trace.y, strict=True)
    ]
    if shows_days(sheet):
        assert {key for key, _ in keys if isinstance(key, str)} == set(bars)
        assert all(bar.total > 1 for bar in bars.values())
        return
    assert all(bars[key].total == height for key, height in keys)
    assert len(keys) == len(set(bars) - {"none"})
    listed = [key for bar in bars.values() for key in bar.rows()["event_id"]]
    assert sorted(listed) == sorted(sheet.listed.events["event_id"])


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_every_number_of_the_side_by_side_table_has_its_list(
    package: Package, selection: Selection
) -> None:
    bars = bars_of(package, selection, "countries_side_by_side", {})
    found: dict[str, int | Absent] = {}
    for column in month_columns(package, selection):
        found |= {f"{column.country}:protests": column.protests}
        found |= {f"{column.country}:sentences": column.sentences}
        detained = bars.get(f"{column.country}:detained")
        assert (detained is None) == isinstance(column.detained, Absent)
        if detained and isinstance(column.detained, Total) and column.detained.is_exact:
            behind = {"behind": f"countries_side_by_side~{detained.key}"}
            told = events_behind(package, selection, behind).rows["People detained"]
            total = sum(int(words.replace(",", "")) for words in told)
            assert total == column.detained.sum.low
    assert {key: value for key, value in found.items() if value} == {
        key: bar.total for key, bar in bars.items() if not key.endswith("detained")
    }


def test_june_2020_by_hand(package: Package) -> None:
    def listed(behind: str) -> set[str]:
        return set(events_behind(package, JUNE, {"behind": behind}).rows["Key"])

    assert listed("countries_side_by_side~KAZ:detained") == {"KAZ-2020-06-06-02"}
    assert listed("countries_side_by_side~KGZ:sentences") == {
        "KGZ-2020-06-09-01",
        "KGZ-2020-06-23-01",
    }
    assert listed("events_by_week~2020-06-01:protest") == {"KAZ-2020-06-06-01"}
    assert listed("protests_by_month~KAZ:2020-06") == {"KAZ-2020-06-06-01"}
    assert len(listed("protests_by_issue~Political freedoms")) == 5
    exhibit = events_behind(package, JUNE, {"behind": "countries_side_by_side~KGZ:sentences"})
    assert sorted(exhibit.rows["Term"]) == [
        "11 y 2 m",
        "18 y (aggregate: includes the 15 years of December 2019)",
    ]
    assert exhibit.count == "2 of 4 sentences of these countries"


def test_events_without_a_number_are_listed(package: Package) -> None:
    exhibit = events_behind(package, JUNE, {"behind": "people_reported~participants"})
    assert exhibit.title == "Behind this row: 4 events"
    draw = EXHIBITS["people_reported"](package, JUNE, {}).draw
    assert draw is not None
    told = [key for trace in draw("dark").data for key in trace.customdata]
    assert {key for key in told if isinstance(key, str)} == {"participants"}


def test_every_mark_of_the_map_names_its_events(package: Package) -> None:
    for selection in SELECTIONS:
        bars = bars_of(package, selection, "overview_map", {})
        content = drawn_content(package, selection, "region")
        for drawn in overview_map(package, selection, {}).drawn("light"):
            told = [key for trace in drawn.data for key in trace.customdata or ()]
            keys = {event for key in told for event in bars[key].events}
            assert keys == {event.event_id for mark in content.marks for event in mark.events}
            assert sum(bars[key].total for key in told) == len(keys)


@pytest.mark.parametrize(
    "behind", ["", "nothing", "nothing~x", "protests_by_issue~<b>", "stood_out~"]
)
def test_what_is_no_bar_has_an_empty_list(package: Package, behind: str) -> None:
    exhibit = events_behind(package, JUNE, {"behind": behind})
    assert exhibit.rows.empty
    assert exhibit.title == "Behind this bar: 0 events"


def test_the_list_on_screen_leads_to_each_card_and_escapes_the_data(package: Package) -> None:
    options = {"behind": "countries_side_by_side~KAZ:detained"}
    exhibit = events_behind(package, JUNE, options)
    exhibit.table.frame.loc[0, "title"] = "<script>x</script>"
    markup = behind_markup(exhibit, "light", JUNE)
    assert "&lt;script&gt;" in markup
    assert "<script>" not in markup
    assert "event=KAZ-2020-06-06-02" in markup
    assert "≥ 100" in markup


def test_no_view_is_without_a_name_for_its_bars(package: Package) -> None:
    for chart in CHARTS:
        for bar in bars_of(package, EVER, chart, {}).values():
            assert bar.name and len(bar.rows()) == bar.total, chart
