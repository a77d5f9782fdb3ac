"""Tests that run in one process leave nothing behind for each other, nor for who runs them."""

import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from side_by_side import LONGEST, pytest_xdist_auto_num_workers, turn
from streamlit.testing.v1 import AppTest

from dashboard.briefing.kept import state_folder

SECONDS = 120
ROOT = Path(__file__).parents[1]


def _page() -> None:
    import streamlit as st

    st.write("A page.")


def test_a_page_that_runs_here_is_gone_afterwards() -> None:
    ours = sys.modules["__main__"]
    AppTest.from_function(_page).run()
    assert sys.modules["__main__"] is not ours


def test_a_process_starts_after_a_page_has_run_here() -> None:
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    process.join(SECONDS)
    assert process.exitcode == 0


def test_what_tests_keep_is_in_a_folder_of_theirs(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert Path(tmp_path_factory.getbasetemp()) in state_folder().parents


def test_what_takes_longest_goes_first_and_is_there() -> None:
    files = [str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")]
    turns = {turn(file) for file in files}
    assert turns == set(range(len(LONGEST) + 1))
    assert turn("tests/browser/test_analyst.py") < turn("tests/browser/test_views.py")
    assert turn("tests/browser/test_views.py") < turn("dashboard/wording.py")


def test_where_pages_are_waited_for_one_process_more_than_cores_works(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    processes = []
    for marks in ("", "not browser and not engine"):
        monkeypatch.setattr(pytestconfig.option, "markexpr", marks)
        processes.append(pytest_xdist_auto_num_workers(pytestconfig))
    assert processes == [3, 2]


@pytest.mark.parametrize("visit", ["first", "second"])
def test_a_page_knows_nothing_of_the_pages_before_it(page: Page, app_url: str, visit: str) -> None:
    page.goto(f"{app_url}/_stcore/health")
    cookie = "document.cookie.includes('a=b')"
    kept = f"() => [{cookie}, localStorage.length, sessionStorage.length]"
    assert page.evaluate(kept) == [False, 0, 0]
    page.evaluate(
        "() => { document.cookie = 'a=b'; localStorage.a = 'b'; sessionStorage.a = 'b'; }"
    )
    assert page.evaluate(kept) == [True, 1, 1]
    assert len(page.context.pages) == 2
