"""What one visit worked out is shown to all who ask the same, and nothing else."""

import gc
import json
import re
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from weakref import ref

import pytest
from app_runner import open_app
from raw_browser import RawBrowser

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels import exhibit as exhibits
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.selection import Selection
from dashboard.ui import panels
from dashboard.ui.components.drawing import Choices, drawing_of
from dashboard.ui.panels import Page, build_or_explain

JUNE, JULY = Selection(), Selection(first_month="2020-07", last_month="2020-07")
NAME = "events_by_week"


def built(name: str, package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Return the exhibit that a page shows."""
    exhibit = build_or_explain(Page(package, selection), name, options)
    assert exhibit is not None
    return exhibit


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Selection, dict[str, str]]]]:
    """Yield what a panel was built for."""
    build, asked_for = EXHIBITS[NAME], []

    def noted(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
        asked_for.append((selection, dict(options)))
        return build(package, selection, options)

    panels._of_data.cache_clear()
    monkeypatch.setitem(EXHIBITS, NAME, noted)
    yield asked_for
    panels._of_data.cache_clear()


def test_a_panel_is_worked_out_once_for_all_with_the_same_filters(
    package: Package, asked: list[object]
) -> None:
    first = built(NAME, package, JUNE, {"a": "1", "b": "2"})
    assert built(NAME, package, Selection(), {"b": "2", "a": "1"}) is first
    assert built(NAME, package, JULY, {}).headline != first.headline
    alone = built(NAME, package, replace(JUNE, countries=("KGZ",)), {})
    assert "Kyrgyzstan" in alone.headline
    assert len(asked) == 3


def test_what_fails_is_tried_again(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    tries, build = [], EXHIBITS[NAME]

    def at_first_away(*given: object) -> Exhibit:
        tries.append(given)
        if len(tries) == 1:
            raise DataUnavailable("The database is away.")
        return build(package, JUNE, {})

    monkeypatch.setitem(EXHIBITS, NAME, at_first_away)
    assert build_or_explain(Page(package, JUNE), NAME) is None  # it says why on the page
    made = built(NAME, package, JUNE, {})
    assert built(NAME, package, JUNE, {}) is made
    assert len(tries) == 2


def test_other_data_has_panels_of_its_own_and_lets_those_of_before_go(
    package: Package, asked: list[object]
) -> None:
    other = replace(package, version="another")
    kept = built(NAME, other, JUNE, {})
    assert built(NAME, package, JUNE, {}) is not kept
    assert len(asked) == 2
    gone = ref(kept)
    del kept
    gc.collect()
    assert gone() is None


def test_a_panel_of_very_many_rows_is_not_kept(
    package: Package, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "MOST_ROWS", 1)
    assert len(built(NAME, package, JUNE, {}).table) > 1
    built(NAME, package, JUNE, {})
    assert len(asked) == 2


def test_panels_asked_for_long_ago_are_let_go_with_what_was_made_of_them(
    package: Package, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "KEPT_EXHIBITS", 2)

    def shown(month: str) -> ref[Exhibit]:
        exhibit = built(NAME, package, JUNE.over(month, month), {})
        assert drawing_of(exhibit, "light").figure
        return ref(exhibit)

    kept = [shown(f"2020-{month:02}") for month in range(3, 8)]
    gc.collect()
    assert [each() is None for each in kept] == [True, True, True, False, False]


def test_a_mark_that_one_has_open_stands_out_for_nobody_else(package: Package) -> None:
    exhibit = built("overview_map", package, JUNE, {})
    before = drawing_of(exhibit, "light")
    traces = json.loads(before.figure)["data"]
    told = next(mark for trace in traces for mark in trace.get("customdata", ()))
    choices = Choices("Events", "Choose one", {}, "", told)
    assert drawing_of(exhibit, "light", choices).figure != before.figure
    assert drawing_of(exhibit, "light") is before
    assert drawing_of(exhibit, "dark").figure != before.figure


def test_what_is_made_of_a_panel_is_kept_by_all_it_is_made_for(package: Package) -> None:
    made = []

    @kept_by_exhibit
    def words(exhibit: Exhibit, theme: str, *, wide: bool = False) -> str:
        made.append((theme, wide))
        return f"{exhibit.key} {theme} {wide}"

    exhibit = built(NAME, package, JUNE, {})
    assert words(exhibit, "dark") == words(exhibit, "dark") == f"{NAME} dark False"
    assert words(exhibit, "dark", wide=True) == f"{NAME} dark True"
    assert words(exhibit, "light") != words(exhibit, "dark")
    assert len(made) == 3
    for number in range(exhibits.KEPT_OF_ONE):
        words(exhibit, str(number))
    words(exhibit, "dark")  # asked for longest ago, it had gone
    assert len(made) == 4 + exhibits.KEPT_OF_ONE


@pytest.mark.usefixtures("page_runner")
@pytest.mark.parametrize(
    ("page", "made_by"),
    [
        ("reconciliation", "reconciliation.figures_markup"),
        ("currency", "currency.table_markup"),
        ("covid_timeline", "covid.table_markup"),
    ],
)
def test_a_table_is_written_out_once_for_all_who_see_the_same(
    page: str, made_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, name = made_by.partition(".")
    own = import_module(f"dashboard.ui.{module}")
    make, made = getattr(own, name), []

    def noted(*given: object, **named: object) -> str:
        made.append(name)
        return make(*given, **named)

    monkeypatch.setattr(own, name, noted)
    months = {"from": "2020-04", "to": "2020-07"}
    pages = [open_app(page, months) for _ in range(2)]
    assert made == [name]
    texts = [[str(element.proto.body) for element in app.get("html")] for app in pages]
    assert texts[0] == texts[1]
    alone = open_app(page, months | {"countries": "KAZ"})
    assert made == [name] * 2
    assert not alone.exception


def test_no_click_stops_all_others_to_look_for_garbage_in_everything(app_url: str) -> None:
    def whole_searches() -> float:
        with urllib.request.urlopen(f"{app_url}/metrics") as answer:
            told = answer.read().decode()
        (times,) = re.findall(r'^python_gc_collections_total{generation="2"} (.+)$', told, re.M)
        return float(times)

    with RawBrowser(app_url) as visit:
        visit.run()
        before = whole_searches()
        for _ in range(12):
            visit.run()
    # Python's own: when a quarter of what is in memory is new.
    assert whole_searches() - before < 12
