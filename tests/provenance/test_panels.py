"""About the data, on the shipped package and on broken copies of it."""

import dataclasses

import pandas as pd
import pytest

from dashboard.coverage.measures.coverage import in_one_month
from dashboard.coverage.panels import about
from dashboard.coverage.panels import coverage as about_coverage
from dashboard.coverage.panels.about import codebook
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.schema import Fault
from dashboard.selection import Selection
from dashboard.ui.about import words_markup
from dashboard.values import Absent, Reason

ANY = Selection()


def test_every_source_is_listed_documents_first_with_what_it_gave(package: Package) -> None:
    exhibit = about.sources_table(package, ANY, {})
    assert len(exhibit.rows) == exhibit.total == len(package.table("sources"))
    documents = exhibit.rows["Kind"].eq("document")
    assert documents.iloc[: documents.sum()].all()
    assert exhibit.rows["Events"].sum() == len(package.table("events"))
    assert exhibit.rows["Figures"].sum() == len(package.table("figures"))
    addresses = exhibit.rows["Address"].dropna()
    assert addresses.str.match("https?://").all()


def test_the_filters_do_not_touch_the_page(package: Package) -> None:
    other = Selection(countries=("TKM",), first_month="2019-01", last_month="2019-01", statuses=())
    for build in (
        about.sources_table,
        about.table_counts,
        about_coverage.coverage_months,
        about_coverage.known_breaks,
    ):
        pd.testing.assert_frame_equal(build(package, ANY, {}).rows, build(package, other, {}).rows)


def test_tables_are_counted_and_a_missing_one_is_not_zero(package: Package) -> None:
    tables = {name: table for name, table in package.tables.items() if name != "rates"}
    faults = (
        Fault("events.csv", 7, "status", "x", "must be one of: occurred"),
        Fault("events.csv", 7, "country", "", "a value is required here"),
    )
    broken = dataclasses.replace(
        package, tables=tables, unavailable={"rates": "gone"}, faults=faults
    )
    exhibit = about.table_counts(broken, ANY, {})
    rows = exhibit.rows.set_index("Table")
    assert rows.loc["Currency rates", "Rows in use"] == "could not load"
    assert rows.loc["Events", "Rows left out"] == 1
    assert (exhibit.shown, exhibit.total) == (17, 18)


def test_no_fault_is_no_row(package: Package) -> None:
    whole = about.data_faults(dataclasses.replace(package, faults=()), ANY, {})
    assert whole.rows.empty
    assert whole.shown == 0
    assert "no loading errors" in about.data_sentence(dataclasses.replace(package, faults=()), ANY)


def test_faults_name_file_row_column_value_and_rule_but_no_folder(package: Package) -> None:
    faults = (
        Fault("events.csv", 7, "status", "<b>x</b>", "must be one of: occurred"),
        Fault("rates.csv", 0, "", "", f"{package.folder}/rates.csv cannot be read."),
    )
    exhibit = about.data_faults(dataclasses.replace(package, faults=faults), ANY, {})
    assert exhibit.rows.iloc[0].tolist() == [
        "events.csv",
        7,
        "status",
        "<b>x</b>",
        "must be one of: occurred",
    ]
    assert exhibit.rows.iloc[1]["Rule broken"] == "rates.csv cannot be read."
    assert pd.isna(exhibit.rows.iloc[1]["Row"])
    assert exhibit.shown == 1
    markup = words_markup(exhibit, tall=True)
    assert "<b>x" not in markup
    assert "&lt;b&gt;x" in markup
    assert str(package.folder) not in markup


def test_the_codebook_has_every_field_of_the_table_asked_for(package: Package) -> None:
    for name, resource in (
        (resource["name"], resource) for resource in package.descriptor["resources"]
    ):
        rows = codebook(package, ANY, {"codebook": name}).rows
        assert rows["Field"].tolist() == [field["name"] for field in resource["schema"]["fields"]]
    assert codebook(package, ANY, {"codebook": "unknown"}).unit == "events, events.csv"
    events = codebook(package, ANY, {}).rows.set_index("Field")
    assert events.loc["status", "Allowed values"] == "occurred, claimed, planned, pledged"
    assert events.loc["time_precision", "Type"] == "a whole number; required"


def test_the_grid_counts_every_event_of_the_five_once(package: Package) -> None:
    exhibit = about_coverage.coverage_months(package, ANY, {})
    events = package.table("events")
    placed = events["country"].ne("REG") & in_one_month(events)
    counted = [cell for cell in exhibit.table.cells("events") if not isinstance(cell, Absent)]
    assert sum(counted) == exhibit.shown == int(placed.sum())
    assert exhibit.total == len(events)


def test_only_months_reviewed_in_full_may_have_a_zero(package: Package) -> None:
    frame = about_coverage.coverage_months(package, ANY, {}).table.frame
    full = frame[frame["coverage"].eq("in full")]
    assert set(full["month"]) == {"2020-06"} and len(full) == 5
    others = frame.loc[frame["coverage"].eq("single reports"), "events"].tolist()
    assert Absent(Reason.NOT_COVERED) in others and 0 not in others


def test_turkmenistan_has_rates_but_no_covid_series(package: Package) -> None:
    exhibit = about_coverage.coverage_series(package, ANY, {})
    turkmen = exhibit.rows[exhibit.rows["Country"].eq("Turkmenistan")]
    assert not turkmen["Series"].str.startswith("COVID").any()
    assert (exhibit.shown, exhibit.total) == (4, 5)


def test_averages_restart_at_every_break_but_remarks(package: Package) -> None:
    breaks = package.table("covid_breaks")["kind"]
    remarks = breaks.isin(["reporting", "offset"]).sum()
    caption = about_coverage.known_breaks(package, ANY, {}).caption
    assert caption == (
        f"Averages and growth restart at {len(breaks) - remarks} of them: changes of definition, "
        "late entries, corrections and errors."
    )


def test_breaks_say_their_step_and_leave_an_unknown_one_blank(package: Package) -> None:
    rows = about_coverage.known_breaks(package, ANY, {}).rows
    assert rows.iloc[0].tolist() == [
        "Kazakhstan",
        "cases, total",
        "1 Jul 2020",
        "definition",
        "cases without symptoms counted from this day",
        "+18,757",
        None,
    ]
    assert {None, "0", "−443"} <= set(rows["Step"])
    above = rows[rows["Kind"].eq("offset")]
    assert above["Country"].unique().tolist() == ["Tajikistan"]
    assert above["Series above by"].tolist() == ["333–369", "1", "406", "350–400"]


def test_the_borders_and_the_population_name_their_source(package: Package) -> None:
    words = about.borrowed_sentence(package)
    assert "Borders: Natural Earth (public domain)" in words
    assert "Population of 1990 to 2024: World Bank (PDDL 1.0)" in words


def test_unreadable_sources_are_said_not_shown_as_none(package: Package) -> None:
    broken = dataclasses.replace(package, unavailable={"sources": "gone"})
    with pytest.raises(DataUnavailable, match="gone"):
        about.sources_table(broken, ANY, {})
    cut = dataclasses.replace(package, unavailable={"covid_breaks": "gone"})
    with pytest.raises(DataUnavailable, match="gone"):
        about_coverage.coverage_series(cut, ANY, {})
    assert about.table_counts(broken, ANY, {}).total == 18
