"""The part of the page Data that fetches current files: a row a source, with its own button.

Nobody is called until a button is pressed. The work is that of the command `refresh`.
"""

import html
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import streamlit as st

from dashboard.importing.downloads import NotFetched, shown
from dashboard.importing.refresh import last_fetched, refresh
from dashboard.importing.refreshable import (
    ACCOUNT,
    REFRESHABLE,
    Refreshable,
    acled_account,
    addresses_of,
)
from dashboard.importing.steps import Step
from dashboard.importing.versions import Busy, Outdated
from dashboard.importing.words import (
    last_fetched_words,
    refresh_trouble,
    refreshed_lines,
    step_words,
)
from dashboard.sources.formats import format_named
from dashboard.ui.cache import reload_package
from dashboard.ui.data import is_read_only, target_folder, where_to_see
from dashboard.ui.plain_text import as_label
from dashboard.wording import say

SAID = "refresh_said"
OFTEN = 0.3  # seconds between two steps of the bar
MEGABYTE = 1_000_000


def show_refresh() -> None:
    """Show every source that can be fetched, and fetch the one whose button is pressed."""
    if is_read_only():
        return
    st.subheader(say("Fetch current files"), anchor=False)
    _show_lines(
        (
            say(
                "Nothing is fetched until you press a button. What is new goes in as a version "
                "that can be undone."
            ),
            say(
                "Where two sources have the COVID-19 totals of a day, the one fetched last counts."
            ),
        ),
        "panel_caption",
    )
    fetched = last_fetched(target_folder())
    key, lines, kind = st.session_state.pop(SAID, ("", (), ""))
    for source in REFRESHABLE:
        with st.container():  # so that the bar moves no other row
            pressed = _show_source(source, fetched.get(source.key))
            if source.key == key:
                _show_lines(lines, kind)
            if pressed:
                _fetch(source)


def _show_source(source: Refreshable, fetched: datetime | None) -> bool:
    """Show the row of a source; return whether its button is pressed."""
    lacks_account = source.wants_account and acled_account() is None
    button, about = st.columns([2, 3], vertical_alignment="center")
    with button:
        pressed = st.button(
            as_label(format_named(source.format).name),
            key=f"fetch_{source.key}",
            disabled=lacks_account,
            width="stretch",
        )
    with about:
        _show_lines(
            ["; ".join(_about(source, fetched, lacks_account=lacks_account))], "panel_caption"
        )
    return pressed


def _about(source: Refreshable, fetched: datetime | None, *, lacks_account: bool) -> Iterator[str]:
    hosts = [urlsplit(shown(address)).netloc for address in addresses_of(source)]
    yield ", ".join(dict.fromkeys(hosts))
    yield last_fetched_words(fetched)
    if lacks_account:
        yield say("wants an account: set {account}", account=[*ACCOUNT])


def _fetch(source: Refreshable) -> None:
    """Fetch and import what is new of a source, then begin the page anew with what came of it."""
    target, progress = target_folder(), _Progress(source)
    try:
        who = st.session_state.get("import_by", "")
        came = refresh(source, target, who, told=progress.fetched, read=progress.read)
    except (NotFetched, Busy, Outdated, OSError) as trouble:
        _keep_said(source, [refresh_trouble(trouble, source)], "refused")
        st.rerun()
    lines = [*refreshed_lines(came)]
    if came.version:
        lines += filter(None, [where_to_see(target)])
    _keep_said(source, lines, "told")
    if came.version:
        st.session_state.pop("import_preview", None)
        reload_package()
    st.rerun()


def _keep_said(source: Refreshable, lines: list[str], kind: str) -> None:
    """Keep what came of a source, to be said below its row when the page begins anew."""
    st.session_state[SAID] = (source.key, lines, kind)


def _say_stopped(source: Refreshable) -> None:
    if SAID not in st.session_state:  # what was done by then is said instead
        _keep_said(source, [say("Stopped: nothing is written.")], "told")


class _Progress:
    """A bar of what is here of a file, with a button to stop: pressing it begins the page anew."""

    def __init__(self, source: Refreshable) -> None:
        self._bar, self._last = st.progress(0.0, say("Asking …")), 0.0
        st.button(say("Stop"), key="stop_fetch", on_click=_say_stopped, args=(source,))

    def fetched(self, got: int, size: int) -> None:
        """Show how many bytes are here, and of how many."""
        if size:
            words = say(
                "{got} of {size} MB", got=round(got / MEGABYTE, 1), size=round(size / MEGABYTE, 1)
            )
            self._show(got / size, words)
        else:
            self._show(0.0, say("{got} MB", got=round(got / MEGABYTE, 1)))

    def read(self, step: Step) -> None:
        """Show how far the import of a file is."""
        self._show(step.share, step_words(step))

    def _show(self, fraction: float, words: str) -> None:
        if time.monotonic() - self._last > OFTEN:
            self._last = time.monotonic()
            self._bar.progress(min(fraction, 1.0), as_label(words))


def _show_lines(lines: Iterable[str], kind: str) -> None:
    st.html(f'<p class="{kind}">{"<br>".join(map(html.escape, lines))}</p>')
