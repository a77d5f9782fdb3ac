"""What `prove` finds, on the made-up document and package; and the command line's two answers."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from made_up import (
    BOARD,
    DOCUMENTS,
    EVENT,
    FERRYMEN,
    GULLS,
    LINES,
    OIL,
    TERM,
    TEXT,
    place,
    write_document,
    write_package,
)

from dashboard.__main__ import main
from dashboard.datapackage.documents import FOLDER_SETTING
from dashboard.datapackage.locator_check import FILE, Proof, prove, readings_have_rows
from dashboard.datapackage.store import load_package

Changed = Mapping[str, Mapping[str, object]]
DOUBTED = {GULLS: {"footnotes": "2"}, EVENT: {"title": "A strike at sea"}}
GULLS_READ = (GULLS, "footnote_elsewhere", "2")
EVENT_READ = (EVENT, "no_shared_word", "")


def proof_of(folder: Path, changed: Changed | None = None) -> Proof:
    return prove(load_package(write_package(folder, changed)).tables, DOCUMENTS)


def test_a_sound_package_is_proved(tmp_path: Path) -> None:
    proof = proof_of(tmp_path)
    assert (proof.faults, proof.doubts, proof.proved) == ([], [], 7)


@pytest.mark.parametrize(
    ("key", "values", "column", "rule"),
    [
        (GULLS, {"char_start": 4, "char_end": 10}, "char_start", "it begins in paragraph 1"),
        (GULLS, {"paragraph": 3}, "char_start", "it begins in paragraph 2"),
        (GULLS, {"paragraph": 60}, "paragraph", "no such paragraph"),
        (GULLS, {"char_start": "", "char_end": ""}, "char_start", "a paragraph needs"),
        (GULLS, {"char_end": place("21,819")["char_start"]}, "char_start", "not in the paragraph"),
        (GULLS, place("northern mole"), "as_reported", "is not in the span"),
        (GULLS, place("1,819 gulls"), "char_start", "cuts a word or a number"),
        (GULLS, place("counted 21"), "char_start", "cuts a word or a number"),
        (GULLS, place("orthern mole"), "char_start", "cuts a word or a number"),
        (GULLS, {"low": 21918, "best": 21918, "high": 21918}, "low", "the span has 21,819"),
        (FERRYMEN, {"low": 200}, "low", "the span has 100"),
        (TERM, {"low": 135, "best": 135, "high": 135}, "low", "134"),
        (OIL, {"low": 2.6, "best": 2.6, "high": 2.6}, "low", "the span has 2,600,000"),
        (GULLS, {"footnotes": "9"}, "footnotes", "is not near paragraph 2"),
        (
            EVENT,
            {"title": "watch took two", "notes": " ".join(LINES[2].split()[3:12])},
            "notes",
            "8 words stand in a row in port-lantern",
        ),
        (
            BOARD,
            {"definition": "The LAMP keeper got 11 years and two months"},
            "definition",
            "8 words stand in a row",
        ),
    ],
)
def test_what_is_wrong_is_found_with_row_column_and_rule(
    tmp_path: Path, key: str, values: Mapping[str, object], column: str, rule: str
) -> None:
    [fault] = proof_of(tmp_path, {key: values}).faults
    row = 2 if key == EVENT else 1 + int(key.split(":")[1])
    assert fault.file == ("events.csv" if key == EVENT else "figures.csv")
    assert (fault.row, fault.column) == (row, column)
    assert rule in fault.rule


def test_seven_words_in_a_row_are_no_fault(tmp_path: Path) -> None:
    words = " ".join(LINES[2].split()[3:10])
    assert proof_of(tmp_path, {EVENT: {"notes": words}}).faults == []


def test_a_footnote_of_the_next_paragraph_and_a_span_of_other_words_are_doubts(
    tmp_path: Path,
) -> None:
    changed = {GULLS: {"footnotes": "2"}, EVENT: {"title": "A strike at sea"}}
    proof = proof_of(tmp_path, changed)
    assert proof.faults == []
    told = [(doubt.file, doubt.column, doubt.value) for doubt in proof.doubts]
    assert told == [("events.csv", "char_start", EVENT), ("figures.csv", "footnotes", "2")]
    assert "stands in paragraph 3, not in paragraph 2" in proof.doubts[1].rule


def read_by_hand(folder: Path, *readings: tuple[str, str, str], verdict: str = "right") -> Path:
    """Write readings into a package: key, kind of doubt, footnote."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "doubt", "footnote", "verdict", "reason", "read_on"])
        writer.writerows([*each, verdict, "looked it up", "2021-04-02"] for each in readings)
    return folder


def sorted_doubts(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Return what was settled and what is open by key, and what is stale by value."""
    proof = prove(load_package(folder).tables, DOCUMENTS)
    assert proof.faults == []
    settled, unread = ([doubt.key for doubt in found] for found in (proof.settled, proof.doubts))
    return settled, unread, [reading.value for reading in proof.stale]


def test_a_reading_settles_its_doubt_and_no_other(tmp_path: Path) -> None:
    package = write_package(tmp_path, DOUBTED)
    assert sorted_doubts(package) == ([], [EVENT, GULLS], [])
    assert sorted_doubts(read_by_hand(package, GULLS_READ)) == ([GULLS], [EVENT], [])
    both = read_by_hand(package, GULLS_READ, EVENT_READ)
    assert sorted_doubts(both) == ([EVENT, GULLS], [], [])


def test_a_reading_that_came_to_nothing_leaves_the_doubt_open(tmp_path: Path) -> None:
    package = read_by_hand(write_package(tmp_path, DOUBTED), GULLS_READ, verdict="unclear")
    assert sorted_doubts(package) == ([], [EVENT, GULLS], [])


def test_a_reading_without_a_doubt_is_stale(tmp_path: Path) -> None:
    package = read_by_hand(write_package(tmp_path), GULLS_READ, EVENT_READ)
    stale = [f"{GULLS} footnote_elsewhere 2", f"{EVENT} no_shared_word"]
    assert sorted_doubts(package) == ([], [], stale)
    other = write_package(tmp_path, {GULLS: {"footnotes": "1;2"}})
    assert sorted_doubts(other) == ([], [GULLS], [])
    other_note = read_by_hand(other, (GULLS, "footnote_elsewhere", "1"))
    assert sorted_doubts(other_note) == ([], [GULLS], [f"{GULLS} footnote_elsewhere 1"])


def test_nothing_is_called_stale_without_its_document(tmp_path: Path) -> None:
    package = read_by_hand(write_package(tmp_path / "data", DOUBTED), GULLS_READ)
    (tmp_path / "none").mkdir()
    assert prove(load_package(package).tables, tmp_path / "none").stale == []


@pytest.mark.parametrize(
    ("reading", "column", "rule"),
    [
        (("port-lantern:60", "footnote_elsewhere", "2"), "key", "no such event or figure"),
        ((GULLS, "footnote_elsewhere", "3"), "footnote", f"is not a footnote of {GULLS}"),
        ((GULLS, "footnote_elsewhere", ""), "footnote", "is needed for footnote_elsewhere"),
        ((EVENT, "no_shared_word", "2"), "footnote", "and for no other doubt"),
    ],
)
def test_a_reading_needs_a_row_and_its_footnote(
    tmp_path: Path, reading: tuple[str, str, str], column: str, rule: str
) -> None:
    package = write_package(tmp_path, DOUBTED)
    sound = read_by_hand(package, GULLS_READ, EVENT_READ)
    assert list(readings_have_rows(load_package(sound).tables)) == []
    [fault] = readings_have_rows(load_package(read_by_hand(package, reading)).tables)
    assert (fault.file, fault.row, fault.column) == (FILE, 2, column)
    assert rule in fault.rule


def test_a_reason_may_not_take_over_a_sentence(tmp_path: Path) -> None:
    package = read_by_hand(write_package(tmp_path, DOUBTED), GULLS_READ)
    told = (package / FILE).read_text("utf-8")
    taken = told.replace("looked it up", " ".join(LINES[2].split()[3:12]))
    (package / FILE).write_text(taken, "utf-8")
    [fault] = prove(load_package(package).tables, DOCUMENTS).faults
    assert (fault.file, fault.column) == (FILE, "reason")


def test_a_missing_and_a_changed_document_are_faults(tmp_path: Path) -> None:
    package = load_package(write_package(tmp_path / "data"))
    (tmp_path / "none").mkdir()
    [missing] = prove(package.tables, tmp_path / "none").faults
    assert (missing.file, missing.row, missing.value) == ("sources.csv", 2, "port-lantern")
    assert "no file in the folder" in missing.rule
    folder = write_document(tmp_path / "edited", TEXT.replace("seven", "eight"))
    proof = prove(package.tables, folder)
    assert "has changed" in proof.faults[0].rule
    assert proof.proved == 0


def test_prove_says_what_it_found_and_exits_0_or_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = write_package(tmp_path / "data")
    command = ["prove", "--documents", str(DOCUMENTS), "--data", str(package)]
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("7 places proved, 0 faults, 0 open doubts.\n")
    write_package(package, {GULLS: place("northern mole")})
    assert main(command) == 1
    assert "figures.csv, row 2, as_reported: “21,819” is not in the span" in capsys.readouterr().out


def test_prove_exits_1_while_a_doubt_is_open_and_tells_those_read_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = read_by_hand(write_package(tmp_path / "data", DOUBTED), GULLS_READ)
    command = ["prove", "--documents", str(DOCUMENTS), "--data", str(package)]
    assert main(command) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"doubt: events.csv, row 2, char_start: “{EVENT}” no word")
    assert told[1:] == [
        f"1 doubt read and settled: {package / FILE}",
        f"{package}: 7 places proved, 0 faults, 1 open doubt.",
    ]
    read_by_hand(package, GULLS_READ, EVENT_READ, (EVENT, "footnote_elsewhere", "2"))
    assert main(command) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"stale: {FILE}, row 4, key: “{EVENT} footnote_elsewhere 2” is no")
    assert told[1].startswith("2 doubts read and settled")
    assert told[2].endswith("0 faults, 0 open doubts.")


def test_prove_counts_rows_that_were_left_out_as_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = write_package(tmp_path / "data", {GULLS: {"low": "many"}})
    assert main(["prove", "--documents", str(DOCUMENTS), "--data", str(package)]) == 1
    assert "“many” is not a number" in capsys.readouterr().out


def test_prove_needs_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER_SETTING, raising=False)
    assert main(["prove"]) == 2
    assert "--documents DIR" in capsys.readouterr().err
    assert main(["prove", "--documents", str(tmp_path / "nowhere")]) == 2
    assert "There is no folder of documents" in capsys.readouterr().err
    nowhere = ["--documents", str(DOCUMENTS), "--data", str(tmp_path / "nowhere")]
    assert main(["prove", *nowhere]) == 1
    assert "There is no data folder" in capsys.readouterr().err
