"""Files wait for files of their own kind, never pages; too many are refused in a sentence."""

from collections.abc import Awaitable, Callable
from threading import Event
from typing import Any

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.requests import Request

from dashboard.exports.formats import FORMATS, PICTURE_FORMATS
from dashboard.ui.serving.files import export_file
from dashboard.ui.serving.limits import MOST_OF_ONE, Queue, QueueFull, queue_of


def run(work: Callable[..., Awaitable[Any]], *arguments: object) -> Any:
    """Run it in a thread of its own: a browser test may have left a loop running in this one."""
    with start_blocking_portal() as portal:
        return portal.call(work, *arguments)


def test_pictures_wait_for_pictures_alone() -> None:
    of_pictures = {id(queue_of(name)) for name in PICTURE_FORMATS}
    of_others = {id(queue_of(name)) for name in FORMATS if name not in PICTURE_FORMATS}
    assert len(of_pictures) == len(of_others) == 1
    assert of_pictures != of_others


def test_a_full_queue_refuses_and_takes_work_again_when_there_is_room() -> None:
    async def fill() -> None:
        free, queue, made = Event(), Queue("pictures", 1, 2), []

        def work() -> str:
            free.wait(30)
            return "made"

        async def ask(who: str) -> None:
            made.append(await queue.run(who, work))

        async with anyio.create_task_group() as tasks:
            for who in "abc":
                tasks.start_soon(ask, who)
            while queue._held.total() < 3:
                await anyio.sleep(0.01)
            # One that needs another queue is not kept waiting by this one.
            assert await Queue("files", 1, 1).run("d", lambda: "at once") == "at once"
            with pytest.raises(QueueFull) as refused:
                await queue.run("d", work)
            assert not refused.value.own
            free.set()
        assert made == ["made"] * 3
        assert await queue.run("d", work) == "made"

    run(fill)


def test_nobody_fills_a_queue_alone() -> None:
    async def fill() -> None:
        free, queue = Event(), Queue("files", 1, 10 * MOST_OF_ONE)

        async def ask() -> None:
            await queue.run("one", lambda: free.wait(30))

        async with anyio.create_task_group() as tasks:
            for _ in range(MOST_OF_ONE):
                tasks.start_soon(ask)
            while queue._held["one"] < MOST_OF_ONE:
                await anyio.sleep(0.01)
            with pytest.raises(QueueFull) as refused:
                await queue.run("one", lambda: True)
            assert refused.value.own
            free.set()
            assert await queue.run("another", lambda: "made") == "made"

    run(fill)


def test_work_that_fails_gives_its_place_back() -> None:
    async def fail() -> None:
        queue = Queue("files", 1, 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await queue.run("one", lambda: 1 // 0)
        assert not queue._held

    run(fail)


def test_a_full_queue_is_answered_503_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Queue("files", 1, -1)
    monkeypatch.setattr("dashboard.ui.serving.files.queue_of", lambda suffix: full)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/export/events_table.csv",
        "path_params": {"file": "events_table.csv"},
        "query_string": b"",
        "headers": [(b"host", b"desk.example")],
        "client": ("192.0.2.1", 5),
    }
    answer = run(export_file, Request(scope))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert bytes(answer.body) == b"Many files are being made just now; try again in a minute."
