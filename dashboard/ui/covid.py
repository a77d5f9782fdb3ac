"""The COVID-19 timeline's own pieces: its switches, its sentence and its table."""

import html
from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard.covid.measures.reported import Comparison, Match
from dashboard.covid.measures.series import A_DAY
from dashboard.covid.panels.series import printed_comparison
from dashboard.covid.view.timeline import SWITCHES
from dashboard.covid.words.headlines import covid_summary
from dashboard.dates import day, short_day
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.ui.address import choose_option, view_items, view_query
from dashboard.ui.components.table import Head, country_head, table_markup
from dashboard.ui.components.traces import trace_anchor, trace_from
from dashboard.ui.page import show_summary
from dashboard.ui.panels import (
    Options,
    Page,
    build_or_explain,
    show_map_over_table,
    show_marked_up,
    theme_name,
)
from dashboard.values import Absent, Reason
from dashboard.wording import number, say


def choose_covid_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switches below it; return what the switches say."""
    sentence = st.container()
    options: dict[str, str] = {}
    with st.container(horizontal=True, gap="medium", key="covid_switches"):
        for switch in SWITCHES:
            needed, choice = switch.only
            if not needed or options[needed] == choice:
                options[switch.option] = choose_option(switch.option, switch.label, switch.choices)
    with sentence:
        show_summary(page, partial(covid_summary, options=options))
    return options


def show_printed_against_series(page: Page, options: dict[str, str]) -> None:
    """Show the table of the last reported totals beside the series."""
    view = view_items(page.selection)
    given = {"page": page, "theme": theme_name(), "asked": tuple(options.items()), "view": view}
    markup = partial(comparison_markup, **given)
    show_marked_up(page, "covid_printed_against_series", markup, options)


def show_provinces(page: Page, options: dict[str, str]) -> None:
    """Show the counts by province, shaded and in a table; without any say which days have some.

    Nothing where no country with such counts is chosen.
    """
    exhibit = build_or_explain(page, "covid_provinces", options)
    if exhibit is None or not exhibit.total:
        return
    if not len(exhibit.table):
        st.caption(exhibit.caption)
        return
    query = view_query(page.selection)
    links = [f"?{urlencode(query | {'figure': key})}" for key in exhibit.keys]
    trace = trace_from("covid_provinces")
    show_map_over_table(page, exhibit, options, ("date", "admin1"), {"name": links}, trace)


@kept_by_exhibit
def comparison_markup(
    exhibit: Exhibit, page: Page, theme: str, asked: Options, view: Options
) -> str:
    """Return the table of reported totals and the series, with links to where they come from.

    Its head names a day that all share.
    """
    compared = printed_comparison(page.package, page.selection, dict(asked))
    year, query = page.selection.spans_years, dict(view)
    days = {row.day for row in compared}
    heads = [say("Reported"), say("Series, the day before"), say("Series, that day")]
    one_day = len(days) == 1 and any(row.printed for row in compared)
    if one_day:
        last = days.pop()
        heads = [
            say("Reported “by {day}”", day=day(last, year=year)),
            say("Series, {day}", day=day(last - A_DAY, year=year)),
            say("Series, {day}", day=day(last, year=year)),
        ]
    table = exhibit.table
    shown = zip(*(table.shown_cells(column.key) for column in table.columns), strict=True)
    rows = zip(compared, shown, strict=True)
    lines = [_row(row, words, theme, query, with_day=not one_day, year=year) for row, words in rows]
    columns = [Head(html.escape(words)) for words in (say("Country"), *heads, say("Comparison"))]
    return table_markup("sheet", columns, lines, named_rows=True)


def _row(
    row: Comparison,
    shown: tuple[object, ...],
    theme: str,
    query: Mapping[str, str],
    *,
    with_day: bool,
    year: bool,
) -> list[str]:
    *numbers, comparison = (
        html.escape(number(cell) if isinstance(cell, int) else str(cell)) for cell in shown[2:6]
    )
    missing = (row.missing, *(isinstance(each, Absent) for each in (row.day_before, row.that_day)))
    cells = [f"<em>{cell}</em>" if no else cell for cell, no in zip(numbers, missing, strict=True)]
    if row.missing is Reason.OFFICIALLY_NONE:
        cells[0] = f'<span class="officially_none">{numbers[0]}</span>'
    keys, after = row.keys[: len(cells)], row.keys[len(cells) :]
    cells = [trace_anchor(*each, query) for each in zip(cells, keys, numbers, strict=True)]
    for key in after:
        comparison = trace_anchor(comparison, key, comparison, query)
    if row.printed and with_day:
        cells[0] = f"<small>{short_day(row.day, year=year)}</small> {cells[0]}"
    if row.printed and row.match in (Match.ABOVE, Match.BELOW):
        cells[0] += f"<br><small>{html.escape(row.printed.definition)}</small>"
    return [country_head(row.country, theme), *cells, comparison]
