"""The Overview beside two peers that show the same page, in one run: time, bytes, memory.

`python tests/bench/bench_peers.py /tmp/made/1m` installs Dash and marimo (each into an environment
of its own), starts all three on the same events, and clicks "a later month" in each in turn.
"""

import argparse
import functools
import http.server
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import shapely  # noqa: E402
from chromium import BROWSER_OPTIONS  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from processes import memory_of, yardstick  # noqa: E402
from programs import CHROMIUM, obtain  # noqa: E402
from servers import await_start, free_port, listens, stop  # noqa: E402
from wire import Wire  # noqa: E402

PEERS = ROOT / "tests" / "bench" / "peers"
CLICKS = 15
WEIGHED_CLICKS = 5
QUIET_MS = 1500
START_SECONDS = 900
SHARED = ("pandas==3.1.1", "plotly==7.1.0", "pyarrow==26.0.1")
# Marks the last change inside the page's content, shadow trees too, at the frame that paints it.
WATCH = """(root) => {
  window.lastChange = 0;
  const changed = () => { window.lastChange = performance.now(); };
  const inside = (node) => {
    for (; node; node = node.parentNode || node.host)
      if (node.matches && node.matches(root)) return true;
    return false;
  };
  const observer = new MutationObserver((seen) => {
    if (seen.some((each) => inside(each.target))) requestAnimationFrame(changed);
  });
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const shadow = attach.call(this, options);
    observer.observe(shadow, all);
    return shadow;
  };
  document.addEventListener('DOMContentLoaded', () => observer.observe(document, all));
}"""
SETTLED = "([since, quiet]) => lastChange > since && performance.now() - lastChange > quiet"
# Plotly asks for a base map even where none is drawn.
NO_LAND = {
    "type": "Topology",
    "arcs": [],
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {
        name: {"type": "GeometryCollection", "geometries": []}
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    },
}


@dataclass(frozen=True)
class Contestant:
    """One that shows the page: how it is started, what holds its content, what is clicked."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    content: str
    later: str
    query: str = ""


CONTESTANTS = (
    Contestant(
        "Central Asia Monitor",
        (),
        ("-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true"),
        ".stMain",
        ".st-key-month_on button",
        "?from=2020-04&to=2020-04",
    ),
    Contestant(
        "Dash on pandas",
        ("dash[compress]==4.4.1", *SHARED),
        ("dash_page.py",),
        "#page",
        "#later",
    ),
    Contestant(
        "marimo on pandas",
        ("marimo==0.25.2", *SHARED),
        ("-m", "marimo", "run", "marimo_page.py", "--headless", "--no-token"),
        "#App",
        "button:has-text('Later month')",
    ),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of events")
    parser.add_argument("--environments", type=Path, help="keep the peers' environments here")
    arguments = parser.parse_args()
    print(f"{platform.node()}, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        environments = arguments.environments or Path(temporary) / "environments"
        for folder in arguments.folders:
            compare(folder, environments, Path(temporary))


def compare(folder: Path, environments: Path, temporary: Path) -> None:
    """Start all contestants on a folder of events, click in turn, print a line each."""
    print(f"\n{folder.name}, {CLICKS} clicks on a later month each, yardstick {yardstick():.0f} ms")
    print(
        f"{'':24}{'first visit s':>15}{'click to painted p50':>22}{'p95 ms':>8}"
        f"{'a click kB':>12}{'first load MB':>15}{'memory MB':>11}"
    )
    with ExitStack() as open_things, sync_playwright() as playwright:
        borders = open_things.enter_context(serving_borders(temporary / "borders"))
        servers = [
            open_things.enter_context(started(each, folder, environments, borders, temporary))
            for each in CONTESTANTS
        ]
        browser = playwright.chromium.launch(executable_path=obtain(CHROMIUM), args=BROWSER_OPTIONS)
        visits, times = clicked_in_turn(browser, [port for port, _ in servers])
        for each, (port, process), visit, taken in zip(
            CONTESTANTS, servers, visits, times, strict=True
        ):
            held = memory_of(process.pid)
            first, click = weighed(browser, each, port)
            late = sorted(taken)[int(len(taken) * 0.95) - 1]
            print(
                f"{each.name:24}{visit / 1e3:>15.1f}{statistics.median(taken):>22.0f}{late:>8.0f}"
                f"{click / 1e3:>12.0f}{first / 1e6:>15.2f}{held / 1e6:>11.0f}",
                flush=True,
            )
        browser.close()


def clicked_in_turn(browser: Browser, ports: list[int]) -> tuple[list[float], list[list[float]]]:
    """Return the milliseconds of the first visits and of the clicks after it.

    All are clicked in turn, so that a slower minute hits all alike.
    """
    pages = [opened(browser, each, port) for each, port in zip(CONTESTANTS, ports, strict=True)]
    visits = [page.evaluate("lastChange") for page in pages]
    times: list[list[float]] = [[] for _ in pages]
    # The first click of each warms it up.
    for number in range(CLICKS + 1):
        for place, (each, page) in enumerate(zip(CONTESTANTS, pages, strict=True)):
            page.bring_to_front()
            took = click_later(page, each)
            if number:
                times[place].append(took)
    for page in pages:
        page.context.close()
    return visits, times


def weighed(browser: Browser, each: Contestant, port: int) -> tuple[float, float]:
    """Return the bytes on the wire, both ways, of a first visit and of a click (the median)."""
    with Wire(port) as wire:
        page = opened(browser, each, wire.port)
        first, before, clicks = wire.bytes, wire.bytes, []
        for _ in range(WEIGHED_CLICKS):
            click_later(page, each)
            clicks.append(wire.bytes - before)
            before = wire.bytes
        page.context.close()
    return first, statistics.median(clicks)


def opened(browser: Browser, each: Contestant, port: int) -> Page:
    """Open the page and wait until it has drawn."""
    page = browser.new_context(viewport={"width": 1440, "height": 1100}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(f"({WATCH})({json.dumps(each.content)})")
    page.goto(f"http://localhost:{port}/{each.query}")
    page.locator(each.later).first.wait_for()
    page.locator("svg.main-svg").first.wait_for(state="attached")
    page.wait_for_function(SETTLED, arg=[0, QUIET_MS])
    return page


def click_later(page: Page, each: Contestant) -> float:
    """Click and return the milliseconds until the last change was painted."""
    since = page.locator(each.later).first.evaluate(
        "(button) => { const since = performance.now(); button.click(); return since; }"
    )
    page.wait_for_function(SETTLED, arg=[since, QUIET_MS])
    return page.evaluate("lastChange") - since


@contextmanager
def started(
    each: Contestant, folder: Path, environments: Path, borders: str, temporary: Path
) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Start a contestant; yield its port and its process."""
    port, log = free_port(), temporary / f"{each.name}.log"
    python = environment(each, environments) if each.packages else sys.executable
    own = {
        "CENTRAL_ASIA_MONITOR_DATA": str(folder),
        "CENTRAL_ASIA_MONITOR_STATE": str(temporary / "state"),
        "PEER_DATA": str(folder),
        "PEER_BORDERS": borders,
        "PORT": str(port),
    }
    options = () if each.name.startswith("Dash") else (_port_option(each), str(port))
    with log.open("wb") as output:
        server = subprocess.Popen(
            [python, *each.command, *options],
            cwd=PEERS if each.packages else ROOT,
            env=os.environ | own,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        await_start(each.name, server, log, lambda: listens(port), START_SECONDS)
        yield port, server
    finally:
        stop(server)


def _port_option(each: Contestant) -> str:
    return "--port" if each.packages else "--server.port"


def environment(each: Contestant, environments: Path) -> str:
    """Return the Python of a contestant's environment, made when there is none."""
    folder = environments / each.name.split()[0].lower()
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    if not ready.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *each.packages], check=True)
        ready.touch()
    return str(python)


@contextmanager
def serving_borders(folder: Path) -> Iterator[str]:
    """Serve the five countries' borders to the peers' maps, as a desk's own server would."""
    folder.mkdir(exist_ok=True)
    countries = json.loads((ROOT / "data" / "geo" / "countries.geojson").read_text("utf-8"))
    for feature in countries["features"]:
        outline: Any = shapely.geometry.shape(feature["geometry"])
        # Plotly's globe takes a ring the other way round for the rest of the world.
        clockwise = shapely.orient_polygons(outline, exterior_cw=True)
        feature["geometry"] = shapely.geometry.mapping(clockwise)
    (folder / "countries.geojson").write_text(json.dumps(countries))
    (folder / "world_110m.json").write_text(json.dumps(NO_LAND))
    handler = functools.partial(_Open, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


class _Open(http.server.SimpleHTTPRequestHandler):
    """Serves files to pages of other ports, and keeps no log."""

    def end_headers(self) -> None:
        """Let other pages read the file."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
