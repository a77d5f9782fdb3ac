"""What the filters of a briefing leave out of the review, counted, each event once.

What the review tells is left to `review`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.briefing.beside import CLAIMED, MOST_CLAIMED
from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import MOST_REVIEWED, Material, is_epidemic, rule_words
from dashboard.briefing.review_words import tidy, when_of
from dashboard.briefing.silence import no_rates_words
from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.filter_table import ROW_FILTERS
from dashboard.panels.query import chosen_counts, over_all_months
from dashboard.protests.view.listed import MOST_SPANS
from dashboard.selection import Selection, shift_month
from dashboard.vocabulary import REGION, STATUSES
from dashboard.wording import counted

# So many events that began earlier are named.
MOST_NAMED = 8
STATUS_NOUNS = {
    "occurred": ("event told as fact", "events told as fact"),
    "claimed": ("claimed event", "claimed events"),
    "planned": ("planned event", "planned events"),
    "pledged": ("pledged event", "pledged events"),
}
Group = tuple[str, tuple[str, ...]]


def left_out_lines(material: Material, told: Collection[str]) -> tuple[Line, ...]:
    """Count what is left out, by the first filter that an event fails.

    The first line counts the events of the period and those told; the lines of `failing` add up to
    the difference, of very many with those that are counted only. Then come events that began
    before the period and figures that are not told; `told` are the keys in the review.
    """
    package, selection = material.package, material.selection
    period = _Period(package, selection)
    words = _first_words(period.total, len(material.events), selection)
    groups = [(words, period.keys(None)), *failing(package, selection)]
    groups += [*_only_counted(material), *_begun_before(material), *_figures(material, told)]
    if words := no_rates_words(material):
        groups.append((words, ()))
    return tuple(Line((Run(f"{words}.", group),)) for words, group in groups)


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
                named = f", named under {'its country' if number == 1 else 'their countries'}"
                apart = named if status == CLAIMED and number <= MOST_CLAIMED else ""
                yield f"{counted(number, *nouns)}{apart}", keys


def _first_words(total: int, chosen: int, selection: Selection) -> str:
    if not total:
        return "The data has no event of this period"
    of_period = f"of {selection.period} in the data"
    if chosen == total:
        words = "the one event" if total == 1 else f"all {_events(total)}"
        return f"The review covers {words} {of_period}"
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


def _only_counted(material: Material) -> Iterator[Group]:
    """Count the events chosen that a review of very many does not tell one by one."""
    if rest := material.counts.total - len(material.events):
        yield (
            f"{_events(rest)} passed the filters and {'is' if rest == 1 else 'are'} counted, not "
            f"told one by one. Told: {rule_words(material.selection)}. The sheet of events holds "
            "these and the first of those behind the charts",
            (),
        )


def _begun_before(material: Material) -> Iterator[Group]:
    """Count the events chosen but for their first day, which lies before the period."""
    number, rows = _running(material.package, material.selection)
    if not number:
        return
    verb = "began earlier and is" if number == 1 else "began earlier and are"
    words = f"{_events(number)} that {verb} listed under {'its' if number == 1 else 'their'} start"
    if 0 < len(rows) <= MOST_NAMED:
        records = rows.to_dict("records")
        named = (f"{when_of(row, years=True)}, {tidy(row['title'])}" for row in records)
        words = f"{words}: {'; '.join(named)}"
    yield words, tuple(rows["event_id"].tolist()) if len(rows) else ()


def _running(package: Package, selection: Selection) -> tuple[int, pd.DataFrame]:
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
    running = spans[spans["end_date"].ge(pd.Timestamp(selection.first_day))]
    return number, running if len(running) == number else pd.DataFrame()


def _lasting(counts: Counts, selection: Selection) -> Counts:
    days = counts.columns["end_date"].words
    return counts.isin(end_date=days[days >= np.datetime64(selection.first_day, "D")].tolist())


def _figures(material: Material, told: Collection[str]) -> Iterator[Group]:
    """Count the figures of no event that the review does not tell."""
    countries = (*material.selection.countries, REGION)
    rest = [
        row
        for row in material.statistics
        if row["figure_id"] not in told and row["country"] in countries
    ]
    epidemic = tuple(row["figure_id"] for row in rest if is_epidemic(row))
    others = tuple(row["figure_id"] for row in rest if not is_epidemic(row))
    if epidemic:
        noun = "figure of the epidemic" if len(epidemic) == 1 else "figures of the epidemic"
        if material.is_whole:
            why = "as of earlier days or by other sources"
            yield f"Not repeated in the review: {len(epidemic)} {noun} {why}", epidemic
        else:
            yield f"Left out by the filters: {len(epidemic)} {noun}", epidemic
    if others:
        noun = "further figure" if len(others) == 1 else "further figures"
        yield f"Left out by the filters: {len(others)} {noun} of no event", others
