"""Other people's files into the data: dropped or fetched, counted, written, taken back."""

import streamlit as st

from dashboard.ui.audit import show_audit
from dashboard.ui.data import show_drop, show_ledger, show_preview
from dashboard.ui.refresh import show_refresh
from dashboard.wording import say

st.title(say("Data"), anchor=False)
preview = show_drop()
if preview:
    show_preview(preview)
show_refresh()
show_ledger()
show_audit()
