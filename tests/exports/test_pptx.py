"""Decks opened again: words on slides and in notes, failures, tables, hostile words."""

import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from made_tables import made_table
from pypdf import PdfReader
from slide_decks import (
    BARS,
    COLUMNS,
    DAYS,
    HOSTILE,
    LINES,
    LINK,
    POINT,
    POINTS,
    ROWS,
    NoPictures,
    Pictures,
    briefing,
    charts_of,
    check_places,
    exhibit,
    made,
    notes,
    opened,
    page,
    sheet_rows,
    titled,
    words,
)

from dashboard.briefing.content import (
    About,
    Cancelled,
    ChartPage,
    Citation,
    CountryReview,
    Edited,
    KeyFigure,
    Line,
    Run,
    Section,
)
from dashboard.briefing.review import COVERAGE
from dashboard.briefing.tray import TrayItem
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.exports.cells import columns_on_paper
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.deck import make_pptx
from dashboard.exports.pptx.make_template import TEMPLATE, make_template
from dashboard.exports.pptx.prepare import AS_TABLE
from dashboard.exports.reproducible import reproducible
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.table import Kind
from dashboard.selection import Selection
from dashboard.values import Absent, Reason, at_least, exactly


def test_a_slide_says_what_it_shows_and_how_much_of_it() -> None:
    deck = opened(made(briefing(page(exhibit(BARS), comment="Watch the land law."))))
    said = words(titled(deck, "Land moved most protests"))
    for expected in (
        "Protests by issue · events, June 2020",
        "Watch the land law.",
        "One event may have several issues.",
        "Source: CABAR.asia. [1]",
        "Filters: Kyrgyzstan, June 2020 · Shown: 7 of 9 protests",
    ):
        assert expected in said


def test_notes_hold_caveats_filters_link_and_citations_in_words() -> None:
    told = notes(titled(opened(made(briefing(page(exhibit(BARS))))), "Land moved most protests"))
    for expected in (
        "How to read it: One event may have several issues.",
        "Filters: Kyrgyzstan, June 2020",
        "Shown: 7 of 9 protests",
        "Data version: 2026.11-1a2b3c4d",
        f"Link: {LINK}",
        "[2] para 2, footnotes 4, 5; [3] para 3, footnotes 4, 5 "
        "CABAR.asia, Month in Review, July 2020, https://cabar.asia/review",
    ):
        assert expected in told


def test_the_cover_judgements_omissions_and_sources_are_said() -> None:
    deck = opened(made(briefing(page(exhibit(BARS)))))
    said = [words(slide) for slide in deck.slides]
    assert len(said) == 5
    for expected in (
        "Kyrgyzstan, June 2020",
        "Period: June 2020",
        "Sources: CABAR.asia, Asia-Plus",
        "Made on: 21 November 2026, with Central Asia Monitor",
        "Data version: 2026.11-1a2b3c4d",
    ):
        assert expected in said[0]
    assert "At least 102 people were detained.\u00a0[1, 9]" in said[1]
    assert "[1] CABAR.asia, Month in Review, July 2020, para 1, footnotes 4, 5" in said[3]
    assert "[9] Asia-Plus, A story, 2 June 2020  javascript:alert(1)" in said[3]
    assert "What this briefing covers" in said[4] and "3 planned events are left out." in said[4]


def test_a_country_has_its_key_figures_over_its_story_and_all_in_its_notes() -> None:
    story = tuple(
        Line((Run(f"Sentence {n} of a long story. " * 4, ("k",)),), (1,)) for n in range(9)
    )
    figures = (
        KeyFigure("+3,758", "new COVID-19 cases", ("a", "b"), (2,)),
        KeyFigure("2", "protests, all abroad", ("c",), (9,)),
    )
    silence = Line((Run("No source reviews Kyrgyzstan."),), about=About.DATA)
    silent = Section(COVERAGE, (silence,))
    told = CountryReview("KGZ", "Kyrgyzstan", (Section("Politics", story), silent), figures)
    bare = CountryReview("TKM", "Turkmenistan", (silent,))
    deck = opened(made(briefing(review=(told, bare))))
    slide = titled(deck, "Kyrgyzstan")
    large = {
        shape.text_frame.text: shape.text_frame.paragraphs[0].runs[0].font.size.pt
        for shape in slide.shapes
        if shape.name == "Key figure"
    }
    assert large == {"+3,758": 34, "2": 34}
    assert "protests, all abroad\u00a0[9]" in words(slide)
    assert "Sentence 0" in words(slide) and "No source" not in words(slide)
    assert all(f"Sentence {n}" in notes(slide) for n in range(9))
    assert "No source reviews Kyrgyzstan." in words(titled(deck, "What this briefing covers"))
    assert not [each for each in deck.slides if each.shapes.title.text == "Turkmenistan"]
    assert "[2] para 2" in words(titled(deck, "Sources"))
    check_places(deck)


def test_a_story_of_one_endless_sentence_is_cut_on_the_slide_and_whole_in_the_notes() -> None:
    endless = "a sentence by hand that never ends, " * 90
    section = Section("Politics", (Line((Run(endless, ("k",)),), (1,)),))
    figures = (KeyFigure("2", "protests", ("c",), (9,)),)
    told = CountryReview("KGZ", "Kyrgyzstan", (section,), figures)
    slide = titled(opened(made(briefing(review=(told,)))), "Kyrgyzstan")
    assert "a sentence by hand" in words(slide)
    assert "… (continues in the notes)" in words(slide)
    assert endless.strip() in notes(slide)


def test_a_paragraph_edited_by_hand_goes_whole_to_the_next_slide() -> None:
    def by_hand(number: int, length: int, about: About = About.EVENTS) -> Section:
        text = f"Paragraph {number} by hand" + ", which goes on" * length + "."
        heading = COVERAGE if about is About.DATA else f"Theme {number}"
        return Section(heading, (Line((Run(text, ("k",)),), (1,), about),), Edited("", ""))

    drafted = Section("Drafted", tuple(Line((Run("Drafted words. " * 9, ("k",)),)) for _ in "abcd"))
    own = [by_hand(1, 40), by_hand(2, 60), by_hand(3, 60), by_hand(4, 1, About.DATA)]
    figures = (KeyFigure("2", "protests", ("c",), (9,)),)
    told = CountryReview("KGZ", "Kyrgyzstan", (drafted, *own), figures)
    endless = CountryReview("TJK", "Tajikistan", (by_hand(5, 500),), figures)
    tall = (KeyFigure("2", "words that go on, " * 60, ("c",), (9,)),)
    high = CountryReview("UZB", "Uzbekistan", (by_hand(6, 108),), tall)
    deck = opened(made(briefing(review=(told, endless, high))))
    titles = [slide.shapes.title.text for slide in deck.slides]
    parts = [title for title in titles[1:] if title.startswith("Kyrgyzstan")]
    assert parts == ["Kyrgyzstan", "Kyrgyzstan, continued"]
    said = [words(slide) for slide in deck.slides]
    for section in own[:3]:
        assert sum(section.text in each for each in said) == 1
    assert "Edited by hand: Theme 1, Theme 2, Theme 3 and Coverage" in said[titles.index(parts[1])]
    assert f"Kyrgyzstan, Coverage (edited by hand): {own[3].text}" in said[-1]
    alone = titles.index("Tajikistan")
    assert "… (continues in the notes)" in said[alone]
    assert endless.sections[0].text in notes(deck.slides[alone])
    alone = titles.index("Uzbekistan")
    assert "Continues on the next slide." in said[alone]
    assert high.sections[0].text in said[alone + 1]
    check_places(deck)


def test_a_panel_about_the_data_is_a_line_of_the_last_slide_unless_it_has_own_words() -> None:
    item = TrayItem("coverage_topics", "about_the_data", ())
    plain_page = page(exhibit(BARS), "Sources cover half", item=item)
    own = replace(item, title="Look at the gaps")
    deck = opened(made(briefing(plain_page, page(exhibit(BARS), "Look at the gaps", item=own))))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert "Sources cover half" not in titles and "Look at the gaps" in titles
    assert "Sources cover half." in words(titled(deck, "What this briefing covers"))


def test_judgements_stand_on_one_slide_as_long_as_they_can_be_read() -> None:
    many = tuple(
        Line((Run(f"Judgement {n} " + "goes on for some length " * 6),), (1,)) for n in range(10)
    )
    deck = opened(made(briefing(judgements=many)))
    assert all(f"Judgement {n} " in words(titled(deck, "Key judgements")) for n in range(10))


def test_only_web_addresses_can_be_opened() -> None:
    with zipfile.ZipFile(BytesIO(made(briefing(page(exhibit(BARS)))))) as package:
        relations = b"".join(package.read(n) for n in package.namelist() if n.endswith(".rels"))
    assert b"https://cabar.asia/review" in relations and b"javascript" not in relations


def test_long_lists_go_on_on_further_slides() -> None:
    many = tuple(
        Line((Run(f"Judgement {n} " + "goes on for some length " * 8),), (1,)) for n in range(30)
    )
    deck = opened(made(briefing(judgements=many)))
    said = "\n".join(words(slide) for slide in deck.slides)
    assert "Key judgements (1 of" in said
    assert all(f"Judgement {n} " in said for n in range(30))


def test_a_failed_chart_says_so_on_its_own_slide_and_the_rest_is_there() -> None:
    def broken() -> tuple[NativeChart, ...]:
        raise ValueError("broken")

    failed = page(None, "Rates", trouble="The rates could not be read.")
    bad = page(exhibit(BARS, native=broken), "Broken")
    deck = opened(made(briefing(failed, bad, page(exhibit(BARS), "Good"))))
    assert "The rates could not be read." in words(titled(deck, "Rates"))
    assert "could not be made for PowerPoint" in words(titled(deck, "Broken"))
    assert LINK in notes(titled(deck, "Rates"))
    assert charts_of(titled(deck, "Good"))


def test_a_chart_that_fails_while_being_placed_leaves_no_half_slide() -> None:
    class Broken:
        def png(self, page: ChartPage, shape: float) -> bytes:
            return b"no picture"

    mapped = exhibit(BARS, native=None)
    deck = opened(
        made(briefing(page(mapped, "Map"), page(exhibit(BARS), "Good")), pictures=Broken())
    )
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles.count("Map") == 1
    assert "could not be made" in words(titled(deck, "Map"))


def test_a_map_is_a_picture_of_its_own_shape() -> None:
    mapped = exhibit(BARS, native=None, alt="Twelve events in Bishkek")
    slide = titled(opened(made(briefing(page(mapped, "Map")), pictures=Pictures())), "Map")
    picture = next(shape for shape in slide.shapes if shape.shape_type == 13)
    assert picture.width / picture.height == pytest.approx(2, rel=0.01)
    assert picture._element.xpath(".//p:cNvPr/@descr") == ["Twelve events in Bishkek"]


def test_without_a_browser_a_map_is_its_rows_and_the_reason() -> None:
    slide = titled(opened(made(briefing(page(exhibit(BARS, native=None), "Map")))), "Map")
    said = words(slide)
    assert AS_TABLE in said and "browser" not in said
    assert "Media" in said and "Event key" not in said


def test_a_table_shows_the_rows_that_fit_and_says_how_many() -> None:
    rows = pd.DataFrame(
        {"Event": ["A long event. " * 60] * 80, "People": range(80), "Day": DAYS[0]}
    )
    slide = titled(opened(made(briefing(page(exhibit(table=made_table(rows)), "Table")))), "Table")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    shown = len(table.rows) - 1
    assert 3 < shown < 80
    assert f"First {shown} of 80 rows; the evidence pack holds all." in words(slide)
    assert table.cell(1, 0).text.endswith("…")
    assert (table.cell(1, 1).text, table.cell(1, 2).text) == ("0", "1 June 2020")


def test_the_numbers_of_a_few_countries_go_on_over_slides_until_all_are_told(
    package: Package,
) -> None:
    build = EXHIBITS["countries_side_by_side"]
    for compared in ("", "previous"):
        table = build(package, Selection(compared=compared), {}).table
        deck = opened(made(briefing(page(exhibit(table=table), "Numbers"))))
        slides = [slide for slide in deck.slides if slide.shapes.title.text.startswith("Numbers")]
        tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
        told = [table.cell(row, 0).text for table in tables for row in range(1, len(table.rows))]
        shown = columns_on_paper(table, 60)
        details = [column.title for column in table.columns if column.is_detail]
        assert told == [name for name in shown[0].texts if name not in details]
        assert {table.cell(0, 5).text for table in tables} == {"Uzbekistan"}
        assert not any("evidence pack" in words(slide) for slide in slides)
        assert "Day of the cases: Kazakhstan 30 June 2020; Kyrgyzstan" in notes(slides[0])
    assert {"Sentences", "Currency, units per US dollar"} < {*told}


def test_a_short_table_is_large_and_fills_the_width_in_rows_alike() -> None:
    rows = pd.DataFrame(
        {
            "Country": ["Kazakhstan", "Turkmenistan", "Uzbekistan"],
            "Cases": [21819, Absent(Reason.OFFICIALLY_NONE), None],
            "Detained": [at_least(100), exactly(0), Absent(Reason.NOT_STATED)],
            "Term": ["3 y", "11 y 2 m", None],
        }
    )
    kinds = {"Cases": Kind.COUNT, "Detained": Kind.AMOUNT}
    shown = page(exhibit(table=made_table(rows, **kinds)), "Table")
    slide = titled(opened(made(briefing(shown))), "Table")
    shape = next(shape for shape in slide.shapes if shape.has_table)
    table = shape.table
    assert shape.width == pytest.approx(872 * POINT, rel=0.01)
    assert len({row.height for row in list(table.rows)[1:]}) == 1
    assert set(shape._element.xpath("(.//a:tr)[2]//a:rPr/@sz")) == {"1400"}
    # An empty cell has letters of the same size, or its row would be higher.
    assert set(shape._element.xpath("(.//a:tr)[4]//a:endParaRPr/@sz")) == {"1400"}
    sides = [
        [cell._tc.xpath(".//a:pPr/@algn") == ["r"] for cell in row.cells] for row in table.rows
    ]
    assert sides == [[False, True, True, False]] * 4


def test_a_picture_is_drawn_in_the_shape_of_its_room() -> None:
    asked = []

    class Asked(Pictures):
        def png(self, page: ChartPage, shape: float = 0) -> bytes:
            asked.append(shape)
            return super().png(page, shape)

    mapped = page(exhibit(BARS, native=None), "Map")
    made(briefing(mapped), pictures=Asked())
    assert 2 < asked[0] < 3


def test_many_sources_are_set_in_columns_on_few_slides() -> None:
    told = briefing(
        judgements=(Line((Run("All of it."),), tuple(range(1, 121))),),
        citations=tuple(
            Citation(
                n,
                f"source-{n}",
                "A publisher",
                f"Story {n}",
                "2020-06-02",
                f"https://example.org/a-rather-long-address/of-a-story/{n}",
                None,
                "",
                (),
            )
            for n in range(1, 121)
        ),
    )
    deck = opened(made(told))
    slides = [s for s in deck.slides if s.shapes.title.text.startswith("Sources")]
    boxes = [shape for s in slides for shape in s.shapes if shape.name == "Sources"]
    assert len(slides) <= 4 and len(boxes) > len(slides)
    said = "\n".join(words(slide) for slide in slides)
    assert all(f"[{n}] A publisher, Story {n}," in said for n in range(1, 121))
    sizes = {run.font.size.pt for b in boxes for p in b.text_frame.paragraphs for run in p.runs}
    assert len(sizes) == 1 and min(sizes) >= 8
    check_places(deck)


def test_columns_without_room_are_named() -> None:
    rows = pd.DataFrame({f"Column number {n}": ["considerable words"] * 8 for n in range(20)})
    said = words(
        titled(opened(made(briefing(page(exhibit(table=made_table(rows)), "Wide")))), "Wide")
    )
    assert "Without " in said and "“Column number 19”; the evidence pack holds all." in said


def test_a_few_rows_with_very_many_columns_are_turned() -> None:
    told = {f"Number {n}": [n, n + 100] for n in range(20)}
    rows = pd.DataFrame({"Country": ["Kazakhstan", "Uzbekistan"], **told, "Nothing": [None, None]})
    slide = titled(opened(made(briefing(page(exhibit(table=made_table(rows)), "Wide")))), "Wide")
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["", "Kazakhstan", "Uzbekistan"]
    assert cells[1:] == [[f"Number {n}", f"{n}", f"{n + 100}"] for n in range(len(cells) - 1)]
    assert len(cells) > 12 and "Nothing" not in words(slide)


def test_an_exhibit_without_rows_says_so() -> None:
    shown = exhibit(table=made_table(ROWS.head(0)), headline="No ferry in the events chosen")
    said = words(titled(opened(made(briefing(page(shown, "Nothing")))), "Nothing"))
    assert "No ferry in the events chosen." in said


def test_hostile_words_stay_words() -> None:
    chart = NativeChart(
        "bar", (HOSTILE, "=1+1"), (Series("=cmd|' /C calc'!A0", (1.0, 2.0), "no colour"),)
    )
    hostile = page(exhibit(chart, title=HOSTILE, caption=HOSTILE), HOSTILE, comment=HOSTILE * 3)
    rows = page(exhibit(table=made_table(pd.DataFrame({HOSTILE: [HOSTILE]}))), "Rows")
    deck = opened(made(briefing(hostile, rows, title=HOSTILE)))
    slide = deck.slides[2]
    assert slide.shapes.title.text == HOSTILE.replace("\x07", "").strip()
    sheet = list(sheet_rows(charts_of(slide)[0]))
    assert sheet[0][1] == "=cmd|' /C calc'!A0" and sheet[2][0] == "=1+1"
    blob = charts_of(slide)[0].part.chart_workbook.xlsx_part.blob
    with zipfile.ZipFile(BytesIO(blob)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_title_of_400_letters_is_cut_on_the_slide_and_whole_in_the_notes() -> None:
    title = ("A very long sentence about the month " * 12)[:400].strip()
    slide = opened(made(briefing(page(exhibit(BARS), title)))).slides[2]
    assert slide.shapes.title.text.endswith("…")
    assert f"Full title: {title}" in notes(slide)


def test_a_long_comment_is_cut_on_the_slide_and_whole_in_the_notes() -> None:
    comment = "A sentence of the analyst. " * 140
    slide = titled(opened(made(briefing(page(exhibit(BARS), "Long", comment=comment)))), "Long")
    assert comment.strip() in notes(slide)
    assert comment.strip() not in words(slide)


def test_right_to_left_words_run_right_to_left() -> None:
    slide = opened(made(briefing(page(exhibit(BARS), "العنوان 😀")))).slides[2]
    assert slide.shapes.title.text == "العنوان 😀"
    assert slide.shapes.title._element.xpath(".//a:pPr/@rtl") == ["1"]


def test_the_same_briefing_gives_the_same_bytes() -> None:
    told = briefing(page(exhibit(LINES)), page(exhibit(table=made_table(ROWS))))
    first, second = (reproducible(made(told), told.made_on) for _ in range(2))
    assert first == second


def test_steps_are_told_and_can_end_the_work() -> None:
    steps: list[str] = []
    told = briefing(page(exhibit(BARS)), page(exhibit(BARS)))
    make_pptx(told, cast("ChartPictures", NoPictures()), step=steps.append)
    assert "PowerPoint: slide of chart 2 of 2" in steps

    def cancel(said: str) -> None:
        if "chart 2" in said:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_pptx(told, cast("ChartPictures", NoPictures()), step=cancel)


def test_the_template_is_the_one_that_its_script_makes() -> None:
    assert TEMPLATE.read_bytes() == make_template()


def test_libreoffice_turns_every_slide_into_a_page(soffice: str, tmp_path: Path) -> None:
    charts = [exhibit(chart) for chart in (LINES, COLUMNS, BARS, POINTS)]
    pages = [page(each, f"Chart {number}") for number, each in enumerate(charts)]
    told = briefing(
        *pages, page(exhibit(table=made_table(ROWS)), "Table"), page(None, "Failed", trouble="No.")
    )
    content = made(told)
    (tmp_path / "deck.pptx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "deck.pptx")], check=True, timeout=180)
    printed = PdfReader(tmp_path / "deck.pdf").pages
    assert len(printed) == len(opened(content).slides) == 10
    said = [each.extract_text() for each in printed]
    assert all(text.strip() for text in said)
    assert "Kazakhstan" in said[2] and "Table" in said[6]
