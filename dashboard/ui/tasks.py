"""Work in the background: how far it is is shown in one way; a task of the page Data is such work.

It goes on while pages are turned or drawn anew; a task ends early when it is told to stop.
"""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from threading import Event, Thread
from typing import Generic, Protocol, TypeVar

import streamlit as st

from dashboard.importing.steps import Progress, Step
from dashboard.importing.words import step_words
from dashboard.ui.plain_text import as_label
from dashboard.wording import say

Result = TypeVar("Result")


class Stopped(Exception):
    """Somebody has told the work to stop."""


class Task(Generic[Result]):
    """A piece of work that has begun. `about` says what it is for, to know it again."""

    def __init__(self, work: Callable[[Progress], Result], about: object = None) -> None:
        self.about = about
        self._step: Step | None = None
        self._is_to_stop = Event()
        self._future: Future[Result] = Future()
        Thread(target=self._run, args=(work,), daemon=True, name="import").start()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return not self._future.done()

    @property
    def words(self) -> str:
        """How far it is, in words."""
        if self._is_to_stop.is_set():
            return say("Stopping …")
        return step_words(self._step) if self._step else ""

    @property
    def share(self) -> float:
        """Which share of the present step is done."""
        return self._step.share if self._step else 0.0

    def stop(self) -> None:
        """Tell it to stop; when all is written already it ends as it would have."""
        self._is_to_stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait so long for its end; return whether it came."""
        return bool(wait_for([self._future], seconds).done)

    def result(self) -> Result:
        """Return what came of it; raises what it raised, `Stopped` when it was stopped."""
        return self._future.result()

    def _run(self, work: Callable[[Progress], Result]) -> None:
        try:
            self._future.set_result(work(self._heard))
        except BaseException as trouble:
            self._future.set_exception(trouble)

    def _heard(self, step: Step) -> None:
        self._step = step
        if self._is_to_stop.is_set() and self.is_running:
            raise Stopped


class Work(Protocol):
    """Work in the background: which share of it is done, from 0 to 1, and what it is at."""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        ...

    @property
    def share(self) -> float:
        """How much of it is done."""
        ...

    @property
    def words(self) -> str:
        """What it is at; empty before it is at anything."""
        ...


@st.fragment(run_every="0.4s")
def show_progress(work: Work, key: str, stop: Callable[[], None] | None = None) -> None:
    """Show how far work is, with a way to `stop` it; the page runs again when it has ended."""
    if not work.is_running:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_progress"):
        st.progress(min(work.share, 1.0), as_label(work.words or say("Beginning …")))
        if stop is not None:
            st.button(say("Cancel"), on_click=stop, key=f"{key}_cancel")
