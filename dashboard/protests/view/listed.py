"""Protests, arrests, sentences and clashes one by one, with what is reported of each.

Lists have the first `MOST_ACTS` of them; those with figures are always all at hand. Which of them
make a case is in `measures.cases`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.columns import ORDER
from dashboard.events.measures import window_of
from dashboard.events.words import text_of
from dashboard.filter_table import ROW_FILTERS
from dashboard.marks import ACT_MARKS, COURT_RULINGS, EXPECTED, MARKS, TOPIC_OF_MARK
from dashboard.panels.query import (
    KEPT_PACKAGES,
    KEPT_SELECTIONS,
    chosen_counts,
    figured_events,
    over_all_months,
)
from dashboard.protests.measures import counts as protests
from dashboard.protests.measures.cases import Sentence, named_person, sentences
from dashboard.protests.measures.counts import (
    HOUSE_ARREST,
    Reported,
    not_stated,
    people,
)
from dashboard.schema import cells_of
from dashboard.selection import Selection, shift_month
from dashboard.values import Window
from dashboard.vocabulary import PEOPLE_MEASURES, STATUSES
from dashboard.wording import say

# No list has more acts than these.
MOST_ACTS = 500
# Events without one known day that are looked through for those reaching into a period.
MOST_SPANS = 5_000
RECORD_COLUMNS = (
    "event_id",
    "event_date",
    "end_date",
    "time_precision",
    "date_basis",
    "country",
    "place_country",
    "location",
    "actor2",
    "title",
    "mark",
    "status",
    "hedge",
    "abroad",
    "source_id",
)
FILTERED_BY = (row.column for row in ROW_FILTERS)
ACT_COLUMNS = [*dict.fromkeys((*RECORD_COLUMNS, "actor1", "issue", "state_response", *FILTERED_BY))]
# So many acts are kept for the next selection, with what is reported of them.
MOST_KEPT = 5_000
# Rallies and clashes are acts by a figure alone, so that those with figures are enough.
TOPICS = (TOPIC_OF_MARK["arrest"], TOPIC_OF_MARK["sentence"], COURT_RULINGS, "Government")
# How many steps a case is followed.
MOST_STEPS = 12


@dataclass(frozen=True, eq=False)
class Listed:
    """A protest, arrest, sentence or clash, and what is reported of it.

    `person` is who is named, if one is; `location` and `place_country` are empty where no place is
    given, `hedge` where the source has no reserve. `reported` is measure -> the people of each
    country.
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
    hedge: str
    abroad: bool
    source_id: str
    reported: Mapping[str, Sequence[Reported]]
    sentences: Sequence[Sentence]


@dataclass(frozen=True, eq=False)
class ListedEvents:
    """Some protests, arrests, sentences and clashes in order of day, and what is reported of them.

    It is worked out when it is first asked for.
    """

    package: Package
    events: pd.DataFrame

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Their figures."""
        figures = self.package.table("figures")
        if not len(self.events):
            return figures.iloc[:0]
        return figures[figures["event_id"].isin(self.events["event_id"])]

    @cached_property
    def people(self) -> Sequence[Reported]:
        """The people reported, by measure, then in order of day."""
        acts = self.records.values()
        measures = (*PEOPLE_MEASURES, HOUSE_ARREST)
        return [each for name in measures for act in acts for each in act.reported.get(name, ())]

    def of_measure(self, measure: str) -> list[Reported]:
        """Return the people of one measure."""
        return [each for each in self.people if each.measure == measure]

    @cached_property
    def records(self) -> Mapping[str, Listed]:
        """The acts one by one, by event key."""
        kept, keys = _kept_records(self.package), self.events["event_id"].tolist()
        found = {key: act for key in keys if (act := kept.get(key))}
        if len(found) < len(keys):
            new = self.events[~self.events["event_id"].isin(list(found))]
            made = _records(new, self.package.table("figures"))
            if len(kept) + len(made) > MOST_KEPT:
                kept.clear()
            kept.update(made)
            found |= made
        return {key: found[key] for key in keys}

    @cached_property
    def unstated(self) -> Mapping[str, frozenset[str]]:
        """By measure the keys of events that must have had such people but have no figure."""
        return {
            measure: frozenset(not_stated(self.events, self.figures, measure))
            for measure in EXPECTED
        }

    @property
    def sentences(self) -> list[Sentence]:
        """The terms of the sentences, in order of day."""
        return [each for act in self.records.values() for each in act.sentences]


def list_events(package: Package, events: pd.DataFrame) -> ListedEvents:
    """Return the protests, arrests, sentences and clashes of some events."""
    return ListedEvents(package, protests.on_this_page(events[ACT_COLUMNS]))


@lru_cache(maxsize=KEPT_SELECTIONS)
def list_chosen(package: Package, selection: Selection, rule: str, mark: str = "") -> ListedEvents:
    """Return the first `MOST_ACTS` acts chosen by a counting rule, of one mark or of all."""
    most = 0 if lets_none_pass(selection, mark) else MOST_ACTS
    narrow = selection_of_kinds(_over_the_first(package, selection, mark), mark)
    rows = package.events.rows(narrow, most)
    if rule == protests.REACHING:
        before = list_begun_before(package, selection).events
        before = before[before["mark"].eq(mark)] if mark else before
        rows = pd.concat([before, rows[before.columns]]).iloc[:MOST_ACTS]
    return list_events(package, rows)


@lru_cache(maxsize=KEPT_SELECTIONS)
def list_with_figures(package: Package, selection: Selection, rule: str) -> ListedEvents:
    """Return the acts chosen of which there are figures."""
    return ListedEvents(package, protests.on_this_page(_with_figures(package, selection, rule)))


@lru_cache(maxsize=KEPT_SELECTIONS)
def list_begun_before(package: Package, selection: Selection) -> ListedEvents:
    """Return the acts chosen that began before the period and reach into it, in order of day."""
    if lets_none_pass(selection):
        return list_events(package, package.events.rows(selection, 0))
    first = reaching_from(package, selection)
    return list_events(package, _begun_before(package, selection_of_kinds(selection), first))


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


def selection_of_kinds(selection: Selection, mark: str = "") -> Selection:
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


def lets_none_pass(selection: Selection, mark: str = "") -> bool:
    """Say whether the choice of types leaves no such act."""
    topics = [TOPIC_OF_MARK[each] for each in ((mark,) if mark else ACT_MARKS)]
    return bool(selection.topics) and not set(topics) & set(selection.topics)


@lru_cache(maxsize=KEPT_PACKAGES)
def _kept_records(package: Package) -> dict[str, Listed]:
    """Return the acts that were asked for before, by key: most are asked for at every click."""
    return {}


def _records(events: pd.DataFrame, figures: pd.DataFrame) -> dict[str, Listed]:
    people_of: dict[str, dict[str, list[Reported]]] = {}
    for each in people(events, figures, *PEOPLE_MEASURES, HOUSE_ARREST):
        people_of.setdefault(each.event_id, {}).setdefault(each.measure, []).append(each)
    terms_of: dict[str, list[Sentence]] = {}
    for term in sentences(events, figures):
        terms_of.setdefault(term.event_id, []).append(term)
    cells = cells_of(events, *RECORD_COLUMNS)
    rows = (dict(zip(RECORD_COLUMNS, row, strict=True)) for row in cells)
    return {
        row["event_id"]: Listed(
            event_id=row["event_id"],
            window=window_of(row),
            country=row["country"],
            place_country=text_of(row["place_country"]),
            location=text_of(row["location"]),
            person=named_person(row["actor2"]),
            title=row["title"],
            mark=row["mark"],
            status=row["status"],
            hedge=text_of(row["hedge"]),
            abroad=bool(row["abroad"]),
            source_id=row["source_id"],
            reported=people_of.get(row["event_id"], {}),
            sentences=terms_of.get(row["event_id"], ()),
        )
        for row in rows
    }


def widest_choice(package: Package, selection: Selection) -> Selection | None:
    """Return every event of all months, else of those chosen, if its acts can be put into cases."""
    period = Selection(
        first_month=selection.first_month,
        last_month=selection.last_month,
        source=selection.source,
        statuses=STATUSES,
    )
    for wide in (over_all_months(package, period), period):
        if _fit_in_cases(package, wide):
            return wide
    return None


def _fit_in_cases(package: Package, selection: Selection) -> bool:
    wanted = _case_topics(selection)
    if not wanted:
        return True
    return chosen_counts(package, replace(selection, topics=wanted)).total <= MOST_ACTS


def events_of_cases(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events that may be acts, and the other steps of their cases, by day.

    Raises `TooManyEvents` where they are more than `MOST_ACTS`.
    """
    parts = [_with_figures(package, selection, rule)]
    if wanted := _case_topics(selection):
        narrow = replace(selection, topics=wanted)
        if not _fit_in_cases(package, selection):
            raise TooManyEvents(
                say(
                    "The arrest ledger puts acts into cases one by one: {many} arrests, sentences, "
                    "rulings and decisions are chosen, more than can be gone through (at most "
                    "{most}). Narrow the filters, or open the page Events.",
                    many=chosen_counts(package, narrow).total,
                    most=MOST_ACTS,
                )
            )
        parts.append(package.events.rows(narrow, MOST_ACTS))
        if rule == protests.REACHING:
            first = reaching_from(package, narrow, tuple(MARKS))
            parts.append(_begun_before(package, narrow, first))
    found = pd.concat(parts).drop_duplicates("event_id")
    steps = steps_of_cases(package, found)
    return pd.concat([found, *steps]).sort_values(list(ORDER), kind="stable")


def _case_topics(selection: Selection) -> tuple[str, ...]:
    return tuple(topic for topic in TOPICS if topic in (selection.topics or TOPICS))


def _with_figures(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events of which there are figures, by the counting rule."""
    first = selection.first_month
    if rule == protests.REACHING:
        first = reaching_from(package, selection)
    figured = figured_events(package, selection.over(first, selection.last_month))
    if first == selection.first_month:
        return figured
    return figured[protests.of_the_period(figured, selection, rule)]


def _begun_before(package: Package, selection: Selection, first: str) -> pd.DataFrame:
    """Return the chosen events begun in the months from `first` on that reach into the period."""
    if first == selection.first_month:
        return package.events.rows(selection, 0)
    earlier = selection.over(first, shift_month(selection.first_month, -1))
    spans = package.events.rows(earlier, MOST_SPANS, where={"exact": False})
    return protests.begun_before(spans, selection)


def steps_of_cases(package: Package, events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the further steps of the cases of some events, earlier and later ones."""
    known, last, steps = set(events["event_id"]), events, []
    for _ in range(MOST_STEPS):
        linked = last[last["topic"].isin(TOPICS)]
        asked = _unknown(linked["related_event_id"].dropna(), known)
        later = package.events.rows_related_to(linked["event_id"].tolist(), MOST_ACTS)
        found = [later[~later["event_id"].isin(known)]]
        if asked:
            found.append(package.events.rows_of(asked, len(asked)))
        last = pd.concat(found).drop_duplicates("event_id")
        if last.empty:
            break
        known |= {*last["event_id"]}
        steps.append(last)
    return steps


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
