"""The tray of the analyst at the page: put in, taken out, kept for the browser or the session."""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from app_runner import go_to, open_app
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope
from streamlit.testing.v1 import AppTest

from dashboard.briefing.kept import FOLDER_SETTING
from dashboard.ui import plain_text, tray
from dashboard.ui.kept import _store_of
from dashboard.ui.plain_text import NO_WIDTH
from dashboard.ui.serving.people import COOKIE, WORD, VisitorCookie
from dashboard.wording import say

ANN, BOB = "a" * 43, "b" * 43
KGZ = {"countries": "KGZ", "from": "2020-06", "to": "2020-06"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    return tmp_path


@pytest.fixture
def ann(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: ANN)
    yield ANN


def press(app: AppTest, name: str) -> AppTest:
    return app.button(key=f"brief_{name}").click().run()


def label(app: AppTest, name: str) -> str:
    return app.button(key=f"brief_{name}").label


def charts(app: AppTest) -> list[str]:
    return [item.exhibit for item in app.session_state[tray.TRAY].items]


def test_one_click_puts_a_panel_in_with_its_filters_and_another_takes_it_out(ann: str) -> None:
    app = open_app("protests_and_arrests", KGZ)
    assert label(app, "people_reported") == "Add to briefing :small[How many people]"
    press(app, "people_reported")
    assert label(app, "people_reported") == "**In briefing** :small[How many people]"
    (item,) = app.session_state[tray.TRAY].items
    assert (item.exhibit, item.page) == ("people_reported", "protests_and_arrests")
    assert dict(item.query) == {**KGZ, "status": "occurred", "count_rule": "dated"}
    press(app, "people_reported")
    assert charts(app) == []


def test_a_panel_with_other_filters_is_another_one(ann: str) -> None:
    app = press(open_app("overview", KGZ), "events_by_week")
    app.button(key="month_back").click().run()
    assert label(app, "events_by_week").startswith("Add to briefing")
    press(app, "events_by_week")
    assert [dict(item.query)["from"] for item in app.session_state[tray.TRAY].items] == [
        "2020-06",
        "2020-05",
    ]


def test_the_tray_outlives_pages_windows_and_a_restart(
    ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(open_app("overview", KGZ), "countries_side_by_side")
    go_to(app, "currency")
    press(app, "currency_series")
    other = open_app("overview", KGZ)
    assert charts(other) == ["countries_side_by_side", "currency_series"]
    assert other.session_state[tray.TRAY].items[0].page == ""
    press(other, "stood_out")
    app.run()
    press(app, "currency_change")
    _store_of.cache_clear()
    again = open_app("overview")
    assert charts(again) == [
        "countries_side_by_side",
        "currency_series",
        "stood_out",
        "currency_change",
    ]
    monkeypatch.setattr("dashboard.ui.kept.visitor", lambda: BOB)
    assert charts(open_app("overview")) == []


def test_without_cookies_the_tray_lives_in_the_session_and_nothing_is_written(
    folder: Path,
) -> None:
    app = press(open_app("overview", KGZ), "countries_side_by_side")
    go_to(app, "currency")
    press(app, "currency_series")
    assert charts(app) == ["countries_side_by_side", "currency_series"]
    assert list(folder.iterdir()) == []
    assert charts(open_app("overview")) == []


def test_a_folder_that_fails_and_comes_back_loses_nothing(ann: str, folder: Path) -> None:
    app = press(open_app("overview", KGZ), "countries_side_by_side")
    (folder / "trays").rename(folder / "elsewhere")
    (folder / "trays").write_text("in the way")
    press(app, "stood_out")
    assert charts(app) == ["countries_side_by_side", "stood_out"]
    (folder / "trays").unlink()
    (folder / "elsewhere").rename(folder / "trays")
    press(app, "events_by_week")
    expected = ["countries_side_by_side", "stood_out", "events_by_week"]
    assert charts(app) == expected
    assert charts(open_app("overview")) == expected


def test_one_too_many_is_said(ann: str, folder: Path) -> None:
    app = press(open_app("overview", KGZ), "stood_out")
    (kept,) = (folder / "trays").iterdir()
    told = json.loads(kept.read_text("utf-8"))
    (item,) = told["items"]
    told["items"] = [
        item | {"query": item["query"] | {"from": f"{year}-{month:02d}"}}
        for year in range(2011, 2016)
        for month in range(1, 13)
    ]
    kept.write_text(json.dumps(told), "utf-8")
    app.run()
    assert len(charts(app)) == 60
    press(app, "events_by_week")
    assert [toast.value for toast in app.toast] == [say(tray.FULL, most=tray.MOST_ITEMS)]
    assert label(app, "events_by_week").startswith("Add to briefing")


def test_marks_in_a_title_are_not_read_as_markup() -> None:
    told = r":small[\[a\]\(b\) \:*red\[c\] \$x\$ \*d\*]"
    assert plain_text.unseen("[a](b) :red[c] $x$ *d*") == told.replace(":*", f":{NO_WIDTH}")


def answer(
    cookie: str = "", accept: str = "text/html", path: str = "/", scheme: str = "http"
) -> dict[str, list[str]]:
    """Ask a small app behind the middleware; return the headers of its answer."""

    def page(request: Request) -> Response:
        return HTMLResponse("<h1>Overview</h1>", headers={"Cache-Control": "no-cache"})

    def unchanged(request: Request) -> Response:
        return Response(status_code=304)

    def words(request: Request) -> Response:
        return PlainTextResponse("words")

    routes = [Route("/", page), Route("/unchanged", unchanged), Route("/words", words)]
    app = Starlette(routes=routes, middleware=[Middleware(VisitorCookie)])
    headers = [(b"accept", accept.encode())]
    if cookie:
        headers.append((b"cookie", cookie.encode()))
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "scheme": scheme,
        "query_string": b"",
        "headers": headers,
        "server": ("localhost", 80),
    }
    told: dict[str, list[str]] = {}

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        for name, value in message.get("headers", ()):
            told.setdefault(name.decode(), []).append(value.decode())

    # In a thread of its own: a browser test may have left a loop running in this one.
    with start_blocking_portal() as portal:
        portal.call(app, scope, receive, send)
    return told


def test_a_browser_without_a_word_is_given_one_with_the_page() -> None:
    headers = answer()
    (line,) = headers["set-cookie"]
    morsel = SimpleCookie(line)[COOKIE]
    assert WORD.fullmatch(morsel.value)
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    assert not morsel["secure"]
    assert headers["cache-control"] == ["private, no-cache"]
    assert answer()["set-cookie"] != headers["set-cookie"]
    assert "set-cookie" in answer(path="/unchanged")
    assert SimpleCookie(answer(scheme="https")["set-cookie"][0])[COOKIE]["secure"]


def test_a_browser_that_has_one_keeps_it_and_no_other_file_sets_any() -> None:
    assert "set-cookie" not in answer(f"{COOKIE}={ANN}")
    assert "set-cookie" not in answer(path="/words")
    assert "set-cookie" not in answer(accept="image/png", path="/unchanged")
    # What this app never gave out is no word.
    assert "set-cookie" in answer(f"{COOKIE}=x")
    assert "set-cookie" in answer(f"other=1; {COOKIE}=../../etc/passwd")
