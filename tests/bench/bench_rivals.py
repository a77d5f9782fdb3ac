"""The same page by others: how long each takes for a filter change, and that all say the same.

`python tests/bench/bench_rivals.py /tmp/made/1m` prints a table; the engine's bench uses `race`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from page_answer import (  # noqa: E402
    Answer,
    Question,
    monthly_selections,
    prepared_rows,
    wide_selections,
)
from rival_cube import Cube  # noqa: E402
from rivals_by_hand import Polars, Scan  # noqa: E402
from rivals_in_tables import IbisOnPrepared, IbisOnTable, Pandas, SqlOnSorted  # noqa: E402

from dashboard.selection import Selection  # noqa: E402

IDIOMATIC = (Pandas, IbisOnTable, IbisOnPrepared)
BY_HAND = (SqlOnSorted, Polars, Scan, Cube)
Results = list[tuple[float, Answer]]


def race(
    folder: Path, workplace: Path, questions: dict[str, list[Selection]]
) -> Iterator[tuple[str, dict[str, Results]]]:
    """Yield each rival's name and, for each list of selections, milliseconds and answers.

    `workplace` keeps the rows that the rivals begin with. One rival is in memory at a time.
    """
    rows = prepared_rows(folder, workplace)
    for kind in (*IDIOMATIC, *BY_HAND):
        if kind is Polars and not find_spec("polars"):
            continue
        rival = kind(rows, workplace)
        yield rival.name, {name: run(rival, asked) for name, asked in questions.items()}


def run(rival: Any, selections: Iterable[Selection]) -> Results:
    """Return the milliseconds and the answer of each selection; the first is asked twice."""
    questions = [Question(selection) for selection in selections]
    rival.answer(Question(questions[0].selection))
    results = []
    for question in questions:
        start = time.perf_counter()
        raw = rival.answer(question)
        took = (time.perf_counter() - start) * 1000
        results.append((took, rival.told(raw)))
    return results


def disagreements(ours: Results, theirs: Results) -> list[str]:
    """Name what differs between two lists of answers."""
    pairs = zip(ours, theirs, strict=True)
    return [
        f"selection {place}, {name}"
        for place, ((_, one), (_, other)) in enumerate(pairs, start=1)
        for name in Answer.__dataclass_fields__
        if getattr(one, name) != getattr(other, name)
    ]


def median_and_late(results: Results) -> tuple[float, float]:
    """Return the median and the 95th percentile of the milliseconds."""
    ordered = sorted(took for took, _ in results)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]


def main(folder: Path) -> None:
    """Measure and print."""
    questions = {"months": list(monthly_selections()), "years": list(wide_selections())}
    print(f"{'The Overview’s events, a new filter each time':40}", *questions, "(p50, p95 ms)")
    first: dict[str, Results] = {}
    with tempfile.TemporaryDirectory(dir=folder.parent) as workplace:
        for name, results in race(folder, Path(workplace), questions):
            first = first or results
            numbers = (number for each in results.values() for number in median_and_late(each))
            wrong = [
                trouble
                for each in questions
                for trouble in disagreements(first[each], results[each])
            ]
            cells = "".join(f"{number:9.2f}" for number in numbers)
            print(f"{name:40}{cells}", *wrong[:3], flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
