"""The Currency page's own pieces: its switches and its two tables."""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.currency.keys import month_keys
from dashboard.currency.measures import rate_words
from dashboard.currency.panels.periods import LATEST, ticker_days
from dashboard.currency.panels.series import DIRECTIONS, SCALES
from dashboard.ui.address import choose_option, remember_option, view_query, widget_option
from dashboard.ui.components.table import country_head
from dashboard.ui.components.traces import trace_anchor
from dashboard.ui.page import Page
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import day

CODES = {country.name: code for code, country in COUNTRIES.items()}
WHOLE = '<span style="white-space:nowrap">'
TRACED = ("First", "Last", "Low", "High", "Change")
TALLEST_TABLE = "26rem"
HEAD_STYLE = "position:sticky;top:0;background:var(--paper)"
REMARK_STYLE = "text-align:left;padding-left:1rem;line-height:1.25;min-width:15rem;max-width:26rem"
REMARK_START = f'<div style="{REMARK_STYLE}">'


def choose_currency_options(page: Page) -> dict[str, str]:
    """Show the page's switches in one line and return what is chosen."""
    with st.container(horizontal=True, key="currency_switches"):
        direction = choose_option("rate_direction", "Direction", DIRECTIONS)
        scale = choose_option("rate_scale", "Scale", SCALES)
        ticker = _choose_ticker([f"{when:%Y-%m-%d}" for when in ticker_days(page.package)])
    return {"rate_direction": direction, "rate_scale": scale, "ticker": ticker}


def show_ticker(page: Page, options: dict[str, str]) -> None:
    """Show one printed ticker as a table."""
    exhibit = build_or_explain("currency_ticker", page.package, page.selection, options)
    if exhibit is not None:
        query = view_query(page.selection)
        markup = ticker_markup(exhibit.rows, theme_name(), exhibit.keys, query)
        show_markup(exhibit, page.selection, markup, options)


def show_months(page: Page, options: dict[str, str]) -> None:
    """Show the months as a table."""
    exhibit = build_or_explain("currency_table", page.package, page.selection, options)
    if exhibit is not None:
        keys = month_keys(page.package, page.selection)
        markup = months_markup(exhibit.rows, theme_name(), keys, view_query(page.selection))
        show_markup(exhibit, page.selection, markup, options)


def ticker_markup(
    rows: pd.DataFrame, theme: str, keys: Sequence[str], query: Mapping[str, str]
) -> str:
    """Return the rows of a printed ticker as a table, with links to where they come from."""
    heads = (
        *("Currency", "As reported", "Digits given", "Units a dollar", "Change as reported"),
        "Cleaned",
        f"{REMARK_START}Where it stands, remark</div>",
    )
    body = []
    for row, key in zip(rows.itertuples(index=False, name=None), keys, strict=True):
        country, currency, printed, digits, units, change, cleaned, where, remark = row
        body.append(
            (
                _currency_cell(country, currency, theme),
                trace_anchor(html.escape(printed), key, f"{currency} {printed}", query),
                str(digits),
                _whole(units),
                html.escape(change),
                html.escape(cleaned.partition(", ")[0]),
                f"{REMARK_START}<small>{_remark(where, remark)}</small></div>",
            )
        )
    return _table(heads, body)


def months_markup(
    rows: pd.DataFrame,
    theme: str,
    keys: Mapping[tuple[str, str], Sequence[str]],
    query: Mapping[str, str],
) -> str:
    """Return the months as a table, with links to where rates come from.

    What has no rate says so across its row. `keys` are those of `month_keys`.
    """
    several = len(set(rows["Month"])) > 1
    heads = ("Currency", *("Month",) * several, "First", "Last", "Low", "High", "Change")
    body = [
        _month_cells(row, several, theme, partial(_traced, keys.get(row[:2], ()), query))
        for row in rows.itertuples(index=False, name=None)
    ]
    return _table((*heads, "Days with a rate"), body)


def _month_cells(
    row: tuple[Any, ...], several: bool, theme: str, traced: Callable[[Sequence[str]], list[str]]
) -> list[str]:
    month, country, currency, *rates, _, reading, known, days, digits = row
    head = [_currency_cell(country, currency, theme), *(html.escape(month),) * several]
    covered = _whole(f"{known} of {days}")
    if not known:
        return [*head, f"<em>{html.escape(reading)}</em>", covered]
    return [*head, *traced([*(rate_words(rate, digits) for rate in rates), reading]), covered]


def _traced(keys: Sequence[str], query: Mapping[str, str], cells: Sequence[str]) -> list[str]:
    """Return First, Last, Low, High and Change as links to where they come from."""
    keys = keys or [""] * len(cells)
    return [
        trace_anchor(html.escape(words), key, f"{name}: {words}", query)
        for words, key, name in zip(cells, keys, TRACED, strict=True)
    ]


def _table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table; where a row has fewer cells its last but one spans what is missing."""
    head = "".join(f"<th>{name}</th>" for name in heads)
    rows = "".join(_table_row(cells, len(heads) - len(cells) + 1) for cells in body)
    table = (
        f'<table><thead style="{HEAD_STYLE}"><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
    return f'<div class="sheet" style="max-height:{TALLEST_TABLE}">{table}</div>'


def _table_row(cells: Sequence[str], spanned: int) -> str:
    first, *others = cells
    row = [f"<td>{cell}</td>" for cell in others]
    if spanned > 1:
        row[-2] = f'<td colspan="{spanned}" class="no_rate">{others[-2]}</td>'
    return f'<tr><th style="max-width:none">{first}</th>{"".join(row)}</tr>'


def _currency_cell(country: str, currency: str, theme: str) -> str:
    if country not in CODES:
        return html.escape(currency)
    return f"{WHOLE}{country_head(CODES[country], theme)}</span> {_whole(currency, 'small')}"


def _whole(text: str, tag: str = "span") -> str:
    """Return text that is not broken over lines."""
    return f"{WHOLE.replace('span', tag)}{html.escape(text)}</{tag}>"


def _remark(where: str, remark: str) -> str:
    place = html.escape(where)
    if where.startswith("https://"):
        place = f'<a href="{place}" target="_blank" rel="noreferrer" style="color:inherit">page</a>'
    return f"{place}; {html.escape(remark)}" if remark else place


def _choose_ticker(days: list[str]) -> str:
    """Show the list of ticker days; the default follows the chosen months."""
    choices = [LATEST, *days]
    chosen = widget_option("ticker", choices, LATEST)
    st.selectbox(
        "Printed ticker",
        choices,
        key="option_ticker",
        format_func=lambda word: (
            "Ticker: by the chosen months"
            if word == LATEST
            else f"Ticker: {day(pd.Timestamp(word))}"
        ),
        label_visibility="collapsed",
        width=260,
    )
    return remember_option("ticker", chosen)
