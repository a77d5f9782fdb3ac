"""What browser tests share: a Chromium, the app running on a port of its own, and a fresh page."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import BROWSER_OPTIONS, NoChromium, obtain_chromium
from playwright.sync_api import Browser, Page, sync_playwright
from servers import free_port, stop

from dashboard.briefing.kept import FOLDER_SETTING

pytest_plugins = ["engine_fixtures"]

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


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
    log = tmp_path_factory.mktemp("app") / "log.txt"
    port = free_port()
    with log.open("w") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                *("--server.port", str(port), "--server.headless", "true"),
            ],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            # pytest's own settings are not the app's.
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
            | {FOLDER_SETTING: str(log.parent / "state")},
        )
    url = f"http://localhost:{port}"
    try:
        _await_health(url, server, log)
        yield url
    finally:
        stop(server)


def _await_health(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text()[-3000:]}", pytrace=False)
