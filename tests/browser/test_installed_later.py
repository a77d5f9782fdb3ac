"""A browser that is installed while the app runs: pictures are offered at once."""

from collections.abc import Callable, Mapping
from pathlib import Path

from app_server import RunningApp
from page_waiting import settle
from playwright.sync_api import Page

from dashboard.exports.pictures.browser import NO_BROWSER, SETTINGS

PANEL = ".st-key-panel_events_by_week"
PICTURE = "/export/events_by_week.png?from=2020-06&to=2020-06"


def menu_of(page: Page, url: str) -> str:
    """Open the Overview anew and return the words of a chart's export menu."""
    page.goto(f"{url}/?from=2020-06&to=2020-06")
    settle(page)
    page.locator(f"{PANEL} .export summary").click()
    return page.locator(f"{PANEL} .export div").inner_text()


def test_a_running_app_offers_pictures_as_soon_as_there_is_a_browser(
    chromium_path: str,
    start_app: Callable[[Mapping[str, str]], RunningApp],
    page: Page,
    tmp_path: Path,
) -> None:
    url = start_app({"PATH": str(tmp_path)} | dict.fromkeys(SETTINGS, "")).url
    assert NO_BROWSER in menu_of(page, url)
    refused = page.request.get(url + PICTURE)
    assert (refused.status, refused.text()) == (503, NO_BROWSER)

    installed = tmp_path / "chromium"
    # It needs programs of the machine's own beside it, which the app does not see.
    installed.write_text(f'#!/bin/sh\nPATH=/usr/bin:/bin exec {chromium_path} "$@"\n')
    installed.chmod(0o755)

    assert "Picture (PNG)" in (words := menu_of(page, url))
    assert NO_BROWSER not in words
    made = page.request.get(url + PICTURE)
    assert (made.status, made.body()[:4]) == (200, b"\x89PNG")
