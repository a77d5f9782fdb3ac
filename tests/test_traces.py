"""From a figure to its sentence: in words, on the command line, on the page. Made-up data."""

import sys
from datetime import date
from pathlib import Path

import pytest
from app_runner import open_app
from made_up import (
    BOARD,
    DOCUMENTS,
    EVENT,
    FERRYMEN,
    GULLS,
    TERM,
    TEXT,
    write_document,
    write_package,
)
from streamlit.testing.v1 import AppTest

from dashboard.__main__ import main
from dashboard.documents import FOLDER_SETTING, Passage
from dashboard.exhibits.catalogue import EXHIBITS
from dashboard.exhibits.events import card_for
from dashboard.exhibits.traces import trace_for
from dashboard.exports.formats import make_file
from dashboard.exports.papers import Papers
from dashboard.selection import Selection
from dashboard.store import FOLDER_SETTING as DATA_SETTING
from dashboard.store import Package, load_package
from dashboard.ui.cards import card_markup
from dashboard.ui.traces import trace_markup

NOT_HERE = "The document is not on this machine."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_package(tmp_path / "data")


@pytest.fixture
def package(folder: Path) -> Package:
    return load_package(folder)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_figure_says_who_when_what_and_where(package: Package) -> None:
    trace = trace_for(package, FERRYMEN)
    assert trace is not None
    assert trace.title == "took part: ≥ 100 people"
    facts = dict(trace.facts)
    start = TEXT.index("More than a hundred")
    assert facts == {
        "Publisher": "The Lantern <b>Gazette</b>",
        "Title": "Notes from Port Lantern",
        "Published": "March 2021",
        "Address": "https://example.org/lantern",
        "Paragraph": "3",
        "Footnote": "2",
        "Characters": f"{start} to {start + 19} of the file",
        "As of": "3 March 2021",
        "How sure": "at least",
        "Printed": "“More than a hundred”",
        "Counts": "boatmen outside",
        "Concerns": "Kazakhstan",
        "Event": f"Ferrymen block a gate ({EVENT})",
    }


def test_an_event_says_the_same(package: Package) -> None:
    trace = trace_for(package, EVENT)
    assert trace is not None
    facts = dict(trace.facts)
    assert (trace.title, facts["When"], facts["Paragraph"], facts["Footnote"]) == (
        "Ferrymen block a gate",
        "3 March 2021",
        "3",
        "2",
    )


def test_a_source_without_paragraphs_says_so() -> None:
    shipped = load_package()
    figures = shipped.table("figures")
    key = figures.loc[figures["paragraph"].isna(), "figure_id"].iloc[0]
    trace = trace_for(shipped, key)
    assert trace is not None
    assert dict(trace.facts)["Paragraph"] == "none: the source is known by its address"
    assert NOT_HERE in trace_markup(trace, Passage("missing"))


def test_the_command_line_marks_the_span(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--documents", str(DOCUMENTS), "--data", str(folder)]
    code, out, _ = run(capsys, "trace", TERM, *more)
    assert code == 0
    assert "Publisher:    The Lantern <b>Gazette</b>\n" in out
    assert "The lamp keeper got >>>11 years and two months<<< for selling" in out
    code, out, _ = run(capsys, "trace", EVENT, *more)
    assert code == 0
    assert ">>>ferrymen stood at the gate until dusk<<<" in out


def test_a_terminal_gets_bold(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, out, _ = run(capsys, "trace", GULLS, "--documents", str(DOCUMENTS), "--data", str(folder))
    assert "counted \033[1m21,819\033[0m gulls" in out


def test_no_document_can_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_package(tmp_path / "data", {GULLS: {"definition": "birds \033[2J gone"}})
    _, out, _ = run(capsys, "trace", GULLS, "--data", str(folder))
    assert "birds  [2J gone" in out
    assert "\033" not in out
    code, _, err = run(capsys, "trace", "\033[2J", "--data", str(folder))
    assert (code, "\033" in err) == (2, False)


def test_without_the_document_or_with_a_changed_one_the_command_line_says_so(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(FOLDER_SETTING, raising=False)
    code, out, _ = run(capsys, "trace", GULLS, "--data", str(folder))
    assert (code, out.endswith(f"{NOT_HERE}\n")) == (0, True)
    edited = write_document(tmp_path / "edited", TEXT.replace("gulls", "crows"))
    monkeypatch.setenv(FOLDER_SETTING, str(edited))
    code, out, _ = run(capsys, "trace", GULLS, "--data", str(folder))
    assert code == 0
    assert "The document has changed" in out
    assert "northern mole" not in out


def test_an_unknown_key_or_folder_exits_2(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "trace", "nothing", "--data", str(folder))
    assert (code, out) == (2, "")
    assert "There is no figure or event “nothing”" in err
    nowhere = str(tmp_path / "nowhere")
    assert run(capsys, "trace", GULLS, "--documents", nowhere)[0] == 2
    assert run(capsys, "trace", GULLS, "--data", nowhere)[0] == 1


def test_the_card_links_each_figure_and_the_event_to_its_place(package: Package) -> None:
    card = card_for(package, EVENT)
    assert card is not None
    markup = card_markup(card, "light", Selection())
    assert markup.count(">Where does this come from?</a>") == 2
    for key in ("port-lantern%3A2", EVENT):
        assert f"event={EVENT}&amp;figure={key}" in markup


def page_of(
    monkeypatch: pytest.MonkeyPatch, folder: Path, documents: Path | None, key: str
) -> tuple[AppTest, str]:
    """Open the Events page with a trace; return it with what its HTML says."""
    monkeypatch.setenv(DATA_SETTING, str(folder))
    if documents:
        monkeypatch.setenv(FOLDER_SETTING, str(documents))
    else:
        monkeypatch.delenv(FOLDER_SETTING, raising=False)
    app = open_app("events", {"from": "2021-03", "to": "2021-03", "figure": key})
    assert [str(trouble.value) for trouble in app.exception] == []
    return app, "\n".join(str(element.proto.body) for element in app.get("html"))


def test_the_page_marks_the_span_and_closes(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    app, told = page_of(monkeypatch, folder, DOCUMENTS, GULLS)
    assert "counted <mark>21,819</mark> gulls on the northern mole[1]." in told
    assert app.query_params["figure"] == GULLS
    app.button(key="trace_close").click().run()
    assert "figure" not in app.query_params
    assert "<mark>" not in "".join(str(part.proto.body) for part in app.get("html"))


def test_the_page_says_that_a_document_is_missing_or_changed(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    _, told = page_of(monkeypatch, folder, None, GULLS)
    assert NOT_HERE in told
    for words in ("https://example.org/lantern", "paragraph 2", "<dt>Footnote</dt><dd>1</dd>"):
        assert words in told
    edited = write_document(tmp_path / "edited", TEXT.replace("gulls", "crows"))
    _, told = page_of(monkeypatch, folder, edited, GULLS)
    assert "The document has changed" in told
    assert "<mark>" not in told
    assert "northern mole" not in told


def test_hostile_words_of_document_data_and_address_stay_words(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    _, told = page_of(monkeypatch, folder, DOCUMENTS, BOARD)
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &quot;no fishing&quot;" in told
    assert "<mark>seven gulls</mark>" in told
    assert "&lt;script&gt;alert" in told
    assert "&lt;b&gt;Gazette" in told
    assert "<img" not in told
    _, told = page_of(monkeypatch, folder, DOCUMENTS, '"><script>alert(1)</script>')
    assert "There is no figure or event “&quot;&gt;&lt;script&gt;" in told


def test_no_export_has_a_word_of_the_document(
    monkeypatch: pytest.MonkeyPatch, package: Package
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(DOCUMENTS))
    exhibit = EXHIBITS["figure_trace"](package, Selection(), {"figure": GULLS})
    papers = Papers("all", package.version, date(2026, 11, 21), "http://localhost/events")
    for kind in ("csv", "html"):
        _, content, _ = make_file(exhibit, papers, kind)
        assert "Notes from Port Lantern" in content.decode("utf-8-sig")
        assert "northern mole" not in content.decode("utf-8-sig")


def test_without_a_key_there_is_nothing_to_take_away(package: Package) -> None:
    assert EXHIBITS["figure_trace"](package, Selection(), {}).rows.empty
