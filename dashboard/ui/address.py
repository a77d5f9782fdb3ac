"""Keeps the filters and the page's options in the address, so that a link reopens the same view.

The widgets' state is the truth; the address is read when it was changed from outside (a link, the
back button) and written at the end of every run. A browser that is clicked in before it has the
address just written says an earlier one: that is no change. Both come from the browser, which may
say anything: what is read here is checked here.
"""

import os
from collections.abc import Collection, Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.briefing.content import ADDRESS_SETTING
from dashboard.datapackage.store import Package
from dashboard.filter_table import FILTERS, options_in
from dashboard.filters import Filter, Month
from dashboard.panels.start import datasets_of, start_of, with_source_counted
from dashboard.selection import Selection
from dashboard.wording import say

# The longest option: a key of the data, or of a bar.
MOST_OPTION = 500
# The address that the browser last said, and those written since.
WRITTEN = "addresses_written"
# The filters as of the last run: one that draws no widgets, while the data is away, loses theirs.
CHOSEN = "filters_chosen"
# What the data began with as of the last run.
STARTED = "filters_started"
# The address of a view to be shown in place of that which the browser says.
ASKED = "address_asked"
OPTIONS = "address_options"
REFUSED = "address_refused"
# How often the months were set from elsewhere than their lists.
MONTHS_SET = "months_set"


def open_address(package: Package, *, moved: bool = False) -> Selection:
    """Return the filters of this run: those of the widgets, or of an address that was changed.

    What this session wrote into it itself is no change, unless the back button brought it back, or
    a link to another page (`moved`), which has an address only if it is to a saved view. One asked
    for by `ask_for` goes before that of the browser.
    An address that names no month has that which the data begins with, and who has chosen nothing
    else follows it when the data changes.
    """
    start = start_of(package)
    before = st.session_state.get(STARTED, start)
    st.session_state[STARTED] = start
    asked: dict[str, str] | None = st.session_state.pop(ASKED, None)
    query = st.query_params.to_dict() if asked is None else asked
    written = st.session_state.get(WRITTEN) if asked is None else None
    st.session_state[OPTIONS + "_seen"] = {}
    is_own = written is not None and query in written and not (moved or _is_step_back())
    if written is not None and (not query or is_own):
        selection = chosen_selection()
        selection = start if selection == before else with_source_counted(package, selection)
        if query:
            del written[: written.index(query)]
    else:
        selection = Selection.from_query(query, start, datasets_of(package))
        st.session_state[WRITTEN] = [query]
        st.session_state[REFUSED] = selection.refused
        st.session_state[OPTIONS] = options_in(query)
        for name in st.session_state[OPTIONS]:
            st.session_state.pop(f"option_{name}", None)
    put_into_widgets(selection)
    return selection


def ask_for(query: Mapping[str, str]) -> None:
    """Have the next run show the view of an address, as if it were opened from outside."""
    st.session_state[ASKED] = dict(query)


def _is_step_back() -> bool:
    """Say whether the back or the forward button of the browser made this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def chosen_selection() -> Selection:
    """Return what the filter widgets hold; a value that cannot be, or is lost, is as it was."""
    states = {row.name: st.session_state.get(state_of(row)) for row in FILTERS}
    return Selection.from_widgets(states, st.session_state.get(CHOSEN, Selection()))


def put_into_widgets(selection: Selection) -> None:
    """Set the filter widgets to a selection where they hold another; call before they are drawn."""
    st.session_state[CHOSEN] = selection
    values = {row.name: row.value(selection) for row in FILTERS}
    if any(isinstance(row, Month) and _holds_another(row, values[row.name]) for row in FILTERS):
        st.session_state[MONTHS_SET] = st.session_state.get(MONTHS_SET, 0) + 1
    for row in FILTERS:
        value = values[row.name]
        if _holds_another(row, value):
            st.session_state[state_of(row)] = list(value) if isinstance(value, tuple) else value


def _holds_another(row: Filter, value: object) -> bool:
    """Say whether a filter's widget holds another value than this one."""
    held = st.session_state.get(state_of(row))
    if isinstance(held, list) and isinstance(value, tuple):  # in the order of the clicks
        return len(held) != len(value) or any(each not in held for each in value)
    return held != value


def state_of(row: Filter) -> str:
    """Return the key of a filter's widget.

    The lists of months are new ones each time that something else sets the months: a browser keeps
    what a list in a closed box held, and would say it again with the next click.
    """
    if isinstance(row, Month):
        return f"filter_{row.name}_{st.session_state.get(MONTHS_SET, 0)}"
    return f"filter_{row.name}"


def close_address(selection: Selection) -> None:
    """Write the complete view into the address, for its link, reload and the back button."""
    query = view_query(selection)
    if query != st.query_params.to_dict():
        st.query_params.from_dict(query)
    if query not in st.session_state[WRITTEN][-1:]:
        st.session_state[WRITTEN].append(query)


def view_query(selection: Selection) -> dict[str, str]:
    """Return the address parameters of what is on screen: filters and the options chosen so far."""
    return selection.to_query() | st.session_state.get(OPTIONS + "_seen", {})


def view_items(selection: Selection) -> tuple[tuple[str, str], ...]:
    """Return the same as pairs, by which what is made of them can be kept."""
    return tuple(view_query(selection).items())


def choose_option(name: str, label: str, choices: Mapping[str, str]) -> str:
    """Show one switch of a page and return the key chosen; the first choice is the default.

    `choices` maps the word in the address to the word on screen; that and the label are marked for
    the catalogue, and said here.
    """
    keys = list(choices)
    state = f"option_{name}"
    if state not in st.session_state:
        asked = st.session_state[OPTIONS].get(name)
        st.session_state[state] = asked if asked in choices else keys[0]
    chosen = st.segmented_control(
        say(label),
        keys,
        format_func=lambda key: say(choices[key]),
        key=state,
        required=True,
        label_visibility="collapsed",
    )
    return remember_option(name, chosen if chosen in keys else keys[0])


def widget_option(name: str, allowed: Collection[str], default: str) -> str:
    """Return what the list to choose an option from holds, before it is drawn.

    The first time it holds what the address asks for. What is not `allowed` becomes the default.
    """
    state = f"option_{name}"
    asked = st.session_state.get(state, recalled_option(name))
    chosen = asked if isinstance(asked, str) and asked in allowed else default
    if st.session_state.get(state) != chosen:
        st.session_state[state] = chosen
    return chosen


def held_event() -> str | None:
    """Return the event that the list of events holds; the first time that of the address."""
    state = "option_event"
    if state not in st.session_state:
        st.session_state[state] = recalled_option("event") or None
    held = st.session_state[state]
    if isinstance(held, str) and len(held) <= MOST_OPTION:
        return held or None
    if held is not None:
        st.session_state[state] = None
    return None


def hold_event(event_id: str) -> None:
    """Choose an event, in the list of events and the address; called before the page runs again."""
    st.session_state["option_event"] = event_id
    remember_option("event", event_id)


def remember_option(name: str, value: str, most: int = MOST_OPTION) -> str:
    """Keep an option in the address and through page changes; an empty value leaves it out."""
    value = value[:most]
    st.session_state[OPTIONS][name] = value
    if value:
        st.session_state[OPTIONS + "_seen"][name] = value
    return value


def recalled_option(name: str) -> str:
    """Return an option as last chosen or as the address asks; empty when there is none."""
    return st.session_state[OPTIONS].get(name, "")


def address_for_others(used: str) -> str:
    """Return what links in a file begin with: the address set, else the one in use.

    `used` is that of a page. Empty for one that leads others nowhere: that of one's own computer.

    >>> address_for_others("https://desk.example/monitor/events?from=2020-06")
    'https://desk.example/monitor/'
    >>> address_for_others("http://localhost:8501/events")
    ''
    """
    if named := os.environ.get(ADDRESS_SETTING):
        return named if named.endswith("/") else f"{named}/"
    try:
        parts = urlsplit(used)
        own = parts.hostname in ("localhost", "127.0.0.1", "::1", None)
    except ValueError:  # it is the browser that says so
        return ""
    return "" if own else urljoin(used, ".")


def link(selection: Selection) -> str:
    """Return the full address of what is on screen."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(view_query(selection))}"
