"""Who asks too often is told when to ask again; nobody else notices."""

from collections.abc import Callable

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from dashboard.ui.serving.gate import PERSON, _in_words
from dashboard.ui.serving.limits import Limits
from dashboard.ui.serving.people import ANYBODY, Person, Role
from dashboard.ui.serving.settings import FILES_A_MINUTE, SIGN_INS_A_MINUTE

ANNA, BEN = (Person(f"{name}@x.org", f" {name}", Role.READER) for name in ("anna", "ben"))
Ask = Callable[..., tuple[int, dict[bytes, bytes]]]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [60_010.0]
    monkeypatch.setattr("dashboard.ui.serving.limits.time.time", lambda: clock[0])
    monkeypatch.setenv(FILES_A_MINUTE, "3")
    monkeypatch.setenv(SIGN_INS_A_MINUTE, "3")
    return clock


@pytest.fixture
def ask() -> Ask:
    app = Limits(PlainTextResponse("done"))

    def asked(
        path: str, who: Person | None = None, client: str = "10.0.0.1"
    ) -> tuple[int, dict[bytes, bytes]]:
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        scope: Scope = {"type": "http", "path": path, "client": (client, 1), PERSON: who}
        with start_blocking_portal() as portal:
            portal.call(app, scope, receive, send)
        return told[0]["status"], dict(told[0]["headers"])

    return asked


def test_a_person_takes_so_many_files_a_minute(now: list[float], ask: Ask) -> None:
    paths = ("/export/x.csv", "/table/x", "/briefing-file/x/y.pptx", "/embed/x")
    assert [ask(path, ANNA)[0] for path in paths] == [200, 200, 200, 429]
    assert ask("/export/x.csv", ANNA)[1][b"retry-after"] == b"50"
    assert ask("/export/x.csv", BEN)[0] == 200
    assert ask("/currency", ANNA)[0] == 200
    now[0] += 50
    assert ask("/export/x.csv", ANNA)[0] == 200


def test_without_sign_in_files_have_no_limit(now: list[float], ask: Ask) -> None:
    assert {ask("/export/x.csv", ANYBODY)[0] for _ in range(10)} == {200}


def test_a_machine_asks_so_often_to_sign_in(now: list[float], ask: Ask) -> None:
    paths = ("/sign-in/default", "/auth/login", "/oauth2callback", "/oauth2callback")
    assert [ask(path)[0] for path in paths] == [200, 200, 200, 429]
    assert ask("/oauth2callback", client="10.0.0.2")[0] == 200
    assert ask("/healthz")[0] == 200


def test_who_signs_in_too_often_is_not_told_that_the_service_is_silent() -> None:
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def answer(scope: Scope) -> None:
        await _in_words(scope, receive, send)(
            {"type": "http.response.start", "status": 429, "headers": [(b"retry-after", b"9")]}
        )

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    with start_blocking_portal() as portal:
        portal.call(answer, {"type": "http", "path": "/auth/login", "headers": []})
    assert [(each["status"], dict(each["headers"])) for each in told] == [
        (429, {b"retry-after": b"9"})
    ]
