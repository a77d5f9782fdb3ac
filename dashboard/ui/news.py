"""What is new in the data: on the Overview since the last visit, on Briefing since it was made."""

import html
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

import streamlit as st

from dashboard.briefing.kept import state_folder
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.selection import Selection, month_of
from dashboard.ui.components.table import rows_markup
from dashboard.ui.kept import KeptForVisitor
from dashboard.ui.tray import current_tray
from dashboard.views.visits import (
    Changes,
    Contents,
    Seen,
    Visits,
    changes_since,
    kept_visits,
    news_table,
    news_words,
    seen_now,
)
from dashboard.vocabulary import STATUSES
from dashboard.wording import say

# The version of data that this session has noted as seen.
NOTED = "visit_noted"
SHOWN = ("what", "title", "iso_code", "event_date", "field", "before", "after")
_KEPT = KeptForVisitor("visits", Visits(), kept_visits)


def note_visit(package: Package) -> None:
    """Keep which data the visitor sees; once a session, and again when the data changes."""
    if st.session_state.get(NOTED) == package.version:
        return
    st.session_state[NOTED] = package.version
    _KEPT.open()
    if not _KEPT.whose:
        return
    try:
        seen = seen_now(package)
        Contents(state_folder()).keep(package)
    except DataUnavailable:
        return
    _KEPT.change(lambda visits: visits.arrived(seen))


def show_news(package: Package) -> None:
    """Say what was added and changed since the last visit; nothing where nothing was."""
    last = _KEPT.current.last
    if last is not None:
        day = last.when.astimezone().date()
        _show_since(package, last, say("Since your visit of {day}", day=day), is_visit=True)


def show_news_of_briefing(package: Package) -> None:
    """Say what was added and changed since documents were made of the briefing."""
    made = current_tray().made
    if made is not None:
        seen = Seen(made.data_version, datetime.combine(made.on, time(), UTC))
        _show_since(package, seen, say("Since this briefing was made on {day}", day=made.on))


def _show_since(package: Package, seen: Seen, when: str, *, is_visit: bool = False) -> None:
    if seen.version == package.version:
        return
    try:
        found = changes_since(package, seen.version, state_folder())
        words = news_words(package, seen, found, when)
    except DataUnavailable:
        return
    if not words:
        return
    with st.container(key="news", gap=None):
        with st.container(horizontal=True, key="news_line", vertical_alignment="center"):
            st.html(f"<p>{html.escape(words)}</p>", width="content")
            if is_visit:
                label = say("Mark as seen")
                st.button(label, type="tertiary", key="news_seen", on_click=_mark_seen)
        if found and found.in_common:
            _show_list(package, found)


def _show_list(package: Package, found: Changes) -> None:
    name = say("What was added and changed")
    with st.expander(name, key="news_list", on_change="rerun") as box:
        # Closed, the list is not sent.
        if not box.open:
            return
        table, total = news_table(package, found)
        keys, days = table.cells("event_id"), table.cells("event_date")
        links = [_link(key, day) for key, day in zip(keys, days, strict=True)]
        st.html(rows_markup(table, SHOWN, name=name, links={"title": links}))
        caption = say("{shown} of {total} rows.", shown=len(table), total=total)
        st.html(f'<p class="panel_caption">{html.escape(caption)}</p>')


def _link(event_id: str, day: date | None) -> str:
    """Return where the card of an event is; "" of one that is gone."""
    if day is None:
        return ""
    month = month_of(day)
    shown = Selection(first_month=month, last_month=month, statuses=STATUSES)
    return f"events?{urlencode(shown.to_query() | {'event': event_id})}"


def _mark_seen() -> None:
    _KEPT.change(Visits.marked_seen)
