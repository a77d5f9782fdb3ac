"""Circles for squares and dots: sizes, the picture, the decks."""

import json

import numpy as np
import pandas as pd
import pytest

from dashboard.engine.map_frames import FRAMES
from dashboard.maps.charts.dots import dot_size, dots_deck, dots_text, squares_deck
from dashboard.maps.charts.squares import diameter, samples, squares_on_map, widest_circle
from dashboard.maps.measures import KINDS, MapSquares, dots_of, map_squares

SQUARES = map_squares(
    pd.DataFrame(
        [(43.125, 76.875, "protest", 400), (41.375, 69.125, "arrest", 100)],
        columns=["latitude", "longitude", "mark", "events"],
    )
)
REGION = FRAMES["region"]
TOLD = [("400 events", "400 protests"), ("100 events", "100 arrests")]


def layers(deck):
    """Return a deck's layers by id."""
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def test_area_is_the_number() -> None:
    one, four = diameter(100, 10_000, 40.0), diameter(400, 10_000, 40.0)
    assert four == pytest.approx(2 * one)
    assert diameter(10_000, 10_000, 40.0) == 40.0


def test_the_last_sample_says_up_to_which_number_circles_are_equally_small() -> None:
    shown = samples(20_000, 40.0)
    assert [words for _, words in shown] == ["20,000", "2,000", "up to 112"]
    assert diameter(112, 20_000, 40.0) == diameter(1, 20_000, 40.0) == shown[-1].size
    assert diameter(140, 20_000, 40.0) > shown[-1].size


@pytest.mark.parametrize("largest", [1, 2, 7, 10, 99, 1_000_000])
def test_there_are_one_to_three_samples_none_above_the_largest(largest: int) -> None:
    shown = samples(largest, 40.0)
    assert 1 <= len(shown) <= 3
    assert all(3 <= size <= 40 for size, _ in shown)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_has_a_circle_a_square_and_explains_sizes(theme: str) -> None:
    figure = squares_on_map(SQUARES, "region", REGION, "/b.svg", theme, height=376)
    (circles,) = figure.data
    widest = widest_circle(376, "region")
    assert list(circles.marker.size) == pytest.approx([widest, widest / 2], abs=0.06)
    assert list(circles.x) == [76.875, 69.125]
    assert list(circles.customdata[0]) == [400, 400, 0, 0, 0, 0]
    assert "Events: %{customdata[0]:,}" in circles.hovertemplate
    assert "protests %{customdata[1]:,}, arrests" in circles.hovertemplate
    words = [note.text for note in figure.layout.annotations]
    assert any(each.endswith(" events") for each in words)
    assert len(figure.layout.shapes) == len(samples(400, widest))


def test_a_picture_without_events_has_no_sizes() -> None:
    nothing = MapSquares(0.25, SQUARES.table.head(0))
    figure = squares_on_map(nothing, "world", FRAMES["world"], "/b.svg", "light", height=376)
    assert not figure.layout.shapes


def test_the_deck_of_squares_has_what_is_drawn_and_no_more() -> None:
    rows = layers(squares_deck(SQUARES, TOLD, "region", REGION, "light", "v1", 620))["squares"][
        "data"
    ]
    assert set(rows[0]) == {"p", "r", "w", "t"}
    assert rows[0]["r"] == pytest.approx(2 * rows[1]["r"], abs=0.06)


def test_dots_go_by_address_and_change_their_name_with_the_event_chosen() -> None:
    found = layers(dots_deck("map-dots.json?a=1", "region", REGION, "light", "v1"))
    assert found["dots"]["data"] == "map-dots.json?a=1"
    assert "rings" not in found
    chosen = layers(dots_deck("/x", "region", REGION, "light", "v1", ("E1", 43.25, 76.9)))
    assert "dots E1" in chosen
    assert chosen["rings"]["data"][0]["at"] == [76.9, 43.25]
    placeless = layers(
        dots_deck("/x", "world", FRAMES["world"], "dark", "v1", ("E1", float("nan"), 76.9))
    )
    assert "rings" not in placeless


def test_every_kind_of_dot_has_a_look() -> None:
    dots = layers(dots_deck("/x", "region", REGION, "dark", "v1"))["dots"]
    for name in ("getIcon", "getColor"):
        # Without the round brackets the browser's parser does not look inside the list.
        listed, _, last = dots[name].removeprefix("@@=(").rpartition(")")
        assert last == "[k]"
        assert len(json.loads(listed)) == len(KINDS)


def test_dots_are_written_as_they_are_looked_up() -> None:
    points = pd.DataFrame(
        [
            ("A", 43.123456, 176.912345, "protest", "occurred", True, 1),
            ("B", 41.3, 69.28, "other", "planned", False, 2),
        ],
        columns=[
            *("event_id", "latitude", "longitude", "mark", "status", "abroad", "geo_precision")
        ],
    )
    dots = dots_of(points)
    rows = json.loads(dots_text(dots, 4))
    for row in rows:
        longitude, latitude = row["p"]
        assert len(dots.at(latitude, longitude, row["k"])) == 1
        assert row["r"] == pytest.approx(dot_size(1, 4) / 2, abs=0.01)
    assert sorted(row["w"] for row in rows) == [
        "1 other event, claimed, planned or pledged, place known only roughly",
        "1 protest abroad",
    ]
    assert np.array_equal(dots.number, [1, 1])
