"""Puts several charts into the briefing at once: the usual ones, or those ticked in a list.

What becomes of them there is in `charts`.
"""

import html
from collections.abc import Iterator, Sequence

import streamlit as st

from dashboard.briefing.tray import USUAL, Tray, TrayItem
from dashboard.catalogue import PAGE_EXHIBITS
from dashboard.selection import Selection
from dashboard.ui.briefing.charts import told_of
from dashboard.ui.panels import Page
from dashboard.ui.plain_text import as_label
from dashboard.ui.tray import FULL, change_tray, current_tray, item_on


def show_chooser(page: Page) -> None:
    """Show the usual charts to be added when there is none, and a list of all that there are."""
    if not current_tray().items:
        st.button(
            f"Add the standard set ({len(USUAL)} charts)",
            on_click=_add_usual,
            args=(page.selection,),
        )
    # Every chart's name is made from the data, so none is before the list is opened.
    chooser = st.expander(
        "Choose from all pages", key="briefing_chooser", type="compact", on_change="rerun"
    )
    if chooser.open:
        with chooser:
            _show_list(page)


def _show_list(page: Page) -> None:
    titles = st.session_state["page_titles"]
    with st.form("brief_choice", border=False):
        words = html.escape(f"With the filters at the left: {page.selection.describe()}.")
        st.html(f'<p class="panel_caption">{words}</p>')
        with st.container(key="brief_lists"):
            for path, names in PAGE_EXHIBITS.items():
                with st.container(key=f"brief_list_{path}"):
                    st.html(f"<h4>{html.escape(titles.get(path, path))}</h4>")
                    for name in names:
                        told = told_of(page.package, item_on(path, name, page.selection))
                        st.checkbox(as_label(told.name), key=_tick(path, name))
        st.form_submit_button("Add the charts ticked", on_click=_add_ticked, args=(page.selection,))


def _tick(path: str, name: str) -> str:
    return f"tick_{path}_{name}"


def _add_ticked(selection: Selection) -> None:
    _add(list(_ticked(selection)))


def _ticked(selection: Selection) -> Iterator[TrayItem]:
    """Yield what is ticked, and take the ticks away."""
    for path, names in PAGE_EXHIBITS.items():
        for name in names:
            if st.session_state.get(_tick(path, name)):
                st.session_state[_tick(path, name)] = False
                yield item_on(path, name, selection)


def _add_usual(selection: Selection) -> None:
    from dashboard.briefing.tray import usual_tray

    _add([item_on(item.page, item.exhibit, selection) for item in usual_tray(selection).items])


def _add(items: Sequence[TrayItem]) -> None:
    def added(tray: Tray) -> Tray:
        for item in items:
            tray = tray.with_item(item)
        return tray

    change_tray(added)
    if not all(current_tray().holds(item) for item in items):
        st.toast(FULL)
