"""Holds one copy of the data a process, read anew only when its files change."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.store import DESCRIPTOR_NAME, Package, data_folder, load_package


@dataclass(frozen=True)
class _Stamp:
    """What tells cheaply that a folder has changed: its files' names, sizes and times."""

    folder: Path
    files: tuple[tuple[str, int, int], ...]


def current_package() -> Package:
    """Return the data package in use. Raises `DataUnavailable` when it cannot be read at all."""
    return _loaded(_stamp(data_folder()))


def reload_package() -> None:
    """Read the data again, whatever the files' times say."""
    _loaded.cache_clear()
    current_package()


@lru_cache(maxsize=2)
def _loaded(stamp: _Stamp) -> Package:
    return load_package(stamp.folder)


def _stamp(folder: Path) -> _Stamp:
    names = sorted(
        path for path in folder.glob("*") if path.suffix == ".csv" or path.name == DESCRIPTOR_NAME
    )
    stats = ((path.name, path.stat()) for path in names)
    return _Stamp(folder, tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
