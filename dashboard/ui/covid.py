"""The COVID-19 timeline's own pieces: its switches, its sentence and its table."""

import html
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.covid.measures.printed import Comparison
from dashboard.covid.panels import (
    ComparisonKeys,
    comparison_keys,
    printed_comparison,
    printed_words,
    reading_words,
    series_words,
)
from dashboard.covid.view import CHOICES
from dashboard.covid.words.captions import covid_summary
from dashboard.ui.address import choose_option, view_query
from dashboard.ui.components.table import country_head
from dashboard.ui.components.traces import trace_anchor
from dashboard.ui.page import Page, show_summary
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.wording import day, short_day

SWITCH_LABELS = {
    "covid_show": "Total or new",
    "covid_of": "Cases or deaths",
    "covid_per": "Persons or per million",
    "covid_scale": "Scale",
    "covid_days": "Average or daily",
}


def choose_covid_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switches below it; return what the switches say.

    The switch between average and daily values is there only for new cases or deaths.
    """
    sentence = st.container()
    options: dict[str, str] = {}
    with st.container(horizontal=True, gap="medium", key="covid_switches"):
        for name, choices in CHOICES.items():
            if name != "covid_days" or options["covid_show"] == "new":
                options[name] = choose_option(name, SWITCH_LABELS[name], choices)
    with sentence:
        show_summary(page, partial(covid_summary, options=options))
    return options


def show_printed_against_series(page: Page, options: dict[str, str]) -> None:
    """Show the table of the last printed figures beside the series."""
    name = "covid_printed_against_series"
    exhibit = build_or_explain(name, page.package, page.selection, options)
    if exhibit is None:
        return
    compared = printed_comparison(page.package, page.selection, options)
    keys = comparison_keys(compared, options)
    markup = comparison_markup(compared, theme_name(), keys, view_query(page.selection))
    show_markup(exhibit, page.selection, markup, options)


def comparison_markup(
    compared: Sequence[Comparison],
    theme: str,
    keys: Sequence[ComparisonKeys],
    query: Mapping[str, str],
) -> str:
    """Return the table of printed figures and the series, with links to where they come from.

    Its head names a day that all share.
    """
    days = {row.day for row in compared}
    heads = ["Reported", "Series, the day before", "Series, that day", "Reading"]
    one_day = len(days) == 1 and any(row.printed for row in compared)
    if one_day:
        last = days.pop()
        that, before = day(last, year=False), day(last - pd.Timedelta(days=1), year=False)
        heads = [f"Printed “by {that}”", f"Series, {before}", f"Series, {that}", "Reading"]
    body = "".join(
        _row(row, theme, own, query, with_day=not one_day)
        for row, own in zip(compared, keys, strict=True)
    )
    head = "".join(f"<th>{html.escape(words)}</th>" for words in heads)
    return (
        f'<div class="sheet"><table><thead><tr><th>Country</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(
    row: Comparison, theme: str, keys: ComparisonKeys, query: Mapping[str, str], *, with_day: bool
) -> str:
    words = html.escape(printed_words(row))
    marked = {"officially_none": f'<span class="officially_none">{words}</span>', "printed": words}
    printed = marked.get(row.kind, f"<em>{words}</em>")
    printed = trace_anchor(printed, keys.printed, words, query)
    if row.printed and with_day:
        printed = f"<small>{short_day(row.day)}</small> {printed}"
    if row.printed and row.reading in ("above", "below"):
        printed += f"<br><small>{html.escape(row.printed.definition)}</small>"
    cells = [
        printed,
        _series(row.day_before, row, keys.day_before, query),
        _series(row.that_day, row, keys.that_day, query),
        html.escape(reading_words(row)),
    ]
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr><th>{country_head(row.country, theme)}</th>{told}</tr>"


def _series(value: float, row: Comparison, key: str, query: Mapping[str, str]) -> str:
    words = series_words(value, row)
    told = f"<em>{words}</em>" if np.isnan(value) else words
    return trace_anchor(told, key, words, query)
