"""Every page, run by Streamlit's test runner: many selections, no exception, only plain words."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_runner import PAGE_NAMES, choose_mark, go_to, open_app
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import SETTING

VIEWS = {
    "no filter": {},
    "one country": {"countries": "KGZ"},
    "Turkmenistan only": {"countries": "TKM"},
    "a month with no event": {"from": "2017-02", "to": "2017-02"},
    "ten months": {"from": "2020-03", "to": "2020-12"},
    "no country": {"countries": "none"},
    "the ticker's month": {"from": "2025-12", "to": "2025-12"},
    "after all series": {"from": "2026-11", "to": "2026-11"},
    "everything": {
        "from": "2010-01",
        "to": "2026-11",
        "status": "occurred,claimed,planned,pledged",
    },
}


def said(app: AppTest) -> str:
    parts = [*app.title, *app.markdown, *app.caption]
    texts = [str(part.value) for part in parts]
    texts += [str(element.proto.body) for element in app.get("html")]
    return "\n".join(texts)


def sound(app: AppTest) -> None:
    assert [str(trouble.value) for trouble in app.exception] == []
    assert [str(trouble.value) for trouble in (*app.error, *app.warning)] == []
    assert "<b>Could not load.</b>" not in said(app)


def month_lists(app: AppTest) -> list[Selectbox]:
    return [box for box in app.selectbox if box.label in ("First month", "Last month")]


def months_of(app: AppTest) -> tuple[str, str]:
    first, last = (box.value for box in month_lists(app))
    return str(first), str(last)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Who is called over a network, which nobody is."""
    calls: list[object] = []
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(f"socket.socket.{name}", lambda _, address: calls.append(address))
    monkeypatch.setattr("socket.getaddrinfo", lambda *asked, **_: calls.append(asked) or [])
    return calls


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("page", PAGE_NAMES)
def test_every_page_runs_for_every_view_and_calls_nobody(
    called: list[object], page: str, view: str
) -> None:
    sound(open_app(page, VIEWS[view]))
    assert called == []


@pytest.mark.parametrize("page", ["events", "event_map"])
def test_no_list_is_offered_where_there_is_nothing_to_choose(page: str) -> None:
    empty = open_app(page, VIEWS["a month with no event"])
    sound(empty)
    assert [box.key for box in empty.selectbox if not box.options] == []
    assert "no source covers this period" in said(empty)
    full = open_app(page)
    assert len(full.selectbox(key="option_event").options) > 20


def test_an_address_sets_the_filters() -> None:
    app = open_app(
        "overview",
        {
            "countries": "KGZ,TJK",
            "from": "2020-05",
            "to": "2020-06",
            "exact": "yes",
            "text": "rally",
        },
    )
    assert app.session_state["filter_countries"] == ["KGZ", "TJK"]
    assert months_of(app) == ("2020-05", "2020-06")
    assert app.toggle(key="filter_exact").value
    assert app.text_input(key="filter_text").value == "rally"
    assert app.title[0].value == "May to June 2020"


def test_a_filter_value_that_does_not_exist_is_named_and_the_app_goes_on() -> None:
    app = open_app("overview", {"countries": "KAZ,ATL", "from": "June"})
    sound(app)
    assert "country “ATL”" in said(app)
    assert "month “June”" in said(app)
    assert app.title[0].value == "June 2020"


def test_the_month_stepper_and_reset() -> None:
    app = open_app("overview")
    app.button(key="month_back").click().run()
    assert app.title[0].value == "May 2020"
    app.button(key="month_on").click().run()
    app.button(key="month_on").click().run()
    assert app.title[0].value == "July 2020"
    app.button(key="filter_reset").click().run()
    assert app.title[0].value == "June 2020"


def test_clicks_that_are_faster_than_the_address_all_count() -> None:
    app = open_app("overview")
    before = dict(app.query_params)
    app.button(key="month_back").click().run()
    after = dict(app.query_params)
    # The browser was clicked in before it had the address just written, and says the earlier one.
    app.query_params = before
    choose_mark(app, "events_by_week", "2020-05-04:protest")
    assert app.query_params["behind"] == "events_by_week~2020-05-04:protest"
    app.query_params = after
    app.button(key="month_back").click().run()
    assert app.title[0].value == "April 2020"
    assert app.query_params["behind"] == "events_by_week~2020-05-04:protest"
    # What it has said once is behind it: an address from before is one asked for.
    app.query_params = before
    app.run()
    assert app.title[0].value == "June 2020"
    assert "behind" not in app.query_params


def test_filters_survive_a_change_of_page() -> None:
    app = open_app("overview", {"countries": "TKM"})
    go_to(app, "protests_and_arrests")
    assert app.session_state["filter_countries"] == ["TKM"]
    assert "4 protest events" in said(app)


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("geo"))
    monkeypatch.setenv(SETTING, str(folder))
    yield folder


@pytest.mark.parametrize(
    "table", ["events", "figures", "covid_daily", "covid_breaks", "rates", "sources", "countries"]
)
def test_a_missing_table_is_told_on_its_panels_and_the_rest_goes_on(
    damaged: Path, table: str
) -> None:
    (damaged / f"{table}.csv").unlink()
    told = ""
    for page in PAGE_NAMES:
        app = open_app(page)
        assert [str(trouble.value) for trouble in app.exception] == [], page
        told += said(app)
    assert f"The file {table}.csv is missing" in told


def test_a_damaged_row_is_left_out_and_listed(damaged: Path) -> None:
    path = damaged / "events.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "KGZ-2020-06-29-01,2020-06-29,", "KGZ-2020-06-29-01,2020-06-99,", 1
        ),
        "utf-8",
    )
    app = open_app("about_the_data")
    assert [str(trouble.value) for trouble in app.exception] == []
    shown = said(app) + "".join(str(table.value.to_string()) for table in app.dataframe)
    assert "2020-06-99" in shown
    assert "7 protest events" in said(open_app("overview"))


def test_no_data_folder_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "nowhere"))
    app = open_app("overview")
    assert app.title[0].value == "The data cannot be read"
    assert "There is no data folder" in said(app)


def test_try_again_brings_the_view_that_was_asked_for(damaged: Path) -> None:
    view = {"countries": "TKM", "from": "2020-03", "to": "2020-05", "text": "a", "exact": "yes"}
    away = damaged.with_name("away")
    damaged.rename(away)
    app = open_app("events", view)
    assert app.title[0].value == "The data cannot be read"
    (again,) = app.button
    assert again.label == "Try again"
    again.click().run()
    assert app.title[0].value == "The data cannot be read"
    away.rename(damaged)
    app.button[0].click().run()
    sound(app)
    assert said(app) == said(open_app("events", view))
    for page in PAGE_NAMES:
        sound(go_to(app, page))
    assert app.session_state["filter_countries"] == ["TKM"]
    assert months_of(app) == ("2020-03", "2020-05")
    assert app.session_state["filter_exact"] is True


@pytest.mark.parametrize("page", PAGE_NAMES)
@pytest.mark.parametrize("first, last", [("1900-01", "2099-12"), ("1990-01", "2039-12")])
def test_every_page_runs_for_the_longest_periods(page: str, first: str, last: str) -> None:
    sound(open_app(page, {"from": first, "to": last}))


@pytest.mark.parametrize("month", ["x", "20٢٠-06", "2020-13", "December 9999", ""])
@pytest.mark.parametrize("box", ["filter_from", "filter_to"])
def test_a_month_that_is_none_leaves_the_month_as_it_was(box: str, month: str) -> None:
    app = open_app("overview", {"from": "2020-05", "to": "2020-06"})
    states = app._tree.get_widget_states()
    (state,) = (each for each in states.widgets if f"-{box}_" in each.id)
    state.string_value = month
    app._run(states)
    sound(app)
    assert months_of(app) == ("2020-05", "2020-06")
    assert app.title[0].value == "May to June 2020"


def test_a_period_that_runs_backwards_ends_with_its_first_month() -> None:
    app = open_app("overview", {"from": "2020-05", "to": "2020-06"})
    first, _ = month_lists(app)
    first.set_value("2020-08").run()
    sound(app)
    assert app.title[0].value == "August 2020"


def test_a_period_is_chosen_by_its_name() -> None:
    app = open_app("overview")
    (named,) = (box for box in app.selectbox if box.label == "Period")
    assert {"Latest covered month", "Last 12 months", "All of 2020"} <= {*named.options}
    named.select("All of 2020").run()
    assert months_of(app) == ("2020-01", "2020-12")
    assert app.query_params["from"] == "2020-01"
    (named,) = (box for box in app.selectbox if box.label == "Period")
    assert named.value is None
    named.select("Latest covered month").run()
    assert months_of(app) == ("2020-06", "2020-06")


def test_lists_of_months_say_what_is_covered() -> None:
    first, _ = month_lists(open_app("overview"))
    assert {"June 2020 · covered", "May 2020", "February 2011 · no events"} <= {*first.options}
