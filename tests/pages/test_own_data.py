"""A desk's own data: what each page and command says of it, and of what is not in it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from app_runner import go_to, open_app
from foreign_data import acled_2023, imported
from source_files import ACLED

from dashboard.__main__ import main
from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.coverage.panels.about import borrowed_sentence
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import SETTING, read_address
from dashboard.panels.start import start_of
from dashboard.panels.terms import for_files, kept_back_words


@pytest.fixture(scope="module")
def acled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported(tmp_path_factory.mktemp("acled"), {"acled.csv": acled_2023()})


def month_of_start(folder: Path) -> str:
    return start_of(open_package(read_address(str(folder)))).first_month


def test_the_app_opens_on_the_last_month_that_the_data_covers(
    acled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(acled))
    app = open_app()
    assert app.title[0].value == "November 2023"
    assert app.query_params["from"] == app.query_params["to"] == "2023-11"
    app.button(key="month_back").click().run()
    assert app.title[0].value == "October 2023"
    app.button(key="filter_reset").click().run()
    assert app.title[0].value == "November 2023"
    assert open_app(query={"from": "2023-03"}).title[0].value == "March 2023"


def test_the_shipped_data_names_its_month_and_a_folder_without_events_has_its_own(
    tmp_path: Path,
) -> None:
    assert month_of_start(SHIPPED_FOLDER) == "2020-06"
    copy = tmp_path / "copy"
    shutil.copytree(SHIPPED_FOLDER, copy)
    events = (copy / "events.csv").read_text("utf-8").splitlines(keepends=True)
    later = [row for row in events[1:] if row[4:8] == "2023"]
    (copy / "events.csv").write_text("".join([events[0], *later]), "utf-8")
    assert month_of_start(copy) == "2023-11"
    owid = {"iso_code": "KAZ", "date": "2021-02-05", "total_cases": "9", "total_deaths": "1"}
    owid |= {"location": "Kazakhstan", "new_cases": "1", "new_deaths": "0"}
    assert month_of_start(imported(tmp_path, {"owid.csv": [owid]})) == "2021-02"


def test_who_has_chosen_no_month_follows_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = imported(tmp_path, {"first.csv": [ACLED]})
    monkeypatch.setenv(SETTING, str(target))
    app, other = open_app(), open_app(query={"from": "2023-02"})
    assert app.title[0].value == "June 2023"
    imported(tmp_path, {"next.csv": acled_2023()})
    assert go_to(app, "overview").title[0].value == "November 2023"
    assert go_to(other, "overview").title[0].value == "February 2023"


def test_a_briefing_without_a_month_is_of_the_last(acled: Path, tmp_path: Path) -> None:
    asked = ["brief", "--data", str(acled), "--charts", "protests_by_month", "--format", "xlsx"]
    assert main([*asked, "--output", str(tmp_path), "--quiet"]) == 0
    (book,) = tmp_path.glob("*.xlsx")
    assert "_2023-11" in book.name


def test_every_panel_names_acled_and_the_day_and_nothing_that_is_not_in_it(acled: Path) -> None:
    package = open_package(read_address(str(acled)))
    start = start_of(package)
    named = "ACLED (acleddata.com, accessed 1 May 2024)"
    of_acled = 0
    for page, names in PAGE_EXHIBITS.items():
        for name in (name for name in names if page != "about_the_data"):
            exhibit = EXHIBITS[name](package, start, {})
            publishers = exhibit.sources.publishers
            told = f"{exhibit.caption} {exhibit.source_line}"
            assert "Johns Hopkins" not in told and "COVID-19 totals" not in told, name
            of_acled += named in publishers
            if page in ("event_map", "protests_and_arrests", "events"):
                assert publishers == ((named,) if len(exhibit.table) else ()), name
            if not len(exhibit.table):
                assert exhibit.headline, name
    assert of_acled > 10
    assert "Our own coding" not in borrowed_sentence(package)
    assert "Natural Earth" in borrowed_sentence(package)
    listed = EXHIBITS["sources_table"](package, start, {}).table.shown.set_index("Source")
    assert listed.at["Armed Conflict Location & Event Data", "Published"] == "accessed 1 May 2024"
    assert EXHIBITS["protests_by_month"](package, start, {}).unit == "events, 2023, same scale"
    assert not len(EXHIBITS["paragraphs_accounted"](package, start, {}).table)
    drafted = assemble(package, Tray(), start, made_on=date(2026, 11, 29))
    sections = [section for country in drafted.review for section in country.sections]
    words = " ".join(line.text for section in sections for line in section.lines)
    assert "about 40 people took part" in words and "people taking part" not in words
    titles = [each.title for each in drafted.citations if each.source_id == "acled"]
    assert titles == ["Armed Conflict Location & Event Data, accessed 1 May 2024"]


def test_a_card_shows_notes_source_fatalities_and_crowd_size(acled: Path) -> None:
    package = open_package(read_address(str(acled)))
    facts: list[str] = []
    for key in ("acled:KAZ9002", "acled:KAZ9004"):
        card = EXHIBITS["event_card"](package, start_of(package), {"event": key}).table.shown
        facts += [f"{what}: {words}" for what, words in card.itertuples(index=False, name=None)]
    told = "\n".join(facts)
    assert "Notes: Guards shot over a wall." in told
    assert "Reported by: Valley Post" in told
    assert "Figure: killed: 2 people" in told
    assert "Figure: took part: “several dozen”" in told
    assert "accessed 1 May 2024; ACLED's terms of use: rows may not be passed on" in told
    assert "our own judgement" not in told and "date not stated" not in told


def test_rows_stay_out_of_files_and_counts_go_in(acled: Path) -> None:
    package = open_package(read_address(str(acled)))
    start = start_of(package)
    listed = EXHIBITS["events_table"](package, start, {})
    assert len(listed.table) == 4 and not len(for_files(package, listed).table)
    assert kept_back_words(package, listed).startswith("Rows of ACLED are not in files")
    counted = EXHIBITS["protests_by_month"](package, start, {})
    assert len(for_files(package, counted).table) == len(counted.table) > 0
    assert not kept_back_words(package, counted)


@pytest.mark.parametrize("panel", ["currency_series", "covid_series", "events_table"])
def test_no_menu_speaks_of_rows_that_its_panel_does_not_hold(acled: Path, panel: str) -> None:
    package = open_package(read_address(str(acled)))
    before_the_file = start_of(package).over("2020-06", "2020-06")
    exhibit = EXHIBITS[panel](package, before_the_file, {})
    assert kept_back_words(package, exhibit) == for_files(package, exhibit).kept_back == ""
