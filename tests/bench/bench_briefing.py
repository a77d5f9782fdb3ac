"""How long a briefing takes, in one run on one machine: the second part of `make bench`.

Prints a table; fails on nothing. A new process a line, as a scheduler would start it, and again in
the same process, as the app makes the next one.
"""

import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from dashboard.briefing.assemble import assemble  # noqa: E402
from dashboard.briefing.tray import (  # noqa: E402
    Tray,
    TrayItem,
    usual_tray,
)
from dashboard.datapackage.store import load_package  # noqa: E402
from dashboard.exports.documents import make_documents  # noqa: E402
from dashboard.exports.pictures import browser  # noqa: E402
from dashboard.selection import Selection  # noqa: E402

DAY = date(2026, 11, 21)
JUNE = Selection()
ROUNDS = 5
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


def tray_of(kind: str) -> Tray:
    """Return the charts of a kind."""
    if kind != "twelve":
        return usual_tray(JUNE)
    query = tuple(JUNE.to_query().items())
    return Tray(tuple(TrayItem(name, "", query) for name in TWELVE))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        main()
