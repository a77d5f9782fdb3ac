"""Files that turn unreadable under a running app: every page says which, and shows what it had."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from app_runner import PAGE_NAMES, go_to, open_app
from streamlit.testing.v1 import AppTest

from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import SETTING
from dashboard.ui.cache import reload_package

KEPT = "What was read before that is shown."


def rubbish(data: Path) -> None:
    (data / "events.csv").write_bytes(b"\xff\xfe\x00rubbish\x00" * 40)


def header_of_another(data: Path) -> None:
    (data / "sources.csv").write_text("a,b\n1,2\n")


def gone(data: Path) -> None:
    (data / "events.csv").unlink()


def folder_gone(data: Path) -> None:
    shutil.rmtree(data)


DAMAGES: dict[Callable[[Path], None], str] = {
    rubbish: "The file events.csv is not UTF-8 text",
    header_of_another: "The table sources.csv cannot be used",
    gone: "The file events.csv is missing.",
    folder_gone: "There is no data folder at",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED_FOLDER, folder)
    monkeypatch.setenv(SETTING, str(folder))
    reload_package()
    return folder


def told(app: AppTest) -> list[str]:
    assert not app.exception
    bodies = [each.proto.body for each in app.get("html")]
    return [body for body in bodies if 'class="trouble"' in body]


def test_every_page_says_which_file_and_keeps_what_was_there(data: Path) -> None:
    app = open_app()
    assert not told(app)
    rubbish(data)
    for page in PAGE_NAMES:
        words = " ".join(told(go_to(app, page)))
        assert DAMAGES[rubbish] in words and KEPT in words, page


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__)
def test_what_was_there_is_kept_until_it_can_be_read_again(
    data: Path, damage: Callable[[Path], None]
) -> None:
    app = open_app("events")
    before = [each.proto.body for each in app.get("html")]
    damage(data)
    app.run()
    words = told(app)
    assert DAMAGES[damage] in words[0] and KEPT in words[1]
    assert set(before) <= {each.proto.body for each in app.get("html")}
    shutil.copytree(SHIPPED_FOLDER, data, dirs_exist_ok=True)
    assert not told(app.run())


@pytest.mark.parametrize("damage", [rubbish, header_of_another], ids=lambda x: x.__name__)
def test_an_app_that_starts_on_such_a_file_says_so_on_every_page(
    data: Path, damage: Callable[[Path], None]
) -> None:
    damage(data)
    app = open_app()
    for page in PAGE_NAMES:
        assert DAMAGES[damage] in " ".join(told(go_to(app, page))), page


def test_a_file_that_is_cut_says_how_many_rows_are_left_out(data: Path) -> None:
    app = open_app()
    text = (data / "events.csv").read_text("utf-8")
    whole_rows, _, row = text[: len(text) // 2].rpartition("\n")
    (data / "events.csv").write_text(f"{whole_rows}\n{row[:20]}", "utf-8")
    words = " ".join(told(go_to(app, "overview")))
    assert "and are left out: see About the data." in words
    assert "figures.csv" in words


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ('X-1,"begun', "a quotation mark in line {line} is never closed."),
        (",".join("x" * 99), "line {line} has more values than columns."),
    ],
)
def test_a_row_that_is_no_row_is_named_by_its_line(data: Path, end: str, why: str) -> None:
    app = open_app()
    text = (data / "rates.csv").read_text("utf-8")
    (data / "rates.csv").write_text(text + end, "utf-8")
    words = " ".join(told(go_to(app, "currency")))
    line = text.count("\n") + 1
    assert f"rates.csv cannot be read as a table: {why.format(line=f'{line:,}')}" in words
