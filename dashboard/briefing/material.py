"""What a review is drafted from, read once: the events chosen, their figures, the cases they form.

Of few events a review names every one chosen; of many those that stand out, a bounded number of
each country, and the others are counted. Beside those chosen it may tell claimed and announced ones
and those begun before. What is said of them is left to `review` and `judgements`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.briefing.review_words import Row
from dashboard.briefing.sentences import Span
from dashboard.datapackage.store import Package
from dashboard.dates import day
from dashboard.engine.columns import ORDER
from dashboard.engine.counts import Counts
from dashboard.engine.ranking import RANKED, points
from dashboard.events.words import text_of
from dashboard.marks import EXPECTED, TOPICS
from dashboard.panels.query import (
    KEPT_PACKAGES,
    KEPT_SELECTIONS,
    chosen_counts,
    figured_events,
    over_all_months,
)
from dashboard.protests.measures.counts import (
    Reported,
    about_people,
    not_stated,
    of_countries,
    people,
    unstated_by_country,
)
from dashboard.protests.view.listed import MOST_SPANS, earlier_steps
from dashboard.selection import Selection, shift_month
from dashboard.vocabulary import REGION, STATUSES
from dashboard.wording import say

# So many events are all reviewed; of more, so many of each country.
MOST_REVIEWED = 400
MOST_A_COUNTRY = 40
# Of longer periods what stands out is looked for by year.
LONGEST_BY_MONTH = 12
# So many events of another status are described; of more only the number, under "Not included".
MOST_BESIDE = 100


@lru_cache(maxsize=KEPT_SELECTIONS)
def events_to_tell(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events that a review tells one by one, in order of day."""
    if chosen_counts(package, selection).total <= MOST_REVIEWED:
        return package.events.rows(selection, MOST_REVIEWED)
    figured = figured_events(package, selection)
    others = pd.concat(_standing_out(package, selection))
    found = pd.concat([figured, others]).drop_duplicates("event_id")
    return found.iloc[_first_of_each_country(found, len(figured), selection.countries)].sort_values(
        list(ORDER), kind="stable"
    )


def rule_words(selection: Selection) -> str:
    """Say which events are reviewed one by one, where not all are."""
    if not selection.in_cubes:
        return say(
            "the one of each country that weighs most by rule, and the first; those with a "
            "reported figure go first; at most {most} a country",
            most=MOST_A_COUNTRY,
        )
    if len(_parts(selection)) < 2:
        return say(
            "for each country, of each type, the one that weighs most by rule; those with a "
            "reported figure go first; at most {most} a country",
            most=MOST_A_COUNTRY,
        )
    if len(selection.months) > LONGEST_BY_MONTH:
        return say(
            "for each country, of each type and year, the one that weighs most by rule; those "
            "with a reported figure go first; at most {most} a country",
            most=MOST_A_COUNTRY,
        )
    return say(
        "for each country, of each type and month, the one that weighs most by rule; those with "
        "a reported figure go first; at most {most} a country",
        most=MOST_A_COUNTRY,
    )


def owner_of(country: str, concerned: str, countries: Sequence[str]) -> str:
    """Return under which country an event stands: its own, or the first chosen one it concerns."""
    if country in (*countries, REGION):
        return country
    return next((code for code in concerned.split(";") if code in countries), REGION)


def numbers_by_owner(
    counts: Counts, countries: Sequence[str], events: Sequence[Row]
) -> dict[str, Counter[str]]:
    """Count by owner and mark the events chosen that are not among those reviewed."""
    rest: dict[str, Counter[str]] = {}
    for (country, concerned, mark), number in counts.by("country", "concerned", "mark").items():
        owner = owner_of(country, concerned, countries)
        rest.setdefault(owner, Counter())[mark] += number
    for event in events:
        owner = owner_of(event["country"], text_of(event["related_countries"]), countries)
        rest[owner][event["mark"]] -= 1
    return {owner: +marks for owner, marks in rest.items()}


def _standing_out(package: Package, selection: Selection) -> Iterator[pd.DataFrame]:
    """Yield the events that weigh most: of each type, and month or year, one of each country.

    Of a search for words, which asks the engine each time, the heaviest and the first.
    """
    if not selection.in_cubes:
        yield package.events.leaders(selection)
        yield package.events.rows(selection, MOST_REVIEWED)
        return
    for part in _parts(selection):
        for topic in selection.topics or TOPICS:
            yield package.events.leaders(replace(selection.over(*part), topics=(topic,)))


def _parts(selection: Selection) -> list[tuple[str, str]]:
    """Return the first and last months of the parts of the period."""
    months = selection.months
    if len(months) <= LONGEST_BY_MONTH:
        return [(month, month) for month in months]
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(month)
    return [(own[0], own[-1]) for own in years.values()]


def _first_of_each_country(
    found: pd.DataFrame, figured_count: int, countries: Sequence[str]
) -> list[int]:
    """Return the places of those that go first: `figured_count` with figures, then the heaviest."""
    rows = found[[*RANKED, "event_date", "event_id"]].to_dict("records")
    order = [
        (place >= figured_count, -points(row), row["event_date"], row["event_id"])
        for place, row in enumerate(rows)
    ]
    related = found["related_countries"].tolist()
    owners = [
        owner_of(country, text_of(others), countries)
        for country, others in zip(found["country"].tolist(), related, strict=True)
    ]
    taken: Counter[str] = Counter()
    kept = []
    for place in sorted(range(len(order)), key=order.__getitem__):
        taken[owners[place]] += 1
        if taken[owners[place]] <= MOST_A_COUNTRY:
            kept.append(place)
    return kept


@dataclass(frozen=True)
class Found:
    """Some of the events chosen: how many they are, and those of them reviewed one by one."""

    counts: Counts
    events: Sequence[Row]

    @property
    def total(self) -> int:
        """How many they are."""
        return self.counts.total

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those reviewed one by one."""
        return tuple(event["event_id"] for event in self.events)

    def by(self, name: str) -> Counter[str]:
        """Count them by a column, in the order in which its words come first."""
        found = self.counts.by(name)
        return Counter({word: found[word] for word in self.counts.values(name).tolist()})

    def where(self, **values: object) -> "Found":
        """Return those whose columns have these values."""
        own = [
            event
            for event in self.events
            if all(event[name] == value for name, value in values.items())
        ]
        return Found(self.counts.where(**values), own)


@dataclass(frozen=True)
class Material:
    """The events chosen in order of day, and what is reported of them.

    `counts` are those of all chosen events, `chosen` and `events` those of them reviewed one
    by one (of a short package all), `figured` those that may have figures. `figures` are by event;
    `statistics` belong to no event and are as of a day of the period. `unknown` names by event what
    nobody states though it must have been. `steps` are the earlier events that those told point to.
    """

    package: Package
    selection: Selection
    chosen: pd.DataFrame
    counts: Counts
    figured: pd.DataFrame
    events: tuple[Row, ...]
    figures: Mapping[str, list[Row]]
    statistics: tuple[Row, ...]
    unknown: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, Row]

    @property
    def is_whole(self) -> bool:
        """Whether no filter chooses a part of the events: only then has it series and rates."""
        return not self.selection.is_part

    @property
    def spans_years(self) -> bool:
        """Whether days need their year."""
        return self.selection.spans_years

    @property
    def span(self) -> Span:
        """The period, for the days of sentences."""
        return Span(*self.ends, years=self.spans_years)

    @property
    def ends(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the period."""
        return pd.Timestamp(self.selection.first_day), pd.Timestamp(self.selection.last_day)

    @property
    def is_complete(self) -> bool:
        """Whether every event chosen is reviewed one by one."""
        return len(self.events) == self.counts.total

    def marked(self, mark: str, **values: object) -> Found:
        """Return the events of a mark whose other columns have these values."""
        return Found(self.counts, self.events).where(mark=mark, **values)

    def people(self, measure: str, countries: Sequence[str] = ()) -> list[Reported]:
        """Return what is reported of people, of some countries or of all chosen."""
        found = people(self.figured, self.package.table("figures"), measure)
        return of_countries(found, countries or self.selection.countries)

    def unstated(self, measure: str) -> Counter[str]:
        """Count by country the events that must have had such people and have no figure of them."""
        figures = self.package.table("figures")
        return unstated_by_country(self.counts, self.figured, figures, measure)

    def figure_keys(self, reported: Iterable[Reported]) -> tuple[str, ...]:
        """Return the keys of the figures that what is reported of people rests on."""
        return tuple(
            dict.fromkeys(
                row["figure_id"]
                for each in reported
                for row in self.figures[each.event_id]
                if (row["measure"], row["country"]) == (each.measure, each.country)
            )
        )

    def on(self, when: pd.Timestamp) -> str:
        """Write a day, with its year unless that is the period's."""
        return day(when, year=self.spans_years or when.year != self.selection.last_day.year)


def material_of(package: Package, selection: Selection) -> Material:
    """Read what is chosen. Raises `DataUnavailable`."""
    chosen, figured = events_to_tell(package, selection), figured_events(package, selection)
    every = figures_by_event(package)
    events = tuple(chosen.to_dict("records"))
    keys = dict.fromkeys([*chosen["event_id"].tolist(), *figured["event_id"].tolist()])
    figures = {key: every.get(key, []) for key in keys}
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    steps = earlier_steps(package, chosen)
    statistics = tuple(
        row
        for row in every.get("", ())
        if first <= row["as_of"] <= last and row["country"] in (*selection.countries, REGION)
    )
    return Material(
        package,
        selection,
        chosen,
        chosen_counts(package, selection),
        figured,
        events,
        figures,
        statistics,
        _unknown(chosen, package.table("figures"), figures),
        {row["event_id"]: row for step in steps for row in step.to_dict("records")},
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def figures_by_event(package: Package) -> Mapping[str, list[Row]]:
    """Return the figures by event, those of none under "".

    Of the notes only those on documents are kept: others tell how pages differ.
    """
    sources = package.table("sources")
    documents = set(sources.loc[sources["kind"].eq("document"), "source_id"])
    found: dict[str, list[Row]] = {}
    for row in package.table("figures").to_dict("records"):
        noted = row if row["source_id"] in documents else row | {"note": ""}
        found.setdefault(text_of(row["event_id"]), []).append(noted)
    return found


def _unknown(
    chosen: pd.DataFrame, figures: pd.DataFrame, rows_by_event: Mapping[str, list[Row]]
) -> dict[str, tuple[str, ...]]:
    unknown: dict[str, tuple[str, ...]] = {}
    counted = about_people(chosen)
    for measure in EXPECTED:
        for event in not_stated(counted, figures, measure):
            unknown[event] = (*unknown.get(event, ()), measure)
    sentences = chosen["event_id"].to_numpy()[chosen["mark"].to_numpy() == "sentence"].tolist()
    return unknown | {
        event: ("sentence_length",) for event in sentences if not rows_by_event[event]
    }


def beside(material: Material) -> list[Row]:
    """Return the events that a review may have though the filters leave them out.

    Those of another status, named as such, where what occurred is chosen; and those that began
    before the period and last into it.
    """
    selection, package = material.selection, material.package
    if "occurred" not in selection.statuses:
        return []
    others = tuple(status for status in STATUSES if status not in selection.statuses)
    asked = replace(selection, statuses=others)
    found = []
    if others and chosen_counts(package, asked).total <= MOST_BESIDE:
        found = package.events.rows(asked, MOST_BESIDE).to_dict("records")
    wider = replace(selection, statuses=tuple(dict.fromkeys((*selection.statuses, "claimed"))))
    number, rows = running(package, wider)
    return [*found, *(rows.to_dict("records") if 0 < number <= MOST_BESIDE else ())]


def running(package: Package, selection: Selection) -> tuple[int, pd.DataFrame]:
    """Return how many events began before the period and last into it, and the rows of few."""
    # Found first without the words, so that these are searched only where something lasts so long.
    plain = replace(over_all_months(package, selection), text="")
    if plain.first_month >= selection.first_month:
        return 0, pd.DataFrame()
    earlier = plain.over(plain.first_month, shift_month(selection.first_month, -1))
    months = _lasting(package.events.every("months").of(earlier), selection).by("event_date")
    if not months:
        return 0, pd.DataFrame()
    asked = replace(earlier, first_month=f"{min(months):%Y-%m}", text=selection.text)
    number = _lasting(package.events.counts(asked, "months"), selection).total
    if not number or number > MOST_REVIEWED:
        return number, pd.DataFrame()
    spans = package.events.rows(asked, MOST_SPANS, where={"exact": False})
    found = spans[spans["end_date"].ge(pd.Timestamp(selection.first_day))]
    return number, found if len(found) == number else pd.DataFrame()


def _lasting(counts: Counts, selection: Selection) -> Counts:
    days = counts.columns["end_date"].words
    return counts.isin(end_date=days[days >= np.datetime64(selection.first_day, "D")].tolist())
