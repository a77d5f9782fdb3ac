"""Hostile words of data and addresses in a real Chromium: nothing is fetched, nothing can be used.

The data comes and goes in a session that stays open.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from app_server import RunningApp
from hostile_data import HOST, HOSTILE, hostile_folder
from page_waiting import WAIT, settle
from playwright.sync_api import Page, expect

from dashboard.engine.address import SETTING

VIEWS = (
    "?",
    f"event_map?text={quote(HOSTILE)}",
    "event_map?event=KGZ-2020-06-29-01",
    "covid_timeline?figure=cabar-2020-06:7:1",
    "reconciliation?reconcile_months=all",
    "protests_and_arrests?from=2020-03&to=2020-12",
    f"protests_and_arrests?behind=protests_by_issue~{quote(HOSTILE)}",
    "currency?from=2025-12&to=2025-12",
    f"events?text={quote(HOSTILE)}",
    "events?event=KGZ-2020-06-29-01&figure=cabar-2020-06:7:1",
    f"events?event={quote(HOSTILE)}",
    f"briefing?text={quote(HOSTILE)}",
    "about_the_data",
)
# The icons of buttons that have a name from the data beside them.
OURS = ["arrow_upward", "arrow_downward"]
# Whatever was made of the words: elements that lead outside, letters of an icon's font, formulas.
MADE_OF_THEM = f"""() => [...document.querySelectorAll("*")].filter((each) =>
  [...each.attributes].some(({{ name, value }}) =>
    ["href", "src", "xlink:href", "srcset"].includes(name) && value.includes("//{HOST}")) ||
  (each.matches(".katex, [data-testid=stIconMaterial]") && !{OURS}.includes(each.textContent) &&
    each.closest("button, label, p")?.textContent.includes("{HOST}"))
).map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_folder(tmp_path_factory.mktemp("hostile_app") / "data")


@pytest.fixture(scope="module")
def hostile_app(start_app: Callable[[Mapping[str, str]], RunningApp], data: Path) -> str:
    return start_app({SETTING: str(data)}).url


@pytest.mark.parametrize("view", VIEWS)
def test_words_of_data_and_address_stay_words(page: Page, hostile_app: str, view: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{hostile_app}/{view}")
    settle(page)
    if view.startswith("briefing"):
        page.get_by_role("button", name="Add the standard set").click()
        page.get_by_text("Choose from all pages").click()
        expect(page.get_by_role("checkbox").nth(20)).to_be_attached(timeout=WAIT)
        settle(page)
    assert HOST in page.content()
    assert page.evaluate(MADE_OF_THEM) == []
    assert [url for url in asked if urlsplit(url).hostname == HOST] == []


def test_an_open_session_outlives_data_that_was_away(
    page: Page, hostile_app: str, data: Path
) -> None:
    away = data.with_name("away")
    page.goto(f"{hostile_app}/events?countries=TKM&from=2020-03&to=2020-05")
    settle(page)
    told = page.locator(".st-key-summary").inner_text()
    data.rename(away)
    page.get_by_role("link", name="Currency").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Currency rates")
    kept = page.get_by_text("What was read before that is shown.")
    expect(kept).to_be_visible()
    settle(page)
    away.rename(data)
    page.get_by_role("link", name="Events").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events", timeout=WAIT)
    settle(page)
    expect(kept).to_have_count(0)
    assert page.locator(".st-key-summary").inner_text() == told
    expect(page.get_by_test_id("stException")).to_have_count(0)
