"""The paragraphs of the review edited on the page Briefing, one at a time.

Where they stand in the review, and the warning that their draft has changed, is in `page`.
"""

from dataclasses import replace
from zlib import crc32

import streamlit as st

from dashboard.briefing.content import CountryReview, Section
from dashboard.briefing.tray import MOST_PARAGRAPH, EditedParagraph, clean_text
from dashboard.ui.briefing.page import draft, heading
from dashboard.ui.panels import Page
from dashboard.ui.tray import change_tray
from dashboard.wording import say

CHOSEN = "briefing_paragraph"


def show_paragraphs(page: Page) -> None:
    """Show one paragraph of the review to be edited, chosen by its country and heading."""
    drafted = draft(page)
    places = {
        f"{country.name}: {section.heading}": (country, section)
        for country in (drafted.review if drafted else ())
        for section in country.sections
    }
    if not places:
        return
    with st.container(key="panel_paragraphs"):
        st.html(heading(say("Edit a paragraph of the review"), say("its citations stay")))
        name = st.selectbox(say("Paragraph"), list(places), key=CHOSEN)
        if name in places:
            _show_paragraph(*places[name])


def _show_paragraph(country: CountryReview, section: Section) -> None:
    edited = section.edited
    # Another text is another field: what was typed in the last one does not linger in it.
    key = f"paragraph_{country.country}_{crc32(f'{section.heading} {section.text}'.encode()):08x}"
    st.text_area(
        section.title,
        section.text,
        key=key,
        height="content",
        max_chars=MOST_PARAGRAPH,
        on_change=_take,
        args=(key, country.country, section),
    )
    if edited is None:
        return
    place = country.country, section.heading
    with st.container(horizontal=True, key="brief_paragraph"):
        st.button(
            say("Put the draft back"), type="tertiary", key="paragraph_back",
            on_click=_put_back, args=place,
        )  # fmt: skip
        if edited.is_stale:
            st.button(
                say("Keep my words"), type="tertiary", key="paragraph_keep",
                on_click=_keep, args=(country.country, section),
            )  # fmt: skip


def _take(key: str, country: str, section: Section) -> None:
    """Take the words typed; none at all, or those of the draft, put the draft back."""
    text = clean_text(st.session_state[key] or "", MOST_PARAGRAPH)
    edited = section.edited
    now = edited.now if edited else section.text
    if text in ("", now):
        _put_back(country, section.heading)
        return
    # Words that were edited before rest on what they rested on then too.
    keys = dict.fromkeys((*section.keys, *(edited.keys if edited else ())))
    before = now or (edited.before if edited else "")
    own = EditedParagraph(country, section.heading, text, before, tuple(keys))
    change_tray(lambda tray: tray.with_paragraph(own), say("The paragraph was changed."))


def _put_back(country: str, heading: str) -> None:
    done = say("The draft of the paragraph is back.")
    change_tray(lambda tray: tray.without_paragraph(country, heading), done)


def _keep(country: str, section: Section) -> None:
    """Take the draft of now as what the paragraph was edited from; its citations stay."""
    now = section.edited.now if section.edited else ""

    def kept(own: EditedParagraph) -> EditedParagraph:
        return replace(own, draft=now) if own.place == (country, section.heading) else own

    change_tray(
        lambda tray: replace(tray, paragraphs=tuple(map(kept, tray.paragraphs))),
        say("The words were kept."),
    )
