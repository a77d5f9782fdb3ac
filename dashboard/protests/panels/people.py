"""The panel of people: took part, detained, injured, killed, with their bounds."""

import html
import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import with_figures
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import untyped
from dashboard.protests.charts.people import people_bars, people_height
from dashboard.protests.measures.people import PEOPLE_MARKS, PEOPLE_MEASURES
from dashboard.protests.office import BOUNDS, people_chart
from dashboard.protests.view.sheet import ProtestSheet, publishers, sheet_of, sources_of_rows
from dashboard.protests.words.headlines import people_headline
from dashboard.protests.words.labels import dated, hover, joined, left_out_words, total_words
from dashboard.selection import Selection
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import bound, counted, day, number

MOST_ROWS = 5
NAME_LETTERS = 25
QUOTED_LETTERS = 22
EXPECTED = {"participants": ("protest", "protests"), "detained": ("arrest", "arrests")}
KEYS = {
    "at_least": "Solid with arrow: at least.",
    "at_most": "Dotted with stop: at most.",
    "range": "Solid, then dotted: from the lower to the upper bound.",
    "about": "Ring: about.",
}
NATIVE_KEYS = {
    "range": "A range has two bars, for its lower and its upper bound.",
    "word": "A row without a bar has no number.",
}
SURER = "The surer a number, the darker its bar."
COLUMNS = ["kind", "name", "country", "low", "best", "high", "words", "hover", "event_id", "bar"]
NO_NUMBER = {"low": math.nan, "best": math.nan, "high": math.nan}


def people_reported(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show how many people took part, were detained, injured and killed, as reported."""
    sheet = sheet_of(package, selection, options)
    people = sheet.told.people
    told = people[people["measure"].isin(PEOPLE_MEASURES)]
    rows, shown = _chart_rows(sheet)
    most = f"The {MOST_ROWS} largest of each; all in the export." if shown < len(told) else ""
    kinds = {row["kind"] for row in rows}
    keys = [words for kind, words in KEYS.items() if kind in kinds]
    surer = SURER if len(kinds & BOUNDS.keys()) > 1 or "range" in kinds else ""
    native_keys = [words for kind, words in NATIVE_KEYS.items() if kind in kinds]
    sums = _sums(sheet)
    rest = [most, sums, _abroad(sheet), left_out_words(sheet)]
    unit = f"reported, log scale, {selection.period}"
    return Exhibit(
        key="people_reported",
        title="How many people",
        unit=unit,
        table=untyped(_rows_behind(sheet, told) if rows else pd.DataFrame()),
        caption=joined(*keys, *rest),
        sources=sources_of_rows(sheet, told["source_id"]),
        shown=shown,
        total=len(told),
        noun="reported numbers",
        draw=partial(people_bars, pd.DataFrame(rows, columns=COLUMNS)),
        height=people_height(len(rows)),
        alt=f"{counted(len(told), 'reported number')} of people. {sums}",
        headline=people_headline(sheet),
        native=partial(people_chart, rows, unit),
        native_caption=lambda: joined(surer, *native_keys, *rest),
        behind=partial(_keys_behind, sheet, told),
    )


def _keys_behind(sheet: ProtestSheet, told: pd.DataFrame) -> tuple[str, ...]:
    """Return the events with a number or that should have one, then the figures of the numbers.

    Of a long package those that should have one are among those listed.
    """
    acts = sheet.listed if sheet.is_listed else sheet.told
    numbered = set(told["event_id"].tolist())
    missing = {key for keys in acts.unstated.values() for key in keys}
    events = [key for key in acts.events["event_id"].tolist() if key in numbered | missing]
    return with_figures(events, sheet.package.table("figures"), PEOPLE_MEASURES)


def _chart_rows(sheet: ProtestSheet) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of the chart and how many of them are reported figures."""
    names = publishers(sheet.package)
    rows: list[dict[str, Any]] = []
    shown = 0
    for measure in PEOPLE_MEASURES:
        own = [
            {**figure, "event": event}
            for event in sheet.told.records.values()
            for figure in event["told"].get(measure, [])
        ]
        own.sort(key=_size, reverse=True)
        unstated = sheet.unstated.get(measure, 0)
        if own or unstated:
            rows.append(
                {
                    "kind": "heading",
                    "name": MEASURES[measure].capitalize(),
                    "country": "",
                    **NO_NUMBER,
                    "words": "",
                    "hover": "",
                    "event_id": "",
                    "bar": "",
                }
            )
        rows += [_figure_row(figure, sheet.selection, names) for figure in own[:MOST_ROWS]]
        shown += len(own[:MOST_ROWS])
        if unstated:
            rows.append(_unstated_row(unstated, measure, bool(own)))
    return rows, shown


def _figure_row(
    figure: Mapping[str, Any], selection: Selection, names: Mapping[str, str]
) -> dict[str, Any]:
    event = figure["event"]
    kind = figure["qualifier"]
    if kind in ("vague", "officially_none") or not _size(figure) >= 1:
        kind = "word"
    elif kind == "range" and not figure["low"] >= 1:
        kind = "at_most"
    shared = len(event["told"][figure["measure"]]) > 1 or figure["country"] != event["country"]
    owners = f" ({country_name(figure['country'])})" if shared else ""
    return {
        "kind": kind,
        "name": html.escape(_name(event, selection)),
        "country": figure["country"],
        **{bound_name: figure[bound_name] for bound_name in NO_NUMBER},
        "words": html.escape(_words(figure)) + owners
        if kind != "word"
        else f"<i>{html.escape(_words(figure))}</i>{owners}",
        "hover": hover(event, names.get(event["source_id"], "")),
        "event_id": event["event_id"],
        "bar": "",
    }


def _unstated_row(unstated: int, measure: str, others: bool) -> dict[str, Any]:
    singular, plural = EXPECTED[measure]
    other = "other " if others else ""
    name = f"{number(unstated)} {other}{singular if unstated == 1 else plural}"
    return {
        "kind": "word",
        "name": name,
        "country": "",
        **NO_NUMBER,
        "words": "<i>not stated</i>",
        "hover": f"{name}: not stated",
        "event_id": "",
        "bar": measure,
    }


def _name(event: Mapping[str, Any], selection: Selection) -> str:
    """Name a row by its day and place, short enough for the margin."""
    several = len(selection.months) > 1
    if event["event_date"] == event["end_date"] and not several:
        when = day(event["event_date"], year=False)
    else:
        when = dated(event["event_date"], event["end_date"], event["time_precision"], year=several)
    place = (
        event["location"] if isinstance(event["location"], str) else country_name(event["country"])
    )
    words = f"{when}, {place}"
    return words if len(words) <= NAME_LETTERS else words[: NAME_LETTERS - 1].rstrip(" ,") + "…"


def _words(figure: Mapping[str, Any]) -> str:
    """Write a figure with the source's own words, unless those are the digits again."""
    if figure["qualifier"] == "officially_none":
        return "officially 0"
    if figure["qualifier"] == "vague":
        words = figure["as_reported"]
        return f"no number: “{words}”" if words else "no number"
    words = bound(figure["low"], figure["best"], figure["high"])
    printed = str(figure["as_reported"])
    bounded = figure["qualifier"] in ("at_least", "at_most") and any(
        letter.isalpha() for letter in printed
    )
    return f"{words}  “{printed}”" if bounded and len(printed) <= QUOTED_LETTERS else words


def _size(figure: Mapping[str, Any]) -> float:
    return max((figure[name] for name in NO_NUMBER if not math.isnan(figure[name])), default=-1.0)


def _sums(sheet: ProtestSheet) -> str:
    """Say the sums of lower bounds of people detained, injured and killed."""
    words = [
        total_words(sheet.totals[measure], measure)
        for measure in ("detained", "injured", "killed")
        if measure in sheet.totals
    ]
    return f"Our sums: {'; '.join(words)}." if words else ""


def _abroad(sheet: ProtestSheet) -> str:
    """Say how many arrests and clashes outside the five countries are left out."""
    others = [mark for mark in PEOPLE_MARKS if mark != "protest"]
    value = sheet.counts.isin(mark=others).where(home=False).total
    words = counted(value, "arrest or clash", "arrests or clashes")
    return f"Left out: {words} abroad." if value else ""


def _rows_behind(sheet: ProtestSheet, told: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers as a table; where a long package has none, how many are not stated."""
    if len(told) or sheet.package.long_events is None:
        return _table(sheet, told)
    rows = [
        (MEASURES[measure].capitalize(), EXPECTED[measure][0].capitalize(), number, "not stated")
        for measure, number in sheet.unstated.items()
        if number
    ]
    return pd.DataFrame(rows, columns=["What", "Of", "Events", "Number of people"])


def _table(sheet: ProtestSheet, told: pd.DataFrame) -> pd.DataFrame:
    names = publishers(sheet.package)
    return pd.DataFrame(
        {
            "First day": told["event_date"],
            "Last day": told["end_date"],
            "Country of the people": [country_name(code) for code in told["country"]],
            "Event": told["title"],
            "Where": told["location"].fillna("not stated"),
            "What": [MEASURES[measure] for measure in told["measure"]],
            "At least": told["low"],
            "About": told["best"],
            "At most": told["high"],
            "Kind of number": told["qualifier"].str.replace("_", " "),
            "As reported": told["as_reported"],
            "Source": [
                "; ".join(str(names.get(key, key)) for key in source.split(";"))
                for source in told["source_id"].tolist()
            ],
        }
    )
