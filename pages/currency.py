"""The five currencies against the dollar: series, published ticker, change, months."""

import streamlit as st

from dashboard.currency.words.periods import currency_sentence
from dashboard.ui.components.traces import show_trace_asked_for, show_trace_under, trace_from
from dashboard.ui.currency import choose_currency_options, show_months, show_ticker
from dashboard.ui.page import open_page, show_summary
from dashboard.ui.panels import show_panel
from dashboard.wording import N_

page = open_page(N_("Currency rates"))
show_summary(page, currency_sentence)
options = choose_currency_options(page)
show_trace_asked_for(page)
show_panel(page, "currency_series", options, on_pick=trace_from("currency_series"), wide=True)
show_trace_under(page, "currency_series")
show_ticker(page, options)
show_trace_under(page, "currency_ticker")
if len(page.selection.months) == 1:
    left, right = st.columns([1, 1.8], gap="medium")
else:
    left, right = st.container(), st.container()
with left:
    show_panel(page, "currency_change", options, on_pick=trace_from("currency_change"))
with right:
    show_months(page, options)
for name in ("currency_change", "currency_table"):
    show_trace_under(page, name)
