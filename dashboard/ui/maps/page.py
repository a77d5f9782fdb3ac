"""The event map's own pieces: the map that answers a click, the event chosen, the lists beside it.

How the map is drawn is in `decks`; the event chosen is kept in the address as `event`.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pydeck as pdk
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.datapackage.store import DataUnavailable
from dashboard.drilldown.panels import SIGN
from dashboard.maps.charts.deck import drawn_on_page
from dashboard.maps.panels.event_map import PAGE_HEIGHT, chosen_frame, drawn_content, page_caption
from dashboard.maps.panels.lists import COUNTED, national_totals
from dashboard.maps.panels.provinces import counted_by_province
from dashboard.maps.view.content import drawn_dots, page_look, rows_on_map
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.query import event_named
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.ui.address import held_event, recalled_option, remember_option
from dashboard.ui.components.card import show_card
from dashboard.ui.components.drawing import drawing_of, show_drawing
from dashboard.ui.components.drilldown import follow_number, open_number, show_behind
from dashboard.ui.components.traces import follow_links
from dashboard.ui.maps.decks import (
    deck_of_page,
    heading_markup,
    legend_of_page,
    national_markup,
    outside_counts_markup,
    outside_markup,
)
from dashboard.ui.panels import (
    NO_OPTIONS,
    Page,
    build_or_explain,
    show_caption,
    show_map_over_table,
    show_marked_up,
    show_markup,
    show_title,
    theme_name,
)
from dashboard.ui.plain_text import as_label
from dashboard.wording import N_, say, say_many

DECK = "deck_event_map"
CHOSEN = "option_event"
# How often a map moved was shown again from the beginning.
MOVED = "maps_shown_again"
MOST_OF_A_MARK = 12
HALF_CIRCLE = 180
COUNTRIES_ON_SHEET, COUNTRIES_ON_PAGE = 6, 12
# Rows of a list that stand beside a map.
FEW = 8
PROMPTS = {
    "marks": N_("Click a mark, or choose an event"),
    "dots": N_("Click a mark to read its event"),
    "squares": N_("Narrow the filters to see single events"),
}


def show_event_map(page: Page, view: str) -> Callable[[], None]:
    """Show the map of the events with a place; a click on a mark or dot chooses its event.

    What is returned puts the map itself in its place. It is called when the rest of the page has
    been shown: while a browser paints a map, it shows nothing that comes after it.
    """
    options = {"view": view}
    exhibit = build_or_explain(page, "event_map", options)
    if exhibit is None:
        return lambda: None
    frame = chosen_frame(options)
    look = page_look(page.package, page.selection)
    with st.container(key="panel_event_map"):
        show_title(page, exhibit, options)
        place = st.container(key="map_deck")
        back = say("Show the whole map again")
        st.button(back, key="map_back", type="tertiary", on_click=_move_back)
        with st.container(key="map_narrow"):
            show_drawing(
                "chart_event_map",
                drawing_of(exhibit, theme_name()),
                alt=exhibit.alt,
                caption="",
                wide=False,
                on_pick=_take_mark,
                choices=None,
            )
        st.html(_legend(exhibit, page, (frame, look), theme_name()))
        shown = exhibit
        if look != "marks":
            words = page_caption(page.package, page.selection, frame)
            shown = replace(exhibit, caption=words)
        show_caption(shown)
    return partial(_show_deck, place, exhibit, page, (frame, look))


def _show_deck(place: DeltaGenerator, exhibit: Exhibit, page: Page, drawn: tuple[str, str]) -> None:
    key = f"{DECK}_{st.session_state.setdefault(MOVED, 0)}"
    place.pydeck_chart(
        _deck(exhibit, page, drawn, st.session_state.get(CHOSEN) or "", theme_name()),
        height=PAGE_HEIGHT,
        key=key,
        on_select=partial(_take_click, key),
        selection_mode="single-object",
        alt=exhibit.alt,
    )


@kept_by_exhibit
def _deck(
    exhibit: Exhibit, page: Page, drawn: tuple[str, str], chosen: str, theme: str
) -> pdk.Deck:
    return deck_of_page(page, *drawn, chosen, theme)


@kept_by_exhibit
def _legend(exhibit: Exhibit, page: Page, drawn: tuple[str, str], theme: str) -> str:
    return legend_of_page(page, *drawn, theme)


def show_by_province(page: Page) -> None:
    """Show the provinces shaded by their events, and under them all numbers in a table.

    A click on either opens the list of the events of a province below.
    """
    name = "by_province"
    follow_links(("behind",), follow_number)
    exhibit = build_or_explain(page, name)
    if exhibit is None:
        return
    if not len(exhibit.table):
        show_markup(page, exhibit, "")
        return
    view = page.selection.to_query()
    rows = counted_by_province(page.package, page.selection)
    keys = {row.name: f"{name}{SIGN}{row.key}" for row in rows}
    # A row that only the period compared with has leads nowhere.
    asked = [keys.get(each) for each in exhibit.table.cells("province")]
    links = [f"?{urlencode(view | {'behind': key})}" if key else "" for key in asked]
    pick = partial(open_number, name)
    show_map_over_table(page, exhibit, NO_OPTIONS, ("admin1",), {"province": links}, pick)
    show_behind(page, name)


def choose_event(page: Page) -> None:
    """Show a list to choose an event with a place without a click on the map, and its card.

    Where there is none to choose, it is said what to do; nothing where the map has no event.
    """
    try:
        look = page_look(page.package, page.selection)
        titles = _titles(page) if look == "marks" else {}
        found = _event_asked(page)
    except DataUnavailable:
        return
    titles |= {event["event_id"]: event["title"] for event in found}
    asked = st.session_state[CHOSEN]
    if not titles and look == "marks":
        remember_option("event", "")
        return
    with st.container(key="panel_chosen_event"):
        if titles:
            st.selectbox(
                say("Event"),
                list(titles),
                index=None,
                format_func=lambda event_id: titles.get(event_id, event_id),
                key=CHOSEN,
                placeholder=say(PROMPTS[look]),
                label_visibility="collapsed",
            )
        else:
            st.html(f'<p class="muted">{html.escape(say(PROMPTS[look]))}</p>')
        remember_option("event", asked or "")
        for event in found:
            heading = (event["title"], event["mark"], bool(event["abroad"]))
            st.html(heading_markup(*heading, theme_name()))
        if asked:
            show_card(asked, page.package, page.selection)
            _show_same_mark(page, asked, look)


def outside_of(page: Page, *, every: bool = False) -> Exhibit | None:
    """Return the list of what took place outside the region; `every` has the lesser events too."""
    options = {"outside": "all"} if every else {}
    return build_or_explain(page, "outside_frame", options)


def show_outside_frame(page: Page, exhibit: Exhibit | None, *, every: bool = False) -> None:
    """Show what took place outside the frame of the region, a long list in two columns."""
    if exhibit is None:
        return
    markup = _outside(exhibit, page.selection, theme_name(), every)
    show_markup(page, exhibit, markup, {"outside": "all"} if every else {})


@kept_by_exhibit
def _outside(exhibit: Exhibit, selection: Selection, theme: str, every: bool) -> str:
    if exhibit.table.columns == COUNTED:
        most = COUNTRIES_ON_PAGE if every else COUNTRIES_ON_SHEET
        return outside_counts_markup(exhibit.table, theme, most)
    wide = every and is_long(exhibit)
    return outside_markup(exhibit.table, theme, selection.to_query(), wide=wide)


def is_long(exhibit: Exhibit | None) -> bool:
    """Say whether a list is longer than the map beside it is high."""
    return exhibit is not None and exhibit.table.columns != COUNTED and len(exhibit.table) > FEW


def show_national_events(page: Page) -> None:
    """Show the events without a place, folded by country."""
    show_marked_up(page, "national_events", partial(_national, page=page))


@kept_by_exhibit
def _national(exhibit: Exhibit, page: Page) -> str:
    totals = national_totals(page.package, page.selection)
    return national_markup(exhibit.table, page.selection.to_query(), totals)


def _titles(page: Page) -> dict[Any, Any]:
    rows = rows_on_map(page.package, page.selection, "place")
    return dict(zip(rows["event_id"].tolist(), rows["title"].tolist(), strict=True))


def _event_asked(page: Page) -> Sequence[TableRow]:
    """Return the event chosen, which the address may name; none when there is no such event."""
    asked = held_event()
    found = event_named(page.package, asked).to_dict("records") if asked else []
    if asked and not found:
        st.session_state[CHOSEN] = None
    return found


def _together(page: Page, asked: str, look: str) -> tuple[list[str], TableRow]:
    """Return the events of the mark that the event asked for shares, and the titles to offer."""
    if look == "marks":
        frame = chosen_frame({"view": recalled_option("view")})
        content = drawn_on_page(drawn_content(page.package, page.selection, frame, everywhere=True))
        groups = ([event.event_id for event in mark.events] for mark in content.marks)
        return next((group for group in groups if asked in group), []), _titles(page)
    if look == "squares":
        return [], {}
    together = drawn_dots(page.package, page.selection).beside(asked)
    rows = page.package.events.rows_of([*together[: MOST_OF_A_MARK + 1]])
    return together, dict(zip(rows["event_id"].tolist(), rows["title"].tolist(), strict=True))


def _show_same_mark(page: Page, asked: str, look: str) -> None:
    """Offer the other events of the mark that the event asked for shares, if it shares one."""
    together, titles = _together(page, asked, look)
    others = [event_id for event_id in together if event_id != asked]
    if not others:
        return
    words = say_many(
        "The same mark stands for {count} other:",
        "The same mark stands for {count} others:",
        len(others),
    )
    st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
    for event_id in others[:MOST_OF_A_MARK]:
        name = titles.get(event_id, event_id)
        key = f"same_mark_{event_id}"
        st.button(as_label(name), key=key, type="tertiary", on_click=_choose, args=(event_id,))
    if len(others) > MOST_OF_A_MARK:
        more = len(others) - MOST_OF_A_MARK
        words = say("{more} more are on the page Events.", more=more)
        if look == "marks":
            words = say("{more} more are in the list above.", more=more)
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')


def _choose(event_id: str) -> None:
    st.session_state[CHOSEN] = event_id


def _move_back() -> None:
    """Let the map open anew, where it did at first."""
    st.session_state[MOVED] += 1


def _take_click(deck: str) -> None:
    """Choose the event whose mark or dot was clicked; a click beside them changes nothing."""
    objects = st.session_state[deck]["selection"].get("objects")
    for rows in objects.values() if isinstance(objects, dict) else ():
        # One mark is clicked at a time; a browser may say more.
        for row in rows[:1] if isinstance(rows, list) else ():
            if isinstance(row, dict) and (event_id := _event_of(row)):
                st.session_state[CHOSEN] = event_id


def _take_mark(picked: object) -> None:
    """Choose the first event of the mark that was clicked in a narrow window."""
    if isinstance(picked, str):
        st.session_state[CHOSEN] = picked.partition("*")[0]


def _event_of(row: Mapping[str, object]) -> str:
    """Return the event of a mark or the first of a dot; "" for anything else."""
    match row:
        case {"event": str(event_id)}:
            return event_id
        case {"k": int(kind), "p": [int() | float() as longitude, int() | float() as latitude]} if (
            max(abs(longitude), abs(latitude), abs(kind)) <= HALF_CIRCLE
        ):
            page = st.session_state["page"]
            events = drawn_dots(page.package, page.selection).at(latitude, longitude, kind)
            return events[0] if events else ""
    return ""
