"""Events against people as steps of cases: detention, charge, ruling, sentence, house arrest.

Who was sentenced to how long, and how many persons an event and a case concern: a named person is
one, a case its largest group. One man detained and later put under house arrest is two acts of one
case.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from dashboard.marks import MARKS, is_uncounted_abroad
from dashboard.protests.measures.counts import AMOUNT_COLUMNS, HOUSE_ARREST, merged
from dashboard.schema import cells_of
from dashboard.values import (
    Absent,
    Amount,
    Reason,
    Term,
    amount,
    exactly,
    highest,
    qualifier_between,
)

UNNAMED_COURTS = ("Courts of ", "Judiciary of ", "Government of ")
GROUPS = re.compile(
    r"[(\d]| of |^(Protesters|Rioters|Government|Civilians|Courts?|Judiciary|Police)\b"
    r"|\b(Committee|Commission|Council|Party|Movement|Union|State|Taliban)\b"
)
PERSONS_MEASURES = ("detained", HOUSE_ARREST, "sentenced", "count")
NOT_STATED = Absent(Reason.NOT_STATED)


class Step(StrEnum):
    """The kinds of act against people."""

    DETENTION = "detention"
    HOUSE_ARREST = "house_arrest"
    CRIMINAL_CASE = "criminal_case"
    SENTENCE = "sentence"
    RULING = "ruling"
    DECISION = "decision"
    AT_PROTEST = "detention_at_protest"
    IN_CLASH = "detention_in_clash"


# Other rulings and decisions are acts against people only as a step of somebody's case.
ONLY_LINKED = (Step.RULING, Step.DECISION)
# Detentions reported with a rally or clash stand alone: a link to it says nothing of whom. Yet
# whom a court judges afterwards may be among those held, and is not to be added to them.
NEVER_LINKED = (Step.AT_PROTEST, Step.IN_CLASH)
IN_COURT = (Step.CRIMINAL_CASE, Step.SENTENCE, Step.RULING)
# The measures that count an act's persons; the first of which there is a figure stands.
COUNTED_IN: Mapping[Step, tuple[str, ...]] = {
    Step.HOUSE_ARREST: (HOUSE_ARREST,),
    **dict.fromkeys(
        (Step.SENTENCE, Step.RULING, Step.CRIMINAL_CASE, Step.DECISION), ("sentenced", "count")
    ),
}


class Sentence(NamedTuple):
    """One term of a sentence; who and which court are empty where nobody is named."""

    event_id: str
    who: str
    court: str
    term: Term | Absent


class Sentenced(NamedTuple):
    """The people of sentences; who is named in several is one. `known`: of how many they are."""

    people: tuple[Amount, ...] = ()
    known: int = 0

    @property
    def some_on_several(self) -> bool:
        """Whether any of them is on more than one person."""
        return any((each.largest or 0) > 1 for each in self.people)


@dataclass(frozen=True)
class Persons:
    """How many persons an act concerns, by which sources (ids), and what the number counts."""

    amount: Amount | Absent
    counts: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """One act of a case, by the key of its event; `case` is the key of the case's first act.

    `person` is who is named, if one is. `counted` is False for arrests and clashes outside the five
    countries, which swell no total.
    """

    event_id: str
    step: Step
    case: str
    person: str
    persons: Persons
    counted: bool


class PersonsFigure(NamedTuple):
    """A figure of persons."""

    source_id: str
    amount: Amount
    country: str
    definition: str


Figures = Mapping[tuple[str, str], list[PersonsFigure]]


def sentences(events: pd.DataFrame, figures: pd.DataFrame) -> list[Sentence]:
    """Return one row a term, in the order of the events."""
    terms: dict[str, list[Term]] = {}
    columns = ("measure", "event_id", "unit", "note", *AMOUNT_COLUMNS)
    for measure, event_id, unit, note, *bounds in cells_of(figures, *columns):
        if measure == "sentence_length":
            stated_term = _term(amount(*bounds), unit, note if isinstance(note, str) else "")
            terms.setdefault(event_id, []).append(stated_term)
    return [
        Sentence(
            event_id,
            who if isinstance(who, str) else "",
            court if isinstance(court, str) and not court.startswith(UNNAMED_COURTS) else "",
            term,
        )
        for event_id, mark, court, who in cells_of(events, "event_id", "mark", "actor1", "actor2")
        if mark == "sentence"
        for term in terms.get(event_id, [NOT_STATED])
    ]


def _term(length: Amount, unit: str, note: str) -> Term:
    """Return a term in months or days; `unit` may also be year."""
    if unit == "year":
        low, best, high = (
            None if value is None else value * 12
            for value in (length.low, length.best, length.high)
        )
        length = replace(length, low=low, best=best, high=high)
    return Term(length, in_days=unit == "day", note=note)


def named_person(actor: object) -> str:
    """Return an actor that is a person; a group is written with its country or work.

    >>> named_person("Sapar Isakov"), named_person("Protesters (Kazakhstan)")
    ('Sapar Isakov', '')
    """
    return actor if isinstance(actor, str) and not GROUPS.search(actor) else ""


def persons_of_cases(events: Iterable[Act]) -> dict[str, Amount | Absent]:
    """Return case -> the largest group of its acts, not their sum; absent where none is stated.

    Acts that swell no total are left out; a case of only such acts is not in the answer.
    """
    amounts_by_case: dict[str, list[Amount]] = {}
    for event in events:
        if event.counted:
            group = amounts_by_case.setdefault(event.case, [])
            group += [event.persons.amount] if isinstance(event.persons.amount, Amount) else []
    return {
        case: _largest(group) if group else NOT_STATED for case, group in amounts_by_case.items()
    }


def persons_of_act(found: Sequence[PersonsFigure], person: str) -> Persons:
    """Return how many persons an act concerns by its figures, each of its own country.

    Without any, a named `person` is one; nobody named, nothing is known.
    """
    if not found:
        return Persons(replace(exactly(1.0), as_reported=person) if person else NOT_STATED)
    of_country: dict[str, list[PersonsFigure]] = {}
    for each in found:
        of_country.setdefault(each.country, []).append(each)
    parts = [merged((each.source_id, each.amount) for each in own) for own in of_country.values()]
    first, sources = parts[0]
    meant = next((each.definition for each in found if each.amount is first), found[0].definition)
    return Persons(first if len(parts) == 1 else _sum([part for part, _ in parts]), meant, sources)


def _sum(amounts: Sequence[Amount]) -> Amount:
    """Add the people of several countries in one act."""
    lows, highs = _known(amounts, "low"), _known(amounts, "high")
    added = _bounded(
        sum(lows) if lows else None, sum(highs) if len(highs) == len(amounts) else None
    )
    words = (each.as_reported for each in amounts)
    return replace(added, as_reported=" + ".join(filter(None, words)))


def _largest(amounts: Sequence[Amount]) -> Amount:
    """Return the largest group: at least the highest lower bound; open if any act is open."""
    largest = highest(amounts)
    if len(amounts) == 1:
        return largest
    bounded = [each for each in amounts if each.low is not None or each.high is not None]
    lows, highs = _known(bounded, "low"), _known(bounded, "high")
    if not bounded:
        return largest
    found = _bounded(
        max(lows) if lows else None, max(highs) if len(highs) == len(bounded) else None
    )
    return replace(found, best=largest.best, as_reported=largest.as_reported)


def _known(amounts: Sequence[Amount], bound: str) -> list[float]:
    return [value for each in amounts if (value := getattr(each, bound)) is not None]


def _bounded(low: float | None, high: float | None) -> Amount:
    """Return an amount of two bounds, either of which may be missing."""
    if low is not None and low == high:
        return exactly(low)
    return Amount(low, None, high, qualifier_between(low, high))


def ledger(events: pd.DataFrame, figures: pd.DataFrame) -> list[Act]:
    """Return the acts among some events, in their order."""
    persons_figures = _persons_figures(figures)
    steps = _steps(events, persons_figures)
    cases = _cases(events, steps, persons_figures)
    names = ("event_id", "mark", "place_country", "actor2")
    return [
        Act(
            event_id=key,
            step=steps[key],
            case=cases[key],
            person=(person := named_person(actor)),
            persons=persons_of_act(_counting(key, steps[key], persons_figures), person),
            counted=not is_uncounted_abroad(mark, place),
        )
        for key, mark, place, actor in cells_of(events, *names)
        if key in cases
    ]


def people_sentenced(events: pd.DataFrame, figures: pd.DataFrame) -> Sentenced:
    """Return on how many people the sentences among some events are."""
    persons_figures, found, named, known = _persons_figures(figures), [], set[str](), 0
    for key, mark, actor in cells_of(events, "event_id", "mark", "actor2"):
        person = named_person(actor)
        if mark != "sentence":
            continue
        persons = persons_of_act(_counting(key, Step.SENTENCE, persons_figures), person).amount
        if isinstance(persons, Amount):
            known += 1
            found += [] if person in named else [persons]
        named |= {person} if person else set()
    return Sentenced(tuple(found), known)


def _persons_figures(figures: pd.DataFrame) -> Figures:
    """Return (event, measure) -> its figures of persons."""
    names = ("event_id", "measure", "unit", "source_id", "country", "definition", *AMOUNT_COLUMNS)
    persons_figures: dict[tuple[str, str], list[PersonsFigure]] = {}
    for event, measure, unit, source, country, definition, *bounds in cells_of(figures, *names):
        if measure in PERSONS_MEASURES and unit == "person" and isinstance(event, str):
            counts = definition if isinstance(definition, str) else ""
            each = PersonsFigure(source, amount(*bounds), country, counts)
            persons_figures.setdefault((event, measure), []).append(each)
    return persons_figures


def _steps(events: pd.DataFrame, persons_figures: Figures) -> dict[str, Step]:
    """Return event -> the kind of act it may be."""
    names = ("event_id", "mark", "event_type", "sub_event_type")
    steps = {}
    for key, mark, kind, sub_kind in cells_of(events, *names):
        detained = (key, "detained") in persons_figures
        if mark == "arrest":
            only_house = (key, HOUSE_ARREST) in persons_figures and not detained
            steps[key] = Step.HOUSE_ARREST if only_house else Step.DETENTION
        elif mark == "sentence":
            steps[key] = Step.SENTENCE
        elif not MARKS[mark].is_rest and detained:
            steps[key] = Step.AT_PROTEST if mark == "protest" else Step.IN_CLASH
        elif sub_kind == "Criminal case":
            steps[key] = Step.CRIMINAL_CASE
        elif kind == "Court ruling" or (kind, sub_kind) == ("Government", "Decision"):
            steps[key] = Step.RULING if kind == "Court ruling" else Step.DECISION
    return steps


def _cases(
    events: pd.DataFrame, steps: Mapping[str, Step], persons_figures: Figures
) -> dict[str, str]:
    """Return act -> the first act of its case, following links between acts on the same people."""
    keys = events["event_id"].tolist()
    actors = dict(zip(keys, events["actor2"].tolist(), strict=True))
    begun = dict(zip(keys, events["event_date"].tolist(), strict=True))
    group = {key: [key] for key in keys if key in steps}
    for key, other in cells_of(events, "event_id", "related_event_id"):
        if key not in group or other not in group or group[key] is group[other]:
            continue
        alone = not {steps[key], steps[other]}.isdisjoint(NEVER_LINKED)
        if alone and not (steps[key] in IN_COURT and begun[key] > begun[other]):
            continue
        if _same_people((key, other), actors, persons_figures):
            group[key] += group[other]
            group |= dict.fromkeys(group[key], group[key])
    place = {key: at for at, key in enumerate(keys)}
    return {
        key: min(members, key=place.__getitem__)
        for key, members in group.items()
        if any(steps[member] not in ONLY_LINKED for member in members)
    }


def _same_people(
    pair: tuple[str, str], actors: Mapping[str, object], persons_figures: Figures
) -> bool:
    """Return whether two linked acts concern the same people, or some of them.

    Two named persons must be one; two detentions each count the people that they took.
    """
    one, other = (named_person(actors[key]) for key in pair)
    if one and other:
        return one == other
    return not all((key, "detained") in persons_figures for key in pair)


def _counting(key: str, step: Step, persons_figures: Figures) -> list[PersonsFigure]:
    """Return the figures that count the persons of an act."""
    measures = COUNTED_IN.get(step, ("detained",))
    return next(
        (persons_figures[key, each] for each in measures if (key, each) in persons_figures), []
    )
