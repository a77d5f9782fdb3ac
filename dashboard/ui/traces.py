"""Shows where a figure or an event comes from, with the sentence when its document is at hand.

The one traced is kept in the address as `figure`, a figure's key or an event's. The panel stands
under the figures for a row clicked there, and above the card for a link.
"""

import html
import zlib

import streamlit as st

from dashboard.documents import NOT_HERE, Passage, documents_folder, read_passage
from dashboard.exhibits.traces import trace_for
from dashboard.measures.traces import Trace
from dashboard.ui.address import recalled_option, remember_option
from dashboard.ui.cards import card_style
from dashboard.ui.page import Page
from dashboard.ui.panels import build_or_explain, show_markup

ROW = "trace_of_row"
# Run once a figure: the number makes the script another one.
INTO_VIEW = (
    "<script>document.querySelector('.st-key-panel_figure_trace')"
    "?.scrollIntoView({{block: 'nearest'}}); /* {number} */</script>"
)


def trace_row(key: str) -> None:
    """Trace the figure of a row; called before the page runs again."""
    st.session_state[ROW] = remember_option("figure", key)


def trace_mark(told: tuple[str, str]) -> None:
    """Trace the figure of a mark clicked in a chart; called before the page runs again."""
    remember_option("figure", told[1])


def show_trace_asked_for(page: Page) -> None:
    """Show the trace that the address asks for."""
    if recalled_option("figure") != st.session_state.get(ROW):
        _show_trace(page)


def show_trace_of_row(page: Page) -> None:
    """Show the trace of the row clicked in the table above."""
    if recalled_option("figure") == st.session_state.get(ROW):
        _show_trace(page)


def trace_markup(trace: Trace, passage: Passage) -> str:
    """Return a trace as marked-up text; every word of data and document is escaped."""
    facts = "".join(
        f"<dt>{html.escape(name)}</dt>{_fact(name, words, trace)}" for name, words in trace.facts
    )
    return (
        f'{card_style()}<div class="card" role="group" aria-label="{html.escape(trace.title)}">'
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
    exhibit = build_or_explain("figure_trace", page.package, page.selection, {"figure": key})
    if exhibit is None:
        return
    trace = trace_for(page.package, key)
    if trace is None:
        words = f"There is no figure or event “{key[:60]}” in this data."
        st.html(f'<p class="refused">{html.escape(words)}</p>')
        return
    markup = trace_markup(trace, passage_of(trace))
    show_markup(exhibit, page.selection, markup, {"figure": key})
    st.button("Close", key="trace_close", type="tertiary", on_click=_close)
    script = INTO_VIEW.format(number=zlib.crc32(key.encode()))
    st.html(script, unsafe_allow_javascript=True)


def _close() -> None:
    remember_option("figure", "")


def _fact(name: str, words: str, trace: Trace) -> str:
    told = html.escape(words)
    if name == "Address" and trace.address:
        link = html.escape(trace.address, quote=True)
        told = f'<a href="{link}" target="_blank" rel="noopener noreferrer">{told}</a>'
    return f'<dd class="as_written">{told}</dd>' if name == "Address" else f"<dd>{told}</dd>"


def _passage(trace: Trace, passage: Passage) -> str:
    if trace.place is None:
        return f"<p><em>{NOT_HERE} Its source is known by its address.</em></p>"
    head = f"<h4>{html.escape(trace.publisher)}, paragraph {trace.place.paragraph}</h4>"
    trouble = f"<p><em>{html.escape(passage.trouble)}</em></p>" if passage.trouble else ""
    marked = f"<mark>{html.escape(passage.span)}</mark>" if passage.span else ""
    text = f"{html.escape(passage.before)}{marked}{html.escape(passage.after)}"
    return f"{head}{trouble}{f'<blockquote>{text}</blockquote>' if text else ''}"
