"""The Currency page's own pieces: its switches and its two tables."""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.currency.keys import month_keys
from dashboard.currency.measures import range_words
from dashboard.currency.panels.periods import LATEST, ticker_days
from dashboard.currency.panels.series import DIRECTIONS, SCALES
from dashboard.dates import day
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.schema import TableRow, rows_of
from dashboard.ui.address import choose_option, remember_option, view_items, widget_option
from dashboard.ui.components.table import Head, Span, country_head, table_markup
from dashboard.ui.components.traces import trace_anchor
from dashboard.ui.panels import Options, Page, show_marked_up, theme_name
from dashboard.values import Absent
from dashboard.wording import N_, number, say, written

RATES = ("first", "last", "low", "high")
WHOLE = '<span style="white-space:nowrap">'
TRACED = (N_("First"), N_("Last"), N_("Low"), N_("High"), N_("Change"))
TALLEST_TABLE = "26rem"
REMARK_STYLE = "text-align:left;padding-left:1rem;line-height:1.25;min-width:15rem;max-width:26rem"
REMARK_START = f'<div style="{REMARK_STYLE}">'


def choose_currency_options(page: Page) -> dict[str, str]:
    """Show the page's switches in one line and return what is chosen."""
    with st.container(horizontal=True, key="currency_switches"):
        direction = choose_option("rate_direction", N_("Direction"), DIRECTIONS)
        scale = choose_option("rate_scale", N_("Scale"), SCALES)
        ticker = _choose_ticker([f"{when:%Y-%m-%d}" for when in ticker_days(page.package)])
    return {"rate_direction": direction, "rate_scale": scale, "ticker": ticker}


def show_ticker(page: Page, options: dict[str, str]) -> None:
    """Show one published ticker as a table: the one asked for, or one of the chosen months."""
    days = ticker_days(page.package)
    chosen = page.selection.within(pd.Series(days, dtype="datetime64[us]"))
    if days and options.get("ticker", LATEST) == LATEST and not chosen.any():
        none = say(
            "No published ticker in {period}; others can be chosen above.",
            period=page.selection.period,
        )
        st.caption(none)
        return
    markup = partial(ticker_markup, theme=theme_name(), view=view_items(page.selection))
    show_marked_up(page, "currency_ticker", markup, options)


def show_months(page: Page, options: dict[str, str]) -> None:
    """Show the months as a table."""
    markup = partial(months_markup, page=page, theme=theme_name(), view=view_items(page.selection))
    show_marked_up(page, "currency_table", markup, options)


@kept_by_exhibit
def ticker_markup(exhibit: Exhibit, theme: str, view: Options) -> str:
    """Return the rows of a published ticker as a table, with links to where they come from."""
    query = dict(view)
    remark = say("Where it stands, remark")
    heads = (
        say("Currency"),
        say("As reported"),
        say("Digits given"),
        say("Per US dollar"),
        say("Change as reported"),
        say("Cleaned"),
        f"{REMARK_START}{remark}</div>",
    )
    body = []
    for row, key in zip(exhibit.table.frame.to_dict("records"), exhibit.keys, strict=True):
        printed, allowed, percent = row["usd_per_unit"], row["units_per_usd"], row["change_percent"]
        named = f"{row['currency_name']} ({row['currency']})"
        cleaned = percent if isinstance(percent, Absent) else f"{percent:g}%"
        digits = row["significant_digits"]
        body.append(
            (
                _currency_cell((row["iso_code"],), named, theme),
                trace_anchor(html.escape(printed), key, f"{named} {printed}", query),
                str(digits),
                _whole(range_words(allowed.low, allowed.high, digits)),
                html.escape(written(row["change_as_reported"])),
                html.escape(written(cleaned)),
                f"{REMARK_START}<small>{_remark(row)}</small></div>",
            )
        )
    return _table(heads, body)


@kept_by_exhibit
def months_markup(exhibit: Exhibit, page: Page, theme: str, view: Options) -> str:
    """Return the months as a table, with links to where rates come from.

    What has no rate says so across its row.
    """
    table, keys = exhibit.table, month_keys(page.package, page.selection)
    months = table.shown_cells("month")
    several = len(set(months)) > 1
    heads = (say("Currency"), *(say("Month"),) * several, *map(say, TRACED))
    body = []
    for row, month in zip(rows_of(table.frame), months, strict=True):
        found = keys.get((row["month"], row["currency"][0]), ())
        cells = _month_cells(row, theme, partial(_traced, found, dict(view)))
        body.append([cells[0], *(html.escape(month),) * several, *cells[1:]])
    return _table((*heads, say("Days with a rate")), body)


def _month_cells(
    row: TableRow, theme: str, traced: Callable[[Sequence[str]], list[str]]
) -> list[str | Span]:
    named = row["currency_name"]
    if len(row["currency"]) == 1:
        named = f"{named} ({row['currency'][0]})"
    head, covered = (
        _currency_cell(row["iso_code"], named, theme),
        _whole(say("{some} of {all}", some=str(row["days_with_rate"]), all=str(row["days"]))),
    )
    if pd.isna(row["first_units_per_usd"]):
        # A month of single days leads to the first of them that is traced.
        (single, *_) = traced([row["reading"]])
        return [head, Span(f"<em>{single}</em>", len(TRACED)), covered]
    rates = [number(row[f"{name}_units_per_usd"]) for name in RATES]
    return [head, *traced([*rates, row["reading"]]), covered]


def _traced(keys: Sequence[str], query: Mapping[str, str], cells: Sequence[str]) -> list[str]:
    """Return First, Last, Low, High and Change as links to where they come from."""
    keys = keys or [""] * len(cells)
    return [
        trace_anchor(html.escape(words), key, f"{say(name)}: {words}", query)
        for words, key, name in zip(cells, keys, TRACED, strict=False)
    ]


def _table(heads: Sequence[str], body: Sequence[Sequence[str | Span]]) -> str:
    columns = [Head(words) for words in heads]
    return table_markup("sheet wide", columns, body, tallest=TALLEST_TABLE, named_rows=True)


def _currency_cell(countries: Sequence[str], named: str, theme: str) -> str:
    """Return the currency of a country beside its name; of several their names alone."""
    if len(countries) > 1:
        return html.escape(named)
    return f"{WHOLE}{country_head(countries[0], theme)}</span> {_whole(named, 'small')}"


def _whole(text: str, tag: str = "span") -> str:
    """Return text that is not broken over lines."""
    return f"{WHOLE.replace('span', tag)}{html.escape(text)}</{tag}>"


def _remark(row: TableRow) -> str:
    if row["address"] is None:
        place = html.escape(written(row["locator"]))
    else:
        link = html.escape(row["address"])
        page = html.escape(say("page"))
        place = (
            f'<a href="{link}" target="_blank" rel="noreferrer" style="color:inherit">{page}</a>'
        )
    return f"{place}; {html.escape(row['note'])}" if row["note"] else place


def _choose_ticker(days: list[str]) -> str:
    """Show the list of ticker days; the default follows the chosen months."""
    choices = [LATEST, *days]
    chosen = widget_option("ticker", choices, LATEST)
    st.selectbox(
        say("Published ticker"),
        choices,
        key="option_ticker",
        format_func=lambda word: (
            say("Ticker: by the chosen months")
            if word == LATEST
            else say("Ticker: {day}", day=day(pd.Timestamp(word)))
        ),
        label_visibility="collapsed",
        width=260,
    )
    return remember_option("ticker", chosen)
