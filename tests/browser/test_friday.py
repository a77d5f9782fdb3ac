"""The Friday job in a real Chromium: from a link to a deck, a note and the evidence."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from app_server import RunningApp
from docx import Document
from page_waiting import WAIT, settle
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation

LINK = "countries=KGZ%2CTJK&from=2020-06&to=2020-06&status=occurred"
FROM_OVERVIEW = ("Two countries side by side", "Where it happened", "Events by week")
FROM_PROTESTS = ("Protests and arrests, day by day", "How many people", "Protests by issue")
MOST_CLICKS = 12
# For which the server is at work.
MOST_SECONDS = 30


class Analyst:
    """A person at the page, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        """Begin without a click."""
        self.page = page
        self.clicks = 0

    def click(self, what: Locator) -> None:
        """Click once."""
        what.click(timeout=WAIT)
        self.clicks += 1

    def put_aside(self, panel: str) -> None:
        """Put a panel into the briefing."""
        self.click(self.page.get_by_role("button", name=f"Add to briefing {panel}").first)
        held = self.page.get_by_role("button", name=f"In briefing {panel}").first
        expect(held).to_be_visible(timeout=WAIT)
        settle(self.page)

    def turn_to(self, title: str) -> None:
        """Open another page."""
        self.click(self.page.get_by_role("link", name=title).first)
        expect(self.page.get_by_role("heading", name=title.split(" (")[0], level=1)).to_be_visible(
            timeout=WAIT
        )
        settle(self.page)

    def take(self, label: str) -> bytes:
        """Download a file."""
        with self.page.expect_download(timeout=WAIT) as handing:
            self.click(self.page.get_by_role("link", name=label, exact=True))
        return handing.value.path().read_bytes()


def drawn_bars(page: Page, panel: str) -> dict[str, list[float]]:
    """Return the heights of the bars on screen by the name of what they count."""
    told = page.locator(f".st-key-panel_{panel} .js-plotly-plot").evaluate(
        """each => each._fullData.filter(trace => trace.type === 'bar')
            .map(trace => [trace.name, Array.from(trace.y, value => value || 0)])"""
    )
    return dict(told)


def charts_of(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        yield from (shape.chart for shape in slide.shapes if shape.has_chart)


def test_from_a_link_to_deck_note_and_evidence(page: Page, shared_app: RunningApp) -> None:
    before = shared_app.worked()
    analyst = Analyst(page)
    page.goto(f"{shared_app.url}?{LINK}")
    settle(page)
    on_screen = drawn_bars(page, "events_by_week")
    for panel in FROM_OVERVIEW:
        analyst.put_aside(panel)
    analyst.turn_to("Protests and arrests")
    for panel in FROM_PROTESTS:
        analyst.put_aside(panel)
    analyst.turn_to("Briefing (6)")
    analyst.click(page.get_by_role("button", name="Make the briefing"))
    expect(page.get_by_role("link", name="Evidence pack (ZIP)")).to_be_visible(timeout=5 * WAIT)
    deck = Presentation(io.BytesIO(analyst.take("PowerPoint")))
    note = Document(io.BytesIO(analyst.take("Word")))
    pack = analyst.take("Evidence pack (ZIP)")
    seconds = shared_app.worked() - before
    assert analyst.clicks <= MOST_CLICKS
    assert seconds < MOST_SECONDS, f"{seconds:.0f} s"

    weeks = next(chart for chart in charts_of(deck) if len(chart.plots[0].categories) == 5)
    for plot in weeks.plots:
        for series in plot.series:
            assert [value or 0 for value in series.values] == on_screen[series.name], series.name
    titles = [slide.shapes.title.text for slide in deck.slides if slide.shapes.title is not None]
    with zipfile.ZipFile(io.BytesIO(pack)) as whole:
        charts = json.loads(whole.read("manifest.json"))["charts"]
    assert len(charts) == 6
    # A long table goes on over slides, each with its number behind the title.
    found = [any(title.startswith(chart["title"]) for title in titles) for chart in charts]
    assert found == [True] * 6
    assert {chart["filters"] for chart in charts} == {"Kyrgyzstan and Tajikistan, June 2020"}
    words = "\n".join(paragraph.text for paragraph in note.paragraphs)
    for told in ("Kyrgyzstan", "Tajikistan", "5,296 cases and 57 deaths", "5,900 cases"):
        assert told in words
