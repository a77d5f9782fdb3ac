"""In a real Chromium: nothing that is needed is off screen, in usual and narrow windows."""

from urllib.parse import quote

import pytest
from page_waiting import settle
from playwright.sync_api import Page

PAGES = (
    *("", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests", "currency"),
    *("events", "briefing", "about_the_data"),
)
WIDTHS = (800, 390)
SETTLE = 600
# What is wider than its frame, and the frame does not show by a shadow that there is more.
UNSAID = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter((each) => {
  const look = getComputedStyle(each);
  return /auto|scroll/.test(look.overflowX) && each.scrollWidth > each.clientWidth + 1
    && each.clientWidth && !look.backgroundImage.includes("gradient");
}).map((each) => each.className || each.tagName)"""
# What lies beyond the window's right edge, in no frame that scrolls.
BEYOND = """() => {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const parts = main.querySelectorAll("h1, h3, p, td, th, .chart, button, summary");
  return [...parts].filter((each) => {
    const box = each.getBoundingClientRect();
    let frame = each.parentElement;
    while (frame !== main && !/auto|scroll/.test(getComputedStyle(frame).overflowX))
      frame = frame.parentElement;
    return frame === main && box.width && box.right > innerWidth + 1;
  }).map((each) => each.textContent.slice(0, 60));
}"""
# Frames whose last row in view is cut.
CUT = """() => [...document.querySelectorAll(
    ".sheet, .words, .reconcile, .ledger, .behind, .listed")]
  .filter((frame) => frame.scrollHeight > frame.clientHeight + 1)
  .filter((frame) => {
    const end = frame.getBoundingClientRect().top + frame.clientTop + frame.clientHeight;
    return ![...frame.querySelectorAll("tbody tr")]
      .some((row) => Math.abs(row.getBoundingClientRect().bottom - end) < 2.5);
  }).map((frame) => frame.className)"""


def open_at(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(address)
    settle(page)
    page.wait_for_timeout(SETTLE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window_without_a_sign(
    page: Page, app_url: str, name: str, width: int
) -> None:
    open_at(page, f"{app_url}/{name}", width)
    assert page.evaluate(UNSAID) == []
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("width", (1440, *WIDTHS))
@pytest.mark.parametrize("name", ["events", "reconciliation", "protests_and_arrests"])
def test_tables_end_on_a_whole_row(page: Page, app_url: str, name: str, width: int) -> None:
    open_at(page, f"{app_url}/{name}?from=2020-01&to=2020-12", width)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", (1440, *WIDTHS))
def test_the_title_of_an_event_is_in_the_window(page: Page, app_url: str, width: int) -> None:
    open_at(page, f"{app_url}/events?from=2018-01&to=2024-12", width)
    title = page.locator(".st-key-panel_events_table td.title").first.bounding_box()
    assert title is not None
    assert title["x"] >= 0 and title["x"] + title["width"] <= width
    place = page.locator(".st-key-panel_events_table tbody tr").first.locator("td").nth(1)
    assert "title" in (place.get_attribute("class") or "")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_country_of_the_overview_is_in_the_window(
    page: Page, app_url: str, width: int
) -> None:
    open_at(page, f"{app_url}/", width)
    row = page.locator(".sheet tbody tr").first
    cells = row.locator("td").all()
    names = [cell.get_attribute("data-head") or "" for cell in cells]
    countries = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
    assert [name.split()[-1] for name in names] == countries
    for cell in cells:
        box = cell.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_click_on_a_heading_sorts_and_a_third_one_undoes_it(page: Page, app_url: str) -> None:
    open_at(page, f"{app_url}/events", 1440)
    table = page.locator(".st-key-panel_figures_table")
    head = table.locator("thead th", has_text="Number")
    cells = table.locator("tbody td:nth-child(3)")
    before = cells.all_inner_texts()
    head.click()
    numbers = [text for text in cells.all_inner_texts() if text.replace(",", "").isdecimal()]
    values = [int(text.replace(",", "")) for text in numbers]
    assert values == sorted(values) and len(values) > 40
    head.click()
    assert head.get_attribute("aria-sort") == "descending"
    head.click()
    assert cells.all_inner_texts() == before


def test_the_sidebar_of_a_phone_is_named_and_closes_when_a_page_is_chosen(
    page: Page, app_url: str
) -> None:
    open_at(page, f"{app_url}/", 390)
    opener = page.get_by_test_id("stExpandSidebarButton")
    words = "getComputedStyle(document.querySelector('[data-testid=stExpandSidebarButton]'),"
    assert page.evaluate(f"{words} '::after').content") == '"Filters and pages"'
    opener.click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Events").first.click()
    page.wait_for_url(f"**/events?{quote('countries')}=**")
    settle(page)
    page.wait_for_timeout(SETTLE)
    box = page.get_by_test_id("stSidebar").bounding_box()
    assert box is None or box["x"] + box["width"] <= 1
