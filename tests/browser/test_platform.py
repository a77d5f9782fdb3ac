"""The platform in a real browser: the app opens, stays on its own host, and is light to load."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

FIRST_LOAD_BYTES = 4_000_000
PATIENCE = 60_000


class Traffic:
    """What a page asked for, and how many bytes came over the wire."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.received = 0.0
        self.socket: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._note_request)
        session.on("Network.webSocketCreated", self._note_socket)
        session.on("Network.webSocketHandshakeResponseReceived", self._note_answer)
        session.on("Network.loadingFinished", self._note_bytes)

    def hosts(self) -> set[str]:
        """Return the hosts asked; data and blob addresses stay in the browser and have none."""
        return {host for address in self.asked if (host := urlsplit(address).netloc)}

    def _note_request(self, event: dict) -> None:
        self.asked.append(event["request"]["url"])

    def _note_socket(self, event: dict) -> None:
        self.asked.append(event["url"])

    def _note_answer(self, event: dict) -> None:
        self.socket = {name.lower(): value for name, value in event["response"]["headers"].items()}

    def _note_bytes(self, event: dict) -> None:
        self.received += event["encodedDataLength"]


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open a page of one who was never here: nothing that it needs is there yet."""
    return new_page()


@pytest.fixture
def traffic(page: Page) -> Iterator[Traffic]:
    """Listen to the page's traffic from before its first request."""
    yield Traffic(page)


def open_settled(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state("networkidle", timeout=PATIENCE)


def test_opens_and_asks_no_other_host(page: Page, traffic: Traffic, app_url: str) -> None:
    open_settled(page, app_url)
    assert page.get_by_test_id("stException").count() == 0
    assert traffic.hosts() == {urlsplit(app_url).netloc}


def test_first_load_is_light(page: Page, traffic: Traffic, app_url: str) -> None:
    open_settled(page, app_url)
    assert traffic.received < FIRST_LOAD_BYTES
    assert "permessage-deflate" in traffic.socket["sec-websocket-extensions"]
    (icon,) = {each for each in traffic.asked if "/media/" in each and each.endswith(".png")}
    assert "immutable" in page.request.get(icon).headers["cache-control"]


def test_scripts_are_sent_compressed(page: Page, app_url: str) -> None:
    packings: dict[str, str | None] = {}
    page.on(
        "response",
        lambda answer: packings.update({answer.url: answer.headers.get("content-encoding")}),
    )
    open_settled(page, app_url)
    scripts = {url: packing for url, packing in packings.items() if url.endswith(".js")}
    assert scripts
    assert set(scripts.values()) == {"gzip"}


def test_scripts_come_plain_to_a_reader_without_gzip(app_url: str) -> None:
    with urlopen(Request(f"{app_url}/", headers={"Accept-Encoding": "identity"})) as answer:
        assert answer.headers.get("content-encoding") is None
        assert b"<html" in answer.read()


def test_first_visit_to_a_pages_own_address_shows_the_whole_app(page: Page, app_url: str) -> None:
    # Streamlit would run a file of a folder called `pages` alone, without the app around it.
    open_settled(page, f"{app_url}/currency")
    expect(page.get_by_test_id("stTopNav")).to_be_visible()
