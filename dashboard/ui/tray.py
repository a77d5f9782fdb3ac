"""The tray of the analyst at the page, and the button in a panel's title line that fills it.

The server keeps it for the browser; without cookies or a folder it lives in the session. The page
Briefing, which orders and retitles what is in it, is in `briefing`.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.briefing.kept import kept_trays
from dashboard.briefing.tray import MOST_ITEMS, Tray, TrayItem
from dashboard.catalogue import EXHIBITS, address_of, page_of
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection
from dashboard.ui.kept import KeptForVisitor
from dashboard.ui.plain_text import unseen
from dashboard.wording import N_, say

BRIEFING_PAGE = "briefing"
FULL = N_("A briefing holds {most} charts. Take one out to make room.")
TRAY = "tray"
HISTORY = "tray_history"
MOST_UNDONE = 20
_KEPT = KeptForVisitor(TRAY, Tray(), lambda folder: kept_trays(folder, EXHIBITS))
FAULTS = _KEPT.faults
open_tray = _KEPT.open


def current_tray() -> Tray:
    """Return the tray as of this run."""
    return _KEPT.current


def change_tray(change: Callable[[Tray], Tray], done: str = "") -> None:
    """Change the tray and keep it. What is `done` in words can be undone."""
    before = current_tray()
    tray = _KEPT.change(change)
    if done:
        history = st.session_state.get(HISTORY, [])
        st.session_state[HISTORY] = [*history, (done, before, tray)][-MOST_UNDONE:]


def last_done() -> str:
    """Say what `undo` would undo; empty when there is nothing."""
    history = st.session_state.get(HISTORY)
    return history[-1][0] if history else ""


def undo() -> None:
    """Put the tray back as before the last change; what was added elsewhere since stays in."""
    _, before, after = st.session_state[HISTORY].pop()

    def put_back(now: Tray) -> Tray:
        tray = before
        for item in now.items:
            tray = tray if after.holds(item) else tray.with_item(item)
        return tray

    change_tray(put_back)


def is_kept() -> bool:
    """Say whether the tray outlives this page."""
    return _KEPT.is_kept


def item_on(path: str, name: str, selection: Selection) -> TrayItem:
    """Return a panel of a page as the tray holds it, its switches as they are at first."""
    return _item(path, name, selection, {})


def show_add_button(exhibit: Exhibit, selection: Selection, options: Mapping[str, str]) -> None:
    """Show the button that puts a panel with its filters into the tray, or takes it out again."""
    item = _item(st.session_state["page_path"], exhibit.key, selection, options)
    held = current_tray().holds(item)
    inside = say("In briefing")
    words = f"**{inside}**" if held else say("Add to briefing")
    st.button(
        f"{words} {unseen(exhibit.title)}",
        key=f"brief_{exhibit.key}",
        type="tertiary",
        on_click=_take_out if held else _put_in,
        args=(item,),
    )


def tell_full() -> None:
    """Say that the tray has no room."""
    st.toast(say(FULL, most=MOST_ITEMS))


def _item(path: str, name: str, selection: Selection, options: Mapping[str, str]) -> TrayItem:
    if path == BRIEFING_PAGE:
        # A chart shown on the page Briefing itself belongs where it came from.
        path = page_of(name)
    query = selection.to_query() | dict(options)
    return TrayItem(name, address_of(path), tuple(query.items()))


def _put_in(item: TrayItem) -> None:
    change_tray(lambda tray: tray.with_item(item))
    if not current_tray().holds(item):
        tell_full()


def _take_out(item: TrayItem) -> None:
    change_tray(lambda tray: tray.without(item))
