"""The form under a chart that puts a note of the analyst's on it, and the list that takes it off.

The notes of all charts of a page stand in its address.
"""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard.panels.analyst_notes import (
    MOST_NOTES,
    MOST_TEXT,
    MOST_WRITTEN,
    OPTION,
    clean_note,
    read_notes,
    written_notes,
)
from dashboard.panels.exhibit import AnalystNote, Exhibit
from dashboard.selection import Selection
from dashboard.ui.address import recalled_option, remember_option
from dashboard.ui.plain_text import as_label
from dashboard.wording import say


def with_own_notes(name: str, options: Mapping[str, str]) -> Mapping[str, str]:
    """Keep the notes of the page in its address; return the options with those of one chart."""
    notes, faults = read_notes(recalled_option(OPTION))
    if faults:
        st.warning(" ".join(faults))
    remember_option(OPTION, written_notes(notes), MOST_WRITTEN)
    own = written_notes(each for each in notes if each.chart == name)
    return {**options, OPTION: own} if own else options


def show_note_form(exhibit: Exhibit, selection: Selection, *, has_values: bool) -> None:
    """Show the button that opens the form, and in it the notes on the chart."""
    key, own = exhibit.key, exhibit.analyst_notes
    label = say("Notes ({count})", count=len(own)) if own else say("Add a note")
    opened = f"notes_opened_{key}"
    with st.popover(label, type="tertiary", key=f"notes_{key}", on_change="rerun") as box:
        # Never opened, its fields are not sent; later they are, so that none loses what it holds.
        if not (box.open or st.session_state.get(opened)):
            return
        st.session_state[opened] = True
        for place, note in enumerate(own):
            st.button(
                as_label(say("Remove “{note}”", note=note.words)),
                key=f"note_off_{key}_{place}",
                on_click=_remove,
                args=(note,),
            )
        if len(own) >= MOST_NOTES:
            st.caption(say("A chart has at most {most} notes.", most=MOST_NOTES))
            return
        with st.form(f"note_form_{key}", border=False):
            st.text_input(say("Text"), max_chars=MOST_TEXT, key=f"note_text_{key}")
            first = date.fromisoformat(f"{selection.last_month}-01")
            for name, label, value in (
                ("first", say("Day, or first day of a band"), first),
                ("last", say("Last day, for a band"), None),
            ):
                st.date_input(label, value, key=f"note_{name}_{key}", format="DD/MM/YYYY")
            if has_values:
                label = say("Value, to point at one")
                st.number_input(label, value=None, key=f"note_at_{key}", format="%.10g")
            st.form_submit_button(say("Add"), on_click=_add, args=(key,))
        if fault := st.session_state.pop(f"note_fault_{key}", ""):
            st.caption(fault)


def _notes() -> tuple[AnalystNote, ...]:
    return read_notes(recalled_option(OPTION))[0]


def _add(key: str) -> None:
    """Add what the form holds, or say what is missing; called before the page runs again."""
    state = st.session_state
    text = clean_note(str(state.get(f"note_text_{key}") or ""))
    first, last = state.get(f"note_first_{key}"), state.get(f"note_last_{key}")
    value = state.get(f"note_at_{key}")
    fault, written = "", ""
    if not text:
        fault = say("Write the text of the note first.")
    elif not isinstance(first, date) or (last is not None and last <= first):
        fault = say("The last day of a band is after its first.")
    else:
        note = AnalystNote(key, first, last, value, text)
        written = written_notes([*_notes(), note])
        if len(written) > MOST_WRITTEN or note not in read_notes(written)[0]:
            fault = say("The notes of this page are too long for its address; remove one first.")
    state[f"note_fault_{key}"] = fault
    if not fault:
        remember_option(OPTION, written, MOST_WRITTEN)
        state[f"note_text_{key}"], state[f"note_last_{key}"] = "", None
        if f"note_at_{key}" in state:
            state[f"note_at_{key}"] = None


def _remove(note: AnalystNote) -> None:
    kept = [each for each in _notes() if each != note]
    remember_option(OPTION, written_notes(kept), MOST_WRITTEN)
