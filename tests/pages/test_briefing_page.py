"""The page Briefing: charts put in order and words, files saved and opened, documents made."""

import html
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from app_runner import go_to, open_app
from shipped import shipped_package
from streamlit.testing.v1 import AppTest

from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import (
    Citation,
    CountryReview,
    Line,
    Run,
    Section,
    Step,
    TemplateUnusable,
)
from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.briefing.tray_file import read_tray, tray_json
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.selection import Selection
from dashboard.ui import tray
from dashboard.ui.briefing import files as briefing_files
from dashboard.ui.briefing import page as briefing
from dashboard.ui.briefing.page import review_markup

ANN = "a" * 43
VIEW = {"countries": "KGZ,TJK", "from": "2020-06", "to": "2020-06"}
QUERY = (*VIEW.items(), ("status", "occurred"))
NAMES = ("countries_side_by_side", "events_by_week", "people_reported")
HOSTILE = "<script>alert(1)</script> =1+1 :red[x] **b** 😀 سلام"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep trays in a folder of the test's own, and jobs apart from other tests'."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: ANN)
    monkeypatch.setattr(briefing_files, "visitor", lambda: ANN)
    briefing_files.jobs.cache_clear()
    yield tmp_path
    briefing_files.jobs.cache_clear()


def put(*items: TrayItem, **others: Any) -> None:
    tray._KEPT._store.change(ANN, lambda _: Tray(items, **others))


def item(name: str, **texts: str) -> TrayItem:
    return TrayItem(name, "overview" if name != "people_reported" else "events", QUERY, **texts)


def now() -> Tray:
    return tray._KEPT._store.read(ANN)[0]


def names() -> list[str]:
    return [each.exhibit for each in now().items]


def said(app: AppTest) -> str:
    assert [str(trouble.value) for trouble in app.exception] == []
    texts = [str(part.value) for part in (*app.title, *app.markdown, *app.caption)]
    return "\n".join([*texts, *(str(element.proto.body) for element in app.get("html"))])


def button(app: AppTest, start: str, place: int = 0) -> Any:
    return [each for each in app.button if each.label.startswith(start)][place]


def field(app: AppTest, label: str) -> Any:
    return next(each for each in (*app.text_area, *app.text_input) if each.label == label)


def test_an_empty_briefing_says_how_to_fill_it_and_offers_the_usual_nine() -> None:
    app = open_app("briefing", VIEW)
    assert "No chart yet." in said(app)
    button(app, "Add the standard set").click().run()
    assert len(names()) == 9
    assert "No chart yet." not in said(app)
    assert {dict(each.query)["countries"] for each in now().items} == {"KGZ,TJK"}
    assert "overview" not in {each.page for each in now().items}


def test_charts_are_listed_with_a_title_filters_and_a_link_to_their_view() -> None:
    put(replace(item("people_reported"), page="protests_and_arrests"))
    app = open_app("briefing", {"countries": "UZB"})
    text = said(app)
    assert "How many people, reported, log scale, June 2020." in text
    assert "Filters: Kyrgyzstan and Tajikistan, June 2020." in text
    assert 'href="./protests_and_arrests?countries=KGZ%2CTJK&amp;from=2020-06' in text
    assert field(app, "Title of chart 1").value.startswith("Kyrgyzstan and Tajikistan")


def test_charts_are_moved_retitled_commented_on_and_removed() -> None:
    put(*map(item, NAMES))
    app = open_app("briefing", VIEW)
    assert [each.disabled for each in app.button if "arrow_upward" in str(each.key)] == [
        True,
        False,
        False,
    ]
    [each for each in app.button if "arrow_upward" in str(each.key)][2].click().run()
    assert names() == [NAMES[0], NAMES[2], NAMES[1]]
    field(app, "Title of chart 2").set_value("Few took part").run()
    field(app, "Comment of chart 2").set_value("a\nb").run()
    assert (now().items[1].title, now().items[1].comment) == ("Few took part", "a\nb")
    button(app, "Remove :", 1).click().run()
    assert names() == [NAMES[0], NAMES[1]]
    assert "“Few took part” was removed." in said(app)
    button(app, "Undo").click().run()
    assert now().items[1].title == "Few took part"


def test_a_title_cleared_or_typed_as_drafted_is_the_drafted_one() -> None:
    put(item(NAMES[0], title="Mine"))
    app = open_app("briefing", VIEW)
    field(app, "Title of chart 1").set_value("").run()
    assert now().items[0].title == ""
    drafted = field(app, "Title of chart 1").value
    assert drafted
    field(app, "Title of chart 1").set_value("Mine").run()
    field(app, "Title of chart 1").set_value(drafted).run()
    assert now().items[0].title == ""


def test_removing_all_can_be_undone_and_keeps_what_another_window_adds() -> None:
    put(*map(item, NAMES[:2]))
    app = open_app("briefing", VIEW)
    button(app, "Remove all").click().run()
    assert names() == []
    tray._KEPT._store.change(ANN, lambda each: each.with_item(item(NAMES[2])))
    button(app, "Undo").click().run()
    assert names() == list(NAMES)


def test_one_chart_is_shown_when_asked_for() -> None:
    put(*map(item, NAMES))
    app = open_app("briefing", VIEW)
    assert len(app.get("bidi_component")) == 0
    button(app, "Show ", 1).click().run()
    assert len(app.get("bidi_component")) == 1
    button(app, "Hide ").click().run()
    assert len(app.get("bidi_component")) == 0
    button(app, "Show ").click().run()
    assert 'class="words rows"' in said(app)


def test_several_charts_are_ticked_and_added_with_the_filters_at_the_left() -> None:
    app = open_app("briefing", VIEW)
    assert len(app.checkbox) == 0
    app.session_state["briefing_chooser"] = True
    app.run()
    assert len(app.checkbox) == sum(map(len, PAGE_EXHIBITS.values()))
    app.checkbox(key="tick_overview_events_by_week").check()
    app.checkbox(key="tick_currency_currency_change").check()
    button(app, "Add the charts ticked").click().run()
    assert [(each.exhibit, each.page) for each in now().items] == [
        ("events_by_week", ""),
        ("currency_change", "currency"),
    ]
    assert not any(each.value for each in app.checkbox)


def test_key_judgements_are_drafted_until_edited_and_the_draft_comes_back() -> None:
    app = open_app("briefing", VIEW)
    drafted = field(app, "Key judgements, one a line").value
    assert "11,196" in drafted
    assert "drafted from the data" in said(app)
    field(app, "Key judgements, one a line").set_value(f"First.\n\n{HOSTILE}").run()
    assert now().judgements == ("First.", HOSTILE)
    assert "in your own words" in said(app)
    button(app, "Back to the draft").click().run()
    assert now().judgements is None
    assert field(app, "Key judgements, one a line").value == drafted


def test_own_words_say_that_the_filters_changed_under_them() -> None:
    app = open_app("briefing", VIEW)
    field(app, "Key judgements, one a line").set_value("Two governments were calm.").run()
    field(app, "Title").set_value("Friday").run()
    assert "written for" not in said(app)
    app.button(key="month_on").click().run()
    now_told = "The filters are now Kyrgyzstan and Tajikistan, July 2020."
    for what in ("The title was", "The key judgements were"):
        assert f"{what} written for Kyrgyzstan and Tajikistan, June 2020. {now_told}" in said(app)
    app.button(key="month_back").click().run()
    assert "written for" not in said(app)


def test_a_saved_briefing_brings_its_filters() -> None:
    app = open_app("briefing", VIEW)
    filters = (("countries", "UZB"), ("from", "2020-01"), ("to", "2021-12"))
    upload(app, tray_json(Tray((item(NAMES[1]),), "After", filters=filters)))
    assert "with its filters: Uzbekistan, January 2020 to December 2021." in said(app)
    assert "Uzbekistan, January 2020 to December 2021" in field(app, "Title").placeholder
    assert (now().title, now().filters) == ("After", ())


def test_the_title_is_the_filters_until_edited() -> None:
    app = open_app("briefing", VIEW)
    drafted = field(app, "Title").value
    assert "Kyrgyzstan and Tajikistan, June 2020" in drafted
    field(app, "Title").set_value("=1+1").run()
    assert now().title == "=1+1"
    field(app, "Title").set_value(drafted).run()
    assert now().title == ""


def test_hostile_words_are_words() -> None:
    put(item(NAMES[0], title=HOSTILE, comment=HOSTILE), title=HOSTILE, judgements=(HOSTILE,))
    app = open_app("briefing", VIEW)
    button(app, "Remove :").click().run()
    assert "<script>alert" not in said(app)
    assert html.escape(HOSTILE) in said(app)


def test_a_saved_briefing_is_opened_and_what_was_there_comes_back() -> None:
    put(item(NAMES[0]), title="Before")
    app = open_app("briefing", VIEW)
    saved = json.loads(tray_json(Tray((item(NAMES[1], title="T"), item(NAMES[2])), "After")))
    saved["items"].append({"exhibit": "no_such_chart"})
    upload(app, json.dumps(saved).encode())
    assert (now().title, names()) == ("After", [NAMES[1], NAMES[2]])
    assert "there is no chart “no_such_chart”" in said(app)
    button(app, "Undo").click().run()
    assert (now().title, names()) == ("Before", [NAMES[0]])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b'{"format": "x"', b"[" * 90_000])
def test_a_file_that_is_no_briefing_is_refused_and_nothing_is_lost(content: bytes) -> None:
    put(item(NAMES[0]), title="Before")
    app = open_app("briefing", VIEW)
    upload(app, content)
    assert "This is not a briefing" in said(app)
    assert (now().title, names()) == ("Before", [NAMES[0]])


def upload(app: AppTest, content: bytes, label: str = "Open a saved briefing") -> None:
    place = next(each for each in app.file_uploader if each.label == label)
    place.set_value(("saved.json", content, "application/json")).run()


def test_a_damaged_tray_is_told_of_and_the_page_goes_on(kept: Path) -> None:
    put(item(NAMES[0]))
    (path,) = (kept / "trays").iterdir()
    path.write_text("{")
    app = open_app("briefing", VIEW)
    assert "is not JSON" in said(app)
    assert "No chart yet." in said(app)


def test_what_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be kept" not in said(open_app("briefing", VIEW))
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: "")
    assert "The briefing cannot be kept here" in said(open_app("briefing", VIEW))


def test_a_review_that_cannot_be_drafted_leaves_the_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*told: Any) -> None:
        raise KeyError("event_id")

    monkeypatch.setattr(briefing, "_drafted", fail)
    put(item(NAMES[0]))
    app = open_app("briefing", VIEW)
    assert briefing.NOT_DRAFTED in said(app)
    assert field(app, "Title of chart 1").value


Maker = Callable[[briefing_files.Asked, Step], Any]


def made(files: dict[str, bytes], *troubles: str) -> Any:
    return SimpleNamespace(files=files, troubles=troubles)


def making(monkeypatch: pytest.MonkeyPatch, maker: Maker) -> AppTest:
    """Put two charts in, ask for the documents, and return the page as it is then."""
    monkeypatch.setattr(briefing_files, "make", maker)
    put(*map(item, NAMES[:2]))
    app = open_app("briefing", VIEW)
    return button(app, "Make the briefing").click().run()


def finished(app: AppTest) -> str:
    """Wait for the work, run the page again and return what it says."""
    pause = threading.Event()
    for _ in range(1000):
        job = briefing_files.jobs().find(app.session_state[briefing_files.JOB])
        if job is None or not job.is_running:
            return said(app.run())
        pause.wait(0.01)
    raise AssertionError("The work did not end.")


def test_documents_are_made_of_the_tray_and_offered_as_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[briefing_files.Asked] = []

    def maker(told: briefing_files.Asked, step: Step) -> Any:
        asked.append(told)
        step("One")
        return made({"a.pptx": b"x" * 1500, "a.zip": b"y" * 2_340_000})

    text = finished(making(monkeypatch, maker))
    (told,) = asked
    assert told.formats == ("pptx", "docx", "pdf", "xlsx", "zip")
    assert [each.exhibit for each in told.tray.items] == list(NAMES[:2])
    assert told.selection == Selection(countries=("KGZ", "TJK"))
    assert told.template is None
    assert '/a.pptx" download>PowerPoint</a><span>2 kB</span>' in text
    assert '/a.zip" download>Evidence pack (ZIP)</a><span>2.3 MB</span>' in text
    assert "2 charts; Kyrgyzstan and Tajikistan, June 2020." in text
    assert "have changed since" not in text


def test_work_shows_its_step_can_be_cancelled_and_keeps_the_tray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrived, go = threading.Event(), threading.Event()

    def maker(told: briefing_files.Asked, step: Step) -> Any:
        step("Chart 1 of 2: *Events* [by] week")
        arrived.set()
        go.wait(10)
        step("Chart 2 of 2")
        return made({})

    app = making(monkeypatch, maker)
    assert arrived.wait(10)
    app.run()
    assert button(app, "Make the briefing").disabled
    button(app, "Cancel").click().run()
    go.set()
    assert "Cancelled. Nothing was made." in finished(app)
    assert not button(app, "Make the briefing").disabled
    assert names() == list(NAMES[:2])


def test_work_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def maker(told: briefing_files.Asked, step: Step) -> Any:
        raise TemplateUnusable("The template is not a PowerPoint file.")

    assert "The template is not a PowerPoint file." in finished(making(monkeypatch, maker))
    assert names() == list(NAMES[:2])


def test_a_part_that_fails_is_told_beside_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def maker(told: briefing_files.Asked, step: Step) -> Any:
        return made({"a.pdf": b"x"}, "Word could not be made; the others are complete.")

    text = finished(making(monkeypatch, maker))
    assert "Word could not be made" in text
    assert "/a.pdf" in text


def test_another_window_of_the_browser_has_the_files_and_is_told_when_they_are_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finished(making(monkeypatch, lambda told, step: made({"a.pdf": b"x"})))
    other = open_app("briefing", VIEW)
    assert "/a.pdf" in said(other)
    button(other, "Remove :").click().run()
    assert "The briefing or the filters have changed since." in said(other)


def test_a_template_is_kept_through_pages_until_it_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_app("briefing", VIEW)
    place = next(each for each in app.file_uploader if each.label.startswith("PowerPoint"))
    place.set_value(("<b>house</b>.pptx", b"template", "application/octet-stream")).run()
    go_to(go_to(app, "overview"), "briefing")
    assert "PowerPoint template: &lt;b&gt;house&lt;/b&gt;.pptx" in said(app)
    asked: list[bytes | None] = []

    def maker(told: briefing_files.Asked, step: Step) -> Any:
        asked.append(told.template)
        return made({})

    monkeypatch.setattr(briefing_files, "make", maker)
    button(app, "Make the briefing").click().run()
    finished(app)
    button(app, "Do without").click().run()
    button(app, "Make the briefing").click().run()
    finished(app)
    assert asked == [b"template", None]


def test_links_in_files_begin_with_the_address_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_ADDRESS", "https://monitor.example")
    asked: list[str] = []

    def maker(told: briefing_files.Asked, step: Step) -> Any:
        asked.append(told.address)
        return made({})

    monkeypatch.setattr(briefing_files, "make", maker)
    app = open_app("briefing", VIEW)
    button(app, "Make the briefing").click().run()
    finished(app)
    assert asked == ["https://monitor.example/"]


def test_a_citation_leads_to_the_trace_of_its_figure_or_event_and_nothing_is_markup() -> None:
    package = shipped_package()
    drafted = assemble(package, Tray(), Selection(), made_on=date(2026, 11, 21))
    event = str(drafted.events["event_id"].iloc[0])
    line = Line((Run("<b>100</b> held", ("fig:1", event)),), (1, 2, 7))
    place = Citation(1, "s", "<i>P</i>", "T", "30 June 2020", "javascript:x", 3, "4", ("fig:1",))
    shown = replace(
        drafted,
        review=(CountryReview("REG", "The <u>region</u>", (Section("Aid", (line,)),)),),
        left_out=(),
        citations=(place, replace(place, number=2, keys=(event,), address="https://x.org/?a&b")),
    )
    markup = review_markup(shown, "light")
    assert "&lt;b&gt;100&lt;/b&gt; held<sup>" in markup
    assert "figure=fig%3A1" in markup
    assert f"event={event}&amp;figure={event}" in markup
    assert "javascript:" not in markup
    assert 'href="https://x.org/?a&amp;b"' in markup
    assert "<u>" not in markup
    assert ", 7" not in markup


def test_every_citation_of_the_shipped_review_has_a_link() -> None:
    drafted = assemble(shipped_package(), Tray(), Selection(), made_on=date(2026, 11, 21))
    markup = review_markup(drafted, "dark")
    numbers = {number for part in drafted.review for section in part.sections
               for line in section.lines for number in line.citations}  # fmt: skip
    assert numbers
    for number in numbers:
        assert f'aria-label="Citation {number}: where this comes from"' in markup


def test_the_file_saved_is_read_back_whole() -> None:
    whole = Tray((item(NAMES[0], title=HOSTILE, comment="a\nb"),), "T", ("j",))
    assert read_tray(tray_json(whole), EXHIBITS) == (whole, ())


def test_a_paragraph_is_edited_said_to_be_kept_and_put_back() -> None:
    app = open_app("briefing", VIEW)
    title = "Politics and society"
    drafted = field(app, title).value
    assert drafted.startswith("A criminal inquiry was under way")
    field(app, title).set_value("Own words on the month.").run()
    text = said(app)
    assert "<h5>Politics and society (edited by hand)</h5><p>Own words on the month.<sup>" in text
    assert "The paragraph was changed." in text and "The draft under this paragraph" not in text
    (own,) = now().paragraphs
    assert (own.country, own.draft, bool(own.keys)) == ("KGZ", drafted, True)
    narrow = open_app("briefing", VIEW | {"topics": "Protests"})
    text = said(narrow)
    assert "The draft under this paragraph has changed since it was edited" in text
    assert html.escape(drafted) in text and "Drafted now" in text
    button(narrow, "Keep my words").click().run()
    assert "The draft under this paragraph" not in said(narrow)
    assert now().paragraphs[0].text == "Own words on the month."
    button(narrow, "Put the draft back").click().run()
    assert now().paragraphs == () and "edited by hand" not in said(narrow)
    button(narrow, "Undo").click().run()
    assert now().paragraphs[0].text == "Own words on the month."


def test_styles_of_the_briefing_are_sent_to_its_own_page_only() -> None:
    sheets = {}
    for name in ("briefing", "covid_timeline"):
        bodies = [str(element.proto.body) for element in open_app(name).get("html")]
        sheets[name] = [body for body in bodies if body.startswith("<style>")]
    assert len(sheets["briefing"]) == 2
    assert len(sheets["covid_timeline"]) == 1
    assert not any(".stMain:has" in body for body in sheets["covid_timeline"])
