"""The cache folder: what is worked out once a data version, and is there whole or not at all.

What is worked out is left to those who hand in the work.
"""

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import duckdb
import xxhash
from filelock import FileLock, Timeout

from dashboard.wording import say

CHECKSUMS = "checksums.json"
# Longer files are looked at in so many places, of so many bytes each, and for their length.
LOOKED_THROUGH, PLACES, PLACE_BYTES = 64_000_000, 64, 65_536
OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
# What DuckDB raises where a file cannot be written: also when it commits what it wrote.
DISK_ERRORS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
CACHE_SETTING = "CENTRAL_ASIA_MONITOR_CACHE"
DRAFT = ".draft-"
# A draft is kept only by the process that writes it; versions before the last are cleared away.
KEPT_VERSIONS = 2

Progress = Callable[[float, str], None]
"""Called with how much is done, from 0 to 1, and what is being done."""


def unheard(done: float, words: str) -> None:
    """Take progress and tell nobody."""


class CacheUnusable(Exception):
    """What was worked out cannot be kept; the message says why, and names no path."""


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
    next one removes. Older versions of the same owner are removed, but for the last. One that is
    not as it was written is made anew. Raises `CacheUnusable` when it cannot be written.
    """
    folder = cache_folder()
    target = folder / f"{owner}-{version}"
    if is_whole(target):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise CacheUnusable(_why_unusable(trouble)) from trouble
    lock = FileLock(folder / f"{owner}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress(0.0, say("Another process prepares the same data"))
        lock.acquire()
    with lock:
        lock.release()
        if is_whole(target):
            return target
        shutil.rmtree(target, ignore_errors=True)
        for left in folder.glob(f"{owner}-*{DRAFT}*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{target.name}{DRAFT}", dir=folder))
        try:
            make(draft, progress)
            sums = {str(path.relative_to(draft)): _sum_of(path) for path in _files(draft)}
            (draft / CHECKSUMS).write_text(json.dumps(sums), "utf-8")
            draft.replace(target)
        except BaseException as trouble:
            shutil.rmtree(draft, ignore_errors=True)
            if is_of_the_disk(trouble):
                raise CacheUnusable(_why_unusable(trouble)) from trouble
            raise
        _clear_old(folder, owner, target)
    return target


def is_whole(folder: Path) -> bool:
    """Say whether all files that were kept in a folder are there as they were written.

    Short files are read whole, long ones in places. Files that have not changed since they were
    last looked at by this process are not read again; of folders that are gone nothing is kept.
    """
    try:
        sums: Mapping[str, object] = json.loads((folder / CHECKSUMS).read_text("utf-8"))
        stats = {name: (folder / name).stat() for name in sums}
        seen = {name: (each.st_size, each.st_mtime_ns) for name, each in stats.items()}
        if _LOOKED_AT.get(folder) == seen:
            return True
        whole = all(_sum_of(folder / name) == checksum for name, checksum in sums.items())
    except (OSError, ValueError, AttributeError, TypeError):
        return False
    if whole:
        for gone in [each for each in [*_LOOKED_AT] if not each.is_dir()]:
            _LOOKED_AT.pop(gone, None)
        _LOOKED_AT[folder] = seen
    return whole


_LOOKED_AT: dict[Path, dict[str, tuple[int, int]]] = {}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sum_of(file: Path) -> str:
    """Return the length of a file and a checksum of it: of its first, last and other places."""
    length = file.stat().st_size
    found = xxhash.xxh3_128()
    with file.open("rb") as content:
        if length <= LOOKED_THROUGH:
            for part in iter(lambda: content.read(1 << 20), b""):
                found.update(part)
        else:
            for place in range(PLACES):
                content.seek((length - PLACE_BYTES) * place // (PLACES - 1))
                found.update(content.read(PLACE_BYTES))
    return f"{length}:{found.hexdigest()}"


def is_of_the_disk(trouble: BaseException) -> bool:
    """Say whether something went wrong because a file could not be written."""
    if isinstance(trouble, DISK_ERRORS):
        return "write" in str(trouble) or "offload" in str(trouble)
    return isinstance(trouble, OSError) and trouble.errno in OF_THE_DISK


def _why_unusable(trouble: BaseException) -> str:
    reason = str(getattr(trouble, "strerror", "") or str(trouble).rpartition(": ")[2])
    free = 0
    with suppress(OSError):
        free = shutil.disk_usage(cache_folder()).free
    return (
        f"What is prepared of the data cannot be written: {reason} ({free / 1e6:,.0f} MB free). "
        f"Make room, or name another folder in {CACHE_SETTING}; what was there before stays."
    )


def forget(owner: str, version: str) -> None:
    """Remove what is kept of a version, so that it is made anew."""
    with FileLock(cache_folder() / f"{owner}.lock"):
        shutil.rmtree(cache_folder() / f"{owner}-{version}", ignore_errors=True)


def _clear_old(folder: Path, owner: str, newest: Path) -> None:
    versions = [path for path in folder.glob(f"{owner}-*") if path.is_dir() and path != newest]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in versions[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
