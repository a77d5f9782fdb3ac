"""The arrest ledger: what was done to people, act by act, grouped into cases.

Which acts make a case is `measures.cases`; the table's look is left to the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache, partial
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import TERM, figures_of
from dashboard.events.measures import window_of
from dashboard.events.words import text_of
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.headline import coverage_words, each_once
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.panels.sources import Sources, plain_publishers, sources_of, sources_of_figures
from dashboard.panels.table import COUNTRY, EVENT, EVENT_KEY, SOURCE, Column, Kind, table_of
from dashboard.protests.measures.cases import (
    PERSONS_MEASURES,
    Act,
    Step,
    ledger,
    persons_of_cases,
    sentences,
)
from dashboard.protests.measures.counts import of_the_period
from dashboard.protests.view.chosen import (
    ProtestView,
    numbers_of,
    read_view,
    rule_of,
)
from dashboard.protests.view.listed import events_of_cases, widest_choice
from dashboard.protests.words.headlines import ledger_headline
from dashboard.protests.words.labels import who_words
from dashboard.protests.words.sums import (
    abroad_words,
    case_words,
    not_added_words,
    persons_words,
)
from dashboard.schema import TableRow, rows_of
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Term, Total, total
from dashboard.wording import N_, joined, say, say_many, term

STEP_WORDS = {
    Step.DETENTION: N_("Detention"),
    Step.HOUSE_ARREST: N_("House arrest"),
    Step.CRIMINAL_CASE: N_("Criminal case"),
    Step.SENTENCE: N_("Sentence"),
    Step.RULING: N_("Court ruling"),
    Step.DECISION: N_("Decision"),
    Step.AT_PROTEST: N_("Detention at a protest"),
    Step.IN_CLASH: N_("Detention in a clash"),
}


class Counted(StrEnum):
    """Whether an act of a case is counted, or why not."""

    COUNTED = "counted"
    EARLIER = "earlier"
    LATER = "later"
    FILTERED = "left out by the filters"


COLUMNS = (
    Column("case_name", "Case", Kind.REPORTED),
    COUNTRY,
    Column("case_total", "Case in all"),
    Column("step", "Step"),
    Column("event_date", "When", Kind.WINDOW, style="year"),
    Column("counted", "In the period"),
    Column("persons", "Who, how many"),
    Column("low", "At least", Kind.COUNT, "people", tells_why=False),
    Column("high", "At most", Kind.COUNT, "people", tells_why=False),
    EVENT,
    SOURCE,
    Column("paragraph", "Paragraph", Kind.COUNT, tells_why=False),
    EVENT_KEY,
)
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Ledger:
    """Acts by case and the rows of each case as in the table; `events` are those of the acts."""

    events: pd.DataFrame
    acts: Sequence[Act]
    cases: Mapping[str, list[Row]]


@dataclass(frozen=True, eq=False)
class Chosen:
    """The cases with an act of the period that passes the filters, each with all its acts.

    `kept` are the keys of those acts, `total` counts the acts of the period; where these are too
    many to be gone through (`of_period` is False) it counts those that pass.
    """

    ledger: Ledger
    kept: frozenset[str]
    total: int
    of_period: bool

    @cached_property
    def cases(self) -> list[str]:
        """The keys of the cases, in order."""
        own = (act.case for act in self.ledger.acts if act.event_id in self.kept)
        return list(dict.fromkeys(own))

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of all acts of these cases."""
        return [row for case in self.cases for row in self.ledger.cases[case]]

    @cached_property
    def persons(self) -> list[Amount | Absent]:
        """The people of the acts of the period in each of these cases that counts."""
        kept = (act for act in self.ledger.acts if act.event_id in self.kept)
        return [*persons_of_cases(kept).values()]

    @property
    def unstated(self) -> int:
        """Of how many cases at home no number of people is stated."""
        return sum(isinstance(each, Absent) for each in self.persons)

    @cached_property
    def people(self) -> Total | Absent:
        """The people of these cases, each case once."""
        return total((each for each in self.persons if isinstance(each, Amount)), self.unstated)

    @property
    def abroad(self) -> int:
        """How many of these cases are abroad, so that their people are not counted."""
        return len(self.cases) - len(self.persons)


def arrest_ledger(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the cases with an act in the period, each with all its acts."""
    rule = rule_of(options)
    chosen, view = _chosen(package, selection, rule), read_view(package, selection, rule)
    return Exhibit(
        key="arrest_ledger",
        title=say("Arrests and trials"),
        unit=partial(_unit, chosen, selection),
        table=table_of(COLUMNS, _counted(chosen, selection)),
        caption=partial(_caption, chosen),
        reading=partial(_reading, view),
        sources=_sources(package, chosen),
        shown=len(chosen.kept),
        total=chosen.total,
        noun=say("events of the period") if chosen.of_period else say("events chosen"),
        headline=partial(
            ledger_headline,
            (len(chosen.kept), len(chosen.cases), chosen.abroad),
            chosen.people,
            view,
        ),
        behind=partial(_keys_behind, chosen, package),
        comparing=Comparing(whole=partial(numbers_of, view, ("arrest", "sentence"))),
    )


def _unit(chosen: Chosen, selection: Selection) -> str:
    if not chosen.kept:
        return selection.period
    return say(
        "{acts}, {people} (each counted once), {period}",
        acts=say_many("{count} event", "{count} events", len(chosen.kept)),
        people=persons_words(chosen.people, hedged=False),
        period=selection.period,
    )


def _caption(chosen: Chosen) -> str:
    outside = len(chosen.rows) - len(chosen.kept)
    grey = ""
    if outside:
        grey = say_many(
            "Grey: {count} event of these cases outside the period or the filters.",
            "Grey: {count} events of these cases outside the period or the filters.",
            outside,
        )
    return joined(grey, not_added_words(chosen.unstated), abroad_words(chosen.abroad))


def _reading(view: ProtestView) -> str:
    own = say(
        "Linked events on the same people are one case; its people are the highest number told. "
        "Rallies are not listed; detentions at them are. Whom a court judges after a rally may be "
        "among those held at it, and is not added to them. Arrests abroad count for the country "
        "whose people they are."
    )
    return joined(own, coverage_words(view.seen))


def _sources(package: Package, chosen: Chosen) -> Sources:
    """Return the sources of the acts, and of the figures of their people and terms."""
    listed = {row["event_id"] for row in chosen.rows}
    figured = sources_of_figures(package, listed, (*PERSONS_MEASURES, TERM))
    return sources_of(package, [row["source_id"] for row in chosen.rows]) + figured


def _keys_behind(chosen: Chosen, package: Package) -> tuple[str, ...]:
    """Return the acts counted, then the persons and terms of all acts of their cases."""
    figures = package.table("figures")
    listed = [row["event_id"] for row in chosen.rows]
    printed = figures_of(set(listed), figures, (*PERSONS_MEASURES, TERM))
    return each_once([*(key for key in listed if key in chosen.kept), *printed])


@lru_cache(maxsize=KEPT_SELECTIONS)
def ledger_of(
    package: Package, selection: Selection, rule: str, statuses: tuple[str, ...]
) -> Ledger:
    """Return the ledger of the events chosen; persons are those of acts with one of `statuses`.

    Raises `TooManyEvents` where they are too many to be put into cases.
    """
    events = events_of_cases(package, selection, rule)
    figures = package.table("figures")
    acts = ledger(events, figures)
    kept = {act.event_id for act in acts}
    events = events[events["event_id"].isin(list(kept))]
    terms: dict[str, list[str]] = {}
    for each in sentences(events, figures):
        if isinstance(each.term, Term) and each.term.amount.has_number:
            terms.setdefault(each.event_id, []).append(term(each.term))
    status = dict(zip(events["event_id"], events["status"], strict=True))
    persons = persons_of_cases(act for act in acts if status[act.event_id] in statuses)
    names = plain_publishers(package)
    cases: dict[str, list[Row]] = {}
    for act, event in zip(acts, rows_of(events), strict=True):
        row = _row(act, event, terms.get(act.event_id, []), names)
        cases.setdefault(act.case, []).append(row)
    for case, own in cases.items():
        people = case_words(persons[case]) if case in persons else say("abroad")
        name = next((row["person"] for row in own if row["person"]), own[0]["title"])
        case_total = say_many(
            "{count} event, {people}", "{count} events, {people}", len(own), people=people
        )
        for row in own:
            row |= {"case_name": name, "case_total": case_total}
    return Ledger(events, acts, cases)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _chosen(package: Package, selection: Selection, rule: str) -> Chosen:
    """Return the acts of the period that pass the filters, and how many it has in all."""
    wide = widest_choice(package, selection)
    every = ledger_of(package, wide or selection, rule, selection.statuses)
    within = of_the_period(every.events, selection, rule)
    passing = within & selection.matches(every.events).to_numpy()
    kept = frozenset(every.events["event_id"].to_numpy()[passing].tolist())
    return Chosen(every, kept, int(within.sum()) if wide else len(kept), wide is not None)


def _row(act: Act, event: TableRow, terms: Sequence[str], names: Mapping[str, str]) -> Row:
    away = say("abroad") if event["abroad"] else ""
    parts = (say(STEP_WORDS[act.step]), "; ".join(terms), away, text_of(event.get("hedge")))
    step = ", ".join(filter(None, parts))
    if event["status"] != "occurred":
        step = say("{step} ({status})", step=step, status=say(event["status"]))
    people = act.persons.amount if isinstance(act.persons.amount, Amount) else None
    keys = dict.fromkeys((event["source_id"], *act.persons.sources))
    return {
        "iso_code": event["country"],
        "step": step,
        "event_date": window_of(event),
        "persons": who_words(act, event["actor2"]),
        "low": people.low if people else None,
        "high": people.high if people else None,
        "title": event["title"],
        "source": ", ".join(dict.fromkeys(names.get(key, key) for key in keys)),
        "source_id": event["source_id"],
        "paragraph": None if pd.isna(event["paragraph"]) else event["paragraph"],
        "person": act.person,
        "event_id": act.event_id,
    }


def _counted(chosen: Chosen, selection: Selection) -> Iterator[Row]:
    """Yield the rows, each with whether it is counted."""
    for row in chosen.rows:
        begun, why = row["event_date"].first, Counted.FILTERED
        if row["event_id"] in chosen.kept:
            why = Counted.COUNTED
        elif begun < selection.first_day:
            why = Counted.EARLIER
        elif begun > selection.last_day:
            why = Counted.LATER
        yield row | {"counted": why.value}
