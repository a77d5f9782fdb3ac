"""Protests, arrests, sentences and clashes: when, how many people, about what, the list."""

import streamlit as st

from dashboard.ui.events import open_event, show_chosen_event
from dashboard.ui.filters import narrow_to_bar
from dashboard.ui.ledger import show_ledger
from dashboard.ui.page import open_page
from dashboard.ui.panels import show_panel, show_table_panel
from dashboard.ui.protests import show_counted_summary

page = open_page("Protests and arrests")
options = show_counted_summary(page)
show_panel(
    "protests_day_by_day", page.package, page.selection, options, on_pick=open_event, wide=True
)
show_chosen_event(page)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    show_panel("people_reported", page.package, page.selection, options, on_pick=open_event)
    show_panel("protests_by_issue", page.package, page.selection, options)
with right:
    show_panel("protests_by_month", page.package, page.selection, options, on_pick=narrow_to_bar)
    show_panel("protests_by_response", page.package, page.selection, options)
show_table_panel("sentences", page.package, page.selection, options)
show_ledger(page, options)
show_table_panel("protest_list", page.package, page.selection, options)
