"""Protests, arrests, sentences and clashes: when, how many people, about what, the list."""

import streamlit as st

from dashboard.exhibits.protest_summary import protest_summary
from dashboard.ui.filters import narrow_to_bar
from dashboard.ui.page import open_page, show_summary
from dashboard.ui.panels import show_panel, show_table_panel

page = open_page("Protests and arrests")
show_summary(page, protest_summary)
show_panel("protests_day_by_day", page.package, page.selection, wide=True)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    show_panel("people_reported", page.package, page.selection)
    show_panel("protests_by_issue", page.package, page.selection)
with right:
    show_panel("protests_by_month", page.package, page.selection, on_pick=narrow_to_bar)
    show_panel("protests_by_response", page.package, page.selection)
show_table_panel("sentences", page.package, page.selection)
show_table_panel("protest_list", page.package, page.selection)
