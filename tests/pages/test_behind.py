"""On the pages: every number, bar and row opens what stands behind it, and closes again."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from app_runner import choose_mark, go_to, open_app
from shipped import shipped_package
from streamlit.testing.v1 import AppTest

from dashboard.covid.measures.totals import common_day
from dashboard.datapackage.store import Package
from dashboard.events.panels.card import card_for
from dashboard.maps.panels.event_map import overview_map
from dashboard.maps.panels.lists import national_events, outside_frame
from dashboard.overview.view import month_columns
from dashboard.panels.plot import with_opened
from dashboard.panels.sources import publishers_of
from dashboard.protests.panels.counts import protest_list, protests_by_issue, sentences
from dashboard.provenance.panels import trace_for
from dashboard.selection import Selection
from dashboard.ui.components import drilldown as behind
from dashboard.ui.components.countries import Sheet
from dashboard.ui.maps.decks import national_markup, outside_markup
from dashboard.ui.panels import Page

JUNE = Selection()
EVER = Selection(first_month="2010-01", last_month="2026-11")
BEHIND = "Behind this"


def said(app: AppTest) -> str:
    assert [str(trouble.value) for trouble in app.exception] == []
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def links_of(markup: str, option: str) -> list[str]:
    """Return what the links of a markup ask for by an option of the address."""
    addresses = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', markup)]
    asked = [parse_qs(urlsplit(address).query).get(option, []) for address in addresses]
    return [value for values in asked for value in values]


def sheet(package: Package, selection: Selection) -> str:
    columns = month_columns(package, selection)
    day = common_day([columns[0].cases])
    words = ("no series", "none", publishers_of(package), day)
    return Sheet(columns, selection, "light", *words).markup()


def test_the_totals_of_june_2020_lead_to_the_series_and_to_what_is_reported(
    package: Package,
) -> None:
    markup = sheet(package, JUNE)
    cases = {"KAZ": "7:1", "KGZ": "35:1", "TJK": "78:1", "TKM": "116:1", "UZB": "141:1"}
    deaths = {"KAZ": "7:2", "KGZ": "37:1", "TJK": "78:2", "UZB": "141:3"}
    asked = [
        key
        for metric, figures in (("cases", cases), ("deaths", deaths))
        for code, figure in figures.items()
        for key in (f"series:{code}:2020-06-30:total_{metric}", f"cabar-2020-06:{figure}")
        if (code, key[:6]) != ("TKM", "series")
    ]
    told = [key for key in links_of(markup, "figure") if not key.startswith("rate:")]
    assert told == asked
    assert set(links_of(markup, "behind")) == {
        f"countries_side_by_side~{key}"
        for key in (
            *("KAZ:protests", "KGZ:protests", "TJK:protests", "TKM:protests"),
            *("KAZ:detained", "TJK:detained", "TKM:detained", "KAZ:sentences", "KGZ:sentences"),
        )
    }
    assert "<em>not stated</em>" in markup
    assert markup.count('<span class="muted">0</span>') == 6


def test_totals_of_the_series_and_rates_lead_to_their_traces(package: Package) -> None:
    march = Selection(first_month="2021-03", last_month="2021-03")
    december = Selection(first_month="2025-12", last_month="2025-12")
    series = links_of(sheet(package, march), "figure")
    assert "series:KAZ:2021-03-31:total_cases" in series
    rates = links_of(sheet(package, december), "figure")
    assert any(key.startswith("rate:KZT:2025-12-31:") for key in rates)
    for key in (*series, *rates):
        assert trace_for(package, key) is not None, key


@pytest.mark.parametrize(
    "selection", [JUNE, Selection(first_month="2010-01", last_month="2026-11")]
)
def test_every_item_of_the_lists_beside_a_map_leads_to_a_card(
    package: Package, selection: Selection
) -> None:
    query = selection.to_query()
    beyond = outside_frame(package, selection, {"outside": "all"}).table
    national = national_events(package, selection, {}).table
    asked = links_of(outside_markup(beyond, "light", query), "event")
    assert asked == beyond.cells("event_id")
    unplaced = links_of(national_markup(national, query), "event")
    assert sorted(unplaced) == sorted(national.cells("event_id"))
    assert all(card_for(package, key) for key in (*asked, *unplaced))


def test_a_link_reopens_the_list_behind_a_number_and_it_closes() -> None:
    app = open_app("overview", {"behind": "countries_side_by_side~KAZ:detained"})
    told = said(app)
    assert "Behind this number: 1 event" in told
    assert "event=KAZ-2020-06-06-02" in told
    assert app.query_params["behind"] == "countries_side_by_side~KAZ:detained"
    app.button(key="behind_close").click().run()
    assert BEHIND not in said(app)
    assert "behind" not in app.query_params


@pytest.mark.parametrize(
    ("page", "chart", "key", "title"),
    [
        ("overview", "events_by_week", "2020-06-01:protest", "bar: 1 event"),
        ("protests_and_arrests", "protests_by_issue", "Political freedoms", "bar: 5 events"),
        ("protests_and_arrests", "protests_by_response", "none reported", "bar: 7 events"),
        ("protests_and_arrests", "protests_by_month", "TKM:2020-06", "bar: 4 events"),
        ("protests_and_arrests", "people_reported", "participants", "row: 4 events"),
    ],
)
def test_a_bar_chosen_by_keyboard_opens_its_list(
    page: str, chart: str, key: str, title: str
) -> None:
    app = open_app(page)
    choose_mark(app, chart, key)
    assert f"{BEHIND} {title}" in said(app)
    assert app.query_params["behind"] == f"{chart}~{key}"
    assert ("Show only this month" in said(app)) == (chart == "protests_by_month")
    choose_mark(app, chart, "")
    assert BEHIND not in said(app)


def test_a_list_stays_open_when_the_filters_change_and_says_when_it_is_empty() -> None:
    app = open_app("protests_and_arrests", {"behind": "protests_by_issue~Political freedoms"})
    app.button(key="month_back").click().run()
    assert "Political freedoms, May 2020" in said(app)
    app = open_app("protests_and_arrests", {"behind": "protests_by_issue~no such issue"})
    assert "Behind this bar: 0 events" in said(app)
    app.button(key="behind_close").click().run()
    assert BEHIND not in said(app)


def test_one_list_is_open_at_a_time_and_only_on_its_page() -> None:
    app = open_app("protests_and_arrests", {"behind": "protests_by_issue~Political freedoms"})
    choose_mark(app, "protests_by_month", "KAZ:2020-06")
    assert said(app).count(f"<h3>{BEHIND}") == 1
    assert "Kazakhstan, June 2020" in said(app)
    assert BEHIND not in said(go_to(app, "events"))


def test_an_event_is_shown_under_the_panel_that_the_address_names() -> None:
    event = "KAZ-2020-06-04-01"
    for place in ("", "sentences", "protest_list", "overview_map"):
        app = open_app("protests_and_arrests", {"event": event, "at": place})
        assert said(app).count("Arman Khasenov, ") <= 1
        assert app.query_params["event"] == event
        expected = place if place in ("sentences", "protest_list") else "protests_day_by_day"
        assert app.query_params["at"] == expected
        app.button(key="event_close").click().run()
        assert "event" not in app.query_params
        said(app)


def test_the_overview_shows_a_card_only_when_its_map_was_asked() -> None:
    event = "KAZ-2020-06-06-01"
    app = open_app("overview", {"event": event, "at": "overview_map"})
    assert app.button(key="event_close")
    app = open_app("overview", {"event": event})
    assert "event_close" not in {button.key for button in app.button}
    app = open_app("overview")
    choose_mark(app, "overview_map", event)
    assert app.query_params["event"] == event


def test_rows_of_the_tables_carry_the_key_of_their_event(package: Package) -> None:
    for exhibit in (protest_list(package, JUNE, {}), sentences(package, JUNE, {})):
        assert all(card_for(package, key) for key in exhibit.rows["Event key"])


def test_the_mark_that_is_open_stands_out(package: Package) -> None:
    draw = protests_by_issue(package, JUNE, {}).draw
    assert draw is not None
    bars = with_opened(draw("light"), "Political freedoms").data[0]
    assert bars.marker.opacity == (1, 0.35, 0.35)
    for told in ("nothing", None, ""):
        assert with_opened(draw("light"), told).data[0].marker.opacity is None
    draw = overview_map(package, JUNE, {}).draw
    assert draw is not None
    before = draw("dark").data[-1].marker.opacity
    marks = with_opened(draw("dark"), "KAZ-2020-06-06-01").data[-1]
    full = [
        key
        for key, old, new in zip(marks.customdata, before, marks.marker.opacity, strict=True)
        if old == new
    ]
    assert full == ["KAZ-2020-06-06-01"]


def test_a_mark_of_many_events_offers_every_one_of_them() -> None:
    """Seventeen events in and near a town share a mark; a click opens the first."""
    first, other = "KAZ-2018-05-10-21", "KAZ-2020-02-22-21"
    years = {"from": "2010-01", "to": "2026-12", "event": first}
    app = open_app("event_map", years)
    assert "The same mark stands for 16 others" in said(app)
    app.button(key=f"same_mark_{other}").click().run()
    assert app.selectbox(key="option_event").value == other
    assert app.button(key=f"same_mark_{first}").label
    alone = open_app("event_map", {"event": "KGZ-2020-06-25-02"})
    assert "The same mark" not in said(alone)


def test_a_circle_on_a_map_opens_nothing_and_an_event_its_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(behind, "open_event_under", lambda name, event: opened.append(event))
    monkeypatch.setattr(behind, "open_bar", lambda name, key: None)
    page = Page(shipped_package(), JUNE)
    behind._pick(page, "overview_map", {}, [12, 8, 4, 0, 0, 0])
    assert opened == []
    behind._pick(page, "protests_day_by_day", {}, ["KGZ-2020-06-01-01"])
    assert opened == ["KGZ-2020-06-01-01"]
