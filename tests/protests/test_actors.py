"""By actor: an act counts for every actor that it names, on either side."""

from dataclasses import replace

import pytest

from dashboard.datapackage.store import Package
from dashboard.marks import ACT_MARKS
from dashboard.protests.panels.actors import by_actor
from dashboard.selection import Selection
from dashboard.values import Reason
from dashboard.vocabulary import STATUSES

YEARS = Selection(first_month="2018-01", last_month="2024-12")


@pytest.mark.parametrize(
    "selection",
    [Selection(), YEARS, replace(YEARS, countries=("KGZ",)), replace(YEARS, text="police")],
    ids=Selection.describe,
)
def test_each_row_is_what_the_filter_by_the_actor_finds(
    package: Package, selection: Selection
) -> None:
    table = by_actor(package, selection, {}).table
    rows = zip(table.cells("actor"), table.cells("events"), strict=True)
    for actor, events in [*rows][:15]:
        narrowed = replace(selection, actors=(actor,))
        assert package.events.counts(narrowed).isin(mark=ACT_MARKS).total == events
    marks = [sum(number or 0 for number in table.cells(mark)) for mark in ACT_MARKS]
    assert sum(marks) == sum(table.cells("events"))


def test_a_0_stands_only_where_sources_cover_it_and_no_filter_hides_any(package: Package) -> None:
    years = Selection(first_month="2018-01", last_month="2024-12")
    cells = by_actor(package, years, {}).table.cells("clash")
    assert {cell.reason for cell in cells if not cell} <= {
        Reason.NOT_COVERED,
        Reason.FILTERED_OUT,
    }
    protests = by_actor(package, Selection(topics=("Protests",)), {}).table
    assert {cell.reason for cell in protests.cells("arrest")} == {Reason.FILTERED_OUT}
    every = by_actor(package, Selection(statuses=STATUSES), {}).table
    assert 0 in every.cells("clash")
    assert all(isinstance(cell, int) for mark in ACT_MARKS for cell in every.cells(mark))


def test_what_reaches_into_the_period_counts_by_that_rule(package: Package) -> None:
    selection = Selection(first_month="2020-03", last_month="2020-03")
    dated = by_actor(package, selection, {})
    reaching = by_actor(package, selection, {"count_rule": "reaching"})
    assert reaching.shown >= dated.shown


def test_bars_are_those_with_most_and_the_table_has_all(package: Package) -> None:
    exhibit = by_actor(package, YEARS, {})
    assert exhibit.native
    assert exhibit.native()[0].categories == tuple(exhibit.table.cells("actor")[:12])
    assert len(exhibit.table) > 12
    assert exhibit.caption.startswith(f"The 12 of {len(exhibit.table)} actors with most events.")


def test_without_acts_it_says_why(package: Package) -> None:
    exhibit = by_actor(package, Selection(text="zz"), {})
    assert not len(exhibit.table)
    assert "hidden by the filters" in exhibit.headline
