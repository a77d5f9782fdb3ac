"""A panel on screen: title, export menu, chart, caption; and the sentences shown instead of one."""

import html
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.opened import with_opened
from dashboard.exhibits.catalogue import EXHIBITS
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exports.formats import FORMATS, PICTURE_FORMATS, picture_trouble
from dashboard.selection import Selection
from dashboard.store import DataUnavailable, Package, TooManyEvents
from dashboard.ui.cache import reload_package
from dashboard.ui.tray import show_add_button

PLOTLY_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def theme_name() -> str:
    """Return "dark" or "light", as the browser shows the page."""
    return st.context.theme.type or "light"


def show_panel(
    name: str,
    package: Package,
    selection: Selection,
    options: Mapping[str, str] | None = None,
    *,
    on_pick: Callable[[Any], None] | None = None,
    wide: bool = False,
    opened: Any = None,
) -> None:
    """Show one exhibit of the catalogue as a chart.

    `on_pick` is called with what tells of a mark that is clicked, before the page runs again.
    A chart with many labels is `wide`: it scrolls sideways in a narrow window instead of shrinking.
    `opened` is the mark whose list or card is open; a click on it calls `on_pick` with "".
    """
    options = options or {}
    exhibit = build_or_explain(name, package, selection, options)
    if exhibit is None:
        return
    with st.container(key=f"panel_{name}"):
        show_title(exhibit, selection, options)
        if not len(exhibit.rows) or exhibit.draw is None:
            st.html(nothing_markup(selection))
        else:
            with st.container(key=f"wide_{name}" if wide else f"plain_{name}"):
                st.plotly_chart(
                    with_opened(exhibit.draw(theme_name()), opened),
                    theme=None,
                    config=PLOTLY_CONFIG,
                    key=f"chart_{name}",
                    alt=exhibit.alt,
                    on_select=partial(_pick, f"chart_{name}", on_pick, opened)
                    if on_pick
                    else "ignore",
                    selection_mode="points",
                )
        show_caption(exhibit)


def show_table_panel(
    name: str,
    package: Package,
    selection: Selection,
    options: Mapping[str, str] | None = None,
    *,
    height: int | None = None,
    on_select: bool = False,
) -> Any:
    """Show one exhibit of the catalogue as a table; return the row picked when `on_select`."""
    options = options or {}
    exhibit = build_or_explain(name, package, selection, options)
    if exhibit is None:
        return None
    with st.container(key=f"panel_{name}"):
        show_title(exhibit, selection, options)
        picked = None
        if len(exhibit.rows):
            picked = st.dataframe(
                exhibit.rows,
                hide_index=True,
                height=height or "auto",
                key=f"table_{name}",
                width="stretch",
                on_select="rerun" if on_select else "ignore",
                selection_mode="single-row",
            )
        else:
            st.html(nothing_markup(selection))
        show_caption(exhibit)
    return picked


def show_markup(
    exhibit: Exhibit, selection: Selection, markup: str, options: Mapping[str, str] | None = None
) -> None:
    """Show an exhibit as text that one of the renderers marked up."""
    with st.container(key=f"panel_{exhibit.key}"):
        show_title(exhibit, selection, options or {})
        st.html(markup if len(exhibit.rows) else nothing_markup(selection))
        show_caption(exhibit)


def build_or_explain(
    name: str, package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit | None:
    """Build an exhibit; when its data could not be read, say so with a retry and return None."""
    try:
        return EXHIBITS[name](package, selection, options)
    except TooManyEvents as trouble:
        with st.container(key=f"panel_{name}"):
            st.html(f'<p class="trouble">{html.escape(str(trouble))}</p>')
        return None
    except DataUnavailable as trouble:
        with st.container(key=f"panel_{name}"):
            st.html(f'<p class="trouble"><b>Could not load.</b> {html.escape(str(trouble))}</p>')
            st.button("Try again", key=f"retry_{name}", on_click=reload_package, type="tertiary")
        return None


def show_title(exhibit: Exhibit, selection: Selection, options: Mapping[str, str]) -> None:
    """Show the panel's title, unit, export menu and "Add to briefing" in one line."""
    with st.container(horizontal=True, key=f"title_{exhibit.key}"):
        st.html(
            f'<div class="panel_title"><h3>{html.escape(exhibit.title)} '
            f"<span>{html.escape(exhibit.unit)}</span></h3>"
            f"{_export_menu(exhibit, selection, options)}</div>"
        )
        show_add_button(exhibit, selection, options)


def show_caption(exhibit: Exhibit) -> None:
    """Show how to read the panel, its sources and its "n of N"."""
    words = " ".join(
        part for part in (exhibit.caption, exhibit.source_line, f"{exhibit.count}.") if part
    )
    st.html(f'<p class="panel_caption">{html.escape(words)}</p>')


def _pick(key: str, on_pick: Callable[[Any], None], opened: Any) -> None:
    points = st.session_state[key]["selection"]["points"]
    told = told_of(points[0]) if points else None
    if told is not None:
        on_pick("" if told == opened else told)


def told_of(point: Mapping[str, Any]) -> Any:
    """Return what tells of a mark: its custom data, or its day in the key that its line shares.

    A line carries such a key, with "{}" for the day, as its `legendgroup`: a text a day would be
    more to send than the line itself.
    """
    told, group = point.get("customdata"), point.get("legendgroup") or ""
    return group.format(str(point["x"])[:10]) if told is None and "{}" in group else told


def _export_menu(exhibit: Exhibit, selection: Selection, options: Mapping[str, str]) -> str:
    """Return a menu of plain links: the server makes the bytes when one is followed."""
    view = selection.to_query() | dict(options)
    query = html.escape(urlencode(view))
    with_page = html.escape(urlencode({"page": st.session_state["page_path"], **view}))
    trouble = picture_trouble()
    items = []
    for name, kind in FORMATS.items():
        if trouble and name in PICTURE_FORMATS:
            continue
        items.append(
            f'<a href="/export/{exhibit.key}.{name}?{with_page}" download>{kind.label}</a>'
        )
    items.append(f'<a href="/table/{exhibit.key}?{with_page}" target="_blank">Show the table</a>')
    items.append(f'<a href="?{query}" target="_blank">Link to this view</a>')
    if trouble:
        items.append(f"<p>{html.escape(trouble)}</p>")
    label = html.escape(f"Export {exhibit.title}")
    return (
        f'<details class="export" name="export"><summary aria-label="{label}">Export</summary>'
        f"<div>{''.join(items)}</div></details>"
    )


def nothing_markup(selection: Selection) -> str:
    """Return the sentence of a panel without rows."""
    return f'<p class="nothing">Nothing to show for {html.escape(selection.describe())}.</p>'
