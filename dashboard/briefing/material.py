"""What a review is drafted from, read once: the events chosen, their figures, the cases they form.

Which words are made of them is left to `review` and `judgements`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from dashboard.briefing.review_words import Row
from dashboard.briefing.told_events import events_to_tell
from dashboard.coverage.measures.silence import COVID_MEASURES
from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.events.words.card import text_of
from dashboard.panels.query import KEPT_PACKAGES, chosen_counts, told_events
from dashboard.protests.measures.people import about_people, not_stated
from dashboard.protests.view.ledger_rows import earlier_steps
from dashboard.selection import Selection
from dashboard.vocabulary import REGION
from dashboard.wording import day

STATED_BY_MARK = ("participants", "detained")


class Kind(NamedTuple):
    """What an event is and which earlier step it belongs to; `parent` is empty without one."""

    event_type: str
    sub_event_type: str
    title: str
    parent: str


@dataclass(frozen=True)
class Material:
    """The events chosen in order of day, and what is reported of them.

    `counts` are those of all chosen events, `chosen` and `events` those of them that are told one
    by one (of a short package all), `told` those that may have figures. `figures` are by event;
    `statistics` belong to no event and are as of a day of the period. `unknown` names by event what
    nobody states though it must have been. `kinds` has every event of the data, chosen or not; of a
    long package those told and the earlier steps they point to.
    """

    package: Package
    selection: Selection
    chosen: pd.DataFrame
    counts: Counts
    told: pd.DataFrame
    events: tuple[Row, ...]
    figures: Mapping[str, list[Row]]
    statistics: tuple[Row, ...]
    unknown: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]

    @property
    def is_whole(self) -> bool:
        """Whether no filter but countries, months and status is set."""
        return not self.selection.topics and not self.selection.text.strip()

    @property
    def spans_years(self) -> bool:
        """Whether days need their year."""
        return self.selection.first_month[:4] != self.selection.last_month[:4]

    @property
    def ends(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the period."""
        return pd.Timestamp(self.selection.first_day), pd.Timestamp(self.selection.last_day)

    @property
    def is_complete(self) -> bool:
        """Whether every event chosen is told one by one."""
        return len(self.events) == self.counts.total

    def on(self, when: pd.Timestamp) -> str:
        """Write a day, with its year unless that is the period's."""
        return day(when, year=self.spans_years or when.year != self.selection.last_day.year)


def material_of(package: Package, selection: Selection) -> Material:
    """Read what is chosen. Raises `DataUnavailable`."""
    chosen, told = events_to_tell(package, selection), told_events(package, selection)
    every = _figures_by_event(package)
    events = tuple(chosen.to_dict("records"))
    keys = dict.fromkeys([*chosen["event_id"].tolist(), *told["event_id"].tolist()])
    figures = {key: every.get(key, []) for key in keys}
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
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
        told,
        events,
        figures,
        statistics,
        _unknown(chosen, package.table("figures"), figures),
        kinds_of(package) if package.long_events is None else _kinds(_with_steps(package, chosen)),
    )


def is_epidemic(row: Row) -> bool:
    """Say whether a figure counts the epidemic."""
    return row["measure"] in COVID_MEASURES


def root_of(kinds: Mapping[str, Kind], event_id: str) -> str:
    """Return the first step of an event's case, itself when it is one."""
    seen = {event_id}
    while (parent := kinds[event_id].parent) in kinds and parent not in seen:
        seen.add(parent)
        event_id = parent
    return event_id


@lru_cache(maxsize=KEPT_PACKAGES)
def kinds_of(package: Package) -> Mapping[str, Kind]:
    """Return what every event of the data is."""
    return _kinds(package.table("events"))


def _with_steps(package: Package, events: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([events, *earlier_steps(package, events)])


def _kinds(events: pd.DataFrame) -> Mapping[str, Kind]:
    names = ("event_type", "sub_event_type", "title", "related_event_id")
    columns = (events[name].tolist() for name in ("event_id", *names))
    return {
        event: Kind(kind, sub, title, text_of(parent))
        for event, kind, sub, title, parent in zip(*columns, strict=True)
    }


@lru_cache(maxsize=KEPT_PACKAGES)
def _figures_by_event(package: Package) -> Mapping[str, list[Row]]:
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
    chosen: pd.DataFrame, figures: pd.DataFrame, told: Mapping[str, list[Row]]
) -> dict[str, tuple[str, ...]]:
    unknown: dict[str, tuple[str, ...]] = {}
    counted = about_people(chosen)
    for measure in STATED_BY_MARK:
        for event in not_stated(counted, figures, measure)["event_id"].tolist():
            unknown[event] = (*unknown.get(event, ()), measure)
    sentences = chosen["event_id"].to_numpy()[chosen["mark"].to_numpy() == "sentence"].tolist()
    return unknown | {event: ("sentence_length",) for event in sentences if not told[event]}
