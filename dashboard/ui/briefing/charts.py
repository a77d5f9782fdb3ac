"""The charts of the briefing: listed, ordered, retitled, commented on, looked at, removed, added.

They are put aside one by one on their own pages, by `tray`; here several at once are, the usual
ones or those ticked in a list.
"""

import html
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

import streamlit as st

from dashboard.briefing.tray import (
    MOST_COMMENT,
    MOST_TITLE,
    USUAL,
    Query,
    Tray,
    TrayItem,
    usual_tray,
)
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS, filters_of
from dashboard.datapackage.store import Package
from dashboard.filter_table import options_in
from dashboard.panels.start import selection_in
from dashboard.selection import Selection
from dashboard.ui.briefing.page import heading
from dashboard.ui.panels import Page, show_marked_up, show_panel, whole_table
from dashboard.ui.plain_text import as_label
from dashboard.ui.tray import change_tray, current_tray, item_on, tell_full, unseen
from dashboard.wording import N_, say

STYLE_SHEET = Path(__file__).with_name("briefing.css")
SHOWN = "briefing_shown"
NOTHING_YET = N_(
    "No chart yet. “Add to briefing” in the title line of a panel puts it here with its filters."
)
FAILED = N_("This chart cannot be made now.")
LABELS = {"title": N_("Title of chart {number}"), "comment": N_("Comment of chart {number}")}
CHANGED = {"title": N_("A title was changed."), "comment": N_("A comment was changed.")}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChartSummary:
    """What the list says of a chart: its own name, the title it would be given, its filters."""

    name: str
    unit: str
    headline: str
    filters: str
    drawn: bool


def show_charts(page: Page) -> None:
    """Show the list of charts, or what to do when there is none."""
    st.html(STYLE_SHEET)
    items = current_tray().items
    with st.container(key="panel_briefing_charts"):
        with st.container(horizontal=True, key="brief_charts"):
            order = say("{many} in order of the briefing", many=len(items)) if items else ""
            st.html(heading(say("Charts"), order))
            if items:
                st.button(
                    say("Remove all"),
                    type="tertiary",
                    on_click=change_tray,
                    args=(lambda tray: replace(tray, items=()), say("All charts were removed.")),
                )
        if not items:
            st.html(f'<p class="nothing">{html.escape(say(NOTHING_YET))}</p>')
        for place, item in enumerate(items):
            _show_chart(page.package, place, item, last=place == len(items) - 1)


def _show_chart(package: Package, place: int, item: TrayItem, *, last: bool) -> None:
    key, summary = (
        f"{crc32(repr(item.view).encode()):08x}",
        _summary(package, item.exhibit, item.query),
    )
    name = item.title or summary.headline or summary.name
    with st.container(key=f"brief_chart_{key}"):
        with st.container(horizontal=True, key=f"brief_head_{key}"):
            st.html(f'<p class="place">{place + 1}</p>', width="content")
            with st.container(key=f"brief_title_{key}"):
                _show_text(item, "title", place, key, summary.headline or summary.name)
            _show_moves(item, key, name, first=not place, last=last)
        _show_text(item, "comment", place, key, "")
        with st.container(horizontal=True, vertical_alignment="center", key=f"brief_foot_{key}"):
            st.html(_about(item, summary, name))
            shown = st.session_state.get(SHOWN) == item.view
            words = say("Hide") if shown else say("Show")
            st.button(
                f"{words} {unseen(name)}",
                key=f"brief_show_{key}",
                type="tertiary",
                on_click=_show,
                args=(None if shown else item.view,),
            )
        if shown:
            selection, options = _view(package, item.query)
            page = Page(package, selection)
            if summary.drawn:
                show_panel(page, item.exhibit, options)
            else:
                show_marked_up(page, item.exhibit, whole_table, options)


def _show_moves(item: TrayItem, key: str, name: str, *, first: bool, last: bool) -> None:
    for label, icon, steps, at_end in (
        (say("Move up"), "arrow_upward", -1, first),
        (say("Move down"), "arrow_downward", 1, last),
    ):
        st.button(
            unseen(f"{label}: {name}"),
            icon=f":material/{icon}:",
            key=f"brief_{icon}_{key}",
            type="tertiary",
            disabled=at_end,
            on_click=_move,
            args=(item, steps),
        )
    st.button(
        say("Remove {name}", name=unseen(name)),
        key=f"brief_remove_{key}",
        type="tertiary",
        on_click=change_tray,
        args=(lambda tray: tray.without(item), say("“{name}” was removed.", name=name)),
    )


def _show_text(item: TrayItem, which: str, place: int, key: str, drafted: str) -> None:
    """Show the title or the comment to be edited; it follows the tray if that changes elsewhere."""
    state = f"brief_{which}_of_{key}"
    shown = getattr(item, which) or drafted
    if st.session_state.get(state) != shown:
        st.session_state[state] = shown
    st.text_area(
        say(LABELS[which], number=str(place + 1)),
        key=state,
        height="content",
        placeholder=drafted or say("Comment"),
        max_chars=MOST_TITLE if which == "title" else MOST_COMMENT,
        label_visibility="collapsed",
        on_change=_retell,
        args=(item, which, state, drafted),
    )


def _about(item: TrayItem, summary: ChartSummary, name: str) -> str:
    address = html.escape(urlencode(item.query))
    label = html.escape(say("Open this view: {name}", name=name))
    words = html.escape(
        f"{summary.name}, {summary.unit}. " if summary.unit else f"{summary.name}. "
    )
    filters = html.escape(say("Filters: {filters}.", filters=summary.filters))
    opening = html.escape(say("Open this view"))
    return (
        f'<p class="panel_caption">{words}{filters} '
        f'<a href="./{item.page}?{address}" target="_blank" aria-label="{label}">'
        f"{opening}</a></p>"
    )


@lru_cache(maxsize=256)
def _summary(package: Package, name: str, query: Query) -> ChartSummary:
    """Say what a chart is and shows, from its data; one that fails has its name alone."""
    selection, options = _view(package, query)
    filters = filters_of(name, selection)
    try:
        made = EXHIBITS[name](package, selection, options)
    except Exception:
        # Whatever is wrong with one chart, the others can still be put in order.
        _log.exception("The chart %s cannot be made", name)
        return ChartSummary(name.replace("_", " ").capitalize(), say(FAILED), "", filters, False)
    drawn = made.draw is not None and len(made.table) > 0
    return ChartSummary(made.title, made.unit, made.headline, filters, drawn)


def _view(package: Package, query: Query) -> tuple[Selection, dict[str, str]]:
    """Return the filters and the switches of an address."""
    asked = dict(query)
    return selection_in(package, asked), options_in(asked)


def _place(tray: Tray, item: TrayItem) -> int | None:
    views = [each.view for each in tray.items]
    return views.index(item.view) if item.view in views else None


def _retell(item: TrayItem, which: str, state: str, drafted: str) -> None:
    typed = st.session_state[state] or ""
    text = "" if typed == drafted else typed

    def with_new_text(tray: Tray) -> Tray:
        place = _place(tray, item)
        if place is None:
            return tray
        now = tray.items[place]
        texts = {"title": now.title, "comment": now.comment} | {which: text}
        return tray.with_texts(place, title=texts["title"], comment=texts["comment"])

    change_tray(with_new_text, say(CHANGED[which]))


def _move(item: TrayItem, steps: int) -> None:
    def moved(tray: Tray) -> Tray:
        place = _place(tray, item)
        return tray if place is None else tray.moved(place, steps)

    change_tray(moved)


def _show(view: tuple[str, tuple[tuple[str, str], ...]] | None) -> None:
    st.session_state[SHOWN] = view


def show_chooser(page: Page) -> None:
    """Show the usual charts to be added when there is none, and a list of all that there are."""
    if not current_tray().items:
        usual = usual_tray(page.selection).items
        st.button(
            say("Add the standard set ({many} charts)", many=len(USUAL)),
            on_click=_add,
            args=([item_on(each.page, each.exhibit, page.selection) for each in usual],),
        )
    # Every chart's name is made from the data, so none is before the list is opened.
    chooser = st.expander(
        say("Choose from all pages"), key="briefing_chooser", type="compact", on_change="rerun"
    )
    if chooser.open:
        with chooser:
            _show_list(page)


def _show_list(page: Page) -> None:
    titles = st.session_state["page_titles"]
    with st.form("brief_choice", border=False):
        words = say("With the filters at the left: {filters}.", filters=page.selection.describe())
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
        with st.container(key="brief_lists"):
            for path, names in PAGE_EXHIBITS.items():
                with st.container(key=f"brief_list_{path}"):
                    st.html(f"<h4>{html.escape(titles.get(path, path))}</h4>")
                    for name in names:
                        item = item_on(path, name, page.selection)
                        summary = _summary(page.package, name, item.query)
                        st.checkbox(as_label(summary.name), key=_tick(path, name))
        st.form_submit_button(
            say("Add the charts ticked"), on_click=_add_ticked, args=(page.selection,)
        )


def _tick(path: str, name: str) -> str:
    return f"tick_{path}_{name}"


def _add_ticked(selection: Selection) -> None:
    """Add what is ticked, and take the ticks away."""
    items = []
    for path, names in PAGE_EXHIBITS.items():
        for name in names:
            if st.session_state.get(_tick(path, name)):
                st.session_state[_tick(path, name)] = False
                items.append(item_on(path, name, selection))
    _add(items)


def _add(items: Sequence[TrayItem]) -> None:
    def added(tray: Tray) -> Tray:
        for item in items:
            tray = tray.with_item(item)
        return tray

    change_tray(added)
    if not all(current_tray().holds(item) for item in items):
        tell_full()
