"""The card of an event under the chart or table in which it was picked, with a way to close it.

The event is kept in the address as `event`, the panel above its card as `at`. The Events page has
a place of its own for the card, in `events`.
"""

import zlib
from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard.ui.address import recalled_option, remember_option
from dashboard.ui.events import show_chosen_event
from dashboard.ui.page import Page
from dashboard.ui.panels import (
    build_or_explain,
    clicked_rows,
    nothing_markup,
    show_caption,
    show_title,
)

KEY = "Event key"
TALLEST_ROWS = 10
ROW_HEIGHT = 35
# A page shows the event of an address that names no panel under the first of these.
PLACES = {
    "protests_and_arrests": ("protests_day_by_day", "people_reported", "sentences", "protest_list")
}
INTO_VIEW = (
    "<script>for (const name of ['{close}', 'panel_{panel}']) document.querySelector("
    "'.st-key-' + name)?.scrollIntoView({{block: 'nearest'}}); /* {number} */</script>"
)


def open_event_under(panel: str, event_id: str) -> None:
    """Open the card of an event under a panel; an empty key closes the one open there.

    Called before the page runs again.
    """
    if event_id or opened_event(panel):
        remember_option("event", event_id)
        remember_option("at", panel if event_id else "")


def opened_event(panel: str) -> str:
    """Return the key of the event whose card is open under a panel; empty when none is."""
    asked, places = recalled_option("at"), PLACES.get(st.session_state["page_path"], ())
    place = asked if asked in places or not places else places[0]
    return recalled_option("event") if place == panel else ""


def show_event_under(page: Page, panel: str) -> None:
    """Show the card that is open under a panel, if one is."""
    event_id = opened_event(panel)
    if not event_id:
        return
    remember_option("event", event_id)
    remember_option("at", panel)
    show_chosen_event(page)
    close = partial(open_event_under, panel, "")
    st.button("Close", key="event_close", type="tertiary", on_click=close)
    bring_into_view("event_card", "event_close", event_id)


def show_event_rows(page: Page, name: str, options: Mapping[str, str]) -> None:
    """Show an exhibit with a row an event as a table; a click on one opens its card below."""
    exhibit = build_or_explain(name, page.package, page.selection, options)
    if exhibit is None:
        return
    with st.container(key=f"panel_{name}"):
        show_title(exhibit, page.selection, options)
        if len(exhibit.rows):
            st.dataframe(
                exhibit.rows,
                hide_index=True,
                column_order=[str(name) for name in exhibit.rows if name != KEY],
                height=(min(len(exhibit.rows), TALLEST_ROWS) + 1) * ROW_HEIGHT + 3,
                key=f"table_{name}",
                on_select=partial(_take_row, name, exhibit.rows[KEY].tolist()),
                selection_mode="single-cell",
            )
        else:
            st.html(nothing_markup(page.selection))
        show_caption(exhibit)
    show_event_under(page, name)


def bring_into_view(panel: str, close: str, key: str) -> None:
    """Scroll to a panel just opened and the button that closes it, once for each key.

    The number made of the key makes the script another one.
    """
    script = INTO_VIEW.format(panel=panel, close=close, number=zlib.crc32(key.encode()))
    with st.container(key=f"into_view_{panel}"):
        st.html(script, unsafe_allow_javascript=True)


def _take_row(name: str, keys: list[str]) -> None:
    """Open the event of the row that was clicked; a click that lets a cell go changes nothing."""
    for event_id in clicked_rows(f"table_{name}", keys):
        open_event_under(name, event_id)
