"""How long things take, in one run on one machine: `make bench`.

Prints a table; fails on nothing.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from app_runner import open_app  # noqa: E402
from chromium import BROWSER_OPTIONS  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from programs import CHROMIUM, obtain  # noqa: E402
from servers import free_port  # noqa: E402

from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS  # noqa: E402
from dashboard.datapackage.store import load_package  # noqa: E402
from dashboard.selection import Selection, shift_month  # noqa: E402
from dashboard.vocabulary import COUNTRIES  # noqa: E402

DRAWN = ".js-plotly-plot, .words, .sheet, [data-testid=stDeckGlJsonChart]"
ROUNDS = 40
CLICKS = 15
# Marks the last change of the page, so that a click's end is seen from inside the browser.
WATCH = """() => {
  window.lastChange = performance.now();
  const changed = () => { window.lastChange = performance.now(); };
  new MutationObserver(() => requestAnimationFrame(changed)).observe(
    document.querySelector('.stMain'),
    {subtree: true, childList: true, attributes: true, characterData: true},
  );
}"""
SETTLED = """() =>
  document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
  && performance.now() - window.lastChange > 600"""


def main() -> None:
    """Measure and print."""
    print(
        f"Central Asia Monitor on {platform.node()}, {platform.machine()}, "
        f"Python {platform.python_version()}\n"
    )
    package = load_package()
    print(f"{'load the package':44}{timed(load_package):>8.0f} ms")
    print(
        "\nData and figures of all panels of a page, a new filter each time      p50      p95 (ms)"
    )
    selections = list(changing_selections())
    for page, names in PAGE_EXHIBITS.items():
        # What is worked out once a data version is no part of a filter change.
        for name in names:
            EXHIBITS[name](package, Selection(), {})
        rows = [
            timed(
                lambda each=each, names=names: [EXHIBITS[name](package, each, {}) for name in names]
            )
            for each in selections
        ]
        show(f"{page}: data", rows)
        drawn = [[EXHIBITS[name](package, each, {}) for name in names] for each in selections]
        rows = [
            timed(lambda built=built: [e.draw("light") for e in built if e.draw and len(e.table)])
            for built in drawn
        ]
        show(f"{page}: figures", rows)
    print(
        "\nThe whole rerun of a page on the server, a new filter each time        p50      p95 (ms)"
    )
    for page in PAGE_EXHIBITS:
        show(page, list(reruns(page)))
    with running_app() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=obtain(CHROMIUM), args=BROWSER_OPTIONS)
        first_load(browser, url)
        print(
            "\nIn the browser, from a click on a later month to the last change "
            "      p50      p95 (ms)"
        )
        for page in PAGE_EXHIBITS:
            show(page, list(clicks(browser, f"{url}/{page}".removesuffix("overview"))))
        browser.close()


def changing_selections() -> Iterator[Selection]:
    """Yield selections of which no two are equal: months, ranges, countries, words."""
    codes = list(COUNTRIES)
    for step in range(ROUNDS):
        first = shift_month("2019-11", step)
        countries = tuple(codes) if step % 3 else (codes[step % 5],)
        yield Selection(
            countries=countries, first_month=first, last_month=shift_month(first, step % 4)
        )


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def show(name: str, times: list[float]) -> None:
    """Print the median and the 95th percentile."""
    ordered = sorted(times)
    print(
        f"{name:64}{statistics.median(ordered):>9.1f}{ordered[int(len(ordered) * 0.95) - 1]:>9.1f}",
        flush=True,
    )


def reruns(page: str) -> Iterator[float]:
    """Yield the milliseconds of the page's script for one filter change after another."""
    app = open_app(page, {"from": "2019-12", "to": "2019-12"})
    for _ in range(ROUNDS // 2):
        app.button(key="month_on").click()
        yield timed(app.run)


def first_load(browser: Browser, url: str) -> None:
    """Print the bytes of a first visit to the Overview."""
    context = browser.new_context(viewport={"width": 1440, "height": 1100})
    page = context.new_page()
    sizes: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"]) * 3 / 4),
    )
    opened(page, url)
    print(f"\nfirst load of the Overview: {sum(sizes) / 1e6:.2f} MB on the wire")
    context.close()


def opened(page: Page, url: str) -> None:
    """Open a page and wait until it has drawn."""
    page.goto(url)
    page.wait_for_selector(DRAWN, timeout=60_000)
    page.evaluate(WATCH)
    page.wait_for_function(SETTLED, timeout=60_000)


def clicks(browser: Browser, url: str) -> Iterator[float]:
    """Yield the milliseconds from a click on a later month to the last change of the page."""
    context = browser.new_context(viewport={"width": 1440, "height": 1100})
    page = context.new_page()
    opened(page, f"{url}?from=2020-04&to=2020-04")
    for _ in range(CLICKS):
        start = page.evaluate(
            "() => { window.lastChange = performance.now(); return window.lastChange; }"
        )
        page.evaluate("document.querySelector('.st-key-month_on button').click()")
        page.wait_for_timeout(30)
        page.wait_for_function(SETTLED, timeout=60_000)
        yield page.evaluate("window.lastChange") - start
    context.close()


@contextmanager
def running_app() -> Iterator[str]:
    """Start the app on a free port; print how long until a page answers."""
    port = str(free_port())
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", port]
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as state:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"CENTRAL_ASIA_MONITOR_STATE": state},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_health(port)
            print(f"\nstart to a page that answers: {time.perf_counter() - start:.2f} s")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(10)


def await_health(port: str) -> None:
    """Wait until the server answers."""
    import urllib.request

    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The app did not start.")


if __name__ == "__main__":
    main()
