"""What a process holds in memory, and how fast the machine is at this moment."""

import time
from collections.abc import Iterator
from pathlib import Path

ADDITIONS = 5_000_000


def memory_of(pid: int) -> int:
    """Return the bytes that a process and its children hold, shared pages by their share (PSS).

    Read from /proc, so of Linux only; 0 elsewhere.
    """
    return sum(_proportional(each) for each in (pid, *_children(pid)))


def yardstick() -> float:
    """Return the milliseconds of five million additions: more of them mean a throttled machine."""
    start, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return (time.perf_counter() - start) * 1000


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or this is no Linux
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _children(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in (int(word) for word in tasks.read_text().split()):
            yield child
            yield from _children(child)
