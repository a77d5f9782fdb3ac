"""The commands `backup` and `restore`: all that people made comes back, and nothing else does."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from source_files import DESK, table

from dashboard.__main__ import main
from dashboard.briefing import kept
from dashboard.briefing.kept import (
    FOLDER_SETTING,
    HOUSE_VIEWS,
    audit_trail,
    keep_audit,
    kept_trays,
    state_folder,
    write_audit,
)
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.catalogue import EXHIBITS
from dashboard.commands import archive
from dashboard.datapackage.opening import open_package
from dashboard.engine.address import current_version, read_address
from dashboard.importing.versions import ledger, user_name
from dashboard.views.saved import View, Views, Watch, kept_views
from dashboard.views.visits import Contents, kept_visits

# A state as version 1 of the archive has it, of a release of November 2026: made by the commands
# of then, in our own words, and never made anew. Two imports, of which the second is in use.
VERSION_1 = Path(__file__).parent / "states" / "version_1.zip"
VISITOR = "aida"
DONE, FAULTS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
RESTORE = re.compile(rb'.*"event": "restore".*\n')
Told = dict[str, object]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    state, data = tmp_path / "state", tmp_path / "desk"
    monkeypatch.setenv(FOLDER_SETTING, str(state))
    # The trail in the file made then grows older than lines are kept.
    monkeypatch.setattr(kept, "AUDIT_KEPT", timedelta(days=36_500))
    return state, data


def restored(file: Path, data: Path, *more: str) -> int:
    return main(["restore", str(file), "--into", str(data), *more])


def files_in(*folders: Path) -> dict[str, bytes]:
    """Return all files, without the lines that say of a restore when it was."""
    return {
        str(file.relative_to(folder.parent)): RESTORE.sub(b"", file.read_bytes())
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }


def test_a_state_of_an_older_release_opens_in_this_one(places: tuple[Path, Path]) -> None:
    _, data = places
    assert restored(VERSION_1, data) == DONE
    package = open_package(read_address(str(data)))
    assert not package.faults
    assert set(package.table("events")["event_id"]) == {"desk:a1", "desk:a2"}
    assert [version.who for version in ledger(data)[1:]] == ["Aida", "Ben"]
    tray, refused = kept_trays(state_folder(), EXHIBITS).read(VISITOR)
    assert not refused
    assert (tray.title, tray.judgements) == ("June in short", ("Cases rose.",))
    assert [(each.exhibit, each.comment) for each in tray.items] == [
        ("covid_series", "Ask the ministry.")
    ]
    views, refused = kept_views(state_folder()).read(VISITOR)
    assert not refused
    assert [view.name for view in views.views] == ["Osh in June", "Protests"]
    assert views.views[1].watch == Watch("protest", 2)
    visits, refused = kept_visits(state_folder()).read(VISITOR)
    assert not refused and visits.this
    assert Contents(state_folder()).read(visits.this.version) is not None
    lines = [(line["event"], line["who"]) for line in audit_trail(state_folder())]
    assert lines == [
        ("restore", user_name()),
        ("export", "ben@desk.example"),
        ("import", "aida@desk.example"),
    ]
    # What was imported last is taken back, as it could be before, and the trail has it.
    assert main(["import", "--into", str(data), "--undo", "--by", "Ben"]) == DONE
    assert current_version(data).name == "0001"
    last = next(audit_trail(state_folder()))
    assert (last["event"], last["who"], last["files"]) == ("undo", "Ben", ["0001"])


def test_what_is_saved_comes_back_on_another_machine_to_the_last_byte(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, data = places
    restored(VERSION_1, data)
    desk = tmp_path / "c.csv"
    desk.write_bytes(table([DESK | {"event_id": "desk:a3"}]))
    assert main(["import", str(desk), "--into", str(data), "--yes"]) == DONE
    file = tmp_path / "saved.zip"
    capsys.readouterr()
    assert main(["backup", str(file), "--data", str(data)]) == DONE
    assert "holds 3 imports, saved views of 1 person, 1 briefing" in capsys.readouterr().out
    assert file.stat().st_mode & 0o077 == 0  # it names people
    other = tmp_path / "other"
    other.mkdir()
    assert restored(file, other / "desk", "--state", str(other / "state")) == DONE
    assert files_in(other / "state", other / "desk") == files_in(state, data)


def test_views_for_everyone_are_saved_too(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, data = places
    kept_views(state, HOUSE_VIEWS).change("house", lambda _: Views((View("Osh", "", ()),)))
    file = tmp_path / "saved.zip"
    assert main(["backup", str(file), "--data", str(data)]) == DONE
    assert "and views for everyone." in capsys.readouterr().out
    shutil.rmtree(state)
    assert restored(file, data) == DONE
    [view] = kept_views(state, HOUSE_VIEWS).read("house")[0].views
    assert view.name == "Osh"


def test_tables_that_versions_share_are_saved_once(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    _, data = places
    restored(VERSION_1, data)
    shared = data / "versions" / "0003"
    shared.mkdir()
    long = data / "versions" / "0002" / "events.csv"
    long.write_bytes(os.urandom(300_000))
    os.link(long, shared / "events.csv")
    file = tmp_path / "saved.zip"
    main(["backup", str(file), "--data", str(data)])
    assert file.stat().st_size < 400_000
    restored(file, data, "--yes")
    assert (shared / "events.csv").samefile(long)


def test_nothing_is_replaced_unless_it_was_said_and_what_was_there_is_kept(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, data = places
    restored(VERSION_1, data)
    kept_trays(state, EXHIBITS).change("ben", lambda _: Tray((TrayItem("briefs", "", ()),)))
    before = files_in(state, data)
    assert restored(VERSION_1, data) == WRONG_USE
    assert "Add --yes to replace what is there." in capsys.readouterr().err
    assert files_in(state, data) == before
    assert restored(VERSION_1, data, "--yes") == DONE
    assert "What was there is kept in" in capsys.readouterr().out
    assert kept_trays(state, EXHIBITS).read("ben")[0] == Tray()
    aside = next(state.glob(f"{archive.BEFORE}*"))
    kept = files_in(aside)
    assert sum(name.startswith(f"{aside.name}/trays/") for name in kept) == 2
    file = tmp_path / "saved.zip"
    file.write_bytes(b"mine")
    assert main(["backup", str(file), "--data", str(data)]) == WRONG_USE
    assert file.read_bytes() == b"mine"
    assert main(["backup", str(file), "--data", str(data), "--yes"]) == DONE
    assert restored(file, data, "--check") == DONE


def test_what_ended_stays_ended(places: tuple[Path, Path]) -> None:
    state, data = places
    restored(VERSION_1, data)
    mark = state / "ended" / ("cd" * 32)
    mark.touch()
    restored(VERSION_1, data, "--yes")
    assert {each.name for each in mark.parent.iterdir()} == {"ab" * 32, "cd" * 32}


def test_a_restore_takes_no_line_out_of_the_audit_trail_and_adds_its_own(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    state, data = places
    restored(VERSION_1, data)
    write_audit(state, {"time": datetime.now(UTC).isoformat(), "event": "export", "who": "anna"})
    file = tmp_path / "saved.zip"
    main(["backup", str(file), "--data", str(data)])
    saved = [*audit_trail(state)]
    write_audit(state, {"time": datetime.now(UTC).isoformat(), "event": "undo", "who": "ben"})
    later = [*audit_trail(state)]
    assert restored(file, data, "--yes") == DONE
    assert restored(VERSION_1, data, "--yes") == DONE
    lines = [*audit_trail(state)]
    assert [(line["event"], line.get("files")) for line in lines[:2]] == [
        ("restore", ["version_1.zip"]),
        ("restore", ["saved.zip"]),
    ]
    assert [line for line in lines if line in later] == later
    assert len(lines) == len(later) + 2 == len(saved) + 3


def test_lines_written_while_a_long_trail_is_kept_are_kept_too(tmp_path: Path) -> None:
    there, draft = tmp_path / "there", tmp_path / "draft"
    there.mkdir()
    draft.mkdir()
    (there / "2026-05.jsonl").write_text("1 both\n2 there\n3 be")
    (draft / "2026-05.jsonl").write_text("0 saved\n1 both\n")
    (draft / "2026-06.jsonl").write_text("5 saved")
    read = keep_audit(there, draft)
    assert (draft / "2026-05.jsonl").read_text() == "0 saved\n1 both\n2 there\n"
    with (there / "2026-05.jsonl").open("a") as out:
        out.write("ing written\n4 since\n")
    (there / "2026-06.jsonl").write_text("6 since\n")
    keep_audit(there, draft, read)
    lines = "0 saved\n1 both\n2 there\n3 being written\n4 since\n"
    assert (draft / "2026-05.jsonl").read_text() == lines
    assert (draft / "2026-06.jsonl").read_text() == "5 saved\n6 since\n"


def test_a_file_whose_name_is_no_text_is_restored_and_noted(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    state, data = places
    file = tmp_path / os.fsdecode(b"saved\xff.zip")
    shutil.copyfile(VERSION_1, file)
    assert restored(file, data) == DONE
    assert next(audit_trail(state))["files"] == ["saved?.zip"]


def test_what_ends_a_line_in_unicode_hides_nothing_in_the_audit_trail(tmp_path: Path) -> None:
    name = "a\x85b\u2028c\u2029d.csv"
    write_audit(
        tmp_path, {"time": datetime.now(UTC).isoformat(), "event": "import", "files": [name]}
    )
    assert [line["files"] for line in audit_trail(tmp_path)] == [[name]]


def test_of_who_has_not_signed_in_the_audit_trail_has_the_name_given(tmp_path: Path) -> None:
    line = {"time": datetime.now(UTC).isoformat(), "event": "undo", "who": "", "by": "Ben"}
    write_audit(tmp_path, line | {"version": "0001"})
    [told] = audit_trail(tmp_path, who="ben")
    assert (told["who"], told["path"]) == ("Ben", "0001")


def test_the_first_line_of_a_day_takes_out_those_older_than_400_days(tmp_path: Path) -> None:
    now, trail = datetime.now(UTC), tmp_path / "audit"
    trail.mkdir()
    for days in (500, 400, 399):
        then = now - timedelta(days=days, hours=1)
        with (trail / f"{then:%Y-%m}.jsonl").open("a") as out:
            out.write(f'{{"time": "{then.isoformat()}", "event": "import", "who": "{days}"}}\n')
    write_audit(tmp_path, {"time": now.isoformat(), "event": "export", "who": "today"})
    held = b"".join(path.read_bytes() for path in sorted(trail.iterdir()))
    assert [json.loads(line)["who"] for line in held.splitlines()] == ["399", "today"]


def test_where_there_is_nothing_to_save_none_is_written(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, data = places
    assert main(["backup", str(tmp_path / "b.zip"), "--data", str(data)]) == FAULTS
    assert "There is nothing to save in" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []
    assert main(["backup", str(tmp_path / "nowhere" / "b.zip"), "--data", str(data)]) == WRONG_USE


def changed(tmp_path: Path, change: Callable[[Told, dict[str, bytes]], object]) -> Path:
    """Return the archive with another manifest or other members."""
    with zipfile.ZipFile(VERSION_1) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    told = json.loads(members.pop("manifest.json"))
    change(told, members)
    file = tmp_path / "changed.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
        out.writestr("manifest.json", json.dumps(told))
    return file


def _first(told: Told) -> dict[str, object]:
    listed = told["files"]
    assert isinstance(listed, list)
    return listed[0]


WRONG: dict[str, tuple[Callable[[Told, dict[str, bytes]], object], str]] = {
    "another format": (lambda told, _: told.update(format="x"), "it is no backup: its “format”"),
    "of a newer program": (lambda told, _: told.update(version=9), "it is of version 9; this"),
    "a path outside": (
        lambda told, _: _first(told).update(path="data/../../outside.csv"),
        "“data/../../outside.csv” is no place of a file in a backup.",
    ),
    "an absolute path": (
        lambda told, _: _first(told).update(path="/etc/passwd"),
        "“/etc/passwd” is no place of a file in a backup.",
    ),
    "a hidden file": (
        lambda told, _: _first(told).update(path="data/.importing.csv"),
        "is no place of a file in a backup.",
    ),
    "other content": (
        lambda _, members: members.update({"content/0": b"{}"}),
        "is not what was saved: its checksum differs.",
    ),
    "no content": (lambda _, members: members.pop("content/0"), "its content is missing."),
    "more than it says": (
        lambda _, members: members.update({"content/0": b"0" * 50_000_000}),
        "is not what was saved: its checksum differs.",
    ),
    "more than can be": (
        lambda told, _: _first(told).update(length=10**15),
        "it says that it unpacks to more than any zip file can.",
    ),
    "one file twice": (
        lambda told, _: told.update(files=[_first(told), _first(told)]),
        "is there twice.",
    ),
    "no list of files": (lambda told, _: told.update(files="all"), "is no list of up to"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_backup_that_is_not_as_it_was_written_changes_nothing(
    kind: str, places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, data = places
    restored(VERSION_1, data)
    before = files_in(state, data)
    change, words = WRONG[kind]
    assert restored(changed(tmp_path, change), data, "--yes") == FAULTS
    said = capsys.readouterr().err
    assert words in said
    assert files_in(state, data) == before
    assert not [*tmp_path.rglob("outside.csv")]


def test_a_damaged_archive_is_found_or_its_files_are_whole(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, data = places
    restored(VERSION_1, data)
    good = files_in(state, data)
    whole, file, found = VERSION_1.read_bytes(), tmp_path / "damaged.zip", 0
    for place in range(40, len(whole), 397):
        for folder in places:
            shutil.rmtree(folder, ignore_errors=True)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        code = restored(file, data)
        found += code == FAULTS
        assert files_in(state, data) == (good if code == DONE else {})
    assert found >= 20  # of 30: the others are in what nobody reads, dates of members say
    capsys.readouterr()
    for length in (0, 1, 100, 5_000, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert restored(file, data) == FAULTS
    assert "no zip file" in capsys.readouterr().err
    assert restored(tmp_path / "nowhere.zip", data) == FAULTS


@pytest.mark.parametrize(
    ("at", "trouble", "code"),
    [
        (10, OSError(28, "No space left on device"), FAULTS),
        (7, KeyboardInterrupt(), INTERRUPTED),
    ],
)
def test_what_cannot_be_moved_to_its_end_is_moved_back(
    places: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    at: int,
    trouble: BaseException,
    code: int,
) -> None:
    state, data = places
    restored(VERSION_1, data)
    before = files_in(state, data)
    moves, rename = 0, Path.rename

    def fails_in_the_middle(source: Path, goal: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == at:
            raise trouble
        return rename(source, goal)

    monkeypatch.setattr(Path, "rename", fails_in_the_middle)
    assert restored(VERSION_1, data, "--yes") == code
    assert moves > at
    assert files_in(state, data) == before


def test_a_folder_that_a_running_app_makes_meanwhile_loses_nothing(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, data = places
    restored(VERSION_1, data)
    before = files_in(state, data)
    rename = Path.rename

    def beside_an_app(source: Path, goal: Path) -> Path:
        done = rename(source, goal)
        if source == state / "trays" and goal.parent.name.startswith(".before-restore"):
            (source / "new").mkdir(parents=True)
        return done

    monkeypatch.setattr(Path, "rename", beside_an_app)
    assert restored(VERSION_1, data, "--yes") == FAULTS
    assert files_in(state, data) == before


def test_without_room_for_all_nothing_begins(
    places: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, data = places
    full = shutil.disk_usage("/")._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    assert restored(VERSION_1, data) == FAULTS
    assert "there is no room in" in capsys.readouterr().err
    assert files_in(data) == {}
