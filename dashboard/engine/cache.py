"""The cache folder: what is worked out once a data version, and is there whole or not at all.

What is worked out is left to those who hand in the work.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

CACHE_SETTING = "CENTRAL_ASIA_MONITOR_CACHE"
DRAFT = ".draft-"
# A draft is kept only by the process that writes it; versions before the last are cleared away.
KEPT_VERSIONS = 2

Progress = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and what is being done."""


def unheard(done: float, words: str) -> None:
    """Take progress and tell nobody."""


def cache_folder() -> Path:
    """Return the folder named by the environment, else the user's own cache folder."""
    if named := os.environ.get(CACHE_SETTING):
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "central-asia-monitor"


def kept(
    owner: str, version: str, make: Callable[[Path, Progress], None], progress: Progress = unheard
) -> Path:
    """Return the folder that `make` filled for a version of an owner's data; made once.

    Of several processes that ask at once one makes it and the others wait. It is written under
    another name and moved to its own when whole: a process that is killed leaves a draft, which the
    next one removes. Older versions of the same owner are removed, but for the last.
    """
    folder = cache_folder()
    target = folder / f"{owner}-{version}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{owner}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress(0.0, "Another process prepares the same data")
        lock.acquire()
    with lock:
        lock.release()
        if target.is_dir():
            return target
        for left in folder.glob(f"{owner}-*{DRAFT}*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{target.name}{DRAFT}", dir=folder))
        try:
            make(draft, progress)
            draft.replace(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _clear_old(folder, owner, target)
    return target


def forget(owner: str, version: str) -> None:
    """Remove what is kept of a version, so that it is made anew."""
    with FileLock(cache_folder() / f"{owner}.lock"):
        shutil.rmtree(cache_folder() / f"{owner}-{version}", ignore_errors=True)


def _clear_old(folder: Path, owner: str, newest: Path) -> None:
    versions = [path for path in folder.glob(f"{owner}-*") if path.is_dir() and path != newest]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in versions[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
