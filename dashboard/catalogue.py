"""Every exhibit by the name that pages, addresses and exports use."""

from collections.abc import Callable, Mapping

from dashboard.coverage.panels import about, silence
from dashboard.coverage.panels import about as codebook
from dashboard.coverage.panels import coverage as about_coverage
from dashboard.coverage.panels import coverage as paragraphs
from dashboard.covid import panels as covid
from dashboard.covid import panels as covid_reports
from dashboard.currency.panels import periods as currency_periods
from dashboard.currency.panels import periods as currency_ticker
from dashboard.currency.panels import series as currency
from dashboard.datapackage.store import Package
from dashboard.drilldown import panels as behind
from dashboard.events.panels import card as cards
from dashboard.events.panels import table as events
from dashboard.events.panels import table as figures
from dashboard.maps.panels import event_map
from dashboard.maps.panels import lists as map_lists
from dashboard.overview import panels as overview
from dashboard.panels.exhibit import Exhibit
from dashboard.protests.panels import counts as protests
from dashboard.protests.panels import days as protest_days
from dashboard.protests.panels import ledger
from dashboard.protests.panels import people as protest_people
from dashboard.provenance import panels as traces
from dashboard.reconciliation import panels as reconcile
from dashboard.reconciliation import panels as reconcile_rates
from dashboard.selection import Selection

Builder = Callable[[Package, Selection, Mapping[str, str]], Exhibit]

EXHIBITS: dict[str, Builder] = {
    "countries_side_by_side": overview.countries_side_by_side,
    "events_by_week": overview.events_by_week,
    "stood_out": overview.stood_out,
    "currency_series": currency.currency_series,
    "currency_ticker": currency_ticker.currency_ticker,
    "currency_change": currency_periods.currency_change,
    "currency_table": currency_periods.currency_table,
    "protests_day_by_day": protest_days.protests_day_by_day,
    "people_reported": protest_people.people_reported,
    "protests_by_month": protests.protests_by_month,
    "protests_by_issue": protests.protests_by_issue,
    "protests_by_response": protests.protests_by_response,
    "sentences": protests.sentences,
    "arrest_ledger": ledger.arrest_ledger,
    "protest_list": protests.protest_list,
    "overview_map": event_map.overview_map,
    "outside_frame": map_lists.outside_frame,
    "event_map": event_map.event_map,
    "national_events": map_lists.national_events,
    "covid_series": covid.covid_series,
    "covid_small_multiples": covid.covid_small_multiples,
    "covid_printed_against_series": covid_reports.covid_printed_against_series,
    "reconcile_summary": reconcile.reconcile_summary,
    "reconcile_chart": reconcile.reconcile_chart,
    "reconcile_figures": reconcile.reconcile_figures,
    "reconcile_rates": reconcile_rates.reconcile_rates,
    "events_table": events.events_table,
    "event_card": cards.event_card,
    "figures_table": figures.figures_table,
    "figure_trace": traces.figure_trace,
    "events_behind": behind.events_behind,
    "paragraphs_accounted": paragraphs.paragraphs_accounted,
    "sources_table": about.sources_table,
    "table_counts": about.table_counts,
    "reading_marks": about.reading_marks,
    "codebook": codebook.codebook,
    "data_faults": about.data_faults,
    "coverage_months": about_coverage.coverage_months,
    "coverage_topics": silence.coverage_topics,
    "coverage_series": about_coverage.coverage_series,
    "known_breaks": about_coverage.known_breaks,
}

# The exhibits of each page, in reading order.
PAGE_EXHIBITS = {
    "overview": (
        "countries_side_by_side",
        "overview_map",
        "outside_frame",
        "events_by_week",
        "stood_out",
    ),
    "event_map": ("event_map", "outside_frame", "national_events"),
    "covid_timeline": ("covid_series", "covid_small_multiples", "covid_printed_against_series"),
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
        "sentences",
        "arrest_ledger",
        "protest_list",
    ),
    "currency": ("currency_series", "currency_ticker", "currency_change", "currency_table"),
    "events": ("events_table", "figures_table"),
    "about_the_data": (
        "sources_table",
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

# The first page stands at the address of the app itself.
FRONT_PAGE = next(iter(PAGE_EXHIBITS))


def address_of(page: str) -> str:
    """Return what stands for a page in addresses: nothing for the first."""
    return "" if page == FRONT_PAGE else page


def page_of(name: str) -> str:
    """Return the first page that an exhibit stands on; cards and traces have none but Events."""
    return next((page for page, names in PAGE_EXHIBITS.items() if name in names), "events")
