"""Addresses and data are words: nothing that a page sends reads them as Markdown or mark-up."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from app_runner import PAGE_NAMES, open_app
from google.protobuf.message import Message
from hostile_data import HOST, HOSTILE, hostile_folder
from source_files import DESK, table
from streamlit.testing.v1 import AppTest

from dashboard.engine.address import SETTING
from dashboard.ui.plain_text import as_label, sentence_markup

# Fields of Streamlit's protocol that hold data as data, by element: nothing in them is read.
AS_DATA = {
    ("Selectbox", "options"),
    ("Selectbox", "raw_value"),
    ("TextInput", "value"),
    ("TextInput", "placeholder"),
    ("TextArea", "value"),
    ("TextArea", "default"),
    ("TextArea", "placeholder"),
    ("Code", "code_text"),
    ("DeckGlJsonChart", "json"),
    ("DeckGlJsonChart", "alt"),
    ("BidiComponent", "mixed"),
    ("BidiComponent", "json"),
    ("Arrow", "data"),
}
MEANT = ("![i](", "[s](", ":red[", ":material/", "$x^2$", ":smile:", "**b**", f"http://{HOST}")
# What opens an event, a figure, a bar: the cards and lists that only a link shows.
ASKED = {
    "event_map": [{"event": "KGZ-2020-06-29-01"}, {"view": "world", "event": "x" + HOSTILE}],
    "events": [
        {"event": "KGZ-2020-06-29-01", "figure": "cabar-2020-06:7:1"},
        {"event": HOSTILE, "figure": HOSTILE, "table_page": HOSTILE},
    ],
    "covid_timeline": [{"figure": "cabar-2020-06:7:1", "covid_show": HOSTILE}],
    "reconciliation": [{"reconcile_months": "all", "verdict": HOSTILE}],
    "protests_and_arrests": [{"behind": f"protests_by_issue~{HOSTILE}", "event": HOSTILE}],
    "overview": [{"behind": "countries_side_by_side~KGZ:protests"}, {"behind": HOSTILE}],
    "currency": [{"ticker": HOSTILE, "figure": HOSTILE}],
    "about_the_data": [{"codebook": HOSTILE}],
    "briefing": [{"event": HOSTILE}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_folder(tmp_path_factory.mktemp("hostile") / "data")


# The page Data shows what is dropped on it, and nothing of the data: see below.
@pytest.mark.parametrize("page", [name for name in PAGE_NAMES if name != "data"])
def test_no_page_reads_data_or_address_as_mark_up(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(folder))
    for asked in ({}, {"text": HOSTILE}, {"countries": HOSTILE, "from": HOSTILE}, *ASKED[page]):
        app = open_app(page, asked)
        assert not app.exception, asked
        shown = [*texts_of(app)]
        assert any(HOST in words for _, _, words in shown), asked
        for element, field, words in shown:
            assert_plain(element, field, words)


def test_no_dropped_file_is_read_as_mark_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path))
    monkeypatch.setattr("dashboard.ui.data.MOMENT", 60)
    row = DESK | {"event_type": HOSTILE, "sub_event_type": "", "location": HOSTILE, HOSTILE: "x"}
    app = open_app("data")
    app.file_uploader[0].set_value([(f"{HOSTILE}.csv", table([row]), "text/csv")]).run()
    assert not app.exception
    shown = [*texts_of(app)]
    assert len([words for _, _, words in shown if HOST in words]) > 3
    for element, field, words in shown:
        assert_plain(element, field, words)


def test_the_list_of_all_charts_has_plain_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(folder))
    app = open_app("briefing", {"text": HOSTILE})
    app.session_state["briefing_chooser"] = True
    app.run()
    assert len(app.checkbox) > 20
    for element, field, words in texts_of(app):
        assert_plain(element, field, words)


def test_a_label_keeps_its_words_and_loses_their_meaning() -> None:
    assert as_label("21,819 people") == "21,819 people".replace(",", "\\,")
    assert as_label(HOSTILE).replace("\\", "").replace("\u2060", "") == HOSTILE


def test_a_sentence_has_bold_words_and_nothing_else() -> None:
    assert sentence_markup("**2** of [x](y) <b>c</b>") == (
        "<p><strong>2</strong> of [x](y) &lt;b&gt;c&lt;/b&gt;</p>"
    )


def texts_of(app: AppTest) -> Iterator[tuple[str, str, str]]:
    """Yield every text of every element and block that a page sends, with where it stands."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            yield from _texts(proto)


def _texts(message: Message) -> Iterator[tuple[str, str, str]]:
    for field, value in message.ListFields():
        parts = list(value) if field.is_repeated and not hasattr(value, "items") else [value]
        for part in parts:
            if isinstance(part, Message):
                yield from _texts(part)
            elif isinstance(part, str):
                yield message.DESCRIPTOR.name, field.name, part


def assert_plain(element: str, field: str, words: str) -> None:
    if (element, field) in AS_DATA or HOST not in words:
        return
    if (element, field) == ("Html", "body"):
        markup = _Links()
        markup.feed(words)
        assert markup.leading_outside == []
        assert "<strong>b</strong>" not in words
        return
    assert [each for each in MEANT if each in words] == [], (element, field, words)


class _Links(HTMLParser):
    """Collects what marked-up text would fetch from or lead to outside."""

    def __init__(self) -> None:
        super().__init__()
        self.leading_outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "style", "srcset") and f"//{HOST}" in str(value):
                self.leading_outside.append(f"<{tag} {name}={value}>")
