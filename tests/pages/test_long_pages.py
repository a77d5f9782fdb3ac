"""Every exhibit and page on events kept in an engine: the numbers of the same events in memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from app_runner import PAGE_NAMES, open_app
from made_long import write_long
from streamlit.testing.v1 import AppTest

from dashboard.briefing.assemble import assemble
from dashboard.briefing.left_out import failing
from dashboard.briefing.tray import Tray, usual_tray
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.coverage.measures.silence import silence
from dashboard.coverage.panels import silence as silence_panel
from dashboard.coverage.panels.silence import reported_cells
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.drilldown.panels import bars_of
from dashboard.drilldown.view import MOST_BEHIND
from dashboard.engine.address import SETTING, read_address
from dashboard.engine.cache import CACHE_SETTING
from dashboard.events.panels.card import card_for, why_hidden
from dashboard.events.panels.table import (
    ALL_ROWS,
    MOST_IN_ONE_TABLE,
    PAGE_OPTION,
    PAGE_SIZE,
    events_sentence,
    events_table,
    table_pages,
)
from dashboard.marks import COVERED_TOPICS
from dashboard.panels.covering import absence, covered_months
from dashboard.protests.measures.counts import COUNT_RULES, DATED
from dashboard.protests.view.chosen import view_of
from dashboard.protests.view.listed import MOST_ACTS
from dashboard.protests.words.labels import rule_words
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.values import Reason
from dashboard.vocabulary import COUNTRIES, STATUSES

YEARS = Selection(first_month="2015-01", last_month="2024-12")
SELECTIONS = [
    Selection(),
    YEARS,
    Selection(first_month="2020-05", last_month="2020-07", statuses=STATUSES),
    Selection(countries=("TKM",), first_month="2020-07", last_month="2020-08"),
    replace(YEARS, text="police 1"),
    replace(YEARS, topics=("Diplomacy", "Court rulings"), exact_dates=True),
    replace(YEARS, countries=("KGZ", "TJK"), topics=("Protests",)),
    Selection(countries=()),
    Selection(first_month="1999-01", last_month="1999-01"),
]
PROTEST_PANELS = (
    "protests_day_by_day",
    "people_reported",
    "protests_by_month",
    "protests_by_issue",
    "protests_by_response",
)
COUNTED = ("protests_by_month", "protests_by_issue", "protests_by_response", "coverage_months")
CHARTS = (
    "events_by_week",
    "protests_day_by_day",
    "people_reported",
    "protests_by_month",
    "protests_by_issue",
    "protests_by_response",
    "countries_side_by_side",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = write_long(tmp_path_factory.mktemp("long") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_SETTING, str(made.parent / "cache"))
        yield made


@pytest.fixture(scope="module")
def long(folder: Path) -> Package:
    return open_package(read_address(str(folder)))


@pytest.fixture(scope="module")
def short(long: Package) -> Package:
    """Return the same package with its events in memory."""
    assert long.kept_events
    every = Selection(statuses=STATUSES, first_month="1900-01", last_month="2099-12")
    events = long.kept_events.rows(every, 100_000)
    assert len(events) == long.events.total
    return replace(long, tables={**long.tables, "events": events}, kept_events=None)


def answer(build: Callable[[], Any]) -> Any:
    """Return what is built, or the sentence that says why it is not."""
    try:
        return build()
    except DataUnavailable as trouble:
        assert "Narrow the filters" in str(trouble) or "too many" in str(trouble)
        return str(trouble)


@pytest.mark.parametrize("rule", COUNT_RULES)
@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_every_exhibit_is_made_and_drawn(long: Package, selection: Selection, rule: str) -> None:
    for name, build in EXHIBITS.items():
        if rule != DATED and name not in PAGE_EXHIBITS["protests_and_arrests"]:
            continue
        options = {"count_rule": rule, "event": "none such", "figure": "made-up:1"}
        exhibit = answer(lambda build=build, options=options: build(long, selection, options))
        if isinstance(exhibit, str):
            continue
        assert exhibit.shown <= exhibit.total, name
        assert exhibit.headline, name
        if exhibit.draw:
            exhibit.draw("light")
        for more in (exhibit.native, exhibit.behind):
            if more:
                answer(more)


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_long_data_know_what_filters_hide_and_sources_cover_as_short_ones_do(
    long: Package, short: Package, selection: Selection
) -> None:
    for country in COUNTRIES:
        for topic in COVERED_TOPICS:
            one, other = (absence(each, selection, [topic], country) for each in (long, short))
            assert one == other
            assert one.reason is not Reason.NONE_REPORTED


@pytest.mark.parametrize("rule", COUNT_RULES)
@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_panels_count_what_the_same_events_in_memory_give(
    long: Package, short: Package, selection: Selection, rule: str
) -> None:
    options = {"count_rule": rule}
    for name in (*PROTEST_PANELS, "sentences", "protest_list"):
        one, other = (EXHIBITS[name](package, selection, options) for package in (long, short))
        assert one.total == other.total, name
        assert one.headline == other.headline, name
        if name in PROTEST_PANELS:
            assert one.shown == other.shown, name
        else:
            assert one.shown == min(other.shown, MOST_ACTS), name
            listed = one.rows["Event key"].tolist()
            assert listed == other.rows["Event key"].tolist()[: len(listed)], name
        if name in COUNTED:
            pd.testing.assert_frame_equal(one.rows, other.rows)
    acts, same = (
        answer(lambda package=package: EXHIBITS["arrest_ledger"](package, selection, options))
        for package in (long, short)
    )
    if isinstance(acts, str):
        assert acts == same
    else:
        pd.testing.assert_frame_equal(acts.rows, same.rows)
        assert (acts.count, acts.unit, acts.caption) == (same.count, same.unit, same.caption)
    ways = [
        (protest_summary(package, selection, options), view_of(package, selection, options))
        for package in (long, short)
    ]
    assert ways[0][0] == ways[1][0]
    assert sorted(rule_words(ways[0][1])) == sorted(rule_words(ways[1][1]))
    assert ways[0][1].left_out == ways[1][1].left_out
    assert ways[0][1].unstated == ways[1][1].unstated
    assert ways[0][1].totals == ways[1][1].totals


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_bars_over_time_are_the_same(long: Package, short: Package, selection: Selection) -> None:
    drawn = []
    for package in (long, short):
        exhibit = EXHIBITS["protests_day_by_day"](package, selection, {})
        figure = exhibit.draw("light").to_dict() if exhibit.draw else {}
        drawn.append((exhibit.title, figure.get("data"), exhibit.caption.split(" Up to")[0]))
    assert drawn[0][:2] == drawn[1][:2]


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_the_pages_about_all_data_count_the_same(
    long: Package, short: Package, selection: Selection
) -> None:
    made = [
        {
            name: EXHIBITS[name](package, selection, {})
            for name in ("coverage_months", "sources_table", "coverage_topics", "data_faults")
        }
        for package in (long, short)
    ]
    for name, one in made[0].items():
        assert (one.shown, one.total) == (made[1][name].shown, made[1][name].total), name
    for name in ("coverage_months", "sources_table"):
        pd.testing.assert_frame_equal(made[0][name].rows, made[1][name].rows)
    assert "1,000 events of sources" not in made[0]["sources_table"].caption
    topics = [each["coverage_topics"].rows for each in made]
    for column in ("Topic", "Month", "Country", "Events", "What it means"):
        assert topics[0][column].tolist() == topics[1][column].tolist(), column


def test_topics_that_are_only_counted_count_the_same(
    long: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    months, countries = YEARS.months, list(COUNTRIES)
    read = silence(reported_cells(long), covered_months(long), countries, months)
    monkeypatch.setattr(silence_panel, "MOST_READ", 1_000)
    reported_cells.cache_clear()
    counted = silence(reported_cells(long), covered_months(long), countries, months)
    reported_cells.cache_clear()
    for column in ("topic", "month", "country", "events", "state"):
        assert counted[column].tolist() == read[column].tolist(), column
    assert counted["paragraphs"].isna().all()
    assert not read["paragraphs"].isna().any()


@pytest.mark.parametrize("rule", COUNT_RULES)
@pytest.mark.parametrize("selection", SELECTIONS[:5], ids=Selection.describe)
def test_behind_a_bar_are_the_events_that_it_counts(
    long: Package, short: Package, selection: Selection, rule: str
) -> None:
    options = {"count_rule": rule}
    for chart in CHARTS:
        one, other = (bars_of(package, selection, chart, options) for package in (long, short))
        assert {key: bar.total for key, bar in one.items()} == {
            key: bar.total for key, bar in other.items()
        }, chart
        assert [bar.name for bar in one.values()] == [other[key].name for key in one], chart
        for key in dict.fromkeys([*list(one)[:2], *list(one)[-1:]]):
            behind = {**options, "behind": f"{chart}~{key}"}
            lists = [EXHIBITS["events_behind"](each, selection, behind) for each in (long, short)]
            keys = [exhibit.rows["Key"].tolist() for exhibit in lists]
            assert keys[0] == keys[1][:MOST_BEHIND], (chart, key)
            assert lists[0].total == lists[1].total, (chart, key)
            assert lists[0].headline == lists[1].headline, (chart, key)


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_the_table_pages_through_everything(
    long: Package, short: Package, selection: Selection
) -> None:
    whole = events_table(short, selection, ALL_ROWS)
    assert events_sentence(long, selection) == events_sentence(short, selection)
    pages = table_pages(long, selection)
    assert pages == (-(-whole.shown // PAGE_SIZE) if whole.shown > MOST_IN_ONE_TABLE else 1)
    listed: list[pd.DataFrame] = []
    for page in range(1, pages + 1):
        exhibit = events_table(long, selection, {PAGE_OPTION: str(page)})
        assert (exhibit.shown, exhibit.total) == (whole.shown, whole.total)
        listed.append(exhibit.rows)
        same = events_table(short, selection, {PAGE_OPTION: str(page)})
        assert same.unit == exhibit.unit
    pd.testing.assert_frame_equal(
        pd.concat(listed, ignore_index=True), whole.rows, check_dtype=False
    )
    file = events_table(long, selection, ALL_ROWS)
    assert len(file.rows) == whole.shown
    assert file.headline == whole.headline


def test_a_page_past_the_end_is_the_last_and_a_cut_table_says_so(long: Package) -> None:
    last = events_table(long, YEARS, {PAGE_OPTION: "99999"})
    assert last.unit.startswith("5,3") and f"Page {table_pages(long, YEARS)} of" in last.caption
    assert events_table(long, YEARS, {PAGE_OPTION: "two"}).caption.startswith("The first 2,000 of")


def test_a_card_and_a_trace_are_the_same(long: Package, short: Package) -> None:
    figures = long.table("figures")
    events = short.table("events")
    linked = events.loc[events["related_event_id"].notna(), "event_id"].iloc[:4].tolist()
    for key in [*figures["event_id"].iloc[:3], *linked, "none such"]:
        assert card_for(long, key) == card_for(short, key)
        assert why_hidden(long, Selection(), key) == why_hidden(short, Selection(), key)
        for asked in (key, figures["figure_id"].iloc[0]):
            one, other = (
                EXHIBITS["figure_trace"](each, Selection(), {"figure": asked})
                for each in (long, short)
            )
            pd.testing.assert_frame_equal(one.rows, other.rows)
            assert (one.total, one.noun) == (other.total, other.noun)


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_a_review_counts_the_same_and_tells_a_bounded_number(
    long: Package, short: Package, selection: Selection
) -> None:
    day = date(2026, 11, 22)
    one, other = (assemble(each, Tray(), selection, made_on=day) for each in (long, short))
    told = sum(len(section.lines) for part in one.review for section in part.sections)
    assert told < 500
    counted = [[line.text for line in each.judgements] for each in (one, other)]
    for text, same in zip(*counted, strict=True):
        assert text.split(" sentence")[0] == same.split(" sentence")[0]
    lost = [[words for words, _ in failing(each, selection)] for each in (long, short)]
    assert lost[0] == lost[1]
    assert len(one.events) <= len(other.events) + 1
    listed = {line.text for part in one.review for each in part.sections for line in each.lines}
    if len(short.events.rows(selection, 1_000)) <= 400:
        assert listed == {
            line.text for part in other.review for each in part.sections for line in each.lines
        }
    else:
        assert any("more event" in text and "only counted" in text for text in listed)


def test_a_briefing_has_every_usual_chart(long: Package) -> None:
    for selection in SELECTIONS[:2]:
        made = assemble(long, usual_tray(selection), selection, made_on=date(2026, 11, 22))
        assert [page.trouble for page in made.charts if "could not be made" in page.trouble] == []
        known = {each.number for each in made.citations}
        assert all(number in known for page in made.charts for number in page.citations)


@pytest.fixture
def in_use(long: Package, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(folder))


def words_of(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize(
    "months", [{"from": "2020-06", "to": "2020-06"}, {"from": "2015-01", "to": "2024-12"}]
)
@pytest.mark.parametrize("page", PAGE_NAMES)
def test_every_page_opens(in_use: None, page: str, months: dict[str, str]) -> None:
    app = open_app(page, {**months, "table_page": "3"})
    assert [str(trouble.value) for trouble in app.exception] == []
    assert "<b>Could not load.</b>" not in words_of(app)


def test_other_filters_begin_with_the_first_page(in_use: None) -> None:
    app = open_app("events", {"from": "2015-01", "to": "2024-12", "table_page": "3"})
    assert "201–300 of 5,3" in words_of(app)
    app.toggle(key="filter_exact").set_value(True).run()
    assert "1–100 of" in words_of(app) and "201–300" not in words_of(app)
    app.selectbox(key="option_event").select_index(0).run()
    assert 'class="card"' in words_of(app)


def test_the_menu_offers_all_rows_or_those_displayed_each_with_its_count(
    in_use: None, long: Package
) -> None:
    app = open_app("events", {"from": "2015-01", "to": "2024-12", "table_page": "3"})
    bodies = [str(each.proto.body) for each in app.get("html")]
    menu = next(body for body in bodies if "export/events_table.csv" in body)
    whole = len(events_table(long, YEARS, ALL_ROWS).table)
    assert f'value="" checked>All {whole:,} rows</label>' in menu
    assert f'value="table_page=3">The {PAGE_SIZE} rows displayed</label>' in menu
    short_of_it = next(body for body in bodies if "export/figures_table.csv" in body)
    assert 'type="radio"' not in short_of_it
