"""The legend of a map and the lists beside it as marked-up text. Shown by `maps`."""

import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.maps.charts.marks import circle_picture, mark_picture
from dashboard.maps.charts.squares import Sample
from dashboard.maps.panels.lists import TOOK_PART
from dashboard.maps.panels.outside import EVENTS, KIND, PLACE
from dashboard.vocabulary import MARKS, REGION_NAME
from dashboard.wording import counted, number

RULES = Path(__file__).with_name("markup.css")
KINDS = {mark.singular: name for name, mark in MARKS.items()}


def heading_markup(title: str, mark: str, abroad: bool, theme: str) -> str:
    """Return the heading of the chosen event's card: its mark and title."""
    picture = mark_picture(mark, theme, abroad=abroad)
    return f'<h4 class="chosen"><img src="{picture}" alt="">{html.escape(title)}</h4>'


def legend_markup(kinds: Iterable[tuple[str, bool]], theme: str) -> str:
    """Return the line that names the kinds of mark on a map, each with whether it is abroad."""
    held = set(kinds)
    parts = [
        f'<img src="{mark_picture(kind, theme, abroad=abroad)}" alt=""> '
        f"{mark.singular}{' abroad' if abroad else ''}"
        for kind, mark in MARKS.items()
        for abroad in (False, True)
        if (kind, abroad) in held
    ]
    spans = " ".join(f"<span>{part}</span>" for part in parts)
    return f'<style>{_rules()}</style><p class="panel_caption map_legend">{spans}</p>'


def outside_markup(rows: pd.DataFrame, theme: str, query: Mapping[str, str]) -> str:
    """Return the events outside the frame: day, mark, place, and how many took part.

    `query` is the view in address parameters, kept by the links to an event's card.
    """
    body = []
    for row in rows.to_dict("records"):
        abroad = row["Concerns"] not in (row["Country of the place"], REGION_NAME)
        picture = mark_picture(KINDS[row["Kind"]], theme, abroad=abroad)
        told = html.escape(row[TOOK_PART])
        body.append(
            f"<tr><td>{html.escape(row['When'])}</td>"
            f'<td><img src="{picture}" alt="{html.escape(row["Kind"])}">{_place(row, query)}</td>'
            f"<td>{f'<em>{told}</em>' if told == 'not stated' else told}</td></tr>"
        )
    return f'<style>{_rules()}</style><table class="outside">{"".join(body)}</table>'


def outside_counts_markup(rows: pd.DataFrame, theme: str, most: int) -> str:
    """Return the counts outside the frame, a line a country and a column a kind.

    `most` countries have a line; the others share the last.
    """
    kinds = [kind for kind in KINDS if rows[KIND].eq(kind).any()]
    heads = "".join(
        f'<th><img src="{mark_picture(KINDS[kind], theme)}" alt="{html.escape(kind)}"></th>'
        for kind in kinds
    )
    groups = {str(place): own for place, own in rows.groupby(PLACE, sort=False)}
    lines = [_counts_line(place, own, kinds) for place, own in [*groups.items()][:most]]
    if rest := [*groups.values()][most:]:
        words = counted(len(rest), "more country", "more countries")
        lines.append(_counts_line(words, pd.concat(rest), kinds))
    legend = legend_markup(((KINDS[kind], False) for kind in kinds), theme)
    return (
        f"<style>{_rules()}</style>"
        f'<table class="outside counted"><tr><th></th>{heads}<th>events</th></tr>'
        f"{''.join(lines)}</table>{legend}"
    )


def sizes_markup(samples: Iterable[Sample], what: str, theme: str, opacity: float) -> str:
    """Return the line that says which size stands for which number of `what`."""
    parts = "".join(
        f'<span><img src="{circle_picture(sample.size, theme, opacity)}" alt=""> '
        f"{html.escape(sample.words)}</span>"
        for sample in samples
    )
    return (
        f'<style>{_rules()}</style><p class="panel_caption map_legend sizes">'
        f"<span>{html.escape(what)}:</span>{parts}</p>"
    )


def national_markup(
    rows: pd.DataFrame, query: Mapping[str, str], totals: Mapping[str, int] | None = None
) -> str:
    """Return the events without a place, folded by the country they concern.

    `totals` are how many each country has, where the rows are only the first of them.
    """
    parts = []
    for country, own in rows.groupby("Concerns", sort=False):
        lines = "".join(
            f"<p><time>{html.escape(when)}</time>{_link(query, key, title)}</p>"
            for when, title, key in zip(own["When"], own["Event"], own["Event key"], strict=True)
        )
        total = (totals or {}).get(str(country), len(own))
        shown = number(total) if total == len(own) else f"{len(own)} of {number(total)}"
        head = f"<summary>{html.escape(str(country))}<span>{shown}</span></summary>"
        parts.append(f"<details>{head}{lines}</details>")
    return f'<style>{_rules()}</style><div class="national">{"".join(parts)}</div>'


def _counts_line(name: str, rows: pd.DataFrame, kinds: Iterable[str]) -> str:
    counts = rows.groupby(KIND)[EVENTS].sum()
    cells = "".join(
        f"<td>{number(counts[kind]) if kind in counts else '<i>0</i>'}</td>" for kind in kinds
    )
    total = number(int(rows[EVENTS].sum()))
    return f"<tr><td>{html.escape(name)}</td>{cells}<td>{total}</td></tr>"


def _place(row: Mapping[Any, str], query: Mapping[str, str]) -> str:
    place, country = row["Place"], row["Country of the place"]
    named = place if country in place else f"{place}, {country}"
    return _link(query, row["Event key"], named, title=row["Event"])


def _link(query: Mapping[str, str], event_id: str, words: str, title: str = "") -> str:
    shown = f' title="{html.escape(title)}"' if title else ""
    address = html.escape(f"/event_map?{urlencode({**query, 'event': event_id})}")
    return f'<a href="{address}" target="_self"{shown}>{html.escape(words)}</a>'


@lru_cache(maxsize=1)
def _rules() -> str:
    return RULES.read_text("utf-8")
