"""Both maps: the deck and the picture, the base map, labels and marks."""

import base64
import io
import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from dashboard.engine.map_frames import FRAMES, mercator
from dashboard.maps.charts.basemap import EXTENTS, basemap_name, basemap_svg, neighbour_borders
from dashboard.maps.charts.deck import event_deck
from dashboard.maps.charts.marks import CELL, icon_name, mark_atlas, mark_picture
from dashboard.maps.charts.pictures import events_on_map
from dashboard.maps.measures import MapMark, Placed
from dashboard.maps.view.content import MapContent
from dashboard.maps.view.place_labels import (
    Box,
    Spot,
    free_names,
    label_box,
    name_box,
    nudges,
    placed_labels,
)
from dashboard.marks import MARKS
from dashboard.palette import mark_colour, tokens

# What pydeck writes when no style is passed; Streamlit then draws no background.
NO_STYLE = "__MAP_STYLE__"
JUNE_6 = pd.Timestamp("2020-06-06")
ROOM = Box(-8.0, -8.0, 8.0, 8.0)
BOX = [[60.0, 40.0], [70.0, 40.0], [70.0, 50.0], [60.0, 50.0], [60.0, 40.0]]


def collection(*rings):
    """Build a border file of plain polygons."""
    shapes = [{"type": "Polygon", "coordinates": [ring]} for ring in rings]
    return {"features": [{"properties": {}, "geometry": shape} for shape in shapes]}


BORDERS = {
    name: collection(BOX) for name in ("world", "neighbours", "countries", "provinces", "water")
}


def mark(
    kind,
    latitude,
    longitude,
    *,
    abroad=False,
    status="occurred",
    precision=1,
    event_id="E1",
    spot=0,
):
    """Build a mark of one event."""
    place = (precision, "TJ-GB", latitude, longitude)
    told = ("Title", JUNE_6, JUNE_6, 1, "stated", "KGZ", "KGZ", "Bishkek")
    event = Placed(event_id, kind, abroad, status, *place, *told)
    return MapMark(
        spot, latitude, longitude, 0.0, 0.0, (event,), hover_lines=("Title", "6 Jun 2020")
    )


def content(*marks, frame="region", spots=(), provinces=()):
    """Build what a map shows, with a title for each mark."""
    named = (
        replace(mark, hover_lines=(f"Title {i}", *mark.hover_lines[1:]))
        for i, mark in enumerate(marks)
    )
    return MapContent(frame, tuple(named), spots, provinces)


SHOWN = content(
    mark("other", 40.0, 65.0, precision=2),
    mark("protest", 42.9, 74.6, event_id="E2", spot=1),
    mark("protest", 41.0, 75.0, abroad=True, spot=2),
    mark("arrest", 43.2, 76.9, status="claimed", spot=3),
    spots=(Spot(1, 42.9, 74.6, ("Bishkek", "1 protest"), ROOM, None, 1),),
    provinces=(("protest", (((71.0, 37.0), (74.0, 37.0), (73.0, 39.0), (71.0, 37.0)),)),),
)


def layers(deck):
    """Return the layers of a deck's JSON by id."""
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("frame", ["region", "world"])
def test_nothing_in_the_deck_comes_from_outside(theme, frame):
    text = event_deck(content(*SHOWN.marks, frame=frame, spots=SHOWN.spots), theme, "v1").to_json()
    deck = json.loads(text)
    assert "http" not in text
    assert deck["mapStyle"] == NO_STYLE
    assert deck.get("mapProvider") is None
    addresses = [layer["data"] for layer in deck["layers"] if isinstance(layer["data"], str)]
    assert addresses and all(
        re.fullmatch(r"(geo/\w+|basemap-lines)\.geojson\?v=v1", address) for address in addresses
    )


def test_the_deck_tints_white_marks_by_kind():
    rows = layers(event_deck(SHOWN, "light", "v1"))["marks"]["data"]
    assert [row["icon"] for row in rows] == ["other", "protest", "protest-abroad", "arrest"]
    assert rows[1]["colour"] == [0xC4, 0x3C, 0x39, 255]
    assert rows[3]["colour"][3] < 255
    assert rows[0]["size"] < rows[1]["size"] == rows[3]["size"]


def test_the_deck_draws_a_ring_for_a_vague_place_and_shades_a_province():
    found = layers(event_deck(SHOWN, "dark", "v1"))
    assert [(row["icon"], row["at"]) for row in found["rings"]["data"]] == [("halo", [65.0, 40.0])]
    assert found["province 0"]["data"][0]["polygon"][0] == [71.0, 37.0]


def test_the_chosen_event_is_ringed_and_renames_the_layer_of_marks():
    plain, chosen = (
        layers(event_deck(SHOWN, "light", "v1")),
        layers(event_deck(SHOWN, "light", "v1", "E2")),
    )
    rings = [
        [row["at"] for row in found["rings"]["data"] if row["icon"] == "chosen"]
        for found in (plain, chosen)
    ]
    assert rings == [[], [[74.6, 42.9]]]
    assert "marks E2" in chosen and "marks" not in chosen


def test_strings_in_the_deck_are_words_not_expressions():
    found = layers(event_deck(SHOWN, "light", "v1"))
    assert found["labels"]["characterSet"] == "auto"
    assert not found["labels"]["fontFamily"].startswith("@@")
    assert found["marks"]["iconAtlas"].startswith("data:image/png;base64,")


def test_the_picture_is_one_image_and_plain_axes():
    figure = events_on_map(SHOWN, "basemap-light.svg?v=1", "light", height=376)
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert [image.source for image in figure.layout.images] == ["basemap-light.svg?v=1"]
    assert figure.layout.yaxis.scaleanchor == "x"
    west, south, east, north = FRAMES["region"].sides
    assert figure.layout.xaxis.range[0] < west and east < figure.layout.xaxis.range[1]
    assert figure.layout.yaxis.range[0] < south and north < figure.layout.yaxis.range[1]


def test_the_picture_draws_every_mark_at_its_place_with_shape_and_colour():
    marks = events_on_map(SHOWN, "/b.svg", "dark", height=376).data[-1]
    assert list(marks.x) == [65.0, 74.6, 75.0, 76.9]
    assert marks.y[1] == pytest.approx(mercator(42.9), abs=1e-3)
    assert list(marks.marker.symbol) == [
        MARKS[kind].symbol for kind in ("other", "protest", "protest", "arrest")
    ]
    assert marks.marker.color[1] == mark_colour("protest", "dark")
    assert marks.marker.color[2] == tokens("dark").home
    assert marks.marker.line.color[2] == mark_colour("protest", "dark")
    assert list(marks.customdata) == ["E1", "E2", "E1", "E1"]


def test_the_picture_names_only_the_kinds_it_holds():
    words = [
        note.text for note in events_on_map(SHOWN, "/b.svg", "light", height=376).layout.annotations
    ]
    assert "Bishkek" in " ".join(words)
    assert "protest abroad" in words[-1] and "sentence" not in words[-1]


def test_words_of_an_event_are_not_taken_as_marks_of_text():
    shown = MapContent(
        "region", (replace(mark("protest", 42.9, 74.6), hover_lines=("<b>A & B</b>", "x")),)
    )
    assert (
        events_on_map(shown, "/b.svg", "light", height=376)
        .data[-1]
        .hovertext[0]
        .startswith("<b>&lt;b&gt;A &amp; B")
    )


def test_an_empty_map_is_still_a_map():
    figure = events_on_map(content(), "/b.svg", "light", height=376)
    assert figure.to_plotly_json()["data"][0]["x"] == []
    found = layers(event_deck(content(frame="world"), "light", "v1"))
    assert found["marks"]["data"] == []
    assert not {"labels", "names", "rings"} & set(found)


@pytest.mark.parametrize("frame", list(EXTENTS))
def test_the_base_map_is_one_closed_picture(frame):
    svg = basemap_svg(BORDERS, "light", frame)
    look = tokens("light")
    assert svg.startswith("<svg") and svg.endswith("</svg>")
    assert (
        f'fill="{look.sea}"' in svg
        and f'fill="{look.home}"' in svg
        and f'stroke="{look.border}"' in svg
    )
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_the_base_map_puts_a_corner_where_the_axes_do():
    west, _, _, north = EXTENTS["region"]
    x, y = round((60 - west) * 100), round((north - mercator(40.0)) * 100)
    assert f"M{x} {y}l" in basemap_svg(BORDERS, "dark", "region")


def test_the_box_at_which_the_neighbours_were_cut_is_not_a_border():
    ring = [[90.0, 40.0], [95.0, 40.0], [95.0, 45.0], [90.0, 45.0], [90.0, 40.0]]
    assert neighbour_borders(collection(ring)) == [
        [[90.0, 40.0], [95.0, 40.0]],
        [[95.0, 45.0], [90.0, 45.0], [90.0, 40.0]],
    ]


def test_base_maps_have_names():
    assert [basemap_name(*pair) for pair in (("light", "region"), ("dark", "world"))] == [
        "basemap-light",
        "basemap-world-dark",
    ]


def test_labels_never_cover_each_other_or_large_marks():
    places = [
        (42.9, 74.6),
        (43.2, 76.9),
        (37.9, 69.8),
        (37.9, 71.6),
        (38.6, 68.8),
        (41.3, 69.3),
        (40.8, 72.3),
    ]
    spots = [
        Spot(i, *place, (f"Town {i}", "2 protests, 2 sentences"), ROOM, None, i)
        for i, place in enumerate(places)
    ]
    scale = 16.0
    labels = placed_labels(spots, scale)
    assert len(labels) >= 5

    def lying(spot, box):
        return box.moved(spot.longitude * scale, mercator(spot.latitude) * scale)

    boxes = [lying(label.spot, label_box(label)) for label in labels]
    marks = [lying(spot, ROOM) for spot in spots]
    for index, box in enumerate(boxes):
        assert not any(box.overlap(other) for other in [*boxes[index + 1 :], *marks])


def test_the_weightiest_label_is_placed_when_only_one_fits():
    spots = [
        Spot(i, 42.0, 70.0 + i / 10, ("A very long name of a town",), ROOM, None, i)
        for i in range(30)
    ]
    assert 29 in [label.spot.number for label in placed_labels(spots, 16.0)]


def test_a_spot_without_words_has_no_label():
    assert placed_labels([Spot(0, 42.0, 70.0, (), None, ROOM)], 16.0) == []


def test_a_label_stays_in_the_frame():
    spot = Spot(
        0,
        42.0,
        FRAMES["region"].east - 0.1,
        ("Town", "2 protests, 2 sentences, 3 clashes"),
        ROOM,
        None,
        1,
    )
    (label,) = placed_labels([spot], 11.0, (), FRAMES["region"].sides)
    assert label.across == "right"


def test_a_name_under_a_label_moves_aside_or_is_left_out():
    (label,) = placed_labels([Spot(0, 42.0, 70.0, ("Town",), ROOM, None, 1)], 16.0)
    here, there = free_names([("HERE", 71.5, 42.0), ("THERE", 60.0, 42.0)], [label], 16.0)
    assert there == ("THERE", 60.0, 42.0)
    covered = label_box(label).moved(70.0 * 16.0, mercator(42.0) * 16.0)
    assert not name_box(*here, 16.0).overlap(covered)
    assert abs(here[1] - 71.5) < 5 and abs(here[2] - 42.0) < 3
    wide = Spot(0, 42.0, 70.0, (), Box(-200.0, -200.0, 200.0, 200.0), None)
    assert not free_names([("HERE", 71.5, 42.0)], [], 16.0, [wide])


def test_a_name_moves_within_its_own_country_or_is_left_out():
    """At 16 pixels a degree KAZAKHSTAN takes 4.5 degrees of the land from 46.5 to 87.3 east."""
    mark = Spot(0, 48.4, 67.4, (), Box(-20.0, -20.0, 20.0, 4.0), None)
    ((_, longitude, latitude),) = free_names([("KAZAKHSTAN", 67.4, 48.4)], [], 16.0, [mark])
    assert (longitude, latitude) != (67.4, 48.4)
    assert 60 < longitude < 75 and 46 < latitude < 52
    near = Spot(0, 38.9, 71.6, (), Box(-60.0, -50.0, 60.0, 50.0), None)
    tajik = ("TAJIKISTAN", 71.6, 38.9)
    assert free_names([tajik], [], 16.0) == [tajik]
    assert not free_names([tajik], [], 16.0, [near]), "Uzbekistan and China are no place for it"
    small = Spot(0, 38.9, 71.6, (), Box(-20.0, -20.0, 20.0, 4.0), None)
    assert free_names([("HERE", 71.6, 38.9)], [], 16.0, [small]), "no country: anywhere will do"


def test_a_name_that_the_side_of_the_picture_would_cut_is_left_out():
    sides = (55.0, mercator(35.0), 70.0, mercator(45.0))
    names = [("WITHIN", 60.0, 40.0), ("CUT IN TWO", 69.9, 40.0), ("BEYOND", 80.0, 40.0)]
    assert free_names(names, [], 16.0, (), sides) == names[:1]
    assert free_names(names, [], 16.0) == names


def test_neighbouring_towns_are_moved_apart_and_distant_ones_are_not():
    near = [
        Spot(0, 42.9, 74.6, (), ROOM, None),
        Spot(1, 42.9, 75.2, (), ROOM, None),
        Spot(2, 42.9, 60.0, (), ROOM, None),
    ]
    shifts = nudges(near, 16.0)
    assert shifts[0] < 0 < shifts[1]
    assert 2 not in shifts


def test_the_atlas_is_white_with_one_cell_a_mark():
    address, cells = mark_atlas()
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    assert picture.size == (CELL * len(cells), CELL)
    assert {icon_name(kind, abroad) for kind in MARKS for abroad in (False, True)} | {
        "halo",
        "chosen",
        "number",
    } == set(cells)
    pixels = np.asarray(picture.convert("RGBA"))
    middles = {name: pixels[CELL // 2, cell["x"] + CELL // 2] for name, cell in cells.items()}
    assert middles["protest"].tolist() == [255, 255, 255, 255]
    assert [middles[name][3] for name in ("protest-abroad", "arrest-abroad", "halo")] == [0, 0, 0]


@pytest.mark.parametrize("kind", list(MARKS))
def test_small_marks_take_their_colour_from_the_theme(kind):
    pictures = {
        mark_picture(kind, theme, abroad=abroad)
        for theme in ("light", "dark")
        for abroad in (False, True)
    }
    assert len(pictures) >= 2
    assert all(picture.startswith("data:image/svg+xml;base64,") for picture in pictures)
