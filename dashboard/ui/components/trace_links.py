"""Links from a cell to where it comes from, followed without loading the page anew.

What such a link shows is in `traces`.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import streamlit as st
from streamlit.components.v2 import component

from dashboard.provenance.panels import TITLE

CATCHER = component(
    "trace_links", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)
KEY = "trace_links"


def trace_anchor(words: str, key: str, what: str, query: Mapping[str, str]) -> str:
    """Return marked-up words as a link to where they come from; the words alone without a key.

    `what` names the link for a listener; `query` is the view it opens in, see `address.view_query`.
    """
    if not key:
        return words
    view = _encoded(tuple((name, word) for name, word in query.items() if name != "figure"))
    address = "&".join(filter(None, (view, f"figure={quote_plus(key)}")))
    return _anchor("trace", words, address, f"{what}: {TITLE}")


def option_anchor(words: str, query: Mapping[str, str], label: str) -> str:
    """Return marked-up words as a link to this page with other options."""
    return _anchor("option", words, urlencode(query), label)


@lru_cache(maxsize=8)
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    return urlencode(query)


def _anchor(kind: str, words: str, query: str, label: str) -> str:
    address, label = html.escape(query), html.escape(label)
    return f'<a class="{kind}" href="?{address}" target="_self" aria-label="{label}">{words}</a>'


def follow_links(names: Sequence[str], follow: Callable[[str, Mapping[str, str]], None]) -> None:
    """Call `follow` with the panel and the options when a link with one of these options is used.

    It is called before the page runs again.
    """
    with st.container(key="links_followed"):
        take = partial(_take, tuple(names), follow)
        CATCHER(key=KEY, data={"names": list(names)}, on_followed_change=take)


def _take(names: Sequence[str], follow: Callable[[str, Mapping[str, str]], None]) -> None:
    """Follow what the browser says was followed, which may be anything."""
    told = st.session_state[KEY].followed
    if not isinstance(told, dict):
        return
    panel, named = told.get("panel"), told.get("named")
    if not isinstance(panel, str) or not isinstance(named, dict):
        return
    words = {name: named[name] for name in names if isinstance(named.get(name), str)}
    if words:
        follow(panel, words)
