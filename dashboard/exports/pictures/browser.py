"""The Chromium that draws pictures: found on the machine, started when needed, replaced in time.

One that dies or falls silent is killed and started anew; so is one that has drawn many pictures,
as it holds more memory after each, and one that nobody asks is let go. What is drawn is left to
others. Nothing it draws may come from the network.
"""

import asyncio
import atexit
import os
import shutil
import signal
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from dashboard.wording import N_, say

SETTINGS = ("CHROMIUM", "BROWSER_PATH")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
START_SECONDS = 45
# How long a picture may take in all, and how long the browser may do nothing meanwhile.
DRAW_SECONDS, SILENT_SECONDS = 30, 5
LOOK_SECONDS = 0.25
# A browser that has worked less of its seconds of silence, in seconds, is stuck: on the busiest
# machine one that draws has more.
LEAST_WORK = 0.1
CLOSE_SECONDS = 10
# How many pictures one browser draws, and after how many seconds without one it is let go.
PICTURES_OF_ONE = 150
IDLE_SECONDS = 300
QUEUE_SECONDS = 90
TRIES = 2

NO_BROWSER = N_(
    "Pictures need the Chromium or Chrome browser, which is not on this server; "
    "the CSV, XLSX and HTML files hold the same figures."
)
BUSY = N_("Many pictures are being made just now; please try again in a minute.")
FAILED = N_(
    "The picture could not be drawn; please try again, or take the CSV, XLSX or HTML file instead."
)

Result = TypeVar("Result")

# By PATH and settings: where a browser was found.
_found: dict[tuple[str, ...], str] = {}


class PictureUnavailable(Exception):
    """A picture cannot be made; the message says why in plain words."""


def find_browser() -> str:
    """Return the path of a Chromium or Chrome, or an empty string.

    The settings CHROMIUM and BROWSER_PATH go first. One that was found is remembered for as long
    as it is there; while there is none, each call looks again, so that one installed meanwhile is
    used.
    """
    search_path = os.environ.get("PATH", "")
    settings = tuple(os.environ.get(name, "") for name in SETTINGS)
    key = (search_path, *settings)
    found = _found.get(key, "")
    if not (found and os.access(found, os.X_OK)):
        names = filter(None, (*settings, *NAMES, *USUAL_PLACES))
        places = (shutil.which(name, path=search_path) for name in names)
        found = _found[key] = next(filter(None, places), "")
    return found


class _Drawer:
    """One open Chromium, worked from a thread of its own."""

    def __init__(self, path: str) -> None:
        """Start the browser; raises what goes wrong."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._kaleido: object = None
        self._process = 0
        try:
            self._wait(self._open(path), START_SECONDS)
        except BaseException:
            self.close()
            raise

    def draw(self, figure: Mapping[str, object], options: Mapping[str, object]) -> bytes:
        """Return the picture of a figure; raises what goes wrong, `TimeoutError` when stuck."""
        work = self._kaleido.calc_fig(dict(figure), opts=dict(options))
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        until = time.monotonic() + DRAW_SECONDS
        watch = _Watch(self._process)
        try:
            while True:
                with suppress(TimeoutError):
                    return future.result(LOOK_SECONDS)
                if future.done():  # its own time was up
                    return future.result()
                if watch.is_silent() or time.monotonic() > until:
                    raise TimeoutError
        finally:
            future.cancel()

    def close(self, *, is_stuck: bool = False) -> None:
        """End the browser and its thread, whatever their state; one that is stuck is killed."""
        # It is being thrown away: whatever goes wrong now, nothing is left to be done about it.
        if is_stuck and self._process:
            for process in (*_below(self._process), self._process):
                with suppress(OSError):
                    os.kill(process, signal.SIGKILL)
        with suppress(Exception):
            if self._kaleido is not None:
                self._wait(self._kaleido.close(), CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        if not self._loop.is_running():
            self._loop.close()

    async def _open(self, path: str) -> None:
        # Kaleido takes half a second to import: only who asks for a picture should wait for it.
        from dashboard.exports.pictures.kaleido_browser import open_kaleido

        self._kaleido = opened = await open_kaleido(path)
        self._process = opened.subprocess.pid

    def _wait(self, work: Coroutine[object, object, Result], seconds: float) -> Result:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        finally:
            future.cancel()


class _Watch:
    """Notices that a browser does nothing, from what the system says its processes have worked."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._since, self._worked = time.monotonic(), _work_of(process)

    def is_silent(self) -> bool:
        """Say whether it has done nothing for `SILENT_SECONDS`; False where nothing tells."""
        now, worked = time.monotonic(), _work_of(self._process)
        if worked is None or self._worked is None:
            return False
        # Less than before is what is left when one of its processes has died.
        if worked - self._worked > LEAST_WORK:
            self._since, self._worked = now, worked
        return now - self._since > SILENT_SECONDS


def _work_of(process: int) -> float | None:
    """Return the seconds that a process and all below it have worked; None but on Linux."""
    try:
        ticks = [_ticks(each) for each in (process, *_below(process))]
    except OSError:
        return None
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    stat_text = Path(f"/proc/{process}/stat").read_text("utf-8")
    return sum(int(word) for word in stat_text.rpartition(")")[2].split()[11:13])


def _below(process: int) -> Iterator[int]:
    """Yield the processes that one has started, and those that these have; none but on Linux."""
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended meanwhile
            for each in tasks.read_text("utf-8").split():
                yield int(each)
                yield from _below(int(each))


class Browser:
    """The one browser of this process; it draws one picture at a time, the others wait."""

    def __init__(self) -> None:
        """Start nothing: the first picture does."""
        self._turn = threading.Lock()
        self._drawer: _Drawer | None = None
        self._drawn = 0
        self._idle: threading.Timer | None = None

    def draw(self, figure: Mapping[str, object], options: Mapping[str, object]) -> bytes:
        """Return the picture of a figure; a browser that died is started anew, once.

        Raises `PictureUnavailable` when there is no browser, or it fails twice.
        """
        path = find_browser()
        if not path:
            raise PictureUnavailable(say(NO_BROWSER))
        if not self._turn.acquire(timeout=QUEUE_SECONDS):
            raise PictureUnavailable(say(BUSY))
        try:
            if self._idle is not None:
                self._idle.cancel()
            if self._drawn >= PICTURES_OF_ONE:
                self.close()
            return self._draw_or_restart(path, figure, options)
        finally:
            self._idle = threading.Timer(IDLE_SECONDS, self._let_go)
            self._idle.daemon = True
            self._idle.start()
            self._turn.release()

    def close(self, *, is_stuck: bool = False) -> None:
        """End the browser; the next picture starts another."""
        if self._drawer is not None:
            self._drawer.close(is_stuck=is_stuck)
            self._drawer = None
            self._drawn = 0

    def _let_go(self) -> None:
        """End a browser that nobody asks for pictures."""
        if self._turn.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._turn.release()

    def _draw_or_restart(
        self, path: str, figure: Mapping[str, object], options: Mapping[str, object]
    ) -> bytes:
        trouble: Exception | None = None
        for _ in range(TRIES):
            try:
                if self._drawer is None:
                    self._drawer = _Drawer(path)
                    # Registered this late, it runs before the browser's folders are swept away.
                    atexit.register(self.close)
                self._drawn += 1
                return self._drawer.draw(figure, options)
            except Exception as failure:
                # Whatever broke, the cure is the same.
                trouble = failure
                self.close(is_stuck=True)
        raise PictureUnavailable(say(FAILED)) from trouble


browser = Browser()
