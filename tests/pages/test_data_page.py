"""The page Data: files dropped, told what they are, imported, and taken back."""

import csv
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from app_runner import open_app
from data_servers import Answer, data_server, file
from source_files import ACLED, DESK, table
from streamlit.testing.v1 import AppTest

from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.engine.address import current_version
from dashboard.importing.drafts import Draft, make_draft
from dashboard.importing.steps import Progress, Step
from dashboard.ui.audit import audit_csv


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_DATA", str(folder))
    # Short work is done at once, however busy the machine is.
    monkeypatch.setattr("dashboard.ui.data.MOMENT", 60)
    return folder


def opened() -> AppTest:
    app = open_app("data")
    assert not app.exception
    return app


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()
    assert not app.exception
    return app


def words_of(app: AppTest) -> str:
    return "\n".join(each.proto.body for each in app.get("html"))


def ended(app: AppTest) -> AppTest:
    """Draw the page anew, as its fragment does, until nothing is under way."""
    until = time.monotonic() + 120
    while any(str(button.key).endswith("_cancel") for button in app.button):
        assert time.monotonic() < until
        app.run()
        assert not app.exception
    return app


def events_in(target: Path) -> int:
    return (current_version(target) / "events.csv").read_text("utf-8").count("\n") - 1


def test_files_are_told_imported_and_taken_back(target: Path) -> None:
    rows = [ACLED, ACLED | {"event_id_cnty": "KGZ2", "event_date": "0020-06-12"}]
    page = ("page.csv", b"<!DOCTYPE html><html>Sign in</html>")
    app = dropped(opened(), ("acled.csv", table(rows)), page)
    words = words_of(app)
    assert "acled.csv: ACLED, for it has ACLED&#x27;s columns" in words
    assert "Records: 2, of the five countries 2; to load 1, refused 1" in words
    assert "page.csv: this is a web page, not data" in words
    assert not (target / "current").exists()
    app.text_input(key="import_by").set_value("Aida").run()
    app.button(key="import_now").click().run()
    assert not app.exception
    assert "Version 0001 is in use: acled.csv, imported" in words_of(app)
    assert events_in(target) == 1
    ledger = app.dataframe[0].value
    assert [*ledger["Who"]] == ["Aida", "Aida"] and [*ledger["Format"]] == ["acled", ""]
    app.button(key="undo_import").click().run()
    assert not app.exception
    assert "The folder is as it was before the first import." in words_of(app)
    assert not (current_version(target) / "events.csv").exists()
    # Who runs it here reads what came in and was taken back; who is asked for, alone.
    trail = app.dataframe[-1].value
    assert [*trail["What happened"]][:2] == ["import taken back", "imported"]
    assert [*trail["Of what"]][:2] == ["0000", "acled.csv, page.csv"]
    app.text_input(key="audit_who").set_value("AID").run()
    app.selectbox(key="audit_event").select("import").run()
    assert {*app.dataframe[-1].value["Who"]} == {"Aida"}
    assert "audit.csv?event=import&amp;who=AID" in words_of(app)
    app.text_input(key="audit_who").set_value("<b>nobody").run()
    assert "Nothing of it was written down." in words_of(app)
    assert not app.exception


def test_of_two_sources_the_page_says_which_is_counted(target: Path) -> None:
    for name, row in (("acled.csv", ACLED), ("desk.csv", DESK)):
        app = dropped(opened(), (name, table([row])))
        assert "are counted" not in words_of(app)
        app.button(key="import_now").click().run()
    assert not app.exception
    assert (
        "Of the events, those of ACLED are counted, never added to those of the desk&#x27;s table"
    ) in words_of(app)


def test_a_word_is_asked_about_before_anything_can_be_imported(target: Path) -> None:
    data = table([DESK | {"event_type": "Queue", "sub_event_type": ""}])
    app = dropped(opened(), ("desk.csv", data))
    assert app.button(key="import_now").disabled
    (asked,) = [box for box in app.selectbox if "Queue" in box.label]
    asked.set_value("Economy and trade/Measure").run()
    assert not app.exception
    assert not app.button(key="import_now").disabled
    app.button(key="import_now").click().run()
    assert "Economy and trade,Measure" in (current_version(target) / "events.csv").read_text()
    later = table([DESK | {"event_id": "desk:b1", "event_type": "Queue", "sub_event_type": ""}])
    app = dropped(opened(), ("july.csv", later))
    assert not app.button(key="import_now").disabled


def test_a_column_can_be_chosen_and_an_offer_taken_up(target: Path) -> None:
    row = DESK | {"latitude": DESK["longitude"], "longitude": DESK["latitude"], "hamlet": "Uzgen"}
    app = dropped(opened(), ("desk.csv", table([row])))
    assert "refused, 1: latitude and longitude fit when swapped" in words_of(app)
    app.checkbox(key="accept_coordinates_swapped").check().run()
    assert "refused, 1" not in words_of(app)
    app.selectbox(key="column_0_location").set_value("hamlet").run()
    app.button(key="import_now").click().run()
    assert not app.exception
    written = (current_version(target) / "events.csv").read_text("utf-8")
    assert "Uzgen,40.5283,72.7985" in written


def test_a_server_that_takes_no_imports_says_so(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_READ_ONLY", "1")
    app = dropped(opened(), ("acled.csv", table([ACLED])))
    assert "This server takes no imports" in words_of(app)
    keys = {str(button.key) for button in app.button}
    assert "import_now" not in keys and not [key for key in keys if key.startswith("fetch_")]


def test_a_press_fetches_a_source_and_only_a_press(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "state"))
    monkeypatch.setenv("NO_PROXY", "*")
    rows = b"code,continent,date,total_cases,total_deaths\nKAZ,Asia,2020-06-01,11308,41\n"
    with data_server() as server:
        address = server.gives("/owid.csv", file(rows))
        monkeypatch.setenv("CENTRAL_ASIA_MONITOR_REFRESH_OWID", address)
        monkeypatch.setenv("CENTRAL_ASIA_MONITOR_REFRESH_WHO", server.gives("/w", Answer(b"", 403)))
        app = opened()
        words, host = words_of(app), address.removeprefix("http://").removesuffix("/owid.csv")
        assert f"{host}; not fetched yet" in words
        assert "wants an account: set CENTRAL_ASIA_MONITOR_ACLED_USERNAME and" in words
        assert app.button(key="fetch_acled").disabled
        assert server.asked == []
        words = words_of(ended(app.button(key="fetch_owid").click().run()))
        assert "Our World in Data, COVID-19: Version 0001 is in use: owid.csv" in words
        assert "covid_daily.csv: 1 new" in words and f"{host}; fetched on" in words
        assert [*app.dataframe[0].value["Fetched from"]] == [address]
        again = ended(app.button(key="fetch_owid").click().run())
        assert "Our World in Data, COVID-19: nothing new." in words_of(again)
        refused = ended(app.button(key="fetch_who").click().run())
        assert f"{host} refuses access (403)." in words_of(refused)
        assert len(server.asked) == 3
    assert (current_version(target) / "covid_daily.csv").read_text("utf-8").count("\n") == 2
    app.button(key="undo_import").click().run()
    assert f"{host}; not fetched yet" in words_of(app)
    # What brought nothing is no import.
    lines = csv.DictReader(audit_csv().splitlines())
    assert [(line["event"], line["files"]) for line in lines] == [
        ("undo", "0000"),
        ("import", "owid"),
    ]


@pytest.fixture
def gate(target: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Hold every reading up at its first step until the gate is opened."""
    opening = Event()

    def held_up(*about: Any, progress: Progress, **more: Any) -> Draft:
        def heard(step: Step) -> None:
            opening.wait(60)
            progress(step)

        return make_draft(*about, progress=heard, **more)

    monkeypatch.setattr("dashboard.ui.data.MOMENT", 0)
    monkeypatch.setattr("dashboard.ui.data.make_draft", held_up)
    return opening


def test_reading_that_takes_long_shows_how_far_it_is_and_can_be_cancelled(
    target: Path, gate: Event
) -> None:
    app = dropped(opened(), ("desk.csv", table([DESK])))
    assert app.button(key="import_cancel").label == "Cancel"
    app.run()
    app.button(key="import_cancel").click().run()
    gate.set()
    assert "Stopped. Nothing has changed." in words_of(ended(app))
    assert not [button for button in app.button if button.key == "import_now"]
    assert [path.name for path in target.iterdir()] == []


def test_a_long_import_is_shown_to_every_visit_and_can_be_cancelled(
    target: Path, gate: Event
) -> None:
    gate.set()
    app = ended(dropped(opened(), ("desk.csv", table([DESK]))))
    gate.clear()
    app.button(key="import_now").click().run()
    other = opened()
    assert app.button(key="import_cancel") and other.button(key="import_cancel")
    other.button(key="import_cancel").click().run()
    gate.set()
    assert "Stopped. Nothing has changed." in words_of(ended(app))
    assert app.button(key="import_now").label == "Import 3 rows"
    assert not (target / "current").exists()
    assert not [path for path in target.iterdir() if path.name.startswith(".draft")]
    app.button(key="import_now").click().run()
    assert "Version 0001 is in use" in words_of(ended(app))
    assert events_in(target) == 1


def test_a_fetch_can_be_cancelled_without_a_trace_and_pressed_again(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr("dashboard.ui.refresh.MOMENT", 0)
    header, row = (
        b"code,continent,date,total_cases,total_deaths\n",
        b"KAZ,Asia,2020-06-01,11308,41\n",
    )
    hurry = Event()
    with data_server() as server:
        slow = Answer(header + row + b"OWID_WRL,,,,\n" * 200_000, hurry=hurry)
        monkeypatch.setenv("CENTRAL_ASIA_MONITOR_REFRESH_OWID", server.gives("/owid.csv", slow))
        app = opened()
        app.button(key="fetch_owid").click().run()
        assert app.button(key="fetch_owid").disabled and app.button(key="fetch_who").disabled
        app.button(key="refresh_cancel").click().run()
        assert "Stopped. Nothing has changed." in words_of(ended(app))
        assert [path.name for path in target.iterdir()] == []
        hurry.set()
        app.button(key="fetch_owid").click().run()
        words = words_of(ended(app))
        assert "Version 0001 is in use: owid.csv" in words and "Stopped" not in words
