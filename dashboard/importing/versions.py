"""The versions of a folder of data: made in one step, kept, taken back.

A folder that was imported into has its tables in `versions/0001`, `0002` ..., and a small file
`current` that names the one in use. A version is written beside the others and flushed to the disk
before `current` is replaced: so whoever opens the folder sees all of it or nothing.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from dashboard.datapackage.opening import data_address
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import CURRENT, FOLDER, NOTES, VERSIONS, current_version

DRAFTS = ".draft-"
# How long an import waits for the one before it.
TURN_SECONDS = 60
LOCK = ".importing.lock"
OWN_FOLDER = Path("~/central-asia-monitor-data")
AS_IT_WAS = "0000"


class Busy(Exception):
    """Another import is being written into this folder."""


class Outdated(Exception):
    """The folder has changed since the draft was made."""


class NothingToUndo(Exception):
    """No import stands before the one in use."""


@dataclass(frozen=True)
class Version:
    """What is known of an import: who, when, from which files, how many rows of what."""

    name: str
    parent: str
    when: datetime
    who: str
    files: tuple[dict[str, Any], ...]
    counts: dict[str, dict[str, int]]


def import_folder() -> Path:
    """Return the folder that imports go to: the data in use, or the user's own beside ours."""
    address = data_address()
    named = Path(address.text).expanduser()
    is_own = address.kind == FOLDER and named.resolve() != SHIPPED_FOLDER.resolve()
    return (named if is_own else OWN_FOLDER.expanduser()).resolve()


@contextmanager
def draft_folder(target: Path) -> Iterator[Path]:
    """Make a folder for a draft inside `target`; it is gone afterwards unless it was published.

    So is `target` where nothing else is in it. What killed imports have left is removed first.
    Raises `OSError`.
    """
    is_new = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(target)
    draft = target / f"{DRAFTS}{uuid4().hex[:8]}"
    alive = FileLock(f"{draft}.lock")
    try:
        with alive:
            draft.mkdir()
            yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        Path(alive.lock_file).unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                target.rmdir()


def publish(draft: Path, target: Path, parent: str, notes: dict[str, Any]) -> Version:
    """Make a draft the folder's data, in one step; what was before is kept.

    Raises `Busy`, `Outdated` when another version than `parent` is in use by now, `OSError`.
    """
    with locked(target):
        if in_use(target) != parent:
            raise Outdated
        parent = parent or _kept_as_it_was(target)
        name = _next_name(target)
        _write_notes(draft, name, parent, notes)
        for file in draft.iterdir():
            flush(file)
        flush(draft)
        versions = target / VERSIONS
        versions.mkdir(exist_ok=True)
        draft.rename(versions / name)
        flush(versions)
        _point_to(target, name)
    return _version(versions / name)


def undo(target: Path) -> Version:
    """Take the last import back; return what is in use again.

    Raises `Busy`, `NothingToUndo`.
    """
    with locked(target):
        now = in_use(target)
        about = _notes(target / VERSIONS / now) if now else {}
        if not about or now == AS_IT_WAS:
            raise NothingToUndo
        _point_to(target, about["parent"])
    return _version(target / VERSIONS / about["parent"])


def ledger(target: Path) -> list[Version]:
    """Return every version of a folder, the first import first."""
    folders = sorted((target / VERSIONS).glob("[0-9]*"))
    return [_version(folder) for folder in folders if (folder / NOTES).is_file()]


def in_use(target: Path) -> str:
    """Return the name of the version in use; "" for a folder that nothing was imported into."""
    folder = current_version(target)
    return folder.name if folder != target else ""


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Let nobody else write into a folder meanwhile. Raises `Busy`."""
    try:
        with FileLock(target / LOCK, timeout=TURN_SECONDS):
            yield
    except Timeout as trouble:
        raise Busy from trouble


def _kept_as_it_was(target: Path) -> str:
    """Keep the folder's own tables as a version, so that the first import can be taken back."""
    kept = target / VERSIONS / AS_IT_WAS
    if kept.is_dir():
        return AS_IT_WAS
    making = target / VERSIONS / f"{DRAFTS}{AS_IT_WAS}"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for file in target.iterdir():
        if file.is_file() and file.suffix in (".csv", ".json", ".parquet"):
            link_or_copy(file, making / file.name)
    _write_notes(making, AS_IT_WAS, "", {"files": [], "counts": {}})
    flush(making / NOTES)
    making.rename(kept)
    return AS_IT_WAS


def link_or_copy(file: Path, place: Path) -> None:
    """Give a file a second name; copy it where the disk has no second names."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copy2(file, place)


def _next_name(target: Path) -> str:
    used = [int(folder.name) for folder in (target / VERSIONS).glob("[0-9]*")]
    return f"{max(used, default=0) + 1:04d}"


def _point_to(target: Path, name: str) -> None:
    making = target / f".{CURRENT}-{uuid4().hex[:8]}"
    making.write_text(f"{name}\n", "utf-8")
    flush(making)
    making.replace(target / CURRENT)
    flush(target)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk; folders where the system can."""
    flags = os.O_RDONLY
    try:
        handle = os.open(path, flags)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_abandoned(target: Path) -> None:
    for lock in target.glob(f"{DRAFTS}*.lock"):
        with suppress(Timeout, OSError):
            with FileLock(lock, timeout=0):
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
    for making in target.glob(f".{CURRENT}-*"):
        making.unlink(missing_ok=True)


def _write_notes(folder: Path, name: str, parent: str, notes: Mapping[str, Any]) -> None:
    about = {
        "version": name,
        "parent": parent,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        **notes,
        "who": notes.get("who") or user_name(),
    }
    (folder / NOTES).write_text(json.dumps(about, indent=1, ensure_ascii=False), "utf-8")


def _notes(folder: Path) -> dict[str, Any]:
    return json.loads((folder / NOTES).read_text("utf-8"))


def _version(folder: Path) -> Version:
    about = _notes(folder)
    return Version(
        about["version"],
        about["parent"],
        datetime.fromisoformat(about["when"]),
        about["who"],
        tuple(about["files"]),
        about["counts"],
    )


def user_name() -> str:
    """Return the name by which the machine knows who runs this."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
