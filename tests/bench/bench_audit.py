"""The audit over 2,000 selections, the last part of `make bench`: each kind of fault, one view.

`AUDIT=N` asks for so many selections; the exit code is 1 on any fault.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from auditing import faults, selections  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from made_holes import write_holes  # noqa: E402
from made_long import write_long  # noqa: E402

from dashboard.datapackage.opening import open_package  # noqa: E402
from dashboard.datapackage.store import Package, load_package  # noqa: E402
from dashboard.engine.address import read_address  # noqa: E402
from dashboard.selection import Selection  # noqa: E402

WANTED = int(os.environ.get("AUDIT", "2000"))
# Of the whole: the shipped data most, long data least, as each costs more.
SHARES = {"shipped": 0.75, "with holes": 0.2, "long": 0.05}


def audit(name: str, package: Package, wanted: int) -> int:
    """Try so many selections; print each kind of fault once, with how often and one address."""
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    begun, tried = time.perf_counter(), Counter[str]()

    @settings(
        max_examples=wanted,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(selection=selections())
    def look_at(selection: Selection) -> None:
        tried["selections"] += 1
        for fault in {
            (each.rule, each.where): each for each in faults(package, selection)
        }.values():
            found[fault.rule, fault.where] += 1
            view = f"?{urlencode(selection.to_query())}: {fault.words[:160]}"
            first.setdefault((fault.rule, fault.where), view)

    look_at()
    seconds = time.perf_counter() - begun
    print(f"{name}: {tried['selections']} selections, {len(found)} kinds of fault, {seconds:.0f} s")
    for (rule, where), number in found.most_common():
        print(f"  {number} x {rule}, {where}\n      {first[rule, where]}")
    return len(found)


def main() -> int:
    """Audit the three packages."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CENTRAL_ASIA_MONITOR_CACHE"] = str(Path(folder) / "cache")
        made = {
            "shipped": load_package(),
            "with holes": _opened(write_holes(Path(folder) / "holes")),
            "long": _opened(write_long(Path(folder) / "long")),
        }
        kinds = [audit(name, made[name], round(WANTED * share)) for name, share in SHARES.items()]
    return int(any(kinds))


def _opened(folder: Path) -> Package:
    return open_package(read_address(str(folder)))


if __name__ == "__main__":
    sys.exit(main())
