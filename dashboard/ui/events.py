"""The Events page's own pieces: its two tables and the card of the chosen event.

The event chosen is kept in the address as `event`, whether picked in the list, the table or a link.
"""

import html
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from dashboard.events.panels.card import card_for, why_hidden
from dashboard.events.panels.table import PAGE_OPTION, table_pages
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import event_named
from dashboard.ui.address import held_event, recalled_option, remember_option
from dashboard.ui.components.card import card_markup, unknown_markup
from dashboard.ui.components.traces import ask_for_trace
from dashboard.ui.page import Page
from dashboard.ui.panels import (
    build_or_explain,
    clicked_rows,
    show_caption,
    show_markup,
    show_title,
    theme_name,
)
from dashboard.vocabulary import country_name
from dashboard.wording import window_words

CHOSEN = "option_event"
# The filters and the page with which the choice of pages began, and the page last told.
PAGES_FROM, PAGE_TOLD = "events_pages_from", "events_page_told"
TABLE = "table_events_table"
FIGURES = "table_figures_table"
TALLEST_ROWS = 10
ROW_HEIGHT = 35
EVENT_WIDTHS = {
    "When": 140,
    "Country": 102,
    "Type": 150,
    "Status": 80,
    "Event": 367,
    "Where": 154,
    "Source": 105,
}
FIGURE_WIDTHS = {
    "Country": 100,
    "As of": 100,
    "Measure": 130,
    "Number": 115,
    "Unit": 75,
    "What it counts": 375,
    "Source": 125,
    "Paragraph": 78,
}


def show_events(page: Page) -> None:
    """Show the events chosen, in the list or the table of which one can be picked."""
    asked, pages_key = _page_asked_for(page)
    options = {PAGE_OPTION: str(asked)}
    exhibit = build_or_explain("events_table", page.package, page.selection, options)
    if exhibit is None:
        return
    event_id = _event_asked_for(page)
    with st.container(key="panel_events_table"):
        show_title(exhibit, page.selection, {})
        _show_list(page, exhibit, event_id)
        if len(exhibit.rows):
            _show_rows(exhibit)
        _show_pages(page, asked, pages_key)
        show_caption(exhibit)
    remember_option("event", event_id)


def show_chosen_event(page: Page) -> None:
    """Show the card of the event in the address; say so when there is none, or filters hide it."""
    event_id = recalled_option("event")
    if not event_id:
        return
    exhibit = build_or_explain("event_card", page.package, page.selection, {"event": event_id})
    if exhibit is None:
        return
    card = card_for(page.package, event_id)
    if card is None:
        st.html(unknown_markup(event_id))
        return
    if hidden := why_hidden(page.package, page.selection, event_id):
        st.html(f'<p class="refused">{html.escape(hidden)}</p>')
    show_markup(
        exhibit,
        page.selection,
        card_markup(card, theme_name(), page.selection),
        {"event": event_id},
    )


def show_figures(page: Page) -> None:
    """Show every reported figure of the countries and months chosen; a click on one traces it."""
    exhibit = build_or_explain("figures_table", page.package, page.selection, {})
    if exhibit is None:
        return
    with st.container(key="panel_figures_table"):
        show_title(exhibit, page.selection, {})
        if len(exhibit.rows):
            widths = _columns(FIGURE_WIDTHS)
            widths["As of"] = st.column_config.DateColumn(
                width=FIGURE_WIDTHS["As of"], format="D MMM YYYY"
            )
            st.dataframe(
                exhibit.rows,
                hide_index=True,
                column_order=tuple(FIGURE_WIDTHS),
                column_config=widths,
                height=_height(exhibit.rows),
                key=FIGURES,
                placeholder="",
                on_select=_take_figure,
                selection_mode="single-cell",
            )
            st.session_state[f"{FIGURES}_keys"] = exhibit.rows["Key"].tolist()
        else:
            st.html('<p class="nothing">No figure for these countries and months.</p>')
        show_caption(exhibit)


def _page_asked_for(page: Page) -> tuple[int, str]:
    """Return the page of the table to show, and the key of the widget that chooses it.

    Other filters begin again with the first page, unless the address asks for another.
    """
    told, recalled = st.session_state.get(PAGE_TOLD), recalled_option(PAGE_OPTION)
    begun = st.session_state.get(PAGES_FROM)
    if recalled != told:
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
    told = str(shown) if shown > 1 else ""
    st.session_state[PAGE_TOLD] = remember_option(PAGE_OPTION, told)


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
    """Show the list to pick from by keyboard: the events chosen, and the one picked."""
    year = exhibit.table.column("event_date").style == "year"
    columns = (exhibit.table.cells(key) for key in ("event_id", "event_date", "iso_code", "title"))
    names = {
        key: f"{window_words(days, year=year)} · {country_name(code)} · {title}"
        for key, days, code, title in zip(*columns, strict=True)
    }
    if st.session_state[CHOSEN] and event_id not in names:
        names[event_id] = f"{event_id} · {event_named(page.package, event_id)['title'].iloc[0]}"
    st.selectbox(
        "Open an event",
        list(names),
        index=None,
        format_func=lambda key: names.get(key) or str(key),
        key=CHOSEN,
        placeholder="Open an event: click a row, or type here",
        label_visibility="collapsed",
        filter_mode="contains",
        width=680,
    )


def _show_rows(exhibit: Exhibit) -> None:
    st.dataframe(
        exhibit.rows,
        hide_index=True,
        column_order=tuple(EVENT_WIDTHS),
        column_config=_columns(EVENT_WIDTHS),
        height=_height(exhibit.rows),
        key=TABLE,
        on_select=_take_row,
        selection_mode="single-cell",
    )
    st.session_state[f"{TABLE}_keys"] = exhibit.table.cells("event_id")


def _take_row() -> None:
    """Choose the event of the row that was clicked; a click that lets a cell go changes nothing."""
    for event_id in clicked_rows(TABLE, st.session_state[f"{TABLE}_keys"]):
        st.session_state[CHOSEN] = event_id


def _take_figure() -> None:
    """Trace the figure of the row that was clicked; a cell let go changes nothing."""
    for figure_id in clicked_rows(FIGURES, st.session_state[f"{FIGURES}_keys"]):
        ask_for_trace("figures_table", figure_id)


def _columns(widths: dict[str, int]) -> dict[str, Any]:
    return {name: st.column_config.Column(width=width) for name, width in widths.items()}


def _height(rows: pd.DataFrame) -> int:
    return (min(len(rows), TALLEST_ROWS) + 1) * ROW_HEIGHT + 3
