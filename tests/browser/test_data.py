"""In a real Chromium: a file is dropped, imported, seen on the Overview, and taken back."""

from pathlib import Path

import pytest
from app_server import running_app
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
