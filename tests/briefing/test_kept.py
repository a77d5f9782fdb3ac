"""Trays kept as files: apart by visitor, whole or not at all, changed one after another."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.briefing.kept import (
    FOLDER_SETTING,
    KEPT_SECONDS,
    NotKept,
    kept_trays,
    state_folder,
)
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.briefing.tray_file import tray_json

NAMES = [f"chart_{number}" for number in range(60)]


def item(name: str) -> TrayItem:
    return TrayItem(name, "currency", (("countries", "KGZ"), ("from", "2020-06")))


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "trays").iterdir())


def test_a_tray_is_read_back_by_another_store_and_by_its_visitor_only(tmp_path: Path) -> None:
    kept_trays(tmp_path, NAMES).change("ann", lambda tray: tray.with_item(item("chart_1")))
    after_a_restart = kept_trays(tmp_path, NAMES)
    assert after_a_restart.read("ann") == (Tray((item("chart_1"),)), ())
    assert after_a_restart.read("bob") == (Tray(), ())
    (kept,) = (tmp_path / "trays").iterdir()
    assert kept.read_bytes() == tray_json(Tray((item("chart_1"),)))
    assert "ann" not in kept.name
    assert kept.stat().st_mode & 0o077 == 0


def test_two_windows_do_not_lose_each_others_charts(tmp_path: Path) -> None:
    stores = [kept_trays(tmp_path, NAMES), kept_trays(tmp_path, NAMES)]

    def put(number: int) -> None:
        stores[number % 2].change("ann", lambda tray: tray.with_item(item(NAMES[number])))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(len(NAMES))))
    tray, _ = stores[0].read("ann")
    assert {each.exhibit for each in tray.items} == set(NAMES)
    assert files(tmp_path) == [".json"]


def test_a_damaged_file_is_told_of_and_set_aside_before_it_is_written_over(tmp_path: Path) -> None:
    store = kept_trays(tmp_path, NAMES)
    store.change("ann", lambda tray: tray.with_item(item("chart_1")))
    (kept,) = (tmp_path / "trays").iterdir()
    kept.write_text('{"format": "central-asia-mon')
    tray, refused = store.read("ann")
    assert tray == Tray()
    assert "not JSON" in refused[0]
    store.change("ann", lambda tray: tray.with_item(item("chart_2")))
    assert files(tmp_path) == [".damaged", ".json"]
    assert kept.with_suffix(".damaged").read_text() == '{"format": "central-asia-mon'
    assert store.read("ann") == (Tray((item("chart_2"),)), ())


def test_a_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = kept_trays(tmp_path / "file", NAMES)
    with pytest.raises(NotKept):
        store.change("ann", lambda tray: tray)
    with pytest.raises(NotKept):
        store.read("ann")


def test_a_change_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept_trays(tmp_path, NAMES)
    store.change("ann", lambda tray: tray.with_item(item("chart_1")))

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotKept):
        store.change("ann", lambda tray: tray.with_item(item("chart_2")))
    monkeypatch.undo()
    assert store.read("ann") == (Tray((item("chart_1"),)), ())
    assert files(tmp_path) == [".json"]


def test_what_nobody_opened_for_long_is_swept_and_what_is_read_stays(tmp_path: Path) -> None:
    store = kept_trays(tmp_path, NAMES)
    for name in ("ann", "bob"):
        store.change(name, lambda tray: tray.with_item(item("chart_1")))
    long_ago = time.time() - KEPT_SECONDS - 60
    for path in (tmp_path / "trays").iterdir():
        os.utime(path, (long_ago, long_ago))
    assert store.read("ann")[0].items
    kept_trays(tmp_path, NAMES).change("cyd", lambda tray: tray)
    assert files(tmp_path) == [".json", ".json"]
    assert store.read("ann")[0].items
    assert store.read("bob") == (Tray(), ())


def test_the_folder_is_the_one_named_else_one_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_SETTING, "/somewhere")
    assert state_folder() == Path("/somewhere")
    monkeypatch.delenv(FOLDER_SETTING)
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert state_folder() == Path("/caches/central-asia-monitor")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert state_folder() == Path("~/.cache/central-asia-monitor")
