"""By province: the rows add up to all that is chosen, and the map is shaded by them."""

from dataclasses import replace

import pytest

from dashboard.datapackage.store import Package
from dashboard.maps.panels.provinces import by_province
from dashboard.marks import MARKS
from dashboard.panels.province_map import is_drawn, shades_of
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import STATUSES

YEARS = Selection(first_month="2018-01", last_month="2024-12")


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        YEARS,
        replace(YEARS, countries=("TKM",)),
        replace(YEARS, text="police"),
        replace(YEARS, provinces=("KG-GB", "KZ-ALA")),
        replace(YEARS, people=100),
    ],
    ids=Selection.describe,
)
def test_the_rows_add_up_to_the_events_chosen(package: Package, selection: Selection) -> None:
    exhibit = by_province(package, selection, {})
    total = package.events.counts(selection).total
    assert sum(exhibit.table.cells("events")) == exhibit.shown == total > 0
    marks = [sum(number or 0 for number in exhibit.table.cells(mark)) for mark in MARKS]
    assert sum(marks) == total


def test_a_0_stands_only_where_sources_cover_it_and_no_filter_hides_any(package: Package) -> None:
    """June 2020 is covered, seven years are not; by default a claimed clash is hidden."""
    every = by_province(package, Selection(statuses=STATUSES), {}).table
    assert 0 in every.cells("clash")
    assert all(isinstance(cell, int) for mark in MARKS for cell in every.cells(mark))
    years = Selection(first_month="2018-01", last_month="2024-12")
    reasons = {
        cell.reason
        for mark in MARKS
        for cell in by_province(package, years, {}).table.cells(mark)
        if not cell
    }
    assert reasons == {Reason.NOT_COVERED, Reason.FILTERED_OUT}
    protests = by_province(package, Selection(topics=("Protests",)), {}).table
    arrests = dict(zip(protests.cells("province"), protests.cells("arrest"), strict=True))
    # How many of Kazakhstan's are hidden says nothing of Almaty.
    assert arrests["Almaty"] == Absent(Reason.FILTERED_OUT)


def test_june_2020_by_hand(package: Package) -> None:
    """Counted in the file of events; Turkmens protested in Istanbul, New York and Washington."""
    table = by_province(package, Selection(), {}).table
    numbers = dict(zip(table.cells("province"), table.cells("events"), strict=True))
    rows = package.table("events")
    june = rows[Selection().within(rows["event_date"]) & rows["status"].eq("occurred")]
    assert numbers["Bishkek"] == june["admin1"].eq("KG-GB").sum() == 4
    assert numbers["Province not stated"] == june["admin1"].isna().sum() == 50
    foreign = ~june["admin1"].str[:2].isin(["KZ", "KG", "TJ", "TM", "UZ"]) & june["admin1"].notna()
    assert numbers["Abroad"] == foreign.sum() == 5
    assert list(numbers)[-2:] == ["Abroad", "Province not stated"]


def test_a_province_that_was_renamed_is_one_row(package: Package) -> None:
    exhibit = by_province(package, YEARS, {})
    names = exhibit.table.cells("province")
    assert len(set(names)) == len(names)
    codes = dict(zip(names, exhibit.table.cells("admin1"), strict=True))
    assert codes["Astana"] == ("KZ-71", "KZ-AST")
    assert codes["Almaty"] == ("KZ-75", "KZ-ALA")
    assert codes["Mangystau"] == ("KZ-47", "KZ-MAN")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_counted_is_shaded_and_told(package: Package, theme: str) -> None:
    exhibit = by_province(package, YEARS, {})
    assert exhibit.draw
    told = " ".join(str(trace.text) for trace in exhibit.draw(theme).data)
    columns = (exhibit.table.cells(name) for name in ("province", "events", "admin1"))
    for name, events, codes in zip(*columns, strict=True):
        if codes and all(map(is_drawn, codes)):
            assert f"<b>{name}</b><br>{events} event" in told


def test_the_map_shows_the_countries_chosen_and_those_where_their_events_were(
    package: Package,
) -> None:
    def sides(selection: Selection) -> tuple[float, ...]:
        (figure, _) = by_province(package, selection, {}).drawn("light")
        return (*figure.layout.xaxis.range, *figure.layout.yaxis.range)

    five, uzbek = sides(Selection()), sides(Selection(countries=("UZB",)))
    assert five[0] < uzbek[0] < uzbek[1] < five[1]
    assert five[2] < uzbek[2] + 2 and uzbek[3] < five[3] - 5
    beyond = replace(YEARS, countries=("TJK",))
    columns = (by_province(package, beyond, {}).table.cells(key) for key in ("iso_code", "admin1"))
    homes = {country for country, codes in zip(*columns, strict=True) if codes}
    assert homes > {"TJK"}
    (figure, _) = by_province(package, beyond, {}).drawn("light")
    shaded = {trace.meta["key"] for trace in figure.data if trace.meta}
    assert {key[:2] for key in shaded} == {"TJ", "KG"}


def test_a_province_without_a_border_is_said(package: Package) -> None:
    assert not is_drawn("KZ-10")
    assert all(map(is_drawn, ("KZ-47", "KZ-71", "TM-S", "KG-GO", "TJ-SU")))
    assert "per million" in by_province(package, YEARS, {}).reading


def test_without_events_it_says_why(package: Package) -> None:
    exhibit = by_province(package, Selection(text="zz"), {})
    assert not len(exhibit.table)
    assert "hidden by the filters" in exhibit.headline


def test_shades_begin_with_one_and_are_at_most_five() -> None:
    for most in (1, 2, 4, 5, 6, 19, 100, 12_345, 10_000_000):
        shades = shades_of([1, most])
        assert min(shades) == 1
        assert len(shades) <= 5
        assert max(shades) <= most
        assert sorted(set(shades)) == list(shades)
    assert shades_of([700, 9_000]) == (500, 1000, 2000, 5000)
