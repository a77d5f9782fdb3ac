"""Protests, arrests, sentences and clashes: when, how many people, about what, the list."""

import streamlit as st

from dashboard.ui.components.drilldown import follow_rows, show_bars, show_event_rows
from dashboard.ui.components.traces import follow_links
from dashboard.ui.page import open_page
from dashboard.ui.protests import show_counted_summary, show_ledger
from dashboard.wording import N_

page = open_page(N_("Protests and arrests"))
follow_links(("event",), follow_rows)
options = show_counted_summary(page)
show_bars(page, "protests_day_by_day", options, wide=True)
left, right = st.columns([1.3, 1], gap="medium")
with left:
    show_bars(page, "people_reported", options)
    show_bars(page, "protests_by_issue", options)
with right:
    show_bars(page, "protests_by_month", options)
    show_bars(page, "protests_by_response", options)
show_bars(page, "by_actor", options)
show_event_rows(page, "sentences", options)
show_ledger(page, options)
show_event_rows(page, "protest_list", options)
