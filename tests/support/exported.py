"""Panels as files may hold them, and the files, made once for all tests of a process."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from shipped import shipped_package

from dashboard.catalogue import EXHIBITS
from dashboard.exports.formats import make_file
from dashboard.exports.metadata import Metadata, file_period
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.start import selection_in
from dashboard.panels.terms import for_files
from dashboard.panels.tidy import Tidy, tidy

ONE = {
    "event_card": {"event": "KGZ-2020-06-29-01"},
    "figure_trace": {"figure": "cabar-2020-06:7:1"},
    "events_behind": {"behind": "countries_side_by_side~KAZ:protests"},
}
SELECTIONS: Mapping[str, dict[str, str]] = {
    "June 2020": {},
    "two years": {"from": "2020-01", "to": "2021-12"},
    "Turkmenistan alone": {"countries": "TKM"},
    "nothing found": {"text": "zzzz"},
    "no country": {"countries": "none"},
    "not covered": {"from": "2026-08", "to": "2026-08"},
}


@cache
def panel(name: str, view: str) -> Exhibit:
    """Return a panel as a file may hold it, made once for all tests."""
    package = shipped_package()
    selection = selection_in(package, SELECTIONS[view])
    return for_files(package, EXHIBITS[name](package, selection, ONE.get(name, {})))


@cache
def data_of(name: str, view: str) -> Tidy:
    return tidy(panel(name, view).table)


def papers(view: str) -> Metadata:
    package = shipped_package()
    selection = selection_in(package, SELECTIONS[view])
    return Metadata(
        selection.describe(),
        package.version,
        date(2026, 11, 30),
        "https://monitor.example/events?from=2020-06",
        file_period(selection),
        SELECTIONS[view],
        package.table("sources"),
    )


@cache
def csv_of(name: str, view: str) -> bytes:
    return made(name, view, "csv")


def made(name: str, view: str, form: str) -> bytes:
    return make_file(panel(name, view), papers(view), form)[1]
