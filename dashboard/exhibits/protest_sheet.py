"""The events and people of a selection, read once for all panels of the page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from dashboard.exhibits.prepared import KEPT_PACKAGES, KEPT_SELECTIONS, publishers_of
from dashboard.measures import protests
from dashboard.measures.people import (
    PEOPLE_MEASURES,
    Figure,
    PeopleTotal,
    not_stated,
    people_reported,
    sum_of_bounds,
)
from dashboard.measures.sentences import sentences
from dashboard.selection import Selection
from dashboard.store import Package

KINDS = "protests, arrests, sentences and clashes"
MOST_NAMED = 3
FIGURE_COLUMNS = [
    "event_id",
    "measure",
    "country",
    "low",
    "best",
    "high",
    "qualifier",
    "as_printed",
]
FURTHER_COLUMNS = ["actor1", "concerned", "issue", "state_response", "topic", "searched"]
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


@dataclass(frozen=True, eq=False)
class EveryEvent:
    """What is told of every protest, arrest, sentence and clash, whatever the filters.

    `records` are by event key, with `told` (measure -> people reported) and `terms` (in months);
    `unstated` are, by measure, the keys of events that must have had such people but no figure.
    """

    events: pd.DataFrame
    people: pd.DataFrame
    terms: pd.DataFrame
    records: dict[str, dict[str, Any]]
    unstated: dict[str, frozenset[str]]


@dataclass(frozen=True, eq=False)
class ProtestSheet:
    """The chosen `events`, their `people`, sentences (`terms`) and `records`; and `every` event.

    `rule` says which events the period has: those dated in it, or those reaching into it too.
    """

    package: Package
    selection: Selection
    rule: str
    every: pd.DataFrame
    events: pd.DataFrame
    people: pd.DataFrame
    terms: pd.DataFrame
    records: list[dict[str, Any]]
    unstated: dict[str, int]

    @cached_property
    def in_period(self) -> Counter[str]:
        """How many events of each mark the period has by the rule, whatever the other filters."""
        kept = protests.of_the_period(self.every, self.selection, self.rule)
        return Counter(self.every["mark"].to_numpy()[kept].tolist())

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How many events of the period the choice of status leaves out, by status."""
        return protests.left_out_by_status(self.every, self.selection, self.rule)

    @cached_property
    def begun_earlier(self) -> pd.DataFrame:
        """The events counted here that began before the period."""
        return self.events[self.events["event_date"].lt(pd.Timestamp(self.selection.first_day))]

    @cached_property
    def totals(self) -> dict[str, PeopleTotal]:
        """Measure -> sum of lower bounds, for the measures with any figure."""
        figures: dict[str, list[Figure]] = {}
        columns = [self.people[name].tolist() for name in ("measure", *Figure._fields)]
        for measure, *values in zip(*columns, strict=True):
            figures.setdefault(measure, []).append(Figure(*values))
        return {
            measure: sum_of_bounds(told, self.unstated.get(measure, 0))
            for measure, told in figures.items()
        }


def sheet_of(package: Package, selection: Selection, options: Mapping[str, str]) -> ProtestSheet:
    """Return the sheet by the counting rule of the page's options.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    return read_sheet(package, selection, rule_of(options))


def rule_of(options: Mapping[str, str]) -> str:
    """Return the counting rule that the options ask for; the default when they name none known."""
    rule = options.get("count_rule", "")
    return rule if rule in protests.COUNT_RULES else protests.DATED


@lru_cache(maxsize=KEPT_SELECTIONS)
def read_sheet(package: Package, selection: Selection, rule: str) -> ProtestSheet:
    """Return the sheet.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    every = every_event(package)
    within = protests.of_the_period(every.events, selection, rule)
    events = every.events[within & selection.matches(every.events)]
    keys = events["event_id"].tolist()
    return ProtestSheet(
        package=package,
        selection=selection,
        rule=rule,
        every=every.events,
        events=events,
        people=every.people[every.people["event_id"].isin(keys)],
        terms=every.terms[every.terms["event_id"].isin(keys)],
        records=[every.records[key] for key in keys],
        unstated={
            name: len(missing.intersection(keys)) for name, missing in every.unstated.items()
        },
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def every_event(package: Package) -> EveryEvent:
    """Return what is told of every event: no filter changes it, as figures belong to events."""
    figures = package.table("figures")
    events = protests.on_this_page(package.table("events"))
    events = events[[*RECORD_COLUMNS, *FURTHER_COLUMNS]]
    people = people_reported(events, figures, (*PEOPLE_MEASURES, "house_arrest"))
    terms = sentences(events, figures)
    return EveryEvent(
        events=events,
        people=people,
        terms=terms,
        records=_records(events, people, terms),
        unstated={
            measure: frozenset(not_stated(events, figures, measure)["event_id"])
            for measure in ("participants", "detained")
        },
    )


def _records(
    events: pd.DataFrame, people: pd.DataFrame, terms: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    records = {
        str(row["event_id"]): {**row, "told": {}, "terms": []}
        for row in events[RECORD_COLUMNS].to_dict("records")
    }
    for row in people[FIGURE_COLUMNS].to_dict("records"):
        records[row["event_id"]]["told"].setdefault(row["measure"], []).append(row)
    for row in terms[["event_id", "low", "high"]].to_dict("records"):
        records[row["event_id"]]["terms"].append((row["low"], row["high"]))
    return records


@lru_cache(maxsize=KEPT_PACKAGES)
def publishers(package: Package) -> dict[str, str]:
    """Return source -> publisher."""
    sources = package.table("sources")
    return dict(zip(sources["source_id"].tolist(), sources["publisher"].tolist(), strict=True))


def source_line(sheet: ProtestSheet, source_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the publishers of some rows, the most frequent first; at most three by name."""
    names = publishers_of(sheet.package)
    counts = Counter(names.get(key, key) for ids in source_ids for key in ids.split(";"))
    listed = [name for name, _ in counts.most_common()]
    if len(listed) > MOST_NAMED:
        return (*listed[:MOST_NAMED], f"{len(listed) - MOST_NAMED} more")
    return tuple(listed)
