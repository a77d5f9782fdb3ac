"""The filters in the sidebar: one set for all pages."""

import streamlit as st

from dashboard.datapackage.store import Package
from dashboard.selection import DEFAULT_MONTH, MOST_TEXT, Selection, month_name, shift_month
from dashboard.ui import address
from dashboard.vocabulary import COUNTRIES, STATUSES, TOPICS

FIRST_MONTH = "2010-01"


def choose_selection(package: Package) -> Selection:
    """Show the filters and return what is chosen."""
    selection = address.chosen_selection()
    address.keep_chosen(selection)
    st.html('<p class="brand">Central Asia Monitor</p>')
    st.pills(
        "Countries",
        list(COUNTRIES),
        selection_mode="multi",
        format_func=lambda code: (
            f":{COUNTRIES[code].pill}[{COUNTRIES[code].glyph}] {COUNTRIES[code].name}"
        ),
        key="filter_countries",
    )
    _choose_months(selection, _months(package, selection))
    st.multiselect("Event types", TOPICS, key="filter_topics", placeholder="All types")
    st.pills("Status", STATUSES, selection_mode="multi", key="filter_statuses")
    st.toggle("Exact dates only", key="filter_exact")
    st.text_input(
        "Search",
        key="filter_text",
        placeholder="Search title, place, actor",
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=MOST_TEXT,
    )
    return selection


def show_filter_actions(package: Package, link: str) -> None:
    """Show Reset, Copy link and the date of the data below the filters."""
    with st.container(horizontal=True, key="filter_actions"):
        st.button("Reset", type="tertiary", on_click=_reset, key="filter_reset")
        with st.popover("Copy link", type="tertiary", key="filter_link"):
            st.caption("This address reopens the same view.")
            st.code(link, language=None, wrap_lines=True)
    st.caption(f"Data of {package.created.day} {package.created:%B %Y}.")


def _months(package: Package, selection: Selection) -> list[str]:
    """Return every month from the first in use to the newest, as `YYYY-MM`."""
    newest = max(package.created.strftime("%Y-%m"), selection.last_month, DEFAULT_MONTH)
    months = [min(FIRST_MONTH, selection.first_month)]
    while months[-1] < newest:
        months.append(shift_month(months[-1], 1))
    return months


def _choose_months(selection: Selection, months: list[str]) -> None:
    # The browser knows nothing of fields in a closed popover, and they would be lost with the next
    # change of page; what is said anew in each run is not.
    st.session_state["filter_first"] = first = selection.first_month
    st.session_state["filter_last"] = last = selection.last_month
    st.html('<p class="filter_label">Month</p>')
    with st.container(horizontal=True, key="month_stepper", gap="small"):
        st.button(
            "",
            icon=":material/chevron_left:",
            help="Earlier month",
            key="month_back",
            on_click=_step,
            args=(-1,),
            disabled=first <= months[0],
        )
        st.html(f'<p class="month_shown">{selection.period}</p>')
        st.button(
            "",
            icon=":material/chevron_right:",
            help="Later month",
            key="month_on",
            on_click=_step,
            args=(1,),
            disabled=last >= months[-1],
        )
    with st.popover(
        "Several months", icon=":material/calendar_month:", type="tertiary", key="month_range"
    ):
        st.selectbox("First month", months, format_func=month_name, key="filter_first")
        later = [month for month in months if month >= first]
        st.selectbox("Last month", later, format_func=month_name, key="filter_last")


def _step(months: int) -> None:
    """Move the range by its own direction one month, keeping its length."""
    address.put_into_widgets(address.chosen_selection().shifted(months))


def _reset() -> None:
    st.session_state[address.REFUSED] = ()
    address.put_into_widgets(Selection())
