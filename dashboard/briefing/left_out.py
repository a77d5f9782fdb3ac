"""What the filters of a briefing leave out of the review, counted, each event once.

What the review tells is left to `review`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import (
    MOST_REVIEWED,
    Material,
    rule_words,
    running,
)
from dashboard.briefing.review_words import tidy, when_of
from dashboard.briefing.silence import no_rates_words
from dashboard.coverage.measures.silence import COVID_MEASURES
from dashboard.datapackage.store import Package
from dashboard.filter_table import ROW_FILTERS
from dashboard.panels.query import chosen_counts
from dashboard.selection import Selection
from dashboard.vocabulary import REGION, STATUSES
from dashboard.wording import number_word, say, say_many

# So many events that began earlier are named.
MOST_NAMED = 8
# Write how many events of a status there are.
STATUS_COUNTS: Mapping[str, Callable[[int], str]] = {
    "occurred": lambda count: say_many(
        "{count} event reported as fact", "{count} events reported as fact", count
    ),
    "claimed": lambda count: say_many("{count} claimed event", "{count} claimed events", count),
    "planned": lambda count: say_many("{count} planned event", "{count} planned events", count),
    "pledged": lambda count: say_many("{count} pledged event", "{count} pledged events", count),
}
Group = tuple[str, tuple[str, ...]]


def left_out_lines(material: Material, keys_in_text: Collection[str]) -> tuple[Line, ...]:
    """Count what is left out, by the first filter that an event fails.

    The first line counts the events of the period and those in it; the lines of `failing` add up to
    the difference, of very many with those that are counted only. Then come events that began
    before the period and figures that are not in it; `keys_in_text` are those of the review.
    """
    package, selection = material.package, material.selection
    period = _Period(package, selection)
    words = _first_words(period.total, len(material.events), selection)
    failed = (_with_mentioned(*group, keys_in_text) for group in failing(package, selection))
    groups = [(words, period.keys(None)), *failed]
    groups += [*_not_mentioned(material, keys_in_text), *_begun_before(material)]
    groups += [(words, ()) for words in _of_no_event(material)]
    groups += _figures(material, keys_in_text)
    return tuple(Line((Run(f"{words}.", group),)) for words, group in groups)


def _of_no_event(material: Material) -> Iterator[str]:
    """Say of series and rates, which filters of events do not touch, whether they are reviewed."""
    tables = material.package.tables
    nouns = (
        ("covid_daily", say("official series of the epidemic")),
        ("rates", say("exchange rates")),
    )
    if has := [noun for table, noun in nouns if len(tables.get(table, ()))]:
        if not material.is_whole:
            yield say("Left out, as the filters choose among events: {series}", series=has)
        elif material.selection.of_events:
            yield say("Not filtered by status: {series}", series=has)
    if material.is_whole and (words := no_rates_words(material)):
        yield words


def _with_mentioned(words: str, keys: tuple[str, ...], keys_in_text: Collection[str]) -> Group:
    """Say how many of the events left out the review tells all the same, as what they are."""
    here = [key for key in keys if key in keys_in_text]
    if not here:
        return words, keys
    if len(keys) == 1:
        return say("{words}, told as such", words=words), keys
    if len(here) == len(keys):
        return say("{words}, all told as such", words=words), keys
    return say("{words}, {many} told as such", words=words, many=number_word(len(here))), keys


@dataclass(frozen=True)
class _Period:
    """The events of a period, and those of them that pass filters: their number, their keys.

    The filters None let every event pass. Of more than `MOST_REVIEWED` there are no keys.
    """

    package: Package
    selection: Selection

    @property
    def total(self) -> int:
        return self.package.events.in_period(self.selection)

    def number(self, filters: Selection | None) -> int:
        return chosen_counts(self.package, filters).total if filters else self.total

    def keys(self, filters: Selection | None) -> tuple[str, ...]:
        rows = self._rows
        kept = rows[filters.matches(rows)] if filters else rows
        return tuple(kept["event_id"].tolist())

    @cached_property
    def _rows(self) -> pd.DataFrame:
        most = MOST_REVIEWED if self.total <= MOST_REVIEWED else 0
        return self.package.events.rows(_everything(self.selection), most)

    def lost(self, before: Selection | None, after: Selection) -> tuple[int, tuple[str, ...]]:
        """Return how many pass `before` and not `after`, and their keys."""
        kept = set(self.keys(after))
        keys = tuple(key for key in self.keys(before) if key not in kept)
        return self.number(before) - self.number(after), keys


def failing(package: Package, selection: Selection) -> Iterator[Group]:
    """Yield in words, with their keys, the events of a period that fail a filter.

    Each event is in the first filter that it fails, in the order of `FILTERS`.
    """
    period = _Period(package, selection)
    before, after = None, _everything(selection)
    for row in ROW_FILTERS:
        after = replace(after, **{row.field: row.value(selection)})
        if after == before:
            continue
        if before is not None and row.field == "statuses":
            yield from _of_other_status(period, before, selection)
        else:
            number, keys = period.lost(before, after)
            if number:
                words = say("{events} {why}", events=_events(number), why=row.missed(selection))
                yield words, keys
        before = after


def _of_other_status(period: "_Period", before: Selection, selection: Selection) -> Iterator[Group]:
    """Yield the events of each status that is not chosen: planned ones are another thing."""
    for status, words_of in STATUS_COUNTS.items():
        if status not in selection.statuses:
            others = tuple(each for each in STATUSES if each != status)
            number, keys = period.lost(before, replace(before, statuses=others))
            if number:
                yield words_of(number), keys


def _first_words(total: int, chosen: int, selection: Selection) -> str:
    if not total:
        return say("The data has no event of this period")
    period, events = selection.period, _events(total)
    if chosen == total == 1:
        return say("The review covers the one event of {period} in the data", period=period)
    if chosen == total:
        return say(
            "The review covers all {events} of {period} in the data", events=events, period=period
        )
    if total == 1:
        return say("The review does not cover the one event of {period} in the data", period=period)
    if not chosen:
        return say(
            "The review covers none of {events} of {period} in the data",
            events=events,
            period=period,
        )
    return say(
        "The review covers {chosen} of {events} of {period} in the data",
        chosen=str(chosen),
        events=events,
        period=period,
    )


def _events(number: int) -> str:
    return say_many("{count} event", "{count} events", number)


def _everything(selection: Selection) -> Selection:
    return Selection(
        first_month=selection.first_month,
        last_month=selection.last_month,
        source=selection.source,
        statuses=STATUSES,
    )


def _not_mentioned(material: Material, keys_in_text: Collection[str]) -> Iterator[Group]:
    """Count the events chosen that the review does not tell."""
    lesser = tuple(key for row in material.events if (key := row["event_id"]) not in keys_in_text)
    if lesser:
        yield (
            say_many(
                "One event chosen matters less by the rule and is not told; the table of events "
                "has it",
                "{count} events chosen matter less by the rule and are not told; the table of "
                "events has them",
                len(lesser),
            ),
            lesser,
        )
    if rest := material.counts.total - len(material.events):
        yield (
            say_many(
                "{count} event passed the filters and is only counted. Looked at: {rule}. The "
                "sheet of events holds these and the first of those behind the charts",
                "{count} events passed the filters and are only counted. Looked at: {rule}. The "
                "sheet of events holds these and the first of those behind the charts",
                rest,
                rule=rule_words(material.selection),
            ),
            (),
        )


def _begun_before(material: Material) -> Iterator[Group]:
    """Count the events chosen but for their first day, which lies before the period."""
    number, rows = running(material.package, material.selection)
    if not number:
        return
    words = say_many(
        "{count} event that began earlier and is listed under its start",
        "{count} events that began earlier and are listed under their start",
        number,
    )
    if 0 < len(rows) <= MOST_NAMED:
        records = rows.to_dict("records")
        named = (f"{when_of(row, years=True)}, {tidy(row['title'])}" for row in records)
        words = say("{words}: {names}", words=words, names="; ".join(named))
    yield words, tuple(rows["event_id"].tolist()) if len(rows) else ()


def _figures(material: Material, keys_in_text: Collection[str]) -> Iterator[Group]:
    """Count the figures of no event that the review does not tell."""
    countries = (*material.selection.countries, REGION)
    rest = [
        row
        for row in material.statistics
        if row["figure_id"] not in keys_in_text and row["country"] in countries
    ]
    epidemic = tuple(row["figure_id"] for row in rest if row["measure"] in COVID_MEASURES)
    others = tuple(row["figure_id"] for row in rest if row["measure"] not in COVID_MEASURES)
    if epidemic:
        words = say_many(
            "{many} figure of the epidemic",
            "{many} figures of the epidemic",
            len(epidemic),
            many=str(len(epidemic)),
        )
        if material.is_whole:
            words = say(
                "Not repeated in the review: {figures} as of earlier days or by other sources",
                figures=words,
            )
        else:
            words = say("Left out by the filters: {figures}", figures=words)
        yield words, epidemic
    if others:
        words = say_many(
            "Not told: {count} further figure that stands apart from events",
            "Not told: {count} further figures that stand apart from events",
            len(others),
        )
        yield words, others
