"""A database that is silent costs who asks it a moment, and nobody else anything."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from stalling_proxy import Line, line_to

from dashboard.datapackage.store import DataUnavailable
from dashboard.engine import opening, patience
from dashboard.engine.address import read_address
from dashboard.engine.opening import EngineUnavailable, answer
from dashboard.engine.patience import Silent, in_time
from dashboard.ui import cache

GIVEN, MUCH = 0.5, 40.0


class Engine:
    """What is asked: its name, and a connection that can be closed."""

    def __init__(self) -> None:
        self.name, self.con, self.closed = "postgres", self, threading.Event()

    def close(self) -> None:
        """Close it."""
        self.closed.set()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", GIVEN)


def test_all_who_ask_a_silent_engine_are_told_after_one_wait_together(impatient: None) -> None:
    engine = Engine()

    def ask(_: int) -> float:
        begun = time.monotonic()
        with pytest.raises(Silent):
            in_time(engine, lambda: engine.closed.wait(MUCH))
        return time.monotonic() - begun

    begun = time.monotonic()
    with ThreadPoolExecutor(20) as askers:
        waits = [*askers.map(ask, range(20))]
    assert time.monotonic() - begun < MUCH / 2
    assert max(waits) >= GIVEN * 0.9
    assert engine.closed.is_set(), "the connection is given up, which ends what hangs"


def test_what_goes_wrong_is_raised_and_does_not_silence_the_engine() -> None:
    engine = Engine()
    for trouble in (ValueError("no"), TimeoutError("of its own")):

        def fail(trouble: Exception = trouble) -> None:
            raise trouble

        with pytest.raises(type(trouble)):
            in_time(engine, fail)
        assert in_time(engine, lambda: "answered") == "answered"


def test_quick_answers_one_after_another_are_never_taken_for_silence() -> None:
    engine = Engine()
    with ThreadPoolExecutor(8) as askers:
        found = [*askers.map(lambda each: in_time(engine, lambda: each), range(400))]
    assert found == [*range(400)]


@pytest.fixture
def line(postgres_address: str) -> Iterator[Line]:
    with line_to(urlsplit(postgres_address).port or 0) as opened:
        yield opened


def test_postgres_that_falls_silent_is_told_of_and_asked_again(
    postgres_address: str, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "REST_SECONDS", GIVEN)
    monkeypatch.setattr(patience, "SECONDS", MUCH)
    parts = urlsplit(postgres_address)
    through = postgres_address.replace(f":{parts.port}/", f":{line.port}/")
    engine = opening.connect(read_address(through))
    names = engine.table("pg_namespace", database="pg_catalog").nspname
    asked = names.as_table().filter(names == "pg_catalog")
    assert answer(engine, asked, apart=True).to_pylist() == [{"nspname": "pg_catalog"}]
    line.fall_silent()
    monkeypatch.setattr(patience, "SECONDS", GIVEN)
    for _ in range(2):
        begun = time.monotonic()
        with pytest.raises(EngineUnavailable, match="the database has not answered for"):
            answer(engine, asked, apart=True)
        assert time.monotonic() - begun < MUCH / 2
    line.speak()
    monkeypatch.setattr(patience, "SECONDS", MUCH)
    until = time.monotonic() + 3 * MUCH
    while time.monotonic() < until:
        try:
            assert answer(engine, asked, apart=True).to_pylist() == [{"nspname": "pg_catalog"}]
            break
        except EngineUnavailable:
            time.sleep(0.1)
    else:
        raise AssertionError("never asked again")
    engine.disconnect()


def test_a_database_that_is_silent_from_the_first_is_waited_for_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, asked = threading.Event(), []

    def silent(address: object) -> str:
        asked.append(address)
        ended.wait(MUCH)
        return "v1"

    monkeypatch.setattr(cache, "_LONG", cache._Long())
    monkeypatch.setattr(cache, "SECONDS", GIVEN)
    monkeypatch.setattr(cache, "version_of", silent)
    address = read_address("postgres://desk:secret@host/monitor")
    begun = time.monotonic()
    for _ in range(10):
        with pytest.raises(DataUnavailable) as told:
            cache._current_version(address)
        assert "has not answered" in str(told.value)
        assert "secret" not in str(told.value)
    assert time.monotonic() - begun < MUCH / 2
    assert len(asked) == 1
    ended.set()


def test_a_check_for_changes_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def slow(address: object) -> str:
        ended.wait(MUCH)
        return "v2"

    address = read_address("postgres://desk:secret@host/monitor")
    held = cache._Long(version=(address, "v1"))
    held.package = object()  # pyright: ignore[reportAttributeAccessIssue]
    monkeypatch.setattr(cache, "_LONG", held)
    monkeypatch.setattr(cache, "version_of", slow)
    begun = time.monotonic()
    assert [cache._current_version(address) for _ in range(10)] == ["v1"] * 10
    assert time.monotonic() - begun < MUCH / 2
    ended.set()
    assert held.asking is not None
    held.asking.join(MUCH)
    assert cache._current_version(address) == "v2"
