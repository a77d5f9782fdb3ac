"""What the visitor at the page keeps: on the server, else as long as the page stays open."""

from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from dashboard.briefing.kept import Kept, NotKept

T = TypeVar("T")


class KeptForVisitor(Generic[T]):
    """What a visitor keeps of one kind, read anew at every run.

    The session has it under its `name`, where the server cannot keep it under `name_own`, and what
    is wrong with its file under `name_faults`. `store` and `visitor` are asked when needed.
    """

    def __init__(
        self, name: str, nothing: T, store: Callable[[], Kept[T]], visitor: Callable[[], str]
    ) -> None:
        self.name, self.own, self.faults = name, f"{name}_own", f"{name}_faults"
        self._nothing, self._store, self._visitor = nothing, store, visitor

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
        """Change it, keep it and return it."""
        own, before = st.session_state.get(self.own), self.current
        visitor = self._visitor()
        try:
            if not visitor:
                raise NotKept
            held = self._store().change(visitor, change if own is None else lambda _: change(own))
            st.session_state.pop(self.own, None)
        except NotKept:
            held = change(before)
            st.session_state[self.own] = held
        st.session_state[self.name] = held
        return held

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this page."""
        return bool(self._visitor()) and self.own not in st.session_state

    def _read(self) -> tuple[T, tuple[str, ...]]:
        visitor = self._visitor()
        if self.own not in st.session_state and visitor:
            try:
                return self._store().read(visitor)
            except NotKept:
                st.session_state[self.own] = st.session_state.get(self.name, self._nothing)
        return st.session_state.get(self.own, self._nothing), ()
