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

BUILDERS: Mapping[str, Builder] = {
    "countries_side_by_side": overview.countries_side_by_side,
    "unusual": unusual.unusual,
    "events_by_week": overview.events_by_week,
    "stood_out": overview.stood_out,
    "currency_series": currency.currency_series,
    "currency_ticker": currency_periods.currency_ticker,
    "currency_change": currency_periods.currency_change,
    "currency_table": currency_periods.currency_table,
    "protests_day_by_day": protest_days.protests_day_by_day,
    "people_reported": protest_people.people_reported,
    "protests_by_month": protests.protests_by_month,
    "protests_by_issue": protests.protests_by_issue,
    "protests_by_response": protests.protests_by_response,
    "by_actor": protest_actors.by_actor,
    "sentences": protests.sentences,
    "arrest_ledger": ledger.arrest_ledger,
    "protest_list": protests.protest_list,
    "overview_map": event_map.overview_map,
    "outside_frame": map_lists.outside_frame,
    "event_map": event_map.event_map,
    "by_province": map_provinces.by_province,
    "national_events": map_lists.national_events,
    "covid_series": covid.covid_series,
    "covid_stringency": covid.covid_stringency,
    "covid_small_multiples": covid.covid_small_multiples,
    "covid_printed_against_series": covid.covid_printed_against_series,
    "covid_provinces": covid_places.covid_provinces,
    "reconcile_summary": reconcile.reconcile_summary,
    "reconcile_chart": reconcile.reconcile_chart,
    "reconcile_figures": reconcile.reconcile_figures,
    "reconcile_rates": reconcile.reconcile_rates,
    "events_table": events.events_table,
    "event_card": cards.event_card,
    "figures_table": events.figures_table,
    "figure_trace": traces.figure_trace,
    "events_behind": behind.events_behind,
    "paragraphs_accounted": coverage.paragraphs_accounted,
    "sources_table": about.sources_table,
    "source_overlaps": coverage.source_overlaps,
    "table_counts": about.table_counts,
    "reading_marks": about.reading_marks,
    "codebook": about.codebook,
    "data_faults": about.data_faults,
    "coverage_months": coverage.coverage_months,
    "coverage_topics": silence.coverage_topics,
    "coverage_series": coverage.coverage_series,
    "known_breaks": coverage.known_breaks,
}


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

# The exhibits of each page, in reading order.
PAGE_EXHIBITS = {
    "overview": (
        "countries_side_by_side",
        "unusual",
        "overview_map",
        "outside_frame",
        "events_by_week",
        "stood_out",
    ),
    "event_map": ("event_map", "by_province", "outside_frame", "national_events"),
    "covid_timeline": (
        "covid_series",
        "covid_stringency",
        "covid_small_multiples",
        "covid_printed_against_series",
        "covid_provinces",
    ),
    "reconciliation": (
        "reconcile_summary",
        "reconcile_chart",
        "reconcile_figures",
        "reconcile_rates",
    ),
    "protests_and_arrests": (
        "protests_day_by_day",
        "people_reported",
        "protests_by_month",
        "protests_by_issue",
        "protests_by_response",
        "by_actor",
        "sentences",
        "arrest_ledger",
        "protest_list",
    ),
    "currency": ("currency_series", "currency_ticker", "currency_change", "currency_table"),
    "events": ("events_table", "figures_table"),
    "about_the_data": (
        "sources_table",
        "source_overlaps",
        "paragraphs_accounted",
        "coverage_months",
        "coverage_topics",
        "coverage_series",
        "known_breaks",
        "reading_marks",
        "table_counts",
        "codebook",
        "data_faults",
    ),
}

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
    "event_card": ("event", "the key of an event"),
    "figure_trace": ("figure", "the key of a figure, an event, a day of a series or a rate"),
    "events_behind": ("behind", "a chart and the key of one of its bars"),
}


def option_faults(name: str, options: Mapping[str, str], package: Package) -> Iterator[str]:
    """Say in a sentence each what an address asks of an exhibit that cannot be answered."""
    for option, value in options.items():
        if option not in OPTIONS:
            yield f"The address asks for “{option[:40]}”; there is no such filter or switch."
            continue
        words = OPTIONS[option]
        if value and words is not None and value not in (known := words(package)):
            offered = ", ".join(each for each in list(known)[:MOST_OFFERED] if each)
            yield (
                f"The address has “{value[:40]}” in “{option}”, which is none of its words "
                f"({offered}{', ...' if len(known) > MOST_OFFERED else ''})."
            )
    yield from read_notes(options.get(NOTES, ""))[1]
    option, what = ABOUT_ONE.get(name, ("", ""))
    if option and not options.get(option):
        yield f"The address does not say in “{option}” what {name} is about: {what}."
