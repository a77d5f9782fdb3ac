"""The app below a path of its host, behind nginx with TLS as the README says, in a browser."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from app_server import RunningApp
from nginx_server import MADE_AT, nginx_in_front
from page_waiting import WAIT, open_page, settle
from playwright.sync_api import Page, Response, expect
from servers import free_port

from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.ui.components.drawing import FILES
from dashboard.ui.serving.people import COOKIE

BELOW = "/monitor/"
PAGES = (
    *("", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests"),
    *("currency", "events", "briefing", "about_the_data", "data"),
)


Start = Callable[[int, str], RunningApp]


@pytest.fixture(scope="module")
def start_below(
    start_app: Callable[[Mapping[str, str]], RunningApp], tmp_path_factory: pytest.TempPathFactory
) -> Start:
    """Return what starts an app at a port, known by an address; all have one state folder."""
    state = tmp_path_factory.mktemp("state")

    def start(port: int, address: str) -> RunningApp:
        return start_app(
            {
                "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
                "STREAMLIT_SERVER_BASE_URL_PATH": "monitor",
                "STREAMLIT_SERVER_PORT": str(port),
                "CENTRAL_ASIA_MONITOR_ADDRESS": address,
                FOLDER_SETTING: str(state),
            }
        )

    return start


@pytest.fixture(scope="module")
def below(
    nginx: str, start_below: Start, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of an app that stands below a path, with the slash that ends it."""
    port, app_port = free_port(), free_port()
    address = f"https://localhost:{port}{BELOW}"
    start_below(app_port, address)
    with nginx_in_front(nginx, tmp_path_factory.mktemp("nginx"), port, app_port):
        yield address


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
    cookies = page.context.cookies(below)
    assert cookies
    assert all(each.get("secure") for each in cookies)


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


def test_a_panel_is_shown_in_a_frame_by_the_line_that_its_menu_copies(
    new_page: Callable[..., Page], below: str
) -> None:
    page = new_page(bypass_csp=False, permissions=["clipboard-read", "clipboard-write"])
    open_page(page, f"{below}covid_timeline?from=2020-06&to=2020-06&countries=KAZ")
    menu = page.locator(".st-key-panel_covid_series details.export")
    menu.locator("summary").click()
    lines = []
    for name in ("Copy the frame’s code, always current", "Copy the frame’s code, data as of now"):
        menu.get_by_role("status").evaluate("said => said.textContent = ''")
        with page.expect_response("**/embed/**") if "as of now" in name else nullcontext():
            menu.get_by_role("button", name=name).click()
        expect(menu.get_by_role("status")).to_have_text("Copied.")
        lines.append(page.evaluate("navigator.clipboard.readText()"))
    assert f'src="{below}embed/covid_series?countries=KAZ&amp;' in lines[0]
    assert ["version=" in line for line in lines] == [False, True]
    # The policy of our own pages lets no frame in; that of another site is not looked at.
    outside = new_page()
    outside.goto(f"{below}healthz")
    for line in lines:
        outside.evaluate("line => { document.body.innerHTML = line }", line)
        drawn = outside.frame_locator("iframe").locator("#chart .scatterlayer path.js-line")
        expect(drawn.first).to_be_attached()
        page.goto(outside.locator("iframe").get_attribute("src") or "")
        expect(page.locator("#chart .scatterlayer path.js-line").first).to_be_attached()
        expect(page.get_by_role("heading")).to_contain_text("Cases, total")


def test_the_picture_and_the_table_of_a_panel_go_into_the_clipboard(
    new_page: Callable[..., Page], below: str
) -> None:
    page = new_page(bypass_csp=False, permissions=["clipboard-read", "clipboard-write"])
    open_page(page, f"{below}protests_and_arrests?from=2020-06&to=2020-06")
    menu = page.locator(".st-key-panel_protests_by_issue details.export")
    said = menu.locator("[role=status]")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Copy the table").click()
    expect(said).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Issue\tProtests")
    held = "navigator.clipboard.read().then(([item]) => item.types.join())"
    assert page.evaluate(held) == "text/plain,text/html"
    menu.get_by_role("button", name="Copy the picture").click()
    page.wait_for_function(f"{held}.then(types => types === 'image/png')", timeout=WAIT)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    menu.get_by_role("button", name="Copy the picture").click()
    expect(said).to_contain_text("only from pages opened by https")
    menu.get_by_role("button", name="always current").click()
    expect(said.locator("textarea")).to_have_value(re.compile("^<iframe src="))


def test_of_two_processes_one_keeps_a_browser_and_the_other_takes_over_what_was_kept(
    nginx: str, start_below: Start, guarded_page: Page, tmp_path: Path
) -> None:
    port, *app_ports = (free_port() for _ in range(3))
    address = f"https://localhost:{port}{BELOW}"
    _, other = (start_below(each, address) for each in app_ports)
    at_the_other = f"127.0.0.1:{app_ports[1]}"
    page = guarded_page
    made_at: list[str] = []

    def note(answer: Response) -> None:
        if answer.url.startswith(address):
            made_at.append(answer.headers.get(MADE_AT.lower(), ""))

    page.on("response", note)
    with nginx_in_front(nginx, tmp_path, port, *app_ports):
        # Browsers are shared out by their words: here is one that comes to the other.
        for word in (f"{number:040}" for number in range(100)):
            cookie = {"Cookie": f"{COOKIE}={word}"}
            if page.request.get(address, headers=cookie).headers[MADE_AT.lower()] == at_the_other:
                page.context.add_cookies([{"name": COOKIE, "value": word, "url": address}])
                break
        made_at.clear()
        page.goto(f"{address}?from=2020-06&to=2020-06")
        settle(page)
        page.get_by_role("button", name="Add to briefing Events by week").click()
        expect(page.get_by_role("button", name="In briefing Events by week")).to_be_visible()
        page.locator("details.export summary").first.click()
        with page.expect_download() as table:
            page.get_by_role("link", name="CSV", exact=True).first.click()
        assert table.value.path().stat().st_size
        page.get_by_role("link", name="Briefing (1)").click()
        with page.expect_download() as saving:
            page.get_by_role("button", name="Save as a file").click()
        tray = json.loads(saving.value.path().read_text("utf-8"))
        file = tmp_path / "briefing.json"
        file.write_text(json.dumps(tray | {"title": "By the other process"}), "utf-8")
        box = page.locator(".stFileUploader", has_text="Open a saved briefing")
        box.locator("input[type=file]").set_input_files(file)
        title = page.get_by_role("textbox", name="Title", exact=True).last
        expect(title).to_have_value("By the other process")
        settle(page)
        assert set(made_at) == {at_the_other}

        os.kill(other.process, signal.SIGKILL)
        page.goto(f"{address}briefing")
        expect(title).to_have_value("By the other process")
