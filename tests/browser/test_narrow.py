"""In a real Chromium: every page draws, and nothing needed is off screen, wide and narrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlsplit

import pytest
from page_waiting import comes_to, go_on_to, settle
from playwright.sync_api import ConsoleMessage, Page, expect

from dashboard.panels.exhibit import MEDIUM_FROM

PAGES = (
    *("", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests", "currency"),
    *("events", "briefing", "about_the_data"),
)
VIEWS = {
    "no filter": "",
    "one country": "?countries=KGZ",
    "Turkmenistan only": "?countries=TKM",
    "a month with no event": "?from=2017-02&to=2017-02",
    "ten months": "?from=2020-03&to=2020-12",
}
WIDTHS = (1440, 800)
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
TEXT_OUTSIDE_ITS_CHART = """() =>
[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const box = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('.main-svg text')].filter(text => {
    const own = text.getBoundingClientRect();
    return text.textContent.trim() && own.width
      && (own.left < box.left - 2 || own.right > box.right + 2
        || own.top < box.top - 2 || own.bottom > box.bottom + 2);
  }).map(text => text.textContent);
})"""
UNDRAWN_CHARTS = """() => [...document.querySelectorAll(".js-plotly-plot")]
  .filter((plot) => !plot.querySelector("svg")?.getClientRects().length)
  .map((plot) => plot.ariaLabel ?? plot.outerHTML.slice(0, 60))"""
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
GROUND = "getComputedStyle(document.querySelector('.stApp')).colorScheme"


SIDEBAR_IN_VIEW = """() => {
  const bar = document.querySelector("[data-testid=stSidebar]");
  return bar !== null && bar.getBoundingClientRect().right > 1;
}"""


def open_at(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(address)
    settle(page)


def in_turn(page: Page, address: str, widths: Sequence[int]) -> Iterator[int]:
    """Open an address in a window of the first width, and make it as wide as each other in turn."""
    open_at(page, address, widths[0])
    yield widths[0]
    for width in widths[1:]:
        page.set_viewport_size({"width": width, "height": 1000})
        settle(page)
        yield width


@dataclass
class Heard:
    """What a page has asked for, and what has gone wrong in it."""

    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        """Note from now on."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._note)

    def _note(self, line: ConsoleMessage) -> None:
        # Streamlit looks for itself below the page's own address first and is told 404.
        if line.type == "error" and "404" not in line.text:
            self.troubles.append(line.text)

    def of_others(self, own: str) -> list[str]:
        """Return what was asked of another server."""
        asked = [(url, urlsplit(url)) for url in self.asked]
        web = ("http", "https", "ws", "wss")
        host = urlsplit(own).netloc
        return [url for url, parts in asked if parts.scheme in web and parts.netloc != host]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_draws_in_the_window_without_a_fault_and_asks_nothing_of_another_server(
    page: Page, app_url: str, path: str
) -> None:
    heard = Heard()
    heard.listen_to(page)
    for number, view in enumerate(VIEWS.values()):
        # Wide and made narrow, or the other way round, light and made dark, or the other way
        # round: each once in every other view.
        widths = WIDTHS[::-1] if number % 2 else WIDTHS
        schemes = SCHEMES[::-1] if number // 2 % 2 else SCHEMES
        page.emulate_media(color_scheme=schemes[0])
        page.set_viewport_size({"width": widths[0], "height": 1100})
        if number:
            go_on_to(page, view)
        else:
            page.goto(f"{app_url}/{path}{view}")
            settle(page)
            # Made narrow and wide again, a page keeps the drawings of narrow windows out of sight.
            assert page.evaluate(UNDRAWN_CHARTS) == []
        # A phone last, which shows its sidebar over the page when it is made wide again.
        looks: tuple[Scheme, ...] = (*schemes, *schemes[::-1], schemes[0])
        for scheme, width in zip(looks, (*widths, *widths, 390), strict=True):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 1100})
            page.wait_for_function(f"{GROUND} === '{scheme}'")
            settle(page)
            seen = f"{view}, {scheme}, at {width}"
            wide = page.evaluate(
                "document.querySelector('.stMain').scrollWidth"
                " - document.querySelector('.stMain').clientWidth"
            )
            assert wide <= 1, f"{seen}: {wide} px too wide"
            assert page.locator(".stException, [data-testid=stAlert]").count() == 0, seen
            comes_to(page, TEXT_OUTSIDE_ITS_CHART, [])
            # Once at each width: colours move nothing.
            if scheme == schemes[1] or width == 390:
                comes_to(page, UNSAID, [])
                comes_to(page, BEYOND, [])
        page.wait_for_load_state("networkidle")
        assert heard.of_others(app_url) == [], view
        assert heard.troubles == [], view


@pytest.mark.parametrize(
    ("name", "widths"),
    [
        ("events", (1440, 800, 390)),
        ("reconciliation", (390, 1440, 800)),
        ("protests_and_arrests", (800, 390, 1440)),
    ],
)
def test_tables_end_on_a_whole_row(
    page: Page, app_url: str, name: str, widths: tuple[int, ...]
) -> None:
    for _ in in_turn(page, f"{app_url}/{name}?from=2020-01&to=2020-12", widths):
        comes_to(page, CUT, [])


def test_the_title_of_an_event_is_in_the_window(page: Page, app_url: str) -> None:
    for width in in_turn(page, f"{app_url}/events?from=2018-01&to=2024-12", (390, 800, 1440)):
        title = page.locator(".st-key-panel_events_table td.title").first.bounding_box()
        assert title is not None
        assert title["x"] >= 0 and title["x"] + title["width"] <= width
        row = page.locator(".st-key-panel_events_table tbody tr").first
        assert "title" in (row.locator("td").nth(1).get_attribute("class") or "")


def test_every_country_of_the_overview_is_in_the_window(page: Page, app_url: str) -> None:
    for width in in_turn(page, f"{app_url}/", (800, 390)):
        row = page.locator(".sheet tbody tr").first
        cells = row.locator("td").all()
        names = [cell.get_attribute("data-head") or "" for cell in cells]
        countries = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
        assert [name.split()[-1] for name in names] == countries
        for cell in cells:
            box = cell.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize(
    ("name", "panel"),
    [
        ("", "countries_side_by_side"),
        ("", "unusual"),
        ("covid_timeline", "covid_printed_against_series"),
        ("currency", "currency_table"),
        ("about_the_data", "table_counts"),
    ],
)
def test_a_row_of_a_table_that_fits_beside_the_sidebar_stays_a_row(
    page: Page, app_url: str, name: str, panel: str
) -> None:
    lines = f"""() => new Set([...document.querySelector(".st-key-panel_{panel} tbody tr").cells]
      .map((cell) => Math.round(cell.getBoundingClientRect().top))).size"""
    open_at(page, f"{app_url}/{name}", 800)
    comes_to(page, lines, 1)
    frame = page.locator(f".st-key-panel_{panel} tbody tr").first.locator("xpath=ancestor::div[1]")
    assert frame.evaluate("each => each.scrollWidth <= each.clientWidth + 1")
    page.set_viewport_size({"width": 390, "height": 1000})
    settle(page)
    assert page.evaluate(lines) > 1


def test_nothing_unseen_stands_between_heading_and_summary(page: Page, app_url: str) -> None:
    room = """() => document.querySelector(".st-key-summary").getBoundingClientRect().top
      - document.querySelector("[data-testid=stMain] h1").getBoundingClientRect().bottom < 20"""
    open_at(page, f"{app_url}/protests_and_arrests", 1440)
    comes_to(page, room, True)


def test_a_day_stands_on_one_line_beside_a_long_term(page: Page, app_url: str) -> None:
    open_at(page, f"{app_url}/protests_and_arrests", 1440)
    lines = """() => [...document.querySelectorAll(
        ".st-key-panel_sentences tbody td:first-child")].map((cell) => {
      const words = document.createRange();
      words.selectNodeContents(cell);
      return words.getClientRects().length;
    })"""
    comes_to(page, lines, [1, 1, 1, 1])


@pytest.mark.parametrize(
    ("name", "panel"), [("", "overview_map"), ("event_map", "event_map")], ids=["sheet", "page"]
)
def test_a_map_beside_the_sidebar_is_filled_by_the_five_countries(
    page: Page, app_url: str, name: str, panel: str
) -> None:
    open_at(page, f"{app_url}/{name}", 800)
    fills = f"""() => {{
      const chart = document.querySelector(".st-key-panel_{panel} .js-plotly-plot");
      const {{ xaxis }} = chart._fullLayout;
      return xaxis.d2p(87.3) - xaxis.d2p(46.5) > 0.8 * chart.clientWidth;
    }}"""
    comes_to(page, fills, True)


@pytest.mark.parametrize(
    ("name", "map_shown", "least"),
    [
        # Below the one there is the drawing for a narrow window; the other shows every label.
        ("", ".st-key-panel_overview_map .chart", MEDIUM_FROM),
        ("event_map", ".st-key-panel_event_map [data-testid=stDeckGlJsonChart]", 600),
    ],
    ids=["sheet", "page"],
)
def test_a_map_beside_the_sidebar_has_room(
    page: Page, app_url: str, name: str, map_shown: str, least: int
) -> None:
    wide = f"() => document.querySelector('{map_shown}').clientWidth >= {least}"
    for _ in in_turn(page, f"{app_url}/{name}", (1110, 1180, 1210)):
        comes_to(page, wide, True)


def test_a_click_on_a_heading_sorts_and_a_third_one_undoes_it(page: Page, app_url: str) -> None:
    open_at(page, f"{app_url}/events", 1440)
    table = page.locator(".st-key-panel_figures_table")
    head = table.locator("thead th", has_text="Number")
    cells = table.locator("tbody td:nth-child(3)")
    before = cells.all_inner_texts()
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    numbers = [text for text in cells.all_inner_texts() if text.replace(",", "").isdecimal()]
    values = [int(text.replace(",", "")) for text in numbers]
    assert values == sorted(values) and len(values) > 40
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    head.click()
    expect(head).not_to_have_attribute("aria-sort", "descending")
    assert cells.all_inner_texts() == before


@pytest.mark.parametrize("months", ["from=2020-06&to=2020-06", "from=2018-01&to=2024-12"])
def test_two_countries_side_by_side_fit_on_a_phone(page: Page, app_url: str, months: str) -> None:
    open_at(page, f"{app_url}/?countries=KAZ,KGZ&{months}", 390)
    sheet = page.locator(".sheet.few")
    assert sheet.evaluate("each => each.scrollWidth <= each.clientWidth + 1")


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
    comes_to(page, SIDEBAR_IN_VIEW, False)
