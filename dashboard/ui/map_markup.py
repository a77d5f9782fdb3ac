"""The legend of a map and the lists beside it as marked-up text. Shown by `maps`."""

import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.charts.map_marks import mark_picture
from dashboard.exhibits.map_lists import TOOK_PART
from dashboard.vocabulary import MARKS, REGION_NAME

RULES = Path(__file__).with_name("maps.css")
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


def national_markup(rows: pd.DataFrame, query: Mapping[str, str]) -> str:
    """Return the events without a place, folded by the country they concern."""
    parts = []
    for country, own in rows.groupby("Concerns", sort=False):
        lines = "".join(
            f"<p><time>{html.escape(when)}</time>{_link(query, key, title)}</p>"
            for when, title, key in zip(own["When"], own["Event"], own["Event key"], strict=True)
        )
        head = f"<summary>{html.escape(str(country))}<span>{len(own)}</span></summary>"
        parts.append(f"<details>{head}{lines}</details>")
    return f'<style>{_rules()}</style><div class="national">{"".join(parts)}</div>'


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
