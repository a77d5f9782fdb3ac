"""Events against people as steps of cases: detention, charge, ruling, sentence, house arrest.

One man detained and later put under house arrest is two steps of one case. Also who was sentenced
to how long, and how many persons a step and a case concern: a named person is one, a case its
largest group.
"""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from dashboard.protests.measures.people import Figure, about_people, one_figure

COLUMNS = ("event_id", "event_date", "end_date", "time_precision", "country", "title", "source_id")
TERM = ("low", "high", "unit", "definition")
UNNAMED_COURTS = ("Courts of ", "Judiciary of ", "Government of ")
FIGURE = ("low", "high", "best", "qualifier", "as_reported", "figure_source_id")
NOT_TOLD = Figure(math.nan, math.nan, math.nan, "", "", "")
GROUPS = re.compile(
    r"[(\d]| of |^(Protesters|Rioters|Government|Civilians|Courts?|Judiciary|Police)\b"
    r"|\b(Committee|Commission|Council|Party|Movement|Union|State|Taliban)\b"
)
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


def sentences(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term, `low` to `high` in its `unit`; blank where no term is given.

    `unit` is month, day or year. `who` is blank where the source names nobody, `court` where it
    names no court.
    """
    kept = events["mark"].eq("sentence").to_numpy()
    of_event = {name: events[name].to_numpy()[kept] for name in (*COLUMNS, "actor1", "actor2")}
    ids = of_event["event_id"].tolist()
    terms: dict[str, list[tuple[float, float, str, str]]] = {event_id: [] for event_id in ids}
    columns = ("measure", "event_id", "low", "high", "unit", "definition")
    for measure, event_id, *term in zip(*(figures[name].tolist() for name in columns), strict=True):
        if measure == "sentence_length" and event_id in terms:
            terms[event_id].append((*term,))
    told = [
        (place, *term)
        for place, name in enumerate(ids)
        for term in terms[name] or [(math.nan, math.nan, "month", "")]
    ]
    places = [place for place, *_ in told]
    rows = {name: of_event[name][places] for name in COLUMNS}
    rows["who"] = of_event["actor2"][places]
    rows["court"] = [_court(name) for name in of_event["actor1"][places].tolist()]
    for place, name in enumerate(TERM, start=1):
        rows[name] = [term[place] for term in told]
    return pd.DataFrame(rows, columns=[*COLUMNS, "who", "court", *TERM])


def _court(name: object) -> str | None:
    return name if isinstance(name, str) and not name.startswith(UNNAMED_COURTS) else None


def named_person(actor: object) -> str:
    """Return an actor that is a person; a group is written with its country or work.

    >>> named_person("Sapar Isakov"), named_person("Protesters (Kazakhstan)")
    ('Sapar Isakov', '')
    """
    return actor if isinstance(actor, str) and not GROUPS.search(actor) else ""


def persons_of_cases(acts: pd.DataFrame) -> dict[str, Figure | None]:
    """Return case -> the largest group of its acts, not their sum; None where none is told.

    Acts that swell no total are left out; a case of only such acts is not in the answer.
    """
    told: dict[str, list[Figure]] = {}
    columns = [acts[name].tolist() for name in ("case", "counted", *FIGURE)]
    for case, counted, *values in zip(*columns, strict=True):
        if counted:
            group = told.setdefault(case, [])
            group += [Figure(*values)] if values[3] else []
    return {case: _largest(group) if group else None for case, group in told.items()}


def persons_of_act(found: Sequence[tuple[Figure, str, str]], person: str) -> tuple[Figure, str]:
    """Return how many persons an act concerns, and what the number counts.

    `found` are its figures, each with its country and definition. Without any, a named `person` is
    one; nobody named, nothing is known (blank qualifier).
    """
    if not found:
        one = Figure(1.0, 1.0, 1.0, "exact", person, "")
        return (one if person else NOT_TOLD), ""
    countries = dict.fromkeys(country for _, country, _ in found)
    merged = [
        one_figure([figure for figure, own, _ in found if own == country]) for country in countries
    ]
    meant = next((words for figure, _, words in found if figure is merged[0]), found[0][2])
    number = merged[0] if len(merged) == 1 else _sum(merged)
    return number, meant if isinstance(meant, str) else ""


def _sum(figures: Sequence[Figure]) -> Figure:
    """Add the people of several countries in one act."""
    lows = [figure.low for figure in figures if not math.isnan(figure.low)]
    highs = [figure.high for figure in figures if not math.isnan(figure.high)]
    low = float(sum(lows)) if lows else math.nan
    high = float(sum(highs)) if len(highs) == len(figures) else math.nan
    printed = " + ".join(figure.as_reported for figure in figures if figure.as_reported)
    return Figure(low, high, math.nan, _qualifier(low, high), printed, figures[0].source_id)


def _largest(figures: Sequence[Figure]) -> Figure:
    """Return the largest group: at least the highest lower bound; open if any act is open."""
    largest = max(figures, key=lambda figure: _known(figure[:3], -1.0))
    if len(figures) == 1:
        return largest
    low = _known((figure.low for figure in figures), math.nan)
    numbered = [figure for figure in figures if _known(figure[:2], -1.0) >= 0]
    shut = numbered and not any(math.isnan(figure.high) for figure in numbered)
    high = max(figure.high for figure in numbered) if shut else math.nan
    if math.isnan(low) and math.isnan(high):
        return largest
    return largest._replace(low=low, high=high, qualifier=_qualifier(low, high))


def _qualifier(low: float, high: float) -> str:
    if math.isnan(low):
        return "vague" if math.isnan(high) else "at_most"
    return "at_least" if math.isnan(high) else "exact" if low == high else "range"


def _known(values: Iterable[float], otherwise: float) -> float:
    return max((value for value in values if not math.isnan(value)), default=otherwise)


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
