"""Every exhibit by the name that pages, addresses and exports use; what may be asked of one."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from dashboard.coverage.panels import about, coverage, silence
from dashboard.covid.panels import provinces as covid_places
from dashboard.covid.panels import series as covid
from dashboard.covid.view.timeline import SWITCHES
from dashboard.currency.panels import periods as currency_periods
from dashboard.currency.panels import series as currency
from dashboard.datapackage.store import Package
from dashboard.drilldown import panels as behind
from dashboard.events.panels import card as cards
from dashboard.events.panels import table as events
from dashboard.maps.panels import event_map
from dashboard.maps.panels import lists as map_lists
from dashboard.maps.panels import provinces as map_provinces
from dashboard.overview import panels as overview
from dashboard.panels.analyst_notes import OPTION as NOTES
from dashboard.panels.analyst_notes import read_notes, with_notes
from dashboard.panels.comparing import Builder, beside_another, pair_of
from dashboard.panels.exhibit import Exhibit
from dashboard.protests.measures.counts import COUNT_RULES
from dashboard.protests.panels import actors as protest_actors
from dashboard.protests.panels import counts as protests
from dashboard.protests.panels import days as protest_days
from dashboard.protests.panels import ledger
from dashboard.protests.panels import people as protest_people
from dashboard.provenance import panels as traces
from dashboard.reconciliation import panels as reconcile
from dashboard.reconciliation.measures.verdicts import VERDICTS
from dashboard.reconciliation.view import MONTHS, OPTION, VERDICT
from dashboard.selection import Selection
from dashboard.unusual import panels as unusual
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import N_, say

# The panels of each page in reading order. A panel goes by the name of its function, also in
# addresses.
PAGES: Mapping[str, tuple[Builder, ...]] = {
    "overview": (
        overview.countries_side_by_side,
        unusual.unusual,
        event_map.overview_map,
        map_lists.outside_frame,
        overview.events_by_week,
        overview.stood_out,
    ),
    "event_map": (
        event_map.event_map,
        map_provinces.by_province,
        map_lists.outside_frame,
        map_lists.national_events,
    ),
    "covid_timeline": (
        covid.covid_series,
        covid.covid_stringency,
        covid.covid_small_multiples,
        covid.covid_printed_against_series,
        covid_places.covid_provinces,
    ),
    "reconciliation": (
        reconcile.reconcile_summary,
        reconcile.reconcile_chart,
        reconcile.reconcile_figures,
        reconcile.reconcile_rates,
    ),
    "protests_and_arrests": (
        protest_days.protests_day_by_day,
        protest_people.people_reported,
        protests.protests_by_month,
        protests.protests_by_issue,
        protests.protests_by_response,
        protest_actors.by_actor,
        protests.sentences,
        ledger.arrest_ledger,
        protests.protest_list,
    ),
    "currency": (
        currency.currency_series,
        currency_periods.currency_ticker,
        currency_periods.currency_change,
        currency_periods.currency_table,
    ),
    "events": (
        events.events_table,
        events.figures_table,
    ),
    "about_the_data": (
        about.sources_table,
        coverage.source_overlaps,
        coverage.paragraphs_accounted,
        coverage.coverage_months,
        silence.coverage_topics,
        coverage.coverage_series,
        coverage.known_breaks,
        about.reading_marks,
        about.table_counts,
        about.codebook,
        about.data_faults,
    ),
}
# What is opened from another panel.
OPENED: tuple[Builder, ...] = (cards.event_card, traces.figure_trace, behind.events_behind)
BUILDERS = {build.__name__: build for own in (*PAGES.values(), OPENED) for build in own}
PAGE_EXHIBITS = {page: tuple(build.__name__ for build in own) for page, own in PAGES.items()}


def _built(
    name: str, package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Build a panel: another period beside it where one is chosen, and notes where there are any.

    Whatever is kept by selection is kept of each period alone.
    """
    build, rest = BUILDERS[name], {key: options[key] for key in options if key != NOTES}
    exhibit = build(package, selection.alone, rest)
    if pair := pair_of(package, selection):
        exhibit = beside_another(exhibit, lambda other: build(package, other, rest), pair)
    if NOTES in options:
        exhibit = with_notes(name, exhibit, options[NOTES])
    return exhibit


EXHIBITS: dict[str, Builder] = {name: partial(_built, name) for name in BUILDERS}

# What shows series, rates, figures whatever their event, or the data itself: of the filters it
# follows countries and months alone.
WITHOUT_EVENTS = frozenset(
    (
        *PAGE_EXHIBITS["covid_timeline"],
        *PAGE_EXHIBITS["reconciliation"],
        *PAGE_EXHIBITS["currency"],
        *PAGE_EXHIBITS["about_the_data"],
        "figures_table",
    )
)

# So many words of a switch are named to one who asks for another.
MOST_OFFERED = 12
# The first page stands at the address of the app itself.
FRONT_PAGE = next(iter(PAGE_EXHIBITS))


def address_of(page: str) -> str:
    """Return what stands for a page in addresses: nothing for the first."""
    return "" if page == FRONT_PAGE else page


def filters_of(name: str, selection: Selection) -> str:
    """Say with which filters an exhibit is made, and which leave it as it is."""
    return selection.describe(by_events=name not in WITHOUT_EVENTS)


def page_of(name: str) -> str:
    """Return the first page that an exhibit stands on; cards and traces have none but Events."""
    return next((page for page, names in PAGE_EXHIBITS.items() if name in names), "events")


# What each switch of a page may say in an address: its words, by the data, or None where it names a
# row or a place of the screen, which the exhibits below look up.
OPTIONS: Mapping[str, Callable[[Package], Collection[str]] | None] = {
    **{switch.option: lambda package, own=switch.choices: own for switch in SWITCHES},
    OPTION: lambda package: MONTHS,
    VERDICT: lambda package: [
        *VERDICTS,
        *(f"{key}:{country}" for key in VERDICTS for country in COUNTRIES),
    ],
    "rate_direction": lambda package: currency.DIRECTIONS,
    "rate_scale": lambda package: currency.SCALES,
    "ticker": lambda package: [
        currency_periods.LATEST,
        *(f"{when:%Y-%m-%d}" for when in currency_periods.ticker_days(package)),
    ],
    "count_rule": lambda package: COUNT_RULES,
    "view": lambda package: ("region", "world"),
    "outside": lambda package: ("all",),
    "codebook": about.codebook_tables,
    "page": lambda package: ("", *PAGE_EXHIBITS, "briefing"),
    **dict.fromkeys((events.PAGE_OPTION, *events.ALL_ROWS)),
    **dict.fromkeys(("event", "figure", "behind", "at", NOTES)),
}
# The exhibits that are about one thing: the option that names it, and what it is.
ABOUT_ONE = {
    "event_card": ("event", N_("the key of an event")),
    "figure_trace": ("figure", N_("the key of a figure, an event, a day of a series or a rate")),
    "events_behind": ("behind", N_("a chart and the key of one of its bars")),
}


def option_faults(name: str, options: Mapping[str, str], package: Package) -> Iterator[str]:
    """Say in a sentence each what an address asks of an exhibit that cannot be answered."""
    for option, value in options.items():
        if option not in OPTIONS:
            yield say(
                "The address asks for “{option}”; there is no such filter or switch.",
                option=option[:40],
            )
            continue
        words = OPTIONS[option]
        if value and words is not None and value not in (known := words(package)):
            offered = ", ".join(each for each in list(known)[:MOST_OFFERED] if each)
            yield say(
                "The address has “{value}” in “{option}”, which is none of its words ({words}).",
                value=value[:40],
                option=option,
                words=f"{offered}{', ...' if len(known) > MOST_OFFERED else ''}",
            )
    yield from read_notes(options.get(NOTES, ""))[1]
    option, what = ABOUT_ONE.get(name, ("", ""))
    if option and not options.get(option):
        yield say(
            "The address does not say in “{option}” what {name} is about: {what}.",
            option=option,
            name=name,
            what=say(what),
        )
