"""Some hundred hostile requests: no failure, no reflection, nothing that is not to be had."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from attacks import PAGES, Answer, Attack, attacks, faults_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope
from streamlit import config

from dashboard.briefing.kept import FOLDER_SETTING, STATE_FILES, lock_of
from dashboard.ui.serving.app import middleware, routes
from dashboard.ui.serving.settings import READERS

# `ATTACKS=10000` asks for so many.
MANY = int(os.environ.get("ATTACKS", "300"))


async def shell(request: Request) -> Response:
    """Answer as Streamlit does where no route of ours does: with the same page for all."""
    return HTMLResponse("<html>Streamlit's page</html>")


APP = Starlette(
    routes=[*routes(), Route("/{rest:path}", shell)],
    middleware=middleware([("x.py", page, page) for page in PAGES if page]),
)


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlockingPortal]:
    """Open what requests are asked through, with a state folder of its own."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "state"))
    with start_blocking_portal() as opened:
        yield opened


def asked(portal: BlockingPortal, attack: Attack) -> Answer:
    """Return the answer to a request, without a server; an error that nobody catches raises."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": attack.body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope: Scope = {
        "type": "http",
        "method": attack.method,
        "scheme": "http",
        "path": unquote(attack.path),
        "root_path": "",
        "client": ("10.0.0.1", 1),
        "query_string": attack.query.encode(),
        "headers": [
            (name.lower().encode(), value.encode("latin-1", "replace"))
            for name, value in attack.headers.items()
        ],
    }
    portal.call(APP, scope, receive, send)
    headers = {name.decode(): value.decode("latin-1") for name, value in told[0]["headers"]}
    body = b"".join(each.get("body", b"") for each in told[1:])
    return Answer(told[0]["status"], headers, body)


def wrong_in(portal: BlockingPortal, seed: str, *, signed_out: bool) -> list[str]:
    """Return what was wrong with any of many answers."""
    return [
        f"{attack}\n  {fault}"
        for attack in attacks(seed, MANY)
        for fault in faults_of(attack, asked(portal, attack), signed_out=signed_out)
    ]


def test_a_bad_answer_is_seen() -> None:
    attack = Attack("GET", "/currency", "", {})
    bad = {"Content-Type": "text/html", "X-Hostile": "1", "Location": "//outside.invalid/"}
    faults = faults_of(attack, Answer(200, bad, b"<script>alert(7331)</script>root:x:0:"))
    assert len(faults) == 7
    assert faults_of(attack, Answer(500, {}, b""))[0].startswith("status 500")
    assert faults_of(attack, Answer(200, {}, b""), signed_out=True)[-1].endswith("a sign-in")


def test_open_to_all_it_answers_whatever_it_is_asked(
    portal: BlockingPortal, tmp_path: Path
) -> None:
    assert wrong_in(portal, f"open {MANY}", signed_out=False) == []
    made = {str(each.relative_to(tmp_path)).split("/")[1] for each in tmp_path.rglob("*.*")}
    assert made <= {*STATE_FILES, *map(lock_of, STATE_FILES)}


def test_with_sign_in_on_it_gives_nothing_to_who_has_not_signed_in(
    portal: BlockingPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READERS, "*@desk.org")
    named = config.get_option("server.trustedUserHeaders")
    config.set_option("server.trustedUserHeaders", {"X-Told-By-The-Proxy": "email"})
    try:
        assert wrong_in(portal, f"signed out {MANY}", signed_out=True) == []
    finally:
        config.set_option("server.trustedUserHeaders", named)
