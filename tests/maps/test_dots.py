"""Events of one kind on one spot are one dot."""

import pandas as pd

from dashboard.maps.measures import KINDS, DotKind, dots_of

COLUMNS = ["event_id", "latitude", "longitude", "mark", "status", "abroad", "geo_precision"]
POINTS = pd.DataFrame(
    [
        ("A", 43.25, 76.9, "protest", "occurred", False, 1),
        ("B", 41.31, 69.28, "protest", "occurred", False, 1),
        ("C", 43.25, 76.9, "protest", "occurred", False, 1),
        ("D", 43.25, 76.9, "arrest", "occurred", False, 1),
        ("E", 43.25, 76.9, "protest", "claimed", False, 1),
        ("F", 43.25, 76.9, "protest", "occurred", False, 3),
        ("G", 43.250049, 76.9, "protest", "occurred", False, 1),
        ("H", 41.01, 28.95, "protest", "occurred", True, None),
    ],
    columns=COLUMNS,
).astype({"geo_precision": "Int64"})


def test_dots_hold_every_event_once_the_fullest_first() -> None:
    dots = dots_of(POINTS)
    groups = [dots.events(place) for place in range(len(dots.kind))]
    assert groups[0] == ["A", "C", "G"]
    assert sorted(key for group in groups for key in group) == list("ABCDEFGH")
    assert dots.number.tolist() == [3, 1, 1, 1, 1, 1]


def test_what_differs_in_kind_stands_in_a_dot_of_its_own() -> None:
    dots = dots_of(POINTS)
    kinds = {dots.events(place)[0]: KINDS[kind] for place, kind in enumerate(dots.kind)}
    assert kinds["A"] == DotKind("protest", abroad=False, occurred=True, vague=False)
    assert kinds["D"].mark == "arrest"
    assert not kinds["E"].occurred
    assert kinds["F"].vague
    assert kinds["H"] == DotKind("protest", abroad=True, occurred=True, vague=False)


def test_a_dot_is_found_by_its_place_and_by_its_events() -> None:
    dots = dots_of(POINTS)
    arrest = KINDS.index(DotKind("arrest", abroad=False, occurred=True, vague=False))
    assert dots.at(43.25, 76.9, arrest) == ["D"]
    assert dots.at(43.25, 76.8, arrest) == []
    assert dots.beside("G") == ["A", "C", "G"]
    assert dots.beside("B") == ["B"]
    assert dots.beside("?") == []


def test_no_point_gives_no_dot() -> None:
    dots = dots_of(POINTS.head(0))
    assert not len(dots.kind)
    assert dots.beside("A") == []
