"""The arrest ledger: what was done to people, act by act, grouped into cases.

Which acts make a case is `measures.cases`; the table's look is left to the screen.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import TERM, figures_of
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.panels.sources import sources_of
from dashboard.panels.table import untyped
from dashboard.protests.measures import cases as ledger
from dashboard.protests.measures.cases import persons_of_cases, sentences
from dashboard.protests.measures.counts import of_the_period
from dashboard.protests.measures.people import Figure, sum_of_bounds
from dashboard.protests.view.listed import events_of_cases
from dashboard.protests.view.sheet import publishers, rule_of
from dashboard.protests.words.headlines import ledger_headline
from dashboard.protests.words.labels import (
    abroad_words,
    case_words,
    joined,
    persons_words,
    term_words,
    unsummed_words,
    who_words,
)
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, window

STEP_WORDS = {
    ledger.DETENTION: "Detention",
    ledger.HOUSE_ARREST: "House arrest",
    ledger.CRIMINAL_CASE: "Criminal case",
    ledger.SENTENCE: "Sentence",
    ledger.RULING: "Court ruling",
    ledger.DECISION: "Decision",
    ledger.AT_PROTEST: "Detention at a protest",
    ledger.IN_CLASH: "Detention in a clash",
}
COUNTED, EARLIER, LATER, FILTERED = "counted", "earlier", "later", "left out by the filters"
COLUMNS = (
    "Case",
    "Country",
    "Case in all",
    "Step",
    "When",
    "In the period",
    "Who, how many",
    "At least",
    "At most",
    "Event",
    "Source",
    "Paragraph",
    "Event key",
)


@dataclass(frozen=True, eq=False)
class Ledger:
    """Every act of all years by case, with its cells, and the persons of each case."""

    acts: pd.DataFrame
    cases: dict[str, list[dict[str, Any]]]
    persons: dict[str, Figure | None]


def arrest_ledger(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the cases with an act in the period, each with all its acts."""
    rule = rule_of(options)
    every = ledger_at_hand(package, selection, rule)
    kept, total = _chosen(package, selection, rule)
    pairs = zip(every.acts["event_id"].tolist(), every.acts["case"].tolist(), strict=True)
    cases = list(dict.fromkeys(case for key, case in pairs if key in kept))
    acts = [act for case in cases for act in every.cases[case]]
    outside = len(acts) - len(kept)
    told = [every.persons[case] for case in cases if case in every.persons]
    people = sum_of_bounds([figure for figure in told if figure], told.count(None))
    at_home = [case in every.persons for case in cases]
    return Exhibit(
        key="arrest_ledger",
        title="Arrest ledger",
        unit=f"{counted(len(kept), 'act')}, {persons_words(people)}, counted once a case, "
        f"{selection.period}",
        table=untyped(_table([_row(act, kept, selection) for act in acts])),
        caption=joined(
            "An act is a detention, criminal case, ruling, sentence or house arrest; linked acts "
            "on the same people are one case. A case's persons are the largest group of its acts; "
            "one in two cases counts in both. A rally is no act, people detained at it are.",
            f"Grey: {counted(outside, 'act')} of these cases outside the period or the filters."
            if outside
            else "",
            unsummed_words(people, told.count(None)),
            abroad_words(len(cases) - len(told)),
            "Of these cases earlier steps are looked up, later ones are not: a ruling or decision "
            "that only a later step makes part of a case is not counted."
            if package.long_events
            else "",
        ),
        sources=sources_of(package, [act["source_id"] for act in acts]),
        shown=len(kept),
        total=total,
        noun="acts chosen" if package.long_events else "acts of the period",
        headline=ledger_headline(len(kept), at_home, people, selection, rule),
        behind=partial(_keys_behind, acts, kept, package),
    )


def _keys_behind(
    acts: Sequence[Mapping[str, Any]], kept: frozenset[str], package: Package
) -> tuple[str, ...]:
    """Return the acts counted, then the persons and terms of all acts of their cases."""
    figures = package.table("figures")
    listed = {act["event_id"] for act in acts}
    counted_acts = [act["event_id"] for act in acts if act["event_id"] in kept]
    printed = figures_of(listed, figures, (*ledger.PERSONS_MEASURES, TERM))
    return each_once([*counted_acts, *printed])


def ledger_at_hand(package: Package, selection: Selection, rule: str) -> Ledger:
    """Return the ledger: of a short package all of it, of a long one what a selection needs.

    Raises `TooManyEvents` where a long package has too many acts of the period to put into cases.
    """
    if package.long_events is None:
        return every_act(package, selection.statuses)
    return _long_ledger(package, selection, rule)


@lru_cache(maxsize=KEPT_PACKAGES * 4)
def every_act(package: Package, statuses: tuple[str, ...]) -> Ledger:
    """Return the ledger of all years; persons are those of acts with one of the statuses."""
    return _ledger_of(package, package.table("events"), statuses)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _long_ledger(package: Package, selection: Selection, rule: str) -> Ledger:
    events = events_of_cases(package, selection, rule)
    return _ledger_of(package, events, selection.statuses)


def _ledger_of(package: Package, events: pd.DataFrame, statuses: tuple[str, ...]) -> Ledger:
    figures = package.table("figures")
    acts = ledger.ledger(events, figures)
    names = publishers(package)
    terms: dict[str, list[str]] = {}
    rows = sentences(acts, figures)[["event_id", "low", "high", "unit"]]
    for key, low, high, unit in rows.itertuples(index=False, name=None):
        if not (math.isnan(low) and math.isnan(high)):
            terms.setdefault(key, []).append(term_words(low, high, unit))
    persons = persons_of_cases(acts[acts["status"].isin(statuses)])
    cases: dict[str, list[dict[str, Any]]] = {}
    for act in acts.to_dict("records"):
        cells = {"cells": _cells(act, terms.get(act["event_id"], []), names)}
        cases.setdefault(act["case"], []).append({str(k): v for k, v in act.items()} | cells)
    for case, own in cases.items():
        name = next((act["person"] for act in own if act["person"]), own[0]["title"])
        whole = counted(len(own), "act")
        whole += f", {case_words(persons[case])}" if case in persons else ", abroad"
        for act in own:
            act["cells"] |= {"Case": name, "Case in all": whole}
    return Ledger(acts, cases, persons)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _chosen(package: Package, selection: Selection, rule: str) -> tuple[frozenset[str], int]:
    """Return the acts of the period that pass the filters, and how many it has in all.

    Of a long package only those that pass are at hand.
    """
    acts = ledger_at_hand(package, selection, rule).acts
    within = of_the_period(acts, selection, rule)
    kept = acts["event_id"].to_numpy()[within & selection.matches(acts).to_numpy()]
    return frozenset(kept.tolist()), len(kept) if package.long_events else int(within.sum())


def _cells(
    act: Mapping[Any, Any], terms: Sequence[str], names: Mapping[str, str]
) -> dict[str, Any]:
    step = STEP_WORDS[act["step"]]
    step = f"{step}, {'; '.join(terms)}" if terms else step
    step = f"{step}, abroad" if act["abroad"] else step
    keys = [act["source_id"], *str(act["figure_source_id"]).split(";")]
    return {
        "Country": country_name(act["country"]),
        "Step": step if act["status"] == "occurred" else f"{step} ({act['status']})",
        "When": window(act["event_date"], act["end_date"], act["time_precision"], year=True),
        "Who, how many": who_words(act),
        "At least": act["low"],
        "At most": act["high"],
        "Event": act["title"],
        "Source": ", ".join(dict.fromkeys(names.get(key, key) for key in keys if key)),
        "Paragraph": act["paragraph"],
        "Event key": act["event_id"],
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    return pd.DataFrame(columns | {"Paragraph": pd.array(columns["Paragraph"], dtype="Int64")})


def _row(act: Mapping[str, Any], kept: frozenset[str], selection: Selection) -> dict[str, Any]:
    if act["event_id"] in kept:
        return act["cells"] | {"In the period": COUNTED}
    first, last = (pd.Timestamp(day) for day in (selection.first_day, selection.last_day))
    when = EARLIER if act["event_date"] < first else LATER if act["event_date"] > last else FILTERED
    return act["cells"] | {"In the period": when}
