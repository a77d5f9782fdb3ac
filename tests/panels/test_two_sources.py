"""Two sources beside each other: one is counted, the other never added; what both may tell of."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from app_runner import open_app
from foreign_data import imported
from source_files import ACLED

from dashboard.__main__ import main
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import SHIPPED_FOLDER, Package
from dashboard.engine.address import SETTING, read_address
from dashboard.engine.cache import CACHE_SETTING
from dashboard.engine.cubes import CUBES
from dashboard.events.panels.card import why_hidden
from dashboard.events.panels.table import events_sentence
from dashboard.panels.covering import absence, covered_months
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.start import datasets_of, selection_in, start_of
from dashboard.panels.terms import for_files
from dashboard.selection import Selection
from dashboard.values import Reason

JUNE = Selection()
SPANS = (JUNE, JUNE.over("2020-05", "2020-07"), JUNE.over("2018-01", "2024-12"))
# Of the same day, type and town as a rally that was coded here, and one elsewhere.
BISHKEK = ACLED | {
    "event_id_cnty": "KGZ7001",
    "event_date": "25 June 2020",
    "location": "Bishkek",
    "admin1": "",
    "latitude": "42.86",
    "longitude": "74.57",
    "tags": "crowd size=about 300",
}
OSH = ACLED | {"event_id_cnty": "KGZ7002", "event_date": "25 June 2020", "fatalities": "3"}
ROWS = [BISHKEK, OSH, OSH | {"event_id_cnty": "KGZ7003", "event_date": "02 July 2020"}]
NAMES = sorted(
    {
        name
        for page in ("overview", "event_map", "protests_and_arrests", "events", "covid_timeline")
        for name in PAGE_EXHIBITS[page]
    }
    | {"coverage_months", "coverage_topics"}
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """Import the same rows beside the shipped data, and alone."""
    place = tmp_path_factory.mktemp("two")
    shutil.copytree(SHIPPED_FOLDER, place / "both")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_SETTING, str(place / "cache"))
        files = {"acled.csv": ROWS}
        yield imported(place, files, into="both"), imported(place, files, into="alone")


@pytest.fixture(scope="module")
def both(folders: tuple[Path, Path]) -> Package:
    return open_package(read_address(str(folders[0])))


@pytest.fixture(scope="module")
def alone(folders: tuple[Path, Path]) -> Package:
    return open_package(read_address(str(folders[1])))


def assert_alike(found: Exhibit, alone: Exhibit) -> None:
    """Hold a panel to that of the source alone: it has no other number, and hides what it hides."""
    assert found.shown == alone.shown and found.sources == alone.sources
    frame, own = found.table.shown, alone.table.shown
    assert frame.shape == own.shape
    told, own_told = frame.map(str), own.map(str)
    is_hidden = told.ne(own_told) & told.map(lambda cell: cell.startswith("none chosen"))
    assert {*own_told.to_numpy()[is_hidden.to_numpy()]} <= {"not covered", "0"}
    pd.testing.assert_frame_equal(frame.mask(is_hidden), own.mask(is_hidden), check_dtype=False)


def test_the_first_is_counted_and_nothing_of_the_other_is_in_any_panel(
    both: Package, package: Package, alone: Package
) -> None:
    assert datasets_of(both) == ("coded", "acled")
    assert (datasets_of(package), datasets_of(alone)) == (("coded",), ("acled",))
    start = start_of(both)
    assert (start.source, start.first_month) == ("coded", "2020-06")
    assert start_of(package).source == start_of(alone).source == ""
    assert events_sentence(both, start) == events_sentence(package, JUNE)
    for selection in SPANS:
        for name in NAMES:
            found = EXHIBITS[name](both, replace(selection, source="coded"), {})
            alike = EXHIBITS[name](package, selection, {})
            assert_alike(found, alike)
            assert found.total == alike.total, name


def test_the_other_is_counted_where_it_is_chosen(both: Package, alone: Package) -> None:
    names = [name for name in NAMES if not name.startswith(("covid", "figures"))]
    for selection in (JUNE, JUNE.over("2020-06", "2020-07")):
        for name in (name for name in names if name != "countries_side_by_side"):
            found = EXHIBITS[name](both, replace(selection, source="acled"), {})
            assert_alike(found, EXHIBITS[name](alone, selection, {}))
    figures = EXHIBITS["figures_table"](both, replace(JUNE, source="acled"), {})
    assert figures.shown == figures.total == 2
    assert "counted: ACLED" in replace(JUNE, source="acled").describe()


def test_silence_of_one_source_is_not_that_of_the_other(both: Package) -> None:
    coded, other = replace(JUNE, source="coded"), replace(JUNE, source="acled")
    assert absence(both, coded, ["Protests"], "UZB").reason is Reason.NONE_REPORTED
    assert absence(both, other, ["Protests"], "UZB").reason is Reason.NOT_COVERED
    assert ("Sentences", "UZB") not in covered_months(both, "acled")
    assert "which is not counted" in why_hidden(both, coded, "acled:KGZ7001")


def test_events_of_the_other_are_hidden_and_not_none(both: Package) -> None:
    other = Selection(("UZB",), source="acled")
    why = absence(both, other, ["COVID-19 and health"])
    assert (why.reason, why.hidden.by_status) == (Reason.FILTERED_OUT, 0)
    assert why.hidden.by_filters > 0
    listed = EXHIBITS["events_table"](both, other, {})
    assert "no source covers" not in listed.headline and "hidden" in listed.headline


def test_long_data_counts_one_of_two_as_short_data_does(
    folders: tuple[Path, Path], both: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 1000)
    long = open_package(read_address(str(folders[0])))
    assert long.kept_events and datasets_of(long) == datasets_of(both)
    assert start_of(long) == start_of(both)
    for source in ("coded", "acled"):
        for selection in (replace(each, source=source) for each in SPANS):
            numbers = [
                (
                    package.events.in_period(selection),
                    package.events.rows(selection, 500)["event_id"].tolist(),
                    sorted(package.events.with_figures(selection)["event_id"]),
                    *(package.events.counts(selection, cube).by("concerned") for cube in CUBES),
                    package.events.counts(replace(selection, text="rally")).total,
                )
                for package in (both, long)
            ]
            assert numbers[0] == numbers[1]
    overlaps = [EXHIBITS["source_overlaps"](each, JUNE, {}).table.frame for each in (both, long)]
    pd.testing.assert_frame_equal(*overlaps, check_dtype=False)


def test_what_both_may_tell_of_is_a_candidate_and_kept_out_of_files(
    both: Package, package: Package
) -> None:
    exhibit = EXHIBITS["source_overlaps"](both, replace(JUNE, source="coded"), {})
    (row,) = exhibit.table.frame.to_dict("records")
    assert (row["event_id"], row["other_id"]) == ("KGZ-2020-06-25-02", "acled:KGZ7001")
    assert 2 <= row["km"] <= 4
    assert (row["dataset"], row["other_dataset"]) == ("articles and reviews", "ACLED")
    assert not len(for_files(both, exhibit).table)
    none = EXHIBITS["source_overlaps"](both, JUNE.over("2020-07", "2020-07"), {})
    assert "No two events of articles and reviews and ACLED" in none.headline
    assert not len(EXHIBITS["source_overlaps"](package, JUNE, {}).table)


def test_what_was_not_compared_is_not_said_to_be_none(
    both: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.coverage.panels.coverage.MOST_COMPARED", 1)
    some = EXHIBITS["source_overlaps"](both, JUNE.over("2020-06", "2020-07"), {})
    assert some.headline.startswith("Among the first 1 events of June to July 2020 no two of ")


@pytest.mark.usefixtures("page_runner")
def test_address_sidebar_and_command_know_which_is_counted(
    folders: tuple[Path, Path],
    both: Package,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(SETTING, str(folders[0]))
    app = open_app("about_the_data")
    words = " ".join(each.proto.body for each in app.get("html"))
    assert "268 events of articles and reviews and 3 events of ACLED" in words
    captions = [each.value.replace("\\", "") for each in app.caption]
    assert "Events of ACLED are not added to it." in captions
    assert "source=acled" in words and 'event=acled%3AKGZ7001"' in words
    app.selectbox(key="filter_source").set_value("acled").run()
    assert app.query_params["source"] == "acled"
    assert "Covers the whole dataset" in " ".join(each.proto.body for each in app.get("html"))
    monkeypatch.setenv(SETTING, str(folders[1]))
    assert "filter_source" not in {str(each.key) for each in open_app().selectbox}
    refused = selection_in(both, {"source": "gtd", "from": "2020-06"})
    assert (refused.source, len(refused.refused)) == ("coded", 1)
    asked = ["brief", "--data", str(folders[0]), "--charts", "events_by_week", "--format", "xlsx"]
    assert main([*asked, "--output", str(tmp_path), "--source", "gtd", "--quiet"]) == 2
    assert "There is no event of the source “gtd”: coded and acled." in capsys.readouterr().err
