"""People sign in with a real OpenID provider, in a real browser; each sees what is theirs."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from app_server import RunningApp
from identity_provider import provider, settings_with_sign_in
from page_waiting import WAIT, settle
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from dashboard.catalogue import EXHIBITS
from dashboard.exports.formats import FORMATS

PAGES = (
    *("", "overview", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests"),
    *("currency", "events", "briefing", "about_the_data", "data"),
)
# A file of each kind that the server gives, ours and Streamlit's.
FILES = (
    *(f"export/{next(iter(EXHIBITS))}.{name}" for name in FORMATS),
    *("embed/covid_series", "embed-font.woff2"),
    *("table/events_table", "briefing-file/x/briefing.pptx", "map-dots.json", "audit.csv"),
    *("basemap-light.svg", "basemap-lines.geojson", "geo/countries.geojson", "metrics"),
    *("drawing/drawing.js", "app/static/favicon.png", "static/js/x.js", "favicon.png"),
    *("_stcore/host-config", "_stcore/bidi-components/drawing/x.js", "media/x.png"),
    *("_stcore/upload_file/x/y", "component/x/index.html", "manifest.json"),
)
OPEN = {"healthz": 200, "readyz": 200, "_stcore/health": 200}
NOT_THERE = ("_stcore/agent/openapi.json", "_stcore/agent/mcp", "_stcore/metrics", ".git/config")


@pytest.fixture(scope="module")
def guarded(
    start_app: Callable[[Mapping[str, str]], RunningApp], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of an app whose people sign in."""
    folder = tmp_path_factory.mktemp("sign_in")
    with provider(folder) as address:
        yield start_app(settings_with_sign_in(folder, address)).url


def status_of(address: str, **headers: str) -> int:
    try:
        with urlopen(Request(address, headers=headers)) as answer:
            return answer.status
    except HTTPError as refusal:
        assert "2020" not in refusal.read().decode()
        return refusal.code


def sign_in(page: Page, url: str, who: str, path: str = "") -> None:
    page.goto(f"{url}/{path}")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_placeholder("sub").fill(who)
    page.get_by_role("button", name="Authorize").click()


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_one_who_has_not_signed_in_is_given_nothing(path: str, guarded: str) -> None:
    assert status_of(f"{guarded}/{path}") == 401
    forged = "_streamlit_user=eyJpc19sb2dnZWRfaW4iOnRydWV9.aaaa.bbbb"
    assert status_of(f"{guarded}/{path}", Cookie=forged) == 401


def test_what_is_open_says_nothing_of_the_data_and_what_is_shut_is_not_there(guarded: str) -> None:
    assert {path: status_of(f"{guarded}/{path}") for path in OPEN} == OPEN
    assert {status_of(f"{guarded}/{path}") for path in NOT_THERE} == {404}


def test_the_line_that_pages_talk_over_is_shut_too(guarded: str) -> None:
    for origin in (guarded, "http://elsewhere.org"):
        line = f"{guarded.replace('http', 'ws')}/_stcore/stream"
        with pytest.raises(InvalidStatus) as refused, connect(line, origin=Origin(origin)):
            pass
        assert refused.value.response.status_code == 403


def test_a_reader_signs_in_goes_on_to_the_page_asked_for_and_may_export_but_not_import(
    guarded_page: Page, guarded: str
) -> None:
    page = guarded_page
    sign_in(page, guarded, "reader@desk.org", "currency?from=2025-01&to=2025-01")
    settle(page)
    assert f"{guarded}/currency?" in page.url
    assert "from=2025-01" in page.url
    expect(page.get_by_test_id("person")).to_contain_text("Signed in as reader@desk.org.")
    answers = page.request.get(f"{guarded}/export/{next(iter(EXHIBITS))}.csv")
    assert answers.status == 200
    assert page.request.get(f"{guarded}/audit.csv").status == 403
    assert page.request.get(f"{guarded}/metrics").status == 401
    page.goto(f"{guarded}/data")
    settle(page)
    expect(page.get_by_text("Fetch current files")).to_have_count(0)
    expect(page.get_by_text("Who took and brought what")).to_have_count(0)
    cookies = page.context.cookies(guarded)
    assert {each.get("name") for each in cookies if not each.get("httpOnly")} == {"_streamlit_xsrf"}


def test_an_editor_may_import_and_finds_the_own_briefing_in_another_browser(
    new_page: Callable[..., Page], guarded: str
) -> None:
    first, second = new_page(), new_page()
    sign_in(first, guarded, "editor@desk.org", "data")
    settle(first)
    expect(first.get_by_text("Fetch current files")).to_be_visible()
    first.goto(f"{guarded}/currency")
    settle(first)
    first.get_by_role("button", name="Add to briefing").first.click()
    expect(first.get_by_text("Briefing (1)").first).to_be_visible()
    sign_in(second, guarded, "editor@desk.org")
    expect(second.get_by_text("Briefing (1)").first).to_be_visible()


def test_what_an_editor_saves_for_everyone_a_reader_opens_and_cannot_change(
    new_page: Callable[..., Page], guarded: str
) -> None:
    first, second = new_page(), new_page()
    sign_in(first, guarded, "editor@desk.org", "currency?countries=KGZ&from=2020-06&to=2020-06")
    settle(first)
    first.get_by_text("Saved views").click()
    first.get_by_label("Name of what is on screen").fill("The som in June")
    first.get_by_text("For everyone who signs in").click()
    first.get_by_role("button", name="Save this view").click()
    expect(first.get_by_role("button", name="Edit The som in June")).to_be_visible(timeout=WAIT)
    sign_in(second, guarded, "reader@desk.org", "events")
    settle(second)
    second.get_by_text("Saved views").click()
    view = second.get_by_role("link", name="The som in June")
    expect(view).to_be_visible(timeout=WAIT)
    expect(second.get_by_role("button", name="Edit The som in June")).to_have_count(0)
    expect(second.get_by_text("For everyone who signs in")).to_have_count(0)
    view.click()
    expect(second).to_have_url(re.compile(r"/currency\?countries=KGZ&from=2020-06"), timeout=WAIT)


def test_one_of_no_role_is_told_so_and_given_nothing(guarded_page: Page, guarded: str) -> None:
    page = guarded_page
    sign_in(page, guarded, "somebody@else.org")
    expect(page.get_by_text("You are signed in as somebody@else.org, who may not")).to_be_visible()
    for path in ("currency", "export/events_table.csv", "static/js/x.js", "_stcore/host-config"):
        assert page.request.get(f"{guarded}/{path}").status == 403


def test_signing_out_ends_it_in_every_window_and_for_whoever_kept_the_cookie(
    guarded_page: Page, guarded: str
) -> None:
    page = guarded_page
    sign_in(page, guarded, "second@desk.org", "currency")
    settle(page)
    cookies = page.context.cookies(guarded)
    kept = "; ".join(f"{each.get('name')}={each.get('value')}" for each in cookies)
    assert status_of(f"{guarded}/geo/countries.geojson", Cookie=kept) == 200
    other = page.context.new_page()
    other.goto(f"{guarded}/currency")
    settle(other)
    other.get_by_role("link", name="Sign out").click()
    other.wait_for_url("**/oauth2/end_session**", timeout=WAIT)
    assert status_of(f"{guarded}/geo/countries.geojson", Cookie=kept) == 401
    page.locator(".st-key-month_back button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-in has ended")
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_an_admin_reads_who_did_what_and_the_numbers(guarded_page: Page, guarded: str) -> None:
    page = guarded_page
    sign_in(page, guarded, "admin@desk.org", "currency")
    settle(page)
    page.request.get(f"{guarded}/export/events_table.csv?text=Osh&from=2020-06&to=2020-06")
    trail = page.request.get(f"{guarded}/audit.csv")
    lines = list(csv.DictReader(io.StringIO(trail.text())))
    exported = next(line for line in lines if line["event"] == "export")
    assert (exported["who"], exported["path"]) == ("admin@desk.org", "/export/events_table.csv")
    assert "Osh" not in trail.text()
    assert exported["filters"] == "text=(not kept); from=2020-06; to=2020-06"
    assert {"who": "admin@desk.org", "event": "sign-in"}.items() <= lines[1].items()
    asked = page.request.get(f"{guarded}/audit.csv?event=sign-in&who=ADMIN@desk")
    found = list(csv.DictReader(io.StringIO(asked.text())))
    assert {(line["event"], line["who"]) for line in found} == {("sign-in", "admin@desk.org")}
    page.goto(f"{guarded}/data")
    settle(page)
    expect(page.get_by_text("Who took and brought what")).to_be_visible()
    link = page.get_by_role("link", name="All of it as CSV")
    assert link.get_attribute("href") == "audit.csv"
    assert "monitor_rerun_seconds_count" in page.request.get(f"{guarded}/metrics").text()


def test_a_proxy_in_front_may_say_who_it_is(
    start_app: Callable[[Mapping[str, str]], RunningApp],
) -> None:
    settings = {
        "STREAMLIT_SERVER_TRUSTED_USER_HEADERS": '{"X-Email": "email", "X-Groups": "groups"}',
        "CENTRAL_ASIA_MONITOR_ROLE_CLAIM": "groups",
        "CENTRAL_ASIA_MONITOR_READERS": "desk",
        "CENTRAL_ASIA_MONITOR_ADMINS": "heads",
    }
    url = start_app(settings).url
    assert status_of(f"{url}/currency") == 401
    told = {"desk": (200, 403), "other, desk": (200, 403), "heads": (200, 200), "x": (403, 403)}
    for groups, expected in told.items():
        who = {"X-Email": "a@desk.org", "X-Groups": groups}
        found = (status_of(f"{url}/currency", **who), status_of(f"{url}/audit.csv", **who))
        assert found == expected, groups
