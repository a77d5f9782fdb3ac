"""Many people at one server: `python tests/bench/bench_load.py`.

    --before FOLDER     the app of another folder, after it this one
    --data ADDRESS      data to open instead of the shipped data
    --seconds NUMBER    how long each crowd clicks
    --clicking NUMBER   people who click as soon as they are answered
    --open NUMBER       people who click once in 20 seconds each
    --processes NUMBER  the same once more with as many processes, people shared out among them
    --minutes NUMBER    instead: what the server holds while so many are open, coming and going

Everyone speaks to the server over a line of their own, as Streamlit's script in a browser does:
a page, four clicks to the later and the earlier month, the next page; each
begins with one of six months. They take some processor time themselves, which is told, and so are
the milliseconds of the server's own an answer: these depend on nothing else the machine does.
Prints a table; fails on nothing.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from bench_click import DATA_SETTING, STATE_SETTING, await_health  # noqa: E402
from processes import memory_of, work_of, yardstick  # noqa: E402
from servers import free_port, stop  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402
from websockets.exceptions import WebSocketException  # noqa: E402
from websockets.typing import Origin, Subprotocol  # noqa: E402

# The processes of one app, by their addresses.
Servers = dict[str, int]
T = TypeVar("T", int, float)
VIEWS = tuple(f"from=2020-{month:02}&to=2020-{month + 1:02}" for month in range(3, 9))
PAGES = (
    *("", "event_map", "protests_and_arrests", "covid_timeline"),
    *("reconciliation", "currency", "events"),
)
STEPS = ("month_on", "month_on", "month_back", "month_back")
PAUSE = 20
# An answer that takes longer is none.
PATIENCE = 120
# For how many answers a browser keeps a message, which the server then only names.
KEPT = 2
# How many pages one sees who comes and goes; how often memory is looked at, in seconds.
STAY, LOOKED_EVERY = 2, 10


@dataclass
class Crowd:
    """What the clicks of many people took: seconds and bytes an answer, and how many failed.

    Who `comes_and_goes` opens a page anew after some clicks.
    """

    pause: float
    comes_and_goes: bool = False
    seconds: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    failed: int = 0
    # How long it went on, what the server and those who click worked meanwhile.
    took: float = 0.0
    worked: float = 0.0
    own_work: float = 0.0
    # Since when it went on, in seconds, and the bytes that the server then held.
    held: list[tuple[float, int]] = field(default_factory=list)
    # Who has opened a page; from when and until when all click.
    opened: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    begin: asyncio.Event = field(default_factory=asyncio.Event)
    until: float = 0.0


class Visit:
    """One person at a page."""

    def __init__(self, line: ClientConnection, query: str) -> None:
        self._line = line
        self._pages: dict[str, str] = {}
        self._buttons: dict[str, str] = {}
        self._query, self._page = query, ""
        # Messages kept, and in which answer each came last.
        self._kept: dict[str, int] = {}
        self._answers = 0

    async def ask(self, page: str, button: str = "") -> int:
        """Have a page run, after a click on a button by its key; return the bytes of the answer."""
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_script_hash = self._pages.get(page, "")
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        if button:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = self._buttons[button], True
        if page != self._page:
            self._page, self._buttons = page, {}
        await self._line.send(asked.SerializeToString())
        received = 0
        while True:
            told = await self._line.recv(decode=False)
            received += len(told)
            message = ForwardMsg.FromString(told)
            if message.WhichOneof("type") == "script_finished":
                self._answers += 1
                oldest = self._answers - KEPT
                self._kept = {each: last for each, last in self._kept.items() if last >= oldest}
                return received
            self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        """Keep what the next click has to say: the address, pages and buttons."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash" or message.metadata.cacheable:
            self._kept[message.ref_hash or message.hash] = self._answers
        if kind == "navigation":
            self._pages = {
                page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
            }
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "button":
            identity = message.delta.new_element.button.id
            self._buttons[identity.rpartition("-")[2]] = identity


async def visit(url: str, number: int, crowd: Crowd, doors: asyncio.Semaphore) -> None:
    """Open a page, wait until all have, and click until the time is up."""
    chance = random.Random(number)  # noqa: S311
    try:
        while not crowd.until or time.monotonic() < crowd.until:
            async with AsyncExitStack() as until_end:
                async with doors:
                    line = await until_end.enter_async_context(line_to(url))
                    person = Visit(line, VIEWS[number % 6])
                    await asyncio.wait_for(person.ask(""), PATIENCE)
                crowd.opened.release()
                await crowd.begin.wait()
                await asyncio.sleep(chance.random() * (crowd.pause or 1))
                await click_through(person, number, crowd, chance)
    except (OSError, TimeoutError, WebSocketException):
        crowd.failed += 1
        crowd.opened.release()


async def click_through(person: Visit, number: int, crowd: Crowd, chance: random.Random) -> None:
    """Click through the pages, beginning with another one than the neighbour."""
    first = number % len(PAGES)
    last = first + STAY if crowd.comes_and_goes else None
    for page in islice(cycle(PAGES), first, last):
        for button in ("", *STEPS):  # to the page itself one comes by a click too
            if time.monotonic() > crowd.until:
                return
            begun = time.perf_counter()
            received = await asyncio.wait_for(person.ask(page, button), PATIENCE)
            crowd.seconds.append(time.perf_counter() - begun)
            crowd.received.append(received)
            await asyncio.sleep(crowd.pause * (0.5 + chance.random()))


async def gather(servers: Servers, people: int, seconds: float, crowd: Crowd) -> None:
    """Have people open pages, a few at a time, and then click at once; fill in what it took."""
    doors = asyncio.Semaphore(4)
    urls = islice(cycle(servers), people)
    visits = [asyncio.create_task(visit(url, each, crowd, doors)) for each, url in enumerate(urls)]
    for _ in range(people):
        await crowd.opened.acquire()
    crowd.worked, crowd.own_work = -total(work_of, servers), -time.process_time()
    begun = time.monotonic()
    crowd.until = begun + seconds
    crowd.begin.set()
    while (left := crowd.until - time.monotonic()) > 0:
        crowd.held.append((time.monotonic() - begun, total(memory_of, servers)))
        await asyncio.sleep(min(left, LOOKED_EVERY))
    await asyncio.gather(*visits)
    crowd.took = time.monotonic() - begun
    crowd.held.append((crowd.took, total(memory_of, servers)))
    crowd.worked += total(work_of, servers)
    crowd.own_work += time.process_time()


def total(of: Callable[[int], T], servers: Servers) -> T:
    """Return the sum of what there is of each server's process."""
    first, *others = map(of, servers.values())
    return sum(others, first)


def line_to(url: str) -> connect:
    """Return a line to a server, to be opened."""
    return connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(url),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        open_timeout=PATIENCE,
        # Who clicks no more waits, however busy both sides are.
        ping_interval=None,
    )


async def walk(url: str) -> None:
    """Have somebody see all that the others will: of an hour's clicks few are the first."""
    for view in VIEWS:
        async with line_to(url) as line:
            person = Visit(line, view)
            await person.ask("")
            for page in PAGES:
                for button in ("", *STEPS):
                    await person.ask(page, button)


@contextmanager
def serving(folder: Path, data: str, processes: int) -> Iterator[Servers]:
    """Run the app of a folder, in one process or several that keep what they keep together."""
    with ExitStack() as until_end:
        state = until_end.enter_context(tempfile.TemporaryDirectory())
        settings = {STATE_SETTING: state} | ({DATA_SETTING: data} if data else {})
        servers: Servers = {}
        for port in (free_port() for _ in range(processes)):
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                    *("--server.port", str(port), "--server.headless", "true"),
                ],
                cwd=folder,
                env=os.environ | settings,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            until_end.callback(stop, server)
            servers[f"http://localhost:{port}"] = server.pid
        for url in servers:
            await_health(url)
            asyncio.run(walk(url))
        yield servers


def main() -> None:
    """Measure and print."""
    asked = arguments()
    print(f"\nMany people at once; five million additions take {yardstick():.0f} ms")
    print(
        f"{'':44}{'answers':>9}{'a second':>9}{'p50':>8}{'p95':>8}{'p99':>8} s"
        f"{'server ms':>11}{'own ms':>8}{'kB':>6}{'failed':>8}{'memory, MB':>16}"
    )
    rounds = [("now", ROOT, each) for each in sorted({1, asked.processes})]
    if asked.before:
        rounds.insert(0, ("before", asked.before, 1))
    for name, folder, processes in rounds:
        with serving(folder, asked.data, processes) as servers:
            told = name if processes == 1 else f"{name}, {processes} processes"
            if asked.minutes:
                crowd = Crowd(PAUSE, comes_and_goes=True)
                asyncio.run(gather(servers, asked.open, 60 * asked.minutes, crowd))
                show(f"{told}: {asked.open} come and go", crowd)
                show_memory(crowd)
                continue
            for words, people, pause in (
                (f"{asked.clicking} click without pause", asked.clicking, 0),
                (f"{asked.open} open, a click in {PAUSE} s", asked.open, PAUSE),
            ):
                crowd = Crowd(pause)
                asyncio.run(gather(servers, people, asked.seconds, crowd))
                show(f"{told}: {words}", crowd)


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Many people at one server.")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--data", default="")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clicking", type=int, default=50)
    parser.add_argument("--open", type=int, default=200)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0)
    return parser.parse_args()


def show(name: str, crowd: Crowd) -> None:
    """Print the line of a crowd; the server's own time is of all that it did meanwhile."""
    many = max(len(crowd.seconds), 1)
    shares = "".join(f"{share:>8.2f}" for share in quantiles(crowd.seconds))
    held = f"{crowd.held[0][1] / 1e6:.0f} to {crowd.held[-1][1] / 1e6:.0f}"
    print(
        f"{name:44}{len(crowd.seconds):>9}{many / crowd.took:>9.1f}{shares}  "
        f"{crowd.worked * 1000 / many:>11.0f}{crowd.own_work * 1000 / many:>8.0f}"
        f"{statistics.mean(crowd.received or [0]) / 1000:>6.0f}{crowd.failed:>8}{held:>16}",
        flush=True,
    )


def show_memory(crowd: Crowd) -> None:
    """Print what was held minute by minute, and how fast it grew in the last two thirds."""
    minutes = [held for at, held in crowd.held if at % 60 < LOOKED_EVERY]
    print("  MB, each minute:", *(f"{held / 1e6:.0f}" for held in minutes))
    late = [(at, held) for at, held in crowd.held if at > crowd.took / 3]
    if len(late) > 1:
        slope, _ = statistics.linear_regression(*zip(*late, strict=True))
        print(f"  {slope * 3600 / 1e6:+.0f} MB an hour in the last two thirds", flush=True)


def quantiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Return the median, and what 95 and 99 of a hundred took no longer than."""
    if not seconds:
        return (0.0, 0.0, 0.0)
    ordered = sorted(seconds)
    half, most, nearly = (
        ordered[min(int(len(ordered) * each), len(ordered) - 1)] for each in (0.5, 0.95, 0.99)
    )
    return half, most, nearly


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
