"""What a click opens right under it: the events behind a bar, or the card of one event.

The bar is kept in the address as `behind`, the event as `event`, the panel above its card as `at`.
Which bars there are, and what they count, is in `drilldown`. The Events page has a place of its own
for the card, in `ui.events`.
"""

import html
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.datapackage.store import DataUnavailable
from dashboard.drilldown.panels import MEASURED, SIGN, bars_of
from dashboard.maps.charts.marks import mark_picture
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.ui.address import recalled_option, remember_option
from dashboard.ui.components.drawing import Choices
from dashboard.ui.components.table import rows_markup
from dashboard.ui.events import show_chosen_event
from dashboard.ui.panels import (
    NO_OPTIONS,
    Page,
    bring_into_view,
    build_or_explain,
    show_marked_up,
    show_markup,
    show_panel,
    theme_name,
)
from dashboard.ui.plain_text import view_link
from dashboard.vocabulary import country_name
from dashboard.wording import number, say, window_words, written

KEY = "event_id"
# A page shows the event of an address that names no panel under the first of these.
PLACES = {
    "protests_and_arrests": ("protests_day_by_day", "people_reported", "sentences", "protest_list")
}
# A mark of the map that stands for one event is that event.
OPEN_ONE = ("overview_map",)
MONTHS = "protests_by_month"


def open_event_under(panel: str, event_id: str) -> None:
    """Open the card of an event under a panel; an empty key closes the one open there.

    Called before the page runs again.
    """
    if event_id or opened_event(panel):
        remember_option("event", event_id)
        remember_option("at", panel if event_id else "")


def opened_event(panel: str) -> str:
    """Return the key of the event whose card is open under a panel; empty when none is."""
    asked, places = recalled_option("at"), PLACES.get(st.session_state["page_path"], ())
    place = asked if asked in places or not places else places[0]
    return recalled_option("event") if place == panel else ""


def show_event_under(page: Page, panel: str) -> None:
    """Show the card that is open under a panel, if one is."""
    event_id = opened_event(panel)
    if not event_id:
        return
    remember_option("event", event_id)
    remember_option("at", panel)
    show_chosen_event(page)
    close = partial(open_event_under, panel, "")
    st.button(say("Close"), key="event_close", type="tertiary", on_click=close)
    bring_into_view(("event_close", "panel_event_card"), event_id)


def show_event_rows(page: Page, name: str, options: Mapping[str, str]) -> None:
    """Show an exhibit with a row an event as a table; a click on one opens its card below."""
    show_marked_up(page, name, partial(_event_rows, selection=page.selection), options)
    show_event_under(page, name)


@kept_by_exhibit
def _event_rows(exhibit: Exhibit, selection: Selection) -> str:
    table, view = exhibit.table, selection.to_query()
    shown = [column.key for column in table.columns if column.key != KEY]
    about = "title" if "title" in shown else shown[0]
    links = [f"?{urlencode(view | {'event': key, 'at': exhibit.key})}" for key in table.cells(KEY)]
    return rows_markup(table, shown, name=exhibit.title, links={about: links})


def follow_rows(panel: str, options: Mapping[str, str]) -> None:
    """Open the event of the row that was used under its table; before the page runs again."""
    open_event_under(panel, options.get("event", ""))


def show_bars(
    page: Page, name: str, options: Mapping[str, str] = NO_OPTIONS, *, wide: bool = False
) -> None:
    """Show a chart of events; what is clicked in it, or chosen below it, opens under it."""
    show_panel(
        page,
        name,
        options,
        on_pick=partial(_pick, page, name, options),
        wide=wide,
        choices=_choices(page, name, options),
    )
    show_behind(page, name, options)
    show_event_under(page, name)


def opened_bar(name: str) -> str:
    """Return the key of the bar of an exhibit whose list is open; empty when none is."""
    chart, _, key = recalled_option("behind").partition(SIGN)
    return key if chart == name else ""


def open_bar(name: str, key: str) -> None:
    """Open the list behind a bar; an empty key closes it. Called before the page runs again."""
    remember_option("behind", f"{name}{SIGN}{key}" if key else "")


def follow_number(panel: str, options: Mapping[str, str]) -> None:
    """Open the list that a link of the page names; called before the page runs again."""
    remember_option("behind", options.get("behind", ""))


def open_number(name: str, picked: object) -> None:
    """Open the list behind what was clicked in a drawing, or close it; before the page runs."""
    if isinstance(picked, str):
        open_bar(name, "" if picked == opened_bar(name) else picked)


def show_behind(page: Page, name: str, options: Mapping[str, str] = NO_OPTIONS) -> None:
    """Show the list behind the bar of this exhibit that is open, if one is."""
    key = opened_bar(name)
    if not key:
        return
    behind = {**options, "behind": remember_option("behind", recalled_option("behind"))}
    exhibit = build_or_explain(page, "events_behind", behind)
    if exhibit is not None:
        markup = behind_markup(exhibit, theme_name(), page.selection)
        if name == MONTHS and exhibit.shown and ":" in key:
            markup += _only_this_month(key, page.selection)
        show_markup(page, exhibit, markup, behind)
    st.button(say("Close"), key="behind_close", type="tertiary", on_click=open_bar, args=(name, ""))
    bring_into_view(("behind_close", "panel_events_behind"), behind["behind"])


def behind_markup(exhibit: Exhibit, theme: str, selection: Selection) -> str:
    """Return the list of events, each a link to its card; every word of the data is escaped."""
    rows, style = exhibit.table.frame.to_dict("records"), exhibit.table.column("event_date").style
    lines = "".join(_line(row, style, theme, selection) for row in rows)
    return (
        f'<div class="behind" tabindex="0" role="region" '
        f'aria-label="{html.escape(exhibit.title)}"><table>{lines}</table></div>'
    )


def _pick(page: Page, name: str, options: Mapping[str, str], picked: Any) -> None:
    """Open what a mark that was clicked stands for: a bar by its key, an event in a list.

    A circle on a map tells numbers, and opens nothing.
    """
    if not isinstance(picked, str) and not isinstance(picked[0], str):
        return
    if not isinstance(picked, str):
        open_event_under(name, picked[0])
        open_bar(name, "")
        return
    bar = _bars(page, name, options).get(picked)
    if name in OPEN_ONE and bar and len(bar.events) == 1:
        _pick(page, name, options, list(bar.events))
        return
    open_event_under(name, "")
    open_bar(name, picked)


def _choices(page: Page, name: str, options: Mapping[str, str]) -> Choices | None:
    """Return the list to choose a bar from without a click in the chart, and which is open."""
    bars = _bars(page, name, options)
    if not bars:
        return None
    event = opened_event(name)
    shown = opened_bar(name) or (event if name in OPEN_ONE else "")
    what = next(iter(bars.values())).what
    return Choices(
        label=say("The events behind a {what}", what=what),
        prompt=say("Click a {what}, or choose one here", what=what),
        names={key: f"{bar.name} ({number(bar.total)})" for key, bar in bars.items()},
        chosen=shown if shown in bars else "",
        opened=shown or ([event] if event else None),
        parts=bars[shown].parts if shown in bars else (),
    )


def _bars(page: Page, name: str, options: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        return bars_of(page.package, page.selection, name, options)
    except DataUnavailable:
        return {}


def _line(row: TableRow, days: str, theme: str, selection: Selection) -> str:
    title = html.escape(row["title"])
    card = view_link(title, "events", selection.to_query() | {"event": row["event_id"]})
    picture = mark_picture(row["mark"], theme, abroad=row["abroad"])
    paragraph = row["paragraph"]
    place = "" if pd.isna(paragraph) else say(", paragraph {number}", number=str(paragraph))
    status = "" if row["status"] == "occurred" else f"; {say(row['status'])}"
    where = "; ".join(dict.fromkeys((country_name(row["iso_code"]), row["location"])))
    details = f"{where}; {row['source']}{place}{status}"
    when = window_words(row["event_date"], year=days == "year")
    reported = next((row[key] for key in MEASURED if row.get(key) is not None), "")
    return (
        f"<tr><td>{html.escape(when)}</td>"
        f'<td><img src="{picture}" alt="{html.escape(row["event_type"])}">'
        f"{card}<small>{html.escape(details)}</small></td><td>{html.escape(written(reported))}</td></tr>"
    )


def _only_this_month(key: str, selection: Selection) -> str:
    """Return a link that narrows the filters to the country and month of a bar."""
    country, month = key.split(":")
    query = selection.over(month, month).to_query() | {"countries": country}
    words = html.escape(say("Show only this month"))
    return f'<p class="behind_more">{view_link(words, "", query)}</p>'
