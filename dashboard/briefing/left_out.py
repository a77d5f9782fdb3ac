"""What the filters of a briefing leave out of the review, counted, each event once.

What the review tells is left to `review`.
"""

from collections.abc import Collection, Iterator
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
from dashboard.wording import counted, number_word, say, say_many

# So many events that began earlier are named.
MOST_NAMED = 8
STATUS_NOUNS = {
    "occurred": ("event reported as fact", "events reported as fact"),
    "claimed": ("claimed event", "claimed events"),
    "planned": ("planned event", "planned events"),
    "pledged": ("pledged event", "pledged events"),
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
    many = "all" if len(here) == len(keys) else number_word(len(here))
    return say("{words}, {many} told as such", words=words, many=many), keys


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
                yield f"{_events(number)} {row.missed(selection)}", keys
        before = after


def _of_other_status(period: "_Period", before: Selection, selection: Selection) -> Iterator[Group]:
    """Yield the events of each status that is not chosen: planned ones are another thing."""
    for status, nouns in STATUS_NOUNS.items():
        if status not in selection.statuses:
            others = tuple(each for each in STATUSES if each != status)
            number, keys = period.lost(before, replace(before, statuses=others))
            if number:
                yield counted(number, *nouns), keys


def _first_words(total: int, chosen: int, selection: Selection) -> str:
    if not total:
        return "The data has no event of this period"
    of_period = f"of {selection.period} in the data"
    if chosen == total:
        words = "the one event" if total == 1 else f"all {_events(total)}"
        return f"The review covers {words} {of_period}"
    if total == 1:
        return f"The review does not cover the one event {of_period}"
    return f"The review covers {chosen or 'none'} of {_events(total)} {of_period}"


def _events(number: int) -> str:
    return counted(number, "event")


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
            f"{_events(rest)} passed the filters and {'is' if rest == 1 else 'are'} only counted. "
            f"Looked at: {rule_words(material.selection)}. The sheet of events holds these and the "
            "first of those behind the charts",
            (),
        )


def _begun_before(material: Material) -> Iterator[Group]:
    """Count the events chosen but for their first day, which lies before the period."""
    number, rows = running(material.package, material.selection)
    if not number:
        return
    verb = "began earlier and is" if number == 1 else "began earlier and are"
    words = f"{_events(number)} that {verb} listed under {'its' if number == 1 else 'their'} start"
    if 0 < len(rows) <= MOST_NAMED:
        records = rows.to_dict("records")
        named = (f"{when_of(row, years=True)}, {tidy(row['title'])}" for row in records)
        words = f"{words}: {'; '.join(named)}"
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
        noun = "figure of the epidemic" if len(epidemic) == 1 else "figures of the epidemic"
        if material.is_whole:
            why = "as of earlier days or by other sources"
            yield f"Not repeated in the review: {len(epidemic)} {noun} {why}", epidemic
        else:
            yield f"Left out by the filters: {len(epidemic)} {noun}", epidemic
    if others:
        words = say_many(
            "Not told: {count} further figure that stands apart from events",
            "Not told: {count} further figures that stand apart from events",
            len(others),
        )
        yield words, others
