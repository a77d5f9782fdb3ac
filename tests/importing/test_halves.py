"""A long table that two processes read is the same as one that is read from end to end."""

import csv
import io
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_acled import COLUMNS, write_acled
from source_files import ACLED, CHOICES, table

from dashboard.importing import reading
from dashboard.importing.drafts import Draft, make_draft
from dashboard.importing.parts import Counted
from dashboard.importing.reading import REFUSED, SECOND
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.importing.tables import csv_lines
from dashboard.sources.reading.files import halves_of, look_at

CELLS = st.text(alphabet=st.sampled_from("ab ,;\"'\r\n\t\0ж"), max_size=6)
TABLES = ("events.csv", "figures.csv", REFUSED)


@pytest.fixture
def started(python: str, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Take every table for a long one; return the processes that were started to help."""
    processes: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr("dashboard.sources.reading.files.LONG_TABLE", 1)
    monkeypatch.setattr(reading, "cores", lambda: 2)

    class Kept(subprocess.Popen[bytes]):
        def __init__(self, *about: Any, **more: Any) -> None:
            super().__init__(*about, **more)
            processes.append(self)

    monkeypatch.setattr(reading.subprocess, "Popen", Kept)
    return processes


def draft_of(file: Path, folder: Path, progress: Progress = unheard) -> Draft:
    folder.mkdir()
    return make_draft([file], folder / "none", folder, CHOICES, progress=progress)


def in_one(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Draft:
    with monkeypatch.context() as patched:
        patched.setattr(reading, "cores", lambda: 1)
        return draft_of(file, folder)


def assert_same(one: Draft, two: Draft) -> None:
    for name in TABLES:
        written = [draft.folder / name for draft in (one, two)]
        assert written[0].exists() == written[1].exists()
        if written[0].exists():
            assert written[0].read_bytes() == written[1].read_bytes()
    for each in fields(Counted):
        assert getattr(one.parts[0], each.name) == getattr(two.parts[0], each.name), each.name
    assert one.merged == two.merged
    assert not (two.folder / SECOND).exists()


def test_two_halves_give_what_the_whole_gives(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_acled(tmp_path / "acled.csv", 6_000, odd_every=3)
    one, two = in_one(file, tmp_path / "one", monkeypatch), draft_of(file, tmp_path / "two")
    assert len(started) == 1
    assert one.faults
    assert_same(one, two)


def test_a_later_row_in_the_other_half_wins(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ACLED | {"event_id_cnty": f"KGZ{number % 40}", "notes": f"{number}"} for number in range(90)
    ]
    file = tmp_path / "acled.csv"
    file.write_bytes(table(rows))
    one, two = in_one(file, tmp_path / "one", monkeypatch), draft_of(file, tmp_path / "two")
    assert len(started) == 1
    assert two.parts[0].left_out == {"older_version": 50}
    assert_same(one, two)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
def test_no_cut_goes_through_a_cell(
    tmp_path: Path,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
) -> None:
    """Cells of many lines with commas and quotes; in between one that only looks like quotes."""
    told = 'Он сказал "нет", и\nещё раз,\r\n"нет".\n' * 3
    rows = [ACLED | {"event_id_cnty": f"KGZ{n}", "notes": told} for n in range(60)]
    file = tmp_path / "acled.csv"
    file.write_bytes(table(rows).decode().encode(encoding))
    one, two = in_one(file, tmp_path / "one", monkeypatch), draft_of(file, tmp_path / "two")
    assert len(started) == 1
    assert two.loaded == 60
    assert_same(one, two)


def test_a_mark_that_opens_no_quotes_is_seen_and_the_file_read_whole(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark within a cell counts as a letter, so behind it no line seems to be outside quotes."""
    lines = table(
        [ACLED | {"event_id_cnty": f"KGZ{n}", "notes": "one\ntwo\nthree"} for n in range(60)]
    ).decode()
    file = tmp_path / "acled.csv"
    file.write_text(lines.replace("Valley Post", '5" Post', 1), "utf-8", newline="")
    one, two = in_one(file, tmp_path / "one", monkeypatch), draft_of(file, tmp_path / "two")
    assert len(started) == 1
    assert two.loaded == 60
    assert_same(one, two)


def test_a_file_of_no_rows_says_so(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "acled.csv"
    file.write_text((",".join(COLUMNS) + "\n") * 9)
    two = draft_of(file, tmp_path / "two")
    assert len(started) == 1
    assert two.parts[0].rules == {"no_rows": 1}
    assert in_one(file, tmp_path / "one", monkeypatch).parts[0].rules == {"no_rows": 1}


def test_who_stops_the_work_stops_the_other_process_too(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    file = write_acled(tmp_path / "acled.csv", 30_000)

    def stop(step: Step) -> None:
        if step.stage is Stage.READING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draft_of(file, tmp_path / "two", stop)
    assert [process.poll() for process in started] == [-9]


def test_a_process_that_ends_at_half_time_is_told(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    """What wrote the second half is gone: nobody may think that its rows are there."""
    file = write_acled(tmp_path / "acled.csv", 30_000)

    def end(step: Step) -> None:
        if step.stage is Stage.READING:
            started[0].kill()
            started[0].wait()

    with pytest.raises(ChildProcessError, match="cut short"):
        draft_of(file, tmp_path / "two", end)


def test_a_file_that_is_changed_while_it_is_read_is_not_written(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    """Rows of it are written already: read again as a whole it would have them twice."""
    file = write_acled(tmp_path / "acled.csv", 30_000)
    cut, length = halves_of(look_at(file))[0].stop, 300_000

    def change(step: Step) -> None:
        if step.stage is Stage.READING:
            with file.open("r+b") as opened:
                opened.seek(cut - length)
                opened.write(b'\r\n"'.ljust(length, b"x"))

    with pytest.raises(OSError, match="changed while it was read"):
        draft_of(file, tmp_path / "two", change)
    assert len(started) == 1


def test_a_short_file_and_other_content_are_read_in_one(tmp_path: Path) -> None:
    file = tmp_path / "acled.csv"
    file.write_bytes(table([ACLED]))
    assert halves_of(look_at(file)) == []


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1))
def test_lines_are_those_of_the_csv_module(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    assert "".join(csv_lines([*zip(*rows, strict=True)])) == text.getvalue()
