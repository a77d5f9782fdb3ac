"""The Reconciliation page's own pieces: its switch, its sentence, its tables."""

import html
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.reconcile import SHAPES
from dashboard.exhibits.reconcile import reconcile_sentence
from dashboard.exhibits.reconcile_book import MONTHS, OPTION, signed
from dashboard.ui.address import choose_option
from dashboard.ui.page import Page, show_summary
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.ui.sheet import country_head
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import short_day

RULES_FILE = Path(__file__).with_name("reconcile.css")
CODES = {country.name: code for code, country in COUNTRIES.items()}
TALL = "46rem"
MUTED = ("no series", "not in the series", "none", "no data")


def choose_reconcile_options(page: Page) -> dict[str, str]:
    """Show the sentence, then the switch below it; return what the switch says."""
    st.html(f"<style>{_style_sheet()}</style>")
    sentence = st.container()
    options = {OPTION: choose_option(OPTION, "Months", MONTHS)}
    with sentence:
        show_summary(page, partial(reconcile_sentence, options=options))
    return options


def show_verdicts(page: Page, options: dict[str, str]) -> None:
    """Show the verdicts by country with their rules."""
    exhibit = build_or_explain("reconcile_summary", page.package, page.selection, options)
    if exhibit is not None:
        markup = verdicts_markup(exhibit.rows, theme_name())
        show_markup(exhibit, page.selection, markup, options)


def show_figures(page: Page, options: dict[str, str]) -> None:
    """Show each figure with its verdict and reason."""
    exhibit = build_or_explain("reconcile_figures", page.package, page.selection, options)
    if exhibit is not None:
        markup = figures_markup(exhibit.rows, theme_name())
        show_markup(exhibit, page.selection, markup, options)


def show_rates(page: Page, options: dict[str, str]) -> None:
    """Show each printed currency rate beside the daily one."""
    exhibit = build_or_explain("reconcile_rates", page.package, page.selection, options)
    if exhibit is not None:
        markup = rates_markup(exhibit.rows, theme_name())
        show_markup(exhibit, page.selection, markup, options)


def verdicts_markup(rows: pd.DataFrame, theme: str) -> str:
    """Return the counts by verdict and country; a verdict that no figure has stays a muted 0."""
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
    for row in rows.itertuples(index=False, name=None):
        verdict, rule, *counts = row
        told = [f"{count:,}" if count else '<span class="muted">0</span>' for count in counts]
        words = f"<span>{_verdict(verdict)}</span><span class='rule'>{html.escape(rule)}</span>"
        cells = [("", f'<div class="ruled">{words}</div>')]
        body.append([*cells, *(("figure", words) for words in told)])
    return _table("Verdicts by country", heads, body)


def figures_markup(rows: pd.DataFrame, theme: str) -> str:
    """Return the figures one by one; every word of the data is escaped."""
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
    for row in rows.itertuples(index=False, name=None):
        country, when, measure, reported, series, gap, nearest, verdict, why, source = row
        body.append(
            [
                ("whole", country_head(CODES[country], theme)),
                ("whole", short_day(when, year=True)),
                ("whole", html.escape(measure)),
                ("figure", _claim(reported)),
                ("figure", _muted(series)),
                ("figure", "" if pd.isna(gap) else signed(float(gap))),
                ("day", _muted(nearest)),
                ("whole", _verdict(verdict)),
                ("why", html.escape(why)),
                ("source", html.escape(source)),
            ]
        )
    return _table("Figures beside the official series", heads, body, tall=True)


def rates_markup(rows: pd.DataFrame, theme: str) -> str:
    """Return the printed rates beside the daily ones."""
    heads = [
        ("whole", "Date"),
        ("whole", "Currency"),
        *(("figure", name) for name in ("As printed", "Print allows", "Daily rate", "Of the day")),
        ("why", "Reading"),
    ]
    body = []
    for row in rows.itertuples(index=False, name=None):
        when, country, currency, printed, allowed, daily, of, reading = row
        head = f"{country_head(CODES[country], theme)} {html.escape(currency)}"
        told = html.escape(reading)
        body.append(
            [
                ("whole", short_day(when, year=True)),
                ("whole", head),
                ("figure", html.escape(printed)),
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


@lru_cache(maxsize=1)
def _style_sheet() -> str:
    return RULES_FILE.read_text("utf-8")
