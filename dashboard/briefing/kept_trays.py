"""The trays of visitors, each kept as a file, so that it outlives pages, reloads and restarts.

Who a visitor is, is left to the screen.
"""

import os
import tempfile
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from dashboard.briefing.tray import Tray, read_tray, tray_json

FOLDER_SETTING = "CENTRAL_ASIA_MONITOR_STATE"
A_DAY = 24 * 60 * 60
KEPT_SECONDS = 90 * A_DAY
NOT_KEPT = "The briefing cannot be kept here; it lasts as long as this page stays open."
# One at a time in this process, whichever store: two tabs would lose each other's charts.
CHANGING = Lock()


class TrayNotKept(Exception):
    """The folder cannot be read or written; the message says so in a sentence."""


def state_folder() -> Path:
    """Return the folder named by the environment, or one of the user's own."""
    named = os.environ.get(FOLDER_SETTING)
    if named:
        return Path(named)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    return caches / "central-asia-monitor"


class KeptTrays:
    """The trays of a folder. `exhibits` are the names of charts that a tray may hold."""

    def __init__(self, folder: Path, exhibits: Collection[str]) -> None:
        self._folder = folder
        self._exhibits = exhibits
        self._next_sweep = 0.0

    def read(self, visitor: str) -> tuple[Tray, tuple[str, ...]]:
        """Return a visitor's tray and a sentence for each thing wrong in its file.

        Raises `TrayNotKept`.
        """
        path = self._path(visitor)
        try:
            content = path.read_bytes()
            # A tray in use is not swept, though it has not been changed for long.
            if path.stat().st_mtime < time.time() - A_DAY:
                os.utime(path)
        except FileNotFoundError:
            return Tray(), ()
        except OSError as trouble:
            raise TrayNotKept(NOT_KEPT) from trouble
        return read_tray(content, self._exhibits)

    def change(self, visitor: str, change: Callable[[Tray], Tray]) -> Tray:
        """Change a visitor's tray as it is now on the disk, and return it. Raises `TrayNotKept`."""
        path = self._path(visitor)
        with CHANGING:
            tray, refused = self.read(visitor)
            changed = change(tray)
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if refused:
                    path.replace(path.with_suffix(".damaged"))
                _write(path, tray_json(changed))
            except OSError as trouble:
                raise TrayNotKept(NOT_KEPT) from trouble
            self._sweep()
        return changed

    def _path(self, visitor: str) -> Path:
        try:
            folder = self._folder.expanduser()
        except RuntimeError as trouble:
            raise TrayNotKept(NOT_KEPT) from trouble
        return folder / "trays" / f"{sha256(visitor.encode()).hexdigest()}.json"

    def _sweep(self) -> None:
        """Remove, once a day, what nobody has opened for long."""
        now = time.time()
        if now < self._next_sweep:
            return
        self._next_sweep = now + A_DAY
        for path in (self._folder.expanduser() / "trays").iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < now - KEPT_SECONDS:
                    path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        half = Path(file.name)
        try:
            file.write(content)
            file.close()
            half.replace(path)
        except OSError:
            half.unlink(missing_ok=True)
            raise
