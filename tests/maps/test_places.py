"""Where events happened: marks on spots, fan-out, the frame."""

import math

import pandas as pd
import pytest

from dashboard.engine.map_frames import FRAMES, mercator
from dashboard.maps.measures import (
    MOST_OF_A_KIND,
    PITCH,
    SPOT_DEGREES,
    fan_out,
    has_place,
    map_marks,
)

BISHKEK = (42.875, 74.603)
WHITE_HOUSE = (42.877, 74.600)
ISTANBUL = (41.010, 28.952)
KABUL = (34.533, 69.167)


def events(*rows):
    """Build events from (mark, (latitude, longitude) or None) and further columns."""
    table = []
    for number, (mark, place, *more) in enumerate(rows):
        latitude, longitude = place or (math.nan, math.nan)
        base = {
            "event_id": f"E{number}",
            "mark": mark,
            "abroad": False,
            "status": "occurred",
            "geo_precision": 1 if place else None,
            "admin1": None,
            "latitude": latitude,
            "longitude": longitude,
            "title": f"Event {number}",
            "event_date": pd.Timestamp("2020-06-06"),
            "end_date": pd.Timestamp("2020-06-06"),
            "time_precision": 1,
            "date_basis": "stated",
            "country": "KGZ",
            "place_country": "KGZ",
            "location": "Bishkek",
        }
        table.append(base | (more[0] if more else {}))
    return pd.DataFrame(table).astype({"geo_precision": "Int64"})


def test_an_event_without_coordinates_has_no_mark():
    table = events(("other", None), ("protest", BISHKEK), ("sentence", None))
    assert [mark.events[0].event_id for mark in map_marks(table)] == ["E1"]
    assert has_place(table).tolist() == [False, True, False]


def test_no_events_give_no_marks():
    assert map_marks(events(("protest", BISHKEK)).iloc[:0]) == []


def test_points_a_street_apart_are_one_spot_and_towns_are_not():
    table = events(
        ("protest", BISHKEK),
        ("protest", WHITE_HOUSE),
        ("protest", (42.875, 74.603 + 3 * SPOT_DEGREES)),
    )
    assert len({mark.spot for mark in map_marks(table)}) == 2


def test_points_on_both_sides_of_a_cell_edge_are_one_spot():
    edge = SPOT_DEGREES * 700.5
    marks = map_marks(events(("protest", (edge - 0.001, 70.0)), ("arrest", (edge + 0.001, 70.0))))
    assert len({mark.spot for mark in marks}) == 1


def test_marks_on_one_spot_do_not_cover_each_other():
    kinds = ["protest"] * 3 + ["arrest"] * 2 + ["sentence"] * 2
    marks = map_marks(events(*((kind, BISHKEK) for kind in kinds)))
    places = [(mark.right, mark.up) for mark in marks]
    for index, (x, y) in enumerate(places):
        for a, b in places[index + 1 :]:
            assert max(abs(x - a), abs(y - b)) >= PITCH


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["protest"], [(0.0, 0.0)]),
        (["protest", "arrest"], [(-9.0, 0.0), (9.0, 0.0)]),
        (
            ["protest", "protest", "sentence", "sentence"],
            [(-9.0, 9.0), (9.0, 9.0), (-9.0, -9.0), (9.0, -9.0)],
        ),
        (["protest", "other"], [(0.0, 4.0), (0.0, -9.0)]),
    ],
)
def test_fan_out(marks, expected):
    assert fan_out(marks) == expected


def test_a_fan_is_centred_on_its_spot():
    offsets = fan_out(["protest"] * 5 + ["arrest"] * 3)
    assert sum(x for x, _ in offsets[:4]) == 0
    assert max(y for _, y in offsets) == -min(y for _, y in offsets)


def test_many_of_a_kind_on_one_spot_are_one_mark():
    table = events(*(("protest", BISHKEK) for _ in range(MOST_OF_A_KIND + 1)), ("arrest", BISHKEK))
    assert [(mark.kind, len(mark.events)) for mark in map_marks(table)] == [
        ("protest", MOST_OF_A_KIND + 1),
        ("arrest", 1),
    ]


def test_a_planned_event_never_shares_a_mark_with_those_that_happened():
    rows = [("protest", BISHKEK)] * 20 + [("protest", BISHKEK, {"status": "planned"})]
    assert [(mark.status, len(mark.events)) for mark in map_marks(events(*rows))] == [
        ("occurred", 20),
        ("planned", 1),
    ]


def test_the_precision_of_a_mark_is_that_of_its_closest_event():
    rows = [("other", BISHKEK, {"geo_precision": 3})] * 12 + [
        ("other", BISHKEK, {"geo_precision": 2})
    ]
    assert map_marks(events(*rows))[0].precision == 2


def test_the_frame_holds_the_region_and_its_neighbours_only():
    table = events(("protest", BISHKEK), ("protest", KABUL), ("protest", ISTANBUL), ("other", None))
    assert FRAMES["region"].holds(table).tolist() == [True, True, False, False]
    placed = has_place(table)
    assert table.loc[placed & ~FRAMES["region"].holds(table), "event_id"].tolist() == ["E2"]


def test_an_event_abroad_is_marked_where_it_took_place():
    marks = map_marks(events(("protest", ISTANBUL, {"abroad": True})))
    assert (marks[0].latitude, marks[0].longitude) == ISTANBUL
    assert marks[0].abroad


def test_inputs_stay_as_they_were():
    table = events(("protest", BISHKEK), ("other", None))
    before = table.copy()
    map_marks(table)
    has_place(table)
    pd.testing.assert_frame_equal(table, before)


def test_mercator_is_web_mercator():
    assert mercator(0.0) == 0.0
    assert mercator(85.051129) == pytest.approx(180.0, abs=1e-4)
