"""What is kept in the cache folder is there whole or not at all, and is made once."""

import errno
import os
import re
import signal
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.context import SpawnContext
from pathlib import Path

import duckdb
import pytest
from made_long import write_long

from dashboard.datapackage.opening import open_package, version_of
from dashboard.engine import cache as keeping
from dashboard.engine import opening
from dashboard.engine.address import read_address
from dashboard.engine.cache import (
    CACHE_SETTING,
    CacheUnusable,
    cache_folder,
    forget,
    is_whole,
    kept,
)
from dashboard.engine.cache import Progress as Told


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
    assert sorted(path.name for path in folder.iterdir()) == ["checksums.json", "one", "two"]

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


def test_two_processes_make_it_once(cache: Path, spawn: SpawnContext) -> None:
    processes = [spawn.Process(target=ask) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(makers(cache)) == 1
    assert (cache / "data-a-v1" / "two").read_text() == "2"


def test_a_killed_process_leaves_nothing_half_made(cache: Path, spawn: SpawnContext) -> None:
    process = spawn.Process(target=ask, args=(3_600,))
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


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def fill_with_zeros(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = (
    cut,
    turn_a_bit,
    fill_with_zeros,
    make_a_folder,
    Path.unlink,
    lambda f: f.write_bytes(b""),
)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["one", "below/two", "checksums.json"])
def test_what_is_damaged_in_any_way_is_made_anew(
    damage: Callable[[Path], object], name: str, cache: Path
) -> None:
    def make(folder: Path, progress: Told) -> None:
        (folder / "below").mkdir()
        (folder / "one").write_bytes(bytes(range(256)) * 40)
        (folder / "below/two").write_text('{"a": 1}')

    whole = kept("data-a", "v1", make)
    before = {each: (whole / each).read_bytes() for each in ("one", "below/two", "checksums.json")}
    damage(whole / name)
    assert not is_whole(whole)
    assert kept("data-a", "v1", make) == whole
    assert {each: (whole / each).read_bytes() for each in before} == before


def test_damage_in_a_long_file_is_seen_at_its_ends_and_by_its_length(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOKED_THROUGH", 1_000)
    monkeypatch.setattr(keeping, "PLACE_BYTES", 100)

    def make(folder: Path, progress: Told) -> None:
        (folder / "long").write_bytes(os.urandom(100_000))

    for place in (0, 99_999):
        long = kept("data-a", f"v{place}", make) / "long"
        content = bytearray(long.read_bytes())
        content[place] ^= 1
        long.write_bytes(content)
        assert not is_whole(long.parent)
    long.write_bytes(long.read_bytes() + b"x")
    assert not is_whole(long.parent)


def test_one_of_another_program_is_made_anew(cache: Path) -> None:
    foreign = cache / "data-a-v1"
    foreign.mkdir(parents=True)
    (foreign / "events.duckdb").write_text("not ours")
    assert (kept("data-a", "v1", write) / "one").read_text() == "1"
    assert not (foreign / "events.duckdb").exists()


@pytest.mark.parametrize(
    "trouble",
    [
        OSError(errno.ENOSPC, "No space left on device", "/srv/cache/one"),
        OSError(errno.EACCES, "Permission denied", "/srv/cache/one"),
        duckdb.IOException('Could not write file "/srv/cache/one": No space left on device'),
        duckdb.TransactionException(
            "TransactionContext Error: Failed to commit: "
            'Could not write file "/srv/cache/one.wal": No space left on device'
        ),
    ],
)
def test_a_full_disk_is_a_sentence_that_names_no_path_and_leaves_what_was(
    trouble: Exception, cache: Path
) -> None:
    before = kept("data-a", "v1", write)

    def fail(folder: Path, progress: Told) -> None:
        (folder / "one").write_text("1")
        raise trouble

    with pytest.raises(CacheUnusable) as told:
        kept("data-a", "v2", fail)
    assert re.fullmatch(
        r"What is prepared of the data cannot be written: (No space left on device|Permission "
        r"denied) \([\d,]+ MB free\). Make room, or name another folder in "
        r"CENTRAL_ASIA_MONITOR_CACHE; what was there before stays.",
        str(told.value),
    )
    assert [path for path in cache.iterdir() if path.is_dir()] == [before]


def test_what_is_prepared_of_real_events_is_made_anew_and_answers_the_same(
    tmp_path: Path, cache: Path
) -> None:
    folder = tmp_path / "data"
    write_long(folder)
    address = read_address(str(folder))
    total = open_package(address).events.total
    [whole] = [path for path in cache.iterdir() if path.is_dir()]
    for name in ("events.duckdb", next(whole.glob("*.parquet")).name):
        turn_a_bit(whole / name)
        assert open_package(address).events.total == total, name
        assert is_whole(whole)


def test_of_versions_that_were_cleared_away_nothing_is_held(cache: Path) -> None:
    def make(folder: Path, progress: Told) -> None:
        (folder / "one").write_bytes(b"1")

    folders = [kept("data-a", f"v{number}", make) for number in range(6)]
    assert is_whole(folders[-1])
    assert not is_whole(folders[0])
    held = [each for each in keeping._LOOKED_AT if each.is_relative_to(cache)]
    assert folders[-1] in held
    assert len(held) <= keeping.KEPT_VERSIONS
