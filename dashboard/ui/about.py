"""The pieces of About the data: tables as marked-up text, the choice of a codebook."""

import html
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard.coverage.panels.about import borrowed_sentence, codebook_tables
from dashboard.coverage.words import HATCHED_BAND, HOLLOW_MARK, MARKS_LEGEND, mark_words
from dashboard.exports.cells import readable_text
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.start import datasets_of
from dashboard.panels.table import Column, Kind
from dashboard.ui.address import remember_option, widget_option
from dashboard.ui.components.table import Head, rows_markup, table_markup
from dashboard.ui.panels import (
    Page,
    build_or_explain,
    show_caption,
    show_marked_up,
    show_markup,
    show_panel,
    show_title,
)
from dashboard.values import Absent, Amount, Reason, Total
from dashboard.wording import N_, say

TALL = "24rem"
# A table of fewer columns than these fits any window.
FEW = 4
# Marks as they look in panels, by the reason for having no number or by what they are called.
DRAWN_MARKS: Mapping[object, str] = {
    Reason.NONE_REPORTED: '<span class="muted">{}</span>',
    Reason.OFFICIALLY_NONE: '<span class="officially_none">{}</span>',
    Reason.NOT_STATED: "<em>{}</em>",
    HATCHED_BAND: '<span class="hatched" role="img" aria-label="{}"></span>',
    HOLLOW_MARK: '<span class="hollow" role="img" aria-label="{}"></span>',
}
NOTHING = {
    "paragraphs_accounted": N_("No document in this data is coded paragraph by paragraph."),
    "data_faults": N_("No fault: every row of every table is in use."),
}
# By panel, the columns of words that do not wrap, those set as code, and the width of some.
WHOLE = {
    "known_breaks": ("iso_code", "series", "kind"),
    "reading_marks": ("mark",),
    "table_counts": ("title",),
    "codebook": ("name", "unit"),
}
CODES = {"codebook": ("allowed",), "data_faults": ("value", "rule")}
WIDTHS = {
    "known_breaks": {"what_changed": "50%"},
    "reading_marks": {"meaning": "75%"},
    "table_counts": {"description": "50%"},
    "codebook": {"type": "11rem", "allowed": "32%", "description": "28%"},
}


def show_sources(page: Page) -> None:
    """Show the sources as a table to sort; a title leads to its address."""
    show_marked_up(page, "sources_table", _source_rows)


@kept_by_exhibit
def _source_rows(exhibit: Exhibit) -> str:
    table = exhibit.table
    addresses = [str(cell or "") for cell in table.cells("address")]
    links = {"title": [cell if cell.startswith("http") else "" for cell in addresses]}
    shown = [column.key for column in table.columns if column.key != "address"]
    return rows_markup(table, shown, name=exhibit.title, links=links)


def show_overlaps(page: Page) -> None:
    """Show the events that two sources may both report, each leading to its card.

    Where all events are of one source there is nothing to show.
    """
    if len(datasets_of(page.package)) == 1:
        return
    exhibit = build_or_explain(page, "source_overlaps")
    if exhibit is None:
        return
    query = page.selection.to_query()
    links = {
        column: [
            f"events?{urlencode({**query, 'source': source, 'event': key})}"
            for key, source in zip(
                *(exhibit.table.cells(name) for name in key_columns), strict=True
            )
        ]
        for column, key_columns in (
            ("event", ("event_id", "first_dataset")),
            ("other", ("other_id", "second_dataset")),
        )
    }
    shown = [column.key for column in exhibit.table.columns if column.kind is not Kind.REPORTED]
    markup = rows_markup(exhibit.table, shown, name=exhibit.title, links=links)
    show_markup(page, exhibit, markup)


def show_coverage(page: Page) -> None:
    """Show the grids of months and of topics, the runs of the series and the breaks in them."""
    for name in ("coverage_months", "coverage_topics", "coverage_series"):
        show_panel(page, name, wide=True)
    show_words(page, "known_breaks", tall=True)


def show_codebook(page: Page) -> None:
    """Show the fields of one table, chosen in a list that is kept in the address."""
    tables = codebook_tables(page.package)
    options = {"codebook": widget_option("codebook", tables, next(iter(tables)))}
    exhibit = build_or_explain(page, "codebook", options)
    if exhibit is None:
        return
    with st.container(key="panel_codebook"):
        show_title(page, exhibit, options)
        st.selectbox(
            say("Table"),
            list(tables),
            format_func=tables.__getitem__,
            key="option_codebook",
            label_visibility="collapsed",
            width=320,
        )
        remember_option("codebook", options["codebook"])
        st.html(words_markup(exhibit, tall=True))
        show_caption(exhibit)


def show_words(page: Page, name: str, *, tall: bool = False) -> None:
    """Show an exhibit as a table whose long words wrap; a `tall` one scrolls in its own frame."""
    exhibit = build_or_explain(page, name)
    if exhibit is None:
        return
    if len(exhibit.table):
        show_markup(page, exhibit, words_markup(exhibit, tall=tall))
        return
    with st.container(key=f"panel_{name}"):
        show_title(page, exhibit)
        words = html.escape(say(NOTHING.get(name, N_("This data has none."))))
        st.html(f'<p class="nothing">{words}</p>')
        show_caption(exhibit)


def show_borrowed(page: Page) -> None:
    """Show where borders and population come from."""
    st.html(f'<p class="panel_caption">{html.escape(borrowed_sentence(page.package))}</p>')


@kept_by_exhibit
def words_markup(exhibit: Exhibit, *, tall: bool = False) -> str:
    """Return the rows of an exhibit as a table of words; every word of the data is escaped."""
    key, columns = exhibit.key, exhibit.table.columns
    widths = WIDTHS.get(key, {})
    heads = [
        Head(html.escape(column.title), _kind(column, key), widths.get(column.key, "auto"))
        for column in columns
    ]
    cells = [
        [html.escape(readable_text(cell)) for cell in exhibit.table.shown_cells(column.key)]
        for column in columns
    ]
    if key == "reading_marks":
        cells[0] = [_mark(mark) for mark, _ in MARKS_LEGEND]
    look = "words few" if len(heads) < FEW else "words"
    name, tallest = (exhibit.title, TALL) if tall else ("", "")
    rows = map(list, zip(*cells, strict=True))
    return table_markup(look, heads, rows, name=name, tallest=tallest)


def _kind(column: Column, panel: str) -> str:
    if column.is_numeric:
        return "figure"
    if column.key in CODES.get(panel, ()):
        return "code"
    return "whole" if column.key in WHOLE.get(panel, ()) else ""


def _mark(mark: Absent | Amount | Total | str) -> str:
    look = DRAWN_MARKS.get(mark.reason if isinstance(mark, Absent) else mark, "{}")
    return look.format(html.escape(mark_words(mark)))
