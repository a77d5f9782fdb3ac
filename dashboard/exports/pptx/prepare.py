"""What the slide of a chart shows, prepared before anything is placed: charts, picture or table.

Placing it is left to `chart_slides`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil, log

from dashboard.briefing.content import ChartPage
from dashboard.briefing.tray import clean_text
from dashboard.dates import days as days_words
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.axes import (
    NO_LINE,
    SMALL_STEPS,
    known,
    last_known,
    plain_name,
    scale_of,
)
from dashboard.exports.pptx.chart_look import country_text_colour
from dashboard.exports.pptx.charts import Room
from dashboard.exports.pptx.frame import LINE, Frame, cut_to, lines_high
from dashboard.exports.pptx.tables import NOTE_HEIGHT, TableFit, fit_tables
from dashboard.exports.pptx.text import MOST_LETTERS, Paragraph, Piece, plain
from dashboard.palette import GLYPHS as SYMBOLS
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart, Series
from dashboard.wording import N_, say

MOST_A_SLIDE = 9
BETWEEN = 14
GOOD_SHAPE = 1.4
# An empty place in the last row is a fault too.
EMPTY = 0.9
KEY_GAP = 4
SMALL, TITLE_LINES = 12, 2
GLYPHS = {
    **{symbol: filled for symbol, (filled, _) in SYMBOLS.items()},
    **{f"{symbol}-open": hollow for symbol, (_, hollow) in SYMBOLS.items()},
    "triangle-down": "▼",
    "triangle-down-open": "▽",
    "cross": "+",
    "line-ew": "–",
    "line-ns": "–",
}
DASH, BAR, MARK, ANY_MARK = "—", "■", "●", "marks"
# Between two entries of a key, and what is as wide and is measured for it: spaces count as one.
APART, AS_WIDE = " " * 6, "." * 5 + " "
NOTHING = N_("no value to draw")
AS_TABLE = N_("What the chart shows, as a table.")


Words = tuple[Frame, tuple[Paragraph, ...]]


@dataclass(frozen=True)
class Part:
    """What one slide shows: charts in their frames, or a picture, or a table, or only words."""

    charts: tuple[tuple[NativeChart, Room], ...] = ()
    words: tuple[Words, ...] = ()
    picture: bytes = b""
    table: TableFit | None = None
    said: str = ""


def prepare(
    page: ChartPage,
    exhibit: Exhibit,
    charts: Sequence[NativeChart],
    room: tuple[Frame, float],
    pictures: ChartPictures,
) -> list[Part]:
    """Prepare what a frame shows, on more than one slide when charts or numbers are many."""
    frame, stretch = room
    if any(is_drawn(chart) for chart in charts):
        return [
            _charts(charts[first : first + MOST_A_SLIDE], exhibit, frame, stretch)
            for first in range(0, len(charts), MOST_A_SLIDE)
        ]
    if exhibit.draw is None or charts:
        return _tables(exhibit, frame, stretch, "")
    try:
        return [Part(picture=pictures.png(page, frame.width / frame.height))]
    except PictureUnavailable:
        # Why is for who makes the deck, not for its readers.
        return _tables(exhibit, frame, stretch, say(AS_TABLE))


def is_drawn(chart: NativeChart) -> bool:
    """Whether a chart has a number to draw."""
    return any(known(value) is not None for series in chart.series for value in series.values)


def without_values(charts: Sequence[NativeChart]) -> list[str]:
    """Return the names of series that have no value at all, which a chart would pass over."""
    named = [
        plain_name(series)
        for chart in charts
        for series in chart.series
        if is_drawn(chart) and all(known(value) is None for value in series.values)
    ]
    return list(dict.fromkeys(named))


def grid(count: int, frame: Frame) -> list[Frame]:
    """Share a frame out among charts, row by row, each of a good shape."""

    def fault(columns: int) -> float:
        rows = ceil(count / columns)
        shape = (frame.width / columns) / (frame.height / rows)
        return abs(log(shape / GOOD_SHAPE)) + EMPTY * (columns * rows - count) / count

    columns = min(range(1, count + 1), key=fault)
    rows = ceil(count / columns)
    width = (frame.width - BETWEEN * (columns - 1)) / columns
    height = (frame.height - BETWEEN * (rows - 1)) / rows
    return [
        Frame(
            frame.left + place % columns * (width + BETWEEN),
            frame.top + place // columns * (height + BETWEEN),
            width,
            height,
        )
        for place in range(count)
    ]


def _with_marked_days(chart: NativeChart) -> NativeChart:
    """Give points marks along the foot of their scale at the days that are chosen, if some are."""
    if chart.marked is None or not is_drawn(chart):
        return chart
    first, last = chart.marked
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    foot = (scale_of([chart], SMALL_STEPS).low,) * len(days)
    marks = Series(days_words(first, last), foot, LIGHT.muted, NO_LINE, "square", at=days)
    return replace(chart, series=(*chart.series, marks))


def _charts(charts: Sequence[NativeChart], exhibit: Exhibit, frame: Frame, stretch: float) -> Part:
    charts = [_with_marked_days(chart) for chart in charts]
    if len(charts) == 1:
        return Part(charts=((charts[0], Room(frame, stretch)),))
    words: list[Words] = []
    if (key := key_of(charts)) is not None:
        high = lines_high(key.text.replace(APART, AS_WIDE), frame.width, SMALL, stretch)
        words.append((frame.top_part(high), (key,)))
        frame = frame.below(high + KEY_GAP)
    shared = all(chart.shared_scale for chart in charts)
    scale = scale_of(charts, SMALL_STEPS) if shared else None
    cells = grid(len(charts), frame)
    titles = [_title(chart, exhibit.unit, cells[0].width, stretch) for chart in charts]
    high = max(lines_high(each.text, cells[0].width, SMALL, stretch, bold=True) for each in titles)
    made = []
    for chart, cell, title in zip(charts, cells, titles, strict=True):
        words.append((cell.top_part(high), (title,)))
        below = cell.below(high)
        if is_drawn(chart):
            made.append((chart, Room(below, stretch, True, key is not None, scale)))
        else:
            words.append((below, (plain(say(NOTHING), muted=True),)))
    return Part(charts=tuple(made), words=tuple(words))


def _title(chart: NativeChart, unit: str, width: float, stretch: float) -> Paragraph:
    """Return the name of one of several charts; its unit too where that is not said above."""
    room = width, TITLE_LINES * SMALL * LINE
    text = cut_to(clean_text(chart.title, MOST_LETTERS), room, SMALL, stretch, bold=True)
    pieces = [Piece(text, bold=True, colour=country_text_colour(text))]
    own = f"  {chart.unit}"
    fits = cut_to(text + own, room, SMALL, stretch, bold=True) == text + own
    if chart.unit and chart.unit not in unit and fits:
        pieces.append(Piece(own, muted=True))
    return Paragraph(tuple(pieces))


def _tables(exhibit: Exhibit, frame: Frame, stretch: float, said: str) -> list[Part]:
    room = frame.above(NOTE_HEIGHT) if said else frame
    tables = fit_tables(exhibit.table, room, stretch)
    if not tables:
        return [Part(said=f"{said} {exhibit.headline}.".strip())]
    return [Part(table=each, said=f"{said} {each.note}".strip()) for each in tables]


def key_of(charts: Sequence[NativeChart]) -> Paragraph | None:
    """Return the key; None when the charts have one series each, named by their titles.

    A name whose colour differs from chart to chart is muted: the charts' titles say the country.
    """
    found: dict[str, list[tuple[NativeChart, Series]]] = {}
    for chart in charts:
        for series in chart.series:
            if last_known(series) is not None:
                found.setdefault(plain_name(series), []).append((chart, series))
    if all(len(chart.series) < 2 for chart in charts) or not found:
        return None
    pieces: list[Piece] = []
    for name, uses in found.items():
        colours = {series.colour for _, series in uses}
        colour = colours.pop() if len(colours) == 1 else LIGHT.muted
        pieces.append(Piece(f"{_sign(uses)} ", colour=colour))
        pieces.append(Piece(f"{name}{APART}"))
    return Paragraph(tuple(pieces))


def _sign(uses: Sequence[tuple[NativeChart, Series]]) -> str:
    """Return the glyph of a series, as far as all charts draw it alike."""
    signs = {
        (GLYPHS.get(series.marker, MARK) if series.dash == NO_LINE else DASH)
        if chart.kind in ("line", "points")
        else BAR
        for chart, series in uses
    }
    return signs.pop() if len(signs) == 1 else f"{ANY_MARK}:"
