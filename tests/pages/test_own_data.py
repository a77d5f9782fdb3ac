"""A desk's own data: what each page and command says of it, and of what is not in it."""

import shutil
from pathlib import Path

import pytest
from app_runner import go_to, open_app
from foreign_data import acled_2023, imported
from source_files import ACLED

from dashboard.__main__ import main
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import SETTING, read_address
from dashboard.panels.start import start_of


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
