"""Saved views and their file: what is written comes back, what is wrong is named."""

import json
from dataclasses import replace
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from dashboard.briefing.kept import HOUSE_VIEWS
from dashboard.briefing.tray import MOST_PARAMETERS, Query
from dashboard.views.measures import MEASURES
from dashboard.views.saved import (
    MOST_NAME,
    MOST_VIEWS,
    VIEWS_FILE,
    View,
    Views,
    Watch,
    kept_views,
    read_views,
    views_json,
)

# Threads of the process that runs tests would not be in a forked one, but what they hold would.
SECONDS = 120
QUERY: Query = (("countries", "KGZ"), ("from", "2020-06"), ("to", "2020-06"))
OSH = View("Osh", "protests_and_arrests", (*QUERY, ("count_rule", "reaching")), Watch("protest", 3))
RATES = View("Қазақстан <b>*rates*</b>", "currency", QUERY)


def file(*entries: object, **other: object) -> bytes:
    told = {"format": VIEWS_FILE.format, "version": 1, "views": list(entries)}
    return json.dumps(told | other).encode()


def entry(**other: object) -> dict[str, object]:
    return {"name": "Osh", "page": "", "query": {}} | other


def test_views_come_back_as_they_were_written() -> None:
    unusual = replace(OSH, name="Unusual", watch=Watch("protest", None))
    views = Views((OSH, RATES, unusual))
    assert read_views(views_json(views)) == (views, ())
    assert read_views(views_json(Views())) == (Views(), ())


def _save_many(folder: Path, who: str, begin: Barrier) -> None:
    begin.wait(SECONDS)
    for number in range(15):
        view = View(f"{who} {number}", "", ())
        kept_views(folder, HOUSE_VIEWS).change(
            "house", lambda views, view=view: views.with_view(view)
        )


def test_of_two_processes_neither_loses_what_the_other_saves_for_everyone(
    tmp_path: Path, spawn: SpawnContext
) -> None:
    begin = spawn.Barrier(2)
    given = [(tmp_path, who, begin) for who in ("ann", "ben")]
    writers = [spawn.Process(target=_save_many, args=each) for each in given]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(SECONDS)
    assert [writer.exitcode for writer in writers] == [0, 0]
    held, faults = kept_views(tmp_path, HOUSE_VIEWS).read("house")
    assert not faults
    assert {view.name for view in held.views} == {
        f"{who} {number}" for who in ("ann", "ben") for number in range(15)
    }


def test_a_visitor_s_views_are_kept_for_him_alone(tmp_path: Path) -> None:
    kept_views(tmp_path).change("ann", lambda views: views.with_view(OSH))
    assert kept_views(tmp_path).read("ann") == (Views((OSH,)), ())
    assert kept_views(tmp_path).read("bob") == (Views(), ())


def test_a_name_is_given_once_and_can_be_changed() -> None:
    views = Views().with_view(OSH)
    assert views.refusal(" oSH\n") == "There is a view “oSH” already. Choose another name."
    assert views.refusal(" \x00") == "Give the view a name."
    assert views.with_view(replace(RATES, name="OSH")) == views
    views = views.with_view(RATES)
    assert views.changed("Osh", to=RATES.name, watch=None) == views
    renamed = views.changed("osh", to="OSH", watch=None)
    assert renamed.views == (replace(OSH, name="OSH", watch=None), RATES)
    assert renamed.without("Osh").views == (RATES,)


def test_there_is_room_for_so_many_and_no_more() -> None:
    views = Views(tuple(replace(RATES, name=f"{number}") for number in range(MOST_VIEWS)))
    assert views.refusal("One more") == "60 views can be saved. Delete one to make room."
    assert views.with_view(OSH) == views
    assert views.changed("7", to="seven", watch=None).named("seven")
    joined, told = views.joined(Views((OSH,)))
    assert (joined, len(told)) == (views, 1)


def test_a_file_s_views_are_added_and_none_takes_the_place_of_another() -> None:
    other = replace(RATES, name="Osh")
    assert Views((OSH,)).joined(Views((OSH,))) == (Views((OSH,)), ())
    joined, told = Views((OSH,)).joined(Views((other, RATES)))
    assert joined.views == (OSH, replace(other, name="Osh (2)"), RATES)
    assert told == ("There was a view “Osh” already: that of the file is now “Osh (2)”.",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "This is not a file of saved views: line 1, column 2 is not JSON"),
        (b"\xff", "not text in UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b" " * 10_000_000, "larger than a file of saved views can be"),
        (file(version=2), "of version 2; this program reads version 1"),
        (file(format="central-asia-monitor/briefing"), "its “format” is not"),
        (file(views={}), "“views” is not a list"),
        (file("Osh"), "View 1 is not an object"),
        (file(entry(name=" ")), "View 1 has no name"),
        (file(entry(name=5)), "View 1 has no name"),
        (file(entry(page="../data")), "View 1: there is no page “../data”"),
        (file(entry(page=["a"])), "View 1: there is no page"),
        (file(entry(query=[1])), "View 1: its “query” is not a list of short words"),
        (file(entry(query={"from": 3})), "View 1: its “query” is not a list of short words"),
        (
            file(entry(query={f"a{n}": "" for n in range(MOST_PARAMETERS + 1)})),
            "not a list of short words",
        ),
        (file(entry(query={"countries": "XXX"})), "asks for country “XXX” in “countries”"),
    ],
)
def test_what_is_no_view_is_left_out_and_named(content: bytes, words: str) -> None:
    views, refused = read_views(content)
    assert views == Views()
    assert len(refused) == 1 and words in refused[0], refused
    assert len(refused[0]) < 400


@pytest.mark.parametrize(
    ("watch", "words"),
    [
        ("protests", "its “watch” is not an object"),
        ({"measure": "storms", "at_least": 3}, "there is no measure “storms” to watch (events, "),
        ({"measure": ["protest"], "at_least": 3}, "there is no measure"),
        ({"measure": "protest"}, "“at_least” is “None”, which is no number above 0"),
        ({"measure": "protest", "at_least": 0}, "“at_least” is “0”"),
        ({"measure": "protest", "at_least": True}, "“at_least” is “True”"),
        ({"measure": "protest", "at_least": "3"}, "“at_least” is “3”"),
        ({"measure": "protest", "at_least": 1e300}, "“at_least” is “1e+300”"),
        ({"measure": "protest", "unusual": "yes"}, "“at_least” is “None”"),
        ({"measure": "events", "unusual": True}, "nothing says when “events” is unusual"),
        ({"measure": "any", "at_least": 3}, "“any” can be watched only with “unusual”"),
    ],
)
def test_a_view_stays_without_a_watch_that_cannot_be(watch: object, words: str) -> None:
    views, refused = read_views(file(entry(watch=watch)))
    assert [view.watch for view in views.views] == [None]
    assert len(refused) == 1 and words in refused[0], refused
    assert "kept without its watch" in refused[0]


def test_long_lists_long_names_and_names_given_twice_are_told() -> None:
    many = [entry(name=f"{number}") for number in range(MOST_VIEWS + 2)]
    views, refused = read_views(file(*many))
    assert len(views.views) == MOST_VIEWS
    assert refused == ("60 views can be saved; 2 views at the end of the file were left out.",)
    views, refused = read_views(file(entry(name="x" * 500), entry(), entry(name="OSH ")))
    assert [view.name for view in views.views] == ["x" * MOST_NAME, "Osh"]
    assert [words.partition(":")[0] for words in refused] == ["View 1", "View 3"]


def test_every_measure_writes_its_number() -> None:
    assert {key: measure.words(1) for key, measure in MEASURES.items()} == {
        "events": "1 event",
        "protest": "1 protest",
        "arrest": "1 arrest or detention",
        "sentence": "1 sentence",
        "clash": "1 clash or attack",
        "detained": "1 person detained",
        "killed": "1 person killed",
        "new_cases": "1 new case",
        "new_deaths": "1 new death",
        "rate_move": "1% currency move",
        "any": "1 unusual number",
    }
