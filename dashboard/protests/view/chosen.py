"""What the panels of the Protests and arrests page share: its acts counted, and those with figures.

The rows of the chart of people are each reported number, and how many events have none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.marks import ACT_MARKS, EXPECTED, MARKS, TOPIC_OF_MARK
from dashboard.panels.covering import Cover, Nothing, cover, filtered_step_by_step, nothing
from dashboard.panels.exhibit import Whole
from dashboard.panels.query import KEPT_SELECTIONS, every_counted
from dashboard.panels.sources import Sources, counted_sources, sources_of
from dashboard.protests.measures import counts as protests
from dashboard.protests.measures.cases import Sentenced, people_sentenced
from dashboard.protests.measures.counts import (
    Reported,
    amounts_of,
    of_countries,
    unstated_by_country,
)
from dashboard.protests.view.listed import (
    MOST_ACTS,
    Listed,
    ListedEvents,
    list_chosen,
    list_with_figures,
    reaching_from,
)
from dashboard.selection import Selection
from dashboard.values import Absent, Hidden, Qualifier, Total, total
from dashboard.vocabulary import PEOPLE_MEASURES
from dashboard.wording import N_, say, say_many

# The kinds of acts that a sentence sums up, see `numbers_of`.
SUMMARY_MARKS = ("protest", "sentence")
KINDS = N_("protests, arrests, sentences and clashes")


@dataclass(frozen=True, eq=False)
class ProtestView:
    """The acts chosen, counted (`counts`), and those that have figures (`with_figures`).

    `rule` says which events the period has: those dated in it, or those reaching into it too.
    """

    package: Package
    selection: Selection
    rule: str
    counts: Counts
    with_figures: ListedEvents

    @property
    def total(self) -> int:
        """How many acts are chosen."""
        return self.marks.total()

    @cached_property
    def marks(self) -> Counter[str]:
        """How many acts of each mark are chosen."""
        return self.counts.by("mark")

    @cached_property
    def words(self) -> Counts:
        """The acts chosen, counted by issue and response of the state too."""
        return counted_events(self.package, self.selection, self.rule, "acts")

    @property
    def seen(self) -> Cover:
        """The months in which sources cover all kinds of acts, of all countries chosen."""
        return cover(self.package, self.selection, [TOPIC_OF_MARK[mark] for mark in ACT_MARKS])

    def nothing(self, *marks: str, country: str = "") -> Nothing:
        """Say why no act chosen is of some marks, or none at all, of a country or all chosen."""
        kinds = marks or ACT_MARKS
        numbers = (
            sum(
                events
                for (mark, code), events in counts.items()
                if mark in kinds and country in ("", code)
            )
            for counts in self._step_by_step
        )
        topics = [TOPIC_OF_MARK[mark] for mark in kinds]
        return nothing(self.package, self.selection, topics, country, Hidden.of(*numbers))

    @cached_property
    def _step_by_step(self) -> list[Counter[tuple[str, str]]]:
        """How many acts there are by mark and country: unfiltered, of the statuses, chosen."""
        return [
            counted_events(self.package, each, self.rule).by("mark", "country")
            for each in filtered_step_by_step(self.selection)
        ]

    def no_detention(self, country: str = "") -> Nothing:
        """Say why nobody of a country, or of all chosen, is detained in the acts chosen."""
        views = [self] * 3
        if self._step_by_step[0] != self._step_by_step[-1]:
            steps = filtered_step_by_step(self.selection)
            views = [read_view(self.package, each, self.rule) for each in steps]
        detentions = (each.detentions for each in views)
        numbers = (each[country] if country else each.total() for each in detentions)
        topics = [TOPIC_OF_MARK[mark] for mark in ("protest", "arrest")]
        return nothing(self.package, self.selection, topics, country, Hidden.of(*numbers))

    @cached_property
    def detentions(self) -> Counter[str]:
        """In how many of the acts chosen people are reported detained, by the country of these."""
        countries = (each.country for each in self.own_people if each.measure == "detained")
        return Counter(countries) + self.unstated_by_country["detained"]

    @cached_property
    def in_period(self) -> Counter[str]:
        """How many events of each mark the period has by the rule, whatever the other filters."""
        return self._of_the_period.by("mark")

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How many events of the period the choice of status leaves out, by status."""
        return protests.left_out_by_status(self._of_the_period, self.selection)

    @cached_property
    def begun_earlier(self) -> Counts:
        """The acts counted here that began before the period."""
        return protests.cells_begun_before(self.counts, self.selection)

    @cached_property
    def begun_before(self) -> int:
        """How many acts began before the period and reach into it, whether counted or not."""
        reaching = counted_events(self.package, self.selection, protests.REACHING)
        return protests.cells_begun_before(reaching, self.selection).total

    @cached_property
    def unstated_by_country(self) -> dict[str, Counter[str]]:
        """How many of the chosen events must have had such people but have no figure of them."""
        with_figures = self.with_figures
        return {
            measure: unstated_by_country(
                self.counts, with_figures.events, with_figures.figures, measure
            )
            for measure in EXPECTED
        }

    @cached_property
    def unstated(self) -> dict[str, int]:
        """How many these are in all."""
        return {measure: each.total() for measure, each in self.unstated_by_country.items()}

    @cached_property
    def totals(self) -> dict[str, Total]:
        """Measure -> what the people of the countries chosen come to, where there is a figure."""
        totals = {measure: self.people_of(measure) for measure in PEOPLE_MEASURES}
        return {name: each for name, each in totals.items() if isinstance(each, Total)}

    @cached_property
    def own_people(self) -> list[Reported]:
        """The people reported of the countries chosen."""
        return of_countries(self.with_figures.people, self.selection.countries)

    @property
    def people_sentenced(self) -> Sentenced:
        """On how many people the sentences are."""
        return people_sentenced(self.with_figures.events, self.with_figures.figures)

    @property
    def detained(self) -> Total | Absent:
        """How many people were detained, or why no number of them is known."""
        return self.people_of("detained")

    def people_of(self, measure: str) -> Total | Absent:
        """Return what the people of a measure come to, or why no number of them is known."""
        return total(amounts_of(self.own_people, measure), self.unstated.get(measure, 0))

    @property
    def detained_abroad(self) -> Total | Absent:
        """How many of the people detained were so outside the country that they are of."""
        away = [each for each in self.own_people if each.abroad]
        return total(amounts_of(away, "detained"))

    @property
    def listed(self) -> ListedEvents:
        """The acts chosen one by one, the first `MOST_ACTS` of them, see `cut_words`."""
        return list_chosen(self.package, self.selection, self.rule)

    def listed_of(self, mark: str) -> ListedEvents:
        """Return the acts of one mark one by one, the first `MOST_ACTS` of them."""
        if not self.is_listed:
            return list_chosen(self.package, self.selection, self.rule, mark)
        events = self.listed.events
        return ListedEvents(self.package, events[events["mark"].eq(mark)])

    @property
    def is_listed(self) -> bool:
        """Whether every act chosen can be listed."""
        return self.total <= MOST_ACTS and len(self.listed.events) == self.total

    @property
    def _of_the_period(self) -> Counts:
        every = every_counted(self.package, self.selection).isin(mark=ACT_MARKS)
        return protests.cells_of_the_period(every, self.selection, self.rule)


def numbers_of(view: ProtestView, marks: Sequence[str] = SUMMARY_MARKS) -> list[Whole]:
    """Return how many acts of some marks there are; with the protests also the people detained."""
    numbers = [
        Whole(say(MARKS[mark].plural), view.marks[mark], (TOPIC_OF_MARK[mark],)) for mark in marks
    ]
    if "protest" in marks:
        needed = (TOPIC_OF_MARK["protest"], TOPIC_OF_MARK["arrest"])
        numbers.insert(1, Whole(say("people detained"), view.detained, needed))
    return numbers


def view_of(package: Package, selection: Selection, options: Mapping[str, str]) -> ProtestView:
    """Return the view by the counting rule of the page's options.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    return read_view(package, selection, rule_of(options))


def rule_of(options: Mapping[str, str]) -> str:
    """Return the counting rule that the options ask for; the default when they name none known."""
    rule = options.get("count_rule", "")
    return rule if rule in protests.COUNT_RULES else protests.DATED


@lru_cache(maxsize=KEPT_SELECTIONS)
def read_view(package: Package, selection: Selection, rule: str) -> ProtestView:
    """Return the view of a selection by a counting rule.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    counts = counted_events(package, selection, rule)
    return ProtestView(
        package, selection, rule, counts, list_with_figures(package, selection, rule)
    )


def counted_events(package: Package, selection: Selection, rule: str, cube: str = "") -> Counts:
    """Return the counts of the acts chosen by a rule."""
    if rule == protests.REACHING:
        first = reaching_from(package, selection)
        wide = package.events.counts(selection.over(first, selection.last_month), cube)
        found = protests.cells_of_the_period(wide, selection, rule)
    else:
        found = package.events.counts(selection, cube)
    return found.isin(mark=ACT_MARKS)


def sources_of_events(view: ProtestView, mark: str = "") -> Sources:
    """Return the sources of the acts chosen, of one mark or of all, the most frequent first."""
    if view.is_listed:
        acts = view.listed.events
        own = acts[acts["mark"].eq(mark)] if mark else acts
        return sources_of(view.package, own["source_id"])
    marks = (mark,) if mark else ACT_MARKS
    found = view.package.events.counts(view.selection, "sources").isin(mark=marks)
    named = counted_sources(view.package, dict(found.by("source_id").most_common()))
    earlier = view.begun_earlier.isin(mark=marks).total
    if not earlier:
        return named
    note = say_many(
        "and those of {count} event begun earlier",
        "and those of {count} events begun earlier",
        earlier,
    )
    return replace(named, note=note)


MOST_ROWS = 5
# The bounds of which bars are drawn: the series that hold a number of each kind.
BOUNDS = ("exact", "at least", "about", "at most")


@dataclass(frozen=True)
class PeopleRow:
    """One reported number and its event; or without them how many events have no number.

    `others` says whether there are rows with a number beside these events.
    """

    measure: str
    event: Listed | None = None
    reported: Reported | None = None
    unstated: int = 0
    others: bool = False

    @property
    def country(self) -> str:
        """Whose people they are; empty for events without a number."""
        return self.reported.country if self.reported else ""

    @cached_property
    def kind(self) -> Qualifier | None:
        """What kind of number is drawn; None where there is none, or less than one."""
        if self.reported is None:
            return None
        amount = self.reported.amount
        if amount.qualifier is Qualifier.VAGUE or not (amount.largest or 0) >= 1:
            return None
        if amount.qualifier is Qualifier.RANGE and not (amount.low or 0) >= 1:
            return Qualifier.AT_MOST
        return amount.qualifier

    @cached_property
    def ends(self) -> dict[str, float]:
        """Where its bars end, by the names of `BOUNDS`; the mark stands at the last of them."""
        if self.reported is None or self.kind is None:
            return {}
        amount = self.reported.amount
        bounds = {
            Qualifier.EXACT: {"exact": amount.low},
            Qualifier.AT_LEAST: {"at least": amount.low},
            Qualifier.ABOUT: {"about": amount.best},
            Qualifier.AT_MOST: {"at most": amount.high},
            Qualifier.RANGE: {"at least": amount.low, "at most": amount.high},
        }
        return {name: end for name, end in bounds[self.kind].items() if end is not None}

    @property
    def largest(self) -> float:
        """The largest number named; 0 for words."""
        return (self.reported.amount.largest or 0) if self.reported else 0

    @property
    def owner(self) -> str:
        """The country of the people, where the event has several or concerns another."""
        if self.event is None or self.reported is None:
            return ""
        several = len(self.event.reported[self.measure]) > 1
        return self.country if several or self.country != self.event.country else ""

    @property
    def picked(self) -> str | list[str]:
        """What a click opens: the list of a row of several events by its key, or one event."""
        return [self.event.event_id] if self.event else self.measure


def people_rows(view: ProtestView) -> list[PeopleRow]:
    """Return the largest numbers of each measure, and how many events have none."""
    rows: list[PeopleRow] = []
    for measure in PEOPLE_MEASURES:
        own = [
            PeopleRow(measure, view.with_figures.records[each.event_id], each)
            for each in view.with_figures.people
            if each.measure == measure
        ]
        own.sort(key=lambda row: _size(row.reported), reverse=True)
        rows += own[:MOST_ROWS]
        if unstated := view.unstated.get(measure, 0):
            rows.append(PeopleRow(measure, unstated=unstated, others=bool(own)))
    return rows


def _size(reported: Reported | None) -> float:
    """Return the largest number, -1 for words."""
    largest = reported.amount.largest if reported else None
    return -1.0 if largest is None else largest


def kinds_of(rows: Sequence[PeopleRow]) -> set[Qualifier | None]:
    """Return the kinds of number that are drawn; None among them for rows without any."""
    return {row.kind for row in rows}
