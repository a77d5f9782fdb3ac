"""Where the Overview and the Protests page may say that there is none: months read by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.datapackage.store import Package
from dashboard.marks import MARKS
from dashboard.overview.panels import (
    countries_side_by_side,
    events_by_week,
    no_event_words,
    stood_out,
)
from dashboard.overview.view import month_columns
from dashboard.overview.words import month_sentence
from dashboard.panels.covering import topics_chosen
from dashboard.panels.exhibit import Exhibit
from dashboard.protests.panels.counts import protests_by_month
from dashboard.protests.panels.days import protests_day_by_day
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.values import Absent, Hidden, Reason
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import say

Build = Callable[[Package, Selection, Mapping[str, str]], Exhibit]
NONE_REPORTED = Absent(Reason.NONE_REPORTED)
UNCOVERED = Absent(Reason.NOT_COVERED)


def filtered(number: int) -> Absent:
    return Absent(Reason.FILTERED_OUT, Hidden(number)) if number else NONE_REPORTED


def of_status(number: int) -> Absent:
    return Absent(Reason.FILTERED_OUT, Hidden(0, number)) if number else NONE_REPORTED


def over(first: str, last: str = "", **filters: Any) -> Selection:
    return replace(Selection().over(first, last or first), **filters)


@pytest.mark.parametrize(
    ("selection", "protests", "sentences"),
    [
        (over("2018-05"), {"KAZ": 1}, {}),
        (over("2019-06"), {"KAZ": 3}, {}),
        (over("2020-07"), {"TKM": 1}, {}),
        (over("2020-09"), {}, {}),
        (over("2020-10"), {"KGZ": 2, "TKM": 1}, {}),
        (over("2024-03"), {}, {}),
        (over("1999-05"), {}, {}),
        (
            over("2020-01", "2021-12"),
            {"KAZ": 7, "KGZ": 6, "TJK": 4, "TKM": 12, "UZB": 2},
            {"KAZ": 2, "KGZ": 2},
        ),
    ],
)
def test_outside_june_2020_what_is_not_told_is_not_covered(
    package: Package, selection: Selection, protests: dict[str, int], sentences: dict[str, int]
) -> None:
    for column in month_columns(package, selection):
        assert column.protests == protests.get(column.country, UNCOVERED)
        assert column.sentences == sentences.get(column.country, UNCOVERED)
        assert column.detained != NONE_REPORTED
    rows = countries_side_by_side(package, selection, {}).rows
    for head in ("Protest events", "Sentences", "People detained"):
        assert not set(rows[head].tolist()) & {0, "0"}


def test_june_2020_has_zeros(package: Package) -> None:
    columns = {column.country: column for column in month_columns(package, Selection())}
    assert columns["UZB"].protests == NONE_REPORTED
    assert [code for code in COUNTRIES if columns[code].detained == NONE_REPORTED] == ["KGZ", "UZB"]
    assert [code for code in COUNTRIES if columns[code].sentences == NONE_REPORTED] == [
        *("TJK", "TKM", "UZB")
    ]
    rows = countries_side_by_side(package, Selection(), {}).rows
    assert rows["Protest events"].tolist() == [1, 2, 1, 4, 0]


@pytest.mark.parametrize(
    ("selection", "protests"),
    [
        (over("2020-06", topics=("Protests",)), [1, 2, 1, 4, NONE_REPORTED]),
        (
            over("2020-06", text="bridge"),
            [*map(filtered, (1, 2, 1)), Absent(Reason.FILTERED_OUT, Hidden(4, 1)), NONE_REPORTED],
        ),
        (over("2020-06", statuses=("claimed",)), [*map(of_status, (1, 2, 1)), 1, NONE_REPORTED]),
    ],
)
def test_what_the_filters_hide_is_said_country_by_country(
    package: Package, selection: Selection, protests: list[int | Absent]
) -> None:
    """People detained and sentences are all hidden here."""
    by_status = selection.statuses == ("claimed",)
    hidden = of_status if by_status else filtered
    columns = month_columns(package, selection)
    assert [column.protests for column in columns] == protests
    assert [column.detained for column in columns] == [*map(hidden, (1, 0, 2, 1, 0))]
    assert [column.sentences for column in columns] == [*map(hidden, (2, 2, 0, 0, 0))]
    words = countries_side_by_side(package, selection, {}).rows["Sentences"].tolist()
    which = "status filter" if by_status else "filters"
    assert words == [*[f"none chosen (2 hidden by the {which})"] * 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("selection", "overview", "page"),
    [
        (
            over("1999-05"),
            "Protests, detentions and sentences not covered.",
            "**The data has no protest, arrest, sentence or clash in May 1999; no source covers "
            "this period**.",
        ),
        (
            over("2018-05"),
            "**1 protest event**; people detained, their number not stated; sentences not covered. "
            "No source covers this period in full.",
            "**1 protest event** in May 2018, in Kazakhstan. People detained, their number not "
            "stated. No source covers this period in full.",
        ),
        (
            over("2020-06", text="bridge"),
            "No protest event chosen (8 hidden by the filters, 1 more by status); no detention "
            "chosen (4 hidden by the filters); no sentence chosen (4 hidden by the filters). "
            "Filters: containing “bridge”.",
            "**No protest, arrest, sentence or clash in June 2020 among the events chosen "
            "(17 hidden by the filters, 2 more by status)**.",
        ),
        (
            over("2020-06", topics=("Protests",)),
            "**8 protest events**, 4 of them abroad; no detention chosen (4 hidden by the "
            "filters); no sentence chosen (4 hidden by the filters). Filters: only protests.",
            "No arrest or detention chosen (4 hidden by the filters). Filters: only protests.",
        ),
        (
            over("2020-06", statuses=("claimed",)),
            "**1 claimed protest event**; no detention chosen (4 hidden by the status filter); "
            "no sentence chosen (4 hidden by the status filter). Only claimed events are counted.",
            "**1 claimed protest event** in June 2020, in Turkmenistan.",
        ),
        (
            over("2020-06", countries=()),
            "Choose at least one country.",
            "**Choose at least one country**.",
        ),
        (
            over("2020-06", countries=("UZB",)),
            "No protest event reported; no detention reported; no sentence reported.",
            "(1 hidden by the status filter)",
        ),
        (
            over("2018-01", "2024-12"),
            "Full coverage: June 2020 only; other months hold single reports.",
            "Full coverage: June 2020 only; other months hold single reports.",
        ),
        (
            over("2020-05", "2020-07", countries=("UZB",)),
            "No protest event, detention or sentence in June 2020, other months not covered.",
            "",
        ),
    ],
)
def test_the_pages_say_why_there_is_none(
    package: Package, selection: Selection, overview: str, page: str
) -> None:
    assert overview in month_sentence(package, selection)
    assert page in protest_summary(package, selection)


def test_the_caption_says_once_what_is_covered(package: Package) -> None:
    covered = countries_side_by_side(package, over("2020-05", "2020-07"), {}).caption
    assert covered.startswith("Full coverage: June 2020 only; other months hold single reports.")
    assert "overage" not in countries_side_by_side(package, Selection(), {}).caption
    assert "0 =" not in countries_side_by_side(package, over("1999-05"), {}).caption
    for empty in (over("1999-05"), Selection(countries=("TKM",))):
        assert "official series" not in countries_side_by_side(package, empty, {}).caption
    assert "official series" in countries_side_by_side(package, Selection(), {}).caption


@pytest.mark.parametrize(
    ("selection", "country", "words"),
    [
        (over("1999-05"), "KAZ", "Events not covered."),
        (over("2020-06", text="bridge"), "KAZ", "No event chosen (16 hidden by the filters)."),
    ],
)
def test_a_country_without_a_main_event_says_why(
    package: Package, selection: Selection, country: str, words: str
) -> None:
    assert country not in stood_out(package, selection, {}).table.cells("iso_code")
    assert no_event_words(package, selection, country) == words


def test_main_events_of_several_years_have_their_year(package: Package) -> None:
    days = stood_out(package, over("2018-01", "2024-12"), {}).rows["When"].tolist()
    assert days and all(any(f"20{year}" in when for year in range(18, 25)) for when in days)


def test_court_rulings_fall_under_all_other_topics() -> None:
    assert topics_chosen(Selection(topics=("Court rulings",))) == ("All other topics",)


def test_a_bar_without_coverage_is_no_zero_and_covered_ones_are_shaded(package: Package) -> None:
    year = events_by_week(package, over("2020-01", "2020-12"), {})
    frame = year.table.frame
    june = frame["first_day"].eq(pd.Timestamp("2020-06-01"))
    assert frame.loc[june, "coverage"].tolist() == ["in full"]
    hidden = of_status(1)
    assert frame.loc[june, "clash"].tolist() == [hidden], "one is claimed"
    for mark in ("protest", "arrest", "sentence", "clash", "other"):
        assert 0 not in frame.loc[~june, mark].tolist()
        assert Absent(Reason.NOT_COVERED) in frame.loc[~june, mark].tolist()
    assert year.draw is not None and "Shaded: covered in full" in year.caption
    drawn = year.draw("light")
    (band,) = [
        shape for shape in drawn.layout.shapes if shape.layer == "below" and shape.type == "rect"
    ]
    assert (str(band.x0)[:10], str(band.x1)[:10]) == ("2020-06-01", "2020-07-01")


def test_an_office_chart_is_blank_where_nothing_is_covered_and_0_where_it_is(
    package: Package,
) -> None:
    marks = {say(MARKS[mark].label): mark for mark in MARKS}
    for period, nothing in ((over("2020-01", "2020-12"), None), (Selection(), 0)):
        weeks = events_by_week(package, period, {})
        assert weeks.native is not None
        (chart,) = weeks.native()
        for series in chart.series:
            cells = weeks.table.frame[marks[series.name]].tolist()
            assert list(series.values) == [None if isinstance(c, Absent) else c for c in cells]
        assert {value for series in chart.series for value in series.values if not value} == {
            nothing
        }


def test_a_whole_month_has_zeros_and_no_shade(package: Package) -> None:
    june = events_by_week(package, Selection(), {})
    assert set(june.table.frame["coverage"]) == {"in full"}
    assert june.table.frame["clash"].tolist() == [0] * 5
    assert "overed" not in june.notes
    assert june.draw is not None
    assert not [
        shape
        for shape in june.draw("light").layout.shapes
        if shape.layer == "below" and shape.type == "rect"
    ]


@pytest.mark.parametrize("panel", [protests_by_month, protests_day_by_day])
def test_the_charts_of_years_shade_the_month_covered(package: Package, panel: Build) -> None:
    exhibit = panel(package, over("2019-01", "2020-12"), {})
    assert exhibit.draw is not None
    bands = [
        shape
        for shape in exhibit.draw("dark").layout.shapes
        if shape.layer == "below" and shape.type == "rect"
    ]
    assert len(bands) == 1
    assert "Shaded: covered in full; blank elsewhere: not covered." in exhibit.caption
    assert "Full coverage: June 2020 only; other months hold single reports." in exhibit.reading
    assert exhibit.native_caption is not None
    assert "Blank: not covered, but for June 2020." in exhibit.native_caption()


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (over("2020-06"), "none chosen (1 hidden by the status filter)"),
        (over("2020-06", topics=("Protests",)), "none chosen (1 hidden by the status filter)"),
        (over("2020-07"), "not covered"),
    ],
)
def test_an_empty_lane_of_days_says_why(package: Package, selection: Selection, words: str) -> None:
    strip = protests_day_by_day(package, selection, {})
    assert strip.draw is not None
    assert words in strip.draw("light").data[2].text


def test_a_bar_that_the_filters_empty_is_no_zero(package: Package) -> None:
    weeks = events_by_week(package, over("2020-06", topics=("Protests",)), {}).table
    assert weeks.cells("sentence") == [
        filtered(1),
        filtered(1),
        0,
        filtered(2),
        0,
    ]


def test_the_file_of_an_empty_panel_says_why_it_is_empty(package: Package) -> None:
    empty = stood_out(package, over("1999-05"), {})
    assert empty.notes.startswith(
        "The data has no event in May 1999; no source covers this period. "
    )
    hidden = stood_out(package, over("2020-06", text="zzz"), {})
    assert "(78 hidden by the filters, 15 more by status)." in hidden.notes


def test_the_month_in_a_sentence_begins_with_a_capital_in_bold_too(package: Package) -> None:
    march = Selection(("KGZ", "TJK"), first_month="2024-03", last_month="2024-03")
    assert month_sentence(package, march).startswith("**People detained (“several”)**")
