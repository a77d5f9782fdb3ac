"""Every exhibit on the shipped data: a sound figure in both themes, and an export's papers."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.selection import Selection

SELECTIONS = [
    Selection(),
    Selection(countries=("TKM",)),
    Selection(first_month="2020-03", last_month="2020-12"),
    Selection(first_month="2025-12", last_month="2025-12"),
    Selection(first_month="2017-02", last_month="2017-02"),
    Selection(countries=()),
]


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_figure_passes_plotlys_own_check(package: Package, name: str) -> None:
    for selection in SELECTIONS:
        exhibit = EXHIBITS[name](package, selection, {})
        if exhibit.draw is None:
            continue
        for theme in ("light", "dark"):
            figure = exhibit.draw(theme)
            told = figure.to_dict()
            checked = go.Figure(told).to_dict()
            assert len(checked["data"]) == len(told["data"])
            assert checked["layout"]["template"] in (
                {},
                {"data": {"scatter": [{"type": "scatter"}]}},
            )


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_exhibit_carries_its_papers(package: Package, name: str) -> None:
    for selection in SELECTIONS:
        exhibit = EXHIBITS[name](package, selection, {})
        assert exhibit.key == name
        assert exhibit.title
        assert exhibit.shown <= exhibit.total
        assert exhibit.rows.columns.is_unique
        assert exhibit.draw is None or exhibit.alt or not len(exhibit.rows)


def test_every_page_lists_exhibits_that_exist() -> None:
    listed = {name for names in PAGE_EXHIBITS.values() for name in names}
    assert listed <= set(EXHIBITS)
    assert set(EXHIBITS) - listed == {"event_card", "events_behind", "figure_trace"}


def test_no_page_is_empty_in_its_default_view(package: Package) -> None:
    empty = {
        name: exhibit.headline
        for names in PAGE_EXHIBITS.values()
        for name in names
        if not len((exhibit := EXHIBITS[name](package, Selection(), {})).table)
    }
    assert empty == {
        "reconcile_rates": "The data has no reported rate of the countries chosen in June 2020",
        "source_overlaps": "All events of the data are of one source",
        "data_faults": "No row was left out on loading",
    }
    for page, names in PAGE_EXHIBITS.items():
        assert set(names) - empty.keys(), page


@pytest.mark.parametrize("name", ["sources_table", "known_breaks", "data_faults"])
def test_a_panel_that_no_filter_changes_is_built_once_a_package(
    package: Package, name: str
) -> None:
    built = EXHIBITS[name](package, SELECTIONS[0], {})
    assert all(EXHIBITS[name](package, each, {}) is built for each in SELECTIONS)
    reloaded = replace(package)
    assert EXHIBITS[name](reloaded, SELECTIONS[0], {}) is not built
