"""Native charts opened again: their numbers, look and names; nothing sticks out of a slide."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER
from shipped import shipped_package
from slide_decks import (
    BARS,
    COLUMNS,
    DAYS,
    LINES,
    POINT,
    POINTS,
    briefing,
    charts_of,
    exhibit,
    made,
    notes,
    opened,
    page,
    sheet_rows,
    titled,
    words,
)

from dashboard.briefing.content import ChartPage
from dashboard.catalogue import EXHIBITS
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.axes import day_number, known
from dashboard.exports.pptx.chart_slides import caption_of
from dashboard.exports.pptx.frame import LINE, Frame
from dashboard.exports.pptx.prepare import SMALL, key_of, prepare
from dashboard.exports.text_metrics import text_width, wrap_text
from dashboard.panels.office import NativeChart, Series
from dashboard.selection import Selection

ON_SCREEN = re.compile(r"\b(band|hatch|open mark|arrow|dotted|hollow|ring\b|red\b)", re.I)


def expected_values(chart: NativeChart) -> list[list[float | None]]:
    return [[known(value) for value in series.values] for series in chart.series]


def read_values(chart: Any, count: int) -> list[list[float | None]]:
    """Return the values of the first series; blanks at the end are padding."""
    return [list(series.values) for series in list(chart.series)[:count]]


def trimmed(rows: list[list[float | None]]) -> list[list[float | None]]:
    trimmed_rows = []
    for row in rows:
        kept = list(row)
        while kept and kept[-1] is None:
            kept.pop()
        trimmed_rows.append(kept)
    return trimmed_rows


def read_categories(chart: Any) -> list[str | float]:
    series = "(.//c:ser)[1]/c:cat"
    words = chart.plots[0]._element.xpath(f"{series}//c:strCache//c:v/text()")
    return words or [float(t) for t in chart.plots[0]._element.xpath(f"{series}//c:v/text()")]


def expected_categories(chart: NativeChart) -> list[str | float]:
    labels = chart.categories
    return [day_number(label) if isinstance(label, date) else label for label in labels]


def test_a_key_has_room_for_the_spaces_between_its_entries() -> None:
    names = ("official daily rate", "cross rate of a bank", "month end", "press")
    chart = NativeChart("line", ("A",), tuple(Series(name, (1.0,), "#123456") for name in names))
    key = key_of([chart, chart])
    assert key is not None
    wide = text_width(key.text.strip(), SMALL)
    shown = exhibit(chart, chart)
    for width, lines in ((wide * 1.1, 1), (wide * 0.95, 2)):
        room = Frame(0, 0, width, 300), 1.0
        (part,) = prepare(page(shown), shown, [chart, chart], room, ChartPictures(briefing()))
        assert part.words[0][0].height == pytest.approx(lines * SMALL * LINE)


@pytest.fixture(scope="module")
def real() -> tuple[list[ChartPage], Any]:
    """Return the pages of every exhibit with native charts, and their deck."""
    package, selection = shipped_package(), Selection()
    shown = [make(package, selection, {}) for make in EXHIBITS.values()]
    pages = [
        page(each, f"{each.key}: a sentence", comment="Seen here.") for each in shown if each.native
    ]
    return pages, opened(made(briefing(*pages)))


def check_words_fit(deck: Any, stretch: float) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.is_placeholder or not shape.has_text_frame:
                continue
            high = after = 0.0
            for paragraph in shape.text_frame.paragraphs:
                size = next((run.font.size.pt for run in paragraph.runs if run.font.size), 12)
                room = (shape.width / POINT - (16 if "buChar" in paragraph._p.xml else 0)) / stretch
                after = paragraph.space_after.pt if paragraph.space_after else 0
                high += max(len(wrap_text(paragraph.text, room, size)), 1) * size * 1.22 + after
            assert high - after <= shape.height / POINT + 1, (shape.name, words(slide))


def test_every_native_chart_has_the_numbers_of_its_exhibit(
    real: tuple[list[ChartPage], Any],
) -> None:
    pages, deck = real
    assert len(pages) >= 10
    for each in pages:
        assert each.exhibit is not None and each.exhibit.native is not None
        natives = [
            c
            for c in each.exhibit.native()
            if any(any(row) or 0 in row for row in expected_values(c))
        ]
        slides = [s for s in deck.slides if s.shapes.title.text.startswith(each.title)]
        found = [chart for slide in slides for chart in charts_of(slide)]
        assert len(found) == len(natives), each.title
        for native, chart in zip(natives, found, strict=True):
            names = [series.name for series in native.series]
            assert [series.name for series in list(chart.series)[: len(names)]] == names
            read = read_values(chart, len(names))
            assert trimmed(read) == trimmed(expected_values(native)), each.title
            if native.kind != "points":
                assert read_categories(chart) == expected_categories(native)


def test_bars_have_the_numbers_of_the_rows_on_screen(real: tuple[list[ChartPage], Any]) -> None:
    pages, deck = real
    shown = next(
        p.exhibit for p in pages if p.exhibit is not None and p.exhibit.key == "protests_by_issue"
    )
    chart = charts_of(titled(deck, "protests_by_issue: a sentence"))[0]
    assert list(chart.plots[0].categories) == list(shown.rows["Issue"])
    assert next(iter(chart.series)).values == tuple(shown.rows["Protests"])


def test_a_chart_is_edited_in_a_sheet_of_real_numbers_and_days() -> None:
    chart = charts_of(
        titled(opened(made(briefing(page(exhibit(LINES))))), "Land moved most protests")
    )[0]
    rows = list(sheet_rows(chart))
    assert rows[0] == (None, "Kazakhstan", "Tajikistan", "Turkmenistan")
    assert (rows[1][0].date(), *rows[1][1:]) == (DAYS[0], 10, None, None)
    assert (rows[6][0].date(), *rows[6][1:]) == (DAYS[5], 15, 9, None)


def test_lines_have_the_house_look_and_names_at_their_ends() -> None:
    slide = titled(opened(made(briefing(page(exhibit(LINES))))), "Land moved most protests")
    space = charts_of(slide)[0]._chartSpace
    assert space.xpath("//c:valAx//c:logBase/@val") == ["10"]
    assert space.xpath("//c:dispBlanksAs/@val") == ["gap"]
    assert space.xpath("//c:ser/c:marker/c:symbol/@val") == ["none"] * 3
    assert space.xpath("//c:ser/c:spPr/a:ln/a:prstDash/@val") == ["solid", "dash", "solid"]
    assert space.xpath("//c:ser/c:spPr//a:srgbClr/@val") == ["2E86D6", "00594E", "8E2F8A"]
    assert [label.get("val") for label in space.xpath("//c:dLbl/c:idx")] == ["29", "29"]
    assert not space.xpath("//c:legend")
    assert "No value to draw: Turkmenistan." in words(slide)


def test_stacks_have_a_legend_and_one_kind_of_bar_has_its_numbers() -> None:
    deck = opened(made(briefing(page(exhibit(COLUMNS), "Stacks"), page(exhibit(BARS), "Bars"))))
    stacks, bars = charts_of(titled(deck, "Stacks"))[0], charts_of(titled(deck, "Bars"))[0]
    assert stacks.has_legend and not bars.has_legend
    assert bars._chartSpace.xpath("//c:dLbls/c:showVal/@val") == ["1"]
    assert bars._chartSpace.xpath("//c:catAx/c:scaling/c:orientation/@val") == ["maxMin"]


def test_points_stand_in_rows_with_names_that_can_be_edited() -> None:
    chart = charts_of(titled(opened(made(briefing(page(exhibit(POINTS), "Points")))), "Points"))[0]
    series = list(chart.series)
    assert [each.name for each in series] == ["Protests", "Abroad", "Rows"]
    assert list(series[0].values) == [1.0, 0.0, 1.0]
    places = chart._chartSpace.xpath("(//c:ser)[1]/c:xVal//c:v/text()")
    assert [float(place) for place in places] == [day_number(day) for day in DAYS[:3]]
    names = [
        "".join(label.xpath(".//a:t/text()")).strip()
        for label in chart._chartSpace.xpath("//c:dLbl")
    ]
    assert names == ["Uzbekistan", "Kazakhstan"]
    assert chart._chartSpace.xpath("(//c:ser)[2]/c:marker/c:spPr/a:noFill")


def test_points_can_be_joined_by_a_line_beside_marks_on_days_of_their_own() -> None:
    chart = NativeChart(
        "points",
        (),
        (
            Series("daily rate", (1.0, 2.0, None, 3.0), "#2E86D6", at=DAYS[:4]),
            Series("as reported", (2.5,), "#2E86D6", "none", "circle-open", at=DAYS[6:7]),
        ),
    )
    drawn = charts_of(titled(opened(made(briefing(page(exhibit(chart), "Rates")))), "Rates"))[0]
    space = drawn._chartSpace
    assert space.xpath("(//c:ser)[1]/c:spPr/a:ln/a:solidFill")
    assert space.xpath("(//c:ser)[1]/c:marker/c:symbol/@val") == ["none"]
    assert space.xpath("(//c:ser)[1]/c:dPt/c:idx/@val") == ["3"]
    assert space.xpath("(//c:ser)[2]/c:spPr/a:ln/a:noFill")
    assert space.xpath("(//c:ser)[1]/c:xVal//c:v/text()") != space.xpath(
        "(//c:ser)[2]/c:xVal//c:v/text()"
    )


@pytest.mark.parametrize("last_month", ["2020-06", "2020-12"])
def test_captions_of_native_charts_speak_of_what_these_draw(last_month: str) -> None:
    """The words name looks that only the screen has."""
    package, selection = shipped_package(), Selection(last_month=last_month)
    switches: tuple[dict[str, str], ...] = ({}, {"rate_scale": "rebased", "covid_show": "new"})
    told = 0
    for make in EXHIBITS.values():
        for options in switches:
            shown = make(package, selection, options)
            native = shown.native() if shown.native is not None else ()
            if any(any(row) for chart in native for row in expected_values(chart)):
                told += 1
                caption = caption_of(shown, native)
                assert not ON_SCREEN.search(caption), (shown.key, caption)
                assert shown.native_caption is not None or not ON_SCREEN.search(shown.caption)
    assert told >= 20


def test_the_caption_for_native_charts_stands_on_the_slide_and_in_its_notes() -> None:
    chart = exhibit(BARS, native_caption=lambda: "Dark: at least.")
    slide = titled(opened(made(briefing(page(chart, "Own"), page(exhibit(BARS))))), "Own")
    assert "Dark: at least." in words(slide) and "One event may" not in words(slide)
    assert "How to read it: Dark: at least." in notes(slide)


def test_months_have_an_axis_of_months() -> None:
    months = (date(2020, 1, 1), date(2020, 2, 1))
    chart = NativeChart("column", months, (Series("Protests", (1.0, 2.0), "#C43C39"),))
    drawn = charts_of(titled(opened(made(briefing(page(exhibit(chart), "Months")))), "Months"))[0]
    assert drawn._chartSpace.xpath("//c:dateAx/c:baseTimeUnit/@val") == ["months"]
    assert [row[0].date() for row in list(sheet_rows(drawn))[1:]] == [
        date(2020, 1, 1),
        date(2020, 2, 1),
    ]


def test_small_multiples_stand_on_one_slide_until_they_are_too_many() -> None:
    small = tuple(replace(BARS, title=f"Country {n}") for n in range(11))
    deck = opened(made(briefing(page(exhibit(*small), "Small"))))
    first, second = titled(deck, "Small (1 of 2)"), titled(deck, "Small (2 of 2)")
    assert (len(charts_of(first)), len(charts_of(second))) == (9, 2)
    assert "Country 8" in words(first) and "Country 10" in words(second)


def test_small_multiples_on_the_same_scale_have_it() -> None:
    small = (
        replace(BARS, title="A", shared_scale=True),
        replace(BARS, title="B", series=(Series("x", (50.0, 1.0), "#C43C39"),), shared_scale=True),
    )
    deck = opened(made(briefing(page(exhibit(*small), "Same"))))
    ends = [
        c._chartSpace.xpath("//c:valAx/c:scaling/c:max/@val")
        for c in charts_of(titled(deck, "Same"))
    ]
    assert ends[0] == ends[1] and len(ends[0]) == 1


def test_nothing_is_empty_outside_or_too_long(real: tuple[list[ChartPage], Any]) -> None:
    check_words_fit(real[1], 1.12)
    for slide in real[1].slides:
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip()
    outline = [
        slide.shapes.title.text
        for slide in real[1].slides
        for shape in slide.placeholders
        if shape.placeholder_format.type == PP_PLACEHOLDER.OBJECT
    ]
    assert {"Key judgements", "What this briefing covers"} <= {
        title.split(" (")[0] for title in outline
    }


def test_each_chart_of_a_slide_has_words_of_its_own(real: tuple[list[ChartPage], Any]) -> None:
    for slide in real[1].slides:
        told = [
            shape._element.nvGraphicFramePr.cNvPr.get("descr")
            for shape in slide.shapes
            if shape.has_chart
        ]
        assert len(told) == len(set(told)) and all(told)


def test_the_file_says_its_language_and_its_slides(real: tuple[list[ChartPage], Any]) -> None:
    deck = real[1]
    assert deck.core_properties.language == "en-GB"
    (said,) = (
        part.blob.decode()
        for part in deck.part.package.iter_parts()
        if part.partname == "/docProps/app.xml"
    )
    assert f"<Slides>{len(deck.slides)}</Slides>" in said
    assert "<PresentationFormat>Widescreen</PresentationFormat>" in said


def test_the_slides_of_a_deck_hold_their_shapes(real: tuple[list[ChartPage], Any]) -> None:
    _, deck = real
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width + POINT
            assert shape.top + shape.height <= deck.slide_height + POINT
    numbers = [slide.slide_id for slide in deck.slides]
    assert all(first < second for first, second in pairwise(numbers))
