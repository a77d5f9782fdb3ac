"""The table of marks: every type of event has one, and each can be drawn wherever marks are."""

import base64
from itertools import product

import pytest
from PIL import Image, ImageDraw

from dashboard.maps.charts.marks import draw_mark, icon_name, mark_picture
from dashboard.marks import (
    ACT_MARKS,
    ACT_STACK,
    EXPECTED,
    MARKS,
    STACK,
    TOPICS,
    has_counted_people,
    is_uncounted_abroad,
    mark_of,
    topic_of,
)
from dashboard.palette import GLYPHS, mark_glyph
from dashboard.vocabulary import EVENT_TYPES

BY_TYPE = {
    "Battles": "clash",
    "Explosions/Remote violence": "clash",
    "Violence against civilians": "clash",
    "Protests": "protest",
    "Riots": "clash",
}
BY_SUB_TYPE = {
    "Violent demonstration": "protest",
    "Arrests": "arrest",
    "Sentence": "sentence",
}


def test_every_type_has_the_mark_of_acleds_codebook() -> None:
    for event_type, own in EVENT_TYPES.items():
        for sub_type in own.sub_types:
            known = BY_SUB_TYPE.get(sub_type, BY_TYPE.get(event_type, "other"))
            assert mark_of(event_type, sub_type) == known
            assert topic_of(event_type, sub_type) in TOPICS


def test_every_topic_is_that_of_some_event_and_stands_once() -> None:
    kinds = [(kind, sub) for kind, own in EVENT_TYPES.items() for sub in own.sub_types]
    assert sorted(TOPICS) == sorted({topic_of(*kind) for kind in kinds})


def test_the_last_mark_takes_the_rest_and_no_other_does() -> None:
    *acts, rest = MARKS.values()
    assert rest.is_rest
    assert not any(mark.is_rest for mark in acts)
    # A review says of each, by name, that there is none.
    assert all(mark.none for mark in acts)
    assert tuple(mark.key for mark in acts) == ACT_MARKS
    assert mark_of("a type that is not there yet", "") == rest.key


def test_stacks_hold_every_mark_once() -> None:
    assert sorted(STACK) == sorted(MARKS)
    assert STACK == ("protest", "clash", "arrest", "sentence", "other")
    assert STACK[:-1] == ACT_STACK
    assert len({mark.stack for mark in MARKS.values()}) == len(MARKS)


@pytest.mark.parametrize("mark", list(MARKS))
def test_a_mark_is_drawn_on_charts_on_maps_and_in_lines_of_text(mark: str) -> None:
    assert MARKS[mark].symbol in GLYPHS
    assert {mark_glyph(mark), mark_glyph(mark, hollow=True)} <= set(GLYPHS[MARKS[mark].symbol])
    for theme, abroad in product(("light", "dark"), (False, True)):
        picture = mark_picture(mark, theme, abroad=abroad)
        svg = base64.b64decode(picture.partition(",")[2]).decode()
        assert svg.startswith("<svg")
        cell = Image.new("L", (64, 64), 0)
        draw_mark(ImageDraw.Draw(cell), icon_name(mark, abroad), 64)
        assert cell.getbbox() is not None


@pytest.mark.parametrize(
    ("mark", "place", "counts", "left_out"),
    [
        ("protest", "KAZ", True, False),
        ("protest", "TUR", True, False),
        ("arrest", "UZB", True, False),
        ("arrest", "RUS", True, False),
        ("arrest", None, True, False),
        ("arrest", float("nan"), True, False),
        ("clash", "RUS", False, True),
        ("sentence", "KAZ", False, False),
        ("sentence", "RUS", False, False),
        ("other", "KAZ", False, False),
    ],
)
def test_the_rule_of_whose_people_count(
    mark: str, place: object, counts: bool, left_out: bool
) -> None:
    assert has_counted_people(mark, place) is counts
    assert is_uncounted_abroad(mark, place) is left_out


def test_a_protest_must_have_had_participants_and_an_arrest_detained() -> None:
    assert {measure: mark.key for measure, mark in EXPECTED.items()} == {
        "participants": "protest",
        "detained": "arrest",
    }
