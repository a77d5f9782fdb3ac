"""The chart of gaps on made-up lanes: heights, shapes, labels that find room."""

from typing import Any

import pandas as pd
import pytest

from dashboard.palette import country_colour
from dashboard.reconciliation.charts import (
    HALF,
    SHAPES,
    Lane,
    gap_lanes,
    height_of,
    lanes_height,
    scale_limit,
)
from dashboard.reconciliation.measures.verdicts import RULES
from dashboard.reconciliation.view import GapPoint

FIRST, LAST = pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30")
NAN = float("nan")


def point(day: str, percent: float, verdict: str = "unexplained") -> GapPoint:
    return GapPoint(pd.Timestamp(day), percent, verdict, f"{percent}%", f"hover {percent}")


LANES = (
    Lane("KAZ", "1 of 2 figures agree", (point("2020-06-10", -5), point("2020-06-20", 0)), True),
    Lane("TKM", "1 figure, no series", (point("2020-06-10", NAN, "no official series"),), False),
)


def drawn(*lanes: Lane, last: pd.Timestamp = LAST, theme: str = "light") -> Any:
    return gap_lanes(lanes, FIRST, last, theme)


def texts(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_every_verdict_has_a_shape_and_a_sign_of_its_own() -> None:
    assert list(SHAPES) == list(RULES)
    assert len(set(SHAPES.values())) == len(RULES)


def test_a_mark_stands_above_its_lane_by_the_root_of_its_gap() -> None:
    assert height_of(0, 20) == 0
    assert height_of(5, 20) == pytest.approx(HALF / 2)
    assert height_of(-20, 20) == -HALF
    assert height_of(float("inf"), 20) == HALF
    assert height_of(NAN, 20) == 0


def test_the_scale_holds_nine_tenths_of_the_gaps_and_leaves_the_rest_at_the_edge() -> None:
    gaps = tuple(point("2020-06-10", gap) for gap in [3] * 19 + [400])
    assert scale_limit([Lane("KAZ", "", gaps, True)]) == 5
    assert scale_limit([Lane("KAZ", "", (point("2020-06-10", 60),), True)]) == 100
    assert scale_limit([]) == 5


def test_marks_carry_day_shape_and_colour() -> None:
    for theme in ("light", "dark"):
        marks = [trace for trace in drawn(*LANES, theme=theme).data if trace.type == "scatter"]
        kaz, tkm = marks
        assert list(kaz.y) == [pytest.approx(HALF), 0]
        assert list(kaz.marker.symbol) == ["diamond", "diamond"]
        assert kaz.marker.color == country_colour("KAZ", theme)
        assert (list(tkm.y), list(tkm.marker.symbol)) == ([1], ["x-thin-open"])


def test_a_country_without_a_series_is_hatched_and_has_no_scale() -> None:
    figure = drawn(*LANES)
    (hatch,) = [trace for trace in figure.data if trace.type == "bar"]
    assert (list(hatch.y), hatch.marker.pattern.shape) == ([1], "/")
    assert texts(figure).count("+5%") == 1
    assert {shape.y0 for shape in figure.layout.shapes if abs(shape.y0 - 1) < 0.5} == set()


def test_names_and_counts_stand_at_the_sides() -> None:
    told = texts(drawn(*LANES))
    assert "<b>Kazakhstan</b>" in told
    assert "1 figure, no series" in told


def test_labels_name_the_verdict_in_a_short_window_only_and_leave_no_gap_unlabelled() -> None:
    assert "-5% unexplained" in texts(drawn(*LANES))
    assert "0% unexplained" not in texts(drawn(*LANES))
    assert "-5%" in texts(drawn(*LANES, last=pd.Timestamp("2021-06-30")))


def test_of_labels_in_one_spot_the_larger_gap_keeps_its_own() -> None:
    crowd = tuple(point("2020-06-15", gap) for gap in (1.0, 1.01, 1.02, 1.03))
    labels = [text for text in texts(drawn(Lane("KAZ", "", crowd, True))) if "unexpl" in text]
    assert labels == ["1.03% unexplained", "1.02% unexplained"]


def test_nothing_to_draw_is_no_fault() -> None:
    figure = drawn()
    assert not figure.data
    assert figure.layout.height == lanes_height(0)
