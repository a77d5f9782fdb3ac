"""What visitors put aside, each kept as a file, so that it outlives pages, reloads and restarts.

Beside it the audit trail: what left, what came in, who did it. Who a visitor is, is left to the
screen.
"""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from filelock import FileLock

from dashboard.briefing.tray import Tray
from dashboard.briefing.tray_file import read_tray, tray_json
from dashboard.wording import N_

FOLDER_SETTING = "CENTRAL_ASIA_MONITOR_STATE"
# What stands in the folder: folders by name, and what files in each are called.
TRAYS, VIEWS, VISITS, SEEN = "trays", "views", "visits", "seen"
AUDIT, EMBEDS, ENDED, HOUSE_VIEWS = "audit", "embeds", "ended", "house_views"
OF_A_VISITOR = r"[0-9a-f]{64}\.(json|damaged)"
STATE_FILES = {
    TRAYS: OF_A_VISITOR,
    VIEWS: OF_A_VISITOR,
    HOUSE_VIEWS: OF_A_VISITOR,  # one file: those of everybody who signs in
    VISITS: OF_A_VISITOR,
    SEEN: r"[0-9a-f]{32}\.parquet",  # events of earlier versions, to tell what is new
    AUDIT: r"[0-9]{4}-[0-9]{2}\.jsonl",
    EMBEDS: r"[0-9a-f]{64}\.html",  # panels in frames, frozen at a version of the data
    ENDED: r"[0-9a-f]{64}",  # marks of sign-ins that were ended
}
A_DAY = 24 * 60 * 60
KEPT_SECONDS = 90 * A_DAY
NOT_KEPT = N_("The briefing cannot be kept here; it lasts as long as this page stays open.")
# The event of the audit trail that no server writes.
RESTORED = "restore"
AUDIT_KEPT = timedelta(days=400)
# How long a change waits for the one before it.
TURN_SECONDS = 10
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
        try:
            with in_turn(path.parent):
                path.parent.mkdir(mode=0o700, exist_ok=True)
                held, refused = self.read(visitor)
                changed = change(held)
                if refused:
                    path.replace(path.with_suffix(".damaged"))
                write_whole(path, self._write(changed))
                self._sweep()
        except OSError as trouble:
            raise NotKept from trouble
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


def lock_of(kind: str) -> str:
    """Return the name of the empty file, beside a folder of this name, by which turns are taken."""
    return f".{kind}.lock"


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Let nobody else, in any process, change what is in a folder of the state folder meanwhile.

    Two windows would lose each other's changes. Raises `OSError`.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Beside it: the folder itself may be put aside by a restore.
    with FileLock(folder.with_name(lock_of(folder.name)), TURN_SECONDS, poll_interval=0.01):
        yield


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


def write_among(path: Path, content: bytes, most: int) -> None:
    """Write a file whole into a folder; of more than so many there the longest unused go."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, content)
    held = sorted(path.parent.glob(f"*{path.suffix}"), key=lambda each: each.stat().st_mtime)
    for old in held[:-most]:
        old.unlink(missing_ok=True)


def kept_trays(folder: Path, exhibits: Collection[str]) -> Kept[Tray]:
    """Return the trays of a folder. `exhibits` are the names of charts that a tray may hold."""
    return Kept(folder, TRAYS, Tray(), lambda content: read_tray(content, exhibits), tray_json)


def write_audit(folder: Path, line: Mapping[str, object]) -> None:
    """Add a line to the audit trail in the state folder; the first of a day removes old ones.

    It stops nobody's work: where the disk is full, the line is not there.
    """
    now = datetime.now(UTC)
    with suppress(OSError), in_turn(folder.expanduser() / AUDIT):
        trail = folder.expanduser() / AUDIT / f"{now:%Y-%m}.jsonl"
        trail.parent.mkdir(mode=0o700, exist_ok=True)
        is_first = not trail.exists() or _day_written(trail) < now.date()
        # The name of a file need be no text: what is not is written as "?".
        with trail.open("a", encoding="utf-8", errors="replace") as out:
            out.write(f"{json.dumps(line, ensure_ascii=False, default=str)}\n")
        if is_first:
            _sweep_audit(trail.parent, now - AUDIT_KEPT)


def _day_written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _sweep_audit(folder: Path, oldest: datetime) -> None:
    """Remove what is older: months, and lines of the month that is so in part."""
    for path in folder.glob("*.jsonl"):
        if path.stem < f"{oldest:%Y-%m}":
            path.unlink(missing_ok=True)
        elif path.stem == f"{oldest:%Y-%m}":
            lines = path.read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if _time_of(line) >= oldest.isoformat()]
            write_whole(path, b"".join(kept))


def _time_of(line: bytes) -> str:
    """Return when a line was written; of one that is half written, a time after all."""
    try:
        return str(json.loads(line)["time"])
    except (ValueError, KeyError, TypeError):
        return "9999"


def keep_audit(there: Path, draft: Path, read: Mapping[str, int] | None = None) -> dict[str, int]:
    """Put every line of an audit trail into a draft of its folder, with those that are there.

    It returns how many bytes of each file it has read. Given these, it adds only what was written
    since: of a long trail that alone is quick enough while others wait to write to it.
    """
    done = {}
    for path in there.glob("*.jsonl"):
        begun = (read or {}).get(path.name)
        try:
            content = path.read_bytes()[begun or 0 :]
        except FileNotFoundError:  # removed meanwhile as too old
            continue
        draft.mkdir(mode=0o700, exist_ok=True)
        if begun is None:
            content = content[: content.rfind(b"\n") + 1]  # the last may be half written
            done[path.name] = len(content)
            _merge_lines(content, draft / path.name)
        elif content:
            with (draft / path.name).open("ab") as out:
                out.write(content.removesuffix(b"\n") + b"\n")
    return done


def _merge_lines(content: bytes, path: Path) -> None:
    saved = path.read_bytes() if path.exists() else b""
    lines = Counter(content.splitlines()) | Counter(saved.splitlines())
    # A line begins with its time; of two in one moment the order stays.
    merged = sorted(lines.elements(), key=lambda line: line.partition(b'",')[0])
    write_whole(path, b"".join(line + b"\n" for line in merged))


def audit_trail(folder: Path, event: str = "", who: str = "") -> Iterator[Mapping[str, object]]:
    """Yield the lines of the audit trail in the state folder, the newest first.

    `event` is that of the lines, `who` a part of a person's name; empty, each is any. The `who` of
    a line is the person signed in, else the name given; an older line has a version for its path.
    """
    part = who.casefold()
    oldest = (datetime.now(UTC) - AUDIT_KEPT).isoformat()
    for path in sorted((folder.expanduser() / AUDIT).glob("*.jsonl"), reverse=True):
        try:
            # What ends a line in Unicode alone may stand in a name: "\n" parts the lines of JSON.
            lines = path.read_text("utf-8", errors="replace").split("\n")
        except FileNotFoundError:  # removed meanwhile as too old, or put aside by a restore
            continue
        for line in reversed(lines):
            with suppress(ValueError):  # the last may be half written
                entry = json.loads(line)
                if not isinstance(entry, dict) or str(entry.get("time", "")) < oldest:
                    continue
                name = str(entry.get("who") or entry.get("by") or "")
                if event in ("", entry.get("event")) and part in name.casefold():
                    path = entry.get("path") or entry.get("version") or ""
                    yield entry | {"who": name, "path": path}
