"""What people see when something breaks: `python tests/bench/bench_faults.py`.

    --kills NUMBER     kills at random moments: half of preparing data, a tenth of serving,
                       the others of importing
    --damaged NUMBER   damaged caches

Preparing is killed and opened again; a server is killed in the middle of files and started again;
files of the cache are cut, emptied, zeroed, missing, filled with others or have a bit turned, each
file in turn; the disk is full; the PostgreSQL beside a running app is stopped, stands still, is
locked, refuses, is cut. Each time the same question must have the same answer as before. Prints a
table; ends with 1 where anything was lost, mixed or needed a hand.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from app_server import running_app  # noqa: E402
from bench_import import bench_violence  # noqa: E402
from faults_of_databases import break_databases  # noqa: E402
from made_events import make_events  # noqa: E402

from dashboard.datapackage.opening import open_package  # noqa: E402
from dashboard.datapackage.store import DataUnavailable  # noqa: E402
from dashboard.engine.address import read_address  # noqa: E402
from dashboard.engine.cache import CACHE_SETTING  # noqa: E402

ROWS = 20_000
CHANCE = random.Random(1)  # noqa: S311
FILE = "export/countries_side_by_side.csv?from=2020-06&to=2020-06"
# What a process may write to a file where the disk is full.
ROOM = 200_000
Seen = Counter[tuple[str, str, str]]


def main() -> int:
    """Break things, print what was seen, return 1 where anything was lost."""
    parser = argparse.ArgumentParser(description="What people see when something breaks.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--damaged", type=int, default=30)
    asked = parser.parse_args()
    seen: Seen = Counter()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        data = make_events(ROWS, folder / "data", form="single")
        os.environ[CACHE_SETTING] = str(folder / "cache")
        told = answers(data)
        for break_things in (
            lambda: damage_caches(data, told, folder / "cache", asked.damaged, seen),
            lambda: fill_disk(data, told, folder, seen),
            lambda: kill_preparing(data, told, asked.kills // 2, seen),
            lambda: kill_servers(folder, asked.kills // 10, seen),
        ):
            shown = len(seen)
            break_things()
            for (what, words, answer), many in [*seen.items()][shown:]:
                print(f"{what:24}{many:>4} times   {answer:18}{words}", flush=True)
        half = bench_violence(asked.kills * 2 // 5, folder)
        (folder / "app").mkdir()
        lost = break_databases(folder / "app")
    return int(half > 0 or lost or any(answer != "the same answer" for _, _, answer in seen))


def answers(data: Path) -> str:
    """Open data, which prepares it where it is not, and return its numbers as one text."""
    package = open_package(read_address(str(data)))
    named = package.events.named("country")
    return f"{package.events.total} {sorted(named.items())}"


def note(seen: Seen, what: str, words: str, before: str, ask: Callable[[], str]) -> None:
    """Write down what was seen, and whether the answer is the same as before."""
    try:
        answer = "the same answer" if ask() == before else "ANOTHER ANSWER"
    except Exception as trouble:
        answer = f"NO ANSWER: {type(trouble).__name__}"
    seen[what, words, answer] += 1


def kill_preparing(data: Path, told: str, kills: int, seen: Seen) -> None:
    """Kill the command `prepare` at random moments and open the data after each."""
    command = [sys.executable, "-m", "dashboard", "prepare", "--anew", str(data)]
    begun = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    whole = time.monotonic() - begun
    for _ in range(kills):
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            time.sleep(CHANCE.random() * whole)
            process.send_signal(signal.SIGKILL)
        note(seen, "preparing killed", "prepared anew, or ready", told, lambda: answers(data))


def damage_caches(data: Path, told: str, cache: Path, many: int, seen: Seen) -> None:
    """Damage a file of the cache each time and open the data."""

    def cut(file: Path) -> None:
        os.truncate(file, file.stat().st_size // 2)

    def empty(file: Path) -> None:
        os.truncate(file, 0)

    def turn_a_bit(file: Path) -> None:
        held = bytearray(file.read_bytes())
        held[CHANCE.randrange(min(len(held), 60_000))] ^= 1 << CHANCE.randrange(8)
        file.write_bytes(held)

    def fill_with_noughts(file: Path) -> None:
        file.write_bytes(bytes(file.stat().st_size))

    def put_another(file: Path) -> None:
        file.write_bytes(b"PAR1 is not what this is" * 50)

    def take_away(file: Path) -> None:
        file.unlink()

    ways = (cut, empty, turn_a_bit, fill_with_noughts, put_another, take_away)
    for number in range(many):
        answers(data)
        files = sorted(path for path in cache.rglob("*") if path.is_file() and path.suffix)
        files = [path for path in files if path.suffix != ".lock"]
        way = ways[number % len(ways)]
        # With a step more after each round of ways, each file has each of them.
        way(files[(number + number // len(ways)) % len(files)])
        words = way.__name__.replace("_", " ")
        note(seen, f"cache: {words}", "made anew without a word", told, lambda: answers(data))


@contextmanager
def little_room() -> Iterator[Callable[[], None]]:
    """Yield what leaves a process that is about to start little room for its files."""
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


def fill_disk(data: Path, told: str, folder: Path, seen: Seen) -> None:
    """Prepare data and make a briefing where no file may be long."""
    out = folder / "out"
    with little_room() as limit:
        for what, arguments in (
            ("full disk: prepare", ["prepare", "--anew", str(data)]),
            ("full disk: brief", ["brief", "--quiet", "--format", "pptx", "--output", str(out)]),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "dashboard", *arguments],
                cwd=ROOT,
                capture_output=True,
                text=True,
                preexec_fn=limit,
                check=False,
            )
            last = done.stderr.strip().splitlines()[-1:]
            words = f"exit {done.returncode}: {' '.join(last).replace(str(folder), '...')}"
            left = [*out.glob(".*")] if out.is_dir() else []
            note(seen, what, words + (f" LEFT {left}" if left else ""), told, lambda: answers(data))
    shutil.rmtree(out, ignore_errors=True)


def kill_servers(folder: Path, kills: int, seen: Seen) -> None:
    """Kill servers of the shipped data in the middle of files, start them again, ask again."""
    before = ""
    for number in range(kills + 1):
        place = folder / f"server-{number}"
        place.mkdir()
        with running_app(place, {}) as app:
            fetched = fetch(app.url)
            before = before or fetched
            if number:
                note(seen, "serving killed", "served again", before, lambda text=fetched: text)
            with ThreadPoolExecutor(4) as people:
                asks = [people.submit(fetch, app.url) for _ in range(8)]
                time.sleep(CHANCE.random())
                os.kill(app.process, signal.SIGKILL)
                for each in asks:
                    each.exception()


def fetch(url: str) -> str:
    """Return a file of a server as text, without the lines that say when it was made."""
    with urllib.request.urlopen(f"{url}/{FILE}", timeout=120) as answer:
        return answer.read().decode()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DataUnavailable as trouble:
        sys.exit(str(trouble))
