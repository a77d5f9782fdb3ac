"""Files that come and go by hand: the tray saved and opened, the analyst's own PowerPoint template.

The documents made of a tray are in `files`.
"""

import html
from collections.abc import Callable

import streamlit as st

from dashboard.briefing.tray import Tray, read_tray, tray_json
from dashboard.catalogue import EXHIBITS
from dashboard.ui.briefing.page import heading
from dashboard.ui.tray import change_tray, current_tray

FILE_NAME = "central-asia-monitor_briefing.json"
OPENED = "briefing_opened"
TEMPLATE = "briefing_template"
ROUNDS = "upload_rounds"
# In megabytes; what a tray may hold is decided when it is read.
MOST_TRAY, MOST_TEMPLATE = 2, 50
# The letters of a file's name that are shown.
MOST_NAME = 100


def show_saving() -> None:
    """Show the tray as a file to save, and the place to open one."""
    with st.container(key="panel_saving"):
        st.html(heading("Keep or hand on", "charts, titles, comments"))
        st.download_button(
            "Save as a file",
            tray_json(current_tray()),
            FILE_NAME,
            "application/json",
            on_click="ignore",
            type="tertiary",
            key="brief_save",
        )
        _take_file("Open a saved briefing", "json", MOST_TRAY, _open)
        for sentence in st.session_state.pop(OPENED, ()):
            st.html(f'<p class="refused">{html.escape(sentence)}</p>')


def own_template() -> bytes | None:
    """Return the analyst's PowerPoint template; None when there is none."""
    return st.session_state.get(TEMPLATE, ("", None))[1]


def show_template() -> None:
    """Show the template given, or the place to give one."""
    if TEMPLATE not in st.session_state:
        _take_file("PowerPoint template of your own", "pptx", MOST_TEMPLATE, _take_template)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="brief_template"):
        name = html.escape(st.session_state[TEMPLATE][0])
        st.html(f'<p class="done">PowerPoint template: {name}</p>', width="content")
        st.button("Do without", type="tertiary", on_click=_drop_template, key="template_drop")


def _take_file(label: str, kind: str, most: int, take: Callable[[str, bytes], None]) -> None:
    """Show a place for one file, empty again once it is taken."""
    rounds = st.session_state.setdefault(ROUNDS, 0)
    key = f"brief_upload_{kind}_{rounds}"
    st.file_uploader(label, key=key, max_upload_size=most, on_change=_taken, args=(key, most, take))


def _taken(key: str, most: int, take: Callable[[str, bytes], None]) -> None:
    """Take a file over. Its size is looked at again: a browser need not keep to what it is told."""
    file = st.session_state[key]
    if file is None:
        return
    st.session_state[ROUNDS] += 1
    if file.size > most * 1024 * 1024:
        st.session_state[OPENED] = (f"A file of more than {most} MB is not taken.",)
    else:
        take(file.name[:MOST_NAME], file.getvalue())


def _open(name: str, content: bytes) -> None:
    """Take over a tray's file; one that is no tray changes nothing."""
    tray, refused = read_tray(content, EXHIBITS)
    st.session_state[OPENED] = refused
    if tray != Tray():
        change_tray(lambda _: tray, f"“{name}” was opened in place of what was here.")


def _take_template(name: str, content: bytes) -> None:
    st.session_state[TEMPLATE] = (name, content)


def _drop_template() -> None:
    st.session_state.pop(TEMPLATE, None)
