"""What tests share: the data, a browser, and the app as a server."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from app_server import RunningApp, running_app
from chromium import BROWSER_OPTIONS
from page_waiting import WAIT, WATCH, settle
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright
from shipped import shipped_package

from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.datapackage.store import Package

pytest_plugins = ["needs", "side_by_side", "engine_fixtures", "pytester"]


@pytest.fixture(scope="session")
def package() -> Package:
    """Read the package that comes with the app, once for all tests, which do not change it."""
    return shipped_package()


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests leave, audit records among it, out of the folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv(FOLDER_SETTING, str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Open one browser for all tests."""
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_OPTIONS)
        yield opened
        opened.close()


def a_context(browser: Browser, **settings: Any) -> BrowserContext:
    """Return what has no memory of earlier pages, with a window of a desk's size."""
    # What a test waits for by a script of its own, the policy of a page would forbid.
    usual = {
        "viewport": {"width": 1440, "height": 1100},
        "locale": "en-GB",
        "bypass_csp": True,
        # The proxy that tests start has signed its certificate itself.
        "ignore_https_errors": True,
    }
    context = browser.new_context(**{**usual, **settings})
    context.set_default_timeout(WAIT)
    context.add_init_script(WATCH)
    return context


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return what opens an empty page of a desk's size, with no memory of earlier ones.

    It takes what else Playwright's `new_context` takes.
    """
    with ExitStack() as opened:

        def open_page(**settings: Any) -> Page:
            context = a_context(browser, **settings)
            opened.callback(context.close)
            return context.new_page()

        yield open_page


@pytest.fixture(scope="session")
def kept_page(browser: Browser, shared_app: RunningApp) -> Iterator[Page]:
    """Keep a page of the shared app open, which no test sees.

    Other pages of this machine are drawn by its process, which keeps the scripts that it has
    fetched and read as long as a page has them: half the work of a page.
    """
    context = a_context(browser)
    page = context.new_page()
    page.goto(shared_app.url)
    settle(page)
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    context.clear_cookies()
    yield page
    context.close()


@pytest.fixture
def page(kept_page: Page) -> Iterator[Page]:
    """Open an empty page of a desk's size; what it is told to remember is forgotten at its end."""
    context, origins = kept_page.context, set[str]()

    def note(frame: Frame) -> None:
        parts = urlsplit(frame.url)
        if parts.netloc:
            origins.add(f"{parts.scheme}://{parts.netloc}")

    def watch(opened: Page) -> None:
        opened.on("framenavigated", note)

    context.on("page", watch)
    yield context.new_page()
    context.remove_listener("page", watch)
    for each in context.pages:
        if each != kept_page:
            each.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(kept_page)
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()


@pytest.fixture
def guarded_page(new_page: Callable[..., Page]) -> Iterator[Page]:
    """Open an empty page that keeps to the policy of what it may load, and see that it needs to."""
    page, said = new_page(bypass_csp=False), []
    page.on("console", lambda told: said.append(told.text))
    yield page
    assert [words for words in said if "Content Security Policy" in words] == []


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """Start one app for all tests."""
    with running_app(tmp_path_factory.mktemp("app"), {}) as app:
        yield app


@pytest.fixture(scope="session")
def app_url(shared_app: RunningApp) -> str:
    """Return the address of the one app of all tests."""
    return shared_app.url


@pytest.fixture(scope="module")
def start_app(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Mapping[str, str]], RunningApp]]:
    """Return what starts an app with settings of its own, which runs to the end of the file."""
    with ExitStack() as running:

        def start(settings: Mapping[str, str]) -> RunningApp:
            return running.enter_context(running_app(tmp_path_factory.mktemp("app"), settings))

        yield start
