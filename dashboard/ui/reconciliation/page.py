"""The Reconciliation page's own pieces: its switch, its sentence, its tables."""

from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from dashboard.reconciliation.panels.figures import reconcile_sentence
from dashboard.reconciliation.view.figures import MONTHS, OPTION, chosen_figures
from dashboard.reconciliation.view.verdicts import VERDICT, asked_words, beside_key, of_verdict
from dashboard.ui.address import choose_option, recalled_option, remember_option, view_query
from dashboard.ui.components.traces import bring_into_view
from dashboard.ui.page import Page, show_summary
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.ui.reconciliation.markup import (
    figures_markup,
    only_markup,
    rates_markup,
    verdicts_markup,
)

RULES_FILE = Path(__file__).with_name("page.css")


def choose_reconcile_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switch below it; return what the switch and a link say."""
    st.html(f"<style>{_style_sheet()}</style>")
    sentence = st.container()
    options = {OPTION: choose_option(OPTION, "Months", MONTHS)}
    with sentence:
        show_summary(page, partial(reconcile_sentence, options=options))
    if verdict := remember_option(VERDICT, recalled_option(VERDICT)):
        options[VERDICT] = verdict
    return options


def show_verdicts(page: Page, options: dict[str, str]) -> None:
    """Show the verdicts by country with their rules."""
    exhibit = build_or_explain("reconcile_summary", page.package, page.selection, options)
    if exhibit is not None:
        markup = verdicts_markup(exhibit.rows, theme_name(), view_query(page.selection))
        show_markup(exhibit, page.selection, markup, options)


def show_figures(page: Page, options: dict[str, str]) -> None:
    """Show each figure with its verdict and reason; those of one verdict when a link asks so."""
    exhibit = build_or_explain("reconcile_figures", page.package, page.selection, options)
    if exhibit is None:
        return
    query = view_query(page.selection)
    chosen = of_verdict(chosen_figures(page.package, page.selection, options), options)
    keys = list(zip(exhibit.keys, map(beside_key, chosen.figures), strict=True))
    markup = figures_markup(exhibit.rows, theme_name(), keys, query)
    show_markup(exhibit, page.selection, f"{only_markup(options, query)}{markup}", options)
    if asked := asked_words(options):
        bring_into_view("reconcile_figures", asked)


def show_rates(page: Page, options: dict[str, str]) -> None:
    """Show each printed currency rate beside the daily one."""
    exhibit = build_or_explain("reconcile_rates", page.package, page.selection, options)
    if exhibit is not None:
        query = view_query(page.selection)
        markup = rates_markup(exhibit.rows, theme_name(), exhibit.keys, query)
        show_markup(exhibit, page.selection, markup, options)


@lru_cache(maxsize=1)
def _style_sheet() -> str:
    return RULES_FILE.read_text("utf-8")
