"""The Chromium that draws pictures: found on the machine, started once, restarted when it dies.

What is drawn is left to others. Nothing it draws may come from the network.
"""

import asyncio
import atexit
import os
import shutil
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import TypeVar

SETTINGS = ("CHROMIUM", "BROWSER_PATH")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
START_SECONDS = 45
DRAW_SECONDS = 45
CLOSE_SECONDS = 10
QUEUE_SECONDS = 90
TRIES = 2

NO_BROWSER = (
    "Pictures need the Chromium or Chrome browser, which is not on this server; "
    "the CSV, XLSX and HTML files hold the same figures."
)
BUSY = "Many pictures are being made just now; please try again in a minute."
FAILED = (
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
        try:
            self._wait(self._open(path), START_SECONDS)
        except BaseException:
            self.close()
            raise

    def draw(self, figure: Mapping[str, object], options: Mapping[str, object]) -> bytes:
        """Return the picture of a figure; raises what goes wrong."""
        return self._wait(self._kaleido.calc_fig(dict(figure), opts=dict(options)), DRAW_SECONDS)

    def close(self) -> None:
        """End the browser and its thread, whatever their state."""
        # It is being thrown away: whatever goes wrong now, nothing is left to be done about it.
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

        self._kaleido = await open_kaleido(path)

    def _wait(self, work: Coroutine[object, object, Result], seconds: float) -> Result:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        finally:
            future.cancel()


class Browser:
    """The one browser of this process; it draws one picture at a time, the others wait."""

    def __init__(self) -> None:
        """Start nothing: the first picture does."""
        self._turn = threading.Lock()
        self._drawer: _Drawer | None = None

    def draw(self, figure: Mapping[str, object], options: Mapping[str, object]) -> bytes:
        """Return the picture of a figure; a browser that died is started anew, once.

        Raises `PictureUnavailable` when there is no browser, or it fails twice.
        """
        path = find_browser()
        if not path:
            raise PictureUnavailable(NO_BROWSER)
        if not self._turn.acquire(timeout=QUEUE_SECONDS):
            raise PictureUnavailable(BUSY)
        try:
            return self._draw_or_restart(path, figure, options)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the browser; the next picture starts another."""
        if self._drawer is not None:
            self._drawer.close()
            self._drawer = None

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
                return self._drawer.draw(figure, options)
            except Exception as failure:
                # Whatever broke, the cure is the same.
                trouble = failure
                self.close()
        raise PictureUnavailable(FAILED) from trouble


browser = Browser()
