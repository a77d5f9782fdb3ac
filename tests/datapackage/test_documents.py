"""Documents found by their fingerprint, on the made-up one."""

from pathlib import Path

import pytest
from made_up import DOCUMENTS, FERRYMEN, FILE, GULLS, SOURCE, TEXT, figures, place, write_document

from dashboard.datapackage.documents import (
    FOLDER_SETTING,
    Fingerprint,
    Locator,
    documents_folder,
    documents_in,
    fingerprint_of,
    read_passage,
)


def wanted() -> Fingerprint:
    found = fingerprint_of(SOURCE, [row["as_reported"] for row in figures()])
    assert found is not None
    return found


def locator(words: str) -> Locator:
    found = place(words)
    return Locator(*(int(str(found[name])) for name in ("paragraph", "char_start", "char_end")))


def test_a_paragraph_comes_with_its_span_whatever_the_file_is_called(tmp_path: Path) -> None:
    passage = read_passage(write_document(tmp_path), wanted(), locator("21,819"))
    assert (passage.state, passage.file, passage.span) == ("held", "another name.txt", "21,819")
    assert passage.before == "On 3 March 2021 the harbour master of Port Lantern counted "
    assert passage.after == " gulls on the northern mole[1]."
    assert passage.trouble == ""


def test_characters_are_counted_not_bytes() -> None:
    passage = read_passage(DOCUMENTS, wanted(), locator("two months"))
    assert passage.span == "two months", "Cyrillic letters before it take two bytes each"


def test_line_ends_of_two_characters_count_as_two(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    [document] = documents_in(write_document(tmp_path, text))
    assert document.text == text
    lines = [document.text[part.start : part.end] for part in document.paragraphs]
    assert lines == [line.rstrip() for line in TEXT.splitlines() if line.strip()]


@pytest.mark.parametrize("edit", [("21,819", "21,918"), ("\n\nMore", "\n\n\nMore")])
def test_a_changed_file_is_said_to_be_changed_and_nothing_of_it_is_shown(
    tmp_path: Path, edit: tuple[str, str]
) -> None:
    folder = write_document(tmp_path, TEXT.replace(*edit))
    passage = read_passage(folder, wanted(), locator("seven gulls"))
    assert (passage.state, passage.before, passage.span, passage.after) == ("changed", "", "", "")
    assert "another name.txt is not the file that was read" in passage.trouble


def test_the_true_file_is_found_beside_a_changed_one(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT.replace("gulls", "crows"), "a.txt")
    write_document(tmp_path, name="b.txt")
    passage = read_passage(tmp_path, wanted(), locator("21,819"))
    assert (passage.state, passage.file) == ("held", "b.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Something else altogether.",
        TEXT[: len(TEXT) // 2],
        "\n\n".join(["x" * (len(TEXT) // 7)] * 6),
    ],
)
def test_a_file_unlike_the_document_leaves_it_missing(tmp_path: Path, text: str) -> None:
    passage = read_passage(write_document(tmp_path, text), wanted(), locator("21,819"))
    assert (passage.state, passage.trouble) == (
        "missing",
        "The document is not on this machine.",
    )


def test_no_folder_an_empty_one_and_one_of_other_files_are_no_document(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\xff\xfe\x00\x01")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / FILE.replace(".txt", ".md")).write_text(TEXT)
    for folder in (None, tmp_path, tmp_path / "nowhere"):
        assert read_passage(folder, wanted(), locator("21,819")).state == "missing"


def test_a_file_changed_while_the_app_runs_is_read_again(tmp_path: Path) -> None:
    write_document(tmp_path)
    assert read_passage(tmp_path, wanted(), locator("21,819")).state == "held"
    write_document(tmp_path, TEXT + "More.\n")
    assert read_passage(tmp_path, wanted(), locator("21,819")).state == "changed"


@pytest.mark.parametrize(
    ("place_named", "shown"),
    [
        (Locator(3, *(TEXT.index("21,819"), TEXT.index("21,819") + 6)), "More than a hundred"),
        (Locator(2, 60, 900), "On 3 March"),
        (Locator(2, 70, 70), "On 3 March"),
        (Locator(99, 60, 66), ""),
    ],
)
def test_a_span_outside_its_paragraph_marks_nothing(place_named: Locator, shown: str) -> None:
    passage = read_passage(DOCUMENTS, wanted(), place_named)
    assert (passage.state, passage.span) == ("astray", "")
    assert passage.before.startswith(shown)
    assert "nothing is marked" in passage.trouble


def test_a_source_without_a_fingerprint_has_no_document() -> None:
    assert fingerprint_of({"sha256": None}) is None
    assert fingerprint_of({}) is None


def test_the_folder_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_SETTING, raising=False)
    assert documents_folder() is None
    monkeypatch.setenv(FOLDER_SETTING, str(DOCUMENTS))
    assert documents_folder() == DOCUMENTS


def test_the_made_up_package_names_two_places_in_two_paragraphs() -> None:
    paragraphs = {row["figure_id"]: row["paragraph"] for row in figures()}
    assert (paragraphs[GULLS], paragraphs[FERRYMEN]) == (2, 3)
