"""The Overview's tables, and what the visitor watches: the watches that fired."""

import html
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard.covid.measures.totals import common_day
from dashboard.covid.view.data import covid_data
from dashboard.covid.words.totals import no_series_words
from dashboard.drilldown.panels import SIGN
from dashboard.overview.panels import no_event_words, no_rate_words
from dashboard.overview.view import month_columns
from dashboard.panels.differences import beside_numbers
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.headline import within_words
from dashboard.panels.sources import publishers_of
from dashboard.panels.table import Table
from dashboard.selection import Selection
from dashboard.ui.components.countries import Sheet, stood_out_markup
from dashboard.ui.components.drilldown import follow_number, show_behind
from dashboard.ui.components.table import rows_markup
from dashboard.ui.components.traces import follow_links
from dashboard.ui.panels import Page, show_marked_up, theme_name
from dashboard.ui.views import full_query, show_link, watched_views
from dashboard.unusual.panels import MAIN_COLUMNS
from dashboard.unusual.view import signals
from dashboard.unusual.view.past import Compared
from dashboard.views.watching import (
    Outcome,
    Verdict,
    fired_words,
    outcomes,
    sum_words,
    unknown_by_watch,
    unknown_words,
)
from dashboard.wording import say, say_many

# Of a longer period the watches are checked for its last months, and of each so many are named.
MOST_MONTHS, MOST_FIRED = 12, 3


def show_side_by_side(page: Page) -> None:
    """Show the table of the countries chosen; the list behind one of its numbers opens under it."""
    follow_links(("behind",), follow_number)
    markup = partial(_side_by_side, page=page, theme=theme_name())
    show_marked_up(page, "countries_side_by_side", markup)
    show_behind(page, "countries_side_by_side")


@kept_by_exhibit
def _side_by_side(exhibit: Exhibit, page: Page, theme: str) -> str:
    columns = month_columns(page.package, page.selection.alone)
    sheet = Sheet(
        columns,
        page.selection,
        theme,
        outside=no_series_words(covid_data(page.package, "cases").reach, page.selection),
        no_rate=no_rate_words(page.package.table("rates"), page.selection),
        publishers=publishers_of(page.package),
        day=common_day([total for column in columns for total in (column.cases, column.deaths)]),
        beside=beside_numbers(exhibit.table, page.selection),
    )
    return sheet.markup()


def show_unusual(page: Page) -> None:
    """Show what is unusual of countries; provinces and the numbers behind open under it."""
    show_marked_up(page, "unusual", partial(_unusual, page=page))
    show_behind(page, "unusual")


@kept_by_exhibit
def _unusual(exhibit: Exhibit, page: Page) -> str:
    table, found = exhibit.table, signals(page.package, page.selection)
    links = [_link_of(each, page.selection) for each in found]
    first = sum(not each.admin1 for each in found)
    own = Table(table.columns, table.frame.iloc[:first])
    further = Table(table.columns, table.frame.iloc[first:])
    keys = [key for key in MAIN_COLUMNS if key != "province"]
    markup = rows_markup(own, keys, name=exhibit.title, links={"measure": links[:first]})
    if len(further):
        heading = say_many(
            "{count} number of a province", "{count} numbers of provinces", len(further)
        )
        markup = (markup if first else "") + _folded(
            heading,
            rows_markup(further, MAIN_COLUMNS, name=heading, links={"measure": links[first:]}),
        )
    behind = [column.key for column in table.columns if column.key not in MAIN_COLUMNS]
    named = [key for key in MAIN_COLUMNS if key not in ("number", "signal")]
    heading = say("The numbers behind")
    return markup + _folded(heading, rows_markup(table, [*named, *behind], name=heading))


def _link_of(found: Compared, selection: Selection) -> str:
    """Return the address of the events behind a number, or of where it comes from."""
    view = selection.to_query()
    if found.is_of_series:
        return f"events?{urlencode(view | {'figure': found.keys[-1]})}"
    return f"?{urlencode(view | {'behind': f'unusual{SIGN}{found.key}'})}"


def _folded(heading: str, markup: str) -> str:
    summary = html.escape(heading)
    return f'<details class="panel_caption"><summary>{summary}</summary>{markup}</details>'


def show_stood_out(page: Page) -> None:
    """Show what stood out, a column a country."""
    show_marked_up(page, "stood_out", partial(_stood_out, page=page, theme=theme_name()))


@kept_by_exhibit
def _stood_out(exhibit: Exhibit, page: Page, theme: str) -> str:
    listed = set(exhibit.table.cells("iso_code"))
    without = {
        code: no_event_words(page.package, page.selection, code)
        for code in page.selection.countries
        if code not in listed
    }
    return stood_out_markup(exhibit.table, page.selection, theme, without)


def show_watches(page: Page) -> None:
    """Show which watches fired in the months chosen, own ones and the house's; nothing without."""
    watched = watched_views()
    if not watched:
        return
    months = page.selection.months[-MOST_MONTHS:]
    found = outcomes(page.package, watched, months)
    with st.container(key="watches", gap=None):
        for number, view in enumerate(watched):
            fired = [each for each in found if each.view == view and each.verdict is Verdict.FIRED]
            if fired:
                _show_fired(page, number, fired)
        summary = sum_words(found, within_words(page.selection.over(months[0], months[-1])))
        unknown = [
            f"{group[0].view.name}: {unknown_words(group)}" for group in unknown_by_watch(found)
        ]
        st.html(_sum_markup(summary, unknown))


def _show_fired(page: Page, number: int, fired: Sequence[Outcome]) -> None:
    """Show a watch that fired, its newest month first; its name opens the view in that month."""
    last = fired[-1]
    words = [fired_words(each) for each in fired[: -MOST_FIRED - 1 : -1]]
    if len(fired) > MOST_FIRED:
        words.append(say("{many} more months", many=len(fired) - MOST_FIRED))
    with st.container(horizontal=True, key=f"watch_{number}", vertical_alignment="center"):
        query = full_query(page.package, last.view, **{"from": last.month, "to": last.month})
        show_link(last.view.name, last.view.page, query, f"watch_open_{number}")
        st.html(f"<p>{html.escape('; '.join(words))}</p>", width="content")


def _sum_markup(summary: str, unknown: Sequence[str]) -> str:
    """Return how many fired, and behind it which could not be checked and why."""
    if not unknown:
        return f'<p class="panel_caption">{html.escape(summary)}.</p>'
    lines = "".join(f"<p>{html.escape(line)}.</p>" for line in unknown)
    return (
        f'<details class="panel_caption"><summary>{html.escape(summary)}</summary>{lines}</details>'
    )
