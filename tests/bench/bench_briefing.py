"""How long a briefing and a picture take, in one run on one machine: part of `make bench`.

Prints tables; fails on nothing. Of briefings a new process a line, as a scheduler would start it,
and again in the same process, as the app makes the next one. Of pictures one browser, as the app
has it, and what it holds after many: `python tests/bench/bench_briefing.py pictures` does no more.
"""

import os
import platform
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from processes import memory_of, proportional  # noqa: E402

from dashboard.briefing.assemble import assemble  # noqa: E402
from dashboard.briefing.tray import (  # noqa: E402
    Tray,
    TrayItem,
    usual_tray,
)
from dashboard.catalogue import EXHIBITS  # noqa: E402
from dashboard.datapackage.store import load_package  # noqa: E402
from dashboard.exports.documents import make_documents  # noqa: E402
from dashboard.exports.formats import make_file  # noqa: E402
from dashboard.exports.metadata import Metadata  # noqa: E402
from dashboard.exports.pictures import browser  # noqa: E402
from dashboard.selection import Selection  # noqa: E402

DAY = date(2026, 11, 21)
JUNE = Selection()
ROUNDS = 5
AT_ONCE, MANY = 20, 500
# Twelve charts that office programs draw themselves: no map, so no browser.
TWELVE = (
    *("events_by_week", "covid_series", "covid_small_multiples", "protests_day_by_day"),
    *("people_reported", "protests_by_month", "protests_by_issue", "protests_by_response"),
    *("currency_series", "currency_change", "reconcile_chart", "coverage_series"),
)
KINDS = {
    "twelve": ("PowerPoint, 12 native charts, no Chromium", ["pptx"]),
    "pptx": ("PowerPoint, the usual nine (a map)", ["pptx"]),
    "docx": ("Word, the usual nine", ["docx"]),
    "pdf": ("PDF, the usual nine", ["pdf"]),
    "xlsx": ("Excel, the usual nine", ["xlsx"]),
    "zip": ("evidence pack: all of these, five countries, one month", ["zip"]),
}


def main() -> None:
    """Measure each kind in a process of its own and print."""
    print(f"\nBriefings, June 2020, five countries, on {platform.node()}, {platform.machine()}")
    print(f"this machine adds five million numbers in {loop():.2f} s")
    print(f"{'':60}{'first':>9}{'next':>9} s")
    for kind, (label, _) in KINDS.items():
        done = subprocess.run(
            [sys.executable, __file__, kind], cwd=ROOT, capture_output=True, text=True, check=True
        )
        first, following = (float(word) for word in done.stdout.split())
        print(f"{label:60}{first:>9.2f}{following:>9.2f}", flush=True)
    subprocess.run([sys.executable, __file__, "pictures"], cwd=ROOT, check=True)


def loop() -> float:
    """Return the seconds of a plain loop, to compare machines by."""
    start = time.perf_counter()
    total = 0
    for number in range(5_000_000):
        total += number
    return time.perf_counter() - start


def measure(kind: str) -> None:
    """Print the seconds of the first briefing of a process, and the median of the next ones."""
    if kind == "twelve":
        browser.find_browser = lambda: ""
    package = load_package()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        briefing = assemble(package, tray_of(kind), JUNE, made_on=DAY)
        made = make_documents(briefing, KINDS[kind][1])
        times.append(time.perf_counter() - start)
        if made.troubles or any(page.trouble for page in briefing.charts):
            raise SystemExit(f"{made.troubles}")
    print(f"{times[0]:.3f} {sorted(times[1:])[len(times) // 2 - 1]:.3f}")


def pictures() -> None:
    """Print the seconds of pictures, and the memory of this process and its browser after many."""
    package = load_package()
    about = Metadata(JUNE.describe(), package.version, DAY, "/overview")
    exhibits = [EXHIBITS[name](package, JUNE, {}) for name in TWELVE]

    def seconds(number: int, kind: str) -> float:
        start = time.perf_counter()
        make_file(exhibits[number % len(exhibits)], about, kind)
        return time.perf_counter() - start

    print(f"\n{'Pictures of twelve charts':40}{'p50':>8}{'longest':>9} s", flush=True)
    print(f"{'the first, with its browser':40}{seconds(0, 'png'):>8.2f}")
    for kind in ("png", "svg"):
        took = sorted(seconds(number, kind) for number in range(len(exhibits) * 3))
        print(f"{f'{kind.upper()}, warm':40}{took[len(took) // 2]:>8.2f}{took[-1]:>9.2f}")
    with ThreadPoolExecutor(AT_ONCE) as people:
        start = time.perf_counter()
        took = sorted(people.map(seconds, range(AT_ONCE), ["png"] * AT_ONCE))
        all_of_them = time.perf_counter() - start
    words = f"{AT_ONCE} at once, all after {all_of_them:.2f}"
    print(f"{words:40}{took[len(took) // 2]:>8.2f}{took[-1]:>9.2f}")
    before, own, most = memory_of(os.getpid()), alone(), 0
    for number, kind in enumerate(islice(cycle(("png", "svg")), MANY)):
        seconds(number, kind)
        if number % 10 == 0:
            most = max(most, memory_of(os.getpid()) - alone())
    print(
        f"memory, MB: the browser {(before - own) / 1e6:.0f} before {MANY} pictures, at most "
        f"{most / 1e6:.0f} meanwhile; this process {own / 1e6:.0f}, then {alone() / 1e6:.0f}"
    )


def alone() -> int:
    """Return the bytes that this process holds itself."""
    return proportional(os.getpid())


def tray_of(kind: str) -> Tray:
    """Return the charts of a kind."""
    if kind != "twelve":
        return usual_tray(JUNE)
    query = tuple(JUNE.to_query().items())
    return Tray(tuple(TrayItem(name, "", query) for name in TWELVE))


if __name__ == "__main__":
    if sys.argv[1:] == ["pictures"]:
        pictures()
    elif len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        main()
