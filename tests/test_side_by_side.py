"""Tests that run in one process leave nothing behind for each other."""

import multiprocessing
import sys

from streamlit.testing.v1 import AppTest

SECONDS = 120


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
