"""What the visitor at the page keeps: on the server, else as long as the page stays open.

What several people keep together is on the server or nowhere.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.briefing.kept import Kept, NotKept, state_folder
from dashboard.ui.serving.people import visitor
from dashboard.wording import say

T = TypeVar("T")


class KeptForVisitor(Generic[T]):
    """What a visitor keeps of one kind, read anew at every run.

    The session has it under its `name`, where the server cannot keep it under `name_own`, and what
    is wrong with its file under `name_faults`. `kept_in` returns what keeps it in a folder, `whose`
    for whom, where that is not the visitor. What `is_shared` by several people is never a session's
    own: kept later, it would undo their changes.
    """

    def __init__(
        self,
        name: str,
        nothing: T,
        kept_in: Callable[[Path], Kept[T]],
        *,
        whose: Callable[[], str] | None = None,
        is_shared: bool = False,
    ) -> None:
        self.name, self.own, self.faults = name, f"{name}_own", f"{name}_faults"
        self._nothing, self._kept_in, self._whose = nothing, kept_in, whose
        self._is_shared = is_shared

    @property
    def whose(self) -> str:
        """For whom the server keeps it; empty where nobody is known."""
        return self._whose() if self._whose else visitor()

    @property
    def _store(self) -> Kept[T]:
        return _store_of(self._kept_in, state_folder())

    def open(self) -> None:
        """Read it anew: another window of the same browser may have changed it."""
        held, faults = self._read()
        st.session_state[self.name] = held
        if faults:
            st.session_state[self.faults] = faults

    @property
    def current(self) -> T:
        """What is kept as of this run."""
        return st.session_state[self.name]

    def change(self, change: Callable[[T], T]) -> T:
        """Change it, keep it and return it. Raises `NotKept` of what is shared."""
        own, before = st.session_state.get(self.own), self.current
        try:
            if not self.whose:
                raise NotKept
            held = self._store.change(self.whose, change if own is None else lambda _: change(own))
            st.session_state.pop(self.own, None)
        except NotKept:
            if self._is_shared:
                raise
            held = change(before)
            st.session_state[self.own] = held
        st.session_state[self.name] = held
        return held

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this page."""
        return bool(self.whose) and self.own not in st.session_state

    def _read(self) -> tuple[T, tuple[str, ...]]:
        if self.own not in st.session_state and self.whose:
            try:
                return self._store.read(self.whose)
            except NotKept:
                if self._is_shared:
                    trouble = say("What is kept for everyone cannot be read at the moment.")
                    return st.session_state.get(self.name, self._nothing), (trouble,)
                st.session_state[self.own] = st.session_state.get(self.name, self._nothing)
        return st.session_state.get(self.own, self._nothing), ()


@lru_cache(maxsize=8)
def _store_of(kept_in: Callable[[Path], Kept[Any]], folder: Path) -> Kept[Any]:
    return kept_in(folder)
