"""Where the data is: by environment or secrets file, and no password in any message."""

import os
from pathlib import Path

import pytest

from dashboard.datapackage.opening import data_address, open_package
from dashboard.datapackage.store import SHIPPED_FOLDER, DataUnavailable
from dashboard.engine.address import (
    PREFIX,
    SETTING,
    named_address,
    read_address,
    settings_in,
    settings_of_commands,
)
from dashboard.engine.opening import EngineUnavailable, in_plain_words, open_address

DATABASE = "postgres://desk:hush@localhost:1/events"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/srv/data", "folder"),
        ("file:///srv/data", "folder"),
        ("/srv/acled.duckdb", "duckdb"),
        ("duckdb:///srv/acled.duckdb", "duckdb"),
        ("clickhouse://server/db", "database"),
        ("pyspark://server:7077/data", "database"),
        ("trino://server/catalog/schema", "database"),
        (DATABASE, "database"),
    ],
)
def test_an_address_is_of_a_kind(text: str, kind: str) -> None:
    assert read_address(text).kind == kind


def test_a_password_is_in_no_message() -> None:
    address = read_address(DATABASE)
    assert "hush" not in address.shown + repr(address)
    trouble = ValueError(f"cannot reach {DATABASE} as desk with hush")
    assert "hush" not in in_plain_words(address, trouble)


@pytest.mark.parametrize(
    "why",
    [
        'FATAL:  password authentication failed for user "desk"',
        'FATAL:  role "desk" does not exist',
        'FATAL:  no pg_hba.conf entry for host "10.0.0.3", user "desk", database "events"',
        "(1045, \"Access denied for user 'desk'@'10.0.0.3' (using password: YES)\")",
    ],
)
def test_whose_login_a_database_refuses_is_told_to_the_log_alone(
    why: str, caplog: pytest.LogCaptureFixture
) -> None:
    words = in_plain_words(read_address(DATABASE), ValueError(why))
    assert words.endswith("the database refuses the login; the server's log says which.")
    assert "desk" not in words
    assert caplog.messages == [why]
    missing = ValueError('FATAL:  database "events" does not exist')
    assert 'database "events" does not exist' in in_plain_words(read_address(DATABASE), missing)


def test_the_environment_goes_before_the_secrets_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.delenv(SETTING, raising=False)
    assert named_address(tmp_path) is None
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f'data = "{DATABASE}"\n')
    found = named_address(tmp_path)
    assert found
    assert found.text == DATABASE
    monkeypatch.setenv(SETTING, "/srv/data")
    found = named_address(tmp_path)
    assert found
    assert found.text == "/srv/data"
    (tmp_path / ".streamlit" / "secrets.toml").write_text("data = no TOML\n")
    monkeypatch.delenv(SETTING)
    assert named_address(tmp_path) is None


def test_settings_that_belong_together_come_from_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    asked = ("X_NAME", "acled", "username"), ("X_WORD", "acled", "password")
    monkeypatch.setenv("X_NAME", "mine")
    monkeypatch.delenv("X_WORD", raising=False)
    assert settings_in(tmp_path, *asked) == [None, None]
    for place, held in (
        (tmp_path, 'username = "half"'),
        (tmp_path / "home", 'username = "theirs"\npassword = "secret"'),
    ):
        file = place / ".streamlit" / "secrets.toml"
        file.parent.mkdir(parents=True)
        file.write_text(f"[acled]\n{held}\n")
    assert settings_in(tmp_path, *asked) == ["theirs", "secret"]
    monkeypatch.setenv("X_WORD", "word")
    assert settings_in(tmp_path, *asked) == ["mine", "word"]


def test_commands_take_the_settings_of_a_server_from_its_secrets_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    # Both are put back at the end.
    monkeypatch.setenv(f"{PREFIX}STATE", "")
    monkeypatch.delenv(f"{PREFIX}STATE")
    monkeypatch.setenv(f"{PREFIX}CACHE", "/mine")
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(f'{PREFIX}STATE = "/theirs"\n{PREFIX}CACHE = "/theirs"\n[auth]\nx = 1\n')
    settings_of_commands(tmp_path)
    assert [os.environ[f"{PREFIX}{name}"] for name in ("STATE", "CACHE")] == ["/theirs", "/mine"]


def test_without_an_address_it_is_the_shipped_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr("dashboard.datapackage.opening.named_address", lambda project: None)
    assert data_address().path == SHIPPED_FOLDER


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataUnavailable, match="There is no data folder at"):
        open_package(read_address(str(tmp_path / "nowhere")))
    with pytest.raises(EngineUnavailable, match="There is no file"):
        open_address(read_address(str(tmp_path / "none.duckdb")))
    (tmp_path / "broken.duckdb").write_text("no database")
    with pytest.raises(DataUnavailable, match="cannot be read"):
        open_package(read_address(str(tmp_path / "broken.duckdb")))
