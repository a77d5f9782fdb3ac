"""Saved views in the sidebar and watches on the Overview, as an analyst uses them."""

import csv
import html
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from app_runner import go_to, open_app
from shipped import shipped_package
from streamlit.testing.v1 import AppTest

from dashboard.briefing.kept import FOLDER_SETTING, HOUSE_VIEWS, audit_trail, kept_trays
from dashboard.briefing.tray import Made
from dashboard.catalogue import EXHIBITS
from dashboard.ui import views
from dashboard.ui.audit import audit_csv
from dashboard.ui.briefing import files as briefing_files
from dashboard.ui.plain_text import as_label
from dashboard.ui.serving.people import Person, Role
from dashboard.views.saved import MOST_VIEWS, View, Views, Watch, kept_views, views_json
from dashboard.views.visits import (
    Contents,
    Seen,
    Visits,
    changes_since,
    content_of,
    kept_visits,
)

ANN, BOB = "a" * 43, "b" * 43
KGZ = {"countries": "KGZ", "from": "2020-06", "to": "2020-06", "status": "occurred"}
OSH = View("Osh", "", tuple(KGZ.items()), Watch("protest", 2))
RATES = replace(OSH, name="Rates", page="currency")
HOSTILE = "<script>alert(1)</script> **b** [x](http://x.org) :red[r]"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: ANN)
    return tmp_path


def kept(folder: Path) -> Views:
    return kept_views(folder).read(ANN)[0]


def keep(folder: Path, *saved: View) -> None:
    kept_views(folder).change(ANN, lambda _: Views(saved))


def opened(page: str = "overview", query: dict[str, str] = KGZ) -> AppTest:
    """Open a page, and the list of views in its sidebar."""
    app = open_app(page, query)
    app.session_state["saved_views"] = True
    return app.run()


def save(app: AppTest, name: str) -> AppTest:
    app.text_input(key=views.NAME).set_value(name)
    return labelled(app, "Save this view").click().run()


def labelled(app: AppTest, label: str):
    (button,) = (each for each in app.button if each.label == label)
    return button


def said(app: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in app.get("html"))


def test_what_is_on_screen_is_saved_and_opened_again(folder: Path) -> None:
    app = save(opened("protests_and_arrests"), "Kyrgyz protests")
    (view,) = kept(folder).views
    assert (view.name, view.page) == ("Kyrgyz protests", "protests_and_arrests")
    assert dict(view.query) == {**KGZ, "count_rule": "dated"}
    assert "Protests and arrests · Kyrgyzstan, June 2020" in said(app)
    app.button(key="month_back").click().run()
    app.button(key="view_open_0_here").click().run()
    assert dict(app.query_params) == dict(view.query)
    assert "2 protest events" in said(app)
    assert not app.exception


def test_another_page_s_view_is_a_link_with_its_address(folder: Path) -> None:
    keep(folder, OSH)
    (link,) = opened("currency").get("page_link")
    assert link.proto.query_string == "countries=KGZ&from=2020-06&to=2020-06&status=occurred"
    assert link.proto.label == "Osh"


def test_a_link_to_a_view_brings_back_an_address_that_was_just_left(folder: Path) -> None:
    app = open_app("overview", KGZ)
    app.button(key="filter_reset").click().run()
    for name, value in KGZ.items():
        app.query_params[name] = value
    assert go_to(app, "currency").query_params["countries"] == "KGZ"


def test_names_are_told_when_they_cannot_be(folder: Path) -> None:
    app = save(opened(), "Osh")
    assert app.text_input(key=views.NAME).value == ""
    save(app, "OSH")
    assert "There is a view “OSH” already." in said(app)
    assert app.text_input(key=views.NAME).value == "OSH"
    save(app, "  ")
    assert "Give the view a name." in said(app)
    keep(folder, *(View(f"{number}", "", ()) for number in range(MOST_VIEWS)))
    save(app.run(), "One more")
    assert "60 views can be saved" in said(app)


def test_a_view_is_renamed_watched_and_deleted(folder: Path) -> None:
    keep(folder, OSH)
    app = opened()
    app.button(key="view_edit_0").click().run()
    app.text_input(key=views.NEW_NAME).set_value("Bishkek")
    app.selectbox(key=views.MEASURE).set_value("detained")
    app.number_input(key=views.AT_LEAST).set_value(30.0)
    app.button(key="view_change").click().run()
    assert kept(folder).views == (View("Bishkek", "", OSH.query, Watch("detained", 30.0)),)
    assert "threshold: 30 people detained" in said(app)
    app.button(key="view_edit_0").click().run()
    app.radio(key=views.RULE).set_value(views.UNUSUAL)
    app.button(key="view_change").click().run()
    assert kept(folder).views == (View("Bishkek", "", OSH.query, Watch("detained", None)),)
    assert "People detained, when unusual" in said(app)
    app.button(key="view_edit_0").click().run()
    app.radio(key=views.RULE).set_value(views.AT_LEAST)
    app.button(key="view_change").click().run()
    assert "A watch needs a number above 0" in said(app)
    app.button(key="view_edit_0").click().run()
    app.selectbox(key=views.MEASURE).set_value("")
    app.button(key="view_change").click().run()
    assert kept(folder).views == (View("Bishkek", "", OSH.query),)
    app.button(key="view_edit_0").click().run()
    app.button(key="view_delete").click().run()
    assert kept(folder) == Views()


def test_a_file_s_views_are_added_and_another_file_changes_nothing(folder: Path) -> None:
    keep(folder, OSH)
    app = opened()
    told = json.loads(views_json(Views((OSH, View("Rates", "currency", ())))))
    told["views"][1]["watch"] = {"measure": "storms", "at_least": 1}
    upload(app, json.dumps(told).encode())
    assert [view.name for view in kept(folder).views] == ["Osh", "Rates"]
    assert "no measure “storms”" in said(app)
    assert "2 views read." in said(app)
    upload(app, b"[" * 90_000)
    assert "This is not a file of saved views: it is nested too deep." in said(app)
    assert len(kept(folder).views) == 2


def upload(app: AppTest, content: bytes) -> None:
    (uploader,) = (each for each in app.file_uploader if each.label == "Open a file of saved views")
    uploader.set_value(("views.json", content, "application/json")).run()


def test_hostile_names_are_words(folder: Path) -> None:
    keep(folder, View(HOSTILE, "", tuple(KGZ.items()), Watch("protest", 2)))
    app = opened()
    assert app.button(key="view_open_0_here").label == as_label(HOSTILE)
    assert app.button(key="watch_open_0_here").label == as_label(HOSTILE)
    assert "<script>alert" not in said(app)


def test_views_are_the_visitor_s_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder, OSH)
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: BOB)
    app = opened()
    assert "A saved view opens this page again" in " ".join(each.value for each in app.caption)
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: "")
    app = save(opened(), "Only here")
    assert "they last as long as this page stays open" in said(app)
    assert [view.name for view in app.session_state["views"].views] == ["Only here"]


READER, EDITOR = (
    Person(f"{role.name}@desk.org", role.name, role) for role in (Role.READER, Role.EDITOR)
)


def of_house(folder: Path) -> Views:
    return kept_views(folder, HOUSE_VIEWS).read("house")[0]


def keep_for_all(folder: Path, *saved: View) -> None:
    kept_views(folder, HOUSE_VIEWS).change("house", lambda _: Views(saved))


def is_(who: Person | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "person_at_the_page", lambda: who)


def test_an_editor_saves_a_view_for_everyone_and_a_reader_opens_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_(EDITOR, monkeypatch)
    app = opened()
    app.checkbox(key=views.FOR_ALL).check()
    save(app, "Bishkek")
    assert [view.name for view in of_house(folder).views] == ["Bishkek"]
    assert kept(folder) == Views()
    keep_for_all(folder, OSH)
    app.run().button(key="view_edit_house_0").click().run()
    app.text_input(key=views.NEW_NAME).set_value("Bishkek")
    app.number_input(key=views.AT_LEAST).set_value(1.0)
    app.button(key="view_change").click().run()
    assert of_house(folder).views == (View("Bishkek", "", OSH.query, Watch("protest", 1.0)),)
    lines = [(line["event"], line["change"], line["who"]) for line in audit_trail(folder)]
    assert lines == [("view", "changed", EDITOR.name), ("view", "saved", EDITOR.name)]
    (last, _) = csv.DictReader(audit_csv("view").splitlines())
    assert (last["change"], last["path"], last["files"]) == ("changed", "", "Bishkek")

    is_(READER, monkeypatch)
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: BOB)
    app = opened()
    assert ">For everyone</p>" in said(app)
    assert "1 of 1 watch fired in June 2020" in said(app)
    assert app.button(key="view_open_house_0_here").label == "Bishkek"
    assert not [each for each in app.checkbox if each.key == views.FOR_ALL]
    assert not [each for each in app.button if str(each.key).startswith("view_edit")]
    assert "“Bishkek”" not in said(save(app, "Bishkek"))
    assert [view.name for view in kept_views(folder).read(BOB)[0].views] == ["Bishkek"]


def test_what_a_browser_says_changes_nothing_for_everyone_without_the_role(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_for_all(folder, OSH)
    is_(READER, monkeypatch)
    app = opened()
    app.session_state[views.FOR_ALL] = True
    assert "need the role of an editor" in said(save(app, "Forged"))
    is_(EDITOR, monkeypatch)
    app = opened()
    app.button(key="view_edit_house_0").click().run()
    for who in (READER, None):
        is_(who, monkeypatch)
        app.button(key="view_delete").click()
        assert "need the role of an editor" in said(app.run())
        is_(EDITOR, monkeypatch)
        app.run().button(key="view_edit_house_0").click().run()
    assert of_house(folder).views == (OSH,)
    assert kept(folder) == Views()
    app.button(key="view_delete").click().run()
    assert of_house(folder) == Views()


def test_who_saves_a_name_that_somebody_else_has_just_saved_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_(EDITOR, monkeypatch)
    app = opened("currency")
    app.checkbox(key=views.FOR_ALL).check()
    keep_for_all(folder, OSH)
    assert "There is a view “osh” already." in said(save(app, "osh"))
    assert of_house(folder).views == (OSH,)
    assert [*audit_trail(folder)] == []


def test_views_for_everyone_that_could_not_be_kept_undo_nobodys(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_for_all(folder, OSH)
    is_(EDITOR, monkeypatch)
    app = opened("currency")
    app.checkbox(key=views.FOR_ALL).check()
    aside, place = folder / "aside", folder / HOUSE_VIEWS
    place.rename(aside)
    place.touch()
    assert "cannot be kept at the moment: nothing was changed" in said(save(app, "Bishkek"))
    assert "cannot be read at the moment" in said(app.run())
    assert "Osh" in app.button(key="view_edit_house_0").label
    place.unlink()
    aside.rename(place)
    keep_for_all(folder, OSH, replace(OSH, name="Of somebody else"))
    save(app, "Bishkek")
    names = [view.name for view in of_house(folder).views]
    assert names == ["Osh", "Of somebody else", "Bishkek"]


def test_who_changes_a_view_that_somebody_else_has_deleted_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_for_all(folder, OSH)
    is_(EDITOR, monkeypatch)
    app = opened()
    app.button(key="view_edit_house_0").click().run()
    keep_for_all(folder)
    app.text_input(key=views.NEW_NAME).set_value("Bishkek")
    app.button(key="view_change").click().run()
    assert "“Osh” was changed or deleted elsewhere meanwhile." in said(app)
    assert of_house(folder) == Views()


def test_a_view_for_everyone_that_has_no_room_in_the_file_is_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_(READER, monkeypatch)
    keep(folder, *(replace(OSH, name=f"{number}") for number in range(MOST_VIEWS - 1)))
    keep_for_all(folder, replace(OSH, name="1"), OSH, RATES)
    captions = [each.value for each in opened("currency").caption]
    assert "1 view for everyone has no room in the file." in captions


def test_without_sign_in_nothing_is_said_of_everyone(folder: Path) -> None:
    keep_for_all(folder, OSH)
    app = opened()
    assert "For everyone" not in said(app)
    assert "1 of 1 watch" not in said(app)
    assert not [each for each in app.checkbox if each.key == views.FOR_ALL]


def test_the_overview_says_which_watches_fired_and_which_nobody_can_tell(folder: Path) -> None:
    assert "fired in June" not in said(open_app("overview", KGZ))
    quiet = View("Quiet", "", (), Watch("new_cases", 10**8))
    keep(folder, OSH, quiet, View("Only kept", "", ()))
    app = open_app("overview", KGZ)
    assert "<p>2 protests in June 2020 (threshold: 2 protests)</p>" in said(app)
    assert "1 of 2 watches fired in June 2020.</p>" in said(app)
    app.button(key="month_on").click().run()
    assert "threshold: 2 protests)</p>" not in said(app)
    assert "0 of 2 watches fired in July 2020; 1 could not be checked for every month" in said(app)
    assert "Osh: could not be checked for July 2020 (it is not covered)." in said(app)


def test_what_is_new_since_the_last_visit_is_told_listed_and_marked_as_seen(folder: Path) -> None:
    assert "Since your visit" not in said(open_app("overview", KGZ))
    package = shipped_package()
    content = content_of(package)
    assert content is not None
    before = content.iloc[1:].copy()
    before.loc[before.index[0], "title"] = HOSTILE
    path = Contents(folder)._path("older")
    path.write_bytes(before.to_parquet())
    visit = Seen("older", datetime(2026, 11, 20, 12, tzinfo=UTC))
    kept_visits(folder).change(ANN, lambda _: Visits(None, visit))
    app = open_app("overview", KGZ)
    told = (
        "Since your visit of 20 November 2026: 1 event added and 1 changed, whatever the filters."
    )
    assert told in said(app)
    app.session_state["news_list"] = True
    app.run()
    assert html.escape(HOSTILE) in said(app)
    assert "<script>alert" not in said(app)
    assert "2 of 2 rows." in said(app)
    app.button(key="news_seen").click().run()
    assert "Since your visit" not in said(app)
    assert "Since your visit" not in said(open_app("overview", KGZ))


def test_a_briefing_says_what_is_new_since_it_was_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: ANN)
    no_files = SimpleNamespace(files={}, troubles=())
    monkeypatch.setattr(briefing_files, "make", lambda asked, step: no_files)
    briefing_files.jobs.cache_clear()
    content = content_of(shipped_package())
    assert content is not None
    path = Contents(folder)._path("older")
    path.parent.mkdir()
    path.write_bytes(content.iloc[2:].to_parquet())
    kept = kept_trays(folder, EXHIBITS)
    kept.change(ANN, lambda now: replace(now, made=Made("older", date(2026, 11, 27))))
    app = open_app("briefing", KGZ)
    assert "Since this briefing was made on 27 November 2026: 2 events added, what" in said(app)
    path.unlink()
    changes_since.cache_clear()
    assert "as the data of then is not kept here." in said(open_app("briefing", KGZ))
    app.button(key="briefing_make").click().run()
    made = kept.read(ANN)[0].made
    assert made is not None
    assert made.data_version == shipped_package().version
    assert "Since this briefing" not in said(app)
    briefing_files.jobs.cache_clear()
