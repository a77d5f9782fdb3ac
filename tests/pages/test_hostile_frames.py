"""What a browser may say to a running app that no page of it ever would: frames made by hand.

The app must answer each, without a failure of its own, and neither grow nor stop to answer others.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from app_server import RunningApp
from hostile_data import HOSTILE
from raw_browser import RawBrowser, component_states
from streamlit.proto.WidgetStates_pb2 import WidgetState

ROOM_TO_GROW = 150_000_000
PAGES = (
    *("", "event_map", "covid_timeline", "reconciliation", "protests_and_arrests"),
    *("currency", "events", "briefing", "about_the_data"),
)
# Each begins a longer life than the test needs: documents made, a visit ended.
LEFT_ALONE = ("briefing_make", "brief_save")
LONG = "9" * 100_000
WORDS = ("x", "20٢٠-06", "2020-13", "9999-12", "1900-01", "2099-12", "__class__", "", HOSTILE, LONG)
NUMBERS = (-5, 0, 2**31, 2**53)
CELLS = ([-1, "x"], [10**9, "x"], ["x", "x"], [None, None], [True, "x"], [0.5, "x"], [[], {}])
OBJECTS = (
    [{"event": {}}],
    [{"event": "x"}],
    [{"k": "x", "p": [1]}],
    [{"k": 10**400, "p": [1, 10**400]}],
    [{"k": 1, "p": None}],
    [None],
    "x",
    [],
)
TOLD = (
    "x",
    [],
    {},
    {"choice": 5},
    {"choice": []},
    {"choice": "x"},
    {"choice": LONG},
    {"customdata": []},
    {"customdata": [{}]},
    {"customdata": [5, 6]},
    {"customdata": {"a": 1}},
    {"customdata": ["x"]},
    {"legendgroup": "{0.__class__}{}{:>1000000000}", "x": "2020-06-01"},
    {"legendgroup": 5, "x": 5},
    {"panel": 5, "named": []},
    {"panel": "x", "named": {"figure": {}, "behind": [], "verdict": 5}},
    {"panel": "x", "named": {"figure": LONG, "behind": LONG, "verdict": LONG, "other": LONG}},
    {"panel": "../x", "named": {"figure": "x", "behind": "protests_by_month~x:y", "verdict": "x"}},
)

Attack = Callable[[str, str, int], Iterator[WidgetState]]


@pytest.fixture(scope="module")
def server(start_app: Callable[[Mapping[str, str]], RunningApp]) -> RunningApp:
    return start_app({})


@pytest.mark.parametrize("page", PAGES)
def test_the_app_answers_whatever_its_widgets_are_said_to_hold(
    page: str, server: RunningApp
) -> None:
    url, process = server
    with RawBrowser(url) as visit:
        visit.run()
        visit.run(page=page)
        before = held_by(process)
        for turn in range(max(map(len, (WORDS, NUMBERS, CELLS, OBJECTS, TOLD)))):
            states = [state for kind, each in visit.widgets for state in hostile(kind, each, turn)]
            assert states
            visit.run(states)
            assert visit.failures == [], f"turn {turn}"
    with RawBrowser(url) as other:
        other.run()
        assert other.failures == []
    assert held_by(process) < before + ROOM_TO_GROW


@pytest.mark.parametrize("page", PAGES)
def test_buttons_can_be_pressed_at_once_and_where_they_cannot_be_pressed(
    page: str, server: RunningApp
) -> None:
    with RawBrowser(server[0], {"from": "2099-12", "to": "2099-12"}) as visit:
        visit.run()
        visit.run(page=page)
        pressed = [
            WidgetState(id=identity, trigger_value=True)
            for kind, identity in visit.widgets
            if kind == "button" and not identity.endswith(LEFT_ALONE)
        ]
        for _ in range(3):
            visit.run(pressed)
            assert visit.failures == []


def test_values_of_the_wrong_kind_fail_in_their_own_visit_alone(server: RunningApp) -> None:
    with RawBrowser(server[0]) as visit:
        visit.run()
        for kind, identity in list(visit.widgets):
            if kind != "add_block":
                visit.run([WidgetState(id=identity, int_value=5)])
                visit.run([WidgetState(id=identity, json_value="[" * 1000)])
    with RawBrowser(server[0]) as other:
        other.run()
        assert other.failures == []


def hostile(kind: str, identity: str, turn: int) -> Iterator[WidgetState]:
    """Yield the state of a widget in one turn, of the kind that its page would send."""
    word = WORDS[turn % len(WORDS)]
    if kind in ("selectbox", "text_input", "text_area"):
        yield WidgetState(id=identity, string_value=word)
    elif kind in ("multiselect", "button_group"):
        state = WidgetState(id=identity)
        state.string_array_value.data.extend([word] * (1 + turn % 3))
        yield state
    elif kind == "pagination":
        yield WidgetState(id=identity, int_value=NUMBERS[turn % len(NUMBERS)])
    elif kind == "checkbox":
        yield WidgetState(id=identity, bool_value=bool(turn % 2))
    elif kind == "dataframe":
        cells = {"cells": [CELLS[turn % len(CELLS)]], "rows": ["x"], "columns": [5]}
        yield WidgetState(id=identity, string_value=json.dumps({"selection": cells}))
    elif kind == "deck_gl_json_chart":
        objects = {"objects": {"marks": OBJECTS[turn % len(OBJECTS)]}, "indices": {}}
        yield WidgetState(id=identity, string_value=json.dumps({"selection": objects}))
    elif kind == "bidi_component":
        yield from component_states(identity, TOLD[turn % len(TOLD)])


def held_by(process: int) -> int:
    """Return the bytes that a process holds in memory."""
    (line,) = (
        each
        for each in Path(f"/proc/{process}/status").read_text().splitlines()
        if each.startswith("VmRSS")
    )
    return int(line.split()[1]) * 1024
