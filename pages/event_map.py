"""Where it happened: the map, the event chosen on it, and what the map cannot show."""

import streamlit as st

from dashboard.maps.panels.lists import map_sentence
from dashboard.ui.address import choose_option
from dashboard.ui.maps.page import (
    choose_event,
    is_long,
    outside_of,
    show_by_province,
    show_event_map,
    show_national_events,
    show_outside_frame,
)
from dashboard.ui.page import open_page, show_summary
from dashboard.wording import N_

page = open_page(N_("Event map"))
show_summary(page, map_sentence)
parts = {"region": N_("Region"), "world": N_("World")}
view = choose_option("view", N_("Part of the world shown"), parts)
abroad = outside_of(page, every=True)
left, right = st.columns([2.4, 1], gap="medium")
with right:
    choose_event(page)
    if is_long(abroad):
        show_national_events(page)
    else:
        show_outside_frame(page, abroad, every=True)
with left:
    show_map_itself = show_event_map(page, view)
    if not is_long(abroad):
        show_national_events(page)
if is_long(abroad):
    show_outside_frame(page, abroad, every=True)
show_by_province(page)
show_map_itself()
