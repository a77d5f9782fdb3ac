"""Keeps the filters and the page's options in the address, so that a link reopens the same view.

The widgets' state is the truth; the address is read when it was changed from outside (a link, the
back button) and written at the end of every run.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.selection import Selection, options_in
from dashboard.vocabulary import COUNTRIES

WRITTEN = "address_written"
OPTIONS = "address_options"
REFUSED = "address_refused"


def open_address() -> None:
    """Take over what the address asks for, if it is not what this session wrote itself."""
    query = st.query_params.to_dict()
    if WRITTEN not in st.session_state or (query and query != st.session_state[WRITTEN]):
        _adopt(query)
    st.session_state[OPTIONS + "_seen"] = {}


def close_address(selection: Selection) -> None:
    """Write the complete view into the address, for "Copy link", reload and the back button."""
    query = view_query(selection)
    if query != st.query_params.to_dict():
        st.query_params.from_dict(query)
    st.session_state[WRITTEN] = query


def view_query(selection: Selection) -> dict[str, str]:
    """Return the address parameters of what is on screen: filters and the options chosen so far."""
    return selection.to_query() | st.session_state.get(OPTIONS + "_seen", {})


def choose_option(
    name: str, label: str, choices: Mapping[str, str], *, help: str | None = None
) -> str:
    """Show one switch of a page and return the key chosen; the first choice is the default.

    `choices` maps the word in the address to the word on screen.
    """
    keys = list(choices)
    state = f"option_{name}"
    if state not in st.session_state:
        asked = st.session_state[OPTIONS].get(name)
        st.session_state[state] = asked if asked in choices else keys[0]
    chosen = st.segmented_control(
        label,
        keys,
        format_func=choices.__getitem__,
        key=state,
        required=True,
        help=help,
        label_visibility="collapsed",
    )
    return remember_option(name, chosen or keys[0])


def remember_option(name: str, value: str) -> str:
    """Keep an option in the address and through page changes; an empty value leaves it out."""
    st.session_state[OPTIONS][name] = value
    if value:
        st.session_state[OPTIONS + "_seen"][name] = value
    return value


def recalled_option(name: str, allowed: Sequence[str] | None = None) -> str:
    """Return an option as last chosen or as the address asks; empty when there is none."""
    value = st.session_state[OPTIONS].get(name, "")
    return value if allowed is None or value in allowed else ""


def _adopt(query: Mapping[str, str]) -> None:
    selection = Selection.from_query(query)
    st.session_state[WRITTEN] = dict(query)
    st.session_state[REFUSED] = selection.refused
    st.session_state[OPTIONS] = options_in(query)
    for name in st.session_state[OPTIONS]:
        st.session_state.pop(f"option_{name}", None)
    put_into_widgets(selection)


def put_into_widgets(selection: Selection) -> None:
    """Set the filter widgets to a selection; call before they are drawn."""
    st.session_state["filter_countries"] = [
        code for code in COUNTRIES if code in selection.countries
    ]
    st.session_state["filter_first"] = selection.first_month
    st.session_state["filter_last"] = selection.last_month
    st.session_state["filter_topics"] = list(selection.topics)
    st.session_state["filter_statuses"] = list(selection.statuses)
    st.session_state["filter_exact"] = selection.exact_dates
    st.session_state["filter_text"] = selection.text


def link(selection: Selection) -> str:
    """Return the full address of what is on screen."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(view_query(selection))}"
