"""The month as one sheet."""

import streamlit as st

from dashboard.exhibits.overview import month_sentence
from dashboard.ui.maps import show_outside_frame
from dashboard.ui.overview import show_side_by_side, show_stood_out
from dashboard.ui.page import open_page, show_summary
from dashboard.ui.panels import show_panel

page = open_page()
show_summary(page, month_sentence)
show_side_by_side(page)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    show_panel("overview_map", page.package, page.selection)
with right:
    show_outside_frame(page)
    show_panel("events_by_week", page.package, page.selection)
show_stood_out(page)
