"""The HTML file: nothing from outside, every text escaped, a chart that draws."""

import re
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from exported import made
from made_tables import made_table
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs_version

from dashboard.exports.files.html import PROGRAM, TOO_OLD, make_html
from dashboard.exports.metadata import Metadata
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources

NASTY = "</script><script>alert(1)</script>"
LINK = "https://monitor.example/events?a=1&b=“2”"
PAPERS = Metadata(f"June 2020; containing “{NASTY}”", "2026.11-1a2b3c4d", date(2026, 11, 21), LINK)


def draw(theme: str) -> go.Figure:
    assert theme == "light"
    return go.Figure(
        data=[{"type": "bar", "x": ["а", "b"], "y": [1, 21819], "name": NASTY}],
        layout={"height": 300, "template": None},
    )


def exhibit(*, drawn: bool = True) -> Exhibit:
    rows = pd.DataFrame({"Name": ["Қазақстан", NASTY], "Cases": [1, 21819]})
    return Exhibit(
        key="cases",
        title=f"Cases {NASTY}",
        unit="people",
        table=made_table(rows),
        caption="How to read it.",
        reading="And what else there is to know.",
        sources=Sources(publishers=("Source & Co",)),
        shown=2,
        total=5,
        noun="countries",
        draw=draw if drawn else None,
        alt="Two bars.",
    )


def without_scripts(content: bytes) -> str:
    return re.sub(r"<script.*?</script>", "", content.decode(), flags=re.DOTALL)


def test_page_asks_for_nothing_from_outside() -> None:
    page = without_scripts(make_html(exhibit(), PAPERS))
    addresses = re.findall(r"(?:src|href)\s*=\s*[\"']([^\"']*)", page)
    assert [unescape(address) for address in addresses] == [LINK]
    assert all(source.startswith("data:") for source in re.findall(r"url\(([^)]*)", page))
    assert "default-src 'none'" in page


def test_page_escapes_every_text() -> None:
    page = make_html(exhibit(), PAPERS).decode()
    assert NASTY not in page
    assert "alert(1)" in page


def test_page_shows_title_table_and_papers() -> None:
    page = unescape(without_scripts(make_html(exhibit(), PAPERS)))
    for text in (
        "people",
        "Қазақстан",
        "21,819",
        "How to read it. And what else there is to know.",
        "Source & Co",
        "2 of 5 countries",
        "2026.11-1a2b3c4d",
        "21 November 2026",
        'aria-label="Two bars."',
    ):
        assert text in page


def test_page_of_a_table_needs_no_plotly() -> None:
    content = make_html(exhibit(drawn=False), PAPERS)
    assert b"<script" not in content
    assert b"<details open>" in content


def test_page_of_no_rows_is_still_a_page() -> None:
    empty = Exhibit(
        key="k",
        title="T",
        unit="u",
        table=made_table(pd.DataFrame()),
        caption="",
        sources=Sources(publishers=()),
        shown=0,
        total=0,
        noun="events",
    )
    assert b"Table (0 rows)" in make_html(empty, PAPERS)


def test_page_draws_its_chart_without_a_network(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(make_html(exhibit(), PAPERS))
    troubles: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("#chart .bars .point")
    assert page.locator("#chart .bars .point").count() == 2
    assert troubles == []
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]


def test_drawing_program_is_the_one_written_down_and_of_plotlys_version() -> None:
    written = (PROGRAM.parent / "README.md").read_text("utf-8")
    assert sha256(PROGRAM.read_bytes()).hexdigest() in written
    version = f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}\n"
    assert version in PROGRAM.read_text("utf-8")[:80]
    assert f"plotly.js {get_plotlyjs_version()}," in written
    assert "Permission is hereby granted" in (PROGRAM.parent / "LICENSE").read_text("utf-8")


def test_pages_of_a_map_a_grid_and_long_lines_are_short_and_draw(
    page: Page, tmp_path: Path
) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    page.on("console", lambda message: troubles.append(message.text))
    drawn = {
        "overview_map": ".imagelayer image",
        "coverage_topics": ".heatmaplayer image",
        "covid_small_multiples": ".scatterlayer path.js-line",
    }
    for name, mark in drawn.items():
        content = made(name, "two years", "html")
        assert len(content) < 1_500_000
        file = tmp_path / f"{name}.html"
        file.write_bytes(content)
        page.goto(file.as_uri())
        page.wait_for_selector(f"#chart {mark}", state="attached")
    assert troubles == []
    assert "the first 1,500 of 3,565 rows; the CSV and XLSX files have all" in page.content()


def test_page_says_that_a_browser_is_too_old_for_it(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(make_html(exhibit(), PAPERS))
    page.add_init_script("delete window.DecompressionStream")
    page.goto(file.as_uri())
    page.get_by_role("img").get_by_text(TOO_OLD).wait_for()
    assert page.get_by_role("cell", name="21,819").is_visible()
