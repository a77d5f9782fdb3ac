"""The app below a path of its host, as an institute's server gives it, in a real browser."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from app_server import RunningApp
from page_waiting import WAIT, open_page, settle
from playwright.sync_api import Page, Response, expect

from dashboard.ui.components.drawing import FILES

BELOW = "/monitor/"
PAGES = (
    *("", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests"),
    *("currency", "events", "briefing", "about_the_data", "data"),
)


@pytest.fixture(scope="module")
def below(start_app: Callable[[Mapping[str, str]], RunningApp]) -> str:
    """Return the address of an app that stands below a path, with the slash that ends it."""
    return start_app({"STREAMLIT_SERVER_BASE_URL_PATH": "monitor"}).url + "/"


@pytest.fixture
def answers(guarded_page: Page) -> list[Response]:
    """Collect what the page is answered."""
    collected: list[Response] = []
    guarded_page.on("response", lambda each: collected.append(each))
    return collected


def test_all_that_pages_ask_for_and_lead_to_stands_below_the_path(
    guarded_page: Page, below: str, answers: list[Response]
) -> None:
    page = guarded_page
    for path in PAGES:
        page.goto(f"{below}{path}?from=2020-06&to=2020-06")
        settle(page)
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        own = [urlsplit(link).path for link in links if link.startswith(below.split(BELOW)[0])]
        assert own
        assert [each for each in own if not each.startswith(BELOW)] == [], path
    over_the_wire = [each for each in answers if each.url.startswith("http")]
    asked = [each for each in over_the_wire if each.request.resource_type != "document"]
    assert {urlsplit(each.url).path.startswith(BELOW) for each in asked} == {True}
    # Streamlit tries out where it stands, from the page's address upwards.
    answered = [each for each in asked if "/_stcore/" not in each.url]
    assert [each.url for each in answered if each.status >= 400] == []
    # An address that nobody answers is answered by Streamlit, with its page.
    assert [each.url for each in answered if "html" in each.headers.get("content-type", "")] == []
    policies = {each.headers.get("content-security-policy", "") for each in over_the_wire}
    assert "" not in policies
    names = {urlsplit(each.url).path.removeprefix(BELOW) for each in answered}
    scripts = {each.split("/")[-1] for each in names if each.startswith("drawing/")}
    assert scripts == set(FILES)
    assert "geo/countries.geojson" in names


def test_a_chart_is_drawn_and_exported_below_the_path(guarded_page: Page, below: str) -> None:
    page = guarded_page
    page.goto(f"{below}covid_timeline?from=2020-06&to=2020-06")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=WAIT)
    page.locator("details.export summary").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    assert download.value.path().read_text("utf-8").startswith('"iso_code","date","total_cases"')


def test_tables_sort_and_traces_open_by_the_app_s_own_scripts_alone(
    guarded_page: Page, below: str
) -> None:
    page = guarded_page
    open_page(page, f"{below}?from=2020-06&to=2020-06")
    page.locator(".sheet a[href*='figure=']").first.click()
    expect(page.locator(".st-key-panel_figure_trace")).to_be_in_viewport()
    assert f"{below}" in page.url
