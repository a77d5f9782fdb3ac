"""Acts against people as steps of cases: detention, charge, ruling, sentence, house arrest.

One man detained and later put under house arrest is two acts of one case. How many persons an act
and a case concern is in `persons`; which cases are shown, in exhibits.
"""

import numpy as np
import pandas as pd

from dashboard.protests.measures.bounds import Figure
from dashboard.protests.measures.people import about_people
from dashboard.protests.measures.persons import FIGURE, named_person, persons_of_act

DETENTION, HOUSE_ARREST, CRIMINAL_CASE = "detention", "house_arrest", "criminal_case"
SENTENCE, RULING, DECISION = "sentence", "ruling", "decision"
AT_PROTEST, IN_CLASH = "detention_at_protest", "detention_in_clash"
# Other rulings and decisions are acts against people only as a step of somebody's case.
ONLY_LINKED = (RULING, DECISION)
# Detentions told with a rally or a clash stand alone: a link to the rally says nothing of whom.
NEVER_LINKED = (AT_PROTEST, IN_CLASH)
PERSONS_MEASURES = ("detained", "house_arrest", "sentenced", "count")
# The measures that count an act's persons; the first of which there is a figure stands.
COUNTED_IN: dict[str, tuple[str, ...]] = {
    HOUSE_ARREST: ("house_arrest",),
    **dict.fromkeys((SENTENCE, RULING, CRIMINAL_CASE, DECISION), ("sentenced", "count")),
}
Told = dict[tuple[str, str], list[tuple[Figure, str, str]]]


def ledger(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row an act, in the order of the events: their columns and those of the ledger.

    `step` is the kind of act; `case` the key of the case's first act; `person` who is named, if
    one is; `low`, `high`, `best`, `qualifier`, `as_reported`, `definition` and `figure_source_id`
    the persons it concerns. A blank `qualifier` means that no source says how many. `counted` is
    False for arrests and clashes outside the five countries, which swell no total.
    """
    told = _told(figures)
    steps = _steps(events, told)
    cases = _cases(events, steps, told)
    acts = events[np.array([key in cases for key in events["event_id"].tolist()], dtype=bool)]
    keys = acts["event_id"].tolist()
    people = [named_person(actor) for actor in acts["actor2"].tolist()]
    numbers = [
        persons_of_act(_counting(key, steps[key], told), person)
        for key, person in zip(keys, people, strict=True)
    ]
    added = {name: [figure[place] for figure, _ in numbers] for place, name in enumerate(FIGURE)}
    return acts.assign(
        step=[steps[key] for key in keys],
        case=[cases[key] for key in keys],
        person=people,
        **added,
        definition=[definition for _, definition in numbers],
        counted=acts["event_id"].isin(_counted(acts)),
    )


def _told(figures: pd.DataFrame) -> Told:
    """Return (event, measure) -> its figures of persons, each with its country and definition."""
    names = ("event_id", "measure", "unit", "country", "definition", *Figure._fields)
    told: Told = {}
    for event, measure, unit, country, definition, *values in zip(
        *(figures[name].tolist() for name in names), strict=True
    ):
        if measure in PERSONS_MEASURES and unit == "person" and isinstance(event, str):
            told.setdefault((event, measure), []).append((Figure(*values), country, definition))
    return told


def _steps(events: pd.DataFrame, told: Told) -> dict[str, str]:
    """Return event -> the kind of act it may be."""
    names = ("event_id", "mark", "event_type", "sub_event_type")
    steps = {}
    for key, mark, kind, sub_kind in zip(*(events[name].tolist() for name in names), strict=True):
        detained = (key, "detained") in told
        if mark == "arrest":
            only_house = (key, "house_arrest") in told and not detained
            steps[key] = HOUSE_ARREST if only_house else DETENTION
        elif mark in ("protest", "clash") and detained:
            steps[key] = AT_PROTEST if mark == "protest" else IN_CLASH
        elif mark == "sentence":
            steps[key] = SENTENCE
        elif sub_kind == "Criminal case":
            steps[key] = CRIMINAL_CASE
        elif kind == "Court ruling" or (kind, sub_kind) == ("Government", "Decision"):
            steps[key] = RULING if kind == "Court ruling" else DECISION
    return steps


def _cases(events: pd.DataFrame, steps: dict[str, str], told: Told) -> dict[str, str]:
    """Return act -> the first act of its case, following links between acts on the same people."""
    keys = events["event_id"].tolist()
    actors = dict(zip(keys, events["actor2"].tolist(), strict=True))
    group = {key: [key] for key in keys if key in steps}
    for key, other in zip(keys, events["related_event_id"].tolist(), strict=True):
        if key not in group or other not in group or group[key] is group[other]:
            continue
        if {steps[key], steps[other]}.isdisjoint(NEVER_LINKED) and _same_people(
            (key, other), actors, told
        ):
            group[key] += group[other]
            group |= dict.fromkeys(group[key], group[key])
    place = {key: at for at, key in enumerate(keys)}
    return {
        key: min(members, key=place.__getitem__)
        for key, members in group.items()
        if any(steps[member] not in ONLY_LINKED for member in members)
    }


def _same_people(pair: tuple[str, str], actors: dict[str, object], told: Told) -> bool:
    """Return whether two linked acts concern the same people, or some of them.

    Two named persons must be one; two detentions each count the people that they took.
    """
    one, other = (named_person(actors[key]) for key in pair)
    if one and other:
        return one == other
    return not all((key, "detained") in told for key in pair)


def _counting(key: str, step: str, told: Told) -> list[tuple[Figure, str, str]]:
    """Return the figures that count the persons of an act."""
    measures = COUNTED_IN.get(step, ("detained",))
    return next((told[key, each] for each in measures if (key, each) in told), [])


def _counted(acts: pd.DataFrame) -> list[str]:
    """Return the acts whose people count; what is not an arrest or a clash happened at home."""
    others = ~acts["mark"].isin(["protest", "arrest", "clash"])
    return [*acts.loc[others, "event_id"].tolist(), *about_people(acts)["event_id"].tolist()]
