"""What visitors put aside, each kept as a file, so that it outlives pages, reloads and restarts.

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
from typing import Generic, TypeVar

from dashboard.briefing.tray import Tray
from dashboard.briefing.tray_file import read_tray, tray_json

FOLDER_SETTING = "CENTRAL_ASIA_MONITOR_STATE"
# What stands in the folder: folders by name, and what files in each are called.
TRAYS, VIEWS, VISITS, SEEN = "trays", "views", "visits", "seen"
AUDIT, EMBEDS, ENDED = "audit", "embeds", "ended"
OF_A_VISITOR = r"[0-9a-f]{64}\.(json|damaged)"
STATE_FILES = {
    TRAYS: OF_A_VISITOR,
    VIEWS: OF_A_VISITOR,
    VISITS: OF_A_VISITOR,
    SEEN: r"[0-9a-f]{32}\.parquet",  # events of earlier versions, to tell what is new
    AUDIT: r"[0-9]{4}-[0-9]{2}\.jsonl",
    EMBEDS: r"[0-9a-f]{64}\.html",  # panels in frames, frozen at a version of the data
    ENDED: r"[0-9a-f]{64}",  # marks of sign-ins that were ended
}
A_DAY = 24 * 60 * 60
KEPT_SECONDS = 90 * A_DAY
NOT_KEPT = "The briefing cannot be kept here; it lasts as long as this page stays open."
# One at a time in this process, whichever store: two tabs would lose each other's charts.
CHANGING = Lock()
T = TypeVar("T")


class NotKept(Exception):
    """The folder cannot be read or written."""


def state_folder() -> Path:
    """Return the folder named by the environment, or one of the user's own."""
    named = os.environ.get(FOLDER_SETTING)
    if named:
        return Path(named)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    return caches / "central-asia-monitor"


class Kept(Generic[T]):
    """What visitors keep of one `kind`, which is the name of its folder.

    `read` reads a file and gives a sentence for each thing wrong in it, `write` makes one;
    `nothing` is what one has who keeps none.
    """

    def __init__(
        self,
        folder: Path,
        kind: str,
        nothing: T,
        read: Callable[[bytes], tuple[T, tuple[str, ...]]],
        write: Callable[[T], bytes],
    ) -> None:
        self._folder, self._kind, self._nothing = folder, kind, nothing
        self._read, self._write = read, write
        self._next_sweep = 0.0

    def read(self, visitor: str) -> tuple[T, tuple[str, ...]]:
        """Return what a visitor keeps and a sentence for each thing wrong in its file.

        Raises `NotKept`.
        """
        path = self._path(visitor)
        try:
            content = path.read_bytes()
            # What is in use is not swept, though it has not been changed for long.
            if path.stat().st_mtime < time.time() - A_DAY:
                os.utime(path)
        except FileNotFoundError:
            return self._nothing, ()
        except OSError as trouble:
            raise NotKept from trouble
        return self._read(content)

    def change(self, visitor: str, change: Callable[[T], T]) -> T:
        """Change what a visitor keeps as it is now on the disk, and return it. Raises `NotKept`."""
        path = self._path(visitor)
        with CHANGING:
            held, refused = self.read(visitor)
            changed = change(held)
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if refused:
                    path.replace(path.with_suffix(".damaged"))
                write_whole(path, self._write(changed))
            except OSError as trouble:
                raise NotKept from trouble
            self._sweep()
        return changed

    def _path(self, visitor: str) -> Path:
        try:
            folder = self._folder.expanduser()
        except RuntimeError as trouble:
            raise NotKept from trouble
        return folder / self._kind / f"{sha256(visitor.encode()).hexdigest()}.json"

    def _sweep(self) -> None:
        """Remove, once a day, what nobody has opened for long."""
        now = time.time()
        if now < self._next_sweep:
            return
        self._next_sweep = now + A_DAY
        for path in (self._folder.expanduser() / self._kind).iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < now - KEPT_SECONDS:
                    path.unlink()


def write_whole(path: Path, content: bytes) -> None:
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


def kept_trays(folder: Path, exhibits: Collection[str]) -> Kept[Tray]:
    """Return the trays of a folder. `exhibits` are the names of charts that a tray may hold."""
    return Kept(folder, TRAYS, Tray(), lambda content: read_tray(content, exhibits), tray_json)
