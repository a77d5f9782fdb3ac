"""How the engine does from ten thousand events to thirty million, in one run on one machine.

`python tests/bench/bench_engine.py 100k 1m 10m --rivals 10m` prints tables; it fails on nothing.
Made-up events (`made_events`) and what the engine prepares from them stay in the folder `--made`.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from bench_engine_child import PROCESSOR, READY  # noqa: E402
from bench_peers import CONTESTANTS, click_later, opened, started  # noqa: E402
from bench_rivals import BY_HAND, Results, median_and_late, race  # noqa: E402
from chromium import BROWSER_OPTIONS  # noqa: E402
from made_events import make_events  # noqa: E402
from ours import told_plainly  # noqa: E402
from page_answer import monthly_selections, wide_selections  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from processes import memory_of, yardstick  # noqa: E402
from programs import CHROMIUM, obtain  # noqa: E402

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 10**6, "10m": 10**7, "30m": 3 * 10**7}
SESSIONS = 20
SECOND_STARTS = 3
CACHE_SETTING = "CENTRAL_ASIA_MONITOR_CACHE"
# What is asked, as the table names it.
LINES = {
    "filter": "filter change, all panels of the Overview, months",
    "filter_years": "the same, two to ten years",
    "provinces": "narrowed to a province, all panels, months",
    "provinces_years": "the same, two to ten years",
    "actors": "narrowed to an actor, all panels, months",
    "actors_years": "the same, two to ten years",
    "places": "narrowed to a place, all panels, months",
    "places_years": "the same, two to ten years",
    "text": "text filter, all panels, months",
    "text_ever": "text filter, the counts, ten years",
    "page": "a page of the table, months",
    "page_ever": "a page anywhere in ten years",
    "points": "map points, months (at most 50,000)",
    "squares_years": "map squares, two to ten years",
}


@dataclass
class Found:
    """What was measured at one size."""

    size: str
    first_start: float = 0.0
    building: float = 0.0
    second_start: float = 0.0
    prepared: dict[str, int] = field(default_factory=dict)
    yardstick: float = 0.0
    times: dict[str, Any] = field(default_factory=dict)
    memory: tuple[int, ...] = ()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["10k", "100k", "1m"], choices=list(SIZES))
    parser.add_argument("--made", type=Path, default=Path(tempfile.gettempdir()) / "made")
    parser.add_argument("--rivals", nargs="*", default=[], choices=list(SIZES))
    parser.add_argument("--keep", action="store_true", help="start from what is prepared")
    parser.add_argument("--without-sessions", action="store_true", help="open no browser")
    parser.add_argument("--processor", action="store_true", help=f"count {PROCESSOR} time")
    asked = parser.parse_args()
    print(f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; all times read as ratios within this run")
    clock = [f"--{PROCESSOR}"] if asked.processor else []
    everything = []
    for size in asked.sizes:
        sessions = not asked.without_sessions
        found = measured(size, asked.made, *clock, keep=asked.keep, sessions=sessions)
        show(found)
        everything.append(found)
        if size in asked.rivals:
            against_rivals(found, asked.made)
    show_growth(everything)


def measured(size: str, made: Path, *clock: str, keep: bool, sessions: bool) -> Found:
    """Start from nothing, start again, ask, and open the app.

    The `clock` is that of the wall, or "--processor" where other programs run beside.
    """
    folder = made / size
    if not any(folder.rglob("events*")):
        make_events(SIZES[size], folder)
    cache = made / "prepared" / size
    if not keep:
        shutil.rmtree(cache, ignore_errors=True)
    os.environ[CACHE_SETTING] = str(cache)
    found = Found(size, yardstick=yardstick())
    found.first_start, found.building, _ = start(folder)
    starts = [start(folder)[0] for _ in range(SECOND_STARTS)]
    found.second_start = statistics.median(starts)
    found.prepared = sizes_of(cache)
    found.times = start(folder, "--measure", *clock)[2]
    if sessions:
        found.memory = memory_of_sessions(folder)
    return found


def sizes_of(cache: Path) -> dict[str, int]:
    """Return the bytes of what is prepared: each cube, the codes, the words, the sorted events."""
    sizes: dict[str, int] = {}
    for file in cache.glob("data-*/**/*"):
        if file.is_file():
            (kind, *_) = file.relative_to(cache).parts[1:]
            sizes[kind] = sizes.get(kind, 0) + file.stat().st_size
    return sizes


def start(folder: Path, *options: str) -> tuple[float, float, dict[str, Any]]:
    """Start a process; return the seconds to ready, those of opening the data, its findings."""
    command = [
        sys.executable,
        str(ROOT / "tests/bench/bench_engine_child.py"),
        str(folder),
        *options,
    ]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        ready = child.stdout.readline()
        seconds = time.perf_counter() - begun
        rest = child.stdout.read()
    if child.returncode or not ready.startswith(READY):
        raise SystemExit(f"{folder} could not be opened.")
    opening = json.loads(ready.removeprefix(READY))["open"]
    return seconds, opening, json.loads(rest) if rest else {}


def memory_of_sessions(folder: Path) -> tuple[int, ...]:
    """Return the bytes of the app's process with one session and with twenty, all of which ask."""
    app = CONTESTANTS[0]
    with (
        tempfile.TemporaryDirectory() as temporary,
        started(app, folder, Path(temporary), "", Path(temporary)) as (port, server),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=obtain(CHROMIUM), args=BROWSER_OPTIONS)
        held = []
        for number in range(1, SESSIONS + 1):
            page = opened(browser, app, port)
            for _ in range(number % 4 + 1):
                click_later(page, app)
            if number in (1, SESSIONS):
                held.append(memory_of(server.pid))
        browser.close()
    return tuple(held)


def show(found: Found) -> None:
    """Print one size."""
    print(f"\n{found.size} events; yardstick {found.yardstick:.0f} ms")
    print(f"  {'first start, nothing prepared':52}{found.first_start:9.2f} s")
    print(f"  {'  of which sorting and counting':52}{found.building:9.2f} s")
    print(f"  {'second start':52}{found.second_start:9.2f} s")
    sizes = ", ".join(f"{kind} {size / 1e6:.1f}" for kind, size in sorted(found.prepared.items()))
    print(f"  prepared, in MB: {sizes}")
    for name, words in LINES.items():
        middle, late = quantiles(found.times[name])
        print(f"  {words:52}{middle:9.1f}{late:9.1f} ms (p50, p95)")
    for name, told in found.times["refused"].items():
        print(f"  not drawn: {name}: {told}")
    for sessions, held in zip((1, SESSIONS), found.memory, strict=False):
        words = f"memory with {sessions} session{'s' if sessions > 1 else ''}"
        print(f"  {words:52}{held / 1e6:9.0f} MB")
    sys.stdout.flush()


def show_growth(everything: list[Found]) -> None:
    """Print how a filter change grows from the first size to the last."""
    if len(everything) < 2:
        return
    print("\nfilter change p95, by size:")
    first = quantiles(everything[0].times["filter"])[1]
    for found in everything:
        late = quantiles(found.times["filter"])[1]
        print(f"  {found.size:6}{late:9.1f} ms{late / first:9.2f} times {everything[0].size}")


def against_rivals(found: Found, made: Path) -> None:
    """Print how others do with the same questions, and whether they say the same."""
    questions = {"months": list(monthly_selections()), "years": list(wide_selections())}
    own = {name: quantiles(times) for name, times in found.times["answers"].items()}
    print(f"\nthe Overview's events at {found.size}, p50 and p95 ms, and p50 against ours")
    print(f"  {'':36}{'months':>18}{'':>9}{'years':>18}")
    line("Central Asia Monitor's cubes", own, own)
    best: dict[str, tuple[float, str]] = {}
    with tempfile.TemporaryDirectory(dir=made) as workplace:
        for name, results in race(made / found.size, Path(workplace), questions):
            numbers = {which: median_and_late(each) for which, each in results.items()}
            line(name, numbers, own, *differences(found, results)[:3])
            if name in {kind.name for kind in BY_HAND}:
                best = {
                    which: min(
                        best.get(which, (numbers[which][0], name)), (numbers[which][0], name)
                    )
                    for which in numbers
                }
    for which, (fastest, name) in best.items():
        print(f"  {which}: ours is {own[which][0] / fastest:.2f} times the fastest by hand, {name}")
    overview = statistics.median(found.times["filter"])
    rest = overview - own["months"][0]
    by_hand = best["months"][0] + rest
    print(
        f"  all panels: {overview:.1f} ms; with the fastest by hand in the place of our counts "
        f"{by_hand:.1f} ms, {overview / by_hand:.2f} times"
    )


def line(
    name: str,
    numbers: dict[str, tuple[float, float]],
    own: dict[str, tuple[float, float]],
    *troubles: str,
) -> None:
    """Print one contestant."""
    cells = "".join(
        f"{middle:9.2f}{late:9.2f}{middle / own[which][0]:8.1f}x"
        for which, (middle, late) in numbers.items()
    )
    print(f"  {name:36}{cells}", *troubles, flush=True)


def differences(found: Found, results: dict[str, Results]) -> list[str]:
    """Name the answers that differ from ours."""
    return [
        f"{which} {place}: {name} differs"
        for which, each in results.items()
        for place, (_, answer) in enumerate(each, start=1)
        for name, told in told_plainly(answer).items()
        if told != found.times["told"][which][place - 1][name]
    ]


def quantiles(times: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[max(0, int(len(ordered) * 0.95) - 1)]


if __name__ == "__main__":
    main()
