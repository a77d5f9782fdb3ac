"""The event map's own pieces: the map that answers a click, the event chosen, the lists beside it.

What is drawn is decided in `exhibits` and `charts.maps`; the event chosen is kept in the address
as `event`.
"""

from collections.abc import Mapping

import pydeck as pdk
import streamlit as st

from dashboard.borders import borders_version
from dashboard.charts.map_marks import MapContent
from dashboard.charts.maps import event_deck
from dashboard.exhibits.event_map import PAGE_HEIGHT, chosen_frame, drawn_content
from dashboard.exhibits.prepared import chosen_events
from dashboard.measures.places import has_place
from dashboard.store import DataUnavailable
from dashboard.ui.address import recalled_option, remember_option
from dashboard.ui.cards import show_card
from dashboard.ui.map_markup import (
    heading_markup,
    legend_markup,
    national_markup,
    outside_markup,
)
from dashboard.ui.page import Page
from dashboard.ui.panels import (
    build_or_explain,
    show_caption,
    show_markup,
    show_title,
    theme_name,
)
from dashboard.wording import counted

DECK = "deck_event_map"
CHOSEN = "option_event"
MOST_OF_A_MARK = 12


def show_event_map(page: Page, view: str) -> None:
    """Show the map of the events with a place; a click on a mark chooses its event."""
    options = {"view": view}
    exhibit = build_or_explain("event_map", page.package, page.selection, options)
    if exhibit is None:
        return
    frame = chosen_frame(options)
    content = drawn_content(page.package, page.selection, frame, everywhere=True)
    with st.container(key="panel_event_map"):
        show_title(exhibit, page.selection, options)
        st.pydeck_chart(
            _deck(content),
            height=PAGE_HEIGHT,
            key=DECK,
            on_select=_take_click,
            selection_mode="single-object",
            alt=exhibit.alt,
        )
        kinds = ((mark.kind, mark.abroad) for mark in content.marks)
        st.html(legend_markup(kinds, theme_name()))
        show_caption(exhibit)


def choose_event(page: Page) -> None:
    """Show a list to choose an event with a place without a click on the map, and its card."""
    try:
        events = chosen_events(page.package, page.selection)
        every = page.package.table("events")
    except DataUnavailable:
        return
    located = events[has_place(events)]
    titles = dict(zip(located["event_id"].tolist(), located["title"].tolist(), strict=True))
    if CHOSEN not in st.session_state:
        st.session_state[CHOSEN] = recalled_option("event") or None
    asked = st.session_state[CHOSEN]
    found = every[every["event_id"].eq(asked)].head(1).to_dict("records") if asked else []
    titles |= {event["event_id"]: event["title"] for event in found}
    if asked and not found:
        st.session_state[CHOSEN] = None
    with st.container(key="panel_chosen_event"):
        st.selectbox(
            "Event",
            list(titles),
            index=None,
            format_func=lambda event_id: titles.get(event_id, event_id),
            key=CHOSEN,
            placeholder="Click a mark, or choose an event",
            label_visibility="collapsed",
        )
        remember_option("event", asked or "")
        for event in found:
            heading = (event["title"], event["mark"], bool(event["abroad"]))
            st.html(heading_markup(*heading, theme_name()))
        if asked:
            show_card(asked, page.package, page.selection)
            _show_same_mark(page, asked, titles)


def show_outside_frame(page: Page, *, every: bool = False) -> None:
    """Show what took place outside the frame of the region; `every` lists the lesser events too."""
    options = {"outside": "all"} if every else {}
    exhibit = build_or_explain("outside_frame", page.package, page.selection, options)
    if exhibit is not None:
        markup = outside_markup(exhibit.rows, theme_name(), page.selection.to_query())
        show_markup(exhibit, page.selection, markup, options)


def show_national_events(page: Page) -> None:
    """Show the events without a place, folded by country."""
    exhibit = build_or_explain("national_events", page.package, page.selection, {})
    if exhibit is not None:
        markup = national_markup(exhibit.rows, page.selection.to_query())
        show_markup(exhibit, page.selection, markup)


def _deck(content: MapContent) -> pdk.Deck:
    chosen = st.session_state.get(CHOSEN) or ""
    return event_deck(content, theme_name(), borders_version(), chosen)


def _show_same_mark(page: Page, asked: str, titles: Mapping[str, str]) -> None:
    """Offer the other events of the mark that the event asked for shares, if it shares one."""
    frame = chosen_frame({"view": recalled_option("view")})
    content = drawn_content(page.package, page.selection, frame, everywhere=True)
    groups = ([event.event_id for event in mark.events] for mark in content.marks)
    together = next((group for group in groups if asked in group), [asked])
    others = [event_id for event_id in together if event_id != asked]
    if not others:
        return
    st.html(
        f'<p class="panel_caption">The same mark stands for {counted(len(others), "other")}:</p>'
    )
    for event_id in others[:MOST_OF_A_MARK]:
        name = titles.get(event_id, event_id)
        key = f"same_mark_{event_id}"
        st.button(name, key=key, type="tertiary", on_click=_choose, args=(event_id,))
    if len(others) > MOST_OF_A_MARK:
        more = len(others) - MOST_OF_A_MARK
        st.html(f'<p class="panel_caption">{more} more are in the list above.</p>')


def _choose(event_id: str) -> None:
    st.session_state[CHOSEN] = event_id


def _take_click() -> None:
    """Choose the event whose mark was clicked; a click beside the marks changes nothing."""
    for rows in st.session_state[DECK].selection.objects.values():
        for row in rows:
            if event_id := row.get("event"):
                st.session_state[CHOSEN] = event_id
