"""A panel as a page for a frame: live, or of the version of the data that its address names."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from route_answers import Answer, answer_of
from shipped import shipped_package

from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.ui.serving import files

SERIES = "/embed/covid_series?from=2020-06&to=2020-06"


def get(address: str) -> Answer:
    path, _, query = address.partition("?")
    return answer_of(path, dict(parse_qsl(query)))


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    return tmp_path / files.EMBEDS


def set_version(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = replace(shipped_package(), version=version)
    monkeypatch.setattr(files, "current_package", lambda: package)


def test_a_chart_is_a_small_page_that_names_where_it_is_from() -> None:
    answer = get(SERIES)
    assert answer.status == 200
    assert len(answer.content) < 150_000
    assert answer.headers["cache-control"] == "no-cache"
    for words in ("Cases, total", "Johns Hopkins CSSE", 'href="../covid_timeline?', "2026.11."):
        assert words in answer.text
    assert '<script src="../drawing/' in answer.text
    assert "Filters: five countries, June 2020." in answer.text
    assert "<details><summary>How to read this</summary>" in answer.text


def test_a_table_needs_no_script_and_a_plain_chart_has_neither_title_nor_foot() -> None:
    assert "<script" not in get("/embed/countries_side_by_side").text
    plain = get(f"{SERIES}&around=plain&ground=dark").text
    assert "<h1>" not in plain
    assert "<p>" not in plain
    assert "#14181D" in plain


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("size=slide", 400, "as large as the frame"),
        ("ground=pink", 400, "“pink” in “ground” is none of white"),
        ("countries=XXX", 400, "country “XXX” in “countries”"),
        ("version=2020.1", 409, "of data version 2020.1, which is no longer here"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(query: str, status: int, words: str) -> None:
    answer = get(f"/embed/covid_series?{query}")
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert words in answer.text


def test_a_frozen_page_is_answered_as_it_was_when_the_data_has_changed(
    monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    set_version("1", monkeypatch)
    first = get(f"{SERIES}&version=1")
    assert "Data version 1." in first.text
    set_version("2", monkeypatch)
    assert get(f"{SERIES}&version=1").content == first.content
    assert "Data version 2." in get(SERIES).text
    assert get(f"{SERIES}&countries=KAZ&version=1").status == 409
    assert len(list(state.iterdir())) == 1


def test_of_too_many_frozen_pages_the_longest_unused_go(
    monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    monkeypatch.setattr(files, "MOST_KEPT", 2)
    set_version("1", monkeypatch)
    for country in ("KAZ", "KGZ", "TJK"):
        get(f"/embed/stood_out?countries={country}&version=1")
    assert len(list(state.iterdir())) == 2
    set_version("2", monkeypatch)
    asked = [f"/embed/stood_out?countries={each}&version=1" for each in ("KAZ", "TJK")]
    assert [get(each).status for each in asked] == [409, 200]
