"""The maps' pages on a long package, in each look of the event map."""

import json
from collections.abc import Iterator

import pytest
from app_runner import open_app
from many_events import long_package, many_events

from dashboard.datapackage.store import Package
from dashboard.maps.view import content as map_numbers
from dashboard.ui import page
from dashboard.ui.maps import page as maps

FIRST = "KAZ-2020-06-01-00000"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return long_package(tmp_path_factory.mktemp("data"), many_events())


@pytest.fixture(autouse=True)
def shown(package: Package, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(page, "current_package", lambda: package)
    yield


def said(app) -> str:
    """Return all marked-up text of a page."""
    return " ".join(each.proto.body for each in app.get("html"))


def deck(app) -> dict:
    """Return the layers of the page's deck by id."""
    (chart,) = app.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(chart.proto.json)["layers"]}


def test_many_events_are_dots_and_one_of_them_is_read_with_the_others_of_its_mark() -> None:
    app = open_app("event_map", {"event": FIRST})
    assert not app.exception
    assert deck(app)[f"dots {FIRST}"]["data"].startswith("map-dots.json?version=")
    assert deck(app)["rings"]["data"][0]["at"] == [76.9, 43.25]
    assert "The same mark stands for 179 others" in said(app)
    assert "167 more are on the page Events" in said(app)
    others = [each for each in app.button if str(each.key).startswith("same_mark_")]
    others[0].click().run()
    assert app.selectbox(key="option_event").value == str(others[0].key).removeprefix("same_mark_")


def test_a_click_on_a_dot_chooses_the_first_of_its_events(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"p": [76.9, 43.25], "r": 12, "k": 2, "w": "180 protests"}
    here = page.Page(package, map_numbers.Selection())
    monkeypatch.setattr(maps.st, "session_state", {"page": here})
    assert maps._event_of(row) == FIRST
    assert maps._event_of({**row, "k": 3}) == ""
    assert maps._event_of({"w": "a square", "t": "of many"}) == ""


def test_more_are_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_numbers, "MOST_DOTS", 300)
    app = open_app("event_map")
    assert not app.exception
    assert len(deck(app)["squares"]["data"]) == 4
    assert "Circles are squares of the map" in said(app)
    assert "Narrow the filters to see single events" in said(app)
    assert "option_event" not in [box.key for box in app.selectbox]


def test_few_are_marks_that_can_be_chosen_from_a_list() -> None:
    app = open_app("event_map", {"countries": "UZB"})
    assert not app.exception
    assert "marks" in deck(app)
    assert len(app.selectbox(key="option_event").options) == 91


def test_the_overview_counts_what_is_outside() -> None:
    app = open_app("overview")
    assert not app.exception
    assert '<table class="outside counted">' in said(app)
    assert "Also outside: 12 other events." in said(app)


def test_the_map_itself_is_sent_after_the_panels_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    for name in ("counted_by_province", "_deck"):
        make = getattr(maps, name)
        monkeypatch.setattr(
            maps, name, lambda *given, name=name, make=make: (sent.append(name), make(*given))[1]
        )
    assert not open_app("event_map", {"from": "2020-06", "to": "2020-06"}).exception
    assert sent == ["counted_by_province", "_deck"]
