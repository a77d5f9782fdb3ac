"""The month as one sheet."""

import streamlit as st

from dashboard.overview.words import month_sentence
from dashboard.ui.components.drilldown import show_bars
from dashboard.ui.maps.page import is_long, outside_of, show_outside_frame
from dashboard.ui.news import show_news
from dashboard.ui.overview import show_side_by_side, show_stood_out, show_unusual, show_watches
from dashboard.ui.page import open_page, show_summary

page = open_page()
show_summary(page, month_sentence)
show_news(page.package)
show_watches(page)
show_side_by_side(page)
show_unusual(page)
abroad = outside_of(page)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    show_bars(page, "overview_map")
with right:
    show_outside_frame(page, abroad)
with left if is_long(abroad) else right:
    show_bars(page, "events_by_week")
show_stood_out(page)
