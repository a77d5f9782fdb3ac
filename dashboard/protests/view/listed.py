"""Protests, arrests, sentences and clashes one by one, with what is reported of each.

Of a short package every one is read once; of a long one only those at hand are fetched, at most
`MOST_ACTS`.

What of them is an act, and which acts make a case, is in `measures.ledger`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.columns import ORDER
from dashboard.events.measures import window_of
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS, chosen_counts
from dashboard.protests.measures import counts as protests
from dashboard.protests.measures.cases import Sentence, named_person, sentences
from dashboard.protests.measures.people import (
    HOUSE_ARREST,
    PEOPLE_MEASURES,
    Reported,
    not_stated,
    people,
)
from dashboard.selection import ROW_FILTERS, Selection, shift_month
from dashboard.values import Window
from dashboard.vocabulary import ACT_MARKS, COURT_RULINGS, EXPECTED, MARKS, TOPIC_OF_MARK
from dashboard.wording import number

# Of a long package no list has more acts than these.
MOST_ACTS = 500
# Events without one known day that are looked through for those reaching into a period.
MOST_SPANS = 5_000
RECORD_COLUMNS = (
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
)
FURTHER_COLUMNS = ("actor1", "issue", "state_response", *(row.column for row in ROW_FILTERS))
# Rallies and clashes are acts by a figure alone, so that those with figures are enough.
TOPICS = (TOPIC_OF_MARK["arrest"], TOPIC_OF_MARK["sentence"], COURT_RULINGS, "Government")
# How many steps a case is followed back.
MOST_STEPS = 6


@dataclass(frozen=True, eq=False)
class Listed:
    """A protest, arrest, sentence or clash, and what is reported of it.

    `person` is who is named, if one is; `location` and `place_country` are empty where no place is
    given. `reported` is measure -> the people of each country.
    """

    event_id: str
    window: Window
    country: str
    place_country: str
    location: str
    person: str
    title: str
    mark: str
    status: str
    abroad: bool
    source_id: str
    reported: Mapping[str, Sequence[Reported]]
    sentences: Sequence[Sentence]


@dataclass(frozen=True, eq=False)
class Acts:
    """Some protests, arrests, sentences and clashes in order of day, and what is reported of them.

    `records` are by event key; `unstated` are, by measure, the keys of events that must have had
    such people but no figure.
    """

    events: pd.DataFrame
    people: Sequence[Reported]
    records: Mapping[str, Listed]
    unstated: Mapping[str, frozenset[str]]

    def among(self, kept: np.ndarray) -> "Acts":
        """Return those of them for which `kept` is True."""
        events = self.events[kept]
        records = {key: self.records[key] for key in events["event_id"].tolist()}
        return Acts(
            events=events,
            people=[each for each in self.people if each.event_id in records],
            records=records,
            unstated={name: missing & records.keys() for name, missing in self.unstated.items()},
        )

    @property
    def sentences(self) -> list[Sentence]:
        """The terms of the sentences, in order of day."""
        return [each for act in self.records.values() for each in act.sentences]


def acts_of(events: pd.DataFrame, figures: pd.DataFrame) -> Acts:
    """Return the protests, arrests, sentences and clashes of some events, with their figures."""
    columns = dict.fromkeys((*RECORD_COLUMNS, *FURTHER_COLUMNS))
    events = protests.on_this_page(events)[[*columns]]
    reported = people(events, figures, *PEOPLE_MEASURES, HOUSE_ARREST)
    return Acts(
        events=events,
        people=reported,
        records=_records(events, reported, sentences(events, figures)),
        unstated={measure: frozenset(not_stated(events, figures, measure)) for measure in EXPECTED},
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
    first = reaching_from(package, selection)
    earlier = selection.over(first, shift_month(selection.first_month, -1))
    most = MOST_SPANS if first < selection.first_month and not no_act_passes(selection) else 0
    spans = package.long_events.rows(
        selection_of_acts(earlier if most else selection), most, where={"exact": False}
    )
    before = protests.begun_before(spans, selection).sort_values(list(ORDER), kind="stable")
    return acts_of(before, package.table("figures"))


@lru_cache(maxsize=KEPT_SELECTIONS)
def reaching_from(
    package: Package, selection: Selection, marks: tuple[str, ...] = ACT_MARKS
) -> str:
    """Return the first month of which such an event may reach into the period, whatever its words.

    It is the first of the period itself where none does.
    """
    days = package.events.days
    if days is None or f"{days[0]:%Y-%m}" >= selection.first_month:
        return selection.first_month
    plain = replace(selection, text="")
    earlier = plain.over(f"{days[0]:%Y-%m}", shift_month(selection.first_month, -1))
    cells = package.events.every().of(earlier).isin(mark=marks)
    begun = protests.cells_begun_before(cells, selection).by("event_date")
    return f"{min(begun):%Y-%m}" if begun else selection.first_month


def selection_of_acts(selection: Selection, mark: str = "") -> Selection:
    """Return the same filters for acts only, or for those of one mark."""
    topics = [TOPIC_OF_MARK[each] for each in ((mark,) if mark else ACT_MARKS)]
    wanted = tuple(topic for topic in topics if topic in selection.topics)
    return replace(selection, topics=wanted or tuple(topics))


def _over_the_first(package: Package, selection: Selection, mark: str) -> Selection:
    """Return the filters over the months that hold the first `MOST_ACTS` acts: fewer to sort."""
    marks = (mark,) if mark else ACT_MARKS
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
    topics = [TOPIC_OF_MARK[each] for each in ((mark,) if mark else ACT_MARKS)]
    return bool(selection.topics) and not set(topics) & set(selection.topics)


def _records(
    events: pd.DataFrame, reported: Sequence[Reported], terms: Sequence[Sentence]
) -> dict[str, Listed]:
    people_of: dict[str, dict[str, list[Reported]]] = {}
    for each in reported:
        people_of.setdefault(each.event_id, {}).setdefault(each.measure, []).append(each)
    terms_of: dict[str, list[Sentence]] = {}
    for term in terms:
        terms_of.setdefault(term.event_id, []).append(term)
    return {
        row["event_id"]: Listed(
            event_id=row["event_id"],
            window=window_of(row),
            country=row["country"],
            place_country=_text(row["place_country"]),
            location=_text(row["location"]),
            person=named_person(row["actor2"]),
            title=row["title"],
            mark=row["mark"],
            status=row["status"],
            abroad=bool(row["abroad"]),
            source_id=row["source_id"],
            reported=people_of.get(row["event_id"], {}),
            sentences=terms_of.get(row["event_id"], ()),
        )
        for row in events[[*RECORD_COLUMNS]].to_dict("records")
    }


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


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
