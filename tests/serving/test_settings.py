"""Settings are checked before the server starts, and the README lists them all."""

import os
from pathlib import Path
from typing import cast

import pytest
import uvicorn
from anyio.from_thread import start_blocking_portal
from app_server import ROOT, running_app
from servers import NotStarted
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server import _get_uvicorn_config_kwargs

from dashboard.ui.serving.settings import (
    PREFIX,
    SETTINGS,
    faults_of_secrets_files,
    faults_of_settings,
    settings_table,
)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("READERZ", "a@x.org", "there is no such setting. Is CENTRAL_ASIA_MONITOR_READERS meant?"),
        ("STATE", "/dev/null/x", "“/dev/null/x” is below a file."),
        ("DOCUMENTS", "/no/such/folder", "“/no/such/folder” is no folder."),
        ("ADDRESS", "monitor.example", "does not begin with http:// or https://."),
        ("HOUSE", "/no/house.toml", "cannot be used: /no/house.toml cannot be read: No such file"),
        ("READ_ONLY", "perhaps", "“perhaps” is none of 1, true, yes, 0, false, no."),
        ("FILES_A_MINUTE", "0", "“0” is no number from 1."),
        ("SIGNED_IN_HOURS", "soon", "is no number of hours."),
        ("SIGNED_IN_HOURS", "0", "is not between 0 and 720 hours."),
        ("FRAMED_BY", "'self' *", "holds “*”, which is neither"),
        ("METRICS_TOKEN", "hunter2", "what it holds is shorter than 20 characters."),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_is_wrong(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    [fault] = faults_of_settings()
    assert fault.startswith(f"{PREFIX}{name}: ")
    assert said in fault
    assert "hunter2" not in fault


def test_a_proxy_that_is_no_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1, proxy.desk")
    [fault] = faults_of_settings()
    assert fault.endswith("holds “proxy.desk”, which is no address or network of machines.")


@pytest.mark.parametrize(
    ("allowed", "scheme", "client"),
    [
        (None, "http", "172.17.0.1"),
        ("10.9.9.9", "http", "172.17.0.1"),
        ("172.17.0.0/16", "https", "10.1.1.1"),
        ("127.0.0.1, 172.17.0.1", "https", "10.1.1.1"),
    ],
)
def test_a_proxy_on_another_machine_is_believed_where_the_setting_names_it(
    allowed: str | None, scheme: str, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if allowed is None:
        monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    else:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", allowed)
    assert faults_of_settings() == []
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def nothing_more() -> Message:
        return {"type": "http.disconnect"}

    async def nowhere(message: Message) -> None:
        """Nobody reads an answer."""

    server = uvicorn.Config(app, **_get_uvicorn_config_kwargs(), interface="asgi3")
    server.load()
    said = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"10.1.1.1")]
    asked = {"type": "http", "scheme": "http", "client": ("172.17.0.1", 9), "headers": said}
    wrapped = cast("ASGIApp", server.loaded_app)

    async def ask() -> None:
        await wrapped(asked, nothing_more, nowhere)

    with start_blocking_portal() as portal:
        portal.call(ask)
    assert (seen[0]["scheme"], seen[0]["client"][0]) == (scheme, client)


def test_settings_that_can_be_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = {
        "STATE": str(tmp_path / "not" / "yet"),
        "ADDRESS": "https://desk.example/monitor",
        "FRAMED_BY": "'self' https://intranet.example",
        "SIGNED_IN_HOURS": "8",
        "REFRESH_OWID": "https://example.org/x.csv",
    }
    for name, value in good.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)
    assert faults_of_settings() == []


def test_a_secrets_file_that_is_no_toml_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nclient_secret = "hunter2\n', "utf-8")
    monkeypatch.setattr("streamlit.get_option", lambda name: [str(secrets), str(tmp_path / "no")])
    [fault] = faults_of_secrets_files()
    assert fault.startswith(f"{secrets} cannot be read: ")
    assert "hunter2" not in fault


def test_the_server_does_not_start_with_a_wrong_setting_and_says_why(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n', "utf-8")
    settings = {"STREAMLIT_SECRETS_FILES": str(secrets), f"{PREFIX}READ_ONLY": "perhaps"}
    with pytest.raises(NotStarted) as told, running_app(tmp_path, settings):
        pass
    words = str(told.value)
    assert "CENTRAL_ASIA_MONITOR_READ_ONLY: “perhaps” is none of" in words
    assert "People sign in, and none may look" in words
    assert "[auth] in the secrets file: Authentication credentials" in words
    assert "Traceback" not in words


def test_every_setting_that_the_code_names_is_in_the_table_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert settings_table() in readme
    known = {each.name.rstrip("…") for each in SETTINGS}
    for path in (ROOT / "dashboard").rglob("*.py"):
        if path.name == "settings.py":
            continue
        for line in path.read_text("utf-8").splitlines():
            for word in line.replace('"', " ").split():
                if word.startswith(PREFIX):
                    assert word.strip("`),.:") in known, f"{path.name}: {word}"
    assert not os.environ.get(f"{PREFIX}READERS")
