"""Maps and lists of a long package: squares, counts outside, the first without a place."""

import asyncio
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from many_events import GROUPS, long_package, many_events
from shipped import shipped_package
from starlette.requests import Request

from dashboard.datapackage.store import Package
from dashboard.drilldown.panels import bars_of
from dashboard.engine.events import MAP_COLUMNS
from dashboard.maps.panels.event_map import event_map, kinds_on_map, overview_map, page_caption
from dashboard.maps.panels.lists import (
    map_sentence,
    national_events,
    national_totals,
    outside_counts,
    outside_frame,
)
from dashboard.maps.view import content as map_numbers
from dashboard.maps.view.content import drawn_dots, numbers_on_map, page_look, rows_on_map
from dashboard.selection import Selection
from dashboard.ui.maps import decks as map_dots
from dashboard.ui.maps.decks import national_markup, outside_counts_markup
from dashboard.vocabulary import STATUSES

JUNE = Selection()
UZBEKISTAN = Selection(countries=("UZB",))
INSIDE = sum(group[0] for group in GROUPS if group[4] not in (None, "Istanbul", "Moscow"))
OUTSIDE = sum(group[0] for group in GROUPS if group[4] in ("Istanbul", "Moscow"))
PLACELESS = sum(group[0] for group in GROUPS if group[4] is None)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return long_package(tmp_path_factory.mktemp("data"), many_events())


@pytest.fixture
def asked(package: Package, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield what is asked of the engine meanwhile."""
    told: list[str] = []
    assert package.kept_events
    monkeypatch.setattr(package.kept_events, "_fetched", lambda *_: told.append("rows"))
    monkeypatch.setattr(package.kept_events, "_on_map", lambda *_: told.append("map"))
    monkeypatch.setattr(package.kept_events, "points", lambda *_: told.append("points"))
    yield told


def test_many_events_are_squares_whose_totals_are_those_of_the_rows(
    package: Package, asked: list[str]
) -> None:
    exhibit = overview_map(package, JUNE, {})
    events = many_events().dropna(subset=["latitude"])
    events = events[events["longitude"].between(45, 89)]
    middle = [(np.floor(events[name] * 4) + 0.5) / 4 for name in ("latitude", "longitude")]
    expected = Counter(zip(*(each.tolist() for each in middle), strict=True))
    names = ["Latitude of the middle, degrees", "Longitude of the middle, degrees"]
    found = exhibit.rows.set_index(names)
    assert found["Events"].to_dict() == expected
    assert found[["Protests", "Arrests", "Other"]].sum().tolist() == [271, 40, 7]
    assert found["Events"].tolist() == sorted(found["Events"], reverse=True)
    assert (exhibit.shown, exhibit.total, exhibit.count) == (
        *(INSIDE, len(many_events())),
        f"{INSIDE} of {len(many_events())} events",
    )
    assert asked == []


def test_the_map_says_what_its_circles_are_and_what_is_not_on_it(package: Package) -> None:
    exhibit = overview_map(package, JUNE, {})
    assert exhibit.caption.startswith(
        "Circles are squares of the map, not places; area shows the number of events."
    )
    assert "The side of a square is 0.25 degrees (about 20 by 28 km)." in exhibit.reading
    assert f"Not on this map: {OUTSIDE} events abroad." in exhibit.caption
    assert f"No location: {PLACELESS} events." in exhibit.caption
    assert exhibit.headline == (
        f"{INSIDE} of {len(many_events())} events in June 2020 are mapped; "
        f"{OUTSIDE} took place outside the region and {PLACELESS} have no specific location"
    )
    assert "43.375° N 76.875° E: 220 events" in exhibit.alt
    assert exhibit.draw is not None
    assert exhibit.draw("light").data[0].customdata[0][0] == 220


def test_few_events_of_a_long_package_have_marks(package: Package) -> None:
    exhibit = overview_map(package, UZBEKISTAN, {})
    assert (len(exhibit.rows), exhibit.shown) == (91, 91)
    assert exhibit.rows["Place"].value_counts().to_dict() == {"Tashkent": 90, "Kentau": 1}
    assert "Each mark is one event" in exhibit.caption
    assert len(bars_of(package, UZBEKISTAN, "overview_map", {})) == 2
    assert not bars_of(package, JUNE, "overview_map", {})


def test_the_world_counts_what_the_region_leaves_out(package: Package) -> None:
    world = event_map(package, JUNE, {"view": "world"})
    assert (world.shown, world.rows["Events"].sum()) == (INSIDE + OUTSIDE, INSIDE + OUTSIDE)
    assert "abroad" not in world.caption
    assert "km" not in world.caption + world.reading


def test_claimed_events_in_squares_are_said_to_be_counted(tmp_path) -> None:
    events = many_events()
    events["status"] = [
        "claimed" if key.startswith("KAZ") else "occurred" for key in events.event_id
    ]
    package = long_package(tmp_path, events)
    reading = overview_map(package, Selection(statuses=STATUSES), {}).reading
    assert "227 events claimed, planned or pledged." in reading
    assert "claimed" not in overview_map(package, JUNE, {}).reading


def test_many_outside_are_counted_by_country_and_kind(package: Package, asked: list[str]) -> None:
    exhibit = outside_frame(package, JUNE, {"outside": "all"})
    assert list(exhibit.rows.itertuples(index=False, name=None)) == [
        ("Turkey", "protest", 50),
        ("Turkey", "arrest or detention", 9),
        ("Russia", "other event", 12),
    ]
    assert (exhibit.shown, exhibit.total, exhibit.unit) == (OUTSIDE, OUTSIDE, "71 events")
    grave = outside_frame(package, JUNE, {})
    assert (grave.shown, grave.total) == (59, OUTSIDE)
    assert grave.caption == "Also outside: 12 other events."
    assert asked == []


def test_few_outside_are_listed(package: Package) -> None:
    exhibit = outside_frame(package, replace(JUNE, countries=("TKM",)), {})
    assert (exhibit.shown, exhibit.total) == (59, 59)
    assert set(exhibit.rows["Place"]) == {"Istanbul"}
    assert exhibit.rows["Event key"].is_unique


def test_counts_outside_are_shown_a_line_a_country() -> None:
    counts = {("<b>A", "protest"): 1200, ("<b>A", "other"): 4, ("B", "protest"): 9}
    table = outside_counts({**counts, ("C", "arrest"): 2})
    markup = outside_counts_markup(table, "light", 1)
    assert "&lt;b&gt;A" in markup
    assert "<td>1,204</td>" in markup
    assert "2 more countries" in markup
    assert "<td>11</td>" in markup


def test_the_first_without_a_place_are_listed_and_the_rest_counted(package: Package) -> None:
    exhibit = national_events(package, JUNE, {})
    assert exhibit.count == f"200 of {PLACELESS} events without a location"
    assert exhibit.caption.startswith("The first 200 in order of day.")
    assert len(exhibit.rows) == 200
    totals = national_totals(package, JUNE)
    assert totals == {"KGZ": PLACELESS}
    assert f"200 of {PLACELESS}" in national_markup(exhibit.table, {}, totals)


def test_the_sentence_counts_all(package: Package) -> None:
    assert map_sentence(package, JUNE) == (
        f"**{INSIDE} of {len(many_events())} events** in June 2020 are mapped; "
        f"{OUTSIDE} took place outside the region; "
        f"{PLACELESS} have no specific location."
    )


def test_the_page_s_map_has_marks_then_dots_then_squares(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page_look(package, UZBEKISTAN) == "marks"
    assert page_look(package, JUNE) == "dots"
    assert page_caption(package, JUNE, "region").startswith("One mark per place and type of event")
    assert set(kinds_on_map(package, JUNE)) == {
        *(("protest", False), ("arrest", False), ("other", False)),
        *(("protest", True), ("arrest", True), ("other", True)),
    }
    dots = drawn_dots(package, JUNE)
    assert dots.number.sum() == INSIDE + OUTSIDE
    assert dots.number.tolist() == [180, 90, 50, 40, 12, 9, 7, 1]
    monkeypatch.setattr(map_numbers, "MOST_DOTS", 300)
    assert page_look(package, JUNE) == "squares"
    assert page_caption(package, JUNE, "region").startswith("More than 50,000 events have a place")


def answer_to(address: str, encoding: bytes):
    """Return what the server answers for dots at an address."""
    path, _, query = address.partition("?")
    headers = [(b"accept-encoding", encoding)]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    request = Request({**scope, "query_string": query.encode()})
    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, map_dots.dots_file(request)).result()


def test_the_server_gives_the_dots(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_dots, "current_package", lambda: package)
    address = map_dots.dots_address(package, JUNE)
    packed = answer_to(address, b"gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    plain = answer_to(address, b"")
    assert gzip.decompress(packed.body) == plain.body
    assert [row["w"] for row in json.loads(bytes(plain.body))[:2]] == [
        "180 protests",
        "90 protests",
    ]
    assert answer_to(map_dots.dots_address(package, UZBEKISTAN), b"").status_code == 404


def test_rows_for_the_map_are_the_same_from_memory_and_from_the_engine(package: Package) -> None:
    events = package.kept_events
    assert events
    for frame in ("region", "outside"):
        for selection in (JUNE, UZBEKISTAN, replace(JUNE, topics=("Protests",))):
            by_query = events.rows(selection, 1000, where={"frame": frame})[list(MAP_COLUMNS)]
            held = events.rows_on_map(selection, frame, 1000).reset_index(drop=True)
            pd.testing.assert_frame_equal(held, by_query)
        worded = replace(JUNE, text="protest 7")
        expected = events.rows(worded, 1000, where={"frame": frame})[list(MAP_COLUMNS)]
        pd.testing.assert_frame_equal(events.rows_on_map(worded, frame, 1000), expected)


@pytest.mark.parametrize(
    "selection", [JUNE, Selection(first_month="2015-01", last_month="2024-12")]
)
def test_a_short_package_is_counted_in_squares_alike(selection: Selection) -> None:
    package = shipped_package()
    for frame in ("region", "world"):
        squares = map_numbers.drawn_squares(package, selection, frame)
        assert squares.total == numbers_on_map(package, selection, frame).inside
        assert squares.total == len(rows_on_map(package, selection, frame))
