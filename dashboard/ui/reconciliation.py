"""The Reconciliation page's own pieces: its switch, its sentence, its tables."""

import html
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.dates import day, short_day
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.table import Table
from dashboard.reconciliation.measures.verdicts import VERDICTS, Reconciled, Standing, Verdict
from dashboard.reconciliation.view import (
    MONTHS,
    OPTION,
    VERDICT,
    asked_words,
    beside_key,
    chosen_figures,
    of_verdict,
    verdict_word,
)
from dashboard.reconciliation.words import reconcile_sentence
from dashboard.schema import rows_of
from dashboard.ui.address import choose_option, recalled_option, remember_option, view_items
from dashboard.ui.components.table import Head, country_head, table_markup
from dashboard.ui.components.traces import option_anchor, trace_anchor
from dashboard.ui.page import show_summary
from dashboard.ui.panels import (
    Options,
    Page,
    bring_into_view,
    build_or_explain,
    show_marked_up,
    show_markup,
    theme_name,
)
from dashboard.values import Absent
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import N_, number, say, signed

TALL = "46rem"
RULED = '<div class="ruled"><span>{}</span><span>{}</span></div>'
FIGURE_CLASSES = {
    **dict.fromkeys(("iso_code", "as_of", "measure"), "whole"),
    **dict.fromkeys(("reported", "series", "gap"), "figure"),
    **{"nearest_equal": "day", "verdict": "whole", "why": "why", "source": "source"},
}
RATE_CLASSES = {
    **{"date": "whole", "currency": "whole"},
    **dict.fromkeys(("rate_text", "rounding", "daily_rate", "daily_day"), "figure"),
    "reading": "why",
}


@kept_by_exhibit
def verdicts_markup(exhibit: Exhibit, theme: str, view: Options) -> str:
    """Return the counts by verdict and country, each a link to its figures.

    A verdict that no figure has stays a muted 0; without any figure there is no table.
    """
    table, query = exhibit.table, dict(view)
    if table.frame.empty:
        return ""
    countries = {column.key: "figure whole" for column in table.columns if column.key in COUNTRIES}
    heads = {code: _short_head(code, theme) for code in countries}
    titles = (html.escape(table.column(key).title) for key in ("verdict", "meaning"))
    heads["verdict"] = RULED.format(*titles)
    rows = []
    for verdict, row in zip(VERDICTS.values(), table.frame.to_dict("records"), strict=True):
        meaning = f"<span class='rule'>{html.escape(row['meaning'])}</span>"
        ruled = f'<div class="ruled"><span>{_verdict(verdict)}</span>{meaning}</div>'
        counts = {code: _count(row[code], verdict, code, query) for code in countries}
        together = _count(row["together"], verdict, "", query)
        rows.append({"verdict": ruled, **counts, "together": together})
    classes = {"verdict": "", **countries, "together": "figure"}
    return _table(say("Verdicts by country"), table, classes, rows, heads)


def figures_markup(
    table: Table, figures: Sequence[Reconciled], theme: str, query: Mapping[str, str]
) -> str:
    """Return the figures one by one, with links to where they come from.

    `figures` are those of the rows of the table. Every word of the data is escaped.
    """
    rows = []
    for row, cells in zip(figures, _cells(table), strict=True):
        beside, figure = row.beside, row.beside.figure
        reported, series = cells["reported"], cells["series"]
        if figure.is_claim_of_none:
            cells["reported"] = f'<span class="officially_none">{reported}</span>'
        if isinstance(beside.that_day, Absent):
            cells["series"] = f"<em>{series}</em>"
        cells["iso_code"] = country_head(row.country, theme)
        cells["as_of"] = short_day(figure.day, year=True)
        cells["reported"] = trace_anchor(cells["reported"], figure.figure_id, reported, query)
        cells["series"] = trace_anchor(cells["series"], beside_key(row), series, query)
        cells["gap"] = "" if pd.isna(beside.gap) else signed(beside.gap)
        nearest = beside.nearest_equal
        cells["nearest_equal"] = day(nearest) if nearest else f"<em>{cells['nearest_equal']}</em>"
        cells["verdict"] = _verdict(row.verdict)
        rows.append(cells)
    name = say("Figures beside the official series")
    return _table(name, table, FIGURE_CLASSES, rows, tall=True)


@kept_by_exhibit
def rates_markup(exhibit: Exhibit, theme: str, view: Options) -> str:
    """Return the printed rates beside the daily ones, with links to where they come from."""
    rows = []
    table, query = exhibit.table, dict(view)
    records = rows_of(table.frame)
    for values, cells, key in zip(records, _cells(table), exhibit.keys, strict=True):
        of, rate, reported = values["daily_day"], values["daily_rate"], cells["rate_text"]
        cells["date"] = short_day(values["date"], year=True)
        cells["currency"] = f"{country_head(values['iso_code'], theme)} {cells['currency']}"
        cells["rate_text"] = trace_anchor(reported, key, reported, query)
        cells["daily_day"] = "" if pd.isna(of) else day(of)
        if isinstance(rate, Absent):
            cells |= {name: f"<em>{cells[name]}</em>" for name in ("daily_rate", "reading")}
        else:
            cells["daily_rate"] = number(rate)
        rows.append(cells)
    name = say("Reported rates beside daily rates")
    return _table(name, table, RATE_CLASSES, rows, tall=True)


def _cells(table: Table) -> list[dict[str, str]]:
    """Return the words of each row by the keys of the columns, escaped."""
    keys = [column.key for column in table.columns]
    return [
        {
            key: html.escape(number(cell) if isinstance(cell, int) else str(cell))
            for key, cell in zip(keys, row, strict=True)
        }
        for row in zip(*map(table.shown_cells, keys), strict=True)
    ]


def _table(
    name: str,
    table: Table,
    classes: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    heads: Mapping[str, str] | None = None,
    *,
    tall: bool = False,
) -> str:
    """Return rows of markup under the titles of their columns, or the `heads` given.

    `classes` are those of the columns that are shown, in order; a `tall` table scrolls in its own
    frame.
    """
    titles = {key: html.escape(table.column(key).title) for key in classes} | dict(heads or {})
    columns = [Head(titles[key], kind) for key, kind in classes.items()]
    cells = ([row[key] for key in classes] for row in rows)
    return table_markup("reconcile", columns, cells, name=name, tallest=TALL if tall else "")


def _count(count: int, verdict: Verdict, country: str, query: Mapping[str, str]) -> str:
    if not count:
        return '<span class="muted">0</span>'
    word = verdict_word(verdict, country)
    asked = asked_words({VERDICT: word})
    label = say("{count}: show the figures, {verdict}", count=count, verdict=asked)
    return option_anchor(number(count), _other_than_trace(query) | {VERDICT: word}, label)


def _other_than_trace(query: Mapping[str, str]) -> dict[str, str]:
    """Return a view without its trace: what is asked of another table leaves it where it is."""
    return {name: word for name, word in query.items() if name != "figure"}


def only_markup(options: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Return which figures a link asked for, and the way back to all; empty for all."""
    if not (asked := asked_words(options)):
        return ""
    back = option_anchor(
        html.escape(say("Show all")),
        _other_than_trace(query) | {VERDICT: ""},
        say("Show the figures of all verdicts"),
    )
    only = say("Only {verdict}.", verdict=f"<b>{html.escape(asked)}</b>")
    return f'<p class="only">{only} {back}</p>'


def _short_head(code: str, theme: str) -> str:
    """Return a country's glyph and name; the style sheet shows its code where there is no room."""
    glyph, _, name = country_head(code, theme).rpartition(" ")
    return f'{glyph} <span class="name">{name}</span><span class="code">{code}</span>'


def _verdict(verdict: Verdict) -> str:
    words = html.escape(verdict.title)
    if verdict.standing is Standing.UNEXPLAINED:
        words = f"<b>{words}</b>"
    return f'<span class="sign">{verdict.sign}</span>{words}'


def choose_reconcile_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switch below it; return what the switch and a link say."""
    sentence = st.container()
    options = {OPTION: choose_option(OPTION, N_("Months"), MONTHS)}
    with sentence:
        show_summary(page, partial(reconcile_sentence, options=options))
    if verdict := remember_option(VERDICT, recalled_option(VERDICT)):
        options[VERDICT] = verdict
    return options


def show_verdicts(page: Page, options: dict[str, str]) -> None:
    """Show the verdicts by country with their rules."""
    markup = partial(verdicts_markup, theme=theme_name(), view=view_items(page.selection))
    show_marked_up(page, "reconcile_summary", markup, options)


def show_figures(page: Page, options: dict[str, str]) -> None:
    """Show each figure with its verdict and reason; those of one verdict when a link asks so."""
    exhibit = build_or_explain(page, "reconcile_figures", options)
    if exhibit is None:
        return
    asked_for = tuple(options.items())
    markup = _figures(exhibit, page, theme_name(), asked_for, view_items(page.selection))
    show_markup(page, exhibit, markup, options)
    if asked := asked_words(options):
        bring_into_view(("panel_reconcile_figures",), asked)


@kept_by_exhibit
def _figures(exhibit: Exhibit, page: Page, theme: str, asked: Options, view: Options) -> str:
    options, query = dict(asked), dict(view)
    chosen = of_verdict(chosen_figures(page.package, page.selection, options), options)
    figures = figures_markup(exhibit.table, chosen.figures, theme, query)
    return f"{only_markup(options, query)}{figures}"


def show_rates(page: Page, options: dict[str, str]) -> None:
    """Show each printed currency rate beside the daily one."""
    markup = partial(rates_markup, theme=theme_name(), view=view_items(page.selection))
    show_marked_up(page, "reconcile_rates", markup, options)
