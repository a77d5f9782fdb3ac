"""What people made, in one file and back: read and written with care, by whoever asks for it.

The file is a zip: `manifest.json` names every file with its length and SHA-256, `content/N` holds
it. Files that are one on the disk, as the tables that several versions share, are one here too. A
member of the archive is never a path: where a file goes is what the manifest says of it, and that
must be one of the places that `place_fault` knows.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from dashboard.briefing.kept import AUDIT, ENDED, STATE_FILES, in_turn, keep_audit
from dashboard.engine.address import CURRENT, VERSIONS
from dashboard.importing.drafts import PROFILES
from dashboard.importing.versions import flush, link_or_copy, locked
from dashboard.sources.reading.workbooks import DAMAGED_ZIP
from dashboard.wording import say

# The version grows with the kinds of files that an older program would refuse.
FORMAT, VERSION = "central-asia-monitor/backup", 2
MANIFEST, CONTENT = "manifest.json", "content"
STATE, DATA = ROOMS = "state", "data"
MOST_FILES, MOST_MANIFEST = 200_000, 100_000_000
# What an archive may unpack to, a byte of it: deflate gives a thousand at most.
MOST_TIMES = 1_100
LEFT_FREE = 100_000_000
AT_ONCE = 1 << 20
TABLE = r"[A-Za-z0-9][A-Za-z0-9_. -]{0,100}\.(csv|json|parquet)"
DATA_FILES = (
    re.compile(CURRENT),
    re.compile(TABLE),
    re.compile(rf"{VERSIONS}/[0-9]{{4,9}}/{TABLE}"),
    re.compile(rf"{PROFILES}/[0-9a-f]{{12}}\.json"),
)
DRAFT, BEFORE = ".restoring-", ".before-restore-"


class NoBackup(Exception):
    """The file is no backup that can be read; the message says which part, and by which rule."""


@dataclass(frozen=True)
class Entry:
    """A file of a backup: where it goes (`state/trays/...`), what it holds, in which member."""

    path: str
    length: int
    sha256: str
    member: str


@dataclass
class Places:
    """The two folders that a backup is of."""

    state: Path
    data: Path

    def of(self, path: str) -> Path:
        """Return where a file of a backup stands."""
        room, _, below = path.partition("/")
        return (self.state if room == STATE else self.data) / below

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield what belongs into a backup, in an order that does not change."""
        for kind in STATE_FILES:
            yield from self._below(STATE, self.state, self.state / kind)
        if (self.data / VERSIONS).is_dir():
            for folder in (self.data, self.data / PROFILES, *(self.data / VERSIONS).glob("[0-9]*")):
                yield from self._below(DATA, self.data, folder)

    @staticmethod
    def _below(room: str, root: Path, folder: Path) -> Iterator[tuple[str, Path]]:
        with suppress(OSError):
            for file in sorted(folder.iterdir()):
                path = f"{room}/{file.relative_to(root).as_posix()}"
                if not place_fault(path) and file.is_file():
                    yield path, file


@dataclass
class Backup:
    """What is known of a backup before its files are read."""

    made: str
    entries: tuple[Entry, ...] = field(repr=False)


def write_backup(file: Path, places: Places) -> Backup:
    """Write a backup whole or not at all; without anything to save none is written.

    Imports wait meanwhile. Raises `OSError`, `Busy`, `NoBackup` when it cannot be read again.
    """
    handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=DRAFT)
    making = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip:
            if (places.data / VERSIONS).is_dir():
                with locked(places.data):
                    entries = tuple(_packed(zip, places.files()))
            else:
                entries = tuple(_packed(zip, places.files()))
            made = datetime.now(UTC).isoformat(timespec="seconds")
            listed = [vars(entry) for entry in entries]
            manifest = {"format": FORMAT, "version": VERSION, "made": made, "files": listed}
            zip.writestr(MANIFEST, json.dumps(manifest, indent=1))
        if entries:
            read_backup(making)
            with making.open("rb") as written:
                os.fsync(written.fileno())
            making.replace(file)
        return Backup(made, entries)
    finally:
        making.unlink(missing_ok=True)


def _packed(zip: zipfile.ZipFile, files: Iterable[tuple[str, Path]]) -> Iterator[Entry]:
    packed: dict[tuple[int, int], Entry] = {}
    for path, file in files:
        try:
            source = file.open("rb")
        except FileNotFoundError:  # swept meanwhile
            continue
        with source:
            about = os.fstat(source.fileno())
            place = about.st_dev, about.st_ino
            if held := packed.get(place):
                yield Entry(path, held.length, held.sha256, held.member)
                continue
            member = f"{CONTENT}/{len(packed)}"
            with zip.open(member, "w", force_zip64=True) as out:
                length, sha256 = _copied(source, out, None)
        packed[place] = Entry(path, length, sha256, member)
        yield packed[place]


def _copied(source: IO[bytes], out: IO[bytes] | None, most: int | None) -> tuple[int, str]:
    """Copy bytes, no more than one over `most`; return how many, and their SHA-256."""
    digest, length = hashlib.sha256(), 0
    while block := source.read(AT_ONCE if most is None else min(AT_ONCE, most + 1 - length)):
        digest.update(block)
        length += len(block)
        if out is not None:
            out.write(block)
    return length, digest.hexdigest()


def read_backup(file: Path) -> Backup:
    """Read and check a backup, every byte of it. Raises `NoBackup`, `OSError`."""
    with _opened(file) as zip:
        backup = _listed(zip, file)
        for entry in {each.member: each for each in backup.entries}.values():
            _unpack(zip, entry, None)
    return backup


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGED_ZIP as trouble:
        raise NoBackup(say("{file} is no backup: it is no zip file.", file=str(file))) from trouble


def _listed(zip: zipfile.ZipFile, file: Path) -> Backup:
    """Return what the manifest says, each line of it checked."""
    manifest = _manifest(zip)
    if manifest.get("format") != FORMAT:
        raise NoBackup(say("it is no backup: its “format” is not “{format}”.", format=FORMAT))
    version = manifest.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise NoBackup(
            say(
                "it is of version {version}; this program reads up to version {newest}. Take a "
                "newer one.",
                version=str(version)[:20],
                newest=VERSION,
            )
        )
    listed, made = manifest.get("files"), str(manifest.get("made", ""))[:40]
    if not isinstance(listed, list) or len(listed) > MOST_FILES:
        raise NoBackup(say("its manifest is no list of up to {most} files.", most=MOST_FILES))
    backup = Backup(made, tuple(_entry(each, zip) for each in listed))
    twice = [path for path, times in Counter(e.path for e in backup.entries).items() if times > 1]
    if twice:
        raise NoBackup(say("{path} is there twice.", path=twice[0]))
    if _length(backup.entries) > file.stat().st_size * MOST_TIMES:
        raise NoBackup(say("it says that it unpacks to more than any zip file can."))
    return backup


def _length(entries: Iterable[Entry]) -> int:
    """Return how many bytes files unpack to; those that are one on the disk count once."""
    return sum({entry.member: entry.length for entry in entries}.values())


def _manifest(zip: zipfile.ZipFile) -> Mapping[str, object]:
    try:
        with zip.open(MANIFEST) as source:
            content = source.read(MOST_MANIFEST + 1)
    except KeyError:
        raise NoBackup(say("it is no backup: it has no {name}.", name=MANIFEST)) from None
    except DAMAGED_ZIP as trouble:
        raise NoBackup(say("{name} is damaged.", name=MANIFEST)) from trouble
    if len(content) > MOST_MANIFEST:
        raise NoBackup(say("{name} is longer than any can be.", name=MANIFEST))
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as trouble:
        raise NoBackup(say("{name} is no JSON.", name=MANIFEST)) from trouble
    return manifest if isinstance(manifest, dict) else {}


def _entry(line: object, zip: zipfile.ZipFile) -> Entry:
    held = line if isinstance(line, dict) else {}
    path, member = str(held.get("path", ""))[:300], str(held.get("member", ""))[:40]
    length, sha256 = held.get("length"), str(held.get("sha256", ""))
    if broken := place_fault(path):
        raise NoBackup(broken)
    if not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise NoBackup(say("{path}: “length” is no number of bytes.", path=path))
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise NoBackup(say("{path}: “sha256” is no SHA-256.", path=path))
    if not re.fullmatch(rf"{CONTENT}/[0-9]+", member) or member not in zip.NameToInfo:
        raise NoBackup(say("{path}: its content is missing.", path=path))
    return Entry(path, length, sha256, member)


def place_fault(path: str) -> str:
    """Say why a file of this path cannot be in a backup; "" for one that can.

    >>> place_fault("data/versions/0001/events.csv"), place_fault("state/audit/2026-11.jsonl")
    ('', '')
    >>> place_fault("data/../events.csv")
    '“data/../events.csv” is no place of a file in a backup.'
    """
    room, _, below = path.partition("/")
    kind, _, name = below.partition("/")
    is_state = room == STATE and kind in STATE_FILES and re.fullmatch(STATE_FILES[kind], name)
    is_data = room == DATA and any(pattern.fullmatch(below) for pattern in DATA_FILES)
    if is_state or is_data:
        return ""
    return say("“{path}” is no place of a file in a backup.", path=path)


def _unpack(zip: zipfile.ZipFile, entry: Entry, place: Path | None) -> None:
    """Read a file of a backup, into a place when there is one. Raises `NoBackup`, `OSError`."""
    try:
        with zip.open(entry.member) as source:
            if place is None:
                length, sha256 = _copied(source, None, entry.length)
            else:
                with place.open("xb") as out:
                    length, sha256 = _copied(source, out, entry.length)
                    out.flush()
                    os.fsync(out.fileno())
    except DAMAGED_ZIP as trouble:
        raise NoBackup(say("{path} is damaged.", path=entry.path)) from trouble
    if (length, sha256) != (entry.length, entry.sha256):
        raise NoBackup(say("{path} is not what was saved: its checksum differs.", path=entry.path))


def restore(file: Path, backup: Backup, places: Places) -> list[Path]:
    """Put a backup in the place of what is there; return the folders that keep what was there.

    Nothing is moved before everything is unpacked and checked; what cannot be moved to its end is
    moved back. Raises `NoBackup`, `OSError`, `Busy`.
    """
    rooms = {room: [e for e in backup.entries if e.path.startswith(f"{room}/")] for room in ROOMS}
    roots = {room: places.of(f"{room}/") for room, entries in rooms.items() if entries}
    with ExitStack() as stack:
        zip = stack.enter_context(_opened(file))
        for room, root in roots.items():
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if room == DATA:
                stack.enter_context(locked(root))
            _look_for_room(root, rooms[room])
        drafts = {}
        for room, root in roots.items():
            for left in root.glob(f"{DRAFT}*"):
                shutil.rmtree(left, ignore_errors=True)
            drafts[room] = Path(tempfile.mkdtemp(prefix=DRAFT, dir=root))
            stack.callback(shutil.rmtree, drafts[room], ignore_errors=True)
            _unpack_all(zip, rooms[room], drafts[room])
        if STATE in roots:
            trails = roots[STATE] / AUDIT, drafts[STATE] / AUDIT
            read = keep_audit(*trails)
            for kind in STATE_FILES:
                stack.enter_context(in_turn(roots[STATE] / kind))
            _keep_ended(roots[STATE] / ENDED, drafts[STATE] / ENDED)
            keep_audit(*trails, read)
        return _exchange([(roots[room], drafts[room], held(room, places)) for room in roots])


def _look_for_room(root: Path, entries: Sequence[Entry]) -> None:
    needed = _length(entries)
    if shutil.disk_usage(root).free < needed + LEFT_FREE:
        raise NoBackup(
            say(
                "there is no room in {folder} for {size} MB.",
                folder=str(root),
                size=f"{needed / 1e6:,.0f}",
            )
        )


def _unpack_all(zip: zipfile.ZipFile, entries: Sequence[Entry], draft: Path) -> None:
    unpacked: dict[str, Path] = {}
    for entry in entries:
        place = draft / entry.path.partition("/")[2]
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if entry.member in unpacked:
            link_or_copy(unpacked[entry.member], place)
        else:
            _unpack(zip, entry, place)
            unpacked[entry.member] = place


def _keep_ended(there: Path, draft: Path) -> None:
    """Let no sign-in live again that was ended since the backup."""
    if there.is_dir():
        draft.mkdir(mode=0o700, exist_ok=True)
        for mark in there.iterdir():
            (draft / mark.name).touch()


def held(room: str, places: Places) -> list[Path]:
    """Return what stands in a room and would be replaced, files and folders."""
    root = places.of(f"{room}/")
    if room == STATE:
        return [root / kind for kind in STATE_FILES if (root / kind).exists()]
    named = [root / name for name in (CURRENT, VERSIONS, PROFILES) if (root / name).exists()]
    tables = (file for file in sorted(root.glob("*")) if re.fullmatch(TABLE, file.name))
    return [*named, *(file for file in tables if file.is_file())]


def _move_back(moved: Sequence[tuple[Path, Path]], kept: Iterable[Path]) -> None:
    """Undo moves, the last first; what a running app has made meanwhile gives way to what was."""
    for source, goal in reversed(moved):
        if source.is_dir() and not source.is_symlink():
            shutil.rmtree(source)
        goal.rename(source)
    for aside in kept:
        with suppress(OSError):
            aside.rmdir()


def _exchange(roots: Iterable[tuple[Path, Path, list[Path]]]) -> list[Path]:
    """Move what is there aside and the drafts in its place; all of it, or nothing is moved."""
    moved: list[tuple[Path, Path]] = []
    kept = []
    try:
        for root, draft, old in roots:
            aside = root / f"{BEFORE}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
            if old:
                aside.mkdir(mode=0o700)
                kept.append(aside)
            there, new = {each.name: each for each in old}, [*draft.iterdir()]
            gone = there.keys() - {each.name for each in new}
            # What takes a place comes right after what stood there, so that nobody finds it empty.
            steps = [(there[name], aside / name) for name in sorted(gone)]
            for each in new:
                if each.name in there:
                    steps.append((there[each.name], aside / each.name))
                steps.append((each, root / each.name))
            for source, goal in steps:
                source.rename(goal)
                moved.append((source, goal))
            flush(root)
    except BaseException:
        _move_back(moved, kept)
        raise
    return kept
