"""From a click to the last paint, taken apart: `python tests/bench/bench_click.py`.

    --before FOLDER   the app of another folder, clicked in turn with this one
    --data ADDRESS    data to open in this one, may be given several times: clicked in turn too
    --pages NAMES     which pages, by commas
    --clicks NUMBER   how many clicks of each

The click is the later or earlier month of the sidebar. Times are compared within one run only:
one click of each, in turn. Prints tables; fails on nothing.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from clicking import Variant, measure  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from servers import free_port  # noqa: E402

DATA_SETTING = "CENTRAL_ASIA_MONITOR_DATA"
STATE_SETTING = "CENTRAL_ASIA_MONITOR_STATE"
PAGES = ("overview", "protests_and_arrests", "covid_timeline", "event_map")


def main() -> None:
    """Measure and print."""
    asked = arguments()
    variants = [Variant("before", asked.before)] if asked.before else []
    variants += [Variant(each or "now", ROOT, each) for each in asked.data or [""]]
    with ExitStack() as open_until_end:
        for variant in variants:
            open_until_end.enter_context(running(variant))
        playwright = open_until_end.enter_context(sync_playwright())
        for name in asked.pages.split(","):
            measure(playwright, variants, name, asked.clicks)
            show(name, variants)


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="From a click to the last paint.")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--data", action="append")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--clicks", type=int, default=24)
    return parser.parse_args()


@contextmanager
def running(variant: Variant) -> Iterator[None]:
    """Run a variant's app on a free port."""
    port = str(free_port())
    variant.url = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as state:
        variant.log = Path(state) / "runs.jsonl"
        settings = {STATE_SETTING: state} | ({DATA_SETTING: variant.data} if variant.data else {})
        server = subprocess.Popen(
            [sys.executable, str(click_server(variant.folder)), port, str(variant.log)],
            cwd=variant.folder,
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_health(variant.url)
            yield
        finally:
            server.terminate()
            server.wait(10)


def click_server(folder: Path) -> Path:
    """Return what runs the app of a folder: its own server, which knows where its panels stand.

    An older state has it beside its tests.
    """
    places = [folder / "tests" / "bench", folder / "tests"]
    found = [place / "click_server.py" for place in places]
    server = next((file for file in found if file.is_file()), None)
    if server is None:
        raise SystemExit(f"{folder} has no click_server.py in tests/bench or tests.")
    return server.resolve()


def await_health(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            sleep(0.1)
    raise SystemExit("The app did not start.")


def show(name: str, variants: Sequence[Variant]) -> None:
    """Print what the clicks on a page took, the first variant as the measure of the others."""
    print(
        f"\n{f'{name}: click to last paint, ms':44}"
        f"{'p50':>8}{'p95':>8}{'ratio':>8}{'kB':>8}{'messages':>10}"
    )
    first = variants[0]
    for variant in variants:
        pairs = zip(variant.times, first.times, strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        ordered = sorted(variant.times)
        print(
            f"  {variant.name[-40:]:42}{statistics.median(ordered):>8.0f}"
            f"{ordered[int(len(ordered) * 0.95) - 1]:>8.0f}{ratio:>8.2f}"
            f"{statistics.median(variant.bytes_in) / 1000:>8.1f}"
            f"{statistics.median(variant.messages):>10.0f}"
        )
    show_parts("  parts of a click, ms", [medians(variant.parts) for variant in variants])
    show_parts("  the browser's programs, ms", [variant.programs for variant in variants])


def medians(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each part; a part that a click lacks took no time."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: statistics.median(row.get(name, 0.0) for row in rows) for name in names}


def show_parts(title: str, columns: Sequence[Mapping[str, float]]) -> None:
    """Print one line a part, one column a variant."""
    print(title)
    for name in sorted({name for column in columns for name in column if name != "waiting"}):
        told = "".join(f"{column.get(name, 0):>9.1f}" for column in columns)
        print(f"    {name:40}{told}", flush=True)


if __name__ == "__main__":
    main()
