"""What the visitor watches, on the Overview: the watches that fired in the months chosen."""

import html
from collections.abc import Sequence

import streamlit as st

from dashboard.panels.headline import within_words
from dashboard.ui.panels import Page
from dashboard.ui.views import full_query, show_link, watched_views
from dashboard.views.watching import (
    Outcome,
    Verdict,
    fired_words,
    outcomes,
    sum_words,
    unknown_by_watch,
    unknown_words,
)
from dashboard.wording import say

# Of a longer period the watches are checked for its last months, and of each so many are told.
MOST_MONTHS, MOST_FIRED = 12, 3


def show_watches(page: Page) -> None:
    """Show which watches fired in the months chosen, own ones and the house's; nothing without."""
    watched = watched_views()
    if not watched:
        return
    months = page.selection.months[-MOST_MONTHS:]
    found = outcomes(page.package, watched, months)
    with st.container(key="watches", gap=None):
        for number, view in enumerate(watched):
            fired = [each for each in found if each.view == view and each.verdict is Verdict.FIRED]
            if fired:
                _show_fired(page, number, fired)
        told = sum_words(found, within_words(page.selection.over(months[0], months[-1])))
        unknown = [
            f"{group[0].view.name}: {unknown_words(group)}" for group in unknown_by_watch(found)
        ]
        st.html(_sum_markup(told, unknown))


def _show_fired(page: Page, number: int, fired: Sequence[Outcome]) -> None:
    """Show a watch that fired, its newest month first; its name opens the view in that month."""
    last = fired[-1]
    words = [fired_words(each) for each in fired[: -MOST_FIRED - 1 : -1]]
    if len(fired) > MOST_FIRED:
        words.append(say("{many} more months", many=len(fired) - MOST_FIRED))
    with st.container(horizontal=True, key=f"watch_{number}", vertical_alignment="center"):
        query = full_query(page.package, last.view, **{"from": last.month, "to": last.month})
        show_link(last.view.name, last.view.page, query, f"watch_open_{number}")
        st.html(f"<p>{html.escape('; '.join(words))}</p>", width="content")


def _sum_markup(told: str, unknown: Sequence[str]) -> str:
    """Return how many fired, and behind it which could not be checked and why."""
    if not unknown:
        return f'<p class="panel_caption">{html.escape(told)}.</p>'
    lines = "".join(f"<p>{html.escape(line)}.</p>" for line in unknown)
    return f'<details class="panel_caption"><summary>{html.escape(told)}</summary>{lines}</details>'
