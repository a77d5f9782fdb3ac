"""What the panels of the Overview share: one column of readings a country."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.covid.view.data import covid_data
from dashboard.currency.measures import digits_of
from dashboard.currency.view import rate_book
from dashboard.datapackage.store import Package
from dashboard.marks import TOPIC_OF_MARK
from dashboard.overview.measures import CountryMonth, LastRate
from dashboard.panels.covering import Cover, Nothing, cover
from dashboard.panels.query import KEPT_SELECTIONS
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
    book = rate_book(package)
    rates = pd.concat([book.daily, book.single])
    chosen = rates[selection.within(rates["date"])]
    kinds, daily = list(RATE_KINDS), rate_kinds("line")
    ranks = {kind: 0 if kind in daily else kinds.index(kind) for kind in kinds}
    ordered = chosen.assign(rank=chosen["kind"].map(ranks)).sort_values(
        ["rank", "date"], ascending=[False, True], kind="stable"
    )
    last = ordered.drop_duplicates("currency", keep="last")
    found = {}
    for currency, when, kind, units, digits, source in cells_of(
        last, "currency", "date", "kind", "units", "shown_digits", "source_id"
    ):
        setter = book.official_sources[currency] if currency in book.official else ""
        setter = setter if kind in daily else ""
        rate = Rate(units, digits_of(units) if setter else digits)
        found[currency] = LastRate(when, rate, source, kind, setter)
    return found


def _people(
    view: ProtestView, country: str
) -> tuple[Total | Absent, Total | Absent, Sentenced | Absent]:
    """Return the people of a country detained, those of them detained abroad, those sentenced."""
    package = view.package
    if "figures" in package.unavailable:  # events are counted without them
        lost = Absent(Reason.COULD_NOT_LOAD)
        return lost, lost, lost
    events = view.with_figures.events
    own = events[events["country"].eq(country)]
    sentenced = people_sentenced(own, package.held_figures)
    held = [each for each in view.with_figures.of_measure("detained") if each.country == country]
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
