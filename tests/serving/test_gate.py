"""Which requests the gate lets through, whoever asks: their origin, their host, their address."""

import re

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope
from streamlit import config

from dashboard.briefing.content import ADDRESS_SETTING
from dashboard.ui.serving import headers, record
from dashboard.ui.serving.app import middleware, routes
from dashboard.ui.serving.gate import address_at, is_own_origin
from dashboard.ui.serving.people import Role
from dashboard.ui.serving.settings import FRAMED_BY

PAGES = [("x.py", "Overview", "overview"), ("y.py", "Currency", "currency")]


async def anything(request: Request) -> Response:
    if request.url.path.endswith(".html"):
        kept = {"Content-Disposition": 'attachment; filename="table.html"'}
        return HTMLResponse("<html>A file of ours</html>", headers=kept)
    if request.url.path.startswith("/export/"):
        return PlainTextResponse(request.headers["host"])
    if request.url.path == "/auth/login":  # as Streamlit says that no provider answers
        return PlainTextResponse("Authentication error", status_code=400)
    answer = HTMLResponse("<html>Streamlit's page</html>")
    answer.headers.append("set-cookie", "_streamlit_user=1; Path=/")
    answer.headers.append("set-cookie", "_streamlit_xsrf=1; Path=/; SameSite=Lax")
    return answer


APP = Starlette(routes=[Route("/{rest:path}", anything)], middleware=middleware(PAGES))


def ask(path: str, scheme: str = "http", **sent: str) -> tuple[int, Headers, str]:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    named = {"host": "desk.example", **{name.replace("_", "-"): v for name, v in sent.items()}}
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "scheme": scheme,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    with start_blocking_portal() as portal:
        portal.call(APP, scope, receive, send)
    body = b"".join(each.get("body", b"") for each in told[1:]).decode()
    return told[0]["status"], Headers(raw=told[0]["headers"]), body


@pytest.mark.parametrize("path", ["/", "/overview", "/currency"])
def test_a_page_is_answered_and_says_what_it_may_load(path: str) -> None:
    status, told, body = ask(path)
    assert (status, body) == (200, "<html>Streamlit's page</html>")
    policy = told["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "frame-ancestors 'self'" in policy
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        *("/nope", "/currency/x", "/.git/config", "/.env", "/wp-login.php", "/health", "/ff\udcff"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/agent/interact"),
        *("/_stcore/metrics", "/_stcore/script-health-check", "/static/none.js", "/geo/build.py"),
        *(
            "/basemap-none",
            "/drawing/x",
            "/favicon.png",
            "/audit.csv/x",
            "/table/a/b",
            "/embed/a/b",
        ),
    ],
)
def test_what_is_not_there_is_404_and_never_streamlits_page(path: str) -> None:
    status, told, body = ask(path.encode("utf-8", "surrogateescape").decode("latin-1"))
    assert status == 404
    assert "Streamlit's page" not in body
    assert "frame-ancestors 'self'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"


def test_a_file_that_is_a_web_page_is_handed_out() -> None:
    status, told, body = ask("/export/stood_out.html")
    assert (status, body) == (200, "<html>A file of ours</html>")
    assert told["content-disposition"].startswith("attachment")


def test_a_name_in_an_address_is_never_said_back() -> None:
    assert "onerror" not in ask("/<img onerror=alert(1)>")[2]


def test_cookies_are_kept_from_scripts_from_other_sites_and_from_open_lines() -> None:
    plain = ask("/", "http")[1].getlist("set-cookie")
    assert "_streamlit_user=1; Path=/; HttpOnly; SameSite=Lax" in plain
    assert "_streamlit_xsrf=1; Path=/; SameSite=Lax" in plain
    secure = ask("/", "https", accept="text/html")[1].getlist("set-cookie")
    assert len(secure) == 3
    assert all(each.endswith("; Secure") or "; Secure;" in each for each in secure)


def test_who_may_frame_it_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FRAMED_BY, "https://intranet.example")
    headers.policy.cache_clear()
    told = ask("/")[1]
    headers.policy.cache_clear()
    assert "frame-ancestors https://intranet.example" in told["content-security-policy"]
    assert "x-frame-options" not in told


def test_a_panel_for_a_frame_may_load_its_own_program_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(FRAMED_BY, "https://intranet.example")
    policy = ask("/embed/covid_series")[1]["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert policy[-1] == "frame-ancestors https://intranet.example"
    assert not any("unsafe" in part for part in policy if part.startswith("script-src"))


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://desk.example", True),
        ("https://desk.example", True),
        ("https://monitor.example", True),
        ("http://monitor.example", False),
        ("http://desk.example:8502", False),
        ("http://localhost:8502", False),
        ("http://elsewhere.example", False),
        ("http://[", False),
        ("null", False),
        ("", False),
    ],
)
def test_an_origin_is_known_without_asking_anybody(
    origin: str, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("the internet was asked")

    monkeypatch.setenv(ADDRESS_SETTING, "https://monitor.example/below/")
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(f"streamlit.net_util.{name}", asked)
    assert is_own_origin(Headers({"host": "desk.example", "origin": origin})) is own
    assert ask("/export/x.csv", origin=origin)[0] == (200 if own else 403)


def test_a_proxy_that_puts_its_own_host_is_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_SETTING, "https://monitor.example")
    answer = ask("/export/x.csv", host="127.0.0.1:8501", origin="https://monitor.example")
    assert answer[2] == "monitor.example"


def test_a_host_that_is_not_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def options(name: str) -> object:
        return ["desk.example"] if name == "server.allowedHosts" else usual(name)

    usual = config.get_option
    monkeypatch.setattr(config, "get_option", options)
    assert ask("/export/x.csv")[0] == 200
    assert ask("/export/x.csv", host="evil.example")[0] == 400


def test_a_sign_in_that_cannot_begin_says_so_on_a_page() -> None:
    status, told, body = ask("/auth/login")
    assert status == 400
    assert "The service that people sign in with does not answer" in body
    assert '<a href="/">Try again</a>' in body
    assert "Authentication error" not in body
    assert told["content-security-policy"].startswith("default-src 'none'")


def test_every_route_of_ours_is_an_address_that_the_gate_knows() -> None:
    paths = [re.sub(r"{\w+}", "x", route.path) for route in routes() if isinstance(route, Route)]
    assert len(paths) > 10
    assert [path for path in paths if address_at(path) is None] == []
    roles = {path: told.role for path in paths if (told := address_at(path))}
    assert roles["/audit.csv"] is Role.ADMIN
    # Who sees a page may have what its menus offer.
    offered = ("/export/x", "/table/x", "/embed/x", "/briefing-file/x")
    assert {getattr(address_at(path), "role", None) for path in offered} == {Role.READER}
    assert {path for path, role in roles.items() if role is None} == {
        *("/healthz", "/readyz", "/metrics", "/sign-in/x"),
    }
    assert address_at("/healthz/x") is address_at("/overview") is None


def test_the_token_of_a_briefing_is_not_written_down_where_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noted: list[tuple[str, str]] = []
    monkeypatch.setattr(
        record, "note", lambda event, who, path, **details: noted.append((event, path))
    )
    assert ask("/briefing-file/token/b.pptx", origin="https://evil.example")[0] == 403
    ask("/briefing-file/token/b.pptx")
    assert noted == [("refused", "/briefing-file/"), ("export", "/briefing-file/")]
