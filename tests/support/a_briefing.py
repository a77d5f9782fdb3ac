"""A briefing written by hand: four charts, a table, a failure, and texts that mean no good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from made_tables import made_table

from dashboard.briefing.content import (
    Briefing,
    ChartPage,
    Citation,
    CountryReview,
    Line,
    Run,
    Section,
)
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources
from dashboard.selection import Selection

LETTERS = {
    "Kazakh": "Әлі ғасыр қала жаңа өзен ұлт үй һәм іс",
    "Kyrgyz": "Ысык-Көлдүн жээги, өң, үн",
    "Tajik": "Тоҷикистон, ҷумҳурӣ, кӯҳ, қишлоқ, ғор",
    "Uzbek": "Oʻzbekiston, gʻalaba, chang",
    "Turkmen": "Türkmenistanyň şäheri, çagalar, ýaşlar, žurnal, ň",
}
HOSTILE = '<script>alert(1)</script> #panic("x") $x^2$ @source-1 <source-1> \\ // */ [a](b) *b* _i_'
EMOJI = "Fire 🔥 and 日本 and ✕"
RIGHT_TO_LEFT = "مرحبا بالعالم and שלום"
LONG_TITLE = "A title of four hundred letters that goes on " * 9
SELECTION = Selection(countries=("KGZ", "TJK"))
FILTERS = SELECTION.describe()
LINK = "http://localhost:8501/overview?countries=KGZ,TJK&months=2020-06"


def line(text: str, *citations: int) -> Line:
    return Line((Run(text),), citations)


def citation(number: int, address: str = "https://example.org/review/june-2020") -> Citation:
    return Citation(
        number,
        "made-up",
        "The Lantern",
        "Month in Review: June 2020",
        "2020-07",
        address,
        number + 10,
        "5;7" if number % 2 else "",
        (f"made-up:{number}",),
        is_headline=True,
    )


def draw(theme: str) -> go.Figure:
    assert theme == "light"
    trace = {"type": "bar", "x": ["1–7", "8–14"], "y": [3, 5], "text": list(LETTERS.values())[:2]}
    margin = {"l": 40, "r": 20, "t": 8, "b": 24}
    return go.Figure(data=[trace], layout={"height": 240, "margin": margin})


def draw_badly(theme: str) -> go.Figure:
    raise KeyError(theme)


ROWS = pd.DataFrame(
    {"Week": ["1–7 June", "8–14 June"], "Events": [3, 21819], "Text": ["a", HOSTILE]}
)
CHART = Exhibit(
    key="events_by_week",
    title="Events by week",
    unit="events, June 2020",
    table=made_table(ROWS),
    caption="Weeks begin on Monday. 2 events have no day.",
    sources=Sources(publishers=("CABAR.asia", "The Lantern")),
    shown=8,
    total=78,
    noun="events",
    draw=draw,
    alt="Bars of events by week.",
)
TABLE = replace(CHART, key="sentences", title="Sentences", draw=None)
WIDE_ROWS = pd.DataFrame(
    {
        f"Column {place} with a heading": ["some words that want some room"] * 90
        for place in range(12)
    }
)
WIDE = replace(TABLE, key="ledger", title="Ledger", table=made_table(WIDE_ROWS))


def page(exhibit: Exhibit | None, title: str, comment: str = "", trouble: str = "") -> ChartPage:
    name = exhibit.key if exhibit else "gone"
    return ChartPage(
        TrayItem(name, "overview", ()), title, comment, FILTERS, LINK, exhibit, (1, 2, 3), trouble
    )


PAGES = (
    page(CHART, "Events doubled in the second week.", f"A comment.\n{RIGHT_TO_LEFT}"),
    page(CHART, LONG_TITLE, EMOJI),
    page(TABLE, "=SUM(A1:A9) two sentences were passed", HOSTILE),
    page(WIDE, "The ledger lists ninety rows."),
    page(None, "Arrests by month", trouble="The table of arrests could not be read."),
    page(replace(CHART, draw=draw_badly), "A chart that cannot be drawn"),
)


def briefing(charts: Sequence[ChartPage] = PAGES, title: str = "June in Central Asia") -> Briefing:
    """Return the briefing with these charts."""
    letters = tuple(
        Section(name, (line(text, place), line(f"{name} once more.", 1, 2, 3, place)))
        for place, (name, text) in enumerate(LETTERS.items(), start=1)
    )
    hostile = Section("Politics", (line(HOSTILE, 6), line(EMOJI), line(RIGHT_TO_LEFT, 99)))
    empty = pd.DataFrame()
    return Briefing(
        title,
        SELECTION,
        (line("At least 102 people were detained in 8 events.", 1, 2, 3, 5), line("No series.")),
        tuple(charts),
        (
            CountryReview("KGZ", "Kyrgyzstan", letters),
            CountryReview("TJK", "Tajikistan", (hostile,)),
        ),
        (line("3 events are only planned, and left out."),),
        (*(citation(number) for number in range(1, 6)), citation(6, "javascript:alert(1)")),
        empty,
        empty,
        empty,
        Tray(),
        "2026.11.21-1410e3e7",
        date(2026, 11, 21),
        LINK,
    )
