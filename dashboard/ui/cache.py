"""Holds one copy of the data a process, read anew only when it changes.

Long data that is not prepared yet is prepared beside the visits, in a process of its own that can
be killed and gives its memory back. What outlives every run is kept out of Python's searches for
garbage, in which time nothing reaches any browser.
"""

import ctypes
import gc
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from dashboard.datapackage.opening import (
    data_address,
    is_prepared,
    is_short,
    last_prepared,
    open_package,
    short_package,
    version_of,
)
from dashboard.datapackage.store import DESCRIPTOR_NAME, DataUnavailable, Package
from dashboard.engine.address import DATABASE, SETTING, DataAddress
from dashboard.engine.opening import EVENTS
from dashboard.engine.patience import OPENING_SECONDS_OF, REST_SECONDS, SECONDS
from dashboard.wording import N_, join_words, say, say_many

PROJECT = Path(__file__).resolve().parent.parent.parent
FIRST_WORDS = N_("Opening the data")
# How long a database is taken to be as it was, in seconds.
ASKED_AGAIN = 600
TABLE_SUFFIXES = (".csv", ".parquet")
# glibc's settings M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD, see mallopt(3).
HEAPS, LONG = 2, 8 << 20
MALLOC_SETTINGS = ((-8, HEAPS), (-3, LONG), (-1, LONG))


@lru_cache(maxsize=1)
def settle_memory(package: Package) -> None:
    """Set all that is in memory apart from now on; once for each package of data.

    Called after a run, when the programs and the data are loaded. The programs and the data are
    hundreds of thousands of objects, a visit a few thousand.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def give_memory_back() -> None:
    """Have what is freed given back to the system, where glibc gives memory out; else do nothing.

    Every run is a thread of its own. With a heap for each, holes in one are of no use to the
    others; and long arrays that are freed leave holes, unless they lie outside the heaps.
    """
    with suppress(AttributeError, OSError, TypeError):  # another system's library
        mallopt = ctypes.CDLL(None).mallopt
        for setting, value in MALLOC_SETTINGS:
            mallopt(setting, value)


class Preparation:
    """One version of an address's data being prepared.

    `share` of it is done, from 0 to 1, `words` say what is being done, and `trouble` says at the
    end what went wrong, if anything.
    """

    def __init__(self, address: DataAddress, version: str) -> None:
        """Begin."""
        self.of = (address, version)
        self.share, self.words, self.trouble = 0.0, say(FIRST_WORDS), ""
        self.is_running = True
        self.thread = threading.Thread(target=self._run, args=(address,), daemon=True)
        self.thread.start()

    def _run(self, address: DataAddress) -> None:
        try:
            self._follow(address)
        except OSError as trouble:
            self.trouble = say("The data cannot be prepared: {why}.", why=str(trouble))
        self.is_running = False

    def _follow(self, address: DataAddress) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "prepare", "--follow"],
            cwd=PROJECT,
            env={**os.environ, SETTING: address.text},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in process.stdout or ():
            share, _, words = line.strip().partition(" ")
            self.share = float(share)
            self.words = f"{words} ({self.share:.0%})"
        _, said = process.communicate()
        if process.returncode:
            lines = said.strip().splitlines()
            self.trouble = lines[-1] if lines else say("The data cannot be prepared.")


class DataBeingPrepared(DataUnavailable):
    """The data is not ready yet: `preparation` says how far it is."""

    def __init__(self, preparation: Preparation) -> None:
        super().__init__(say("The data is being prepared. Try again in a moment."))
        self.preparation = preparation


@dataclass(frozen=True)
class _Stamp:
    """What tells cheaply that a folder has changed: its files' names, numbers, sizes and times.

    A file put in the place of another has a number of its own, though it be as long and as old.
    """

    folder: Path
    files: tuple[tuple[str, int, int, int], ...]


@dataclass
class _Long:
    """The long data held, of which version, and what is being prepared."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    package: Package | None = None
    held: tuple[DataAddress, str, _Stamp | None] | None = None
    preparation: Preparation | None = None
    asked: float = -ASKED_AGAIN
    version: tuple[DataAddress, str] | None = None
    asking: threading.Thread | None = None
    trouble: str = ""
    # The database that has not answered, and until when nobody asks it again.
    resting: tuple[str, float] = ("", 0.0)


_LONG = _Long()


@dataclass(frozen=True)
class _Sound:
    """The last data of an address of which every table could be read, and what is wrong now."""

    address: DataAddress | None = None
    package: Package | None = None
    trouble: str = ""


class _Held:
    """What is held of it, put in place in one step, as several visits may read."""

    sound = _Sound()


_READING = threading.Lock()
# Pages that were shown whole, of the version of the data in use; and who shows one first.
_SHOWN: set[tuple[str, str]] = set()
_SHOWING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# How long others wait for the first, in seconds: it may have met a database that is slow.
FIRST_SECONDS = 30


@contextmanager
def first_alone(package: Package, page: str) -> Iterator[None]:
    """Let one visit work a page of new data out, while the others wait and then find it done."""
    shown = (package.version, page)
    if shown in _SHOWN:
        yield
        return
    lock = _SHOWING[page]
    held = lock.acquire(timeout=FIRST_SECONDS)
    try:
        yield
        if all(version != package.version for version, _ in tuple(_SHOWN)):
            _SHOWN.clear()
        _SHOWN.add(shown)
    finally:
        if held:
            lock.release()


def current_package() -> Package:
    """Return the data package in use.

    Raises `DataUnavailable` when it cannot be read at all, `DataBeingPrepared` while long data is
    opened for the first time. When its data changes, the version of before stays in use meanwhile;
    so it does when its files cannot be read any longer, of which `trouble_of_data` then tells.
    """
    address = data_address()
    held = _Held.sound
    before = held.package if address == held.address else None
    try:
        package = _package_at(address)
    except DataUnavailable as trouble:
        if before is None:
            raise
        is_waiting = isinstance(trouble, DataBeingPrepared)
        _Held.sound = replace(held, trouble="" if is_waiting else str(trouble))
        return before
    if before is not None and (worse := package.unavailable.keys() - before.unavailable.keys()):
        words = " ".join(package.unavailable[name] for name in sorted(worse))
        _Held.sound = replace(held, trouble=words)
        return before
    _Held.sound = _Sound(address, package)
    return package


def held_version() -> str:
    """Return the version of the data in use; empty before the first was read."""
    package = _Held.sound.package
    return package.version if package else ""


def _package_at(address: DataAddress) -> Package:
    try:
        if is_short(address):
            with _READING:  # one reads, the others find it read
                return _loaded(_stamp(address.path))
    except OSError as trouble:  # a file that goes while it is read
        raise DataUnavailable(
            say("The data at {place} cannot be read: {why}.", place=address.shown, why=str(trouble))
        ) from None
    with _LONG.lock:
        return _long_package(address)


def trouble_of_data(package: Package) -> tuple[str, ...]:
    """Say what of the data in use cannot be read, or could not since it was read."""
    held = _Held.sound
    if held.trouble and package is held.package:
        return (held.trouble, say("What was read before that is shown."))
    sentences = [f"{why.rstrip('.')}." for why in dict.fromkeys(package.unavailable.values())]
    rows = {(fault.file, fault.row) for fault in package.faults if fault.row > 1}
    if rows:
        files = sorted({file for file, _ in rows})
        sentences.append(
            say_many(
                "{count} row of {files} breaks a rule and is left out: see About the data.",
                "{count} rows of {files} break a rule and are left out: see About the data.",
                len(rows),
                files=join_words(files),
            )
        )
    elif any(fault.file == EVENTS for fault in package.faults):  # a database numbers no rows
        sentences.append(say("Rows of events break a rule and are left out: see About the data."))
    return tuple(sentences)


def reload_package() -> None:
    """Read the data again, whatever the files' times say, and hold to nothing of before."""
    _Held.sound = _Sound()
    _loaded.cache_clear()
    with _LONG.lock:
        _LONG.held, _LONG.preparation, _LONG.asked = None, None, -ASKED_AGAIN
        _LONG.resting = ("", 0.0)
    with suppress(DataUnavailable):  # the page that runs next says so
        current_package()


@lru_cache(maxsize=2)
def _loaded(stamp: _Stamp) -> Package:
    return short_package(stamp.folder)


def _long_package(address: DataAddress) -> Package:
    version = _current_version(address)
    made = _LONG.preparation
    if made and made.of == (address, version) and not made.is_running and not made.trouble:
        # Events that were written to meanwhile are a later version than was asked for.
        version = last_prepared(address) or version
        _LONG.version = (address, version)
    held = (address, version, None if address.kind == DATABASE else _stamp(address.path))
    if _LONG.held == held and _LONG.package:
        return _LONG.package
    before = _LONG.package if _LONG.held and _LONG.held[0] == address else None
    if is_prepared(address, version):
        _LONG.package, _LONG.held = open_package(address, version=version), held
        _LONG.preparation = None
        return _LONG.package
    if not _LONG.preparation or _LONG.preparation.of != (address, version):
        _LONG.preparation = Preparation(address, version)
    if before:
        return before
    if _LONG.preparation.trouble:
        raise DataUnavailable(_LONG.preparation.trouble)
    raise DataBeingPrepared(_LONG.preparation)


def _current_version(address: DataAddress) -> str:
    """Return the version of long data; a database is asked only now and then."""
    if address.kind != DATABASE:
        return version_of(address)
    known = _LONG.version if _LONG.version and _LONG.version[0] == address else None
    now = time.monotonic()
    resting_of, resting_until = _LONG.resting
    is_resting = resting_of == address.text and now < resting_until
    is_due = now - _LONG.asked >= ASKED_AGAIN if known else not is_resting
    if is_due and not (_LONG.asking and _LONG.asking.is_alive()):
        _LONG.asked, _LONG.trouble = now, ""
        _LONG.asking = threading.Thread(target=_ask, args=(address,), daemon=True)
        _LONG.asking.start()
    if known and _LONG.package:  # what is held stays in use meanwhile
        return known[1]
    if is_due and _LONG.asking:
        scheme = address.text.partition("://")[0]
        _LONG.asking.join(OPENING_SECONDS_OF.get(scheme, SECONDS))
    if _LONG.version and _LONG.version[0] == address:
        return _LONG.version[1]
    if is_due:  # the others who wait are not to wait as long again
        _LONG.resting = (address.text, time.monotonic() + REST_SECONDS)
    silent = say("The database at {address} has not answered.", address=address.shown)
    raise DataUnavailable(_LONG.trouble or silent)


def _ask(address: DataAddress) -> None:
    """Ask a database for its version; one that is away for a while is as it was."""
    try:
        _LONG.version = (address, version_of(address))
    except DataUnavailable as trouble:
        _LONG.trouble = str(trouble)


def _stamp(path: Path) -> _Stamp:
    names = [path] if path.is_file() else sorted(path.glob("*"))
    names = [
        name
        for name in names
        if name.suffix in TABLE_SUFFIXES or name.name == DESCRIPTOR_NAME or name == path
    ]
    stats = ((name.name, name.stat()) for name in names)
    files = ((name, each.st_ino, each.st_size, each.st_mtime_ns) for name, each in stats)
    return _Stamp(path, tuple(files))
