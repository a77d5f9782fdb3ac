"""A place to hand in one small file, empty again once it is taken."""

from collections.abc import Callable

import streamlit as st

from dashboard.wording import say

ROUNDS = "upload_rounds"
# The letters of a file's name that are shown.
MOST_NAME = 100


def take_file(
    label: str,
    kind: str,
    most: int,
    take: Callable[[str, bytes], None],
    refuse: Callable[[str], None],
) -> None:
    """Show the place; `take` is handed the file's name and bytes, `refuse` why it is not taken.

    `most` is in megabytes, `kind` tells the places of a page from each other.
    """
    rounds = st.session_state.setdefault(ROUNDS, 0)
    key = f"brief_upload_{kind}_{rounds}"
    given = (key, most, take, refuse)
    st.file_uploader(label, key=key, max_upload_size=most, on_change=_taken, args=given)


def _taken(
    key: str, most: int, take: Callable[[str, bytes], None], refuse: Callable[[str], None]
) -> None:
    """Take a file over. Its size is looked at again: a browser need not keep to what it is told."""
    file = st.session_state[key]
    if file is None:
        return
    st.session_state[ROUNDS] += 1
    if file.size > most * 1024 * 1024:
        refuse(say("A file of more than {most} MB is not taken.", most=str(most)))
    else:
        take(file.name[:MOST_NAME], file.getvalue())
