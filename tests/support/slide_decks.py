"""Made-up briefings for tests of decks, and decks opened again."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any, cast

import openpyxl
import pandas as pd
from made_tables import made_table
from PIL import Image
from pptx import Presentation

from dashboard.briefing.content import Briefing, ChartPage, Citation, Line, Run
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.deck import make_pptx
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.sources import Sources
from dashboard.selection import Selection

POINT = 12_700
DAYS = tuple(date(2020, 6, 1) + timedelta(days=n) for n in range(30))
LINES = NativeChart(
    "line",
    DAYS,
    (
        Series("Kazakhstan", tuple(float(10 + n) for n in range(30)), "#2E86D6"),
        Series(
            "Tajikistan", (None,) * 5 + tuple(float(9 + n) for n in range(25)), "#00594E", "5px,3px"
        ),
        Series("Turkmenistan", (None,) * 30, "#8E2F8A"),
    ),
    log=True,
)
COLUMNS = NativeChart(
    "stacked_column",
    ("1–7", "8–14", "15–21"),
    (
        Series("Protests", (1.0, 0.0, None), "#C43C39"),
        Series("Arrests", (2.0, 1.0, 1.0), "#2B3A55"),
    ),
)
BARS = NativeChart("bar", ("Land", "Media"), (Series("Protests", (5.0, 2.0), "#C43C39"),))
POINTS = NativeChart(
    "points",
    (),
    (
        Series("Protests", (1.0, 0.0, 1.0), "#C43C39", "none", "circle", at=DAYS[:3]),
        Series("Abroad", (1.0,), "#C43C39", "none", "circle-open", at=DAYS[5:6]),
    ),
    lanes=("Uzbekistan", "Kazakhstan"),
)
ROWS = pd.DataFrame({"Issue": ["Land", "Media"], "Protests": [5, 2], "Event key": ["a", "b"]})
REVIEW = ("review", "CABAR.asia", "Month in Review", "2020-07", "https://cabar.asia/review")
STORY = ("other", "Asia-Plus", "A story", "2020-06-02", "javascript:alert(1)")
CITATIONS = (
    *(Citation(number, *REVIEW, number, "4;5", ()) for number in range(1, 4)),
    Citation(9, *STORY, None, "", ()),
)
LINK = "http://localhost:8501/protests_and_arrests?countries=KGZ"
HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> & \x07 😀 '


class NoPictures:
    """A machine without a browser."""

    def png(self, page: ChartPage, shape: float = 0) -> bytes:
        """Fail."""
        raise PictureUnavailable("No browser was found.")


class Pictures:
    """A picture of 400 by 200 pixels for every chart."""

    def png(self, page: ChartPage, shape: float = 0) -> bytes:
        """Return it."""
        buffer = BytesIO()
        Image.new("RGB", (400, 200), "white").save(buffer, "PNG")
        return buffer.getvalue()


def exhibit(*charts: NativeChart, **other: Any) -> Exhibit:
    made: dict[str, Any] = {
        "key": "protests",
        "title": "Protests by issue",
        "unit": "events, June 2020",
        "table": made_table(ROWS),
        "caption": "One event may have several issues.",
        "sources": Sources(publishers=("CABAR.asia",)),
        "shown": 7,
        "total": 9,
        "noun": "protests",
        "native": (lambda: charts) if charts else None,
        "draw": cast("Any", lambda theme: None) if charts else None,
    }
    return Exhibit(**made | other)


def page(shown: Exhibit | None, title: str = "Land moved most protests", **other: Any) -> ChartPage:
    made: dict[str, Any] = {
        "item": TrayItem("protests_by_issue", "protests", ()),
        "title": title,
        "comment": "",
        "filters": "Kyrgyzstan, June 2020",
        "link": LINK,
        "exhibit": shown,
        "citations": (1, 2, 3),
    }
    return ChartPage(**made | other)


def briefing(*charts: ChartPage, **other: Any) -> Briefing:
    empty = pd.DataFrame()
    made: dict[str, Any] = {
        "title": "Kyrgyzstan, June 2020",
        "selection": Selection(countries=("KGZ",)),
        "judgements": (
            Line((Run("At least "), Run("102", ("f1",)), Run(" people were detained.")), (1, 9)),
        ),
        "charts": charts,
        "review": (),
        "left_out": (Line((Run("3 planned events are left out."),)),),
        "citations": CITATIONS,
        "events": empty,
        "figures": empty,
        "sources": pd.DataFrame({"publisher": ["CABAR.asia", "Asia-Plus", "CABAR.asia"]}),
        "tray": Tray(),
        "data_version": "2026.11-1a2b3c4d",
        "made_on": date(2026, 11, 21),
        "link": "http://localhost:8501/",
    }
    return Briefing(**made | other)


def made(told: Briefing, template: bytes | None = None, pictures: object | None = None) -> bytes:
    return make_pptx(told, cast("ChartPictures", pictures or NoPictures()), template)


def opened(content: bytes) -> Any:
    return Presentation(BytesIO(content))


def words(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(texts)


def notes(slide: Any) -> str:
    return slide.notes_slide.notes_text_frame.text


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def titled(deck: Any, title: str) -> Any:
    return next(
        s for s in deck.slides if s.shapes.title is not None and s.shapes.title.text == title
    )


def opened_plain() -> Any:
    return Presentation()


def saved(deck: Any) -> bytes:
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def sheet_rows(chart: Any) -> Iterator[tuple[Any, ...]]:
    blob = chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(BytesIO(blob))["Sheet1"].iter_rows(values_only=True)


def check_places(deck: Any) -> None:
    """No empty placeholder, nothing outside the slide, no box of words over another."""
    for slide in deck.slides:
        boxes = []
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + POINT
            assert shape.top + shape.height <= deck.slide_height + POINT
            if shape.is_placeholder:
                assert shape.text_frame.text.strip(), shape.name
            if not shape.is_placeholder:
                boxes.append(
                    (shape.top, shape.top + shape.height, shape.left, shape.left + shape.width)
                )
        for (top, bottom, left, right), (other_top, other_bottom, other_left, other_right) in (
            (first, second) for place, first in enumerate(boxes) for second in boxes[place + 1 :]
        ):
            across = min(right, other_right) - max(left, other_left)
            down = min(bottom, other_bottom) - max(top, other_top)
            assert across <= POINT or down <= 2 * POINT or min(across, down) == 0, words(slide)
