"""PNG, SVG and PDF opened again: size, ink, words; and what is said when none can be made."""

import http.server
import os
import re
import signal
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from made_tables import made_table
from PIL import Image
from pypdf import PdfReader

from dashboard.exports.formats import FORMATS, PICTURE_FORMATS, make_file, picture_trouble
from dashboard.exports.metadata import Metadata
from dashboard.exports.pictures import browser as browser_module
from dashboard.exports.pictures.browser import FAILED, NO_BROWSER, Browser, PictureUnavailable
from dashboard.exports.pictures.charts import make_pdf, make_png, make_svg
from dashboard.exports.pictures.sheet import (
    EDGE,
    MOST_ROWS,
    SHEET_WIDTH,
    frame_of,
    sheet_of,
    sheet_words,
)
from dashboard.exports.pictures.table import TALLEST, table_figure
from dashboard.exports.text_metrics import text_width, wrap_text
from dashboard.maps.charts.basemap import base_map_address, with_base_map
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources

METADATA = Metadata(
    "five countries, June 2020", "2026.11-1a2b3c4d", date(2026, 11, 21), "/overview"
)
LETTERS = "ғқңөұүҳҗ şžňý"
LONG = f"Confirmed cases & <deaths> in Қазақстан, Oʻzbekistan and Türkmenistan {LETTERS} " * 4


def draw(theme: str) -> go.Figure:
    assert theme == "light"
    line = {"type": "scatter", "mode": "lines", "x": [1, 2], "y": [1, 3]}
    return go.Figure(
        data=[line], layout={"height": 240, "margin": {"l": 40, "r": 90, "t": 8, "b": 24}}
    )


def draw_map(theme: str) -> go.Figure:
    image = {"source": base_map_address(theme, "region"), "x": 0, "y": 1, "sizex": 1, "sizey": 1}
    return draw(theme).update_layout(images=[image | {"xref": "paper", "yref": "paper"}])


ROWS = pd.DataFrame({"Day": pd.to_datetime(["2020-06-06"]), "Text": ["a"], "Count": [21819]})
CHART = Exhibit(
    key="cases",
    title=f"Cases {LETTERS}",
    unit="people",
    table=made_table(ROWS),
    caption="Caption.",
    sources=Sources(publishers=("Monthly review",)),
    shown=4,
    total=5,
    noun="countries",
    draw=draw,
)
TABLE = replace(CHART, draw=None)


@pytest.fixture
def without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_module, "find_browser", lambda: "")


def words_of(content: bytes) -> list[str]:
    """Return the texts of an SVG, a line each."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own file
    lines = [element for element in root.iter() if element.tag.endswith(("}tspan", "}text"))]
    return ["".join(element.itertext()) for element in lines]


def texts_of(figure: go.Figure) -> list[str]:
    return [text for trace in figure.to_dict()["data"] for text in trace["text"]]


@pytest.mark.usefixtures("chromium_path")
@pytest.mark.parametrize("exhibit", [CHART, TABLE], ids=["chart", "table"])
def test_png_is_wide_and_not_blank(exhibit: Exhibit) -> None:
    picture = Image.open(BytesIO(make_png(exhibit, METADATA))).convert("L")
    assert picture.width >= 1600
    shades = picture.histogram()
    assert shades[255] > picture.width * picture.height // 2
    assert sum(shades[:128]) > 500


@pytest.mark.usefixtures("chromium_path")
def test_svg_holds_title_unit_metadata_and_its_font() -> None:
    content = make_svg(CHART, METADATA)
    words = words_of(content)
    for text in (
        CHART.title,
        "people",
        "Caption.",
        "Filters: five countries, June 2020 · Shown: 4 of 5 countries",
        "Sources: Monthly review",
        "Central Asia Monitor · Data version: 2026.11-1a2b3c4d · Made on: 21 November 2026",
        "Link: /overview",
    ):
        assert text in words
    assert b"font/woff2;base64," in content
    assert b"http://" not in content.replace(b"http://www.w3.org/", b"")


@pytest.mark.usefixtures("chromium_path")
def test_a_picture_is_the_same_whatever_the_page_has_drawn_before() -> None:
    first = make_svg(CHART, METADATA)
    others = [make_svg(TABLE, METADATA), make_png(replace(CHART, draw=draw_map), METADATA)]
    assert all(others)
    assert [make_svg(CHART, METADATA) for _ in range(8)] == [first] * 8


@pytest.mark.usefixtures("chromium_path")
def test_lines_of_words_say_how_far_down_they_stand() -> None:
    note = {"text": "one<br>two<br>three", "x": 1, "y": 1, "showarrow": False, "font_size": 10}
    several = replace(CHART, draw=lambda theme: draw(theme).add_annotation(**note))
    svg = make_svg(several, METADATA).decode()
    found = re.findall('<tspan class="line" x="[^"]*" y="([^"]*)">(one|two|three)<', svg)
    assert [text for _, text in found] == ["one", "two", "three"]
    assert [round(float(b) - float(a), 1) for (a, _), (b, _) in pairwise(found)] == [13, 13]


@pytest.mark.usefixtures("chromium_path")
def test_svg_of_a_table_holds_its_cells() -> None:
    words = words_of(make_svg(TABLE, METADATA))
    assert {"6 June 2020", "a", "21,819", "Count"} <= set(words)


@pytest.mark.usefixtures("chromium_path")
def test_pdf_is_one_page_of_letters() -> None:
    content = make_pdf(CHART, METADATA)
    assert content.startswith(b"%PDF-")
    assert b"SourceSans3" in content
    leaves = PdfReader(BytesIO(content)).pages
    assert len(leaves) == 1
    text = leaves[0].extract_text()
    assert CHART.title in text
    assert "4 of 5 countries" in text
    assert "Made on: 21 November 2026" in text


@pytest.mark.usefixtures("chromium_path")
def test_drawing_asks_nothing_of_another_server() -> None:
    asked: list[str] = []

    class Witness(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    def draw_with_image(theme: str) -> go.Figure:
        source = f"http://127.0.0.1:{server.server_port}/image.png"
        return draw(theme).update_layout(images=[{"source": source, "sizex": 1, "sizey": 1}])

    with http.server.HTTPServer(("127.0.0.1", 0), Witness) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        make_png(replace(CHART, draw=draw_with_image), METADATA)
        server.shutdown()
    assert asked == []


def test_words_stay_inside_the_sheet_and_off_the_chart() -> None:
    wordy = replace(
        CHART, title=LONG, unit=LONG, caption=LONG, sources=Sources(publishers=(LONG, LONG))
    )
    metadata = replace(METADATA, link="/x?" + "abc=defgh&" * 60)
    size = SHEET_WIDTH - 2 * EDGE, 240
    frame = frame_of(wordy, metadata, SHEET_WIDTH)
    sheet = sheet_of(b'<rect id="chart"/>', size, wordy, frame)
    root = ElementTree.fromstring(sheet.svg)  # noqa: S314 - our own file
    svg = "{http://www.w3.org/2000/svg}"
    chart = root.find(f"{svg}svg")
    assert chart is not None and (float(chart.get("width", 0)), sheet.width) == (944, 1000)
    top, bottom = float(chart.get("y", 0)), float(chart.get("y", 0)) + 240
    lines = root.findall(f"{svg}g/{svg}text")
    assert len(lines) > 20
    feet = [(float(line.get("y", 0)), float(line.get("font-size", 0))) for line in lines]
    assert feet == sorted(feet)
    for (foot, size), line in zip(feet, lines, strict=True):
        bold = line.get("font-weight") == "bold"
        assert text_width(line.text or "", size, bold=bold) <= SHEET_WIDTH - 2 * EDGE
        assert 0 < foot - size < foot + size * 0.3 < sheet.height
        assert foot + size * 0.3 < top or foot - size > bottom
    for above, below in pairwise(feet):
        assert below[0] - above[0] >= below[1] or above[0] < top < below[0]


def test_wrapping_keeps_every_word() -> None:
    assert " ".join(wrap_text(LONG, 300, 12)) == " ".join(LONG.split())
    assert "".join(wrap_text("x" * 500, 100, 12)) == "x" * 500
    address = "/covid?countries=KAZ,KGZ&from=2020-03&to=2020-06"
    lines = wrap_text(address, 150, 12)
    assert "".join(lines) == address
    assert all(line.endswith(tuple("/?&,=")) for line in lines[:-1])
    assert wrap_text("", 100, 12) == []


def test_long_table_says_what_it_leaves_out() -> None:
    many = pd.DataFrame({"Number": range(120)})
    tall = pd.DataFrame({"Text": [LONG * 30] * 10})
    texts = texts_of(table_figure(many))
    assert f"First {MOST_ROWS} of 120 rows; the CSV has all." in texts
    figure = table_figure(tall)
    assert figure.layout.height < TALLEST * 1.2
    assert any("of 10 rows; the CSV has all." in text for text in texts_of(figure))
    assert texts_of(table_figure(many.iloc[:0])) == ["No rows."]
    shown = replace(TABLE, table=made_table(many), shown=120, total=120)
    _, foot = sheet_words(shown, METADATA, SHEET_WIDTH)
    words = " ".join(line for block in foot for line in block.lines)
    assert "In the CSV: 120 of 120 countries" in words and "Shown" not in words


def test_the_base_map_is_put_inside_a_map_that_leaves_the_server() -> None:
    address = base_map_address("light", "region")
    inside = "data:image/png;base64,AAAA"
    figure = go.Figure(layout={"images": [{"source": address}, {"source": inside}]})
    first, second = with_base_map(figure).layout.images
    assert first.source.startswith("data:image/svg+xml;base64,")
    assert second.source == inside
    assert figure.layout.images[0].source == address


@pytest.mark.usefixtures("without_browser")
def test_without_a_browser_pictures_say_so_and_other_files_are_made() -> None:
    assert picture_trouble() == NO_BROWSER
    for name in FORMATS:
        if name in PICTURE_FORMATS:
            with pytest.raises(PictureUnavailable, match="Chromium or Chrome"):
                make_file(CHART, METADATA, name)
        else:
            assert make_file(CHART, METADATA, name)[1]


def test_browser_is_found_by_setting_then_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("chosen", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in browser_module.SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert browser_module.find_browser() == str(tmp_path / "chromium")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "chosen"))
    assert browser_module.find_browser() == str(tmp_path / "chosen")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    assert picture_trouble() == ""


def test_browser_is_looked_for_again_until_it_is_there_and_when_it_has_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser_module, "USUAL_PLACES", ())
    for name in browser_module.SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert picture_trouble() == NO_BROWSER
    for name in ("google-chrome", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert browser_module.find_browser() == str(tmp_path / "google-chrome")
        assert picture_trouble() == ""
    (tmp_path / "google-chrome").unlink()
    assert browser_module.find_browser() == str(tmp_path / "chromium")
    (tmp_path / "chromium").unlink()
    assert picture_trouble() == NO_BROWSER


class Drawer:
    """Stands in for an open Chromium; each fails as often as its class says."""

    starts = 0
    failures = 0

    def __init__(self, path: str) -> None:
        Drawer.starts += 1

    def draw(self, figure: Any, options: Any) -> bytes:
        """Fail, or return a picture."""
        if Drawer.failures:
            Drawer.failures -= 1
            raise ConnectionError("gone")
        return b"picture"

    def close(self, *, is_stuck: bool = False) -> None:
        """Do nothing."""


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setattr(browser_module, "_Drawer", Drawer)
    monkeypatch.setattr(browser_module, "find_browser", lambda: "/chromium")
    Drawer.starts = Drawer.failures = 0
    kept = Browser()
    yield kept
    kept.close()


def test_a_dead_browser_is_started_once_more(fragile: Browser) -> None:
    assert fragile.draw({}, {}) == b"picture"
    Drawer.failures = 1
    assert fragile.draw({}, {}) == b"picture"
    assert Drawer.starts == 2


def test_a_browser_that_fails_twice_is_explained(fragile: Browser) -> None:
    Drawer.failures = 2
    with pytest.raises(PictureUnavailable) as raised:
        fragile.draw({}, {})
    assert str(raised.value) == FAILED
    assert fragile.draw({}, {}) == b"picture"


def test_a_browser_that_has_drawn_many_pictures_is_replaced(
    fragile: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_module, "PICTURES_OF_ONE", 2)
    for _ in range(5):
        assert fragile.draw({}, {}) == b"picture"
    assert Drawer.starts == 3


def test_a_browser_that_nobody_asks_is_let_go(
    fragile: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_module, "IDLE_SECONDS", 0.01)
    fragile.draw({}, {})
    until = time.monotonic() + 30
    while fragile._drawer is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert fragile._drawer is None
    assert fragile.draw({}, {}) == b"picture"
    assert Drawer.starts == 2


@pytest.mark.usefixtures("chromium_path")
@pytest.mark.parametrize("how", ["SIGSTOP", "SIGKILL"])
def test_a_renderer_that_hangs_or_dies_costs_seconds_and_no_picture(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_module, "SILENT_SECONDS", 3)
    kept, figure = Browser(), {"data": [{"y": [1, 2]}], "layout": {}}
    try:
        before = kept.draw(figure, {"format": "svg"})
        first = kept._drawer and kept._drawer._process
        for process in browser_module._below(first or 0):
            told = Path(f"/proc/{process}/cmdline").read_bytes()
            if b"--type=renderer" in told:
                os.kill(process, signal.Signals[how])
        begun = time.monotonic()
        again = kept.draw(figure, {"format": "svg"})
        assert b"<svg" in before[:500]
        assert b"<svg" in again[:500]
        assert kept._drawer
        assert kept._drawer._process != first
        assert time.monotonic() - begun < browser_module.DRAW_SECONDS
    finally:
        kept.close()


def test_a_program_that_is_no_browser_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_module, "find_browser", lambda: "/bin/false")
    monkeypatch.setattr(browser_module, "START_SECONDS", 5)
    broken = Browser()
    with pytest.raises(PictureUnavailable, match="could not be drawn"):
        broken.draw({"data": [], "layout": {}}, {"format": "png"})
    broken.close()
