"""Charts on screen and what stands around them: what a mark tells, what is sent, what is kept."""

import gc
import json

import pytest
from app_runner import open_app
from shipped import shipped_package
from streamlit.testing.v1 import AppTest

from dashboard.ui import cache, panels
from dashboard.ui.cache import settle_memory
from dashboard.ui.components.drawing import FILES, picked_key, without_shared
from dashboard.ui.panels import menu_script


def titles(app: AppTest) -> list[str]:
    bodies = [str(element.proto.body) for element in app.get("html")]
    return [body for body in bodies if 'class="export"' in body]


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ({"customdata": "KAZ:2020-06", "x": "2020-06"}, "KAZ:2020-06"),
        ({"customdata": ["a", "b"], "legendgroup": "c {}"}, ["a", "b"]),
        ({"legendgroup": "series:KAZ:{}", "x": "2020-06-30 00:00"}, "series:KAZ:2020-06-30"),
        ({"customdata": None, "legendgroup": "plain", "x": "1"}, None),
        ({"x": "1"}, None),
    ],
)
def test_a_mark_is_told_by_its_data_or_its_day_in_the_key_of_its_line(
    point: dict[str, object], told: object
) -> None:
    assert picked_key(point) == told


def test_a_narrow_chart_is_sent_without_the_numbers_that_the_wide_one_has() -> None:
    wide = {"data": [{"x": [1, 2], "y": [3, 4], "size": [9, 8]}], "layout": {"width": 900}}
    narrow = {"data": [{"x": [1, 2], "y": [3, 4], "size": [5, 4]}], "layout": {"width": 300}}
    sent = json.loads(without_shared(json.dumps(wide), json.dumps(narrow)))
    assert sent == {"data": [{"size": [5, 4]}], "layout": {"width": 300}, "alike": True}
    other = json.dumps(narrow | {"data": [{"x": [1]}]})
    assert without_shared(json.dumps(wide), other) == other


def test_an_export_menu_is_the_same_text_for_every_filter() -> None:
    app = open_app("events", {"from": "2020-05", "to": "2020-05"})
    before = titles(app)
    assert before
    app.button(key="month_on").click().run()
    menus = [[body.partition("<details")[2] for body in each] for each in (before, titles(app))]
    assert menus[0] == menus[1]
    assert '["countries", "from", "to"' in menu_script()


def test_files_of_the_data_and_the_browser_for_pictures_are_looked_for_once_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_app("overview", {"from": "2020-05", "to": "2020-05"})
    asked: list[object] = []
    for module, name in ((cache, "_stamp"), (panels, "picture_trouble")):
        look = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, look=look: (asked.append(look), look(*given))[1]
        )
    assert not app.button(key="month_on").click().run().exception
    assert len(asked) == len(set(asked)) == 2


def test_the_fields_of_a_note_are_sent_once_its_form_has_been_opened() -> None:
    app = open_app("covid_timeline", {"from": "2020-06", "to": "2020-06"})

    def fields() -> list[str | None]:
        keys = [field.key for field in app.text_input]
        return [key for key in keys if key and key.startswith("note_text_")]

    assert fields() == []
    app.session_state["notes_covid_series"] = True
    assert [*fields(), *(app.run() and fields())] == ["note_text_covid_series"]
    app.session_state["notes_covid_series"] = False
    assert app.run() and fields() == ["note_text_covid_series"]


def test_the_drawing_program_is_at_hand() -> None:
    assert all(file.stat().st_size for file in FILES.values())


def test_what_outlives_a_run_is_set_apart_from_the_search_for_garbage() -> None:
    settle_memory(shipped_package())
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
