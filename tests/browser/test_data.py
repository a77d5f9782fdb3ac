"""In a real Chromium: files are dropped or fetched, imported, seen on the Overview, taken back."""

from pathlib import Path
from threading import Event

import pytest
from app_server import running_app
from data_servers import Answer, data_server
from page_waiting import settle
from playwright.sync_api import Page, expect
from source_files import ACLED, table


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def test_a_dropped_file_is_imported_seen_and_taken_back(
    page: Page, tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "acled.csv"
    rows = [ACLED | {"event_id_cnty": f"KGZ{n}", "tags": "crowd size=about 40"} for n in range(3)]
    file.write_bytes(table(rows))
    with running_app(tmp_path, {"CENTRAL_ASIA_MONITOR_DATA": str(target)}) as app:
        page.goto(f"{app.url}/data")
        page.set_input_files("input[type=file]", str(file))
        expect(page.get_by_text("Records: 3, of the five countries 3")).to_be_visible(
            timeout=60_000
        )
        assert not (target / "current").exists()
        page.get_by_role("button", name="Import 6 rows").click()
        expect(page.get_by_text("Version 0001 is in use: acled.csv")).to_be_visible(timeout=60_000)
        page.goto(f"{app.url}/?from=2023-06&to=2023-06")
        settle(page)
        expect(page.get_by_text("3 protest events")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Source: ACLED (acleddata.com, accessed").first).to_be_visible()
        page.goto(f"{app.url}/data")
        page.get_by_role("button", name="Undo the last import").click()
        told = page.get_by_text("The folder is as it was before the first import.")
        expect(told).to_be_visible(timeout=60_000)


def test_a_fetch_is_stopped_without_a_trace_and_done_when_pressed_again(
    page: Page, tmp_path: Path, target: Path
) -> None:
    row = b"KAZ,Asia,2020-06-01,11308,41\n"
    file = b"code,continent,date,total_cases,total_deaths\n" + row + b"OWID_WRL,,,,\n" * 200_000
    hurry = Event()
    with data_server() as server:
        address = server.gives("/owid.csv", Answer(file, hurry=hurry))
        settings = {
            "CENTRAL_ASIA_MONITOR_DATA": str(target),
            "CENTRAL_ASIA_MONITOR_CACHE": str(tmp_path / "cache"),
            "CENTRAL_ASIA_MONITOR_REFRESH_OWID": address,
            "NO_PROXY": "*",
        }
        with running_app(tmp_path, settings) as app:
            page.goto(f"{app.url}/data")
            press = page.get_by_role("button", name="Our World in Data, COVID-19")
            press.click(timeout=60_000)
            expect(page.get_by_text("of 2.6 MB")).to_be_visible(timeout=60_000)
            page.get_by_role("button", name="Stop").click()
            told = page.get_by_text("Stopped: nothing is written.")
            expect(told).to_be_visible(timeout=60_000)
            assert not (target / "current").exists()
            hurry.set()
            press.click()
            told = page.get_by_text("Version 0001 is in use: owid.csv")
            expect(told).to_be_visible(timeout=60_000)
            expect(page.get_by_text("Stopped: nothing is written.")).to_have_count(0)
