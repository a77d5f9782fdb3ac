"""The Protests and arrests page's own pieces: its rule of counting, its summary, its ledger."""

import html
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.datapackage.store import DataUnavailable
from dashboard.palette import country_colour
from dashboard.panels.exhibit import Exhibit
from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.panels.ledger import COUNTED
from dashboard.protests.view.sheet import sheet_of
from dashboard.protests.words.labels import rule_words
from dashboard.protests.words.summary import protest_summary
from dashboard.provenance.panels import TITLE
from dashboard.selection import Selection
from dashboard.ui.address import choose_option
from dashboard.ui.page import Page, show_summary
from dashboard.ui.panels import build_or_explain, show_markup, theme_name
from dashboard.vocabulary import COUNTRIES

LEDGER_STYLE = Path(__file__).with_name("ledger.css")
HEADS = ("Case", "Step", "When", "Who, how many", "Source", "Paragraph")
GLYPHS = {country.name: (code, country.glyph) for code, country in COUNTRIES.items()}
RULES = {DATED: "Dated in the period", REACHING: "Reaching into the period"}


def show_ledger(page: Page, options: dict[str, str]) -> None:
    """Show the arrest ledger; a step leads to its event, its source to where that is said."""
    exhibit = build_or_explain("arrest_ledger", page.package, page.selection, options)
    if exhibit is not None:
        markup = ledger_markup(exhibit, page.selection, theme_name())
        show_markup(exhibit, page.selection, markup, options)


def ledger_markup(exhibit: Exhibit, selection: Selection, theme: str) -> str:
    """Return the table of cases and acts; every word of the data is escaped."""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    rows = exhibit.rows.to_dict("records")
    body = "".join(
        _case(list(acts), selection, theme)
        for _, acts in groupby(rows, key=itemgetter("Case", "Country", "Case in all"))
    )
    return (
        f"<style>{_rules()}</style>"
        f'<div class="ledger" tabindex="0" role="region" aria-label="{html.escape(exhibit.title)}">'
        f"<table><thead><tr>{head}</tr></thead>{body}</table></div>"
    )


def _case(acts: list[dict[Any, Any]], selection: Selection, theme: str) -> str:
    first = acts[0]
    code, glyph = GLYPHS.get(first["Country"], ("", ""))
    colour = country_colour(code, theme) if code else "inherit"
    name = (
        f'<th scope="rowgroup" rowspan="{len(acts)}">'
        f'<i style="color:{colour}" title="{html.escape(first["Country"])}">{glyph}</i> '
        f"{html.escape(first['Case'])}"
        f"<small>{html.escape(first['Country'])}: {html.escape(first['Case in all'])}</small></th>"
    )
    lines = [_act(act, selection) for act in acts]
    rows = "".join(
        f'<tr class="{kind}">{name if not place else ""}{cells}</tr>'
        for place, (kind, cells) in enumerate(lines)
    )
    return f"<tbody>{rows}</tbody>"


def _act(act: dict[Any, Any], selection: Selection) -> tuple[str, str]:
    """Return the class of an act's row and its cells."""
    inside = act["In the period"] == COUNTED
    address = html.escape(urlencode(selection.to_query() | {"event": act["Event key"]}))
    step = (
        f'<a href="/events?{address}" target="_self" title="{html.escape(act["Event"])}">'
        f"{html.escape(act['Step'])}</a>"
    )
    when = html.escape(act["When"])
    when = when if inside else f"{when} <small>{html.escape(act['In the period'])}</small>"
    paragraph = act["Paragraph"]
    where = str(paragraph) if isinstance(paragraph, int) else '<span class="muted">web page</span>'
    trace = f'<a href="/events?{address}&amp;{urlencode({"figure": act["Event key"]})}"'
    trace = f'{trace} target="_self" title="{TITLE}">{{}}</a>'
    source = trace.format(html.escape(act["Source"]))
    cells = (step, when, html.escape(act["Who, how many"]), source, trace.format(where))
    return "" if inside else "outside", "".join(f"<td>{cell}</td>" for cell in cells)


@lru_cache(maxsize=1)
def _rules() -> str:
    return LEDGER_STYLE.read_text("utf-8")


def show_counted_summary(page: Page) -> dict[str, str]:
    """Show the summary, the choice of a counting rule and the rule in words; return the choice."""
    summary = st.container()
    with st.container(key="count_rule", gap="xsmall"):
        options = {"count_rule": choose_option("count_rule", "Which events count", RULES)}
        try:
            words = rule_words(sheet_of(page.package, page.selection, options))
        except DataUnavailable:
            words = ""
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
    with summary:
        show_summary(page, partial(protest_summary, options=options))
    return options
