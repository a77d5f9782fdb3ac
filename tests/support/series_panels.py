"""What tests of the panels of series share: their names, switches, and selections of every kind."""

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection

SERIES_PANELS = (
    *("covid_series", "covid_small_multiples", "covid_printed_against_series"),
    *("currency_series", "currency_ticker", "currency_change", "currency_table"),
    *("reconcile_summary", "reconcile_chart", "reconcile_figures", "reconcile_rates"),
)
DATA_PANELS = (
    *("sources_table", "table_counts", "reading_marks", "codebook", "data_faults"),
    *("coverage_months", "coverage_topics", "coverage_series", "known_breaks"),
)
# Pictures that are a table of cells: documents print their rows.
GRIDS = ("coverage_months", "coverage_topics")
NO_KEYS = ("table_counts", "reading_marks", "codebook", "data_faults")
SWITCHES = (
    {},
    {"covid_show": "new", "covid_per": "million", "rate_scale": "rebased"},
    {"covid_of": "deaths", "covid_scale": "linear", "rate_direction": "dollars"},
    {"covid_show": "new", "covid_days": "daily", "reconcile_months": "all"},
)
JUNE = Selection()
PAIR = Selection(countries=("KGZ", "TJK"))
SILENT = Selection(countries=("TKM",))
RATES = Selection(first_month="2025-12", last_month="2025-12")


def months(first: str, last: str = "", *countries: str) -> Selection:
    return Selection(
        countries=countries or JUNE.countries, first_month=first, last_month=last or first
    )


SELECTIONS = {
    "June 2020": JUNE,
    "two countries": PAIR,
    "one country": months("2020-07", "", "KAZ"),
    "one without a series": SILENT,
    "one without a series, without a rate": months("2030-01", "", "TKM"),
    "cuts inside": months("2020-07", "2020-08"),
    "before all data": months("1999-01"),
    "the first days": months("2020-01"),
    "the last days": months("2023-03"),
    "rates": RATES,
    "few rates": months("2025-01", "2025-06", "TKM", "UZB"),
    "after all data": months("2031-01", "2031-02"),
    "many months": months("2019-12", "2026-09"),
    "no country": Selection(countries=()),
}


def built(package: Package, name: str, selection: Selection, **options: str) -> Exhibit:
    return EXHIBITS[name](package, selection, options)
