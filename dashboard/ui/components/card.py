"""The card of one event as marked-up text, for any page that has one event to tell of.

    show_card("KGZ-2020-06-29-01", package, selection)

What the card says is decided in `events.panels`; which event is chosen is the page's business.
"""

import html
from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.events.panels.card import (
    CONCERNS,
    Card,
    FigureLine,
    RelatedLine,
    SourceLine,
    card_for,
)
from dashboard.provenance.panels import TITLE
from dashboard.selection import Selection
from dashboard.ui.components.table import country_glyph
from dashboard.ui.panels import theme_name
from dashboard.ui.plain_text import view_link, web_link
from dashboard.values import Absent
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import say, say_many, start_of_line, written


def show_card(event_id: str, package: Package, selection: Selection) -> None:
    """Show the card of an event where the caller stands; without one say so.

    The links to related events keep the filters of the selection.
    """
    try:
        card = card_for(package, event_id)
    except DataUnavailable as trouble:
        could_not = html.escape(say("Could not load."))
        st.html(f'<p class="trouble"><b>{could_not}</b> {html.escape(str(trouble))}</p>')
        return
    if card is None:
        st.html(unknown_markup(event_id))
        return
    st.html(card_markup(card, theme_name(), selection))


def unknown_markup(event_id: str) -> str:
    """Return the sentence for an event that is not in the data."""
    words = say(
        "There is no event “{key}” in this data. The key may be mistyped, or its row was left out "
        "on loading: the page About the data lists such rows.",
        key=event_id[:60],
    )
    return f'<p class="refused">{html.escape(words)}</p>'


def card_markup(card: Card, theme: str, selection: Selection) -> str:
    """Return a card as marked-up text; every word of the data is escaped."""
    view = selection.to_query()
    facts = "".join(
        f"<dt>{html.escape(say(heading))}</dt><dd>{_fact(heading, words, card, theme)}</dd>"
        for heading, words in card.facts
    )
    notes = f"<p>{html.escape(card.notes)}</p>" if card.notes else ""
    sources = _list(_source(line, card.event_id, view) for line in card.sources)
    head = html.escape(say_many("Source", "Sources", len(card.sources)))
    aside = f"{_figures(card, view)}<h4>{head}</h4>{sources}"
    if card.related:
        related = _list(_related(line, view) for line in card.related)
        head = html.escape(say("Related events"))
        aside += f"<h4>{head}</h4>{related}"
    if card.related_note:
        aside += f"<p>{html.escape(card.related_note)}</p>"
    return (
        f'<div class="card" role="group" aria-label="{html.escape(card.title)}">'
        f"{notes}<div><dl>{facts}</dl></div><div>{aside}</div></div>"
    )


def _trace_link(key: str, what: str, event_id: str, view: Mapping[str, str]) -> str:
    """Return a link to where a figure or an event comes from; `what` names it for a listener."""
    query = {**view, "event": event_id, "figure": key}
    return view_link(say(TITLE), "events", query, aria_label=f"{say(TITLE)} {what}")


def _fact(heading: str, words: str | Absent, card: Card, theme: str) -> str:
    text = html.escape(written(words))
    if heading == CONCERNS and card.country in COUNTRIES:
        return f"{country_glyph(card.country, theme)} {text}"
    return f"<em>{text}</em>" if isinstance(words, Absent) else text


def _figures(card: Card, view: Mapping[str, str]) -> str:
    reported = html.escape(say("Reported figures"))
    head = f"<h4>{reported}</h4>"
    if not card.figures:
        none = say("Could not load.") if card.figures is None else say("No figure is given.")
        return f"{head}<ul><li><em>{html.escape(none)}</em></li></ul>"
    notes = "".join(
        f"<p>{html.escape(note)}</p>"
        for note in dict.fromkeys(line.note for line in card.figures)
        if note
    )
    summary = html.escape(say("Notes on the figures"))
    fold = f"<details><summary>{summary}</summary>{notes}</details>" if notes else ""
    lines = _list(_figure(line, card.event_id, view) for line in card.figures)
    return f"{head}{lines}{fold}"


def _figure(line: FigureLine, event_id: str, view: Mapping[str, str]) -> str:
    number = f"{html.escape(line.number)} {html.escape(line.unit)}".strip()
    chip = ' class="officially_none"' if line.qualifier == "officially_none" else ""
    parts = [line.how, line.counts, say("as of {day}", day=line.as_of), line.place]
    rest = html.escape("; ".join(part for part in parts if part))
    measure = html.escape(start_of_line(line.measure))
    link = _trace_link(line.figure_id, f"{line.measure}: {line.number}", event_id, view)
    return f"{measure}: <b{chip}>{number}</b><small>{rest}</small><small>{link}</small>"


def _source(line: SourceLine, event_id: str, view: Mapping[str, str]) -> str:
    title = html.escape(line.title or say("untitled"))
    if line.address:
        title = web_link(title, line.address)
    address = "" if line.address else say("no web address")
    rest = "; ".join(
        part for part in (line.role, line.published, line.licence, line.place, address) if part
    )
    markup = f"<b>{html.escape(line.publisher)}</b>, {title}<small>{html.escape(rest)}</small>"
    link = "" if line.role else _trace_link(event_id, say("the event"), event_id, view)
    return f"{markup}<small>{link}</small>" if link else markup


def _related(line: RelatedLine, view: Mapping[str, str]) -> str:
    link = view_link(html.escape(line.title), "events", {**view, "event": line.event_id})
    return f"{link}<small>{html.escape(line.relation)}; {html.escape(line.when)}</small>"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
