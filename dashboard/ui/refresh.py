"""The part of the page Data that fetches current files: a row a source, with its own button.

Nobody is called until a button is pressed. The work is that of the command `refresh`.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import streamlit as st

from dashboard.importing.downloads import NotFetched, shown
from dashboard.importing.refresh import Refreshed, last_fetched, refresh
from dashboard.importing.refreshable import (
    ACCOUNT,
    REFRESHABLE,
    Refreshable,
    acled_account,
    addresses_of,
    source_named,
)
from dashboard.importing.steps import Progress
from dashboard.importing.versions import Busy, Outdated, import_folder
from dashboard.importing.words import (
    last_fetched_words,
    refresh_trouble,
    refreshed_lines,
)
from dashboard.sources.formats import format_named
from dashboard.ui.cache import reload_package
from dashboard.ui.data import MOMENT, where_to_see, why_nothing
from dashboard.ui.plain_text import as_label, show_lines
from dashboard.ui.serving.people import person_at_the_page, signed_in_name, why_no_import
from dashboard.ui.serving.record import note
from dashboard.ui.tasks import Stopped, Task, show_progress
from dashboard.wording import say

SAID = "refresh_said"
TASK = "refresh_task"


def show_refresh() -> None:
    """Show every source that can be fetched, and fetch the one whose button is pressed."""
    if why_no_import():
        return
    st.subheader(say("Fetch current files"), anchor=False)
    show_lines(
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
    task: Task[Refreshed] | None = st.session_state.get(TASK)
    if task and not task.is_running:
        del st.session_state[TASK]
        _keep_outcome(task)
        st.rerun()
    fetched = last_fetched(import_folder())
    key, lines, kind = st.session_state.pop(SAID, ("", (), ""))
    for source in REFRESHABLE:
        pressed = _show_source(source, fetched.get(source.key), is_busy=task is not None)
        if source.key == key:
            show_lines(lines, kind)
        if task and task.about == source.key:
            show_progress(task, "refresh", task.stop)
        if pressed:
            _fetch(source)


def _show_source(source: Refreshable, fetched: datetime | None, *, is_busy: bool) -> bool:
    """Show the row of a source; return whether its button is pressed."""
    lacks_account = source.wants_account and acled_account() is None
    button, about = st.columns([2, 3], vertical_alignment="center")
    with button:
        pressed = st.button(
            as_label(format_named(source.format).name),
            key=f"fetch_{source.key}",
            disabled=lacks_account or is_busy,
            width="stretch",
        )
    with about:
        show_lines(
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
    """Begin to fetch and import what is new; what takes a moment only is done at once."""
    target, person = import_folder(), person_at_the_page()
    who = signed_in_name(person) or st.session_state.get("import_by", "")

    def fetched(progress: Progress) -> Refreshed:
        came = refresh(source, target, who, progress=progress)
        if came.version:
            note("import", person, by=who, files=[source.key])
        return came

    task = st.session_state[TASK] = Task(fetched, source.key)
    task.wait(MOMENT)
    st.rerun()


def _keep_outcome(task: Task[Refreshed]) -> None:
    """Keep what came of a source, to be said below its row when the page begins anew."""
    source = source_named(str(task.about))
    try:
        came = task.result()
    except Stopped as trouble:
        st.session_state[SAID] = (source.key, [why_nothing(trouble)], "told")
    except (NotFetched, Busy, Outdated, OSError) as trouble:
        st.session_state[SAID] = (source.key, [refresh_trouble(trouble, source)], "refused")
    else:
        lines = [*refreshed_lines(came)]
        if came.version:
            lines += filter(None, [where_to_see(import_folder())])
            st.session_state.pop("import_preview", None)
            reload_package()
        st.session_state[SAID] = (source.key, lines, "told")
