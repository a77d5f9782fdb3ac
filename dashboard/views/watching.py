"""Which watches fire in a month: the number, what it is held against, and what is not known.

A watch fires when what the sources tell reaches its threshold. It is quiet only where they tell
all; else it is not known whether it would have fired.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dashboard import dates
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.start import with_source_counted
from dashboard.selection import Selection, shift_month
from dashboard.unusual.view.past import Compared
from dashboard.unusual.words import place_words, plural_words, shape, signal_words
from dashboard.values import Reason
from dashboard.views.measures import MEASURES, Gap, Reading, unusual_in
from dashboard.views.saved import View, Watch
from dashboard.vocabulary import country_name
from dashboard.wording import join_words, say, say_many, signed

# So many readings are kept: a year of each of sixty watches.
KEPT_READINGS = 720
# Of more unusual numbers in a month these are named.
MOST_SIGNALS = 3


class Verdict(StrEnum):
    """What became of a watch in a month."""

    FIRED = "fired"
    QUIET = "quiet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What became of one watch in one month (`YYYY-MM`)."""

    view: View
    watch: Watch
    month: str
    reading: Reading

    @property
    def verdict(self) -> Verdict:
        """Whether it fired, was quiet, or cannot be said."""
        least = self.watch.at_least
        if self.reading.signals or (least is not None and self.reading.number >= least):
            return Verdict.FIRED
        return Verdict.UNKNOWN if self.reading.gaps else Verdict.QUIET

    @property
    def query(self) -> dict[str, str]:
        """The view in this month, as in the address."""
        return {**dict(self.view.query), "from": self.month, "to": self.month}


def outcomes(package: Package, views: Iterable[View], months: Sequence[str]) -> list[Outcome]:
    """Return what became of the watches of some views in each of some months, watch by watch."""
    return [
        Outcome(view, watch, month, _reading(package, view.selection.over(month, month), watch))
        for view in views
        if (watch := view.watch)
        for month in months
    ]


def outcomes_since(package: Package, views: Iterable[View], month: str) -> list[Outcome]:
    """Return the same from a month to the last that the data can speak of, by the measure.

    Where that is before `month`, the one outcome of that month says so.
    """
    found = []
    for view in views:
        last = _last_month(package, view)
        months = [month]
        while months[-1] < last:
            months.append(shift_month(months[-1], 1))
        if last < month:
            reading = Reading(0, (Gap(Reason.OUTSIDE_SERIES),))
            found += [Outcome(view, watch, month, reading) for watch in [view.watch] if watch]
        else:
            found += outcomes(package, [view], months)
    return found


def _last_month(package: Package, view: View) -> str:
    if view.watch is None:
        return ""
    try:
        return MEASURES[view.watch.measure].last_month(
            package, with_source_counted(package, view.selection)
        )
    except DataUnavailable:
        return ""


@lru_cache(maxsize=KEPT_READINGS)
def _reading(package: Package, selection: Selection, watch: Watch) -> Reading:
    measure, asked = MEASURES[watch.measure], with_source_counted(package, selection.alone)
    try:
        if watch.at_least is None:
            return unusual_in(package, asked, measure)
        return measure.count(package, asked)
    except DataUnavailable:
        return Reading(0, (Gap(Reason.COULD_NOT_LOAD),))


def month_in_words(month: str) -> str:
    """Write a month.

    >>> month_in_words("2020-06")
    'June 2020'
    """
    return dates.month(date.fromisoformat(f"{month}-01"))


def number_words(outcome: Outcome) -> str:
    """Write the number of a watch: "at least" where more may be missing.

    >>> view = View("Osh", "", ())
    >>> number_words(Outcome(view, Watch("protest", 3), "2020-06", Reading(4)))
    '4 protests'
    """
    words = MEASURES[outcome.watch.measure].words(outcome.reading.number)
    return say("at least {number}", number=words) if outcome.reading.gaps else words


def threshold_words(watch: Watch) -> str:
    """Write when a watch fires.

    >>> threshold_words(Watch("protest", 3)), threshold_words(Watch("rate_move", 2.5))
    ('threshold: 3 protests', 'threshold: 2.5% currency move')
    >>> threshold_words(Watch("protest", None))
    'Protests, when unusual'
    """
    if watch.at_least is None:
        measure = MEASURES[watch.measure]
        return (
            say("{what}, when unusual", what=measure.label) if measure.has_number else measure.label
        )
    return say("threshold: {number}", number=MEASURES[watch.measure].words(watch.at_least))


def fired_words(outcome: Outcome) -> str:
    """Say what fired, to follow the view's name."""
    if outcome.watch.at_least is None:
        return say(
            "in {month}, {signals}",
            signals="; ".join(_signals_in_words(outcome)),
            month=month_in_words(outcome.month),
        )
    return say(
        "{number} in {month} ({threshold})",
        number=number_words(outcome),
        month=month_in_words(outcome.month),
        threshold=threshold_words(outcome.watch),
    )


def _signals_in_words(outcome: Outcome) -> list[str]:
    """Say what is unusual, the first of many."""
    signals = outcome.reading.signals
    words = [_signal_in_words(each) for each in signals[:MOST_SIGNALS]]
    if len(signals) > MOST_SIGNALS:
        words.append(say("{count} more", count=len(signals) - MOST_SIGNALS))
    return words


def _signal_in_words(found: Compared) -> str:
    signal = f"{shape(found)} {signal_words(found, 1)}"
    place = place_words(found)
    if found.measure == "rate" and isinstance(found.shown, float):
        percent = signed(found.shown, "{:.1f}".format)
        return say(
            "currency of {place} {percent}% ({signal})", place=place, percent=percent, signal=signal
        )
    return say(
        "{what} in {place}: {number} ({signal})",
        what=plural_words(found),
        place=place,
        number=found.shown,
        signal=signal,
    )


def gap_words(gap: Gap) -> str:
    """Say why more may be missing, and of which countries.

    >>> gap_words(Gap(Reason.NOT_COVERED, ("TKM",))), gap_words(Gap(Reason.NOT_STATED))
    ('Turkmenistan is not covered', 'some numbers are not stated')
    """
    named = join_words([country_name(code) for code in gap.countries])
    if not named:
        return {
            Reason.NOT_COVERED: say("it is not covered"),
            Reason.NOT_STATED: say("some numbers are not stated"),
            Reason.FILTERED_OUT: say("the view’s event types leave none"),
            Reason.OUTSIDE_SERIES: say("the data ends earlier"),
            Reason.COULD_NOT_LOAD: say("the data could not be read"),
        }[gap.reason]
    count = len(gap.countries)
    return {
        Reason.NOT_COVERED: say_many(
            "{named} is not covered", "{named} are not covered", count, named=named
        ),
        Reason.NOT_STATED: say("{named}: not stated", named=named),
        Reason.OUTSIDE_SERIES: say(
            "the series of {named} does not have the whole month", named=named
        ),
    }[gap.reason]


def _uncompared_words(gap: Gap) -> str:
    """Say that nothing is known of whether a month is unusual, and of which countries."""
    if gap.reason is not Reason.NOT_COVERED:
        return gap_words(gap)
    named = join_words([country_name(code) for code in gap.countries])
    return say("{named}: too little is covered to compare with", named=named)


def unknown_words(found: Sequence[Outcome]) -> str:
    """Say in which of some months a watch could not be checked, why, and what is known at least."""
    gaps = dict.fromkeys(
        gap_words(gap) if each.watch.at_least is not None else _uncompared_words(gap)
        for each in found
        for gap in each.reading.gaps
    )
    first, last = (date.fromisoformat(f"{each.month}-01") for each in (found[0], found[-1]))
    clause = say_many(
        "could not be checked for {months} ({gaps})",
        "could not be checked for {count} months from {months} ({gaps})",
        len(found),
        months=dates.months(first, last),
        gaps="; ".join(gaps),
    )
    most = max(found, key=lambda each: each.reading.number)
    if not most.reading.number or most.watch.at_least is None:
        return clause
    return say(
        "{clause}; the most known is {number} in {month} ({threshold})",
        clause=clause,
        number=number_words(most),
        month=month_in_words(most.month),
        threshold=threshold_words(most.watch),
    )


def unknown_by_watch(found: Iterable[Outcome]) -> list[list[Outcome]]:
    """Group the outcomes that are not known by watch."""
    groups: dict[str, list[Outcome]] = {}
    for each in found:
        if each.verdict is Verdict.UNKNOWN:
            groups.setdefault(each.view.name, []).append(each)
    return list(groups.values())


def sum_words(found: Sequence[Outcome], when: str) -> str:
    """Say how many of the watches fired `when`, and how many could not be checked for all of it."""
    watches, fired, unknown = (
        len({each.view.name for each in found if each.verdict in verdicts})
        for verdicts in (Verdict, (Verdict.FIRED,), (Verdict.UNKNOWN,))
    )
    clause = say_many(
        "{fired} of {count} watch fired {when}",
        "{fired} of {count} watches fired {when}",
        watches,
        fired=fired,
        when=when,
    )
    if not unknown:
        return clause
    return say(
        "{clause}; {unknown} could not be checked for every month", clause=clause, unknown=unknown
    )
