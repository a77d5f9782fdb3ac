"""Shows where a value comes from: links from a cell, and the trace they open.

What is traced is kept in the address as `figure`: the key of a figure, an event, a day of the
series or a rate. The panel stands under the one that was clicked, and at its page's own place for a
link from outside.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import streamlit as st
from streamlit.components.v2 import component

from dashboard.datapackage.documents import NOT_HERE, Passage, documents_folder, read_passage
from dashboard.provenance.panels import TITLE, trace_for, why_untraced
from dashboard.provenance.words import ADDRESS, NO_SENTENCE, Trace
from dashboard.ui.address import hold_event, recalled_option, remember_option
from dashboard.ui.panels import (
    Page,
    bring_into_view,
    build_or_explain,
    show_markup,
)
from dashboard.ui.plain_text import view_link, web_link
from dashboard.wording import joined, say

CATCHER = component(
    "trace_links",
    js=Path(__file__).with_name("trace_links.js").read_text("utf-8"),
    isolate_styles=False,
)
KEY = "trace_links"
ASKED = "trace_asked"
PLACES = "trace_places"


def trace_anchor(words: str, key: str, what: str, query: Mapping[str, str]) -> str:
    """Return marked-up words as a link to where they come from; the words alone without a key.

    `what` names the link for a listener; `query` is the view it opens in, see `address.view_query`.
    """
    if not key:
        return words
    view = _encoded(tuple((name, word) for name, word in query.items() if name != "figure"))
    address = "&".join(filter(None, (view, f"figure={quote_plus(key)}")))
    address, label = html.escape(address), html.escape(f"{what}: {say(TITLE)}")
    return f'<a class="trace" href="?{address}" target="_self" aria-label="{label}">{words}</a>'


def option_anchor(words: str, query: Mapping[str, str], label: str) -> str:
    """Return marked-up words as a link to this page with other options."""
    return view_link(words, "", query, **{"class": "option"}, aria_label=label)


@lru_cache(maxsize=8)
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    return urlencode(query)


def follow_links(names: Sequence[str], follow: Callable[[str, Mapping[str, str]], None]) -> None:
    """Call `follow` with the panel and the options when a link with one of these options is used.

    It is called before the page runs again.
    """
    with st.container(key="links_followed"):
        take = partial(_take, tuple(names), follow)
        CATCHER(key=KEY, data={"names": list(names)}, on_followed_change=take)


def _take(names: Sequence[str], follow: Callable[[str, Mapping[str, str]], None]) -> None:
    """Follow what the browser says was followed, which may be anything."""
    picked = st.session_state[KEY].followed
    if not isinstance(picked, dict):
        return
    panel, named = picked.get("panel"), picked.get("named")
    if not isinstance(panel, str) or not isinstance(named, dict):
        return
    words = {name: named[name] for name in names if isinstance(named.get(name), str)}
    if words:
        follow(panel, words)


def ask_for_trace(panel: str, key: str) -> None:
    """Trace a key under the panel of which it was asked; called before the page runs again."""
    remember_option("figure", key)
    panel = panel if panel in st.session_state.get(PLACES, ()) else ""
    st.session_state[ASKED] = (st.session_state["page_path"], panel, key)


def trace_from(panel: str) -> Callable[[Any], None]:
    """Return what traces a mark clicked in a panel's chart.

    A mark is named by its key alone, or by a list that ends with it.
    """

    def take(picked: Any) -> None:
        key = picked if isinstance(picked, str) else picked[-1]
        if isinstance(key, str):
            ask_for_trace(panel, key)

    return take


def show_trace_asked_for(page: Page, *options: str) -> None:
    """Show the trace that the address asks for, unless a panel below was asked and shows it.

    From here on the page's links to a trace, or with one of the `options`, do not load it anew.
    """
    follow_links(("figure", *options), _follow)
    st.session_state[PLACES] = set()
    asked = st.session_state.get(ASKED)
    if not (asked and asked[1] and asked == _asked_of(asked[1])):
        _show_trace(page)


def show_trace_under(page: Page, panel: str) -> None:
    """Show the trace that was asked of the panel above; after `show_trace_asked_for`."""
    st.session_state[PLACES].add(panel)
    if st.session_state.get(ASKED) == _asked_of(panel):
        _show_trace(page)


def _asked_of(panel: str) -> tuple[str, str, str]:
    return st.session_state["page_path"], panel, recalled_option("figure")


def _follow(panel: str, options: Mapping[str, str]) -> None:
    for name, word in options.items():
        if name == "figure":
            ask_for_trace(panel, word)
        elif name == "event":
            hold_event(word)
        else:
            remember_option(name, word)


def trace_markup(trace: Trace, passage: Passage) -> str:
    """Return a trace as marked-up text; every word of data and document is escaped."""
    facts = "".join(
        f"<dt>{html.escape(say(heading))}</dt>{_fact(heading, words, trace)}"
        for heading, words in trace.facts
    )
    return (
        f'<div class="card" role="group" aria-label="{html.escape(trace.title)}">'
        f"<div>{_passage(trace, passage)}</div><div><dl>{facts}</dl></div></div>"
    )


def passage_of(trace: Trace) -> Passage:
    """Return the paragraph of a trace, if the folder of documents has it."""
    if trace.fingerprint is None or trace.place is None:
        return Passage("missing")
    return read_passage(documents_folder(), trace.fingerprint, trace.place)


def _show_trace(page: Page) -> None:
    key = remember_option("figure", recalled_option("figure"))
    if not key:
        return
    exhibit = build_or_explain(page, "figure_trace", {"figure": key})
    if exhibit is None:
        return
    trace = trace_for(page.package, key)
    if trace is None:
        st.html(f'<p class="refused">{html.escape(why_untraced(page.package, key))}</p>')
        return
    markup = trace_markup(trace, passage_of(trace))
    show_markup(page, exhibit, markup, {"figure": key})
    st.button(say("Close"), key="trace_close", type="tertiary", on_click=_close)
    bring_into_view(("panel_figure_trace",), key)


def _close() -> None:
    remember_option("figure", "")


def _fact(heading: str, words: str, trace: Trace) -> str:
    text = html.escape(words)
    if heading == ADDRESS and trace.address:
        text = web_link(text, trace.address)
    return f'<dd class="as_written">{text}</dd>' if heading == ADDRESS else f"<dd>{text}</dd>"


def _passage(trace: Trace, passage: Passage) -> str:
    if trace.in_data_set:
        none = html.escape(say(NO_SENTENCE))
        return f"<h4>{html.escape(trace.publisher)}</h4><p><em>{none}</em></p>"
    if trace.place is None:
        known = say("Its source is known by its address.")
        return f"<p><em>{html.escape(joined(say(NOT_HERE), known))}</em></p>"
    place = say(
        "{publisher}, paragraph {number}",
        publisher=trace.publisher,
        number=str(trace.place.paragraph),
    )
    head = f"<h4>{html.escape(place)}</h4>"
    trouble = f"<p><em>{html.escape(passage.trouble)}</em></p>" if passage.trouble else ""
    marked = f"<mark>{html.escape(passage.span)}</mark>" if passage.span else ""
    text = f"{html.escape(passage.before)}{marked}{html.escape(passage.after)}"
    return f"{head}{trouble}{f'<blockquote>{text}</blockquote>' if text else ''}"
