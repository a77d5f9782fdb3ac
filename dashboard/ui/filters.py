"""The filters in the sidebar, the same on all pages: a widget for each row of `FILTERS`."""

import html
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.filter_table import FILTERS, NARROWING
from dashboard.filters import (
    MOST_CHOSEN,
    MOST_PEOPLE,
    MOST_TEXT,
    PREVIOUS,
    YEAR,
    AtLeast,
    Beside,
    Choice,
    Filter,
    Month,
    Named,
    Several,
    Switch,
    Words,
)
from dashboard.panels.start import (
    datasets_of,
    months_in_words,
    months_of_events,
    named_periods,
    start_of,
)
from dashboard.searching import HINT
from dashboard.selection import Selection, shift_month
from dashboard.ui import address
from dashboard.ui.plain_text import as_label
from dashboard.vocabulary import COUNTRIES, dataset_name
from dashboard.wording import join_words, say, start_of_line

FIRST_MONTH = "2010-01"
PERIOD = "period_named"
# What a list to choose from holds at most: a browser searches no longer one quickly.
MOST_OFFERED = 1_000


def show_filters(package: Package, selection: Selection) -> None:
    """Show the filters; what is chosen in them is that of the next run."""
    name = html.escape(say("Central Asia Monitor"))
    st.html(f'<p class="brand">{name}</p>')
    for row in FILTERS:
        if row not in NARROWING:
            WIDGETS[type(row)](row, package, selection)
    chosen = any(row.value(selection) for row in NARROWING)
    with st.expander(
        say("More filters"), expanded=chosen, key="more_filters", on_change="rerun"
    ) as more:
        # Closed, their lists are not sent: some are long. What is set is always in sight.
        if more.open or chosen:
            for row in NARROWING:
                WIDGETS[type(row)](row, package, selection)


def show_filter_actions(package: Package, link: str) -> None:
    """Show Reset, the link to this view and the date of the data below the filters."""
    with st.container(horizontal=True, key="filter_actions"):
        start = start_of(package)
        st.button(say("Reset"), type="tertiary", on_click=_reset, args=(start,), key="filter_reset")
        with st.popover(say("Link to this view"), type="tertiary", key="filter_link"):
            st.code(link, language=None, wrap_lines=True)
    st.caption(say("Data of {day}.", day=package.created))


def _choose_several(row: Several, package: Package, selection: Selection) -> None:
    key = address.state_of(row)
    if row.pills:
        st.pills(say(row.label), row.known, selection_mode="multi", format_func=_named, key=key)
    else:
        st.multiselect(
            say(row.label), row.known, format_func=say, key=key, placeholder=say(row.hint)
        )


def _choose_named(row: Named, package: Package, selection: Selection) -> None:
    known = values_of(package, row.column, row.parts)
    chosen = row.value(selection)
    options = [*known, *(each for each in chosen if each not in known)]
    st.multiselect(
        say(row.label),
        sorted(options, key=row.name_of),
        key=address.state_of(row),
        format_func=row.name_of,
        max_selections=MOST_CHOSEN,
        placeholder=say(row.hint),
    )


@lru_cache(maxsize=32)
def values_of(package: Package, column: str, parts: bool) -> tuple[str, ...]:
    """Return the values of a column in all events, the most frequent `MOST_OFFERED` of them."""
    counts: Counter[str] = Counter()
    try:
        named = package.events.named(column)
    except DataUnavailable:  # the panels say so
        return ()
    for held, number in named.items():
        for value in held.split(";") if parts else [held]:
            counts[value] += number
    return tuple(value for value, _ in counts.most_common(MOST_OFFERED) if value)


def _choose_source(row: Choice, package: Package, selection: Selection) -> None:
    """Show whose events are counted, where there are those of several."""
    known = datasets_of(package)
    if len(known) < 2:
        return
    key = address.state_of(row)
    st.selectbox(say(row.label), known, format_func=_dataset_named, key=key)
    others = [dataset_name(each) for each in known if each != selection.source]
    words = say("Events of {sources} are not added to it.", sources=join_words(others))
    st.caption(as_label(words))


def _dataset_named(dataset: str) -> str:
    name = dataset_name(dataset)
    return as_label(start_of_line(name))


def _choose_switch(row: Switch, package: Package, selection: Selection) -> None:
    st.toggle(say(row.label), key=address.state_of(row))


def _choose_least(row: AtLeast, package: Package, selection: Selection) -> None:
    st.number_input(
        say(row.label),
        min_value=0,
        max_value=MOST_PEOPLE,
        step=1,
        key=address.state_of(row),
        help=as_label(say(row.hint)),
    )


def _choose_words(row: Words, package: Package, selection: Selection) -> None:
    st.text_input(
        say(row.label),
        key=address.state_of(row),
        placeholder=say(row.hint),
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=MOST_TEXT,
    )
    st.caption(as_label(say(HINT)))


def _choose_month(row: Month, package: Package, selection: Selection) -> None:
    """Show both months in one place, where the first of them is due."""
    if row.field != "first_month":
        return
    months = _months(package, selection)
    words = html.escape(say("Month"))
    st.html(f'<p class="filter_label">{words}</p>')
    with st.container(horizontal=True, key="month_stepper", gap="small"):
        at_start = selection.first_month <= months[0]
        _show_step(say("Earlier month"), "chevron_left", "month_back", -1, disabled=at_start)
        st.html(f'<p class="month_shown">{selection.period}</p>')
        at_end = selection.last_month >= months[-1]
        _show_step(say("Later month"), "chevron_right", "month_on", 1, disabled=at_end)
    with st.popover(
        say("Several months"), icon=":material/calendar_month:", type="tertiary", key="month_range"
    ):
        today = date.today()  # noqa: DTZ011  (the reader's month)
        periods = named_periods(package, today, selection.source)
        st.selectbox(
            say("Period"),
            list(periods),
            index=None,
            placeholder=say("Choose a period"),
            key=PERIOD,
            on_change=_set_period,
            args=(periods,),
        )
        words = months_in_words(package, selection.source, tuple(months))
        for each in (each for each in FILTERS if isinstance(each, Month)):
            last = each.field == "last_month"
            offered = [month for month in months if not last or month >= selection.first_month]
            key = address.state_of(each)
            st.selectbox(say(each.label), offered, format_func=words.__getitem__, key=key)


def _choose_beside(row: Beside, package: Package, selection: Selection) -> None:
    """Show what the period is compared with; closed, the list of months is not sent."""
    other = selection.other_period
    name = say("Compared with {period}", period=other.period) if other else say("Compare")
    icon = ":material/compare_arrows:"
    with st.popover(
        name, icon=icon, type="tertiary", key="compare_with", on_change="rerun"
    ) as beside:
        if beside.open or selection.compared:
            words = _periods_beside(package, selection)
            key = address.state_of(row)
            st.selectbox(say(row.label), list(words), format_func=words.__getitem__, key=key)


def _periods_beside(package: Package, selection: Selection) -> Mapping[str, str]:
    """Return the periods of the same length to compare with, as the address has them, in words."""
    words = {"": say("Nothing")}
    months = [*reversed(_months(package, selection))]
    if selection.compared not in ("", PREVIOUS, YEAR, *months):
        months.append(selection.compared)
    for each in (PREVIOUS, YEAR, *months):
        other = replace(selection, compared=each).other_period
        if other:
            words[each] = other.period
    if PREVIOUS in words:
        words[PREVIOUS] = say("Previous period: {period}", period=words[PREVIOUS])
    if YEAR in words:
        words[YEAR] = say("A year before: {period}", period=words[YEAR])
    return words


def _show_step(help: str, icon: str, key: str, steps: int, *, disabled: bool) -> None:
    st.button(
        "",
        icon=f":material/{icon}:",
        help=help,
        key=key,
        on_click=_step,
        args=(steps,),
        disabled=disabled,
    )


def _months(package: Package, selection: Selection) -> list[str]:
    """Return every month from the first in use to the newest, as `YYYY-MM`."""
    known = months_of_events(package)
    newest = max(package.created.strftime("%Y-%m"), selection.last_month, *known[-1:])
    return [*_months_between(min(FIRST_MONTH, selection.first_month, *known[:1]), newest)]


@lru_cache(maxsize=32)
def _months_between(first: str, last: str) -> tuple[str, ...]:
    months = [first]
    while months[-1] < last:
        months.append(shift_month(months[-1], 1))
    return tuple(months)


def _named(option: str) -> str:
    """Return a choice as its pill says it: a country with its sign in its colour."""
    country = COUNTRIES.get(option)
    return f":{country.pill}[{country.glyph}] {country.name}" if country else say(option)


def _step(months: int) -> None:
    """Move the range by its own direction one month, keeping its length."""
    address.put_into_widgets(address.chosen_selection().shifted(months))


def _set_period(periods: Mapping[str, tuple[str, str]]) -> None:
    """Choose a period by its name; the list is then ready for the next."""
    name = st.session_state.get(PERIOD)
    st.session_state[PERIOD] = None
    if isinstance(name, str) and name in periods:
        address.put_into_widgets(address.chosen_selection().over(*periods[name]))


def _reset(start: Selection) -> None:
    st.session_state[address.REFUSED] = ()
    address.put_into_widgets(start)


WIDGETS: Mapping[type[Filter], Callable[[Any, Package, Selection], None]] = {
    AtLeast: _choose_least,
    Choice: _choose_source,
    Several: _choose_several,
    Month: _choose_month,
    Beside: _choose_beside,
    Named: _choose_named,
    Switch: _choose_switch,
    Words: _choose_words,
}
