"""The Events page's own pieces: its two tables and the card of the chosen event.

The event chosen is kept in the address as `event`, whether picked in the list, the table or a link.
"""

import html
from functools import partial
from urllib.parse import urlencode
from zlib import crc32

import streamlit as st

from dashboard.events.panels.card import card_for, why_hidden
from dashboard.events.panels.table import PAGE_OPTION, table_pages
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.query import event_named
from dashboard.ui.address import held_event, recalled_option, remember_option, view_query
from dashboard.ui.components.card import card_markup, unknown_markup
from dashboard.ui.components.table import rows_markup
from dashboard.ui.panels import (
    NO_OPTIONS,
    Page,
    build_or_explain,
    show_caption,
    show_marked_up,
    show_markup,
    show_title,
    theme_name,
)
from dashboard.vocabulary import country_name
from dashboard.wording import say, window_words

CHOSEN = "option_event"
# The filters and the page with which the choice of pages began, and the page last remembered.
PAGES_FROM, PAGE_REMEMBERED = "events_pages_from", "events_page_told"
KEY = "event_id"
EVENT_COLUMNS = ("event_date", "title", "iso_code", "event_type", "location", "status", "source")
FIGURE_COLUMNS = (
    *("as_of", "definition", "number", "unit", "measure", "iso_code", "source", "paragraph"),
)


def show_events(page: Page) -> None:
    """Show the events chosen, in the list or the table of which one can be picked."""
    asked, pages_key = _page_asked_for(page)
    options = {PAGE_OPTION: str(asked)}
    exhibit = build_or_explain(page, "events_table", options)
    if exhibit is None:
        return
    event_id = _event_asked_for(page)
    with st.container(key="panel_events_table"):
        is_part = len(exhibit.table) < exhibit.shown
        show_title(page, exhibit, displayed=options if is_part else NO_OPTIONS)
        _show_list(page, exhibit, event_id)
        if len(exhibit.table):
            view = view_query(page.selection)
            query = {name: text for name, text in view.items() if name != "event"}
            st.html(_event_rows(exhibit, urlencode(query)))
        _show_pages(page, asked, pages_key)
        show_caption(exhibit)
    remember_option("event", event_id)


@kept_by_exhibit
def _event_rows(exhibit: Exhibit, query: str) -> str:
    links = [f"?{query}&{urlencode({'event': key})}" for key in exhibit.table.cells(KEY)]
    # Where all have one status, the filters tell it already.
    differ = len(set(exhibit.table.cells("status"))) > 1
    shown = [key for key in EVENT_COLUMNS if key != "status" or differ]
    return rows_markup(exhibit.table, shown, name=exhibit.title, links={"title": links})


def show_chosen_event(page: Page) -> None:
    """Show the card of the event in the address; say so when there is none, or filters hide it."""
    event_id = recalled_option("event")
    if not event_id:
        return
    exhibit = build_or_explain(page, "event_card", {"event": event_id})
    if exhibit is None:
        return
    card = card_for(page.package, event_id)
    if card is None:
        st.html(unknown_markup(event_id))
        return
    if hidden := why_hidden(page.package, page.selection, event_id):
        st.html(f'<p class="refused">{html.escape(hidden)}</p>')
    markup = card_markup(card, theme_name(), page.selection)
    show_markup(page, exhibit, markup, {"event": event_id})


def show_figures(page: Page) -> None:
    """Show every reported figure of the countries and months chosen; a click on one traces it."""
    query = {key: text for key, text in view_query(page.selection).items() if key != "figure"}
    show_marked_up(page, "figures_table", partial(_figure_rows, query=urlencode(query)))


@kept_by_exhibit
def _figure_rows(exhibit: Exhibit, query: str) -> str:
    keys = exhibit.table.cells("figure_id")
    ways = {"definition": [f"?{query}&{urlencode({'figure': key})}" for key in keys]}
    return rows_markup(exhibit.table, FIGURE_COLUMNS, name=exhibit.title, links=ways)


def _page_asked_for(page: Page) -> tuple[int, str]:
    """Return the page of the table to show, and the key of the widget that chooses it.

    Other filters begin again with the first page, unless the address asks for another.
    """
    remembered, recalled = st.session_state.get(PAGE_REMEMBERED), recalled_option(PAGE_OPTION)
    begun = st.session_state.get(PAGES_FROM)
    if recalled != remembered:
        begun = page.selection, max(int(recalled[:9]), 1) if recalled.isdecimal() else 1
    elif begun is None or begun[0] != page.selection:
        begun = page.selection, 1
    st.session_state[PAGES_FROM] = begun
    key = f"events_page_{crc32(repr(begun).encode())}"
    asked = st.session_state.get(key)
    return asked if isinstance(asked, int) and asked >= 1 else begun[1], key


def _show_pages(page: Page, asked: int, key: str) -> None:
    """Show the pages of the table to choose from, where it has several."""
    pages = table_pages(page.package, page.selection)
    shown, begun = min(asked, pages), st.session_state[PAGES_FROM][1]
    if pages > 1:
        with st.container(horizontal_alignment="right", key="events_pages"):
            st.pagination(pages, default=min(begun, pages), key=key, max_visible_pages=9)
    page_text = str(shown) if shown > 1 else ""
    st.session_state[PAGE_REMEMBERED] = remember_option(PAGE_OPTION, page_text)


def _event_asked_for(page: Page) -> str:
    """Return the event to show: picked, or asked for by the address (it may not exist)."""
    picked, recalled = held_event(), recalled_option("event")
    if picked and len(event_named(page.package, picked)):
        return picked
    st.session_state[CHOSEN] = None
    if picked:
        return picked
    return "" if not recalled or len(event_named(page.package, recalled)) else recalled


def _show_list(page: Page, exhibit: Exhibit, event_id: str) -> None:
    """Show the list to pick from by keyboard, if any: the events chosen, and the one picked."""
    year = exhibit.table.column("event_date").style == "year"
    columns = (exhibit.table.cells(key) for key in ("event_id", "event_date", "iso_code", "title"))
    names = {
        key: f"{window_words(days, year=year)} · {country_name(code)} · {title}"
        for key, days, code, title in zip(*columns, strict=True)
    }
    if st.session_state[CHOSEN] and event_id not in names:
        names[event_id] = f"{event_id} · {event_named(page.package, event_id)['title'].iloc[0]}"
    if not names:
        return
    st.selectbox(
        say("Open an event"),
        list(names),
        index=None,
        format_func=lambda key: names.get(key) or str(key),
        key=CHOSEN,
        placeholder=say("Open an event: click a row, or type here"),
        label_visibility="collapsed",
        filter_mode="contains",
        width=680,
    )
