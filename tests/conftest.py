"""What browser tests share: a Chromium, the app running on a port of its own, and a fresh page."""

from collections.abc import Iterator

import pytest
from app_server import running_app
from chromium import BROWSER_OPTIONS, NoChromium, obtain_chromium
from playwright.sync_api import Browser, Page, sync_playwright
from servers import NotStarted

pytest_plugins = ["engine_fixtures"]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of a Chromium; without one the tests fail, they are never skipped."""
    try:
        return obtain_chromium()
    except NoChromium as trouble:
        pytest.fail(str(trouble), pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Open one browser for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page of a desk's size, with no memory of earlier ones."""
    context = browser.new_context(viewport={"width": 1440, "height": 1100}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app as `make run` does, on a free port, and stop it at the end."""
    try:
        with running_app(tmp_path_factory.mktemp("app")) as url:
            yield url
    except NotStarted as trouble:
        pytest.fail(str(trouble), pytrace=False)
