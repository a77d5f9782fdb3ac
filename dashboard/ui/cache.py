"""Holds one copy of the data a process, read anew only when it changes.

Long data that is not prepared yet is prepared beside the visits, see `preparation`.
"""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
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
from dashboard.engine.address import DATABASE, DataAddress
from dashboard.ui.preparation import Preparation

# How long a database is taken to be as it was, in seconds.
ASKED_AGAIN = 600
TABLE_SUFFIXES = (".csv", ".parquet")


class DataBeingPrepared(DataUnavailable):
    """The data is not ready yet: `preparation` says how far it is."""

    def __init__(self, preparation: Preparation) -> None:
        super().__init__("The data is being prepared. Try again in a moment.")
        self.preparation = preparation


@dataclass(frozen=True)
class _Stamp:
    """What tells cheaply that a folder has changed: its files' names, sizes and times."""

    folder: Path
    files: tuple[tuple[str, int, int], ...]


@dataclass
class _Long:
    """The long data held, of which version, and what is being prepared."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    package: Package | None = None
    held: tuple[DataAddress, str, _Stamp | None] | None = None
    preparation: Preparation | None = None
    asked: float = -ASKED_AGAIN
    version: tuple[DataAddress, str] | None = None


_LONG = _Long()


def current_package() -> Package:
    """Return the data package in use.

    Raises `DataUnavailable` when it cannot be read at all, `DataBeingPrepared` while long data is
    opened for the first time. When its data changes, the version of before stays in use meanwhile.
    """
    address = data_address()
    if is_short(address):
        return _loaded(_stamp(address.path))
    with _LONG.lock:
        return _long_package(address)


def reload_package() -> None:
    """Read the data again, whatever the files' times say."""
    _loaded.cache_clear()
    with _LONG.lock:
        _LONG.held, _LONG.preparation, _LONG.asked = None, None, -ASKED_AGAIN
    with suppress(DataUnavailable):  # the page that runs next says so
        current_package()


@lru_cache(maxsize=2)
def _loaded(stamp: _Stamp) -> Package:
    return short_package(stamp.folder)


def _long_package(address: DataAddress) -> Package:
    version = _current_version(address)
    made = _LONG.preparation
    if made and made.of == (address, version) and made.finished and not made.trouble:
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
    if known and time.monotonic() - _LONG.asked < ASKED_AGAIN:
        return known[1]
    _LONG.asked = time.monotonic()
    try:
        _LONG.version = (address, version_of(address))
    except DataUnavailable:
        # A database that is away for a while: what is held stays in use.
        if not known or not _LONG.package:
            raise
        return known[1]
    return _LONG.version[1]


def _stamp(path: Path) -> _Stamp:
    names = [path] if path.is_file() else sorted(path.glob("*"))
    names = [
        name
        for name in names
        if name.suffix in TABLE_SUFFIXES or name.name == DESCRIPTOR_NAME or name == path
    ]
    stats = ((name.name, name.stat()) for name in names)
    return _Stamp(path, tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
