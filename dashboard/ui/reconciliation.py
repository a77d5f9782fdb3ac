"""The Reconciliation page's own pieces: its switch, its sentence, its tables."""

import html
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reconciliation.charts import SHAPES
from dashboard.reconciliation.panels import reconcile_sentence
from dashboard.reconciliation.view import (
    MONTHS,
    OPTION,
    VERDICT,
    asked_words,
    beside_key,
    chosen_figures,
    of_verdict,
    signed,
    verdict_word,
)
from dashboard.ui.address import choose_option, recalled_option, remember_option, view_query
from dashboard.ui.components.table import country_head
from dashboard.ui.components.traces import bring_into_view, option_anchor, trace_anchor
from dashboard.ui.page import Page, show_summary
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import short_day

CODES = {country.name: code for code, country in COUNTRIES.items()}
TALL = "46rem"
MUTED = ("no series", "not in the series", "none", "no data")
RULES_FILE = Path(__file__).with_name("reconciliation.css")


def verdicts_markup(rows: pd.DataFrame, theme: str, query: Mapping[str, str]) -> str:
    """Return the counts by verdict and country, each a link to its figures.

    A verdict that no figure has stays a muted 0.
    """
    countries = [name for name in rows.columns if name in CODES]
    heads = [
        (
            "",
            '<div class="ruled"><span>Verdict</span><span>Rule, the first that holds</span></div>',
        ),
        *(("figure whole", _short_head(CODES[name], theme)) for name in countries),
        ("figure", "Together"),
    ]
    body = []
    places = [*countries, ""]
    for row in rows.itertuples(index=False, name=None):
        verdict, rule, *counts = row
        told = [
            _count(count, verdict, place, query)
            for count, place in zip(counts, places, strict=True)
        ]
        words = f"<span>{_verdict(verdict)}</span><span class='rule'>{html.escape(rule)}</span>"
        cells = [("", f'<div class="ruled">{words}</div>')]
        body.append([*cells, *(("figure", words) for words in told)])
    return _table("Verdicts by country", heads, body)


def figures_markup(
    rows: pd.DataFrame, theme: str, keys: Sequence[tuple[str, str]], query: Mapping[str, str]
) -> str:
    """Return the figures one by one, with links to where they come from.

    `keys` are a figure's own and its series day's. Every word of the data is escaped.
    """
    heads = [
        ("whole", "Country"),
        ("whole", "As of"),
        ("whole", "Measure"),
        ("figure", "Reported"),
        ("figure", "Series that day"),
        ("figure", "Gap"),
        ("day", "Nearest day with equal value"),
        ("whole", "Verdict"),
        ("why", "Why"),
        ("source", "Source"),
    ]
    body = []
    lines = zip(rows.itertuples(index=False, name=None), keys, strict=True)
    for row, (key, series) in lines:
        country, when, measure, reported, beside, gap, nearest, verdict, why, source = row
        body.append(
            [
                ("whole", country_head(CODES[country], theme)),
                ("whole", short_day(when, year=True)),
                ("whole", html.escape(measure)),
                ("figure", trace_anchor(_claim(reported), key, reported, query)),
                ("figure", trace_anchor(_muted(beside), series, beside, query)),
                ("figure", "" if pd.isna(gap) else signed(float(gap))),
                ("day", _muted(nearest)),
                ("whole", _verdict(verdict)),
                ("why", html.escape(why)),
                ("source", html.escape(source)),
            ]
        )
    return _table("Figures beside the official series", heads, body, tall=True)


def rates_markup(
    rows: pd.DataFrame, theme: str, keys: Sequence[str], query: Mapping[str, str]
) -> str:
    """Return the printed rates beside the daily ones, with links to where they come from."""
    heads = [
        ("whole", "Date"),
        ("whole", "Currency"),
        *(("figure", name) for name in ("As reported", "Print allows", "Daily rate", "Of the day")),
        ("why", "Reading"),
    ]
    body = []
    for row, key in zip(rows.itertuples(index=False, name=None), keys, strict=True):
        when, country, currency, printed, allowed, daily, of, reading = row
        head = f"{country_head(CODES[country], theme)} {html.escape(currency)}"
        told = html.escape(reading)
        body.append(
            [
                ("whole", short_day(when, year=True)),
                ("whole", head),
                ("figure", trace_anchor(html.escape(printed), key, printed, query)),
                ("figure", html.escape(allowed)),
                ("figure", _muted(daily)),
                ("figure", html.escape(of)),
                (
                    "why",
                    told if reading != "no daily rate within three days" else f"<em>{told}</em>",
                ),
            ]
        )
    return _table("Printed rates beside daily rates", heads, body, tall=True)


def _table(
    name: str,
    heads: Sequence[tuple[str, str]],
    body: Sequence[Sequence[tuple[str, Any]]],
    *,
    tall: bool = False,
) -> str:
    """Return a table of cells as (class, markup); a `tall` one scrolls in its own frame."""
    head = "".join(f'<th class="{kind}" scope="col">{words}</th>' for kind, words in heads)
    lines = "".join(
        f"<tr>{''.join(f'<td class={kind!r}>{words}</td>' for kind, words in cells)}</tr>"
        for cells in body
    )
    frame = f' style="--tallest: {TALL}"' if tall else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    role = f'tabindex="0" role="region" aria-label="{html.escape(name)}"'
    return f'<div class="reconcile" {role}{frame}>{table}</div>'


def _count(count: int, verdict: str, country: str, query: Mapping[str, str]) -> str:
    if not count:
        return '<span class="muted">0</span>'
    word = verdict_word(verdict, CODES.get(country, ""))
    label = f"{count:,}: show the figures, {asked_words({VERDICT: word})}"
    return option_anchor(f"{count:,}", _other_than_trace(query) | {VERDICT: word}, label)


def _other_than_trace(query: Mapping[str, str]) -> dict[str, str]:
    """Return a view without its trace: what is asked of another table leaves it where it is."""
    return {name: word for name, word in query.items() if name != "figure"}


def only_markup(options: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Return which figures a link asked for, and the way back to all; empty for all."""
    if not (asked := asked_words(options)):
        return ""
    back = option_anchor(
        "Show all", _other_than_trace(query) | {VERDICT: ""}, "Show the figures of all verdicts"
    )
    return f'<p class="only">Only <b>{html.escape(asked)}</b>. {back}</p>'


def _short_head(code: str, theme: str) -> str:
    """Return a country's glyph and name; the style sheet shows its code where there is no room."""
    glyph, _, name = country_head(code, theme).rpartition(" ")
    return f'{glyph} <span class="name">{name}</span><span class="code">{code}</span>'


def _verdict(verdict: str) -> str:
    words = f"<b>{html.escape(verdict)}</b>" if verdict == "unexplained" else html.escape(verdict)
    return f'<span class="sign">{SHAPES[verdict][1]}</span>{words}'


def _claim(reported: str) -> str:
    words = html.escape(reported)
    return f'<span class="officially_none">{words}</span>' if words == "officially 0" else words


def _muted(words: str) -> str:
    return f"<em>{html.escape(words)}</em>" if words in MUTED else html.escape(words)


def choose_reconcile_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switch below it; return what the switch and a link say."""
    st.html(f"<style>{_style_sheet()}</style>")
    sentence = st.container()
    options = {OPTION: choose_option(OPTION, "Months", MONTHS)}
    with sentence:
        show_summary(page, partial(reconcile_sentence, options=options))
    if verdict := remember_option(VERDICT, recalled_option(VERDICT)):
        options[VERDICT] = verdict
    return options


def show_verdicts(page: Page, options: dict[str, str]) -> None:
    """Show the verdicts by country with their rules."""
    exhibit = build_or_explain("reconcile_summary", page.package, page.selection, options)
    if exhibit is not None:
        markup = verdicts_markup(exhibit.rows, theme_name(), view_query(page.selection))
        show_markup(exhibit, page.selection, markup, options)


def show_figures(page: Page, options: dict[str, str]) -> None:
    """Show each figure with its verdict and reason; those of one verdict when a link asks so."""
    exhibit = build_or_explain("reconcile_figures", page.package, page.selection, options)
    if exhibit is None:
        return
    query = view_query(page.selection)
    chosen = of_verdict(chosen_figures(page.package, page.selection, options), options)
    keys = list(zip(exhibit.keys, map(beside_key, chosen.figures), strict=True))
    markup = figures_markup(exhibit.rows, theme_name(), keys, query)
    show_markup(exhibit, page.selection, f"{only_markup(options, query)}{markup}", options)
    if asked := asked_words(options):
        bring_into_view("reconcile_figures", asked)


def show_rates(page: Page, options: dict[str, str]) -> None:
    """Show each printed currency rate beside the daily one."""
    exhibit = build_or_explain("reconcile_rates", page.package, page.selection, options)
    if exhibit is not None:
        query = view_query(page.selection)
        markup = rates_markup(exhibit.rows, theme_name(), exhibit.keys, query)
        show_markup(exhibit, page.selection, markup, options)


@lru_cache(maxsize=1)
def _style_sheet() -> str:
    return RULES_FILE.read_text("utf-8")
