"""What the charts of protests draw: marks, bands, bounds, scales."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.palette import mark_colour
from dashboard.protests.charts.bars import words_counted
from dashboard.protests.charts.counts import marks_over_time, protests_over_months
from dashboard.protests.charts.days import (
    LETTER_WIDTH,
    MOST_LANES,
    NARROWEST_PLOT,
    StripRow,
    day_strip,
    lay_out,
    monday_ticks,
)
from dashboard.protests.charts.people import Line, people_bars
from dashboard.protests.measures.counts import Reported
from dashboard.protests.office import words_chart
from dashboard.protests.view.chosen import PeopleRow
from dashboard.values import Amount, about, at_least, at_most, between, exactly, in_words
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import amount_words

JUNE = pd.Timestamp("2020-06-01")
SILENT = "not covered"


def strip(*rows: tuple[str, int, int, str, bool, bool, str]) -> list[StripRow]:
    """Return rows of (country, start, end, mark, abroad, band, label)."""
    return [
        StripRow(country, start, end, mark, abroad, label, "told", ["key"], band)
        for country, start, end, mark, abroad, band, label in rows
    ]


STRIP = strip(
    ("KAZ", 5, 5, "protest", False, False, "Almaty"),
    ("KAZ", 5, 5, "arrest", False, False, "≥ 100 detained"),
    ("TKM", 25, 25, "protest", True, False, "Istanbul"),
    ("TKM", 0, 29, "protest", False, True, "in June 2020: 2 protests"),
    ("TJK", -9, 15, "protest", False, True, "since 23 May"),
    ("KGZ", 8, 9, "clash", False, True, "9–10 Jun: clash"),
)


def test_labels_and_marks_never_touch() -> None:
    rows = [(day, day, "Bishkek, ≤ 1,000", False) for day in (0, 1, 2, 2, 27, 28, 29, 29)]
    taken: dict[int, list[tuple[float, float]]] = {}
    for (start, _, words, _), placed in zip(rows, lay_out(rows, 30), strict=True):
        middle, width = (start + 0.5) * NARROWEST_PLOT / 30, len(words) * LETTER_WIDTH
        left = middle - 8 - (width if placed.side == "left" else 0)
        right = middle + 8 + (width if placed.side == "right" else 0)
        assert left >= -8
        assert right <= NARROWEST_PLOT
        for other_left, other_right in taken.get(placed.lane, []):
            assert right <= other_left or left >= other_right
        taken.setdefault(placed.lane, []).append((left, right))


def test_a_label_without_room_is_dropped_and_its_mark_is_not() -> None:
    placed = lay_out([(5, 5, "a long label in every lane", False)] * (MOST_LANES + 2), 30)
    assert [place.side for place in placed].count("") == 2
    assert len(placed) == MOST_LANES + 2


def test_the_strip_draws_days_as_marks_and_spans_as_hatched_bands() -> None:
    figure = day_strip(STRIP, dict.fromkeys(COUNTRIES, SILENT), JUNE, 30, "light")
    hatches, marks, words = figure.data
    assert list(marks.x) == [5.5, 5.5, 25.5]
    assert list(marks.marker.symbol) == ["circle", "diamond", "circle-open"]
    assert sorted(zip(hatches.base, hatches.x, strict=True)) == [(0, 16), (0, 30), (8, 2)]
    assert set(hatches.marker.pattern.shape) == {"/"}
    assert list(words.text) == [SILENT]
    assert list(figure.layout.xaxis.range) == [0, 30]
    assert list(figure.layout.yaxis.range)[1] == 0


def test_days_that_are_assumed_are_dotted() -> None:
    bands = [row for row in STRIP if row.band]
    drawn = [replace(bands[0], assumed=True), *bands[1:]]
    figure = day_strip(drawn, dict.fromkeys(("TKM", "TJK", "KGZ"), ""), JUNE, 30, "light")
    shapes = dict(zip(figure.data[0].x, figure.data[0].marker.pattern.shape, strict=True))
    assert shapes == {30: ".", 16: "/", 2: "/"}


def test_a_month_only_event_is_on_no_day() -> None:
    figure = day_strip([row for row in STRIP if row.band], {"TKM": SILENT}, JUNE, 30, "dark")
    assert not figure.data[1].x
    assert (figure.data[0].base, figure.data[0].x) == ((0,), (30,))
    assert "in June 2020: 2 protests" in figure.layout.annotations[0].text


def test_a_short_band_has_its_words_beside_it() -> None:
    figure = day_strip(STRIP, {"KGZ": SILENT}, JUNE, 30, "light")
    assert figure.layout.annotations[0].x == 10


def test_mondays_name_their_month_once() -> None:
    assert monday_ticks(pd.Timestamp("2020-06-01"), 61)[1][4:7] == ["29", "6 July", "13"]


def line(name: str, country: str, amount: Amount) -> Line:
    reported = Reported("key", "protest", country, "participants", amount, ("a",))
    return Line(PeopleRow("participants", reported=reported), name, amount_words(amount))


PEOPLE = [
    "Took part",
    line("29 June, Bishkek", "KGZ", at_most(1000)),
    line("29 June, New York", "TKM", at_least(10)),
    line("5 June, Osh", "KGZ", between(20, 50)),
    line("8 June, Kulob", "TJK", exactly(1)),
    line("9 June, Osh", "KGZ", about(300)),
    line("26 June, Istanbul", "TKM", in_words("dozens")),
]


def test_bounds_are_drawn_as_bounds() -> None:
    solid, dotted, marks = people_bars(PEOPLE, "light").data
    first, second, third = marks.y[:3]
    assert second - first == third - second > 20
    assert list(zip(solid.y, solid.base, solid.x, strict=True)) == [
        (second, 1.0, 9.0),
        (third, 1.0, 19.0),
        (second, 10.0, pytest.approx(5.5)),
    ]
    assert list(zip(dotted.y, dotted.base, dotted.x, strict=True)) == [
        (first, 1, 999),
        (third, 20, 30),
    ]
    assert list(marks.marker.symbol) == [
        "line-ns",
        "triangle-right",
        "line-ns",
        "circle",
        "circle-open",
        "line-ns",
    ]
    assert list(marks.x) == [1000, 16, 50, 1, 300, 1]


def test_a_row_has_its_name_above_its_bar_and_room_for_both_on_a_phone() -> None:
    quoted = replace(PEOPLE[1], quoted="“nearly a thousand”")
    figure = people_bars([PEOPLE[0], quoted], "light")
    heading, name = figure.layout.annotations
    assert name.text.startswith("29 June, Bishkek")
    assert "“nearly a thousand”" in name.text
    assert (name.xref, name.x, name.y) == ("paper", 0, figure.data[2].y[0])
    assert figure.layout.margin.l + figure.layout.margin.r < 160
    assert figure.layout.yaxis.range[0] > name.y > heading.y


def test_a_word_without_a_number_has_no_visible_mark() -> None:
    marks = people_bars(PEOPLE, "dark").data[2]
    assert marks.marker.color[-1] == "rgba(0,0,0,0)"
    assert marks.marker.line.width[-1] == 0
    assert marks.text[-1].strip() == "<i>“dozens”</i>"


def test_the_log_axis_reaches_the_largest_number() -> None:
    axis = people_bars(PEOPLE, "light").layout.xaxis
    assert axis.type == "log"
    assert list(axis.tickvals) == [1, 10, 100, 1000]
    assert axis.range[1] > 3
    many = [line("January, Kazakhstan", "KAZ", between(9900, 12000))]
    assert list(people_bars(many, "light").layout.xaxis.tickvals) == [1, 100, 10_000]


MONTHS = pd.DataFrame(
    [("2020-05", "TKM", 4, 0, 3), ("2020-06", "TKM", 3, 2, 3), ("2020-06", "KAZ", 1, 0, 0)],
    columns=["month", "country", "dated", "undated", "abroad"],
)


def test_months_share_one_scale_and_the_chosen_one_is_red() -> None:
    figure = protests_over_months(MONTHS, ["KAZ", "TKM"], (2018, 2024), ["2020-06"], "light")
    dated, undated = figure.data
    red = mark_colour("protest", "light")
    assert [colour == red for colour in dated.marker.color] == [False, True, True]
    assert list(dated.customdata) == ["TKM:2020-05", "TKM:2020-06", "KAZ:2020-06"]
    assert list(dated.x) == [28.5, 29.5, 29.5]
    assert list(undated.y) == [2]
    assert undated.base[0] == 3
    scale, numbers = figure.layout.annotations[:2], figure.layout.annotations[2:]
    assert [each.text for each in numbers] == ["5", "1"]
    assert {each.text for each in scale} == {"5"}
    assert [shape.y0 for shape in figure.layout.shapes] == [each.y for each in scale]
    assert list(figure.layout.xaxis.range) == [0, 84]


def test_a_number_stands_clear_of_the_bars_beside_its_own() -> None:
    counts = MONTHS.assign(dated=[9, 1, 1], undated=0)
    figure = protests_over_months(counts, ["KAZ", "TKM"], (2018, 2024), ["2020-06"], "light")
    (own,) = [each for each in figure.layout.annotations[2:] if each.y == 9]
    assert own.text == "1"


def test_of_many_chosen_months_only_the_highest_has_a_number() -> None:
    months = ["2020-05", "2020-06"]
    figure = protests_over_months(MONTHS, ["KAZ", "TKM"], (2018, 2024), months, "dark")
    assert sorted(each.text for each in figure.layout.annotations[2:]) == ["1", "5"]


def test_words_are_bars_of_one_hue_with_their_numbers() -> None:
    figure = words_counted(pd.Series([5, 2], index=["Elections", "not stated"]), "protest", "dark")
    assert figure.data[0].marker.color == mark_colour("protest", "dark")
    assert list(figure.data[0].text) == ["5", "2"]
    assert list(figure.layout.yaxis.ticktext) == ["Elections", "not stated"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


@pytest.mark.parametrize(("mark", "plural"), [("protest", "protests"), ("sentence", "sentences")])
def test_bars_by_a_word_are_of_the_mark_asked_for(mark: str, plural: str) -> None:
    counts = pd.Series([1, 1_200], index=[2019, 2020])
    (bars,) = words_counted(counts, mark, "light").data
    assert bars.marker.color == mark_colour(mark, "light")
    assert list(bars.hovertext) == [
        f"2019<br><b>1</b> of 1,201 {plural}",
        f"2020<br><b>1,200</b> of 1,201 {plural}",
    ]
    (chart,) = words_chart(counts, mark, "events")
    (series,) = chart.series
    assert (series.name.lower(), series.values) == (plural, (1, 1_200))
    assert chart.categories == ("2019", "2020")


def test_bars_of_one_bin_stand_on_each_other() -> None:
    cut = pd.DataFrame(
        {
            "start": pd.to_datetime(["2020-05-01", "2020-06-01"]),
            "end": pd.to_datetime(["2020-05-31", "2020-06-30"]),
        }
    )
    counts = pd.DataFrame(
        [("KAZ", 1, "protest", 2), ("KAZ", 1, "arrest", 3), ("TKM", 0, "protest", 1)],
        columns=["country", "bin", "mark", "events"],
    )
    protests, arrests, totals = marks_over_time(counts, cut, ["KAZ", "TKM"], "light").data
    assert (list(protests.x), list(protests.y)) == ([46.0, 15.5], [2, 1])
    assert arrests.base[0] == protests.base[0] + 2
    assert sorted(totals.text) == ["1", "5"]


def test_nothing_to_draw_still_draws() -> None:
    assert day_strip(strip(), {"KAZ": SILENT}, JUNE, 30, "light").data[2].text == (SILENT,)
    assert people_bars([], "light").layout.height > 0
    assert protests_over_months(MONTHS.iloc[:0], ["KAZ"], (2018, 2024), [], "light").data
    assert words_counted(pd.Series([], dtype=int), "protest", "light").layout.height > 0
