"""What a watch may count in a month, one row a measure, as the pages count it.

A reading is no more than the sources tell: its number is a lower bound wherever some are missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.covid.view.data import covid_data
from dashboard.currency.view import changes_of, rate_book
from dashboard.datapackage.store import Package
from dashboard.marks import COVERED_TOPICS, MARKS, TOPIC_OF_MARK
from dashboard.panels.covering import cover, covered_months, topics_chosen, topics_of_mark
from dashboard.panels.query import chosen_counts
from dashboard.panels.start import months_of_events
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.chosen import read_view
from dashboard.selection import Selection, month_of
from dashboard.unusual.measures import MEASURES as UNUSUAL
from dashboard.unusual.view import compared
from dashboard.unusual.view.past import Compared
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, currency_of
from dashboard.wording import N_, counted, say, say_many

# What is unusual of whatever measure.
ANY = "any"


@dataclass(frozen=True)
class Gap:
    """Why a reading is not known to be all there is, and of which countries (none: of all)."""

    reason: Reason
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a measure comes to: at least `number`; without `gaps` just that.

    Of what is unusual `signals` are the numbers that are, and gaps are what cannot be compared.
    """

    number: float
    gaps: tuple[Gap, ...] = ()
    signals: tuple[Compared, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a watch may count.

    `count` counts it for a selection, `last_month` is the last that the data can speak of ("" for
    none); both raise `DataUnavailable`. `words` write a number of it. `unusual` names it among the
    measures of what is unusual; `has_number` is False for what is only that.
    """

    key: str
    name: str
    words: Callable[[float], str]
    count: Callable[[Package, Selection], Reading]
    last_month: Callable[[Package, Selection], str]
    unusual: str = ""
    has_number: bool = True

    @property
    def label(self) -> str:
        """Its name as a reader sees it."""
        return say(self.name)


def unusual_in(package: Package, selection: Selection, measure: Measure) -> Reading:
    """Return what of a measure is unusual, country by country, and what cannot be compared."""
    found = [
        each for each in compared(package, selection) if measure.unusual in (ANY, each.measure)
    ]
    known = {each.country for each in found if not each.admin1 and each.periods}
    if measure.unusual == ANY:
        known -= {each.country for each in found if not each.admin1 and not each.periods}
    without = [code for code in selection.countries if code not in known]
    gaps = _gaps({Reason.NOT_COVERED: without}) if without else ()
    signals = tuple(each for each in found if each.signal)
    return Reading(len(signals), gaps, signals)


def _events(package: Package, selection: Selection) -> Reading:
    topics = topics_chosen(selection)
    return Reading(
        chosen_counts(package, selection).total, _not_covered(package, selection, topics)
    )


def _of_mark(mark: str) -> Callable[[Package, Selection], Reading]:
    def count(package: Package, selection: Selection) -> Reading:
        number = chosen_counts(package, selection).where(mark=mark).total
        hidden = _hidden_by_type(selection, [mark])
        return Reading(number, hidden or _not_covered(package, selection, topics_of_mark(mark)))

    return count


def _people(measure: str, *marks: str) -> Callable[[Package, Selection], Reading]:
    """Return what counts the people of a measure by the lower bounds that are reported."""

    def count(package: Package, selection: Selection) -> Reading:
        view = read_view(package, selection, DATED)
        topics = [topic for mark in marks for topic in topics_of_mark(mark)]
        gaps = _hidden_by_type(selection, marks) or _not_covered(package, selection, topics)
        total = view.totals.get(measure)
        missing = view.unstated.get(measure, 0) > 0 if total is None else not total.is_exact
        if missing:
            gaps = (*gaps, Gap(Reason.NOT_STATED))
        return Reading((total.sum.low or 0) if total else 0, gaps)

    return count


def _new(metric: str) -> Callable[[Package, Selection], Reading]:
    """Return what counts the new cases or deaths of the official series."""

    def count(package: Package, selection: Selection) -> Reading:
        data, number = covid_data(package, metric), 0
        why: dict[Reason, list[str]] = {}
        totals = {each.country: each for each in data.totals_in(selection)}
        for code in selection.countries:
            grown = data.growth_in(code, selection)
            if not isinstance(grown, Absent):
                number += grown.new
                if grown.last < pd.Timestamp(selection.last_day):
                    why.setdefault(Reason.OUTSIDE_SERIES, []).append(code)
            elif not totals[code].is_officially_none:
                series = totals[code].series
                reason = series.reason if isinstance(series, Absent) else grown.reason
                why.setdefault(reason, []).append(code)
        return Reading(number, _gaps(why))

    return count


def _rate_move(package: Package, selection: Selection) -> Reading:
    """Return the largest move of a currency from the first to the last rate, in per cent."""
    currencies = {currency_of(code): code for code in selection.countries}
    days = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    found = changes_of(rate_book(package), currencies, *days)
    moves = {each.currency: abs(each.percent) for each in found if each.percent is not None}
    without = [code for currency, code in currencies.items() if currency not in moves]
    return Reading(
        max(moves.values(), default=0), _gaps({Reason.OUTSIDE_SERIES: without} if without else {})
    )


def _nothing(package: Package, selection: Selection) -> Reading:
    """Count nothing: there is no one number of all measures."""
    return Reading(0)


def _hidden_by_type(selection: Selection, marks: Iterable[str]) -> tuple[Gap, ...]:
    """Return the gap of a view whose choice of types leaves none of what is counted."""
    topics = {TOPIC_OF_MARK[mark] for mark in marks}
    hides = bool(selection.topics) and topics.isdisjoint(selection.topics)
    return (Gap(Reason.FILTERED_OUT),) if hides else ()


def _not_covered(package: Package, selection: Selection, topics: Sequence[str]) -> tuple[Gap, ...]:
    """Return the gap of the countries in which sources do not cover the topics for all months."""
    without = [
        code for code in selection.countries if not cover(package, selection, topics, code).is_whole
    ]
    if len(without) == len(selection.countries):
        return (Gap(Reason.NOT_COVERED),)
    return _gaps({Reason.NOT_COVERED: without} if without else {})


def _gaps(why: dict[Reason, list[str]]) -> tuple[Gap, ...]:
    return tuple(
        Gap(reason, tuple(code for code in COUNTRIES if code in codes))
        for reason, codes in why.items()
    )


def _last_of_events(package: Package, selection: Selection) -> str:
    covered = covered_months(package, selection.source)
    months = [max(held) for (topic, _), held in covered.items() if held and topic in COVERED_TOPICS]
    return max([*months, *months_of_events(package, selection.source)[-1:]], default="")


def _last_of_series(metric: str) -> Callable[[Package, Selection], str]:
    def last(package: Package, selection: Selection) -> str:
        reach = covid_data(package, metric).reach
        return month_of(reach[1]) if reach else ""

    return last


def _last_of_rates(package: Package, selection: Selection) -> str:
    return month_of(rate_book(package).last)


def _last_of_any(package: Package, selection: Selection) -> str:
    known = (_last_of_events, _last_of_series("cases"), _last_of_rates)
    return max(last(package, selection) for last in known)


def _percent(value: float) -> str:
    return say("{percent}% currency move", percent=f"{value:,.1f}".removesuffix(".0"))


def _mark(mark: str) -> Measure:
    row = MARKS[mark]
    return Measure(
        key=mark,
        name=row.label,
        words=lambda value: counted(int(value), row.singular, row.plural),
        count=_of_mark(mark),
        last_month=_last_of_events,
        unusual=mark if mark in UNUSUAL else "",
    )


def _metric(key: str, name: str, words: Callable[[float], str]) -> Measure:
    return Measure(
        key=f"new_{key}",
        name=name,
        words=words,
        count=_new(key),
        last_month=_last_of_series(key),
        unusual=key,
    )


# One row a measure, in the order of the list to choose from.
MEASURES = {
    row.key: row
    for row in (
        Measure(
            key="events",
            name=N_("Events"),
            words=lambda value: say_many("{count} event", "{count} events", int(value)),
            count=_events,
            last_month=_last_of_events,
        ),
        *map(_mark, TOPIC_OF_MARK),
        Measure(
            key="detained",
            name=N_("People detained"),
            words=lambda value: say("{people} detained", people=_persons(value)),
            count=_people("detained", "protest", "arrest"),
            last_month=_last_of_events,
            unusual="detained",
        ),
        Measure(
            key="killed",
            name=N_("People killed"),
            words=lambda value: say("{people} killed", people=_persons(value)),
            count=_people("killed", "protest", "arrest", "clash"),
            last_month=_last_of_events,
            unusual="killed",
        ),
        _metric(
            "cases",
            N_("New COVID-19 cases"),
            lambda value: say_many("{count} new case", "{count} new cases", int(value)),
        ),
        _metric(
            "deaths",
            N_("New COVID-19 deaths"),
            lambda value: say_many("{count} new death", "{count} new deaths", int(value)),
        ),
        Measure(
            key="rate_move",
            name=N_("Currency move against the dollar, in %"),
            words=_percent,
            count=_rate_move,
            last_month=_last_of_rates,
            unusual="rate",
        ),
        Measure(
            key=ANY,
            name=N_("Anything that is unusual"),
            words=lambda value: say_many(
                "{count} unusual number", "{count} unusual numbers", int(value)
            ),
            count=_nothing,
            last_month=_last_of_any,
            unusual=ANY,
            has_number=False,
        ),
    )
}


def _persons(value: float) -> str:
    return say_many("{count} person", "{count} people", int(value))
