"""What a process holds in memory and has worked, and how fast the machine is at this moment."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

ADDITIONS = 5_000_000


def memory_of(pid: int) -> int:
    """Return the bytes that a process and its children hold, shared pages by their share (PSS).

    Read from /proc, so of Linux only; 0 elsewhere.
    """
    return sum(proportional(each) for each in (pid, *_children(pid)))


def work_of(pid: int) -> float:
    """Return the seconds that a process and its children have been at work; of Linux only."""
    return sum(_ticks(each) for each in (pid, *_children(pid))) / os.sysconf("SC_CLK_TCK")


def yardstick() -> float:
    """Return the milliseconds of five million additions: more of them mean a throttled machine."""
    start, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return (time.perf_counter() - start) * 1000


def proportional(pid: int) -> int:
    """Return the bytes that a process holds without its children."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or this is no Linux
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _ticks(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(int(word) for word in told.rpartition(")")[2].split()[11:13])


def _children(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in (int(word) for word in tasks.read_text().split()):
            yield child
            yield from _children(child)
