"""The Protests and arrests page's own pieces: the counting rule, the summary, the ledger."""

import html
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import streamlit as st

from dashboard.datapackage.store import DataUnavailable
from dashboard.palette import country_colour
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.panels.ledger import Counted
from dashboard.protests.view.chosen import view_of
from dashboard.protests.words.labels import rule_words
from dashboard.protests.words.summary import protest_summary
from dashboard.provenance.panels import TITLE
from dashboard.selection import Selection
from dashboard.ui.address import choose_option
from dashboard.ui.page import show_summary
from dashboard.ui.panels import Page, show_marked_up, theme_name
from dashboard.ui.plain_text import view_link
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import N_, say, window_words

HEADS = (
    *(N_("Case"), N_("Step"), N_("When"), N_("Who, how many")),
    *(N_("Source"), N_("Paragraph")),
)
RULES = {DATED: N_("Began in this period"), REACHING: N_("Ongoing in this period")}
Row = dict[Any, Any]


def show_ledger(page: Page, options: dict[str, str]) -> None:
    """Show the arrest ledger; a step leads to its event, its source to where that is said."""
    markup = partial(ledger_markup, selection=page.selection, theme=theme_name())
    show_marked_up(page, "arrest_ledger", markup, options)


@kept_by_exhibit
def ledger_markup(exhibit: Exhibit, selection: Selection, theme: str) -> str:
    """Return the table of cases and acts; every word of the data is escaped."""
    head = "".join(f'<th scope="col">{html.escape(say(name))}</th>' for name in HEADS)
    rows = exhibit.table.frame.to_dict("records")
    body = "".join(
        _case(list(acts), selection, theme)
        for _, acts in groupby(rows, key=itemgetter("case_name", "iso_code", "case_total"))
    )
    return (
        f'<div class="ledger" tabindex="0" role="region" aria-label="{html.escape(exhibit.title)}">'
        f"<table><thead><tr>{head}</tr></thead>{body}</table></div>"
    )


def _case(acts: list[Row], selection: Selection, theme: str) -> str:
    first = acts[0]
    code, country = first["iso_code"], html.escape(country_name(first["iso_code"]))
    colour = country_colour(code, theme) if code in COUNTRIES else "inherit"
    glyph = COUNTRIES[code].glyph if code in COUNTRIES else ""
    name = (
        f'<th scope="rowgroup" rowspan="{len(acts)}">'
        f'<i style="color:{colour}" title="{country}">{glyph}</i> '
        f"{html.escape(first['case_name'])}"
        f"<small>{country}: {html.escape(first['case_total'])}</small></th>"
    )
    lines = [_act(act, selection) for act in acts]
    rows = "".join(
        f'<tr class="{kind}">{name if not place else ""}{cells}</tr>'
        for place, (kind, cells) in enumerate(lines)
    )
    return f"<tbody>{rows}</tbody>"


def _act(act: Row, selection: Selection) -> tuple[str, str]:
    """Return the class of an act's row and its cells."""
    inside = act["counted"] == Counted.COUNTED
    card = selection.to_query() | {"event": act["event_id"]}
    step = view_link(html.escape(act["step"]), "events", card, title=act["title"])
    when = html.escape(window_words(act["event_date"], year=True))
    when = when if inside else f"{when} <small>{html.escape(act['counted'])}</small>"
    paragraph = act["paragraph"]
    page = html.escape(say("web page"))
    no_paragraph = f'<span class="muted">{page}</span>'
    where = no_paragraph if paragraph is None else str(paragraph)
    trace = card | {"figure": act["event_id"]}
    source, where = (
        view_link(words, "events", trace, title=say(TITLE))
        for words in (html.escape(act["source"]), where)
    )
    cells = (step, when, html.escape(act["persons"]), source, where)
    return "" if inside else "outside", "".join(f"<td>{cell}</td>" for cell in cells)


def show_counted_summary(page: Page) -> dict[str, str]:
    """Show the summary, the choice of a counting rule and the rule in words; return the choice."""
    summary = st.container()
    with st.container(key="count_rule", gap="xsmall"):
        options = {"count_rule": choose_option("count_rule", N_("Which events count"), RULES)}
        try:
            words = rule_words(view_of(page.package, page.selection, options))
        except DataUnavailable:
            words = ""
        st.html(f'<p class="panel_caption">{html.escape(words)}</p>')
    with summary:
        show_summary(page, partial(protest_summary, options=options))
    return options
