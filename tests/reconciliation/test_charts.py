"""The chart of gaps on made-up lanes: heights, shapes, labels that find room."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.covid.measures.reported import Printed
from dashboard.palette import country_colour
from dashboard.reconciliation.charts import (
    HALF,
    gap_lanes,
    height_of,
    lane_words,
    lanes_height,
    scale_limit,
)
from dashboard.reconciliation.measures.days import Beside
from dashboard.reconciliation.measures.verdicts import VERDICTS, Reconciled
from dashboard.reconciliation.view import Lane
from dashboard.values import exactly

FIRST, LAST = pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30")
NAN = float("nan")


def point(
    day: str, percent: float, verdict: str = "unexplained", country: str = "KAZ"
) -> Reconciled:
    """Return a figure so many percent above a series that has 100 that day; NaN without one."""
    when = pd.Timestamp(day)
    has_series = not np.isnan(percent)
    figure = Printed(
        country, when, exactly(100 + percent if has_series else 0), "", "", "", "", "page", "key"
    )
    days = np.array([day] if has_series else [], dtype="datetime64[D]")
    beside = Beside(figure, "new_cases", days, np.full(len(days), 100.0))
    return Reconciled(beside, VERDICTS[verdict], ())


def lane(code: str, *points: Reconciled, has_series: bool = True) -> Lane:
    return Lane(code, points, points, has_series)


LANES = (
    lane("KAZ", point("2020-06-10", -5), point("2020-06-20", 0)),
    lane("TKM", point("2020-06-10", NAN, "no official series", "TKM"), has_series=False),
)


def drawn(*lanes: Lane, last: pd.Timestamp = LAST, theme: str = "light") -> Any:
    return gap_lanes(lanes, FIRST, last, theme)


def texts(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_a_mark_stands_above_its_lane_by_the_root_of_its_gap() -> None:
    assert height_of(0, 20) == 0
    assert height_of(5, 20) == pytest.approx(HALF / 2)
    assert height_of(-20, 20) == -HALF
    assert height_of(float("inf"), 20) == HALF
    assert height_of(NAN, 20) == 0


def test_the_scale_holds_nine_tenths_of_the_gaps_and_leaves_the_rest_at_the_edge() -> None:
    gaps = [point("2020-06-10", gap) for gap in [3] * 19 + [400]]
    assert scale_limit([lane("KAZ", *gaps)]) == 5
    assert scale_limit([lane("KAZ", point("2020-06-10", 60))]) == 100
    assert scale_limit([]) == 5


def test_marks_carry_day_shape_and_colour() -> None:
    for theme in ("light", "dark"):
        figure = drawn(*LANES, theme=theme)
        marks = [trace for trace in figure.data if trace.mode == "markers"]
        kaz, tkm = marks
        assert list(kaz.y) == [pytest.approx(HALF), 0]
        assert list(kaz.marker.symbol) == ["diamond", "diamond"]
        assert kaz.marker.color == country_colour("KAZ", theme)
        assert (list(tkm.y), list(tkm.marker.symbol)) == ([1], ["x-thin-open"])


def test_a_country_without_a_series_is_hatched_and_has_no_scale() -> None:
    figure = drawn(*LANES)
    (hatch,) = [trace for trace in figure.data if trace.fill == "toself"]
    assert hatch.fillpattern.shape == "/"
    assert {min(hatch.y), max(hatch.y)} == {1 - HALF, 1 + HALF}
    assert texts(figure).count("+5%") == 1
    assert {shape.y0 for shape in figure.layout.shapes if abs(shape.y0 - 1) < 0.5} == set()


def test_names_and_counts_stand_at_the_sides() -> None:
    told = texts(drawn(*LANES))
    assert "<b>Kazakhstan</b>" in told
    assert "1 figure, no series" in told


def test_labels_name_the_verdict_in_a_short_window_only_and_leave_no_gap_unlabelled() -> None:
    assert "−5.0%, unexplained" in texts(drawn(*LANES))
    assert "0%, unexplained" not in texts(drawn(*LANES))
    assert "−5.0%" in texts(drawn(*LANES, last=pd.Timestamp("2021-06-30")))


def test_of_labels_in_one_spot_the_larger_gap_keeps_its_own() -> None:
    crowd = [point("2020-06-15", gap) for gap in (1.0, 1.1, 1.2, 1.3)]
    two_months = drawn(lane("KAZ", *crowd), last=pd.Timestamp("2020-07-31"))
    labels = [text for text in texts(two_months) if "unexpl" in text]
    assert labels == ["+1.3%, unexplained", "+1.2%, unexplained"]


def test_a_lane_says_how_many_of_its_figures_match_and_whether_that_day() -> None:
    same, apart = (point("2020-06-10", 0, key) for key in ("agrees", "agrees a day apart"))
    off = point("2020-06-11", 3)
    assert lane_words(lane("KAZ", same, apart, off)) == "2 of 3 figures match within a day"
    assert lane_words(lane("KAZ", same, same, off)) == "2 of 3 figures match"
    assert lane_words(lane("KAZ", same, same)) == "Both figures match"
    assert lane_words(lane("KAZ", apart)) == "The one figure matches within a day"
    assert lane_words(lane("KAZ")) == "no figure"


def test_a_mark_tells_figure_series_gap_and_verdict() -> None:
    (marks, *_) = [trace for trace in drawn(*LANES).data if trace.mode == "markers"]
    assert marks.hovertext[0] == (
        "10 June 2020, new cases<br><b>95</b>, series 100; gap −5 (−5.0%)<br>unexplained"
    )


def test_nothing_to_draw_is_no_fault() -> None:
    figure = drawn()
    assert not figure.data
    assert figure.layout.height == lanes_height(0)


def test_marks_of_one_day_stand_beside_each_other_within_the_day() -> None:
    crowd = [point("2020-06-15", gap) for gap in (1.0, 1.1, 1.2)]
    (marks,) = [trace for trace in drawn(lane("KAZ", *crowd)).data if trace.mode == "markers"]
    assert len(set(marks.x)) == 3
    assert {pd.Timestamp(when).date() for when in marks.x} == {pd.Timestamp("2020-06-15").date()}


def test_the_scale_is_written_once_and_a_narrow_window_has_all_names_and_counts() -> None:
    lanes = (lane("KAZ", point("2020-06-10", -5)), lane("KGZ", point("2020-06-10", 3)))
    assert texts(drawn(*lanes)).count("+5%") == 1
    assert texts(drawn(*lanes)).count("0") == 2
    narrow: Any = gap_lanes(lanes, FIRST, LAST, "light", is_narrow=True)
    assert {"<b>Kazakhstan</b>", "<b>Kyrgyzstan</b>", "0 of 1 figure matches"} <= set(texts(narrow))
    assert narrow.layout.margin.l + narrow.layout.margin.r < 70
    assert [trace.x for trace in narrow.data] == [trace.x for trace in drawn(*lanes).data]
