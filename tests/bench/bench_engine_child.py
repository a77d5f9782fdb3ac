"""One process with one data version: starts, says when it is ready, measures, prints what it found.

`bench_engine` starts it and puts the numbers into a table.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

START = time.perf_counter()
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS  # noqa: E402
from dashboard.datapackage.opening import open_package  # noqa: E402
from dashboard.datapackage.store import DataUnavailable, Package  # noqa: E402
from dashboard.selection import Selection  # noqa: E402

READY, PROCESSOR = "ready", "processor"
# The processor's time has what all threads took, so that other programs beside do little to it.
CLOCK = time.process_time if f"--{PROCESSOR}" in sys.argv else time.perf_counter
OVERVIEW = PAGE_EXHIBITS["overview"]
PAGE = 100
POINTS = 50_000
REFUSED: dict[str, str] = {}
NARROWED = {"provinces": "admin1", "actors": "actors", "places": "location"}
# Words of notes, frequent and rare; no two the same, for what was asked before is kept.
WORDS = (
    *("toktorova", "smog", "railway", "pensions", "zhakypbekov", "placards", "kadyrbaev", "dam"),
    *("hospital", "saltanat", "bread", "internet"),
)


def main(folder: Path, measures: bool) -> None:
    """Open the data, say so, measure if asked."""
    from dashboard.engine.address import read_address

    imported = time.perf_counter()
    package = open_package(read_address(str(folder)))
    opened = time.perf_counter()
    print(READY, json.dumps({"open": opened - imported}), flush=True)
    if measures:
        print(json.dumps(measured(package)), flush=True)
    # Closing a large file takes its time, and is no part of a start.
    os._exit(0)


def measured(package: Package) -> dict[str, Any]:
    """Return the milliseconds of everything that is asked of the data."""
    from bench_rivals import run
    from ours import Ours, told_plainly
    from page_answer import monthly_selections, wide_selections

    months, years = list(monthly_selections()), list(wide_selections())
    ever = months[0].over("2016-01", "2025-12")
    warmed(package)
    found: dict[str, Any] = {
        "filter": [timed(lambda each=each: overview(package, each)) for each in months],
        "filter_years": [timed(lambda each=each: overview(package, each)) for each in years],
        **{
            f"{field}{suffix}": [
                timed(lambda each=each: overview(package, each))
                for each in narrowed(package, selections, field, column)
            ]
            for field, column in NARROWED.items()
            for suffix, selections in (("", months), ("_years", years))
        },
        "text": [timed(lambda each=each: overview(package, each)) for each in worded(months)],
        "text_ever": [
            timed(lambda each=each: package.events.counts(each))
            for each in worded([ever] * len(WORDS))
        ],
        "page": times(lambda each: package.events.rows(each, PAGE), months),
        "page_ever": [
            timed(lambda first=first: package.events.rows(ever, PAGE, first))
            for first in range(PAGE, package.events.total, max(1, package.events.total // 12))
        ],
        "points": times(lambda each: package.events.points(each, POINTS), months),
        "squares_years": times(lambda each: package.events.squares(each), years),
    }
    found["refused"] = REFUSED
    ours = Ours(package)
    answers = {"months": run(ours, months), "years": run(ours, years)}
    found["answers"] = {name: [took for took, _ in each] for name, each in answers.items()}
    found["told"] = {
        name: [told_plainly(answer) for _, answer in each] for name, each in answers.items()
    }
    return found


def overview(package: Package, selection: Selection) -> None:
    """Work out the data of all panels of the Overview."""
    for name in OVERVIEW:
        try:
            EXHIBITS[name](package, selection, {})
        except DataUnavailable as told:  # the panel says so in its place
            REFUSED[name] = str(told)


def warmed(package: Package) -> None:
    """Ask for what is worked out once a data version; it is no part of a filter change."""
    overview(package, Selection())


def narrowed(
    package: Package, selections: Iterable[Selection], field: str, column: str
) -> Iterator[Selection]:
    """Yield the selections narrowed to one of the most frequent provinces, actors or places."""
    from dataclasses import replace

    known = [value for value, _ in package.events.named(column).most_common(40) if value]
    for turn, selection in enumerate(selections):
        value = known[turn % len(known)].partition(";")[0]
        yield replace(selection, **{field: (value,)})


def worded(selections: Iterable[Selection]) -> list[Selection]:
    """Return the first selections, each with a word to search for."""
    from dataclasses import replace

    return [replace(each, text=word) for each, word in zip(selections, WORDS, strict=False)]


def times(work: Callable[[Selection], object], selections: Iterable[Selection]) -> list[float]:
    """Return the milliseconds of some work for each selection."""
    return [timed(lambda each=each: work(each)) for each in selections]


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    start = CLOCK()
    work()
    return (CLOCK() - start) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--measure" in sys.argv)
