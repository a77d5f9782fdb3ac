"""What the panels of the Overview share: one column of readings a country."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

import pandas as pd

from dashboard.covid.view.data import covid_data
from dashboard.currency.measures import digits_of
from dashboard.currency.view import RateBook, rate_book
from dashboard.datapackage.store import Package
from dashboard.marks import TOPIC_OF_MARK
from dashboard.overview.measures import CountryMonth, LastRate
from dashboard.panels.covering import Cover, Nothing, cover
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.protests.measures.cases import Sentenced, people_sentenced
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.chosen import ProtestView, read_view
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.values import Absent, Rate, Reason, Term, Total, exactly, total
from dashboard.vocabulary import RATE_KINDS, currency_of, rate_kinds

# What stands beside another period, and the topics that sources must cover in both. Totals at the
# end of a period are not compared: what is new in it is.
COMPARED: Mapping[str, Sequence[str] | None] = {
    "new_cases": None,
    "new_deaths": None,
    "protests": (TOPIC_OF_MARK["protest"],),
    "detained": (TOPIC_OF_MARK["protest"], TOPIC_OF_MARK["arrest"]),
    "sentences": (TOPIC_OF_MARK["sentence"],),
    "units_per_usd": None,
}
COUNTED_MARKS = ("protest", "arrest", "sentence")


@lru_cache(maxsize=KEPT_SELECTIONS)
def month_columns(package: Package, selection: Selection) -> list[CountryMonth]:
    """Return what the side-by-side table says, one column a country; why there is none for 0."""
    view = read_view(package, selection, DATED)
    marks = view.counts.by("country", "mark")
    away = view.counts.where(mark="protest", abroad=True).by("country")
    cases, deaths = covid_data(package, "cases"), covid_data(package, "deaths")
    rates = latest_rates(package, selection)
    totals = zip(cases.totals_in(selection), deaths.totals_in(selection), strict=True)
    columns = []
    for code, (infected, dead) in zip(selection.countries, totals, strict=True):
        detained, detained_abroad, sentenced = _people(view, code)
        columns.append(
            CountryMonth(
                country=code,
                cases=infected,
                deaths=dead,
                growth=cases.growth_in(code, selection),
                deaths_growth=deaths.growth_in(code, selection),
                protests=marks[code, "protest"]
                or no_event(package, selection, "protest", code).why,
                abroad=away[code],
                detained=detained,
                detained_abroad=detained_abroad,
                sentences=marks[code, "sentence"]
                or no_event(package, selection, "sentence", code).why,
                sentenced=sentenced,
                terms=_terms(view, code),
                rate=rates.get(currency_of(code)),
            )
        )
    return columns


def latest_rates(package: Package, selection: Selection) -> dict[str, LastRate]:
    """Return by currency the last rate of the period as Currency has it, never a print.

    A daily rate comes first, then a month end, then one of another single day. The rate that a
    state sets stands for the daily ones near it.
    """
    if package.table("rates").empty:
        return {}
    first, last = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    found: dict[str, LastRate] = {}
    for currency, rates in _rates_by_rank(package):
        place = bisect_right(rates, last, key=itemgetter(0))
        if currency not in found and place and rates[place - 1][0] >= first:
            found[currency] = _last_rate(rate_book(package), currency, *rates[place - 1])
    return found


# The day of a rate, its kind, units per US dollar, the digits to show, and the source.
RateRow = tuple[pd.Timestamp, str, float, int, str]


@lru_cache(maxsize=KEPT_PACKAGES)
def _rates_by_rank(package: Package) -> Sequence[tuple[str, Sequence[RateRow]]]:
    """Return the rates of each currency by day, first those of the kinds that come first."""
    book = rate_book(package)
    kinds, daily = list(RATE_KINDS), rate_kinds("line")
    ranks = {kind: 0 if kind in daily else kinds.index(kind) for kind in kinds}
    rates = pd.concat([book.daily, book.single])
    ordered = rates.assign(rank=rates["kind"].map(ranks)).sort_values("date", kind="stable")
    names = ("date", "kind", "units", "shown_digits", "source_id")
    return [
        (str(currency), [*cells_of(own, *names)])
        for (_, currency), own in ordered.groupby(["rank", "currency"])
    ]


def _last_rate(
    book: RateBook,
    currency: str,
    when: pd.Timestamp,
    kind: str,
    units: float,
    digits: int,
    source: str,
) -> LastRate:
    is_daily = kind in rate_kinds("line")
    setter = book.official_sources[currency] if is_daily and currency in book.official else ""
    return LastRate(when, Rate(units, digits_of(units) if setter else digits), source, kind, setter)


def _people(
    view: ProtestView, country: str
) -> tuple[Total | Absent, Total | Absent, Sentenced | Absent]:
    """Return the people of a country detained, those of them detained abroad, those sentenced."""
    package = view.package
    if "figures" in package.unavailable:  # events are counted without them
        lost = Absent(Reason.COULD_NOT_LOAD)
        return lost, lost, lost
    acts = view.with_figures
    own_acts = [act for act in acts.records.values() if act.country == country]
    sentenced = Sentenced()
    if any(act.mark == "sentence" for act in own_acts):
        own = acts.events[acts.events["country"].eq(country)]
        sentenced = people_sentenced(own, acts.figures)
    held = [each for each in acts.of_measure("detained") if each.country == country]
    unstated = view.unstated_by_country["detained"][country]
    detained = total((each.amount for each in held), unstated)
    if isinstance(detained, Absent):
        if detained.reason is Reason.NONE_REPORTED:
            detained = no_event(package, view.selection, "detained", country).why
        return detained, detained, sentenced
    abroad = [each.amount for each in held if each.abroad]
    return detained, total(abroad or [exactly(0)]), sentenced


def _terms(view: ProtestView, country: str) -> tuple[Term, ...]:
    events = (event for event in view.with_figures.records.values() if event.country == country)
    terms = (each.term for act in events for each in act.sentences)
    return tuple(term for term in terms if isinstance(term, Term))


def no_event(package: Package, selection: Selection, kind: str, country: str = "") -> Nothing:
    """Say why there is no act of a mark, or nobody "detained", of a country or of all chosen."""
    view = read_view(package, selection, DATED)
    return view.no_detention(country) if kind == "detained" else view.nothing(kind, country=country)


def covered(package: Package, selection: Selection) -> Cover:
    """Return the months in which sources cover all that the table counts of events."""
    return cover(package, selection, [TOPIC_OF_MARK[mark] for mark in COUNTED_MARKS])
