"""Squares of the map, joined until they are few."""

import pandas as pd

from dashboard.engine.map_frames import FRAMES
from dashboard.maps.measures import map_squares

COLUMNS = ["latitude", "longitude", "mark", "events"]
NEIGHBOURS = pd.DataFrame(
    [
        (43.125, 76.875, "protest", 5),
        (43.125, 76.875, "arrest", 2),
        (43.375, 76.875, "protest", 1),
        (41.375, 69.125, "other", 9),
        (-0.125, -0.125, "clash", 4),
    ],
    columns=COLUMNS,
)


def table(squares):
    """Return the rows of squares as plain tuples."""
    return [tuple(row) for row in squares.table.itertuples(index=False, name=None)]


def test_marks_of_a_square_are_added_up_and_the_fullest_comes_first() -> None:
    squares = map_squares(NEIGHBOURS)
    assert (squares.side, squares.total, squares.largest) == (0.25, 21, 9)
    assert table(squares) == [
        (41.375, 69.125, 9, 0, 0, 0, 0, 9),
        (43.125, 76.875, 7, 5, 2, 0, 0, 0),
        (-0.125, -0.125, 4, 0, 0, 0, 4, 0),
        (43.375, 76.875, 1, 1, 0, 0, 0, 0),
    ]
    assert squares.table.columns.tolist() == [
        *("latitude", "longitude", "events"),
        *("protest", "arrest", "sentence", "clash", "other"),
    ]


def test_squares_double_in_side_until_they_are_few() -> None:
    squares = map_squares(NEIGHBOURS, most=3)
    assert (squares.side, squares.total) == (0.5, 21)
    assert table(squares)[1] == (43.25, 76.75, 8, 6, 2, 0, 0, 0)
    # South and west of zero another square begins, however large they are.
    assert (map_squares(NEIGHBOURS, most=1).total, len(map_squares(NEIGHBOURS, most=1).table)) == (
        21,
        2,
    )


def test_a_square_south_and_west_of_zero_is_its_own_at_every_side() -> None:
    squares = map_squares(NEIGHBOURS.tail(1).assign(latitude=-33.875, longitude=-70.625))
    assert table(squares)[0][:3] == (-33.875, -70.625, 4)


def test_a_frame_leaves_out_what_it_does_not_hold() -> None:
    assert map_squares(NEIGHBOURS, FRAMES["region"]).total == 17


def test_nothing_gives_no_square() -> None:
    squares = map_squares(NEIGHBOURS.head(0))
    assert (len(squares.table), squares.total, squares.largest) == (0, 0, 0)
