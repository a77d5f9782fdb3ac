"""Nothing on a map lies on anything else, over two, five and seven years, wide and narrow."""

import html
import json
import math
import re
from itertools import combinations

import pytest

from dashboard.datapackage.store import Package
from dashboard.engine.map_frames import latitude_at, mercator
from dashboard.exports.text_metrics import text_width
from dashboard.maps.charts.deck import DECK_SIDES, TILE_PIXELS, event_deck
from dashboard.maps.charts.marks import FILL
from dashboard.maps.charts.pictures import LABEL_SIZE
from dashboard.maps.panels.event_map import drawn_content, event_map, overview_map
from dashboard.maps.view.content import WIDEST_LINE
from dashboard.maps.view.frames import country_boxes
from dashboard.maps.view.place_labels import Box
from dashboard.selection import Selection

PERIODS = [("2020-06", "2020-06"), ("2020-01", "2021-12"), ("2018-01", "2022-12")]
PERIODS += [("2018-01", "2024-12")]
COUNTRIES = [("KAZ", "KGZ", "TJK", "TKM", "UZB"), ("TKM",), ("KGZ",), ("TJK", "UZB")]
SELECTIONS = [
    Selection(countries=countries, first_month=first, last_month=last)
    for countries in COUNTRIES
    for first, last in PERIODS
]
SIZES = ("wide", "narrow", "medium")
DRAWINGS = [f"{name}, {size}" for name in ("overview", "event map") for size in SIZES]
# Large marks may touch, and Almaty's were moved off Bishkek's by half a pixel less than they take.
TOUCH = 1.0


def drawing(package: Package, selection: Selection, name: str):
    exhibit = (overview_map if "overview" in name else event_map)(package, selection, {})
    figures = exhibit.drawn("light")
    return figures[SIZES.index(name.rpartition(", ")[2])]


def frame_of(figure) -> tuple[float, Box]:
    """Return the pixels a degree of a drawing, and its sides in pixels."""
    layout = figure.layout
    (west, east), (south, north) = layout.xaxis.range, layout.yaxis.range
    scale = (layout.height - layout.margin.t - layout.margin.b) / (north - south)
    return scale, Box(west * scale, south * scale, east * scale, north * scale)


def marks_of(figure, scale: float) -> list[tuple[bool, Box]]:
    """Return each mark's room, and whether it is a small dot."""
    found = []
    for trace in figure.data:
        if trace.customdata is None:
            continue
        for x, y, size in zip(trace.x, trace.y, trace.marker.size, strict=True):
            half = size / 2
            small = size < 12 and trace.mode == "markers"
            found.append((small, Box(-half, -half, half, half).moved(x * scale, y * scale)))
    return found


def words_of(figure, scale: float) -> list[Box]:
    """Return the room of each label, by the width of its letters; neither legend nor countries."""
    found = []
    for note in figure.layout.annotations:
        if note.xref == "paper" or note.font.size != LABEL_SIZE:
            continue
        lines = [html.unescape(re.sub("<.*?>", "", line)) for line in note.text.split("<br>")]
        width = max(text_width(each, LABEL_SIZE, bold=not i) for i, each in enumerate(lines))
        height = len(lines) * LABEL_SIZE * 1.3
        left = {"left": 0.0, "right": -width, "center": -width / 2}[note.xanchor]
        bottom = {"bottom": 0.0, "top": -height, "middle": -height / 2}[note.yanchor]
        right, up = note.x * scale + note.xshift, note.y * scale + note.yshift
        found.append(Box(left, bottom, left + width, bottom + height).moved(right, up))
    return found


def overlaps(one: Box, two: Box) -> bool:
    return one.grown(-TOUCH).overlap(two.grown(-TOUCH)) > 0


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_no_mark_or_label_lies_on_another_and_all_lie_in_the_frame(
    package: Package, selection: Selection, name: str
) -> None:
    figure = drawing(package, selection, name)
    scale, frame = frame_of(figure)
    marks, words = marks_of(figure, scale), words_of(figure, scale)
    for (_, one), (_, two) in combinations(marks, 2):
        assert not overlaps(one, two)
    for one, two in combinations(words, 2):
        assert not overlaps(one, two)
    for box in words:
        assert not any(overlaps(box, mark) for small, mark in marks if not small)
    for box in [*words, *(mark for _, mark in marks)]:
        assert box.left >= frame.left and box.right <= frame.right
        assert box.bottom >= frame.bottom and box.top <= frame.top


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_the_marks_stand_for_every_event_once(package: Package, selection: Selection) -> None:
    content = drawn_content(package, selection, "region")
    events = sorted(event.event_id for mark in content.marks for event in mark.events)
    for scale in (7.0, 12.0, 30.0):
        drawn = content.set_apart(scale)
        assert sorted(e.event_id for mark in drawn.marks for e in mark.events) == events


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_nothing_lies_on_anything_on_the_page_s_map(package: Package, selection: Selection) -> None:
    content = drawn_content(package, selection, "region", everywhere=True)
    deck = json.loads(event_deck(content, "light", "v1").to_json())
    state = deck["initialViewState"]
    scale = TILE_PIXELS * 2 ** state["zoom"] / 360
    centre = state["longitude"] * scale, mercator(state["latitude"]) * scale
    width, height = DECK_SIDES
    shown = Box(-width / 2, -height / 2, width / 2, height / 2).moved(*centre)
    layers = {layer["id"]: layer["data"] for layer in deck["layers"]}

    def lying(row, box: Box) -> Box:
        right, down = row["off"]
        at = row["at"][0] * scale + right, mercator(row["at"][1]) * scale - down
        return box.moved(*at)

    marks = []
    for row in layers["marks"]:
        half = row["size"] * FILL / 2
        marks.append((half < 6, lying(row, Box(-half, -half, half, half))))
    words = []
    for row in layers.get("labels", []):
        lines = row["text"].split("\n")
        wide = max(text_width(line, 13, bold=True) for line in lines)
        high = len(lines) * 13 * 1.2
        left = {"start": 0.0, "end": -wide, "middle": -wide / 2}[row["anchor"]]
        low = {"bottom": 0.0, "top": -high, "center": -high / 2}[row["baseline"]]
        words.append(lying(row, Box(left, low, left + wide, low + high)))
    for (_, one), (_, two) in combinations(marks, 2):
        assert not overlaps(one, two)
    for one, two in combinations(words, 2):
        assert not overlaps(one, two)
    for box in words:
        assert not any(overlaps(box, mark) for small, mark in marks if not small)
        assert box.overlap(shown) == pytest.approx((box.right - box.left) * (box.top - box.bottom))


def test_one_country_fills_the_map(package: Package) -> None:
    """Turkmenistan is 14.2 degrees wide and 7.7 high: the map is no more than twice as much."""
    box = country_boxes()["TKM"]
    assert box.east - box.west == pytest.approx(14.2, abs=0.3)
    for name in DRAWINGS:
        figure = drawing(package, Selection(countries=("TKM",)), name)
        (west, east), (south, north) = figure.layout.xaxis.range, figure.layout.yaxis.range
        assert west < box.west and box.east < east
        assert latitude_at(south) < box.south and box.north < latitude_at(north)
        across = (box.east - box.west) / (east - west)
        up = (mercator(box.north) - mercator(box.south)) / (north - south)
        assert max(across, up) > 0.8


def test_a_crowded_place_is_one_mark_with_a_number_that_names_what_it_holds(
    package: Package,
) -> None:
    years = Selection(countries=("KAZ",), first_month="2018-01", last_month="2024-12")
    figure = drawing(package, years, "overview, wide")
    (numbered,) = (trace for trace in figure.data if trace.mode == "markers+text")
    held = drawn_content(package, years, "region")
    almaty = {e.event_id for m in held.marks for e in m.events if e.admin1 in ("KZ-ALA", "KZ-75")}
    place = [key for key in numbered.customdata if key.split("*")[0] in almaty]
    assert place and sum(int(each) for each in numbered.text) + sum(
        len(trace.x) for trace in figure.data if trace.mode == "markers" and trace.customdata
    ) == len({e.event_id for mark in held.marks for e in mark.events})
    assert all(int(key.split("*")[1]) > 1 for key in numbered.customdata)
    assert any("number of events" in (note.text or "") for note in figure.layout.annotations)


def test_a_view_of_the_world_is_not_moved_by_the_countries(package: Package) -> None:
    one = event_map(package, Selection(countries=("TKM",)), {"view": "world"}).drawn("light")[0]
    assert math.dist(one.layout.xaxis.range, (-168.0, 180.0)) < 40


def test_a_count_longer_than_a_line_is_broken(package: Package) -> None:
    """Of Kulob in June 2020: ≥ 1 + “city hall officials” detained (2 events)."""
    spots = drawn_content(package, Selection(), "region").spots
    (kulob,) = (spot.lines for spot in spots if spot.lines[:1] == ("Kulob",))
    assert len(kulob) == 3
    assert all(len(line) <= WIDEST_LINE for spot in spots for line in spot.lines[1:])


def test_a_label_of_lesser_events_takes_no_room_of_a_graver_one(package: Package) -> None:
    """Two lesser events lie beside the two detentions of Ashgabat in June 2020."""
    figure = drawing(package, Selection(), "overview, medium")
    words = [re.sub("<.*?>", " ", note.text or "") for note in figure.layout.annotations]
    for place in ("Bishkek", "Almaty", "Kulob", "Ashgabat", "Rushan"):
        assert any(place in each for each in words)
    assert any("Ashgabat" in each and "1 detained" in each for each in words)
