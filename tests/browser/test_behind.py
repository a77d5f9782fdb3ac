"""In a real Chromium: a bar, a number, a mark and a row open what stands behind them, and close."""

import re

import pytest
from page_waiting import WAIT, click_chart, click_mark, open_page, settle
from playwright.sync_api import Locator, Page, expect

IN_KHATLON = """chart => {
  const { left, top } = chart.getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  const height = Math.log(Math.tan(Math.PI / 4 + (38 * Math.PI) / 360)) * 180 / Math.PI;
  return [left + xaxis._offset + xaxis.d2p(69.3), top + yaxis._offset + yaxis.d2p(height)];
}"""


def click(page: Page, panel: str, place: int, kind: str = ".bars .point path") -> None:
    """Click a mark of a panel's chart."""
    click_mark(page, page.locator(f".st-key-panel_{panel} .js-plotly-plot {kind}").nth(place))


def behind(page: Page) -> Locator:
    return page.locator(".st-key-panel_events_behind")


def test_a_bar_opens_its_events_and_one_of_them_its_card(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/")
    click(page, "events_by_week", 0)
    expect(behind(page)).to_contain_text("Behind this bar: 1 event", timeout=WAIT)
    expect(behind(page)).to_be_in_viewport()
    page.wait_for_function(
        "new URL(location).searchParams.get('behind') === 'events_by_week~2020-06-01:protest'",
        timeout=WAIT,
    )
    number = page.locator(".st-key-panel_events_by_week .trace.bars:last-child path").first
    click_mark(page, number, lower=0.95)
    expect(behind(page)).to_contain_text("Behind this bar: 11 events", timeout=WAIT)
    expect(behind(page)).to_contain_text("All events, 1–7 Jun 2020")
    behind(page).get_by_role("link", name="Opposition rallies in Almaty").click()
    page.wait_for_url(re.compile("/events.*event=KAZ-2020-06-06-01"), timeout=WAIT)
    expect(page.locator(".st-key-panel_event_card")).to_contain_text("paragraph 23", timeout=WAIT)


def test_a_bar_closes_by_its_button_and_opens_again_by_a_click(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/protests_and_arrests")
    for _ in range(2):
        click(page, "protests_by_issue", 0)
        expect(behind(page)).to_contain_text("Behind this bar: 5 events", timeout=WAIT)
        expect(behind(page).locator("tr")).to_have_count(5)
        page.get_by_role("button", name="Close").click()
        expect(behind(page)).to_have_count(0, timeout=WAIT)
    click(page, "protests_by_issue", 0)
    expect(behind(page)).to_have_count(1, timeout=WAIT)
    click(page, "protests_by_issue", 0)
    expect(behind(page)).to_have_count(0, timeout=WAIT)


def test_a_bar_is_opened_by_the_keyboard_alone(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/protests_and_arrests")
    choices = page.get_by_role("combobox", name="The events behind a bar")
    expect(choices).to_have_count(4, timeout=WAIT)
    page.locator(".st-key-panel_protests_by_response .chart_list").focus()
    page.keyboard.type("detentions")
    expect(behind(page)).to_contain_text("Behind this bar: 1 event", timeout=WAIT)
    expect(behind(page)).to_contain_text("Opposition rallies in Almaty")


def test_a_province_and_an_actor_open_their_events_and_back_closes_them(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/event_map")
    chart = page.locator(".st-key-panel_by_province .js-plotly-plot")
    chart.scroll_into_view_if_needed()
    settle(page)
    x, y = chart.evaluate(IN_KHATLON)
    click_chart(page, chart.element_handle(), x, y)
    expect(behind(page)).to_contain_text("Behind this row: 3 events Khatlon", timeout=WAIT)
    expect(page).to_have_url(re.compile("behind=by_province~TJ-KT"), timeout=WAIT)
    settle(page)
    page.go_back()
    expect(behind(page)).to_have_count(0, timeout=WAIT)
    settle(page)
    row = page.locator(".st-key-panel_by_province tbody tr", has_text="Bishkek")
    row.get_by_role("link").press("Enter")
    expect(behind(page)).to_contain_text("Behind this row: 4 events Bishkek", timeout=WAIT)
    open_page(page, f"{app_url}/protests_and_arrests")
    click(page, "by_actor", 0)
    expect(behind(page)).to_contain_text("4 events Protesters (Turkmenistan)", timeout=WAIT)
    expect(behind(page).locator("tr")).to_have_count(4)


def test_a_total_of_the_sheet_leads_to_its_figure(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/")
    cell = page.locator(".sheet a", has_text="21,819")
    expect(cell).to_have_attribute("title", "21,819 (CABAR.asia, 30 June 2020)")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/events.*figure=cabar-2020-06%3A7%3A1"), timeout=WAIT)
    panel = page.locator(".st-key-panel_figure_trace")
    expect(panel).to_contain_text("paragraph 7", timeout=WAIT)
    expect(panel).to_contain_text("21,819")


def test_a_count_of_the_sheet_lists_its_events_without_loading_the_page_anew(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/")
    page.evaluate("window.stillHere = true")
    page.locator(".sheet a", has_text="11 y 2 m").click()
    expect(behind(page)).to_contain_text("Behind this number: 2 events", timeout=WAIT)
    expect(behind(page)).to_contain_text("Ex-president Atambayev jailed")
    assert page.evaluate("window.stillHere") is True
    # The address learns what a run shows at the end of it, after the panel that one waits for.
    expect(page).to_have_url(re.compile("behind="), timeout=WAIT)
    settle(page)
    page.reload()
    expect(behind(page)).to_contain_text("Behind this number: 2 events", timeout=WAIT)


def test_a_click_on_a_count_is_told_once_after_changes_of_theme(page: Page, app_url: str) -> None:
    told: list[bytes] = []

    def keep(frame: str | bytes) -> None:
        told.append(frame if isinstance(frame, bytes) else frame.encode())

    page.on("websocket", lambda socket: socket.on("framesent", keep))
    open_page(page, f"{app_url}/")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        ground = "getComputedStyle(document.querySelector('.stApp')).colorScheme"
        page.wait_for_function(f"{ground} === '{scheme}'")
        settle(page)
    page.locator(".sheet a", has_text="11 y 2 m").click()
    expect(behind(page)).to_contain_text("Behind this number: 2 events", timeout=WAIT)
    settle(page)
    assert b"".join(told).count(b'"followed"') == 1


def test_a_mark_of_the_overview_s_map_opens_its_card(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/?topics=Protests&countries=TJK")
    click(page, "overview_map", -1, ".scatterlayer .trace .points path")
    card = page.locator(".st-key-panel_event_card")
    expect(card).to_contain_text("Rushan", timeout=WAIT)
    page.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0, timeout=WAIT)


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [("protest_list", 1, "KAZ-2020-06-04-01"), ("sentences", 0, "KAZ-2020-06-04-01")],
)
def test_a_row_opens_the_card_of_its_event(
    page: Page, app_url: str, table: str, row: int, words: str
) -> None:
    open_page(page, f"{app_url}/protests_and_arrests")
    rows = page.locator(f".st-key-panel_{table} tbody tr")
    rows.nth(row).locator("td").first.click()
    card = page.locator(".st-key-panel_event_card")
    expect(card).to_contain_text(words, timeout=WAIT)
    expect(card).to_be_in_viewport()
    settle(page)
    below = card.bounding_box()
    above = page.locator(f".st-key-panel_{table}").bounding_box()
    assert below and above and below["y"] >= above["y"] + above["height"]
