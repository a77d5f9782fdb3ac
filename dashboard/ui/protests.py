"""The Protests and arrests page's own pieces: which events the period has, and its summary."""

import html
from functools import partial

import streamlit as st

from dashboard.datapackage.store import DataUnavailable
from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.view.sheet import sheet_of
from dashboard.protests.words.counting import rule_words
from dashboard.protests.words.summary import protest_summary
from dashboard.ui.address import choose_option
from dashboard.ui.page import Page, show_summary

RULES = {DATED: "Dated in the period", REACHING: "Reaching into the period"}


def show_counted_summary(page: Page) -> dict[str, str]:
    """Show the summary, the choice of a counting rule and the rule in words; return the choice."""
    summary = st.container()
    with st.container(key="count_rule", gap="xsmall"):
        options = {"count_rule": choose_option("count_rule", "Which events count", RULES)}
        try:
            words = rule_words(sheet_of(page.package, page.selection, options))
        except DataUnavailable:
            words = ""
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
    with summary:
        show_summary(page, partial(protest_summary, options=options))
    return options
