"""Imports by volume, by accident and by violence: a part of `make bench`.

`python tests/bench/bench_import.py --rows 5000000 --inputs 10000 --kills 50`: how long a made-up
download of ACLED's takes, beside the same rows one by one and beside `pandas.read_csv`; then so
many mangled files, each bounded in time and memory; then so many imports killed, with a full disk,
two at once. The exit code is 1 when an input crashes, hangs or loses a row, or an import is half.
"""

import argparse
import csv
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import pandas as pd  # noqa: E402
from made_acled import write_acled  # noqa: E402
from mangled_files import FILES, lost_rows, mangled  # noqa: E402
from source_files import CHOICES  # noqa: E402

from dashboard.datapackage.opening import open_package  # noqa: E402
from dashboard.engine.address import current_version, read_address  # noqa: E402
from dashboard.importing.drafts import make_draft  # noqa: E402
from dashboard.sources.formats import format_named  # noqa: E402
from dashboard.sources.reading.files import look_at  # noqa: E402

ONE_BY_ONE = 100_000
SECONDS, GIGABYTES = 20, 2
GIGABYTE = 1 << 30
ENDED = "ended well"
# As `python -m dashboard`, with files that cannot grow past some bytes: a disk that is full.
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from dashboard.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


def timed(*about: str) -> tuple[float, float, float]:
    """Run one of the ways in a process of its own; return seconds, those at work, gigabytes."""
    command = [sys.executable, __file__, "--way", *about]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        out = run.communicate()[0]
    if run.returncode:
        raise SystemExit(f"{about}: exit code {run.returncode}")
    work, memory = map(float, out.split()[-2:])
    return time.perf_counter() - started, work, memory


def run_way(way: str, file: Path) -> None:
    """Read a file in one way; print the seconds at work and the gigabytes."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        if way == "import":
            make_draft([file], Path(folder) / "none", Path(folder), CHOICES)
        elif way == "rows":
            for _ in format_named("acled").read(look_at(file), CHOICES):
                pass
        else:
            pd.read_csv(file, dtype=str, keep_default_na=False)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work = sum(each.ru_utime + each.ru_stime for each in used)
    print(work, sum(each.ru_maxrss for each in used) * 1024 / GIGABYTE)


def bench_volume(rows: int, made: Path) -> None:
    """Print how long a download takes, beside other ways."""
    file = write_acled(made / "acled.csv", rows)
    few = write_acled(made / "acled_few.csv", min(rows, ONE_BY_ONE))
    size = file.stat().st_size / GIGABYTE
    print(f"{rows:,} made-up rows of ACLED's 31 columns, {size:.1f} GB")
    took = {}
    for way, which, count in (
        ("import", file, rows),
        ("rows", few, min(rows, ONE_BY_ONE)),
        ("pandas", file, rows),
    ):
        wall, work, memory = timed(way, str(which))
        took[way] = work / count
        print(
            f"  {way:<8}{count:>11,} rows {wall:>8.1f} s, at work {work:>7.1f} s, "
            f"{work / count * 1e6:>6.1f} µs a row, {memory:.2f} GB"
        )
    print(
        f"  the import takes {took['import'] / took['rows']:.2f} of reading row by row and "
        f"{took['import'] / took['pandas']:.1f} times pandas.read_csv, which checks nothing"
    )
    file.unlink()
    few.unlink()


def bench_mangled(inputs: int, made: Path, more: Path | None) -> int:
    """Read so many mangled files in two processes; print and count what went wrong."""
    wrong: Counter[str] = Counter()
    began = time.perf_counter()
    share = max(1, inputs // 40)
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
        told = [(seed, share, str(made), str(more or "")) for seed in range(0, inputs, share)]
        for found in pool.imap_unordered(_mangled, told):
            wrong.update(found)
    tried = wrong.pop(ENDED, 0)
    seconds = time.perf_counter() - began
    print(f"{tried + wrong.total():,} mangled files, {wrong.total()} wrong, {seconds:.0f} s")
    for what, number in wrong.most_common():
        print(f"  {number} x {what}")
    return wrong.total()


def _mangled(told: tuple[int, int, str, str]) -> Counter[str]:
    """Read some mangled files; a file that goes wrong is kept in the folder."""
    seed, count, made, more = told
    resource.setrlimit(resource.RLIMIT_AS, (4 * GIGABYTE, 4 * GIGABYTE))
    files = dict(FILES)
    for file in sorted(Path(more).iterdir()) if more else ():
        files[file.name] = file.read_bytes()
    signal.signal(signal.SIGPROF, _too_long)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=made) as folder:
        for number in range(seed, seed + count):
            found[_one(number, files, Path(folder), Path(made))] += 1
    return found


def _one(number: int, files: dict[str, bytes], folder: Path, made: Path) -> str:
    draw = random.Random(f"input {number}")  # noqa: S311 - no secret
    name = draw.choice(sorted(files))
    path = folder / name
    path.write_bytes(data := mangled(files[name], draw))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        lost = lost_rows(path, name, draw if number % 10 == 9 else None)
        wrong = f"{name}: a row without a word" if lost else ""
    except (Exception, _TooLong) as trouble:
        wrong = f"{name}: {type(trouble).__name__} {str(trouble)[:80]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        path.unlink(missing_ok=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIGABYTE
    if not wrong and most > GIGABYTES:
        wrong = f"{name}: {most:.1f} GB"
    if wrong:
        (made / f"wrong_{number}_{name}").write_bytes(data)
    return wrong or ENDED


class _TooLong(BaseException):
    """An input takes longer than it may."""


def _too_long(signum: int, frame: object) -> None:
    raise _TooLong


def bench_violence(kills: int, made: Path) -> int:
    """Kill so many imports at random, fill the disk, import two at once; count what is half."""
    target, draw = made / "target", random.Random(11)  # noqa: S311 - no secret
    first, second = write_acled(made / "a.csv", 200), write_acled(made / "b.csv", 20_000, 2)
    third = write_acled(made / "c.csv", 5_000, 3)
    _import(target, first)
    before, half, seen = _events(target), 0, Counter[str]()
    span = _seconds(target, second)
    after = _events(target)
    _command("--into", str(target), "--undo").wait()
    for _ in range(kills):
        run = _command(str(second), "--into", str(target), "--yes")
        time.sleep(draw.uniform(0.2, span * 1.05))
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        half += _is_half(target, {before, after}, seen)
        if _events(target) == after:
            _command("--into", str(target), "--undo").wait()
    print(f"{kills} imports killed within {span:.1f} s: {dict(seen)}, {half} half")
    seen.clear()
    for _ in range(max(1, kills // 5)):
        most = str(draw.randrange(1_000, 12_000_000))
        command = [sys.executable, "-c", FULL, most, "import", str(second), "--into", str(target)]
        subprocess.run([*command, "--yes"], capture_output=True, check=False)
        half += _is_half(target, {before, after}, seen)
        if _events(target) == after:
            _command("--into", str(target), "--undo").wait()
    print(f"{max(1, kills // 5)} imports on a full disk: {dict(seen)}, {half} half in all")
    for _ in range(max(1, kills // 10)):
        runs = [_command(str(file), "--into", str(target), "--yes") for file in (second, third)]
        codes = [run.wait() for run in runs]
        both = _events(target)
        half += both <= after or any(code == 2 for code in codes)
        for _ in range(2):
            _command("--into", str(target), "--undo").wait()
        half += _events(target) != before
    print(f"{max(1, kills // 10)} times two imports at once, {half} half in all")
    shutil.rmtree(target)
    return half


def _is_half(target: Path, whole: set[int], seen: Counter[str]) -> int:
    """Return 1 when a folder's data is neither as before nor as after, or does not open."""
    events = _events(target)
    seen["before" if events == min(whole) else "after" if events in whole else "half"] += 1
    return int(events not in whole or bool(open_package(read_address(str(target))).faults))


def _events(target: Path) -> int:
    with (current_version(target) / "events.csv").open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def _seconds(target: Path, file: Path) -> float:
    began = time.perf_counter()
    _import(target, file)
    return time.perf_counter() - began


def _import(target: Path, file: Path) -> None:
    _command(str(file), "--into", str(target), "--yes").wait()


def _command(*more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "dashboard", "import", *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--made", type=Path, help="where files are made (default: a new folder)")
    parser.add_argument("--files", type=Path, help="a folder of more files to mangle")
    parser.add_argument("--way", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        run_way(asked.way[0], Path(asked.way[1]))
        return 0
    made = asked.made or Path(tempfile.mkdtemp(prefix="made-"))
    made.mkdir(parents=True, exist_ok=True)
    wrong = 0
    if asked.rows:
        bench_volume(asked.rows, made)
    if asked.inputs:
        wrong += bench_mangled(asked.inputs, made, asked.files)
    if asked.kills:
        wrong += bench_violence(asked.kills, made)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
