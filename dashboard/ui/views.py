"""Saved views in the sidebar: saved by name, opened, renamed, watched, shared, deleted.

A view is opened by going to its page with its address. Which watches fired is on the Overview.
Where people sign in there are views of the house too: everybody has them, editors change them.
"""

import html
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode, urljoin

import streamlit as st

from dashboard.briefing.kept import HOUSE_VIEWS, NotKept
from dashboard.datapackage.store import Package
from dashboard.filter_table import options_in
from dashboard.panels.start import selection_in
from dashboard.ui import address
from dashboard.ui.components.uploads import take_file
from dashboard.ui.kept import KeptForVisitor
from dashboard.ui.plain_text import as_label, unseen
from dashboard.ui.serving.people import Role, person_at_the_page, signed_in_name
from dashboard.ui.serving.record import note
from dashboard.views.measures import MEASURES
from dashboard.views.saved import (
    HOUSE,
    MOST_AT_LEAST,
    MOST_NAME,
    PAGES,
    View,
    Views,
    Watch,
    is_threshold,
    kept_views,
    read_views,
    views_json,
)
from dashboard.views.watching import threshold_words
from dashboard.wording import say, say_many

NAME, NEW_NAME, MEASURE = "view_name", "view_new_name", "view_measure"
FOR_ALL = "view_for_all"
RULE, AT_LEAST, UNUSUAL = "view_rule", "view_at_least", "view_unusual"
# What was done or refused last, as (class of the line, words).
MESSAGES = "views_told"
# Whether the window of a view has done its work.
CHANGED = "view_changed"
FILE_NAME = "central-asia-monitor_views.json"
# In megabytes; what a file may hold is decided when it is read.
MOST_FILE = 2
_OWN = KeptForVisitor("views", Views(), kept_views)
_HOUSE = KeptForVisitor(
    "house_views",
    Views(),
    partial(kept_views, kind=HOUSE_VIEWS),
    whose=lambda: HOUSE if signed_in_name(person_at_the_page()) else "",
    is_shared=True,
)


def open_views() -> None:
    """Read anew the visitor's own views and those of the house."""
    _OWN.open()
    _HOUSE.open()


def watched_views() -> tuple[View, ...]:
    """Return the views with a watch, the visitor's own before those of the house."""
    own = _OWN.current.watched
    return (*own, *(view for view in _HOUSE.current.watched if view not in own))


def _may_change_house() -> bool:
    """Say whether the one at the page may change the views of the house."""
    person = person_at_the_page()
    return person is not None and person.signed_in and person.may(Role.EDITOR)


def _changed(
    kept: KeptForVisitor[Views], make: Callable[[Views], Views], change: str, name: str
) -> bool:
    """Change views and keep them; those of the house only for who may, whatever a browser says.

    `change` is the word for it in the audit trail.
    """
    if kept is _HOUSE and not _may_change_house():
        _tell(say("Views for everyone need the role of an editor, which your sign-in has not."))
        return False
    is_new = False

    def change_and_see(views: Views) -> Views:
        nonlocal is_new
        changed = make(views)
        is_new = changed != views
        return changed

    try:
        kept.change(change_and_see)
    except NotKept:
        _tell(say("Views for everyone cannot be kept at the moment: nothing was changed."))
        return False
    if kept is _HOUSE and is_new:
        note("view", person_at_the_page(), change=change, files=[name])
    return True


def show_link(words: str, page: str, query: Mapping[str, str], key: str) -> None:
    """Show what opens a page with an address, one step of the back button; `words` are plain.

    A link is the browser's own. On the page itself a button tells it from an address that this
    session wrote.
    """
    with st.container(key=key, width="content"):
        if page == st.session_state["page_path"]:
            given = (dict(query),)
            on_click = address.ask_for
            st.button(
                as_label(words), key=f"{key}_here", type="tertiary", on_click=on_click, args=given
            )
            return
        files = st.session_state["page_files"]
        file = files[page] if page else next(iter(files.values()))
        st.page_link(file, label=as_label(words), query_params=dict(query))


def show_saved_views(package: Package, path: str, query: Mapping[str, str]) -> None:
    """Show the views in the sidebar; what is on screen is the page `path` with `query`."""
    with st.expander(say("Saved views"), key="saved_views", on_change="rerun") as box:
        # Closed, the list is not sent.
        if not box.open:
            return
        if path in PAGES:
            _show_saving(path, query)
        else:
            st.caption(say("This page has no view to save."))
        _show_messages()
        for number, view in enumerate(_OWN.current.views):
            _show_view(package, _OWN, f"{number}", view)
        if not _OWN.current.views:
            st.caption(say("A saved view opens this page again, with its filters, by one click."))
        if _HOUSE.current.views:
            words = html.escape(say("For everyone"))
            st.html(f'<p class="view_heading">{words}</p>')
        for number, view in enumerate(_HOUSE.current.views):
            _show_view(package, _HOUSE, f"house_{number}", view)
        _show_files()


def full_query(package: Package, view: View, **months: str) -> dict[str, str]:
    """Return the address of a view with every filter, as a page writes it; months may be others."""
    query = dict(view.query) | months
    return selection_in(package, query).to_query() | options_in(query)


def _show_saving(path: str, query: Mapping[str, str]) -> None:
    with st.form("view_save", border=False):
        st.text_input(say("Name of what is on screen"), key=NAME, max_chars=MOST_NAME)
        if _may_change_house():
            st.checkbox(say("For everyone who signs in"), key=FOR_ALL)
        st.form_submit_button(
            say("Save this view"), on_click=_save, args=(path, dict(query)), width="stretch"
        )


def _show_messages() -> None:
    if not _OWN.is_kept:
        words = say("Saved views cannot be kept here; they last as long as this page stays open.")
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
    read = (words for kept in (_OWN, _HOUSE) for words in st.session_state.pop(kept.faults, ()))
    faults = [("refused", words) for words in read]
    for kind, words in [*faults, *st.session_state.pop(MESSAGES, ())]:
        st.html(f'<p class="{kind}">{html.escape(words)}</p>')


def _show_view(package: Package, kept: KeptForVisitor[Views], number: str, view: View) -> None:
    with st.container(key=f"view_{number}", gap=None):
        with st.container(horizontal=True, key=f"view_row_{number}"):
            show_link(view.name, view.page, full_query(package, view), f"view_open_{number}")
            edit = say("Edit {name}", name=unseen(view.name))
            may = kept is _OWN or _may_change_house()
            if may and st.button(edit, key=f"view_edit_{number}", type="tertiary"):
                _edit(kept, view)
        about = _about(package, view)
        st.html(f'<p class="view_about">{html.escape(about)}</p>')


def _about(package: Package, view: View) -> str:
    """Say what a view shows: its page, filters and threshold."""
    titles = st.session_state["page_titles"]
    page = titles.get(view.page) or next(iter(titles.values()))
    filters = selection_in(package, dict(view.query)).describe()
    watched = [threshold_words(view.watch)] if view.watch else []
    return " · ".join([page, filters, *watched])


def _show_files() -> None:
    own = _OWN.current
    views, _ = own.joined(_HOUSE.current)
    further = [view for view in _HOUSE.current.views if view not in own.views]
    if missing := len(own.views) + len(further) - len(views.views):
        st.caption(
            say_many(
                "{count} view for everyone has no room in the file.",
                "{count} views for everyone have no room in the file.",
                missing,
            )
        )
    if views.views:
        st.download_button(
            say("Save all as a file"),
            views_json(views),
            FILE_NAME,
            "application/json",
            on_click="ignore",
            type="tertiary",
            key="views_save",
        )
    take_file(say("Open a file of saved views"), "views", MOST_FILE, _take, _refuse)


def _edit(kept: KeptForVisitor[Views], view: View) -> None:
    """Open a window in which a view is renamed, watched, shared or deleted."""
    st.session_state.pop(CHANGED, None)
    title = say("View “{name}”", name=view.name)
    if kept is _HOUSE:
        title = say("View “{name}”, for everyone", name=view.name)

    # What was typed is forgotten when it is closed: the run that follows draws none of it.
    @st.dialog(as_label(title), on_dismiss="rerun")
    def window() -> None:
        if st.session_state.pop(CHANGED, False):
            st.rerun()
        st.text_input(say("Name"), view.name, key=NEW_NAME, max_chars=MOST_NAME)
        measures = ["", *MEASURES]
        st.selectbox(
            say("Watch, month by month"),
            measures,
            index=measures.index(view.watch.measure) if view.watch else 0,
            format_func=lambda key: MEASURES[key].label if key else say("Nothing"),
            key=MEASURE,
        )
        _choose_rule(view.watch)
        st.caption(say("Link to this view"))
        st.code(_link(view), language=None, wrap_lines=True)
        with st.container(horizontal=True):
            given = (kept, view)
            st.button(say("Save"), type="primary", key="view_change", on_click=_change, args=given)
            st.button(say("Delete"), key="view_delete", on_click=_delete, args=given)
        _show_messages()

    window()


def _choose_rule(watch: Watch | None) -> None:
    """Show when the measure that is chosen fires: from a number on, or when it is unusual."""
    measure = MEASURES.get(st.session_state[MEASURE])
    if measure is None:
        return
    rules = {AT_LEAST: say("It reaches a number"), UNUSUAL: say("It is unusual")}
    offered = [
        *([AT_LEAST] if measure.has_number else []),
        *([UNUSUAL] if measure.unusual else []),
    ]
    is_unusual = watch is not None and watch.at_least is None
    first = UNUSUAL if is_unusual and UNUSUAL in offered else offered[0]
    rule = st.radio(
        say("It fires when"),
        offered,
        index=offered.index(first),
        format_func=rules.__getitem__,
        key=RULE,
        horizontal=True,
    )
    if rule == AT_LEAST:
        st.number_input(
            say("It fires from this number on"),
            min_value=0.0,
            max_value=float(MOST_AT_LEAST),
            value=float(watch.at_least) if watch and watch.at_least else None,
            step=1.0,
            format="%g",
            key=AT_LEAST,
        )


def _link(view: View) -> str:
    """Return the full address of a view."""
    base = urljoin(st.context.url or "", ".")
    return f"{base}{view.page}?{urlencode(dict(view.query))}"


def _tell(*lines: str, kind: str = "refused") -> None:
    st.session_state[MESSAGES] = [
        *st.session_state.get(MESSAGES, ()),
        *((kind, line) for line in lines),
    ]


def _save(path: str, query: dict[str, str]) -> None:
    name = str(st.session_state.get(NAME, ""))
    kept = _HOUSE if st.session_state.get(FOR_ALL) is True else _OWN
    if refusal := kept.current.refusal(name):
        _tell(refusal)
        return
    view = View(name, path, tuple(query.items()))
    if not _changed(kept, lambda views: views.with_view(view), "saved", name):
        return
    saved = kept.current.named(name)
    if saved is None or saved.query != view.query:  # somebody else was quicker
        _tell(kept.current.refusal(name))
        return
    st.session_state[NAME] = ""
    st.session_state[FOR_ALL] = False


def _change(kept: KeptForVisitor[Views], view: View) -> None:
    """Take over what the window holds."""
    name, measure = str(st.session_state.get(NEW_NAME, "")), st.session_state.get(MEASURE)
    least = st.session_state.get(AT_LEAST)
    if refusal := kept.current.refusal(name, but=view.name):
        _tell(refusal)
        return
    watch = None
    if measure in MEASURES:
        row, is_unusual = MEASURES[measure], st.session_state.get(RULE) == UNUSUAL
        if is_unusual and row.unusual:
            watch = Watch(row.key, None)
        elif row.has_number and is_threshold(least):
            watch = Watch(row.key, least)
        else:
            _tell(say("A watch needs a number above 0 from which on it fires."))
            return
    done = _changed(
        kept, lambda views: views.changed(view.name, to=name, watch=watch), "changed", name
    )
    st.session_state[CHANGED] = done
    now = kept.current.named(name)
    if done and (now is None or (now.query, now.watch) != (view.query, watch)):
        _tell(say("“{name}” was changed or deleted elsewhere meanwhile.", name=view.name))


def _delete(kept: KeptForVisitor[Views], view: View) -> None:
    done = _changed(kept, lambda views: views.without(view.name), "deleted", view.name)
    st.session_state[CHANGED] = done


def _take(name: str, content: bytes) -> None:
    """Add the views of a file; a file that has none changes nothing."""
    read, refused = read_views(content)
    _, sentences = _OWN.current.joined(read)
    _OWN.change(lambda views: views.joined(read)[0])
    many = say_many("{count} view read.", "{count} views read.", len(read.views))
    _tell(*refused, *sentences)
    if read.views:
        _tell(many, kind="done")


def _refuse(words: str) -> None:
    _tell(words)
