"""What the panels of the Overview share: one column of readings a country."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard.covid.measures.series import METRICS
from dashboard.covid.view.data import covid_data
from dashboard.datapackage.store import Package
from dashboard.marks import TOPIC_OF_MARK
from dashboard.overview.measures import CountryMonth, RateRun, latest_rates, rate_runs, side_by_side
from dashboard.panels.covering import Cover, Nothing, cover
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.sheet import read_sheet
from dashboard.selection import Selection
from dashboard.values import Absent, Reason

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
    """Return what the side-by-side table says, one column a country."""
    sheet = read_sheet(package, selection, DATED)
    are_held = "figures" not in package.unavailable
    unstated = sheet.unstated_by_country["detained"] if are_held else Counter[str]()
    columns = side_by_side(
        sheet.counts,
        (sheet.told.events, package.held_figures),
        (sheet.told.of_measure("detained"), unstated),
        {metric: covid_data(package, metric) for metric in METRICS},
        latest_rates(_rate_runs(package), selection),
        selection,
    )
    if not are_held:
        columns = [_without_people(column) for column in columns]
    return [_with_reasons(column, package, selection) for column in columns]


def _without_people(column: CountryMonth) -> CountryMonth:
    """Say of people that their figures could not be loaded; events are counted without these."""
    why = Absent(Reason.COULD_NOT_LOAD)
    return replace(column, detained=why, detained_abroad=why, sentenced=why)


@lru_cache(maxsize=KEPT_PACKAGES)
def _rate_runs(package: Package) -> tuple[RateRun, ...]:
    return rate_runs(package.table("rates"))


def no_act(package: Package, selection: Selection, kind: str, country: str = "") -> Nothing:
    """Say why there is no act of a mark, or nobody "detained", of a country or of all chosen."""
    sheet = read_sheet(package, selection, DATED)
    return (
        sheet.no_detention(country) if kind == "detained" else sheet.nothing(kind, country=country)
    )


def covered(package: Package, selection: Selection) -> Cover:
    """Return the months in which sources cover all that the table counts of events."""
    return cover(package, selection, [TOPIC_OF_MARK[mark] for mark in COUNTED_MARKS])


def _with_reasons(column: CountryMonth, package: Package, selection: Selection) -> CountryMonth:
    """Put why there is none in place of zeros."""

    def why(kind: str) -> Absent:
        return no_act(package, selection, kind, column.country).why

    held = column.detained
    if isinstance(held, Absent) and held.reason is Reason.NONE_REPORTED:
        held = why("detained")
    return replace(
        column,
        protests=column.protests or why("protest"),
        detained=held,
        detained_abroad=held if isinstance(held, Absent) else column.detained_abroad,
        sentences=column.sentences or why("sentence"),
    )
