"""Other people's files into the data: dropped, previewed, counted, written, taken back."""

import streamlit as st

from dashboard.ui.data import show_drop, show_ledger, show_preview
from dashboard.wording import say

st.title(say("Data"), anchor=False)
preview = show_drop()
if preview:
    show_preview(preview)
show_ledger()
