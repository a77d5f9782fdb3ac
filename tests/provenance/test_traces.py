"""From a figure to its sentence: in words, on the command line, on the page. Made-up data."""

import sys
from datetime import date
from pathlib import Path

import pytest
from app_runner import SECONDS, open_app
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
from shipped import shipped_package
from streamlit.testing.v1 import AppTest

from dashboard.__main__ import main
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.documents import FOLDER_SETTING, Passage
from dashboard.datapackage.store import Package, load_package
from dashboard.engine.address import SETTING as DATA_SETTING
from dashboard.events.panels.card import card_for
from dashboard.exports.formats import make_file
from dashboard.exports.metadata import Metadata
from dashboard.provenance.panels import trace_for
from dashboard.selection import Selection
from dashboard.ui.components.card import card_markup
from dashboard.ui.components.traces import trace_markup

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
        "Bound": "at least",
        "As reported": "“More than a hundred”",
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
    shipped = shipped_package()
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


@pytest.mark.usefixtures("page_runner")
def test_the_page_marks_the_span_and_closes(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    app, told = page_of(monkeypatch, folder, DOCUMENTS, GULLS)
    assert "counted <mark>21,819</mark> gulls on the northern mole[1]." in told
    assert app.query_params["figure"] == GULLS
    app.button(key="trace_close").click().run()
    assert "figure" not in app.query_params
    assert "<mark>" not in "".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.usefixtures("page_runner")
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


@pytest.mark.usefixtures("page_runner")
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
    papers = Metadata("all", package.version, date(2026, 11, 21), "http://localhost/events")
    for kind in ("csv", "html"):
        _, content, _ = make_file(exhibit, papers, kind)
        assert "Notes from Port Lantern" in content.decode("utf-8-sig")
        assert "northern mole" not in content.decode("utf-8-sig")


def test_without_a_key_there_is_nothing_to_take_away(package: Package) -> None:
    assert EXHIBITS["figure_trace"](package, Selection(), {}).rows.empty


def test_the_command_line_takes_days_of_the_series_and_rates(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "trace", "series:KAZ:2020-06-30:total_cases")
    assert code == 0
    assert "Publisher:    Johns Hopkins CSSE\n" in out
    assert "Series says:  22,308\n" in out
    assert "Next change of definition: 1 July 2020, definition: cases without symptoms" in out
    assert out.endswith("there is no sentence to show.\n")
    code, out, _ = run(capsys, "trace", "rate:KZT:2025-12-12:timesca-2024-06")
    assert code == 0
    for line in (
        "Paragraph:    2",
        "Characters:   27 to 48 of the file",
        "As reported:  “0.00192”",
    ):
        assert f"{line}\n" in out


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("series:KAZ:30:total_cases", "“30” is no day; days are written as 2020-06-30."),
        ("series:TKM:2020-06-30:total_cases", "no official series for Turkmenistan"),
        ("series:KAZ:2026-01-01:total_cases", "runs from 22 January 2020 to 9 March 2023"),
        ("rate:KZT:2020-06-30:timesca-2024-06", "no rate of KZT on 30 June 2020 by “timesca"),
        ("rate:KZT", "four parts, as in rate:KZT:2025-12-12:SOURCE_ID"),
    ],
)
def test_a_key_of_a_value_that_is_malformed_or_absent_exits_2(
    capsys: pytest.CaptureFixture[str], key: str, words: str
) -> None:
    code, out, err = run(capsys, "trace", key)
    assert (code, out) == (2, "")
    assert words in err
    assert "\033" not in err


def told_on(page: str, query: dict[str, str]) -> str:
    app = open_app(page, query)
    assert [str(trouble.value) for trouble in app.exception] == []
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.usefixtures("page_runner")
def test_a_link_opens_a_trace_on_each_page_that_has_them() -> None:
    day = {"figure": "series:KAZ:2020-06-30:total_cases"}
    for page in ("covid_timeline", "reconciliation", "currency"):
        assert "Kazakhstan, 30 June 2020: 22,308 total cases" in told_on(page, day)
    rate = {"figure": "rate:KZT:2025-12-12:timesca-2024-06"}
    assert "The Times of Central Asia, paragraph 2" in told_on("currency", rate)
    assert "“30” is no day" in told_on("currency", {"figure": "series:KAZ:30:total_cases"})


@pytest.mark.usefixtures("page_runner")
def test_a_verdict_in_the_address_narrows_the_figures() -> None:
    june = {"from": "2020-06", "to": "2020-06"}
    narrowed = told_on("reconciliation", {**june, "verdict": "agrees a day apart:KAZ"})
    assert "Only <b>matches previous or next day, Kazakhstan</b>." in narrowed
    assert "1 of 18 figures of the period." in narrowed
    assert "figure=cabar-2020-06%3A7%3A1" in narrowed
    unknown = told_on("reconciliation", {**june, "verdict": "agrees twice"})
    assert "18 of 18 figures of the period." in unknown


def test_a_trace_asked_of_a_panel_stands_under_it() -> None:
    state = {"page_path": "currency", "trace_places": {"currency_ticker"}}
    app = AppTest.from_function(ask_in_a_page, default_timeout=SECONDS)
    for name, value in state.items():
        app.session_state[name] = value
    app.session_state["address_options"] = {}
    app.run()
    assert [each.value for each in app.text] == ["('currency', 'currency_ticker', 'one')", "here"]


def ask_in_a_page() -> None:
    import streamlit as st

    from dashboard.ui.components.traces import ASKED, ask_for_trace

    st.session_state["address_options_seen"] = {}
    ask_for_trace("currency_ticker", "one")
    st.text(st.session_state[ASKED])
    ask_for_trace("elsewhere", "two")
    # A panel that shows no trace of its own leaves it to the page's own place.
    st.text("here" if st.session_state[ASKED][1] == "" else "lost")
