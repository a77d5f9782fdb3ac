"""The frame of a page: data, filters, heading, and plain words when the data cannot be read."""

import html
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.catalogue import PAGE_EXHIBITS, WITHOUT_EVENTS
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.palette import tokens
from dashboard.panels.headline import NO_COUNTRY
from dashboard.selection import Selection
from dashboard.ui import address
from dashboard.ui.cache import (
    DataBeingPrepared,
    Preparation,
    current_package,
    first_alone,
    reload_package,
    settle_memory,
    trouble_of_data,
)
from dashboard.ui.filters import show_filter_actions, show_filters
from dashboard.ui.news import note_visit
from dashboard.ui.panels import Page, menu_script, theme_name
from dashboard.ui.plain_text import sentence_markup
from dashboard.ui.serving.people import Person, Role, person_at_the_page
from dashboard.ui.serving.record import RERUNS
from dashboard.ui.tasks import show_progress
from dashboard.ui.tray import BRIEFING_PAGE, current_tray, open_tray
from dashboard.ui.views import open_views, show_saved_views
from dashboard.wording import say, within_line

# The pages that show something when no country is chosen.
DATA_PAGE = "data"
WITHOUT_COUNTRIES = (BRIEFING_PAGE, "about_the_data", DATA_PAGE)
STYLE_SHEET = Path(__file__).with_name("house.css")


def open_page(title: str = "") -> Page:
    """Return the data and the filters for the page being run, under its heading.

    The title, marked for the catalogue and said here, defaults to the period chosen.
    """
    page = st.session_state["page"]
    st.title(say(title) if title else page.selection.period, anchor=False)
    for refusal in st.session_state.get(address.REFUSED, ()):
        st.html(f'<p class="refused">{html.escape(refusal.words)}</p>')
    return page


def show_summary(page: Page, sentence: Callable[[Package, Selection], str]) -> None:
    """Show the sentence under the heading, `**` marking what is bold.

    Where its data cannot be read there is none: the panels below say so.
    """
    try:
        words = sentence(page.package, page.selection)
    except DataUnavailable:
        return
    with st.container(key="summary"):
        st.html(sentence_markup(words))


def show_preparation(preparation: Preparation) -> None:
    """Show how far the data is prepared, and open the page when it is ready."""
    st.title(say("The data is being prepared"), anchor=False)
    st.markdown(
        say(
            "A version of the data is sorted and counted once; then every visit opens at once. "
            "You can leave this page: the work goes on."
        )
    )
    show_progress(preparation, "prepare")


@lru_cache(maxsize=2)
def styles(theme: str) -> str:
    """Return the style sheet of the house with the colours of a theme."""
    look = tokens(theme)
    variables = {
        "ink": look.text,
        "muted": look.muted,
        "faint": look.faint,
        "rule": look.rule,
        "hatch": look.hatch,
        "paper": look.background,
        "panel": look.panel,
        "band": look.band,
    }
    variables["sidebar_words"] = json.dumps(say("Filters and pages"))
    values = " ".join(f"--{name}: {colour};" for name, colour in variables.items())
    return f":root {{ {values} }}\n{STYLE_SHEET.read_text('utf-8')}"


def run_app(pages: list[tuple[str, str, str]]) -> None:
    """Show the navigation, the sidebar and the page asked for.

    `pages` are (file, title, address); the titles are marked for the catalogue and said here.
    """
    st.html(f"<style>{styles(theme_name())}</style>")
    person = person_at_the_page()
    if person is None or not person.may(Role.READER):
        _show_ended()
        return
    open_tray()
    open_views()
    st.session_state["page_titles"] = {path: say(title) for _, title, path in pages}
    st.session_state["page_files"] = {path: file for file, _, path in pages}
    chosen = _navigation(pages)
    with RERUNS.labels(chosen.url_path).time():
        _run_page(chosen, person)


def _show_ended() -> None:
    """Show that the sign-in has ended since the page was opened, and how to sign in again."""
    st.title(say("Your sign-in has ended"), anchor=False)
    again = say("Sign in again")
    st.html(f'<p><a href="./" target="_self">{again}</a></p>')


def _navigation(pages: list[tuple[str, str, str]]) -> StreamlitPage:
    aside = len(current_tray().items)
    return st.navigation(
        [
            st.Page(
                file,
                title=f"{say(title)} ({aside})" if path == BRIEFING_PAGE and aside else say(title),
                url_path=path,
                default=not index,
            )
            for index, (file, title, path) in enumerate(pages)
        ],
        position="top",
    )


def _run_page(chosen: StreamlitPage, person: Person) -> None:
    try:
        package = current_package()
    except DataBeingPrepared as waiting:
        show_preparation(waiting.preparation)
        return
    except DataUnavailable as trouble:
        if chosen.url_path == DATA_PAGE:  # where data is brought in
            chosen.run()
            return
        st.title(say("The data cannot be read"), anchor=False)
        st.html(f'<p class="trouble">{html.escape(str(trouble))}</p>')
        st.button(say("Try again"), on_click=reload_package)
        return
    moved = st.session_state.get("page_path", chosen.url_path) != chosen.url_path
    selection = address.open_address(package, moved=moved)
    with st.sidebar:
        show_filters(package, selection)
        _name_unused(chosen.url_path, selection)
        views = st.container(key="views")
        actions = st.container(key="actions")
    note_visit(package)
    st.session_state["page"] = Page(package, selection)
    st.session_state["page_path"] = chosen.url_path
    for words in trouble_of_data(package):
        st.html(f'<p class="trouble">{html.escape(words)}</p>')
    if selection.countries or chosen.url_path in WITHOUT_COUNTRIES:
        with first_alone(package, chosen.url_path):
            chosen.run()
    else:
        st.title(chosen.title, anchor=False)
        st.html(f'<p class="nothing">{html.escape(say(NO_COUNTRY))}.</p>')
    address.close_address(selection)
    with views:
        show_saved_views(package, chosen.url_path, address.view_query(selection))
    with actions:
        show_filter_actions(package, address.link(selection))
        _show_person(person)
        st.html(f'<script type="module">{menu_script()}</script>', unsafe_allow_javascript=True)
    settle_memory(package)


def _name_unused(path: str, selection: Selection) -> None:
    """Name the filters set that a page does not follow, as it shows no events."""
    shown = PAGE_EXHIBITS.get(path, ())
    if shown and selection.of_events and WITHOUT_EVENTS.issuperset(shown):
        names = [within_line(say(row.label)) for row in selection.of_events]
        words = say("Not used on this page: {filters}.", filters=names)
        st.html(f'<p class="panel_caption" data-testid="unused">{html.escape(words)}</p>')


def _show_person(person: Person) -> None:
    """Show who is signed in, and the way out."""
    if person.signed_in:
        name = html.escape(say("Signed in as {name}.", name=person.name))
        words = say("Sign out")
        out = f'<a href="sign-out" target="_self">{words}</a>'
        st.html(f'<p class="panel_caption" data-testid="person">{name} {out}</p>')
