"""The briefing: the charts put aside, the words, and the documents made of them."""

import streamlit as st

from dashboard.ui.briefing.charts import show_charts, show_chooser
from dashboard.ui.briefing.files import show_making, show_saving
from dashboard.ui.briefing.page import (
    show_judgements,
    show_paragraphs,
    show_review,
    show_state,
    show_title,
)
from dashboard.ui.news import show_news_of_briefing
from dashboard.ui.page import open_page
from dashboard.wording import N_

page = open_page(N_("Briefing"))
show_state(page)
show_news_of_briefing(page.package)
left, right = st.columns([2.1, 1], gap="medium")
with left:
    show_title(page)
    show_judgements(page)
    show_charts(page)
    show_chooser(page)
with right:
    show_making(page)
    show_saving(page)
show_review(page)
show_paragraphs(page)
