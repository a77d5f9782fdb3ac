"""The page Briefing's words: its title, its key judgements, the drafted review, its paragraphs.

What the review says is decided in `briefing`, each citation a link to where its words come from.
The list of charts is in `charts`, the files in `files`.
"""

import html
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode
from zlib import crc32

import streamlit as st

from dashboard.briefing.content import Briefing, Citation, CountryReview, Edited, Line, Section
from dashboard.briefing.kept import NOT_KEPT
from dashboard.briefing.tray import (
    MOST_COMMENT,
    MOST_ITEMS,
    MOST_PARAGRAPH,
    MOST_TITLE,
    EditedParagraph,
    Tray,
    clean_text,
)
from dashboard.datapackage.store import Package
from dashboard.events.words import rule
from dashboard.exports.briefing_text import (
    JUDGEMENTS,
    CitedSource,
    cited_sources,
)
from dashboard.panels.headline import NO_COUNTRY
from dashboard.selection import Selection
from dashboard.ui.components.table import country_head
from dashboard.ui.panels import Page, theme_name
from dashboard.ui.plain_text import web_link
from dashboard.ui.tray import FAULTS, change_tray, current_tray, is_kept, last_done, undo
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import N_, say

TITLE, PARAGRAPH = "briefing_title", "briefing_paragraph"
BULLET = "• "
MOST_JUDGED = MOST_ITEMS * MOST_COMMENT
TOO_MANY = N_("A briefing holds {most} key judgements; those at the end were left out.")
NOT_DRAFTED = N_(
    "The review could not be drafted from this data. The charts can be used without it."
)
DRAFT_CHANGED = N_(
    "The draft under this paragraph has changed since it was edited: other filters, or other data."
)
_log = logging.getLogger(__name__)


def review_markup(briefing: Briefing, theme: str) -> str:
    """Return the review, what it leaves out and its sources; every word of the data is escaped."""
    if not briefing.review and not briefing.left_out:
        asked = "" if briefing.selection.countries else f"{say(NO_COUNTRY)}."
        return f'<p class="nothing">{html.escape(asked or say(NOT_DRAFTED))}</p>'
    marks = _Marks(
        {citation.number: citation for citation in briefing.citations},
        frozenset(briefing.events["event_id"]) if len(briefing.events) else frozenset(),
        briefing.selection.to_query(),
    )
    countries = "".join(_country(review, marks, theme) for review in briefing.review)
    left_out = "".join(f"<p>{marks.line(line)}</p>" for line in briefing.left_out)
    sources = "".join(map(_source, cited_sources(briefing)))
    parts = [f'<div class="review">{countries}</div>']
    if left_out:
        head = html.escape(say("Not included"))
        parts.append(f'<div class="review_end"><h4>{head}</h4>{left_out}</div>')
    if sources:
        head = html.escape(say("Sources"))
        parts.append(f'<div class="review_end"><h4>{head}</h4><ul>{sources}</ul></div>')
    return "".join(parts)


@dataclass(frozen=True)
class _Marks:
    """Sets lines with their citations as links to traces, in the view of `query`."""

    citations: Mapping[int, Citation]
    events: frozenset[str]
    query: Mapping[str, str]

    def line(self, line: Line) -> str:
        numbers = [
            self._link(self.citations[number], line)
            for number in line.citations
            if number in self.citations
        ]
        marks = f"<sup>{', '.join(numbers)}</sup>" if numbers else ""
        return f"{html.escape(line.text)}{marks}"

    def _link(self, citation: Citation, line: Line) -> str:
        keys = [key for key in line.keys if key in citation.keys] or list(citation.keys)
        if not keys:
            return str(citation.number)
        asked = {"event": keys[0]} if keys[0] in self.events else {}
        address = html.escape(urlencode({**self.query, **asked, "figure": keys[0]}))
        label = html.escape(
            say("Citation {number}: where this comes from", number=str(citation.number))
        )
        return (
            f'<a href="events?{address}" target="_blank" aria-label="{label}">{citation.number}</a>'
        )


def _country(review: CountryReview, marks: _Marks, theme: str) -> str:
    name = html.escape(review.name)
    if review.country in COUNTRIES:
        name = country_head(review.country, theme)
    sections = "".join(
        f"<h5>{html.escape(section.title)}</h5>"
        + f"<p>{' '.join(map(marks.line, section.lines))}</p>"
        + _both_drafts(section.edited)
        for section in review.sections
    )
    return f"<section><h4>{name}</h4>{sections}</section>"


def _both_drafts(edited: Edited | None) -> str:
    """Show what a paragraph was edited from and what is drafted now, where these differ."""
    if edited is None or not edited.is_stale:
        return ""
    drafts = (
        (say("Edited from"), edited.before),
        (say("Drafted now"), edited.now or say("Nothing is drafted here now.")),
    )
    drafts_markup = "".join(
        f"<p><b>{html.escape(n)}:</b> {html.escape(text)}</p>" for n, text in drafts
    )
    warning = html.escape(say(DRAFT_CHANGED))
    both = html.escape(say("Both drafts"))
    summary = f"<summary>{both}</summary>"
    return f'<p class="refused">{warning}</p><details open>{summary}{drafts_markup}</details>'


def _source(source: CitedSource) -> str:
    """Return a source with the numbers of the places cited in it."""
    title = html.escape(", ".join(filter(None, (source.title, source.published))) or say("page"))
    if source.web:
        title = web_link(title, source.web)
    places = "; ".join(
        html.escape(f"[{place.number}] {place.words}".rstrip()) for place in source.places
    )
    return f"<li><b>{html.escape(source.publisher)}</b>, {title}: {places}</li>"


def show_state(page: Page) -> None:
    """Say what is wrong with the tray, and offer to undo what was done last."""
    sentences = [*([] if is_kept() else [say(NOT_KEPT)]), *st.session_state.pop(FAULTS, ())]
    sentences += current_tray().written_for_others(page.selection)
    if sentences:
        st.html("".join(f'<p class="refused">{html.escape(each)}</p>' for each in sentences))
    if done := last_done():
        with st.container(horizontal=True, key="brief_undo", vertical_alignment="center"):
            st.html(f'<p class="done">{html.escape(done)}</p>', width="content")
            st.button(say("Undo"), type="tertiary", on_click=undo, key="briefing_undo")


def show_title(page: Page) -> None:
    """Show the title to be edited; a briefing without one of its own is called by its filters."""
    drafted = draft(page)
    usual = drafted.title if drafted else page.selection.describe()
    title = current_tray().title or usual
    if st.session_state.get(TITLE) != title:
        st.session_state[TITLE] = title
    st.text_input(
        say("Title"),
        key=TITLE,
        placeholder=usual,
        max_chars=MOST_TITLE,
        on_change=_take_title,
        args=(usual, page.selection),
    )


def show_judgements(page: Page) -> None:
    """Show the key judgements to be edited, one a line, and the way back to the draft."""
    own, drafted = current_tray().judgements, draft(page)
    if own is None:
        lines = [line.text for line in drafted.judgements] if drafted else []
    else:
        lines = list(own)
    text = "\n".join(f"{BULLET}{line}" for line in lines)
    # Another text is another field: what was typed in the last one does not linger in it.
    key = f"judgements_{crc32(text.encode())}"
    with st.container(key="panel_judgements"):
        with st.container(horizontal=True, key="brief_judgements"):
            origin = say("one a line, drafted from the data")
            if own is not None:
                origin = say("one a line, in your own words")
            st.html(heading(say(JUDGEMENTS), origin))
            if own is not None:
                st.button(say("Back to the draft"), type="tertiary", on_click=_back_to_draft)
        st.text_area(
            say("Key judgements, one a line"),
            text,
            key=key,
            height="content",
            label_visibility="collapsed",
            on_change=_take_judgements,
            args=(key, page.selection),
        )
        st.html(_rule_markup())


def _rule_markup() -> str:
    """Return, folded, the rule by which events are ranked."""
    rows = "".join(
        f"<tr><td>{html.escape(name)}</td><td>{html.escape(points)}</td></tr>"
        for name, points in rule()
    )
    lead = say(
        "The weightiest events come first, and the review tells as many as its length allows. What "
        "weighs how much, in points:"
    )
    how = html.escape(say("How to read this"))
    return (
        f'<details class="panel_caption"><summary>{how}</summary>'
        f"<p>{html.escape(lead)}</p><table>{rows}</table></details>"
    )


def show_review(page: Page) -> None:
    """Show the drafted review, each citation leading to where it comes from."""
    with st.container(key="panel_review"):
        origin = say("drafted from the data, {filters}", filters=page.selection.describe())
        st.html(heading(say("The review"), origin))
        drafted = draft(page)
        if drafted is None:
            st.html(f'<p class="trouble">{html.escape(say(NOT_DRAFTED))}</p>')
        else:
            st.html(review_markup(drafted, theme_name()))


def heading(title: str, rest: str = "") -> str:
    """Return a panel's heading as marked-up text."""
    return (
        f'<div class="panel_title"><h3>{html.escape(title)} <span>{html.escape(rest)}</span></h3>'
        "</div>"
    )


def draft(page: Page) -> Briefing | None:
    """Return the briefing of the filters without charts; None when it cannot be drafted.

    Its judgements are as drafted, its paragraphs as edited by hand.
    """
    try:
        own = Tray(paragraphs=current_tray().paragraphs)
        return _drafted(page.package, page.selection, own, today())
    except Exception:
        # Whatever is wrong with the draft, the charts put aside are there all the same.
        _log.exception("The review cannot be drafted")
        return None


def today() -> date:
    """Return the day it is here."""
    return datetime.now().astimezone().date()


@lru_cache(maxsize=16)
def _drafted(package: Package, selection: Selection, own: Tray, day: date) -> Briefing:
    from dashboard.briefing.assemble import assemble

    return assemble(package, own, selection, made_on=day)


def _take_title(usual: str, selection: Selection) -> None:
    title = clean_text(st.session_state[TITLE] or "", MOST_TITLE)
    own = "" if title == usual else title
    changes = {"title": own, "title_for": tuple(selection.to_query().items()) if own else ()}
    change_tray(lambda tray: replace(tray, **changes), say("The title was changed."))


def _take_judgements(key: str, selection: Selection) -> None:
    text = st.session_state[key] or ""
    written = text[:MOST_JUDGED].splitlines()
    lines = (
        clean_text(line.strip().removeprefix(BULLET.strip()), MOST_COMMENT) for line in written
    )
    judgements = tuple(line for line in lines if line)
    if len(judgements) > MOST_ITEMS or len(text) > MOST_JUDGED:
        judgements = judgements[:MOST_ITEMS]
        st.session_state[FAULTS] = (say(TOO_MANY, most=str(MOST_ITEMS)),)
    own = {"judgements": judgements, "judgements_for": tuple(selection.to_query().items())}
    change_tray(lambda tray: replace(tray, **own), say("The key judgements were changed."))


def _back_to_draft() -> None:
    none = {"judgements": None, "judgements_for": ()}
    change_tray(lambda tray: replace(tray, **none), say("The draft is back."))


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
        name = st.selectbox(say("Paragraph"), list(places), key=PARAGRAPH)
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
        on_change=_take_paragraph,
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


def _take_paragraph(key: str, country: str, section: Section) -> None:
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
