"""What is kept in the cache folder is there whole or not at all, and is made once."""

import multiprocessing
import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest
from made_long import write_long

from dashboard.datapackage.opening import version_of
from dashboard.engine import opening
from dashboard.engine.address import read_address
from dashboard.engine.cache import CACHE_SETTING, cache_folder, forget, kept
from dashboard.engine.cache import Progress as Told

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_SETTING, str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder: Path, progress: Told) -> None:
    (folder / "one").write_text("1")
    (folder / "two").write_text("2")


def write_slowly(folder: Path, progress: Told, seconds: float = 1.5) -> None:
    """Write half, tell who does it, and take long for the rest."""
    (folder / "one").write_text("1")
    with (cache_folder().parent / "makers").open("a") as makers:
        makers.write(f"{os.getpid()}\n")
    time.sleep(seconds)
    (folder / "two").write_text("2")


def ask(seconds: float = 1.5) -> None:
    kept("data-a", "v1", partial(write_slowly, seconds=seconds))


def makers(cache: Path) -> list[int]:
    file = cache.parent / "makers"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def wait_for_maker(cache: Path) -> int:
    for _ in range(2_400):
        if found := makers(cache):
            return found[0]
        time.sleep(0.05)
    raise AssertionError("nobody began")


def test_it_is_made_once_and_for_each_version(cache: Path) -> None:
    folder = kept("data-a", "v1", write)
    assert sorted(path.name for path in folder.iterdir()) == ["one", "two"]

    def never(folder: Path, progress: Told) -> None:
        raise AssertionError("made twice")

    assert kept("data-a", "v1", never) == folder
    assert kept("data-a", "v2", write) != folder
    forget("data-a", "v1")
    assert not folder.exists()


def test_work_that_fails_leaves_nothing(cache: Path) -> None:
    def fail(folder: Path, progress: Told) -> None:
        (folder / "one").write_text("1")
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        kept("data-a", "v1", fail)
    assert [path for path in cache.iterdir() if path.is_dir()] == []
    assert kept("data-a", "v1", write).is_dir()


def test_two_processes_make_it_once(cache: Path) -> None:
    processes = [SPAWN.Process(target=ask) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(makers(cache)) == 1
    assert (cache / "data-a-v1" / "two").read_text() == "2"


def test_a_killed_process_leaves_nothing_half_made(cache: Path) -> None:
    process = SPAWN.Process(target=ask, args=(3_600,))
    process.start()
    os.kill(wait_for_maker(cache), signal.SIGKILL)
    process.join(300)
    assert not (cache / "data-a-v1").exists()
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 1
    folder = kept("data-a", "v1", write)
    assert [path for path in cache.iterdir() if path.is_dir()] == [folder]
    assert (folder / "two").read_text() == "2"


def test_of_older_versions_the_last_stays(cache: Path) -> None:
    for number in range(4):
        kept("data-a", f"v{number}", write)
        os.utime(cache / f"data-a-v{number}", (number, number))
    kept("data-b", "v0", write)
    left = sorted(path.name for path in cache.iterdir() if path.is_dir())
    assert left == ["data-a-v2", "data-a-v3", "data-b-v0"]


def test_what_was_counted_by_other_columns_is_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = read_address(str(write_long(tmp_path / "long")))
    before = version_of(address)
    assert version_of(address) == before
    monkeypatch.setattr(opening, "SHAPE", (*opening.SHAPE, ("a column more",)))
    assert version_of(address) != before
