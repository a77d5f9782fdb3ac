"""Protests, arrests, sentences and clashes one by one, with what is reported of each.

Of a short package every one is read once; of a long one only those at hand are fetched, at most
`MOST_ACTS`, and with them the earlier steps that an arrest or a sentence points to. Which of them
make a case is in `measures.cases`; how many there are is counted in `sheet`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.columns import ORDER
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS, chosen_counts
from dashboard.protests.measures import counts as protests
from dashboard.protests.measures.cases import sentences
from dashboard.protests.measures.people import PEOPLE_MEASURES, not_stated, people_reported
from dashboard.selection import ROW_FILTERS, Selection, month_of, shift_month
from dashboard.vocabulary import MARKS, TOPIC_OF_MARK
from dashboard.wording import number

# Of a long package no list has more acts than these.
MOST_ACTS = 500
# Events without one known day that are looked through for those reaching into a period.
MOST_SPANS = 5_000
FIGURE_COLUMNS = [
    "event_id",
    "measure",
    "country",
    "low",
    "best",
    "high",
    "qualifier",
    "as_reported",
]
FURTHER_COLUMNS = ["actor1", "issue", "state_response", *(row.column for row in ROW_FILTERS)]
RECORD_COLUMNS = [
    "event_id",
    "event_date",
    "end_date",
    "time_precision",
    "country",
    "place_country",
    "location",
    "actor2",
    "title",
    "mark",
    "status",
    "abroad",
    "source_id",
]
Record = dict[str, Any]
# Rallies and clashes are acts by a figure alone, so that those with figures are enough.
TOPICS = (TOPIC_OF_MARK["arrest"], TOPIC_OF_MARK["sentence"], "Court rulings", "Government")
# How many steps a case is followed back.
MOST_STEPS = 6


@dataclass(frozen=True, eq=False)
class Acts:
    """Some protests, arrests, sentences and clashes in order of day, and what is told of them.

    `records` are by event key, with `told` (measure -> people reported) and `terms`;
    `unstated` are, by measure, the keys of events that must have had such people but no figure.
    """

    events: pd.DataFrame
    people: pd.DataFrame
    terms: pd.DataFrame
    records: Mapping[str, Record]
    unstated: Mapping[str, frozenset[str]]

    def among(self, kept: np.ndarray) -> "Acts":
        """Return those of them for which `kept` is True."""
        events = self.events[kept]
        keys = events["event_id"].tolist()
        return Acts(
            events=events,
            people=self.people[self.people["event_id"].isin(keys)],
            terms=self.terms[self.terms["event_id"].isin(keys)],
            records={key: self.records[key] for key in keys},
            unstated={name: missing.intersection(keys) for name, missing in self.unstated.items()},
        )


def acts_of(events: pd.DataFrame, figures: pd.DataFrame) -> Acts:
    """Return the protests, arrests, sentences and clashes of some events, with their figures."""
    events = protests.on_this_page(events)
    events = events[[*dict.fromkeys((*RECORD_COLUMNS, *FURTHER_COLUMNS))]]
    people = people_reported(events, figures, (*PEOPLE_MEASURES, "house_arrest"))
    terms = sentences(events, figures)
    return Acts(
        events=events,
        people=people,
        terms=terms,
        records=_records(events, people, terms),
        unstated={
            measure: frozenset(not_stated(events, figures, measure)["event_id"])
            for measure in ("participants", "detained")
        },
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def every_act(package: Package) -> Acts:
    """Return all acts of a short package: no filter changes what is told, as figures are events'.

    Raises `TooManyEvents` for a long one.
    """
    figures = package.table("figures")
    return acts_of(package.table("events"), figures)


@lru_cache(maxsize=KEPT_SELECTIONS)
def chosen_acts(package: Package, selection: Selection, rule: str, mark: str = "") -> Acts:
    """Return the acts chosen by a counting rule, of one mark or of all.

    Of a long package the first `MOST_ACTS` in order of day.
    """
    if package.long_events is None:
        every = every_act(package)
        kept = selection.matches(every.events).to_numpy()
        kept = kept & protests.of_the_period(every.events, selection, rule)
        return every.among(kept & every.events["mark"].eq(mark).to_numpy() if mark else kept)
    most = 0 if no_act_passes(selection, mark) else MOST_ACTS
    narrow = selection_of_acts(_over_the_first(package, selection, mark), mark)
    rows = package.long_events.rows(narrow, most)
    if rule == protests.REACHING:
        before = acts_begun_before(package, selection).events
        before = before[before["mark"].eq(mark)] if mark else before
        rows = pd.concat([before, rows[before.columns]]).iloc[:MOST_ACTS]
    return acts_of(rows, package.table("figures"))


@lru_cache(maxsize=KEPT_SELECTIONS)
def told_acts(package: Package, selection: Selection, rule: str) -> Acts:
    """Return the acts chosen that have figures; of a short package all chosen ones."""
    if package.long_events is None:
        return chosen_acts(package, selection, rule)
    first = reaching_from(package, selection) if rule == protests.REACHING else ""
    first = first or selection.first_month
    told = package.long_events.told(selection.over(first, selection.last_month))
    told = told[protests.of_the_period(told, selection, rule)]
    return acts_of(told, package.table("figures"))


@lru_cache(maxsize=KEPT_SELECTIONS)
def acts_begun_before(package: Package, selection: Selection) -> Acts:
    """Return the acts chosen that began before the period and reach into it, in order of day."""
    if package.long_events is None:
        every = every_act(package)
        before = protests.begun_before(every.events, selection)
        return every.among(every.events.index.isin(before.index))
    asked, most = selection, 0
    first = reaching_from(package, selection)
    if first < selection.first_month and not no_act_passes(selection):
        asked, most = selection.over(first, shift_month(selection.first_month, -1)), MOST_SPANS
    spans = package.long_events.rows(selection_of_acts(asked), most, where={"exact": False})
    before = protests.begun_before(spans, selection).sort_values(list(ORDER), kind="stable")
    return acts_of(before, package.table("figures"))


@lru_cache(maxsize=KEPT_SELECTIONS)
def reaching_from(
    package: Package, selection: Selection, marks: tuple[str, ...] = protests.PAGE_MARKS
) -> str:
    """Return the first month of which such an event may reach into the period, whatever its words.

    It is the first of the period itself where none does.
    """
    days = package.events.days
    if days is None or month_of(days[0]) >= selection.first_month:
        return selection.first_month
    plain = replace(selection, text="")
    earlier = plain.over(month_of(days[0]), shift_month(selection.first_month, -1))
    cells = package.events.every().of(earlier).isin(mark=marks)
    begun = protests.cells_begun_before(cells, selection).by("event_date")
    return f"{min(begun):%Y-%m}" if begun else selection.first_month


def selection_of_acts(selection: Selection, mark: str = "") -> Selection:
    """Return the same filters for acts only, or for those of one mark."""
    topics = [TOPIC_OF_MARK[each] for each in ((mark,) if mark else protests.PAGE_MARKS)]
    wanted = tuple(topic for topic in topics if topic in selection.topics)
    return replace(selection, topics=wanted or tuple(topics))


def _over_the_first(package: Package, selection: Selection, mark: str) -> Selection:
    """Return the filters over the months that hold the first `MOST_ACTS` acts: fewer to sort."""
    marks = (mark,) if mark else protests.PAGE_MARKS
    found, last = 0, selection.last_month
    for begun, many in sorted(
        package.events.counts(selection).isin(mark=marks).by("event_date").items()
    ):
        found += many
        if found >= MOST_ACTS:
            last = f"{begun:%Y-%m}"
            break
    return selection.over(selection.first_month, last)


def no_act_passes(selection: Selection, mark: str = "") -> bool:
    """Say whether the choice of types leaves no such act."""
    topics = [TOPIC_OF_MARK[each] for each in ((mark,) if mark else protests.PAGE_MARKS)]
    return bool(selection.topics) and not set(topics) & set(selection.topics)


def _records(events: pd.DataFrame, people: pd.DataFrame, terms: pd.DataFrame) -> dict[str, Record]:
    records = {
        str(row["event_id"]): {**row, "told": {}, "terms": []}
        for row in events[RECORD_COLUMNS].to_dict("records")
    }
    for row in people[FIGURE_COLUMNS].to_dict("records"):
        records[row["event_id"]]["told"].setdefault(row["measure"], []).append(row)
    names = ("event_id", "low", "high", "unit")
    for key, *term in zip(*(terms[name].tolist() for name in names), strict=True):
        records[key]["terms"].append((*term,))
    return records


def events_of_cases(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events that may be acts, and the earlier steps they point to, by day.

    Raises `TooManyEvents` where they are more than `MOST_ACTS`.
    """
    wanted = [topic for topic in TOPICS if topic in (selection.topics or TOPICS)]
    parts = [_told(package, selection, rule)]
    if wanted:
        narrow = replace(selection, topics=tuple(wanted))
        total = chosen_counts(package, narrow).total
        if total > MOST_ACTS:
            raise TooManyEvents(
                f"The arrest ledger puts acts into cases one by one: {number(total)} arrests, "
                "sentences, rulings and decisions are chosen, more than can be gone through (at "
                f"most {number(MOST_ACTS)}). Narrow the filters, or open the page Events."
            )
        parts.append(package.events.rows(narrow, MOST_ACTS))
        if rule == protests.REACHING:
            parts.append(_begun_before(package, narrow))
    found = pd.concat(parts).drop_duplicates("event_id")
    steps = earlier_steps(package, found)
    return pd.concat([found, *steps]).sort_values(list(ORDER), kind="stable")


def _told(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events that have figures, by the counting rule."""
    first = selection.first_month
    if rule == protests.REACHING:
        first = reaching_from(package, selection)
    told = package.events.told(selection.over(first, selection.last_month))
    return told[protests.of_the_period(told, selection, rule)]


def _begun_before(package: Package, selection: Selection) -> pd.DataFrame:
    first = reaching_from(package, selection, tuple(MARKS))
    if first == selection.first_month:
        return package.events.rows(selection, 0)
    earlier = selection.over(first, shift_month(selection.first_month, -1))
    spans = package.events.rows(earlier, MOST_SPANS, where={"exact": False})
    return protests.begun_before(spans, selection)


def earlier_steps(package: Package, events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the events to which some point, those to which these point, and so on."""
    known, last, steps = set(events["event_id"]), events, []
    for _ in range(MOST_STEPS):
        asked = _unknown(last["related_event_id"].dropna(), known)
        if not asked:
            break
        last = package.events.rows_of(asked, len(asked))
        known |= {*asked}
        steps.append(last)
    return steps


def _unknown(keys: Iterable[str], known: set[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key not in known]
